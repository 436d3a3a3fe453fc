/*
 * The occasion on which figures were told. A report tells of a speech, talks, a session or a
 * paper, and gives its day once, mostly in the lead: "at a session on 26 February", "the
 * communiqué issued on 29 November", or at the end: "he said so on 14 April". What is told
 * there as of now, by whoever spoke there, holds on that day, and not on the one of
 * publication, until another day or another voice takes over.
 */
#include "telling.h"

#include <string.h>

#include "finding.h"
#include "topic.h"

/* So many sentences before it "he said so on 14 April" goes back to. */
#define BACK_SENTENCES 5
#define LIST_ROWS 30
/* So soon behind a meeting somebody is quoted who spoke at it. */
#define MET_SENTENCES 2
/* So soon the text names the occasion that its headline is of. */
#define LEAD_SENTENCES 3
#define BEGIN_TOKENS 3 /* so soon a sentence points back */
#define NAME_BYTES 8   /* so much of a name is compared: behind it endings differ */

/*
 * "Economist Ivanov counts 70%": a name that comes up only behind the occasion, and not as one
 * who spoke there.
 */
static bool is_new_voice(const struct reader *r, const struct draft *draft)
{
	const struct document *doc = r->doc;
	const char *name = draft->claim.speaker;
	/* who met on that day is mostly quoted next */
	if (!name || draft->same_voice ||
	    (!r->told && draft->sentence <= r->sentence + MET_SENTENCES))
		return false;
	for (size_t i = 0; i < doc->count; i++) {
		const struct token *t = &doc->tokens[i];
		const char *source = t->in_title ? doc->input->title : doc->input->text;
		size_t len = strlen(name) < NAME_BYTES ? strlen(name) : NAME_BYTES;
		if (!t->capital || t->length < len || strncmp(source + t->offset, name, len) != 0)
			continue;
		if (has_mark(doc, i, MARK_OFFICE))
			return false; /* "The president recalled": an office, and the capital is the sentence's */
		uint32_t at = doc->covers[i].sentence;
		return at > r->sentence && !has_word(r, &doc->sentences[at], WORD_EVENT | WORD_ACT);
	}
	return false;
}

/* Does any word before the sentence begin as this one does? */
static bool is_named_before(const struct document *doc, size_t word, uint32_t sentence)
{
	const struct token *t = &doc->tokens[word];
	size_t len = t->len < NAME_BYTES ? t->len : NAME_BYTES;
	for (size_t i = 0; i < doc->count && doc->covers[i].sentence < sentence; i++) {
		if (doc->tokens[i].len >= len && memcmp(doc->tokens[i].text, t->text, len) == 0)
			return true;
	}
	return false;
}

/* "The premier spoke on 14 March. … The embassy reports 72%": a body that was not named then. */
static bool is_new_body(const struct reader *r, const struct draft *draft)
{
	const struct document *doc = r->doc;
	const struct sentence *s = &doc->sentences[draft->sentence];
	if (!r->told || draft->sentence == r->sentence || draft->same_voice ||
	    has_word(r, s, WORD_EVENT | WORD_ACT))
		return false;
	for (size_t i = s->first; i < s->end && i <= s->first + BEGIN_TOKENS; i++) {
		if (r->words[i] & WORD_BODY)
			return !is_named_before(doc, i, draft->sentence);
	}
	return false;
}

static bool is_open(const struct document *doc, const struct draft *draft)
{
	return draft->claim.modality == CLAIM_ACTUAL && draft->claim.basis != CLAIM_RESTATED &&
	       !doc->figures[draft->figure].from &&
	       (!draft->dated ||
	        (draft->when >= 0 &&
	         (doc->whens[draft->when].now || is_dateline(doc, &doc->whens[draft->when]))));
}

/* "70% on 3 March; 74% now": of one day there is one figure. */
static bool contradicts(const struct document *doc, const struct draft *draft, int32_t day)
{
	const struct claim *a = &draft->claim;
	struct date date = when_resolve(doc, &doc->whens[day], false);
	for (const struct draft *before = doc->drafts; before < draft; before++) {
		const struct claim *b = &before->claim;
		if (!doc->sentences[before->sentence].in_title && before->dated &&
		    b->modality == CLAIM_ACTUAL && date_equal(b->as_of, date) &&
		    a->unit == b->unit && a->stage == b->stage && a->measure == b->measure &&
		    same_subject(a, b) && a->bound == CLAIM_EXACT && b->bound == CLAIM_EXACT &&
		    !doc->figures[draft->figure].is_fraction &&
		    !doc->figures[before->figure].is_fraction &&
		    decimal_cmp(a->value, b->value) != 0)
			return true;
	}
	return false;
}

static void date_draft(const struct reader *r, struct draft *draft, int32_t day)
{
	if (is_open(r->doc, draft) && !contradicts(r->doc, draft, day))
		redate_draft(r->doc, draft, day, "the day of the occasion on which it was told");
}

/* "He said so on 14 April", "figures as of 24 March": dates what was told before, or a list. */
static void date_before(const struct reader *r, uint32_t index, int32_t day)
{
	const struct document *doc = r->doc;
	for (size_t d = r->next; d > 0; d--) {
		struct draft *draft = &doc->drafts[d - 1];
		bool row = doc->tokens[doc->sentences[draft->sentence].first].line;
		if (draft->sentence + (row ? LIST_ROWS : BACK_SENTENCES) < index ||
		    (int64_t)draft->sentence <= r->sentence ||
		    doc->sentences[draft->sentence].in_title)
			break;
		date_draft(r, draft, day);
	}
}

static bool points_back(const struct reader *r, const struct sentence *s, int32_t day)
{
	for (size_t i = s->first; i < s->end; i++) {
		if (r->words[i] & WORD_TOLD_SO ||
		    (i < s->first + BEGIN_TOKENS && r->words[i] & WORD_POINTS_BACK))
			return true;
	}
	/* "Figures of the economy ministry as of 24 March." */
	size_t before = r->doc->whens[day].first;
	return r->words[s->first] & WORD_PAPER && before > s->first &&
	       r->words[before - 1] & WORD_STATE_OF;
}

/* Do two words name an occasion alike: "forum" and "forum", or "meeting" and "talks"? */
static bool are_alike(const struct reader *r, size_t a, size_t b)
{
	const struct token *x = &r->doc->tokens[a], *y = &r->doc->tokens[b];
	size_t len = x->len < NAME_BYTES ? x->len : NAME_BYTES;
	if (r->words[a] & r->words[b] & WORD_GATHERING)
		return true;
	return r->words[a] & r->words[b] & WORD_EVENT && y->len >= len &&
	       memcmp(x->text, y->text, len) == 0;
}

/* "In a conversation published after the sitting": another one is named beside it. */
static bool names_alike(const struct reader *r, const struct sentence *s, size_t occasion)
{
	bool alike = false, other = false;
	for (size_t i = s->first; i < s->end; i++) {
		bool is_same = are_alike(r, i, occasion);
		alike |= is_same;
		other |= !is_same && (r->words[i] & WORD_EVENT);
	}
	return alike && !other && !s->in_title;
}

/*
 * "… the premier said at a sitting. … The sitting was held on 27 March": the sentence is of the
 * occasion itself, which was named before without its day.
 */
static bool tells_of_known(const struct reader *r, const struct sentence *s)
{
	size_t occasion = s->end;
	if (r->begun || !has_word(r, s, WORD_ACT))
		return false;
	for (size_t i = s->first; i < s->end && i < s->first + BEGIN_TOKENS; i++) {
		if (r->words[i] & WORD_OTHER)
			return false;
		if (occasion == s->end && r->words[i] & WORD_EVENT)
			occasion = i;
	}
	for (size_t d = 0; occasion < s->end && d < r->next; d++) {
		const struct sentence *told = &r->doc->sentences[r->doc->drafts[d].sentence];
		if (!told->in_title && (names_alike(r, told, occasion) ||
		                        (told + 1 < s && names_alike(r, told + 1, occasion)) ||
		                        (told->first > 0 && names_alike(r, told - 1, occasion))))
			return true;
	}
	return false;
}

/* All that was told in the text, and its headline. */
static void date_all_before(struct reader *r, int32_t day)
{
	for (size_t d = 0; d < r->next; d++) {
		if (!r->doc->sentences[r->doc->drafts[d].sentence].in_title)
			date_draft(r, &r->doc->drafts[d], day);
	}
	r->lead = day;
}

/* Does the sentence go on with what was told on the occasion? */
static bool goes_on(const struct reader *r, const struct sentence *s, uint32_t index)
{
	if (has_word(r, s, WORD_BACKGROUND))
		return false;
	if (is_told(r, s))
		return true;
	/* the lead is a paragraph of its own; "Data as of 20 March." heads the rows of a list */
	const struct when *day = &r->doc->whens[r->day];
	bool heads = day->first > 0 && r->words[day->first - 1u] & WORD_STATE_OF;
	return r->linked && (!r->doc->tokens[s->first].line || heads || index == r->sentence + 1 ||
	                     has_word(r, s - 1, WORD_TOLD_SO));
}

/* "80%, said the premier; two weeks earlier it was 76%": the day of another figure beside it. */
static bool is_of_figure(const struct reader *r, uint32_t index, int32_t day)
{
	const struct document *doc = r->doc;
	size_t on = doc->whens[day].first;
	for (size_t d = r->next; d < doc->draft_count && doc->drafts[d].sentence <= index; d++) {
		bool quoted =
			false; /* ""125 out of 310," he said on 26 February": told so far, then */
		for (size_t i = doc->figures[doc->drafts[d].figure].last; i < on; i++)
			quoted |= is_sign(doc, i, '"');
		if (doc->drafts[d].when == day && !quoted)
			return true;
	}
	return false;
}

/* The day of a figure that a paper tells, which the sentence or the next names; or -1. */
static int32_t day_of_paper(const struct reader *r, uint32_t index)
{
	const struct document *doc = r->doc;
	const struct sentence *s = &doc->sentences[index];
	bool more = index + 1 < doc->sentence_count;
	if (!has_word(r, s, WORD_PAPER) &&
	    !(more && has_word(r, s + 1, WORD_PAPER) && has_word(r, s + 1, WORD_TOLD_SO)))
		return -1;
	for (size_t d = r->next; d < doc->draft_count && doc->drafts[d].sentence <= index; d++) {
		const struct draft *draft = &doc->drafts[d];
		const struct when *when = draft->when >= 0 ? &doc->whens[draft->when] : NULL;
		if (when && doc->covers[when->first].sentence == index && !when->now &&
		    when->date.precision == DATE_DAY && draft->claim.modality == CLAIM_ACTUAL &&
		    when->first > 0 && r->words[when->first - 1u] & WORD_STATE_OF)
			return draft->when;
	}
	return -1;
}

/* "Here is the picture as of 1 December.": the day of the figures that come next, or -1. */
static int32_t day_of_next(const struct reader *r, const struct sentence *s)
{
	const struct document *doc = r->doc;
	int32_t day = -1;
	for (size_t i = s->first; i < s->end; i++) {
		int32_t w = doc->covers[i].date;
		int32_t f = doc->covers[i].figure;
		/* but "the 28 programmes", "the Guidelines for 2024–2026", "eleven talks" */
		if (w < 0 && w != NO_DATE_YEARS && f >= 0 && !doc->figures[f].total_only &&
		    !doc->figures[f].reason)
			return -1;
		if (w < 0 || w == day)
			continue;
		const struct when *when = &doc->whens[w];
		if (day >= 0 || when->first <= s->first || when->now || is_due_day(doc, when) ||
		    !(r->words[when->first - 1u] & WORD_STATE_OF) ||
		    date_first_day(when_resolve(doc, when, false)) >
		            date_last_day(doc->input->published))
			return -1;
		day = w;
	}
	/* "Union programmes as of 1 July", a title */
	bool titled = s->in_title && day >= 0 && dates_a_state(doc, &doc->whens[day], false) &&
	              (find_mark(doc, s->first, s->end, MARK_PROGRAMMES) >= 0 ||
	               find_mark(doc, s->first, s->end, MARK_ANCHOR) >= 0 ||
	               find_mark(doc, s->first, s->end, MARK_STATE) >= 0);
	return day >= 0 && (titled || has_word(r, s, WORD_PICTURE)) ? day : -1;
}

static bool ends_quotation(const struct document *doc, const struct sentence *s)
{
	bool odd = false;
	for (size_t i = s->first; i < s->end; i++)
		odd ^= is_sign(doc, i, '"');
	return odd;
}

/* ""About 70% are done. Seven are closed," he said on 12 January": what the quotation began with. */
static void date_quotation(const struct reader *r, uint32_t index, int32_t day)
{
	const struct document *doc = r->doc;
	uint32_t first = index;
	if (!ends_quotation(doc, &doc->sentences[index]))
		return;
	do {
		if (first == 0 || index - first == BACK_SENTENCES ||
		    doc->sentences[first - 1].in_title)
			return;
		first--;
	} while (!ends_quotation(doc, &doc->sentences[first]));
	for (size_t d = r->next; d > 0 && doc->drafts[d - 1].sentence >= first; d--)
		date_draft(r, &doc->drafts[d - 1], day);
}

static void read_sentence(struct reader *r, uint32_t index)
{
	struct document *doc = r->doc;
	const struct sentence *s = &doc->sentences[index];
	int32_t day = -1;
	enum telling telling = read_occasion(r, s, &day);
	if (telling == TELLS_TODAY && r->day >= 0 && has_word(r, s, WORD_ASKED) &&
	    has_word(r, &doc->sentences[r->sentence], WORD_ASKED))
		telling = TELLS_NOTHING; /* of the same talk */
	/* "As of 1 July 77% are done. This is stated in a review": a paper's other figures, too */
	int32_t state = telling == TELLS_NOTHING ? day_of_paper(r, index) : -1;
	if (state >= 0) {
		*r = (struct reader){ .doc = doc,
			              .words = r->words,
			              .day = state,
			              .sentence = index,
			              .told = true,
			              .linked = true,
			              .next = r->next,
			              .lead = r->lead,
			              .begun = true,
			              .of_paper = true };
	} else if (telling == TELLS_DAY) {
		date_quotation(r, index, day);
		if (points_back(r, s, day))
			date_before(r, index, day);
		else if (tells_of_known(r, s))
			date_all_before(r, day);
		if (!r->begun && index < LEAD_SENTENCES + (doc->title_count > 0))
			r->lead = day;
		r->day = day;
		r->linked = r->told = true;
	} else if (telling == TELLS_TODAY) {
		r->day = -1;
	} else if (find_mark(doc, s->first, s->end, MARK_WRONG) >= 0 ||
	           (r->of_paper && is_sign(doc, s->end - 1u, '?'))) {
		r->day = -1; /* "That was wrong"; or what comes is an answer, and not the paper's */
	} else if (r->day >= 0) {
		r->linked = goes_on(r, s, index);
	}
	if (telling != TELLS_NOTHING) {
		r->sentence = index;
		r->begun = true;
		r->of_paper = false;
	} else if (day_of_next(r, s) >= 0) {
		r->day = day_of_next(r, s);
		r->sentence = index;
		r->linked = r->told = true;
	}
	bool own = telling == TELLS_DAY && is_of_figure(r, index, day);
	for (; r->next < doc->draft_count && doc->drafts[r->next].sentence <= index; r->next++) {
		struct draft *draft = &doc->drafts[r->next];
		if (r->day >= 0 && r->linked && !own && !is_new_voice(r, draft) &&
		    !is_new_body(r, draft))
			date_draft(r, draft, r->day);
	}
	if (telling == TELLS_DAY)
		r->linked = r->told = is_told(r, s) || has_word(r, s, WORD_PAPER);
}

/* Does the text name a day at all? Most do not, and need not be read for one. */
static bool names_day(const struct document *doc)
{
	for (size_t w = 0; w < doc->when_count; w++) {
		if (!doc->whens[w].now && doc->whens[w].date.precision != DATE_NONE)
			return true;
	}
	return false;
}

void date_by_occasions(struct document *doc)
{
	struct reader r = { .doc = doc, .day = -1, .lead = -1, .sentence = -1 };
	if (doc->draft_count == 0 || doc->input->published.precision != DATE_DAY || !names_day(doc))
		return;
	r.words = lay_occasion_words(doc);
	for (size_t i = 0; i < doc->count; i++) {
		if (r.words[i] & WORD_CORRECTS)
			return;
	}
	for (uint32_t s = 0; s < doc->sentence_count; s++) {
		if (!doc->sentences[s].in_title) {
			read_sentence(&r, s);
		} else if (day_of_next(&r, &doc->sentences[s]) >= 0) {
			r.day = day_of_next(&r, &doc->sentences[s]);
			r.sentence = s;
			r.linked = r.told = true;
		}
	}
	for (size_t d = 0; r.lead >= 0 && d < doc->draft_count; d++) {
		if (doc->sentences[doc->drafts[d].sentence].in_title)
			date_draft(&r, &doc->drafts[d], r.lead);
	}
}
