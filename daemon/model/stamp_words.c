#include "stamp_words.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Covers the alphabets of the tables below; ICU would be a heavy guest for that. */
static uint32_t fold(uint32_t cp)
{
	if ((cp >= 'A' && cp <= 'Z') || (cp >= 0x391 && cp <= 0x3A9) ||
	    (cp >= 0x410 && cp <= 0x42F))
		return cp + 0x20;
	if (cp >= 0x400 && cp <= 0x40F)
		return cp + 0x50;
	if (cp >= 0xC0 && cp <= 0xDE && cp != 0xD7)
		return cp + 0x20;
	return cp;
}

void stamp_word_fold(const char *s, size_t len, char out[STAMP_WORD_SIZE])
{
	size_t used = 0;

	for (size_t i = 0; i < len;) {
		char one[4];
		uint32_t cp;
		size_t n;

		i += utf8_decode(s + i, len - i, &cp);
		n = utf8_encode(fold(cp), one);
		if (used + n >= STAMP_WORD_SIZE)
			break;
		memcpy(out + used, one, n);
		used += n;
	}
	out[used] = '\0';
}

struct month_stem {
	const char *stem;
	const char *full; /* the word may go on only as this does; NULL: in any way */
	int month;
};

/*
 * English, Russian, Belarusian, Ukrainian, then neighbours and others of the web.
 * A stem with NULL may be followed by any ending: Slavic months are declined.
 */
static const struct month_stem month_stems[] = {
	{ "jan", "january", 1 },
	{ "feb", "february", 2 },
	{ "mar", "march", 3 },
	{ "apr", "april", 4 },
	{ "may", "may", 5 },
	{ "jun", "june", 6 },
	{ "jul", "july", 7 },
	{ "aug", "august", 8 },
	{ "sep", "september", 9 },
	{ "oct", "october", 10 },
	{ "nov", "november", 11 },
	{ "dec", "december", 12 },
	{ "янв", NULL, 1 },
	{ "фев", NULL, 2 },
	{ "мар", NULL, 3 },
	{ "апр", NULL, 4 },
	{ "май", "май", 5 },
	{ "мая", "мая", 5 },
	{ "маю", "маю", 5 },
	{ "мае", "мае", 5 },
	{ "июн", NULL, 6 },
	{ "июл", NULL, 7 },
	{ "авг", NULL, 8 },
	{ "сен", NULL, 9 },
	{ "окт", NULL, 10 },
	{ "ноя", NULL, 11 },
	{ "дек", NULL, 12 },
	{ "студз", NULL, 1 },
	{ "лют", NULL, 2 },
	{ "сак", NULL, 3 },
	{ "крас", NULL, 4 },
	{ "траў", NULL, 5 },
	{ "чэрв", NULL, 6 },
	{ "ліп", NULL, 7 },
	{ "жні", NULL, 8 },
	{ "вер", NULL, 9 },
	{ "каст", NULL, 10 },
	{ "ліст", NULL, 11 },
	{ "снеж", NULL, 12 },
	{ "січ", NULL, 1 },
	{ "бер", NULL, 3 },
	{ "квіт", NULL, 4 },
	{ "трав", NULL, 5 },
	{ "черв", NULL, 6 },
	{ "лип", NULL, 7 },
	{ "серп", NULL, 8 },
	{ "жовт", NULL, 10 },
	{ "лист", NULL, 11 },
	{ "груд", NULL, 12 },
	{ "januar", NULL, 1 },
	{ "februar", NULL, 2 },
	{ "mär", NULL, 3 },
	{ "mai", "mai", 5 },
	{ "juni", "juni", 6 },
	{ "juli", "juli", 7 },
	{ "okt", "oktober", 10 },
	{ "dez", "dezember", 12 },
	{ "ιαν", NULL, 1 },
	{ "φεβ", NULL, 2 },
	{ "μαρ", NULL, 3 },
	{ "μάρ", NULL, 3 },
	{ "απρ", NULL, 4 },
	{ "μαϊ", NULL, 5 },
	{ "μαΐ", NULL, 5 },
	{ "μάι", NULL, 5 },
	{ "ιουν", NULL, 6 },
	{ "ιούν", NULL, 6 },
	{ "ιον", NULL, 6 },
	{ "ιουλ", NULL, 7 },
	{ "ιούλ", NULL, 7 },
	{ "ιολ", NULL, 7 },
	{ "αυγ", NULL, 8 },
	{ "αύγ", NULL, 8 },
	{ "σεπ", NULL, 9 },
	{ "οκτ", NULL, 10 },
	{ "νοε", NULL, 11 },
	{ "νοέ", NULL, 11 },
	{ "δεκ", NULL, 12 },
	{ "január", "január", 1 },
	{ "február", "február", 2 },
	{ "márc", "március", 3 },
	{ "ápr", "április", 4 },
	{ "máj", "május", 5 },
	{ "jún", "június", 6 },
	{ "júl", "július", 7 },
	{ "szept", "szeptember", 9 },
	{ "sty", "stycznia", 1 },
	{ "lut", "lutego", 2 },
	{ "kwi", "kwietnia", 4 },
	{ "maj", "maja", 5 },
	{ "cze", "czerwca", 6 },
	{ "lip", "lipca", 7 },
	{ "sie", "sierpnia", 8 },
	{ "wrz", "września", 9 },
	{ "paź", "października", 10 },
	{ "lis", "listopada", 11 },
	{ "gru", "grudnia", 12 },
	{ "janv", "janvier", 1 },
	{ "fév", "février", 2 },
	{ "mars", "mars", 3 },
	{ "avr", "avril", 4 },
	{ "mai", "mai", 5 },
	{ "juin", "juin", 6 },
	{ "juil", "juillet", 7 },
	{ "août", "août", 8 },
	{ "déc", "décembre", 12 },
	{ "ene", "enero", 1 },
	{ "abr", "abril", 4 },
	{ "сту", "сту", 1 },
	{ "кра", "кра", 4 },
	{ "тра", "тра", 5 },
	{ "чэр", "чэр", 6 },
	{ "кас", "кас", 10 },
	{ "ліс", "ліс", 11 },
	{ "сне", "сне", 12 },
	{ "кві", "кві", 4 },
	{ "чер", "чер", 6 },
	{ "сер", "сер", 8 },
	{ "жов", "жов", 10 },
	{ "лис", "лис", 11 },
	{ "гру", "гру", 12 },
	{ "ago", "agosto", 8 },
	{ "dic", "diciembre", 12 },
};

bool stamp_word_month(const char *word, int *ret_month)
{
	for (size_t i = 0; i < COUNT(month_stems); i++) {
		const struct month_stem *row = &month_stems[i];

		/* the second byte tells Cyrillic letters apart */
		if (word[0] != row->stem[0] || word[1] != row->stem[1] ||
		    strncmp(word, row->stem, strlen(row->stem)) != 0)
			continue;
		if (row->full && strncmp(word, row->full, strlen(word)) != 0)
			continue;
		*ret_month = row->month;
		return true;
	}
	return false;
}

struct zone {
	const char *name;
	int offset_min;
};

/*
 * RFC 822 and its American names, the zones of the sources, and the letters of
 * the military as RFC 1123 mends them: their signs were printed the wrong way
 * round in RFC 822, so only "z" can be trusted.
 */
static const struct zone zones[] = {
	{ "z", 0 },       { "ut", 0 },      { "utc", 0 },    { "gmt", 0 },    { "wet", 0 },
	{ "west", 60 },   { "bst", 60 },    { "cet", 60 },   { "cest", 120 }, { "mez", 60 },
	{ "mesz", 120 },  { "met", 60 },    { "mest", 120 }, { "eet", 120 },  { "eest", 180 },
	{ "msk", 180 },   { "msd", 240 },   { "мск", 180 },  { "fet", 180 },  { "trt", 180 },
	{ "samt", 240 },  { "yekt", 300 },  { "almt", 360 }, { "ist", 330 },  { "hkt", 480 },
	{ "sgt", 480 },   { "awst", 480 },  { "jst", 540 },  { "kst", 540 },  { "aest", 600 },
	{ "aedt", 660 },  { "nzst", 720 },  { "nzdt", 780 }, { "nst", -210 }, { "ndt", -150 },
	{ "ast", -240 },  { "adt", -180 },  { "at", -240 },  { "est", -300 }, { "edt", -240 },
	{ "et", -300 },   { "cst", -360 },  { "cdt", -300 }, { "ct", -360 },  { "mst", -420 },
	{ "mdt", -360 },  { "mt", -420 },   { "pst", -480 }, { "pdt", -420 }, { "pt", -480 },
	{ "akst", -540 }, { "akdt", -480 }, { "hst", -600 }, { "brt", -180 }, { "brst", -120 },
};

bool stamp_word_zone(const char *word, int *ret_offset_min)
{
	for (size_t i = 0; i < COUNT(zones); i++) {
		if (word[0] == zones[i].name[0] && strcmp(word, zones[i].name) == 0) {
			*ret_offset_min = zones[i].offset_min;
			return true;
		}
	}
	return false;
}

static bool is_one_of(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

bool stamp_word_is_ending(const char *word)
{
	static const char *const endings[] = {
		"th", "st", "nd", "rd", "го", "of", "de", "га", NULL
	};

	return is_one_of(word, endings);
}

bool stamp_word_is_eastern(const char *word)
{
	static const char *const words[] = { "년", "월", "일", "年", "月", "日", NULL };

	return is_one_of(word, words);
}

bool stamp_word_is_korean(const char *word)
{
	static const char *const words[] = { "년", "월", "일", "오전", "오후", NULL };

	return word[0] == '\xEB' || word[0] == '\xEC' ? is_one_of(word, words) : false;
}
