#include "table.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define GAP 2
#define NARROWEST 8 /* a column is never cut below this */

struct cell {
	char *text;
	enum term_style style;
};

struct table {
	const struct table_column *columns;
	size_t column_count;
	struct cell *cells; /* row after row */
	size_t count;
	size_t cap;
	size_t *widths;  /* what the columns needed so far */
	bool has_titles; /* they were printed */
};

struct table *table_new(const struct table_column *columns, size_t count)
{
	struct table *table = mem_alloc(sizeof(*table));

	table->columns = columns;
	table->column_count = count;
	table->widths = mem_array(count, sizeof(*table->widths));
	return table;
}

static void drop_rows(struct table *table)
{
	for (size_t i = 0; i < table->count; i++)
		free(table->cells[i].text);
	table->count = 0;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	drop_rows(table);
	free(table->cells);
	free(table->widths);
	free(table);
}

void table_add(struct table *table, enum term_style style, const char *text)
{
	table->cells = mem_room(table->cells, table->count, &table->cap, sizeof(*table->cells));
	table->cells[table->count++] = (struct cell){ .text = term_clean(text ? text : ""),
		                                      .style = style };
}

void table_addf(struct table *table, enum term_style style, const char *fmt, ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	table_add(table, style, text);
}

static void measure(const struct table *table, size_t *widths)
{
	for (size_t c = 0; c < table->column_count; c++)
		if (widths[c] < term_width(table->columns[c].title))
			widths[c] = term_width(table->columns[c].title);
	for (size_t i = 0; i < table->count; i++) {
		size_t width = term_width(table->cells[i].text);

		if (width > widths[i % table->column_count])
			widths[i % table->column_count] = width;
	}
}

/* A column without width is left out. */
static size_t width_of_row(const struct table *table, const size_t *widths)
{
	size_t total = 0;

	for (size_t c = 0; c < table->column_count; c++)
		if (widths[c] > 0)
			total += widths[c] + (total > 0 ? GAP : 0);
	return total;
}

/* As narrow as cutting alone can make the rows. */
static size_t least_width(const struct table *table, const size_t *widths)
{
	size_t least = width_of_row(table, widths);

	for (size_t c = 0; c < table->column_count; c++)
		if (table->columns[c].may_shrink && widths[c] > NARROWEST)
			least -= widths[c] - NARROWEST;
	return least;
}

static void drop_columns(const struct table *table, size_t *widths, size_t limit)
{
	while (least_width(table, widths) > limit) {
		size_t last = SIZE_MAX;

		for (size_t c = 0; c < table->column_count; c++)
			if (widths[c] > 0 && table->columns[c].drop > 0 &&
			    (last == SIZE_MAX ||
			     table->columns[c].drop > table->columns[last].drop))
				last = c;
		if (last == SIZE_MAX)
			return;
		widths[last] = 0;
	}
}

/* Takes what is too much from the shrinking columns, the widest first. */
static void shrink(const struct table *table, size_t *widths, size_t limit)
{
	size_t total;

	drop_columns(table, widths, limit);
	total = width_of_row(table, widths);
	while (total > limit) {
		size_t widest = SIZE_MAX;

		for (size_t c = 0; c < table->column_count; c++)
			if (table->columns[c].may_shrink && widths[c] > NARROWEST &&
			    (widest == SIZE_MAX || widths[c] > widths[widest]))
				widest = c;
		if (widest == SIZE_MAX)
			return;
		widths[widest]--;
		total--;
	}
}

static void spaces(FILE *out, size_t count)
{
	while (count-- > 0)
		putc(' ', out);
}

static void print_cell(FILE *out, const char *text, size_t width, bool is_right, bool is_last,
                       enum term_style style, bool colour)
{
	size_t own = term_width(text);
	bool is_cut = own > width;
	size_t bytes = is_cut ? term_fit(text, width - 1) : strlen(text);
	size_t pad = is_cut ? 0 : width - own;

	if (is_right)
		spaces(out, pad);
	fprintf(out, "%s%.*s%s%s", term_on(style, colour), (int)bytes, text, is_cut ? "…" : "",
	        term_off(style, colour));
	if (!is_right && !is_last)
		spaces(out, pad);
}

static void print_row(const struct table *table, const struct cell *row, const size_t *widths,
                      FILE *out, bool colour)
{
	size_t last = table->column_count - 1;

	/* empty cells at the end would only leave spaces there */
	while (last > 0 && (widths[last] == 0 || (row && row[last].text[0] == '\0')))
		last--;
	for (size_t c = 0, shown = 0; c <= last; c++) {
		if (widths[c] == 0)
			continue;
		if (shown++ > 0)
			spaces(out, GAP);
		print_cell(out, row ? row[c].text : table->columns[c].title, widths[c],
		           table->columns[c].is_right, c == last, row ? row[c].style : TERM_DIM,
		           colour);
	}
	putc('\n', out);
}

void table_print(struct table *table, FILE *out, bool colour, size_t width)
{
	if (table->count < table->column_count)
		return;
	measure(table, table->widths);
	if (width > 0)
		shrink(table, table->widths, width);
	if (!table->has_titles)
		print_row(table, NULL, table->widths, out, colour);
	table->has_titles = true;
	for (size_t i = 0; i + table->column_count <= table->count; i += table->column_count)
		print_row(table, table->cells + i, table->widths, out, colour);
	drop_rows(table);
}
