/*
 * Any bytes as a compressed stream, with the first as format and step: what comes
 * out is the same however the bytes come, and no receiver gets more than it asked for.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/gunzip.h"
#include "base/limits.h"

#define MOST_BYTES (256 * KIB) /* a bomb's receiver has enough early */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
	struct buf out;
	int rc;
	bool is_complete;
	bool has_had_enough;
};

static int take(const char *bytes, size_t len, void *arg)
{
	struct outcome *outcome = arg;

	if (len == 0 || len > GUNZIP_PIECE || outcome->has_had_enough)
		abort();
	outcome->has_had_enough = buf_append(&outcome->out, bytes, len) != 0;
	return outcome->has_had_enough ? -1 : 0;
}

static void unpack(enum gunzip_format format, const char *bytes, size_t len, size_t step,
                   struct outcome *ret)
{
	struct gunzip *gunzip = gunzip_new(format);
	struct err err = { .kind = ERR_AGAIN };

	memset(ret, 0, sizeof(*ret));
	buf_init(&ret->out, MOST_BYTES);
	for (size_t at = 0; at < len && ret->rc == 0; at += step)
		ret->rc = gunzip_feed(gunzip, bytes + at, len - at < step ? len - at : step, take,
		                      ret, &err);
	ret->is_complete = gunzip_is_complete(gunzip);
	gunzip_free(gunzip);
	if (ret->rc < 0 && err.kind != (ret->has_had_enough ? ERR_LIMIT : ERR_INPUT))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum gunzip_format format = size && data[0] & 1 ? GUNZIP_DEFLATE : GUNZIP_GZIP;
	struct outcome whole, pieces;

	if (size < 2)
		return 0;
	unpack(format, (const char *)data + 1, size - 1, size, &whole);
	unpack(format, (const char *)data + 1, size - 1, 1 + (data[0] >> 1), &pieces);
	if (whole.rc != pieces.rc)
		abort();
	/* what was handed on before a mistake depends on where the bytes were cut */
	if (whole.rc == 0 &&
	    (whole.is_complete != pieces.is_complete || whole.out.len != pieces.out.len ||
	     (whole.out.len > 0 && memcmp(whole.out.data, pieces.out.data, whole.out.len) != 0)))
		abort();
	buf_done(&whole.out);
	buf_done(&pieces.out);
	return 0;
}
