#include "cursor.h"

#include <string.h>

/* Length of a string that is NULL. No real one is so long: a frame has 16 MiB. */
#define NO_STRING UINT32_MAX

static const unsigned char *take(struct wire_reader *in, size_t len)
{
	const char *at = in->at;

	if (in->is_broken || len > in->left) {
		in->is_broken = true;
		return NULL;
	}
	in->at += len;
	in->left -= len;
	return (const unsigned char *)at;
}

static uint64_t get_int(struct wire_reader *in, size_t bytes)
{
	const unsigned char *at = take(in, bytes);
	uint64_t v = 0;

	if (!at)
		return 0;
	for (size_t i = bytes; i > 0; i--)
		v = v << 8 | at[i - 1];
	return v;
}

uint8_t cursor_get_u8(struct wire_reader *in)
{
	return (uint8_t)get_int(in, 1);
}

uint16_t cursor_get_u16(struct wire_reader *in)
{
	return (uint16_t)get_int(in, 2);
}

uint32_t cursor_get_u32(struct wire_reader *in)
{
	return (uint32_t)get_int(in, 4);
}

uint64_t cursor_get_u64(struct wire_reader *in)
{
	return get_int(in, 8);
}

bool cursor_get_bool(struct wire_reader *in)
{
	return cursor_get_enum(in, 2) == 1;
}

unsigned cursor_get_enum(struct wire_reader *in, unsigned limit)
{
	unsigned v = cursor_get_u8(in);

	if (v < limit)
		return v;
	in->is_broken = true;
	return 0;
}

const char *cursor_get_opt_str(struct wire_reader *in)
{
	uint32_t len = cursor_get_u32(in);
	const char *s;

	if (in->is_broken || len == NO_STRING)
		return NULL;
	s = (const char *)take(in, (size_t)len + 1);
	if (!s)
		return NULL;
	if (s[len] != '\0' || memchr(s, '\0', len)) {
		in->is_broken = true;
		return NULL;
	}
	return s;
}

const char *cursor_get_str(struct wire_reader *in)
{
	const char *s = cursor_get_opt_str(in);

	if (s)
		return s;
	in->is_broken = true;
	return "";
}

const char *cursor_get_bytes(struct wire_reader *in, size_t *ret_len)
{
	size_t len = cursor_get_u32(in);
	const char *bytes = (const char *)take(in, len);

	*ret_len = bytes ? len : 0;
	return bytes ? bytes : "";
}

size_t cursor_get_count(struct wire_reader *in, size_t min_bytes)
{
	size_t count = cursor_get_u32(in);

	if (!in->is_broken && count <= in->left / min_bytes)
		return count;
	in->is_broken = true;
	return 0;
}

static void put(struct wire_writer *out, const void *bytes, size_t len)
{
	if (!out->is_broken && buf_append(out->out, bytes, len) < 0)
		out->is_broken = true;
}

static void put_int(struct wire_writer *out, uint64_t v, size_t bytes)
{
	unsigned char b[8];

	for (size_t i = 0; i < bytes; i++)
		b[i] = (unsigned char)(v >> 8 * i);
	put(out, b, bytes);
}

void cursor_put_u8(struct wire_writer *out, uint8_t v)
{
	put_int(out, v, 1);
}

void cursor_put_u16(struct wire_writer *out, uint16_t v)
{
	put_int(out, v, 2);
}

void cursor_put_u32(struct wire_writer *out, uint32_t v)
{
	put_int(out, v, 4);
}

void cursor_put_u64(struct wire_writer *out, uint64_t v)
{
	put_int(out, v, 8);
}

void cursor_put_str(struct wire_writer *out, const char *s)
{
	size_t len = s ? strlen(s) : 0;

	if (len >= NO_STRING) {
		out->is_broken = true;
		return;
	}
	cursor_put_u32(out, s ? (uint32_t)len : NO_STRING);
	if (s)
		put(out, s, len + 1);
}

void cursor_put_bytes(struct wire_writer *out, const char *bytes, size_t len)
{
	if (len >= NO_STRING) {
		out->is_broken = true;
		return;
	}
	cursor_put_u32(out, (uint32_t)len);
	put(out, bytes, len);
}
