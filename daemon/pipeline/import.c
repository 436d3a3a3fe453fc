#include "pipeline/import.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "article/article.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "commit.h"
#include "extract/lexicon.h"
#include "import_decisions.h"
#include "import_fields.h"
#include "names.h"
#include "reader/run.h"
#include "report.h"
#include "store/sources.h"
#include "store/unread.h"

#define HISTORY_MARK "history"
/* What all lines of one import may hold in memory, beside the lines themselves. */
#define IMPORT_ARENA_BYTES (1024u * MIB)

/* A line as it was understood. */
struct line {
	struct article article;
	const char *outlet;
	enum source_trust trust;
	bool wants_claims; /* it has a text and came without claims */
	int64_t origin;    /* equal in the lines of copies; 0: nothing is said of it */
	int64_t article_id;
	struct imported_decisions *decisions; /* on each of its claims */
	size_t first_number;                  /* of its claims in the commit */
	size_t superseded;                    /* claims that were left out */
	bool is_left_out;                     /* it is such a claim, and no more */
};

/* --- one line */

static int read_claim(const struct import_options *options, const json_t *json,
                      const struct article *article, struct arena *arena, struct claim *claim,
                      struct err *err)
{
	if (json_is_object(json) && import_check_keys(json, err) < 0)
		return -1;
	if (claim_from_json(json, arena, claim, err) < 0 ||
	    import_check_as_of(claim, article->published, err) < 0)
		return -1;
	return options->packages ? names_check(options->packages, claim, err) : 0;
}

static bool is_claim_line(const json_t *json)
{
	static const char *const SIGNS[] = { "package", "subject", "measure", "value", "as_of" };

	for (size_t i = 0; i < COUNT(SIGNS); i++)
		if (json_object_get(json, SIGNS[i]))
			return true;
	return false;
}

/* A reading that newer rules have put another in the place of: that one is what is told. */
static bool is_superseded(const json_t *json)
{
	const char *status = json_string_value(json_object_get(json, "status"));

	return status && strcmp(status, claim_status_name(CLAIM_SUPERSEDED)) == 0;
}

/* Takes the claim into the line. What people decided of it is decided when it is there. */
static int take_claim(const struct import_options *options, const json_t *json, struct arena *arena,
                      struct line *line, struct err *err)
{
	struct article *article = &line->article;
	struct claim *claim = &article->claims[article->claim_count];
	struct imported_decisions *decisions = &line->decisions[article->claim_count];

	if (read_claim(options, json, article, arena, claim, err) < 0 ||
	    import_read_decisions(json, options->now_s, arena, decisions, err) < 0)
		return -1;
	if (decisions->count > 0)
		claim->status = CLAIM_HELD;
	if (decisions->count == 0 && is_superseded(json))
		line->superseded++;
	else
		article->claim_count++;
	return 0;
}

static int read_claims(const struct import_options *options, const json_t *json,
                       struct arena *arena, struct line *line, struct err *err)
{
	const json_t *list = json_object_get(json, "claims");
	bool is_claim = is_claim_line(json);
	struct article *article = &line->article;
	size_t count = is_claim ? 1 : json_array_size(list);

	if (list && !json_is_array(list))
		return err_set(err, ERR_INPUT, "claims: expected a list");
	if (count > LIMIT_CLAIMS_PER_ITEM)
		return err_set(err, ERR_LIMIT, "claims: over %d of them", LIMIT_CLAIMS_PER_ITEM);
	article->claims = arena_array(arena, count, sizeof(*article->claims));
	line->decisions = arena_array(arena, count, sizeof(*line->decisions));
	for (size_t i = 0; i < count; i++)
		if (take_claim(options, is_claim ? json : json_array_get(list, i), arena, line,
		               err) < 0)
			return -1;
	line->is_left_out = is_claim && article->claim_count == 0;
	return 0;
}

static int read_trust(const json_t *json, enum source_trust *ret, struct err *err)
{
	const char *name = json_string_value(json_object_get(json, "trust"));

	*ret = SOURCE_TRUST_MEDIA;
	if (name && !source_trust_parse(name, ret))
		return err_set(err, ERR_INPUT,
		               "trust: expected media, agency or official, found \"%s\"", name);
	return 0;
}

static int read_object(const struct import_options *options, const json_t *json,
                       struct arena *arena, struct line *ret, struct err *err)
{
	struct line line = { .outlet = import_text(json, "outlet", "source", arena) };
	struct article *article = &line.article;

	article->guid = import_text(json, "guid", NULL, arena);
	article->title = import_text(json, "title", NULL, arena);
	article->text = import_text(json, "text", NULL, arena);
	article->author = import_text(json, "author", NULL, arena);
	article->language = import_text(json, "language", "lang", arena);
	article->is_candidate = true;
	if (import_check_keys(json, err) < 0 ||
	    import_read_address(json, arena, article, err) < 0 ||
	    import_read_published(json, options->now_s, arena, article, err) < 0 ||
	    read_claims(options, json, arena, &line, err) < 0 ||
	    read_trust(json, &line.trust, err) < 0)
		return -1;
	if (!article->address[0] && !article->guid[0] && !article->text[0])
		return err_set(err, ERR_INPUT, "an article needs a url, a guid or a text");
	if (strlen(article->text) > LIMIT_ITEM_TEXT_BYTES)
		return err_set(err, ERR_LIMIT, "text: over %u bytes", LIMIT_ITEM_TEXT_BYTES);
	if (!line.outlet[0])
		line.outlet = IMPORT_SOURCE;
	line.origin = json_integer_value(json_object_get(json, "origin"));
	line.wants_claims = !article->claim_count && !json_object_get(json, "claims") &&
	                    (article->title[0] || article->text[0]);
	article_fingerprint(article->text, strlen(article->text), article->minhash);
	*ret = line;
	return 0;
}

static int read_line(const struct import_options *options, const char *bytes, size_t len,
                     struct arena *arena, struct line *ret, struct err *err)
{
	json_error_t error;
	json_t *json;
	int done;

	if (len > LIMIT_IMPORT_LINE_BYTES)
		return err_set(err, ERR_LIMIT, "over %u bytes", LIMIT_IMPORT_LINE_BYTES);
	json = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &error);
	if (!json)
		return err_set(err, ERR_INPUT, "no JSON: %s", error.text);
	if (json_is_object(json))
		done = read_object(options, json, arena, ret, err);
	else
		done = err_set(err, ERR_INPUT, "expected a JSON object");
	json_decref(json);
	return done;
}

/* --- all lines */

struct lines {
	const struct import_options *options;
	struct line *list;
	size_t count;
	size_t cap;
	const char **mistakes;
	size_t mistake_count; /* of those in the list */
	size_t mistake_cap;
	size_t mistaken; /* lines with one, listed or not */
	size_t superseded;
};

static bool is_blank(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!strchr(" \t\r", bytes[i]))
			return false;
	return true;
}

static void take_line(struct lines *lines, size_t number, const char *bytes, size_t len,
                      struct arena *arena)
{
	struct line line;
	struct err err;

	if (read_line(lines->options, bytes, len, arena, &line, &err) == 0) {
		lines->superseded += line.superseded;
		if (line.is_left_out)
			return;
		lines->list = mem_room(lines->list, lines->count, &lines->cap,
		                       sizeof(*lines->list));
		lines->list[lines->count++] = line;
		return;
	}
	if (lines->mistaken++ < LIMIT_MISTAKES) {
		lines->mistakes = mem_room(lines->mistakes, lines->mistake_count,
		                           &lines->mistake_cap, sizeof(*lines->mistakes));
		lines->mistakes[lines->mistake_count++] = arena_printf(arena, "line %zu: %s",
		                                                       number, err.text);
	}
}

static void read_lines(struct lines *lines, size_t number, const char *bytes, size_t len,
                       struct arena *arena)
{
	size_t bom = number == 1 ? utf8_bom(bytes, len) : 0; /* of spreadsheets */

	bytes += bom;
	len -= bom;
	while (len > 0) {
		const char *end = memchr(bytes, '\n', len);
		size_t line_len = end ? (size_t)(end - bytes) : len;
		size_t step = line_len + (end ? 1 : 0);

		if (!is_blank(bytes, line_len))
			take_line(lines, number, bytes, line_len, arena);
		number++;
		bytes += step;
		len -= step;
	}
}

/* --- into the record */

static struct reader_job text_job(const struct import_options *options, const struct line *line)
{
	const struct article *article = &line->article;

	return (struct reader_job){
		.kind = READER_TEXT,
		.source = line->outlet,
		.language = article->language,
		.timezone = options->timezone,
		.content_type = "",
		.base_url = article->address,
		.bytes = article->text,
		.length = strlen(article->text),
		.now_s = options->now_s,
		.threshold = options->threshold,
		.text = "",
		.guid = article->guid,
		.address = article->address,
		.title = article->title,
		.author = article->author,
		.has_published = article->has_published,
		.published_s = article->published_s,
		.published = article->published,
	};
}

/* Finds the claims of a line that came without, by the same code as the reader's. */
static int find_claims(const struct import_options *options, struct line *line, struct arena *arena,
                       struct err *err)
{
	const struct reader_job job = text_job(options, line);
	struct reader_harvest harvest;

	if (reader_run(options->lexicon, &job, arena, &harvest, err) < 0)
		return -1;
	if (harvest.failure == READER_OK && harvest.count == 1) {
		line->article.claims = harvest.items[0].claims;
		line->article.claim_count = harvest.items[0].claim_count;
		line->decisions = NULL;
	}
	return 0;
}

static int add_line(const struct import_options *options, struct commit *commit, struct line *line,
                    const struct commit_source *source, struct err *err)
{
	struct store_article_id id;

	commit->engine = IMPORT_SOURCE;
	if (line->wants_claims && options->lexicon) {
		commit->engine = lexicon_version(options->lexicon);
		if (find_claims(options, line, commit->arena, err) < 0)
			return -1;
	}
	line->first_number = commit->claim_count + 1;
	if (commit_add_article(commit, &line->article, source, false, &id, err) < 0)
		return -1;
	line->article_id = id.article_id;
	if (!line->wants_claims || !options->leaves_unread)
		return 0;
	return store_add_unread(options->store, id.article_id, line->trust, err);
}

static int cmp_origin(const void *a, const void *b)
{
	const struct line *x = *(const struct line *const *)a, *y = *(const struct line *const *)b;

	return (x->origin > y->origin) - (x->origin < y->origin);
}

/*
 * An export has no texts, by which copies would be known: its lines say
 * themselves which articles are of one origin.
 */
static int join_copies(struct commit *commit, struct line *list, size_t count, struct err *err)
{
	struct line **order = arena_array(commit->arena, count, sizeof(*order));
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (list[i].origin)
			order[n++] = &list[i];
	if (n > 1)
		qsort(order, n, sizeof(*order), cmp_origin);
	for (size_t i = 1; i < n; i++)
		if (order[i]->origin == order[i - 1]->origin &&
		    commit_join(commit, order[i]->article_id, order[i - 1]->article_id, err) < 0)
			return -1;
	return 0;
}

static int write_lines(const struct import_options *options, struct commit *commit,
                       struct line *list, size_t count, int64_t source_id, struct err *err)
{
	struct commit_source *sources = arena_array(commit->arena, count, sizeof(*sources));

	for (size_t i = 0; i < count; i++) {
		sources[i] = (struct commit_source){ .id = source_id,
			                             .key = IMPORT_SOURCE,
			                             .outlet = list[i].outlet,
			                             .trust = list[i].trust };
		if (add_line(options, commit, &list[i], &sources[i], err) < 0)
			return -1;
	}
	if (join_copies(commit, list, count, err) < 0)
		return -1;
	return commit_compare(commit, err);
}

/* When all claims are there, in the order of their lines: a correction is of an earlier one. */
static int decide_all(const struct import_options *options, struct commit *commit,
                      const struct line *list, size_t count, struct import_counts *counts,
                      struct err *err)
{
	int64_t *ids = arena_array(commit->arena, commit->claim_count + 1, sizeof(*ids));

	for (size_t i = 0; i < commit->claim_count; i++)
		ids[commit->claims[i].number] = commit->claims[i].claim_id;
	for (size_t i = 0; i < count; i++) {
		const struct line *line = &list[i];

		for (size_t k = 0; line->decisions && k < line->article.claim_count; k++)
			if (ids[line->first_number + k] &&
			    import_decide(commit, options->packages, ids[line->first_number + k],
			                  &line->decisions[k], &counts->decisions,
			                  &counts->decisions_left, err) < 0)
				return -1;
	}
	return 0;
}

/* mark NULL: none is set. */
static int record(const struct import_options *options, struct line *list, size_t count,
                  const char *mark, struct import_counts *ret_counts, struct err *err)
{
	struct arena *arena = arena_new(IMPORT_ARENA_BYTES);
	struct commit commit;
	int64_t source_id;
	int done = -1;

	commit_init(&commit, options->store, arena, options->now_s);
	commit.is_import = true;
	commit.agencies = options->agencies;
	commit.threshold = options->threshold;
	if (store_begin(options->store, err) < 0)
		goto out;
	if (store_source_id(options->store, IMPORT_SOURCE, &source_id, err) < 0 ||
	    write_lines(options, &commit, list, count, source_id, err) < 0 ||
	    decide_all(options, &commit, list, count, ret_counts, err) < 0 ||
	    (mark && store_set_mark(options->store, HISTORY_MARK, mark, err) < 0) ||
	    (options->enter && options->enter(options->arg, err) < 0) ||
	    store_commit(options->store, err) < 0) {
		store_rollback(options->store);
		goto out;
	}
	/* The recorded history is told in one line, by whoever imports it. */
	if (!mark)
		report_changes(&commit);
	for (size_t i = 0; i < count && options->leaves_unread; i++)
		ret_counts->queued += list[i].wants_claims;
	ret_counts->articles = commit.new_articles;
	ret_counts->claims = commit.new_claims;
	ret_counts->changes = commit.entry_count;
	ret_counts->known = commit.known_claims;
	done = 0;
out:
	commit_done(&commit);
	arena_free(arena);
	return done;
}

json_t *import_counts_json(const struct import_counts *n)
{
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "articles",
	                 (json_int_t)n->articles, "claims", (json_int_t)n->claims, "changes",
	                 (json_int_t)n->changes, "known", (json_int_t)n->known, "queued",
	                 (json_int_t)n->queued, "decisions", (json_int_t)n->decisions,
	                 "decisions_left", (json_int_t)n->decisions_left, "superseded",
	                 (json_int_t)n->superseded);
}

/* With room for one more. */
static const char **copy_mistakes(const struct lines *lines, struct arena *arena)
{
	const char **list = arena_array(arena, lines->mistake_count + 1, sizeof(*list));

	for (size_t i = 0; i < lines->mistake_count; i++)
		list[i] = arena_strdup(arena, lines->mistakes[i]);
	return list;
}

static void give_mistakes(const struct lines *lines, struct arena *arena,
                          const char ***ret_mistakes, size_t *ret_count)
{
	const char **list = copy_mistakes(lines, arena);
	size_t count = lines->mistake_count;

	if (lines->mistaken > count) {
		size_t more = lines->mistaken - count;

		list[count++] = arena_printf(arena, "and %zu more %s with mistakes", more,
		                             more == 1 ? "line" : "lines");
	}
	*ret_mistakes = list;
	*ret_count = count;
}

void import_check(const struct import_options *options, const char *bytes, size_t len,
                  size_t first_line, struct arena *arena, const char ***ret_mistakes,
                  size_t *ret_mistake_count, size_t *ret_mistaken)
{
	struct arena *own = arena_new(IMPORT_ARENA_BYTES);
	struct lines lines = { .options = options };

	read_lines(&lines, first_line, bytes, len, own);
	*ret_mistakes = copy_mistakes(&lines, arena);
	*ret_mistake_count = lines.mistake_count;
	*ret_mistaken = lines.mistaken;
	free(lines.list);
	free(lines.mistakes);
	arena_free(own);
}

int import_lines(const struct import_options *options, const char *bytes, size_t len,
                 struct arena *arena, const char ***ret_mistakes, size_t *ret_mistake_count,
                 struct import_counts *ret_counts, struct err *err)
{
	struct arena *own = arena_new(IMPORT_ARENA_BYTES);
	struct lines lines = { .options = options };
	struct import_counts counts = { 0 };
	int done;

	*ret_mistake_count = 0;
	read_lines(&lines, 1, bytes, len, own);
	if (lines.mistaken > 0) {
		give_mistakes(&lines, arena, ret_mistakes, ret_mistake_count);
		done = err_set(err, ERR_INPUT, "%zu %s mistakes; nothing was imported",
		               lines.mistaken, lines.mistaken == 1 ? "line has" : "lines have");
	} else if (arena_is_full(own)) {
		done = err_set(err, ERR_LIMIT, "too much at once: import it in parts");
	} else {
		done = record(options, lines.list, lines.count, NULL, &counts, err);
		counts.superseded = lines.superseded;
	}
	if (done == 0)
		*ret_counts = counts;
	free(lines.list);
	free(lines.mistakes);
	arena_free(own);
	return done;
}

/* The day is all that is known of when these were published. */
static struct line line_of_history(const struct history_item *item)
{
	struct line line = { .article = item->article,
		             .outlet = item->outlet,
		             .trust = item->trust };

	if (!line.article.has_published)
		line.article.published_s = date_last_day(line.article.published) * INT64_C(86400);
	return line;
}

int import_history(const struct import_options *options, const struct history *history,
                   struct import_counts *ret_counts, struct err *err)
{
	struct import_options plain = *options;
	struct import_counts counts = { 0 };
	struct line *list;
	const char *mark;
	char number[32];
	int done;

	*ret_counts = counts;
	if (store_get_mark(options->store, HISTORY_MARK, &mark, err) < 0)
		return -1;
	if (mark[0] || history->count == 0)
		return 0;
	plain.lexicon = NULL;
	plain.leaves_unread = false;
	list = mem_array(history->count, sizeof(*list));
	for (size_t i = 0; i < history->count; i++)
		list[i] = line_of_history(&history->list[i]);
	snprintf(number, sizeof(number), "%zu claims", history->claim_count);
	done = record(&plain, list, history->count, number, &counts, err);
	free(list);
	if (done == 0)
		*ret_counts = counts;
	return done;
}
