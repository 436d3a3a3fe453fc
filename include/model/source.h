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
	enum source_outlet outlet;
	enum source_trust trust;
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
