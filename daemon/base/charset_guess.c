#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "base/mem.h"
#include "charset_parts.h"

#define SAMPLE_BYTES 8192
#define SCORE_WORST (-2000) /* no reading can give less */
#define CONFIDENCE_MIN 20   /* per cent, as ICU counts it */

/*
 * The letters of Russian, Belarusian and Ukrainian by how often they stand in text: a
 * misread text has rare letters, capitals inside words and box drawings.
 */
#define LETTERS_COMMON u"оеаинтсрвлкмдпуяы"
#define LETTERS_OTHER u"ьгзбчйхжшюцщэфъёіўєїґ"

static bool is_one_of(UChar c, const UChar *letters)
{
	for (; *letters; letters++)
		if (*letters == c)
			return true;
	return false;
}

static bool is_capital(UChar c)
{
	return (c >= 0x410 && c <= 0x42F) || is_one_of(c, u"ЁІЎЄЇҐ");
}

static bool is_small(UChar c)
{
	return (c >= 0x430 && c <= 0x44F) || is_one_of(c, u"ёіўєїґ");
}

/* Quotes, dashes, numero and no-break space: at home in Cyrillic prose. */
static bool is_prose_mark(UChar c)
{
	return c == 0xA0 || c == 0xAB || c == 0xBB || c == 0xA7 || c == 0xB0 || c == 0x2116 ||
	       (c >= 0x2010 && c <= 0x2026);
}

static bool is_latin(UChar c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Letters of two scripts in one word: "Été" that is read as "Йtй". */
static int points(UChar before, UChar c, UChar after)
{
	if ((is_latin(before) || is_latin(after)) && (is_small(c) || is_capital(c)))
		return -2000;
	if (is_small(c))
		return is_one_of(c, LETTERS_COMMON) ? 1000 : is_one_of(c, LETTERS_OTHER) ? 300 : 0;
	if (is_capital(c))
		return is_small(before) ? -2000 : 0;
	return is_prose_mark(c) ? 0 : -2000;
}

/* The stretch of the document that has something to tell: from its first non-ASCII byte on. */
static size_t sample_start(const char *bytes, size_t len)
{
	size_t i = 0;

	while (i < len && (unsigned char)bytes[i] < 0x80)
		i++;
	return i;
}

int charset_cyrillic_score(const char *name, const char *bytes, size_t len)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = ucnv_open(name, &status);
	size_t start = sample_start(bytes, len);
	int32_t n = (int32_t)(len - start < SAMPLE_BYTES ? len - start : SAMPLE_BYTES);
	UChar text[SAMPLE_BYTES * 2];
	UChar before = start > 0 ? (UChar)bytes[start - 1] : ' '; /* the last of ASCII */
	int count = 0, sum = 0;

	if (U_FAILURE(status))
		return SCORE_WORST;
	n = ucnv_toUChars(converter, text, SAMPLE_BYTES * 2, bytes + start, n, &status);
	ucnv_close(converter);
	for (int32_t i = 0; i < n && U_SUCCESS(status); i++) {
		if (text[i] < 0x80)
			continue;
		sum += points(i > 0 ? text[i - 1] : before, text[i], i + 1 < n ? text[i + 1] : ' ');
		count++;
	}
	return count ? sum / count : 0;
}

const char *charset_guess_cyrillic(const char *bytes, size_t len, int *ret_score)
{
	/* of two that read a text alike the first is taken: KOI8-U has і, ї and є besides */
	static const char *const names[] = { "windows-1251", "koi8-r", "koi8-u", "ibm866",
		                             "iso-8859-5" };
	const char *best = names[0];

	*ret_score = SCORE_WORST - 1;
	for (size_t i = 0; i < COUNT(names); i++) {
		int score = charset_cyrillic_score(names[i], bytes, len);

		if (score > *ret_score) {
			*ret_score = score;
			best = names[i];
		}
	}
	return best;
}

bool charset_guess_other(const char *bytes, size_t len, char out[CHARSET_NAME_SIZE])
{
	UErrorCode status = U_ZERO_ERROR;
	UCharsetDetector *detector = ucsdet_open(&status);
	size_t start = sample_start(bytes, len);
	int32_t n = (int32_t)(len - start < SAMPLE_BYTES ? len - start : SAMPLE_BYTES);
	const UCharsetMatch *match;
	const char *name;
	bool is_found = false;

	ucsdet_setText(detector, bytes + start, n, &status);
	match = ucsdet_detect(detector, &status);
	name = match ? ucsdet_getName(match, &status) : NULL;
	if (U_SUCCESS(status) && name && ucsdet_getConfidence(match, &status) >= CONFIDENCE_MIN)
		is_found = strncmp(name, "UTF-", 4) != 0 && charset_name(name, out);
	ucsdet_close(detector);
	return is_found;
}
