/* The record as the commands open it: read-only, and beside it an arena for what is read. */
#ifndef CTL_RECORD_H
#define CTL_RECORD_H

#include <jansson.h>

#include "ctl.h"
#include "store/changes.h"
#include "store/claims.h"
#include "store/figures.h"
#include "store/sources.h"
#include "store/store.h"

#define RECORD_FILE "integrad.db" /* in the state's folder (DESIGN §6) */

struct record {
	struct store *store;
	struct arena *arena;
	char *path;
};

/* Otherwise than CTL_DONE the mistake has been told, and nothing is open. */
enum ctl_exit record_open(struct ctl *ctl, struct record *ret_record) MUST_CHECK;
/* The same for writing, under the state's lock: where no daemon runs. */
enum ctl_exit record_open_writer(struct ctl *ctl, struct record *ret_record) MUST_CHECK;
/*
 * Makes and opens the database for writing. Whoever else writes may be an
 * integractl, which is done in a moment: ERR_AGAIN only after five seconds.
 */
int record_open_store(const char *path, struct store **ret_store, struct err *err) MUST_CHECK;
void record_close(struct record *record);

/* The path of the database in the state's folder. Yours to free. */
char *record_path(const struct ctl *ctl);

/* Tells what went wrong in a call to the store; returns CTL_NO_DATABASE. */
enum ctl_exit record_fail(const struct record *record, const struct err *err);

/* "completed", "in progress": for people. */
const char *record_stage_text(enum claim_stage stage);

/* "done", "begun": where the terminal has fewer columns than this. */
#define RECORD_NARROW 70
const char *record_short_stage(enum claim_stage stage);

/*
 * "3": as many independent reports; "1 of 15": one report, printed by fifteen;
 * "": nothing that counts says so. Returns out.
 */
#define RECORD_ORIGINS_SIZE 48
char *record_origins_text(int64_t origins, int64_t copies, char out[RECORD_ORIGINS_SIZE]);

/* How many figures from the start of the list, which has at least one, are of one series. */
size_t record_series_length(const struct figure *list, size_t count);

/* Thousandths, cut: good enough for a picture. */
int64_t record_thousandths(struct decimal d);
/*
 * The upper edge of a series in thousandths, with one claim more: a hundred per
 * cent, the total, the greatest count.
 */
#define RECORD_TOP_LEAST 1000
int64_t record_raise_top(int64_t top, const struct claim *claim);

/*
 * Rows as JSON, the fields of the claim first; the names are those that
 * `import` reads. New references.
 */
json_t *record_figure_json(const struct figure *figure, const char *series);
json_t *record_claim_json(const struct store_claim *claim);
json_t *record_change_json(const struct store_change *change);
void record_add_origins(json_t *json, int64_t origins, int64_t copies);

#endif
