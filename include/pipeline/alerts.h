/*
 * What people ask of alerts, by the running daemon or by integractl in its place:
 * verbs that write, and looks that do not.
 */
#ifndef PIPELINE_ALERTS_H
#define PIPELINE_ALERTS_H

#include <stddef.h>
#include <stdint.h>

#include "alert/fact.h"
#include "alert/parcel.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "fetch/fetch.h"
#include "store/changes.h"

struct config;
struct store;

enum alerts_verb {
	ALERTS_SILENCE,     /* {"kind", "package", "subject", "source", "sink", "for_s", "why"} */
	ALERTS_END_SILENCE, /* {"silence": ID} */
	ALERTS_RETRY,       /* {"alert": ID} */
};

struct alerts_request {
	enum alerts_verb verb;
	const char *who;
	const char *body; /* JSON */
	size_t len;
};

/*
 * Does it inside a transaction of the caller and appends what was done to out:
 * {"silence", "until"} or {"alert", "sink"}. ERR_INPUT: it cannot be done, and
 * the text says why.
 */
int alerts_do(struct store *store, const struct alerts_request *request, int64_t now_s,
              struct buf *out, struct err *err) MUST_CHECK;

/* An entry of the ledger with all that a message of it says. */
int alerts_fact(struct store *store, const struct config *config, const struct store_change *change,
                struct arena *arena, struct alert_fact *ret_fact, struct err *err) MUST_CHECK;

/* What libcurl is asked for a parcel; lent from it, from sink, and from the arena. */
void alerts_fetch_request(const struct alert_sink *sink, const struct alert_parcel *parcel,
                          struct arena *arena, struct fetch_request *ret_request);

#endif
