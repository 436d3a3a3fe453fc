#include "term.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

struct range {
	uint32_t first;
	uint32_t last;
};

/* Unicode 15, general category Mn and Me and zero-width format characters: those that news has. */
static const struct range ZERO_WIDTH[] = {
	{ 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD }, { 0x0610, 0x061A },
	{ 0x064B, 0x065F }, { 0x200B, 0x200D }, { 0x2060, 0x2060 }, { 0x20D0, 0x20F0 },
	{ 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F }, { 0xFEFF, 0xFEFF },
};

/* Unicode 15, EastAsianWidth W and F, in its great blocks. */
static const struct range WIDE[] = {
	{ 0x1100, 0x115F },   { 0x2E80, 0x303E },   { 0x3041, 0x33FF }, { 0x3400, 0x4DBF },
	{ 0x4E00, 0x9FFF },   { 0xA000, 0xA4CF },   { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF },
	{ 0xFE30, 0xFE6F },   { 0xFF00, 0xFF60 },   { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F },
	{ 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
};

static bool is_in(uint32_t cp, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count && ranges[i].first <= cp; i++)
		if (cp <= ranges[i].last)
			return true;
	return false;
}

static size_t width_of(uint32_t cp)
{
	if (cp < 0x0300)
		return 1;
	if (is_in(cp, ZERO_WIDTH, COUNT(ZERO_WIDTH)))
		return 0;
	return is_in(cp, WIDE, COUNT(WIDE)) ? 2 : 1;
}

size_t term_width(const char *s)
{
	size_t len = strlen(s);
	size_t width = 0;
	uint32_t cp;

	for (size_t i = 0; i < len; i += utf8_decode(s + i, len - i, &cp)) {
		utf8_decode(s + i, len - i, &cp);
		width += width_of(cp);
	}
	return width;
}

size_t term_fit(const char *s, size_t width)
{
	size_t len = strlen(s);
	size_t taken = 0;
	size_t i = 0;

	while (i < len) {
		uint32_t cp;
		size_t step = utf8_decode(s + i, len - i, &cp);

		if (taken + width_of(cp) > width)
			break;
		taken += width_of(cp);
		i += step;
	}
	return i;
}

static bool commands_a_terminal(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x061C || cp == 0x200E ||
	       cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

char *term_clean(const char *s)
{
	size_t len = strlen(s);
	char *clean = mem_alloc(3 * len + 1); /* a byte becomes at most the three of U+FFFD */
	size_t out = 0;

	for (size_t i = 0; i < len;) {
		uint32_t cp;
		size_t step = utf8_decode(s + i, len - i, &cp);

		if (cp == '\n' || cp == '\t' || cp == '\r')
			cp = ' ';
		else if (commands_a_terminal(cp))
			cp = UTF8_REPLACEMENT;
		out += utf8_encode(cp, clean + out);
		i += step;
	}
	clean[out] = '\0';
	return clean;
}

bool term_has_colour(FILE *stream)
{
	const char *no_color = getenv("NO_COLOR"); /* https://no-color.org: set and not empty */
	const char *term = getenv("TERM");

	if (no_color && no_color[0] != '\0')
		return false;
	return isatty(fileno(stream)) && term && strcmp(term, "dumb") != 0;
}

size_t term_columns(FILE *stream)
{
	struct winsize size;

	if (!isatty(fileno(stream)))
		return 0;
	if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}

const char *term_on(enum term_style style, bool colour)
{
	static const char *const SEQUENCES[] = {
		[TERM_PLAIN] = "",        [TERM_BOLD] = "\033[1m", [TERM_DIM] = "\033[2m",
		[TERM_GOOD] = "\033[32m", [TERM_BAD] = "\033[31m", [TERM_NOTE] = "\033[33m",
	};

	return colour ? SEQUENCES[style] : "";
}

const char *term_off(enum term_style style, bool colour)
{
	return colour && style != TERM_PLAIN ? "\033[0m" : "";
}
