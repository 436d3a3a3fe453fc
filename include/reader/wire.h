/*
 * The message format between daemon and reader. A frame is a header and a
 * payload of known length:
 *
 *     "IGRD"  u16 version  u16 type  u32 payload length  payload
 *
 * Integers are little-endian. A string is a u32 length, that many bytes, and a
 * NUL that does not count. The decoder trusts nothing: any bytes give either a
 * message or ERR_INPUT, and what it returns lies inside the frame and the
 * arena. A frame that ends early or late, an unknown enum value, a string with
 * a NUL inside, a count that the rest of the frame cannot hold are all errors.
 */
#ifndef READER_WIRE_H
#define READER_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "reader/cage.h"
#include "reader/harvest.h"
#include "reader/job.h"

#define WIRE_HEADER_BYTES 12

enum wire_type {
	WIRE_START = 1, /* daemon → reader: a pack (config/pack.h), once and first */
	WIRE_READY,     /* reader → daemon: lexicons are loaded, and the cage is such */
	WIRE_JOB,
	WIRE_HARVEST,
};

/* Appends a whole frame. ERR_LIMIT, and nothing appended, where it would pass LIMIT_FRAME_BYTES. */
int wire_put_start(struct buf *out, const char *pack, size_t len, struct err *err) MUST_CHECK;
int wire_put_ready(struct buf *out, enum reader_cage cage, struct err *err) MUST_CHECK;
int wire_put_job(struct buf *out, const struct reader_job *job, struct err *err) MUST_CHECK;
int wire_put_harvest(struct buf *out, const struct reader_harvest *harvest, struct err *err)
	MUST_CHECK;

/*
 * Looks at the first len bytes of a stream. 1: a whole frame is there,
 * *ret_type and *ret_length (header included) are set. 0: more bytes are
 * needed. -1: this is no frame of ours (ERR_INPUT).
 */
int wire_peek(const char *bytes, size_t len, enum wire_type *ret_type, size_t *ret_length,
              struct err *err) MUST_CHECK;

/* frame is one whole frame. Strings of the result lie in it, arrays in the arena. */
int wire_get_start(const char *frame, size_t len, const char **ret_pack, size_t *ret_pack_len,
                   struct err *err) MUST_CHECK;
int wire_get_ready(const char *frame, size_t len, enum reader_cage *ret_cage, struct err *err)
	MUST_CHECK;
int wire_get_job(const char *frame, size_t len, struct arena *arena, struct reader_job *ret_job,
                 struct err *err) MUST_CHECK;
int wire_get_harvest(const char *frame, size_t len, struct arena *arena,
                     struct reader_harvest *ret_harvest, struct err *err) MUST_CHECK;

#endif
