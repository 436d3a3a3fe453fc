/* SHA-256 (FIPS 180-4) and HMAC by libcrypto, and a quick 64-bit hash for tables in memory. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HASH_SHA256_BYTES 32
#define HASH_HEX_SIZE 65 /* 64 lower-case digits and a NUL */

struct hash_state;

struct hash_state *hash_new(void);
void hash_add(struct hash_state *state, const void *bytes, size_t len);
/* Writes the digest in lower-case hexadecimal and frees the state. */
void hash_finish_hex(struct hash_state *state, char out[HASH_HEX_SIZE]);

void hash_sha256_hex(const void *bytes, size_t len, char out[HASH_HEX_SIZE]);
/* The first 8 bytes of the SHA-256, big-endian: a stable short identity. */
uint64_t hash_short(const void *bytes, size_t len);
/*
 * Whether hex, in either case, is the HMAC (RFC 2104) of the bytes by the
 * method: "sha1", "sha256", "sha384" or "sha512". Takes as long for a wrong
 * digit in the first place as in the last.
 */
bool hash_is_hmac(const char *method, const char *key, const void *bytes, size_t len,
                  const char *hex);
/* HMAC by SHA-256, in lower-case hexadecimal. */
void hash_hmac_hex(const char *key, const void *bytes, size_t len, char out[HASH_HEX_SIZE]);

/* HMAC by SHA-256 with a key of any bytes, as they are. */
void hash_hmac(const void *key, size_t key_len, const void *bytes, size_t len,
               unsigned char out[HASH_SHA256_BYTES]);

/* FNV-1a, 64 bits: for tables in memory, and where two that are made to meet do no harm. */
uint64_t hash_quick(const void *bytes, size_t len);

/* The same piece by piece: the hash of what gave `hash`, with the bytes behind it. */
#define HASH_QUICK_EMPTY 14695981039346656037u
static inline uint64_t hash_quick_more(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ p[i]) * 1099511628211u;
	return hash;
}

#endif
