/*
 * What the options of transfers mean that are more than a word: proxies, and
 * secrets, which never stand in a YAML file but in a file of their own.
 */
#ifndef NETWORK_H
#define NETWORK_H

#include <stddef.h>

#include "base/arena.h"
#include "base/tree.h"

/*
 * The address of a proxy: what is written, or the first line of the file that
 * is named by "file:PATH" (relative to the folder of the YAML file) or
 * "credential:NAME" (of systemd's LoadCredential=). "" none. NULL: a mistake.
 */
const char *network_proxy(const struct tree *node, struct arena *arena,
                          struct tree_mistakes *mistakes);

/*
 * A secret: the first line of the file that is named by a path (relative to
 * the folder of the YAML file), "file:PATH" or "credential:NAME". NULL: a
 * mistake, which never tells what stands there.
 */
const char *network_secret(const struct tree *node, struct arena *arena,
                           struct tree_mistakes *mistakes);

/*
 * The headers in a file, "Name: value" a line; '#' begins a comment, and blank
 * lines are nothing. The node has a path or "credential:NAME". Mistakes name
 * the file and line, never what stands there.
 */
void network_headers(const struct tree *node, struct arena *arena, const char ***ret_list,
                     size_t *ret_count, struct tree_mistakes *mistakes);

#endif
