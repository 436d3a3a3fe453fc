#include <string.h>

#include "base/utf8.h"
#include "change/change.h"

/*
 * Names are compared by the skeleton of their consonants, in one Latin
 * spelling, so that neither script nor the habits of transliteration part
 * them: Лукашенко, Лукашэнка, Lukashenko, Lukashenka and Łukaszenka are one.
 * Vowels fall away, since they differ most ("Галоўчанка", "Golovchenko");
 * one at the beginning leaves a mark.
 */
#define SKELETON_SIZE 64

/* а … я */
static const char *const cyrillic[32] = {
	"a", "b", "v", "g", "d", "e",  "zh", "z",  "i",  "y",    "k", "l", "m", "n", "o",  "p",
	"r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "",  "y", "",  "e", "yu", "ya",
};

/* Longest first. What is not listed stands for itself; vowels for nothing. */
static const struct {
	const char *letters;
	char sound;
} sounds[] = {
	{ "shch", 'S' }, { "tsch", 'C' }, { "sch", 'S' }, { "zh", 'Z' }, { "ch", 'C' },
	{ "cz", 'C' },   { "sh", 'S' },   { "sz", 'S' },  { "kh", 'h' }, { "ts", 't' },
	{ "tz", 't' },   { "dz", 'd' },   { "ph", 'f' },  { "h", 'g' },  { "w", 'v' },
	{ "c", 'k' },    { "q", 'k' },
};

static uint32_t fold(uint32_t cp)
{
	if (cp >= 'A' && cp <= 'Z')
		return cp + 32;
	if (cp >= 0x410 && cp <= 0x42f)
		return cp + 32;
	if (cp >= 0x400 && cp <= 0x40f)
		return cp + 80;
	return cp;
}

/* One folded character in Latin letters; "" for what has no sound of its own. */
static const char *latin_of(uint32_t cp, char scratch[2])
{
	if (cp >= 0x430 && cp <= 0x44f)
		return cyrillic[cp - 0x430];
	switch (cp) {
	case 0x451: /* ё */
		return "e";
	case 0x454: /* є */
	case 0x456: /* і */
		return "i";
	case 0x45e: /* ў */
		return "v";
	case 0x491: /* ґ */
		return "g";
	case 0x141: /* Ł */
	case 0x142: /* ł */
		return "l";
	case 0x160: /* Š */
	case 0x161: /* š */
		return "sh";
	case 0x10c: /* Č */
	case 0x10d: /* č */
		return "ch";
	case 0x17d: /* Ž */
	case 0x17e: /* ž */
		return "zh";
	}
	if (cp != ' ' && (cp < 'a' || cp > 'z'))
		return "";
	scratch[0] = (char)cp;
	scratch[1] = '\0';
	return scratch;
}

static void to_latin(const char *name, char out[SKELETON_SIZE])
{
	size_t len = strlen(name), n = 0;
	char scratch[2];
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		const char *latin;

		i += utf8_decode(name + i, len - i, &cp);
		latin = latin_of(fold(cp), scratch);
		if (n + strlen(latin) >= SKELETON_SIZE)
			break;
		memcpy(out + n, latin, strlen(latin));
		n += strlen(latin);
	}
	out[n] = '\0';
}

/* The sound that s begins with, and how many letters make it; 0 for a vowel. */
static char sound_at(const char *s, size_t *ret_letters)
{
	*ret_letters = 1;
	if (strchr("aeiouyj", *s))
		return 0;
	for (size_t i = 0; i < sizeof(sounds) / sizeof(sounds[0]); i++) {
		size_t len = strlen(sounds[i].letters);

		if (strncmp(s, sounds[i].letters, len) == 0) {
			*ret_letters = len;
			return sounds[i].sound;
		}
	}
	return *s;
}

static void to_skeleton(const char *name, char out[SKELETON_SIZE])
{
	char latin[SKELETON_SIZE];
	bool at_start = true;
	size_t n = 0, letters;

	to_latin(name, latin);
	for (const char *s = latin; *s; s += letters) {
		char sound = sound_at(s, &letters);

		if (!sound && at_start)
			sound = '*';
		if (sound && (n == 0 || out[n - 1] != sound))
			out[n++] = sound;
		at_start = sound == ' ';
	}
	out[n] = '\0';
}

static const char *last_word(const char *s)
{
	const char *space = strrchr(s, ' ');

	return space ? space + 1 : s;
}

bool change_same_speaker(const char *a, const char *b)
{
	char x[SKELETON_SIZE], y[SKELETON_SIZE];

	if (!a || !b)
		return false;
	if (strcmp(a, b) == 0)
		return true;
	to_skeleton(a, x);
	to_skeleton(b, y);
	if (!*x || !*y)
		return false;
	/* a surname alone, and the same with a first name or an office before it */
	if (!strchr(x, ' ') || !strchr(y, ' '))
		return strcmp(last_word(x), last_word(y)) == 0;
	return strcmp(x, y) == 0;
}
