#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "config/alerts.h"
#include "config/tree.h"

struct fixture {
	struct arena *arena;
	struct tree_mistakes mistakes;
	struct alert_options options;
};

static struct fixture read_text(const char *yaml)
{
	static struct programme programmes[] = { { .key = "gas-market" }, { .key = "tax-policy" } };
	static struct package packages[] = { { .key = "2021-2023",
		                               .programmes = programmes,
		                               .programme_count = COUNT(programmes) } };
	static const struct package_list list = { packages, COUNT(packages) };
	static const struct source sources[] = { { .key = "belta-ru" }, { .key = "tass-en" } };
	const struct alerts_context context = { .packages = &list,
		                                .sources = sources,
		                                .source_count = COUNT(sources),
		                                .timezone = "Europe/Minsk",
		                                .wants_secrets = true };
	struct fixture f = { .arena = arena_new(16 * MIB) };
	struct tree *root = NULL;

	f.mistakes.arena = f.arena;
	assert_int_equal(
		config_tree_parse(yaml, strlen(yaml), "a.yaml", f.arena, &root, &f.mistakes), 0);
	alerts_read(root, &context, f.arena, &f.options, &f.mistakes);
	return f;
}

#define HOOK "sinks:\n- name: desk\n  kind: webhook\n  address: https://a.org/\n"
#define RULE HOOK "rules:\n- name: news\n  to: desk\n"

static void four_lines_make_a_sink_and_a_rule(void **state)
{
	struct fixture f = read_text(RULE);
	const struct alert_sink *sink = f.options.sinks;
	const struct alert_rule *rule = f.options.rules;

	(void)state;
	assert_int_equal(f.mistakes.count, 0);
	assert_int_equal(f.options.sink_count, 1);
	assert_int_equal(sink->timeout_ms, 15000);
	assert_int_equal(sink->retry_s, 60);
	assert_int_equal(sink->max_per_hour, 30);
	assert_int_equal(sink->digest, ALERT_AT_ONCE);
	assert_int_equal(sink->digest_minute, 480);
	assert_int_equal(sink->digest_weekday, 1);
	assert_int_equal(f.options.rule_count, 1);
	assert_int_equal(rule->sink_count, 1);
	assert_int_equal(rule->sinks[0], 0);
	assert_int_equal(rule->severity, CHANGE_NOTICE);
	assert_int_equal(rule->wait_s, 600);
	assert_int_equal(rule->urgent, UINT32_C(1) << CHANGE_COMPLETE);
	assert_int_equal(rule->language, ALERT_EN);
	assert_false(rule->is_last);
	assert_string_equal(f.options.zone, "Europe/Minsk");
	assert_null(f.options.heartbeat);
	arena_free(f.arena);
}

static void a_rule_has_its_own_of_what_is_general(void **state)
{
	struct fixture f = read_text("language: ru\nwait: 1h\nurgent: [fall, rise]\n" RULE
	                             "- name: own\n  to: [desk]\n  language: en\n  wait: 0\n"
	                             "  urgent: []\n  kinds: [restated]\n  last: yes\n"
	                             "  min-points: 2.5\n");
	const struct alert_rule *rules = f.options.rules;

	(void)state;
	assert_int_equal(f.mistakes.count, 0);
	assert_int_equal(rules[0].language, ALERT_RU);
	assert_int_equal(rules[0].wait_s, 3600);
	assert_int_equal(rules[0].urgent, UINT32_C(1) << CHANGE_FALL | UINT32_C(1) << CHANGE_RISE);
	assert_int_equal(rules[1].language, ALERT_EN);
	assert_int_equal(rules[1].wait_s, 0);
	assert_int_equal(rules[1].urgent, 0);
	assert_int_equal(rules[1].severity, CHANGE_INFO); /* whatever the kinds have */
	assert_int_equal(rules[1].kinds, UINT32_C(1) << CHANGE_RESTATED);
	assert_true(rules[1].is_last);
	assert_int_equal(decimal_cmp(rules[1].min_points, (struct decimal){ 25, 1 }), 0);
	arena_free(f.arena);
}

/* Each with its one mistake: the line, and words of what is told. */
static const struct {
	const char *yaml;
	int line;
	const char *says;
} MISTAKES[] = {
	{ "[]", 1, "expected" },
	{ "langage: en", 1, "did you mean language" },
	{ "language: de", 1, "is none of en, ru" },
	{ "timezone: Europe/Minks", 1, "did you mean Europe/Minsk" },
	{ "wait: 2d", 1, "wait: " },
	{ "urgent: [rice]", 1, "did you mean rise" },
	{ "heartbeat: ftp://a.org/", 1, "heartbeat: " },
	{ "heartbeat-every: 0", 1, "heartbeat-every: " },
	{ "sinks: {name: a}", 1, "sinks: expected a list" },
	{ "rules: desk", 1, "rules: expected a list" },
	{ "sinks:\n- kind: webhook\n  address: https://a.org/", 2, "\"name\" is missing" },
	{ "sinks:\n- name: desk\n  address: https://a.org/", 2, "\"kind\" is missing" },
	{ "sinks:\n- name: desk\n  kind: webhok\n  address: https://a.org/", 3,
	  "did you mean webhook" },
	{ "sinks:\n- name: desk\n  kind: webhook", 2, "\"address\" is missing" },
	{ "sinks:\n- name: desk\n  kind: slack", 2, "\"address-file\" is missing" },
	{ "sinks:\n- name: desk\n  kind: mattermost\n  address: https://a.org/hooks/abc", 4,
	  "address: of kind mattermost it is a secret: put it into a file" },
	{ "sinks:\n- name: desk\n  kind: webhook\n  address: https://u:p@a.org/", 4,
	  "address: a password does not belong here" },
	{ "heartbeat: https://u:p@a.org/", 1, "its path into heartbeat-file" },
	{ "sinks:\n- name: desk\n  kind: matrix\n  address: https://a.org/\n  room: r", 2,
	  "\"token-file\" is missing" },
	{ "sinks:\n- name: desk\n  kind: ntfy", 2, "\"topic\" is missing" },
	{ "sinks:\n- name: desk\n  kind: smtp\n  from: a@b.c\n  to: d@e.f", 2,
	  "\"server\" is missing" },
	{ "sinks:\n- name: desk\n  kind: smtp\n  server: s\n  to: d@e.f", 2,
	  "\"from\" is missing" },
	{ "sinks:\n- name: desk\n  kind: smtp\n  server: s\n  from: a@b.c", 2,
	  "\"to\" is missing" },
	{ "sinks:\n- name: desk\n  kind: smtp\n  server: s\n  from: nobody\n  to: d@e.f", 5,
	  "from: expected an address" },
	{ "sinks:\n- name: desk\n  kind: smtp\n  server: s\n  from: a@b.c\n  to: [d@e.f, 'x@y z']",
	  6, "to: expected an address" },
	{ "sinks:\n- name: desk\n  kind: smtp\n  server: s\n  from: a@b.c\n  to: d@e.f\n  user: u",
	  2, "user and password-file go together" },
	{ "sinks:\n- name: desk\n  kind: exec", 2, "\"command\" is missing" },
	{ "sinks:\n- name: desk\n  kind: exec\n  command: true", 4, "the whole path" },
	{ "sinks:\n- name: desk\n  kind: exec\n  command: /nonexistent", 4, "cannot be run" },
	{ HOOK "  chat: 5", 5, "chat: goes not with \"kind: webhook\"" },
	{ HOOK "  server: s", 5, "server: goes not with" },
	{ HOOK "  secret-file: /nonexistent", 5, "secret-file: /nonexistent cannot be read" },
	{ HOOK "  timeout: 1h", 5, "timeout: " },
	{ HOOK "  retry-min: 2h", 5, "retry-min: " },
	{ HOOK "  max-per-hour: 0", 5, "max-per-hour: " },
	{ HOOK "  digest: hourly", 5, "is none of no, daily, weekly" },
	{ HOOK "  at: 24:00", 5, "at: expected a time of the day" },
	{ HOOK "  at: 8:00", 5, "at: expected a time of the day" },
	{ HOOK "  day: monday", 5, "did you mean mon" },
	{ HOOK "- name: desk\n  kind: webhook\n  address: https://b.org/", 5,
	  "the sink \"desk\" stands here already" },
	{ HOOK "rules:\n- to: desk", 6, "\"name\" is missing" },
	{ HOOK "rules:\n- name: news", 6, "\"to\" is missing" },
	{ HOOK "rules:\n- name: news\n  to: deks", 7, "did you mean desk" },
	{ RULE "- name: news\n  to: desk", 8, "the rule \"news\" stands here already" },
	{ RULE "  kinds: [rise, fal]", 8, "did you mean fall" },
	{ RULE "  packages: 2021-2024", 8, "did you mean 2021-2023" },
	{ RULE "  subjects: [all, gas-markt]", 8, "did you mean gas-market" },
	{ RULE "  measures: activity", 8, "measures: there is no \"activity\"" },
	{ RULE "  stages: in-progress", 8, "did you mean in_progress" },
	{ RULE "  sources: belta", 8, "did you mean belta-ru" },
	{ RULE "  severity: warn", 8, "is none of info, notice, warning" },
	{ RULE "  min-points: many", 8, "min-points: " },
	{ RULE "  language: fr", 8, "is none of en, ru" },
	{ RULE "  last: perhaps", 8, "last: " },
	{ RULE "  colour: red", 8, "colour" },
};

static void every_mistake_is_told_by_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(MISTAKES); i++) {
		struct fixture f = read_text(MISTAKES[i].yaml);

		if (f.mistakes.count != 1)
			fail_msg("%zu mistakes, the first of them %s, in\n%s", f.mistakes.count,
			         f.mistakes.count ? f.mistakes.list[0].text : "-",
			         MISTAKES[i].yaml);
		assert_string_equal(f.mistakes.list[0].file, "a.yaml");
		if (f.mistakes.list[0].line != MISTAKES[i].line ||
		    !strstr(f.mistakes.list[0].text, MISTAKES[i].says))
			fail_msg("%d: %s, in\n%s", f.mistakes.list[0].line, f.mistakes.list[0].text,
			         MISTAKES[i].yaml);
		arena_free(f.arena);
	}
}

static void all_mistakes_are_told_at_once(void **state)
{
	struct fixture f = read_text("langage: en\nsinks:\n- name: desk\n  kind: webhok\n"
	                             "rules:\n- name: news\n  to: [desk]\n  kinds: [rice]\n");

	(void)state;
	assert_int_equal(f.mistakes.count, 3);
	arena_free(f.arena);
}

static void a_password_is_not_sent_without_encryption(void **state)
{
	char path[] = "/tmp/integrad-secret-XXXXXX";
	int fd = mkstemp(path);
	struct fixture f;
	char *yaml;

	(void)state;
	assert_int_equal(write(fd, "word\n", 5), 5);
	close(fd);
	yaml = mem_printf("sinks:\n- name: desk\n  kind: smtp\n  server: s\n  from: a@b.c\n"
	                  "  to: d@e.f\n  user: u\n  password-file: %s\n  tls: none\n",
	                  path);
	f = read_text(yaml);
	assert_int_equal(f.mistakes.count, 1);
	assert_non_null(strstr(f.mistakes.list[0].text, "without encryption"));
	arena_free(f.arena);
	assert_int_equal(chmod(path, 0604), 0);
	f = read_text(yaml);
	assert_int_equal(f.mistakes.count, 2);
	assert_int_equal(f.mistakes.list[0].line, 8);
	assert_non_null(strstr(f.mistakes.list[0].text, "everybody may read"));
	arena_free(f.arena);
	unlink(path);
	free(yaml);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(four_lines_make_a_sink_and_a_rule),
		cmocka_unit_test(a_rule_has_its_own_of_what_is_general),
		cmocka_unit_test(every_mistake_is_told_by_its_line),
		cmocka_unit_test(all_mistakes_are_told_at_once),
		cmocka_unit_test(a_password_is_not_sent_without_encryption),
	};

	return cmocka_run_group_tests_name("alerts", tests, NULL, NULL);
}
