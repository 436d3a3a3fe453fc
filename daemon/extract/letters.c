#include "letters.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/mem.h"

/* The many dashes, apostrophes and quotation marks of print are one each. */
static uint32_t fold_dash_or_quote(uint32_t cp)
{
	if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xFE58 || cp == 0xFE63 ||
	    cp == 0xFF0D)
		return '-';
	if (cp == 0x2019 || cp == 0x2018 || cp == 0x02BC || cp == 0x02B9 || cp == 0x00B4 ||
	    cp == 0x201B || cp == '`')
		return '\'';
	if (cp == 0x00AB || cp == 0x00BB || (cp >= 0x201C && cp <= 0x201F))
		return '"';
	return cp;
}

static uint32_t fold_by_table(const struct fold_table *fold, uint32_t cp)
{
	for (size_t i = 0; i < fold->count; i++) {
		if (fold->pairs[i][0] == cp)
			return fold->pairs[i][1];
	}
	return cp;
}

/* NFKC with case folding, for the rare character that is neither ASCII nor Cyrillic. */
static size_t fold_rare(uint32_t cp, uint32_t out[FOLD_MAX])
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&status);
	UChar in[2], folded[2 * FOLD_MAX];
	int32_t in_len = 0;
	U16_APPEND_UNSAFE(in, in_len, cp);
	if (U_FAILURE(status))
		return out[0] = cp, 1;
	int32_t n = unorm2_normalize(nfkc, in, in_len, folded, COUNT(folded), &status);
	if (U_FAILURE(status) || n > (int32_t)COUNT(folded))
		return out[0] = cp, 1;
	int32_t count = 0;
	u_strToUTF32((UChar32 *)out, FOLD_MAX, &count, folded, n, &status);
	if (U_FAILURE(status) || count > FOLD_MAX)
		return out[0] = cp, 1;
	return (size_t)count;
}

size_t letter_find_fold(const struct fold_table *fold, uint32_t cp, uint32_t out[FOLD_MAX])
{
	if (cp < 0x80) {
		out[0] = cp >= 'A' && cp <= 'Z' ? cp + 32 : fold_dash_or_quote(cp);
		return 1;
	}
	uint32_t plain = fold_dash_or_quote(cp);
	if (plain != cp)
		return out[0] = plain, 1;
	if (cp >= 0x0400 && cp < 0x0500) {
		out[0] = fold_by_table(fold,
		                       (uint32_t)u_foldCase((UChar32)cp, U_FOLD_CASE_DEFAULT));
		return 1;
	}
	if (u_isdigit((UChar32)cp))
		return out[0] = '0' + (uint32_t)u_charDigitValue((UChar32)cp), 1;
	return fold_rare(cp, out);
}

enum letter_kind letter_find_kind(uint32_t cp)
{
	if (cp < 0x80) {
		if ((cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z'))
			return LETTER_WORD;
		if (cp >= '0' && cp <= '9')
			return LETTER_DIGIT;
		if (cp == '\n' || cp == '\r')
			return LETTER_LINE;
		return cp <= ' ' || cp == 0x7F ? LETTER_SPACE : LETTER_SIGN;
	}
	if (cp >= 0x0400 && cp < 0x0482)
		return LETTER_WORD;
	if (cp == 0x2028 || cp == 0x2029 || cp == 0x85)
		return LETTER_LINE;
	if (cp == 0xAD || u_hasBinaryProperty((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
	    u_getCombiningClass((UChar32)cp) > 0)
		return LETTER_IGNORED;
	if (u_isUWhiteSpace((UChar32)cp))
		return LETTER_SPACE;
	if (u_isalpha((UChar32)cp))
		return LETTER_WORD;
	return u_isdigit((UChar32)cp) ? LETTER_DIGIT : LETTER_SIGN;
}

enum letter_break letter_find_break(uint32_t cp)
{
	switch ((USentenceBreak)u_getIntPropertyValue((UChar32)cp, UCHAR_SENTENCE_BREAK)) {
	case U_SB_UPPER:
		return BREAK_UPPER;
	case U_SB_LOWER:
		return BREAK_LOWER;
	case U_SB_OLETTER:
		return BREAK_LETTER;
	case U_SB_NUMERIC:
		return BREAK_NUMBER;
	case U_SB_ATERM:
		return BREAK_POINT;
	case U_SB_STERM:
		return BREAK_STOP;
	case U_SB_CLOSE:
		return BREAK_CLOSE;
	case U_SB_SP:
		return BREAK_SPACE;
	case U_SB_SCONTINUE:
		return BREAK_GOES_ON;
	case U_SB_EXTEND:
	case U_SB_FORMAT:
		return BREAK_EXTENDS;
	case U_SB_CR:
		return BREAK_CR;
	case U_SB_LF:
	case U_SB_SEP:
		return BREAK_LINE;
	case U_SB_OTHER:
#ifndef U_HIDE_DEPRECATED_API
	case U_SB_COUNT:
#endif
		break;
	}
	return BREAK_OTHER;
}

void letters_prepare(struct arena *arena, struct fold_table *fold)
{
	struct letter *letters = arena_array(arena, LETTERS_AT_HAND, sizeof(*letters));
	uint32_t folded[FOLD_MAX];
	for (uint32_t cp = 0; cp < LETTERS_AT_HAND; cp++) {
		size_t count = letter_find_fold(fold, cp, folded);
		letters[cp].kind = (uint8_t)letter_find_kind(cp);
		letters[cp].upper = u_isupper((UChar32)cp);
		letters[cp].property = (uint8_t)(letter_find_break(cp) & 0xF);
		letters[cp].folded = count == 1 && folded[0] <= UINT16_MAX ? (uint16_t)folded[0]
		                                                           : 0;
	}
	fold->at_hand = letters;
}

bool letter_find_upper(uint32_t cp)
{
	return u_isupper((UChar32)cp);
}

bool letter_find_apostrophe(uint32_t cp)
{
	return fold_dash_or_quote(cp) == '\'';
}

bool letter_drops_before(const struct fold_table *fold, const char *text, size_t len)
{
	char letter[5] = "";
	uint32_t next;
	if (len == 0)
		return false;
	utf8_decode(text, len, &next);
	letter[utf8_encode((uint32_t)u_foldCase((UChar32)next, U_FOLD_CASE_DEFAULT), letter)] =
		'\0';
	return strstr(fold->before, letter) != NULL;
}

uint32_t letter_compose(uint32_t base, uint32_t accent)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	if (U_FAILURE(status))
		return base;
	UChar32 whole = unorm2_composePair(nfc, (UChar32)base, (UChar32)accent);
	return whole < 0 ? base : (uint32_t)whole;
}
