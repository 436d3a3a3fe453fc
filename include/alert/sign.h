/*
 * Standard Webhooks: who gets a message can tell that it is ours and fresh. The
 * secret is "whsec_" and base64; signed is "id.timestamp.body".
 */
#ifndef ALERT_SIGN_H
#define ALERT_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* 24 to 64 bytes, as the specification asks. */
bool alert_secret_is_sound(const char *secret);

/* "v1,…" of a sound secret; in the arena. */
const char *alert_signature(const char *secret, const char *id, int64_t timestamp_s,
                            const char *body, struct arena *arena);

#endif
