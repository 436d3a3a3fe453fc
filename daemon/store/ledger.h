/* The hash chain of the ledger. */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "base/hash.h"

/* What the first entry follows: 64 zeros. */
void ledger_genesis(char out[HASH_HEX_SIZE]);
/* SHA-256 of the hash before, as 64 hex digits, and the entry's JSON. */
void ledger_hash(const char *prev_hash, const char *json, char out[HASH_HEX_SIZE]);

#endif
