#include "base/tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

const struct tree *tree_get(const struct tree *node, const char *key)
{
	if (!node || node->kind != TREE_MAP)
		return NULL;
	for (size_t i = 0; i < node->count; i++)
		if (strcmp(node->items[i]->key, key) == 0)
			return node->items[i];
	return NULL;
}

const char *tree_text(const struct tree *node, const char *key, const char *fallback)
{
	const struct tree *item = tree_get(node, key);

	return item && item->kind == TREE_SCALAR ? item->text : fallback;
}

/* One mistake is one line, whatever it quotes. */
static const char *on_one_line(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *c = copy; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	return copy;
}

static void add_mistake(struct tree_mistakes *mistakes, const char *file, int line, int column,
                        const char *text)
{
	if (mistakes->count >= LIMIT_MISTAKES) {
		mistakes->dropped++;
		return;
	}
	if (!mistakes->list) {
		mistakes->cap = LIMIT_MISTAKES;
		mistakes->list = arena_array(mistakes->arena, mistakes->cap,
		                             sizeof(*mistakes->list));
	}
	mistakes->list[mistakes->count++] = (struct tree_mistake){
		.file = arena_strdup(mistakes->arena, file ? file : "-"),
		.line = line,
		.column = column,
		.text = on_one_line(mistakes->arena, text),
	};
}

void tree_mistake(struct tree_mistakes *mistakes, const struct tree *node, const char *fmt, ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	add_mistake(mistakes, node->file, node->line, node->column, text);
}

void tree_mistake_key(struct tree_mistakes *mistakes, const struct tree *node, const char *fmt, ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	add_mistake(mistakes, node->file, node->key_line, node->key_column, text);
}

#define NAME_MAX_BYTES 63

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Levenshtein's distance of two names of at most NAME_MAX_BYTES, in bytes. */
static size_t edit_distance(const char *a, const char *b)
{
	size_t row[NAME_MAX_BYTES + 1];
	size_t a_len = strlen(a), b_len = strlen(b);

	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t above = row[j];

			row[j] = smallest(above + 1, row[j - 1] + 1,
			                  diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[b_len];
}

/* The first name that goes on where the word stops: "lang" for "language". */
static const char *completed(const char *word, const char *const *names)
{
	size_t len = strlen(word);

	for (; len >= 3 && *names; names++)
		if (strncmp(word, *names, len) == 0)
			return *names;
	return NULL;
}

const char *tree_nearest(const char *word, const char *const *names)
{
	const char *best = NULL, *begun;
	size_t least = strlen(word) / 3 + 2; /* a third of it mistyped is still near */

	if (strlen(word) > NAME_MAX_BYTES)
		return NULL;
	for (const char *const *name = names; *name; name++) {
		size_t d;

		if (strlen(*name) > NAME_MAX_BYTES)
			continue;
		d = edit_distance(word, *name);
		if (d < least) {
			least = d;
			best = *name;
		}
	}
	/* one slip is likelier than a word cut short, two are not: "lang" is no "link" */
	begun = best && least < 2 ? NULL : completed(word, names);
	return begun ? begun : best;
}
