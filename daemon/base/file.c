#include "base/file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

int file_read(const char *path, struct buf *buf, struct err *err)
{
	bool is_stdin = strcmp(path, "-") == 0;
	FILE *in = is_stdin ? stdin : fopen(path, "rbe");
	char chunk[16384];
	size_t got;
	int rc = 0;

	if (!in)
		return err_set(err, ERR_INPUT, "%s", strerror(errno));
	while (rc == 0 && (got = fread(chunk, 1, sizeof(chunk), in)) > 0)
		if (buf_append(buf, chunk, got) < 0)
			rc = err_set(err, ERR_LIMIT, "longer than %zu bytes", buf->max);
	if (rc == 0 && ferror(in))
		rc = err_set(err, ERR_INPUT, "%s", strerror(errno));
	if (!is_stdin)
		fclose(in);
	return rc;
}
