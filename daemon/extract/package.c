/* Which package a figure is of: named, known by its numbers, spoken of, or the one in force. */
#include "finding.h"

/* Nobody can report how far a package is that has not begun. */
static bool has_begun(const struct document *doc, const struct package *package)
{
	return package && date_first_day(package->first) <= date_last_day(doc->input->published);
}

static const struct package *package_in(const struct document *doc, size_t first, size_t end,
                                        size_t near)
{
	const struct package *best = NULL;
	size_t best_away = SIZE_MAX;
	for (size_t i = first; i < end; i++) {
		const struct package *package = package_at(doc, i);
		size_t away = i > near ? i - near : near - i;
		if (has_begun(doc, package) && away < best_away) {
			best = package;
			best_away = away;
		}
	}
	return best;
}

static const struct package *package_by_numbers(const struct document *doc,
                                                const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	bool activities = finding->measure == CLAIM_ACTIVITIES;
	const struct package *package = NULL;
	if (finding->target.has_base)
		package = package_of_total(doc, activities, finding->target.base);
	if (!package && finding->target.has_base && activities)
		package = package_of_total(doc, false, finding->target.base);
	const struct noun_phrase *np = &finding->target.np;
	for (size_t i = np->first; !package && !is_back_reference(finding) && i <= np->last; i++) {
		int32_t size = doc->covers[i].figure;
		if (size >= 0 && doc->figures[size].kind == FIGURE_COUNT &&
		    decimal_cmp(doc->figures[size].value, decimal_from_int(SIZE_LEAST)) >= 0)
			package = package_of_total(doc, activities, doc->figures[size].value);
	}
	if (!package && figure->has_total)
		package = package_of_total(doc, activities, figure->total);
	if (!package && figure->kind == FIGURE_COUNT && (figure->is_all || !activities) &&
	    (figure->is_all || decimal_cmp(figure->value, decimal_from_int(SIZE_LEAST)) >= 0))
		package = package_of_total(doc, activities, figure->value);
	return has_begun(doc, package) ? package : NULL;
}

void find_package(const struct document *doc, struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	finding->package_rule = "named in the clause";
	finding->package = package_in(doc, figure->clause_first, figure->clause_end,
	                              figure->number);
	if (finding->package)
		return;
	finding->package_rule = "known by its numbers";
	finding->package = package_by_numbers(doc, finding);
	if (finding->package)
		return;
	finding->package_rule = "that of the programme";
	if (finding->programme) {
		for (size_t p = 0; p < doc->lexicon->packages->count; p++) {
			const struct package *package = &doc->lexicon->packages->list[p];
			if (package_programme(package, finding->programme->key) ==
			    finding->programme)
				finding->package = has_begun(doc, package) ? package : NULL;
		}
		return;
	}
	finding->package_rule = "spoken of before";
	if (is_back_reference(finding) && doc->focus.package)
		finding->package = doc->focus.package;
	if (!finding->package)
		finding->package = package_in(doc, s->first, s->end, figure->number);
	/* A package that has ended is old news, where weak words speak of activities. */
	const struct noun_phrase *np = &finding->target.np;
	bool weak = !is_back_reference(finding) && np->kind == NOUN_ACTIVITIES && np->strength < 3;
	bool one_is_over = doc->package && date_last_day(doc->package->last) <
	                                           date_first_day(doc->input->published);
	if (!finding->package && !(weak && one_is_over))
		finding->package = has_begun(doc, doc->package) ? doc->package : NULL;
	if (!finding->package && !(weak && one_is_over))
		finding->package = has_begun(doc, doc->only_package) ? doc->only_package : NULL;
	struct date on = doc->input->published;
	/* What was told of before need not have begun at the time of this figure. */
	if (finding->package && finding->as_of.dated && !finding->predicate.expected &&
	    finding->as_of.date.precision != DATE_NONE &&
	    date_last_day(finding->as_of.date) < date_first_day(finding->package->first))
		finding->package = NULL;
	if (finding->package)
		return;
	if (finding->as_of.date.precision != DATE_NONE &&
	    date_first_day(finding->as_of.date) < date_first_day(on))
		on = finding->as_of.date;
	finding->package_rule = "the one in force";
	finding->package = package_in_force(doc->lexicon->packages, on);
	/* Before the first package there is none whose progress could be told. */
}
