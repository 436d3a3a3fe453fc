#include "scope.h"

#include <string.h>

#include "ellipsis.h"
#include "naming.h"
#include "packages.h"

/* "Compare electricity.", "Наша — по транспорту." */
static bool has_turn(const struct document *doc, const struct sentence *s)
{
	return find_mark(doc, s->first, s->end, MARK_TURNS_TO) >= 0;
}

/* So far before a figure the words may stand that open its scope. */
#define SCOPE_TOKENS 80

/* Where the words begin that belong to the figure, and to no claim before it. */
static size_t own_first(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	size_t first = s->first;
	if (figure->first > first + SCOPE_TOKENS)
		first = figure->first - SCOPE_TOKENS;
	for (size_t f = finding->f; f > 0 && doc->figures[f - 1].number >= first; f--) {
		if (doc->figures[f - 1].claim >= 0)
			return doc->figures[f - 1].last + 1u;
	}
	return first;
}

/* "14 of its 15", "of the activities of the programme", "in the one on tourism": an owner of their own. */
static bool has_owner(const struct document *doc, const struct finding *finding, size_t first)
{
	const struct figure *figure = finding->figure;
	const struct noun_phrase *np = &finding->target.np;
	size_t from = np->first < figure->first ? np->first : figure->last + 1u;
	if (find_mark(doc, from, np->last + 1u, MARK_ITS) >= 0)
		return true;
	for (size_t i = first; i < figure->clause_end; i++) {
		struct noun_phrase other = noun_at(doc, i);
		if (other.kind == NOUN_SINGLE || (other.kind == NOUN_ALIAS && other.programme) ||
		    (other.kind == NOUN_PROGRAMMES && has_mark(doc, i, MARK_PROGRAMME)))
			return true;
	}
	return false;
}

/* More than one programme has. */
static bool is_too_many(struct decimal number)
{
	return decimal_cmp(number, decimal_from_int(SINGLE_MOST)) > 0;
}

/* "710 of the 993", "710 activities" */
static bool counts_more_than_one_has(const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	return (figure->has_total && is_too_many(figure->total)) ||
	       (finding->target.has_base && is_too_many(finding->target.base)) ||
	       (figure->kind == FIGURE_COUNT && is_too_many(figure->value));
}

/* "Across the package", "in the programmes as a whole": all of them are named beside the figure. */
static bool names_all(const struct document *doc, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		if (noun_at(doc, i).kind == NOUN_PROGRAMMES && !has_mark(doc, i, MARK_PROGRAMME))
			return true;
	}
	return false;
}

bool speaks_of_all(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	size_t first = own_first(doc, finding);
	if (counts_more_than_one_has(finding))
		return true;
	if (figure->kind != FIGURE_PERCENT || has_owner(doc, finding, first))
		return false;
	return find_mark(doc, first, figure->clause_end, MARK_WHOLE) >= 0 ||
	       names_all(doc, first, figure->clause_end);
}

bool fits_in_one(const struct document *doc, const struct figure *figure)
{
	return figure->kind == FIGURE_COUNT && doc->focus.programme && !doc->focus.has_unit &&
	       doc->focus.has_measure && doc->focus.measure == CLAIM_ACTIVITIES &&
	       doc->has_activity_total && !is_too_many(doc->activity_total) &&
	       decimal_cmp(figure->value, doc->activity_total) <= 0;
}

/* So many sentences back a figure may stand that "the figure" refers to. */
#define FIGURE_SENTENCES 3

bool is_of_figure_before(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct draft *before = doc->draft_count ? &doc->drafts[doc->draft_count - 1] : NULL;
	uint32_t sentence = doc->covers[figure->number].sentence;
	if (!before || finding->target.kind != TARGET_ANAPHOR || !doc->focus.programme ||
	    doc->focus.has_unit || strcmp(before->claim.subject, CLAIM_ALL) != 0 ||
	    before->claim.unit != CLAIM_PERCENT || sentence - before->sentence > FIGURE_SENTENCES ||
	    has_turn(doc, &doc->sentences[doc->focus.sentence]) ||
	    doc->sentences[doc->focus.sentence].question)
		return false;
	for (size_t i = figure->core_first; i < figure->core_end; i++) {
		if (noun_at(doc, i).kind == NOUN_FIGURE)
			return true;
	}
	return false;
}

enum claim_measure measure_of_all(const struct document *doc)
{
	for (size_t d = doc->draft_count; d > 0; d--) {
		const struct claim *claim = &doc->drafts[d - 1].claim;
		if (claim->unit == CLAIM_PERCENT && strcmp(claim->subject, CLAIM_ALL) == 0)
			return claim->measure;
	}
	return CLAIM_PROGRAMMES;
}

bool is_done_with(const struct document *doc, const struct figure *figure)
{
	if (figure->kind != FIGURE_PERCENT || !doc->single || doc->focus.has_unit ||
	    doc->focus.programme != doc->single ||
	    decimal_cmp(figure->value, decimal_from_int(100)) >= 0 ||
	    doc->single_sentence >= doc->covers[figure->number].sentence)
		return false;
	const struct sentence *s = &doc->sentences[doc->single_sentence];
	if (s->question || s->denied || s->claimed)
		return false;
	static const enum mark against[] = { MARK_PROGRESS, MARK_EXPECTED, MARK_NOT,
		                             MARK_ABOUT,    MARK_LEFT,     MARK_OTHER_STAGE };
	for (size_t i = 0; i < sizeof(against) / sizeof(*against); i++) {
		if (find_mark(doc, s->first, s->end, against[i]) >= 0)
			return false;
	}
	return find_mark(doc, s->first, s->end, MARK_COMPLETED) >= 0 ||
	       find_mark(doc, s->first, s->end, MARK_INCREMENT) >= 0;
}

/* So many words of a sentence may name a field. */
#define FIELD_TOKENS 40u

/* The programme that the word, or the name that begins there, is of; NULL: none. */
static const struct programme *field_at(const struct document *doc, size_t i, bool words)
{
	int32_t alias = doc->covers[i].alias;
	bool all;
	if (alias >= 0)
		return doc->aliases[alias].name->programme;
	return words && (is_unknown(doc, i) || has_mark(doc, i, MARK_FOREIGN))
	               ? find_named(doc, i, i + 1, &all)
	               : NULL;
}

/* "The first", "Вторая уже": an ordinal with no noun behind it that the clause is told of; its number, or 0. */
static long ordinal_subject(const struct document *doc, const struct figure *figure, size_t *ret_at)
{
	size_t i = figure->clause_first;
	while (i < figure->first &&
	       (doc->tokens[i].kind == TOKEN_SIGN || has_mark(doc, i, MARK_CONJUNCTION) ||
	        (has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_ORDINAL))))
		i = past(doc, i);
	const struct phrase *ordinal = marked(doc, i, MARK_ORDINAL);
	size_t next = past(doc, i);
	if (!ordinal || i >= figure->first || doc->covers[i].figure >= 0 ||
	    doc->covers[i].date >= 0 || doc->covers[i].alias >= 0 || package_at(doc, i))
		return 0;
	*ret_at = i;
	bool told = has_mark(doc, next, MARK_COMPLETED) || has_mark(doc, next, MARK_FINITE) ||
	            has_mark(doc, next, MARK_LEVEL) || has_mark(doc, next, MARK_FUNCTION) ||
	            doc->covers[next].figure >= 0 ||
	            (is_sign(doc, next, '-') && doc->tokens[next].spaced);
	return told ? ordinal->value : 0;
}

bool is_by_order(const struct document *doc, const struct figure *figure,
                 const struct programme **ret)
{
	size_t at = 0;
	long nth = ordinal_subject(doc, figure, &at), met = 0;
	uint32_t index = doc->covers[figure->number].sentence;
	const struct programme *last = NULL;
	*ret = NULL;
	for (size_t i = doc->sentences[index > 0 ? index - 1 : 0].first; nth && i < at;
	     i = past(doc, i)) {
		const struct programme *named = field_at(doc, i, true);
		met += named && named != last;
		last = named ? named : last;
		if (named && met == nth)
			*ret = named;
		if (doc->covers[i].alias >= 0)
			i = doc->aliases[doc->covers[i].alias].last;
	}
	return nth > 0;
}

/* The only programme that the sentence names, if only by its field or a word; or NULL. */
static const struct programme *field_named(const struct document *doc, const struct sentence *s,
                                           bool words)
{
	size_t end = s->end - s->first > FIELD_TOKENS ? s->first + FIELD_TOKENS : s->end;
	const struct programme *found = NULL;
	for (size_t i = s->first; i < end; i = past(doc, i)) {
		const struct programme *named = field_at(doc, i, words);
		if (named && found && named != found)
			return NULL;
		found = named ? named : found;
		if (doc->covers[i].alias >= 0)
			i = doc->aliases[doc->covers[i].alias].last;
	}
	return found;
}

/* So short is a sentence that only turns the talk. */
#define TURN_TOKENS 12

/* "one of the 28 …": such numbers only say that it is one of them. */
static bool counts_membership(const struct document *doc, const struct figure *figure)
{
	return figure->total_only || decimal_cmp(figure->value, decimal_from_int(1)) == 0 ||
	       package_of_total(doc, false, figure->value);
}

/* Does it tell nothing but what is spoken of next? */
static bool only_turns(const struct document *doc, const struct sentence *s)
{
	size_t strange = 0;
	bool turns = has_turn(doc, s) || s->question;
	for (size_t i = s->first; i < s->end; i++) {
		int32_t f = doc->covers[i].figure;
		struct noun_phrase np = noun_at(doc, i);
		if ((f >= 0 && !counts_membership(doc, &doc->figures[f])) ||
		    np.kind == NOUN_ACTIVITIES || np.kind == NOUN_BLOCK || np.kind == NOUN_FIGURE ||
		    has_mark(doc, i, MARK_DOCUMENT))
			return false;
		if (!turns && !field_at(doc, i, true) && doc->tokens[i].kind == TOKEN_WORD &&
		    !has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_LINK) &&
		    !has_mark(doc, i, MARK_ITS))
			return false;
		strange += (is_unknown(doc, i) || np.kind == NOUN_FOREIGN) &&
		           !field_at(doc, i, true);
	}
	return strange <= (turns ? 2 : 0);
}

/* Is all that the sentence says of the whole that the field is one of it? */
static bool names_member(const struct document *doc, const struct sentence *s)
{
	for (size_t i = s->first; i < s->end; i++) {
		const struct phrase *number = marked(doc, i, MARK_NUMBER);
		if (number && number->value == 1)
			return true;
	}
	return false;
}

/* "Take exports.": a turn to something that is none of ours. */
static bool turns_elsewhere(const struct document *doc, const struct sentence *s)
{
	bool other = false;
	for (size_t i = s->first; i < s->end; i++) {
		enum noun kind = noun_at(doc, i).kind;
		if (kind != NOUN_NONE && kind != NOUN_FOREIGN && kind != NOUN_PRONOUN)
			return false;
		other |= kind == NOUN_FOREIGN && has_mark(doc, i, MARK_FOREIGN);
	}
	return other && has_turn(doc, s);
}

/* So long a heading of one field is: "Transport services." */
#define HEADING_TOKENS 7

/* The programme that a line is the name of, and of nothing else; or NULL. */
static const struct programme *field_of_heading(const struct document *doc,
                                                const struct sentence *s)
{
	bool all;
	if (!doc->tokens[s->first].line || s->end - s->first > HEADING_TOKENS || s->question)
		return NULL;
	for (size_t i = s->first; i < s->end; i++) {
		if (doc->covers[i].figure >= 0 || has_mark(doc, i, MARK_FINITE) ||
		    has_mark(doc, i, MARK_SAYS) || has_mark(doc, i, MARK_COMPLETED))
			return NULL;
	}
	const struct programme *named = find_named(doc, s->first, s->end, &all);
	return all ? named : NULL;
}

/* "Overall.", "В целом." */
static bool is_heading_of_whole(const struct document *doc, const struct sentence *s)
{
	if (s->end - s->first > HEADING_TOKENS || find_mark(doc, s->first, s->end, MARK_WHOLE) < 0)
		return false;
	for (size_t i = s->first; i < s->end; i++) {
		if (doc->tokens[i].kind != TOKEN_SIGN && !has_mark(doc, i, MARK_WHOLE) &&
		    !has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_LINK))
			return false;
	}
	return true;
}

void notice_field(struct document *doc, uint32_t sentence)
{
	const struct sentence *s = &doc->sentences[sentence];
	if (doc->focus.known && doc->focus.programme && is_heading_of_whole(doc, s)) {
		doc->focus.programme = NULL;
		doc->focus.has_measure = doc->focus.has_unit = false;
		doc->focus.sentence = sentence;
		return;
	}
	const struct programme *heading = field_of_heading(doc, s);
	/* "The best is the one on tourism. It is 92% done": what a pronoun may stand for */
	if (s->end - s->first <= TURN_TOKENS && !s->claimed && !s->in_title && doc->focus.known &&
	    find_mark(doc, s->first, s->end, MARK_RANKS) >= 0 && field_named(doc, s, false)) {
		doc->single = field_named(doc, s, false);
		doc->single_sentence = sentence;
	}
	if (s->end - s->first > TURN_TOKENS || s->claimed || s->in_title || !doc->has_anchor ||
	    !doc->focus.known || doc->foreign || (!heading && !only_turns(doc, s)) ||
	    (doc->focus.sentence == sentence && (doc->focus.programme || !names_member(doc, s))))
		return;
	const struct programme *field = heading ? heading : field_named(doc, s, has_turn(doc, s));
	if (!field) {
		doc->focus.known = !turns_elsewhere(doc, s);
		return;
	}
	doc->single = field;
	doc->single_sentence = sentence;
	doc->focus = (struct topic){ .known = true,
		                     .package = doc->focus.package,
		                     .programme = field,
		                     .has_stage = doc->focus.has_stage,
		                     .stage = doc->focus.stage,
		                     .sentence = sentence };
}

const struct programme *field_before(const struct document *doc, size_t token)
{
	uint32_t sentence = doc->covers[token].sentence;
	const struct sentence *before = &doc->sentences[sentence > 0 ? sentence - 1 : 0];
	if (sentence == 0 || before->in_title ||
	    (doc->single && doc->single_sentence + 1 == sentence))
		return NULL;
	bool turns = has_turn(doc, before);
	return doc->focus.programme && !turns ? NULL : field_named(doc, before, turns);
}

/* So far before the noun its owner may stand: "of its 15 measures". */
#define OWNER_TOKENS 3

bool has_owner_before(const struct document *doc, const struct finding *finding)
{
	const struct noun_phrase *np = &finding->target.np;
	size_t first = doc->sentences[doc->covers[np->first].sentence].first;
	size_t from = np->first > first + OWNER_TOKENS ? np->first - OWNER_TOKENS : first;
	return find_mark(doc, from, np->last + 1u, MARK_ITS) >= 0;
}

/* So many words may stand for the noun that is left out: "the related one", "та, что". */
#define HEADLESS_TOKENS 4

const struct programme *one_on_field(const struct document *doc, const struct figure *figure)
{
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	size_t from = figure->clause_first > s->first ? figure->clause_first : s->first,
	       link = from;
	bool all;
	while (link < figure->first && link <= from + HEADLESS_TOKENS &&
	       !has_mark(doc, link, MARK_LINK)) {
		enum noun kind = noun_at(doc, link).kind;
		if ((kind != NOUN_NONE && kind != NOUN_PRONOUN) || doc->covers[link].figure >= 0 ||
		    doc->covers[link].date >= 0 || has_mark(doc, link, MARK_SAYS) ||
		    has_mark(doc, link, MARK_OFFICE))
			return NULL;
		link = past(doc, link);
	}
	size_t end = link + 1;
	while (end < figure->first && end < link + FIELD_TOKENS && !is_sign(doc, end, ',') &&
	       doc->covers[end].figure < 0 && !has_mark(doc, end, MARK_LEVEL) &&
	       !has_mark(doc, end, MARK_FINITE) && !has_mark(doc, end, MARK_COMPLETED))
		end++;
	/* nothing else may be told before the figure but an aside */
	if (!has_mark(doc, link, MARK_LINK) || end >= figure->core_first || !is_sign(doc, end, ','))
		return NULL;
	/* "In agriculture, field work is 85% complete": of what comes behind the comma */
	for (size_t i = figure->core_first; i < figure->first; i++) {
		if (noun_at(doc, i).kind != NOUN_NONE && noun_at(doc, i).kind != NOUN_FIGURE)
			return NULL;
	}
	const struct programme *named = find_named(doc, link + 1, end, &all);
	return named && all && unknown_in_core(doc, figure) == 0 ? named : NULL;
}

const struct programme *one_by_word(const struct document *doc, const struct figure *figure)
{
	size_t i = figure->first, from = doc->sentences[doc->covers[figure->number].sentence].first;
	bool all, told = doc->focus.has_stage || doc->question_open;
	if (!doc->focus.known || doc->foreign || !told ||
	    doc->covers[figure->number].sentence - doc->focus.sentence > 1 ||
	    (figure->kind != FIGURE_PERCENT && !figure->has_total &&
	     !(doc->focus.has_unit && doc->focus.unit == CLAIM_PERCENT)))
		return NULL;
	while (i > from && (has_mark(doc, i - 1, MARK_LINK) || has_mark(doc, i - 1, MARK_ABOUT) ||
	                    has_mark(doc, i - 1, MARK_FUNCTION)))
		i = doc->covers[i - 1].first;
	bool dash = i > from && is_sign(doc, i - 1, '-') && doc->tokens[i - 1].spaced;
	if (i < from + 2 ||
	    !(dash || is_sign(doc, i - 1, ':') || (doc->question_open && is_sign(doc, i - 1, ','))))
		return NULL;
	size_t word = doc->covers[i - 2].first;
	if (doc->covers[word].alias >= 0 || doc->tokens[word].kind != TOKEN_WORD ||
	    doc->covers[word].figure >= 0 || has_mark(doc, word, MARK_FOREIGN) ||
	    (word > from && !doc->tokens[word].line && doc->tokens[word - 1].kind != TOKEN_SIGN &&
	     !has_mark(doc, word - 1, MARK_CONJUNCTION) && !has_mark(doc, word - 1, MARK_RANKS)))
		return NULL;
	/* "Prices: gas – by 4%", "Gas rose by 4%, oil – by 8%": of what the sentence began with */
	for (size_t k = from; k < word; k++) {
		int32_t f = doc->covers[k].figure;
		if ((f >= 0 && doc->figures[f].claim < 0) || noun_at(doc, k).kind == NOUN_FOREIGN ||
		    (f < 0 && is_unknown(doc, k) && !find_named(doc, k, k + 1, &all)))
			return NULL;
	}
	const struct programme *named = find_named(doc, word, i - 1, &all);
	return all ? named : NULL;
}

/* So short is the heading of a package. */
#define PACKAGE_TOKENS 10

void notice_package(struct document *doc, uint32_t sentence)
{
	const struct sentence *s = &doc->sentences[sentence];
	const struct package *package = NULL;
	if (s->end - s->first > PACKAGE_TOKENS || s->claimed || s->in_title || s->question ||
	    !doc->focus.known)
		return;
	for (size_t i = s->first; i < s->end; i++) {
		package = package_at(doc, i) ? package_at(doc, i) : package;
		if (doc->covers[i].figure >= 0 || has_mark(doc, i, MARK_FINITE) ||
		    has_mark(doc, i, MARK_SAYS) || has_mark(doc, i, MARK_COMPLETED) ||
		    has_mark(doc, i, MARK_PROGRESS) || has_mark(doc, i, MARK_EXPECTED) ||
		    (is_unknown(doc, i) && !doc->tokens[i].capital))
			return;
	}
	if (!package || package == doc->focus.package)
		return;
	doc->focus = (struct topic){ .known = true,
		                     .package = package,
		                     .has_stage = doc->focus.has_stage,
		                     .stage = doc->focus.stage,
		                     .sentence = sentence };
}

bool is_of_several(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct noun_phrase *np = &finding->target.np;
	bool back = is_back_reference(finding);
	if (figure->kind != FIGURE_PERCENT || !doc->focus.programme)
		return false;
	if (!back && np->kind == NOUN_ACTIVITIES && np->first > 0)
		return has_mark(doc, np->first, MARK_THEY) ||
		       has_mark(doc, np->first - 1, MARK_THEY);
	/* "Its 15 measures … They are 92% done": the measures */
	bool measures = doc->focus.has_measure && doc->focus.measure == CLAIM_ACTIVITIES;
	for (size_t i = figure->core_first; back && !measures && i < figure->first; i++) {
		if (has_mark(doc, i, MARK_THEY) && !has_mark(doc, past(doc, i), MARK_SAYS))
			return i == figure->core_first || !has_mark(doc, i - 1, MARK_OUT_OF);
	}
	return false;
}

bool is_of_whole(const struct document *doc, const struct figure *figure)
{
	size_t first = figure->core_first;
	/* "Overall, that's 95%" */
	if (first > figure->clause_first + 1u && is_sign(doc, first - 1, ',') &&
	    has_mark(doc, first - 2, MARK_WHOLE))
		return true;
	/* "Total - 70%": a row */
	size_t from = doc->sentences[doc->covers[first].sentence].first;
	if (first == figure->first && first > from + 1 &&
	    (has_mark(doc, first - 1, MARK_WHOLE) || has_mark(doc, first - 2, MARK_WHOLE)) &&
	    (is_sign(doc, first - 1, '-') || is_sign(doc, first - 1, ':')))
		return true;
	return find_mark(doc, first, figure->core_end, MARK_WHOLE) >= 0;
}

const struct programme *member_spoken_of(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	struct decimal total = figure->has_total ? figure->total : finding->target.base;
	uint32_t sentence = doc->covers[figure->number].sentence;
	if ((!figure->has_total && !finding->target.has_base) || !doc->single ||
	    sentence - doc->single_sentence > 1 ||
	    decimal_cmp(total, decimal_from_int(SINGLE_MOST)) > 0 ||
	    package_of_total(doc, true, total) || package_of_total(doc, false, total))
		return NULL;
	return doc->single;
}

struct noun_phrase noun_of_which(const struct document *doc, const struct figure *figure)
{
	struct noun_phrase none = { .kind = NOUN_NONE };
	if (figure->first < 2 || !is_sign(doc, figure->first - 1u, ',') ||
	    !has_mark(doc, figure->last + 1u, MARK_RELATIVE_PRONOUN))
		return none;
	struct noun_phrase np = noun_at(doc, figure->first - 2u);
	return np.kind == NOUN_ACTIVITIES ? np : none;
}
