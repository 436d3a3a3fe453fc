/*
 * The lexicons: everything that extraction knows about a language. A language
 * is a folder of YAML files (config/integrad-lexicon.5 has the notation); the
 * engine itself knows none. Pure: no clock, no files.
 */
#ifndef EXTRACT_LEXICON_H
#define EXTRACT_LEXICON_H

#include <stddef.h>
#include <stdio.h>

#include "base/tree.h"
#include "model/agency.h"
#include "model/package.h"

/* Immutable once built; shared by all extractions, of any number of threads. */
struct lexicon;

/*
 * One tree per lexicon file; each names its language. Packages give the
 * programmes with their names and aliases, the names of the packages and the
 * totals by which a package is known (28, 993, 310). Every mistake is added to
 * mistakes, at its place in the file; where there was one, NULL is returned.
 * Keeps pointers into packages, which must outlive it; copies what it needs
 * from the trees.
 */
struct lexicon *lexicon_new(const struct package_list *packages,
                            const struct tree *const *documents, size_t count,
                            struct tree_mistakes *mistakes);
void lexicon_free(struct lexicon *lexicon); /* NULL is fine */

/*
 * "engine-<8 hex digits>+<8 hex digits>": hashes of the engine's sources (with those of the lower
 * floors that they use) and of the documents and packages, so that a recorded claim tells which
 * rules made it.
 */
const char *lexicon_version(const struct lexicon *lexicon);

/* The agencies of all languages; they live as long as the lexicon. */
const struct agency_list *lexicon_agencies(const struct lexicon *lexicon);

/*
 * Every key that a file of a lexicon may have, for who documents them: "lexicon",
 * name and kind of value, with tabs between, in the order of the engine's table.
 */
void lexicon_list_keys(FILE *out);

#endif
