#include "extract/lexicon.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "agencies.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/utf8.h"
#include "hints.h"
#include "languages.h"
#include "names.h"
#include "stems.h"

/* A hash of the sources of this floor, from the Makefile; other tools compile without it. */
#ifndef EXTRACT_RULES
#define EXTRACT_RULES "00000000"
#endif
#define ENGINE_VERSION "engine-" EXTRACT_RULES
#define LANGUAGES_MAX 32
#define LEXICON_ARENA_BYTES (128 * MIB)

/* The keys of a lexicon file that are no section of phrases. */
#define KEY_LANGUAGE "language"
#define KEY_DECIMAL "decimal"
#define KEY_FOLD "fold"
#define KEY_DROP "drop"
#define KEY_VERB_ENDINGS "verb-endings"
#define KEY_ENDINGS "endings"
#define KEY_STRIP "strip"
#define KEY_ABBREVIATIONS "abbreviations"
#define KEY_DAY_AFTER_MONTH "day-after-month"
#define KEY_NAME_ENDINGS "name-endings"
#define KEY_OBLIQUE_NAMES "oblique-names"
#define KEY_GENDER_ENDINGS "gender-endings"

static const char *const grammar_keys[] = {
	KEY_LANGUAGE,      KEY_VERB_ENDINGS,    KEY_DROP,         KEY_DECIMAL,
	KEY_FOLD,          KEY_ENDINGS,         KEY_STRIP,        KEY_ABBREVIATIONS,
	KEY_OBLIQUE_NAMES, KEY_DAY_AFTER_MONTH, KEY_NAME_ENDINGS, KEY_GENDER_ENDINGS,
	KEY_AGENCIES,
};

struct builder {
	struct lexicon *lexicon;
	struct tree_mistakes *mistakes;
	const struct tree *const *documents;
	size_t count;
	struct language *language; /* the one that is being built */
	struct arena *scratch;     /* what is needed for that alone */
	struct endings endings;
};

static bool is_grammar_key(const char *key)
{
	for (size_t i = 0; i < COUNT(grammar_keys); i++) {
		if (strcmp(grammar_keys[i], key) == 0)
			return true;
	}
	return false;
}

static int section_of(const char *key)
{
	for (int i = 0; i < MARK_ALIAS; i++) {
		if (strcmp(mark_sections[i].name, key) == 0)
			return i;
	}
	return -1;
}

static void complain_of_key(struct tree_mistakes *mistakes, const struct tree *node)
{
	const char *names[MARK_ALIAS + COUNT(grammar_keys) + 1] = { NULL };
	char hint[NEAR_HINT_SIZE];
	size_t n = 0;
	for (int i = 0; i < MARK_ALIAS; i++)
		names[n++] = mark_sections[i].name;
	for (size_t i = 0; i < COUNT(grammar_keys); i++)
		names[n++] = grammar_keys[i];
	tree_mistake_key(mistakes, node, "a lexicon has no section \"%s\"%s", node->key,
	                 near_hint(node->key, names, hint));
}

/* --- values */

static bool parse_whole(const char *s, int *ret)
{
	char *end;
	long v = strtol(s, &end, 10);
	if (end == s || *end || v < -1000000 || v > 1000000)
		return false;
	*ret = (int)v;
	return true;
}

static bool parse_ratio(const char *s, struct phrase *phrase)
{
	char *end;
	long over = strtol(s, &end, 10);
	if (end == s || *end != '/' || over < 0 || over > 1000)
		return false;
	return (phrase->value = (int)over, parse_whole(end + 1, &phrase->value2)) &&
	       phrase->value2 > 0;
}

/* "H1", "Q3", "M09", "S06", "P1", "Y", "day-1", "month+1", "year+0", "later+6", "same" */
static bool parse_time(const char *s, struct phrase *phrase)
{
	static const struct {
		const char *begin;
		enum time_kind kind;
		int least, most;
	} kinds[] = {
		{ "H", TIME_HALF, 1, 2 },
		{ "Q", TIME_QUARTER, 1, 4 },
		{ "M", TIME_MONTH, 1, 12 },
		{ "S", TIME_SEASON, 1, 12 },
		{ "P", TIME_PACKAGE_YEAR, 1, 9 },
		{ "day", TIME_DAYS_AWAY, -1000, 1000 },
		{ "month", TIME_MONTHS_AWAY, -1000, 1000 },
		{ "quarter", TIME_QUARTERS_AWAY, -100, 100 },
		{ "year", TIME_YEARS_AWAY, -100, 100 },
		{ "later", TIME_MONTHS_LATER, 1, 1000 },
	};
	if (strcmp(s, "Y") == 0 || strcmp(s, "same") == 0) {
		phrase->value = *s == 'Y' ? TIME_YEAR : TIME_SAME;
		return true;
	}
	for (size_t i = 0; i < COUNT(kinds); i++) {
		size_t len = strlen(kinds[i].begin);
		if (strncmp(s, kinds[i].begin, len) != 0)
			continue;
		phrase->value = (int)kinds[i].kind;
		return parse_whole(s + len, &phrase->value2) && phrase->value2 >= kinds[i].least &&
		       phrase->value2 <= kinds[i].most;
	}
	return false;
}

static bool parse_value(enum mark_value kind, const struct tree *node, struct phrase *phrase,
                        struct tree_mistakes *mistakes)
{
	const char *text = node->text ? node->text : "";
	switch (kind) {
	case VALUE_NONE:
		return true;
	case VALUE_INT:
		if (parse_whole(text, &phrase->value))
			return true;
		tree_mistake(mistakes, node, "expected a whole number, found \"%s\"", text);
		return false;
	case VALUE_RATIO:
		if (parse_ratio(text, phrase))
			return true;
		tree_mistake(mistakes, node, "expected a fraction such as 2/3, found \"%s\"", text);
		return false;
	case VALUE_TIME:
		if (parse_time(text, phrase))
			return true;
		tree_mistake(
			mistakes, node,
			"expected a time such as H1, Q3, M09, Y, day-1, month-12, quarter-1, year+0 or "
			"same, found \"%s\"",
			text);
		return false;
	case VALUE_TEXT:
		phrase->is_valued = *text != '\0';
		phrase->text = phrase->is_valued ? text : NULL;
		return true;
	}
	return false;
}

/* --- phrases */

static enum hint hint_of(int mark)
{
	switch (mark) {
	case MARK_PROGRAMMES:
	case MARK_PROGRAMME:
	case MARK_PACKAGE:
		return HINT_PROGRAMME;
	case MARK_ACTIVITIES:
		return HINT_ACTIVITY;
	case MARK_UNION:
		return HINT_UNION;
	case MARK_STATE:
	case MARK_ANCHOR: /* ours alone */
		return HINT_STATE;
	default: /* all other marks say nothing of the subject */
		return 0;
	}
}

/* The years of a package, "2024–2026", and totals as digits: "28", "310". */
static void add_sizes(struct builder *b)
{
	const struct package_list *packages = b->lexicon->packages;
	for (size_t p = 0; packages && p < packages->count; p++) {
		const struct package *package = &packages->list[p];
		hints_add(b->language->hints,
		          arena_printf(b->scratch, "%d %d|%02d", package->first.year,
		                       package->last.year, package->last.year % 100),
		          HINT_SIZE);
		for (size_t t = 0; t < packages->list[p].total_count; t++)
			hints_add(b->language->hints,
			          arena_printf(b->scratch, "%d", packages->list[p].totals[t].value),
			          HINT_SIZE);
	}
}

/* "трехсот десяти": the hundreds of a total in words; a mere hundred is everywhere. */
static bool is_size_in_words(const struct builder *b, int mark, int value)
{
	const struct package_list *packages = b->lexicon->packages;
	for (size_t p = 0; mark == MARK_NUMBER && packages && p < packages->count; p++) {
		const struct package *package = &packages->list[p];
		for (size_t t = 0; t < package->total_count; t++) {
			if (value > 100 && value % 100 == 0 &&
			    package->totals[t].value / 100 * 100 == value)
				return true;
		}
	}
	return false;
}

static void add_phrase(struct builder *b, int mark, const struct tree *node)
{
	bool valued = mark_sections[mark].value != VALUE_NONE;
	const char *text = valued ? node->key : node->text;
	struct phrase phrase = { .mark = mark };
	if (node->kind != TREE_SCALAR || !text || !*text) {
		tree_mistake(b->mistakes, node, "a phrase is expected here");
		return;
	}
	if (!parse_value(mark_sections[mark].value, node, &phrase, b->mistakes))
		return;
	phrase.text = arena_strdup(b->lexicon->arena, phrase.text ? phrase.text : text);
	const char *folded = words_fold(b->scratch, &b->language->fold, text);
	struct vocabulary *words = mark >= MARK_OF_OCCASIONS  ? b->language->occasions
	                           : mark >= MARK_OF_SPEAKERS ? b->language->speakers
	                                                      : b->language->words;
	const char *wrong = vocabulary_add(words, folded, &phrase);
	if (wrong)
		tree_mistake(b->mistakes, node, "\"%s\": %s", text, wrong);
	b->language->phrase_count++;
	if (hint_of(mark))
		hints_add(b->language->hints, folded, hint_of(mark));
	else if (is_size_in_words(b, mark, phrase.value))
		hints_add(b->language->hints, folded, HINT_SIZE);
}

static void add_section(struct builder *b, const struct tree *node)
{
	int mark = section_of(node->key);
	if (mark < 0) {
		complain_of_key(b->mistakes, node);
		return;
	}
	bool valued = mark_sections[mark].value != VALUE_NONE;
	if (node->kind != (valued ? TREE_MAP : TREE_LIST)) {
		tree_mistake(b->mistakes, node, "\"%s\" is a %s", node->key,
		             valued ? "map of phrases with a value each" : "list of phrases");
		return;
	}
	for (size_t i = 0; i < node->count; i++)
		add_phrase(b, mark, node->items[i]);
}

/* --- grammar: letters, endings, abbreviations */

static void read_fold(struct builder *b, const struct tree *node)
{
	struct arena *arena = b->lexicon->arena;
	uint32_t(*pairs)[2] = arena_array(arena, node->count + 1, sizeof(*pairs));
	for (size_t i = 0; i < node->count; i++) {
		const struct tree *item = node->items[i];
		const char *to = item->text ? item->text : "";
		size_t key_len = item->key ? strlen(item->key) : 0;
		if (!key_len || utf8_decode(item->key, key_len, &pairs[i][0]) != key_len || !*to ||
		    utf8_decode(to, strlen(to), &pairs[i][1]) != strlen(to))
			tree_mistake(b->mistakes, item,
			             "one letter for one letter is expected here");
	}
	b->language->fold.pairs = (const uint32_t(*)[2])pairs;
	b->language->fold.count = node->count;
}

/* "drop: {ь: бвгд}": the letter is left out before any of those. */
static void read_drop(struct builder *b, const struct tree *node)
{
	const struct tree *item = node->kind == TREE_MAP && node->count == 1 ? node->items[0]
	                                                                     : NULL;
	size_t len = item && item->key ? strlen(item->key) : 0;
	if (!len || !item->text || utf8_decode(item->key, len, &b->language->fold.dropped) != len) {
		tree_mistake(b->mistakes, node, "one letter, and those before which it is dropped");
		return;
	}
	b->language->fold.before = arena_strdup(b->lexicon->arena, item->text);
}

static const char **read_words(struct builder *b, const struct tree *node)
{
	const char **words = arena_array(b->lexicon->arena, node->count + 1, sizeof(*words));
	size_t n = 0;
	for (size_t i = 0; i < node->count; i++) {
		if (node->items[i]->text)
			words[n++] = words_fold(b->lexicon->arena, &b->language->fold,
			                        node->items[i]->text);
		else
			tree_mistake(b->mistakes, node->items[i], "a word is expected here");
	}
	return words;
}

static int longer_first(const void *a, const void *b)
{
	size_t la = strlen(*(const char *const *)a), lb = strlen(*(const char *const *)b);
	return la < lb   ? 1
	       : la > lb ? -1
	                 : strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int longer_pair_first(const void *a, const void *b)
{
	const struct ending_pair *x = a, *y = b;
	return longer_first(&x->from, &y->from);
}

/* "{ова: ов, ым: ""}": endings, and what stands for them; the longest first. */
static struct ending_pair *read_pairs(struct builder *b, const struct tree *node)
{
	struct arena *arena = b->lexicon->arena;
	struct ending_pair *pairs = arena_array(arena, node->count + 1, sizeof(*pairs));
	size_t n = 0;
	for (size_t i = 0; i < node->count; i++) {
		const struct tree *item = node->items[i];
		if (node->kind != TREE_MAP || item->kind != TREE_SCALAR || !item->key) {
			tree_mistake(b->mistakes, item, "an ending, and what stands for it");
			continue;
		}
		pairs[n++] =
			(struct ending_pair){ words_fold(arena, &b->language->fold, item->key),
			                      arena_strdup(arena, item->text ? item->text : "") };
	}
	qsort(pairs, n, sizeof(*pairs), longer_pair_first);
	return pairs;
}

static void read_grammar_of_names(struct builder *b, const struct tree *document)
{
	const struct tree *node = tree_get(document, KEY_NAME_ENDINGS);
	if (node)
		b->language->name_endings = read_pairs(b, node);
	if ((node = tree_get(document, KEY_GENDER_ENDINGS)))
		b->language->gender_endings = read_pairs(b, node);
	if ((node = tree_get(document, KEY_OBLIQUE_NAMES)))
		b->language->oblique_names = read_words(b, node);
}

static void read_grammar(struct builder *b, const struct tree *document)
{
	const struct tree *node = tree_get(document, KEY_FOLD);
	if (node)
		read_fold(b, node);
	if ((node = tree_get(document, KEY_DROP)))
		read_drop(b, node);
	if ((node = tree_get(document, KEY_ENDINGS)))
		b->endings.classes = node;
	if ((node = tree_get(document, KEY_STRIP))) {
		const char **strip = read_words(b, node);
		qsort(strip, node->count, sizeof(*strip), longer_first);
		b->endings.stemmer = stemmer_new(b->lexicon->arena, strip);
	}
	if ((node = tree_get(document, KEY_VERB_ENDINGS)))
		b->language->verb_endings = read_words(b, node);
	if ((node = tree_get(document, KEY_ABBREVIATIONS)))
		b->language->abbreviations = read_words(b, node);
	if (strcmp(tree_text(document, KEY_DAY_AFTER_MONTH, "no"), "yes") == 0)
		b->language->day_after_month = true;
	if ((node = tree_get(document, KEY_AGENCIES)))
		agencies_read(node, b->lexicon->arena, &b->lexicon->agencies, b->mistakes);
	if ((node = tree_get(document, KEY_DECIMAL))) {
		if (node->text && (strcmp(node->text, ".") == 0 || strcmp(node->text, ",") == 0))
			b->language->decimal = node->text[0];
		else
			tree_mistake(b->mistakes, node, "the decimal mark is \".\" or \",\"");
	}
}

/* --- names of programmes and packages */

static void add_name(struct builder *b, const struct package_alias *alias,
                     const struct package *package, const struct programme *programme)
{
	struct arena *arena = b->lexicon->arena;
	if (!alias->language || strcmp(alias->language, b->language->code) != 0 || !alias->text)
		return;
	struct name *name = arena_alloc(arena, sizeof(*name));
	*name = (struct name){ package, programme, alias->is_name };
	struct phrase phrase = { .mark = MARK_ALIAS, .target = name, .text = alias->text };
	const char *folded = words_fold(b->scratch, &b->language->fold, alias->text);
	if (programme)
		hints_add_name(b->language->hints, folded);
	vocabulary_add_name(b->language->names, folded, &phrase);
}

static void add_names(struct builder *b)
{
	const struct package_list *packages = b->lexicon->packages;
	for (size_t i = 0; packages && i < packages->count; i++) {
		const struct package *package = &packages->list[i];
		for (size_t a = 0; a < package->alias_count; a++)
			add_name(b, &package->aliases[a], package, NULL);
		for (size_t p = 0; p < package->programme_count; p++) {
			const struct programme *programme = &package->programmes[p];
			for (size_t a = 0; a < programme->alias_count; a++)
				add_name(b, &programme->aliases[a], package, programme);
		}
	}
}

/* --- the whole */

static void build_language(struct builder *b)
{
	struct lexicon *lexicon = b->lexicon;
	b->scratch = arena_new(LEXICON_ARENA_BYTES);
	b->endings = (struct endings){ .fold = &b->language->fold,
		                       .stemmer = stemmer_new(lexicon->arena, NULL) };
	for (size_t pass = 0; pass < 2; pass++) {
		if (pass == 1) {
			letters_prepare(lexicon->arena, &b->language->fold);
			b->language->words = vocabulary_new(lexicon->arena, &b->endings);
			b->language->names = vocabulary_new(lexicon->arena, &b->endings);
			b->language->speakers = vocabulary_new(lexicon->arena, &b->endings);
			b->language->occasions = vocabulary_new(lexicon->arena, &b->endings);
			b->language->hints = hints_new(lexicon->arena, &b->language->fold);
			add_names(b);
			add_sizes(b);
			b->language->name_index = names_new(lexicon->arena, b->language->code,
			                                    &b->language->fold, b->endings.stemmer,
			                                    lexicon->packages);
		}
		for (size_t i = 0; i < b->count; i++) {
			const struct tree *document = b->documents[i];
			const char *code = tree_text(document, KEY_LANGUAGE, "");
			if (strcmp(code, b->language->code) != 0)
				continue;
			if (pass == 0) {
				read_grammar(b, document);
				read_grammar_of_names(b, document);
			}
			for (size_t k = 0; pass == 1 && k < document->count; k++) {
				if (!is_grammar_key(document->items[k]->key))
					add_section(b, document->items[k]);
			}
		}
	}
	hints_finish(b->language->hints);
	vocabulary_finish(b->language->words);
	vocabulary_finish(b->language->names);
	vocabulary_finish(b->language->speakers);
	vocabulary_finish(b->language->occasions);
	arena_free(b->scratch);
}

static void build_languages(struct builder *b)
{
	struct lexicon *lexicon = b->lexicon;
	lexicon->languages = arena_array(lexicon->arena, LANGUAGES_MAX, sizeof(struct language));
	for (size_t i = 0; i < b->count; i++) {
		const char *code = tree_text(b->documents[i], KEY_LANGUAGE, NULL);
		if (!code) {
			tree_mistake(
				b->mistakes, b->documents[i],
				"a lexicon file begins with its language, as \"language: en\"");
			continue;
		}
		if (lexicon_language(lexicon, code))
			continue;
		if (lexicon->language_count == LANGUAGES_MAX) {
			tree_mistake(b->mistakes, b->documents[i], "more than %d languages",
			             LANGUAGES_MAX);
			return;
		}
		b->language = &lexicon->languages[lexicon->language_count++];
		b->language->code = arena_strdup(lexicon->arena, code);
		b->language->decimal = '.';
		build_language(b);
	}
}

static void hash_tree(struct hash_state *state, const struct tree *node)
{
	if (node->key)
		hash_add(state, node->key, strlen(node->key) + 1);
	if (node->text)
		hash_add(state, node->text, strlen(node->text) + 1);
	for (size_t i = 0; i < node->count; i++)
		hash_tree(state, node->items[i]);
	hash_add(state, "/", 1);
}

static void hash_packages(struct hash_state *state, const struct package_list *packages)
{
	for (size_t i = 0; packages && i < packages->count; i++) {
		const struct package *package = &packages->list[i];
		hash_add(state, package->key, strlen(package->key) + 1);
		for (size_t p = 0; p < package->programme_count; p++) {
			const struct programme *programme = &package->programmes[p];
			for (size_t a = 0; a < programme->alias_count; a++)
				hash_add(state, programme->aliases[a].text,
				         strlen(programme->aliases[a].text) + 1);
		}
	}
}

static void set_version(struct builder *b)
{
	char hex[HASH_HEX_SIZE];
	struct hash_state *state = hash_new();
	for (size_t i = 0; i < b->count; i++)
		hash_tree(state, b->documents[i]);
	hash_packages(state, b->lexicon->packages);
	hash_finish_hex(state, hex);
	memcpy(b->lexicon->version, ENGINE_VERSION "+", sizeof(ENGINE_VERSION));
	memcpy(b->lexicon->version + sizeof(ENGINE_VERSION), hex, 8);
}

struct lexicon *lexicon_new(const struct package_list *packages,
                            const struct tree *const *documents, size_t count,
                            struct tree_mistakes *mistakes)
{
	size_t before = mistakes->count + mistakes->dropped;
	struct lexicon *lexicon = mem_alloc(sizeof(*lexicon));
	lexicon->arena = arena_new(LEXICON_ARENA_BYTES);
	lexicon->packages = packages;
	struct builder builder = {
		.lexicon = lexicon, .mistakes = mistakes, .documents = documents, .count = count
	};
	build_languages(&builder);
	set_version(&builder);
	if (mistakes->count + mistakes->dropped > before) {
		lexicon_free(lexicon);
		return NULL;
	}
	return lexicon;
}

void lexicon_free(struct lexicon *lexicon)
{
	if (!lexicon)
		return;
	arena_free(lexicon->arena);
	free(lexicon);
}

const char *lexicon_version(const struct lexicon *lexicon)
{
	return lexicon->version;
}

const struct agency_list *lexicon_agencies(const struct lexicon *lexicon)
{
	return &lexicon->agencies;
}

const struct language *lexicon_language(const struct lexicon *lexicon, const char *code)
{
	for (size_t i = 0; code && i < lexicon->language_count; i++) {
		if (strcmp(lexicon->languages[i].code, code) == 0)
			return &lexicon->languages[i];
	}
	return NULL;
}

void lexicon_list_keys(FILE *out)
{
	static const char *const kinds[] = {
		[VALUE_NONE] = "phrases",
		[VALUE_INT] = "phrase: number",
		[VALUE_RATIO] = "phrase: fraction",
		[VALUE_TIME] = "phrase: time",
		[VALUE_TEXT] = "phrase: nominative",
	};

	for (size_t i = 0; i < COUNT(grammar_keys); i++)
		fprintf(out, "lexicon\t%s\t%s\n", grammar_keys[i],
		        strcmp(grammar_keys[i], KEY_AGENCIES) == 0 ? "form: name" : "grammar");
	for (size_t i = 0; i < MARK_ALIAS; i++)
		fprintf(out, "lexicon\t%s\t%s\n", mark_sections[i].name,
		        kinds[mark_sections[i].value]);
}
