#include "config/tree.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"

/* One file on its way from libyaml's document to our nodes. */
struct build {
	yaml_document_t *document;
	const char *file;
	struct arena *arena;
	struct tree_mistakes *mistakes;
	bool *is_seen; /* by node id: what is met twice came by an alias */
};

static struct tree *build_node(struct build *b, int id, int depth);

static struct tree place(const char *file, yaml_mark_t mark)
{
	return (struct tree){
		.file = file,
		.line = (int)mark.line + 1,
		.column = (int)mark.column + 1,
	};
}

static void build_scalar(struct build *b, const yaml_node_t *from, struct tree *to)
{
	const char *text = (const char *)from->data.scalar.value;

	to->kind = TREE_SCALAR;
	to->text = arena_strndup(b->arena, text, from->data.scalar.length);
	if (memchr(text, '\0', from->data.scalar.length))
		tree_mistake(b->mistakes, to, "a NUL character in a text");
}

static void build_list(struct build *b, const yaml_node_t *from, struct tree *to, int depth)
{
	size_t count = (size_t)(from->data.sequence.items.top - from->data.sequence.items.start);

	to->kind = TREE_LIST;
	to->items = arena_array(b->arena, count, sizeof(*to->items));
	for (size_t i = 0; i < count; i++) {
		struct tree *item = build_node(b, from->data.sequence.items.start[i], depth + 1);

		if (item)
			to->items[to->count++] = item;
	}
}

static int compare_keys(const void *a, const void *b)
{
	const struct tree *x = *(struct tree *const *)a, *y = *(struct tree *const *)b;
	int order = strcmp(x->key, y->key);

	if (order == 0)
		order = (x->key_line > y->key_line) - (x->key_line < y->key_line);
	return order ? order : (x->key_column > y->key_column) - (x->key_column < y->key_column);
}

/* A key that stands twice; sorted, since a map may have as many keys as a file has lines. */
static void check_keys(struct build *b, const struct tree *map)
{
	struct tree **sorted = mem_array(map->count + 1, sizeof(struct tree *));
	size_t first = 0;

	memcpy(sorted, map->items, map->count * sizeof(struct tree *));
	qsort(sorted, map->count, sizeof(struct tree *), compare_keys);
	for (size_t i = 1; i < map->count; i++) {
		if (strcmp(sorted[first]->key, sorted[i]->key) != 0)
			first = i;
		else
			tree_mistake_key(b->mistakes, sorted[i],
			                 "\"%s\" stands here already, in line %d", sorted[i]->key,
			                 sorted[first]->key_line);
	}
	free(sorted);
}

/* Returns false for a key that is no plain text. */
static bool set_key(struct build *b, struct tree *item, const yaml_node_t *key)
{
	struct tree at = place(b->file, key->start_mark);

	if (key->type != YAML_SCALAR_NODE) {
		tree_mistake(b->mistakes, &at, "a key must be a word");
		return false;
	}
	if (memchr(key->data.scalar.value, '\0', key->data.scalar.length)) {
		tree_mistake(b->mistakes, &at, "a NUL character in a key");
		return false;
	}
	item->key = arena_strndup(b->arena, (const char *)key->data.scalar.value,
	                          key->data.scalar.length);
	item->key_line = at.line;
	item->key_column = at.column;
	return true;
}

static void build_map(struct build *b, const yaml_node_t *from, struct tree *to, int depth)
{
	yaml_node_pair_t *pair = from->data.mapping.pairs.start;
	size_t count = (size_t)(from->data.mapping.pairs.top - pair);

	to->kind = TREE_MAP;
	to->items = arena_array(b->arena, count, sizeof(*to->items));
	for (; pair < from->data.mapping.pairs.top; pair++) {
		struct tree *item = build_node(b, pair->value, depth + 1);

		if (item && set_key(b, item, yaml_document_get_node(b->document, pair->key)))
			to->items[to->count++] = item;
	}
	check_keys(b, to);
}

/* NULL where the node is refused; the mistake is noted. */
static struct tree *build_node(struct build *b, int id, int depth)
{
	const yaml_node_t *from = yaml_document_get_node(b->document, id);
	struct tree *to = arena_alloc(b->arena, sizeof(*to));

	*to = place(b->file, from->start_mark);
	if (b->is_seen[id]) {
		tree_mistake(
			b->mistakes, to,
			"this is used again by an alias (*name), which is not read here: write it out");
		return NULL;
	}
	b->is_seen[id] = true;
	if (depth > LIMIT_TREE_DEPTH) {
		tree_mistake(b->mistakes, to, "nested more than %d deep", LIMIT_TREE_DEPTH);
		return NULL;
	}
	switch (from->type) {
	case YAML_SCALAR_NODE:
		build_scalar(b, from, to);
		break;
	case YAML_SEQUENCE_NODE:
		build_list(b, from, to, depth);
		break;
	case YAML_MAPPING_NODE:
		build_map(b, from, to, depth);
		break;
	case YAML_NO_NODE:
		return NULL;
	}
	return to;
}

static struct tree *build_root(yaml_document_t *document, const char *file, struct arena *arena,
                               struct tree_mistakes *mistakes)
{
	size_t count = (size_t)(document->nodes.top - document->nodes.start);
	struct build b = { document, file, arena, mistakes, NULL };
	struct tree *root;

	if (count == 0) { /* nothing but comments */
		root = arena_alloc(arena, sizeof(*root));
		*root = (struct tree){ .kind = TREE_MAP, .file = file, .line = 1, .column = 1 };
		return root;
	}
	if (count > LIMIT_TREE_NODES) {
		struct tree at = place(file, document->start_mark);

		tree_mistake(mistakes, &at, "more than %d values in one file", LIMIT_TREE_NODES);
		return NULL;
	}
	b.is_seen = mem_array(count + 1, sizeof(*b.is_seen)); /* ids count from 1 */
	root = build_node(&b, 1, 0);
	free(b.is_seen);
	return root;
}

/* libyaml's reader knows bytes only, its scanner and parser know the line. */
static struct tree place_of_error(const yaml_parser_t *parser, const char *bytes, size_t len,
                                  const char *file)
{
	struct tree at = { .file = file, .line = 1, .column = 1 };

	if (parser->error != YAML_READER_ERROR)
		return place(file, parser->problem_mark);
	for (size_t i = 0; i < len && i < parser->problem_offset; i++) {
		at.column++;
		if (bytes[i] == '\n') {
			at.line++;
			at.column = 1;
		}
	}
	return at;
}

static void note_error(const yaml_parser_t *parser, const char *bytes, size_t len, const char *file,
                       struct tree_mistakes *mistakes)
{
	struct tree at = place_of_error(parser, bytes, len, file);
	const char *problem = parser->problem ? parser->problem : "cannot be read";

	if (parser->context)
		tree_mistake(mistakes, &at, "this is no YAML: %s, %s", parser->context, problem);
	else
		tree_mistake(mistakes, &at, "this is no YAML: %s", problem);
}

/* Only one document is read; a second would otherwise be lost in silence. */
static void check_end(yaml_parser_t *parser, const char *bytes, size_t len, const char *file,
                      struct tree_mistakes *mistakes)
{
	yaml_document_t more;

	if (!yaml_parser_load(parser, &more)) {
		note_error(parser, bytes, len, file, mistakes);
		return;
	}
	if (yaml_document_get_root_node(&more)) {
		struct tree at = place(file, more.start_mark);

		tree_mistake(mistakes, &at, "a second document in one file is not read");
	}
	yaml_document_delete(&more);
}

int config_tree_parse(const char *bytes, size_t len, const char *name, struct arena *arena,
                      struct tree **ret_root, struct tree_mistakes *mistakes)
{
	const char *file = arena_strdup(arena, name);
	yaml_parser_t parser;
	yaml_document_t document;
	struct tree *root = NULL;

	if (!yaml_parser_initialize(&parser))
		abort(); /* out of memory: see base/mem.h */
	yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, len);
	if (!yaml_parser_load(&parser, &document)) {
		note_error(&parser, bytes, len, file, mistakes);
	} else {
		root = build_root(&document, file, arena, mistakes);
		if (document.nodes.top > document.nodes.start)
			check_end(&parser, bytes, len, file, mistakes);
		yaml_document_delete(&document);
	}
	yaml_parser_delete(&parser);
	if (!root)
		return -1;
	*ret_root = root;
	return 0;
}

/* Where the files of a folder are kept, besides being read. */
struct keep {
	struct buf *pack;
	enum pack_kind kind;
};

static void keep_file(const struct keep *keep, const char *path, const struct buf *buf,
                      const struct tree *root, struct tree_mistakes *mistakes)
{
	const struct pack_file file = { keep->kind, path, buf->data ? buf->data : "", buf->len };

	if (pack_add(keep->pack, &file) < 0)
		tree_mistake(mistakes, root, "with this file they are over %zu bytes",
		             keep->pack->max);
}

/* keep may be NULL. */
static int read_file(const char *path, const struct keep *keep, struct arena *arena,
                     struct tree **ret_root, struct tree_mistakes *mistakes)
{
	struct tree at = { .file = path, .line = 1, .column = 1 };
	struct buf buf;
	struct err err;
	int rc = -1;

	buf_init(&buf, LIMIT_CONFIG_FILE_BYTES);
	if (file_read(path, &buf, &err) < 0)
		tree_mistake(mistakes, &at, "%s", err.text);
	else
		rc = config_tree_parse(buf.data ? buf.data : "", buf.len, path, arena, ret_root,
		                       mistakes);
	if (rc == 0 && keep)
		keep_file(keep, path, &buf, *ret_root, mistakes);
	buf_done(&buf);
	return rc;
}

int config_tree_read(const char *path, struct arena *arena, struct tree **ret_root,
                     struct tree_mistakes *mistakes)
{
	return read_file(path, NULL, arena, ret_root, mistakes);
}

static int is_yaml(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > 5 && strcmp(entry->d_name + len - 5, ".yaml") == 0;
}

/* By bytes, whatever the locale. */
static int compare_entries(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_folder(const char *folder, const struct keep *keep, struct arena *arena,
                       struct tree **ret_roots, struct tree_mistakes *mistakes)
{
	struct tree *roots = arena_alloc(arena, sizeof(*roots));
	struct dirent **entries = NULL;
	int count;

	*roots = (struct tree){
		.kind = TREE_LIST, .file = arena_strdup(arena, folder), .line = 1, .column = 1
	};
	count = scandir(folder, &entries, is_yaml, compare_entries);
	if (count < 0) {
		tree_mistake(mistakes, roots, "the folder cannot be read: %s", strerror(errno));
		return -1;
	}
	if (count > LIMIT_TREE_FILES)
		tree_mistake(mistakes, roots, "more than %d files in one folder", LIMIT_TREE_FILES);
	roots->items = arena_array(arena, (size_t)count, sizeof(*roots->items));
	for (int i = 0; i < count; i++) {
		const char *path = arena_printf(arena, "%s/%s", folder, entries[i]->d_name);

		if (i < LIMIT_TREE_FILES &&
		    read_file(path, keep, arena, &roots->items[roots->count], mistakes) == 0)
			roots->count++;
		free(entries[i]);
	}
	free(entries);
	*ret_roots = roots;
	return 0;
}

int config_tree_read_folder(const char *folder, struct arena *arena, struct tree **ret_roots,
                            struct tree_mistakes *mistakes)
{
	return read_folder(folder, NULL, arena, ret_roots, mistakes);
}

int config_tree_pack_folder(const char *folder, enum pack_kind kind, struct buf *pack,
                            struct arena *arena, struct tree **ret_roots,
                            struct tree_mistakes *mistakes)
{
	const struct keep keep = { pack, kind };

	return read_folder(folder, &keep, arena, ret_roots, mistakes);
}
