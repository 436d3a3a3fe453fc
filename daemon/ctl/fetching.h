/*
 * Transfers of a command, one after the other, by the daemon's own code and with
 * its manners: its name, proxy, bounds, and no private addresses.
 */
#ifndef CTL_FETCHING_H
#define CTL_FETCHING_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "fetch/fetch.h"
#include "model/source.h"

struct config_options;
struct fetching;

/* What is left of a reply when its transfer is over. Strings are in the arena. */
struct fetched {
	const char *url; /* that was asked for */
	enum fetch_outcome outcome;
	long status;
	const char *detail;
	const char *content_type;
	const char *effective_url;
	const char *body;
	size_t len;
	int64_t duration_ms;
};

struct fetching *fetching_new(const struct config_options *options, struct err *err) MUST_CHECK;
void fetching_free(struct fetching *fetching); /* NULL is fine */

/* Waits until the transfer is over. -1 only where the system fails us. */
int fetching_get(struct fetching *fetching, const struct fetch_request *request,
                 struct arena *arena, struct fetched *ret, struct err *err) MUST_CHECK;

/* As the daemon asks for an address of a source, its feed or the page of an article. */
struct fetch_request fetching_request(const struct config_options *options,
                                      const struct source *source, const char *url, bool is_page);

/*
 * Whether the site lets robots have the page (RFC 9309): its robots.txt is
 * fetched first. "" where it does, else why not, for people.
 */
const char *fetching_ask_robots(struct fetching *fetching, const struct fetch_request *page,
                                struct arena *arena);

#endif
