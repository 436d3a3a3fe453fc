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
#include "base/near.h"

#define PLOT_ROWS 11 /* a row for each ten of a hundred, and one for nought */
#define PLOT_COLUMNS 72

static const struct table_column COLUMNS[] = {
	{ "AS OF", false, false, 0 },     { "FIGURE", true, false, 0 },
	{ "PUBLISHED", false, false, 4 }, { "ORIGINS", true, false, 3 },
	{ "CLAIM", true, false, 2 },      { "SPEAKER", false, true, 0 },
	{ "OUTLET", false, true, 1 },     { "ADDRESS", false, true, 5 },
};

static char mark_of(const struct figure *f, int64_t current_id, bool is_disputed)
{
	if (f->claim_id == current_id)
		return '#';
	if (is_disputed)
		return 'x';
	return f->claim.basis == CLAIM_RESTATED ? '.' : 'o';
}

/* "About" is read as three points either way (DESIGN §5). */
static int64_t margin_of(const struct claim *claim)
{
	return claim->bound == CLAIM_ABOUT && claim_kind_of(claim) == CLAIM_KIND_DEGREE ? 3000 : 0;
}

/* The series' conflicts, by the entries of the ledger: each has two sides. */
struct disputes {
	json_t *claims; /* of the natural keys */
};

static int load_disputes(const struct record *record, const char *series, struct disputes *ret,
                         struct err *err)
{
	const struct store_change_filter filter = { .kind = "conflict", .series = series };
	struct store_change *list;
	size_t count;

	if (store_list_changes(record->store, &filter, record->arena, &list, &count, err) != 0)
		return -1;
	ret->claims = json_object();
	for (size_t i = 0; i < count; i++) {
		static const char *const SIDES[] = { "old", "new" };
		json_t *entry = json_loads(list[i].json, 0, NULL);

		for (size_t k = 0; k < COUNT(SIDES); k++) {
			const char *key = json_string_value(
				json_object_get(json_object_get(entry, SIDES[k]), "claim"));

			if (key)
				json_object_set_new(ret->claims, key, json_true());
		}
		json_decref(entry);
	}
	return 0;
}

static bool is_disputed(const struct disputes *disputes, const struct figure *f)
{
	return json_object_get(disputes->claims, f->natural_key) != NULL;
}

static void print_plot(const struct ctl *ctl, const struct figure *list, size_t count,
                       int64_t current_id, const struct disputes *disputes)
{
	const bool is_degree = claim_kind_of(&list[0].claim) == CLAIM_KIND_DEGREE;
	struct plot_frame frame = {
		.columns = ctl->columns > 0 && ctl->columns < PLOT_COLUMNS ? ctl->columns
		                                                           : PLOT_COLUMNS,
		.rows = PLOT_ROWS,
		.top = RECORD_TOP_LEAST,
		.unit = is_degree ? "%" : "",
	};
	struct plot_point *points = mem_array(count, sizeof(*points));

	for (size_t i = 0; i < count; i++) {
		const struct figure *f = &list[i];
		int64_t value = record_thousandths(claim_nominal(&f->claim));

		frame.top = record_raise_top(frame.top, &f->claim);
		points[i] = (struct plot_point){
			.day = date_as_of_key(f->claim.as_of, f->published).day,
			.value = value,
			.high = f->claim.has_high ? record_thousandths(f->claim.high)
			                          : value + margin_of(&f->claim),
			.below = margin_of(&f->claim),
			.open = f->claim.bound == CLAIM_AT_LEAST  ? '^'
			        : f->claim.bound == CLAIM_AT_MOST ? 'v'
			                                          : 0,
			.mark = mark_of(f, current_id, is_disputed(disputes, f)),
		};
	}
	plot_print(points, count, &frame, stdout);
	free(points);
}

/* A point as a line of the list: the first of its copies stands for them all. */
struct line {
	char *text; /* equal for equal figures of one as-of */
	int64_t origin;
	size_t index;
	int64_t copies; /* articles that print this report, itself included; 0: it is a copy */
};

static int by_report(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int order = strcmp(x->text, y->text);

	if (order != 0)
		return order;
	if (x->origin != y->origin)
		return x->origin < y->origin ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static int by_index(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	return x->index < y->index ? -1 : x->index > y->index;
}

/* In the order of the list. Yours to free, with free_lines(). */
static struct line *fold_copies(const struct figure *list, size_t count)
{
	struct line *lines = mem_array(count, sizeof(*lines)), *first = lines;

	for (size_t i = 0; i < count; i++) {
		char *figure = claim_figure_text(&list[i].claim);
		char date[DATE_TEXT_SIZE];

		lines[i] = (struct line){
			.text = mem_printf("%s %s", date_format(list[i].claim.as_of, date), figure),
			.origin = list[i].origin,
			.index = i,
		};
		free(figure);
	}
	qsort(lines, count, sizeof(*lines), by_report);
	for (size_t i = 0; i < count; i++) {
		if (first->origin != lines[i].origin || strcmp(first->text, lines[i].text) != 0)
			first = &lines[i];
		first->copies++;
	}
	qsort(lines, count, sizeof(*lines), by_index);
	return lines;
}

static void free_lines(struct line *lines, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(lines[i].text);
	free(lines);
}

/* Copies share a line: "1 of 15" is one report in fifteen articles. */
static void print_points(const struct ctl *ctl, const struct figure *list, size_t count,
                         int64_t current_id, const struct disputes *disputes)
{
	struct table *table = table_new(COLUMNS, COUNT(COLUMNS));
	struct line *lines = fold_copies(list, count);

	for (size_t i = 0; i < count; i++) {
		const struct figure *f = &list[i];
		char date[DATE_TEXT_SIZE], origins[RECORD_ORIGINS_SIZE];
		char *figure;

		if (lines[i].copies == 0)
			continue;
		figure = claim_figure_text(&f->claim);
		table_add(table, TERM_PLAIN, date_format(f->claim.as_of, date));
		table_add(table,
		          f->claim_id == current_id  ? TERM_BOLD
		          : is_disputed(disputes, f) ? TERM_BAD
		                                     : TERM_PLAIN,
		          figure);
		table_add(table, TERM_PLAIN, date_format(f->published, date));
		table_add(table, TERM_PLAIN, record_origins_text(1, lines[i].copies, origins));
		table_addf(table, TERM_PLAIN, "%" PRId64, f->claim_id);
		table_add(table, TERM_PLAIN, f->claim.speaker);
		table_add(table, TERM_PLAIN, f->outlet);
		table_add(table, TERM_DIM, f->address);
		free(figure);
	}
	table_print(table, stdout, ctl->colour, ctl->columns);
	table_free(table);
	free_lines(lines, count);
}

/* One series: its figures stand together in the list. */
static int print_series(const struct ctl *ctl, const struct record *record,
                        const struct figure *list, size_t count, struct err *err)
{
	char series[CLAIM_SERIES_SIZE];
	struct disputes disputes;
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
	if (load_disputes(record, series, &disputes, err) != 0)
		return -1;
	print_plot(ctl, list, count, current_id, &disputes);
	putchar('\n');
	print_points(ctl, list, count, current_id, &disputes);
	json_decref(disputes.claims);
	return 0;
}

/* A subject without figures may be one that was misspelt. */
static enum ctl_exit nothing_of(const struct record *record, const char *subject)
{
	struct figure *list;
	const char **names;
	char hint[NEAR_HINT_SIZE];
	size_t count;
	struct err err;

	if (!subject)
		return ctl_fail(CTL_NOTHING, "no figures in the record yet");
	if (store_history(record->store, NULL, NULL, record->arena, &list, &count, &err) != 0)
		return record_fail(record, &err);
	names = mem_array(count + 1, sizeof(*names));
	for (size_t i = 0; i < count; i++)
		names[i] = list[i].claim.subject;
	near_hint(subject, names, hint);
	free(names);
	return ctl_fail(CTL_NOTHING, "no figures of %s in the record%s", subject, hint);
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
