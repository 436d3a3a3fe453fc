#include "target.h"

#include "adjunct.h"
#include "finding.h"
#include "naming.h"
#include "scan.h"

#define OTHER_THING "counts something else"
#define NO_TOPIC "nothing says what it is of"

/* For how many sentences a topic carries an ellipsis. */
#define FOCUS_SENTENCES 2

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
		return doc->has_anchor && doc->focus.known && doc->focus.programme;
	return np->strength >= 2 || doc->has_anchor;
}

/* The end of what tells in a core: behind figure and stage only complements follow. */
static size_t telling_end(const struct document *doc, const struct figure *figure)
{
	for (size_t i = figure->last + 1u; i < figure->core_end; i++) {
		if (has_mark(doc, i, MARK_COMPLETED) || has_mark(doc, i, MARK_PROGRESS))
			return past(doc, i) < figure->core_end ? past(doc, i) : figure->core_end;
	}
	return figure->core_end;
}

size_t unknown_in_core(const struct document *doc, const struct figure *figure)
{
	size_t n = 0, end = telling_end(doc, figure);
	bool source = false; /* "by the count of independent economists – a third": who says so */
	for (size_t i = figure->core_first; i < end; i++) {
		source |= has_mark(doc, i, MARK_ACCORDING);
		source &= i < figure->first && doc->tokens[i].kind != TOKEN_SIGN;
		if (source)
			continue;
		bool name = doc->tokens[i].capital && !doc->tokens[i].line &&
		            i > doc->sentences[doc->covers[i].sentence].first;
		n += is_unknown(doc, i) && !name;
	}
	return n;
}

static bool core_has_noun(const struct document *doc, const struct figure *figure, enum noun kind)
{
	for (size_t i = figure->core_first; i < figure->core_end; i++) {
		if (noun_at(doc, i).kind == kind)
			return true;
	}
	return false;
}

/* "The share of fakes, by one estimate, fell to 4%": where the words before the aside begin, or the core. */
static size_t behind_aside(const struct document *doc, const struct figure *figure)
{
	size_t first = figure->core_first;
	for (int stretches = 0; stretches < 2 && first > figure->clause_first; stretches++) {
		if (!is_sign(doc, first - 1, ','))
			return stretches ? first : figure->core_first;
		first--;
		while (first > figure->clause_first && doc->tokens[first - 1].kind != TOKEN_SIGN)
			first--;
	}
	return first;
}

/* "The share of goods", "доля товаров": a share of something that nobody knows. */
static bool names_another_whole(const struct document *doc, const struct figure *figure)
{
	for (size_t i = behind_aside(doc, figure); i < figure->number; i = past(doc, i)) {
		if (noun_at(doc, i).kind != NOUN_FIGURE)
			continue;
		size_t next = past(doc, i);
		for (int steps = 0; next < figure->number && steps < 4;
		     steps++, next = past(doc, next)) {
			if (is_unknown(doc, next))
				return true;
			if (!has_mark(doc, next, MARK_OUT_OF) &&
			    !has_mark(doc, next, MARK_NEUTRAL) &&
			    !has_mark(doc, next, MARK_OFFICE) &&
			    !(steps == 0 && has_mark(doc, next, MARK_FUNCTION)))
				break;
		}
	}
	return false;
}

static bool stage_in(const struct document *doc, size_t first, size_t end)
{
	return find_mark(doc, first, end, MARK_COMPLETED) >= 0 ||
	       find_mark(doc, first, end, MARK_PROGRESS) >= 0;
}

/* "Energy 45%, overall 85%": the talk is of all of them again. */
static bool is_of_whole(const struct document *doc, const struct figure *figure)
{
	return find_mark(doc, figure->core_first, figure->core_end, MARK_WHOLE) >= 0;
}

/* Is a part of the programmes named earlier in the sentence? */
static bool names_part_before(const struct document *doc, const struct figure *figure)
{
	size_t i = doc->sentences[doc->covers[figure->number].sentence].first;
	for (; i < figure->first; i++) {
		if (noun_at(doc, i).kind == NOUN_BLOCK && noun_at(doc, i).strength == 3)
			return true;
	}
	return false;
}

/* Does the figure stand in a list that the sentence, or a line before, has introduced? */
static bool is_in_list(const struct document *doc, const struct figure *figure)
{
	uint32_t index = doc->covers[figure->number].sentence;
	const struct sentence *s = &doc->sentences[index];
	for (size_t i = s->first; i < figure->first; i++) {
		if (is_sign(doc, i, ':'))
			return doc->focus.sentence == index;
	}
	return index > 0 && doc->tokens[s->first].line && is_sign(doc, s->first - 1u, ':');
}

/* "Completion of the union programmes by field: tourism - 92%, …": a name, the figure, and no word more. */
static const struct programme *list_item(const struct document *doc, const struct figure *figure)
{
	bool all;
	size_t first = figure->first, last = first;
	if (!is_in_list(doc, figure))
		return NULL;
	while (first > figure->clause_first && !is_sign(doc, first - 1, ':') &&
	       !is_sign(doc, first - 1, ',') && !is_sign(doc, first - 1, ';') &&
	       !doc->tokens[first].line)
		first--;
	while (last > first &&
	       (doc->tokens[last - 1].kind == TOKEN_SIGN || has_mark(doc, last - 1, MARK_LEVEL)))
		last--;
	for (size_t i = figure->last + 1u; i < figure->core_end; i++) {
		if (is_unknown(doc, i))
			return NULL;
	}
	for (size_t i = first; i < last; i++) {
		int32_t alias = doc->covers[i].alias;
		const struct programme *named = alias < 0 ? NULL
		                                          : doc->aliases[alias].name->programme;
		if (named && doc->aliases[alias].first <= first + 1u &&
		    doc->aliases[alias].last + 1u >= last)
			return named;
	}
	const struct programme *programme = find_named(doc, first, last, &all);
	return all ? programme : NULL;
}

/* "… 54%; for oil and oil products 88%": the name of another programme is all there is. */
static const struct programme *contrasted(const struct document *doc, const struct figure *figure)
{
	bool all;
	const struct programme *programme = NULL;
	uint32_t sentence = doc->covers[figure->number].sentence;
	bool percent = figure->kind == FIGURE_PERCENT ||
	               (figure->kind == FIGURE_COUNT && !figure->has_total && doc->focus.has_unit &&
	                doc->focus.unit == CLAIM_PERCENT) ||
	               (figure->kind == FIGURE_COUNT && figure->has_total && doc->focus.programme &&
	                doc->focus.measure == CLAIM_ACTIVITIES);
	if (!doc->focus.known || doc->foreign || sentence - doc->focus.sentence > 1 || !percent ||
	    is_of_whole(doc, figure) || core_has_noun(doc, figure, NOUN_ACTIVITIES) ||
	    core_has_noun(doc, figure, NOUN_PROGRAMMES))
		return NULL;
	const struct sentence *s = &doc->sentences[sentence];
	bool staged = doc->focus.has_stage ||
	              (doc->focus.programme && sentence == doc->focus.sentence &&
	               stage_in(doc, s->first, figure->first));
	if (!doc->focus.has_stage || !doc->focus.programme)
		programme = list_item(doc, figure);
	if (programme || !staged)
		return programme;
	/* "The union programmes are 70% done; customs 83%" */
	if (!doc->focus.programme &&
	    (sentence != doc->focus.sentence || core_has_noun(doc, figure, NOUN_FOREIGN)))
		return NULL;
	for (size_t i = figure->core_first; i < figure->first; i++) {
		int32_t alias = doc->covers[i].alias;
		if (alias >= 0 && doc->aliases[alias].name->programme)
			return doc->aliases[alias].name->programme;
	}
	programme = find_named(doc, figure->core_first, figure->first, &all);
	/* "against 88% for the one on labelling" */
	if (has_mark(doc, figure->last + 1u, MARK_LINK)) {
		const struct programme *behind = find_named(doc, figure->last + 1u,
		                                            figure->core_end, &all);
		if (behind && all)
			return behind;
	}
	size_t unknown = 0;
	for (size_t i = figure->core_first; i < figure->core_end; i++)
		unknown += i > figure->first && is_unknown(doc, i);
	return programme && all && unknown == 0 ? programme : NULL;
}

/* "The others are 70% done": a degree of a part; "the other 30% are under way" is a share. */
static bool is_degree_of_rest(const struct document *doc, const struct figure *figure, size_t first,
                              size_t end)
{
	if (figure->kind != FIGURE_PERCENT ||
	    find_mark(doc, figure->core_first, figure->core_end, MARK_PROGRESS) >= 0)
		return false;
	for (size_t i = first; i < end; i++) {
		if (is_of_rest(doc, i) && past(doc, i) != figure->first)
			return true;
		if (has_mark(doc, i, MARK_SO_MANY))
			return true; /* "as many more are half done" */
	}
	return false;
}

/* The word between the commas around a figure that speaks against an ellipsis: the first such. */
static size_t strange_in_core(const struct document *doc, const struct figure *figure)
{
	for (size_t i = figure->core_first; i < figure->core_end; i++) {
		if (noun_at(doc, i).kind == NOUN_FOREIGN || is_unknown(doc, i))
			return i;
	}
	return figure->number;
}

/* "Now it is 80": only where the talk is still of the programmes, and nothing else is named. */
static const char *elliptic(const struct document *doc, const struct figure *figure,
                            struct target *ret)
{
	uint32_t sentence = doc->covers[figure->number].sentence;
	bool anaphor = core_has_noun(doc, figure, NOUN_FIGURE) ||
	               core_has_noun(doc, figure, NOUN_PRONOUN);
	bool rest = find_mark(doc, figure->core_first, figure->core_end, MARK_REST) >= 0;
	bool staged = find_mark(doc, figure->core_first, figure->core_end, MARK_COMPLETED) >= 0 ||
	              find_mark(doc, figure->core_first, figure->core_end, MARK_PROGRESS) >= 0;
	size_t allowed = anaphor ? 1 : staged && rest ? 1 : 0;
	if (names_another_whole(doc, figure))
		return OTHER_THING;
	if (is_degree_of_rest(doc, figure, figure->core_first, figure->first) ||
	    (!is_of_whole(doc, figure) && core_has_noun(doc, figure, NOUN_BLOCK)))
		return OTHER_PART;
	const struct programme *contrast = contrasted(doc, figure);
	if (contrast) {
		ret->kind = TARGET_ELLIPSIS;
		ret->np.programme = contrast;
		ret->rule = "another programme in the same list";
		return NULL;
	}
	ret->whole = is_of_whole(doc, figure);
	if ((!doc->focus.known || sentence - doc->focus.sentence > FOCUS_SENTENCES) &&
	    !(ret->whole && names_part_before(doc, figure)))
		return NO_TOPIC;
	/* "The best is industry (45%)": the name of a field that no programme is named by */
	for (size_t i = figure->core_first; i < figure->first; i++) {
		int32_t alias = doc->covers[i].alias;
		if (alias >= 0 && doc->aliases[alias].name->programme &&
		    doc->aliases[alias].name->programme != doc->focus.programme)
			return NO_TOPIC;
	}
	if (doc->foreign && !(ret->whole && doc->figures[doc->foreign_figure].reason == OTHER_PART))
		return because(doc, doc->figures[doc->foreign_figure].first,
		               doc->figures[doc->foreign_figure].last,
		               "the talk has turned to something else");
	if (is_its_of_another(doc, figure) || has_strange_subject(doc, figure))
		return NO_TOPIC;
	if (core_has_noun(doc, figure, NOUN_FOREIGN) || unknown_in_core(doc, figure) > allowed)
		return because_of(doc, strange_in_core(doc, figure), NO_TOPIC);
	if (doc->single && sentence - doc->single_sentence <= 1 &&
	    has_mark(doc, figure->core_first, MARK_ITS))
		ret->np.programme = doc->single;
	ret->kind = anaphor ? TARGET_ANAPHOR : TARGET_ELLIPSIS;
	ret->rule = anaphor ? "refers back" : "ellipsis";
	return NULL;
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

/* "The 28 programmes hold 993 activities, 755 are done": counted, and then said how many. */
static bool is_inventory(const struct document *doc, size_t b, const struct figure *figure)
{
	const struct figure *whole = &doc->figures[b];
	return whole->reason == NO_PROGRESS && figure->kind == FIGURE_COUNT && !figure->has_total &&
	       doc->covers[whole->number].sentence == doc->covers[figure->number].sentence &&
	       decimal_cmp(whole->value, figure->value) >= 0;
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
	if (scan.np.kind == NOUN_NONE && scan.unknown)
		ret_np->kind = NOUN_FOREIGN;
	/* "The activities of the 28 programmes": they are the head. */
	size_t of = base->first;
	while (of > 0 && (has_mark(doc, of - 1, MARK_OUT_OF) || has_mark(doc, of - 1, MARK_ALL) ||
	                  has_mark(doc, of - 1, MARK_FUNCTION)))
		of = doc->covers[of - 1].first;
	if (scan.np.kind == NOUN_PROGRAMMES && of > 0 &&
	    noun_at(doc, of - 1).kind == NOUN_ACTIVITIES)
		*ret_np = noun_at(doc, of - 1);
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
	bool pure = np.kind == NOUN_NONE && unknown_in_core(doc, figure) == 0;
	if (np.kind == NOUN_NONE && is_of_stranger(doc, figure))
		return because_of(doc, figure->core_first - 2u, OTHER_THING);
	if (np.kind == NOUN_NONE || np.kind == NOUN_FIGURE || np.kind == NOUN_PRONOUN)
		np = scan_left(doc, figure, figure->clause_first);
	/* "Counting only papers in force, 60% is done": papers are no rival for an ellipsis. */
	if (pure && np.kind == NOUN_FOREIGN && has_mark(doc, np.last, MARK_DOCUMENT) &&
	    stage_in(doc, figure->core_first, figure->core_end))
		return elliptic(doc, figure, ret);
	if (np.kind == NOUN_FOREIGN)
		return because(doc, np.first, np.last, OTHER_THING);
	if (np.kind == NOUN_BLOCK)
		return because(doc, np.first, np.last, OTHER_PART);
	if (is_topical(&np)) {
		bool staged = stage_in(doc, figure->clause_first, figure->first);
		if (scan->unknown && !staged)
			return because_of(doc, scan->end, OTHER_THING);
		/* "In defence, plans are fulfilled" */
		for (size_t i = figure->clause_first; i < np.first && np.strength == 1; i++) {
			if (noun_at(doc, i).kind == NOUN_FOREIGN)
				return because_of(doc, i, OTHER_THING);
		}
		take_qualified_head(doc, figure, &np);
		if (is_confined(doc, figure, &np))
			return OTHER_PART;
		is_of_member(doc, figure, &np);
		if (is_mere_adjunct(doc, figure, &np) ||
		    ((np.bare || (np.first > 0 && has_mark(doc, np.first - 1, MARK_LINK))) &&
		     names_another_whole(doc, figure)))
			return OTHER_THING;
		if (figure->kind == FIGURE_PERCENT &&
		    (is_of_few(doc, &np) || is_degree_of_rest(doc, figure, np.first, np.last + 1)))
			return OTHER_PART;
		base_behind(doc, f, &np, ret);
		return accept(doc, &np, TARGET_SUBJECT, "the noun before the figure", ret);
	}
	for (size_t i = figure->last + 1u; np.kind == NOUN_NONE && i < figure->clause_end; i++) {
		struct noun_phrase right = noun_at(doc, i);
		if (right.kind == NOUN_FOREIGN)
			break;
		if (is_topical(&right) && right.strength >= 2 &&
		    (stage_in(doc, figure->last + 1u, i) || (pure && is_said_of(doc, figure, i)) ||
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

const char *find_target(const struct document *doc, size_t f, struct target *ret)
{
	const struct figure *figure = &doc->figures[f];
	struct scan scan = scan_right(doc, figure);
	struct noun_phrase np;
	bool found;
	*ret = (struct target){ .kind = TARGET_DIRECT };
	if (figure->listed) {
		np = (struct noun_phrase){ .kind = NOUN_ALIAS,
			                   .strength = 3,
			                   .first = figure->first,
			                   .last = figure->last,
			                   .programme = figure->listed };
		return accept(doc, &np, TARGET_DIRECT, "its place in the list", ret);
	}
	if (is_of_foreign_antecedent(doc, figure))
		return because(doc, figure->core_first, figure->core_first, OTHER_THING);
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
	if (is_topical(&scan.np) || scan.np.kind == NOUN_FOREIGN || scan.np.kind == NOUN_BLOCK) {
		/* "by the ministry's line 90% of the measures are done" */
		if (is_topical(&scan.np) && is_confined(doc, figure, &scan.np)) {
			ret->np = scan.np;
			return OTHER_PART;
		}
		/* "Trade stands at 80% of the plan" */
		for (size_t i = figure->core_first; scan.np.strength == 1 && i < figure->first;
		     i++) {
			if (noun_at(doc, i).kind == NOUN_FOREIGN && has_mark(doc, i, MARK_FOREIGN))
				return because_of(doc, i, OTHER_THING);
		}
		base_behind(doc, f, &scan.np, ret);
		return accept(doc, &scan.np, TARGET_DIRECT, "the noun of the figure", ret);
	}
	size_t next = figure->last + 1u;
	while (next < figure->clause_end && has_mark(doc, next, MARK_FUNCTION))
		next = past(doc, next);
	if (next < figure->clause_end && has_mark(doc, next, MARK_SAYS) &&
	    scan.np.kind == NOUN_NONE)
		return WHO_THINKS;
	if (base_before(doc, f, ret, &np)) {
		is_of_member(doc, figure, &np);
		return accept(doc, &np, TARGET_DIRECT, "the whole before the figure", ret);
	}
	if (scan.unknown && (figure->kind == FIGURE_COUNT || scan.after_of))
		return because_of(doc, scan.end, OTHER_THING);
	if (contrasted(doc, figure))
		return elliptic(doc, figure, ret);
	const char *reason = around(doc, f, &scan, ret, &found);
	if (found)
		return reason;
	if (total_is_ours(doc, figure, &np))
		return accept(doc, &np, TARGET_DIRECT, "the total", ret);
	return elliptic(doc, figure, ret);
}
