/* Which of the programmes a noun phrase names. */
#ifndef EXTRACT_NAMING_H
#define EXTRACT_NAMING_H

#include "topic.h"

/*
 * The programme that the phrase around the head ("programme", "road map") or
 * the words beside it name; NULL where none. Widens the phrase to the name.
 */
const struct programme *named_programme(const struct document *doc, struct noun_phrase *np,
                                        size_t head, bool single);

#endif
