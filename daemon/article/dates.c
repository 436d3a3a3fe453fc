#include "dates.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "model/stamp.h"

/* A date as text is short; what is longer has one by chance. */
#define DATE_TEXT_MAX 120
/* So many nodes behind the headline its date may stand. */
#define DATE_NEAR_NODES 120
/* A line without a class that says so stands nearer, and has few letters: a month, "Published". */
#define LINE_BEFORE_NODES 40
#define LINE_AFTER_NODES 80
#define LINE_LETTERS 24

#define RANK_LINE 1
#define RANK_CLASS 2
#define RANK_TIME 4

/*
 * <time> near the headline is the article's; others belong to teasers, the
 * clock in the page's head, comments.
 */
static int nearness(const struct scan *s, uint32_t i)
{
	return s->h1 != PAGE_NONE && i - s->h1 < DATE_NEAR_NODES ? 1 : 0;
}

static bool has_any(const char *classes, const char *const *words, size_t count)
{
	for (size_t i = 0; classes && i < count; i++)
		if (strstr(classes, words[i]))
			return true;
	return false;
}

static bool says_date(const char *classes)
{
	static const char *const words[] = {
		"date", "time", "publish", "posted", "data", "modified"
	};

	return has_any(classes, words, COUNT(words));
}

/* WordPress calls one that never changed both "published" and "updated". */
static bool class_says_modified(const char *classes)
{
	static const char *const words[] = { "updated", "modified", "-update", "_update" };
	static const char *const published[] = { "publish" };

	return has_any(classes, words, COUNT(words)) &&
	       !has_any(classes, published, COUNT(published));
}

/* Where the text begins to speak of a change; NULL: it does not. */
static const char *find_change(const char *text)
{
	static const char *const words[] = { "updated", "modified", "бновлен",
		                             "бновлён", "зменен",   "бноўлен" };

	for (size_t i = 0; i < COUNT(words); i++) {
		const char *at = strcasestr(text, words[i]);

		if (at)
			return at;
	}
	return NULL;
}

/* The label in front of it, in another element. */
static bool is_said_modified(const struct scan *s, uint32_t i)
{
	const struct page_node *nodes = s->page->nodes;
	uint32_t parent = nodes[i].parent;

	if (class_says_modified(page_attr(&nodes[i], ATTR_CLASS)) ||
	    (parent != PAGE_NONE && class_says_modified(page_attr(&nodes[parent], ATTR_CLASS))))
		return true;
	for (uint32_t k = i; k > 0 && k + 3 > i; k--)
		if (nodes[k - 1].tag == TAG_TEXT && nodes[k - 1].len < DATE_TEXT_MAX &&
		    find_change(arena_strndup(s->arena, nodes[k - 1].text, nodes[k - 1].len)))
			return true;
	return false;
}

static bool names_day(const char *text)
{
	struct stamp when;

	return stamp_parse(text, strlen(text), &when) && when.day.precision == DATE_DAY;
}

void dates_take_time(struct scan *s, uint32_t i)
{
	enum fact fact = is_said_modified(s, i) ? FACT_MODIFIED : FACT_PUBLISHED;

	facts_put_checked(s->facts, fact, RANK_TIME - 1 + nearness(s, i), scan_value(s, i));
}

static void put_published(struct scan *s, int rank, const char *text)
{
	/* of several before the headline the last is meant */
	if (s->h1 == PAGE_NONE && s->facts->rank[FACT_PUBLISHED] <= RANK_CLASS - 1)
		s->facts->value[FACT_PUBLISHED] = NULL;
	facts_put(s->facts, FACT_PUBLISHED, rank, text);
}

/* "12:41 05.04.2023 (обновлено: 12:52 05.04.2023)" has both. */
static void put_text(struct scan *s, int rank, const char *text)
{
	const char *change = find_change(text);
	const char *before = change ? arena_strndup(s->arena, text, (size_t)(change - text)) : text;

	if (names_day(before))
		put_published(s, rank, before);
	if (change && names_day(change))
		facts_put(s->facts, FACT_MODIFIED, rank, change);
}

void dates_take_class(struct scan *s, uint32_t i)
{
	const struct page_node *node = &s->page->nodes[i];
	int rank = RANK_CLASS - 1 + nearness(s, i);
	const char *text;

	if (node->tag == TAG_TIME || node->end - i > 16 || !says_date(page_attr(node, ATTR_CLASS)))
		return;
	text = page_text(s->page, i, s->arena);
	if (strlen(text) > DATE_TEXT_MAX || !names_day(text))
		return;
	if (is_said_modified(s, i))
		facts_put(s->facts, FACT_MODIFIED, rank, text);
	else
		put_text(s, rank, text);
}

static bool has_few_letters(const char *text)
{
	size_t letters = 0;

	for (; *text; text++)
		letters += isalpha((unsigned char)*text) || ((unsigned char)*text & 0xC0) == 0xC0;
	return letters <= LINE_LETTERS;
}

/* Of the line itself: not a caption's, a teaser's, a part of a sentence. */
static bool is_plain_line(const struct scan *s, uint32_t i)
{
	const struct page_node *nodes = s->page->nodes;
	uint32_t at = nodes[i].parent;

	if (at == PAGE_NONE || strlen(page_text(s->page, at, s->arena)) > DATE_TEXT_MAX)
		return false;
	for (; at != PAGE_NONE; at = nodes[at].parent)
		if (nodes[at].tag == TAG_NEVER || nodes[at].tag == TAG_FIGURE ||
		    nodes[at].tag == TAG_LINK || nodes[at].tag == TAG_LIST)
			return false;
	return true;
}

static void take_line(struct scan *s, uint32_t i)
{
	const struct page_node *node = &s->page->nodes[i];
	const char *text;

	if (node->tag != TAG_TEXT || node->len > DATE_TEXT_MAX || node->len < 6)
		return;
	text = arena_strndup(s->arena, node->text, node->len);
	if (strpbrk(text, "0123456789") && has_few_letters(text) && names_day(text) &&
	    is_plain_line(s, i))
		put_text(s, RANK_LINE, text);
}

void dates_take_line(struct scan *s)
{
	bool is_wanted = !s->facts->value[FACT_PUBLISHED];

	if (s->h1 == PAGE_NONE || !is_wanted)
		return;
	for (uint32_t i = s->h1; i < s->page->count && i - s->h1 < LINE_AFTER_NODES; i++)
		take_line(s, i);
	for (uint32_t i = s->h1; i-- > 0 && s->h1 - i < LINE_BEFORE_NODES;)
		take_line(s, i);
}
