#include <string.h>

#include "base/utf8.h"
#include "change/change.h"
#include "latin.h"

/*
 * Names are compared by the skeleton of their consonants, in one Latin
 * spelling, so that neither script nor the habits of transliteration part
 * them: Лукашенко, Лукашэнка, Lukashenko, Lukashenka and Łukaszenka are one.
 * Vowels fall away, since they differ most ("Галоўчанка", "Golovchenko");
 * one at the beginning leaves a mark.
 */
#define SKELETON_SIZE LATIN_SIZE /* of one word */
#define NAME_WORDS 12            /* the longest office, first name and surname */

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
	if (cp == 'x')
		return "ks"; /* Alexander, Александр */
	if (cp < 'a' || cp > 'z')
		return "";
	scratch[0] = (char)cp;
	scratch[1] = '\0';
	return scratch;
}

void latin_of_word(const char *word, size_t len, char out[LATIN_SIZE])
{
	char scratch[2];
	uint32_t cp;
	size_t n = 0;

	for (size_t i = 0; i < len;) {
		const char *latin;

		i += utf8_decode(word + i, len - i, &cp);
		latin = latin_of(fold(cp), scratch);
		if (n + strlen(latin) >= LATIN_SIZE)
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

struct word {
	char skeleton[SKELETON_SIZE];
	char first;      /* its first letter, in Latin; 0: it has no letter */
	bool is_initial; /* "A.", "Дз." */
	bool is_capital; /* as every part of a person's name is */
};

struct name {
	struct word words[NAME_WORDS];
	size_t count;
};

static bool is_upper(uint32_t cp)
{
	return (cp >= 'A' && cp <= 'Z') || (cp >= 0x400 && cp <= 0x42f) || cp == 0x490 ||
	       cp == 0x141 || cp == 0x160 || cp == 0x10c || cp == 0x17d;
}

static void read_word(const char *text, size_t len, struct word *ret)
{
	char latin[SKELETON_SIZE];
	size_t n = 0, letters;
	uint32_t cp;

	*ret = (struct word){ .is_initial = len <= 5 && text[len - 1] == '.' };
	utf8_decode(text, len, &cp);
	ret->is_capital = is_upper(cp);
	latin_of_word(text, len, latin);
	ret->first = latin[0];
	for (const char *s = latin; *s; s += letters) {
		char sound = sound_at(s, &letters);

		if (!sound && s == latin)
			sound = '*';
		if (sound && (n == 0 || ret->skeleton[n - 1] != sound))
			ret->skeleton[n++] = sound;
	}
}

/* The last words that have letters; "А.Г." is two. */
static void read_name(const char *text, struct name *ret)
{
	struct word word;
	size_t len;

	ret->count = 0;
	for (text += strspn(text, " "); *text; text += len + strspn(text + len, " ")) {
		len = strcspn(text, " .");
		len += text[len] == '.';
		read_word(text, len, &word);
		if (!word.first)
			continue;
		if (ret->count == NAME_WORDS)
			memmove(ret->words, ret->words + 1, --ret->count * sizeof(word));
		ret->words[ret->count++] = word;
	}
}

static bool is_same_word(const struct word *a, const struct word *b)
{
	if (a->is_initial || b->is_initial)
		return a->first == b->first && a->is_capital && b->is_capital;
	return strcmp(a->skeleton, b->skeleton) == 0;
}

static bool ends_in(const struct word *word, const char *end)
{
	size_t len = strlen(word->skeleton), end_len = strlen(end);

	return len > end_len && strcmp(word->skeleton + len - end_len, end) == 0;
}

/* Григорьевич, Рыгоравіч, Grigorievich; Петровна, Пятроўна, Petrovna; or an initial. */
static bool is_patronymic(const struct word *word)
{
	return word->is_initial || ends_in(word, "vC") || ends_in(word, "vn");
}

static bool is_surname(const struct word *a, const struct word *b)
{
	return a->is_capital && !a->is_initial && b->is_capital && !b->is_initial &&
	       is_same_word(a, b);
}

/*
 * The surnames are the same, and before them the words of the shorter name
 * stand in the longer one in their order: further capitals there are an office
 * before the name, or a first name or patronymic that the other leaves out.
 * A word without a capital has no place in a person's name, so that of two
 * institutions of one country none is taken for the other.
 */
static bool is_same_person(const struct name *longer, const struct name *shorter)
{
	size_t i = longer->count - 1, k = shorter->count - 1;

	if (!is_surname(&longer->words[i], &shorter->words[k]))
		return false;
	while (k > 0) {
		const struct word *given = &shorter->words[k - 1];

		if (i > 0 && given->is_capital && is_same_word(&longer->words[i - 1], given)) {
			i--;
			k--;
		} else if (k > 1 && is_patronymic(given)) {
			k--;
		} else if (i > 0 && longer->words[i - 1].is_capital) {
			i--;
		} else {
			return false;
		}
	}
	return true;
}

static bool is_same_text(const struct name *a, const struct name *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->words[i].skeleton, b->words[i].skeleton) != 0)
			return false;
	return true;
}

bool change_same_speaker(const char *a, const char *b)
{
	struct name x, y;

	if (!a || !b)
		return false;
	if (strcmp(a, b) == 0)
		return true;
	read_name(a, &x);
	read_name(b, &y);
	if (x.count == 0 || y.count == 0)
		return false;
	if (is_same_text(&x, &y))
		return true;
	return x.count >= y.count ? is_same_person(&x, &y) : is_same_person(&y, &x);
}
