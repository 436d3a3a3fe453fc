/* `integractl history`: the points of each series over time. */
#include "commands.h"
#include "json.h"
#include "plot.h"
#include "record.h"
#include "table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tree.h"

#define PLOT_ROWS 11 /* a row for each ten of a hundred, and one for nought */
#define PLOT_COLUMNS 72

static const struct table_column COLUMNS[] = {
	{ "AS OF", false, false },  { "FIGURE", true, false },  { "PUBLISHED", false, false },
	{ "CLAIM", true, false },   { "SPEAKER", false, true }, { "OUTLET", false, true },
	{ "ADDRESS", false, true },
};

/* A whole number of thousandths, cut: good enough for a picture. */
static int64_t thousandths(struct decimal d)
{
	int64_t n = d.digits;

	for (int scale = d.scale; scale < 3; scale++)
		n *= 10;
	for (int scale = d.scale; scale > 3; scale--)
		n /= 10;
	return n;
}

static char mark_of(const struct figure *f, int64_t current_id)
{
	if (f->claim_id == current_id)
		return '#';
	return f->claim.basis == CLAIM_RESTATED ? '.' : 'o';
}

/* The upper edge of a series of counts: its total, else the greatest value. */
static int64_t top_of(const struct figure *list, size_t count)
{
	int64_t top = 1000;

	if (claim_kind_of(&list[0].claim) == CLAIM_KIND_DEGREE)
		return 100 * 1000;
	for (size_t i = 0; i < count; i++) {
		const struct claim *c = &list[i].claim;
		int64_t value = thousandths(c->has_total  ? c->total
		                            : c->has_high ? c->high
		                                          : c->value);

		if (value > top)
			top = value;
	}
	return top;
}

static void print_plot(const struct ctl *ctl, const struct figure *list, size_t count,
                       int64_t current_id)
{
	const bool is_degree = claim_kind_of(&list[0].claim) == CLAIM_KIND_DEGREE;
	const struct plot_frame frame = {
		.columns = ctl->columns > 0 && ctl->columns < PLOT_COLUMNS ? ctl->columns
		                                                           : PLOT_COLUMNS,
		.rows = PLOT_ROWS,
		.top = top_of(list, count),
		.unit = is_degree ? "%" : "",
	};
	struct plot_point *points = mem_array(count, sizeof(*points));

	for (size_t i = 0; i < count; i++) {
		const struct figure *f = &list[i];
		int64_t value = thousandths(claim_nominal(&f->claim));

		points[i] = (struct plot_point){
			.day = date_as_of_key(f->claim.as_of, f->published).day,
			.value = value,
			.high = f->claim.has_high ? thousandths(f->claim.high) : value,
			.mark = mark_of(f, current_id),
		};
	}
	plot_print(points, count, &frame, stdout);
	free(points);
}

static void print_points(const struct ctl *ctl, const struct figure *list, size_t count,
                         int64_t current_id)
{
	struct table *table = table_new(COLUMNS, COUNT(COLUMNS));

	for (size_t i = 0; i < count; i++) {
		const struct figure *f = &list[i];
		char *figure = claim_figure_text(&f->claim);
		char date[DATE_TEXT_SIZE];

		table_add(table, TERM_PLAIN, date_format(f->claim.as_of, date));
		table_add(table, f->claim_id == current_id ? TERM_BOLD : TERM_PLAIN, figure);
		table_add(table, TERM_PLAIN, date_format(f->published, date));
		table_addf(table, TERM_PLAIN, "%" PRId64, f->claim_id);
		table_add(table, TERM_PLAIN, f->claim.speaker);
		table_add(table, TERM_PLAIN, f->outlet);
		table_add(table, TERM_DIM, f->address);
		free(figure);
	}
	table_print(table, stdout, ctl->colour, ctl->columns);
	table_free(table);
}

/* One series: its figures stand together in the list. */
static int print_series(const struct ctl *ctl, const struct record *record,
                        const struct figure *list, size_t count, struct err *err)
{
	char series[CLAIM_SERIES_SIZE];
	struct figure *current;
	int64_t current_id;

	claim_series(&list[0].claim, series);
	if (store_current_figure(record->store, series, record->arena, &current, err) != 0)
		return -1;
	current_id = current ? current->claim_id : 0;
	if (ctl->json) {
		for (size_t i = 0; i < count; i++) {
			json_t *json = record_figure_json(&list[i], series);

			json_object_set_new(json, "current",
			                    json_boolean(list[i].claim_id == current_id));
			json_line(json);
		}
		return 0;
	}
	printf("%s%s%s\n\n", term_on(TERM_BOLD, ctl->colour), series,
	       term_off(TERM_BOLD, ctl->colour));
	print_plot(ctl, list, count, current_id);
	putchar('\n');
	print_points(ctl, list, count, current_id);
	return 0;
}

/* A subject without figures may be one that was misspelt. */
static enum ctl_exit nothing_of(const struct record *record, const char *subject)
{
	struct figure *list;
	const char **names;
	const char *nearest;
	size_t count;
	struct err err;

	if (!subject)
		return ctl_fail(CTL_NOTHING, "no figures in the record yet");
	if (store_history(record->store, NULL, NULL, record->arena, &list, &count, &err) != 0)
		return record_fail(record, &err);
	names = mem_array(count + 1, sizeof(*names));
	for (size_t i = 0; i < count; i++)
		names[i] = list[i].claim.subject;
	nearest = tree_nearest(subject, names);
	free(names);
	if (nearest)
		return ctl_fail(CTL_NOTHING, "no figures of %s; did you mean %s?", subject,
		                nearest);
	return ctl_fail(CTL_NOTHING, "no figures of %s in the record", subject);
}

enum ctl_exit command_history(struct ctl *ctl)
{
	const char *subject = ctl_word(ctl, 0, NULL);
	const char *package = args_value(&ctl->args, "package");
	struct figure *list;
	struct record record;
	size_t count;
	struct err err;
	enum ctl_exit code = record_open(ctl, &record);

	if (code != CTL_DONE)
		return code;
	if (store_history(record.store, package, subject, record.arena, &list, &count, &err) != 0) {
		code = record_fail(&record, &err);
	} else if (count == 0) {
		code = nothing_of(&record, subject);
	} else {
		for (size_t i = 0, n; i < count && code == CTL_DONE; i += n) {
			n = record_series_length(list + i, count - i);
			if (i > 0 && !ctl->json)
				putchar('\n');
			if (print_series(ctl, &record, list + i, n, &err) != 0)
				code = record_fail(&record, &err);
		}
	}
	record_close(&record);
	return code;
}
