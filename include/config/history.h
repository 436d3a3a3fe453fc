/*
 * The figures that were reported before this daemon ran, each with the article
 * that has it: config/history/. A new database starts with them.
 */
#ifndef CONFIG_HISTORY_H
#define CONFIG_HISTORY_H

#include <stddef.h>

#include "base/tree.h"
#include "model/article.h"
#include "model/package.h"
#include "model/source.h"

/*
 * One article. Of `article` the address, `published` and the claims are set;
 * title and text are "", since only the figures were recorded. `published` may
 * be coarse, and has_published is false: the day or month is known, not the
 * instant. An article without an address has a guid instead. Each claim has
 * confidence 1000, status accepted, a note for people in `reasons`, an empty
 * quote and an empty trace ("[]").
 */
struct history_item {
	struct article article;
	const char *outlet; /* "TASS", "BelTA via udf.name" */
	enum source_trust trust;
	const char *file;
	int line;
};

/* In the order of publication (its last day), then of the files. */
struct history {
	struct history_item *list;
	size_t count;
	size_t claim_count; /* of all articles */
};

/*
 * Reads the roots of a folder (see config/tree.h). Each claim is checked
 * against the packages: its package and subject exist, a percentage lies
 * between 0 and 100, a count within its total, an actual figure is not dated
 * after its article. Everything lives in the
 * arena and nothing in the trees.
 *
 * basis is "today" for a figure of the day of publication, "stated" for any
 * other date, where the file does not say that it was restated.
 */
void config_history_read(const struct tree *roots, const struct package_list *packages,
                         struct arena *arena, struct history *ret_history,
                         struct tree_mistakes *mistakes);

#endif
