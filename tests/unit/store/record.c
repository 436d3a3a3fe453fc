#include "store/record.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "store/sources.h"

static void open_writer(struct record *r)
{
	if (store_open(r->path, STORE_READ_WRITE, &r->store, &r->err))
		fail_msg("%s", r->err.text);
}

int record_setup(void **state)
{
	struct record *r = calloc(1, sizeof(*r));

	snprintf(r->dir, sizeof(r->dir), "/tmp/integrad-test-XXXXXX");
	if (!mkdtemp(r->dir))
		return -1;
	snprintf(r->path, sizeof(r->path), "%s/integrad.db", r->dir);
	r->arena = arena_new(64 * MIB);
	open_writer(r);
	if (store_source_id(r->store, "belta", &r->source_id, &r->err))
		return -1;
	*state = r;
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

int record_teardown(void **state)
{
	struct record *r = *state;

	store_close(r->store);
	arena_free(r->arena);
	nftw(r->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(r);
	return 0;
}

struct store *record_reader(struct record *r)
{
	struct store *reader;

	if (store_open(r->path, STORE_READ_ONLY, &reader, &r->err))
		fail_msg("%s", r->err.text);
	return reader;
}

void record_reopen(struct record *r)
{
	store_close(r->store);
	open_writer(r);
}

sqlite3 *record_raw(struct record *r)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(r->path, &db), SQLITE_OK);
	return db;
}

int record_sql(struct record *r, const char *sql)
{
	sqlite3 *db = record_raw(r);
	int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);

	sqlite3_close(db);
	return rc;
}

void record_begin(struct record *r)
{
	if (store_begin(r->store, &r->err))
		fail_msg("%s", r->err.text);
}

void record_commit(struct record *r)
{
	if (store_commit(r->store, &r->err))
		fail_msg("%s", r->err.text);
}

struct store_article_id record_article(struct record *r, const struct article *article)
{
	const struct store_arrival arrival = {
		.source_id = r->source_id,
		.outlet = "BelTA",
		.fetched_s = RECORD_NOW,
		.recorded_s = RECORD_NOW,
	};
	struct store_article_id id;

	if (store_add_article(r->store, article, &arrival, &id, &r->err))
		fail_msg("%s", r->err.text);
	return id;
}

struct article record_made_article(const char *address, const char *day)
{
	struct article a = {
		.guid = "",
		.address = address,
		.title = "On the programmes",
		.text = "Of the activities 80% were carried out.",
		.author = "",
		.language = "en",
		.has_published = true,
	};

	assert_true(date_parse(day, strlen(day), &a.published));
	a.published_s = (int64_t)date_first_day(a.published) * 24 * 3600 + 9 * 3600;
	return a;
}

struct claim record_made_claim(const char *value, const char *as_of)
{
	struct claim c = {
		.package = "2021-2023",
		.subject = CLAIM_ALL,
		.measure = CLAIM_ACTIVITIES,
		.quote = "80%",
		.offset = 18,
		.length = 3,
		.confidence = 950,
		.reasons = "base 0.95",
		.trace = "[]",
	};

	assert_true(decimal_parse(value, strlen(value), &c.value));
	assert_true(date_parse(as_of, strlen(as_of), &c.as_of));
	return c;
}

int64_t record_claim(struct record *r, const struct claim *claim,
                     const struct store_article_id *article, bool *ret_is_new)
{
	const struct store_claim_facts facts = {
		.trust = SOURCE_TRUST_AGENCY,
		.threshold = 600,
		.engine = "1",
		.lexicon = "2",
		.recorded_s = RECORD_NOW,
	};
	bool is_new;
	int64_t id;

	if (store_add_claim(r->store, claim, article, &facts, &id,
	                    ret_is_new ? ret_is_new : &is_new, &r->err))
		fail_msg("%s", r->err.text);
	return id;
}
