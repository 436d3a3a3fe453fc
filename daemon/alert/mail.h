/* A message as a mail: RFC 5322, MIME, with a plain and an HTML part. */
#ifndef ALERT_MAIL_H
#define ALERT_MAIL_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "alert/options.h"
#include "base/arena.h"

/*
 * The whole mail, lines ended by CRLF; in the arena. Its Message-ID is made of
 * the message's id, so that another try is the same mail; all mails of a series
 * name one ancestor in References, so that a story stays one thread.
 */
const char *mail_write(const struct alert_sink *sink, const json_t *message, struct arena *arena);

#endif
