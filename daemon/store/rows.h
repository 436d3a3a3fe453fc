/* Claims between rows and memory: one place for every statement that gives or takes them. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "base/arena.h"
#include "model/figure.h"
#include "query.h"
#include "store/changes.h"
#include "store/claims.h"

/* Reads FIGURE_COLUMNS. ERR_BROKEN where a value is none that we write. */
int read_figure(struct query *q, struct arena *arena, struct figure *figure, struct err *err)
	MUST_CHECK;

/* Reads measure, unit, value, high and total; the rest of the claim is nought. */
int read_value(struct query *q, struct claim *claim, struct err *err) MUST_CHECK;

/* Reads a row of figures to its end and closes q. */
int read_figures(struct query *q, struct arena *arena, struct figure **ret_list, size_t *ret_count,
                 struct err *err) MUST_CHECK;

/* Reads the one figure that q gives, NULL where it gives none, and closes q. */
int read_one_figure(struct query *q, struct arena *arena, struct figure **ret_figure,
                    struct err *err) MUST_CHECK;

/* Reads an entry of the ledger: CHANGE_COLUMNS of statements.c. */
int read_change(struct query *q, struct arena *arena, struct store_change *change, struct err *err)
	MUST_CHECK;

/* Binds the claim's own columns, from package to is_backfill, in the order of SQL_ADD_CLAIM. */
struct claim_texts {
	char value[DECIMAL_TEXT_SIZE];
	char high[DECIMAL_TEXT_SIZE];
	char total[DECIMAL_TEXT_SIZE];
	char as_of[DATE_TEXT_SIZE];
	char figure[3 * DECIMAL_TEXT_SIZE];
};
/*
 * The column `figure`: equal for figures that say the same of their series, the
 * bound, and both ends on the series' scale. Returns out.
 */
const char *figure_text(const struct claim *claim, char out[3 * DECIMAL_TEXT_SIZE]);
void bind_claim(struct query *q, const struct claim *claim, struct date published,
                const struct store_claim_facts *facts, struct claim_texts *scratch);

#endif
