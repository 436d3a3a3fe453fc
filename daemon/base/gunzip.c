#include "base/gunzip.h"

#include <stdlib.h>

#include <zlib.h>

#include "base/mem.h"

#define GZIP_FIRST 0x1F

/* For inflateInit2(): how wide the window is, and in which wrapping. */
#define BITS_GZIP (MAX_WBITS + 16)
#define BITS_ZLIB MAX_WBITS
#define BITS_BARE (-MAX_WBITS)

struct gunzip {
	z_stream z;
	enum gunzip_format format;
	bool is_begun;
	bool is_complete;
	bool is_over; /* something that is no stream came behind it */
};

struct gunzip *gunzip_new(enum gunzip_format format)
{
	struct gunzip *gunzip = mem_alloc(sizeof(*gunzip));

	gunzip->format = format;
	return gunzip;
}

void gunzip_free(struct gunzip *gunzip)
{
	if (!gunzip)
		return;
	if (gunzip->is_begun)
		inflateEnd(&gunzip->z);
	free(gunzip);
}

/* A zlib stream says in four bits of its first byte that it is one; none begins a bare one so. */
static int wrapping(const struct gunzip *gunzip, unsigned char first)
{
	if (gunzip->format == GUNZIP_GZIP)
		return BITS_GZIP;
	return (first & 0x0F) == Z_DEFLATED && first >> 4 <= 7 ? BITS_ZLIB : BITS_BARE;
}

static void begin(struct gunzip *gunzip, unsigned char first)
{
	if (inflateInit2(&gunzip->z, wrapping(gunzip, first)) != Z_OK)
		abort(); /* out of memory, see mem_alloc() */
	gunzip->is_begun = true;
}

/*
 * gzip files may be put together by writing one behind the other. Anything else
 * behind the end is passed over, and all that follows it, however it is cut.
 */
static bool goes_on(struct gunzip *gunzip)
{
	if (!gunzip->is_complete)
		return true;
	if (gunzip->z.avail_in == 0)
		return false;
	gunzip->is_over = gunzip->format != GUNZIP_GZIP || gunzip->z.next_in[0] != GZIP_FIRST;
	return !gunzip->is_over;
}

static int give_piece(struct gunzip *gunzip, gunzip_take_fn *take, void *arg, struct err *err)
{
	unsigned char piece[GUNZIP_PIECE];
	int rc;

	if (gunzip->is_complete)
		(void)inflateReset(&gunzip->z);
	gunzip->z.next_out = piece;
	gunzip->z.avail_out = sizeof(piece);
	rc = inflate(&gunzip->z, Z_NO_FLUSH);
	if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
		return err_set(err, ERR_INPUT, "broken compression: %s",
		               gunzip->z.msg ? gunzip->z.msg : "no such stream");
	gunzip->is_complete = rc == Z_STREAM_END;
	if (gunzip->z.avail_out < sizeof(piece) &&
	    take((char *)piece, sizeof(piece) - gunzip->z.avail_out, arg) != 0)
		return err_set(err, ERR_LIMIT, "the bytes are not wanted");
	return 0;
}

int gunzip_feed(struct gunzip *gunzip, const char *bytes, size_t len, gunzip_take_fn *take,
                void *arg, struct err *err)
{
	if (len == 0 || gunzip->is_over)
		return 0;
	if (!gunzip->is_begun)
		begin(gunzip, (unsigned char)bytes[0]);
	gunzip->z.next_in = (z_const Bytef *)(const void *)bytes;
	gunzip->z.avail_in = (uInt)len;
	do {
		if (!goes_on(gunzip))
			return 0;
		if (give_piece(gunzip, take, arg, err) < 0)
			return -1;
	} while (gunzip->z.avail_in > 0 || gunzip->z.avail_out == 0);
	return 0;
}

bool gunzip_is_complete(const struct gunzip *gunzip)
{
	return gunzip->is_complete;
}
