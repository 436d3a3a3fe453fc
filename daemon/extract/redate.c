/* Dates that are said apart from the figures: of the speech, with who told them, in brackets. */
#include "asof.h"

#include "finding.h"

/* A sentence about "these figures" dates so many rows of the list before it. */
#define TABLE_ROWS 30

void redate_draft(const struct document *doc, struct draft *draft, int32_t when, const char *rule)
{
	const struct when *words = &doc->whens[when];
	struct date date = when_resolve(doc, words, false);
	/* "it is done; the rest will take until 2027": a day to come is no report's */
	if (draft->claim.modality == CLAIM_ACTUAL &&
	    date_first_day(date) > date_last_day(doc->input->published))
		return;
	draft->claim.as_of = date;
	draft->claim.basis = CLAIM_STATED;
	draft->dated = true;
	draft->when = when;
	draft->why[FIELD_AS_OF] = by_words(words->first, words->last, rule);
	draft->why[FIELD_BASIS] = by_default("the text dates it");
}

int32_t head_when(const struct document *doc, const struct figure *figure)
{
	size_t first = doc->sentences[doc->covers[figure->number].sentence].first, colon = first;
	int32_t found = -1;
	while (colon < figure->first && !is_sign(doc, colon, ':'))
		colon++;
	if (find_mark(doc, first, colon, MARK_STAGE_NOUN) < 0)
		return -1;
	for (size_t i = first; colon < figure->first && i < colon; i++) {
		int32_t w = doc->covers[i].date, f = doc->covers[i].figure;
		if ((f >= 0 && w < 0 && !doc->figures[f].total_only) ||
		    (w >= 0 && found >= 0 && w != found))
			return -1;
		found = w >= 0 ? w : found;
	}
	const struct when *when = found < 0 ? NULL : &doc->whens[found];
	return when && !when->now && !when->same && dates_a_state(doc, when, false) ? found : -1;
}

/* So soon in its line a date names the place and the day that the item was sent from. */
#define DATELINE_TOKENS 6

long dateline_place(const struct document *doc, const struct when *when)
{
	size_t i = when->first, from = i;
	while (from > 0 && i - from < DATELINE_TOKENS && !doc->tokens[from].line)
		from--;
	return i > from && (from == 0 || doc->tokens[from].line) && is_sign(doc, i - 1, ',')
	               ? (long)from
	               : -1;
}

/* "Minsk, 6 April. …": dated by the day of publication, and no other. */
static bool is_of_dateline(const struct document *doc, const struct draft *draft)
{
	long place = draft->when < 0 ? -1 : dateline_place(doc, &doc->whens[draft->when]);
	return place >= 0 && doc->tokens[place].capital &&
	       date_equal(draft->claim.as_of, doc->input->published);
}

/* So many sentences later whoever corrects or specifies a figure still dates it. */
#define SPECIFIED_SENTENCES 6

/*
 * "The ministry specifies: that was as of 1 April": the first sentence of those in a row that
 * gave the last claims, where nothing was claimed since; -1: none is near enough.
 */
static int64_t specified_from(const struct document *doc, const struct sentence *s, uint32_t index)
{
	if (doc->draft_count == 0 || find_mark(doc, s->first, s->end, MARK_SAYS) < 0)
		return -1;
	uint32_t from = doc->drafts[doc->draft_count - 1].sentence;
	if (doc->sentences[from].in_title || index - from > SPECIFIED_SENTENCES)
		return -1;
	while (from > 0 && doc->sentences[from - 1].claimed && !doc->sentences[from - 1].in_title)
		from--;
	return from;
}

/* "Both estimates are as of 1 February": dates the figures of the sentence before. */
void date_back(struct document *doc, const struct sentence *s, uint32_t index)
{
	int32_t when = -1;
	if (s->claimed || find_mark(doc, s->first, s->end, MARK_THESE_FIGURES) < 0)
		return;
	for (size_t i = s->first; i < s->end && when < 0; i++) {
		if (doc->covers[i].date >= 0 && !doc->whens[doc->covers[i].date].since)
			when = doc->covers[i].date;
	}
	int64_t from = specified_from(doc, s, index);
	for (size_t d = 0; when >= 0 && d < doc->draft_count; d++) {
		struct draft *draft = &doc->drafts[d];
		bool row = doc->tokens[doc->sentences[draft->sentence].first].line &&
		           draft->sentence + TABLE_ROWS > index;
		bool specified = from >= 0 && draft->sentence >= from;
		if ((draft->sentence + 1 != index && !row && !specified) || doc->whens[when].same ||
		    (draft->dated && !is_of_dateline(doc, draft)))
			continue;
		redate_draft(doc, draft, when, "a later sentence dates these figures");
		draft->back_dated = true;
	}
}

/* The date is of whatever the sentence claims and has no date of its own; none where it is -1. */
static void date_sentence(struct document *doc, uint32_t index, int32_t when, const char *rule)
{
	for (size_t d = doc->draft_count; when >= 0 && d > 0; d--) {
		struct draft *draft = &doc->drafts[d - 1];
		if (draft->sentence != index)
			break;
		if (draft->dated || draft->claim.modality == CLAIM_EXPECTED)
			continue;
		redate_draft(doc, draft, when, rule);
	}
}

/* "by the end of the year", while it lasts */
static bool is_to_come(const struct document *doc, const struct when *when)
{
	return when->ended &&
	       date_last_day(when_resolve(doc, when, false)) > date_last_day(doc->input->published);
}

/* "… closed, … carried out, the minister said in November": dates all of the sentence. */
void date_by_attribution(struct document *doc, const struct sentence *s, uint32_t index)
{
	long says = find_mark(doc, s->first, s->end, MARK_SAYS);
	int32_t when = -1;
	for (size_t i = says < 0 ? s->end : (size_t)says; i < s->end; i++) {
		int32_t w = doc->covers[i].date;
		if (doc->covers[i].figure >= 0 && !doc->figures[doc->covers[i].figure].reason)
			return;
		/* nobody has told anything by a deadline: that is of what is hoped for */
		if (w >= 0 && when < 0 && dates_a_state(doc, &doc->whens[w], false) &&
		    !doc->whens[w].now && !doc->whens[w].same && !is_to_come(doc, &doc->whens[w]))
			when = w;
	}
	date_sentence(doc, index, when, "said when the figures were told");
}

/* "148 implemented, 131 in progress (as of 1 April)": what is said in brackets at the end dates them all. */
void date_by_bracket(struct document *doc, const struct sentence *s, uint32_t index)
{
	int32_t when = -1;
	size_t i = s->end;
	while (i > s->first && (is_sign(doc, i - 1, '.') || is_sign(doc, i - 1, ')')))
		i--;
	if (i == s->end || !is_sign(doc, i, ')'))
		return;
	for (; i > s->first && !is_sign(doc, i - 1, '('); i--) {
		int32_t w = doc->covers[i - 1].date;
		if (w < 0 && !has_mark(doc, i - 1, MARK_FUNCTION) &&
		    !has_mark(doc, i - 1, MARK_FIGURE_NOUN) &&
		    !has_mark(doc, i - 1, MARK_THESE_FIGURES))
			return;
		if (w >= 0 && (doc->whens[w].now || doc->whens[w].same))
			return;
		when = w >= 0 ? w : when;
	}
	if (i > s->first)
		date_sentence(doc, index, when, "said in brackets at the end");
}

/* So soon behind "the last of them" its date stands. */
#define LAST_TOKENS 5

bool is_of_last(const struct document *doc, const struct when *when)
{
	size_t i = when->first;
	while (i > 1 && when->first - i < LAST_TOKENS && doc->covers[i - 1].figure < 0 &&
	       !is_sign(doc, i - 1, ',') && !is_sign(doc, i - 1, '('))
		i--;
	if (i == 0 || (!is_sign(doc, i - 1, ',') && !is_sign(doc, i - 1, '(')))
		return false;
	while (i < when->first && has_mark(doc, i, MARK_CONJUNCTION))
		i++;
	return has_mark(doc, i, MARK_LAST_OF);
}
