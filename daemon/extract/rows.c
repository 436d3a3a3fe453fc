#include "rows.h"

#include "naming.h"

/* So many rows back the heading may stand. */
#define ROWS_MOST 30

/* "1.", which ends no sentence of the text */
static bool is_row_mark(const struct document *doc, const struct sentence *s)
{
	return s->end - s->first <= 2 && doc->tokens[s->first].kind == TOKEN_NUMBER;
}

static bool begins_row(const struct document *doc, uint32_t sentence)
{
	const struct sentence *s = &doc->sentences[sentence];
	return doc->tokens[s->first].line ||
	       (sentence > 0 && doc->tokens[s[-1].first].line && is_row_mark(doc, &s[-1]));
}

static bool has_figure(const struct document *doc, const struct sentence *s)
{
	for (size_t i = s->first; i < s->end; i++) {
		int32_t f = doc->covers[i].figure;
		if (f >= 0 && !doc->figures[f].is_row)
			return true;
	}
	return false;
}

/* "How far the union programmes are carried out", with no figure and nothing else that it may be of. */
static bool is_heading(const struct document *doc, const struct sentence *s)
{
	bool ours = false;
	for (size_t i = s->first; i < s->end; i++) {
		struct noun_phrase np = noun_at(doc, i);
		ours |= (np.kind == NOUN_PROGRAMMES || np.kind == NOUN_ACTIVITIES) &&
		        np.strength >= 2;
		if (np.kind == NOUN_FOREIGN)
			return false;
	}
	return ours && !s->denied && !is_ambiguous_union(doc, s->first) &&
	       (find_mark(doc, s->first, s->end, MARK_COMPLETED) >= 0 ||
	        find_mark(doc, s->first, s->end, MARK_PROGRESS) >= 0);
}

bool is_column_sign(const struct document *doc, size_t i)
{
	return is_sign(doc, i, '/') || is_sign(doc, i, '|') || is_sign(doc, i, ';');
}

/* "Programme | Q4 2022 | Q1 2023", "Programme, %" */
static bool heads_columns(const struct document *doc, const struct sentence *s)
{
	if (s->end - s->first <= UNIT_HEADING_TOKENS &&
	    find_mark(doc, s->first, s->end, MARK_PERCENT) >= 0)
		return !has_figure(doc, s);
	for (size_t i = s->first; i < s->end; i++) {
		if (is_sign(doc, i, '|') || is_sign(doc, i, ';'))
			return !has_figure(doc, s);
	}
	return false;
}

/* The heading nearest before the row; only rows, and what heads their columns, stand between. */
static bool has_heading(const struct document *doc, uint32_t row)
{
	for (uint32_t i = row; i > 0 && row - i < ROWS_MOST; i--) {
		const struct sentence *s = &doc->sentences[i - 1];
		if (is_row_mark(doc, s) || heads_columns(doc, s) ||
		    (begins_row(doc, i - 1) && has_figure(doc, s)))
			continue;
		return is_heading(doc, s) && !has_figure(doc, s);
	}
	return false;
}

/* Behind the figure nothing is named any more. */
static bool ends_row(const struct document *doc, const struct figure *figure, size_t end)
{
	for (size_t i = figure->last + 1u; i < end; i++) {
		if (doc->tokens[i].kind != TOKEN_SIGN && doc->covers[i].figure < 0 &&
		    !has_mark(doc, i, MARK_COMPLETED) && !has_mark(doc, i, MARK_FUNCTION))
			return false;
	}
	return true;
}

/* Where the name of the row stands in which the figure does; false where it is no row. */
static bool row_name(const struct document *doc, const struct figure *figure, size_t *ret_first,
                     size_t *ret_last)
{
	uint32_t index = doc->covers[figure->number].sentence;
	const struct sentence *s = &doc->sentences[index];
	size_t first = s->first, last = s->first;
	if (figure->kind != FIGURE_PERCENT || s->in_title || !begins_row(doc, index) ||
	    !ends_row(doc, figure, s->end) || !has_heading(doc, index))
		return false;
	while (last < figure->first && (doc->covers[last].figure < 0 ||
	                                doc->figures[doc->covers[last].figure].kind == FIGURE_ALL))
		last++;
	while (first < last && (doc->tokens[first].kind != TOKEN_WORD))
		first++;
	while (last > first &&
	       (doc->tokens[last - 1].kind == TOKEN_SIGN || has_mark(doc, last - 1, MARK_LEVEL) ||
	        has_mark(doc, last - 1, MARK_LINK)))
		last--;
	*ret_first = first;
	*ret_last = last;
	return true;
}

bool is_row_of_all(const struct document *doc, const struct figure *figure)
{
	size_t first, last;
	return row_name(doc, figure, &first, &last) &&
	       (find_mark(doc, first, last, MARK_WHOLE) >= 0 ||
	        (find_mark(doc, first, last, MARK_ALL) >= 0 && last - first <= 3));
}

const struct programme *programme_of_row(const struct document *doc, const struct figure *figure)
{
	size_t first, last;
	bool all;
	if (!row_name(doc, figure, &first, &last))
		return NULL;
	for (size_t i = first; i < last; i++) {
		int32_t alias = doc->covers[i].alias;
		const struct programme *named = alias < 0 ? NULL
		                                          : doc->aliases[alias].name->programme;
		if (named && doc->aliases[alias].first == first &&
		    doc->aliases[alias].last + 1u >= last)
			return named;
	}
	const struct programme *programme = find_named(doc, first, last, &all);
	return all ? programme : NULL;
}

void notice_heading_measure(struct document *doc, const struct sentence *s)
{
	if (find_mark(doc, s->first, s->end, MARK_COMPLETED) < 0 || has_figure(doc, s) ||
	    find_mark(doc, s->first, s->end, MARK_ACTIVITIES) < 0 ||
	    find_mark(doc, s->first, s->end, MARK_SAYS) >= 0 || !doc->focus.known)
		return;
	doc->focus.has_measure = true;
	doc->focus.measure = CLAIM_ACTIVITIES;
}
