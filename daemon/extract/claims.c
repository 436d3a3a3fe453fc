/* The walk over the text, sentence by sentence, with memory of what was spoken of. */
#include <string.h>

#include "finding.h"
#include "naming.h"
#include "packages.h"
#include "questions.h"
#include "rows.h"
#include "scope.h"
#include "totals.h"

/* From here on "N measures" may be all there are. */
#define WHOLE_LEAST 10

/* "29 state programmes": a foreign noun that is one of programmes, and counted. */
static bool names_programmes(const struct document *doc, size_t i)
{
	size_t first = noun_at(doc, i).first;
	return has_mark(doc, i, MARK_PROGRAMMES) ||
	       (first > 0 && doc->covers[first - 1].figure >= 0 && !is_clock(doc, first - 1));
}

/* Does the sentence name another programme, too? */
static bool has_rival_name(const struct document *doc, size_t i, const struct programme *programme)
{
	const struct sentence *s = &doc->sentences[doc->covers[i].sentence];
	for (size_t k = s->first; k < s->end; k++) {
		int32_t alias = doc->covers[k].alias;
		const struct programme *other = alias < 0 ? NULL
		                                          : doc->aliases[alias].name->programme;
		if (other && other != programme)
			return true;
	}
	return false;
}

/* "The agrarian policy, also a union programme, …" */
static bool is_called_programme(const struct document *doc, uint32_t sentence)
{
	const struct sentence *s = &doc->sentences[sentence];
	return find_mark(doc, s->first, s->end, MARK_PROGRAMME) >= 0 &&
	       find_mark(doc, s->first, s->end, MARK_PROGRAMMES) < 0;
}

/* "One respondent in six": as good as a percentage of something else. */
static bool is_share_of_others(const struct document *doc, const struct figure *figure)
{
	size_t in = past(doc, past(doc, figure->last));
	return figure->reason && has_mark(doc, in, MARK_IN_EACH) && past(doc, in) < doc->count &&
	       doc->covers[past(doc, in)].figure >= 0;
}

/* "One respondent in seven has heard of the programmes": the clause of another thing's figure names ours. */
static bool is_beside_foreign(const struct document *doc, size_t i)
{
	const struct sentence *s = &doc->sentences[doc->covers[i].sentence];
	for (size_t k = i; k > s->first; k--) {
		int32_t f = doc->covers[k - 1].figure;
		if (f >= 0)
			return doc->figures[f].reason && !doc->figures[f].total_only;
		if (doc->tokens[k - 1].kind == TOKEN_SIGN)
			break;
	}
	return false;
}

/* "Programme: …", the first line of a record. */
static bool begins_record(const struct document *doc, size_t i)
{
	const struct sentence *s = &doc->sentences[doc->covers[i].sentence];
	return has_mark(doc, i, MARK_PROGRAMME) && !has_mark(doc, i, MARK_PROGRAMMES) &&
	       doc->covers[i].first <= s->first + 1u && is_sign(doc, past(doc, i), ':');
}

/* "Programme: currency regulation.": what the colon names, and nothing else; or NULL. */
static const struct programme *named_by_record(const struct document *doc, size_t i)
{
	const struct sentence *s = &doc->sentences[doc->covers[i].sentence];
	size_t colon = past(doc, i), end = s->end;
	bool all;
	while (end > colon && doc->tokens[end - 1].kind == TOKEN_SIGN)
		end--;
	for (size_t k = colon + 1; k < end; k++) {
		int32_t alias = doc->covers[k].alias;
		if (alias >= 0 && doc->aliases[alias].name->programme &&
		    doc->aliases[alias].first <= colon + 2u)
			return doc->aliases[alias].name->programme;
	}
	const struct programme *named = find_named(doc, colon + 1, end, &all);
	return all ? named : NULL;
}

/* So far back the one programme may be named of which "the programme" is said. */
#define SINGLE_SENTENCES 8

/* "The programme on tourism has 31 measures. 22 are done": so many are those of the programme. */
static void take_up_single(struct document *doc, const struct figure *figure)
{
	uint32_t index = doc->covers[figure->number].sentence;
	const struct sentence *s = &doc->sentences[index];
	bool named = doc->single_sentence == index;
	/* "We had 46 items in the programme": in the one that was named before */
	for (size_t i = s->first; i < s->end && doc->single && !named; i++)
		named = index - doc->single_sentence <= SINGLE_SENTENCES &&
		        noun_at(doc, i).kind == NOUN_SINGLE && has_mark(doc, i, MARK_PROGRAMME) &&
		        !has_mark(doc, i, MARK_FOREIGN);
	if (!doc->single || !named ||
	    decimal_cmp(figure->value, decimal_from_int(SINGLE_MOST)) > 0 ||
	    find_mark(doc, s->first, s->end, MARK_LEFT) >= 0)
		return;
	for (size_t i = s->first; i < s->end; i++) {
		struct noun_phrase np = noun_at(doc, i);
		if (np.kind == NOUN_PROGRAMMES && np.plural)
			return;
	}
	doc->foreign = false;
	doc->focus = (struct topic){ .known = true,
		                     .programme = doc->single,
		                     .has_measure = true,
		                     .measure = CLAIM_ACTIVITIES,
		                     .sentence = index };
}

/* "31 measures" of the programme just named turn the talk to no others. */
static bool is_size_of_single(const struct document *doc, struct noun_phrase np, uint32_t sentence)
{
	bool counted = doc->covers[np.first].figure >= 0 ||
	               (np.first > 0 && doc->covers[np.first - 1].figure >= 0);
	return counted && np.kind == NOUN_ACTIVITIES && !np.programme && doc->single &&
	       doc->single_sentence == sentence && doc->focus.programme == doc->single &&
	       doc->focus.has_measure && doc->focus.measure == CLAIM_ACTIVITIES;
}

/* So far behind "union" its noun may stand. */
#define FIELD_WORDS 4

/* "Then they passed to the union ones", "to sectoral integration": no word of a foreign noun. */
static bool is_word_of_ours(const struct document *doc, size_t i)
{
	if (!has_mark(doc, i, MARK_UNION))
		return false;
	for (size_t k = i; k < doc->count && k <= i + FIELD_WORDS; k++) {
		struct noun_phrase np = noun_at(doc, k);
		if (np.kind == NOUN_FOREIGN && np.first <= i)
			return false;
	}
	return true;
}

/* A noun of ours, without a figure, turns the talk to the programmes again. */
/* "Seventeen activities were written into the union programme on tourism": they are what it has. */
static bool counts_its_activities(const struct document *doc, size_t alias)
{
	size_t first = doc->sentences[doc->covers[alias].sentence].first;
	for (size_t i = first; i < alias && doc->has_activity_total; i++) {
		int32_t f = doc->covers[i].figure;
		const struct figure *figure = f >= 0 ? &doc->figures[f] : NULL;
		if (figure && figure->number == i && figure->kind == FIGURE_COUNT &&
		    figure->claim < 0 && decimal_cmp(figure->value, doc->activity_total) == 0 &&
		    has_mark(doc, figure->last + 1u, MARK_ACTIVITIES))
			return true;
	}
	return false;
}

static void notice_noun(struct document *doc, size_t i)
{
	struct noun_phrase np = noun_at(doc, i);
	uint32_t sentence = doc->covers[i].sentence;
	for (size_t k = np.first > 3 ? np.first - 3 : 0; k < i && np.kind != NOUN_NONE; k++) {
		int32_t f = doc->covers[k].figure;
		if (f >= 0 && counts_another_kind(doc->figures[f].reason))
			return;
	}
	if (doc->others_named && !doc->focus.known && is_ours_by_size(doc, &np))
		return;
	doc->others_named |= (np.kind == NOUN_FOREIGN ||
	                      (np.kind == NOUN_BLOCK && has_mark(doc, i, MARK_FOREIGN))) &&
	                     has_mark(doc, i, MARK_PROGRAMMES) &&
	                     find_mark(doc, i > FIELD_WORDS ? i - FIELD_WORDS : 0, i, MARK_UNION) <
	                             0;
	if (np.kind == NOUN_FOREIGN &&
	    (has_mark(doc, i, MARK_FOREIGN) || has_mark(doc, i, MARK_PROGRAMMES)) &&
	    doc->covers[i].last == i && names_programmes(doc, i))
		doc->foreign_programmes = true;
	else if (np.strength >= 2)
		doc->foreign_programmes = false;
	if (doc->has_anchor && begins_record(doc, i)) {
		const struct programme *record = named_by_record(doc, i);
		doc->single = record;
		doc->single_sentence = sentence;
		doc->foreign = false;
		doc->focus = (struct topic){ .known = record != NULL,
			                     .programme = record,
			                     .sentence = sentence };
		return;
	}
	bool ours = np.kind == NOUN_PROGRAMMES || np.kind == NOUN_ACTIVITIES ||
	            (np.kind == NOUN_ALIAS && np.strength >= 2);
	if (!ours || (np.strength < 2 && !(doc->has_anchor && doc->focus.known)))
		return;
	if (is_ambiguous_union(doc, i) || is_size_of_single(doc, np, sentence))
		return;
	if ((np.kind == NOUN_ALIAS && !np.programme) || doc->sentences[sentence].claimed)
		return;
	struct topic *focus = &doc->focus;
	/* In a list of fields under the programmes a mere name is no new subject. */
	if (np.bare && focus->known && !focus->programme && !is_called_programme(doc, sentence) &&
	    (sentence - focus->sentence <= 1 || has_rival_name(doc, i, np.programme)))
		return;
	if (np.programme) {
		doc->single = np.programme;
		doc->single_sentence = sentence;
	}
	bool counted = np.kind == NOUN_ALIAS && counts_its_activities(doc, i);
	if (np.strength >= 2) {
		doc->foreign &= is_beside_foreign(doc, i);
		if (np.programme != focus->programme)
			*focus = (struct topic){ .programme = np.programme,
				                 .has_measure = counted,
				                 .measure = CLAIM_ACTIVITIES };
	}
	/* "How far have the programmes got?": a question turns the talk to them */
	doc->foreign &= !doc->sentences[sentence].question;
	focus->known = true;
	focus->sentence = sentence;
	/* "993 activities in the union programmes" speaks of activities. */
	size_t link = np.first;
	while (link > 0 && has_mark(doc, link - 1, MARK_FUNCTION) &&
	       !has_mark(doc, link - 1, MARK_LINK))
		link = doc->covers[link - 1].first;
	size_t head = link > 1 && has_mark(doc, link - 1, MARK_LINK) ? doc->covers[link - 1].first
	                                                             : np.first;
	bool inside = counted ||
	              (head > 0 && focus->has_measure && focus->measure == CLAIM_ACTIVITIES &&
	               has_mark(doc, head - 1, MARK_ACTIVITIES));
	if (!inside &&
	    (!focus->has_measure || np.strength >= 2 || doc->sentences[sentence].question)) {
		enum claim_measure measure = np.activities ? CLAIM_ACTIVITIES : CLAIM_PROGRAMMES;
		if (focus->has_measure && focus->measure != measure)
			focus->has_stage = false;
		focus->has_measure = true;
		focus->measure = measure;
	}
}

/* "Total: 310", a line of a list, of a number that a package has. */
#define TOTAL_TOKENS 4

static bool is_total_of_list(const struct document *doc, const struct figure *figure)
{
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	return figure->claim < 0 && figure->first > s->first + 1u &&
	       s->end - s->first <= TOTAL_TOKENS && doc->tokens[s->first].line &&
	       (is_sign(doc, figure->first - 1u, ':') || is_sign(doc, figure->first - 1u, '-')) &&
	       decimal_cmp(figure->value, decimal_from_int(100)) > 0 &&
	       package_of_total(doc, true, figure->value);
}

/* "It is made up of 34 provisions", said of the one programme that was named last. */
static bool holds_things(const struct document *doc, const struct figure *figure, size_t next)
{
	uint32_t index = doc->covers[figure->number].sentence;
	const struct sentence *s = &doc->sentences[index];
	return has_mark(doc, next, MARK_THINGS) && doc->single &&
	       index - doc->single_sentence <= 1 &&
	       (find_mark(doc, s->first, figure->first, MARK_HOLDS) >= 0 ||
	        find_mark(doc, s->first, figure->first, MARK_COMPOSES) >= 0);
}

/* "310 tasks": the number that later counts are out of. */
static void notice_total(struct document *doc, const struct figure *figure)
{
	/* "29 tasks of the 310 are untouched": of so many are those that come next */
	if (figure->kind == FIGURE_COUNT && figure->has_total && figure->has_target &&
	    figure->target.np.kind == NOUN_ACTIVITIES &&
	    package_of_total(doc, true, figure->total)) {
		doc->activity_total = figure->total;
		doc->has_activity_total = true;
		return;
	}
	if (figure->kind != FIGURE_COUNT || figure->has_total || figure->reason == NO_LEVEL)
		return;
	if (is_total_of_list(doc, figure)) {
		doc->activity_total = figure->value;
		doc->has_activity_total = true;
		/* "All activities - 993", and then "completed - 834" */
		doc->focus.has_measure = true;
		doc->focus.measure = CLAIM_ACTIVITIES;
		return;
	}
	size_t next = figure->last + 1u;
	while (next < doc->count &&
	       (has_mark(doc, next, MARK_NEUTRAL) || has_mark(doc, next, MARK_FUNCTION)))
		next = past(doc, next);
	/* "Of tasks there are 310", "задач в них более трёхсот" */
	bool before = figure->reason == NO_PROGRESS && figure->has_target &&
	              figure->target.np.kind == NOUN_ACTIVITIES &&
	              figure->target.np.last < figure->first;
	/* "The programme is 92% done. There are 36 of them, 33 are closed", said of its activities */
	size_t of = figure->last + 1u;
	before |= has_mark(doc, of, MARK_OUT_OF) && has_mark(doc, past(doc, of), MARK_PRONOUN) &&
	          figure->claim < 0 && doc->focus.has_measure &&
	          doc->focus.measure == CLAIM_ACTIVITIES && doc->focus.known &&
	          doc->covers[figure->number].sentence - doc->focus.sentence <= 1;
	bool activities = has_mark(doc, next, MARK_ACTIVITIES) &&
	                  doc->covers[next].sentence == doc->covers[figure->number].sentence;
	if (!activities && !before && !holds_things(doc, figure, next))
		return;
	/* "102 of 310 are done … nine are overdue": of 310 is also what comes next */
	bool few = doc->has_activity_total && package_of_total(doc, true, doc->activity_total) &&
	           !doc->focus.programme &&
	           (decimal_cmp(figure->value, decimal_from_int(WHOLE_LEAST)) < 0 ||
	            figure->reason == NOT_DONE || figure->reason == LEFT_OVER);
	/* "142 of the 310 are done; the paper has 31 plans": of 310 is still what comes next */
	bool smaller = doc->has_activity_total &&
	               decimal_cmp(figure->value, doc->activity_total) < 0 &&
	               package_of_total(doc, true, figure->value) &&
	               package_of_total(doc, true, figure->value) ==
	                       package_of_total(doc, true, doc->activity_total);
	if (figure->bound == CLAIM_EXACT && !few && !smaller) {
		doc->activity_total = figure->value;
		doc->has_activity_total = true;
		take_up_single(doc, figure);
	}
	if (decimal_cmp(figure->value, decimal_from_int(WHOLE_LEAST)) < 0 &&
	    !(doc->focus.programme && before))
		return; /* "two points are open" is no new subject */
	doc->focus.has_measure = true;
	doc->focus.measure = CLAIM_ACTIVITIES;
}

/* Does the title say what the sentence before the given one said again? */
static bool heads_one_of(const struct document *doc, size_t title, uint32_t index)
{
	const struct draft *a = &doc->drafts[title];
	for (size_t d = title + 1; doc->sentences[a->sentence].in_title && d < doc->draft_count;
	     d++) {
		const struct draft *b = &doc->drafts[d];
		if (b->sentence + 1 == index && a->claim.unit == b->claim.unit &&
		    decimal_cmp(a->claim.value, b->claim.value) == 0)
			return true;
	}
	return false;
}

static bool has_figure(const struct document *doc, const struct sentence *s)
{
	for (size_t i = s->first; i < s->end; i++) {
		if (doc->covers[i].figure >= 0)
			return true;
	}
	return false;
}

/* "That was wrong", "The true figure is 60%": the figures of the sentence before are taken back. */
static void take_back(struct document *doc, const struct sentence *s, uint32_t index)
{
	long wrong = find_mark(doc, s->first, s->end, MARK_WRONG);
	/* "In fact it is a great success": a filler takes nothing back without a figure or a "not" */
	bool filler = wrong >= 0 && (has_mark(doc, (size_t)wrong, MARK_FUNCTION) ||
	                             has_mark(doc, (size_t)wrong, MARK_FIGURE_NOUN));
	if (filler && !has_figure(doc, s) && find_mark(doc, s->first, s->end, MARK_NOT) < 0)
		wrong = -1;
	doc->corrects = wrong >= 0 && wrong <= (long)s->first + 8 && index > 0 &&
	                (doc->sentences[index - 1].claimed || doc->sentences[index - 1].denied);
	for (size_t d = doc->draft_count; doc->corrects && d > 0; d--) {
		if (doc->drafts[d - 1].sentence + 1 != index && !heads_one_of(doc, d - 1, index))
			continue;
		doc->drafts[d - 1].dropped = true;
		struct figure *figure = &doc->figures[doc->drafts[d - 1].figure];
		figure->reason = "taken back in the next sentence";
		figure->cause = by_phrase(doc, wrong, figure->reason);
	}
}

/* "Indicator / on 1 January / on 1 July": a line with two dates or more, and no figure, heads columns. */
static void notice_columns(struct document *doc, const struct sentence *s)
{
	int32_t whens[TABLE_COLUMNS];
	size_t count = 0, signs = 0;
	bool figures = false;
	for (size_t i = s->first; i < s->end; i++) {
		int32_t when = doc->covers[i].date;
		signs += is_column_sign(doc, i);
		figures |= doc->covers[i].figure >= 0;
		if (when >= 0 && (count == 0 || whens[count - 1] != when) && count < TABLE_COLUMNS)
			whens[count++] = when;
	}
	if (!figures && count >= 2 && signs + 1 >= count) {
		memcpy(doc->columns, whens, count * sizeof(*whens));
		doc->column_count = count;
	} else if (!figures || !doc->tokens[s->first].line) {
		doc->column_count = 0;
	}
}

static bool has_verb(const struct document *doc, const struct sentence *s)
{
	return find_mark(doc, s->first, s->end, MARK_FINITE) >= 0 ||
	       find_mark(doc, s->first, s->end, MARK_SAYS) >= 0 ||
	       find_mark(doc, s->first, s->end, MARK_EXPECTED) >= 0;
}

/* "The union programmes at a glance, as of 1 October": the date of what such a heading stands over, or -1. */
static int32_t bare_heading(const struct document *doc, const struct sentence *s)
{
	int32_t when = -1;
	bool ours = false, done = find_mark(doc, s->first, s->end, MARK_COMPLETED) >= 0;
	if (s->claimed || s->question || has_verb(doc, s) ||
	    find_mark(doc, s->first, s->end, MARK_OTHER_STAGE) >= 0)
		return -1;
	for (size_t i = s->first; i < s->end; i++) {
		int32_t w = doc->covers[i].date, f = doc->covers[i].figure;
		enum noun kind = noun_at(doc, i).kind;
		/* "By the end of 2020 28 of the 30 roadmaps were ready" */
		if (f >= 0 && w < 0 && (!doc->figures[f].reason || done))
			return -1;
		ours |= kind == NOUN_PROGRAMMES || kind == NOUN_ACTIVITIES || kind == NOUN_SINGLE ||
		        package_at(doc, i);
		if (w >= 0 && !doc->whens[w].now && !doc->whens[w].same &&
		    doc->whens[w].date.precision >= DATE_MONTH &&
		    dates_a_state(doc, &doc->whens[w], false))
			when = w;
	}
	return ours ? when : -1;
}

/* "They summed up the results as of 1 May": the date of the figures that come next, or -1. */
static int32_t opening_date(const struct document *doc, const struct sentence *s)
{
	int32_t when = -1;
	if (s->in_title || find_mark(doc, s->first, s->end, MARK_THESE_FIGURES) < 0)
		return -1;
	for (size_t i = s->first; i < s->end; i++) {
		int32_t w = doc->covers[i].date, f = doc->covers[i].figure;
		if (f >= 0 && w < 0)
			return -1;
		if (w >= 0 && !doc->whens[w].now && !doc->whens[w].same && !doc->whens[w].since &&
		    doc->whens[w].date.precision >= DATE_MONTH)
			when = w;
	}
	return when;
}

/* "March. Eight are completed.": the date that is all a sentence says, or -1. */
static int32_t date_alone(const struct document *doc, const struct sentence *s)
{
	int32_t when = -1;
	/* "Thursday, 13 March." */
	bool day = has_mark(doc, s->first, MARK_FUNCTION) && is_sign(doc, s->first + 1u, ',');
	for (size_t i = day ? s->first + 1u : s->first; i < s->end; i++) {
		int32_t w = doc->covers[i].date;
		if (doc->tokens[i].kind == TOKEN_SIGN && w < 0)
			continue;
		if (w < 0 || (when >= 0 && w != when) || doc->whens[w].now ||
		    doc->whens[w].date.precision < DATE_MONTH)
			return -1;
		when = w;
	}
	return s->in_title ? -1 : when;
}

/* "Indicator | as of 01.07.2023": the one date that heads the one column of a table, or -1. */
static int32_t column_date(const struct document *doc, const struct sentence *s)
{
	int32_t when = -1;
	size_t signs = 0;
	if (!doc->tokens[s->first].line)
		return -1;
	for (size_t i = s->first; i < s->end; i++) {
		int32_t w = doc->covers[i].date, f = doc->covers[i].figure;
		signs += is_column_sign(doc, i);
		if ((w >= 0 && when >= 0 && w != when) || (f >= 0 && !doc->figures[f].reason))
			return -1;
		/* "29 state programmes; 81% of it was met last year" */
		if (f >= 0 && w < 0 && has_verb(doc, s))
			return -1;
		when = w >= 0 ? w : when;
	}
	return signs > 0 && when >= 0 && dates_a_state(doc, &doc->whens[when], false) ? when : -1;
}

/* The date of the heading that the next sentences may stand under. */
static void notice_heading(struct document *doc, const struct sentence *s, int32_t last_when)
{
	int32_t alone = date_alone(doc, s);
	if (alone >= 0) {
		doc->heading_when = alone;
		doc->heading_is_bare = false;
		doc->heading_runs = true;
		return;
	}
	if (doc->heading_runs)
		return;
	if (is_sign(doc, s->end - 1u, ':')) {
		notice_heading_measure(doc, s);
		doc->heading_when = last_when >= 0 && !doc->whens[last_when].since ? last_when : -1;
		doc->heading_is_bare = false;
		return;
	}
	int32_t when = doc->draft_count == 0 ? opening_date(doc, s) : -1;
	when = when < 0 ? column_date(doc, s) : when;
	if (when >= 0) {
		doc->heading_when = when;
		doc->heading_is_bare = false;
		return;
	}
	when = bare_heading(doc, s);
	if (when >= 0) {
		doc->heading_when = when;
		doc->heading_is_bare = true;
	} else if (!doc->tokens[s->first].line) {
		doc->heading_when = -1; /* rows of a list begin lines; other sentences end it */
	}
}

/* So short a sentence between a question and its answer says nothing. */
#define PUT_OFF_TOKENS 6

static void walk_sentence(struct document *doc, uint32_t index)
{
	const struct sentence *s = &doc->sentences[index];
	int32_t last_when = -1;
	if ((doc->heading_is_bare && has_verb(doc, s)) ||
	    (doc->heading_runs && doc->tokens[s->first].line)) {
		doc->heading_when = -1;
		doc->heading_runs = false;
	}
	take_back(doc, s, index);
	if (s->marks[MARK_POLL / 64] & mark_bit(MARK_POLL, MARK_POLL / 64))
		doc->poll_sentence = index + 1;
	for (size_t i = s->first; i < s->end; i++) {
		int32_t f = doc->covers[i].figure;
		if (package_at(doc, i))
			doc->package = package_at(doc, i);
		if (doc->covers[i].date >= 0)
			last_when = doc->covers[i].date;
		if (f >= 0 && doc->figures[f].number == i) {
			struct figure *figure = &doc->figures[f];
			give_total(doc, figure);
			if (!figure->reason && figure->total_only)
				figure->reason = "the size of the whole";
			else if (!figure->reason)
				consider(doc, (size_t)f);
			if (figure->claim < 0)
				notice_total(doc, figure);
			if (is_share_of_others(doc, figure)) {
				doc->foreign = true;
				doc->foreign_figure = (uint32_t)f;
			}
		}
		doc->others_named &= !is_word_of_ours(doc, i);
		if (doc->covers[i].last == i)
			notice_noun(doc, i);
	}
	notice_field(doc, index);
	notice_package(doc, index);
	date_by_bracket(doc, s, index);
	date_by_attribution(doc, s, index);
	date_back(doc, s, index);
	notice_heading(doc, s, last_when);
	bool question = asks(doc, s);
	if (question && asks_more(doc, s, index))
		doc->focus.sentence = index;
	if (question && doc->focus.known && index - doc->focus.sentence <= 2)
		notice_asked_stage(doc, s);
	if (question && doc->focus.known)
		notice_asked_unit(doc, s);
	notice_columns(doc, s);
	/* "- Half done? - More. By seventy per cent.": the answer goes on */
	if (!question && doc->question_open && answers_in_part(doc, s))
		return;
	/* "How far are they? - Not badly. Eighty-one per cent.": so few words put the answer off */
	bool put_off = !question && doc->question_open && !has_figure(doc, s) &&
	               s->end - s->first <= PUT_OFF_TOKENS;
	doc->question_open = question || put_off;
	doc->question_when = question ? last_when : put_off ? doc->question_when : -1;
}

void find_claims(struct document *doc)
{
	doc->pending_base = -1;
	doc->question_when = doc->heading_when = -1;
	for (uint32_t s = 0; s < doc->sentence_count && !arena_is_full(doc->arena); s++)
		walk_sentence(doc, s);
}
