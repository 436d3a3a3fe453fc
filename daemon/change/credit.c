#include "change/credit.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "latin.h"

/*
 * An attribution stands in the sentence of the figure, in the one before or
 * behind it, in the title or in the dateline: so many letters hold it, and
 * seldom anything else.
 */
#define BESIDE_LETTERS 240
#define DATELINE_LETTERS 120
#define NAME_WORDS 6

struct word {
	char latin[LATIN_SIZE];
	bool is_capital; /* its first letter */
	bool is_capitals;
	bool is_open; /* of a name: a star follows, and so any ending may */
};

struct name {
	struct word words[NAME_WORDS];
	size_t count;
};

/* A piece of an article. */
struct piece {
	const char *at;
	const char *end;
};

static bool is_capital(uint32_t cp)
{
	return (cp >= 'A' && cp <= 'Z') || (cp >= 0x400 && cp <= 0x42f);
}

static bool is_letter(uint32_t cp)
{
	return is_capital(cp) || (cp >= 'a' && cp <= 'z') || (cp >= 0x430 && cp <= 0x45f) ||
	       (cp >= '0' && cp <= '9');
}

/* The next word from *at on, but for its letters; where it starts, NULL where there is none. */
static const char *next_span(const char **at, const char *end, struct word *ret)
{
	const char *start = NULL, *s = *at;
	uint32_t cp;

	*ret = (struct word){ .is_capitals = true };
	while (s < end) {
		size_t n = utf8_decode_quick(s, (size_t)(end - s), &cp);

		if (is_letter(cp)) {
			if (!start)
				ret->is_capital = is_capital(cp);
			start = start ? start : s;
			ret->is_capitals &= is_capital(cp) || (cp >= '0' && cp <= '9');
		} else if (start) {
			break;
		}
		s += n;
	}
	*at = s;
	return start;
}

/* The next word; false where there is none. */
static bool next_word(const char **at, const char *end, struct word *ret)
{
	const char *start = next_span(at, end, ret);

	if (start)
		latin_of_word(start, (size_t)(*at - start), ret->latin);
	return start != NULL;
}

/* The next word with a capital, with which alone a name begins. */
static bool next_capital(const char **at, const char *end, struct word *ret)
{
	const char *start;

	do
		start = next_span(at, end, ret);
	while (start && !ret->is_capital);
	if (start)
		latin_of_word(start, (size_t)(*at - start), ret->latin);
	return start != NULL;
}

static struct name read_name(const char *text)
{
	const char *end = text + strcspn(text, ",(");
	struct name name = { .count = 0 };

	while (name.count < NAME_WORDS && next_word(&text, end, &name.words[name.count])) {
		name.words[name.count].is_open = text < end && *text == '*';
		name.count++;
	}
	return name;
}

static bool fits(const struct word *said, const struct word *name)
{
	bool is_same = name->is_open ? strncmp(said->latin, name->latin, strlen(name->latin)) == 0
	                             : strcmp(said->latin, name->latin) == 0;

	return is_same && (!name->is_capitals || said->is_capitals) &&
	       (!name->is_capital || said->is_capital);
}

/* Whether the name begins with the word said, and goes on with what comes next. */
static bool begins(const struct word *said, const char *next, const char *end,
                   const struct name *name)
{
	struct word word = *said;

	for (size_t n = 0; n < name->count; n++)
		if ((n > 0 && !next_word(&next, end, &word)) || !fits(&word, &name->words[n]))
			return false;
	return name->count > 0 && name->words[0].is_capital;
}

/* --- the places */

#define PLACES 3

/* So many letters on from there; to the end where there are fewer. */
static size_t forward(const char *text, size_t len, size_t at, size_t letters)
{
	uint32_t cp;

	while (at < len && letters-- > 0)
		at += utf8_decode(text + at, len - at, &cp);
	return at;
}

static size_t back(const char *text, size_t at, size_t letters)
{
	for (; at > 0 && letters > 0; letters--)
		do
			at--;
		while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80);
	return at;
}

static void find_places(const struct change_print *print, struct piece ret[PLACES])
{
	const char *text = print->text;
	size_t len = strlen(text), offset = print->offset, length = print->length;

	if (print->in_title || offset > len)
		offset = length = 0;
	if (length > len - offset)
		length = len - offset;
	offset = utf8_cut(text, len, offset);
	ret[0] = (struct piece){ print->title, print->title + strlen(print->title) };
	ret[1] = (struct piece){ text, text + forward(text, len, 0, DATELINE_LETTERS) };
	ret[2] = (struct piece){ text + back(text, offset, BESIDE_LETTERS),
		                 text + forward(text, len, offset + length, BESIDE_LETTERS) };
}

static bool is_named(struct piece piece, const struct name *name)
{
	struct word said;

	while (next_capital(&piece.at, piece.end, &said))
		if (begins(&said, piece.at, piece.end, name))
			return true;
	return false;
}

bool change_credits(const struct change_print *print, const char *outlet)
{
	const struct name name = read_name(outlet);
	struct piece places[PLACES];

	find_places(print, places);
	for (size_t i = 0; i < PLACES; i++)
		if (is_named(places[i], &name))
			return true;
	return false;
}

/* --- agencies */

/* A form's first letter in Latin: most forms need not be read any further. */
static char initial(const char *form)
{
	const char *end = form + strlen(form), *at = form;
	char latin[LATIN_SIZE];
	struct word word;
	uint32_t cp;
	const char *start = next_span(&at, end, &word);

	if (!start)
		return '\0';
	latin_of_word(start, utf8_decode_quick(start, (size_t)(end - start), &cp), latin);
	return latin[0];
}

static char *read_initials(const struct agency_list *agencies)
{
	char *initials = mem_array(agencies->count + 1, 1);

	for (size_t i = 0; i < agencies->count; i++)
		initials[i] = initial(agencies->list[i].form);
	return initials;
}

/* The longest form that begins here, and its words; NULL: none does. */
static const char *longest(const struct word *said, const struct piece *rest,
                           const struct agency_list *agencies, const char *initials,
                           size_t *ret_words)
{
	const char *best = NULL;

	*ret_words = 0;
	for (size_t i = 0; i < agencies->count; i++) {
		struct name name;

		if (initials[i] != said->latin[0])
			continue;
		name = read_name(agencies->list[i].form);
		if (name.count > *ret_words && begins(said, rest->at, rest->end, &name)) {
			best = agencies->list[i].name;
			*ret_words = name.count;
		}
	}
	return best;
}

static size_t add_credit(const char *names[CHANGE_AGENCIES], size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return count;
	if (count == CHANGE_AGENCIES)
		return count;
	names[count] = name;
	return count + 1;
}

static size_t gather(struct piece piece, const struct agency_list *agencies, const char *initials,
                     const char *ret[CHANGE_AGENCIES], size_t count)
{
	const char *found;
	struct word said;
	size_t words;

	while (next_capital(&piece.at, piece.end, &said)) {
		found = longest(&said, &piece, agencies, initials, &words);
		if (!found)
			continue;
		count = add_credit(ret, count, found);
		for (size_t i = 1; i < words; i++)
			next_word(&piece.at, piece.end, &said);
	}
	return count;
}

size_t change_credited(const struct change_print *print, const struct agency_list *agencies,
                       const char *ret_names[CHANGE_AGENCIES])
{
	char *initials = read_initials(agencies);
	struct piece places[PLACES];
	size_t count = 0;

	find_places(print, places);
	for (size_t i = 0; i < PLACES; i++)
		count = gather(places[i], agencies, initials, ret_names, count);
	MEM_FREE(initials);
	return count;
}

const char *change_agency_of(const char *outlet, const struct agency_list *agencies)
{
	struct piece piece = { outlet, outlet + strcspn(outlet, ",(") };
	char *initials = read_initials(agencies);
	const char *found[CHANGE_AGENCIES];
	size_t count = gather(piece, agencies, initials, found, 0);

	MEM_FREE(initials);
	return count ? found[0] : NULL;
}
