#include "shares.h"

#include "finding.h"
#include "packages.h"
#include "topic.h"

/* So many days after a package began a while is as good as all its time. */
#define BEGINNING_DAYS 62

/* Does the time begin with a package? */
static bool begins_with_package(const struct document *doc, const struct when *when)
{
	const struct package_list *packages = doc->lexicon->packages;
	int32_t day = date_first_day(when_resolve(doc, when, false));
	for (size_t p = 0; p < packages->count; p++) {
		int32_t apart = day - date_first_day(packages->list[p].first);
		if (apart > -BEGINNING_DAYS && apart < BEGINNING_DAYS)
			return true;
	}
	return false;
}

/* "Seven were completed between January and March": the word before the first of the two, or -1. */
static long find_while(const struct document *doc, const struct figure *figure)
{
	if (figure->kind != FIGURE_COUNT || figure->has_total || figure->is_all)
		return -1;
	size_t end = doc->sentences[doc->covers[figure->number].sentence].end;
	for (size_t i = figure->clause_first + 1u; i + 2 < end && i <= figure->clause_end; i++) {
		int32_t w = doc->covers[i].date, v;
		if (w < 0 || doc->whens[w].first != i || doc->whens[w].now)
			continue;
		size_t joint = doc->whens[w].last + 1u;
		v = joint < end && past(doc, joint) < end ? doc->covers[past(doc, joint)].date : -1;
		if (v >= 0 && v != w && has_mark(doc, joint, MARK_YEARS_TO) &&
		    (has_mark(doc, i - 1, MARK_BETWEEN) ||
		     has_mark(doc, i - 1, MARK_CHANGE_FROM)) &&
		    !begins_with_package(doc, &doc->whens[w]))
			return (long)i - 1;
	}
	return -1;
}

long find_rate(const struct document *doc, const struct figure *figure)
{
	size_t from = figure->core_first, before = figure->first > 0 ? figure->first - 1u : 0;
	if (find_while(doc, figure) >= 0)
		return find_while(doc, figure);
	while (from > figure->clause_first && doc->tokens[from - 1].kind == TOKEN_WORD)
		from--;
	long rate = find_mark(doc, from, figure->core_end, MARK_RATE);
	/* "The share grows every month and stands at 80%", "in a month it grew by two points, to 86%" */
	return rate >= 0 && find_mark(doc, from, figure->core_end, MARK_LEVEL) < 0 &&
	                       !has_mark(doc, figure->first, MARK_TO) &&
	                       !has_mark(doc, before, MARK_TO)
	               ? rate
	               : -1;
}

/* So far behind a noun the clause may reach that tells whose it is. */
#define CHARGE_TOKENS 12

/* "the points for which it is responsible": right behind the noun, before anything is told of it. */
static long charge_behind(const struct document *doc, size_t noun)
{
	for (size_t i = noun + 1; i < doc->count && i <= noun + CHARGE_TOKENS; i = past(doc, i)) {
		if (has_mark(doc, i, MARK_CHARGE))
			return (long)i;
		if (is_sign(doc, i, '.') || is_sign(doc, i, ';') || is_sign(doc, i, ':') ||
		    has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS) ||
		    has_mark(doc, i, MARK_SAYS) || doc->covers[i].figure >= 0)
			return -1;
	}
	return -1;
}

/* So soon behind the figure its owner's possessive stands: "40 of its 44", "70% of its own plan". */
#define OWN_TOKENS 4

/* "The ministry has completed 40 of its 44 measures", "the committee reports 95% of its tasks done" */
static long owner(const struct document *doc, const struct figure *figure)
{
	size_t close = doc->sentences[doc->covers[figure->number].sentence].end;
	size_t end = figure->last + 1u + OWN_TOKENS;
	long own = find_mark(doc, figure->first, end < close ? end : close, MARK_OWN);
	long body = own < 0 ? -1 : find_mark(doc, figure->clause_first, figure->first, MARK_BODY);
	if (body < 0 || find_mark(doc, figure->clause_first, (size_t)body, MARK_ACCORDING) >= 0)
		return -1;
	/* "The ministry said 95% of its tasks were done": the programmes' */
	bool said = find_mark(doc, (size_t)body + 1, figure->first, MARK_SAYS) >= 0;
	return said && find_mark(doc, figure->last + 1u, figure->core_end, MARK_FINITE) >= 0 ? -1
	                                                                                     : body;
}

long find_charge(const struct document *doc, const struct figure *figure,
                 const struct target *target)
{
	const struct noun_phrase *np = &target->np;
	bool named = target->kind == TARGET_DIRECT || target->kind == TARGET_SUBJECT;
	size_t end = named && np->first > figure->last ? np->first : figure->last + 1u + OWN_TOKENS;
	size_t close = doc->sentences[doc->covers[figure->number].sentence].end;
	end = end > close && close > figure->last
	              ? close
	              : end; /* "… by 70%. The ministry is in charge of …" */
	/* "77%," the official answers: behind a sign it says nothing of the figure */
	for (size_t i = figure->last + 1u; !named && i < end; i++)
		end = i < doc->count && doc->tokens[i].kind == TOKEN_WORD ? end : i;
	long charge = find_mark(doc, figure->last + 1u, end, MARK_CHARGE);
	/* "The union programmes, which the ministry is in charge of, are 74% complete": all of them */
	if (charge < 0 && named && np->strength < 3 && !np->programme)
		charge = charge_behind(doc, np->last);
	return charge < 0 ? owner(doc, figure) : charge;
}

/* So soon behind a noun the words stand that say for when it was planned. */
#define DUE_TOKENS 6

long find_due(const struct document *doc, const struct figure *figure, const struct target *target)
{
	const struct noun_phrase *np = &target->np;
	if ((target->kind != TARGET_DIRECT && target->kind != TARGET_SUBJECT) ||
	    np->kind != NOUN_ACTIVITIES)
		return -1;
	for (size_t i = np->last + 1u; i < doc->count && i <= np->last + DUE_TOKENS;
	     i = past(doc, i)) {
		size_t next = past(doc, i);
		while (next < doc->count && has_mark(doc, next, MARK_FUNCTION) &&
		       doc->covers[next].date < 0)
			next = past(doc, next); /* "for the first quarter" */
		int32_t w = next < doc->count ? doc->covers[next].date : -1;
		bool done = has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS);
		if (done || is_sign(doc, i, '.') || doc->covers[i].figure >= 0 ||
		    has_mark(doc, i, MARK_SAYS))
			return -1;
		/* "the tasks planned for January", but "the tasks, as of 1 December" */
		bool longer = past(doc, i) > i + 1;
		bool whole = longer || (i > np->last + 1u && (has_mark(doc, i - 1, MARK_NEUTRAL) ||
		                                              has_mark(doc, i - 1, MARK_EXPECTED)));
		bool dated = w >= 0 ? !doc->whens[w].now && !doc->whens[w].same
		                    : longer && next < doc->count &&
		                              doc->tokens[next].kind == TOKEN_NUMBER;
		/* "the tasks planned for 2024-2026" are all there are */
		if (next < doc->count && package_at(doc, next))
			return -1;
		if (has_mark(doc, i, MARK_PLAN_FOR) && whole && dated)
			return figure->kind == FIGURE_COUNT && !figure->has_total ? -1 : (long)i;
	}
	return -1;
}

long find_field_before(const struct document *doc, const struct figure *figure,
                       const struct target *target)
{
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	size_t i = figure->core_first, first = i;
	if (target->np.programme || target->np.strength >= 3 || doc->focus.programme ||
	    figure->has_total)
		return -1;
	while (i < figure->first &&
	       (doc->tokens[i].kind == TOKEN_SIGN || has_mark(doc, i, MARK_CONJUNCTION)))
		i = past(doc, i);
	bool there = has_mark(doc, i, MARK_THERE);
	if (first == 0 || i == s->first ||
	    (!there && !is_sign(doc, first - 1u, ':') && !is_sign(doc, first, ':')))
		return -1;
	long rank = find_mark(doc, s->first, first, MARK_RANKS);
	long block = find_mark(doc, s->first, first, MARK_BLOCK);
	for (size_t k = s->first; k < first; k++) {
		enum noun kind = noun_at(doc, k).kind;
		if (kind == NOUN_PROGRAMMES || kind == NOUN_ACTIVITIES || package_at(doc, k) ||
		    has_mark(doc, k, MARK_ALL) || has_mark(doc, k, MARK_WHOLE))
			return -1;
	}
	/* "The head of the economic block explained: 80% of …": who says so */
	return rank >= 0 || there || (first >= 2 && has_mark(doc, first - 2u, MARK_BLOCK))
	               ? (block >= 0 ? block : rank)
	               : -1;
}

static bool is_one_of_ours(const struct document *doc, size_t i)
{
	enum noun kind = noun_at(doc, i).kind;
	return kind == NOUN_PROGRAMMES || kind == NOUN_ACTIVITIES || kind == NOUN_ALIAS ||
	       kind == NOUN_SINGLE || package_at(doc, i);
}

bool begins_with_papers(const struct document *doc, size_t comma)
{
	size_t first = doc->sentences[doc->covers[comma].sentence].first, i = first;
	bool papers = false;
	if (has_mark(doc, i, MARK_LINK) || find_mark(doc, first, comma, MARK_SAYS) >= 0 ||
	    find_mark(doc, first, comma, MARK_ACCORDING) >= 0)
		return false;
	for (; i < comma && !is_sign(doc, i, ','); i++) {
		if (doc->covers[i].date >= 0 || doc->covers[i].figure >= 0 ||
		    doc->tokens[i].kind == TOKEN_SIGN || has_mark(doc, i, MARK_FINITE))
			return false;
		papers |= noun_at(doc, i).kind == NOUN_FOREIGN;
	}
	for (size_t k = first; k < comma; k++) {
		if (is_one_of_ours(doc, k))
			return false;
	}
	return papers && i + 2 < comma;
}

/* So many points below the share before, one of "them" is no later state of it. */
#define PART_LEAST 20

bool is_part_of_share(const struct document *doc, size_t f)
{
	const struct figure *figure = &doc->figures[f], *before = figure - 1;
	size_t of = figure->last + 1u;
	if (f == 0 || before->kind != FIGURE_PERCENT || before->claim < 0 ||
	    figure->kind != FIGURE_PERCENT || !has_mark(doc, of, MARK_OUT_OF) ||
	    !has_mark(doc, past(doc, of), MARK_PRONOUN) ||
	    decimal_cmp(decimal_sub(before->value, figure->value), decimal_from_int(PART_LEAST)) <
	            0)
		return false;
	uint32_t sentence = doc->covers[figure->number].sentence;
	uint32_t apart = sentence - doc->covers[before->number].sentence;
	for (size_t i = doc->sentences[sentence].first; apart == 1 && i < figure->clause_end; i++) {
		if ((doc->covers[i].date >= 0 && !doc->whens[doc->covers[i].date].now) ||
		    is_one_of_ours(doc, i))
			return false; /* a state of another time, or of what is named here */
	}
	return apart <= 1;
}
