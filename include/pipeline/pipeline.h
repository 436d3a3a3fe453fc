/*
 * The daemon's verbs, run on the loop: poll the sources that are due, ask the
 * reader, commit what a reply brought in one transaction, compare, log each
 * change; follow candidates to their articles. The organs return errors, this
 * floor logs them.
 */
#ifndef PIPELINE_PIPELINE_H
#define PIPELINE_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct config;
struct decide_request;
struct event_loop;
struct fetch_pool;
struct pipeline;
struct reader_client;
struct store;

/*
 * What it works with; all of it lent, and has to live longer. on_broken is
 * called from the loop where the record does not take writes any more and
 * going on makes no sense (ERR_BROKEN).
 */
struct pipeline_parts {
	struct event_loop *loop;
	struct store *store;
	struct fetch_pool *fetch;
	struct reader_client *reader;
	const struct config *config;
	void (*on_broken)(void *arg);
	void *arg;
};

/* Transfers as the options want them. */
struct config_options;
struct fetch_options pipeline_fetch_options(const struct config_options *options);

int pipeline_new(const struct pipeline_parts *parts, struct pipeline **ret_pipeline,
                 struct err *err) MUST_CHECK;
/*
 * Gives up what is under way, writes what is known of the sources and frees
 * all. What was not committed is fetched again after the next start. NULL is
 * fine.
 */
void pipeline_free(struct pipeline *pipeline);

enum pipeline_start {
	PIPELINE_START_SPREAD, /* as the service: each source when it is due, spread at start-up */
	PIPELINE_START_NOW,    /* for somebody who watches: every source within seconds */
	PIPELINE_START_ONCE,   /* every source once, then no more */
};
void pipeline_start(struct pipeline *pipeline, enum pipeline_start how);

/*
 * With PIPELINE_START_ONCE: fn is called once, from the loop, when every
 * source was polled and every article that can be followed now was.
 */
void pipeline_when_idle(struct pipeline *pipeline, void (*fn)(void *arg), void *arg);

/*
 * Goes on with another configuration; the old one may be freed afterwards. New
 * sources are due at once, those that are gone are dropped, the others keep
 * their times.
 */
int pipeline_set_config(struct pipeline *pipeline, const struct config *config, struct err *err)
	MUST_CHECK;

/* Polls one source (NULL: all of them) now. Returns how many; 0: there is no such source. */
size_t pipeline_poll(struct pipeline *pipeline, const char *source);

/*
 * What a hub of WebSub asks and tells at our callback address, of which the
 * token is the last part (see daemon/pipeline/websub.h). False: we know nothing
 * of it, and the hub is to forget us. confirms: whether it is right that we
 * want the topic; lease is in seconds, NULL where it is not said. tells: there
 * is news, if the signature ("sha256=…") says so.
 */
bool pipeline_hub_confirms(struct pipeline *pipeline, const char *token, const char *mode,
                           const char *topic, const char *lease);
bool pipeline_hub_tells(struct pipeline *pipeline, const char *token, const char *signature,
                        const char *body, size_t len);

/* What it does at the moment, as a line for systemctl status. */
#define PIPELINE_STATUS_SIZE 160
void pipeline_status_text(const struct pipeline *pipeline, char out[PIPELINE_STATUS_SIZE]);

/* See pipeline/alerts.h; what is to be tried again is. */
struct alerts_request;
int pipeline_alerts(struct pipeline *pipeline, const struct alerts_request *request,
                    struct buf *out, struct err *err) MUST_CHECK;

/* One line to the log: sources, failures, the reader, the ledger. */
void pipeline_log_summary(struct pipeline *pipeline);

/* The same as JSON, for /api/v1/status. */
int pipeline_status_json(struct pipeline *pipeline, struct buf *out, struct err *err) MUST_CHECK;

/*
 * JSON Lines (see pipeline/import.h) into the record. Appends a JSON object to
 * out: {"articles", "claims", "changes", "known", "queued"}, or with mistakes,
 * and then nothing was imported, {"mistakes": ["line 3: …"]}.
 * 0: imported; 1: there were mistakes; -1: the record failed.
 */
int pipeline_import_lines(struct pipeline *pipeline, const char *bytes, size_t len, struct buf *out,
                          struct err *err) MUST_CHECK;

/*
 * Looks at such lines and takes none: {"mistakes": […], "mistaken": lines with
 * one}. first_line is the number of the first. For an import in parts: one of
 * over LIMIT_IMPORT_LINES lines is refused, so that it holds up nothing else.
 */
int pipeline_check_lines(struct pipeline *pipeline, const char *bytes, size_t len,
                         size_t first_line, struct buf *out, struct err *err) MUST_CHECK;

/*
 * What a person decides on a claim: see pipeline/decide.h, which also says what
 * is appended to out.
 */
int pipeline_decide(struct pipeline *pipeline, const struct decide_request *request,
                    struct buf *out, struct err *err) MUST_CHECK;

/* Derives anew what can be derived. Appends {"mended": ["series: …", …]} to out. */
int pipeline_rebuild(struct pipeline *pipeline, struct buf *out, struct err *err) MUST_CHECK;

/*
 * Begins to read all articles again by today's rules (see pipeline/reextract.h);
 * goes on while the loop runs. ERR_AGAIN: it is under way already.
 */
int pipeline_reextract(struct pipeline *pipeline, const char *who, struct err *err) MUST_CHECK;
/*
 * How far it is: appends {"running", "of" (articles), "passed", "articles"
 * (that were read), "failed", "superseded",
 * "claims", "changes"}.
 */
int pipeline_reextract_json(const struct pipeline *pipeline, struct buf *out, struct err *err)
	MUST_CHECK;

#endif
