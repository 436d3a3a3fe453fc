#include "topic.h"

#include <string.h>

#include "naming.h"
#include "packages.h"

/* "development": nothing else is known of the word but that it names no programme alone. */
static bool is_merely_general(const struct document *doc, size_t i)
{
	const uint64_t *marks = doc->covers[i].marks;
	if (!has_mark(doc, i, MARK_GENERAL))
		return false;
	for (size_t k = 0; k < MARK_WORDS; k++) {
		uint64_t own = k == MARK_GENERAL / 64 ? (uint64_t)1 << MARK_GENERAL % 64 : 0;
		if (marks[k] & ~own)
			return false;
	}
	return true;
}

bool is_unknown(const struct document *doc, size_t i)
{
	const struct cover *cover = &doc->covers[i];
	bool known = cover->phrases && !is_merely_general(doc, i);
	return doc->tokens[i].kind == TOKEN_WORD && !known && cover->date == -1 &&
	       cover->figure == -1 && cover->alias == -1 && doc->tokens[i].len > 1;
}

bool is_ambiguous_union(const struct document *doc, size_t i)
{
	return doc->has_homonym && !doc->has_state &&
	       doc->covers[i].sentence >= doc->homonym_sentence;
}

bool joins_names(const struct document *doc, size_t i)
{
	size_t next = past(doc, i);
	while (next < doc->count && has_mark(doc, next, MARK_FUNCTION) &&
	       !has_mark(doc, next, MARK_CONJUNCTION))
		next = past(doc, next);
	size_t first = i > 0 ? doc->covers[i - 1].first : 0;
	return first > 0 && has_mark(doc, first, MARK_OFFICE) && has_mark(doc, next, MARK_OFFICE) &&
	       has_mark(doc, first - 1, MARK_FUNCTION);
}

bool is_of_rest(const struct document *doc, size_t i)
{
	return has_mark(doc, i, MARK_REST) && !has_mark(doc, i, MARK_FUNCTION);
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

/* So many tokens the name of who did it may have: "by the governments of Russia and Belarus". */
#define AGENT_TOKENS 6

/*
 * "the with-Russia allied programmes", "союзных с РФ программ", "согласованных Минском и
 * Москвой программ": where an adjective has a complement of its own before the head, which is
 * a party's name, the token of the adjective; else the token given.
 */
static size_t past_complement(const struct document *doc, size_t last)
{
	bool party = false;
	for (size_t i = last + 1; i > 0 && last + 1 - i < AGENT_TOKENS;
	     i = doc->covers[i - 1].first) {
		size_t at = i - 1;
		if (doc->tokens[at].line || doc->covers[at].figure >= 0 ||
		    doc->covers[at].date >= 0)
			return last;
		if (party && !has_mark(doc, at, MARK_FUNCTION) && !has_mark(doc, at, MARK_LINK) &&
		    (has_mark(doc, at, MARK_UNION) || has_mark(doc, at, MARK_NEUTRAL)))
			return at;
		bool name = has_mark(doc, at, MARK_OFFICE) ||
		            (doc->tokens[at].capital && !doc->tokens[at].line &&
		             is_unknown(doc, at));
		party |= name;
		if (!name && !(party && has_mark(doc, at, MARK_FUNCTION)) &&
		    !(party && has_mark(doc, at, MARK_CONJUNCTION)) &&
		    !(party && has_mark(doc, at, MARK_LINK)))
			return last;
	}
	return last;
}

/*
 * How surely the words before a head make it one of ours: 3 union, 2 of the
 * Union State, 1 nothing against it, 0 something else's. Moves *first.
 */
static int strength_before(const struct document *doc, size_t *first)
{
	int strength = 1;
	size_t i = *first, head = i;
	bool determined =
		false; /* "follow the measures": what stands before the article is no adjective */
	bool counted =
		false; /* "completed are 23 of the 28": before the number stands a predicate */
	while (i > 0 && head - i < RUN_TOKENS && !doc->tokens[i].line) {
		size_t before = i - 1;
		int32_t when = doc->covers[before].date;
		if (counted &&
		    (has_mark(doc, before, MARK_COMPLETED) ||
		     has_mark(doc, before, MARK_PROGRESS) || has_mark(doc, before, MARK_FULLY)))
			return strength;
		counted |= doc->covers[before].figure >= 0;
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
		         !has_mark(doc, doc->covers[before].first - 1u, MARK_THINGS) &&
		         (has_mark(doc, doc->covers[before].first - 1u, MARK_FOREIGN) ||
		          has_mark(doc, doc->covers[before].first - 1u, MARK_DOCUMENT)))
			return 0; /* "the budget for programmes" */
		else if (!is_modifier(doc, before) && past_complement(doc, before) < before) {
			i = past_complement(doc, before) + 1;
			continue;
		} else if (!is_modifier(doc, before))
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

/* "The Chernobyl programme", "Программа поддержки льноводства": told apart by words that are none of ours. */
static bool has_other_qualifier(const struct document *doc, size_t head, size_t behind)
{
	size_t before = head - 1u, further = before - 1u;
	if (behind < doc->count && is_unknown(doc, behind) && !looks_like_verb(doc, behind))
		return true;
	/* "the programme of the Union State on potato breeding" */
	size_t named = behind;
	while (named < doc->count && named < behind + 4u &&
	       (has_mark(doc, named, MARK_STATE) || has_mark(doc, named, MARK_OUT_OF)))
		named = past(doc, named);
	if (named > behind && named + 1 < doc->count && has_mark(doc, named, MARK_LINK) &&
	    is_unknown(doc, named + 1) && !doc->tokens[named + 1].capital)
		return true;
	if (head == 0 || !is_unknown(doc, before) || doc->tokens[head].line ||
	    looks_like_verb(doc, before))
		return false;
	if (before == doc->sentences[doc->covers[head].sentence].first)
		return true;
	/* "this ambitious programme" */
	bool determined = has_mark(doc, further, MARK_FUNCTION) &&
	                  has_mark(doc, further, MARK_NEUTRAL);
	return doc->tokens[before].capital || !determined;
}

/* So soon behind the noun the first of their names ends. */
#define NAME_TOKENS 6

/* "two programmes, "Luch-SG" and "Most-SG"": named as programmes of another kind are. */
static bool have_foreign_names(const struct document *doc, size_t last)
{
	size_t i = last + 1;
	while (i < doc->count && (has_mark(doc, i, MARK_STATE) || has_mark(doc, i, MARK_OUT_OF)))
		i = past(doc, i);
	if (is_sign(doc, i, '-') || is_sign(doc, i, ':') || is_sign(doc, i, ','))
		i++;
	for (size_t end = i + NAME_TOKENS; i < end && i < doc->count && !doc->tokens[i].line; i++) {
		if (is_sign(doc, i, '-') && has_mark(doc, i, MARK_FOREIGN))
			return true;
		if (doc->tokens[i].kind != TOKEN_SIGN && !doc->tokens[i].capital)
			return false;
	}
	return false;
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

/* "the papers on the union programmes", "документ союзных программ" */
static bool is_of_papers(const struct document *doc, size_t first, size_t head)
{
	if (first > 0 && has_mark(doc, head, MARK_GENITIVE) && !doc->tokens[first].line &&
	    (has_mark(doc, first - 1, MARK_FOREIGN) || has_mark(doc, first - 1, MARK_DOCUMENT)))
		return true;
	size_t link = first > 0 ? doc->covers[first - 1].first : 0;
	return link > 0 && has_mark(doc, link, MARK_LINK) &&
	       (has_mark(doc, link - 1, MARK_FOREIGN) || has_mark(doc, link - 1, MARK_DOCUMENT));
}

/* "выкананне праграмы", "выполнение программы": plural as well, but for the noun before it. */
static bool is_genitive_of_one(const struct document *doc, const struct cover *cover)
{
	return cover->first > 0 && has_mark(doc, cover->first - 1u, MARK_STAGE_NOUN);
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
	if (has_mark(doc, i, MARK_ANCHOR) && !is_of_papers(doc, np.first, i))
		np.strength = 3;
	np.programme = np.strength > 0 || single ? named_programme(doc, &np, i, single) : NULL;
	/* "программа СНГ по туризму": another's, by the word before the name */
	if (np.programme && np.last > cover->last + 1u &&
	    has_mark(doc, cover->last + 1u, MARK_FOREIGN) &&
	    doc->covers[cover->last + 1u].alias < 0) {
		np.kind = NOUN_FOREIGN;
		np.programme = NULL;
		return np;
	}
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
	if (owns_something_else(doc, np.last) || have_foreign_names(doc, np.last))
		np.strength = 0;
	if (is_of_block(doc, &np))
		np.kind = NOUN_BLOCK;
	else if (np.strength == 0)
		np.kind = NOUN_FOREIGN;
	else if (single && (!has_mark(doc, i, MARK_PROGRAMMES) || is_genitive_of_one(doc, cover)))
		np.kind = has_other_name(doc, cover->last) ||
		                          (np.strength < 3 &&
		                           has_other_qualifier(doc, cover->first, cover->last + 1u))
		                  ? NOUN_FOREIGN
		                  : NOUN_SINGLE;
	return np;
}

bool is_ours_by_size(const struct document *doc, const struct noun_phrase *np)
{
	if (np->kind != NOUN_PROGRAMMES || np->strength != 2)
		return false;
	for (size_t i = np->first; i <= np->last + 1 && i < doc->count; i++) {
		if (has_mark(doc, i, MARK_UNION) || has_mark(doc, i, MARK_STATE) ||
		    has_mark(doc, i, MARK_ANCHOR) || doc->covers[i].alias >= 0)
			return false;
	}
	return true;
}

/* "5 of 12 points, on the programme on competition 20 of 31": behind the comma stands what another figure is of. */
static bool begins_another_figure(const struct document *doc, size_t comma)
{
	const struct sentence *s = &doc->sentences[doc->covers[comma].sentence];
	size_t first = comma + 1;
	if (has_mark(doc, first, MARK_CONJUNCTION))
		first = past(doc, first);
	if (!has_mark(doc, first, MARK_LINK))
		return false;
	for (size_t k = first; k < s->end && !is_sign(doc, k, ',') && !is_sign(doc, k, ';'); k++) {
		int32_t f = doc->covers[k].figure;
		if (f >= 0 && !doc->figures[f].total_only &&
		    (doc->figures[f].has_total || !is_known_size(doc, k)))
			return true;
	}
	return false;
}

/* "того, что предусмотрено союзными программами": all of them, by a clause */
static bool names_contents(const struct document *doc, const struct cover *cover)
{
	for (size_t i = cover->first; i <= cover->last; i++) {
		if (is_sign(doc, i, ','))
			return true;
	}
	return false;
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
		    (aside || has_mark(doc, k + 1, MARK_UNION) || is_topical_noun(doc, k + 1) ||
		     begins_another_figure(doc, k)))
			break;
		if (doc->tokens[k].line || is_sign(doc, k, '.') || is_sign(doc, k, ';') ||
		    has_mark(doc, k, MARK_COMPLETED) || has_mark(doc, k, MARK_PROGRESS))
			break;
		int32_t f = doc->covers[k].figure;
		if (f >= 0 && !is_known_size(doc, k) && !doc->figures[f].total_only &&
		    !doc->figures[f].reason)
			break;
		if (is_topical_noun(doc, k)) {
			struct noun_phrase whole = programme_phrase(doc, k);
			if (names_contents(doc, cover) && whole.kind != NOUN_FOREIGN &&
			    whole.kind != NOUN_BLOCK && k < cover->last + 5u &&
			    find_mark(doc, cover->last + 1u, k, MARK_ACTIVITIES) < 0) {
				whole.first = np.first;
				return whole;
			}
			np.programme = whole.programme;
			np.plural = whole.kind == NOUN_PROGRAMMES &&
			            !has_mark(doc, k, MARK_PROGRAMME);
			if (whole.kind == NOUN_BLOCK) {
				np.kind = NOUN_BLOCK;
				return np;
			}
			if (whole.kind == NOUN_FOREIGN)
				np.strength = 0;
			else if (np.strength > 0 && whole.strength > np.strength)
				np.strength = whole.strength;
			break;
		}
		if (has_mark(doc, k, MARK_FOREIGN) && k < cover->last + 5u)
			np.strength = np.strength == 3 ? 3 : 0;
	}
	/* "the plan of the Union State" */
	if (np.strength == 1 && has_mark(doc, cover->last + 1u, MARK_STATE))
		np.strength = 2;
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

/* "A third of all projects under the union programmes": their number is told, and whose they are. */
static bool counts_things(const struct document *doc, size_t i)
{
	size_t first = doc->covers[i].first;
	while (first > 0 && !doc->tokens[first].line &&
	       (has_mark(doc, first - 1, MARK_NEUTRAL) || has_mark(doc, first - 1, MARK_ALL) ||
	        has_mark(doc, first - 1, MARK_UNION) || has_mark(doc, first - 1, MARK_OUT_OF) ||
	        has_mark(doc, first - 1, MARK_FUNCTION)))
		first = doc->covers[first - 1].first;
	return first > 0 && doc->covers[first - 1].figure >= 0;
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

/* "The Industry Minister", "the ministers of agriculture": a name that only says of what the office is. */
static bool names_office(const struct document *doc, size_t i)
{
	const struct alias *alias = &doc->aliases[doc->covers[i].alias];
	size_t next = alias->last + 1u, of = alias->first;
	while (of > 0 && !doc->tokens[of].line && has_mark(doc, of - 1, MARK_OUT_OF))
		of = doc->covers[of - 1].first;
	bool topical = false; /* "по словам министра транспортная программа" */
	for (size_t k = alias->first; k <= alias->last; k++)
		topical |= is_topical_noun(doc, k);
	if (alias->name->programme && !topical && of > 0 && !doc->tokens[of].line &&
	    has_mark(doc, of - 1, MARK_OFFICE) && !has_mark(doc, of - 1, MARK_PARTNER))
		return true;
	return alias->name->programme && has_mark(doc, next, MARK_OFFICE) &&
	       !doc->tokens[next].line && !has_mark(doc, alias->last, MARK_OUT_OF);
}

static struct noun_phrase read_noun(const struct document *doc, size_t i)
{
	const struct cover *cover = &doc->covers[i];
	struct noun_phrase none = { .kind = NOUN_NONE, .first = cover->first, .last = cover->last };
	if (!cover->phrases && cover->alias < 0)
		return none;
	if (is_topical_noun(doc, i))
		return programme_phrase(doc, i);
	if (has_mark(doc, i, MARK_ACTIVITIES))
		return activity_phrase(doc, i);
	if (has_mark(doc, i, MARK_THINGS) && counts_things(doc, i)) {
		struct noun_phrase things = activity_phrase(doc, i);
		if (things.strength == 3)
			return things;
	}
	if (cover->alias >= 0 && names_office(doc, i))
		return none;
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
		if (doc->nouns[i].kind != NOUN_ALIAS || !is_topical_noun(doc, i))
			continue;
		struct noun_phrase np = doc->nouns[i];
		for (size_t k = np.first; k <= np.last; k++) {
			if (!is_topical_noun(doc, k))
				doc->nouns[k].kind = NOUN_NONE;
		}
	}
}
