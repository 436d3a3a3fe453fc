#include "store/figures.h"

#include "query.h"
#include "rows.h"
#include "store/claims.h"

/* --- figures of one series --- */

static struct query ask_series(struct store *store, enum sql_id id, const char *series)
{
	struct query q = query_open(store, id);

	query_text(&q, series);
	return q;
}

/* Of two spans that share a day one that holds both, so that no figure comes twice. */
static size_t join_spans(const struct figure_span *spans, size_t count, struct figure_span *out)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		struct figure_span span = spans[i];

		for (size_t k = 0; k < n;) {
			if (out[k].last_day < span.first_day || span.last_day < out[k].first_day) {
				k++;
				continue;
			}
			if (out[k].first_day < span.first_day)
				span.first_day = out[k].first_day;
			if (out[k].last_day > span.last_day)
				span.last_day = out[k].last_day;
			out[k] = out[--n];
			k = 0;
		}
		out[n++] = span;
	}
	return n;
}

static int gather(struct query q, struct arena *arena, struct list *list, struct err *err)
{
	int rc;

	while ((rc = query_step(&q, err)) > 0) {
		rc = read_figure(&q, arena, list_add(list), err);
		if (rc < 0)
			break;
	}
	query_close(&q);
	return rc;
}

static int load_spans(struct store *store, const char *series, const struct figure_span *spans,
                      size_t span_count, struct arena *arena, struct list *list, struct err *err)
{
	struct figure_span *joined = arena_array(arena, span_count, sizeof(*joined));
	size_t n = join_spans(spans, span_count, joined);
	int rc = gather(ask_series(store, SQL_FORECAST_FIGURES, series), arena, list, err);

	for (size_t i = 0; i < n && rc == 0; i++) {
		struct query q = ask_series(store, SQL_SPAN_FIGURES, series);

		query_int(&q, joined[i].first_day);
		query_int(&q, joined[i].last_day);
		rc = gather(q, arena, list, err);
	}
	return rc;
}

int store_load_figures(struct store *store, const char *series, const struct figure_span *spans,
                       size_t span_count, struct arena *arena, struct figure **ret_list,
                       size_t *ret_count, struct err *err)
{
	struct list list = list_of(sizeof(struct figure));
	int rc;

	if (span_count)
		rc = load_spans(store, series, spans, span_count, arena, &list, err);
	else
		rc = gather(ask_series(store, SQL_SERIES_FIGURES, series), arena, &list, err);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_latest_day(struct store *store, const char *series, int32_t *ret_day, struct err *err)
{
	struct query q = ask_series(store, SQL_LATEST_DAY, series);
	int64_t day;

	if (query_number(&q, INT32_MAX, &day, err))
		return -1;
	*ret_day = (int32_t)day;
	return 0;
}

int store_load_origin(struct store *store, const char *series, int64_t origin, struct arena *arena,
                      struct figure **ret_list, size_t *ret_count, struct err *err)
{
	struct query q = ask_series(store, SQL_ORIGIN_FIGURES, series);

	query_int(&q, origin);
	return read_figures(&q, arena, ret_list, ret_count, err);
}

int store_find_figure(struct store *store, int64_t claim_id, struct arena *arena,
                      struct figure **ret_figure, struct err *err)
{
	struct query q = query_open(store, SQL_FIND_FIGURE);

	query_int(&q, claim_id);
	return read_one_figure(&q, arena, ret_figure, err);
}

int store_current_figure(struct store *store, const char *series, struct arena *arena,
                         struct figure **ret_figure, struct err *err)
{
	struct query q = ask_series(store, SQL_CURRENT_FIGURE, series);

	return read_one_figure(&q, arena, ret_figure, err);
}

int store_set_current(struct store *store, const char *series, int64_t claim_id, struct err *err)
{
	struct query q = query_open(store, SQL_SET_CURRENT);

	query_int(&q, claim_id);
	query_text(&q, series);
	return query_run(&q, err);
}

int store_recount_series(struct store *store, const char *series, struct err *err)
{
	struct query q = ask_series(store, SQL_RECOUNT_ONE, series);

	return query_run(&q, err);
}

static int read_names(struct query q, struct arena *arena, const char ***ret_list,
                      size_t *ret_count, struct err *err)
{
	struct list list = list_of(sizeof(const char *));
	int rc;

	while ((rc = query_step(&q, err)) > 0)
		*(const char **)list_add(&list) = query_get_text(&q, arena);
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_series_of_origin(struct store *store, int64_t origin, struct arena *arena,
                           const char ***ret_list, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_ORIGIN_SERIES);

	query_int(&q, origin);
	return read_names(q, arena, ret_list, ret_count, err);
}

int store_series_names(struct store *store, struct arena *arena, const char ***ret_list,
                       size_t *ret_count, struct err *err)
{
	return read_names(query_open(store, SQL_SERIES_NAMES), arena, ret_list, ret_count, err);
}

int store_last_announced(struct store *store, const char *series, struct arena *arena,
                         struct figure **ret_figure, struct err *err)
{
	struct query q = ask_series(store, SQL_ANNOUNCED_FIGURE, series);

	return read_one_figure(&q, arena, ret_figure, err);
}

/* --- all series --- */

static int find_last_change(struct store *store, struct store_series *series, struct arena *arena,
                            struct err *err)
{
	struct query q = ask_series(store, SQL_LAST_CHANGE, series->series);
	int rc = query_step(&q, err);

	series->change_kind = series->severity = "";
	if (rc > 0) {
		series->change_id = query_get_int(&q);
		series->change_s = query_get_int(&q);
		series->change_kind = query_get_text(&q, arena);
		series->severity = query_get_text(&q, arena);
	}
	query_close(&q);
	return rc < 0 ? -1 : 0;
}

static int complete_series(struct store *store, struct store_series *series, struct arena *arena,
                           struct err *err)
{
	if (store_count_same(store, series->current.claim_id, &series->origins, &series->copies,
	                     err))
		return -1;
	return find_last_change(store, series, arena, err);
}

int store_list_series(struct store *store, const char *package, struct arena *arena,
                      struct store_series **ret_list, size_t *ret_count, struct err *err)
{
	struct query q = ask_series(store, SQL_LIST_SERIES, package);
	struct list list = list_of(sizeof(struct store_series));
	struct store_series *series;
	int rc;

	while ((rc = query_step(&q, err)) > 0) {
		series = list_add(&list);
		series->series = query_get_text(&q, arena);
		series->claim_count = query_get_int(&q);
		rc = read_figure(&q, arena, &series->current, err);
		if (rc < 0)
			break;
	}
	query_close(&q);
	series = (struct store_series *)(void *)list.items;
	for (size_t i = 0; i < list.count && rc == 0; i++)
		rc = complete_series(store, &series[i], arena, err);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

int store_history(struct store *store, const char *package, const char *subject,
                  struct arena *arena, struct figure **ret_list, size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_HISTORY);

	query_text(&q, package);
	query_text(&q, subject);
	return read_figures(&q, arena, ret_list, ret_count, err);
}

/* So many claims of one key are passed over before the next key is looked up. */
#define PASSED_OVER 16

/* Adds the points before the key at *day and *precision, until max, or too many share one. */
static int add_points(struct query *q, size_t max, int64_t *day, int64_t *precision,
                      struct list *list, struct err *err)
{
	int rc = 1;

	for (int passed = 0; list->count < max && passed < PASSED_OVER;) {
		struct claim point;
		int64_t at, as;

		rc = query_step(q, err);
		if (rc <= 0)
			return rc;
		if (read_value(q, &point, err) != 0)
			return -1;
		at = query_get_int(q);
		as = query_get_int(q);
		if (at == *day && as == *precision) {
			passed++;
			continue;
		}
		*(struct claim *)list_add(list) = point;
		*day = at;
		*precision = as;
		passed = 0;
	}
	return rc;
}

int store_last_points(struct store *store, const char *series, size_t max, struct arena *arena,
                      struct claim **ret_list, size_t *ret_count, struct err *err)
{
	int64_t day = INT64_MAX, precision = INT64_MAX;
	struct list list = list_of(sizeof(struct claim));
	int rc = 1;

	while (list.count < max && rc > 0) {
		struct query q = ask_series(store, SQL_POINTS_BEFORE, series);

		query_int(&q, day);
		query_int(&q, precision);
		rc = add_points(&q, max, &day, &precision, &list, err);
		query_close(&q);
	}
	return list_finish(&list, rc < 0 ? rc : 0, arena, (void **)ret_list, ret_count);
}
