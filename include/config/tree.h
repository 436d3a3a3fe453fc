/*
 * YAML files as struct tree, by libyaml's events. Every scalar is a
 * string with its place; whoever reads the tree gives it a type.
 *
 * What is refused, each as a mistake with its place: text that is no YAML or
 * no UTF-8, a second document in a file, an alias (so that nothing expands), a
 * key that stands twice in one map or is no scalar, a NUL in a scalar, and
 * what passes the bounds of base/limits.h.
 */
#ifndef CONFIG_TREE_H
#define CONFIG_TREE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/tree.h"
#include "config/pack.h"

/*
 * Reads one file. Returns 0 and the root (an empty map where the file holds
 * nothing but comments), or -1 where there is no tree to go on with. A tree
 * may come with mistakes all the same (of a key that stands twice the first
 * counts), so that the rest of the file can still be checked: whoever wants
 * a sound file asks whether mistakes->count has grown.
 *
 * Nodes, texts and file names live in the arena.
 */
int config_tree_read(const char *path, struct arena *arena, struct tree **ret_root,
                     struct tree_mistakes *mistakes) MUST_CHECK;

/* The same for bytes in memory; name stands for the file in mistakes. */
int config_tree_parse(const char *bytes, size_t len, const char *name, struct arena *arena,
                      struct tree **ret_root, struct tree_mistakes *mistakes) MUST_CHECK;

/*
 * Every *.yaml of a folder (not of the folders in it) in the order of the
 * names' bytes: a TREE_LIST whose items are the roots of the files. Returns -1
 * where the folder cannot be read; a file without a tree is left out and has
 * its mistakes.
 */
int config_tree_read_folder(const char *folder, struct arena *arena, struct tree **ret_roots,
                            struct tree_mistakes *mistakes) MUST_CHECK;

/*
 * The same, and the bytes of every file that gave a tree are added to the
 * pack; one that does not fit has that as its mistake.
 */
int config_tree_pack_folder(const char *folder, enum pack_kind kind, struct buf *pack,
                            struct arena *arena, struct tree **ret_roots,
                            struct tree_mistakes *mistakes) MUST_CHECK;

#endif
