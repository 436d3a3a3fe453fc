/*
 * Figures and articles that come from people and files, as backfill: the
 * recorded history that a new database starts with, and JSON Lines. The daemon
 * and integractl run the same code.
 *
 * A line is one JSON object of one of these shapes, told apart by their keys:
 *
 *   a claim     the fields of a claim (LABELS) and beside them `published`, `url`
 *               (or `address`), `outlet` (or `source`), and, where they are
 *               known, `title`, `text`, `guid`, `language` (or `lang`), `trust`,
 *               `published_at` (the instant, where published is a date), and `origin`:
 *               lines with the same number are copies of one report
 *               `decisions`, what people decided of it in the record that gave it
 *               out (see daemon/pipeline/import_decisions.h), is decided here too
 *   an article  the same without claim fields; with `claims`, a list of them,
 *               or without, and then the claims are found in title and text
 *
 * What `export` gives besides is passed over, and so is a `note`; any other key
 * is a mistake, as a claim is that lacks a field, a name that the configuration
 * does not have, and a publication after tomorrow.
 *
 * Every claim is recorded as `backfill` and makes no noise. All lines that are
 * given at once are one transaction: with a mistake in any nothing is imported.
 * What an import costs goes with its own length, not with that of its series.
 */
#ifndef PIPELINE_IMPORT_H
#define PIPELINE_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "config/history.h"
#include "model/agency.h"
#include "model/package.h"

struct lexicon;
struct store;

/* The source, in the record, of all that was imported; the outlet tells who printed it. */
#define IMPORT_SOURCE "import"

struct import_options {
	struct store *store; /* opened for writing, no transaction open */
	int threshold;       /* per mille, for articles whose claims are to be found */
	int64_t now_s;
	const char *timezone; /* of dates without an offset */
	/* Whose packages and programmes a claim may name; NULL: any. */
	const struct package_list *packages;
	/* Whose reports the articles may print; NULL: none is known. */
	const struct agency_list *agencies;
	/*
	 * How the claims of an article are found: with a lexicon here and now
	 * (integractl), else by whoever reads what the import leaves in
	 * store/unread.h (the daemon, whose reader does it).
	 */
	const struct lexicon *lexicon;
	bool leaves_unread;
	/* What belongs into the same transaction, called before its commit; NULL: nothing. */
	int (*enter)(void *arg, struct err *err);
	void *arg;
};

struct import_counts {
	size_t articles;       /* lines with an article that the record did not have */
	size_t claims;         /* claims that it did not have */
	size_t changes;        /* entries of the ledger that they made */
	size_t known;          /* claims that it had already */
	size_t queued;         /* articles whose claims are still to be found */
	size_t decisions;      /* of people in another record, that were taken over */
	size_t decisions_left; /* that were not: the claim has been decided on here */
	size_t superseded;     /* claims left out: their record has another reading of them */
};

/* As the answer has them, a new reference. */
struct json_t *import_counts_json(const struct import_counts *counts);

/*
 * Where lines have mistakes the answer is ERR_INPUT and *ret_mistakes (in the
 * arena) has their texts, "line 3: …", LIMIT_MISTAKES of them at most, and then
 * how many more there are.
 */
int import_lines(const struct import_options *options, const char *bytes, size_t len,
                 struct arena *arena, const char ***ret_mistakes, size_t *ret_mistake_count,
                 struct import_counts *ret_counts, struct err *err) MUST_CHECK;

/*
 * Only looks: *ret_mistakes as above, but without the line that counts those
 * over LIMIT_MISTAKES; *ret_mistaken counts all. The first line has the number
 * first_line.
 */
void import_check(const struct import_options *options, const char *bytes, size_t len,
                  size_t first_line, struct arena *arena, const char ***ret_mistakes,
                  size_t *ret_mistake_count, size_t *ret_mistaken);

/*
 * The recorded history, where the record is new: a mark in it says that this
 * was done, and then nothing is.
 */
int import_history(const struct import_options *options, const struct history *history,
                   struct import_counts *ret_counts, struct err *err) MUST_CHECK;

#endif
