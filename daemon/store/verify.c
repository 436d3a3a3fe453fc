#include "store/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "check.h"
#include "decided.h"
#include "ledger.h"
#include "query.h"
#include "rows.h"
#include "seal.h"
#include "text.h"

#define TEXT_ARENA_BYTES (64 * (size_t)MIB)

void check_fault(struct check *c, const char *fmt, ...)
{
	char text[512];
	va_list args;

	if (c->report.fault_count++ >= STORE_FAULTS)
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	c->report.faults[c->report.fault_count - 1] = arena_strdup(c->arena, text);
}

/* --- the file --- */

static int check_pages(struct check *c, struct err *err)
{
	struct query q = query_open(c->store, SQL_QUICK_CHECK);
	int rc;

	while ((rc = query_step(&q, err)) > 0) {
		const char *line = query_peek_text(&q);

		if (strcmp(line, "ok") == 0)
			continue;
		c->report.is_damaged = true;
		check_fault(c, "file: %s", line);
	}
	query_close(&q);
	return rc;
}

static int check_foreign_keys(struct check *c, struct err *err)
{
	struct query q = query_open(c->store, SQL_FOREIGN_KEY_CHECK);
	int rc;

	while ((rc = query_step(&q, err)) > 0) {
		const char *table = arena_strdup(c->arena, query_peek_text(&q));
		int64_t row = query_get_int(&q);

		check_fault(c, "%s: row %lld refers to a row of %s that is not there", table,
		            (long long)row, query_peek_text(&q));
	}
	query_close(&q);
	return rc;
}

/* --- the ledger --- */

static void check_entry(struct check *c, struct query *q, int64_t *last_id,
                        char last_hash[HASH_HEX_SIZE])
{
	int64_t id = query_get_int(q);
	const char *json = query_peek_text(q), *prev_hash = query_peek_text(q);
	const char *hash = query_peek_text(q);
	char expected[HASH_HEX_SIZE];

	ledger_hash(prev_hash, json, expected);
	if (strcmp(prev_hash, last_hash) != 0)
		check_fault(
			c,
			"changes: entry %lld does not follow entry %lld: one between was cut out or "
			"altered",
			(long long)id, (long long)*last_id);
	if (strcmp(hash, expected) != 0)
		check_fault(c, "changes: entry %lld was altered: its text does not give its hash",
		            (long long)id);
	if (!query_get_int(q))
		check_fault(
			c,
			"changes: entry %lld was altered: its columns are not what its text says",
			(long long)id);
	if (c->head && strcmp(hash, c->head) == 0)
		c->head_was_seen = true;
	snprintf(last_hash, HASH_HEX_SIZE, "%s", hash);
	*last_id = id;
	c->report.change_count++;
}

static int check_ledger(struct check *c, struct err *err)
{
	struct query q = query_open(c->store, SQL_WALK_CHANGES);
	char last_hash[HASH_HEX_SIZE];
	int64_t last_id = 0;
	int rc;

	ledger_genesis(last_hash);
	c->head_was_seen = c->head && strcmp(c->head, last_hash) == 0;
	while ((rc = query_step(&q, err)) > 0)
		check_entry(c, &q, &last_id, last_hash);
	query_close(&q);
	if (rc == 0 && c->head && !c->head_was_seen)
		check_fault(
			c, "changes: no entry has the hash %s: the ledger was cut off or rewritten",
			c->head);
	return rc;
}

/* The article under a claim is the one that the ledger tells of. */
static int check_articles(struct check *c, struct err *err)
{
	return check_none(c, SQL_STRAYED_CHANGES, "articles: entry",
	                  "of the ledger names another address, outlet, source or date than the "
	                  "article of its claim has: the article was altered",
	                  err);
}

/* --- claims and texts --- */

static int check_claims(struct check *c, struct err *err)
{
	struct query q = query_open(c->store, SQL_WALK_CLAIMS);
	int rc;

	while ((rc = query_step(&q, err)) > 0) {
		struct arena *arena = arena_new(MIB);
		struct figure figure;
		char first[HASH_HEX_SIZE], key[HASH_HEX_SIZE];
		struct err row_err;

		c->report.claim_count++;
		memset(&figure, 0, sizeof(figure));
		if (read_figure(&q, arena, &figure, &row_err)) {
			check_fault(c, "claims: %s", row_err.text);
		} else {
			claim_natural_key(&figure.claim, query_peek_text(&q), first);
			reading_key(first, (int)query_get_int(&q), key);
			if (strcmp(key, figure.natural_key) != 0)
				check_fault(
					c,
					"claims: claim %lld was altered: its fields do not give its "
					"natural key",
					(long long)figure.claim_id);
		}
		arena_free(arena);
	}
	query_close(&q);
	return rc;
}

/* Claims that were recorded before there were seals have none; behind the first all have one. */
static int check_seals(struct check *c, struct err *err)
{
	struct query q = query_open(c->store, SQL_WALK_SEALS);
	char before[HASH_HEX_SIZE] = SEAL_NONE, expected[HASH_HEX_SIZE];
	int rc;

	while ((rc = query_step(&q, err)) > 0) {
		int64_t id = query_get_int(&q);
		const char *seal = query_peek_text(&q);

		if (!seal[0] && !before[0])
			continue;
		seal_row(&q, before, expected);
		if (strcmp(seal, expected) != 0)
			check_fault(
				c,
				"claims: claim %lld was altered, or one before it was: it does not "
				"give its seal",
				(long long)id);
		snprintf(before, sizeof(before), "%s", seal);
	}
	query_close(&q);
	return rc;
}

static void check_text(struct check *c, struct query *q)
{
	struct arena *arena = arena_new(TEXT_ARENA_BYTES);
	int64_t id = query_get_int(q);
	const char *sha256 = query_get_text(q, arena), *title = query_get_text(q, arena);
	const char *text;
	char expected[HASH_HEX_SIZE];
	struct err row_err;
	size_t packed_len;
	const void *packed = query_peek_blob(q, &packed_len);

	if (text_unpack(packed, packed_len, (size_t)query_get_int(q), arena, &text, &row_err)) {
		check_fault(c, "texts: text %lld: %s", (long long)id, row_err.text);
	} else {
		text_hash(title, text, expected);
		if (strcmp(sha256, expected) != 0)
			check_fault(c, "texts: text %lld was altered: it does not give its SHA-256",
			            (long long)id);
	}
	arena_free(arena);
}

static int check_texts(struct check *c, struct err *err)
{
	struct query q = query_open(c->store, SQL_WALK_TEXTS);
	int rc;

	while ((rc = query_step(&q, err)) > 0)
		check_text(c, &q);
	query_close(&q);
	return rc;
}

/* --- decisions --- */

static int check_decision(struct check *c, struct query *q, struct err *err)
{
	struct arena *arena = arena_new(MIB);
	struct store_decision decision = { .claim_id = 0 };
	int rc = read_decision(q, arena, &decision, err);
	char *text;

	if (rc == 0) {
		text = decision_text(&decision.decision);
		if (strcmp(text, query_peek_text(q)) != 0)
			check_fault(c,
			            "decisions: decision %lld is not the one that the ledger names",
			            (long long)decision.decision.id);
		MEM_FREE(text);
	}
	arena_free(arena);
	return rc;
}

int check_none(struct check *c, enum sql_id id, const char *before, const char *after,
               struct err *err)
{
	struct query q = query_open(c->store, id);
	int rc;

	while ((rc = query_step(&q, err)) > 0)
		check_fault(c, "%s %s %s", before, query_peek_text(&q), after);
	query_close(&q);
	return rc;
}

static int check_decisions(struct check *c, struct err *err)
{
	struct query q = query_open(c->store, SQL_WALK_DECISIONS);
	int rc;

	while ((rc = query_step(&q, err)) > 0 && (rc = check_decision(c, &q, err)) == 0)
		;
	query_close(&q);
	if (rc < 0)
		return -1;
	return check_none(c, SQL_LOST_DECISIONS, "decisions: entry",
	                  "of the ledger names a decision that is not there", err);
}

/* SQLite remembers the last id that it gave; who cut the end off and hid that, --head finds. */
static int check_end(struct check *c, struct err *err)
{
	return check_none(c, SQL_CUT_OFF, "record: the number",
	                  "has been given out, and what had it is gone: the end was cut off", err);
}

typedef int check_fn(struct check *c, struct err *err);

static check_fn *const checks[] = {
	check_pages, check_foreign_keys, check_ledger,    check_articles, check_claims,
	check_seals, check_texts,        check_decisions, check_end,      check_derived,
};

/* One damaged page stops many checks in the same words. */
static void note_damage(struct check *c, const struct err *found)
{
	size_t listed = c->report.fault_count < STORE_FAULTS ? c->report.fault_count : STORE_FAULTS;

	c->report.is_damaged = true;
	for (size_t i = 0; i < listed; i++)
		if (strcmp(c->report.faults[i], found->text) == 0)
			return;
	check_fault(c, "%s", found->text);
}

/* What is too broken to be read on is a fault, too; the other checks go on. */
static int run_checks(struct check *c, struct err *err)
{
	struct err found;

	for (size_t i = 0; i < COUNT(checks); i++) {
		if (checks[i](c, &found) == 0)
			continue;
		if (found.kind != ERR_BROKEN) {
			*err = found;
			return -1;
		}
		note_damage(c, &found);
	}
	return 0;
}

int store_verify(struct store *store, store_choose_fn *choose, const char *head,
                 struct arena *arena, struct store_report *ret_report, struct err *err)
{
	struct check c = { .store = store,
		           .choose = choose,
		           .head = head,
		           .arena = arena,
		           .what_now = ": run `integractl rebuild`" };
	bool has_own_moment = sqlite3_get_autocommit(store->db) != 0;
	int rc;

	/* a daemon may go on writing: all checks are to see one moment */
	if (has_own_moment && store_begin_read(store, err))
		return -1;
	c.report.faults = arena_array(arena, STORE_FAULTS, sizeof(*c.report.faults));
	rc = run_checks(&c, err);
	if (has_own_moment)
		store_end_read(store);
	if (rc == 0)
		*ret_report = c.report;
	return rc;
}
