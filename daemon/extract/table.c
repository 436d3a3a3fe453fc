/*
 * Tables as text: a line that heads columns, one of them of what was carried
 * out, and under it rows that begin with the name of a programme, or with all
 * of them: "Programme - activities planned - of which executed", "Tourism - 13 - 11".
 * A table of one column has a line over it: "Activities carried out, per cent".
 */
#include "ellipsis.h"
#include "finding.h"
#include "naming.h"
#include "topic.h"

/* So many lines before it may name the programmes that a caption is of. */
#define CAPTION_LINES 3

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
	int32_t when; /* the one date over it, or -1 */
	bool foreign; /* of something else: its rows are, too */
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

static bool names_programmes(const struct document *doc, const struct sentence *s)
{
	return find_mark(doc, s->first, s->end, MARK_PROGRAMMES) >= 0 ||
	       find_mark(doc, s->first, s->end, MARK_ANCHOR) >= 0;
}

/* "The union programmes as of 1 April": its one date, and no other figure; or -1. */
static int32_t date_of_line(const struct document *doc, const struct sentence *s)
{
	int32_t when = -1;
	for (size_t i = s->first; i < s->end; i++) {
		int32_t w = doc->covers[i].date;
		if (w < 0 ? doc->covers[i].figure >= 0 : when >= 0 && w != when)
			return -1;
		when = w >= 0 && doc->whens[w].date.precision >= DATE_MONTH && !doc->whens[w].since
		               ? w
		               : when;
	}
	return when;
}

/*
 * "Measures carried out as of 15 December, per cent": a line that heads a column of its own.
 * "The union programmes in brief. Given is how far they are done in per cent": of the line before.
 */
static bool is_caption(const struct document *doc, const struct sentence *s, struct table *ret)
{
	struct column *column = &ret->columns[0];
	bool named = names_programmes(doc, s);
	for (size_t back = 1; back <= CAPTION_LINES && s - back >= doc->sentences; back++)
		named |= names_programmes(doc, s - back);
	if (!column->staged || !column->percent || (!column->activities && !named))
		return false;
	ret->columns[1] = *column;
	ret->count = 2;
	ret->when = -1;
	for (size_t back = 0; ret->when < 0 && back <= CAPTION_LINES && s - back >= doc->sentences;
	     back++)
		ret->when = date_of_line(doc, s - back);
	return true;
}

/* "Growth of exports by industry:", "Budget execution, in per cent:" */
static bool is_foreign_caption(const struct document *doc, const struct sentence *s)
{
	bool foreign = false;
	if (!is_sign(doc, s->end - 1u, ':'))
		return false;
	for (size_t i = s->first; i < s->end; i++) {
		enum noun kind = noun_at(doc, i).kind;
		if (doc->covers[i].figure >= 0 || has_mark(doc, i, MARK_UNION) ||
		    kind == NOUN_PROGRAMMES || kind == NOUN_ACTIVITIES || kind == NOUN_SINGLE)
			return false;
		foreign |= kind == NOUN_FOREIGN && has_mark(doc, i, MARK_FOREIGN);
	}
	return foreign;
}

/* Does the line head columns of what is done? */
static bool read_head(const struct document *doc, const struct sentence *s, struct table *ret)
{
	bool staged = false, ours = false;
	*ret = (struct table){ .when = -1 };
	if (s->in_title)
		return false;
	if (is_foreign_caption(doc, s)) {
		ret->count = 2;
		ret->foreign = true;
		return true;
	}
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
	/* "in per cent, in brackets — the number of points" */
	if (ret->count == 1 || (ret->columns[0].staged && ret->columns[0].percent))
		return is_caption(doc, s, ret);
	return doc->tokens[s->first].line && ret->count > 1 && staged && ours;
}

/* The one number of the cell, or -1; what a bracket behind it holds is another's: "83 (24)". */
static int32_t number_in(const struct document *doc, size_t first, size_t end)
{
	int32_t found = -1;
	for (size_t i = first; i < end && !(found >= 0 && is_sign(doc, i, '(')); i++) {
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
                      const struct row *row, int32_t when)
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
		               .stage = column->stage,
		               .when = when };
	figure->cell = cell;
	figure->apposed = figure->total_only = figure->of_which = false;
	if (column->percent)
		figure->kind = FIGURE_PERCENT;
	else if (row->size >= 0) {
		figure->has_total = true;
		figure->total = doc->figures[row->size].value;
	}
}

/* The same in a row, where "Tourism: 83" has two cells. */
static size_t row_cell_end(const struct document *doc, const struct sentence *s, size_t i)
{
	size_t end = cell_end(doc, s, i);
	for (; i + 1 < end; i++) {
		if (is_sign(doc, i, ':') && doc->covers[i + 1].figure >= 0)
			return i;
	}
	return end;
}

/* "Overall – 77, of which the financial block – 82": the end of what the row says of its own. */
static struct sentence own_row(const struct document *doc, const struct sentence *s)
{
	struct sentence row = *s;
	size_t i = row_cell_end(doc, s, s->first) + 1;
	while (i < s->end && doc->covers[i].figure < 0)
		i++;
	for (; i < s->end; i++) {
		if (is_sign(doc, i, ',') && has_mark(doc, i + 1, MARK_INCLUDING))
			row.end = (uint32_t)i;
		if (row.end == i)
			break;
	}
	return row;
}

/* What brackets of the row hold is of another kind: "83 (24)". */
static void leave_brackets(struct document *doc, const struct sentence *s)
{
	for (size_t i = s->first; i + 1 < s->end; i++) {
		int32_t f = doc->covers[i + 1].figure;
		if (is_sign(doc, i, '(') && f >= 0 && is_sign(doc, doc->figures[f].last + 1u, ')'))
			doc->figures[f].total_only = true;
	}
}

/* "…, of which the financial block – 82, the transport one – 90" */
static void leave_blocks(struct document *doc, size_t first, size_t end)
{
	bool block = find_mark(doc, first, end, MARK_BLOCK) >= 0;
	for (size_t i = first; block && i < end; i++) {
		if (doc->covers[i].figure >= 0)
			doc->figures[doc->covers[i].figure].reason = OTHER_PART;
	}
}

/* A remark between rows: it has no figure. */
static bool is_remark(const struct document *doc, const struct sentence *s)
{
	for (size_t i = s->first; i < s->end; i++) {
		if (doc->covers[i].figure >= 0)
			return false;
	}
	return true;
}

/* Does the line fill the columns? */
static bool take_row(struct document *doc, const struct sentence *whole, const struct table *table)
{
	int32_t figures[TABLE_COLUMNS];
	struct sentence own = own_row(doc, whole), *s = &own;
	size_t count = 0, end = row_cell_end(doc, s, s->first);
	struct row row = { .first = s->first, .last = end > s->first ? end - 1 : end, .size = -1 };
	for (size_t i = s->first; i < s->end && count < TABLE_COLUMNS; count++, i = end + 1) {
		end = row_cell_end(doc, s, i);
		figures[count] = count ? number_in(doc, i, end) : -1;
		if (figures[count] >= 0 && table->columns[count].sizes && row.size < 0)
			row.size = figures[count];
	}
	if (table->foreign) {
		if (count != 2 || figures[1] < 0 || !doc->tokens[s->first].line)
			return false;
		doc->figures[figures[1]].reason = OTHER_THING;
		return true;
	}
	if (count != table->count || !read_row_name(doc, row.first, row.last + 1, &row.programme))
		return count == table->count;
	leave_brackets(doc, s);
	leave_blocks(doc, own.end, whole->end);
	for (size_t c = 1; c < count; c++) {
		if (figures[c] >= 0 && table->columns[c].staged)
			fill_cell(doc, figures[c], &table->columns[c], &row, table->when);
		else if (figures[c] >= 0)
			doc->figures[figures[c]].total_only = true;
	}
	return true;
}

void find_tables(struct document *doc)
{
	struct table table = { .count = 0 };
	bool remark = false;
	for (size_t s = 0; s < doc->sentence_count; s++) {
		const struct sentence *sentence = &doc->sentences[s];
		if (table.count && take_row(doc, sentence, &table)) {
			remark = false;
			continue;
		}
		struct table before = table;
		if (read_head(doc, sentence, &table))
			continue;
		table = before;
		table.count = remark || !is_remark(doc, sentence) ? 0 : before.count;
		remark = true;
	}
}
