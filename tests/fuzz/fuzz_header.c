/* Any text as the headers that we read ourselves: sound numbers, and a charset that fits. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fetch/header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *value = strndup((const char *)data, size);
	char charset[32];

	if (!value)
		return 0;
	if (header_retry_after(value, 1680688800) < -1 || header_max_age(value) < -1)
		abort();
	header_charset(value, charset, sizeof(charset));
	if (strpbrk(charset, "; \t,'\"ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		abort();
	free(value);
	return 0;
}
