#include "alert/sign.h"

#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/hash.h"
#include "base/mem.h"

#define PREFIX "whsec_"
#define KEY_MIN 24
#define KEY_MAX 64

static bool key_of(const char *secret, unsigned char key[KEY_MAX], size_t *ret_len)
{
	return strncmp(secret, PREFIX, strlen(PREFIX)) == 0 &&
	       base64_decode(secret + strlen(PREFIX), key, KEY_MAX, ret_len) && *ret_len >= KEY_MIN;
}

bool alert_secret_is_sound(const char *secret)
{
	unsigned char key[KEY_MAX];
	size_t len;

	return key_of(secret, key, &len);
}

const char *alert_signature(const char *secret, const char *id, int64_t timestamp_s,
                            const char *body, struct arena *arena)
{
	unsigned char key[KEY_MAX], digest[HASH_SHA256_BYTES];
	char *signed_text = mem_printf("%s.%lld.%s", id, (long long)timestamp_s, body);
	const char *signature = "";
	size_t len;

	if (key_of(secret, key, &len)) {
		char *text;

		hash_hmac(key, len, signed_text, strlen(signed_text), digest);
		text = base64_encode(digest, sizeof(digest));
		signature = arena_printf(arena, "v1,%s", text);
		free(text);
	}
	free(signed_text);
	return signature;
}
