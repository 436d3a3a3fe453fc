/*
 * `integractl review`: the claims that are held, one after the other, for a
 * person to judge. On a terminal a key is enough; in a pipe a line has it.
 */
#include "commands.h"
#include "decide.h"
#include "json.h"
#include "record.h"
#include "sentence.h"
#include "wrap.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/near.h"
#include "pipeline/decide.h"
#include "store/decisions.h"

#define NAME_WIDTH 10
#define LINE_MOST 100
#define ANSWER_BYTES 4096

struct review {
	struct ctl *ctl;
	struct record *record;
	size_t confirmed;
	size_t corrected;
	size_t rejected;
	size_t skipped;
	bool is_over;
};

/* --- asking --- */

/* The line without its end, and without spaces around it; false at the end of the input. */
static bool ask_line(const struct review *r, const char *prompt, char answer[ANSWER_BYTES])
{
	size_t len, skip;

	if (!r->ctl->json)
		printf("%s ", prompt);
	fflush(stdout);
	if (!fgets(answer, ANSWER_BYTES, stdin))
		return false;
	len = strlen(answer);
	while (len > 0 && strchr(" \t\r\n", answer[len - 1]))
		answer[--len] = '\0';
	skip = strspn(answer, " \t");
	memmove(answer, answer + skip, len - skip + 1);
	return true;
}

/* One key without waiting for the end of a line; '\0' at the end of the input. */
static char ask_key(const struct review *r, const char *prompt)
{
	char answer[ANSWER_BYTES];
	struct termios kept, raw;
	char key = '\0';

	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &kept) != 0)
		return ask_line(r, prompt, answer) ? (answer[0] ? answer[0] : '\n') : '\0';
	printf("%s ", prompt);
	fflush(stdout);
	raw = kept;
	raw.c_lflag &= ~(tcflag_t)(ICANON |
	                           ISIG); /* Ctrl-C ends it, and leaves the terminal as it was */
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	if (read(STDIN_FILENO, &key, 1) != 1 || key == 3 || key == 4)
		key = '\0';
	tcsetattr(STDIN_FILENO, TCSANOW, &kept);
	printf("\n");
	return key;
}

/* --- showing --- */

static struct wrap begin(const struct review *r, const char *name)
{
	size_t columns = r->ctl->columns;
	struct wrap wrap;

	if (columns > LINE_MOST)
		columns = LINE_MOST;
	wrap_start(&wrap, stdout, r->ctl->colour, columns > 2 * NAME_WIDTH ? columns : 0,
	           NAME_WIDTH);
	wrap_puts(&wrap, TERM_DIM, name);
	wrap_tab(&wrap, NAME_WIDTH);
	return wrap;
}

static void print_row(const struct review *r, const char *name, const char *text)
{
	struct wrap wrap;

	if (!text || !text[0])
		return;
	wrap = begin(r, name);
	wrap_puts(&wrap, TERM_PLAIN, text);
	wrap_end(&wrap);
}

/* The quote is marked in its sentence: by colour, else in brackets. */
static void print_quote(const struct review *r, const struct store_claim *c,
                        const struct store_article *article)
{
	const struct claim *claim = &c->figure.claim;
	const char *text = !article          ? NULL
	                   : claim->in_title ? article->article.title
	                                     : article->article.text;
	bool is_marked = !r->ctl->colour;
	size_t start, end;
	struct wrap wrap;

	/* An import's text need not be the one that its quote was taken from. */
	if (!sentence_find(text, claim->offset, claim->length, &start, &end) ||
	    strncmp(text + claim->offset, claim->quote, claim->length) != 0) {
		print_row(r, "quote", claim->quote);
		return;
	}
	wrap = begin(r, claim->in_title ? "title" : "says");
	wrap_put(&wrap, TERM_PLAIN, text + start, claim->offset - start);
	wrap_puts(&wrap, TERM_PLAIN, is_marked ? "[" : "");
	wrap_put(&wrap, TERM_NOTE, text + claim->offset, claim->length);
	wrap_puts(&wrap, TERM_PLAIN, is_marked ? "]" : "");
	wrap_put(&wrap, TERM_PLAIN, text + claim->offset + claim->length,
	         end - claim->offset - claim->length);
	wrap_end(&wrap);
}

static void print_fields(const struct review *r, const struct store_claim *c)
{
	const struct claim *claim = &c->figure.claim;
	const char *reasons = claim->reasons ? claim->reasons : "";
	char date[DATE_TEXT_SIZE], *figure = claim_figure_text(claim), *text;

	text = mem_printf("%s, %s %s, %s of %s", figure, claim_measure_name(claim->measure),
	                  record_stage_text(claim->stage),
	                  strcmp(claim->subject, CLAIM_ALL) == 0 ? "all" : claim->subject,
	                  claim->package);
	print_row(r, "read as", text);
	free(text);
	text = mem_printf("%s (%s)%s", date_format(claim->as_of, date),
	                  claim_basis_name(claim->basis),
	                  claim->modality == CLAIM_EXPECTED ? ", expected" : "");
	print_row(r, "as of", text);
	free(text);
	print_row(r, "speaker", claim->speaker);
	text = mem_printf("confidence %d.%03d, the threshold is %d.%03d%s%s",
	                  claim->confidence / 1000, claim->confidence % 1000, c->threshold / 1000,
	                  c->threshold % 1000, reasons[0] ? ": " : "", reasons);
	print_row(r, "held", text);
	free(text);
	free(figure);
}

static void print_item(const struct review *r, const struct store_claim *c,
                       const struct store_article *article, size_t copies, size_t at, size_t of)
{
	char date[DATE_TEXT_SIZE], *text;
	const struct ctl *ctl = r->ctl;

	printf("\n%s%zu of %zu · claim %" PRId64 "%s\n", term_on(TERM_BOLD, ctl->colour), at, of,
	       c->figure.claim_id, term_off(TERM_BOLD, ctl->colour));
	text = mem_printf("%s (%s, %s), %s", c->figure.outlet, c->figure.source,
	                  source_trust_name(c->figure.trust),
	                  date_format(c->figure.published, date));
	print_row(r, "outlet", text);
	free(text);
	if (!c->figure.claim.in_title)
		print_row(r, "title", c->title);
	print_row(r, "address", c->figure.address);
	print_quote(r, c, article);
	print_fields(r, c);
	if (copies > 0) {
		text = mem_printf("%zu more of this origin, decided with it", copies);
		print_row(r, "copies", text);
		free(text);
	}
	printf("\n");
}

/* --- deciding --- */

static bool decide(struct review *r, enum decision_verdict verdict, int64_t id, const char *why,
                   json_t *fields)
{
	json_t *request = json_pack("{s:I, s:o}", "claim", (json_int_t)id, "why", json_text(why));
	enum ctl_exit code;
	json_t *answer;

	if (fields)
		json_object_set_new(request, "fields", fields);
	answer = decide_somewhere(r->ctl, verdict, request, &code);
	if (!answer) {
		/* a mistake in a field is mended in the next try; without a record all ends */
		r->is_over = code != CTL_NOTHING;
		return false;
	}
	if (r->ctl->json)
		json_line(json_incref(answer));
	else
		decide_print(r->ctl, answer);
	json_decref(answer);
	return true;
}

static bool is_field(const char *name)
{
	for (size_t i = 0; decide_fields[i]; i++)
		if (strcmp(decide_fields[i], name) == 0)
			return true;
	return false;
}

static void name_fields(const struct review *r, const char *name)
{
	char hint[NEAR_HINT_SIZE];

	if (r->ctl->json)
		return;
	near_hint(name, decide_fields, hint);
	if (name[0] && hint[0])
		printf("no field is called %s%s The fields:", name, hint);
	else
		printf("the fields:");
	for (size_t i = 0; decide_fields[i]; i++)
		printf(" %s", decide_fields[i]);
	printf("\n");
}

/* NULL where none was given, or the input ended. */
static json_t *ask_fields(const struct review *r)
{
	char name[ANSWER_BYTES], value[ANSWER_BYTES];
	json_t *fields = json_object();

	while (ask_line(r,
	                json_object_size(fields) ? "another field (none: go on):"
	                                         : "which field (none: back, ?: a list):",
	                name) &&
	       name[0]) {
		if (!is_field(name)) {
			name_fields(r, strcmp(name, "?") == 0 ? "" : name);
			continue;
		}
		if (!ask_line(r, "what it should be:", value))
			break;
		json_object_set_new(fields, name, json_text(value));
	}
	if (json_object_size(fields) > 0)
		return fields;
	json_decref(fields);
	return NULL;
}

/* Each returns whether the claim is done with. */
static bool on_confirm(struct review *r, int64_t id)
{
	bool is_done = decide(r, DECISION_CONFIRMED, id, "", NULL);

	r->confirmed += is_done;
	return is_done;
}

static bool on_correct(struct review *r, int64_t id)
{
	json_t *fields = ask_fields(r);
	char why[ANSWER_BYTES];
	bool is_done;

	if (!fields)
		return false;
	if (!ask_line(r, "why (none: back):", why) || !why[0]) {
		json_decref(fields);
		return false;
	}
	is_done = decide(r, DECISION_CORRECTED, id, why, fields);
	r->corrected += is_done;
	return is_done;
}

static bool on_reject(struct review *r, int64_t id)
{
	char why[ANSWER_BYTES];
	bool is_done;

	if (!ask_line(r, "why (none: back):", why) || !why[0])
		return false;
	is_done = decide(r, DECISION_REJECTED, id, why, NULL);
	r->rejected += is_done;
	return is_done;
}

static bool on_skip(struct review *r, int64_t id)
{
	(void)id;
	r->skipped++;
	return true;
}

static bool on_quit(struct review *r, int64_t id)
{
	(void)id;
	r->is_over = true;
	return true;
}

static const struct {
	char key;
	const char *help;
	bool (*fn)(struct review *r, int64_t id);
} keys[] = {
	{ 'c', "confirm", on_confirm }, { 'e', "correct a field", on_correct },
	{ 'r', "reject", on_reject },   { 's', "skip", on_skip },
	{ 'q', "quit", on_quit },
};

static bool press(struct review *r, char key, int64_t id)
{
	for (size_t i = 0; i < COUNT(keys); i++)
		if (keys[i].key == key)
			return keys[i].fn(r, id);
	return key == '\0' ? on_quit(r, id) : false;
}

static char *key_prompt(const struct ctl *ctl)
{
	char *text = mem_strdup("");

	for (size_t i = 0; i < COUNT(keys); i++) {
		char *longer = mem_printf("%s%s%s%c%s %s", text, i > 0 ? " · " : "",
		                          term_on(TERM_BOLD, ctl->colour), keys[i].key,
		                          term_off(TERM_BOLD, ctl->colour), keys[i].help);

		free(text);
		text = longer;
	}
	return text;
}

/* Shows the claim and asks until it is done with. */
static int judge(struct review *r, int64_t id, size_t at, size_t of, struct err *err)
{
	char *prompt = key_prompt(r->ctl);
	struct store_article *article = NULL;
	struct store_claim *claim;
	int64_t *copies;
	size_t copy_count;
	struct store *store = r->record->store;
	int done = store_find_claim(store, id, r->record->arena, &claim, err);

	/* Another one may have been decided on with it, or by somebody else. */
	if (done < 0 || claim->figure.claim.status != CLAIM_HELD)
		goto out;
	done = store_find_article(store, claim->article_id, claim->text_id, r->record->arena,
	                          &article, err);
	if (done == 0)
		done = store_copies_of(store, id, r->record->arena, &copies, &copy_count, err);
	if (done < 0)
		goto out;
	if (!r->ctl->json)
		print_item(r, claim, article, copy_count, at, of);
	while (!r->is_over && !press(r, ask_key(r, prompt), id))
		;
out:
	free(prompt);
	return done;
}

static void print_sum(const struct review *r)
{
	int64_t held;
	struct err err;

	if (r->ctl->json || store_count_held(r->record->store, &held, &err) < 0)
		return;
	printf("\n%zu confirmed, %zu corrected, %zu rejected, %zu skipped; %" PRId64
	       " still held.\n",
	       r->confirmed, r->corrected, r->rejected, r->skipped, held);
}

enum ctl_exit command_review(struct ctl *ctl)
{
	struct store_claim_filter filter = { .status = claim_status_name(CLAIM_HELD) };
	struct review r = { .ctl = ctl };
	struct store_claim *list;
	struct record record;
	size_t count = 0;
	struct err err;
	enum ctl_exit code = record_open(ctl, &record);
	int done;

	if (code != CTL_DONE)
		return code;
	r.record = &record;
	filter.subject = args_value(&ctl->args, "subject");
	filter.package = args_value(&ctl->args, "package");
	filter.source = args_value(&ctl->args, "source");
	done = store_list_claims(record.store, &filter, record.arena, &list, &count, &err);
	/* the oldest waits longest */
	for (size_t i = 0; i < count && done == 0 && !r.is_over; i++)
		done = judge(&r, list[count - 1 - i].figure.claim_id, i + 1, count, &err);
	if (done < 0)
		code = record_fail(&record, &err);
	else if (count == 0)
		code = ctl_fail(CTL_NOTHING, "no claim waits for a person");
	else
		print_sum(&r);
	record_close(&record);
	return code;
}
