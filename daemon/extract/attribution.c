/*
 * A report is one person's or body's word until another is quoted: so a figure
 * belongs to whom its own sentence names; else to whom the sentences before
 * it quoted; else to whom the next ones name ("Such was the answer of the
 * ministry"). Where a sentence says that somebody unnamed spoke, nobody does.
 */
#include "attribution.h"

#include <string.h>

#include "speaker.h"

/* How far a word of saying is from who speaks, in tokens. */
#define SUBJECT_TOKENS 16
#define BEHIND_TOKENS 8
/* So many sentences are still the report of who was quoted last. */
#define CARRIED_SENTENCES 4
/* A name before a colon is sought among so many others. */
#define MENTIONS_COMPARED 500
/* So many sentences later a text still says who has spoken. */
#define AHEAD_SENTENCES 2

enum voice_kind {
	VOICE_NAMED,
	VOICE_SAME,   /* "he added": whoever spoke before */
	VOICE_NOBODY, /* "it was said at the session" */
};

/* Somebody who is named, speaking or not. */
struct mention {
	struct speaker who;
	uint32_t sentence;
	bool oblique; /* behind a preposition */
	bool inside;  /* behind one that leads to who speaks: "в Минэкономики" */
};

/* A word of saying, and whose it is. */
struct attribution {
	enum voice_kind kind;
	uint32_t at;
	uint32_t sentence;
	const struct mention *by; /* of VOICE_NAMED */
	bool pronoun;             /* of VOICE_SAME: "he" */
	bool oblique;
	const char *rule;
};

struct listener {
	struct document *doc;
	struct voices *voices;
	struct mention *mentions; /* of all sentences; … */
	size_t mention_count;
	size_t first_mention; /* … those of the one at hand */
	size_t end_mention;
	struct attribution *list;
	size_t count;
};

static bool is_preposition(const struct listener *l, size_t i)
{
	return voice_is(l->voices, i, MARK_PREPOSITION) ||
	       voice_is(l->voices, i, MARK_SPEAKER_LINK);
}

/* Does a word of saying begin here? */
static bool is_saying(const struct listener *l, size_t i)
{
	return (has_mark(l->doc, i, MARK_SAYS) && l->doc->covers[i].first == i) ||
	       (voice_is(l->voices, i, MARK_SPEAKS) &&
	        (i == 0 || voice_past(l->voices, i - 1) == i));
}

static size_t past_saying(const struct listener *l, size_t i)
{
	return voice_is(l->voices, i, MARK_SPEAKS) ? voice_past(l->voices, i) : past(l->doc, i);
}

/* "в Гомеле Марчук сообщил": a place, and then who speaks. */
static void leave_place(const struct listener *l, struct mention *m)
{
	bool bare_name = m->who.name_first > (int32_t)m->who.first &&
	                 m->who.core_last >= (uint32_t)m->who.name_first;
	if (!m->inside || !bare_name || !is_saying(l, m->who.last + 1u))
		return;
	m->who.first = (uint32_t)m->who.name_first;
	m->oblique = m->inside = false;
}

static void find_mentions(struct listener *l, uint32_t sentence)
{
	const struct document *doc = l->doc;
	const struct sentence *s = &doc->sentences[sentence];
	for (size_t i = s->first; i < s->end;) {
		struct mention m = { .sentence = sentence };
		if (!speaker_may_begin(l->voices, i) || !speaker_read(l->voices, i, s, &m.who)) {
			i++;
			continue;
		}
		size_t before = i;
		if (before > s->first && voice_is(l->voices, before - 1, MARK_ARTICLE))
			before--;
		if (before > s->first && is_preposition(l, before - 1)) {
			m.oblique = true;
			m.inside = voice_is(l->voices, before - 1, MARK_SPEAKER_IN);
			leave_place(l, &m);
		}
		l->mentions = grow(doc->arena, l->mentions, l->mention_count, sizeof(m));
		l->mentions[l->mention_count++] = m;
		i = m.who.last + 1u;
	}
}

/* May these words stand between a word of saying and who speaks, behind it? */
static bool passes_behind(const struct listener *l, size_t first, size_t end, bool inside)
{
	const struct document *doc = l->doc;
	size_t strange = 0;
	for (size_t i = first; i < end; i++) {
		bool joint = is_sign(doc, i, '"') ||
		             (is_sign(doc, i, '-') && !doc->tokens[i].spaced);
		if ((doc->tokens[i].kind == TOKEN_SIGN && !joint) ||
		    voice_is(l->voices, i, MARK_THAT) || is_saying(l, i))
			return false;
		bool light = joint || doc->covers[i].date >= 0 || is_preposition(l, i) ||
		             has_mark(doc, i, MARK_FUNCTION);
		strange += !light;
	}
	return strange <= (inside ? 0u : 3u);
}

static const struct mention *subject_behind(const struct listener *l, size_t says, size_t end)
{
	size_t from = past_saying(l, says);
	const struct mention *inside =
		NULL; /* "заявили в министерстве", where nobody else is named */
	for (size_t m = l->first_mention; m < l->end_mention; m++) {
		const struct mention *mention = &l->mentions[m];
		if (mention->who.first < from)
			continue;
		if (mention->who.first >= end || mention->who.first > from + BEHIND_TOKENS ||
		    !passes_behind(l, from, mention->who.first, false))
			return inside;
		if (mention->oblique) {
			if (!inside && mention->inside && mention->who.name_first < 0 &&
			    passes_behind(l, from, mention->who.first, true))
				inside = mention;
			continue;
		}
		if (!mention->oblique && speaker_is_oblique(l->voices, &mention->who))
			continue; /* "сообщил Путину": who is told */
		return mention;
	}
	return inside;
}

/* An aside has a comma at either end; what else stands between is one clause. */
static bool passes_before(const struct listener *l, size_t first, size_t end)
{
	const struct document *doc = l->doc;
	size_t commas = 0;
	for (size_t i = first; i < end; i++) {
		if (is_sign(doc, i, ';') || is_sign(doc, i, ':') || is_sign(doc, i, '"') ||
		    is_saying(l, i))
			return false;
		commas += is_sign(doc, i, ',');
	}
	return commas % 2 == 0;
}

/* "the speaker of the house, Andreichenko, told …": the name between commas. */
static bool is_apposed(const struct listener *l, const struct mention *mention, size_t says)
{
	bool comma = false;
	for (size_t i = mention->who.core_last + 1u; (int32_t)i < mention->who.name_first; i++)
		comma |= is_sign(l->doc, i, ',');
	return comma && mention->who.last + 2u == says && is_sign(l->doc, says - 1, ',');
}

/* "Marchuk, who heads the department, told Drozd …" */
static bool is_before_aside(const struct listener *l, const struct mention *mention, size_t says)
{
	return is_sign(l->doc, mention->who.last + 1, ',') && is_sign(l->doc, says - 1, ',') &&
	       mention->who.last + 2 < says;
}

static const struct mention *subject_before(const struct listener *l, size_t says, size_t first)
{
	for (size_t m = l->end_mention; m > l->first_mention; m--) {
		const struct mention *mention = &l->mentions[m - 1];
		size_t last = mention->who.last;
		if (last >= says)
			continue;
		if (mention->who.first < first || says - last > SUBJECT_TOKENS)
			return NULL;
		bool inside = mention->inside && mention->who.name_first < 0 && says - last <= 4;
		if (mention->oblique ? !inside : speaker_is_oblique(l->voices, &mention->who))
			continue;
		if (is_apposed(l, mention, says) || passes_before(l, last + 1, says))
			return mention;
	}
	return NULL;
}

static bool has_pronoun(const struct listener *l, size_t says, const struct sentence *s)
{
	size_t behind = past_saying(l, says);
	for (size_t i = says; i > s->first && says - i < 3; i--) {
		if (voice_is(l->voices, i - 1, MARK_PERSON))
			return true;
		if (!has_mark(l->doc, i - 1, MARK_FUNCTION))
			break;
	}
	return behind < s->end && voice_is(l->voices, behind, MARK_PERSON);
}

static struct attribution of_saying(const struct listener *l, size_t says, uint32_t sentence)
{
	const struct document *doc = l->doc;
	const struct sentence *s = &doc->sentences[sentence];
	struct attribution a = { .kind = VOICE_SAME,
		                 .at = (uint32_t)says,
		                 .sentence = sentence,
		                 .rule = "a word of saying, of who spoke before" };
	bool inverted = says == s->first || doc->tokens[says - 1].kind == TOKEN_SIGN;
	a.pronoun = has_pronoun(l, says, s);
	if (a.pronoun)
		return a;
	const struct mention *behind = subject_behind(l, says, s->end);
	const struct mention *before = subject_before(l, says, s->first);
	bool beside = before && (before->who.last + 1 == says || is_apposed(l, before, says) ||
	                         is_before_aside(l, before, says));
	a.by = inverted && behind && !beside ? behind : before ? before : behind;
	if (a.by) {
		a.kind = VOICE_NAMED;
		a.oblique = a.by->oblique;
		bool named = a.by->who.name_first >= 0;
		a.rule = a.by == before ? named ? "the name before the word of saying"
		                                : "the office before the word of saying"
		         : named        ? "the name behind the word of saying"
		                        : "the office behind the word of saying";
	} else if (inverted && says > s->first) {
		a.kind = VOICE_NOBODY;
		a.rule = "a word of saying, but nobody near it";
	}
	return a;
}

/* "according to the ministry": whoever comes next. */
static bool of_according(const struct listener *l, size_t at, uint32_t sentence,
                         struct attribution *ret)
{
	const struct document *doc = l->doc;
	size_t from = past(doc, at);
	for (size_t m = l->first_mention; m < l->end_mention; m++) {
		const struct mention *mention = &l->mentions[m];
		if (mention->who.first < from)
			continue;
		if (mention->who.first > from + 4)
			return false;
		for (size_t i = from; i < mention->who.first; i++) {
			if (doc->tokens[i].kind == TOKEN_SIGN && !is_sign(doc, i, '-') &&
			    !is_sign(doc, i, ':'))
				return false;
		}
		*ret = (struct attribution){ .kind = VOICE_NAMED,
			                     .at = (uint32_t)at,
			                     .sentence = sentence,
			                     .by = mention,
			                     .oblique = true,
			                     .rule = "according to whom it is" };
		return true;
	}
	return false;
}

/* A word before a colon may be anything, but an office, and a name that the text has elsewhere. */
static bool is_known(const struct listener *l, size_t m)
{
	const struct mention *mention = &l->mentions[m];
	if (mention->who.name_first < 0 ||
	    mention->who.core_last < (uint32_t)mention->who.name_first)
		return true;
	const struct token *name = &l->doc->tokens[mention->who.name_last];
	for (size_t k = 0; k < l->mention_count && k < MENTIONS_COMPARED; k++) {
		int32_t other = l->mentions[k].who.name_last;
		if (k != m && other >= 0 && l->doc->tokens[other].hash == name->hash)
			return true;
	}
	return false;
}

/* "Embassy: over half of the programmes …" */
static bool of_heading(const struct listener *l, size_t m, struct attribution *ret)
{
	const struct mention *mention = &l->mentions[m];
	const struct sentence *s = &l->doc->sentences[mention->sentence];
	bool begins = mention->who.first == s->first && is_sign(l->doc, mention->who.last + 1, ':');
	/* "Union programmes 78% fulfilled: Economy Ministry" */
	bool ends = s->in_title && mention->who.last + 1u == s->end &&
	            mention->who.first > s->first && is_sign(l->doc, mention->who.first - 1, ':');
	if ((!begins && !ends) || has_mark(l->doc, mention->who.first, MARK_ACCORDING) ||
	    !is_known(l, m))
		return false;
	*ret = (struct attribution){ .kind = VOICE_NAMED,
		                     .at = mention->who.last,
		                     .sentence = mention->sentence,
		                     .by = mention,
		                     .rule = "who stands before the colon" };
	return true;
}

static void add(struct listener *l, const struct attribution *a)
{
	l->list = grow(l->doc->arena, l->list, l->count, sizeof(*l->list));
	l->list[l->count++] = *a;
}

static void find_attributions(struct listener *l, uint32_t sentence)
{
	const struct document *doc = l->doc;
	const struct sentence *s = &doc->sentences[sentence];
	struct attribution a;
	for (size_t m = l->first_mention; m < l->end_mention; m++) {
		if ((m == l->first_mention || m + 1 == l->end_mention) && of_heading(l, m, &a))
			add(l, &a);
	}
	for (size_t i = s->first; i < s->end; i++) {
		if (voice_is(l->voices, i, MARK_SAME_SPEAKER)) {
			a = (struct attribution){ .kind = VOICE_SAME,
				                  .at = (uint32_t)i,
				                  .sentence = sentence,
				                  .rule = "by the words of who spoke before" };
			add(l, &a);
			i = voice_past(l->voices, i) - 1;
		} else if (has_mark(doc, i, MARK_ACCORDING) && doc->covers[i].first == i &&
		           !voice_is(l->voices, i, MARK_PASSES_ON) &&
		           of_according(l, i, sentence, &a)) {
			add(l, &a);
		} else if (is_saying(l, i) && !voice_is(l->voices, i, MARK_PASSES_ON)) {
			a = of_saying(l, i, sentence);
			add(l, &a);
		}
	}
}

/* --- for each figure */

/* The attribution of the figure's own sentence: that of its clause, else the nearest. */
static const struct attribution *in_sentence(const struct listener *l, const struct figure *figure)
{
	uint32_t sentence = l->doc->covers[figure->number].sentence;
	const struct attribution *best = NULL;
	uint32_t best_distance = 0;
	for (size_t i = 0; i < l->count; i++) {
		const struct attribution *a = &l->list[i];
		if (a->sentence != sentence)
			continue;
		uint32_t distance = a->at > figure->number ? a->at - figure->number
		                                           : figure->number - a->at;
		if (a->at < figure->clause_first || a->at >= figure->clause_end)
			distance += 1000;
		if (a->kind == VOICE_NOBODY)
			distance += 500;
		if (!best || distance < best_distance) {
			best = a;
			best_distance = distance;
		}
	}
	return best;
}

/* "ТАСС", "БЕЛТА": an outlet by its initials. */
static bool is_initials(const struct listener *l, const struct attribution *a)
{
	return l->doc->tokens[a->by->who.first].upper;
}

/* Who was quoted last before the sentence; NULL where that is long ago, or was nobody. */
static const struct attribution *carried(const struct listener *l, uint32_t sentence, bool same)
{
	for (size_t i = l->count; i > 0; i--) {
		const struct attribution *a = &l->list[i - 1];
		bool in_title = l->doc->sentences[a->sentence].in_title;
		if (a->sentence > sentence || (a->sentence == sentence && !same) ||
		    a->kind == VOICE_SAME)
			continue;
		if (!same && !in_title && sentence - a->sentence > CARRIED_SENTENCES)
			return NULL;
		/* "…, the president said at the session, БЕЛТА reports": it passes his words on */
		if (a->kind == VOICE_NAMED && is_initials(l, a) && i > 1 &&
		    a[-1].sentence == a->sentence && a[-1].kind == VOICE_NAMED)
			continue;
		return a->kind == VOICE_NAMED ? a : NULL;
	}
	return NULL;
}

/* "Such was the answer of the ministry": what it says was said before. */
static bool points_back(const struct listener *l, const struct attribution *a)
{
	const struct sentence *s = &l->doc->sentences[a->sentence];
	for (size_t i = s->first; i < s->end && i < s->first + 4u; i++) {
		if (voice_is(l->voices, i, MARK_SUCH))
			return true;
	}
	/* "According to the agency, imports fell by a quarter": told of something else */
	for (size_t i = s->first; i < s->end; i++) {
		if (l->doc->covers[i].figure >= 0)
			return false;
	}
	return has_mark(l->doc, s->first, MARK_ACCORDING);
}

/* "Counsellor Zhukau divided … ; all are implemented, he said": who was last named, and did something. */
static const struct mention *last_person(const struct listener *l, const struct attribution *he)
{
	for (size_t m = l->mention_count; m > 0; m--) {
		const struct mention *mention = &l->mentions[m - 1];
		if (mention->who.first >= he->at || l->doc->sentences[mention->sentence].in_title)
			continue;
		if (he->sentence - mention->sentence > 2)
			return NULL;
		if (mention->who.name_first >= 0 && !mention->oblique &&
		    !speaker_is_oblique(l->voices, &mention->who))
			return mention;
	}
	return NULL;
}

/* So many sentences a quotation may go on. */
#define QUOTED_SENTENCES 4
/* So soon behind its end who speaks is named. */
#define QUOTE_TOKENS 8

/* "„One. Two“, said the minister": who is named where the quotation ends that the sentence stands in. */
static const struct attribution *behind_quotation(const struct listener *l, uint32_t sentence)
{
	const struct document *doc = l->doc;
	const struct sentence *s = &doc->sentences[sentence];
	size_t marks = 0;
	for (size_t i = s->first; i < s->end; i++)
		marks += is_sign(doc, i, '"');
	if (marks % 2 == 0)
		return NULL;
	for (uint32_t k = sentence + 1; k < doc->sentence_count && k <= sentence + QUOTED_SENTENCES;
	     k++) {
		size_t end = doc->sentences[k].first;
		while (end < doc->sentences[k].end && !is_sign(doc, end, '"'))
			end++;
		for (size_t i = 0; end < doc->sentences[k].end && i < l->count; i++) {
			if (l->list[i].at > end && l->list[i].at <= end + QUOTE_TOKENS)
				return &l->list[i];
		}
		if (end < doc->sentences[k].end)
			return NULL;
	}
	return NULL;
}

static const struct attribution *ahead(const struct listener *l, uint32_t sentence)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct attribution *a = &l->list[i];
		if (a->sentence <= sentence || a->kind == VOICE_SAME)
			continue;
		bool near = a->sentence - sentence <= AHEAD_SENTENCES;
		return near && a->kind == VOICE_NAMED && points_back(l, a) ? a : NULL;
	}
	return NULL;
}

/* "the state secretary said": his name, where the text has it with the same office. */
static const struct mention *holder_of(const struct listener *l, const struct mention *office)
{
	if (office->who.name_first >= 0)
		return office;
	for (size_t m = 0; m < l->mention_count; m++) {
		if (speaker_is_of_office(l->voices, &l->mentions[m].who, &office->who))
			return &l->mentions[m];
	}
	return office;
}

/* So much of two names is compared: behind it endings differ. */
#define NAME_BYTES 6

/*
 * "Petrov said so. Ambassador Sidorov has 40% on his list": where another name is what
 * the sentence of a figure is about, nobody's words go on.
 */
static bool names_another(const struct listener *l, const struct draft *draft,
                          const struct mention *last)
{
	const struct document *doc = l->doc;
	const struct sentence *s = &doc->sentences[draft->sentence];
	for (size_t m = 0; m < l->mention_count; m++) {
		const struct mention *mention = &l->mentions[m];
		int32_t name = mention->who.name_first, before = last->who.name_first;
		if (mention->sentence != draft->sentence || name < 0 || mention->oblique ||
		    mention->who.first > s->first + 1u || is_sign(doc, s->first, '"') ||
		    speaker_is_oblique(l->voices, &mention->who))
			continue;
		return before < 0 ||
		       strncmp(doc->tokens[name].text, doc->tokens[before].text, NAME_BYTES) != 0;
	}
	return false;
}

static void attribute(const struct listener *l, struct draft *draft)
{
	const struct figure *figure = &l->doc->figures[draft->figure];
	const struct attribution *own = in_sentence(l, figure), *by = own;
	if (!own)
		by = own = behind_quotation(l, draft->sentence);
	const char *rule = own ? own->rule : NULL;
	const struct mention *person = NULL;
	draft->same_voice = own && own->kind == VOICE_SAME && own->pronoun;
	if (own && own->kind == VOICE_SAME) {
		by = carried(l, draft->sentence, true);
		if (own->pronoun && (!by || draft->sentence - by->sentence > 1))
			person = last_person(l, own);
	} else if (!own) {
		by = carried(l, draft->sentence, false);
		rule = "who was quoted last";
		if (by && by->kind == VOICE_NAMED && names_another(l, draft, by->by))
			by = NULL;
		else if (!by && (by = ahead(l, draft->sentence)))
			rule = "who is named thereafter";
	}
	draft->why[FIELD_SPEAKER] = by_default(
		own && own->kind == VOICE_NOBODY ? own->rule : "nobody is quoted near it");
	draft->claim.speaker = NULL;
	if (!person && (!by || by->kind != VOICE_NAMED))
		return;
	const struct mention *who = person ? person : holder_of(l, by->by);
	bool oblique = !person && who == by->by
	                       ? by->oblique
	                       : who->oblique || speaker_is_oblique(l->voices, &who->who);
	draft->claim.speaker = speaker_name(l->voices, &who->who, oblique);
	draft->why[FIELD_SPEAKER] = by_words(who->who.first, who->who.last, rule);
}

void attribute_claims(struct document *doc)
{
	struct listener l = { .doc = doc };
	if (doc->draft_count == 0)
		return;
	l.voices = voices_new(doc);
	for (uint32_t s = 0; s < doc->sentence_count; s++)
		find_mentions(&l, s);
	for (uint32_t s = 0; s < doc->sentence_count; s++) {
		l.first_mention = l.end_mention;
		while (l.end_mention < l.mention_count && l.mentions[l.end_mention].sentence == s)
			l.end_mention++;
		find_attributions(&l, s);
	}
	for (size_t d = 0; d < doc->draft_count; d++)
		attribute(&l, &doc->drafts[d]);
}
