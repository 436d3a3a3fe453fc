#include "breaks.h"

#include <stdbool.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

/* A text that is walked over, and the character that stands at its place. */
struct walk {
	const struct fold_table *fold;
	const char *text;
	size_t len;
	size_t at;
	size_t bytes;               /* of the character at `at`; 0 at the end of the text */
	enum letter_break property; /* BREAK_END there */
};

static inline void look(struct walk *w)
{
	uint32_t cp;
	if (w->at >= w->len) {
		w->bytes = 0;
		w->property = BREAK_END;
		return;
	}
	w->bytes = utf8_decode_quick(w->text + w->at, w->len - w->at, &cp);
	w->property = letter_break_of(w->fold, cp);
}

/* To the next character that counts: accents and format characters go with the one before (SB5). */
static inline void advance(struct walk *w)
{
	do {
		w->at += w->bytes;
		look(w);
	} while (w->property == BREAK_EXTENDS);
}

static bool ends_paragraph(enum letter_break property)
{
	return property == BREAK_CR || property == BREAK_LINE;
}

static bool ends_sentence(enum letter_break property)
{
	return property == BREAK_POINT || property == BREAK_STOP;
}

/* Past the end of a paragraph, which the walk is at (SB3, SB4). */
static size_t past_paragraph(struct walk *w)
{
	bool cr = w->property == BREAK_CR;
	w->at += w->bytes;
	if (cr && w->at < w->len && w->text[w->at] == '\n')
		w->at++;
	return w->at;
}

/* SB8: a small letter is the next that comes, whatever signs and numbers stand before it. */
static bool goes_on_small(struct walk w)
{
	while (w.property != BREAK_END && !ends_paragraph(w.property) &&
	       !ends_sentence(w.property) && w.property != BREAK_UPPER &&
	       w.property != BREAK_LETTER && w.property != BREAK_LOWER)
		advance(&w);
	return w.property == BREAK_LOWER;
}

/*
 * The walk is at a point or stop, behind a character of the property `before`.
 * Does the sentence end with it? Then the walk is where the next one begins,
 * else at what follows and goes on with it, perhaps another point.
 */
static bool pass_end(struct walk *w, enum letter_break before)
{
	bool point = w->property == BREAK_POINT;
	advance(w);
	if (point && w->property == BREAK_NUMBER) /* SB6 */
		return false;
	if (point && w->property == BREAK_UPPER && /* SB7 */
	    (before == BREAK_UPPER || before == BREAK_LOWER))
		return false;
	while (w->property == BREAK_CLOSE) /* SB9 */
		advance(w);
	while (w->property == BREAK_SPACE) /* SB10 */
		advance(w);
	if (ends_paragraph(w->property)) {
		past_paragraph(w);
		return true;
	}
	if (w->property == BREAK_GOES_ON || ends_sentence(w->property)) /* SB8a */
		return false;
	return !(point && goes_on_small(*w)); /* SB11 */
}

/* Past the letters, signs and spaces of ASCII that end nothing: most of a text is no more. */
static inline void pass_plain(struct walk *w, enum letter_break *before)
{
	const struct letter *letters = w->fold->at_hand;
	size_t at = w->at;
	for (; letters && at < w->len && (unsigned char)w->text[at] < 0x80; at++) {
		enum letter_break property =
			(enum letter_break)letters[(unsigned char)w->text[at]].property;
		if (ends_sentence(property) || ends_paragraph(property) ||
		    property == BREAK_EXTENDS)
			break;
		*before = property;
	}
	w->at = at;
	look(w);
}

size_t break_next(const struct fold_table *fold, const char *text, size_t len, size_t at)
{
	struct walk w = { .fold = fold, .text = text, .len = len, .at = at };
	enum letter_break before = BREAK_OTHER;
	for (;;) {
		pass_plain(&w, &before);
		if (w.property == BREAK_END)
			return len;
		if (ends_paragraph(w.property))
			return past_paragraph(&w);
		if (ends_sentence(w.property)) {
			if (pass_end(&w, before))
				return w.at;
			before = BREAK_OTHER;
			continue;
		}
		if (w.property != BREAK_EXTENDS)
			before = w.property;
		w.at += w.bytes;
	}
}
