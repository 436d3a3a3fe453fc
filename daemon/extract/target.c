#include "target.h"

#include "adjunct.h"
#include "clauses.h"
#include "ellipsis.h"
#include "finding.h"
#include "naming.h"
#include "packages.h"
#include "scan.h"
#include "scope.h"
#include "topic.h"

static bool is_topical(const struct noun_phrase *np)
{
	return np->kind == NOUN_PROGRAMMES || np->kind == NOUN_ACTIVITIES ||
	       np->kind == NOUN_ALIAS || np->kind == NOUN_SINGLE;
}

/* Weak nouns ("the measures") need a text that speaks of the programmes. */
static bool is_acceptable(const struct document *doc, const struct noun_phrase *np)
{
	if (!is_topical(np) || is_ambiguous_union(doc, np->first))
		return false;
	if (np->kind == NOUN_ALIAS && np->strength < 2)
		return false;
	if (np->kind == NOUN_SINGLE && np->strength < 3)
		return doc->has_anchor && ((doc->focus.known && (doc->focus.programme ||
		                                                 field_before(doc, np->first))) ||
		                           presented_before(doc, np->first));
	return np->strength >= 2 || doc->has_anchor;
}

/* "All the measures", with no number: of what, their noun alone must say. */
static bool is_all_of(const struct document *doc, const struct noun_phrase *np)
{
	size_t i = np->first;
	while (i > 0 && doc->covers[i].figure < 0 &&
	       (has_mark(doc, i - 1, MARK_FUNCTION) || has_mark(doc, i - 1, MARK_ALL)))
		i = doc->covers[i - 1].first;
	int32_t f = doc->covers[i].figure;
	return f >= 0 && doc->figures[f].kind == FIGURE_ALL;
}

/* So far before the points whose deed they are may be said. */
#define DEED_TOKENS 40

/* "On the carrying out of the recommendations she said that nine of 14 points are done": whose points. */
static bool is_of_other_deed(const struct document *doc, const struct noun_phrase *np)
{
	size_t i = doc->sentences[doc->covers[np->first].sentence].first;
	if (np->first - i > DEED_TOKENS)
		i = np->first - DEED_TOKENS;
	for (bool deed = false; i < np->first; i = past(doc, i)) {
		if (deed && noun_at(doc, i).kind == NOUN_FOREIGN)
			return true;
		deed = has_mark(doc, i, MARK_STAGE_NOUN) ||
		       (deed && (has_mark(doc, i, MARK_NEUTRAL) || has_mark(doc, i, MARK_OUT_OF)));
	}
	return false;
}

static const char *accept(const struct document *doc, const struct noun_phrase *np,
                          enum target_kind kind, const char *rule, struct target *ret)
{
	if (np->kind == NOUN_BLOCK)
		return because(doc, np->first, np->last, OTHER_PART);
	if (!is_acceptable(doc, np))
		return because(doc, np->first, np->last, OTHER_THING);
	/* "of 332 measures 180": weak words, after other things, and a total that is nobody's. */
	if (np->strength == 1 && doc->foreign && ret->has_base && !np->programme &&
	    !package_of_total(doc, false, ret->base) && !package_of_total(doc, true, ret->base))
		return because(doc, np->first, np->last, OTHER_THING);
	if (np->strength == 1 && np->kind == NOUN_ACTIVITIES && is_of_other_deed(doc, np))
		return because(doc, np->first, np->last, OTHER_THING);
	/* "Belarus and Russia spoke of integration. All the measures to connect the grid were taken." */
	if (np->strength == 1 && doc->by_clues && kind == TARGET_DIRECT && is_all_of(doc, np))
		return because(doc, np->first, np->last, OTHER_THING);
	/* "The state programmes were reviewed. Of the 28 programmes 20 are done", and none of ours was named */
	if (doc->others_named && !doc->focus.known && is_ours_by_size(doc, np))
		return because(doc, np->first, np->last, OTHER_THING);
	if (np->strength == 1 && doc->foreign_programmes && !np->programme && !ret->has_base)
		return because(doc, np->first, np->last, OTHER_THING);
	ret->kind = kind;
	ret->np = *np;
	ret->rule = rule;
	return NULL;
}

/* A base right behind a figure is that figure's: "70% of the 28". */
static bool is_taken_base(const struct document *doc, size_t b)
{
	return b > 0 && !doc->figures[b - 1].total_only && !doc->figures[b - 1].reason &&
	       doc->figures[b].number > 0 &&
	       doc->covers[doc->figures[b - 1].number].sentence ==
	               doc->covers[doc->figures[b].number].sentence;
}

/* "They carry out 14 of the activities; 11 of them are done": some of them, of a number that is nobody's. */
static bool is_part(const struct document *doc, size_t f)
{
	const struct figure *whole = &doc->figures[f];
	size_t of = whole->last + 1u, next = past(doc, of);
	return has_mark(doc, of, MARK_OUT_OF) && !has_mark(doc, next, MARK_PRONOUN) &&
	       !package_of_total(doc, false, whole->value) &&
	       !package_of_total(doc, true, whole->value);
}

/* A number of activities that one package has. */
static bool is_known_whole(const struct document *doc, const struct figure *figure)
{
	return decimal_cmp(figure->value, decimal_from_int(100)) > 0 &&
	       package_of_total(doc, true, figure->value);
}

/* "The 28 programmes hold 993 activities, 755 are done": counted, and then said how many. */
static bool is_inventory(const struct document *doc, size_t b, const struct figure *figure)
{
	const struct figure *whole = &doc->figures[b];
	/* "There are 993 of them, and 741 are closed" */
	if (whole->reason && whole->claim < 0 && whole->kind == FIGURE_COUNT && !whole->has_total &&
	    figure->kind == FIGURE_COUNT && !figure->has_total && figure->bound == CLAIM_EXACT &&
	    is_known_whole(doc, whole) && decimal_cmp(whole->value, figure->value) > 0 &&
	    doc->covers[whole->number].sentence == doc->covers[figure->number].sentence &&
	    has_mark(doc, whole->last + 1u, MARK_OUT_OF) &&
	    has_mark(doc, past(doc, whole->last + 1u), MARK_PRONOUN))
		return stage_in(doc, figure->core_first, figure->core_end);
	return whole->reason == NO_PROGRESS && figure->kind == FIGURE_COUNT && !figure->has_total &&
	       doc->covers[whole->number].sentence == doc->covers[figure->number].sentence &&
	       decimal_cmp(whole->value, figure->value) >= 0;
}

/* "Of the 28, eight have been closed": a number that is nobody else's, with no noun. */
static struct noun_phrase noun_of_size(const struct document *doc, const struct figure *size)
{
	bool programmes = package_of_total(doc, false, size->value) != NULL;
	struct noun_phrase np = { .kind = NOUN_NONE };
	if (decimal_cmp(size->value, decimal_from_int(SIZE_LEAST)) < 0 ||
	    (!is_sign(doc, size->last + 1u, ',') && !has_mark(doc, size->last + 1u, MARK_LEVEL)) ||
	    (!programmes && !is_known_whole(doc, size)))
		return np;
	np = (struct noun_phrase){ .kind = programmes ? NOUN_PROGRAMMES : NOUN_ACTIVITIES,
		                   .strength = 1,
		                   .activities = !programmes,
		                   .first = size->number,
		                   .last = size->number_last };
	return np;
}

/* "Of the 28 programmes 17": the whole stands before the figure. */
static bool base_before(const struct document *doc, size_t f, struct target *ret,
                        struct noun_phrase *ret_np)
{
	if (f == 0)
		return false;
	const struct figure *figure = &doc->figures[f];
	size_t b = f - 1;
	if (is_inventory(doc, f - 1, figure)) {
		*ret_np = scan_right(doc, &doc->figures[b]).np;
		if (is_known_whole(doc, &doc->figures[b]) &&
		    (ret_np->kind == NOUN_NONE || ret_np->kind == NOUN_PRONOUN))
			*ret_np = (struct noun_phrase){ .kind = NOUN_ACTIVITIES,
				                        .activities = true,
				                        .strength = 1,
				                        .first = doc->figures[b].number,
				                        .last = doc->figures[b].number_last };
		ret->has_base = true;
		ret->base = doc->figures[b].value;
		ret->base_figure = (uint32_t)b;
		return ret_np->kind == NOUN_ACTIVITIES;
	}
	while (!figure->of_which && b > 0 && !doc->figures[b].total_only &&
	       doc->figures[b].claim < 0 &&
	       doc->covers[doc->figures[b].number].sentence == doc->covers[figure->number].sentence)
		b--;
	/* "Of the 1,000 measures in the 28 programmes": the measures are the whole. */
	while (b > 0 && doc->figures[b].total_only && doc->figures[b - 1].total_only &&
	       doc->covers[doc->figures[b - 1].number].sentence ==
	               doc->covers[figure->number].sentence &&
	       scan_right(doc, &doc->figures[b - 1]).np.kind == NOUN_ACTIVITIES)
		b--;
	const struct figure *base = &doc->figures[b];
	/* "Adopted in a package of 28, it is nearly done: 16 of its 17 points" */
	if (figure->has_total && decimal_cmp(figure->total, base->value) != 0)
		return false;
	if (!base->total_only ||
	    doc->covers[base->number].sentence != doc->covers[figure->number].sentence ||
	    (!figure->of_which &&
	     ((b + 1 == f && base->first < figure->clause_first) || is_taken_base(doc, b))))
		return false;
	struct scan scan = scan_right(doc, base);
	ret->has_base = true;
	ret->base = base->value;
	ret->base_figure = (uint32_t)b;
	*ret_np = scan.np;
	/* "Of 15 questions ten are settled" */
	size_t thing = base->last + 1u;
	bool things = has_mark(doc, thing, MARK_THING) && !has_mark(doc, thing, MARK_OFFICE) &&
	              !has_mark(doc, thing, MARK_ACTIVITIES) && doc->covers[thing].date < 0 &&
	              noun_at(doc, thing).kind == NOUN_NONE;
	if (scan.np.kind == NOUN_NONE && (scan.unknown || things))
		ret_np->kind = NOUN_FOREIGN;
	/* "The activities of the 28 programmes": they are the head. */
	size_t of = base->first;
	while (of > 0 && (has_mark(doc, of - 1, MARK_OUT_OF) || has_mark(doc, of - 1, MARK_ALL) ||
	                  has_mark(doc, of - 1, MARK_FUNCTION)))
		of = doc->covers[of - 1].first;
	if (scan.np.kind == NOUN_PROGRAMMES && of > 0 &&
	    noun_at(doc, of - 1).kind == NOUN_ACTIVITIES)
		*ret_np = noun_at(doc, of - 1);
	if (ret_np->kind == NOUN_NONE)
		*ret_np = noun_of_size(doc, base);
	return ret_np->kind != NOUN_NONE;
}

/* So soon behind the comma the noun follows of a figure that begins the sentence. */
#define HEADED_TOKENS 6

/* How far behind a figure its base may stand; one that a package is known by, twice as far. */
#define BASE_TOKENS 8

/* "eight programmes of the Union State of 28": nothing but owners stands between. */
static bool adjoins(const struct document *doc, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		if (!has_mark(doc, i, MARK_STATE) && !has_mark(doc, i, MARK_UNION) &&
		    !has_mark(doc, i, MARK_OUT_OF))
			return false;
	}
	return true;
}

/* "70% of the 28": a base behind the figure, inside its noun phrase. */
static void base_behind(const struct document *doc, size_t f, const struct noun_phrase *np,
                        struct target *ret)
{
	size_t b = f + 1;
	while (b < doc->figure_count &&
	       (doc->figures[b].apposed || doc->covers[doc->figures[b].number].date >= 0))
		b++;
	if (b >= doc->figure_count)
		return;
	const struct figure *base = &doc->figures[b];
	size_t behind = np->last > doc->figures[b - 1].last ? np->last : doc->figures[b - 1].last;
	bool known = package_of_total(doc, true, base->value) != NULL;
	if (!base->total_only || base->number > behind + (known ? 2u : 1u) * BASE_TOKENS ||
	    doc->covers[base->number].sentence != doc->covers[doc->figures[f].number].sentence)
		return;
	const struct figure *figure = &doc->figures[f];
	if (figure->kind == FIGURE_COUNT &&
	    (figure->has_total || decimal_cmp(base->value, figure->value) < 0))
		return;
	if (base->number < np->first && scan_right(doc, base).np.first != np->first)
		return;
	if (base->number > np->last && np->kind != NOUN_ACTIVITIES &&
	    np->last > doc->figures[f].last && !adjoins(doc, np->last + 1, base->first))
		return;
	ret->has_base = true;
	ret->base = base->value;
	ret->base_figure = (uint32_t)b;
}

/* N of M with no noun beside it: M may be a number that only the programmes have. */
static bool total_is_ours(const struct document *doc, const struct figure *figure,
                          struct noun_phrase *ret)
{
	if (!figure->has_total || !doc->has_anchor)
		return false;
	bool programmes = package_of_total(doc, false, figure->total) != NULL;
	if (!programmes && !package_of_total(doc, true, figure->total))
		return false;
	*ret = (struct noun_phrase){ .kind = programmes ? NOUN_PROGRAMMES : NOUN_ACTIVITIES,
		                     .strength = 1,
		                     .activities = !programmes,
		                     .first = figure->number,
		                     .last = figure->number_last };
	return true;
}

/* "70% is done" - so he spoke of the programmes: the noun stands outside the quotation. */
static bool is_said_of(const struct document *doc, const struct figure *figure, size_t noun)
{
	bool quoted = false;
	for (size_t i = figure->last + 1u; i < noun; i++)
		quoted |= is_sign(doc, i, '"');
	return quoted && (stage_in(doc, figure->core_first, figure->core_end) ||
	                  find_mark(doc, figure->core_first, figure->first, MARK_LEVEL) >= 0);
}

/* "At 82 per cent, the union programmes …", "Carried out by 70%, the programme …", "having stood at 78%, completion of the union programmes …" */
static bool heads_sentence(const struct document *doc, const struct figure *figure, size_t noun)
{
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	return figure->kind == FIGURE_PERCENT && figure->core_first == s->first &&
	       is_sign(doc, figure->core_end, ',') && noun > figure->core_end &&
	       noun <= figure->core_end + HEADED_TOKENS &&
	       (find_mark(doc, figure->core_first, figure->first, MARK_LEVEL) >= 0 ||
	        stage_in(doc, figure->core_first, figure->core_end));
}

/* "Completion stands at 81% on all 28 union programmes": behind a preposition, and what is told stands before. */
static bool is_linked(const struct document *doc, const struct figure *figure, size_t noun)
{
	size_t i = figure->last + 1u;
	if (!has_mark(doc, i, MARK_LINK) || !stage_in(doc, figure->core_first, figure->first))
		return false;
	for (i = past(doc, i); i < noun; i = past(doc, i)) {
		int32_t f = doc->covers[i].figure;
		if (!has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_ALL) &&
		    !has_mark(doc, i, MARK_NEUTRAL) && !has_mark(doc, i, MARK_UNION) &&
		    !(f >= 0 && (doc->figures[f].kind == FIGURE_ALL ||
		                 package_of_total(doc, false, doc->figures[f].value))))
			return false;
	}
	return true;
}

/* "Of the contracts signed since, 45% have been executed" */
static bool is_out_of_papers(const struct document *doc, size_t first)
{
	while (first > 0 && !has_mark(doc, first - 1, MARK_OUT_OF) &&
	       (has_mark(doc, first - 1, MARK_FUNCTION) || has_mark(doc, first - 1, MARK_NEUTRAL)))
		first = doc->covers[first - 1].first;
	return first > 0 && has_mark(doc, first - 1, MARK_OUT_OF);
}

/* "… of the 28 programmes, "by 70 per cent already fulfilled", the minister said": the noun right before. */
static bool opens_on_degree(const struct document *doc, const struct figure *figure,
                            struct noun_phrase *ret)
{
	size_t i = figure->first;
	while (i > 0 && has_mark(doc, i - 1, MARK_LINK))
		i = doc->covers[i - 1].first;
	if (figure->kind != FIGURE_PERCENT || i < 3 || !is_sign(doc, i - 1, '"') ||
	    !stage_in(doc, figure->last + 1u, figure->core_end))
		return false;
	i -= is_sign(doc, i - 2, ',') ? 3 : 2;
	*ret = noun_at(doc, i);
	return is_topical(ret) && ret->strength >= 2 &&
	       doc->covers[i].sentence == doc->covers[figure->number].sentence;
}

/* So long the name of a field may be in a list of them. */
#define FIELD_TOKENS 4

/*
 * "The Guidelines are carried out as follows: culture - 45%, sport - 38%": the name of a field
 * that no programme is called by, a dash and how far it is.
 */
static bool is_field_of_list(const struct document *doc, const struct figure *figure,
                             const struct noun_phrase *np)
{
	size_t dash = figure->first, i = dash > 0 ? dash - 1 : 0;
	bool strange = false;
	if (figure->kind != FIGURE_PERCENT || !is_sign(doc, i, '-') || !doc->tokens[i].spaced)
		return false;
	for (;
	     i > np->last + 1 && dash - i <= FIELD_TOKENS && doc->tokens[i - 1].kind == TOKEN_WORD;
	     i--) {
		if (!is_unknown(doc, i - 1) && !has_mark(doc, i - 1, MARK_CONJUNCTION))
			return false;
		if (is_unknown(doc, i - 1) && looks_like_verb(doc, i - 1))
			return false;
		strange |= is_unknown(doc, i - 1);
	}
	return strange && i > np->last + 1 &&
	       (is_sign(doc, i - 1, ':') || is_sign(doc, i - 1, ',') || is_sign(doc, i - 1, ';'));
}

/* "The activities of the other programmes are 70% done" */
static bool is_of_others(const struct document *doc, const struct noun_phrase *np)
{
	size_t i = np->last + 1;
	while (has_mark(doc, i, MARK_OUT_OF) ||
	       (has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_FINITE)))
		i = past(doc, i);
	return np->kind == NOUN_ACTIVITIES && is_of_rest(doc, i) &&
	       noun_at(doc, past(doc, i)).kind == NOUN_PROGRAMMES;
}

/* A noun of ours before the figure: what it is of, unless the words around say otherwise. */
static const char *of_noun_before(const struct document *doc, size_t f, const struct scan *scan,
                                  struct noun_phrase *np, struct target *ret)
{
	const struct figure *figure = &doc->figures[f];
	bool staged = stage_in(doc, figure->clause_first, figure->first);
	/* "Under the union programme 81% of disputes were settled": behind a preposition it is no subject */
	bool adjunct = figure->kind == FIGURE_PERCENT && scan->end == figure->last + 1u &&
	               np->first > 0 && has_mark(doc, np->first - 1, MARK_LINK) &&
	               !has_mark(doc, np->first - 1, MARK_OUT_OF) &&
	               !doc->tokens[scan->end].capital && !looks_like_verb(doc, scan->end);
	if (scan->unknown && (!staged || adjunct))
		return because_of(doc, scan->end, OTHER_THING);
	/* "In defence, plans are fulfilled"; but "The draft report puts the share of activities at 49%" */
	size_t from = figure->clause_first;
	for (size_t i = np->first; i > from; i--) {
		if ((has_mark(doc, i - 1, MARK_LEVEL) || has_mark(doc, i - 1, MARK_SAYS)) &&
		    find_mark(doc, from, i - 1, MARK_DOCUMENT) >= 0)
			from = i;
	}
	/* "As the deputy head of the territorial office said, the programme is 85% done" */
	if (np->first >= figure->core_first &&
	    find_mark(doc, from, figure->core_first, MARK_SAYS) >= 0)
		from = figure->core_first;
	for (size_t i = from; i < np->first && np->strength == 1; i++) {
		if (noun_at(doc, i).kind == NOUN_FOREIGN)
			return because_of(doc, i, OTHER_THING);
	}
	if (np->last < figure->core_first && begins_with_thing(doc, figure))
		return because_of(doc, figure->core_first, OTHER_THING);
	take_qualified_head(doc, figure, np);
	if (is_field_of_list(doc, figure, np))
		return OTHER_PART;
	if (is_confined(doc, figure, np))
		return OTHER_PART;
	is_of_member(doc, figure, np);
	if (is_one_of_them(doc, figure, np))
		return OTHER_PART;
	if (is_mere_adjunct(doc, figure, np) ||
	    ((np->bare || (np->first > 0 && has_mark(doc, np->first - 1, MARK_LINK))) &&
	     names_another_whole(doc, figure)))
		return OTHER_THING;
	if (figure->kind == FIGURE_PERCENT &&
	    (is_of_few(doc, np) || is_of_others(doc, np) ||
	     (!np->programme && is_degree_of_rest(doc, figure, np->first, np->last + 1))))
		return OTHER_PART;
	base_behind(doc, f, np, ret);
	return accept(doc, np, TARGET_SUBJECT, "the noun before the figure", ret);
}

/* The noun before the figure, or, behind a predicate, after it. */
static const char *around(const struct document *doc, size_t f, const struct scan *scan,
                          struct target *ret, bool *ret_found)
{
	const struct figure *figure = &doc->figures[f];
	struct noun_phrase np = scan_left(doc, figure, figure->core_first);
	*ret_found = true;
	if (np.kind == NOUN_NONE && unknown_in_core(doc, figure) == 0 &&
	    (find_mark(doc, figure->core_first, figure->core_end, MARK_REST) >= 0 ||
	     figure->is_all) &&
	    stage_in(doc, figure->core_first, figure->core_end) && !scan->unknown)
		return elliptic(doc, figure, ret);
	if (np.kind == NOUN_NONE && opens_on_degree(doc, figure, &np)) {
		base_behind(doc, f, &np, ret);
		return accept(doc, &np, TARGET_SUBJECT, "the noun before the quotation", ret);
	}
	bool pure = np.kind == NOUN_NONE && unknown_in_core(doc, figure) == 0;
	if (np.kind == NOUN_NONE && is_of_stranger(doc, figure))
		return because_of(doc, figure->core_first - 2u, OTHER_THING);
	/* "As the note to the session says, in January it was 68%": what the source is named by is no rival. */
	bool sourced = np.kind != NOUN_NONE &&
	               has_mark(doc, figure->clause_first, MARK_ACCORDING) &&
	               figure->core_first > figure->clause_first;
	if ((np.kind == NOUN_NONE || np.kind == NOUN_FIGURE || np.kind == NOUN_PRONOUN) && !sourced)
		np = scan_left(doc, figure, figure->clause_first);
	/* "Counting only papers in force, 60% is done": papers are no rival for an ellipsis. */
	if (pure && np.kind == NOUN_FOREIGN && has_mark(doc, np.last, MARK_DOCUMENT) &&
	    !is_out_of_papers(doc, np.first) && stage_in(doc, figure->core_first, figure->core_end))
		return elliptic(doc, figure, ret);
	if (np.kind == NOUN_FOREIGN)
		return because(doc, np.first, np.last, OTHER_THING);
	if (np.kind == NOUN_BLOCK)
		return because(doc, np.first, np.last, OTHER_PART);
	if (is_topical(&np))
		return of_noun_before(doc, f, scan, &np, ret);
	for (size_t i = figure->last + 1u; np.kind == NOUN_NONE && i < figure->clause_end; i++) {
		struct noun_phrase right = noun_at(doc, i);
		if (right.kind == NOUN_FOREIGN)
			break;
		if (is_topical(&right) && right.strength >= 2 &&
		    (stage_in(doc, figure->last + 1u, i) || (pure && is_linked(doc, figure, i)) ||
		     (pure && is_said_of(doc, figure, i)) ||
		     (pure && heads_sentence(doc, figure, i))))
			return is_mere_adjunct(doc, figure, &right) ||
			                       is_of_strange_subject(doc, figure)
			               ? OTHER_THING
			               : accept(doc, &right, TARGET_SUBJECT,
			                        "the noun after the predicate", ret);
	}
	*ret_found = false;
	return NULL;
}

/* The noun behind the figure, where the way to it met one of any kind. */
static const char *accept_noun(const struct document *doc, size_t f, const struct noun_phrase *np,
                               struct target *ret)
{
	const struct figure *figure = &doc->figures[f];
	/* "by the ministry's line 90% of the measures are done" */
	if (is_topical(np) && is_confined(doc, figure, np)) {
		ret->np = *np;
		return OTHER_PART;
	}
	/* "Trade stands at 80% of the plan", but "ministers noted that" */
	long said = find_mark_before(doc, figure->core_first, figure->first, MARK_SAYS);
	size_t from = said < 0 ? figure->core_first : (size_t)said;
	for (size_t i = from; np->strength == 1 && i < figure->first; i++) {
		if (noun_at(doc, i).kind == NOUN_FOREIGN && has_mark(doc, i, MARK_FOREIGN))
			return because_of(doc, i, OTHER_THING);
	}
	base_behind(doc, f, np, ret);
	return accept(doc, np, TARGET_DIRECT, "the noun of the figure", ret);
}

/* What its place in a table or a list, or one word before it, says that it is of. */
static bool is_told_by_place(const struct document *doc, const struct figure *figure,
                             struct target *ret, const char **ret_reason)
{
	if (figure->cell) {
		*ret = (struct target){ .kind = TARGET_DIRECT,
			                .np = figure->cell->np,
			                .has_stage = true,
			                .stage = figure->cell->stage,
			                .rule = "its row and column of the table" };
		return true;
	}
	if (figure->listed) {
		struct noun_phrase np = { .kind = NOUN_ALIAS,
			                  .strength = 3,
			                  .first = figure->first,
			                  .last = figure->last,
			                  .programme = figure->listed };
		*ret_reason = accept(doc, &np, TARGET_DIRECT, "its place in the list", ret);
		return true;
	}
	ret->np.programme = one_by_word(doc, figure);
	ret->kind = ret->np.programme ? TARGET_ELLIPSIS : TARGET_DIRECT;
	ret->rule = "the one that the word before it is of";
	return ret->np.programme != NULL;
}

const char *find_target(const struct document *doc, size_t f, struct target *ret)
{
	const struct figure *figure = &doc->figures[f];
	struct scan scan = scan_right(doc, figure);
	struct noun_phrase np;
	const char *reason = NULL;
	bool found;
	*ret = (struct target){ .kind = TARGET_DIRECT };
	if (is_told_by_place(doc, figure, ret, &reason))
		return reason;
	np = noun_of_which(doc, figure);
	if (np.kind != NOUN_NONE)
		return accept(doc, &np, TARGET_DIRECT, "what its pronoun stands for", ret);
	if (is_of_plan_before(doc, figure) || begins_in_region(doc, figure) ||
	    is_there(doc, figure) || is_of_block_with_aside(doc, figure) || is_all_of_some(doc, f))
		return OTHER_PART;
	if (core_before_parenthesis(doc, figure) == figure->core_first &&
	    is_of_foreign_antecedent(doc, figure))
		return because(doc, figure->core_first, figure->core_first, OTHER_THING);
	bool of_them = has_mark(doc, figure->last + 1u, MARK_OUT_OF) &&
	               has_mark(doc, past(doc, figure->last + 1u), MARK_PRONOUN);
	if ((of_them || figure->of_which) && f > 0 && figure[-1].kind == FIGURE_COUNT &&
	    figure[-1].claim < 0 && !figure[-1].has_total && is_part(doc, f - 1) &&
	    doc->covers[figure[-1].number].sentence == doc->covers[figure->number].sentence)
		return OTHER_PART;
	if (figure->of_which && base_before(doc, f, ret, &np))
		return accept(doc, &np, TARGET_DIRECT, "the whole before the figure", ret);
	if (figure->apposed && f > 0 && !is_topical(&scan.np)) {
		size_t before = f - 1;
		while (before > 0 && doc->figures[before].total_only)
			before--;
		if (doc->figures[before].has_target) {
			*ret = doc->figures[before].target;
			ret->has_base = figure->kind == FIGURE_COUNT && ret->has_base;
			ret->rule = "says the figure before in another way";
			return NULL;
		}
	}
	*ret = (struct target){ .kind = TARGET_DIRECT };
	/* "93 of the 310 in the Guidelines, or exactly 30 per cent" */
	if (has_mark(doc, figure->core_first, MARK_OR) && scan.np.kind == NOUN_NONE &&
	    !scan.unknown && works_out(doc, figure, &ret->stage))
		return elliptic(doc, figure, ret);
	if (is_topical(&scan.np) || scan.np.kind == NOUN_FOREIGN || scan.np.kind == NOUN_BLOCK)
		return accept_noun(doc, f, &scan.np, ret);
	size_t next = figure->last + 1u;
	while (next < figure->clause_end && has_mark(doc, next, MARK_FUNCTION))
		next = past(doc, next);
	if (next < figure->clause_end && has_mark(doc, next, MARK_SAYS) &&
	    scan.np.kind == NOUN_NONE)
		return WHO_THINKS;
	if (base_before(doc, f, ret, &np)) {
		if (trails_block(doc, figure, &np))
			return OTHER_PART;
		is_of_member(doc, figure, &np);
		return accept(doc, &np, TARGET_DIRECT, "the whole before the figure", ret);
	}
	if (scan.unknown && (figure->kind == FIGURE_COUNT || scan.after_of))
		return because_of(doc, scan.end, OTHER_THING);
	if (contrasted(doc, figure))
		return elliptic(doc, figure, ret);
	reason = around(doc, f, &scan, ret, &found);
	if (found)
		return reason;
	if (total_is_ours(doc, figure, &np))
		return accept(doc, &np, TARGET_DIRECT, "the total", ret);
	return elliptic(doc, figure, ret);
}
