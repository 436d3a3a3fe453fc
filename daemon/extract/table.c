/*
 * Tables as text: a line that heads columns, one of them of what was carried
 * out, and under it rows that begin with the name of a programme, or with all
 * of them: "Programme - activities planned - of which executed", "Tourism - 13 - 11".
 * A table of one column has a line over it: "Activities carried out, per cent".
 */
#include "naming.h"
#include "topic.h"

struct column {
	bool staged;
	enum claim_stage stage;
	bool sizes;      /* how many there are */
	bool activities; /* names them */
	bool percent;
};

struct table {
	struct column columns[TABLE_COLUMNS];
	size_t count;
};

/* A line that fills them. */
struct row {
	const struct programme *programme; /* NULL: all */
	size_t first;                      /* tokens of its name */
	size_t last;
	int32_t size; /* the figure of how many there are, or -1 */
};

static bool is_separator(const struct document *doc, size_t i)
{
	return is_sign(doc, i, '|') || is_sign(doc, i, ';') ||
	       ((is_sign(doc, i, '-') || is_sign(doc, i, '/')) && doc->tokens[i].spaced);
}

/* The end of the cell that begins at the token. */
static size_t cell_end(const struct document *doc, const struct sentence *s, size_t i)
{
	while (i < s->end && !is_separator(doc, i))
		i++;
	return i;
}

static struct column read_column(const struct document *doc, size_t first, size_t end)
{
	bool completed = find_mark(doc, first, end, MARK_COMPLETED) >= 0;
	bool progress = find_mark(doc, first, end, MARK_PROGRESS) >= 0;
	bool late = find_mark(doc, first, end, MARK_OTHER_STAGE) >= 0 ||
	            find_mark(doc, first, end, MARK_LEFT) >= 0 ||
	            find_mark(doc, first, end, MARK_NOT) >= 0 ||
	            find_mark(doc, first, end, MARK_FOREIGN) >= 0;
	struct column column = {
		.staged = completed != progress && !late,
		.stage = progress ? CLAIM_IN_PROGRESS : CLAIM_COMPLETED,
		.activities = find_mark(doc, first, end, MARK_ACTIVITIES) >= 0,
		.percent = find_mark(doc, first, end, MARK_PERCENT) >= 0,
	};
	column.sizes = column.activities && !completed && !progress && !column.percent &&
	               find_mark(doc, first, end, MARK_FOREIGN) < 0;
	return column;
}

/* "Measures carried out as of 15 December, per cent": a line that heads a column of its own. */
static bool is_caption(const struct document *doc, const struct sentence *s, struct table *ret)
{
	struct column *column = &ret->columns[0];
	if (!column->staged || !column->percent ||
	    (!column->activities && find_mark(doc, s->first, s->end, MARK_PROGRAMMES) < 0))
		return false;
	ret->columns[1] = *column;
	ret->count = 2;
	return true;
}

/* Does the line head columns of what is done? */
static bool read_head(const struct document *doc, const struct sentence *s, struct table *ret)
{
	bool staged = false, ours = false;
	ret->count = 0;
	if (s->in_title || !doc->tokens[s->first].line)
		return false;
	for (size_t i = s->first; i < s->end && ret->count < TABLE_COLUMNS;) {
		size_t end = cell_end(doc, s, i);
		struct column *column = &ret->columns[ret->count++];
		*column = read_column(doc, i, end);
		staged |= column->staged && ret->count > 1;
		ours |= column->activities ||
		        (column->percent && column->staged &&
		         find_mark(doc, s->first, s->end, MARK_PROGRAMME) >= 0);
		i = end + 1;
	}
	for (size_t i = s->first; i < s->end; i++) {
		if (doc->covers[i].figure >= 0 &&
		    doc->figures[doc->covers[i].figure].kind != FIGURE_ALL)
			return false;
	}
	if (ret->count == 1)
		return is_caption(doc, s, ret);
	return ret->count > 1 && staged && ours;
}

/* The one number of the cell, or -1. */
static int32_t number_in(const struct document *doc, size_t first, size_t end)
{
	int32_t found = -1;
	for (size_t i = first; i < end; i++) {
		int32_t f = doc->covers[i].figure;
		if (f == found || (doc->tokens[i].kind == TOKEN_SIGN && f < 0))
			continue;
		if (f < 0 || found >= 0)
			return -1;
		found = f;
	}
	return found;
}

/* "All 28 programmes", "Total": no single one. */
static bool names_all(const struct document *doc, size_t first, size_t end)
{
	bool all = false;
	for (size_t i = first; i < end; i++) {
		enum noun kind = noun_at(doc, i).kind;
		if (is_unknown(doc, i) || kind == NOUN_FOREIGN || kind == NOUN_BLOCK)
			return false;
		all |= has_mark(doc, i, MARK_ALL) || has_mark(doc, i, MARK_WHOLE) ||
		       kind == NOUN_PROGRAMMES;
	}
	return all;
}

/* What the row is of, by its first cell: false where nobody knows. */
static bool read_row_name(struct document *doc, size_t first, size_t end,
                          const struct programme **ret)
{
	bool all;
	*ret = NULL;
	if (names_all(doc, first, end)) {
		for (size_t i = first; i < end; i++) {
			if (doc->covers[i].figure >= 0)
				doc->figures[doc->covers[i].figure].total_only = true;
		}
		return true;
	}
	for (size_t i = first; i < end && !*ret; i++) {
		int32_t alias = doc->covers[i].alias;
		*ret = alias < 0 || doc->aliases[alias].first != first ||
		                       doc->aliases[alias].last + 1u < end
		               ? NULL
		               : doc->aliases[alias].name->programme;
	}
	if (*ret)
		return true;
	*ret = find_named(doc, first, end, &all);
	return *ret && all;
}

static void fill_cell(struct document *doc, int32_t f, const struct column *column,
                      const struct row *row)
{
	struct figure *figure = &doc->figures[f];
	struct cell *cell = arena_alloc(doc->arena, sizeof(*cell));
	bool counts = column->activities || (row->size >= 0 && !column->percent);
	*cell = (struct cell){ .np = { .kind = counts           ? NOUN_ACTIVITIES
		                               : row->programme ? NOUN_ALIAS
		                                                : NOUN_PROGRAMMES,
		                       .activities = counts,
		                       .strength = 3,
		                       .first = row->first,
		                       .last = row->last,
		                       .programme = row->programme },
		               .stage = column->stage };
	figure->cell = cell;
	figure->apposed = figure->total_only = figure->of_which = false;
	if (column->percent)
		figure->kind = FIGURE_PERCENT;
	else if (row->size >= 0) {
		figure->has_total = true;
		figure->total = doc->figures[row->size].value;
	}
}

/* Does the line fill the columns? */
static bool take_row(struct document *doc, const struct sentence *s, const struct table *table)
{
	int32_t figures[TABLE_COLUMNS];
	size_t count = 0, end = cell_end(doc, s, s->first);
	struct row row = { .first = s->first, .last = end > s->first ? end - 1 : end, .size = -1 };
	for (size_t i = s->first; i < s->end && count < TABLE_COLUMNS; count++, i = end + 1) {
		end = cell_end(doc, s, i);
		figures[count] = count ? number_in(doc, i, end) : -1;
		if (figures[count] >= 0 && table->columns[count].sizes && row.size < 0)
			row.size = figures[count];
	}
	if (count != table->count || !read_row_name(doc, row.first, row.last + 1, &row.programme))
		return count == table->count;
	for (size_t c = 1; c < count; c++) {
		if (figures[c] >= 0 && table->columns[c].staged)
			fill_cell(doc, figures[c], &table->columns[c], &row);
		else if (figures[c] >= 0)
			doc->figures[figures[c]].total_only = true;
	}
	return true;
}

void find_tables(struct document *doc)
{
	struct table table = { .count = 0 };
	for (size_t s = 0; s < doc->sentence_count; s++) {
		const struct sentence *sentence = &doc->sentences[s];
		if (table.count && take_row(doc, sentence, &table))
			continue;
		if (!read_head(doc, sentence, &table))
			table.count = 0;
	}
}
