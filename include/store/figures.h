/*
 * Series and their figures. Which figure is current is for the rules of change
 * to say; the record keeps the answer, as a cache that can be derived anew.
 */
#ifndef STORE_FIGURES_H
#define STORE_FIGURES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/figure.h"
#include "store/store.h"

/*
 * The figures of a series, accepted and held, actual and expected, in the
 * order of their as-of keys. With spans: only those whose as-of key lies in
 * one of them, and all forecasts; span_count 0: the whole series. */
int store_load_figures(struct store *store, const char *series, const struct figure_span *spans,
                       size_t span_count, struct arena *arena, struct figure **ret_list,
                       size_t *ret_count, struct err *err) MUST_CHECK;

/*
 * The day of the as-of keys among which the current figure is; INT32_MAX
 * where the series has none.
 */
int store_latest_day(struct store *store, const char *series, int32_t *ret_day, struct err *err)
	MUST_CHECK;

/* Those that articles of one origin have in the series. */
int store_load_origin(struct store *store, const char *series, int64_t origin, struct arena *arena,
                      struct figure **ret_list, size_t *ret_count, struct err *err) MUST_CHECK;

/* The figure that a claim is; *ret_figure is NULL where there is no such claim. */
int store_find_figure(struct store *store, int64_t claim_id, struct arena *arena,
                      struct figure **ret_figure, struct err *err) MUST_CHECK;

/* The current figure by the cache; *ret_figure is NULL where the series has none. */
int store_current_figure(struct store *store, const char *series, struct arena *arena,
                         struct figure **ret_figure, struct err *err) MUST_CHECK;
/* claim_id 0: the series has no current figure. */
int store_set_current(struct store *store, const char *series, int64_t claim_id, struct err *err)
	MUST_CHECK;

/*
 * The series that articles of an origin have figures in: where two origins
 * became one, the current figure of each is to be chosen anew, since fewer
 * independent origins may now speak for it.
 */
int store_series_of_origin(struct store *store, int64_t origin, struct arena *arena,
                           const char ***ret_list, size_t *ret_count, struct err *err) MUST_CHECK;

/* Every series, those with nothing but forecasts too. */
int store_series_names(struct store *store, struct arena *arena, const char ***ret_list,
                       size_t *ret_count, struct err *err) MUST_CHECK;

/* How many accepted actual claims it has, counted anew: after a decision. */
int store_recount_series(struct store *store, const char *series, struct err *err) MUST_CHECK;

/*
 * The figure of the series' last change that was announced, of those that still
 * count; NULL: none was.
 */
int store_last_announced(struct store *store, const char *series, struct arena *arena,
                         struct figure **ret_figure, struct err *err) MUST_CHECK;

/* A series with its current figure: a line of `status`. */
struct store_series {
	const char *series;
	struct figure current;
	int64_t origins;     /* independent origins that give this figure for this as-of */
	int64_t copies;      /* articles that do */
	int64_t claim_count; /* accepted actual claims of the series */
	int64_t change_id;   /* its last change; 0: none */
	int64_t change_s;    /* when that was recorded */
	const char *change_kind;
	const char *severity;
};

/* All series that have a current figure, by name. package NULL or "": of all packages. */
int store_list_series(struct store *store, const char *package, struct arena *arena,
                      struct store_series **ret_list, size_t *ret_count, struct err *err)
	MUST_CHECK;

/*
 * The accepted actual figures of every series of a subject (NULL: of all
 * subjects), by series, then as-of key: the points of `history`.
 */
int store_history(struct store *store, const char *package, const char *subject,
                  struct arena *arena, struct figure **ret_list, size_t *ret_count, struct err *err)
	MUST_CHECK;

/*
 * Of these at most max, one an as-of key (the claim that came last), the
 * newest first: measure, unit, value, high and total of each, and nothing else. What it
 * costs goes with max, not with the length of the history.
 */
int store_last_points(struct store *store, const char *series, size_t max, struct arena *arena,
                      struct claim **ret_list, size_t *ret_count, struct err *err) MUST_CHECK;

#endif
