#include "adjunct.h"

#include "naming.h"
#include "packages.h"
#include "shares.h"

static bool is_ours(const struct document *doc, size_t i)
{
	enum noun kind = noun_at(doc, i).kind;
	return kind == NOUN_PROGRAMMES || kind == NOUN_ACTIVITIES || kind == NOUN_ALIAS ||
	       kind == NOUN_SINGLE;
}

static bool is_other_thing(const struct document *doc, size_t i)
{
	return noun_at(doc, i).kind == NOUN_FOREIGN && has_mark(doc, i, MARK_FOREIGN);
}

/* A word nobody knows, written small, that is no verb: the name of some thing. */
static bool is_strange_thing(const struct document *doc, size_t i)
{
	return is_unknown(doc, i) && !doc->tokens[i].capital && !looks_like_verb(doc, i);
}

/* "An exhibition on the union programmes is 80% ready": its subject begins the sentence. */
static bool is_strange_subject(const struct document *doc, const struct figure *figure,
                               const struct noun_phrase *np, size_t i)
{
	const struct sentence *s = &doc->sentences[doc->covers[i].sentence];
	if (i != s->first || !is_unknown(doc, i) || looks_like_verb(doc, i))
		return false;
	bool staged = find_mark(doc, np->last + 1, figure->core_end, MARK_COMPLETED) >= 0 ||
	              find_mark(doc, np->last + 1, figure->core_end, MARK_PROGRESS) >= 0;
	for (size_t k = np->last + 1; k < figure->first; k++) {
		/* "Trust in the union programmes - 46%", but "Minsk on the union programmes: 80% are done" */
		bool is = is_sign(doc, k, '-') && !staged;
		if (doc->tokens[k].kind == TOKEN_SIGN && !is)
			return false;
	}
	return true;
}

static bool names_thing(const struct document *doc, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		if (is_other_thing(doc, i) || is_strange_thing(doc, i))
			return true;
	}
	return false;
}

/* The first token of the stretch between commas that holds the token. */
static size_t stretch_first(const struct document *doc, size_t i, size_t from)
{
	while (i > from && !is_sign(doc, i - 1, ',') && !is_sign(doc, i - 1, ':') &&
	       !has_mark(doc, i - 1, MARK_SAYS) &&
	       !(is_sign(doc, i - 1, '-') && doc->tokens[i - 1].spaced))
		i--;
	return i;
}

/* "The pipeline project, part of the union programmes, …": an apposition that says where something belongs. */
static bool is_part_of(const struct document *doc, size_t first, const struct noun_phrase *np)
{
	bool part = false, of = false;
	if (np->kind != NOUN_PROGRAMMES)
		return false;
	for (size_t i = first; i < np->first; i = past(doc, i)) {
		if (has_mark(doc, i, MARK_THING))
			return true; /* "parts of the" */
		if (has_mark(doc, i, MARK_OUT_OF) || has_mark(doc, i, MARK_LINK))
			of |= part;
		else if (!has_mark(doc, i, MARK_FUNCTION))
			part = true;
	}
	return of;
}

/* "…, предусмотренное союзной программой, …": what it qualifies stands before the comma. */
static bool qualifies_another(const struct document *doc, const struct figure *figure,
                              const struct noun_phrase *np)
{
	size_t first = stretch_first(doc, np->first, figure->clause_first);
	if (first == figure->clause_first || !is_sign(doc, first - 1, ',') ||
	    np->last >= figure->core_first ||
	    !(has_mark(doc, first, MARK_RELATIVE_PRONOUN) || is_part_of(doc, first, np) ||
	      (first == np->first && has_mark(doc, first, MARK_NEUTRAL))))
		return false;
	size_t head = stretch_first(doc, first - 1, figure->clause_first);
	for (size_t i = head; i + 1 < first; i++) {
		if (is_ours(doc, i))
			return false;
	}
	return names_thing(doc, head, first - 1);
}

/* A participle or relative pronoun behind the comma, not the phrase itself nor a conjunction. */
static bool begins_qualifier(const struct document *doc, size_t i, const struct noun_phrase *np)
{
	if (has_mark(doc, i, MARK_CONJUNCTION))
		return false;
	return has_mark(doc, i, MARK_RELATIVE_PRONOUN) || has_mark(doc, i, MARK_NEUTRAL) ||
	       has_mark(doc, i, MARK_OTHER_STAGE) || (i < np->first && is_strange_thing(doc, i));
}

void take_qualified_head(const struct document *doc, const struct figure *figure,
                         struct noun_phrase *np)
{
	size_t first = stretch_first(doc, np->first, figure->clause_first);
	if (np->kind == NOUN_ACTIVITIES || np->last >= figure->core_first ||
	    first <= figure->clause_first + 1 || !is_sign(doc, first - 1, ',') ||
	    !begins_qualifier(doc, first, np))
		return;
	for (size_t i = stretch_first(doc, first - 1, figure->clause_first); i + 1 < first; i++) {
		struct noun_phrase head = noun_at(doc, i);
		if (head.kind != NOUN_ACTIVITIES)
			continue;
		head.strength = head.strength > np->strength ? head.strength : np->strength;
		head.programme = np->programme;
		*np = head;
		return;
	}
}

/* "The draft of a new union programme": the head is another thing, behind an adjective or two. */
static bool is_of_document(const struct document *doc, const struct noun_phrase *np)
{
	size_t i = np->first;
	for (int steps = 0; i > 0 && steps < 3; steps++, i = doc->covers[i - 1].first) {
		if (doc->tokens[i].line)
			return false;
		if (has_mark(doc, i - 1, MARK_DOCUMENT) || has_mark(doc, i - 1, MARK_FOREIGN))
			return steps > 0;
		if (!has_mark(doc, i - 1, MARK_NEUTRAL) && !has_mark(doc, i - 1, MARK_ORDINAL) &&
		    !(is_unknown(doc, i - 1) && !looks_like_verb(doc, i - 1)))
			return false;
	}
	return false;
}

/* "Нормативная база союзных программ готова на 81%": what they own is told of. */
static bool is_owned(const struct document *doc, const struct figure *figure,
                     const struct noun_phrase *np)
{
	size_t i = doc->covers[np->last].first;
	if (!has_mark(doc, np->last, MARK_GENITIVE))
		return false;
	while (i > figure->clause_first &&
	       (doc->covers[i - 1].figure >= 0 || has_mark(doc, i - 1, MARK_UNION)))
		i = doc->covers[i - 1].first;
	return i > figure->clause_first &&
	       (is_strange_thing(doc, i - 1) || is_strange_subject(doc, figure, np, i - 1));
}

bool is_mere_adjunct(const struct document *doc, const struct figure *figure,
                     const struct noun_phrase *np)
{
	bool before = np->last < figure->first;
	if (before && (qualifies_another(doc, figure, np) || is_of_document(doc, np) ||
	               is_owned(doc, figure, np)))
		return true;
	size_t link = np->first;
	while (link > figure->clause_first && has_mark(doc, link - 1, MARK_FUNCTION) &&
	       !has_mark(doc, link - 1, MARK_LINK))
		link = doc->covers[link - 1].first;
	if (link == 0 || !has_mark(doc, link - 1, MARK_LINK))
		return false;
	/* "the balances of supply under the union programmes" */
	size_t thing = doc->covers[link - 1].first;
	if (before && thing > figure->clause_first && !has_mark(doc, link - 1, MARK_OUT_OF) &&
	    (is_strange_thing(doc, thing - 1) || is_strange_subject(doc, figure, np, thing - 1)))
		return true;
	if (!before)
		return names_thing(doc, figure->last + 1u, np->first);
	for (size_t i = stretch_first(doc, np->first, figure->clause_first); i < np->first; i++) {
		if (is_other_thing(doc, i))
			return true;
	}
	/* "On the union programmes the books are as follows: twelve are closed" */
	size_t told = np->last + 1;
	for (size_t i = told; i + 1 < figure->first; i++) {
		if (has_mark(doc, i, MARK_AS_FOLLOWS) && is_sign(doc, past(doc, i), ':'))
			told = past(doc, i) + 1;
	}
	/* "О союзных программах говорили отдельно: они выполнены на 79%" */
	size_t told_of = figure->core_first;
	if (told_of > told && is_sign(doc, told_of - 1, ':') &&
	    has_mark(doc, told_of, MARK_PRONOUN) && !has_mark(doc, told_of, MARK_ITS))
		told = told_of;
	return names_thing(doc, told, figure->first);
}

/* So long the name of a field may be: "in the sphere of agriculture". */
#define FIELD_TOKENS 5

/*
 * "In industry 52% of what was planned is done": the clause begins with a field
 * that is no programme, though one may be called by it.
 */
static bool begins_with_field(const struct document *doc, const struct figure *figure,
                              const struct noun_phrase *np)
{
	size_t i = figure->clause_first, fields = 0;
	while (i < figure->first &&
	       (doc->tokens[i].kind == TOKEN_SIGN || has_mark(doc, i, MARK_CONJUNCTION) ||
	        (has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_WITHIN))))
		i = past(doc, i);
	if (!has_mark(doc, i, MARK_WITHIN) || np->programme || np->strength > 1)
		return false;
	size_t first = past(doc, i);
	for (i = first; i < figure->first && i < first + FIELD_TOKENS; i = past(doc, i)) {
		bool strange = is_unknown(doc, i) && !doc->tokens[i].capital;
		bool all;
		if (!strange && !find_named(doc, i, i + 1, &all))
			break;
		fields++;
	}
	if (is_sign(doc, i, ','))
		i++; /* "As to industry, 51% is done" */
	return fields > 0 && (has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS) ||
	                      i == figure->first);
}

/* So soon behind the plan the time stands that it is for. */
#define PLAN_TOKENS 6

/* "The plan for the first quarter is carried out by 97%": what was due in a while, no more. */
static bool is_plan_of_a_while(const struct document *doc, const struct figure *figure,
                               const struct noun_phrase *np)
{
	/* "the plan of activities for the first quarter under the union programmes" */
	size_t plan = np->first;
	while (np->kind != NOUN_ACTIVITIES && plan > figure->clause_first &&
	       noun_at(doc, plan - 1).kind != NOUN_ACTIVITIES)
		plan--;
	if (np->kind != NOUN_ACTIVITIES && plan <= figure->clause_first)
		return false;
	size_t last = np->kind == NOUN_ACTIVITIES ? np->last : plan - 1;
	if (last > figure->first)
		return false;
	for (size_t i = last + 1; i < figure->first && i < last + PLAN_TOKENS; i++) {
		if (doc->tokens[i].kind == TOKEN_SIGN || has_mark(doc, i, MARK_COMPLETED) ||
		    has_mark(doc, i, MARK_LEVEL))
			return false;
		int32_t w = doc->covers[past(doc, i)].date;
		if (has_mark(doc, i, MARK_PLAN_FOR) && w >= 0 && !doc->whens[w].now &&
		    !doc->whens[w].ended && doc->whens[w].date.precision < DATE_DAY)
			return true;
	}
	return false;
}

/* "On the others 60 to 90% of the activities are done": of what is left, whatever is counted. */
static bool is_on_the_rest(const struct document *doc, const struct figure *figure)
{
	for (size_t i = figure->clause_first; i < figure->first; i++) {
		if (has_mark(doc, i, MARK_LINK) && is_of_rest(doc, past(doc, i)))
			return figure->kind == FIGURE_PERCENT;
	}
	return false;
}

/* "80% of the activities are completed in the energy block" */
static bool ends_in_block(const struct document *doc, const struct figure *figure,
                          const struct noun_phrase *np)
{
	size_t last = np->last > figure->last ? np->last : figure->last;
	for (size_t i = last + 1; i < figure->core_end; i++) {
		if (noun_at(doc, i).kind == NOUN_BLOCK)
			return !doc->focus.programme &&
			       find_mark(doc, i + 1, figure->core_end, MARK_COMPLETED) < 0;
	}
	return false;
}

/* So long a title in quotation marks may be. */
#define TITLE_TOKENS 8

/* "The section "Culture" of the plan": the part stands before its title. */
static bool is_of_titled_part(const struct document *doc, const struct noun_phrase *np)
{
	size_t i = np->first, from = i > TITLE_TOKENS ? i - TITLE_TOKENS : 0;
	if (i == 0 || !is_sign(doc, i - 1, '"'))
		return false;
	for (i--; i > from && !is_sign(doc, i - 1, '"'); i--)
		;
	return i > from + 1 && has_mark(doc, i - 1, MARK_BLOCK);
}

bool trails_block(const struct document *doc, const struct figure *figure,
                  const struct noun_phrase *np)
{
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	size_t core = figure->core_first, from = s->first;
	bool block = false;
	size_t end = np->first < figure->first ? np->first : figure->first;
	if (np->kind != NOUN_ACTIVITIES || np->strength > 1 || np->programme || end < core)
		return false;
	/* "…, and 80% of the measures are done": a clause of its own */
	if (core > from && !is_sign(doc, core - 1, ':') &&
	    !has_mark(doc, core, MARK_RELATIVE_PRONOUN) &&
	    (find_mark(doc, core, figure->core_end, MARK_FINITE) >= 0 ||
	     has_mark(doc, core, MARK_CONJUNCTION)))
		from = core;
	for (size_t i = from; i < end; i++) {
		enum noun kind = noun_at(doc, i).kind;
		if (kind == NOUN_PROGRAMMES || kind == NOUN_ALIAS || has_mark(doc, i, MARK_WHOLE))
			return false;
		if (has_mark(doc, i, MARK_SAYS) || is_sign(doc, i, ';'))
			block = false;
		/* "in the 11 directions of the plan": in all of them */
		size_t first = doc->covers[i].first;
		block |= kind == NOUN_BLOCK && (first == 0 || doc->covers[first - 1].figure < 0);
	}
	return block;
}

/* So far back a programme may be named that "its" goes back to, and not to who does it. */
#define OWNER_SENTENCES 2

/* "The ministry has carried out 38% of its activities": of its own. */
static bool is_of_office(const struct document *doc, const struct figure *figure,
                         const struct noun_phrase *np)
{
	size_t its = figure->last + 1u;
	while (its < np->last && !has_mark(doc, its, MARK_ITS))
		its++;
	if (np->kind != NOUN_ACTIVITIES || np->strength > 1 || np->programme || its >= np->last ||
	    doc->focus.programme ||
	    (doc->single &&
	     doc->covers[figure->number].sentence - doc->single_sentence <= OWNER_SENTENCES))
		return false;
	for (size_t i = figure->core_first; i < figure->first; i++) {
		enum noun kind = noun_at(doc, i).kind;
		if (kind == NOUN_PROGRAMMES || kind == NOUN_ALIAS || kind == NOUN_SINGLE)
			return false;
	}
	return find_mark(doc, figure->core_first, figure->first, MARK_OFFICE) >= 0;
}

bool is_confined(const struct document *doc, const struct figure *figure,
                 const struct noun_phrase *np)
{
	if (trails_block(doc, figure, np) || is_of_office(doc, figure, np))
		return true;
	if (is_on_the_rest(doc, figure) || is_of_titled_part(doc, np))
		return true;
	if (ends_in_block(doc, figure, np) || begins_with_field(doc, figure, np) ||
	    is_plan_of_a_while(doc, figure, np))
		return true;
	bool linked = false;
	for (size_t i = figure->clause_first; i < np->first; i++) {
		/* "in the energy block", and in one phrase "in sport" at the beginning */
		bool opens = doc->covers[i].first == figure->clause_first &&
		             doc->covers[i].last > doc->covers[i].first;
		if ((linked || opens) && noun_at(doc, i).kind == NOUN_BLOCK)
			return true;
		linked = has_mark(doc, i, MARK_LINK) ||
		         (linked && (has_mark(doc, i, MARK_FUNCTION) ||
		                     has_mark(doc, i, MARK_NEUTRAL) || is_unknown(doc, i)));
	}
	return false;
}

/* "of the 28 union programmes", not "the implementation of the union programmes" */
static bool is_partitive(const struct document *doc, const struct figure *figure,
                         const struct noun_phrase *np)
{
	size_t i = np->first;
	while (i > figure->clause_first && !has_mark(doc, i - 1, MARK_OUT_OF) &&
	       (has_mark(doc, i - 1, MARK_FUNCTION) || doc->covers[i - 1].figure >= 0))
		i = doc->covers[i - 1].first;
	if (i == figure->clause_first || !has_mark(doc, i - 1, MARK_OUT_OF))
		return false;
	i = doc->covers[i - 1].first;
	if (i == figure->clause_first || is_sign(doc, i - 1, ','))
		return true;
	const struct phrase *number = marked(doc, i - 1, MARK_NUMBER);
	return (number && number->value == 1) || has_mark(doc, i - 1, MARK_REST) ||
	       is_unknown(doc, i - 1);
}

/* The programme that first … end - 1 name, with nothing else there. */
static const struct programme *member_in(const struct document *doc, size_t first, size_t end)
{
	bool all;
	/* "Except for the gas market, …", "…, including tourism, …" */
	if (find_mark(doc, first, end, MARK_EXCEPT) >= 0 ||
	    find_mark(doc, first, end, MARK_INCLUDING) >= 0)
		return NULL;
	for (size_t i = first; i < end; i++) {
		int32_t alias = doc->covers[i].alias;
		if (alias >= 0 && doc->aliases[alias].name->programme)
			return doc->aliases[alias].name->programme;
	}
	const struct programme *member = find_named(doc, first, end, &all);
	return all ? member : NULL;
}

/* "The readiness of the union programmes: customs 85%, tourism 90%" */
static bool heads_list(const struct document *doc, const struct figure *figure,
                       const struct noun_phrase *np)
{
	for (size_t i = np->last + 1; i < figure->first; i++) {
		if (is_sign(doc, i, ':'))
			return true;
	}
	return false;
}

bool is_of_member(const struct document *doc, const struct figure *figure, struct noun_phrase *np)
{
	/* "the union programmes on tourism (92%) and competition (87%)" */
	bool bracket = figure->first > 0 && is_sign(doc, figure->first - 1u, '(');
	if (np->kind != NOUN_PROGRAMMES || figure->kind != FIGURE_PERCENT ||
	    np->last >= figure->first ||
	    (!bracket && !is_partitive(doc, figure, np) && !heads_list(doc, figure, np)))
		return false;
	size_t end = stretch_first(doc, np->first, figure->clause_first);
	const struct programme *member =
		member_in(doc, figure->core_first > np->last ? figure->core_first : np->last + 1,
	                  figure->first);
	if (!member && end > figure->clause_first)
		member = member_in(doc, stretch_first(doc, end - 1, figure->clause_first), end - 1);
	if (!member)
		return false;
	np->kind = NOUN_ALIAS;
	np->programme = member;
	np->strength = 3;
	return true;
}

bool is_its_of_another(const struct document *doc, const struct figure *figure)
{
	uint32_t sentence = doc->covers[figure->number].sentence;
	if (doc->focus.programme || !has_mark(doc, figure->core_first, MARK_ITS) ||
	    (doc->single && sentence - doc->single_sentence <= 1))
		return false;
	const struct sentence *s = &doc->sentences[doc->focus.sentence];
	return !s->claimed && find_mark(doc, s->first, s->end, MARK_STAGE_NOUN) < 0 &&
	       find_mark(doc, s->first, s->end, MARK_PACKAGE) < 0 &&
	       find_mark(doc, s->first, s->end, MARK_ANCHOR) < 0 &&
	       find_mark(doc, s->first, s->end, MARK_FIGURE_NOUN) < 0;
}

bool counts_whole(const struct document *doc, size_t f)
{
	const struct figure *figure = &doc->figures[f];
	const struct package *package = package_of_total(doc, false, figure->value);
	if (figure->first > 0 && has_mark(doc, figure->first - 1, MARK_ORDINAL))
		return false;
	if (package_of_total(doc, true, figure->value))
		return true;
	return package && date_first_day(package->first) <= date_last_day(doc->input->published);
}

bool is_of_few(const struct document *doc, const struct noun_phrase *np)
{
	size_t i = np->first;
	/* "the four energy programmes of the Union State" */
	while (i > 0 && np->first - i < 2 && is_unknown(doc, i - 1) && !doc->tokens[i].line)
		i--;
	int32_t f = i > 0 ? doc->covers[i - 1].figure : -1;
	/* "14:20 Union programmes are 81% fulfilled" */
	if (f >= 0 && is_clock(doc, np->first - 1))
		return false;
	if (f >= 0 && i < np->first && doc->figures[f].kind == FIGURE_COUNT)
		return np->kind == NOUN_PROGRAMMES && !counts_whole(doc, (size_t)f);
	f = np->first > 0 ? doc->covers[np->first - 1].figure : -1;
	/* "more than half of the programmes are over 90% complete" */
	if (f >= 0 && np->kind == NOUN_PROGRAMMES && doc->figures[f].is_fraction &&
	    doc->covers[np->first - 1].sentence == doc->covers[np->first].sentence)
		return true;
	return f >= 0 && np->kind == NOUN_PROGRAMMES && doc->figures[f].kind == FIGURE_COUNT &&
	       !counts_whole(doc, (size_t)f);
}

bool is_of_stranger(const struct document *doc, const struct figure *figure)
{
	size_t which = figure->core_first;
	return which > figure->clause_first + 1 && has_mark(doc, which, MARK_RELATIVE_PRONOUN) &&
	       is_sign(doc, which - 1, ',') && is_unknown(doc, which - 2) &&
	       !doc->tokens[which - 2].capital && !looks_like_verb(doc, which - 2);
}

/* "The programmes, despite the sanctions, are …": in an aside that a preposition opens behind our noun. */
static bool is_in_aside_of_ours(const struct document *doc, size_t noun, size_t from)
{
	for (size_t i = noun; i > from + 1; i--) {
		if (is_sign(doc, i - 1, ','))
			return has_mark(doc, i, MARK_LINK) && is_ours(doc, i - 2);
		if (doc->tokens[i - 1].kind == TOKEN_SIGN)
			return false;
	}
	return false;
}

bool is_of_foreign_antecedent(const struct document *doc, const struct figure *figure)
{
	size_t first = figure->core_first, i = first - 1u;
	if (first == 0 || !is_sign(doc, i, ',') || first >= figure->first ||
	    !(has_mark(doc, first, MARK_COMPLETED) || has_mark(doc, first, MARK_RELATIVE_PRONOUN)))
		return false;
	size_t from = doc->sentences[doc->covers[figure->number].sentence].first;
	for (; i > from; i--) {
		enum noun kind = noun_at(doc, i - 1).kind;
		/* "Though the gas market was put off, carried out are 70%": a clause of its own */
		bool told = has_mark(doc, i - 1, MARK_FINITE) || has_mark(doc, i - 1, MARK_LATE) ||
		            has_mark(doc, i - 1, MARK_OTHER_STAGE) ||
		            has_mark(doc, i - 1, MARK_COMPLETED);
		if (is_sign(doc, i - 1, ',') || is_sign(doc, i - 1, ';') || told ||
		    has_mark(doc, i - 1, MARK_CONJUNCTION) || is_ours(doc, i - 1))
			return false;
		if (kind == NOUN_FOREIGN && has_mark(doc, i - 1, MARK_FOREIGN))
			return !is_in_aside_of_ours(doc, i - 1, from);
	}
	return false;
}

bool is_of_strange_subject(const struct document *doc, const struct figure *figure)
{
	for (size_t i = figure->core_first; i < figure->first; i++) {
		if (is_strange_thing(doc, i) && has_mark(doc, past(doc, i), MARK_FINITE))
			return true;
	}
	return false;
}

/* A thing that is counted, and neither the programmes' nor who carries them out. */
static bool is_counted_thing(const struct document *doc, size_t i)
{
	return has_mark(doc, i, MARK_THING) && !has_mark(doc, i, MARK_ACTIVITIES) &&
	       !has_mark(doc, i, MARK_DOCUMENT) && !has_mark(doc, i, MARK_OFFICE) &&
	       !has_mark(doc, i, MARK_FUNCTION) && noun_at(doc, i).kind == NOUN_NONE &&
	       doc->covers[i].date < 0;
}

bool begins_with_thing(const struct document *doc, const struct figure *figure)
{
	size_t i = figure->core_first, number = figure->number;
	bool stage = false;
	while (i < number && (has_mark(doc, i, MARK_CONJUNCTION) || has_mark(doc, i, MARK_LINK) ||
	                      doc->covers[i].date >= 0))
		i = past(doc, i);
	if (figure->kind != FIGURE_PERCENT || i >= number || !is_counted_thing(doc, i) ||
	    !has_mark(doc, number - 1, MARK_LINK) ||
	    (i > figure->core_first && has_mark(doc, i - 1, MARK_LINK)))
		return false;
	for (i = past(doc, i); i < number; i = past(doc, i)) {
		bool told = has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS);
		stage |= told;
		if (!told && !has_mark(doc, i, MARK_FINITE) && !has_mark(doc, i, MARK_LINK) &&
		    doc->covers[i].date < 0)
			return false;
	}
	return stage;
}

/* Is the word before the aside a thing that nobody knows? A name is one where a sentence begins. */
static bool is_strange_before(const struct document *doc, size_t i, size_t first, bool voice)
{
	if (voice &&
	    (noun_at(doc, i).kind == NOUN_FOREIGN || (i == first && has_mark(doc, i, MARK_THING))))
		return true;
	if (!is_unknown(doc, i) || looks_like_verb(doc, i))
		return false;
	return !doc->tokens[i].capital || (voice && i == first);
}

bool has_strange_subject(const struct document *doc, const struct figure *figure)
{
	size_t i = figure->core_first, first = figure->clause_first;
	if (i == 0 || !is_sign(doc, i - 1, ','))
		return false;
	bool finite = has_mark(doc, i, MARK_FINITE);
	bool stage = has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS);
	if ((finite || stage) && begins_with_papers(doc, i - 1u))
		return true;
	size_t end = i - 1u;
	for (i--; i > first && !is_sign(doc, i - 1, ','); i--)
		;
	bool voice = (find_mark(doc, i, end, MARK_ACCORDING) >= 0 ||
	              find_mark(doc, i, end, MARK_SAYS) >= 0) &&
	             find_mark(doc, end, figure->first, MARK_FIGURE_NOUN) < 0 &&
	             find_mark(doc, end, figure->first, MARK_LEVEL) < 0;
	if (i == first ||
	    !((finite && has_mark(doc, i, MARK_RELATIVE_PRONOUN)) || (voice && (finite || stage))))
		return false;
	for (i--; i > first; i--) {
		enum noun kind = noun_at(doc, i - 1).kind;
		if (voice && (kind == NOUN_PRONOUN || kind == NOUN_FIGURE || is_ours(doc, i - 1) ||
		              doc->tokens[i - 1].kind == TOKEN_SIGN))
			return false;
		if (is_strange_before(doc, i - 1, first, voice))
			return true;
		if (voice)
			return false; /* the word next to the aside is the subject */
	}
	return false;
}
