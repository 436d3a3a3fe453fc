#include "seal.h"

#include <stdio.h>
#include <string.h>

/* Type, length and bytes of each value: no two rows give the same. */
static void add_value(struct hash_state *state, sqlite3_stmt *stmt, int column)
{
	bool is_null = sqlite3_column_type(stmt, column) == SQLITE_NULL;
	const unsigned char *text = sqlite3_column_text(stmt, column);
	size_t len = (size_t)sqlite3_column_bytes(stmt, column);
	char head[32];

	snprintf(head, sizeof(head), "%c%zu:", is_null ? 'n' : 't', len);
	hash_add(state, head, strlen(head));
	if (text)
		hash_add(state, text, len);
}

void seal_row(struct query *row, const char *before, char out[HASH_HEX_SIZE])
{
	struct hash_state *state = hash_new();

	hash_add(state, before, strlen(before));
	for (int i = 0; i < SEAL_COUNT; i++)
		add_value(state, row->stmt, row->column++);
	hash_finish_hex(state, out);
}

void reading_key(const char *first, int reading, char out[HASH_HEX_SIZE])
{
	char text[HASH_HEX_SIZE + 16];

	if (reading == 1)
		snprintf(text, sizeof(text), "%s", first);
	else
		snprintf(text, sizeof(text), "%s %d", first, reading);
	if (reading == 1)
		memcpy(out, text, HASH_HEX_SIZE);
	else
		hash_sha256_hex(text, strlen(text), out);
}

int seal_head(struct store *store, char out[HASH_HEX_SIZE], struct err *err)
{
	struct query q = query_open(store, SQL_SEAL_HEAD);
	int rc = query_step(&q, err);

	snprintf(out, HASH_HEX_SIZE, "%s", rc > 0 ? query_peek_text(&q) : SEAL_NONE);
	query_close(&q);
	return rc < 0 ? -1 : 0;
}
