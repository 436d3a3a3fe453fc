#include "base/base64.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

char *base64_encode(const void *bytes, size_t len)
{
	char *out = mem_alloc((len + 2) / 3 * 4 + 1);

	EVP_EncodeBlock((unsigned char *)out, bytes, (int)len);
	return out;
}

bool base64_decode(const char *text, unsigned char *out, size_t max, size_t *ret_len)
{
	size_t len = strlen(text), padding = 0;
	unsigned char *plain;
	int got;

	if (len == 0 || len % 4 != 0 || len / 4 * 3 > max + 2)
		return false;
	while (padding < 2 && text[len - 1 - padding] == '=')
		padding++;
	/* It would let spaces pass. */
	if (strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") !=
	    len - padding)
		return false;
	plain = mem_alloc(len / 4 * 3);
	got = EVP_DecodeBlock(plain, (const unsigned char *)text, (int)len);
	if (got >= 0 && (size_t)got - padding <= max) {
		*ret_len = (size_t)got - padding;
		memcpy(out, plain, *ret_len);
	} else {
		got = -1;
	}
	free(plain);
	return got >= 0;
}
