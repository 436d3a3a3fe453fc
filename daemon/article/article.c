#include "article/article.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sniff.h"
#include "base/url.h"
#include "decode.h"
#include "facts.h"
#include "main_text.h"
#include "page.h"
#include "selected.h"

/* With less text (in bytes) a page that looks like a challenge is one. */
#define CHALLENGE_TEXT_MAX 600
/* Dialogues about cookies say so with some more; what is longer is an article about them. */
#define CONSENT_TEXT_MAX 1500
/* A body in JSON-LD with less is a summary. */
#define JSON_BODY_MIN 200

const char *article_way_name(enum article_way way)
{
	static const char *const names[] = {
		[ARTICLE_WAY_NONE] = "nowhere",
		[ARTICLE_WAY_JSON_LD] = "JSON-LD",
		[ARTICLE_WAY_MARKED] = "marked as the article",
		[ARTICLE_WAY_DENSITY] = "the densest text",
		[ARTICLE_WAY_SELECTED] = "article-text",
	};

	return names[way];
}

static void read_time(const char *raw, struct article_time *ret)
{
	ret->raw = raw;
	ret->is_known = raw && stamp_parse(raw, strlen(raw), &ret->when);
}

static const char *absolute(const char *base, const char *ref, struct arena *arena)
{
	const char *copy;
	char *url = NULL;

	/* an address that is whole already stays as it is printed */
	if (!ref || !base || strstr(ref, "://") || url_resolve(base, ref, &url, NULL))
		return ref;
	copy = arena_strdup(arena, url);
	free(url);
	return copy;
}

/*
 * The publisher's own copy of the text is clean, but may be cut short, or have
 * lost its paragraphs where the page still has them.
 */
static bool prefers_json(const char *json, const struct main_text *found)
{
	size_t json_chars = json ? main_text_count(json, strlen(json)) : 0;

	if (json_chars < JSON_BODY_MIN && json_chars < found->characters)
		return false;
	if (json_chars == 0 || found->characters * 10 > json_chars * 16)
		return false;
	if (!strchr(json, '\n') && strchr(found->text, '\n') &&
	    found->characters * 10 > json_chars * 8)
		return false;
	return true;
}

/* "ru_RU", as og:locale has it, is the tag "ru-RU". */
static const char *language_tag(const char *raw, struct arena *arena)
{
	char *tag = raw && strchr(raw, '_') ? arena_strdup(arena, raw) : NULL;

	for (char *p = tag; p && *p; p++)
		*p = *p == '_' ? '-' : *p;
	return tag ? tag : raw;
}

static void fill(const struct page *page, const struct article_hints *hints, struct arena *arena,
                 struct article_page *ret)
{
	const char *url = hints->url && *hints->url ? hints->url : NULL;
	struct facts facts = { .value = { NULL } };
	struct main_text found;
	const char *selected;

	facts_from_json_ld(&facts, page, arena);
	facts_from_markup(&facts, page, arena);
	facts_from_address(&facts, facts.value[FACT_CANONICAL], arena);
	facts_from_address(&facts, url, arena);
	selected_facts(page, &hints->selectors, arena, &facts);
	main_text_find(page, facts.value[FACT_TITLE], facts.value[FACT_AUTHOR], arena, &found);
	*ret = (struct article_page){
		.title = facts.value[FACT_TITLE],
		.author = facts.value[FACT_AUTHOR],
		.language = language_tag(facts.value[FACT_LANGUAGE], arena),
		.canonical = absolute(url, facts.value[FACT_CANONICAL], arena),
		.text = found.text,
		.way = found.way,
	};
	read_time(facts.value[FACT_PUBLISHED], &ret->published);
	read_time(facts.value[FACT_MODIFIED], &ret->modified);
	if (prefers_json(facts.value[FACT_BODY], &found)) {
		ret->text = facts.value[FACT_BODY];
		ret->way = ARTICLE_WAY_JSON_LD;
	}
	selected = selected_text(page, hints->selectors.text, ret->title, arena);
	if (*selected) {
		ret->text = selected;
		ret->way = ARTICLE_WAY_SELECTED;
	}
}

static bool has_selectors(const struct article_selectors *selectors)
{
	const char *const list[] = { selectors->text, selectors->title, selectors->date,
		                     selectors->author };

	for (size_t i = 0; i < COUNT(list); i++)
		if (list[i] && *list[i])
			return true;
	return false;
}

/* The sentences of such a dialogue are left out of every text, so it may be the whole page. */
static bool is_consent(const struct page *page, const char *text, struct arena *arena)
{
	if (!*text && page->count > 0)
		text = page_text(page, 0, arena);
	return strlen(text) < CONSENT_TEXT_MAX && sniff_asks_for_consent(text);
}

static int read_utf8(const char *text, size_t len, const struct article_hints *hints,
                     struct arena *arena, struct article_page *ret, struct err *err)
{
	struct article_page result;
	struct page page;
	bool wants_consent;

	if (page_read(text, len, has_selectors(&hints->selectors), arena, &page, err))
		return -1;
	if (page.count > 0)
		fill(&page, hints, arena, &result);
	else
		result = (struct article_page){ .text = "" };
	wants_consent = is_consent(&page, result.text, arena);
	page_done(&page);
	if (arena_is_full(arena))
		return err_set(err, ERR_LIMIT, "a page that takes too much memory");
	if (strlen(result.text) < CHALLENGE_TEXT_MAX &&
	    strcmp(sniff_page_kind(text, len), SNIFF_PAGE) != 0)
		return err_set(err, ERR_INPUT, "%s, not an article", sniff_page_kind(text, len));
	if (wants_consent)
		return err_set(err, ERR_INPUT, SNIFF_CONSENT ", not an article");
	*ret = result;
	return 0;
}

int article_read_page(const char *bytes, size_t len, const struct article_hints *hints,
                      struct arena *arena, struct article_page *ret, struct err *err)
{
	struct decoded decoded;
	int rc = decode_page(bytes, len, hints->content_type, &decoded, err);

	if (rc == 0)
		rc = read_utf8(decoded.text, decoded.len, hints, arena, ret, err);
	decoded_done(&decoded);
	return rc;
}
