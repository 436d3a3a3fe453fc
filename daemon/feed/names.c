#include "names.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

#define NAME_MAX_BYTES 32 /* no name of the table is longer */

struct ns_row {
	const char *text;
	enum feed_ns ns;
};

/* Compared without case: publishers do not agree on it. */
static const struct ns_row uris[] = {
	{ "http://www.w3.org/2005/Atom", NS_ATOM },
	{ "http://purl.org/atom/ns#", NS_ATOM },
	{ "http://purl.org/atom/ns", NS_ATOM },
	{ "http://purl.org/dc/elements/1.1/", NS_DC },
	{ "http://purl.org/dc/elements/1.0/", NS_DC },
	{ "http://purl.org/dc/terms/", NS_DCTERMS },
	{ "http://purl.org/rss/1.0/modules/content/", NS_CONTENT },
	{ "http://purl.org/rss/1.0/modules/syndication/", NS_SY },
	{ "http://search.yahoo.com/mrss/", NS_MEDIA },
	{ "http://search.yahoo.com/mrss", NS_MEDIA },
	{ "http://tools.search.yahoo.com/mrss/", NS_MEDIA },
	{ "http://www.itunes.com/dtds/podcast-1.0.dtd", NS_ITUNES },
	{ "http://example.com/dtds/podcast-1.0.dtd", NS_ITUNES },
	{ "http://www.w3.org/1999/xhtml", NS_XHTML },
	{ "http://www.w3.org/1999/02/22-rdf-syntax-ns#", NS_RDF },
	{ "http://www.w3.org/XML/1998/namespace", NS_XML },
	{ "http://www.sitemaps.org/schemas/sitemap/0.9", NS_SITEMAP },
	{ "http://www.google.com/schemas/sitemap/0.84", NS_SITEMAP },
	{ "http://www.google.com/schemas/sitemap-news/0.9", NS_NEWS },
	{ "http://news.yandex.ru", NS_FULLTEXT },
	{ "http://turbo.yandex.ru", NS_FULLTEXT },
	{ "http://news.rambler.ru", NS_FULLTEXT },
	{ "http://news.mail.ru/", NS_FULLTEXT },
	{ "", NS_PLAIN },
	{ "http://purl.org/rss/1.0/", NS_PLAIN },
	{ "http://purl.org/net/rss1.1#", NS_PLAIN },
	{ "http://my.netscape.com/rdf/simple/0.9/", NS_PLAIN },
	{ "http://channel.netscape.com/rdf/simple/0.9/", NS_PLAIN },
	{ "http://my.netscape.com/publish/formats/rss-0.91.dtd", NS_PLAIN },
	{ "http://backend.userland.com/rss", NS_PLAIN },
	{ "http://backend.userland.com/rss2", NS_PLAIN },
	{ "http://blogs.law.harvard.edu/tech/rss", NS_PLAIN },
	{ "http://cyber.law.harvard.edu/rss/rss.html", NS_PLAIN },
};

static const struct ns_row prefixes[] = {
	{ "atom", NS_ATOM },
	{ "a10", NS_ATOM },
	{ "dc", NS_DC },
	{ "dcterms", NS_DCTERMS },
	{ "content", NS_CONTENT },
	{ "media", NS_MEDIA },
	{ "itunes", NS_ITUNES },
	{ "sy", NS_SY },
	{ "xhtml", NS_XHTML },
	{ "html", NS_XHTML },
	{ "rdf", NS_RDF },
	{ "xml", NS_XML },
	{ "news", NS_NEWS },
	{ "yandex", NS_FULLTEXT },
	{ "turbo", NS_FULLTEXT },
	{ "rss", NS_PLAIN },
	{ "rambler", NS_FULLTEXT },
	{ "mailru", NS_FULLTEXT },
};

#define CORE (NS_PLAIN | NS_ATOM)

/*
 * Sorted by name. Ranks: 3 the format's own element, 2 an extension made for
 * the purpose, 1 one that only comes close, 0 better than nothing.
 */
static const struct feed_rule rules[] = {
	{ "abstract", CORE | NS_DCTERMS, ROLE_FIELD, SLOT_SUMMARY, 1 },
	{ "author", CORE, ROLE_PERSON, SLOT_AUTHOR, 3 },
	{ "author", NS_DC, ROLE_FIELD, SLOT_AUTHOR, 2 },
	{ "author", NS_ITUNES, ROLE_FIELD, SLOT_AUTHOR, 1 },
	{ "body", NS_XHTML | NS_PLAIN, ROLE_FIELD, SLOT_CONTENT, 3 },
	{ "channel", CORE, ROLE_CHANNEL, SLOT_NONE, 0 },
	{ "content", CORE, ROLE_FIELD, SLOT_CONTENT, 3 },
	{ "content", NS_FULLTEXT, ROLE_FIELD, SLOT_CONTENT, 1 },
	{ "content", NS_MEDIA, ROLE_WRAPPER, SLOT_NONE, 0 },
	{ "contributor", CORE, ROLE_SKIP, SLOT_NONE, 0 },
	{ "created", CORE | NS_DCTERMS, ROLE_FIELD, SLOT_PUBLISHED, 0 },
	{ "creator", NS_DC | NS_DCTERMS, ROLE_FIELD, SLOT_AUTHOR, 2 },
	{ "date", NS_DC | CORE, ROLE_FIELD, SLOT_DATE, 1 },
	{ "day", CORE, ROLE_DAY, SLOT_NONE, 0 },
	{ "description", CORE, ROLE_FIELD, SLOT_SUMMARY, 3 },
	{ "description", NS_DC | NS_DCTERMS, ROLE_FIELD, SLOT_SUMMARY, 2 },
	{ "description", NS_MEDIA, ROLE_FIELD, SLOT_SUMMARY, 0 },
	{ "div", NS_XHTML, ROLE_FIELD, SLOT_CONTENT, 2 },
	{ "email", CORE | NS_ITUNES, ROLE_PERSON_EMAIL, SLOT_NONE, 0 },
	{ "encoded", NS_CONTENT, ROLE_FIELD, SLOT_CONTENT, 3 },
	{ "entry", CORE, ROLE_ITEM, SLOT_NONE, 0 },
	{ "feed", CORE, ROLE_CHANNEL, SLOT_NONE, 0 },
	{ "full-text", NS_FULLTEXT | NS_PLAIN, ROLE_FIELD, SLOT_CONTENT, 2 },
	{ "fullitem", CORE, ROLE_FIELD, SLOT_CONTENT, 3 },
	{ "fulltext", NS_FULLTEXT | NS_PLAIN, ROLE_FIELD, SLOT_CONTENT, 2 },
	{ "group", NS_MEDIA, ROLE_WRAPPER, SLOT_NONE, 0 },
	{ "guid", CORE, ROLE_GUID, SLOT_ID, 3 },
	{ "hour", CORE, ROLE_HOUR, SLOT_NONE, 0 },
	{ "id", CORE, ROLE_FIELD, SLOT_ID, 3 },
	{ "identifier", NS_DC, ROLE_FIELD, SLOT_ID, 1 },
	{ "image", CORE | NS_MEDIA | NS_ITUNES, ROLE_SKIP, SLOT_NONE, 0 },
	{ "issued", CORE, ROLE_FIELD, SLOT_PUBLISHED, 3 },
	{ "issued", NS_DCTERMS, ROLE_FIELD, SLOT_PUBLISHED, 2 },
	{ "item", CORE, ROLE_ITEM, SLOT_NONE, 0 },
	{ "language", CORE | NS_NEWS, ROLE_FIELD, SLOT_LANGUAGE, 3 },
	{ "language", NS_DC, ROLE_FIELD, SLOT_LANGUAGE, 2 },
	{ "lastbuilddate", CORE, ROLE_FIELD, SLOT_UPDATED, 3 },
	{ "lastmod", NS_SITEMAP | CORE, ROLE_FIELD, SLOT_UPDATED, 3 },
	{ "link", CORE, ROLE_LINK, SLOT_LINK, 0 },
	{ "loc", NS_SITEMAP | NS_PLAIN, ROLE_LOC, SLOT_LINK, 9 },
	{ "managingeditor", CORE, ROLE_FIELD, SLOT_AUTHOR, 3 },
	{ "modified", CORE, ROLE_FIELD, SLOT_UPDATED, 3 },
	{ "modified", NS_DCTERMS, ROLE_FIELD, SLOT_UPDATED, 2 },
	{ "name", CORE, ROLE_PERSON_NAME, SLOT_NONE, 0 },
	{ "news", NS_NEWS, ROLE_WRAPPER, SLOT_NONE, 0 },
	{ "pubdate", CORE, ROLE_FIELD, SLOT_PUBLISHED, 3 },
	{ "publication", NS_NEWS, ROLE_WRAPPER, SLOT_NONE, 0 },
	{ "publication_date", NS_NEWS, ROLE_FIELD, SLOT_PUBLISHED, 3 },
	{ "published", CORE, ROLE_FIELD, SLOT_PUBLISHED, 3 },
	{ "sitemap", NS_SITEMAP | NS_PLAIN, ROLE_ITEM, SLOT_NONE, 0 },
	{ "skipdays", CORE, ROLE_WRAPPER, SLOT_NONE, 0 },
	{ "skiphours", CORE, ROLE_WRAPPER, SLOT_NONE, 0 },
	{ "source", CORE, ROLE_SKIP, SLOT_NONE, 0 },
	{ "subtitle", CORE, ROLE_FIELD, SLOT_SUMMARY, 3 },
	{ "subtitle", NS_ITUNES, ROLE_FIELD, SLOT_SUMMARY, 0 },
	{ "summary", CORE, ROLE_FIELD, SLOT_SUMMARY, 3 },
	{ "summary", NS_ITUNES, ROLE_FIELD, SLOT_SUMMARY, 1 },
	{ "tagline", CORE, ROLE_FIELD, SLOT_SUMMARY, 3 },
	{ "textinput", CORE, ROLE_SKIP, SLOT_NONE, 0 },
	{ "title", CORE | NS_NEWS, ROLE_FIELD, SLOT_TITLE, 3 },
	{ "title", NS_DC | NS_DCTERMS, ROLE_FIELD, SLOT_TITLE, 2 },
	{ "title", NS_ITUNES, ROLE_FIELD, SLOT_TITLE, 1 },
	{ "title", NS_MEDIA, ROLE_FIELD, SLOT_TITLE, 0 },
	{ "ttl", CORE, ROLE_TTL, SLOT_NONE, 0 },
	{ "updated", CORE, ROLE_FIELD, SLOT_UPDATED, 3 },
	{ "updatefrequency", NS_SY, ROLE_FREQUENCY, SLOT_NONE, 0 },
	{ "updateperiod", NS_SY, ROLE_PERIOD, SLOT_NONE, 0 },
	{ "url", NS_SITEMAP, ROLE_ITEM, SLOT_NONE, 0 },
};

/* https is a slip here, never another vocabulary. */
static const char *without_scheme(const char *uri)
{
	if (strncasecmp(uri, "http://", 7) == 0)
		return uri + 7;
	return strncasecmp(uri, "https://", 8) == 0 ? uri + 8 : uri;
}

static enum feed_ns look_up(const struct ns_row *rows, size_t count, const char *text)
{
	text = without_scheme(text);
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(without_scheme(rows[i].text), text) == 0)
			return rows[i].ns;
	return NS_OTHER;
}

enum feed_ns feed_ns_of(const char *prefix, const char *uri)
{
	if (uri)
		return look_up(uris, COUNT(uris), uri);
	return prefix ? look_up(prefixes, COUNT(prefixes), prefix) : NS_PLAIN;
}

static int compare_name(const void *key, const void *row)
{
	return strcmp(key, ((const struct feed_rule *)row)->name);
}

static const struct feed_rule *find_rule(const char *name, enum feed_ns ns)
{
	const struct feed_rule *row, *end = rules + COUNT(rules);
	char lower[NAME_MAX_BYTES];
	size_t len = strlen(name);

	if (len >= sizeof(lower))
		return NULL;
	for (size_t i = 0; i <= len; i++)
		lower[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + 32) : name[i];
	row = bsearch(lower, rules, COUNT(rules), sizeof(rules[0]), compare_name);
	if (!row)
		return NULL;
	while (row > rules && strcmp(row[-1].name, lower) == 0)
		row--;
	for (; row < end && strcmp(row->name, lower) == 0; row++)
		if (row->ns & ns)
			return row;
	return NULL;
}

const struct feed_rule *feed_names_find(struct feed_names *names, const char *name,
                                        const char *prefix, const char *uri, enum feed_ns *ret_ns)
{
	size_t place = ((uintptr_t)name >> 3 ^ (uintptr_t)uri >> 5) % NAMES_CACHED;
	enum feed_ns ns;

	if (names->cache[place].name != name || names->cache[place].uri != uri ||
	    names->cache[place].prefix != prefix) {
		ns = feed_ns_of(prefix, uri);
		/*
		 * a namespace nobody knows, without a prefix or on the root
		 * itself, is the format's
		 */
		if (ns == NS_OTHER && uri && (!prefix || uri == names->own_uri))
			ns = NS_PLAIN;
		if (ns == NS_PLAIN && names->is_sitemap)
			ns = NS_SITEMAP;
		names->cache[place].name = name;
		names->cache[place].prefix = prefix;
		names->cache[place].uri = uri;
		names->cache[place].ns = ns;
		names->cache[place].rule = find_rule(name, ns);
	}
	*ret_ns = names->cache[place].ns;
	return names->cache[place].rule;
}
