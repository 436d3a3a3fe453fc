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
