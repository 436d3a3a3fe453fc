#include "plot.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/date.h"

#define AXIS 7 /* columns of "  100% ┤" */

struct field {
	char *cells; /* rows × width, row 0 at the top */
	size_t width;
	size_t rows;
	int32_t first;
	int32_t last;
	int64_t top;
};

static size_t column_of(const struct field *field, int32_t day)
{
	int64_t span = field->last - field->first;

	if (span == 0)
		return field->width / 2;
	return (size_t)((int64_t)(day - field->first) * (int64_t)(field->width - 1) / span);
}

static size_t row_of(const struct field *field, int64_t value)
{
	int64_t steps = (int64_t)field->rows - 1;

	if (value < 0)
		value = 0;
	if (value > field->top)
		value = field->top;
	return (size_t)(steps - (value * steps + field->top / 2) / field->top);
}

/* Later marks do not hide greater ones: the current figure stays visible among its copies. */
static void set_mark(struct field *field, size_t row, size_t column, char mark)
{
	static const char RANKS[] = " |^v.ox#";
	char *cell = &field->cells[row * field->width + column];

	if (strchr(RANKS, mark) > strchr(RANKS, *cell))
		*cell = mark;
}

static void draw(struct field *field, const struct plot_point *point)
{
	size_t column = column_of(field, point->day);
	size_t low = row_of(field, point->value);
	size_t high = row_of(field, point->high);

	for (size_t row = high; row <= row_of(field, point->value - point->below); row++)
		set_mark(field, row, column, '|');
	if (point->open == '^' && high > 0)
		set_mark(field, high - 1, column, '^');
	if (point->open == 'v' && low + 1 < field->rows)
		set_mark(field, low + 1, column, 'v');
	set_mark(field, low, column, point->mark ? point->mark : 'o');
}

static const char *glyph(char mark)
{
	switch (mark) {
	case '#':
		return "●";
	case 'o':
		return "○";
	case '.':
		return "·";
	case '|':
		return "│";
	case '^':
		return "↑";
	case 'v':
		return "↓";
	case 'x':
		return "✕";
	default:
		return " ";
	}
}

static void print_field(const struct field *field, const char *unit, FILE *out)
{
	for (size_t row = 0; row < field->rows; row++) {
		const char *cells = field->cells + row * field->width;
		size_t end = field->width;
		int64_t value = field->top * (int64_t)(field->rows - 1 - row) /
		                (int64_t)(field->rows - 1);

		while (end > 0 && cells[end - 1] == ' ')
			end--;
		if (row % 2 == 0)
			fprintf(out, "%4lld%-1s ┤", (long long)((value + 500) / 1000), unit);
		else
			fputs("      │", out);
		for (size_t c = 0; c < end; c++)
			fputs(glyph(cells[c]), out);
		putc('\n', out);
	}
}

static void print_dates(const struct field *field, FILE *out)
{
	char first[DATE_TEXT_SIZE];
	char last[DATE_TEXT_SIZE];

	fputs("      └", out);
	for (size_t c = 0; c < field->width; c++)
		fputs("─", out);
	date_format(date_from_day_number(field->first), first);
	date_format(date_from_day_number(field->last), last);
	if (field->first == field->last)
		fprintf(out, "\n%*s%s\n", (int)(AXIS + field->width / 2 - strlen(first) / 2), "",
		        first);
	else
		fprintf(out, "\n%*s%s%*s\n", AXIS, "", first, (int)(field->width - strlen(first)),
		        last);
}

void plot_print(const struct plot_point *points, size_t count, const struct plot_frame *frame,
                FILE *out)
{
	struct field field = { .rows = frame->rows < 4 ? 4 : frame->rows, .top = frame->top };

	if (count == 0 || frame->top <= 0)
		return;
	field.width = (frame->columns < 30 ? 30 : frame->columns) - AXIS;
	field.cells = mem_alloc(field.rows * field.width);
	memset(field.cells, ' ', field.rows * field.width);
	field.first = field.last = points[0].day;
	for (size_t i = 1; i < count; i++) {
		if (points[i].day < field.first)
			field.first = points[i].day;
		if (points[i].day > field.last)
			field.last = points[i].day;
	}
	for (size_t i = 0; i < count; i++)
		draw(&field, &points[i]);
	print_field(&field, frame->unit, out);
	print_dates(&field, out);
	free(field.cells);
}
