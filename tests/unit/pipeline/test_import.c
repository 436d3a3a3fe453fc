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
#include "pipeline/import.h"
#include "store/changes.h"
#include "store/claims.h"
#include "store/store.h"
#include "store/unread.h"

#define NOW 1700000000

struct fixture {
	char folder[64];
	struct store *store;
	struct arena *arena;
};

static int set_up(void **state)
{
	struct fixture *f = mem_alloc(sizeof(*f));
	char path[96];
	struct err err;

	snprintf(f->folder, sizeof(f->folder), "/tmp/integrad-test-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(path, sizeof(path), "%s/integrad.db", f->folder);
	assert_int_equal(store_open(path, STORE_READ_WRITE, &f->store, &err), 0);
	f->arena = arena_new(64 * MIB);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char command[128];

	store_close(f->store);
	arena_free(f->arena);
	snprintf(command, sizeof(command), "rm -r '%s'", f->folder);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static struct import_options options_of(struct fixture *f)
{
	return (struct import_options){
		.store = f->store,
		.threshold = 600,
		.now_s = NOW,
		.timezone = "Europe/Minsk",
		.leaves_unread = true,
	};
}

static int import(struct fixture *f, const char *text, const char ***ret_mistakes,
                  size_t *ret_mistake_count, struct import_counts *ret_counts)
{
	const struct import_options options = options_of(f);
	struct err err;
	int done = import_lines(&options, text, strlen(text), f->arena, ret_mistakes,
	                        ret_mistake_count, ret_counts, &err);

	if (done < 0)
		assert_int_equal(err.kind, ERR_INPUT);
	return done;
}

static size_t count_changes(struct fixture *f, const char *kind)
{
	const struct store_change_filter filter = { .kind = kind };
	struct store_change *list;
	size_t count;
	struct err err;

	assert_int_equal(store_list_changes(f->store, &filter, f->arena, &list, &count, &err), 0);
	return count;
}

#define CLAIM_LINE \
	"{\"published\":\"2023-01\",\"url\":\"https://example.org/a?utm_source=x\"," \
	"\"outlet\":\"Example\",\"package\":\"2021-2023\",\"subject\":\"all\"," \
	"\"measure\":\"activities\",\"unit\":\"percent\",\"value\":70,\"bound\":\"about\"," \
	"\"as_of\":\"2023-01-12\",\"note\":\"for people\"}\n"

static void a_claim_line_becomes_backfill(void **state)
{
	struct fixture *f = *state;
	struct import_counts counts;
	const char **mistakes;
	size_t mistake_count;

	assert_int_equal(import(f, "\n" CLAIM_LINE, &mistakes, &mistake_count, &counts), 0);
	assert_int_equal(counts.articles, 1);
	assert_int_equal(counts.claims, 1);
	assert_int_equal(counts.changes, 1);
	assert_int_equal(count_changes(f, "backfill"), 1);
	assert_int_equal(count_changes(f, NULL), 1);
}

static void the_same_lines_again_change_nothing(void **state)
{
	struct fixture *f = *state;
	struct import_counts counts;
	const char **mistakes;
	size_t mistake_count;

	assert_int_equal(import(f, CLAIM_LINE, &mistakes, &mistake_count, &counts), 0);
	assert_int_equal(import(f, CLAIM_LINE CLAIM_LINE, &mistakes, &mistake_count, &counts), 0);
	assert_int_equal(counts.articles, 0);
	assert_int_equal(counts.claims, 0);
	assert_int_equal(counts.known, 2);
	assert_int_equal(count_changes(f, NULL), 1);
}

static void one_mistake_keeps_the_whole_import_out(void **state)
{
	static const struct {
		const char *line;
		const char *mistake;
	} rows[] = {
		{ "nonsense\n", "line 2: no JSON" },
		{ "[]\n", "line 2: expected a JSON object" },
		{ "{\"published\":\"soon\",\"url\":\"https://example.org/b\",\"title\":\"T\"}\n",
		  "line 2: published" },
		{ "{\"published\":\"2023-01-01\",\"title\":\"T\"}\n", "line 2: an article needs" },
		{ "{\"published\":\"2023-01-01\",\"url\":\"ftp://example.org/\"}\n",
		  "line 2: url" },
		{ "{\"published\":\"2023-01-01\",\"url\":\"https://example.org/b\","
		  "\"measure\":\"dreams\"}\n",
		  "line 2: " },
		{ "{\"published\":\"2023-01-01\",\"url\":\"https://example.org/b\","
		  "\"trust\":\"blind\"}\n",
		  "line 2: trust" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		char *text = mem_printf("%s%s", CLAIM_LINE, rows[i].line);
		struct import_counts counts;
		const char **mistakes;
		size_t mistake_count;

		assert_int_equal(import(f, text, &mistakes, &mistake_count, &counts), -1);
		assert_int_equal(mistake_count, 1);
		assert_memory_equal(mistakes[0], rows[i].mistake, strlen(rows[i].mistake));
		assert_int_equal(count_changes(f, NULL), 0);
		free(text);
	}
}

static void an_article_without_claims_waits_for_the_reader(void **state)
{
	struct fixture *f = *state;
	struct store_article *article;
	enum source_trust trust;
	struct err err;
	int64_t id;
	struct import_counts counts;
	const char **mistakes;
	size_t mistake_count;

	assert_int_equal(import(f,
	                        "{\"published\":\"2023-04-05T10:00:00+03:00\","
	                        "\"url\":\"https://example.org/a\",\"title\":\"One\","
	                        "\"trust\":\"official\",\"text\":\"Text\"}\n"
	                        "{\"published\":\"2023-04-05\",\"url\":\"https://example.org/b\","
	                        "\"title\":\"Two\",\"text\":\"Text\",\"claims\":[]}\n",
	                        &mistakes, &mistake_count, &counts),
	                 0);
	assert_int_equal(counts.articles, 2);
	assert_int_equal(counts.queued, 1);
	assert_int_equal(store_next_unread(f->store, 0, &id, &trust, &err), 0);
	assert_int_equal(store_find_article(f->store, id, 0, f->arena, &article, &err), 0);
	assert_string_equal(article->article.title, "One");
	assert_int_equal(trust, SOURCE_TRUST_OFFICIAL);
	assert_int_equal(store_next_unread(f->store, id, &id, &trust, &err), 0);
	assert_int_equal(id, 0); /* no other waits */
}

static void recorded_history_is_imported_once(void **state)
{
	struct fixture *f = *state;
	struct claim claim = {
		.package = "2021-2023",
		.subject = CLAIM_ALL,
		.measure = CLAIM_ACTIVITIES,
		.stage = CLAIM_COMPLETED,
		.unit = CLAIM_PERCENT,
		.value = { 70, 0 },
		.as_of = date_day(2023, 1, 12),
		.quote = "",
		.confidence = 1000,
		.reasons = "",
		.trace = "[]",
	};
	struct history_item item = {
		.article = { .guid = "",
		             .address = "https://example.org/a",
		             .title = "",
		             .text = "",
		             .author = "",
		             .language = "",
		             .published = date_month(2023, 1),
		             .claims = &claim,
		             .claim_count = 1 },
		.outlet = "Example",
		.trust = SOURCE_TRUST_MEDIA,
	};
	const struct history history = { .list = &item, .count = 1, .claim_count = 1 };
	const struct import_options options = options_of(f);
	struct import_counts counts;
	struct err err;

	assert_int_equal(import_history(&options, &history, &counts, &err), 0);
	assert_int_equal(counts.claims, 1);
	assert_int_equal(count_changes(f, "backfill"), 1);
	assert_int_equal(import_history(&options, &history, &counts, &err), 0);
	assert_int_equal(counts.claims, 0);
	assert_int_equal(counts.known, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_claim_line_becomes_backfill, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_same_lines_again_change_nothing, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(one_mistake_keeps_the_whole_import_out, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(an_article_without_claims_waits_for_the_reader,
		                                set_up, tear_down),
		cmocka_unit_test_setup_teardown(recorded_history_is_imported_once, set_up,
		                                tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
