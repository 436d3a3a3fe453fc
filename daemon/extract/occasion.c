/*
 * The occasion on which figures were told. A report tells of a speech, talks, a session or a
 * paper, and gives its day once, mostly in the lead: "at a session on 26 February", "the
 * communiqué issued on 29 November", or at the end: "he said so on 14 April". What is told
 * there as of now, by whoever spoke there, holds on that day, and not on the one of
 * publication, until another day or another voice takes over.
 */
#include "asof.h"

#include <string.h>

#include "topic.h"

/* What a word says of an occasion, one bit each. */
enum {
	EVENT = 1,        /* "session", "talks" */
	ACT = 2,          /* "took part", "took place" */
	PAPER = 4,        /* "communiqué", "figures" */
	WEEKDAY = 8,      /* of the day of publication */
	ASKED = 16,       /* "told our newspaper": the text's own talk */
	BACKGROUND = 32,  /* "recall": what is added to the news */
	POINTS_BACK = 64, /* "so", "this": what was told stands before */
	STATE_OF = 128,   /* "as of": the day of the figures themselves */
	PUBLISHING = 256, /* "issued": of a paper */
	TELLING = 512,    /* "spoke", "heard": something was told there */
	TOLD_SO = 1024,   /* "announced this": the same, anywhere */
	CORRECTS = 2048,  /* "we apologise": the text sets right what it told on another day */
	TODAY = 4096,
	GATHERING = 8192, /* "talks", "meeting", "session": one may be called by another's name */
	OTHER = 16384,    /* "the previous", "the next" */
	PICTURE = 32768,  /* "the picture", "how things stand" */
	DUE_DAY = 32768,  /* "deadline", "anniversary" */
};

static const struct {
	enum mark mark;
	uint16_t bit;
} bits[] = {
	{ MARK_OCCASION, EVENT },
	{ MARK_OCCASION_ACT, ACT },
	{ MARK_REPORT, PAPER },
	{ MARK_WEEKDAY, WEEKDAY },
	{ MARK_ASKED, ASKED },
	{ MARK_BACKGROUND, BACKGROUND },
	{ MARK_POINTS_BACK, POINTS_BACK },
	{ MARK_STATE_OF, STATE_OF },
	{ MARK_PUBLISHING, PUBLISHING },
	{ MARK_TELLING, TELLING },
	{ MARK_TOLD_SO, TOLD_SO },
	{ MARK_CORRECTS, CORRECTS },
	{ MARK_TODAY, TODAY },
	{ MARK_GATHERING, GATHERING },
	{ MARK_OTHER_OCCASION, OTHER },
	{ MARK_PICTURE, PICTURE },
	{ MARK_DUE_DAY, DUE_DAY },
};

/* So many days back an occasion may lie whose figures are still the news. */
#define OCCASION_DAYS 31
/* So far from its day the occasion is named, in tokens. */
#define CUE_TOKENS 14
/* So far behind a paper stands that it was published. */
#define PAPER_TOKENS 10
/* "A note of the embassy of 14 March" */
#define NOTE_TOKENS 5
/* "According to official data": so soon the source is named. */
#define CITED_TOKENS 2
/* "he said today": so near. */
#define TODAY_TOKENS 3
/* So many sentences before it "he said so on 14 April" goes back to. */
#define BACK_SENTENCES 5
#define LIST_ROWS 30
/* So soon behind a meeting somebody is quoted who spoke at it. */
#define MET_SENTENCES 2
/* So soon the text names the occasion that its headline is of. */
#define LEAD_SENTENCES 3
/* So soon a sentence points back. */
#define BEGIN_TOKENS 3
/* So much of a name is compared: behind it endings differ. */
#define NAME_BYTES 8

enum telling {
	TELLS_NOTHING,
	TELLS_DAY,   /* on that day something was told */
	TELLS_TODAY, /* on the day of publication */
};

struct reader {
	struct document *doc;
	uint16_t *words;  /* one a token */
	int32_t day;      /* of the occasion that is told of, or -1 */
	int64_t sentence; /* that named it; -1: none */
	bool told;        /* that sentence says that somebody spoke, and not only met */
	bool linked;      /* the sentence before told what was said there */
	size_t next;      /* draft of the sentence at hand, or behind it */
	int32_t lead;     /* the day that the text begins with, or -1 */
	bool begun;       /* some occasion was named */
};

static uint16_t bits_of(const struct vocabulary_match *match)
{
	uint16_t found = 0;
	for (size_t i = 0; i < match->count; i++) {
		for (const struct phrase *p = match->phrases[i]; p; p = p->next) {
			for (size_t b = 0; b < sizeof(bits) / sizeof(*bits); b++)
				found |= p->mark == (int)bits[b].mark ? bits[b].bit : 0;
		}
	}
	return found;
}

static uint16_t *lay_words(const struct document *doc)
{
	uint16_t *words = arena_array(doc->arena, doc->count + 1, sizeof(*words));
	struct vocabulary_matcher matcher;
	vocabulary_matcher_init(&matcher, doc->language->occasions, doc->tokens);
	for (size_t i = 0; i < doc->count;) {
		size_t limit = i < doc->title_count ? doc->title_count : doc->count;
		struct vocabulary_match match = vocabulary_match(&matcher, i, limit);
		size_t n = match.length ? match.length : 1;
		uint16_t found = bits_of(&match);
		for (size_t end = i + n; i < end; i++)
			words[i] = found;
	}
	return words;
}

static bool has_word(const struct reader *r, const struct sentence *s, uint16_t bit)
{
	for (size_t i = s->first; i < s->end; i++) {
		if (r->words[i] & bit)
			return true;
	}
	return false;
}

/* --- the day of an occasion */

/* A word that tells of an occasion; of one that does not, is the date its own? */
enum cue {
	CUE_NONE,
	CUE_TELLS,
	CUE_OTHER, /* "signed", "completed": what else was done on that day */
};

/* "A report published on 3 May", and no "treaty published on 3 May". */
static bool is_of_paper(const struct reader *r, size_t i, size_t from, size_t most)
{
	for (size_t k = i; k > from && i - k < most; k--) {
		if (r->words[k - 1] & (PAPER | EVENT | ASKED))
			return true;
	}
	return false;
}

static enum cue cue_at(const struct reader *r, size_t i, size_t from)
{
	const struct document *doc = r->doc;
	if (r->words[i] & PUBLISHING)
		return is_of_paper(r, i, from, PAPER_TOKENS) ? CUE_TELLS : CUE_OTHER;
	if (r->words[i] & (EVENT | ACT | TELLING | PAPER | ASKED) || has_mark(doc, i, MARK_SAYS))
		return CUE_TELLS;
	if (has_mark(doc, i, MARK_OTHER_STAGE) || has_mark(doc, i, MARK_COMPLETED) ||
	    has_mark(doc, i, MARK_PROGRESS))
		return CUE_OTHER;
	return CUE_NONE;
}

static bool ends_search(const struct document *doc, size_t i, int32_t when)
{
	int32_t w = doc->covers[i].date;
	return is_sign(doc, i, ';') || is_sign(doc, i, ':') ||
	       (w >= 0 && w != when && !doc->whens[w].now);
}

/* The distance of the nearest cue, where it tells of an occasion; 0: none does. */
static size_t cue_distance(const struct reader *r, const struct sentence *s, int32_t w)
{
	const struct document *doc = r->doc;
	const struct when *when = &doc->whens[w];
	if (when->since) /* "a note of 14 March", as is_since() has seen */
		return 1;
	for (size_t away = 1; away <= CUE_TOKENS; away++) {
		bool before = when->first >= s->first + away, behind = when->last + away < s->end;
		size_t i = when->first - away, k = when->last + away;
		for (size_t back = away; before && back > 1; back--)
			before = !ends_search(doc, when->first - back + 1, w);
		for (size_t on = away; behind && on > 1; on--)
			behind = !ends_search(doc, when->last + on - 1, w);
		enum cue a = before ? cue_at(r, i, s->first) : CUE_NONE,
			 b = behind ? cue_at(r, k, s->first) : CUE_NONE;
		if (a == CUE_TELLS || (b == CUE_TELLS && a == CUE_NONE))
			return away;
		if (a == CUE_OTHER || b == CUE_OTHER)
			return 0;
	}
	return 0;
}

/* "MINSK, 6 April /Xinhua/ -": where and when the item was sent from. */
static bool is_dateline(const struct document *doc, const struct when *when)
{
	size_t from = when->first;
	while (from > 0 && when->first - from < 6 && !doc->tokens[from].line)
		from--;
	return when->first > from && (from == 0 || doc->tokens[from].line) &&
	       is_sign(doc, when->first - 1u, ',') && doc->tokens[from].upper;
}

static bool is_due(const struct document *doc, const struct when *when)
{
	return when->first > 0 && has_mark(doc, when->first - 1u, MARK_DEADLINE);
}

/*
 * "As of 1 July 77% are done": the day of the figures themselves, but for a sentence that is
 * nothing else: "The economy ministry's figures as of 24 March."
 */
static bool is_own_day(const struct reader *r, const struct sentence *s, const struct when *when)
{
	const struct document *doc = r->doc;
	size_t behind = when->last + 1u;
	if (when->first == s->first || !(r->words[when->first - 1u] & STATE_OF))
		return false;
	for (size_t i = s->first; i < s->end; i++) {
		if ((doc->covers[i].figure >= 0 && doc->covers[i].date < 0) ||
		    noun_at(doc, i).kind == NOUN_FOREIGN)
			return true;
	}
	return !(r->words[s->first] & PAPER) ||
	       (behind < s->end && doc->tokens[behind].kind != TOKEN_SIGN);
}

/* "Since 14 March", and no "note of 14 March", which some languages begin alike. */
static bool is_since(const struct reader *r, const struct sentence *s, const struct when *when)
{
	return when->since && !is_of_paper(r, when->first, s->first, NOTE_TOKENS);
}

/* How many days before publication; -1: not lately, or no day at all. */
static long days_ago(const struct reader *r, const struct sentence *s, const struct when *when)
{
	const struct document *doc = r->doc;
	if (is_own_day(r, s, when) || when->now || when->same || is_since(r, s, when) ||
	    when->date.precision != DATE_DAY || is_due(doc, when) || is_dateline(doc, when))
		return -1;
	long ago = date_last_day(doc->input->published) -
	           date_first_day(when_resolve(doc, when, false));
	return ago < OCCASION_DAYS ? ago : -1;
}

/* "He said today", "today at the session", and no "today, he said, 80% are done". */
static bool is_told_today(const struct reader *r, const struct sentence *s, size_t i)
{
	if (!(r->words[i] & TODAY))
		return false;
	for (size_t k = i + 1; k < s->end && k <= i + TODAY_TOKENS; k++) {
		if (r->doc->tokens[k].kind == TOKEN_SIGN)
			break;
		if (cue_at(r, k, s->first) == CUE_TELLS)
			return true;
	}
	for (size_t k = i; k > s->first && k + TODAY_TOKENS > i; k--) {
		if (r->doc->tokens[k - 1].kind == TOKEN_SIGN || r->words[k - 1] & STATE_OF)
			break;
		if (cue_at(r, k - 1, s->first) == CUE_TELLS)
			return true;
	}
	return false;
}

/* "on Thursday", beside who spoke, or where a figure is given */
static bool is_told_on_weekday(const struct reader *r, const struct sentence *s)
{
	bool weekday = false, tells = s->claimed;
	for (size_t i = s->first; i < s->end; i++) {
		weekday |= (r->words[i] & WEEKDAY) != 0;
		tells |= cue_at(r, i, s->first) == CUE_TELLS;
	}
	return weekday && tells;
}

/* "According to the minister"; of a mere meeting "according to official data" tells nothing. */
static bool cites(const struct reader *r, const struct sentence *s)
{
	const struct document *doc = r->doc;
	bool papers = r->told;
	for (size_t i = s->first; i < s->end; i++) {
		if (!has_mark(doc, i, MARK_ACCORDING))
			continue;
		size_t end = doc->covers[i].last + 1u + CITED_TOKENS;
		bool paper = false;
		for (size_t k = i; k < s->end && k < end; k++)
			paper |= (r->words[k] & PAPER) != 0;
		if (papers || !paper)
			return true;
	}
	return false;
}

/* Does the sentence quote, or tell what was said? */
static bool is_told(const struct reader *r, const struct sentence *s)
{
	const struct document *doc = r->doc;
	if (is_sign(doc, s->first, '"') || is_sign(doc, s->first, '-') ||
	    find_mark(doc, s->first, s->end, MARK_SAYS) >= 0 || cites(r, s) ||
	    find_mark(doc, s->first, s->end, MARK_MEETING_BEFORE) >= 0)
		return true;
	for (size_t i = s->first; i < s->end; i++) {
		if (is_sign(doc, i, '"') || r->words[i] & (TELLING | PUBLISHING))
			return true;
	}
	return false;
}

/*
 * "Since the talks of 10 March little has changed", "the deadline for the reports was 10 March":
 * nobody tells anything then.
 */
static bool is_of_else(const struct reader *r, const struct sentence *s, const struct when *when)
{
	if (is_told(r, s))
		return false;
	return has_word(r, s, DUE_DAY) ||
	       (!when->since && find_mark(r->doc, s->first, when->first, MARK_SINCE) >= 0);
}

static enum telling read_occasion(const struct reader *r, const struct sentence *s,
                                  int32_t *ret_day)
{
	const struct document *doc = r->doc;
	size_t best = SIZE_MAX;
	bool today = false;
	int32_t last = -1;
	for (size_t i = s->first; i < s->end; i++) {
		int32_t w = doc->covers[i].date;
		today |= r->words[i] & ASKED || is_told_today(r, s, i);
		if (w < 0 || w == last)
			continue;
		last = w;
		long ago = days_ago(r, s, &doc->whens[w]);
		size_t away = ago >= 0 ? cue_distance(r, s, w) : 0;
		today |= away > 0 && ago == 0;
		if (away > 0 && ago > 0 && away < best && !is_of_else(r, s, &doc->whens[w])) {
			best = away;
			*ret_day = w;
		}
	}
	if (best < SIZE_MAX)
		return TELLS_DAY;
	return today || is_told_on_weekday(r, s) ? TELLS_TODAY : TELLS_NOTHING;
}

/* --- what is told there */

/* "Economist Ivanov counts 70%": a name that comes up only behind the occasion, and not as one who spoke there. */
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
		uint32_t at = doc->covers[i].sentence;
		return at > r->sentence && !has_word(r, &doc->sentences[at], EVENT | ACT);
	}
	return false;
}

static bool is_open(const struct document *doc, const struct draft *draft)
{
	return draft->claim.modality == CLAIM_ACTUAL && draft->claim.basis != CLAIM_RESTATED &&
	       !doc->figures[draft->figure].from &&
	       (!draft->dated || (draft->when >= 0 && doc->whens[draft->when].now));
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

/* "He said so on 14 April", "figures as of 24 March": dates what was told before, or the rows of a list. */
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
		if (r->words[i] & TOLD_SO ||
		    (i < s->first + BEGIN_TOKENS && r->words[i] & POINTS_BACK))
			return true;
	}
	/* "Figures of the economy ministry as of 24 March." */
	size_t before = r->doc->whens[day].first;
	return r->words[s->first] & PAPER && before > s->first && r->words[before - 1] & STATE_OF;
}

/* Do two words name an occasion alike: "forum" and "forum", or "meeting" and "talks"? */
static bool are_alike(const struct reader *r, size_t a, size_t b)
{
	const struct token *x = &r->doc->tokens[a], *y = &r->doc->tokens[b];
	size_t len = x->len < NAME_BYTES ? x->len : NAME_BYTES;
	if (r->words[a] & r->words[b] & GATHERING)
		return true;
	return r->words[a] & r->words[b] & EVENT && y->len >= len &&
	       memcmp(x->text, y->text, len) == 0;
}

/* "In a conversation published after the sitting": another one is named beside it. */
static bool names_alike(const struct reader *r, const struct sentence *s, size_t occasion)
{
	bool alike = false, other = false;
	for (size_t i = s->first; i < s->end; i++) {
		bool is_same = are_alike(r, i, occasion);
		alike |= is_same;
		other |= !is_same && (r->words[i] & EVENT);
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
	if (r->begun || !has_word(r, s, ACT))
		return false;
	for (size_t i = s->first; i < s->end && i < s->first + BEGIN_TOKENS; i++) {
		if (r->words[i] & OTHER)
			return false;
		if (occasion == s->end && r->words[i] & EVENT)
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
	if (has_word(r, s, BACKGROUND))
		return false;
	if (is_told(r, s))
		return true;
	/* the lead is a paragraph of its own */
	return r->linked && (!r->doc->tokens[s->first].line || index == r->sentence + 1);
}

/* "80% now, said the premier; two weeks earlier the secretary spoke of 76%": the day of another figure beside it. */
static bool is_of_figure(const struct reader *r, uint32_t index, int32_t day)
{
	const struct document *doc = r->doc;
	for (size_t d = r->next; d < doc->draft_count && doc->drafts[d].sentence <= index; d++) {
		if (doc->drafts[d].when == day)
			return true;
	}
	return false;
}

/* "Here is the picture as of 1 December.": the day of the figures that come next, or -1. */
static int32_t day_of_next(const struct reader *r, const struct sentence *s)
{
	const struct document *doc = r->doc;
	int32_t day = -1;
	for (size_t i = s->first; i < s->end; i++) {
		int32_t w = doc->covers[i].date;
		if (w < 0 && doc->covers[i].figure >= 0)
			return -1;
		if (w < 0 || w == day)
			continue;
		const struct when *when = &doc->whens[w];
		if (day >= 0 || when->first == s->first || when->now || is_due(doc, when) ||
		    !(r->words[when->first - 1u] & STATE_OF) ||
		    date_first_day(when_resolve(doc, when, false)) >
		            date_last_day(doc->input->published))
			return -1;
		day = w;
	}
	return day >= 0 && has_word(r, s, PICTURE) ? day : -1;
}

static void read_sentence(struct reader *r, uint32_t index)
{
	struct document *doc = r->doc;
	const struct sentence *s = &doc->sentences[index];
	int32_t day = -1;
	enum telling telling = read_occasion(r, s, &day);
	if (telling == TELLS_TODAY && r->day >= 0 && has_word(r, s, ASKED) &&
	    has_word(r, &doc->sentences[r->sentence], ASKED))
		telling = TELLS_NOTHING; /* of the same talk */
	if (telling == TELLS_DAY) {
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
	} else if (find_mark(doc, s->first, s->end, MARK_WRONG) >= 0) {
		r->day = -1; /* "That was wrong": the text sets right what was told then */
	} else if (r->day >= 0) {
		r->linked = goes_on(r, s, index);
	}
	if (telling != TELLS_NOTHING) {
		r->sentence = index;
		r->begun = true;
	} else if (day_of_next(r, s) >= 0) {
		r->day = day_of_next(r, s);
		r->sentence = index;
		r->linked = r->told = true;
	}
	bool own = telling == TELLS_DAY && is_of_figure(r, index, day);
	for (; r->next < doc->draft_count && doc->drafts[r->next].sentence <= index; r->next++) {
		struct draft *draft = &doc->drafts[r->next];
		if (r->day >= 0 && r->linked && !own && !is_new_voice(r, draft))
			date_draft(r, draft, r->day);
	}
	if (telling == TELLS_DAY)
		r->linked = r->told = is_told(r, s) || has_word(r, s, PAPER);
}

void date_by_occasions(struct document *doc)
{
	struct reader r = { .doc = doc, .day = -1, .lead = -1, .sentence = -1 };
	if (doc->draft_count == 0 || doc->input->published.precision != DATE_DAY)
		return;
	r.words = lay_words(doc);
	for (size_t i = 0; i < doc->count; i++) {
		if (r.words[i] & CORRECTS)
			return;
	}
	for (uint32_t s = 0; s < doc->sentence_count; s++) {
		if (!doc->sentences[s].in_title)
			read_sentence(&r, s);
	}
	for (size_t d = 0; r.lead >= 0 && d < doc->draft_count; d++) {
		if (doc->sentences[doc->drafts[d].sentence].in_title)
			date_draft(&r, &doc->drafts[d], r.lead);
	}
}
