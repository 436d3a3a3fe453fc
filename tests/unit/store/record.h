/* A record in a folder of its own, and short ways to fill it. */
#ifndef TESTS_STORE_RECORD_H
#define TESTS_STORE_RECORD_H

#include <sqlite3.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/article.h"
#include "store/articles.h"
#include "store/claims.h"
#include "store/store.h"

#define RECORD_NOW INT64_C(1700000000)

struct record {
	char dir[64];
	char path[96];
	struct store *store; /* a writer */
	struct arena *arena;
	struct err err;
	int64_t source_id;
};

/* For cmocka_unit_test_setup_teardown: *state is a struct record. */
int record_setup(void **state);
int record_teardown(void **state);

struct store *record_reader(struct record *r); /* yours to close */
void record_reopen(struct record *r);
/* Another program's connection, with no pragma of ours; yours to close. */
sqlite3 *record_raw(struct record *r);
/* Runs SQL there; the answer is SQLite's code. */
int record_sql(struct record *r, const char *sql);

/* Each fails the test where the record says no. */
void record_begin(struct record *r);
void record_commit(struct record *r);
struct store_article_id record_article(struct record *r, const struct article *article);
/* An article of an address with a title and text made of it, of a day. */
struct article record_made_article(const char *address, const char *day);
struct claim record_made_claim(const char *value, const char *as_of);
int64_t record_claim(struct record *r, const struct claim *claim,
                     const struct store_article_id *article, bool *ret_is_new);

#endif
