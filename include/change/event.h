/*
 * Entries of the ledger that no claim made: how the sources and our own network
 * fare (DESIGN §5, the second table). Pure, as change.h is.
 */
#ifndef CHANGE_EVENT_H
#define CHANGE_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "model/change.h"

/* Strings are NULL where there is nothing to say. */
struct change_event {
	enum change_kind kind; /* CHANGE_SOURCE_DOWN … CHANGE_NETWORK_DOWN */
	const char *source;    /* its key; NULL: the network */
	const char *outlet;    /* its name, for people */
	const char *address;   /* that was asked */
	const char *moved_to;  /* of CHANGE_SOURCE_MOVED */
	const char *failure;   /* "dns", "http-404" … */
	const char *why;       /* one line for a person */
	int64_t since_s;       /* when it began: failures, silence, the redirect, the outage */
	int64_t recorded_s;
};

enum change_severity change_event_severity(enum change_kind kind);

/*
 * What the event is known by, so that it is told once: its kind, its source and
 * since when. Yours.
 */
char *change_event_key(const struct change_event *event);

/* As change_to_json(): canonical JSON, with the key in it. Yours. */
char *change_event_to_json(const struct change_event *event);

/* "source-down: belta-en, cannot resolve host …": what a person reads first. Yours. */
char *change_event_message(const struct change_event *event);

#endif
