/* `integractl search`: articles by their words. */
#include "commands.h"
#include "json.h"
#include "record.h"
#include "term.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/search.h"

#define HITS 20

/* The arguments, with a space between two. Yours. */
static char *words_of(const struct ctl *ctl)
{
	char *words = mem_strdup("");

	for (size_t i = 0; i < ctl->args.count; i++) {
		char *more = mem_printf("%s%s%s", words, i ? " " : "", ctl->args.words[i]);

		free(words);
		words = more;
	}
	return words;
}

/* Matches in brackets. Yours. */
static char *snippet_text(const struct store_hit *hit)
{
	char *text = mem_strdup("");

	for (size_t i = 0; i < hit->snippet_count; i++) {
		const struct store_piece *piece = &hit->snippet[i];
		char *more = mem_printf("%s%s%s%s", text, piece->is_match ? "[" : "", piece->text,
		                        piece->is_match ? "]" : "");

		free(text);
		text = more;
	}
	return text;
}

static json_t *hit_json(const struct store_hit *hit)
{
	json_t *json = json_object();
	char *snippet = snippet_text(hit);

	json_object_set_new(json, "article", json_integer(hit->article_id));
	json_object_set_new(json, "published", json_text(hit->published));
	json_object_set_new(json, "source", json_text(hit->source));
	json_object_set_new(json, "outlet", json_text(hit->outlet));
	json_object_set_new(json, "title", json_text(hit->title));
	json_object_set_new(json, "url", json_text(hit->address));
	json_object_set_new(json, "claims", json_integer(hit->claim_count));
	json_object_set_new(json, "snippet", json_text(snippet));
	free(snippet);
	return json;
}

static void print_clean(const char *text)
{
	char *clean = term_clean(text);

	fputs(clean, stdout);
	free(clean);
}

static void print_snippet(const struct ctl *ctl, const struct store_hit *hit)
{
	fputs("  ", stdout);
	for (size_t i = 0; i < hit->snippet_count; i++) {
		const struct store_piece *piece = &hit->snippet[i];
		bool is_bare = piece->is_match && !ctl->colour;

		fputs(piece->is_match ? term_on(TERM_BOLD, ctl->colour) : "", stdout);
		fputs(is_bare ? "[" : "", stdout);
		print_clean(piece->text);
		fputs(is_bare ? "]" : "", stdout);
		fputs(piece->is_match ? term_off(TERM_BOLD, ctl->colour) : "", stdout);
	}
	putchar('\n');
}

static void print_hit(const struct ctl *ctl, const struct store_hit *hit)
{
	printf("%s%s  ", hit->published, hit->published[0] ? "" : "undated");
	print_clean(hit->outlet);
	printf("  %s", term_on(TERM_BOLD, ctl->colour));
	print_clean(hit->title);
	printf("%s\n", term_off(TERM_BOLD, ctl->colour));
	print_snippet(ctl, hit);
	printf("  %s", term_on(TERM_DIM, ctl->colour));
	print_clean(hit->address);
	printf("  article %" PRId64 ", %" PRId64 " claim%s%s\n\n", hit->article_id,
	       hit->claim_count, hit->claim_count == 1 ? "" : "s", term_off(TERM_DIM, ctl->colour));
}

static void tell_left(const struct record *record)
{
	struct err err;
	int64_t left;

	if (store_search_left(record->store, &left, &err) == 0 && left > 0)
		fprintf(stderr,
		        "integractl: the index is still being made: %" PRId64
		        " text%s not searched; a running integrad makes it\n",
		        left, left == 1 ? " was" : "s were");
}

enum ctl_exit command_search(struct ctl *ctl)
{
	struct record record;
	struct store_hit *list;
	enum ctl_exit code;
	size_t count, limit;
	struct err err;
	char *words;

	code = ctl_limit(ctl, &limit);
	if (code == CTL_DONE)
		code = record_open(ctl, &record);
	if (code != CTL_DONE)
		return code;
	words = words_of(ctl);
	if (store_search(record.store, words, limit ? limit : HITS, record.arena, &list, &count,
	                 &err) < 0) {
		code = err.kind == ERR_INPUT ? ctl_fail(CTL_USAGE, "search: %s", err.text)
		                             : record_fail(&record, &err);
	} else {
		for (size_t i = 0; i < count && ctl->json; i++)
			json_line(hit_json(&list[i]));
		for (size_t i = 0; i < count && !ctl->json; i++)
			print_hit(ctl, &list[i]);
		tell_left(&record);
		if (count == 0)
			code = ctl_fail(CTL_NOTHING, "no article has %s", words);
	}
	free(words);
	record_close(&record);
	return code;
}
