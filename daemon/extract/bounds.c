#include "bounds.h"

/* "from 60%", "from the current 80%": where the figure of a change begins, or -1. */
static long change_from(const struct document *doc, size_t first)
{
	size_t i = first;
	for (int steps = 0; i > 0 && steps < 3; steps++, i = doc->covers[i - 1].first) {
		if (has_mark(doc, i - 1, MARK_CHANGE_FROM))
			return (long)i - 1;
		if (!has_mark(doc, i - 1, MARK_NEUTRAL) && !has_mark(doc, i - 1, MARK_FUNCTION) &&
		    !has_mark(doc, i - 1, MARK_ABOUT))
			break;
	}
	return -1;
}

/* So far behind "from 38%" the level that it changed to may stand. */
#define CHANGE_TOKENS 16

bool is_change(const struct document *doc, size_t first)
{
	long from = change_from(doc, first);
	if (from < 0)
		return false;
	size_t before = doc->covers[from].first;
	for (size_t i = before; i > 0 && before - i < 4; i--) {
		if (has_mark(doc, i - 1, MARK_LEVEL) || has_mark(doc, i - 1, MARK_DIFFERENCE))
			return true;
	}
	if (has_mark(doc, (size_t)from, MARK_BETWEEN))
		return false;
	/* "С 80% задач справились": a mere preposition begins a change only where a level follows. */
	size_t end = doc->sentences[doc->covers[first].sentence].end;
	for (size_t i = first; has_mark(doc, (size_t)from, MARK_FUNCTION); i++) {
		if (i >= end || i > first + CHANGE_TOKENS)
			return false;
		if (has_mark(doc, i, MARK_LEVEL) || has_mark(doc, i, MARK_TO) ||
		    has_mark(doc, i, MARK_DIFFERENCE))
			return true;
	}
	return true;
}

/* So long a row of a table may be. */
#define ROW_TOKENS 24

/* "Tourism - 13 - 4 - 7": dashes between cells make no range. */
bool is_between_cells(const struct document *doc, size_t dash)
{
	size_t i = dash, dashes = 0;
	if (!doc->tokens[dash].spaced)
		return false;
	while (i > 0 && dash - i < ROW_TOKENS && !doc->tokens[i].line)
		i--;
	for (size_t first = i; i < doc->count && i < first + ROW_TOKENS; i++) {
		if (i > first && doc->tokens[i].line)
			break;
		dashes += is_sign(doc, i, '-') && doc->tokens[i].spaced;
	}
	return dashes > 2;
}

void pair_changes(struct document *doc)
{
	for (size_t f = 0; f + 1 < doc->figure_count; f++) {
		struct figure *figure = &doc->figures[f];
		const struct figure *next = figure + 1;
		if (figure->kind != FIGURE_PERCENT || figure->has_high || figure->number == 0 ||
		    next->kind != FIGURE_PERCENT || next->number == 0 ||
		    doc->covers[figure->number].sentence != doc->covers[next->number].sentence ||
		    change_from(doc, figure->number) < 0)
			continue;
		if (has_mark(doc, next->number - 1, MARK_TO) ||
		    has_mark(doc, next->number - 1, MARK_LEVEL) ||
		    has_mark(doc, next->number - 1, MARK_AT_MOST))
			figure->from = true;
	}
}

static void set_bound(struct document *doc, struct figure *figure, size_t token,
                      enum claim_bound bound)
{
	figure->bound = bound;
	figure->bound_at = (int32_t)token;
	/* "Twelve are completed, and more than half of …": the joint stays before it */
	if (has_mark(doc, token, MARK_CONJUNCTION) && token < figure->number)
		return;
	figure->first = doc->covers[token].first < figure->first ? doc->covers[token].first
	                                                         : figure->first;
	figure->last = doc->covers[token].last > figure->last ? doc->covers[token].last
	                                                      : figure->last;
}

/* "rose from 70% in January to 80%", "вырастет к лету до 85%": "to" is the end of a change, no bound. */
static bool is_end_of_change(const struct document *doc, size_t to)
{
	size_t from = doc->sentences[doc->covers[to].sentence].first;
	for (size_t i = to; i > from && to - i < 10; i--) {
		if (has_mark(doc, i - 1, MARK_LEVEL) || has_mark(doc, i - 1, MARK_CHANGE_FROM) ||
		    has_mark(doc, i - 1, MARK_DIFFERENCE))
			return true;
		/* "rose by three, to fifteen" */
		if ((is_sign(doc, i - 1, ',') && i < to) || is_sign(doc, i - 1, ';'))
			return false;
	}
	return false;
}

/* "довести не менее чем до 95%", "поднять примерно до 90": what stands before "to" bounds the level. */
static bool bound_before_to(struct document *doc, struct figure *figure, size_t to)
{
	size_t before = doc->covers[to].first;
	if (before == 0 || doc->tokens[before].line || has_mark(doc, before - 1, MARK_TO) ||
	    has_mark(doc, before - 1, MARK_LEVEL))
		return false;
	if (has_mark(doc, before - 1, MARK_AT_LEAST))
		set_bound(doc, figure, before - 1, CLAIM_AT_LEAST);
	else if (has_mark(doc, before - 1, MARK_AT_MOST))
		set_bound(doc, figure, before - 1, CLAIM_AT_MOST);
	else if (has_mark(doc, before - 1, MARK_ABOUT))
		set_bound(doc, figure, before - 1, CLAIM_ABOUT);
	return figure->bound != CLAIM_EXACT;
}

static void bound_before(struct document *doc, struct figure *figure)
{
	size_t i = figure->number;
	for (int steps = 0; i > 0 && steps < 4; steps++) {
		size_t before = i - 1;
		if (doc->tokens[i].line)
			return;
		if (has_mark(doc, before, MARK_ABOUT))
			set_bound(doc, figure, before, CLAIM_ABOUT);
		else if (figure->has_high && has_mark(doc, before, MARK_BETWEEN))
			return;
		else if (has_mark(doc, before, MARK_TO) && bound_before_to(doc, figure, before))
			return;
		else if (has_mark(doc, before, MARK_TO) && is_end_of_change(doc, before))
			return;
		else if (has_mark(doc, before, MARK_TO) &&
		         has_mark(doc, figure->last + 1u, MARK_LEVEL))
			return; /* "до 82% доведена" */
		else if (has_mark(doc, before, MARK_AT_LEAST))
			set_bound(doc, figure, before, CLAIM_AT_LEAST);
		else if (has_mark(doc, before, MARK_AT_MOST))
			set_bound(doc, figure, before, CLAIM_AT_MOST);
		else if (has_mark(doc, before, MARK_EVEN))
			figure->even = true;
		else if (has_mark(doc, before, MARK_LEVEL) &&
		         !has_mark(doc, before, MARK_FUNCTION)) {
			/* "it barely reached 30" */
			size_t adverb = doc->covers[before].first;
			if (adverb > 0 && has_mark(doc, adverb - 1, MARK_ABOUT))
				set_bound(doc, figure, adverb - 1, CLAIM_ABOUT);
			else if (adverb > 0 && has_mark(doc, adverb - 1, MARK_AT_MOST) &&
			         !has_mark(doc, adverb - 1, MARK_TO))
				set_bound(doc, figure, adverb - 1, CLAIM_AT_MOST);
			return;
		} else if (!has_mark(doc, before, MARK_FUNCTION) &&
		           !has_mark(doc, before, MARK_BETWEEN) && !is_sign(doc, before, '('))
			return;
		if (figure->bound != CLAIM_EXACT)
			return;
		i = doc->covers[before].first;
	}
}

static void bound_after(struct document *doc, struct figure *figure)
{
	long inside = find_mark(doc, figure->number, figure->last + 1u, MARK_AT_LEAST_AFTER);
	size_t i = inside >= 0 ? (size_t)inside : figure->last + 1u;
	bool comma = is_sign(doc, i, ',');
	if (comma)
		i++;
	if (i >= doc->count || doc->tokens[i].line)
		return;
	/* "80%, roughly", but not "80%, roughly as planned" */
	size_t next = past(doc, i);
	if (comma && next < doc->count && doc->tokens[next].kind != TOKEN_SIGN)
		return;
	if (has_mark(doc, i, MARK_ABOUT_AFTER))
		set_bound(doc, figure, i, CLAIM_ABOUT);
	else if (has_mark(doc, i, MARK_AT_LEAST_AFTER))
		set_bound(doc, figure, i, CLAIM_AT_LEAST);
	else if (has_mark(doc, i, MARK_AT_MOST_AFTER))
		set_bound(doc, figure, i, CLAIM_AT_MOST);
}

void find_bounds(struct document *doc, struct figure *figure)
{
	bound_before(doc, figure);
	bound_after(doc, figure);
}
