/*
 * A decision on a claim: what a person said of it, or that a later reading took
 * its place. Append-only; the last one of a claim counts.
 */
#ifndef MODEL_DECISION_H
#define MODEL_DECISION_H

#include <stdbool.h>
#include <stdint.h>

#include "model/claim.h"

enum decision_verdict {
	DECISION_CONFIRMED,
	DECISION_REJECTED,
	DECISION_CORRECTED,  /* a person's claim stands in its place */
	DECISION_SUPERSEDED, /* newer rules read it otherwise, or not at all */
};

/* Strings are lent, as those of a claim. */
struct decision {
	int64_t id;
	enum decision_verdict verdict;
	const char *claim; /* natural key */
	const char *by;    /* natural key of the claim in its place; NULL: none is */
	const char *who;
	const char *why;
	int64_t recorded_s;
	int64_t made_s; /* in the record that it was imported from; 0: here */
};

const char *decision_verdict_name(enum decision_verdict verdict); /* "confirmed" */
bool decision_verdict_parse(const char *s, enum decision_verdict *ret);

/* What becomes of a claim by it. */
enum claim_status decision_status(enum decision_verdict verdict);
/* The rules' own work; all others are a person's, and rules honour them. */
bool decision_is_by_rules(enum decision_verdict verdict);

/* As a JSON object, a new reference; and its canonical text (sorted, compact), yours. */
struct json_t *decision_to_json(const struct decision *decision);
char *decision_text(const struct decision *decision);

#endif
