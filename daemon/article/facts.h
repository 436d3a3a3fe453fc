/* What a page says of itself: title, dates, author, language, address. */
#ifndef ARTICLE_FACTS_H
#define ARTICLE_FACTS_H

#include <stddef.h>

#include "base/arena.h"
#include "page.h"

enum fact {
	FACT_TITLE,
	FACT_PUBLISHED,
	FACT_MODIFIED,
	FACT_AUTHOR,
	FACT_LANGUAGE,
	FACT_CANONICAL,
	FACT_SITE, /* the name of the site that the page is on */
	FACT_BODY, /* the whole text, as JSON-LD may have it */
	FACT_COUNT,
};

/* Several places tell each fact, some with more authority. */
struct facts {
	const char *value[FACT_COUNT]; /* NULL: not told */
	int rank[FACT_COUNT];
};

/* The value (not "") stays where its rank is higher than that of what is there. */
void facts_put(struct facts *facts, enum fact fact, int rank, const char *value);

/*
 * The same where the value can be what it is said to be: a date that can be read,
 * a name that is no address; "By " and the like are left out of it.
 */
void facts_put_checked(struct facts *facts, enum fact fact, int rank, const char *value);

/* schema.org's JSON-LD: ranks 8 and 9. Broken JSON says nothing. */
void facts_from_json_ld(struct facts *facts, const struct page *page, struct arena *arena);

/* <meta>, microdata, <time>, <title>, classes that say "date": ranks 0 to 7. */
void facts_from_markup(struct facts *facts, const struct page *page, struct arena *arena);

/* The date in an address such as /2023/04/05/… or /20230405/…: rank 0. */
void facts_from_address(struct facts *facts, const char *url, struct arena *arena);

#endif
