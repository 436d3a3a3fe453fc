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

/*
 * The programme that the words of first … end - 1 name. *ret_all: no word that
 * the lexicon does not know is strange to the names.
 */
const struct programme *find_named(const struct document *doc, size_t first, size_t end,
                                   bool *ret_all);

/*
 * "Compare electricity. On paper, the programme …", "Take customs: the programme …": what a
 * short sentence, or the words before a colon, present; or NULL.
 */
const struct programme *presented_before(const struct document *doc, size_t noun);

#endif
