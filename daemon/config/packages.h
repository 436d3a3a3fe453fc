/* The files of packages/ as struct package_list. */
#ifndef PACKAGES_H
#define PACKAGES_H

#include <stdio.h>

#include "base/tree.h"
#include "model/package.h"

/*
 * One package a file, in the order of their first year. What they hold lives
 * in the arena and not in the trees.
 */
void packages_read(const struct tree *roots, struct arena *arena, struct package_list *ret_packages,
                   struct tree_mistakes *mistakes);

/* Every key of a package, its totals and programmes, as a line of config_describe(). */
void packages_list_options(FILE *out);

#endif
