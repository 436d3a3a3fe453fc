/*
 * A world of scripted sites around the real pipeline, fetch, schedule, record
 * and reader's work. Clock, loop, name server, libcurl and the reader's process
 * are replaced at link time (loop.c, curl.c, reader.c), so that a year takes
 * seconds. Chance is the same in each run.
 */
#ifndef TESTS_SIM_WORLD_H
#define TESTS_SIM_WORLD_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/change.h"

#define HOUR INT64_C(3600)
#define DAY (24 * HOUR)
#define START INT64_C(1672531200) /* 2023-01-01, a Sunday */

struct lexicon;
struct event_loop;
struct store;

struct sim_item {
	int64_t at_s;
	const char *text;
	int64_t edited_s; /* 0: never */
	const char *edited_text;
};

struct sim_site {
	/* the source */
	char key[48];
	char host[64];
	char path[32];
	bool follow;
	int64_t interval_max_s; /* 0: six hours */

	/* what it publishes: its last items, on any subject, and news of ours */
	int64_t every_s; /* an item so often; 0: one, long ago */
	int64_t ends_s;  /* nothing more from then on; 0: never */
	const struct sim_item *news;
	size_t news_count;
	int64_t news_late_s; /* it has them so much later */
	bool has_one_guid;   /* every item has the same */
	const char *wishes;  /* elements of the channel: ttl, skipHours */

	/* how it answers */
	bool never_304;
	long status;         /* in place of 200; 0: none */
	int64_t down_from_s; /* no connection between these */
	int64_t down_to_s;
	int64_t limit_from_s; /* 429 between these, with this Retry-After */
	int64_t limit_to_s;
	const char *limit;
	int64_t moved_s; /* a permanent redirect from then on */
	const char *moved_to;

	/* what it was asked, in order */
	int64_t *asked;
	size_t asked_count;
	size_t asked_cap;
	size_t conditional;
	size_t not_modified;
	size_t pages; /* of articles */
};

/* Sites must stay where they are. Our own network is down between the two times. */
void world_open(struct sim_site *sites, size_t count, int64_t outage_from_s, int64_t outage_to_s);
/* Asserts that the record is sound and nothing is left behind. */
void world_close(void);
void world_run_until(int64_t end_s);
/* The daemon is killed after `ms` more and starts again. */
void world_restart(int64_t ms);

struct store *world_store(void);
/* "rise backfill ": what claims entered into the ledger, in the order of recording. */
void world_ledger(char *out, size_t size);
size_t world_count(enum change_kind kind);
size_t world_claim_count(void);

/* Requests to the site from from_s to to_s. */
size_t site_asked_between(const struct sim_site *site, int64_t from_s, int64_t to_s);
/* The most requests in any span of so many seconds. */
size_t site_asked_at_most(const struct sim_site *site, int64_t span_s);
/* The shortest time between two requests. */
int64_t site_shortest_gap(const struct sim_site *site);

#define FIGURE(n) n "% of the activities of the 28 union programmes have been carried out."

/* --- between the files of the simulation */

#define SIM_ADDRESS "93.184.216.34"
#define SIM_HEADERS 4

struct sim_answer {
	CURLcode failure;
	long status;
	struct sim_header {
		const char *name; /* NULL: no more */
		char value[128];
	} headers[SIM_HEADERS];
	char *body;
	size_t len;
};

void sim_asked(const char *url);
void sim_left(const char *url);
void sim_answer(const char *url, const struct curl_slist *headers, struct sim_answer *ret);
bool sim_network_works(void);
const struct lexicon *sim_lexicon(void);
struct event_loop *sim_loop(void);
void sim_forget_readings(void);
void sim_set_clock(int64_t now_s);
void sim_set_end(struct event_loop *loop, int64_t end_ms);
size_t sim_timer_count(const struct event_loop *loop);

#endif
