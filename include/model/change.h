/* A change: one entry of the ledger, what was learnt and when (DESIGN §5). */
#ifndef MODEL_CHANGE_H
#define MODEL_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/claim.h"

enum change_kind {
	CHANGE_FIRST,
	CHANGE_BACKFILL,
	CHANGE_REFINED,
	CHANGE_RESTATED,
	CHANGE_REVISED,
	CHANGE_CONFLICT,
	CHANGE_RISE,
	CHANGE_FALL,
	CHANGE_COMPLETE,
	CHANGE_EXPECTED,
	CHANGE_EXPECTED_MOVED,
	CHANGE_HELD,
	/* what the clock made of them */
	CHANGE_DEADLINE_MET,
	CHANGE_DEADLINE_MISSED,
	CHANGE_STALE,
	/* what was decided of them */
	CHANGE_CONFIRMED,
	CHANGE_RETRACTED,
	/* what became of the article */
	CHANGE_SOURCE_EDITED,
	CHANGE_SOURCE_GONE,
	/* what no claim made */
	CHANGE_SOURCE_DOWN,
	CHANGE_SOURCE_UP,
	CHANGE_SOURCE_SILENT,
	CHANGE_SOURCE_MOVED,
	CHANGE_NETWORK_DOWN,
};
#define CHANGE_KINDS (CHANGE_NETWORK_DOWN + 1)

enum change_severity {
	CHANGE_INFO,
	CHANGE_NOTICE,
	CHANGE_WARNING,
};

const char *change_kind_name(enum change_kind kind); /* "expected-moved" */
bool change_kind_parse(const char *s, enum change_kind *ret);
const char *change_severity_name(enum change_severity severity);
bool change_severity_parse(const char *s, enum change_severity *ret);
/* The journal's MESSAGE_ID of the kind: 32 hex digits, fixed for ever. */
const char *change_message_id(enum change_kind kind);

#endif
