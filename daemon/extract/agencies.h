/* The section `agencies` of a lexicon: for those who look for credits, see change/credit.h. */
#ifndef EXTRACT_AGENCIES_H
#define EXTRACT_AGENCIES_H

#include "base/arena.h"
#include "base/tree.h"
#include "model/agency.h"

#define KEY_AGENCIES "agencies"

/* Adds the section's agencies to the list, which grows in the arena. */
void agencies_read(const struct tree *section, struct arena *arena, struct agency_list *list,
                   struct tree_mistakes *mistakes);

#endif
