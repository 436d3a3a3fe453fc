/* What a trial found: for people, and as one object of JSON. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "json.h"
#include "table.h"
#include "trial.h"
#include "wrap.h"

static const char *const KINDS[] = {
	[SOURCE_KIND_FEED] = "a feed",
	[SOURCE_KIND_LINKS] = "a page of links",
	[SOURCE_KIND_PAGE] = "a page that is watched",
};

static const struct table_column ITEM_COLUMNS[] = {
	{ "DATE", false, false, 0 },
	{ "TITLE", false, true, 0 },
	{ "ADDRESS", false, true, 0 },
	{ "WHAT BECOMES OF IT", false, false, 0 },
};

/* --- for people */

/* A paragraph of strangers' words, indented. */
static void print_words(const struct ctl *ctl, enum term_style style, const char *words)
{
	struct wrap wrap;

	wrap_start(&wrap, stdout, ctl->colour, ctl->columns, 2);
	wrap_tab(&wrap, 2);
	wrap_puts(&wrap, style, words);
	wrap_end(&wrap);
}

static void print_transfer(const struct ctl *ctl, const struct fetched *fetched)
{
	bool is_ok = fetched->outcome == FETCH_OK;
	enum term_style style = is_ok ? TERM_GOOD : TERM_BAD;
	char *url = term_clean(fetched->url), *type = term_clean(fetched->content_type);
	char *detail = term_clean(fetched->detail);

	printf("%s\n  %s%s%s", url, term_on(style, ctl->colour),
	       fetch_outcome_name(fetched->outcome), term_off(style, ctl->colour));
	if (fetched->status > 0)
		printf(", status %ld", fetched->status);
	if (is_ok)
		printf(", %zu bytes of %s in %" PRId64 " ms\n", fetched->len,
		       *type ? type : "no type", fetched->duration_ms);
	else
		printf("%s%s\n", *detail ? ": " : "", detail);
	free(url);
	free(type);
	free(detail);
}

static void print_harvest(const struct ctl *ctl, const struct trial *trial)
{
	const struct reader_harvest *h = &trial->harvest;
	char *title = term_clean(h->title);

	if (!trial_is_good(trial)) {
		print_words(ctl, TERM_BAD,
		            arena_printf(trial->arena, "%s: %s", trial_failure(trial),
		                         trial_failure_why(trial)));
		free(title);
		return;
	}
	printf("  %s, \"%s\", items: %zu, that suggest the subject: %zu, followed: %zu\n",
	       h->format, title, h->count, trial_count(trial, false), trial_count(trial, true));
	if (h->is_bozo)
		print_words(ctl, TERM_NOTE,
		            arena_printf(trial->arena, "mended: %s", h->bozo_reason));
	free(title);
}

static void print_items(const struct ctl *ctl, const struct trial *trial)
{
	struct table *table = table_new(ITEM_COLUMNS, COUNT(ITEM_COLUMNS));
	char stamp[DATE_STAMP_SIZE];

	for (size_t i = 0; i < trial->harvest.count; i++) {
		const struct article *item = &trial->harvest.items[i];
		bool is_followed = trial_is_followed(trial, item);

		table_add(table, TERM_PLAIN,
		          item->has_published ? date_stamp_format(item->published_s, stamp)
		                              : "none");
		table_add(table, item->is_candidate ? TERM_BOLD : TERM_PLAIN, item->title);
		table_add(table, TERM_PLAIN, item->address);
		table_add(table, is_followed ? TERM_GOOD : TERM_PLAIN, trial_fate(trial, item));
	}
	table_print(table, stdout, ctl->colour, ctl->columns);
	table_free(table);
}

static void print_claim(const struct ctl *ctl, const struct claim *claim, struct arena *arena)
{
	char *figure = claim_figure_text(claim);
	char as_of[DATE_TEXT_SIZE];

	print_words(ctl, claim->status == CLAIM_HELD ? TERM_NOTE : TERM_GOOD,
	            arena_printf(arena, "%s of %s %s, %s, as of %s, %s: \"%s\"", figure,
	                         claim_measure_name(claim->measure), claim_stage_name(claim->stage),
	                         claim->subject, date_format(claim->as_of, as_of),
	                         claim_status_name(claim->status), claim->quote));
	free(figure);
}

static void print_text(const struct ctl *ctl, const struct trial *trial)
{
	const struct article *article = trial->article.article;
	char *copy = mem_strdup(article->text);
	char *rest = copy;

	if (article->text[0])
		putchar('\n');
	for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n"))
		if (*line)
			print_words(ctl, TERM_PLAIN, line);
	putchar('\n');
	for (size_t i = 0; i < article->claim_count; i++)
		print_claim(ctl, &article->claims[i], trial->arena);
	if (article->claim_count == 0)
		print_words(ctl, TERM_NOTE, "No claim was found in it.");
	free(copy);
}

static void print_article(const struct ctl *ctl, const struct trial *trial)
{
	const struct trial_article *a = &trial->article;
	const struct article *article = a->article;
	char stamp[DATE_STAMP_SIZE];

	if (!a->item)
		return;
	printf("\n%sThe first article%s", term_on(TERM_BOLD, ctl->colour),
	       term_off(TERM_BOLD, ctl->colour));
	if (a->why_not[0])
		printf(", whose page was not fetched: %s\n", a->why_not);
	else
		printf(": ");
	if (!a->why_not[0])
		print_transfer(ctl, &a->fetched);
	if (a->failure != READER_OK)
		print_words(ctl, TERM_BAD,
		            arena_printf(trial->arena, "%s: %s", reader_failure_name(a->failure),
		                         a->why));
	print_words(ctl, TERM_BOLD, article->title);
	print_words(ctl, TERM_PLAIN,
	            arena_printf(trial->arena, "published: %s; author: %s; text found by: %s",
	                         article->has_published
	                                 ? date_stamp_format(article->published_s, stamp)
	                                 : "not known",
	                         article->author[0] ? article->author : "not known",
	                         a->has_page ? article_way_name(a->page.way) : "the source"));
	print_text(ctl, trial);
}

void trial_show(const struct ctl *ctl, const struct trial *trial)
{
	const struct source *source = &trial->source;

	printf("%s%s%s: %s, %s\n", term_on(TERM_BOLD, ctl->colour), source->key,
	       term_off(TERM_BOLD, ctl->colour), source->name, KINDS[source->kind]);
	for (size_t i = 0; i < trial->try_count; i++)
		print_transfer(ctl, &trial->tries[i]);
	if (!trial->has_harvest)
		return;
	print_harvest(ctl, trial);
	if (!trial_is_good(trial))
		return;
	putchar('\n');
	print_items(ctl, trial);
	print_article(ctl, trial);
}

/* --- as JSON */

static json_t *transfer_to_json(const struct fetched *fetched)
{
	json_t *json = json_object();

	json_object_set_new(json, "url", json_text(fetched->url));
	json_object_set_new(json, "outcome", json_text(fetch_outcome_name(fetched->outcome)));
	json_object_set_new(json, "status",
	                    fetched->status > 0 ? json_integer(fetched->status) : json_null());
	json_object_set_new(json, "detail", json_text(fetched->detail));
	json_object_set_new(json, "effective_url", json_text(fetched->effective_url));
	json_object_set_new(json, "content_type", json_text(fetched->content_type));
	json_object_set_new(json, "bytes", json_integer((json_int_t)fetched->len));
	json_object_set_new(json, "duration_ms", json_integer(fetched->duration_ms));
	return json;
}

static json_t *claims_to_json(const struct article *article)
{
	json_t *list = json_array();

	for (size_t i = 0; i < article->claim_count; i++)
		json_array_append_new(list, claim_to_json(&article->claims[i]));
	return list;
}

static json_t *item_to_json(const struct trial *trial, const struct article *item)
{
	json_t *json = json_object();

	json_object_set_new(json, "title", json_text(item->title));
	json_object_set_new(json, "link", json_text(item->address));
	json_object_set_new(json, "guid", json_text(item->guid));
	json_object_set_new(json, "published", json_stamp(item->has_published, item->published_s));
	json_object_set_new(json, "text_bytes", json_integer((json_int_t)strlen(item->text)));
	json_object_set_new(json, "candidate", json_boolean(item->is_candidate));
	json_object_set_new(json, "followed", json_boolean(trial_is_followed(trial, item)));
	json_object_set_new(json, "why", json_text(trial_fate(trial, item)));
	json_object_set_new(json, "claims", json_integer((json_int_t)item->claim_count));
	return json;
}

static json_t *article_to_json(const struct trial_article *a)
{
	const struct article *article = a->article;
	json_t *json;

	if (!a->item)
		return json_null();
	json = json_object();
	json_object_set_new(json, "link", json_text(a->item->address));
	json_object_set_new(json, "page",
	                    a->why_not[0] ? json_null() : transfer_to_json(&a->fetched));
	json_object_set_new(json, "page_not_fetched", json_text(a->why_not[0] ? a->why_not : NULL));
	json_object_set_new(json, "failure",
	                    a->failure ? json_text(reader_failure_name(a->failure)) : json_null());
	json_object_set_new(json, "text_found_by",
	                    a->has_page ? json_text(article_way_name(a->page.way)) : json_null());
	json_object_set_new(json, "title", json_text(article->title));
	json_object_set_new(json, "published",
	                    json_stamp(article->has_published, article->published_s));
	json_object_set_new(json, "author", json_text(article->author));
	json_object_set_new(json, "text", json_text(article->text));
	json_object_set_new(json, "claims", claims_to_json(article));
	return json;
}

static void add_harvest(json_t *json, const struct trial *trial)
{
	const struct reader_harvest *h = &trial->harvest;
	json_t *items = json_array();

	json_object_set_new(json, "format", json_text(h->format));
	json_object_set_new(json, "title", json_text(h->title));
	json_object_set_new(json, "bozo", json_boolean(h->is_bozo));
	json_object_set_new(json, "bozo_reason", json_text(h->is_bozo ? h->bozo_reason : NULL));
	for (size_t i = 0; i < h->count; i++)
		json_array_append_new(items, item_to_json(trial, &h->items[i]));
	json_object_set_new(json, "items", items);
}

void trial_json(const struct trial *trial)
{
	bool is_good = trial_is_good(trial);
	json_t *json = json_object(), *tries = json_array();

	for (size_t i = 0; i < trial->try_count; i++)
		json_array_append_new(tries, transfer_to_json(&trial->tries[i]));
	json_object_set_new(json, "source", json_text(trial->source.key));
	json_object_set_new(json, "ok", json_boolean(is_good));
	json_object_set_new(json, "failure",
	                    is_good ? json_null() : json_text(trial_failure(trial)));
	json_object_set_new(json, "why",
	                    is_good ? json_null() : json_text(trial_failure_why(trial)));
	json_object_set_new(json, "tries", tries);
	if (is_good)
		add_harvest(json, trial);
	json_object_set_new(json, "article", article_to_json(&trial->article));
	json_line(json);
}
