/*
 * A site's robots.txt (RFC 9309) as it reads for one robot. Pure: who fetches
 * the file, and what a missing one means, is the caller's (§2.3.1).
 */
#ifndef FETCH_ROBOTS_H
#define FETCH_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>

struct robots;

/*
 * Any bytes are a file: what is no rule is passed over. product is the robot's
 * product token, compared without case (§2.2.1): its groups count together,
 * without any those for "*", and without those nothing is forbidden.
 */
struct robots *robots_parse(const char *bytes, size_t len, const char *product);
void robots_free(struct robots *robots); /* NULL is fine */

/*
 * Whether the address may be fetched: path is what follows the host, query
 * included. The longest rule that matches decides, Allow where two are equal
 * (§2.2.2), with "*" and a "$" at the end (§2.2.3). robots.txt itself always may.
 */
bool robots_allows(const struct robots *robots, const char *path);

/* The product token of a User-Agent header: "integrad" of "integrad/1.2 (+…)". Yours. */
char *robots_product(const char *user_agent);

#endif
