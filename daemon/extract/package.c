/* Which package a figure is of: named, known by its numbers, spoken of, or the one in force. */
#include "finding.h"
#include "packages.h"

/* Nobody can report how far a package is that has not begun. */
static bool has_begun(const struct document *doc, const struct package *package)
{
	return package && date_first_day(package->first) <= date_last_day(doc->input->published);
}

/* The package named nearest in first … end - 1; *ret_at: its token, where there is one. */
static const struct package *package_in(const struct document *doc, size_t first, size_t end,
                                        size_t near, long *ret_at)
{
	const struct package *best = NULL;
	size_t best_away = SIZE_MAX;
	for (size_t i = first; i < end; i++) {
		const struct package *package = package_at(doc, i);
		size_t away = i > near ? i - near : near - i;
		if (has_begun(doc, package) && away < best_away) {
			best = package;
			best_away = away;
			*ret_at = (long)i;
		}
	}
	return best;
}

/* "The first package was fulfilled by 99%, the second, for 2024-2026, by 17%": named on its side of the figure. */
static const struct package *package_in_clause(const struct document *doc,
                                               const struct finding *finding, long *ret_at)
{
	const struct figure *figure = finding->figure;
	bool direct = finding->target.kind == TARGET_DIRECT &&
	              finding->target.np.first > figure->number;
	size_t from = figure->clause_first;
	/* "…, the second, for 2024-2026, by 17%": all since the figure before */
	if (is_back_reference(finding) && finding->f > 0 && figure[-1].claim >= 0 &&
	    doc->covers[figure[-1].number].sentence == doc->covers[figure->number].sentence)
		from = figure[-1].last + 1u;
	size_t sides[2][2] = { { from, figure->number }, { figure->number, figure->clause_end } };
	const struct package *package = package_in(doc, sides[direct][0], sides[direct][1],
	                                           figure->number, ret_at);
	if (!package)
		package = package_in(doc, sides[!direct][0], sides[!direct][1], figure->number,
		                     ret_at);
	return package;
}

static struct evidence by_figure(const struct figure *figure)
{
	return by_words(figure->number, figure->number_last, "it alone has that number of them");
}

/* "941 out of 989": a few activities join a package or leave it. */
static const struct package *package_near_total(const struct document *doc, struct decimal total)
{
	for (size_t p = 0; p < doc->lexicon->packages->count; p++) {
		const struct package *package = &doc->lexicon->packages->list[p];
		if (decimal_cmp(total, decimal_from_int(RARE_SIZE)) > 0 &&
		    package_has_about(package, total))
			return package;
	}
	return NULL;
}

/* "All 28, he said, are 100% fulfilled": a degree of the number before. */
static bool is_degree_of_all(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	return figure->kind == FIGURE_PERCENT && finding->f > 0 &&
	       figure[-1].kind == FIGURE_COUNT && figure[-1].is_all &&
	       doc->covers[figure[-1].number].sentence == doc->covers[figure->number].sentence;
}

#define ASIDE_TOKENS 6

/* "the programmes, which numbered 28,", "(there were 28 of them)": how many, told right behind. */
static const struct figure *size_in_aside(const struct document *doc, const struct finding *finding)
{
	const struct noun_phrase *np = &finding->target.np;
	size_t first = np->last + 1u, end = first + ASIDE_TOKENS;
	if (is_back_reference(finding) || np->last >= finding->figure->number ||
	    !(is_sign(doc, first, ',') || is_sign(doc, first, '(') || is_sign(doc, first, '-')))
		return NULL;
	for (size_t i = first + 1; i < end && i < finding->figure->number; i++) {
		int32_t f = doc->covers[i].figure;
		const struct figure *size = f >= 0 ? &doc->figures[f] : NULL;
		if (!size || size->number != i)
			continue;
		size_t next = size->last + 1u;
		bool counts_them = is_sign(doc, next, ',') || is_sign(doc, next, ')') ||
		                   is_sign(doc, next, '-') ||
		                   (next < doc->count && doc->nouns[next].kind == NOUN_PRONOUN);
		return size->kind == FIGURE_COUNT && counts_them ? size : NULL;
	}
	return NULL;
}

/* The package that has as many, and the number that says so. */
static const struct package *package_by_numbers(const struct document *doc,
                                                const struct finding *finding,
                                                struct evidence *ret_why)
{
	const struct figure *figure = finding->figure;
	bool activities = finding->measure == CLAIM_ACTIVITIES;
	const struct package *package = NULL;
	*ret_why = by_figure(figure);
	if (finding->target.has_base) {
		*ret_why = by_figure(&doc->figures[finding->target.base_figure]);
		package = package_of_total(doc, activities, finding->target.base);
	}
	if (!package && finding->target.has_base && activities)
		package = package_of_total(doc, false, finding->target.base);
	const struct noun_phrase *np = &finding->target.np;
	for (size_t i = np->first; !package && !is_back_reference(finding) && i <= np->last; i++) {
		int32_t size = doc->covers[i].figure;
		if (size < 0 || doc->figures[size].kind != FIGURE_COUNT ||
		    decimal_cmp(doc->figures[size].value, decimal_from_int(SIZE_LEAST)) < 0)
			continue;
		*ret_why = by_figure(&doc->figures[size]);
		package = package_of_total(doc, activities, doc->figures[size].value);
	}
	const struct figure *size = package ? NULL : size_in_aside(doc, finding);
	if (size) {
		*ret_why = by_figure(size);
		package = package_of_total(doc, activities, size->value);
	}
	if (package)
		return has_begun(doc, package) ? package : NULL;
	*ret_why = by_figure(figure);
	if (figure->has_total)
		package = package_of_total(doc, activities, figure->total);
	if (!package && figure->has_total && activities)
		package = package_near_total(doc, figure->total);
	if (!package && figure->kind == FIGURE_COUNT && (figure->is_all || !activities) &&
	    (figure->is_all || decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) >= 0))
		package = package_of_total(doc, activities, figure->value);
	if (!package && !activities && is_degree_of_all(doc, finding)) {
		*ret_why = by_figure(figure - 1);
		package = package_of_total(doc, false, figure[-1].value);
	}
	/* "The Guidelines contain 310 tasks. 125 of these have been carried out." */
	if (!package && is_back_reference(finding) && activities && !figure->has_total &&
	    figure->kind == FIGURE_COUNT && !finding->target.has_base && doc->has_activity_total &&
	    decimal_cmp(figure->value, doc->activity_total) <= 0) {
		*ret_why = by_default("it alone has the number last said");
		package = package_of_total(doc, true, doc->activity_total);
	}
	return has_begun(doc, package) ? package : NULL;
}

static const struct package *package_of_programme(const struct document *doc,
                                                  const struct programme *programme)
{
	for (size_t p = 0; p < doc->lexicon->packages->count; p++) {
		const struct package *package = &doc->lexicon->packages->list[p];
		if (package_programme(package, programme->key) == programme)
			return has_begun(doc, package) ? package : NULL;
	}
	return NULL;
}

/* So many days a package is young: no half of it is done yet. */
#define YOUNG_DAYS 180

/* "They have been completed by almost 80%", told in the first months of a package: the one before is meant. */
static bool is_too_far(const struct document *doc, const struct finding *finding,
                       const struct package *package, struct date on)
{
	bool counts = finding->unit == CLAIM_COUNT && finding->measure == CLAIM_PROGRAMMES;
	if (!package || package->first.precision == DATE_NONE || finding->predicate.expected ||
	    (finding->unit != CLAIM_PERCENT && !counts) ||
	    finding->predicate.stage != CLAIM_COMPLETED)
		return false;
	return package > doc->lexicon->packages->list &&
	       date_last_day(on) - date_first_day(package->first) < YOUNG_DAYS &&
	       (counts || decimal_cmp(finding->figure->value, decimal_from_int(50)) >= 0);
}

/* The package that the talk is of, or NULL. */
static const struct package *package_spoken_of(const struct document *doc,
                                               const struct finding *finding,
                                               struct evidence *ret_why)
{
	const struct figure *figure = finding->figure;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	const struct noun_phrase *np = &finding->target.np;
	const struct package *package = NULL;
	long at = -1;
	*ret_why = by_default("that of the figure before");
	if (is_back_reference(finding) && doc->focus.package)
		package = doc->focus.package;
	if (!package && (package = package_in(doc, s->first, s->end, figure->number, &at)))
		*ret_why = by_phrase(doc, at, "named in the sentence");
	/* A package that has ended is old news, where weak words speak of activities. */
	bool weak = !is_back_reference(finding) && np->kind == NOUN_ACTIVITIES && np->strength < 3;
	bool one_is_over = doc->package && date_last_day(doc->package->last) <
	                                           date_first_day(doc->input->published);
	if (!package && !(weak && one_is_over) && has_begun(doc, doc->package)) {
		package = doc->package;
		*ret_why = by_default("the last that was named");
	}
	/* what is named only later, and is over, need not be what this figure is of */
	bool later_and_over = is_back_reference(finding) && doc->only_package &&
	                      date_last_day(doc->only_package->last) <
	                              date_first_day(finding->as_of.date);
	if (!package && !(weak && one_is_over) && !later_and_over &&
	    has_begun(doc, doc->only_package)) {
		package = doc->only_package;
		*ret_why = by_default("the only one that the text names");
	}
	/* What was told of before need not have begun at the time of this figure. */
	if (package && finding->as_of.dated && !finding->predicate.expected &&
	    finding->as_of.date.precision != DATE_NONE &&
	    date_last_day(finding->as_of.date) < date_first_day(package->first))
		return NULL;
	return is_too_far(doc, finding, package, doc->input->published) ? NULL : package;
}

/* Before the first package there is none whose progress could be told. */
static const struct package *package_then(const struct document *doc, const struct finding *finding)
{
	struct date on = doc->input->published;
	if (finding->as_of.date.precision != DATE_NONE &&
	    date_first_day(finding->as_of.date) < date_first_day(on))
		on = finding->as_of.date;
	const struct package *package = package_in_force(doc->lexicon->packages, on);
	return is_too_far(doc, finding, package, on) ? package - 1 : package;
}

void find_package(const struct document *doc, struct finding *finding)
{
	struct evidence *why = &finding->why[FIELD_PACKAGE];
	long at = -1;
	finding->package = package_in_clause(doc, finding, &at);
	*why = by_phrase(doc, at, "named in the clause");
	if (finding->package)
		return;
	finding->package = package_by_numbers(doc, finding, why);
	if (finding->package)
		return;
	*why = by_default("that of the programme");
	if (finding->programme) {
		finding->package = package_of_programme(doc, finding->programme);
		return;
	}
	finding->package = package_spoken_of(doc, finding, why);
	if (finding->package)
		return;
	*why = by_default(PACKAGE_IN_FORCE);
	finding->package = package_then(doc, finding);
}
