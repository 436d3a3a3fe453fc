/* `integractl claims` and `show`: what was stated, by whom, in which words. */
#include "commands.h"
#include "json.h"
#include "record.h"
#include "sentence.h"
#include "store/decisions.h"
#include "table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tree.h"
#include "config/value.h"

/* --- claims --- */

static const struct table_column CLAIM_COLUMNS[] = {
	{ "ID", true, false, 0 },      { "PUBLISHED", false, false, 5 },
	{ "AS OF", false, false, 0 },  { "FIGURE", true, false, 0 },
	{ "WHAT", false, false, 0 },   { "STATUS", false, false, 1 },
	{ "ORIGINS", true, false, 2 }, { "SPEAKER", false, true, 4 },
	{ "OUTLET", false, true, 6 },  { "QUOTE", false, true, 3 },
};

static void add_claim(struct table *table, const struct store_claim *c)
{
	const struct claim *claim = &c->figure.claim;
	char date[DATE_TEXT_SIZE], origins[RECORD_ORIGINS_SIZE];
	char *figure = claim_figure_text(claim);
	bool counts = claim->status == CLAIM_ACCEPTED;

	table_addf(table, TERM_PLAIN, "%" PRId64, c->figure.claim_id);
	table_add(table, TERM_PLAIN, date_format(c->figure.published, date));
	table_add(table, TERM_PLAIN, date_format(claim->as_of, date));
	table_add(table, claim->modality == CLAIM_EXPECTED ? TERM_NOTE : TERM_BOLD, figure);
	table_addf(table, TERM_PLAIN, "%s %s %s%s", claim->subject,
	           claim_measure_name(claim->measure), record_stage_text(claim->stage),
	           claim->modality == CLAIM_EXPECTED ? ", expected" : "");
	table_add(table, counts ? TERM_PLAIN : TERM_NOTE, claim_status_name(claim->status));
	table_add(table, TERM_PLAIN, record_origins_text(c->origins, c->copies, origins));
	table_add(table, TERM_PLAIN, claim->speaker);
	table_add(table, TERM_PLAIN, c->figure.outlet);
	table_add(table, TERM_DIM, claim->quote);
	free(figure);
}

static enum ctl_exit read_claim_filter(const struct ctl *ctl, struct store_claim_filter *filter)
{
	enum claim_status status;

	*filter = (struct store_claim_filter){
		.status = args_value(&ctl->args, "status"),
		.subject = args_value(&ctl->args, "subject"),
		.package = args_value(&ctl->args, "package"),
		.source = args_value(&ctl->args, "source"),
	};
	if (filter->status && !claim_status_parse(filter->status, &status))
		return ctl_fail(CTL_USAGE,
		                "--status is accepted, held, rejected or superseded, not %s",
		                filter->status);
	return ctl_limit(ctl, &filter->limit);
}

static enum ctl_exit list_claim(const struct ctl *ctl, const struct record *record,
                                struct table *table, struct store_claim *claim)
{
	json_t *json;
	struct err err;

	if (store_count_same(record->store, claim->figure.claim_id, &claim->origins, &claim->copies,
	                     &err) != 0)
		return record_fail(record, &err);
	if (!ctl->json) {
		add_claim(table, claim);
		return CTL_DONE;
	}
	json = record_claim_json(claim);
	record_add_origins(json, claim->origins, claim->copies);
	json_line(json);
	return CTL_DONE;
}

enum ctl_exit command_claims(struct ctl *ctl)
{
	struct table *table = table_new(CLAIM_COLUMNS, COUNT(CLAIM_COLUMNS));
	struct store_claim_filter filter;
	struct store_claim *list;
	struct record record;
	size_t count;
	struct err err;
	enum ctl_exit code = read_claim_filter(ctl, &filter);

	if (code == CTL_DONE)
		code = record_open(ctl, &record);
	if (code != CTL_DONE)
		goto out;
	if (store_list_claims(record.store, &filter, record.arena, &list, &count, &err) != 0) {
		code = record_fail(&record, &err);
	} else {
		for (size_t i = 0; i < count && code == CTL_DONE; i++)
			code = list_claim(ctl, &record, table, &list[i]);
		table_print(table, stdout, ctl->colour, ctl->columns);
		if (count == 0)
			code = ctl_fail(CTL_NOTHING, "no such claims in the record");
	}
	record_close(&record);
out:
	table_free(table);
	return code;
}

/* --- show --- */

/* What show tells of a claim. */
struct shown {
	struct store_claim *claim;
	struct store_article *article;
	struct store_claim *siblings;
	size_t sibling_count;
	struct store_change *changes;
	size_t change_count;
	struct store_decision *decisions;
	size_t decision_count;
	char *sentence;
};

static char *sentence_of(const struct shown *shown)
{
	const struct claim *claim = &shown->claim->figure.claim;
	const char *text = claim->in_title ? shown->article->article.title
	                                   : shown->article->article.text;
	size_t start, end;

	if (!sentence_find(text, claim->offset, claim->length, &start, &end))
		return NULL;
	return mem_strndup(text + start, end - start);
}

static int load(struct record *record, int64_t id, struct shown *shown, struct err *err)
{
	struct store_claim_filter siblings = { .article_id = 0 };
	struct store_change_filter changes = { .claim_id = id };

	if (store_find_claim(record->store, id, record->arena, &shown->claim, err) != 0)
		return -1;
	if (!shown->claim)
		return 0;
	siblings.article_id = shown->claim->article_id;
	if (store_find_article(record->store, shown->claim->article_id, shown->claim->text_id,
	                       record->arena, &shown->article, err) != 0 ||
	    store_list_claims(record->store, &siblings, record->arena, &shown->siblings,
	                      &shown->sibling_count, err) != 0 ||
	    store_list_changes(record->store, &changes, record->arena, &shown->changes,
	                       &shown->change_count, err) != 0 ||
	    store_list_decisions(record->store, id, record->arena, &shown->decisions,
	                         &shown->decision_count, err) != 0)
		return -1;
	if (shown->article)
		shown->sentence = sentence_of(shown);
	return 0;
}

/* As the ledger has it, with the number of the claim that stands in its place. */
static json_t *decision_json(const struct store_decision *decision)
{
	json_t *json = decision_to_json(&decision->decision);

	json_object_set_new(json, "by_id",
	                    decision->by_claim_id ? json_integer(decision->by_claim_id)
	                                          : json_null());
	return json;
}

static json_t *shown_to_json(const struct shown *shown)
{
	json_t *json = record_claim_json(shown->claim);
	json_t *siblings = json_array();
	json_t *changes = json_array();
	json_t *decisions = json_array();

	json_object_set_new(json, "sentence", json_text(shown->sentence));
	json_object_set_new(json, "origins", json_integer(shown->claim->origins));
	json_object_set_new(json, "copies", json_integer(shown->claim->copies));
	for (size_t i = 0; i < shown->sibling_count; i++)
		if (shown->siblings[i].figure.claim_id != shown->claim->figure.claim_id)
			json_array_append_new(siblings,
			                      json_integer(shown->siblings[i].figure.claim_id));
	for (size_t i = 0; i < shown->change_count; i++)
		json_array_append_new(changes, record_change_json(&shown->changes[i]));
	for (size_t i = 0; i < shown->decision_count; i++)
		json_array_append_new(decisions, decision_json(&shown->decisions[i]));
	json_object_set_new(json, "siblings", siblings);
	json_object_set_new(json, "decisions", decisions);
	json_object_set_new(json, "changes", changes);
	return json;
}

static void line(const struct ctl *ctl, const char *name, const char *text)
{
	char *clean;

	if (!text || text[0] == '\0')
		return;
	clean = term_clean(text);
	printf("  %s%-11s%s %s\n", term_on(TERM_DIM, ctl->colour), name,
	       term_off(TERM_DIM, ctl->colour), clean);
	free(clean);
}

/* The words and the rule behind each field, one a line. */
static void print_trace(const struct ctl *ctl, const char *trace)
{
	json_t *steps = trace ? json_loads(trace, 0, NULL) : NULL;
	size_t index;
	json_t *step;

	json_array_foreach(steps, index, step)
	{
		const char *field = json_string_value(json_object_get(step, "field"));
		const char *words = json_string_value(json_object_get(step, "words"));
		const char *rule = json_string_value(json_object_get(step, "rule"));
		bool is_said = words && words[0];
		char *text = mem_printf("%s: %s%s%s%s", field ? field : "?", is_said ? "“" : "",
		                        is_said ? words : "", is_said ? "” — " : "",
		                        rule ? rule : "");

		line(ctl, index == 0 ? "rule" : "", text);
		free(text);
	}
	json_decref(steps);
}

static void print_source(const struct ctl *ctl, const struct store_claim *c)
{
	char date[DATE_TEXT_SIZE];
	char stamp[DATE_STAMP_SIZE];
	char *text = mem_printf("%s (%s, %s)", c->figure.outlet ? c->figure.outlet : "",
	                        c->figure.source, source_trust_name(c->figure.trust));

	line(ctl, "title", c->title);
	line(ctl, "outlet", text);
	free(text);
	line(ctl, "address", c->figure.address);
	line(ctl, "published", date_format(c->figure.published, date));
	line(ctl, "recorded", date_stamp_format(c->recorded_s, stamp));
	text = mem_printf("%" PRId64 " independent of %" PRId64 " article%s", c->origins, c->copies,
	                  c->copies == 1 ? "" : "s");
	line(ctl, "origins", text);
	free(text);
	text = mem_printf("%s%s%s", c->engine, c->lexicon[0] ? ", lexicon " : "", c->lexicon);
	line(ctl, "engine", text);
	free(text);
}

static void print_claim(const struct ctl *ctl, const struct shown *shown)
{
	const struct claim *claim = &shown->claim->figure.claim;
	char date[DATE_TEXT_SIZE];
	char *figure = claim_figure_text(claim);
	char *text;

	printf("%sclaim %" PRId64 ": %s%s, %s %s of %s, %s\n", term_on(TERM_BOLD, ctl->colour),
	       shown->claim->figure.claim_id, figure, term_off(TERM_BOLD, ctl->colour),
	       claim_measure_name(claim->measure), record_stage_text(claim->stage),
	       strcmp(claim->subject, CLAIM_ALL) == 0 ? "the package" : claim->subject,
	       claim->package);
	text = mem_printf("%s (%s)%s", date_format(claim->as_of, date),
	                  claim_basis_name(claim->basis),
	                  claim->modality == CLAIM_EXPECTED ? ", expected" : "");
	line(ctl, "as of", text);
	free(text);
	line(ctl, "speaker", claim->speaker);
	line(ctl, "quote", claim->quote);
	line(ctl, "sentence", shown->sentence);
	if (claim->length > 0) {
		text = mem_printf("bytes %" PRIu32 "–%" PRIu32 " of the %s", claim->offset,
		                  claim->offset + claim->length,
		                  claim->in_title ? "title" : "text");
		line(ctl, "offsets", text);
		free(text);
	}
	print_source(ctl, shown->claim);
	text = mem_printf("%s, confidence %d.%03d%s%s", claim_status_name(claim->status),
	                  claim->confidence / 1000, claim->confidence % 1000,
	                  claim->reasons && claim->reasons[0] ? ": " : "",
	                  claim->reasons ? claim->reasons : "");
	line(ctl, "status", text);
	free(text);
	print_trace(ctl, claim->trace);
	free(figure);
}

static void print_decisions(const struct ctl *ctl, const struct shown *shown)
{
	char stamp[DATE_STAMP_SIZE];

	for (size_t i = 0; i < shown->decision_count; i++) {
		const struct store_decision *d = &shown->decisions[i];
		char *by = d->by_claim_id ? mem_printf(" by claim %" PRId64, d->by_claim_id)
		                          : mem_strdup("");
		char *text =
			mem_printf("%s%s, %s, %s%s%s%s", decision_verdict_name(d->decision.verdict),
		                   by, d->decision.who,
		                   date_stamp_format(d->decision.made_s ? d->decision.made_s
		                                                        : d->decision.recorded_s,
		                                     stamp),
		                   d->decision.made_s ? " in another record" : "",
		                   d->decision.why[0] ? ": " : "", d->decision.why);

		line(ctl, i == 0 ? "decided" : "", text);
		free(text);
		free(by);
	}
}

/* What a visit to the page saw in the quote's place. */
static void print_visit(const struct ctl *ctl, const struct store_change *change)
{
	json_t *entry = json_loads(change->json, 0, NULL);
	const json_t *visit = json_object_get(entry, "visit");
	const char *why = json_string_value(json_object_get(visit, "why"));
	const char *was = json_string_value(json_object_get(visit, "was"));
	const char *is = json_string_value(json_object_get(visit, "is"));
	const char *quote = json_string_value(json_object_get(visit, "quote"));

	if (quote && quote[0]) {
		char *text = mem_printf("“%s” → “%s”: %s", was ? was : "", is ? is : "", quote);

		line(ctl, "", text);
		free(text);
	} else {
		line(ctl, "", why);
	}
	json_decref(entry);
}

static void print_company(const struct ctl *ctl, const struct shown *shown)
{
	char stamp[DATE_STAMP_SIZE];

	for (size_t i = 0; i < shown->change_count; i++) {
		const struct store_change *change = &shown->changes[i];
		char *text = mem_printf("%" PRId64 ": %s, %s", change->id,
		                        change_kind_name(change->kind),
		                        date_stamp_format(change->recorded_s, stamp));

		line(ctl, i == 0 ? "changes" : "", text);
		free(text);
		print_visit(ctl, change);
	}
	for (size_t i = 0, told = 0; i < shown->sibling_count; i++) {
		const struct claim *claim = &shown->siblings[i].figure.claim;
		char *figure;
		char *text;

		if (shown->siblings[i].figure.claim_id == shown->claim->figure.claim_id)
			continue;
		figure = claim_figure_text(claim);
		text = mem_printf("%" PRId64 ": %s, %s %s of %s",
		                  shown->siblings[i].figure.claim_id, figure,
		                  claim_measure_name(claim->measure),
		                  record_stage_text(claim->stage), claim->subject);
		line(ctl, told++ == 0 ? "siblings" : "", text);
		free(figure);
		free(text);
	}
}

enum ctl_exit command_show(struct ctl *ctl)
{
	struct shown shown = { .claim = NULL };
	struct record record;
	enum ctl_exit code;
	struct err err;
	int64_t id;

	if (!ctl_number(ctl->args.words[0], 1, &id))
		return ctl_fail(CTL_USAGE,
		                "show takes a claim's number, as `claims` lists it, not %s",
		                ctl->args.words[0]);
	code = record_open(ctl, &record);
	if (code != CTL_DONE)
		return code;
	if (load(&record, id, &shown, &err) != 0) {
		code = record_fail(&record, &err);
	} else if (!shown.claim) {
		code = ctl_fail(CTL_NOTHING, "no claim has the number %" PRId64, id);
	} else if (ctl->json) {
		json_line(shown_to_json(&shown));
	} else {
		print_claim(ctl, &shown);
		print_decisions(ctl, &shown);
		print_company(ctl, &shown);
	}
	free(shown.sentence);
	record_close(&record);
	return code;
}
