#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store/changes.h"
#include "store/decisions.h"
#include "store/figures.h"
#include "store/record.h"
#include "store/verify.h"

#define EACH(test) cmocka_unit_test_setup_teardown(test, record_setup, record_teardown)
#define SERIES "2021-2023/all/activities/completed/degree"

static struct store_article_id article_of(struct record *r, const char *address, const char *day)
{
	struct article a = record_made_article(address, day);

	a.title = address;
	return record_article(r, &a);
}

static int64_t claim_of(struct record *r, const char *address, const char *day, const char *value)
{
	struct store_article_id id = article_of(r, address, day);
	struct claim claim = record_made_claim(value, day);

	return record_claim(r, &claim, &id, NULL);
}

/* --- the ledger --- */

static int64_t enter(struct record *r, int64_t claim_id, enum change_kind kind, bool is_announced,
                     const char *json)
{
	const struct store_change change = {
		.recorded_s = RECORD_NOW + claim_id,
		.kind = kind,
		.severity = CHANGE_NOTICE,
		.series = SERIES,
		.claim_id = claim_id,
		.is_announced = is_announced,
		.json = json,
	};
	char hash[HASH_HEX_SIZE];
	int64_t id;

	if (store_add_change(r->store, &change, &id, hash, &r->err))
		fail_msg("%s", r->err.text);
	return id;
}

static void the_ledger_is_a_chain_of_hashes(void **state)
{
	struct record *r = *state;
	int64_t a = claim_of(r, "https://belta.by/1", "2023-01-12", "70"), id;
	char head[HASH_HEX_SIZE], expected[HASH_HEX_SIZE];
	char text[256];

	assert_int_equal(store_ledger_head(r->store, &id, head, &r->err), 0);
	assert_int_equal(id, 0);
	assert_int_equal(strspn(head, "0"), 64);
	enter(r, a, CHANGE_FIRST, true, "{\"a\":1}");
	snprintf(text, sizeof(text), "%s{\"a\":1}", head);
	hash_sha256_hex(text, strlen(text), expected);
	assert_int_equal(store_ledger_head(r->store, &id, head, &r->err), 0);
	assert_string_equal(head, expected);
	enter(r, a, CHANGE_HELD, false, "{}");
	snprintf(text, sizeof(text), "%s{}", expected);
	hash_sha256_hex(text, strlen(text), expected);
	assert_int_equal(store_ledger_head(r->store, &id, head, &r->err), 0);
	assert_string_equal(head, expected);
	assert_int_equal(id, 2);
}

static void an_event_without_a_claim_is_entered_once(void **state)
{
	struct record *r = *state;
	struct store_change change = {
		.recorded_s = RECORD_NOW,
		.kind = CHANGE_SOURCE_DOWN,
		.severity = CHANGE_WARNING,
		.event_key = "source-down:belta:7",
		.json = "{\"key\":\"source-down:belta:7\"}",
	};
	const struct store_change_filter all = { .limit = 0 };
	char hash[HASH_HEX_SIZE], again_hash[HASH_HEX_SIZE];
	struct store_change *list;
	int64_t id, again;
	size_t count;

	assert_int_equal(store_add_change(r->store, &change, &id, hash, &r->err), 0);
	assert_int_equal(store_add_change(r->store, &change, &again, again_hash, &r->err), 0);
	assert_int_equal(again, id);
	assert_string_equal(again_hash, hash);
	change.event_key = "source-down:belta:8";
	change.json = "{\"key\":\"source-down:belta:8\"}";
	assert_int_equal(store_add_change(r->store, &change, &again, hash, &r->err), 0);
	assert_true(again > id);
	assert_int_equal(store_list_changes(r->store, &all, r->arena, &list, &count, &r->err), 0);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].kind, CHANGE_SOURCE_DOWN);
	assert_int_equal(list[0].claim_id, 0);
	assert_true(record_sql(r, "INSERT OR REPLACE INTO changes (recorded_s, kind, severity,"
	                          " announced, json, prev_hash, hash, event_key)"
	                          " SELECT 1, kind, severity, 0, '{}', hash, 'x', event_key"
	                          " FROM changes ORDER BY id DESC LIMIT 1") != SQLITE_OK);
}

static void an_entry_is_made_once(void **state)
{
	struct record *r = *state;
	int64_t a = claim_of(r, "https://belta.by/1", "2023-01-12", "70");
	int64_t first = enter(r, a, CHANGE_FIRST, true, "{}");

	assert_int_equal(enter(r, a, CHANGE_FIRST, true, "{\"other\":1}"), first);
}

static void the_last_announced_figure_is_found(void **state)
{
	struct record *r = *state;
	int64_t a = claim_of(r, "https://belta.by/1", "2023-01-12", "70");
	int64_t b = claim_of(r, "https://belta.by/2", "2023-04-05", "80");
	struct figure *figure;

	assert_int_equal(store_last_announced(r->store, SERIES, r->arena, &figure, &r->err), 0);
	assert_null(figure);
	enter(r, a, CHANGE_FIRST, true, "{}");
	enter(r, b, CHANGE_CONFLICT, false, "{}");
	assert_int_equal(store_last_announced(r->store, SERIES, r->arena, &figure, &r->err), 0);
	assert_int_equal(figure->claim_id, a);
	enter(r, b, CHANGE_RISE, true, "{}");
	assert_int_equal(store_last_announced(r->store, SERIES, r->arena, &figure, &r->err), 0);
	assert_int_equal(figure->claim_id, b);
}

static void entries_are_listed_for_people_and_for_machines(void **state)
{
	struct record *r = *state;
	struct store_change_filter filter = { .limit = 2 };
	struct store_change *list;
	size_t count;

	for (int i = 1; i <= 4; i++) {
		char address[64];

		snprintf(address, sizeof(address), "https://belta.by/%d", i);
		enter(r, claim_of(r, address, "2023-01-12", "70"),
		      i == 4 ? CHANGE_RISE : CHANGE_RESTATED, false, "{}");
	}
	assert_int_equal(store_list_changes(r->store, &filter, r->arena, &list, &count, &r->err),
	                 0);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].id, 3); /* the newest two, in order */
	assert_int_equal(list[1].id, 4);
	assert_int_equal(list[1].kind, CHANGE_RISE);
	filter.newest_first = true;
	assert_int_equal(store_list_changes(r->store, &filter, r->arena, &list, &count, &r->err),
	                 0);
	assert_int_equal(list[0].id, 4);
	filter = (struct store_change_filter){ .after_id = 1, .limit = 2 };
	assert_int_equal(store_list_changes(r->store, &filter, r->arena, &list, &count, &r->err),
	                 0);
	assert_int_equal(count, 2);
	assert_int_equal(list[0].id, 2); /* what comes next */
	filter = (struct store_change_filter){ .kind = "rise" };
	assert_int_equal(store_list_changes(r->store, &filter, r->arena, &list, &count, &r->err),
	                 0);
	assert_int_equal(count, 1);
	filter = (struct store_change_filter){ .since_s = RECORD_NOW + 3 };
	assert_int_equal(store_list_changes(r->store, &filter, r->arena, &list, &count, &r->err),
	                 0);
	assert_int_equal(count, 2);
	filter = (struct store_change_filter){ .claim_id = 2 };
	assert_int_equal(store_list_changes(r->store, &filter, r->arena, &list, &count, &r->err),
	                 0);
	assert_int_equal(count, 1);
	filter = (struct store_change_filter){ .package = "2021-2023", .subject = "all" };
	assert_int_equal(store_list_changes(r->store, &filter, r->arena, &list, &count, &r->err),
	                 0);
	assert_int_equal(count, 4);
	filter = (struct store_change_filter){ .subject = "gas-market" };
	assert_int_equal(store_list_changes(r->store, &filter, r->arena, &list, &count, &r->err),
	                 0);
	assert_int_equal(count, 0);
}

static void nothing_recorded_is_altered_cut_or_replaced(void **state)
{
	static const char *const attacks[] = {
		"UPDATE claims SET value = '99'",
		"UPDATE claims SET status = 'held'",
		"DELETE FROM claims",
		"INSERT OR REPLACE INTO claims SELECT * FROM claims",
		"REPLACE INTO claims SELECT * FROM claims",
		"UPDATE OR REPLACE claims SET id = 2 WHERE id = 1",
		"UPDATE changes SET json = '{}'",
		"UPDATE changes SET recorded_s = 0",
		"DELETE FROM changes WHERE id = 2",
		"UPDATE articles SET address = 'http://elsewhere.test/'",
		"UPDATE articles SET outlet = 'x', published = '2023'",
		"REPLACE INTO articles SELECT * FROM articles",
		"UPDATE OR REPLACE articles SET id = 7",
		"UPDATE sources SET key = 'x'",
		"INSERT OR REPLACE INTO changes SELECT * FROM changes",
		"REPLACE INTO changes (id, recorded_s, kind, severity, series, claim_id, announced, json,"
		" prev_hash, hash) SELECT 1, recorded_s, kind, severity, series, claim_id, announced,"
		" 'x', prev_hash, 'y' FROM changes WHERE id = 1",
		("INSERT INTO changes (recorded_s, kind, severity, announced, json, prev_hash, hash)"
		 " VALUES (1, 'rise', 'notice', 0, '{}', 'no such hash', 'z')"),
		("INSERT INTO changes (id, recorded_s, kind, severity, announced, json, prev_hash, hash)"
		 " SELECT -5, 1, 'rise', 'notice', 0, '{}', hash, 'z' FROM changes"
		 " ORDER BY id DESC LIMIT 1"),
	};
	struct record *r = *state;
	int64_t a = claim_of(r, "https://belta.by/1", "2023-01-12", "70");
	int64_t b = claim_of(r, "https://belta.by/2", "2023-04-05", "80");

	enter(r, a, CHANGE_FIRST, true, "{}");
	enter(r, b, CHANGE_RISE, true, "{}");
	for (size_t i = 0; i < COUNT(attacks); i++)
		if (record_sql(r, attacks[i]) != SQLITE_CONSTRAINT)
			fail_msg("went through: %s", attacks[i]);
}

/* --- is it sound --- */

/* A rule simple enough for these tests: the figure of the latest day. */
static const struct figure *latest(const struct figure *list, size_t count)
{
	return count ? &list[count - 1] : NULL;
}

static struct store_report verified(struct record *r, const char *head)
{
	struct store_report report;

	if (store_verify(r->store, latest, head, r->arena, &report, &r->err))
		fail_msg("%s", r->err.text);
	return report;
}

/* An entry whose text says what its columns have, as the pipeline's entries do. */
static void enter_told(struct record *r, int64_t claim_id, enum change_kind kind)
{
	struct store_claim *stored;
	char stamp[DATE_STAMP_SIZE], published[DATE_TEXT_SIZE];

	assert_int_equal(store_find_claim(r->store, claim_id, r->arena, &stored, &r->err), 0);
	enter(r, claim_id, kind, true,
	      arena_printf(
		      r->arena,
		      "{\"announced\":true,\"change\":\"%s\",\"new\":{\"address\":\"%s\",\"claim\":\"%s\","
		      "\"outlet\":\"%s\",\"published\":\"%s\",\"source\":\"%s\"},"
		      "\"recorded\":\"%s\",\"series\":\"%s\",\"severity\":\"notice\"}",
		      change_kind_name(kind), stored->figure.address, stored->figure.natural_key,
		      stored->figure.outlet, date_format(stored->figure.published, published),
		      stored->figure.source, date_stamp_format(RECORD_NOW + claim_id, stamp),
		      SERIES));
}

static void fill(struct record *r)
{
	int64_t a = claim_of(r, "https://belta.by/1", "2023-01-12", "70");
	int64_t b = claim_of(r, "https://belta.by/2", "2023-04-05", "80");

	enter_told(r, a, CHANGE_FIRST);
	enter_told(r, b, CHANGE_RISE);
	assert_int_equal(store_set_current(r->store, SERIES, b, &r->err), 0);
}

static void a_sound_record_has_no_faults(void **state)
{
	struct record *r = *state;
	struct store_report report;
	char head[HASH_HEX_SIZE];
	int64_t id;

	fill(r);
	assert_int_equal(store_ledger_head(r->store, &id, head, &r->err), 0);
	report = verified(r, head);
	if (report.fault_count)
		fail_msg("%s", report.faults[0]);
	assert_int_equal(report.claim_count, 2);
	assert_int_equal(report.change_count, 2);
	assert_int_equal(report.series_count, 1);
}

struct damage {
	const char *sql;
	const char *words;
};

static void whoever_tampers_is_found_out(void **state)
{
	static const struct damage damages[] = {
		{ "DROP TRIGGER changes_keep; UPDATE changes SET json = '{\"n\":3}' WHERE id = 1",
		  "entry 1 was altered" },
		{ "DROP TRIGGER changes_keep; UPDATE changes SET json = 'no JSON' WHERE id = 1",
		  "entry 1 was altered" },
		{ "DROP TRIGGER changes_keep; UPDATE changes SET announced = 0 WHERE id = 1",
		  "its columns are not what its text says" },
		{ "DROP TRIGGER changes_keep; UPDATE changes SET severity = 'info' WHERE id = 1",
		  "its columns are not what its text says" },
		{ "DROP TRIGGER changes_keep; UPDATE changes SET recorded_s = 0 WHERE id = 1",
		  "its columns are not what its text says" },
		{ "DROP TRIGGER changes_keep; UPDATE changes SET claim_id = NULL WHERE id = 1",
		  "its columns are not what its text says" },
		{ "DROP TRIGGER changes_keep; UPDATE changes SET hash = 'f' WHERE id = 1",
		  "entry 2 does not follow" },
		{ "DROP TRIGGER changes_stay; DELETE FROM changes WHERE id = 1",
		  "entry 2 does not follow" },
		{ "DROP TRIGGER changes_stay; DELETE FROM changes WHERE id = 2",
		  "the number 2 of changes has been given out" },
		{ "DROP TRIGGER claims_keep; UPDATE claims SET value = '71' WHERE id = 1",
		  "claim 1 was altered" },
		{ "DROP TRIGGER claims_keep; UPDATE claims SET value = 'x' WHERE id = 1",
		  "has a value that is none" },
		{ "DROP TRIGGER claims_keep; UPDATE claims SET status = 'held' WHERE id = 1",
		  "claim 1 was altered, or one before it" },
		{ "DROP TRIGGER claims_keep; UPDATE claims SET confidence = 1 WHERE id = 2",
		  "claim 2 was altered, or one before it" },
		{ "DROP TRIGGER claims_keep; UPDATE claims SET quote = 'x' WHERE id = 1",
		  "claim 1 was altered, or one before it" },
		{ "DROP TRIGGER claims_keep; UPDATE claims SET seal = '' WHERE id = 1",
		  "claim 2 was altered, or one before it" },
		{ "DROP TRIGGER articles_keep; UPDATE articles SET address = 'x' WHERE id = 1",
		  "entry 1 of the ledger names another address" },
		{ "DROP TRIGGER articles_keep; UPDATE articles SET outlet = 'x' WHERE id = 2",
		  "entry 2 of the ledger names another address" },
		{ "DROP TRIGGER articles_keep; UPDATE articles SET published = '2023' WHERE id = 1",
		  "entry 1 of the ledger names another address" },
		{ "DROP TRIGGER sources_keep; UPDATE sources SET key = 'x'",
		  "entry 1 of the ledger names another address" },
		{ "UPDATE texts SET title = 'other' WHERE id = 1", "text 1 was altered" },
		{ "UPDATE texts SET text = x'00' WHERE id = 1", "cannot be read" },
		{ "UPDATE series SET current_id = 1", "should be claim 2, not 1" },
		{ "PRAGMA foreign_keys = OFF; DELETE FROM texts WHERE id = 1",
		  "refers to a row of texts that is not there" },
	};
	struct record *r = *state;

	for (size_t i = 0; i < COUNT(damages); i++) {
		struct store_report report;
		bool is_named = false;
		void *fresh;

		fill(r);
		assert_int_equal(record_sql(r, damages[i].sql), SQLITE_OK);
		report = verified(r, NULL);
		for (size_t k = 0; k < report.fault_count && k < STORE_FAULTS; k++)
			is_named |= strstr(report.faults[k], damages[i].words) != NULL;
		if (!is_named)
			fail_msg("%s: %s", damages[i].words,
			         report.fault_count ? report.faults[0] : "no fault");
		record_teardown((void **)&r);
		assert_int_equal(record_setup(&fresh), 0);
		*state = r = fresh;
	}
}

/* Claim 2 is rejected; the ledger names the decision as the pipeline does. */
static void reject(struct record *r)
{
	struct store_decision d = { .claim_id = 2,
		                    .decision = { .verdict = DECISION_REJECTED,
		                                  .who = "anna",
		                                  .why = "he spoke of trade",
		                                  .recorded_s = RECORD_NOW } };
	struct store_change change = { .recorded_s = RECORD_NOW,
		                       .kind = CHANGE_RETRACTED,
		                       .severity = CHANGE_NOTICE,
		                       .series = SERIES,
		                       .claim_id = 2,
		                       .event_key = "decision:1" };
	char hash[HASH_HEX_SIZE], *text;
	struct store_claim *stored;
	int64_t id;

	fill(r);
	assert_int_equal(store_find_claim(r->store, 2, r->arena, &stored, &r->err), 0);
	assert_int_equal(store_add_decision(r->store, &d, &d.decision.id, &r->err), 0);
	d.decision.claim = stored->figure.natural_key;
	text = decision_text(&d.decision);
	change.json = arena_printf(r->arena, "{\"decision\":%s,\"key\":\"decision:1\"}", text);
	free(text);
	assert_int_equal(store_add_change(r->store, &change, &id, hash, &r->err), 0);
	assert_int_equal(store_recount_series(r->store, SERIES, &r->err), 0);
}

static void whoever_tampers_with_a_decision_is_found_out(void **state)
{
	static const struct damage damages[] = {
		{ "DROP TRIGGER decisions_keep; UPDATE decisions SET why = 'no reason'",
		  "decision 1 is not the one that the ledger names" },
		{ "DROP TRIGGER decisions_keep; UPDATE decisions SET who = 'boris'",
		  "decision 1 is not the one that the ledger names" },
		{ "DROP TRIGGER decisions_keep; UPDATE decisions SET claim_id = 1",
		  "decision 1 is not the one that the ledger names" },
		{ "DROP TRIGGER decisions_stay; DELETE FROM decisions",
		  "entry 3 of the ledger names a decision that is not there" },
		{ "INSERT INTO decisions (claim_id, verdict, who, why, recorded_s)"
		  " VALUES (1, 'rejected', 'boris', '', 1)",
		  "decision 2 is not the one that the ledger names" },
		{ "UPDATE verdicts SET status = 'accepted'", "what is decided of claim 2" },
		{ "DELETE FROM verdicts", "what is decided of claim 2" },
		{ "INSERT INTO verdicts VALUES (1, 'rejected')", "what is decided of claim 1" },
		{ "UPDATE articles SET origin_id = 1 WHERE id = 2",
		  "the origin of article 2 is not the one that it joined" },
		{ "UPDATE series SET claim_count = 2", "are not as many as it says" },
		{ "UPDATE sources SET article_count = 7", "is not as much as it says" },
	};
	struct record *r = *state;

	for (size_t i = 0; i < COUNT(damages); i++) {
		struct store_report report;
		bool is_named = false;
		void *fresh;

		reject(r);
		if (verified(r, NULL).fault_count)
			fail_msg("%s", verified(r, NULL).faults[0]);
		assert_int_equal(record_sql(r, damages[i].sql), SQLITE_OK);
		report = verified(r, NULL);
		for (size_t k = 0; k < report.fault_count && k < STORE_FAULTS; k++)
			is_named |= strstr(report.faults[k], damages[i].words) != NULL;
		if (!is_named)
			fail_msg("%s: %s", damages[i].words,
			         report.fault_count ? report.faults[0] : "no fault");
		record_teardown((void **)&r);
		assert_int_equal(record_setup(&fresh), 0);
		*state = r = fresh;
	}
}

static void decisions_are_never_altered_deleted_or_replaced(void **state)
{
	static const char *const attacks[] = {
		"UPDATE decisions SET why = 'x'",
		"DELETE FROM decisions",
		"INSERT OR REPLACE INTO decisions SELECT * FROM decisions",
		"UPDATE OR REPLACE decisions SET id = 7",
	};
	struct record *r = *state;

	reject(r);
	for (size_t i = 0; i < COUNT(attacks); i++)
		if (record_sql(r, attacks[i]) != SQLITE_CONSTRAINT)
			fail_msg("went through: %s", attacks[i]);
}

static void a_ledger_that_was_cut_off_lacks_the_head_that_was_noted(void **state)
{
	struct record *r = *state;
	struct store_report report;
	char head[HASH_HEX_SIZE];
	int64_t id;

	fill(r);
	assert_int_equal(store_ledger_head(r->store, &id, head, &r->err), 0);
	assert_int_equal(record_sql(r,
	                            "DROP TRIGGER changes_stay; DELETE FROM changes WHERE id = 2;"
	                            " UPDATE sqlite_sequence SET seq = 1 WHERE name = 'changes'"),
	                 SQLITE_OK);
	assert_int_equal(verified(r, NULL).fault_count, 0);
	report = verified(r, head);
	assert_int_equal(report.fault_count, 1);
	assert_non_null(strstr(report.faults[0], "cut off"));
}

static void rebuilding_mends_the_cache_and_nothing_else(void **state)
{
	struct record *r = *state;
	char before[HASH_HEX_SIZE], after[HASH_HEX_SIZE];
	struct store_report report;
	int64_t id;

	fill(r);
	assert_int_equal(store_ledger_head(r->store, &id, before, &r->err), 0);
	assert_int_equal(store_set_current(r->store, SERIES, 1, &r->err), 0);
	record_begin(r);
	assert_int_equal(store_rebuild(r->store, latest, r->arena, &report, &r->err), 0);
	record_commit(r);
	assert_int_equal(report.fault_count, 1);
	assert_int_equal(verified(r, NULL).fault_count, 0);
	assert_int_equal(store_rebuild(r->store, latest, r->arena, &report, &r->err), 0);
	assert_int_equal(report.fault_count, 0);
	assert_int_equal(store_ledger_head(r->store, &id, after, &r->err), 0);
	assert_string_equal(after, before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(the_ledger_is_a_chain_of_hashes),
		EACH(an_entry_is_made_once),
		EACH(an_event_without_a_claim_is_entered_once),
		EACH(the_last_announced_figure_is_found),
		EACH(entries_are_listed_for_people_and_for_machines),
		EACH(nothing_recorded_is_altered_cut_or_replaced),
		EACH(a_sound_record_has_no_faults),
		EACH(whoever_tampers_is_found_out),
		EACH(whoever_tampers_with_a_decision_is_found_out),
		EACH(decisions_are_never_altered_deleted_or_replaced),
		EACH(a_ledger_that_was_cut_off_lacks_the_head_that_was_noted),
		EACH(rebuilding_mends_the_cache_and_nothing_else),
	};

	return cmocka_run_group_tests_name("store/ledger", tests, NULL, NULL);
}
