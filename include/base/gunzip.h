/*
 * Compressed bytes as they come: gzip (RFC 1952, members in a row included),
 * zlib (RFC 1950), and the bare deflate (RFC 1951) that some servers send for
 * it. What comes out is handed on piece by piece, so that a bomb is stopped
 * where its receiver stops it.
 */
#ifndef BASE_GUNZIP_H
#define BASE_GUNZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct gunzip;

enum gunzip_format {
	GUNZIP_GZIP,
	GUNZIP_DEFLATE, /* zlib or bare, by its first bytes */
};

struct gunzip *gunzip_new(enum gunzip_format format);
void gunzip_free(struct gunzip *gunzip);

/* Gets at most GUNZIP_PIECE bytes; anything but 0 ends it. */
#define GUNZIP_PIECE 16384
typedef int gunzip_take_fn(const char *bytes, size_t len, void *arg);

/*
 * ERR_INPUT: the stream is broken. ERR_LIMIT: take wants no more. After either
 * no more may be fed. What follows the stream's end is passed over.
 */
int gunzip_feed(struct gunzip *gunzip, const char *bytes, size_t len, gunzip_take_fn *take,
                void *arg, struct err *err) MUST_CHECK;

/* The stream has come to its end, and its checksum was right. */
bool gunzip_is_complete(const struct gunzip *gunzip);

#endif
