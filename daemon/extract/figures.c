/* Figures: percentages, fractions, counts and ranges. */
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "document.h"
#include "ordinals.h"
#include "packages.h"
#include "rows.h"
#include "values.h"

static struct figure *add_figure(struct document *doc, const struct value *value, size_t end,
                                 enum figure_kind kind)
{
	doc->figures = grow(doc->arena, doc->figures, doc->figure_count, sizeof(*doc->figures));
	struct figure *figure = &doc->figures[doc->figure_count];
	*figure = (struct figure){ .kind = kind,
		                   .first = (uint32_t)value->first,
		                   .last = (uint32_t)end - 1,
		                   .number = (uint32_t)value->first,
		                   .number_last = (uint32_t)end - 1,
		                   .value = value->number,
		                   .in_words = value->words,
		                   .is_fraction = value->fraction,
		                   .bound_at = -1,
		                   .claim = -1 };
	for (size_t i = value->first; i < end; i++)
		doc->covers[i].figure = (int32_t)doc->figure_count;
	doc->figure_count++;
	return figure;
}

/* The end of a percent sign or word after a value, or 0. */
static size_t percent_end(const struct document *doc, size_t at)
{
	size_t i = at;
	if (is_sign(doc, i, '-') && !doc->tokens[i].spaced && has_mark(doc, i + 1, MARK_PERCENT))
		i++;
	/* "80 and more per cent" */
	if (has_mark(doc, i, MARK_AT_LEAST_AFTER) && has_mark(doc, past(doc, i), MARK_PERCENT))
		i = past(doc, i);
	return has_mark(doc, i, MARK_PERCENT) && !doc->tokens[i].line ? past(doc, i) : 0;
}

static bool is_slash_or_number(const struct document *doc, size_t i)
{
	return is_sign(doc, i, '/') || is_sign(doc, i, ';') ||
	       doc->tokens[i].kind == TOKEN_NUMBER || doc->covers[i].figure >= 0 ||
	       doc->covers[i].date >= 0;
}

/* So far before a list its unit may stand. */
#define UNIT_TOKENS 20

/* "Completion in percent: 98", "процент исполнения — 68": the unit stands before, in the same line. */
static bool percent_before(const struct document *doc, size_t at)
{
	bool colon = false;
	for (size_t i = at; i > 0 && at - i < UNIT_TOKENS && !doc->tokens[i].line; i--) {
		if (is_sign(doc, i - 1, ':') || is_sign(doc, i - 1, '|') ||
		    (is_sign(doc, i - 1, '-') && doc->tokens[i - 1].spaced) ||
		    has_mark(doc, i - 1, MARK_LEVEL))
			colon = true;
		else if (colon && has_mark(doc, i - 1, MARK_PERCENT))
			return doc->covers[i - 1].figure < 0;
		else if (!colon && !is_slash_or_number(doc, i - 1))
			return false;
	}
	return false;
}

/* So far above its row a heading may stand; so far back a line is followed: some texts are one. */
#define HEADING_TOKENS 200
#define LINE_TOKENS 500

static size_t line_first(const struct document *doc, size_t from)
{
	size_t i = from;
	while (i > 0 && !doc->tokens[i].line && i != doc->title_count && from - i < LINE_TOKENS)
		i--;
	return i;
}

/* A heading over rows: "Completion, in per cent:", "Programme | Q4 2022 | Q1 2023", or the title. */
static bool is_over_rows(const struct document *doc, size_t first, size_t end)
{
	if (is_sign(doc, end - 1, ':') || end == doc->title_count ||
	    end - first <= UNIT_HEADING_TOKENS)
		return true;
	for (size_t i = first; i < end; i++) {
		if (is_column_sign(doc, i))
			return true;
	}
	return false;
}

/*
 * "Completion, in per cent:" over the lines "tourism 95", "transport | 88 | 90": a
 * number that ends its line, or its cell, as all lines up to the headings end, has the
 * unit of these.
 */
static bool percent_heading(const struct document *doc, const struct value *value)
{
	size_t end = value->end, first;
	bool row = true;
	if (end < doc->count && !doc->tokens[end].line && !is_column_sign(doc, end))
		return false;
	first = line_first(doc, value->first);
	while (row && first > 0 && value->first - first < HEADING_TOKENS) {
		end = first;
		first = line_first(doc, first - 1);
		row = doc->tokens[end - 1].kind == TOKEN_NUMBER && doc->covers[end - 1].date < 0;
	}
	for (int headings = 0; !row && headings < 2 && is_over_rows(doc, first, end); headings++) {
		for (size_t i = first; i < end; i++) {
			if (has_mark(doc, i, MARK_PERCENT) && doc->covers[i].figure < 0)
				return true;
		}
		if (first == 0)
			return false;
		end = first;
		first = line_first(doc, first - 1);
	}
	return false;
}

/* "процентов на 80": the unit before its number says "about". Where it begins, or i. */
static size_t inverted_percent(const struct document *doc, size_t i)
{
	size_t at = i;
	/* "процентов так на 80", "процентов этак восемьдесят" */
	while (at > 0 && i - at < 2 && !has_mark(doc, at - 1, MARK_PERCENT) &&
	       (has_mark(doc, at - 1, MARK_LINK) || has_mark(doc, at - 1, MARK_ABOUT)))
		at--;
	if (at > 0 && !doc->tokens[at].line && doc->tokens[at - 1].kind == TOKEN_WORD &&
	    has_mark(doc, at - 1, MARK_PERCENT) && doc->covers[at - 1].figure < 0)
		return at - 1;
	return i;
}

/* A second value that makes a range with the first: its end, or 0. */
static bool range_follows(const struct document *doc, const struct value *low, size_t low_end,
                          bool between, struct value *ret_high)
{
	size_t at = low_end;
	/* "rose by two to eleven": from a difference to its level */
	if (at >= doc->count || doc->tokens[at].line ||
	    (low->first > 0 && has_mark(doc, low->first - 1, MARK_DIFFERENCE)))
		return false;
	bool dash = is_sign(doc, at, '-');
	if (dash && is_between_cells(doc, at))
		return false;
	bool either = has_mark(doc, at, MARK_OR); /* "78 or 79 per cent" */
	if (!dash && !either && !has_mark(doc, at, MARK_TO) &&
	    !(between && has_mark(doc, at, MARK_AND)))
		return false;
	at = dash ? at + 1 : past(doc, at);
	if (at >= doc->count || !value_take(doc, at, ret_high) ||
	    ret_high->fraction != low->fraction ||
	    (either && (ret_high->number.digits != low->number.digits + 1 ||
	                !percent_end(doc, ret_high->end))))
		return false;
	return decimal_cmp(low->number, ret_high->number) < 0;
}

/* A percentage with its range; two figures where it changed from one to the other. */
static size_t take_percent(struct document *doc, const struct value *value)
{
	struct value high;
	size_t own = percent_end(doc, value->end);
	bool between = value->first > 0 && has_mark(doc, value->first - 1, MARK_BETWEEN);
	bool change = is_change(doc, value->first);
	if (range_follows(doc, value, own ? own : value->end, between, &high)) {
		size_t end = percent_end(doc, high.end);
		if (end && change) {
			add_figure(doc, value, own ? own : value->end, FIGURE_PERCENT)->from = true;
			add_figure(doc, &high, end, FIGURE_PERCENT);
			return end;
		}
		if (end) {
			struct figure *figure = add_figure(doc, value, end, FIGURE_PERCENT);
			figure->has_high = true;
			figure->high = high.number;
			return end;
		}
	}
	if (!own)
		return 0;
	add_figure(doc, value, own, FIGURE_PERCENT)->from = change;
	return own;
}

/* "two thirds", "between three quarters and four fifths" */
static size_t take_fraction(struct document *doc, const struct value *value)
{
	struct value high;
	bool between = value->first > 0 && has_mark(doc, value->first - 1, MARK_BETWEEN);
	bool range = between && range_follows(doc, value, value->end, true, &high);
	size_t end = range ? high.end : value->end;
	struct figure *figure = add_figure(doc, value, end, FIGURE_PERCENT);
	figure->has_high = range;
	if (range)
		figure->high = high.number;
	return end;
}

/* A total after "of": "of 28", "out of the 28", "of the planned 28", "(of 28)", "/28". */
static bool total_follows(const struct document *doc, const struct value *value,
                          struct value *ret_total, bool *ret_each)
{
	size_t at = value->end;
	bool bracket = is_sign(doc, at, '(');
	*ret_each = false;
	if (at >= doc->count || doc->tokens[at].line)
		return false;
	if (bracket)
		at++;
	*ret_each = has_mark(doc, at, MARK_IN_EACH) && !bracket;
	bool slash = is_sign(doc, at, '/') && !doc->tokens[at].spaced;
	/* "Seven from 28 are closed": a translator's "of" */
	bool from = has_mark(doc, at, MARK_CHANGE_FROM) &&
	            value_take(doc, past(doc, at), ret_total) &&
	            package_of_total(doc, false, ret_total->number);
	if (!*ret_each && !slash && !from && !has_mark(doc, at, MARK_OUT_OF))
		return false;
	for (at = past(doc, at); at < doc->count && !slash; at = past(doc, at)) {
		if (!has_mark(doc, at, MARK_FUNCTION) && !has_mark(doc, at, MARK_NEUTRAL) &&
		    !has_mark(doc, at, MARK_ALL) && !has_mark(doc, at, MARK_ABOUT) &&
		    !has_mark(doc, at, MARK_AT_LEAST))
			break;
	}
	/* a title that ends with "four in", and a text that begins with a number */
	if (at >= doc->count || doc->tokens[at].in_title != doc->tokens[value->first].in_title)
		return false;
	return value_take(doc, at, ret_total) && !ret_total->fraction &&
	       decimal_cmp(ret_total->number, value->number) >= 0 && ret_total->number.scale == 0 &&
	       !percent_end(doc, ret_total->end);
}

/* "Two out of three", "nine out of ten": a share in words. */
static bool is_small_whole(struct decimal total)
{
	return total.digits <= 5 || total.digits == 10;
}

static size_t take_count(struct document *doc, const struct value *value)
{
	struct value total, high;
	bool each;
	size_t end = value->end;
	if (value->number.scale > 0)
		return 0;
	if (total_follows(doc, value, &total, &each) && (each || !value->is_one)) {
		end = total.end + is_sign(doc, total.end, ')');
		struct figure *figure = add_figure(doc, value, end, FIGURE_COUNT);
		figure->has_total = true;
		figure->total = total.number;
		figure->is_share = value->words && total.words && is_small_whole(total.number) &&
		                   !each;
		if (each && (total.number.digits <= 10 || total.number.digits == 100)) {
			figure->kind = FIGURE_PERCENT;
			figure->is_fraction = true;
			figure->has_total = false;
			figure->value = decimal_percent_of(value->number, total.number, 1);
		}
		return end;
	}
	if (range_follows(doc, value, value->end, false, &high) && !high.fraction &&
	    high.number.scale == 0) {
		/* "has risen from ten to thirteen" */
		if (is_change(doc, value->first)) {
			add_figure(doc, value, value->end, FIGURE_COUNT)->from = true;
			return value->end;
		}
		struct figure *figure = add_figure(doc, value, high.end, FIGURE_COUNT);
		figure->reason = value_is_other(doc, &high);
		figure->has_high = true;
		figure->high = high.number;
		return high.end;
	}
	add_figure(doc, value, end, FIGURE_COUNT);
	return end;
}

/* "1) … ; 2) …" */
static bool is_row_number(const struct document *doc, const struct value *value)
{
	size_t i = value->first;
	return is_sign(doc, value->end, ')') &&
	       (i == 0 || doc->tokens[i].line || is_sign(doc, i - 1, ':') ||
	        is_sign(doc, i - 1, ';') || is_sign(doc, i - 1, ',') || is_sign(doc, i - 1, '.'));
}

/* The most that "one programme in so many" is said of. */
#define IN_EACH_MOST 10

static bool is_inside_share(const struct document *doc, size_t i)
{
	return has_mark(doc, i, MARK_ACTIVITIES) || has_mark(doc, i, MARK_PROGRAMMES) ||
	       has_mark(doc, i, MARK_PROGRAMME) || has_mark(doc, i, MARK_ANCHOR) ||
	       has_mark(doc, i, MARK_UNION) || has_mark(doc, i, MARK_NEUTRAL);
}

/* "one union programme in three": does the size of the sample stand behind the noun? */
static bool is_one_in(const struct document *doc, const struct value *value)
{
	struct value total;
	size_t at = value->end;
	while (at < doc->count && at < value->end + 5 && is_inside_share(doc, at) &&
	       !doc->tokens[at].line)
		at = past(doc, at);
	if (at == value->end || !has_mark(doc, at, MARK_IN_EACH))
		return false;
	at = past(doc, at);
	return at < doc->count && value_take(doc, at, &total) && !total.fraction &&
	       total.number.scale == 0 && total.number.digits > 1 &&
	       total.number.digits <= IN_EACH_MOST && !value_is_other(doc, &total) &&
	       doc->covers[at].date < 0 && !has_mark(doc, total.end, MARK_PERCENT) &&
	       !has_mark(doc, total.end, MARK_ACTIVITIES);
}

static size_t take_figure(struct document *doc, size_t i)
{
	struct value value;
	const struct phrase *adjective = marked(doc, i, MARK_PERCENT_ADJECTIVE);
	size_t end;
	if (!doc->covers[i].phrases && doc->tokens[i].kind != TOKEN_NUMBER)
		return i + 1;
	/* "twelve of them - на все сто": those are done, and no percentage is told */
	size_t on = doc->covers[i].first;
	bool fully = has_mark(doc, i, MARK_COMPLETED) && on > 0 && is_sign(doc, on - 1, '-');
	if (adjective && !fully) {
		value = (struct value){ .number = decimal_from_int(adjective->value),
			                .words = true,
			                .first = i,
			                .end = past(doc, i) };
		add_figure(doc, &value, value.end, FIGURE_PERCENT);
		return value.end;
	}
	if (ordinal_take(doc, i, &value)) {
		add_figure(doc, &value, value.end, FIGURE_COUNT)->is_ordinal = true;
		return value.end;
	}
	if (!value_take(doc, i, &value))
		return i + 1;
	bool is_row = is_row_number(doc, &value);
	const char *other = is_row ? "numbers a row" : value_is_other(doc, &value);
	if (other) {
		struct figure *figure = add_figure(doc, &value, value.end, FIGURE_COUNT);
		figure->reason = other;
		note_cause(doc, figure);
		figure->is_row = is_row;
		return value.end;
	}
	end = take_percent(doc, &value);
	if (end)
		return end;
	if (value.fraction)
		return take_fraction(doc, &value);
	if (percent_before(doc, i) || percent_heading(doc, &value)) {
		add_figure(doc, &value, value.end, FIGURE_PERCENT);
		return value.end;
	}
	size_t unit = inverted_percent(doc, i);
	if (unit < i) {
		value.first = unit;
		struct figure *figure = add_figure(doc, &value, value.end, FIGURE_PERCENT);
		figure->bound = CLAIM_ABOUT;
		figure->bound_at = (int32_t)unit;
		return value.end;
	}
	if (value.is_one && value.words && !has_mark(doc, value.end, MARK_IN_EACH) &&
	    !is_one_in(doc, &value))
		return value.end; /* "one of the five": no count */
	end = take_count(doc, &value);
	return end ? end : value.end;
}

/* So far behind its number "all" may stand. */
#define FLOATING_TOKENS 10

/* "The 28 programmes of the first package have all been closed": the figure of that "all", or -1. */
static int32_t floating_all(const struct document *doc, size_t all)
{
	size_t i = all;
	if (i == 0 || doc->tokens[i].line || !has_mark(doc, i - 1, MARK_FINITE))
		return -1;
	for (; i > 0 && all - i < FLOATING_TOKENS && !doc->tokens[i].line;
	     i = doc->covers[i - 1].first) {
		int32_t f = doc->covers[i - 1].figure;
		if (f >= 0)
			return doc->figures[f].kind == FIGURE_COUNT && !doc->figures[f].reason &&
			                       !doc->figures[f].has_total
			               ? f
			               : -1;
		if (doc->tokens[i - 1].kind == TOKEN_SIGN)
			return -1;
	}
	return -1;
}

/* "all the measures", "all 28": a figure of its own where no number follows. */
static void take_all(struct document *doc, size_t i)
{
	size_t at = past(doc, i);
	/* "78% of all the measures", "81% on all 28 programmes" */
	bool linked = i > 0 &&
	              (has_mark(doc, i - 1, MARK_OUT_OF) || has_mark(doc, i - 1, MARK_LINK));
	size_t of = linked ? doc->covers[i - 1].first : i;
	int32_t part = of > 0 && !doc->tokens[i].line ? doc->covers[of - 1].figure : -1;
	if (part >= 0 && doc->figures[part].kind == FIGURE_PERCENT)
		return;
	for (int steps = 0; steps < 4 && at < doc->count; steps++) {
		if (doc->covers[at].figure >= 0) {
			doc->figures[doc->covers[at].figure].is_all = true;
			return;
		}
		if (!has_mark(doc, at, MARK_FUNCTION) && !has_mark(doc, at, MARK_NEUTRAL) &&
		    !has_mark(doc, at, MARK_OUT_OF) && !has_mark(doc, at, MARK_UNION))
			break;
		at = past(doc, at);
	}
	int32_t floated = floating_all(doc, i);
	if (floated >= 0) {
		doc->figures[floated].is_all = true;
		return;
	}
	struct value value = {
		.number = decimal_from_int(100), .words = true, .first = i, .end = past(doc, i)
	};
	add_figure(doc, &value, value.end, FIGURE_ALL)->is_all = true;
}

/* "seven steps out of fifteen", "118 fulfilled out of 310": the noun stands between the number and its total. */
static void join_totals(struct document *doc)
{
	for (size_t f = 0; f + 1 < doc->figure_count; f++) {
		struct figure *figure = &doc->figures[f], *total = figure + 1;
		size_t i = figure->number_last + 1u;
		if (figure->kind != FIGURE_COUNT || figure->reason || figure->has_total ||
		    total->kind != FIGURE_COUNT || total->has_total || total->reason ||
		    total->number > i + 8 || decimal_cmp(total->value, figure->value) < 0)
			continue;
		while (i < total->number &&
		       (is_inside_share(doc, i) || has_mark(doc, i, MARK_COMPLETED)))
			i = past(doc, i);
		bool each = has_mark(doc, i, MARK_IN_EACH) &&
		            decimal_cmp(figure->value, decimal_from_int(1)) == 0 &&
		            decimal_cmp(total->value, decimal_from_int(IN_EACH_MOST)) <= 0;
		if (i == figure->number_last + 1u || (!each && !has_mark(doc, i, MARK_OUT_OF)) ||
		    past(doc, i) != total->number)
			continue;
		if (each) {
			figure->kind = FIGURE_PERCENT;
			figure->is_fraction = total->total_only = true;
			figure->value = decimal_percent_of(figure->value, total->value, 1);
			continue;
		}
		figure->has_total = true;
		figure->total = total->value;
		figure->is_share = figure->in_words && total->in_words &&
		                   is_small_whole(total->value);
		total->total_only = true;
	}
}

/*
 * "780 measures of the 28 programmes out of 993": the total is of the measures, and the
 * programmes are only named by their number.
 */
static void pass_totals_on(struct document *doc)
{
	for (size_t f = 1; f < doc->figure_count; f++) {
		struct figure *inner = &doc->figures[f], *figure = inner - 1;
		size_t i = figure->number_last + 1u;
		if (!inner->has_total || inner->kind != FIGURE_COUNT ||
		    figure->kind != FIGURE_COUNT || figure->has_total || figure->reason ||
		    !package_of_total(doc, false, inner->value) ||
		    decimal_cmp(figure->value, inner->value) <= 0 ||
		    decimal_cmp(inner->total, figure->value) < 0)
			continue;
		bool activities = false;
		for (; i < inner->number && is_inside_share(doc, i); i = past(doc, i))
			activities |= has_mark(doc, i, MARK_ACTIVITIES);
		if (!activities || i != inner->number)
			continue;
		figure->has_total = inner->total_only = true;
		figure->total = inner->total;
		inner->has_total = false;
	}
}

static int by_place(const void *a, const void *b)
{
	const struct figure *x = a, *y = b;
	return x->number < y->number ? -1 : x->number > y->number;
}

void find_figures(struct document *doc)
{
	for (size_t i = 0; i < doc->count && !arena_is_full(doc->arena);)
		i = take_figure(doc, i);
	for (size_t i = 0; i < doc->count; i = past(doc, i)) {
		if (has_mark(doc, i, MARK_ALL) && doc->covers[i].figure < 0)
			take_all(doc, i);
	}
	if (doc->figure_count)
		qsort(doc->figures, doc->figure_count, sizeof(*doc->figures), by_place);
	join_totals(doc);
	pass_totals_on(doc);
	pair_changes(doc);
	for (size_t f = 0; f < doc->figure_count; f++) {
		struct figure *figure = &doc->figures[f];
		for (size_t i = figure->number; i <= figure->number_last; i++)
			doc->covers[i].figure = (int32_t)f;
		if (!figure->reason)
			find_bounds(doc, figure);
	}
}
