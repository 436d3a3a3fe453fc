/*
 * Bounds-checked reading and writing of the wire's primitives. Both sides keep
 * a flag instead of returning errors, so that a message is a list of fields:
 * the caller looks at `is_broken` once, at the end. A broken reader gives
 * zeros and empty strings, a broken writer swallows what comes.
 */
#ifndef READER_CURSOR_H
#define READER_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct wire_reader {
	const char *at;
	size_t left;
	bool is_broken;
};

uint8_t cursor_get_u8(struct wire_reader *in);
uint16_t cursor_get_u16(struct wire_reader *in);
uint32_t cursor_get_u32(struct wire_reader *in);
uint64_t cursor_get_u64(struct wire_reader *in);
/* 0 or 1; anything else breaks the reader. */
bool cursor_get_bool(struct wire_reader *in);
/* A value under limit; anything else breaks the reader. */
unsigned cursor_get_enum(struct wire_reader *in, unsigned limit);
/* A string that lies in the frame, NUL behind it; never NULL. */
const char *cursor_get_str(struct wire_reader *in);
/* The same, with NULL where NULL was written. */
const char *cursor_get_opt_str(struct wire_reader *in);
/* Bytes of any value. */
const char *cursor_get_bytes(struct wire_reader *in, size_t *ret_len);
/*
 * A count of things that take at least min_bytes each: one that cannot be true
 * breaks the reader.
 */
size_t cursor_get_count(struct wire_reader *in, size_t min_bytes);

struct wire_writer {
	struct buf *out;
	bool is_broken;
};

void cursor_put_u8(struct wire_writer *out, uint8_t v);
void cursor_put_u16(struct wire_writer *out, uint16_t v);
void cursor_put_u32(struct wire_writer *out, uint32_t v);
void cursor_put_u64(struct wire_writer *out, uint64_t v);
void cursor_put_str(struct wire_writer *out, const char *s); /* NULL is fine */
void cursor_put_bytes(struct wire_writer *out, const char *bytes, size_t len);

#endif
