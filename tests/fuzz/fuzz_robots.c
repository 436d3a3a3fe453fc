/*
 * A robots.txt, and a path behind its last newline: every file has an answer,
 * the file itself is always open, and "Allow: /" alone opens all.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fetch/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool allows(const char *file, size_t len, const char *product, const char *path)
{
	struct robots *robots = robots_parse(file, len, product);
	bool answer = robots_allows(robots, path);

	if (!robots_allows(robots, "/robots.txt"))
		abort();
	robots_free(robots);
	return answer;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char open[] = "User-agent: integrad\nAllow: /";
	const char *newline = size ? memrchr(data, '\n', size) : NULL;
	size_t file_len = newline ? (size_t)(newline - (const char *)data) + 1 : 0;
	char *path = strndup((const char *)data + file_len, size - file_len);

	if (!path)
		abort();
	(void)allows((const char *)data, file_len, "integrad", path);
	if (!allows(open, sizeof(open) - 1, "integrad", path))
		abort();
	free(path);
	return 0;
}
