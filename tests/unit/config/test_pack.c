#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "config/config.h"
#include "config/pack.h"
#include "extract/lexicon.h"

static const struct pack_file files[] = {
	{ PACK_PACKAGES, "packages/a.yaml", "key: a\n", 7 },
	{ PACK_LEXICON, "lexicon/en/empty.yaml", "", 0 },
	{ PACK_LEXICON, "lexicon/en/words.yaml", "a\0b", 3 },
};

static struct buf pack_of_files(void)
{
	struct buf pack;

	buf_init(&pack, MIB);
	for (size_t i = 0; i < COUNT(files); i++)
		assert_int_equal(pack_add(&pack, &files[i]), 0);
	return pack;
}

static void files_come_out_as_they_went_in(void **state)
{
	struct buf pack = pack_of_files();
	const char *at = pack.data, *end = pack.data + pack.len;
	struct pack_file file;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		assert_int_equal(pack_next(&at, end, &file, &err), 1);
		assert_int_equal(file.kind, files[i].kind);
		assert_string_equal(file.path, files[i].path);
		assert_int_equal(file.len, files[i].len);
		assert_memory_equal(file.bytes, files[i].bytes, file.len);
	}
	assert_int_equal(pack_next(&at, end, &file, &err), 0);
	buf_done(&pack);
}

static void a_file_that_does_not_fit_leaves_the_pack_as_it_was(void **state)
{
	const struct pack_file large = { PACK_LEXICON, "large", "0123456789", 10 };
	struct pack_file file;
	struct buf pack;
	struct err err;
	const char *at;

	(void)state;
	buf_init(&pack, 60);
	assert_int_equal(pack_add(&pack, &files[0]), 0);
	assert_int_equal(pack_add(&pack, &large), -1);
	at = pack.data;
	assert_int_equal(pack_next(&at, pack.data + pack.len, &file, &err), 1);
	assert_int_equal(pack_next(&at, pack.data + pack.len, &file, &err), 0);
	buf_done(&pack);
}

/* A copy of its own size each, so that a sanitizer sees what is read behind it. */
static void a_pack_that_is_cut_off_anywhere_is_told_from_a_whole_one(void **state)
{
	struct buf pack = pack_of_files();
	size_t whole = 0;

	(void)state;
	for (size_t len = 0; len <= pack.len; len++) {
		char *copy = mem_alloc(len);
		const char *at = copy;
		struct pack_file file;
		struct err err;
		int got;

		memcpy(copy, pack.data, len);
		while ((got = pack_next(&at, copy + len, &file, &err)) > 0)
			assert_true(file.bytes + file.len <= copy + len);
		whole += got == 0;
		free(copy);
	}
	assert_int_equal(whole, COUNT(files) + 1);
	buf_done(&pack);
}

static void a_pack_makes_the_lexicon_that_its_files_made(void **state)
{
	struct tree_mistakes mistakes = { .arena = arena_new(MIB) };
	struct config *whole = config_load("config/integrad.yaml", &mistakes);
	struct config *packed;

	(void)state;
	assert_non_null(whole);
	packed = config_load_pack(whole->pack.data, whole->pack.len, &mistakes);
	assert_non_null(packed);
	assert_string_equal(lexicon_version(packed->lexicon), lexicon_version(whole->lexicon));
	assert_int_equal(packed->packages.count, whole->packages.count);
	config_free(packed);
	config_drop_pack(whole);
	assert_int_equal(whole->pack.len, 0);
	config_free(whole);
	arena_free(mistakes.arena);
}

static void bytes_that_are_no_pack_are_a_mistake(void **state)
{
	static const char noise[64] = "this is neither a lexicon nor a package of programmes";
	struct tree_mistakes mistakes = { .arena = arena_new(MIB) };

	(void)state;
	assert_null(config_load_pack(noise, sizeof(noise), &mistakes));
	assert_non_null(strstr(mistakes.list[0].text, "makes no sense"));
	arena_free(mistakes.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_come_out_as_they_went_in),
		cmocka_unit_test(a_file_that_does_not_fit_leaves_the_pack_as_it_was),
		cmocka_unit_test(a_pack_that_is_cut_off_anywhere_is_told_from_a_whole_one),
		cmocka_unit_test(a_pack_makes_the_lexicon_that_its_files_made),
		cmocka_unit_test(bytes_that_are_no_pack_are_a_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
