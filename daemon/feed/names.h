/*
 * What the elements of all feed formats mean, in one table: a format or an
 * extension more is a few rows more.
 */
#ifndef FEED_NAMES_H
#define FEED_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Vocabularies, as bits: a row of the table is at home in several. */
enum feed_ns {
	NS_PLAIN = 1 << 0, /* no namespace, or RSS's own of any version */
	NS_ATOM = 1 << 1,
	NS_DC = 1 << 2,
	NS_DCTERMS = 1 << 3,
	NS_CONTENT = 1 << 4,
	NS_MEDIA = 1 << 5,
	NS_ITUNES = 1 << 6,
	NS_SY = 1 << 7,
	NS_XHTML = 1 << 8,
	NS_SITEMAP = 1 << 9,
	NS_NEWS = 1 << 10,
	NS_FULLTEXT = 1 << 11, /* yandex:full-text and its likes on Russian sites */
	NS_RDF = 1 << 12,
	NS_XML = 1 << 13,
	NS_OTHER = 1 << 14,
};

/* What an element is for. */
enum feed_role {
	ROLE_CHANNEL,
	ROLE_ITEM,
	ROLE_SKIP,    /* has a title or address of its own that is not ours: image, source */
	ROLE_WRAPPER, /* transparent: media:group, news:news */
	ROLE_FIELD,   /* its text goes to a slot */
	ROLE_LINK,
	ROLE_GUID,
	ROLE_LOC,    /* of a sitemap: address and identity at once */
	ROLE_PERSON, /* text (RSS) or name and e-mail inside (Atom) */
	ROLE_PERSON_NAME,
	ROLE_PERSON_EMAIL,
	ROLE_TTL,
	ROLE_PERIOD,
	ROLE_FREQUENCY,
	ROLE_HOUR, /* of skipHours */
	ROLE_DAY,  /* of skipDays */
};

enum feed_slot {
	SLOT_TITLE,
	SLOT_LINK,
	SLOT_ID,
	SLOT_SUMMARY,
	SLOT_CONTENT,
	SLOT_PUBLISHED,
	SLOT_UPDATED,
	SLOT_AUTHOR,
	SLOT_LANGUAGE,
	SLOT_COUNT,
	SLOT_DATE = SLOT_COUNT, /* dc:date: published and updated, where nothing better says */
	SLOT_NONE,
};

struct feed_rule {
	const char *name; /* lower case */
	unsigned ns;      /* bits of enum feed_ns */
	enum feed_role role;
	enum feed_slot slot;
	int rank; /* a higher one wins over what other elements said */
};

/* Names of a document repeat: each pair of name and namespace is looked up once. */
#define NAMES_CACHED 128

struct feed_names {
	struct {
		const void *name; /* libxml2's dictionary gives equal strings one address */
		const void *prefix;
		const void *uri;
		enum feed_ns ns;
		const struct feed_rule *rule;
	} cache[NAMES_CACHED];
	const void *own_uri; /* the root's namespace, whatever it is, counts as the format's own */
	bool is_sitemap;     /* the format's own names are those of sitemaps */
};

/*
 * The rule for an element, or NULL. The three strings must stay where they are
 * as long as names lives. uri is NULL where the prefix is not declared: well-known
 * prefixes are then taken at their word.
 */
const struct feed_rule *feed_names_find(struct feed_names *names, const char *name,
                                        const char *prefix, const char *uri, enum feed_ns *ret_ns);

enum feed_ns feed_ns_of(const char *prefix, const char *uri);

#endif
