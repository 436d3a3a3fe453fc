#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "config/options.h"
#include "config/tree.h"

struct fixture {
	struct arena *arena;
	struct tree_mistakes mistakes;
	struct config_options options;
};

/* The options of a file with this text, as if it lay in /etc/x. */
static struct fixture read_text(const char *yaml)
{
	struct fixture f = { .arena = arena_new(MIB) };
	struct tree *root = NULL;

	f.mistakes.arena = f.arena;
	assert_int_equal(config_tree_parse(yaml, strlen(yaml), "/etc/x/integrad.yaml", f.arena,
	                                   &root, &f.mistakes),
	                 0);
	config_options_read(root, f.arena, &f.options, &f.mistakes);
	return f;
}

static void an_empty_file_gives_the_defaults_of_the_design(void **state)
{
	struct fixture f = read_text("");
	const struct config_options *o = &f.options;

	(void)state;
	assert_int_equal(f.mistakes.count, 0);
	assert_int_equal(o->log_format, LOG_FORMAT_AUTO);
	assert_int_equal(o->log_level, LOG_INFO);
	assert_int_equal(o->interval_start_s, 30 * 60);
	assert_int_equal(o->interval_min_s, 15 * 60);
	assert_int_equal(o->interval_max_s, 6 * 60 * 60);
	assert_int_equal(o->backoff_max_s, 24 * 60 * 60);
	assert_int_equal(o->host_gap_ms, 5000);
	assert_int_equal(o->connect_timeout_ms, LIMIT_CONNECT_MS);
	assert_int_equal(o->total_timeout_ms, LIMIT_TRANSFER_MS);
	assert_int_equal(o->low_speed_bytes, LIMIT_LOW_SPEED_BYTES);
	assert_int_equal(o->low_speed_s, LIMIT_LOW_SPEED_S);
	assert_int_equal(o->feed_max_bytes, LIMIT_FEED_BYTES);
	assert_int_equal(o->page_max_bytes, LIMIT_PAGE_BYTES);
	assert_int_equal(o->accept_threshold, 600);
	assert_string_equal(o->timezone, "Europe/Minsk");
	assert_false(o->allow_private);
	assert_true(o->follow);
	assert_true(o->history);
	arena_free(f.arena);
}

/* What is printed is read again: every kind of value survives, the defaults among them. */
static void options_that_are_printed_can_be_read_again(void **state)
{
	struct fixture f = read_text("state-dir: \"/a \\\"quoted\\\"\\nplace\"\n"
	                             "log-format: json\n"
	                             "log-level: debug\n"
	                             "interval-min: 90s\n"
	                             "host-gap: 250ms\n"
	                             "accept-threshold: 0.625\n"
	                             "feed-max-bytes: 64KiB\n"
	                             "allow-private: on\n"
	                             "user-agent: two words\n");
	char *first = NULL, *second = NULL;
	size_t len;
	FILE *out = open_memstream(&first, &len);
	struct fixture again;

	(void)state;
	assert_int_equal(f.mistakes.count, 0);
	config_options_print(&f.options, out);
	fclose(out);
	again = read_text(first);
	assert_int_equal(again.mistakes.count, 0);
	assert_string_equal(again.options.state_dir, "/a \"quoted\"\nplace");
	assert_string_equal(again.options.user_agent, "two words");
	assert_int_equal(again.options.interval_min_s, 90);
	assert_int_equal(again.options.host_gap_ms, 250);
	assert_int_equal(again.options.accept_threshold, 625);
	out = open_memstream(&second, &len);
	config_options_print(&again.options, out);
	fclose(out);
	assert_string_equal(first, second);
	free(first);
	free(second);
	arena_free(f.arena);
	arena_free(again.arena);
}

static void a_path_is_relative_to_the_file_that_has_it(void **state)
{
	struct fixture f = read_text("state-dir: state\nsources-dir: /srv/sources\n"
	                             "ca-file: certs/ca.pem\n");

	(void)state;
	assert_string_equal(f.options.state_dir, "/etc/x/state");
	assert_string_equal(f.options.sources_dir, "/srv/sources");
	assert_string_equal(f.options.ca_file, "/etc/x/certs/ca.pem");
	assert_string_equal(f.options.proxy, "");
	arena_free(f.arena);
}

static void the_control_socket_goes_with_the_state_unless_it_is_named(void **state)
{
	struct fixture f = read_text("state-dir: /srv/state\n");
	struct fixture named = read_text("control-socket: /srv/x.sock\n");

	(void)state;
	assert_string_equal(f.options.control_socket, "/srv/state/control.sock");
	config_options_set_state_dir(&f.options, f.arena, "/tmp/var");
	assert_string_equal(f.options.state_dir, "/tmp/var");
	assert_string_equal(f.options.control_socket, "/tmp/var/control.sock");
	config_options_set_state_dir(&named.options, named.arena, "/tmp/var");
	assert_string_equal(named.options.control_socket, "/srv/x.sock");
	arena_free(f.arena);
	arena_free(named.arena);
}

static const struct {
	const char *yaml;
	int64_t min_s;
	int64_t start_s;
	int64_t max_s;
	size_t mistakes;
} intervals[] = {
	{ "interval-max: 10min", 600, 600, 600, 0 },
	{ "interval-min: 1h", 3600, 3600, 21600, 0 },
	{ "interval-min: 8h", 28800, 28800, 28800, 0 },
	{ "interval-start: 1min", 60, 60, 21600, 0 },
	{ "interval-start: 7h", 900, 25200, 25200, 0 },
	{ "interval-min: 2h\ninterval-max: 1h", 7200, 1800, 3600, 2 },
	{ "interval-start: 2h\ninterval-max: 1h", 900, 7200, 3600, 1 },
};

static void http_is_spoken_by_default_where_the_state_is_the_installed_one(void **state)
{
	struct fixture installed = read_text("log-level: debug\n");
	struct fixture named = read_text("http-listen: \"[::1]:99\"\n");
	struct fixture off = read_text("http-listen: no\n");
	struct fixture open = read_text("http-listen: 0.0.0.0:99\n");
	struct fixture told = read_text("http-listen: 0.0.0.0:99\nhttp-names: news.example\n");
	struct fixture broken = read_text("http-listen: localhost:99\n");

	(void)state;
	assert_string_equal(installed.options.http_listen, "127.0.0.1:8328");
	config_options_set_state_dir(&installed.options, installed.arena, "/tmp/var");
	config_options_set_state_dir(&named.options, named.arena, "/tmp/var");
	assert_string_equal(installed.options.http_listen, "no");
	assert_string_equal(named.options.http_listen, "[::1]:99");
	assert_string_equal(off.options.http_listen, "no");
	assert_int_equal(open.mistakes.count, 1);
	assert_int_equal(told.mistakes.count, 0);
	assert_int_equal(broken.mistakes.count, 1);
	arena_free(installed.arena);
	arena_free(named.arena);
	arena_free(off.arena);
	arena_free(open.arena);
	arena_free(told.arena);
	arena_free(broken.arena);
}

static void an_interval_that_was_not_written_gives_way(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(intervals); i++) {
		struct fixture f = read_text(intervals[i].yaml);

		assert_int_equal(f.mistakes.count > 0, intervals[i].mistakes > 0);
		if (intervals[i].mistakes == 0) {
			assert_int_equal(f.options.interval_min_s, intervals[i].min_s);
			assert_int_equal(f.options.interval_start_s, intervals[i].start_s);
			assert_int_equal(f.options.interval_max_s, intervals[i].max_s);
		}
		arena_free(f.arena);
	}
}

static void a_value_with_a_mistake_leaves_the_default(void **state)
{
	struct fixture f = read_text("max-transfers: lots\nlog-level: loud\ntimezone: Minsk\n"
	                             "follow: [no]\nproxy: ftp://x\n");

	(void)state;
	assert_int_equal(f.mistakes.count, 5);
	assert_int_equal(f.options.max_transfers, 32);
	assert_int_equal(f.options.log_level, LOG_INFO);
	assert_string_equal(f.options.timezone, "Europe/Minsk");
	assert_true(f.options.follow);
	arena_free(f.arena);
}

static void what_goes_into_a_header_is_one_line(void **state)
{
	struct fixture f = read_text("user-agent: \"a\\r\\nX: b\"\nproxy: \"http://a\\x7f\"\n");

	(void)state;
	assert_int_equal(f.mistakes.count, 2);
	assert_non_null(strstr(f.mistakes.list[0].text, "one line"));
	assert_null(strpbrk(f.mistakes.list[0].text, "\r\n"));
	assert_non_null(strstr(f.options.user_agent, "integrad/"));
	assert_string_equal(f.options.proxy, "");
	arena_free(f.arena);
}

static void no_source_is_left_alone_for_more_than_a_day(void **state)
{
	struct fixture f = read_text("backoff-max: 2d\n");

	(void)state;
	assert_int_equal(f.mistakes.count, 1);
	arena_free(f.arena);
}

/* Each row of the table, as integrad.yaml has it: "#name: default". */
static void the_annotated_file_shows_every_option_with_its_default(void **state)
{
	char *list = NULL, *row, *rest;
	size_t len;
	FILE *out = open_memstream(&list, &len);
	char *example = NULL;
	size_t rows = 0;

	(void)state;
	config_options_list(out);
	fclose(out);
	out = fopen("config/integrad.yaml", "r");
	assert_non_null(out);
	assert_true(getdelim(&example, &len, '\0', out) > 0);
	fclose(out);
	for (row = strtok_r(list, "\n", &rest); row; row = strtok_r(NULL, "\n", &rest)) {
		char *fields, *of = strtok_r(row, "\t", &fields);
		char *name = strtok_r(NULL, "\t", &fields);
		char *line = mem_printf("\n#%s:", name);

		assert_string_equal(of, "integrad.yaml");
		if (!strstr(example, line))
			fail_msg("%s is not in config/integrad.yaml", name);
		free(line);
		rows++;
	}
	assert_true(rows > 25);
	free(list);
	free(example);
}

/* The lines that are commented out, taken in, are the defaults. */
static void the_defaults_that_the_annotated_file_shows_are_the_real_ones(void **state)
{
	FILE *in = fopen("config/integrad.yaml", "r");
	char *text = NULL, *shown = NULL, *real = NULL;
	struct fixture empty = read_text(""), full;
	size_t len;
	FILE *out;

	(void)state;
	assert_non_null(in);
	assert_true(getdelim(&text, &len, '\0', in) > 0);
	fclose(in);
	for (char *c = text; (c = strstr(c, "\n#")); c += 2)
		if (c[2] >= 'a' && c[2] <= 'z')
			c[1] = ' ';
	full = read_text(text + strcspn(text, "\n"));
	assert_int_equal(full.mistakes.count, 0);
	full.options.user_agent = empty.options.user_agent; /* it has the version */
	out = open_memstream(&shown, &len);
	config_options_print(&full.options, out);
	fclose(out);
	out = open_memstream(&real, &len);
	config_options_print(&empty.options, out);
	fclose(out);
	assert_string_equal(shown, real);
	free(text);
	free(shown);
	free(real);
	arena_free(empty.arena);
	arena_free(full.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_file_gives_the_defaults_of_the_design),
		cmocka_unit_test(options_that_are_printed_can_be_read_again),
		cmocka_unit_test(a_path_is_relative_to_the_file_that_has_it),
		cmocka_unit_test(the_control_socket_goes_with_the_state_unless_it_is_named),
		cmocka_unit_test(http_is_spoken_by_default_where_the_state_is_the_installed_one),
		cmocka_unit_test(an_interval_that_was_not_written_gives_way),
		cmocka_unit_test(a_value_with_a_mistake_leaves_the_default),
		cmocka_unit_test(what_goes_into_a_header_is_one_line),
		cmocka_unit_test(no_source_is_left_alone_for_more_than_a_day),
		cmocka_unit_test(the_annotated_file_shows_every_option_with_its_default),
		cmocka_unit_test(the_defaults_that_the_annotated_file_shows_are_the_real_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
