/*
 * A base and a reference on two lines: what is an address stays one when it is
 * resolved or normalised, and normalising twice changes nothing more.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_address(const char *url)
{
	struct url_parts parts;
	struct err err;
	char *once = NULL, *twice = NULL;

	if (url_parse(url, &parts, &err) == 0) {
		if (parts.port < 0 || parts.port > 65535 || parts.path[0] != '/')
			abort();
		url_parts_done(&parts);
	}
	if (url_normalise(url, &once, &err) == 0) {
		if (url_normalise(once, &twice, &err) < 0 || strcmp(once, twice) != 0)
			abort();
	}
	free(once);
	free(twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *base = mem_strndup((const char *)data, size), *ref = strchr(base, '\n');
	char *resolved = NULL;
	struct err err;

	if (ref)
		*ref++ = '\0';
	check_address(base);
	if (url_resolve(base, ref ? ref : "", &resolved, &err) == 0)
		check_address(resolved);
	free(resolved);
	free(base);
	return 0;
}
