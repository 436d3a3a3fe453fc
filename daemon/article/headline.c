#include "headline.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"

#define RANK_TITLE_TAG 1
#define RANK_H1 3
#define RANK_JSON_LD 8 /* and more: no site's name stands there */

/* A headline has more words than a rubric; a word of fewer bytes says nothing. */
#define HEADLINE_WORDS 4
#define SHARED_MIN_BYTES 4

/* What stands between the parts of a <title>. */
static const char *const marks[] = { " | ", " — ", " – ", " - ", " :: ", " » ",
	                             " / ", " • ", " · ", " « ", ": " };
#define SURE_MARKS 10 /* all but the colon, which stands in headlines too */

static bool begins_with(const char *s, const char *start)
{
	return *start && strncmp(s, start, strlen(start)) == 0;
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return m > 0 && n >= m && strcasecmp(s + n - m, end) == 0;
}

/* How long the title is without " | end"; 0: it does not end so. */
static size_t length_without_end(const char *title, const char *end)
{
	size_t n;

	if (!ends_with(title, end))
		return 0;
	n = strlen(title) - strlen(end);
	for (size_t i = 0; i < SURE_MARKS; i++) {
		size_t m = strlen(marks[i]);

		if (n > m && memcmp(title + n - m, marks[i], m) == 0)
			return n - m;
	}
	return 0;
}

/* What stands behind "start | " in the title; NULL: it does not begin so. */
static const char *behind_start(const char *title, const char *start)
{
	size_t n = strlen(start);

	if (n == 0 || strncasecmp(title, start, n) != 0)
		return NULL;
	for (size_t i = 0; i < COUNT(marks); i++)
		if (begins_with(title + n, marks[i]))
			return title + n + strlen(marks[i]);
	return NULL;
}

/*
 * The site's name in large letters: the <title> ends with it, or it is what the
 * page calls its site.
 */
static bool is_logo(const struct scan *s, const char *h1)
{
	const char *site = s->facts->value[FACT_SITE];
	size_t rest = *h1 ? length_without_end(s->title, h1) : 0;

	return (site && strcasecmp(site, h1) == 0) || rest > strlen(h1);
}

/* The first <h1> is the headline, unless it is the site's name and a later one begins <title>. */
void headline_take_h1(struct scan *s, uint32_t i)
{
	const char *text = page_text(s->page, i, s->arena);

	if (!*text || is_logo(s, text) ||
	    (s->h1 != PAGE_NONE && (!begins_with(s->title, text) ||
	                            begins_with(s->title, page_text(s->page, s->h1, s->arena)))))
		return;
	if (s->h1 != PAGE_NONE && s->facts->rank[FACT_TITLE] == RANK_H1)
		s->facts->value[FACT_TITLE] = NULL;
	s->h1 = i;
	facts_put(s->facts, FACT_TITLE, RANK_H1, text);
}

void headline_take_title(struct scan *s, uint32_t i)
{
	if (*s->title)
		return; /* pictures in SVG have titles too */
	s->title = page_text(s->page, i, s->arena);
	facts_put(s->facts, FACT_TITLE, RANK_TITLE_TAG, s->title);
}

/* og:title and <title> often carry the site's name behind the headline, some before it. */
static bool prefer_h1(struct scan *s, const char *title)
{
	const char *h1 = s->h1 != PAGE_NONE ? page_text(s->page, s->h1, s->arena) : "";
	size_t rest = *h1 && ends_with(title, h1) ? strlen(title) - strlen(h1) : 0;
	bool is_behind = false;

	for (size_t i = 0; i < SURE_MARKS; i++) {
		size_t m = strlen(marks[i]);

		is_behind |= rest > m && memcmp(title + rest - m, marks[i], m) == 0;
	}
	if (!begins_with(title, h1) && !is_behind)
		return false;
	s->facts->value[FACT_TITLE] = h1;
	return true;
}

static const char *without_site(const char *title, const char *site, struct arena *arena)
{
	const char *behind = behind_start(title, site);
	size_t n = length_without_end(title, site);

	if (behind && *behind)
		return behind;
	return n > 0 ? arena_strndup(arena, title, n) : title;
}

/* Without a headline: "Words of it | Site", "Words of it - Site". */
static const char *without_last_part(const char *title, struct arena *arena)
{
	for (size_t i = 0; i < SURE_MARKS; i++) {
		const char *at = NULL;

		for (const char *p = title; (p = strstr(p, marks[i])); p++)
			at = p;
		if (at && (size_t)(at - title) > strlen(at))
			return arena_strndup(arena, title, (size_t)(at - title));
	}
	return title;
}

/* "… | News | Site": what a bar parts is no headline's own, a dash may be. */
static bool has_sure_part(const char *title)
{
	return strstr(title, " | ") || strstr(title, " :: ") || strstr(title, " » ");
}

static size_t count_words(const char *text)
{
	size_t count = 0;

	for (size_t i = 0; text[i]; i++)
		count += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
	return count;
}

static bool shares_word(const char *h1, const char *title, struct arena *arena)
{
	while (*h1) {
		size_t n = strcspn(h1, " .,:;!?");

		if (n >= SHARED_MIN_BYTES && strcasestr(title, arena_strndup(arena, h1, n)))
			return true;
		h1 += n;
		h1 += strspn(h1, " .,:;!?");
	}
	return false;
}

/* "Health Center": a rubric in large letters, where <title> has the headline. */
static bool is_rubric(const struct scan *s, const char *h1)
{
	return s->facts->rank[FACT_TITLE] == RANK_H1 && count_words(h1) < HEADLINE_WORDS &&
	       count_words(s->title) >= HEADLINE_WORDS && !shares_word(h1, s->title, s->arena);
}

void headline_settle(struct scan *s)
{
	const char *title = s->facts->value[FACT_TITLE];
	const char *site = s->facts->value[FACT_SITE];
	const char *cut;

	if (title && is_rubric(s, title)) {
		title = s->facts->value[FACT_TITLE] = s->title;
		s->facts->rank[FACT_TITLE] = RANK_TITLE_TAG;
	}
	if (!title || s->facts->rank[FACT_TITLE] == RANK_H1 || prefer_h1(s, title) ||
	    s->facts->rank[FACT_TITLE] >= RANK_JSON_LD)
		return;
	cut = site ? without_site(title, site, s->arena) : title;
	if (s->facts->rank[FACT_TITLE] == RANK_TITLE_TAG && (cut == title || has_sure_part(cut)))
		cut = without_last_part(cut, s->arena);
	s->facts->value[FACT_TITLE] = cut;
}
