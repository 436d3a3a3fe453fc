#include "phrases.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "extract/marks.h"

/* More alternatives than these no phrase has. */
#define WORDS_BYTES 512

/* --- of the lexicon */

/* The sections of the subject, which the first pass looks for. */
static const enum mark SUBJECT[] = { MARK_PROGRAMMES, MARK_PROGRAMME, MARK_PACKAGE, MARK_ACTIVITIES,
	                             MARK_UNION,      MARK_ANCHOR,    MARK_STATE };

static bool is_subject(const char *section)
{
	for (size_t i = 0; i < COUNT(SUBJECT); i++)
		if (strcmp(section, mark_sections[SUBJECT[i]].name) == 0)
			return true;
	return false;
}

static bool is_section(const char *key)
{
	for (size_t i = 0; i < MARK_ALIAS; i++)
		if (strcmp(key, mark_sections[i].name) == 0)
			return true;
	return false;
}

static const struct tree *endings_of(const struct phrases *p, const char *class, size_t len)
{
	for (size_t f = 0; f < p->files->count; f++) {
		const struct tree *classes = tree_get(p->files->items[f], "endings");

		for (size_t i = 0; classes && i < classes->count; i++)
			if (strncmp(classes->items[i]->key, class, len) == 0 &&
			    classes->items[i]->key[len] == '\0')
				return classes->items[i];
	}
	return NULL;
}

typedef void phrase_fn(const struct phrases *p, const char *phrase, void *arg);

static void each_phrase(const struct phrases *p, bool of_subject, phrase_fn *fn, void *arg)
{
	for (size_t f = 0; f < p->files->count; f++) {
		const struct tree *file = p->files->items[f];

		for (size_t s = 0; s < file->count; s++) {
			const struct tree *section = file->items[s];

			if (of_subject ? !is_subject(section->key) : !is_section(section->key))
				continue;
			for (size_t i = 0; i < section->count; i++) {
				const struct tree *item = section->items[i];

				fn(p, section->kind == TREE_MAP ? item->key : item->text, arg);
			}
		}
	}
}

static void each_name(const struct phrases *p, phrase_fn *fn, void *arg)
{
	for (size_t i = 0; i < p->packages->count; i++) {
		const struct package *package = &p->packages->list[i];

		for (size_t k = 0; k < package->programme_count; k++) {
			const struct programme *programme = &package->programmes[k];

			for (size_t n = 0; n < programme->alias_count; n++)
				if (strcmp(programme->aliases[n].language, p->language) == 0)
					fn(p, programme->aliases[n].text, arg);
		}
	}
}

/* --- as an automaton */

/* The phrase behind what is written already, each alternative by itself, up to an open ending. */
static void add_literal(struct automaton *a, const char *before, const char *phrase)
{
	char words[WORDS_BYTES];
	size_t len = strcspn(phrase, " ");
	const char *rest = phrase + len + strspn(phrase + len, " ");
	bool is_optional = *phrase == '[';

	if (is_optional)
		add_literal(a, before, rest);
	for (const char *at = phrase + is_optional, *end = phrase + len; at < end;) {
		size_t part = strcspn(at, "|] "), letters = strcspn(at, "|~*] ");

		snprintf(words, sizeof(words), "%s%s%.*s", before, *before ? " " : "", (int)letters,
		         at);
		if (letters < part || !*rest)
			automaton_add(a, words);
		else
			add_literal(a, words, rest);
		at += part + 1;
	}
}

static void add_phrase(const struct phrases *p, const char *phrase, void *arg)
{
	(void)p;
	add_literal(arg, "", phrase);
}

static void add_name(const struct phrases *p, const char *name, void *arg)
{
	(void)p;
	automaton_add(arg, name);
}

struct automaton phrases_automaton(const struct phrases *p)
{
	struct automaton a = { .count = 0 };

	each_phrase(p, false, add_phrase, &a);
	each_name(p, add_name, &a);
	automaton_close(&a);
	return a;
}

/* --- as a regular expression */

/* The buffer holds all that a lexicon may have. */
static void put(struct buf *out, const char *s, size_t len)
{
	if (buf_append(out, s, len) != 0)
		abort();
}

static void put_escaped(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (ispunct((unsigned char)s[i]))
			put(out, "\\", 1);
		put(out, s + i, 1);
	}
}

static void put_endings(struct buf *out, const struct tree *endings)
{
	put(out, "(?:", 3);
	for (size_t i = 0; endings && i < endings->count; i++) {
		const char *ending = endings->items[i]->text;

		if (ending)
			put_escaped(out, ending, strlen(ending));
		put(out, "|", 1);
	}
	put(out, ")", 1);
}

/* "[word|stem~class|begin*]" as a group with its alternatives. */
static void put_element(const struct phrases *p, struct buf *out, const char *element, size_t len)
{
	put(out, "(?:", 3);
	for (size_t at = 0; at < len;) {
		size_t part = strcspn(element + at, "| "), letters = strcspn(element + at, "|~* ");

		part = part < len - at ? part : len - at;
		letters = letters < part ? letters : part;
		put_escaped(out, element + at, letters);
		if (letters < part && element[at + letters] == '*')
			put(out, "\\w*", 3);
		else if (letters < part)
			put_endings(out,
			            endings_of(p, element + at + letters + 1, part - letters - 1));
		at += part + 1;
		if (at < len)
			put(out, "|", 1);
	}
	put(out, ")", 1);
}

static void put_phrase(const struct phrases *p, const char *phrase, void *arg)
{
	struct buf *out = arg;

	if (out->data[out->len - 1] != ':') /* the first of them */
		put(out, "|", 1);
	while (*phrase) {
		size_t len = strcspn(phrase, " ");
		bool is_optional = *phrase == '[';

		if (is_optional)
			put(out, "(?:", 3);
		put_element(p, out, phrase + is_optional, len - 2u * is_optional);
		phrase += len + strspn(phrase + len, " ");
		if (*phrase)
			put(out, "\\s*", 3);
		if (is_optional)
			put(out, ")?", 2);
	}
}

/* A name is inflected: of its words of five letters or more the last two may be others. */
static void put_name(const struct phrases *p, const char *name, void *arg)
{
	struct buf *out = arg;

	(void)p;
	put(out, "|", 1);
	while (*name) {
		size_t len = strcspn(name, " "), stem = len;

		for (int cut = 0; cut < 2 && len > 4; cut++)
			stem = utf8_cut(name, len, stem - 1);
		put_escaped(out, name, stem);
		if (stem < len)
			put(out, "\\w*", 3);
		name += len + strspn(name + len, " ");
		if (*name)
			put(out, "\\s+", 3);
	}
}

char *phrases_pattern(const struct phrases *p)
{
	struct buf out;

	buf_init(&out, MIB);
	put(&out, "\\b(?:", 5);
	each_phrase(p, true, put_phrase, &out);
	each_name(p, put_name, &out);
	put(&out, ")\\b", 3);
	return buf_take(&out);
}
