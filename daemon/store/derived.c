/* What the record keeps although it follows from the rest: it can be derived anew. */
#include "base/limits.h"
#include "check.h"
#include "store/figures.h"

#define SERIES_ARENA_BYTES (1024 * (size_t)MIB)

static const char *what(struct check *c, const char *text)
{
	return arena_printf(c->arena, "%s%s", text, c->what_now);
}

static int check_verdicts(struct check *c, struct err *err)
{
	return check_none(c, SQL_WRONG_VERDICTS, "verdicts: what is decided of claim",
	                  what(c, "is not what the decisions say"), err);
}

static int check_counts(struct check *c, struct err *err)
{
	if (check_none(c, SQL_WRONG_SOURCE_COUNTS, "sources: what came of",
	               what(c, "is not as much as it says"), err))
		return -1;
	return check_none(c, SQL_WRONG_COUNTS, "series: the claims of",
	                  what(c, "are not as many as it says"), err);
}

/* --- current figures --- */

/* A series, what the cache says of it, and what the rule says. */
struct series_row {
	const char *name;
	int64_t current_id;
	int64_t chosen_id;
};

static int list_rows(struct store *store, struct arena *arena, struct series_row **ret_list,
                     size_t *ret_count, struct err *err)
{
	struct query q = query_open(store, SQL_WALK_SERIES);
	struct list list = list_of(sizeof(struct series_row));
	int rc;

	while ((rc = query_step(&q, err)) > 0) {
		struct series_row *row = list_add(&list);

		row->name = query_get_text(&q, arena);
		row->current_id = query_get_int(&q);
	}
	query_close(&q);
	return list_finish(&list, rc, arena, (void **)ret_list, ret_count);
}

static int choose_current(struct store *store, store_choose_fn *choose, struct series_row *row,
                          struct err *err)
{
	struct arena *arena = arena_new(SERIES_ARENA_BYTES);
	const struct figure *chosen;
	struct figure *figures;
	size_t count;
	int rc = store_load_figures(store, row->name, NULL, 0, arena, &figures, &count, err);

	if (rc == 0) {
		chosen = choose(figures, count);
		row->chosen_id = chosen ? chosen->claim_id : 0;
	}
	arena_free(arena);
	return rc;
}

static int check_series(struct check *c, struct err *err)
{
	struct series_row *rows;
	size_t count;

	if (list_rows(c->store, c->arena, &rows, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (choose_current(c->store, c->choose, &rows[i], err))
			return -1;
		if (rows[i].chosen_id != rows[i].current_id)
			check_fault(
				c,
				"series: the current figure of %s should be claim %lld, not %lld%s",
				rows[i].name, (long long)rows[i].chosen_id,
				(long long)rows[i].current_id, c->what_now);
	}
	c->report.series_count = (int64_t)count;
	return 0;
}

static int check_origins(struct check *c, struct err *err)
{
	return check_none(c, SQL_WRONG_ORIGINS, "articles: the origin of article",
	                  what(c, "is not the one that it joined"), err);
}

int check_derived(struct check *c, struct err *err)
{
	if (check_verdicts(c, err) || check_origins(c, err) || check_counts(c, err))
		return -1;
	return check_series(c, err);
}

static int run(struct store *store, enum sql_id id, struct err *err)
{
	struct query q = query_open(store, id);

	return query_run(&q, err);
}

/* Verdicts first: which claims count, and so all else, follows from them. */
static int derive_verdicts(struct check *c, struct err *err)
{
	if (check_verdicts(c, err))
		return -1;
	if (c->report.fault_count == 0)
		return 0;
	if (run(c->store, SQL_DROP_VERDICTS, err))
		return -1;
	return run(c->store, SQL_DERIVE_VERDICTS, err);
}

static int derive_series(struct check *c, struct err *err)
{
	struct series_row *rows;
	size_t count;

	if (check_origins(c, err) || run(c->store, SQL_DERIVE_ORIGINS, err) ||
	    check_counts(c, err) || run(c->store, SQL_RECOUNT_SERIES, err) ||
	    run(c->store, SQL_RECOUNT_SOURCES, err) || check_series(c, err) ||
	    list_rows(c->store, c->arena, &rows, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (choose_current(c->store, c->choose, &rows[i], err))
			return -1;
		if (rows[i].chosen_id != rows[i].current_id &&
		    store_set_current(c->store, rows[i].name, rows[i].chosen_id, err))
			return -1;
	}
	return 0;
}

int store_rebuild(struct store *store, store_choose_fn *choose, struct arena *arena,
                  struct store_report *ret_report, struct err *err)
{
	struct check c = {
		.store = store, .choose = choose, .arena = arena, .what_now = ": mended"
	};

	c.report.faults = arena_array(arena, STORE_FAULTS, sizeof(*c.report.faults));
	if (derive_verdicts(&c, err) || derive_series(&c, err))
		return -1;
	*ret_report = c.report;
	return 0;
}
