/*
 * Each feed in tests/golden/feeds stands beside what is to be read from it,
 * x.xml beside x.expected. After a wanted change, GOLDEN=write writes them anew:
 * read the difference before it is committed.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "feed/dump.h"

#define FOLDER "tests/golden/feeds"

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0 && fputc('\n', file) == '\n');
	assert_int_equal(fclose(file), 0);
}

static void compare(const char *name, const char *got)
{
	char *path = mem_printf(FOLDER "/%.*s.expected", (int)(strrchr(name, '.') - name), name);
	struct buf expected;
	struct err err;

	if (getenv("GOLDEN"))
		write_file(path, got);
	buf_init(&expected, MIB);
	if (file_read(path, &expected, &err))
		fail_msg("%s", err.text);
	if (expected.len != strlen(got) + 1 || memcmp(expected.data, got, strlen(got)) != 0)
		fail_msg("%s gives\n%s\n", name, got);
	buf_done(&expected);
	free(path);
}

static void check(const char *name)
{
	static const struct feed_hints hints = { .base_url = NULL };
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	char *path = mem_printf(FOLDER "/%s", name), *got;
	struct feed feed;
	struct buf bytes;
	struct err err;

	buf_init(&bytes, MIB);
	if (file_read(path, &bytes, &err) ||
	    feed_parse(bytes.data, bytes.len, &hints, arena, &feed, &err))
		fail_msg("%s: %s", name, err.text);
	got = dump_feed(&feed);
	compare(name, got);
	free(got);
	buf_done(&bytes);
	free(path);
	arena_free(arena);
}

static int is_feed(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && (strcmp(dot, ".xml") == 0 || strcmp(dot, ".json") == 0);
}

static void every_feed_is_read_as_is_written_beside_it(void **state)
{
	struct dirent **list;
	int count = scandir(FOLDER, &list, is_feed, alphasort);

	(void)state;
	assert_true(count > 10);
	for (int i = 0; i < count; i++) {
		check(list[i]->d_name);
		free(list[i]);
	}
	free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_feed_is_read_as_is_written_beside_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
