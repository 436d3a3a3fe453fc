/* What the questions of a text ask for: how many, how far, or more of the same. */
#include "questions.h"

#include "topic.h"

/* "How many programmes …?", "Сколько из них …?": their number is asked for. */
static bool asks_how_many(const struct document *doc, const struct sentence *s)
{
	long many = find_mark(doc, s->first, s->end, MARK_HOW_MANY);
	if (many < 0)
		return false;
	/* "And of the programmes, how many?", "А программ сколько закрыто?" */
	for (size_t i = (size_t)many; i > s->first && i + 2 > (size_t)many; i--) {
		if (noun_at(doc, i - 1).kind == NOUN_PROGRAMMES)
			return true;
	}
	for (size_t i = past(doc, (size_t)many); i < s->end; i = past(doc, i)) {
		struct noun_phrase np = noun_at(doc, i);
		if (np.kind == NOUN_PROGRAMMES || np.kind == NOUN_ACTIVITIES ||
		    np.kind == NOUN_PRONOUN)
			return true;
		if (!has_mark(doc, i, MARK_UNION) && !has_mark(doc, i, MARK_NEUTRAL) &&
		    !has_mark(doc, i, MARK_OUT_OF) && !has_mark(doc, i, MARK_FUNCTION) &&
		    doc->covers[i].figure < 0)
			return false;
	}
	return false;
}

/* "And in per cent?", "How many programmes …?" */
void notice_asked_unit(struct document *doc, const struct sentence *s)
{
	long percent = find_mark(doc, s->first, s->end, MARK_PERCENT);
	if (percent < 0 && asks_how_many(doc, s)) {
		doc->focus.has_unit = true;
		doc->focus.unit = CLAIM_COUNT;
		return;
	}
	/* "And closed entirely? - Eleven.": a number of programmes */
	if (percent < 0 && s->question && find_mark(doc, s->first, s->end, MARK_FULLY) >= 0 &&
	    find_mark(doc, s->first, s->end, MARK_COMPLETED) >= 0 &&
	    find_mark(doc, s->first, s->end, MARK_HOW_FAR) < 0) {
		/* "80% of the measures are done. - Any closed entirely? - Eleven": of programmes */
		if (doc->focus.has_unit && doc->focus.unit == CLAIM_PERCENT &&
		    !doc->focus.programme)
			doc->focus.measure = CLAIM_PROGRAMMES;
		doc->focus.has_unit = true;
		doc->focus.unit = CLAIM_COUNT;
		return;
	}
	/* "How far have they got? - Seventy-nine": bare, it is of per cent */
	if (percent < 0 && s->question && find_mark(doc, s->first, s->end, MARK_HOW_MANY) < 0 &&
	    find_mark(doc, s->first, s->end, MARK_COMPLETED) >= 0 &&
	    find_mark(doc, s->first, s->end, MARK_HOW_FAR) >= 0) {
		doc->focus.has_unit = true;
		doc->focus.unit = CLAIM_PERCENT;
		return;
	}
	if (percent < 0 || (doc->covers[percent].figure >= 0 && !s->question))
		return;
	doc->focus.has_unit = true;
	doc->focus.unit = CLAIM_PERCENT;
	/* "Nine are nearly ready. - And in per cent?": how far all have got */
	if (doc->focus.has_stage && find_mark(doc, s->first, s->end, MARK_PROGRESS) < 0)
		doc->focus.stage = CLAIM_COMPLETED;
}

/* "How many are completed?": the answer need not say it again. */
void notice_asked_stage(struct document *doc, const struct sentence *s)
{
	bool completed = find_mark(doc, s->first, s->end, MARK_COMPLETED) >= 0;
	bool progress = find_mark(doc, s->first, s->end, MARK_PROGRESS) >= 0;
	if (completed == progress)
		return;
	/* "Are they nearly complete? - We are at 83%": that is how far they are */
	if (progress && !asks_how_many(doc, s) &&
	    find_mark(doc, s->first, s->end, MARK_HOW_FAR) < 0)
		return;
	doc->focus.has_stage = true;
	doc->focus.stage = completed ? CLAIM_COMPLETED : CLAIM_IN_PROGRESS;
}

/* "Asked how far …", "wanted to know how many …": the word of how far, or -1. */
static long asks_indirectly(const struct document *doc, size_t first, size_t end)
{
	long asks = find_mark(doc, first, end, MARK_ASKS);
	return asks < 0 ? -1 : find_mark(doc, (size_t)asks, end, MARK_HOW_FAR);
}

/* "…?", "They asked how many of the programmes were completed." */
bool asks(const struct document *doc, const struct sentence *s)
{
	if (!s->claimed && asks_indirectly(doc, s->first, s->end) >= 0)
		return true; /* "Asked how many of the 28 …" */
	for (size_t i = s->first; !s->question && i < s->end; i++) {
		if (doc->covers[i].figure >= 0)
			return false;
	}
	return s->question || find_mark(doc, s->first, s->end, MARK_HOW_FAR) >= 0;
}

/* So short a question goes on with what was spoken of, so soon. */
#define MORE_TOKENS 12
#define ASKER_TOKENS 4
#define MORE_SENTENCES 4

/* "- And done?", "Q: And in per cent?": of the same, though other sentences stood between. */
bool asks_more(const struct document *doc, const struct sentence *s, uint32_t index)
{
	if (!doc->focus.known || doc->foreign || index - doc->focus.sentence > MORE_SENTENCES ||
	    s->end - s->first > MORE_TOKENS || s->in_title)
		return false;
	size_t first = s->first;
	while (first < s->end && first < s->first + ASKER_TOKENS && !is_sign(doc, first, ':'))
		first++;
	if (!is_sign(doc, first, ':'))
		first = s->first; /* "Presenter: And done?" */
	for (size_t i = first; i < s->end; i++) {
		if (is_unknown(doc, i) || noun_at(doc, i).kind == NOUN_FOREIGN)
			return false;
	}
	return find_mark(doc, s->first, s->end, MARK_COMPLETED) >= 0 ||
	       find_mark(doc, s->first, s->end, MARK_PROGRESS) >= 0 ||
	       find_mark(doc, s->first, s->end, MARK_PERCENT) >= 0;
}

/* "Asked how far they had got, she said 70%": behind the comma of the question. */
static bool is_answer_inside(const struct document *doc, const struct figure *figure)
{
	size_t first = doc->sentences[doc->covers[figure->number].sentence].first;
	long asked = asks_indirectly(doc, first, figure->first);
	for (size_t i = asked < 0 ? figure->first : (size_t)asked; i < figure->first; i++) {
		if (is_sign(doc, i, ',') || is_sign(doc, i, ':'))
			return true;
	}
	return false;
}

bool is_answer(const struct document *doc, const struct figure *figure)
{
	return doc->question_open || doc->corrects || is_answer_inside(doc, figure);
}

bool looks_ahead(const struct document *doc, const struct figure *figure)
{
	size_t first = figure->core_first, end = figure->core_end;
	bool dated = false;
	for (size_t i = first; i < end; i++)
		dated |= doc->covers[i].date >= 0;
	return dated && figure->kind == FIGURE_PERCENT &&
	       find_mark(doc, first, end, MARK_EXPECTED) >= 0 &&
	       find_mark(doc, first, end, MARK_LEVEL) >= 0;
}

/* So few words answer no more than yes, no, or "more". */
#define ANSWER_TOKENS 4

static bool is_mere_answer(const struct document *doc, const struct sentence *s)
{
	for (size_t i = s->first; i < s->end; i++) {
		if (doc->covers[i].figure >= 0 || is_unknown(doc, i))
			return false;
	}
	return s->end - s->first <= ANSWER_TOKENS;
}

/* "- Half done? - More than half. Sixty per cent.": a fraction, and then its number alone */
static bool is_half_answer(const struct document *doc, const struct sentence *s)
{
	const struct sentence *next = s + 1;
	if (s->end >= doc->count || s->end - s->first > ANSWER_TOKENS + 2 ||
	    next->end - next->first > ANSWER_TOKENS + 2 || doc->tokens[next->first].line)
		return false;
	bool fraction = false, percent = false;
	for (size_t i = s->first; i < next->end; i++) {
		int32_t f = doc->covers[i].figure;
		fraction |= f >= 0 && i < s->end && doc->figures[f].is_fraction;
		percent |= f >= 0 && i >= s->end && doc->figures[f].kind == FIGURE_PERCENT;
	}
	return fraction && percent;
}

bool answers_in_part(const struct document *doc, const struct sentence *s)
{
	return is_mere_answer(doc, s) || is_half_answer(doc, s);
}
