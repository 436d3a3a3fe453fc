/* A source: a feed or page that is polled. */
#ifndef MODEL_SOURCE_H
#define MODEL_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum source_outlet {
	SOURCE_OUTLET_GOVERNMENT,
	SOURCE_OUTLET_AGENCY,
	SOURCE_OUTLET_NEWSPAPER,
	SOURCE_OUTLET_BROADCASTER,
	SOURCE_OUTLET_ONLINE,
	SOURCE_OUTLET_ANALYSIS,
	SOURCE_OUTLET_AGGREGATOR,
};

/* Greater is more trusted. */
enum source_trust {
	SOURCE_TRUST_MEDIA,
	SOURCE_TRUST_AGENCY,
	SOURCE_TRUST_OFFICIAL,
};

/* What its addresses give. */
enum source_kind {
	SOURCE_KIND_FEED,  /* RSS, Atom, JSON Feed, a sitemap */
	SOURCE_KIND_LINKS, /* an HTML page that lists articles */
	SOURCE_KIND_PAGE,  /* an HTML page that is watched: its own text is the article */
};

/* XPath 1.0; NULL: nothing is said. */
struct source_selectors {
	/* of SOURCE_KIND_LINKS; all but items are evaluated from an item */
	const char *items;
	const char *link;
	const char *title;
	const char *date;
	const char *summary;
	/* of the articles' pages */
	const char *article_text;
	const char *article_title;
	const char *article_date;
	const char *article_author;
};

/*
 * Configuration of a source. Strings belong to the configuration that made it
 * and live as long as that.
 */
struct source {
	const char *key;        /* stable name in the record: [a-z0-9-]+ */
	const char *name;       /* for people: "BelTA (RU)" */
	const char **addresses; /* tried in turn */
	size_t address_count;
	const char *language;   /* "en", "ru", "be" */
	const char *timezone;   /* IANA name, for items without an offset */
	const char *user_agent; /* NULL: the general one */
	const char *proxy;      /* NULL: the general one; "": none */
	const char *ca_file;    /* NULL: the general one */
	const char **headers;   /* "Name: value", for its own addresses alone: secrets */
	size_t header_count;
	enum source_kind kind;
	struct source_selectors selectors;
	enum source_outlet outlet;
	enum source_trust trust;
	bool is_enabled;    /* others are read for their mistakes, and left out */
	bool on_subject;    /* all of it is about the subject: each item is a candidate */
	bool allow_private; /* may live on a private or loopback address */
	bool follow;        /* candidates are followed to their article page */
	int64_t interval_min_s;
	int64_t interval_max_s;
	const char *file; /* where it is configured */
	int line;
};

const char *source_outlet_name(enum source_outlet outlet);
bool source_outlet_parse(const char *s, enum source_outlet *ret);
const char *source_trust_name(enum source_trust trust);
bool source_trust_parse(const char *s, enum source_trust *ret);

#endif
