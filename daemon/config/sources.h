/* The files of sources.d as struct source. */
#ifndef SOURCES_H
#define SOURCES_H

#include <stddef.h>
#include <stdio.h>

#include "base/tree.h"
#include "config/options.h"
#include "model/source.h"

/* What a source may refer to, and where its defaults come from. */
struct sources_context {
	const struct config_options *options;
	const char *const *languages; /* known ones, NULL-terminated */
};

/*
 * Reads the lists in the roots of a folder. Sources come in the order of their
 * keys; of a key that stands twice both are kept, since there is a mistake.
 * What they hold lives in the arena and not in the trees.
 */
void sources_read(const struct tree *roots, const struct sources_context *context,
                  struct arena *arena, struct source **ret_sources, size_t *ret_count,
                  struct tree_mistakes *mistakes);

/* Every key of a source, as a line of config_describe(). */
void sources_list_options(FILE *out);

#endif
