/*
 * A YAML document as plain nodes: every scalar is a string with its place, so
 * that whoever gives it a meaning can say where a mistake stands. config fills
 * trees (it alone knows libyaml); the organs read them.
 */
#ifndef BASE_TREE_H
#define BASE_TREE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

enum tree_kind {
	TREE_SCALAR,
	TREE_LIST,
	TREE_MAP,
};

struct tree {
	enum tree_kind kind;
	const char *file; /* as given on the command line or found in a folder */
	int line;         /* from 1 */
	int column;       /* from 1 */
	const char *key;  /* its name in a map, else NULL */
	int key_line;
	int key_column;
	const char *text;    /* of a scalar, else NULL */
	struct tree **items; /* of a list or map, in the order of the file */
	size_t count;
};

/* The value under key in a map; NULL where it is absent or node is no map. */
const struct tree *tree_get(const struct tree *node, const char *key);
/* The text of the scalar under key, else fallback. */
const char *tree_text(const struct tree *node, const char *key, const char *fallback);

/*
 * Mistakes are gathered, not thrown: all of a run are told at once. The list
 * stops growing at LIMIT_MISTAKES and counts on.
 */
struct tree_mistake {
	const char *file;
	int line;
	int column;
	const char *text;
};

struct tree_mistakes {
	struct arena *arena; /* owns the texts; set by the caller */
	struct tree_mistake *list;
	size_t count;
	size_t cap;
	size_t dropped;
};

/* "expected a duration such as 15min, found \"15 m\"": at the node's place. */
void tree_mistake(struct tree_mistakes *mistakes, const struct tree *node, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
/* The same at the place of the node's key. */
void tree_mistake_key(struct tree_mistakes *mistakes, const struct tree *node, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
#endif
