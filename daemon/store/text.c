#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/limits.h"
#include "base/mem.h"

#define LEVEL 3

int text_pack(const char *text, size_t len, void **ret_bytes, size_t *ret_len, struct err *err)
{
	size_t bound = ZSTD_compressBound(len), packed;
	void *bytes = mem_alloc(bound);

	packed = ZSTD_compress(bytes, bound, text, len, LEVEL);
	if (ZSTD_isError(packed)) {
		MEM_FREE(bytes);
		return err_set(err, ERR_BROKEN, "cannot compress a text: %s",
		               ZSTD_getErrorName(packed));
	}
	*ret_bytes = bytes;
	*ret_len = packed;
	return 0;
}

int text_unpack(const void *bytes, size_t bytes_len, size_t len, struct arena *arena,
                const char **ret_text, struct err *err)
{
	char *text;
	size_t unpacked;

	if (len > LIMIT_FRAME_BYTES)
		return err_set(err, ERR_BROKEN, "a text of %zu bytes was never recorded", len);
	text = arena_alloc(arena, len + 1);
	unpacked = ZSTD_decompress(text, len, bytes, bytes_len);
	if (ZSTD_isError(unpacked) || unpacked != len)
		return err_set(err, ERR_BROKEN, "a stored text cannot be read: %s",
		               ZSTD_isError(unpacked) ? ZSTD_getErrorName(unpacked)
		                                      : "it is too short");
	*ret_text = text;
	return 0;
}

void text_hash(const char *title, const char *text, char out[HASH_HEX_SIZE])
{
	struct hash_state *state;

	if (!*title && !*text) {
		*out = '\0';
		return;
	}
	state = hash_new();
	hash_add(state, title, strlen(title));
	hash_add(state, "\n", 1);
	hash_add(state, text, strlen(text));
	hash_finish_hex(state, out);
}
