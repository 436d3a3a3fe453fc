/*
 * SHA-256 by libcrypto's own functions rather than through its EVP layer, which
 * costs four times as much for a short text, and 2 MB of each process that
 * enters it: the reader asks for nothing else of libcrypto.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/hash.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct hash_state {
	SHA256_CTX ctx;
};

/* libcrypto fails here only where memory is gone or SHA-256 is disabled: nothing to go on with. */
static void must(int ok)
{
	if (!ok)
		abort();
}

struct hash_state *hash_new(void)
{
	struct hash_state *state = mem_alloc(sizeof(*state));

	must(SHA256_Init(&state->ctx));
	return state;
}

void hash_add(struct hash_state *state, const void *bytes, size_t len)
{
	must(SHA256_Update(&state->ctx, bytes, len));
}

static void bytes_to_hex(const unsigned char *bytes, size_t len, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * len] = '\0';
}

static void to_hex(const unsigned char *digest, char out[HASH_HEX_SIZE])
{
	bytes_to_hex(digest, HASH_SHA256_BYTES, out);
}

void hash_finish_hex(struct hash_state *state, char out[HASH_HEX_SIZE])
{
	unsigned char digest[HASH_SHA256_BYTES];

	must(SHA256_Final(digest, &state->ctx));
	free(state);
	to_hex(digest, out);
}

static void sha256(const void *bytes, size_t len, unsigned char digest[HASH_SHA256_BYTES])
{
	SHA256_CTX ctx;

	must(SHA256_Init(&ctx) && SHA256_Update(&ctx, bytes, len) && SHA256_Final(digest, &ctx));
}

void hash_sha256_hex(const void *bytes, size_t len, char out[HASH_HEX_SIZE])
{
	unsigned char digest[HASH_SHA256_BYTES];

	sha256(bytes, len, digest);
	to_hex(digest, out);
}

static size_t hmac(const EVP_MD *method, const char *key, const void *bytes, size_t len,
                   unsigned char digest[EVP_MAX_MD_SIZE])
{
	unsigned int size = 0;

	must(HMAC(method, key, (int)strnlen(key, INT_MAX), bytes, len, digest, &size) != NULL);
	return size;
}

bool hash_is_hmac(const char *method, const char *key, const void *bytes, size_t len,
                  const char *hex)
{
	static const char *const known[] = { "sha1", "sha256", "sha384", "sha512" };
	unsigned char digest[EVP_MAX_MD_SIZE];
	char ours[2 * EVP_MAX_MD_SIZE + 1], theirs[2 * EVP_MAX_MD_SIZE + 1];
	size_t size = 0;

	for (size_t i = 0; i < COUNT(known); i++)
		if (strcmp(method, known[i]) == 0)
			size = hmac(EVP_get_digestbyname(method), key, bytes, len, digest);
	if (size == 0 || strlen(hex) != 2 * size)
		return false;
	bytes_to_hex(digest, size, ours);
	for (size_t i = 0; i < 2 * size; i++)
		theirs[i] = (char)(hex[i] >= 'A' && hex[i] <= 'F' ? hex[i] - 'A' + 'a' : hex[i]);
	return CRYPTO_memcmp(ours, theirs, 2 * size) == 0;
}

/*
 * Made once, and kept: HMAC() looks for its method anew each time, through much
 * of libcrypto, and an alert waits for it.
 */
static EVP_MAC_CTX *hmac_sha256(void)
{
	static EVP_MAC_CTX *ctx;
	OSSL_PARAM digest[] = { OSSL_PARAM_construct_utf8_string("digest", "SHA256", 0),
		                OSSL_PARAM_construct_end() };
	EVP_MAC *mac;

	if (ctx)
		return ctx;
	mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	ctx = EVP_MAC_CTX_new(mac);
	EVP_MAC_free(mac);
	must(ctx && EVP_MAC_CTX_set_params(ctx, digest));
	return ctx;
}

void hash_hmac(const void *key, size_t key_len, const void *bytes, size_t len,
               unsigned char out[HASH_SHA256_BYTES])
{
	EVP_MAC_CTX *ctx = hmac_sha256();
	size_t size = 0;

	must(EVP_MAC_init(ctx, key, key_len, NULL) && EVP_MAC_update(ctx, bytes, len) &&
	     EVP_MAC_final(ctx, out, &size, HASH_SHA256_BYTES));
}

void hash_hmac_hex(const char *key, const void *bytes, size_t len, char out[HASH_HEX_SIZE])
{
	unsigned char digest[EVP_MAX_MD_SIZE];

	must(hmac(EVP_sha256(), key, bytes, len, digest) == HASH_SHA256_BYTES);
	to_hex(digest, out);
}

uint64_t hash_short(const void *bytes, size_t len)
{
	unsigned char digest[HASH_SHA256_BYTES];
	uint64_t h = 0;

	sha256(bytes, len, digest);
	for (size_t i = 0; i < 8; i++)
		h = h << 8 | digest[i];
	return h;
}

uint64_t hash_quick(const void *bytes, size_t len)
{
	return hash_quick_more(HASH_QUICK_EMPTY, bytes, len);
}
