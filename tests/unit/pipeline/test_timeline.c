/*
 * The figures that were really reported since 2022, each fed as news of its
 * day in the order of publication, give the ledger that a person would write:
 * tests/golden/timeline.ledger, where the interesting entries are explained.
 * With an argument the program prints that ledger instead.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "config/config.h"
#include "pipeline/commit.h"
#include "store/sources.h"

#define CONFIG "config/integrad.yaml"
#define GOLDEN "tests/golden/timeline.ledger"
#define LINE_SIZE 512
#define LONG_AGO INT64_C(1609459200) /* the start of 2021: all that follows is news */
#define NOON_S INT64_C(43200)

struct ledger {
	char folder[64];
	struct store *store;
	struct arena *arena;
	struct config *config;
	struct buf text;
};

static int set_up(void **state)
{
	struct ledger *l = mem_alloc(sizeof(*l));
	struct tree_mistakes mistakes = { 0 };
	struct err err;
	char *path;

	l->arena = mistakes.arena = arena_new(256 * MIB);
	l->config = config_load(CONFIG, &mistakes);
	snprintf(l->folder, sizeof(l->folder), "/tmp/integrad-test-XXXXXX");
	if (!l->config || !mkdtemp(l->folder))
		return -1;
	path = mem_printf("%s/integrad.db", l->folder);
	if (store_open(path, STORE_READ_WRITE, &l->store, &err) < 0)
		return -1;
	free(path);
	buf_init(&l->text, MIB);
	*state = l;
	return 0;
}

static int tear_down(void **state)
{
	struct ledger *l = *state;
	char *command = mem_printf("rm -r '%s'", l->folder);
	int status;

	store_close(l->store);
	config_free(l->config);
	buf_done(&l->text);
	arena_free(l->arena);
	status = system(command);
	free(command);
	free(l);
	return status;
}

static void format_figure(const struct claim *claim, char *out, size_t size)
{
	char value[DECIMAL_TEXT_SIZE], high[DECIMAL_TEXT_SIZE] = "";
	char total[DECIMAL_TEXT_SIZE] = "";

	decimal_format(claim->value, value);
	if (claim->has_high)
		decimal_format(claim->high, high);
	if (claim->has_total)
		decimal_format(claim->total, total);
	snprintf(out, size, "%s %s%s%s%s%s%s", claim_bound_name(claim->bound), value,
	         claim->has_high ? "-" : "", high, claim->has_total ? " of " : "", total,
	         claim->unit == CLAIM_PERCENT ? "%" : "");
}

/* published kind series old → new as-of speaker (outlet) */
static void write_entry(struct ledger *l, const struct commit_entry *made, const char *outlet)
{
	const struct claim *claim = &made->fresh.claim;
	char published[DATE_TEXT_SIZE], as_of[DATE_TEXT_SIZE], series[CLAIM_SERIES_SIZE];
	char old[LINE_SIZE / 4] = "", now[LINE_SIZE / 4];

	date_format(made->fresh.published, published);
	date_format(claim->as_of, as_of);
	claim_series(claim, series);
	if (made->entry.old) {
		format_figure(&made->entry.old->claim, old, sizeof(old) - 8);
		strcat(old, " -> ");
	}
	format_figure(claim, now, sizeof(now));
	if (buf_printf(&l->text, "%s %s%s %s %s%s @%s %s (%s)\n", published,
	               change_kind_name(made->entry.kind), made->entry.is_certain ? "!" : "",
	               series, old, now, as_of, claim->speaker ? claim->speaker : "-", outlet) < 0)
		abort();
}

/* One article as news of the day it bears. */
static void feed(struct ledger *l, const struct history_item *item)
{
	struct commit_source source = { .key = item->outlet,
		                        .outlet = item->outlet,
		                        .trust = item->trust,
		                        .first_poll_s = LONG_AGO,
		                        .first_reply_s = LONG_AGO };
	struct article article = item->article;
	struct store_article_id id;
	struct commit commit;
	struct err err = { 0 };

	article.has_published = true;
	article.published_s = date_last_day(article.published) * INT64_C(86400) + NOON_S;
	commit_init(&commit, l->store, l->arena, article.published_s);
	commit.engine = "import";
	commit.threshold = l->config->options.accept_threshold;
	if (store_begin(l->store, &err) < 0 ||
	    store_source_id(l->store, source.key, &source.id, &err) < 0 ||
	    commit_add_article(&commit, &article, &source, false, &id, &err) < 0 ||
	    commit_compare(&commit, &err) < 0 || store_commit(l->store, &err) < 0)
		fail_msg("%s: %s", item->article.address, err.text);
	for (size_t i = 0; i < commit.entry_count; i++)
		write_entry(l, &commit.entries[i], item->outlet);
	commit_done(&commit);
}

static const char *ledger_of(struct ledger *l)
{
	const struct history *history = &l->config->history;

	for (size_t i = 0; i < history->count; i++)
		feed(l, &history->list[i]);
	return l->text.data;
}

/* The next line of the golden file that is an entry; false at its end. */
static bool next_line(FILE *in, char line[LINE_SIZE])
{
	while (fgets(line, LINE_SIZE, in))
		if (line[0] != '#' && line[0] != '\n')
			return true;
	return false;
}

static void the_figures_of_these_years_give_the_ledger_of_a_person(void **state)
{
	const char *made = ledger_of(*state);
	FILE *in = fopen(GOLDEN, "re");
	char line[LINE_SIZE];
	size_t number = 0;

	assert_non_null(in);
	for (; next_line(in, line); made += strlen(line)) {
		number++;
		if (strncmp(made, line, strlen(line)) != 0)
			fail_msg("entry %zu is %.*snot %s", number, (int)(strcspn(made, "\n") + 1),
			         made, line);
	}
	fclose(in);
	assert_string_equal(made, "");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			the_figures_of_these_years_give_the_ledger_of_a_person, set_up, tear_down),
	};
	void *state;

	(void)argv;
	if (argc == 1)
		return cmocka_run_group_tests(tests, NULL, NULL);
	if (set_up(&state) < 0)
		return 1;
	fputs(ledger_of(state), stdout);
	return tear_down(&state);
}
