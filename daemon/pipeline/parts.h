/* What the files of the pipeline share; nobody else includes it. */
#ifndef PIPELINE_PARTS_H
#define PIPELINE_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/arena.h"
#include "commit.h"
#include "config/config.h"
#include "event/loop.h"
#include "fetch/fetch.h"
#include "model/poll.h"
#include "model/source.h"
#include "pipeline/pipeline.h"
#include "reader/client.h"
#include "schedule/outage.h"
#include "store/sources.h"

/* What follows from a commit but tells nobody anything waits so long: its news are out by then. */
#define PIPELINE_AFTER_NEWS_MS 15

/* A source as it is polled. Outlives the configuration that `source` points into. */
struct poll_source {
	struct pipeline *pipeline;
	char *key;
	const struct source *source; /* of the present configuration */
	int64_t id;                  /* in the record */
	struct poll_state state;
	char *failure; /* name of the last failure, NULL after a success */
	char *why;
	struct store_unreadable *unreadable; /* its last articles; NULL: they could be read */
	struct event_timer *timer;
	struct poll *poll; /* the one that is under way, NULL: none */
	TAILQ_ENTRY(poll_source) line_link;
	bool is_in_line;       /* it is due, and waits until fewer others want to be fetched */
	struct websub *websub; /* NULL: not known yet, or not wanted */
	size_t tried;          /* addresses tried, of PIPELINE_START_ONCE */
	int put_offs;          /* of PIPELINE_START_ONCE: times that the fault was ours */
	bool is_done;          /* of PIPELINE_START_ONCE: it has had its turn */
	bool is_dirty;         /* the record does not have the state yet */
};

/* One address of one source: sources that have the same one share a transfer. */
struct poll_address {
	const char *address;
	size_t index; /* among the source's */
	struct poll_source *source;
};

struct pipeline {
	struct pipeline_parts parts;
	enum pipeline_start how;
	bool is_started;
	struct poll_source **sources; /* by key */
	size_t source_count;
	struct poll_address *addresses; /* by address */
	size_t address_count;
	size_t host_count; /* that the addresses are of */
	struct schedule_outage outage;
	struct event_timer *clocks; /* compares the wall clock with the monotonic one */
	int64_t clocks_apart_ms;
	TAILQ_HEAD(, poll_source) line;
	size_t line_count;
	struct event_timer *line_timer;
	struct poll *orphans; /* the reader has them, their sources are gone */
	size_t polling;       /* polls under way */
	size_t to_poll;       /* of PIPELINE_START_ONCE: sources that have not been polled yet */
	struct event_timer *flush; /* of the states of sources */
	bool is_flush_set;
	size_t flush_at;            /* the source that the next flush begins with */
	struct event_timer *settle; /* of what pipeline_write_soon() left open */
	struct event_timer *index;  /* of texts that were recorded a moment ago */
	bool is_index_set;
	size_t open_writes;         /* in the open transaction; 0: none is open */
	uint64_t lost_transactions; /* open ones that were rolled back */
	struct follow *follows;     /* under way */
	size_t following;
	struct event_timer *follow_timer;
	bool is_follow_awake; /* the timer is set to look at once */
	struct visit *visits; /* under way */
	size_t visiting;
	struct event_timer *visit_timer;
	struct robots_site *robots;
	struct due_line *due;
	struct upkeep *upkeep;
	struct rereading *rereading;
	struct outbox *outbox;
	struct heartbeat *heartbeat;
	struct tally *tally;
	struct quiet *quiet;
	struct text_reading *texts; /* imported articles whose claims are looked for */
	void (*on_idle)(void *arg);
	void *idle_arg;
	uint64_t polls;    /* finished since the start */
	uint64_t failures; /* of them */
	uint64_t changes;  /* entries made */
};

struct poll_source *pipeline_source(const struct pipeline *pipeline, const char *key);
/* All that have the address. */
const struct poll_address *pipeline_address(const struct pipeline *pipeline, const char *address,
                                            size_t *ret_count);
/* random.c, which a simulation replaces: evenly spread over all of uint32_t. */
uint32_t pipeline_random(void);
/*
 * A request as the source's configuration wants it; the caller adds what it is
 * for. Secret headers go to the source's own host alone.
 */
struct fetch_request pipeline_request(const struct poll_source *source, const char *url);

/*
 * write.c: runs fn inside a transaction. After pipeline_write() what it wrote is
 * on the disk. After pipeline_write_soon() it will be a moment later, together
 * with what others write until then: for what tells nobody anything new, and
 * would be done again in the same way if it were lost. -1: rolled back.
 */
typedef int pipeline_write_fn(struct pipeline *pipeline, void *arg, struct err *err);
int pipeline_write(struct pipeline *pipeline, pipeline_write_fn *fn, void *arg, struct err *err)
	MUST_CHECK;
int pipeline_write_soon(struct pipeline *pipeline, pipeline_write_fn *fn, void *arg,
                        struct err *err) MUST_CHECK;
/* Commits what pipeline_write_soon() has left open: before anybody else begins a transaction. */
int pipeline_settle(struct pipeline *pipeline, struct err *err) MUST_CHECK;
/* The source's state is to be written: at once where it is news, else with others. */
void pipeline_mark_dirty(struct poll_source *source, bool is_news);
void write_init(struct pipeline *pipeline);
void write_done(struct pipeline *pipeline);

/* Logs what the record said; where it is unsound, tells main. */
void pipeline_record_failed(struct pipeline *pipeline, const char *what, const struct err *err);

/* Tells whoever waits for it, where nothing is under way. */
void pipeline_check_idle(struct pipeline *pipeline);

/* After each job that the reader got or gave back: fetches no faster than it reads. */
void pipeline_balance(struct pipeline *pipeline);

/* What a commit made is on the disk: tells of it. */
void pipeline_committed(struct pipeline *pipeline, const struct commit *commit);

struct commit_source pipeline_commit_source(const struct poll_source *source);

/* poll.c */
struct poll_source *poll_source_new(struct pipeline *pipeline, const struct source *source);
void poll_source_free(struct poll_source *source);
/* Asks the record anew how its last articles could be read. */
int poll_source_look(struct poll_source *source, struct err *err) MUST_CHECK;
void poll_free_orphans(struct pipeline *pipeline);
/* The sources that are due and wait in line begin, as many as the network can take. */
void poll_next(struct pipeline *pipeline);
void poll_line_init(struct pipeline *pipeline);
/* Sets the timer to the source's next time; of PIPELINE_START_ONCE only in the beginning. */
void poll_arm(struct poll_source *source);

/* follow.c: tries of an article's page, before the feed's own text has to do */
#define FOLLOW_TRIES 4
void follow_init(struct pipeline *pipeline);
void follow_done(struct pipeline *pipeline);
/* Looks for articles to follow, soon. */
void follow_wake(struct pipeline *pipeline);

/* visit.c: pages of articles that gave claims, again */
void visit_init(struct pipeline *pipeline);
void visit_done(struct pipeline *pipeline);
/* Looks for visits that are due, soon; not of PIPELINE_START_ONCE. */
void visit_wake(struct pipeline *pipeline);

/* due.c: what the clock alone changes */
void due_init(struct pipeline *pipeline);
void due_start(struct pipeline *pipeline);
/* The series that the commit made entries for are looked at soon. */
void due_touch(struct pipeline *pipeline, const struct commit *commit);
bool due_is_idle(const struct pipeline *pipeline);
void due_done(struct pipeline *pipeline);

/* rereading.c: today's rules over the articles of the record */
void rereading_init(struct pipeline *pipeline);
void rereading_done(struct pipeline *pipeline);

/* upkeep.c: what goes with time, and what is indexed late */
void upkeep_init(struct pipeline *pipeline);
void upkeep_start(struct pipeline *pipeline);
void upkeep_done(struct pipeline *pipeline);

/* heartbeat.c: the dead man's switch */
void heartbeat_init(struct pipeline *pipeline);
void heartbeat_start(struct pipeline *pipeline);
void heartbeat_done(struct pipeline *pipeline);

/* text.c: claims of articles that were imported without any */
void text_init(struct pipeline *pipeline);
void text_done(struct pipeline *pipeline);
/* Articles may wait in the record. */
void text_wake(struct pipeline *pipeline);
bool text_is_idle(const struct pipeline *pipeline);

#endif
