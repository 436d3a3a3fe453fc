#include "packages.h"

#include <string.h>

#include "topic.h"

const struct package *package_by_years(const struct document *doc, size_t i)
{
	const struct package_list *packages = doc->lexicon->packages;
	if (i + 2 >= doc->count || doc->tokens[i].kind != TOKEN_NUMBER ||
	    (!is_sign(doc, i + 1, '-') && !has_mark(doc, i + 1, MARK_YEARS_TO)))
		return NULL;
	int first = plain_number(doc, i, 4), last = plain_number(doc, i + 2, 4);
	bool is_short = doc->tokens[i + 2].len == 2; /* "2024-26" */
	for (size_t p = 0; first >= 0 && p < packages->count; p++) {
		const struct package *package = &packages->list[p];
		if (package->first.year == first &&
		    (is_short ? package->last.year % 100 : package->last.year) == last)
			return package;
	}
	return NULL;
}

static bool is_package_noun(const struct document *doc, size_t i)
{
	return has_mark(doc, i, MARK_PACKAGE) || has_mark(doc, i, MARK_ANCHOR);
}

/* The noun that a word such as "previous" stands before, or what stands in its place. */
static size_t qualified_noun(const struct document *doc, size_t i)
{
	size_t noun = past(doc, i);
	while (noun < doc->count && noun < i + RUN_TOKENS &&
	       (has_mark(doc, noun, MARK_UNION) || has_mark(doc, noun, MARK_NEUTRAL)))
		noun = past(doc, noun);
	return noun;
}

/* The package so many places off the one given, or NULL. */
static const struct package *package_beside(const struct document *doc, const struct package *of,
                                            long places)
{
	const struct package_list *packages = doc->lexicon->packages;
	long at = of ? of - packages->list + places : -1;
	return at >= 0 && (size_t)at < packages->count ? &packages->list[at] : NULL;
}

/* "a package of sanctions", "the guidelines of the ministry": another one, whatever the text is of. */
static bool is_package_of_another(const struct document *doc, size_t noun)
{
	size_t i = past(doc, noun);
	while (i < doc->count && !doc->tokens[i].line &&
	       (has_mark(doc, i, MARK_OUT_OF) || has_mark(doc, i, MARK_FUNCTION)) &&
	       !has_mark(doc, i, MARK_COMPLETED))
		i = past(doc, i);
	return i < doc->count && (has_mark(doc, i, MARK_FOREIGN) || has_mark(doc, i, MARK_OFFICE) ||
	                          (is_unknown(doc, i) && !looks_like_verb(doc, i)));
}

/* Has the sentence, or the one before it, spoken of a package before the token? */
static bool package_is_spoken_of(const struct document *doc, size_t i)
{
	uint32_t index = doc->covers[i].sentence;
	const struct sentence *s = &doc->sentences[index > 0 ? index - 1 : 0];
	for (size_t k = s->first; k < i; k++) {
		int32_t alias = doc->covers[k].alias;
		if (alias >= 0 && !doc->aliases[alias].name->programme)
			return true; /* "the first union package", by its name */
	}
	return find_mark(doc, s->first, i, MARK_PACKAGE) >= 0 ||
	       find_mark(doc, s->first, i, MARK_PREVIOUS) >= 0;
}

/* "… The present one, planned to 2026, is a third done", "Действующий выполнен на треть": no noun. */
static bool stands_alone(const struct document *doc, size_t i)
{
	size_t first = doc->covers[i].first, next = past(doc, i);
	size_t begin = doc->sentences[doc->covers[i].sentence].first;
	while (first > begin && has_mark(doc, first - 1, MARK_FUNCTION))
		first--;
	bool begins = first == begin || doc->tokens[first - 1].kind == TOKEN_SIGN ||
	              has_mark(doc, first - 1, MARK_CONJUNCTION);
	return begins && package_is_spoken_of(doc, i) &&
	       (is_sign(doc, next, ',') || is_sign(doc, next, '-') || is_sign(doc, next, '(') ||
	        has_mark(doc, next, MARK_FUNCTION) || has_mark(doc, next, MARK_LEVEL) ||
	        has_mark(doc, next, MARK_COMPLETED) || has_mark(doc, next, MARK_HOLDS) ||
	        has_mark(doc, next, MARK_SPAN) ||
	        (next < doc->count && doc->covers[next].date >= 0));
}

/* "the package in force", "the Guidelines now in force", or the one meant without its noun. */
static const struct package *current_package(const struct document *doc, size_t i)
{
	size_t noun = qualified_noun(doc, i), first = doc->covers[i].first;
	bool before = is_package_noun(doc, noun) && !is_package_of_another(doc, noun);
	bool behind = first > 0 && is_package_noun(doc, first - 1);
	return before || behind || stands_alone(doc, i)
	               ? package_in_force(doc->lexicon->packages, doc->input->published)
	               : NULL;
}

/* "The first package is done. The next one …": the one after that spoken of, once it has begun. */
static const struct package *next_package(const struct document *doc, size_t i)
{
	uint32_t index = doc->covers[i].sentence;
	size_t from = doc->sentences[index > 0 ? index - 1 : 0].first;
	if (!is_package_noun(doc, qualified_noun(doc, i)))
		return NULL;
	for (size_t k = doc->covers[i].first; k > from; k--) {
		const struct package *named = has_mark(doc, k - 1, MARK_NEXT)
		                                      ? NULL
		                                      : package_at(doc, k - 1);
		if (!named)
			continue;
		const struct package *next = package_beside(doc, named, 1);
		bool begun = next &&
		             date_first_day(next->first) <= date_last_day(doc->input->published);
		return begun ? next : NULL;
	}
	return NULL;
}

/* So far behind "planned to" its year may stand. */
#define SPAN_TOKENS 4

/* "a package that runs until the end of 2026": known by the year it ends in. */
static const struct package *package_by_end(const struct document *doc, size_t i)
{
	const struct package_list *packages = doc->lexicon->packages;
	size_t next = past(doc, i), end = doc->sentences[doc->covers[i].sentence].end;
	for (size_t k = next; k < end && k < next + SPAN_TOKENS; k++) {
		int32_t w = doc->covers[k].date;
		if (is_sign(doc, k, ','))
			return NULL;
		for (size_t p = 0; w >= 0 && p < packages->count; p++) {
			const struct when *when = &doc->whens[w];
			if (when->has_year && when->date.precision == DATE_YEAR &&
			    when->date.year == packages->list[p].last.year)
				return &packages->list[p];
		}
	}
	return NULL;
}

/* So far before "until 2023" the programmes may stand that it bounds. */
#define BOUNDED_TOKENS 18

const struct package *package_until(const struct document *doc, const struct when *when)
{
	size_t from = doc->sentences[doc->covers[when->first].sentence].first, i = when->first;
	const struct package_list *packages = doc->lexicon->packages;
	const struct package *found = NULL;
	for (size_t p = 0; p < packages->count; p++) {
		if (packages->list[p].last.year == when->date.year)
			found = &packages->list[p];
	}
	if (!found || when->date.precision != DATE_YEAR || when->ended || i == from ||
	    !has_mark(doc, i - 1, MARK_TO))
		return NULL;
	for (i--; i > from && when->first - i < BOUNDED_TOKENS; i--) {
		if (has_mark(doc, i - 1, MARK_EXPECTED) || has_mark(doc, i - 1, MARK_LEVEL) ||
		    doc->covers[i - 1].figure >= 0 || has_mark(doc, i - 1, MARK_COMPLETED))
			return NULL;
		if (has_mark(doc, i - 1, MARK_PROGRAMMES) ||
		    has_mark(doc, i - 1, MARK_ACTIVITIES) || has_mark(doc, i - 1, MARK_PACKAGE) ||
		    has_mark(doc, i - 1, MARK_ANCHOR))
			return found;
	}
	return NULL;
}

/* "the previous package": the one before that in force. */
static const struct package *package_by_relation(const struct document *doc, size_t i)
{
	const struct package *package = NULL;
	/* "… of the new package, while the old one is complete" */
	bool headless = doc->covers[i].first < doc->covers[i].last && stands_alone(doc, i);
	if (has_mark(doc, i, MARK_PREVIOUS) &&
	    (headless || is_package_noun(doc, qualified_noun(doc, i))))
		package = package_beside(
			doc, package_in_force(doc->lexicon->packages, doc->input->published), -1);
	if (!package && has_mark(doc, i, MARK_CURRENT))
		package = current_package(doc, i);
	if (!package && has_mark(doc, i, MARK_NEXT))
		package = next_package(doc, i);
	if (!package && has_mark(doc, i, MARK_SPAN))
		package = package_by_end(doc, i);
	size_t next = past(doc, i);
	if (!package && has_mark(doc, i, MARK_TO) && next < doc->count &&
	    doc->covers[next].date >= 0)
		package = package_until(doc, &doc->whens[doc->covers[next].date]);
	return package;
}

/* "The first package is 100% done, the second 26%": the noun is not said again. */
static const struct package *headless_package(const struct document *doc, size_t i)
{
	const struct phrase *ordinal = marked(doc, i, MARK_ORDINAL);
	const struct package_list *packages = doc->lexicon->packages;
	const struct sentence *s = &doc->sentences[doc->covers[i].sentence];
	size_t next = past(doc, i);
	bool named = false;
	if (!ordinal || doc->covers[i].first != i || ordinal->value < 1 ||
	    (size_t)ordinal->value > packages->count || doc->covers[i].figure >= 0 ||
	    doc->covers[i].alias >= 0)
		return NULL;
	/* "The second package is 45% done. All of the first is": but not "First, …" */
	bool years = is_sign(doc, next, ',') && has_mark(doc, next + 1, MARK_LINK) &&
	             package_by_years(doc, past(doc, next + 1));
	bool begins = i <= s->first + 2u && doc->covers[i].sentence > 0 && !s->in_title &&
	              (!is_sign(doc, next, ',') || years);
	for (size_t k = begins ? s[-1].first : s->first; k < i && !named; k++)
		named = doc->covers[k].alias >= 0 &&
		        !doc->aliases[doc->covers[k].alias].name->programme;
	bool bare = is_sign(doc, next, ',') || is_sign(doc, next, '-') || is_sign(doc, next, '(') ||
	            has_mark(doc, next, MARK_FUNCTION) || has_mark(doc, next, MARK_LEVEL) ||
	            has_mark(doc, next, MARK_COMPLETED) ||
	            (next < s->end && doc->covers[next].figure >= 0);
	return named && bare ? &packages->list[ordinal->value - 1] : NULL;
}

const struct package *find_package_at(const struct document *doc, size_t i)
{
	const struct package *package = package_by_relation(doc, i);
	if (package)
		return package;
	if (has_mark(doc, i, MARK_ORDINAL) && headless_package(doc, i))
		return headless_package(doc, i);
	if (doc->covers[i].alias >= 0) {
		const struct alias *alias = &doc->aliases[doc->covers[i].alias];
		if (!alias->name->programme && alias->first == i)
			return alias->name->package;
	}
	return package_by_years(doc, i);
}

/* So long before a package begins its numbers may be told. */
#define AHEAD_DAYS 366

const struct package *package_of_total(const struct document *doc, bool activities,
                                       struct decimal total)
{
	long told = date_last_day(doc->input->published);
	const struct package_list *packages = doc->lexicon->packages;
	const struct package *found = NULL;
	for (size_t p = 0; p < packages->count; p++) {
		const struct package *package = &packages->list[p];
		if (date_first_day(package->first) > told + AHEAD_DAYS)
			continue; /* "17 of 31 tasks", two years before */
		for (size_t t = 0; t < package->total_count; t++) {
			if (total.scale != 0 || package->totals[t].value != total.digits ||
			    (strcmp(package->totals[t].counts, "activities") == 0) != activities)
				continue;
			if (found && found != package)
				return NULL;
			found = package;
		}
	}
	return found;
}

int programme_total(const struct package *package)
{
	for (size_t t = 0; package && t < package->total_count; t++) {
		if (strcmp(package->totals[t].counts, "programmes") == 0)
			return package->totals[t].value;
	}
	return 0;
}

/* So few hundredths off a big number of activities may be the same, counted on another day. */
#define NEAR_HUNDREDTHS 3
#define NEAR_LEAST 100

bool package_has_about(const struct package *package, struct decimal total)
{
	for (size_t t = 0; total.scale == 0 && t < package->total_count; t++) {
		int64_t known = package->totals[t].value, apart = total.digits - known;
		if (known >= NEAR_LEAST &&
		    (apart < 0 ? -apart : apart) * 100 <= known * NEAR_HUNDREDTHS)
			return true;
	}
	return false;
}
