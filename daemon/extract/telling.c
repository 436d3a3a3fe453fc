/* The words of an occasion, and its day. */
#include "telling.h"

#include "topic.h"

static const struct {
	enum mark mark;
	uint32_t bit;
} bits[] = {
	{ MARK_OCCASION, WORD_EVENT },
	{ MARK_OCCASION_ACT, WORD_ACT },
	{ MARK_REPORT, WORD_PAPER },
	{ MARK_WEEKDAY, WORD_WEEKDAY },
	{ MARK_ASKED, WORD_ASKED },
	{ MARK_BACKGROUND, WORD_BACKGROUND },
	{ MARK_POINTS_BACK, WORD_POINTS_BACK },
	{ MARK_STATE_OF, WORD_STATE_OF },
	{ MARK_PUBLISHING, WORD_PUBLISHING },
	{ MARK_TELLING, WORD_TELLING },
	{ MARK_TOLD_SO, WORD_TOLD_SO },
	{ MARK_CORRECTS, WORD_CORRECTS },
	{ MARK_TODAY, WORD_TODAY },
	{ MARK_GATHERING, WORD_GATHERING },
	{ MARK_OTHER_OCCASION, WORD_OTHER },
	{ MARK_PICTURE, WORD_PICTURE },
	{ MARK_DUE_DAY, WORD_DUE_DAY },
	{ MARK_DAYS_AFTER, WORD_DAYS_AFTER },
	{ MARK_BODY_VOICE, WORD_BODY },
};

/* So many days back an occasion may lie whose figures are still the news. */
#define OCCASION_DAYS 31
/* So far from its day the occasion is named, in tokens. */
#define CUE_TOKENS 14
/* So far behind "since" stands what it is counted from. */
#define SINCE_TOKENS 4
/* So far behind a paper stands that it was published. */
#define PAPER_TOKENS 10
/* So far behind "presented" stands what paper it was. */
#define OBJECT_TOKENS 4
/* "A note of the embassy of 14 March" */
#define NOTE_TOKENS 5
/* "According to official data": so soon the source is named. */
#define CITED_TOKENS 2
/* "he said today": so near. */
#define TODAY_TOKENS 3

static uint32_t bits_of(const struct vocabulary_match *match)
{
	uint32_t found = 0;
	for (size_t i = 0; i < match->count; i++) {
		for (const struct phrase *p = match->phrases[i]; p; p = p->next) {
			for (size_t b = 0; b < sizeof(bits) / sizeof(*bits); b++)
				found |= p->mark == (int)bits[b].mark ? bits[b].bit : 0;
		}
	}
	return found;
}

uint32_t *lay_occasion_words(const struct document *doc)
{
	uint32_t *words = arena_array(doc->arena, doc->count + 1, sizeof(*words));
	struct vocabulary_matcher matcher;
	vocabulary_matcher_init(&matcher, doc->language->occasions, doc->tokens);
	for (size_t i = 0; i < doc->count;) {
		size_t limit = i < doc->title_count ? doc->title_count : doc->count;
		struct vocabulary_match match = vocabulary_match(&matcher, i, limit);
		size_t n = match.length ? match.length : 1;
		uint32_t found = bits_of(&match);
		for (size_t end = i + n; i < end; i++)
			words[i] = found;
	}
	return words;
}

bool has_word(const struct reader *r, const struct sentence *s, uint32_t bit)
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
		if (r->words[k - 1] & (WORD_PAPER | WORD_EVENT | WORD_ASKED))
			return true;
	}
	return false;
}

/* "He presented the report to parliament" */
static bool presents_paper(const struct reader *r, size_t i)
{
	for (size_t k = i + 1; k < r->doc->count && k <= i + OBJECT_TOKENS; k++) {
		if (r->doc->tokens[k].kind == TOKEN_SIGN)
			return false;
		if (r->words[k] & WORD_PAPER)
			return true;
	}
	return false;
}

/* "The talks ended on 13 March", and no "talks on the programmes that were completed on 13 March" */
static bool is_of_event(const struct reader *r, size_t i, size_t from)
{
	for (size_t k = i; k > from && i - k < PAPER_TOKENS; k--) {
		enum noun noun = r->doc->nouns[k - 1].kind;
		if (r->words[k - 1] & WORD_EVENT)
			return true;
		if ((noun != NOUN_NONE && noun != NOUN_FOREIGN) ||
		    r->doc->covers[k - 1].figure >= 0)
			return false;
	}
	return false;
}

static enum cue cue_at(const struct reader *r, size_t i, size_t from)
{
	const struct document *doc = r->doc;
	if (r->words[i] & WORD_PUBLISHING)
		return is_of_paper(r, i, from, PAPER_TOKENS) || presents_paper(r, i) ? CUE_TELLS
		                                                                     : CUE_OTHER;
	if (r->words[i] & (WORD_EVENT | WORD_ACT | WORD_TELLING | WORD_PAPER | WORD_ASKED) ||
	    has_mark(doc, i, MARK_SAYS))
		return CUE_TELLS;
	if (has_mark(doc, i, MARK_OTHER_STAGE) || has_mark(doc, i, MARK_COMPLETED) ||
	    has_mark(doc, i, MARK_PROGRESS))
		return is_of_event(r, i, from) ? CUE_TELLS : CUE_OTHER;
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

bool is_dateline(const struct document *doc, const struct when *when)
{
	long place = dateline_place(doc, when);
	return place >= 0 && doc->tokens[place].upper;
}

bool is_due_day(const struct document *doc, const struct when *when)
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
	if (when->first <= s->first || !(r->words[when->first - 1u] & WORD_STATE_OF))
		return false;
	for (size_t i = s->first; i < s->end; i++) {
		if ((doc->covers[i].figure >= 0 && doc->covers[i].date < 0) ||
		    noun_at(doc, i).kind == NOUN_FOREIGN)
			return true;
	}
	return !(r->words[s->first] & WORD_PAPER) ||
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
	    when->date.precision != DATE_DAY || is_due_day(doc, when) || is_dateline(doc, when))
		return -1;
	long ago = date_last_day(doc->input->published) -
	           date_first_day(when_resolve(doc, when, false));
	return ago < OCCASION_DAYS ? ago : -1;
}

/* "He said today", "today at the session", and no "today, he said, 80% are done". */
static bool is_told_today(const struct reader *r, const struct sentence *s, size_t i)
{
	if (!(r->words[i] & WORD_TODAY))
		return false;
	for (size_t k = i + 1; k < s->end && k <= i + TODAY_TOKENS; k++) {
		if (r->doc->tokens[k].kind == TOKEN_SIGN)
			break;
		if (cue_at(r, k, s->first) == CUE_TELLS)
			return true;
	}
	for (size_t k = i; k > s->first && k + TODAY_TOKENS > i; k--) {
		if (r->doc->tokens[k - 1].kind == TOKEN_SIGN || r->words[k - 1] & WORD_STATE_OF)
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
		weekday |= (r->words[i] & WORD_WEEKDAY) != 0;
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
			paper |= (r->words[k] & WORD_PAPER) != 0;
		if (papers || !paper)
			return true;
	}
	return false;
}

/* Does the sentence quote, or tell what was said? */
bool is_told(const struct reader *r, const struct sentence *s)
{
	const struct document *doc = r->doc;
	if (is_sign(doc, s->first, '"') || is_sign(doc, s->first, '-') ||
	    find_mark(doc, s->first, s->end, MARK_SAYS) >= 0 || cites(r, s) ||
	    find_mark(doc, s->first, s->end, MARK_MEETING_BEFORE) >= 0)
		return true;
	for (size_t i = s->first; i < s->end; i++) {
		if (is_sign(doc, i, '"') ||
		    r->words[i] & (WORD_TELLING | WORD_PUBLISHING | WORD_TOLD_SO))
			return true;
	}
	return false;
}

/* "Since the talks of 10 March", and no "talks with the minister", which some languages say alike. */
static bool is_since_event(const struct reader *r, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		if (!has_mark(r->doc, i, MARK_SINCE))
			continue;
		for (size_t k = i + 1; k < end && k <= i + SINCE_TOKENS; k++) {
			if (r->words[k] & WORD_EVENT)
				return true;
		}
	}
	return false;
}

/*
 * "Since the talks of 10 March little has changed", "the deadline for the reports was 10 March":
 * nobody tells anything then.
 */
static bool is_of_else(const struct reader *r, const struct sentence *s, const struct when *when)
{
	/* "A week after the talks of 10 March": told on another day */
	if (has_word(r, s, WORD_DAYS_AFTER))
		return true;
	if (is_told(r, s))
		return false;
	return has_word(r, s, WORD_BACKGROUND) || has_word(r, s, WORD_DUE_DAY) ||
	       (!when->since && is_since_event(r, s->first, when->first));
}

enum telling read_occasion(const struct reader *r, const struct sentence *s, int32_t *ret_day)
{
	const struct document *doc = r->doc;
	long best =
		OCCASION_DAYS; /* of several days the last: they met, and then held the session */
	bool today = false;
	int32_t last = -1;
	for (size_t i = s->first; i < s->end; i++) {
		int32_t w = doc->covers[i].date;
		today |= r->words[i] & WORD_ASKED || is_told_today(r, s, i);
		if (w < 0 || w == last)
			continue;
		last = w;
		long ago = days_ago(r, s, &doc->whens[w]);
		size_t away = ago >= 0 ? cue_distance(r, s, w) : 0;
		today |= away > 0 && ago == 0;
		if (away > 0 && ago > 0 && ago < best && !is_of_else(r, s, &doc->whens[w])) {
			best = ago;
			*ret_day = w;
		}
	}
	if (best < OCCASION_DAYS)
		return TELLS_DAY;
	return today || is_told_on_weekday(r, s) ? TELLS_TODAY : TELLS_NOTHING;
}
