/*
 * The chain of claims. A claim's seal is the SHA-256 of the seal before it and
 * of all that its row says, with the article's key and the text's SHA-256 in
 * place of our row numbers. An entry of the ledger names the seal of its claim,
 * so that the ledger's hash proves every claim up to that one: those that made
 * no entry, too.
 */
#ifndef STORE_SEAL_H
#define STORE_SEAL_H

#include "base/hash.h"
#include "query.h"

/* The columns of a claim's row that are sealed; SEAL_COUNT of them. */
#define SEAL_COUNT 34

/* What the first seal follows, and what a claim has that was recorded before there were any. */
#define SEAL_NONE ""

/*
 * The seal of the row whose next SEAL_COUNT columns hold the sealed values, in
 * the order of SEAL_COLUMNS.
 */
void seal_row(struct query *row, const char *before, char out[HASH_HEX_SIZE]);

/*
 * The natural key of a claim's nth reading: the claim's own for the first, else
 * the SHA-256 of that, a space and the number.
 */
void reading_key(const char *first, int reading, char out[HASH_HEX_SIZE]);

/* The seal of the newest claim. */
int seal_head(struct store *store, char out[HASH_HEX_SIZE], struct err *err) MUST_CHECK;

#endif
