/* Who is quoted for each figure. */
#ifndef EXTRACT_ATTRIBUTION_H
#define EXTRACT_ATTRIBUTION_H

#include "document.h"

/* Gives each draft its speaker, and the words that say so; NULL for nobody. */
void attribute_claims(struct document *doc);

#endif
