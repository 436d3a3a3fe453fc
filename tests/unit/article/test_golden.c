/*
 * Each page in tests/golden/pages stands beside what is to be read from it:
 * x.html beside x.expected. After a wanted change, GOLDEN=write writes them
 * anew: read the difference before it is committed.
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

#include "article/article.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"

#define FOLDER "tests/golden/pages"

static void put(struct buf *out, const char *name, const char *value)
{
	if (value)
		assert_int_equal(buf_printf(out, "%s: %s\n", name, value), 0);
}

static void put_time(struct buf *out, const char *name, const struct article_time *time)
{
	char stamp[DATE_STAMP_SIZE];

	if (time->is_known)
		put(out, name, date_stamp_format(time->when.seconds, stamp));
}

static void dump(const struct article_page *page, struct buf *out)
{
	static const char *const ways[] = { "none", "JSON-LD", "marked", "density", "selected" };

	put(out, "title", page->title);
	put_time(out, "published", &page->published);
	put_time(out, "modified", &page->modified);
	put(out, "author", page->author);
	put(out, "language", page->language);
	put(out, "canonical", page->canonical);
	put(out, "way", ways[page->way]);
	assert_int_equal(buf_printf(out, "\n%s\n", page->text), 0);
}

static void compare(const char *name, const struct buf *got)
{
	char *path = mem_printf(FOLDER "/%.*s.expected", (int)(strrchr(name, '.') - name), name);
	struct buf expected;
	struct err err;

	if (getenv("GOLDEN")) {
		FILE *file = fopen(path, "w");

		assert_non_null(file);
		assert_true(fputs(got->data, file) >= 0);
		assert_int_equal(fclose(file), 0);
	}
	buf_init(&expected, MIB);
	if (file_read(path, &expected, &err))
		fail_msg("%s", err.text);
	if (expected.len != got->len || memcmp(expected.data, got->data, got->len) != 0)
		fail_msg("%s gives\n%s", name, got->data);
	buf_done(&expected);
	free(path);
}

static void check(const char *name)
{
	static const struct article_hints hints = { .url = "https://site.example/2023/page" };
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	char *path = mem_printf(FOLDER "/%s", name);
	struct article_page page;
	struct buf bytes, got;
	struct err err;

	buf_init(&bytes, MIB);
	buf_init(&got, MIB);
	if (file_read(path, &bytes, &err) ||
	    article_read_page(bytes.data, bytes.len, &hints, arena, &page, &err))
		fail_msg("%s: %s", name, err.text);
	dump(&page, &got);
	compare(name, &got);
	buf_done(&got);
	buf_done(&bytes);
	free(path);
	arena_free(arena);
}

static int is_page(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && strcmp(dot, ".html") == 0;
}

static void every_page_is_read_as_is_written_beside_it(void **state)
{
	struct dirent **list;
	int count = scandir(FOLDER, &list, is_page, alphasort);

	(void)state;
	assert_true(count > 5);
	for (int i = 0; i < count; i++) {
		check(list[i]->d_name);
		free(list[i]);
	}
	free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_page_is_read_as_is_written_beside_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
