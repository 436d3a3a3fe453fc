/*
 * Pages and HTML fragments to the text that their author wrote: JSON-LD,
 * microdata and <article>, then the density of text; without navigation,
 * adverts, captions, related headlines, exchange rates and cookie notices.
 *
 * Texts are UTF-8, entities decoded, white space folded, paragraphs separated
 * by one "\n". Bounds of base/limits.h hold for every page.
 */
#ifndef ARTICLE_ARTICLE_H
#define ARTICLE_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/article.h"
#include "model/stamp.h"

/*
 * What a person says of the pages of one publisher, as XPath 1.0; it has the
 * last word where it finds something. NULL or "": nothing is said.
 */
struct article_selectors {
	const char *text; /* the elements, or runs of text, that make up the text */
	const char *title;
	const char *date; /* of publication */
	const char *author;
};

struct article_hints {
	const char *content_type; /* the HTTP header's value; NULL: not known */
	const char *url;          /* where the page came from; NULL: not known */
	struct article_selectors selectors;
};

/* Where the main text was found. */
enum article_way {
	ARTICLE_WAY_NONE,
	ARTICLE_WAY_JSON_LD,
	ARTICLE_WAY_MARKED, /* microdata, <article>, <main> */
	ARTICLE_WAY_DENSITY,
	ARTICLE_WAY_SELECTED, /* by selectors.text */
};

const char *article_way_name(enum article_way way); /* for people: "JSON-LD", "a selector" */

/* A date of a page: `raw` as printed (NULL: none), `when` where is_known. */
struct article_time {
	const char *raw;
	bool is_known;
	struct stamp when;
};

/* NULL: the page does not say. `text` is never NULL, "" where there is none. */
struct article_page {
	const char *title;
	struct article_time published;
	struct article_time modified;
	const char *author;
	const char *language;  /* "ru", "en-GB": as the page has it */
	const char *canonical; /* absolute where hints->url allows */
	const char *text;
	enum article_way way;
};

/*
 * Everything in *ret belongs to the arena. ERR_INPUT: no HTML at all;
 * ERR_LIMIT: a bound was met.
 */
int article_read_page(const char *bytes, size_t len, const struct article_hints *hints,
                      struct arena *arena, struct article_page *ret, struct err *err) MUST_CHECK;

/* ERR_INPUT, with what is wrong, where the text is no expression of XPath 1.0. */
int article_check_xpath(const char *xpath, struct err *err) MUST_CHECK;

/*
 * The text of an HTML fragment such as a feed's summary or title, in UTF-8;
 * plain text passes unharmed, HTML that was escaped twice is unwrapped. Never
 * NULL. Whoever gives more than LIMIT_ITEM_TEXT_BYTES gets the text of so much.
 */
char *article_html_to_text(const char *html, size_t len, struct arena *arena);

/* MinHash over the text's 4-word shingles, case folded (see ARTICLE_MINHASHES). */
void article_fingerprint(const char *text, size_t len, uint32_t out[ARTICLE_MINHASHES]);

#endif
