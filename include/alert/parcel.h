/*
 * A message in the form that a sink takes: a request of HTTP, a mail, or what a
 * program reads. Pure; who sends it is the outbox.
 */
#ifndef ALERT_PARCEL_H
#define ALERT_PARCEL_H

#include <stddef.h>
#include <stdint.h>

#include "alert/options.h"
#include "base/arena.h"
#include "base/err.h"

#define ALERT_HEADERS_MAX 48

struct alert_parcel {
	const char *method; /* "POST" or "PUT"; of mail and programs NULL */
	const char *address;
	const char *headers[ALERT_HEADERS_MAX]; /* "Name: value"; secrets are among them */
	size_t header_count;
	const char *body;
	size_t len;
};

/*
 * message: what alert_message() made. now_s: when it is sent, which the
 * signature tells. All in the arena, or lent from sink. ERR_INPUT where the
 * message is none of ours.
 */
int alert_parcel_make(const struct alert_sink *sink, const char *message, int64_t now_s,
                      struct arena *arena, struct alert_parcel *ret_parcel, struct err *err)
	MUST_CHECK;

#endif
