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

/*
 * One file on its way from libyaml's events to our nodes: its documents would
 * take three times the room of our tree, beside it.
 */
struct build {
	yaml_parser_t parser;
	const char *bytes;
	size_t len;
	const char *file;
	struct arena *arena;
	struct tree_mistakes *mistakes;
	struct tree **open; /* items of the lists and maps that have not ended yet */
	size_t open_count;
	size_t open_cap;
	size_t nodes;
	bool has_failed; /* it is no YAML, or too much of it: the mistake is noted */
};

static struct tree *build_node(struct build *b, yaml_event_t *take_event, int depth);

static struct tree place(const char *file, yaml_mark_t mark)
{
	return (struct tree){
		.file = file,
		.line = (int)mark.line + 1,
		.column = (int)mark.column + 1,
	};
}

/* libyaml's reader knows bytes only, its scanner and parser know the line. */
static struct tree place_of_error(const struct build *b)
{
	struct tree at = { .file = b->file, .line = 1, .column = 1 };

	if (b->parser.error != YAML_READER_ERROR)
		return place(b->file, b->parser.problem_mark);
	for (size_t i = 0; i < b->len && i < b->parser.problem_offset; i++) {
		at.column++;
		if (b->bytes[i] == '\n') {
			at.line++;
			at.column = 1;
		}
	}
	return at;
}

static void note_error(struct build *b)
{
	struct tree at = place_of_error(b);
	const char *problem = b->parser.problem ? b->parser.problem : "cannot be read";

	if (b->parser.context)
		tree_mistake(b->mistakes, &at, "this is no YAML: %s, %s", b->parser.context,
		             problem);
	else
		tree_mistake(b->mistakes, &at, "this is no YAML: %s", problem);
}

/* False where the file has failed; then there is no event to delete. */
static bool next_event(struct build *b, yaml_event_t *event)
{
	if (b->has_failed)
		return false;
	if (yaml_parser_parse(&b->parser, event))
		return true;
	note_error(b);
	b->has_failed = true;
	return false;
}

static bool is_end(yaml_event_type_t type)
{
	return type == YAML_SEQUENCE_END_EVENT || type == YAML_MAPPING_END_EVENT;
}

static bool is_start(yaml_event_type_t type)
{
	return type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT;
}

/* All of a node whose first event is given. */
static void skip_node(struct build *b, yaml_event_t *take_event)
{
	size_t depth = 0;

	do {
		depth += is_start(take_event->type);
		depth -= is_end(take_event->type);
		yaml_event_delete(take_event);
	} while (depth > 0 && next_event(b, take_event));
}

static void build_scalar(struct build *b, const yaml_event_t *from, struct tree *to)
{
	const char *text = (const char *)from->data.scalar.value;

	to->kind = TREE_SCALAR;
	to->text = arena_strndup(b->arena, text, from->data.scalar.length);
	if (memchr(text, '\0', from->data.scalar.length))
		tree_mistake(b->mistakes, to, "a NUL character in a text");
}

static void add_item(struct build *b, struct tree *item)
{
	b->open = mem_room(b->open, b->open_count, &b->open_cap, sizeof(struct tree *));
	b->open[b->open_count++] = item;
}

/* What was added since first. */
static void take_items(struct build *b, struct tree *to, size_t first)
{
	to->count = b->open_count - first;
	to->items = arena_array(b->arena, to->count, sizeof(struct tree *));
	if (to->count)
		memcpy(to->items, b->open + first, to->count * sizeof(struct tree *));
	b->open_count = first;
}

static void build_list(struct build *b, struct tree *to, int depth)
{
	size_t first = b->open_count;
	yaml_event_t event;

	to->kind = TREE_LIST;
	while (next_event(b, &event) && event.type != YAML_SEQUENCE_END_EVENT) {
		struct tree *item = build_node(b, &event, depth + 1);

		if (item)
			add_item(b, item);
	}
	take_items(b, to, first);
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

/* A key without its value yet; NULL where it is no plain text. */
static struct tree *build_key(struct build *b, yaml_event_t *take_event)
{
	struct tree at = place(b->file, take_event->start_mark), *item = NULL;

	if (take_event->type != YAML_SCALAR_EVENT) {
		tree_mistake(b->mistakes, &at, "a key must be a word");
		skip_node(b, take_event);
		return NULL;
	}
	if (memchr(take_event->data.scalar.value, '\0', take_event->data.scalar.length)) {
		tree_mistake(b->mistakes, &at, "a NUL character in a key");
	} else {
		item = arena_alloc(b->arena, sizeof(*item));
		item->key = arena_strndup(b->arena, (const char *)take_event->data.scalar.value,
		                          take_event->data.scalar.length);
		item->key_line = at.line;
		item->key_column = at.column;
	}
	yaml_event_delete(take_event);
	return item;
}

static void build_map(struct build *b, struct tree *to, int depth)
{
	size_t first = b->open_count;
	yaml_event_t event;

	to->kind = TREE_MAP;
	while (next_event(b, &event) && event.type != YAML_MAPPING_END_EVENT) {
		struct tree *key = build_key(b, &event), *item;

		if (!next_event(b, &event))
			break;
		item = build_node(b, &event, depth + 1);
		if (!item || !key)
			continue;
		item->key = key->key;
		item->key_line = key->key_line;
		item->key_column = key->key_column;
		add_item(b, item);
	}
	take_items(b, to, first);
	if (!b->has_failed)
		check_keys(b, to);
}

/* Returns false for what is refused before it is looked into; the mistake is noted. */
static bool is_taken(struct build *b, const struct tree *at, yaml_event_type_t type, int depth)
{
	if (type == YAML_ALIAS_EVENT) {
		tree_mistake(b->mistakes, at,
		             "an alias (*name) is not read here: write out what it stands for");
		return false;
	}
	if (depth > LIMIT_TREE_DEPTH) {
		tree_mistake(b->mistakes, at, "nested more than %d deep", LIMIT_TREE_DEPTH);
		return false;
	}
	if (++b->nodes > LIMIT_TREE_NODES) {
		tree_mistake(b->mistakes, at, "more than %d values in one file", LIMIT_TREE_NODES);
		b->has_failed = true;
	}
	return !b->has_failed;
}

/* NULL where the node is refused; the mistake is noted. */
static struct tree *build_node(struct build *b, yaml_event_t *take_event, int depth)
{
	struct tree at = place(b->file, take_event->start_mark), *to;
	yaml_event_type_t type = take_event->type;

	if (!is_taken(b, &at, type, depth)) {
		skip_node(b, take_event);
		return NULL;
	}
	to = arena_alloc(b->arena, sizeof(*to));
	*to = at;
	if (type == YAML_SCALAR_EVENT)
		build_scalar(b, take_event, to);
	yaml_event_delete(take_event);
	if (type == YAML_SEQUENCE_START_EVENT)
		build_list(b, to, depth);
	else if (type == YAML_MAPPING_START_EVENT)
		build_map(b, to, depth);
	return to;
}

static struct tree *build_nothing(struct build *b)
{
	struct tree *root = arena_alloc(b->arena, sizeof(*root));

	*root = (struct tree){ .kind = TREE_MAP, .file = b->file, .line = 1, .column = 1 };
	return root;
}

/* Up to the end of the stream; only one document is read, a second would be lost in silence. */
static struct tree *build_stream(struct build *b)
{
	struct tree *root = NULL;
	yaml_event_t event;
	bool is_over = false, is_whole = false;
	int documents = 0;

	while (!is_over && next_event(b, &event)) {
		struct tree at = place(b->file, event.start_mark);

		is_over = event.type == YAML_STREAM_END_EVENT;
		is_whole |= event.type == YAML_DOCUMENT_END_EVENT;
		if (event.type == YAML_DOCUMENT_START_EVENT && ++documents == 2)
			tree_mistake(b->mistakes, &at, "a second document in one file is not read");
		if (event.type == YAML_SCALAR_EVENT || event.type == YAML_ALIAS_EVENT ||
		    is_start(event.type)) {
			if (documents == 1)
				root = build_node(b, &event, 0);
			else
				skip_node(b, &event);
		} else {
			yaml_event_delete(&event);
		}
	}
	if (documents == 0 && !b->has_failed)
		root = build_nothing(b);
	return is_whole || documents == 0 ? root : NULL;
}

int config_tree_parse(const char *bytes, size_t len, const char *name, struct arena *arena,
                      struct tree **ret_root, struct tree_mistakes *mistakes)
{
	struct build b = {
		.bytes = bytes,
		.len = len,
		.file = arena_strdup(arena, name),
		.arena = arena,
		.mistakes = mistakes,
	};
	struct tree *root;

	if (!yaml_parser_initialize(&b.parser))
		abort(); /* out of memory: see base/mem.h */
	yaml_parser_set_input_string(&b.parser, (const unsigned char *)bytes, len);
	root = build_stream(&b);
	yaml_parser_delete(&b.parser);
	free(b.open);
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
