#include "change/credit.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "latin.h"

/*
 * An attribution stands in the sentence of the figure, in the one before or
 * behind it, or in the dateline: so many bytes hold it, and seldom anything else.
 */
#define BESIDE_BYTES 240
#define DATELINE_BYTES 120
#define NAME_WORDS 6

struct word {
	char latin[LATIN_SIZE];
	bool is_capital; /* its first letter */
	bool is_capitals;
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

/* The next word from *at on; false where there is none. */
static bool next_word(const char **at, const char *end, struct word *ret)
{
	const char *start = NULL, *s = *at;
	uint32_t cp;

	*ret = (struct word){ .is_capitals = true };
	while (s < end) {
		size_t n = utf8_decode(s, (size_t)(end - s), &cp);

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
	if (start)
		latin_of_word(start, (size_t)(s - start), ret->latin);
	return start != NULL;
}

static size_t read_name(const char *outlet, struct word name[NAME_WORDS])
{
	const char *end = outlet + strcspn(outlet, ",(");
	size_t count = 0;

	while (count < NAME_WORDS && next_word(&outlet, end, &name[count]))
		count++;
	return count;
}

static bool fits(const struct word *said, const struct word *name)
{
	return strcmp(said->latin, name->latin) == 0 && (!name->is_capitals || said->is_capitals) &&
	       (!name->is_capital || said->is_capital);
}

static bool names(const char *at, const char *end, const struct word *name, size_t count)
{
	struct word said;

	while (at < end) {
		const char *next;
		size_t n = 0;

		if (!next_word(&at, end, &said))
			return false;
		next = at;
		while (fits(&said, &name[n])) {
			if (++n == count)
				return true;
			if (!next_word(&next, end, &said))
				return false;
		}
	}
	return false;
}

bool change_credits(const char *text, size_t offset, size_t length, const char *outlet)
{
	struct word name[NAME_WORDS];
	size_t count = read_name(outlet, name), len = strlen(text);
	size_t from, to;

	if (count == 0 || !name[0].is_capital)
		return false;
	if (offset > len)
		offset = length = 0;
	from = utf8_cut(text, len, offset > BESIDE_BYTES ? offset - BESIDE_BYTES : 0);
	to = utf8_cut(text, len, offset + length + BESIDE_BYTES);
	return names(text + from, text + to, name, count) ||
	       names(text, text + utf8_cut(text, len, DATELINE_BYTES), name, count);
}
