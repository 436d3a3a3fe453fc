#include "ctl/args.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct args_option COMMON[] = {
	{ "json", NULL, "", 'j' },
	{ "state-dir", "DIR", "", 's' },
	{ NULL, NULL, NULL, 0 },
};
static const struct args_option OWN[] = {
	{ "since", "T", "", 0 },
	{ "follow", NULL, "", 0 },
	{ NULL, NULL, NULL, 0 },
};

/* Reads a whole line; the first mistake stays in err. */
static int read_all(struct args *args, const char *const *words, struct err *err)
{
	bool end = false;
	int argc = 0;

	while (words[argc])
		argc++;
	args_init(args);
	args_know(args, COMMON);
	args_know(args, OWN);
	for (int i = 0; i < argc;)
		if (args_read(args, (char *const *)words, argc, &i, &end, err) != 0)
			return -1;
	return 0;
}

static void options_may_stand_anywhere_and_carry_their_value_either_way(void **state)
{
	static const char *const LINES[][6] = {
		{ "--json", "--since", "7", "x", NULL },
		{ "x", "--since=7", "-j", NULL },
		{ "--since=7", "x", "--json", NULL },
	};
	struct args args;
	struct err err;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(read_all(&args, LINES[i], &err), 0);
		assert_true(args_has(&args, "json"));
		assert_false(args_has(&args, "follow"));
		assert_string_equal(args_value(&args, "since"), "7");
		assert_int_equal(args.count, 1);
		assert_string_equal(args.words[0], "x");
		args_done(&args);
	}
}

static void a_lone_dash_and_all_behind_two_dashes_are_words(void **state)
{
	static const char *const LINE[] = { "-", "--", "--json", "-x", NULL };
	struct args args;
	struct err err;

	(void)state;
	assert_int_equal(read_all(&args, LINE, &err), 0);
	assert_int_equal(args.count, 3);
	assert_string_equal(args.words[0], "-");
	assert_string_equal(args.words[1], "--json");
	assert_string_equal(args.words[2], "-x");
	assert_false(args_has(&args, "json"));
	args_done(&args);
}

static void an_empty_value_is_a_value(void **state)
{
	static const char *const LINE[] = { "--since=", NULL };
	struct args args;
	struct err err;

	(void)state;
	assert_int_equal(read_all(&args, LINE, &err), 0);
	assert_string_equal(args_value(&args, "since"), "");
	args_done(&args);
}

static void each_mistake_says_what_to_do(void **state)
{
	static const struct {
		const char *line[3];
		const char *says;
	} CASES[] = {
		{ { "--sinse", NULL }, "did you mean --since?" },
		{ { "--jsn=1", NULL }, "did you mean --json?" },
		{ { "--colours-of-the-sky", NULL }, "--help lists the options" },
		{ { "-x", NULL }, "unknown option -x" },
		{ { "-jj", NULL }, "unknown option -jj" },
		{ { "--json=yes", NULL }, "--json takes no value" },
		{ { "--since", NULL }, "--since needs a value: --since T" },
		{ { "-s", NULL }, "--state-dir needs a value" },
	};
	struct args args;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		assert_int_equal(read_all(&args, CASES[i].line, &err), -1);
		assert_int_equal(err.kind, ERR_INPUT);
		if (!strstr(err.text, CASES[i].says))
			fail_msg("\"%s\" says \"%s\"", CASES[i].line[0], err.text);
		args_done(&args);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_may_stand_anywhere_and_carry_their_value_either_way),
		cmocka_unit_test(a_lone_dash_and_all_behind_two_dashes_are_words),
		cmocka_unit_test(an_empty_value_is_a_value),
		cmocka_unit_test(each_mistake_says_what_to_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
