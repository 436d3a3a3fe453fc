#include "root.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/mem.h"

#define FORMAT_RDF "rdf" /* until an element of a known RSS comes */

static const char *rss_format(const char *version)
{
	static const struct {
		const char *version, *format;
	} rows[] = {
		{ "0.90", "rss090" }, { "0.91", "rss091u" }, { "0.92", "rss092" },
		{ "0.93", "rss093" }, { "0.94", "rss094" },  { "1.0", "rss10" },
	};

	if (!version)
		return "rss";
	version += strspn(version, " \t\r\n");
	if (version[0] == '2')
		return "rss20";
	for (size_t i = 0; i < COUNT(rows); i++)
		if (strncmp(rows[i].version, version, strlen(rows[i].version)) == 0)
			return rows[i].format;
	return "rss";
}

static const char *atom_format(const char *uri, const char *version)
{
	if (uri && strcasecmp(uri, "http://www.w3.org/2005/Atom") == 0)
		return "atom10";
	if (version && strncmp(version, "0.1", 3) == 0)
		return "atom01";
	if (version && strncmp(version, "0.2", 3) == 0)
		return "atom02";
	if (version && strncmp(version, "0.3", 3) == 0)
		return "atom03";
	return uri && strncasecmp(uri, "http://purl.org/atom/ns", 23) == 0 ? "atom03" : "atom";
}

/* A channel without a root around it: CDF has its address in an attribute, and shouts. */
static const char *channel_format(const struct xml_name *name, const struct xml_attrs *attrs,
                                  struct arena *arena)
{
	if (name->uri && strstr(name->uri, "rss1.1"))
		return "rss11";
	if (strcmp(name->local, "CHANNEL") == 0 || xml_attr(attrs, NULL, "href", arena))
		return "cdf";
	return "rss";
}

const char *root_format(const struct xml_name *name, const struct xml_attrs *attrs,
                        struct arena *arena)
{
	const char *version = xml_attr(attrs, NULL, "version", arena);
	const char *local = name->local;

	if (strcasecmp(local, "rss") == 0)
		return rss_format(version);
	if (strcasecmp(local, "rdf") == 0)
		return FORMAT_RDF;
	if (strcasecmp(local, "feed") == 0 || strcasecmp(local, "entry") == 0)
		return atom_format(name->uri, version);
	if (strcasecmp(local, "channel") == 0)
		return channel_format(name, attrs, arena);
	if (strcasecmp(local, "item") == 0)
		return "rss";
	if (strcasecmp(local, "urlset") == 0)
		return "sitemap";
	if (strcasecmp(local, "sitemapindex") == 0)
		return "sitemapindex";
	return NULL;
}

const char *root_refine(const char *format, enum feed_role role, const struct xml_name *name)
{
	if (strcmp(format, FORMAT_RDF) != 0 || (role != ROLE_CHANNEL && role != ROLE_ITEM))
		return format;
	return name->uri && strstr(name->uri, "netscape.com") ? "rss090" : "rss10";
}

const char *root_with_netscape_dtd(const char *format)
{
	return strcmp(format, "rss091u") == 0 ? "rss091n" : format;
}

bool root_is_atom10(const char *format)
{
	return format && strcmp(format, "atom10") == 0;
}

/* Atom 0.3 knew no such wrapper. */
bool root_keeps_div(const char *format)
{
	return !root_is_atom10(format);
}

bool root_inherits_author(const char *format)
{
	return strncmp(format, "atom", 4) == 0 || strncmp(format, "json", 4) == 0;
}

bool root_is_index(const char *format)
{
	return format && strcmp(format, "sitemapindex") == 0;
}

size_t root_most_items(const char *format)
{
	return root_is_index(format) ? LIMIT_INDEX_ITEMS : LIMIT_FEED_ITEMS;
}
