#include "topic.h"

#include <string.h>

#include "naming.h"

bool is_unknown(const struct document *doc, size_t i)
{
	const struct cover *cover = &doc->covers[i];
	return doc->tokens[i].kind == TOKEN_WORD && !cover->phrases && cover->date == -1 &&
	       cover->figure == -1 && cover->alias == -1 && doc->tokens[i].len > 1;
}

bool is_ambiguous_union(const struct document *doc, size_t i)
{
	return doc->has_homonym && !doc->has_state &&
	       doc->covers[i].sentence >= doc->homonym_sentence;
}

bool is_of_rest(const struct document *doc, size_t i)
{
	return has_mark(doc, i, MARK_REST) && !has_mark(doc, i, MARK_FUNCTION);
}

/* The number that the token writes with so many digits and nothing else, or -1. */
static int number_of(const struct token *token, uint32_t digits)
{
	int n = 0;
	if (token->kind != TOKEN_NUMBER || token->len != digits)
		return -1;
	for (uint32_t i = 0; i < digits; i++) {
		if (token->text[i] < '0' || token->text[i] > '9')
			return -1;
		n = 10 * n + (token->text[i] - '0');
	}
	return n;
}

/* "2024-2026", "2024-26": the years of a package. */
static const struct package *package_by_years(const struct document *doc, size_t i)
{
	const struct package_list *packages = doc->lexicon->packages;
	if (i + 2 >= doc->count || doc->tokens[i].kind != TOKEN_NUMBER || !is_sign(doc, i + 1, '-'))
		return NULL;
	int first = number_of(&doc->tokens[i], 4);
	int last = number_of(&doc->tokens[i + 2], 4),
	    short_last = number_of(&doc->tokens[i + 2], 2);
	for (size_t p = 0; first >= 0 && p < packages->count; p++) {
		const struct package *package = &packages->list[p];
		if (package->first.year == first &&
		    (package->last.year == last || package->last.year % 100 == short_last))
			return package;
	}
	return NULL;
}

/* May stand inside a noun phrase of ours, before its head? */
static bool is_modifier(const struct document *doc, size_t i)
{
	return has_mark(doc, i, MARK_NEUTRAL) || has_mark(doc, i, MARK_ALL) ||
	       has_mark(doc, i, MARK_REST) || has_mark(doc, i, MARK_FULLY) ||
	       has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS) ||
	       doc->covers[i].figure >= 0 || doc->covers[i].date >= 0 || is_sign(doc, i, '-') ||
	       is_sign(doc, i, '\'');
}

static bool is_topical_noun(const struct document *doc, size_t i)
{
	return has_mark(doc, i, MARK_ANCHOR) || has_mark(doc, i, MARK_PROGRAMMES) ||
	       has_mark(doc, i, MARK_PROGRAMME) || has_mark(doc, i, MARK_PACKAGE);
}

/* A size that only the programmes have: "the 28 programmes", "310 tasks". */
static bool is_known_size(const struct document *doc, size_t i)
{
	int32_t f = doc->covers[i].figure;
	if (f < 0 || doc->figures[f].kind != FIGURE_COUNT || doc->figures[f].reason)
		return false;
	const struct figure *figure = &doc->figures[f];
	struct decimal size = figure->has_total ? figure->total : figure->value;
	return decimal_cmp(size, decimal_from_int(20)) > 0 &&
	       (package_of_total(doc, false, size) || package_of_total(doc, true, size));
}

bool looks_like_verb(const struct document *doc, size_t i)
{
	const struct token *token = &doc->tokens[i];
	for (const char **ending = doc->language->verb_endings; ending && *ending; ending++) {
		size_t len = strlen(*ending);
		if (token->len > len && memcmp(token->text + token->len - len, *ending, len) == 0)
			return true;
	}
	return false;
}

/*
 * How surely the words before a head make it one of ours: 3 union, 2 of the
 * Union State, 1 nothing against it, 0 something else's. Moves *first.
 */
static int strength_before(const struct document *doc, size_t *first)
{
	int strength = 1;
	size_t i = *first;
	bool determined =
		false; /* "follow the measures": what stands before the article is no adjective */
	while (i > 0 && !doc->tokens[i].line) {
		size_t before = i - 1;
		int32_t when = doc->covers[before].date;
		if (when >= 0 && doc->whens[when].date.precision > DATE_YEAR)
			return strength; /* "on 29 November the programmes": no part of the phrase */
		if (has_mark(doc, before, MARK_BLOCK) && strength == 3)
			return strength; /* "in energy the union programmes": of a part, but ours */
		if (has_mark(doc, before, MARK_FOREIGN) || has_mark(doc, before, MARK_HOMONYM) ||
		    has_mark(doc, before, MARK_BLOCK) || has_mark(doc, before, MARK_DOCUMENT))
			return 0;
		if (has_mark(doc, before, MARK_UNION) || has_mark(doc, before, MARK_ANCHOR) ||
		    (before >= 2 && package_by_years(doc, before - 2)))
			strength = 3;
		else if (is_known_size(doc, before))
			strength = strength < 2 ? 2 : strength;
		else if (has_mark(doc, before, MARK_STATE))
			strength = strength < 2 ? 2 : strength;
		else if (doc->covers[before].alias >= 0)
			strength = strength < 2 ? 2 : strength;
		else if (doc->covers[before].figure >= 0)
			return strength;
		else if (has_mark(doc, before, MARK_LINK) && doc->covers[before].first > 0 &&
		         (has_mark(doc, doc->covers[before].first - 1u, MARK_FOREIGN) ||
		          has_mark(doc, doc->covers[before].first - 1u, MARK_DOCUMENT)))
			return 0; /* "the budget for programmes" */
		else if (!is_modifier(doc, before))
			return strength == 1 && is_unknown(doc, before) && !determined &&
			                       !doc->tokens[before].capital &&
			                       !looks_like_verb(doc, before)
			               ? 0
			               : strength;
		determined |= has_mark(doc, before, MARK_FUNCTION) &&
		              has_mark(doc, before, MARK_NEUTRAL);
		i = doc->covers[before].first;
		*first = i;
	}
	return strength;
}

/* What follows the head: "of the Union State" helps, "of the trade unions" does not. */
static int strength_after(const struct document *doc, size_t last, int strength)
{
	size_t i = last + 1;
	for (int steps = 0; steps < 5 && i < doc->count; steps++, i = past(doc, i)) {
		if (doc->tokens[i].line)
			break;
		if (has_mark(doc, i, MARK_FOREIGN) || has_mark(doc, i, MARK_HOMONYM) ||
		    has_mark(doc, i, MARK_BLOCK))
			return strength == 3 && steps > 0 ? 3 : 0;
		if (has_mark(doc, i, MARK_STATE))
			return strength < 2 ? 2 : strength;
		if (has_mark(doc, i, MARK_UNION) || has_mark(doc, i, MARK_ANCHOR) ||
		    package_at(doc, i))
			return 3;
		if (!has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_OUT_OF) &&
		    !has_mark(doc, i, MARK_NEUTRAL) && !is_sign(doc, i, '['))
			break;
	}
	return strength;
}

/* "a programme on optics": named after something that is none of ours. */
static bool has_other_name(const struct document *doc, size_t last)
{
	size_t i = last + 1;
	if (is_sign(doc, i, '"'))
		return i + 1 < doc->count && doc->covers[i + 1].alias < 0;
	if (i < doc->count && is_unknown(doc, i) && doc->tokens[i].capital)
		return true;
	for (; i < doc->count && i < last + 4 && has_mark(doc, i, MARK_FUNCTION); i++)
		;
	return i > last + 1 && i < doc->count && is_unknown(doc, i) && !doc->tokens[i].capital;
}

/* "the energy block of programmes", "программы энергетического блока" */
static bool is_of_block(const struct document *doc, const struct noun_phrase *np)
{
	size_t i = np->first;
	while (i > 0 && (has_mark(doc, i - 1, MARK_OUT_OF) || has_mark(doc, i - 1, MARK_FUNCTION)))
		i--;
	if (i > 0 && has_mark(doc, i - 1, MARK_BLOCK))
		return true;
	if (i > 1 && is_unknown(doc, i - 1) && has_mark(doc, i - 2, MARK_BLOCK))
		return true;
	i = np->last + 1;
	/* "the seven programmes of the financial block" */
	size_t of = i;
	while (of < doc->count && of < i + 4 &&
	       (has_mark(doc, of, MARK_OUT_OF) || has_mark(doc, of, MARK_FUNCTION)))
		of = past(doc, of);
	if (of > i && of + 1 < doc->count &&
	    (has_mark(doc, of, MARK_BLOCK) ||
	     (is_unknown(doc, of) && has_mark(doc, of + 1, MARK_BLOCK))))
		return true;
	return has_mark(doc, i, MARK_BLOCK) ||
	       (i + 1 < doc->count && is_unknown(doc, i) && has_mark(doc, i + 1, MARK_BLOCK));
}

/* "the programmes' tourism component": what they own is another whole. */
static bool owns_something_else(const struct document *doc, size_t last)
{
	size_t i = last + 1;
	if (!is_sign(doc, i, '\''))
		return false;
	i++;
	if (i < doc->count && !doc->tokens[i].spaced && doc->tokens[i].len == 1)
		i++;
	return i < doc->count && (is_unknown(doc, i) || doc->covers[i].alias >= 0);
}

/* "the papers on the union programmes" */
static bool is_of_papers(const struct document *doc, size_t first)
{
	size_t link = first > 0 ? doc->covers[first - 1].first : 0;
	return link > 0 && has_mark(doc, link, MARK_LINK) &&
	       (has_mark(doc, link - 1, MARK_FOREIGN) || has_mark(doc, link - 1, MARK_DOCUMENT));
}

static struct noun_phrase programme_phrase(const struct document *doc, size_t i)
{
	const struct cover *cover = &doc->covers[i];
	struct noun_phrase np = { .kind = NOUN_PROGRAMMES,
		                  .first = cover->first,
		                  .last = cover->last };
	bool single = has_mark(doc, i, MARK_PROGRAMME);
	size_t before = cover->first > 0 ? doc->covers[cover->first - 1].first : 0;
	bool coming = has_mark(doc, before, MARK_NEXT) && has_mark(doc, i, MARK_PACKAGE) &&
	              !package_at(doc, before);
	if (has_mark(doc, i, MARK_FOREIGN) ||
	    coming) { /* "госпрограммы": another's by its own name */
		np.kind = NOUN_FOREIGN;
		return np;
	}
	np.strength = strength_before(doc, &np.first);
	if (has_mark(doc, i, MARK_ANCHOR) && !is_of_papers(doc, np.first))
		np.strength = 3;
	np.programme = np.strength > 0 || single ? named_programme(doc, &np, i, single) : NULL;
	if (np.programme) {
		np.kind = NOUN_ALIAS;
		np.strength = np.strength < 2 ? 2 : np.strength;
		/* a name of several words leaves no doubt */
		if (np.last > cover->last + 2u ||
		    (cover->first > 0 && has_mark(doc, cover->first - 1u, MARK_UNION)))
			np.strength = 3;
		return np;
	}
	np.strength = strength_after(doc, cover->last, np.strength);
	if (owns_something_else(doc, np.last))
		np.strength = 0;
	if (is_of_block(doc, &np))
		np.kind = NOUN_BLOCK;
	else if (np.strength == 0)
		np.kind = NOUN_FOREIGN;
	else if (single && !has_mark(doc, i, MARK_PROGRAMMES))
		np.kind = has_other_name(doc, cover->last) ? NOUN_FOREIGN : NOUN_SINGLE;
	return np;
}

/* Activities belong to what their phrase goes on with: "measures of the 28 programmes". */
static struct noun_phrase activity_phrase(const struct document *doc, size_t i)
{
	const struct cover *cover = &doc->covers[i];
	struct noun_phrase np = { .kind = NOUN_ACTIVITIES,
		                  .first = cover->first,
		                  .last = cover->last,
		                  .activities = true };
	np.strength = strength_before(doc, &np.first);
	if (np.first > 1 && np.strength == 1 && is_sign(doc, np.first - 1, '\''))
		np.strength = 2;
	/* "the union programmes' tasks": as surely ours as their owner */
	if (np.first > 0 && is_sign(doc, np.first, '\'') && is_topical_noun(doc, np.first - 1)) {
		struct noun_phrase owner = programme_phrase(doc, np.first - 1);
		np.strength = owner.kind == NOUN_FOREIGN ? 0 : owner.strength;
	}
	for (size_t k = cover->last + 1u; k < doc->count && k < cover->last + 12u; k++) {
		/* "…, among them those on the union programmes", "80% of the plan, the union programmes …" */
		bool aside = has_mark(doc, k + 1, MARK_FUNCTION) &&
		             !has_mark(doc, k + 1, MARK_RELATIVE_PRONOUN) &&
		             !has_mark(doc, k + 1, MARK_LINK);
		if (is_sign(doc, k, ',') &&
		    (aside || has_mark(doc, k + 1, MARK_UNION) || is_topical_noun(doc, k + 1)))
			break;
		if (doc->tokens[k].line || is_sign(doc, k, '.') || is_sign(doc, k, ';') ||
		    has_mark(doc, k, MARK_COMPLETED) || has_mark(doc, k, MARK_PROGRESS))
			break;
		if (doc->covers[k].figure >= 0 && !doc->figures[doc->covers[k].figure].total_only)
			break;
		if (is_topical_noun(doc, k)) {
			struct noun_phrase whole = programme_phrase(doc, k);
			np.programme = whole.programme;
			np.plural = whole.kind == NOUN_PROGRAMMES &&
			            !has_mark(doc, k, MARK_PROGRAMME);
			if (whole.kind == NOUN_FOREIGN)
				np.strength = 0;
			else if (np.strength > 0 && whole.strength > np.strength)
				np.strength = whole.strength;
			break;
		}
		if (has_mark(doc, k, MARK_FOREIGN) && k < cover->last + 5u)
			np.strength = np.strength == 3 ? 3 : 0;
	}
	/* "the president's orders", "поручения госсовета": another body's */
	if (np.strength == 1 && has_mark(doc, cover->last + 1u, MARK_OFFICE))
		np.strength = 0;
	if (np.strength == 1 && has_mark(doc, cover->last + 1u, MARK_LINK) &&
	    has_other_name(doc, cover->last))
		np.strength = 0; /* "the plan for fodder" */
	if (np.strength == 0)
		np.kind = NOUN_FOREIGN;
	return np;
}

static struct noun_phrase alias_phrase(const struct document *doc, size_t i)
{
	const struct alias *alias = &doc->aliases[doc->covers[i].alias];
	struct noun_phrase np = { .kind = NOUN_ALIAS,
		                  .first = alias->first,
		                  .last = alias->last,
		                  .programme = alias->name->programme,
		                  .strength = 1 };
	if (!np.programme) {
		/* "Guidelines for 2024-2026" is nothing else; a "new package" may be one of sanctions. */
		np.kind = NOUN_PROGRAMMES;
		for (size_t k = alias->first; k <= alias->last; k++)
			np.strength = doc->tokens[k].kind == TOKEN_NUMBER ? 3 : np.strength;
		return np;
	}
	np.bare = true;
	if (alias->last > alias->first)
		np.strength = 2;
	return np;
}

/* "The state programmes are 91% done, the union ones 80%", "…, союзные — на 80%": the noun is not said again. */
static bool is_headless(const struct document *doc, size_t i)
{
	size_t next = past(doc, i), from = doc->sentences[doc->covers[i].sentence].first;
	if (!has_mark(doc, i, MARK_UNION) || doc->covers[i].first != i ||
	    (find_mark(doc, from, i, MARK_PROGRAMMES) < 0 &&
	     find_mark(doc, from, i, MARK_PROGRAMME) < 0))
		return false;
	while (next < doc->count && doc->covers[next].figure < 0 &&
	       !has_mark(doc, next, MARK_CONJUNCTION) &&
	       (has_mark(doc, next, MARK_FUNCTION) || has_mark(doc, next, MARK_LEVEL) ||
	        (is_sign(doc, next, '-') && doc->tokens[next].spaced)))
		next = past(doc, next);
	return next > past(doc, i) && next < doc->count && doc->covers[next].figure >= 0;
}

static struct noun_phrase read_noun(const struct document *doc, size_t i)
{
	const struct cover *cover = &doc->covers[i];
	struct noun_phrase none = { .kind = NOUN_NONE, .first = cover->first, .last = cover->last };
	if (is_topical_noun(doc, i))
		return programme_phrase(doc, i);
	if (has_mark(doc, i, MARK_ACTIVITIES))
		return activity_phrase(doc, i);
	if (cover->alias >= 0)
		return alias_phrase(doc, i);
	if (is_headless(doc, i)) {
		none.kind = NOUN_PROGRAMMES;
		none.strength = 3;
	} else if (has_mark(doc, i, MARK_FOREIGN) || has_mark(doc, i, MARK_DOCUMENT))
		none.kind = NOUN_FOREIGN;
	else if (has_mark(doc, i, MARK_BLOCK))
		none.kind = NOUN_BLOCK;
	else if (has_mark(doc, i, MARK_FIGURE_NOUN))
		none.kind = NOUN_FIGURE;
	else if (has_mark(doc, i, MARK_PRONOUN))
		none.kind = NOUN_PRONOUN;
	return none;
}

void find_nouns(struct document *doc)
{
	doc->nouns = arena_array(doc->arena, doc->count + 1, sizeof(*doc->nouns));
	for (size_t i = 0; i < doc->count; i++)
		doc->nouns[i] = read_noun(doc, i);
	/* Words inside a programme's name are no nouns of their own. */
	for (size_t i = 0; i < doc->count; i++) {
		struct noun_phrase np = doc->nouns[i];
		if (np.kind != NOUN_ALIAS || !is_topical_noun(doc, i))
			continue;
		for (size_t k = np.first; k <= np.last; k++) {
			if (!is_topical_noun(doc, k))
				doc->nouns[k].kind = NOUN_NONE;
		}
	}
}

/* --- packages */

static bool is_package_noun(const struct document *doc, size_t i)
{
	return has_mark(doc, i, MARK_PACKAGE) || has_mark(doc, i, MARK_ANCHOR);
}

/* The noun that a word such as "previous" stands before, or what stands in its place. */
static size_t qualified_noun(const struct document *doc, size_t i)
{
	size_t noun = past(doc, i);
	while (noun < doc->count &&
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
	        has_mark(doc, next, MARK_COMPLETED) ||
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

/* "the previous package": the one before that in force. */
static const struct package *package_by_relation(const struct document *doc, size_t i)
{
	const struct package *package = NULL;
	if (has_mark(doc, i, MARK_PREVIOUS) && is_package_noun(doc, qualified_noun(doc, i)))
		package = package_beside(
			doc, package_in_force(doc->lexicon->packages, doc->input->published), -1);
	if (!package && has_mark(doc, i, MARK_CURRENT))
		package = current_package(doc, i);
	if (!package && has_mark(doc, i, MARK_NEXT))
		package = next_package(doc, i);
	if (!package && has_mark(doc, i, MARK_SPAN))
		package = package_by_end(doc, i);
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
	for (size_t k = s->first; k < i && !named; k++)
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

const struct package *package_of_total(const struct document *doc, bool activities,
                                       struct decimal total)
{
	const struct package_list *packages = doc->lexicon->packages;
	const struct package *found = NULL;
	for (size_t p = 0; p < packages->count; p++) {
		const struct package *package = &packages->list[p];
		for (size_t t = 0; t < package->total_count; t++) {
			bool of_activities = strcmp(package->totals[t].counts, "activities") == 0;
			if (of_activities != activities || total.scale != 0 ||
			    package->totals[t].value != total.digits)
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
