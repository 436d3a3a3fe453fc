/* Article texts as they are kept: zstd, a fifth to a third of their size. */
#ifndef STORE_TEXT_H
#define STORE_TEXT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"

/* The compressed bytes are yours. */
int text_pack(const char *text, size_t len, void **ret_bytes, size_t *ret_len, struct err *err)
	MUST_CHECK;
/* ERR_BROKEN where the bytes do not give back a text of len bytes. */
int text_unpack(const void *bytes, size_t bytes_len, size_t len, struct arena *arena,
                const char **ret_text, struct err *err) MUST_CHECK;

/* SHA-256 of title, a newline, text; "" where both are empty: nothing was fetched. */
void text_hash(const char *title, const char *text, char out[HASH_HEX_SIZE]);

#endif
