#include "speaker.h"

#include <string.h>

#include "base/buf.h"
#include "topic.h"

/* Longer names of offices are cut: nobody reads them. */
#define SPEAKER_BYTES_MAX 200u
/* Words between an office and its holder: "министр транспорта и коммуникаций …" */
#define DOMAIN_WORDS 6
/* Of an outlet or a firm, between quotation marks. */
#define TITLE_WORDS 6
/* Offices in a chain: "secretariat of the Council of Ministers of the Union State" */
#define CHAIN_MAX 6

struct voice {
	const struct phrase *phrases; /* NULL: none of the vocabulary's */
	uint32_t first;
	uint32_t last;
};

struct voices {
	const struct document *doc;
	struct voice *list; /* one a token */
};

struct voices *voices_new(const struct document *doc)
{
	struct voices *voices = arena_alloc(doc->arena, sizeof(*voices));
	voices->doc = doc;
	voices->list = arena_room(doc->arena, doc->count + 1, sizeof(*voices->list));
	struct vocabulary_matcher matcher;
	vocabulary_matcher_init(&matcher, doc->language->speakers, doc->tokens);
	for (size_t i = 0; i < doc->count;) {
		size_t end = i < doc->title_count ? doc->title_count : doc->count;
		struct vocabulary_match match = vocabulary_match(&matcher, i, end);
		size_t n = match.length ? match.length : 1;
		for (size_t k = i; k < i + n; k++)
			voices->list[k] = (struct voice){ match.length ? match.phrases[0] : NULL,
				                          (uint32_t)i, (uint32_t)(i + n - 1) };
		i += n;
	}
	return voices;
}

static const struct phrase *voice_phrase(const struct voices *voices, size_t token, enum mark mark)
{
	const struct phrase *p = token < voices->doc->count ? voices->list[token].phrases : NULL;
	while (p && p->mark != (int)mark)
		p = p->next;
	return p;
}

bool voice_is(const struct voices *voices, size_t token, enum mark mark)
{
	return voice_phrase(voices, token, mark) != NULL;
}

size_t voice_past(const struct voices *voices, size_t token)
{
	return token < voices->doc->count ? voices->list[token].last + 1u : token + 1;
}

static size_t letters(const char *text, size_t len)
{
	size_t n = 0;
	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)text[i] & 0xC0) != 0x80;
	return n;
}

static bool is_name_word(const struct voices *voices, size_t i, const struct sentence *s)
{
	const struct document *doc = voices->doc;
	const struct token *t = &doc->tokens[i];
	return i < s->end && t->kind == TOKEN_WORD && t->capital && t->len > 1 &&
	       !has_mark(doc, i, MARK_STATE) && !has_mark(doc, i, MARK_MONTH) &&
	       !has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_SAYS) &&
	       !has_mark(doc, i, MARK_ACCORDING) && doc->covers[i].date < 0 &&
	       doc->covers[i].figure < 0 && !voices->list[i].phrases;
}

/* "А." of "А. Лукашенко": an initial, and its point. */
static bool is_initial(const struct document *doc, size_t i, const struct sentence *s)
{
	const struct token *t = &doc->tokens[i];
	return i + 1 < s->end && t->kind == TOKEN_WORD && t->capital &&
	       letters(t->text, t->len) == 1 && is_sign(doc, i + 1, '.');
}

/* «Нефтегазовому обозревателю»: a few words between quotation marks. */
static bool is_title_of_work(const struct document *doc, size_t first, const struct sentence *s)
{
	if (first == s->first || !is_sign(doc, first - 1, '"'))
		return false;
	for (size_t i = first; i < s->end && i < first + TITLE_WORDS; i++) {
		if (is_sign(doc, i, '"'))
			return true;
	}
	return false;
}

/*
 * A run of capitalised words: first name, initials, surname, each perhaps with
 * a hyphen. The surname is the last. A single word that begins a sentence may
 * be any word: it is a name only where the lexicon does not know it. A name
 * between quotation marks is an outlet's or a firm's.
 */
static bool read_name(const struct voices *voices, size_t first, const struct sentence *s,
                      struct speaker *ret)
{
	const struct document *doc = voices->doc;
	size_t i = first, surname = first, last = first;
	bool any = false;
	while (i < s->end) {
		if (is_initial(doc, i, s)) {
			i += 2;
			continue;
		}
		if (!is_name_word(voices, i, s))
			break;
		surname = last = i++;
		any = true;
		while (i + 1 < s->end && is_sign(doc, i, '-') && !doc->tokens[i].spaced &&
		       is_name_word(voices, i + 1, s)) {
			last = i + 1;
			i += 2;
		}
	}
	bool any_word = first == s->first && surname == first &&
	                (!is_unknown(doc, first) || looks_like_verb(doc, first));
	if (!any || any_word || is_title_of_work(doc, first, s))
		return false;
	ret->name_first = (int32_t)surname;
	ret->name_last = (int32_t)last;
	ret->last = (uint32_t)last;
	return true;
}

/*
 * The head of an office or body behind its adjectives and owners ("the Russian
 * government's press service"); an owner alone is one, too ("the ministry's
 * bulletin"). s->end where there is none.
 */
static size_t find_head(const struct voices *voices, size_t i, const struct sentence *s)
{
	size_t owner = s->end;
	for (; i < s->end; i = voice_past(voices, i)) {
		if (voice_is(voices, i, MARK_SPEAKER))
			return i;
		if (voice_is(voices, i, MARK_SPEAKER_OWNER))
			owner = i;
		else if (!voice_is(voices, i, MARK_SPEAKER_ADJECTIVE))
			break;
	}
	return owner;
}

/* The token past one office or body; 0 where there is none. */
static size_t past_office(const struct voices *voices, size_t i, const struct sentence *s)
{
	size_t head = find_head(voices, i, s);
	return head < s->end ? voice_past(voices, head) : 0;
}

/* What a link may lead to: another office, a place, a proper noun. */
static size_t past_complement(const struct voices *voices, size_t i, const struct sentence *s)
{
	size_t end = past_office(voices, i, s);
	if (end)
		return end;
	if (i < s->end && voice_is(voices, i, MARK_SPEAKER_PLACE))
		return voice_past(voices, i);
	for (end = i; is_name_word(voices, end, s);)
		end++;
	return end > i ? end : 0;
}

/* Is the noun printed as the lexicon has its nominative? */
static bool is_written_so(const struct voices *voices, size_t head, const struct phrase *noun)
{
	const struct document *doc = voices->doc;
	const struct token *first = &doc->tokens[voices->list[head].first],
			   *last = &doc->tokens[voices->list[head].last];
	const char *folded = words_fold(doc->arena, &doc->language->fold, noun->text);
	size_t len = strlen(folded);
	return strncmp(folded, first->text, first->len) == 0 && len >= last->len &&
	       (first == last || memcmp(folded + len - last->len, last->text, last->len) == 0);
}

/* "в Госдуме министр …": a nominative where the language has cases, so no part of the chain. */
static bool begins_subject(const struct voices *voices, size_t i, const struct sentence *s)
{
	size_t head = find_head(voices, i, s);
	const struct phrase *noun = head < s->end ? voice_phrase(voices, head, MARK_SPEAKER) : NULL;
	return noun && noun->is_valued && is_written_so(voices, head, noun);
}

/* "Совета министров СГ", "of the Union State", "Беларуси": how far an office reaches. */
static size_t past_chain(const struct voices *voices, size_t i, const struct sentence *s,
                         bool oblique)
{
	for (int n = 0; n < CHAIN_MAX && i < s->end; n++) {
		size_t next = 0;
		if (voice_is(voices, i, MARK_SPEAKER_PLACE))
			next = voice_past(voices, i);
		else if (voice_is(voices, i, MARK_SPEAKER_LINK))
			next = past_complement(voices, voice_past(voices, i), s);
		else if (!oblique || !begins_subject(voices, i, s))
			next = past_office(voices, i, s);
		if (!next || next > s->end)
			break;
		i = next;
	}
	return i;
}

/* "the head of the government staff, …": a few words that the lexicon does not know, up to a comma. */
static size_t past_domain(const struct voices *voices, size_t end, const struct sentence *s)
{
	const struct document *doc = voices->doc;
	size_t i = end;
	while (i < s->end && i < end + 3 && doc->tokens[i].kind == TOKEN_WORD &&
	       !doc->tokens[i].capital && is_unknown(doc, i))
		i++;
	return is_sign(doc, i, ',') ? i : end;
}

/* Another subject: "заявил в Госдуме министр Петров" is no Petrov of the Duma's. */
static bool is_other_subject(const struct voices *voices, size_t i)
{
	const struct phrase *noun = voice_phrase(voices, i, MARK_SPEAKER);
	return noun && voices->list[i].first == i &&
	       (!noun->is_valued || is_written_so(voices, i, noun));
}

/* So far behind a long office its holder may stand. */
#define FAR_WORDS 16

/*
 * "директор департамента по туризму Министерства спорта и туризма Евгений Роднов":
 * behind prepositions and bodies, a first name and a surname that no preposition governs.
 */
static bool read_far_holder(const struct voices *voices, size_t end, const struct sentence *s,
                            struct speaker *ret)
{
	const struct document *doc = voices->doc;
	for (size_t i = end; i < s->end && i < end + FAR_WORDS; i++) {
		struct speaker name = *ret;
		bool joint = is_sign(doc, i, '-');
		if ((doc->tokens[i].kind != TOKEN_WORD && !joint) || has_mark(doc, i, MARK_SAYS) ||
		    (is_other_subject(voices, i) && !is_sign(doc, i - 1, '-')) ||
		    has_mark(doc, i, MARK_COMPLETED) || doc->covers[i].figure >= 0 ||
		    doc->covers[i].date >= 0 || doc->tokens[i].line)
			return false;
		if (!read_name(voices, i, s, &name))
			continue;
		bool pair = name.name_first > (int32_t)i;
		if (pair && !voice_is(voices, i - 1, MARK_PREPOSITION)) {
			*ret = name;
			return true;
		}
		i = name.last;
	}
	return false;
}

/* "the deputy head of the department, Marchuk, said"; "минтранса Зверев", "министр экономики Чеботарь" */
static void read_holder(const struct voices *voices, size_t end, const struct sentence *s,
                        struct speaker *ret)
{
	const struct document *doc = voices->doc;
	struct speaker holder = *ret;
	size_t i = past_domain(voices, end, s);
	if (is_sign(doc, i, ',')) {
		bool closed = read_name(voices, i + 1, s, &holder) &&
		              (holder.last + 1 >= s->end || is_sign(doc, holder.last + 1, ',') ||
		               has_mark(doc, holder.last + 1, MARK_SAYS));
		if (closed)
			*ret = holder;
		return;
	}
	for (int n = 0; n <= DOMAIN_WORDS && i < s->end; n++, i++) {
		if (read_name(voices, i, s, &holder)) {
			*ret = holder;
			return;
		}
		if (doc->tokens[i].kind != TOKEN_WORD || has_mark(doc, i, MARK_SAYS) ||
		    (has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_AND)) ||
		    voice_is(voices, i, MARK_PREPOSITION) || looks_like_verb(doc, i))
			break;
	}
	read_far_holder(voices, end, s, ret);
}

bool speaker_may_begin(const struct voices *voices, size_t token)
{
	return voices->list[token].phrases || voices->doc->tokens[token].capital;
}

bool speaker_read(const struct voices *voices, size_t token, const struct sentence *s,
                  struct speaker *ret)
{
	struct speaker found = { .first = (uint32_t)token, .name_first = -1, .name_last = -1 };
	size_t end = past_office(voices, token, s);
	if (!end) {
		if (!read_name(voices, token, s, &found))
			return false;
		found.core_last = found.last;
		*ret = found;
		return true;
	}
	size_t head = find_head(voices, token, s);
	const struct phrase *noun = head < s->end ? voice_phrase(voices, head, MARK_SPEAKER) : NULL;
	end = past_chain(voices, end, s,
	                 noun && noun->is_valued && !is_written_so(voices, head, noun));
	found.last = found.core_last = (uint32_t)(end - 1);
	read_holder(voices, end, s, &found);
	*ret = found;
	return true;
}

static bool ends_with(const struct token *token, const char *ending)
{
	size_t n = strlen(ending);
	return n < token->len && memcmp(token->text + token->len - n, ending, n) == 0;
}

/* A noun that is not written as its nominative, where the lexicon gives one. */
static bool is_oblique_office(const struct voices *voices, const struct speaker *speaker)
{
	const struct document *doc = voices->doc;
	const struct sentence *s = &doc->sentences[doc->covers[speaker->first].sentence];
	size_t head = find_head(voices, speaker->first, s);
	const struct phrase *noun = head < s->end ? voice_phrase(voices, head, MARK_SPEAKER) : NULL;
	if (!noun || !noun->is_valued)
		return false;
	return !is_written_so(voices, head, noun);
}

bool speaker_is_oblique(const struct voices *voices, const struct speaker *speaker)
{
	const char **ending = voices->doc->language->oblique_names;
	if (speaker->name_last < 0)
		return is_oblique_office(voices, speaker);
	for (; ending && *ending; ending++) {
		if (ends_with(&voices->doc->tokens[speaker->name_last], *ending))
			return true;
	}
	return false;
}

/* --- into the nominative */

/* The bytes of the token as printed, less those of an ending of so many letters. */
static size_t bytes_without(const char *printed, size_t len, size_t letters)
{
	while (letters > 0 && len > 0) {
		len--;
		if (((unsigned char)printed[len] & 0xC0) != 0x80)
			letters--;
	}
	return len;
}

static const char *name_in_nominative(const struct voices *voices, const struct speaker *speaker)
{
	const struct document *doc = voices->doc;
	const char *name = source_words(doc, (size_t)speaker->name_first,
	                                (size_t)speaker->name_last);
	const struct ending_pair *pair = doc->language->name_endings;
	for (; pair && pair->from; pair++) {
		if (!ends_with(&doc->tokens[speaker->name_last], pair->from))
			continue;
		size_t keep = bytes_without(name, strlen(name),
		                            letters(pair->from, strlen(pair->from)));
		return arena_printf(doc->arena, "%.*s%s", (int)keep, name, pair->to);
	}
	return name;
}

/* Of "белорусский белорусская белорусское" the form that agrees with the noun. */
static const char *agreeing(const struct document *doc, const char *forms, const char *noun)
{
	size_t which = 1, len = strlen(noun);
	for (const struct ending_pair *pair = doc->language->gender_endings; pair && pair->from;
	     pair++) {
		size_t n = strlen(pair->from);
		if (n <= len && memcmp(noun + len - n, pair->from, n) == 0) {
			which = (size_t)(pair->to[0] - '0');
			break;
		}
	}
	const char *form = forms;
	for (size_t n = 1; n < which && strchr(form, ' '); n++)
		form = strchr(form, ' ') + 1;
	return arena_strndup(doc->arena, form, strcspn(form, " "));
}

/* What stands before the head: adjectives as they go with the noun, owners as printed. */
static int put_adjectives(const struct voices *voices, size_t first, size_t head, const char *noun,
                          struct buf *out)
{
	const struct document *doc = voices->doc;
	int rc = 0;
	for (size_t i = first; i < head && rc == 0; i = voice_past(voices, i)) {
		const struct phrase *p = voice_phrase(voices, i, MARK_SPEAKER_ADJECTIVE);
		const char *printed = source_words(doc, i, voice_past(voices, i) - 1);
		rc = buf_printf(out, "%s ",
		                p && strchr(p->text, ' ') ? agreeing(doc, p->text, noun) : printed);
	}
	return rc;
}

/* The head of the office, from the lexicon; then the rest as it is printed. */
static const char *office_in_nominative(const struct voices *voices, const struct speaker *speaker,
                                        const struct sentence *s)
{
	const struct document *doc = voices->doc;
	const char *printed = source_words(doc, speaker->first, speaker->core_last);
	size_t head = find_head(voices, speaker->first, s), rest = voice_past(voices, head);
	const struct phrase *noun = voice_phrase(voices, head, MARK_SPEAKER);
	struct buf out;
	if (!noun)
		noun = voice_phrase(voices, head, MARK_SPEAKER_OWNER);
	if (!noun || (noun->mark == MARK_SPEAKER && !noun->is_valued))
		return printed;
	buf_init(&out, SPEAKER_BYTES_MAX);
	int rc = put_adjectives(voices, speaker->first, head, noun->text, &out);
	rc = rc == 0 ? buf_puts(&out, noun->text) : rc;
	if (rest <= speaker->core_last && rc == 0)
		rc = buf_printf(&out, " %s", source_words(doc, rest, speaker->core_last));
	if (rc == 0)
		printed = arena_strndup(doc->arena, out.data, out.len);
	buf_done(&out);
	return printed;
}

const char *speaker_name(const struct voices *voices, const struct speaker *speaker, bool oblique)
{
	const struct document *doc = voices->doc;
	const struct sentence *s = &doc->sentences[doc->covers[speaker->first].sentence];
	size_t head = find_head(voices, speaker->first, s);
	if (speaker->name_first >= 0)
		return oblique ? name_in_nominative(voices, speaker)
		               : source_words(doc, (size_t)speaker->name_first,
		                              (size_t)speaker->name_last);
	if (oblique || !voice_is(voices, head, MARK_SPEAKER))
		return office_in_nominative(voices, speaker, s);
	return source_words(doc, speaker->first, speaker->core_last);
}

/* The office as the lexicon calls it, whichever of its names is used; NULL where it knows none. */
static const char *office_of(const struct voices *voices, size_t head)
{
	const struct phrase *p = voice_phrase(voices, head, MARK_SAME_OFFICE);
	if (!p)
		p = voice_phrase(voices, head, MARK_SPEAKER);
	return p ? p->text : NULL;
}

/* Words of one country begin alike: "белорусский лидер", "президент Беларуси". */
#define COUNTRY_BYTES 6

static bool shares_country(const struct voices *voices, const struct speaker *named,
                           const struct speaker *office, size_t head)
{
	const struct document *doc = voices->doc;
	for (size_t i = office->first; i < head; i = voice_past(voices, i)) {
		const struct token *t = &doc->tokens[i];
		for (size_t k = named->first; k <= named->last; k++) {
			if (voices->list[k].phrases && t->len > COUNTRY_BYTES &&
			    doc->tokens[k].len > COUNTRY_BYTES &&
			    memcmp(t->text, doc->tokens[k].text, COUNTRY_BYTES) == 0)
				return true;
		}
	}
	return false;
}

bool speaker_is_of_office(const struct voices *voices, const struct speaker *named,
                          const struct speaker *office)
{
	const struct document *doc = voices->doc;
	const struct sentence *a = &doc->sentences[doc->covers[named->first].sentence],
			      *b = &doc->sentences[doc->covers[office->first].sentence];
	size_t x = find_head(voices, named->first, a), y = find_head(voices, office->first, b);
	if (named->name_first < 0 || x >= a->end || y >= b->end)
		return false;
	const char *one = office_of(voices, x), *other = office_of(voices, y);
	bool bare = voice_past(voices, y) > office->core_last &&
	            (y == office->first || shares_country(voices, named, office, y));
	return one && other && bare && strcmp(one, other) == 0;
}
