/*
 * Programmes known by the words of their names: news shortens, inflects and
 * reorders them ("таможенное регулирование", "the single gas and oil markets").
 */
#ifndef EXTRACT_NAMES_H
#define EXTRACT_NAMES_H

#include "languages.h"
#include "stems.h"
#include "words.h"

#define NAME_PROGRAMMES_MAX 64

struct name_index;

struct name_index *names_new(struct arena *arena, const char *language,
                             const struct fold_table *fold, const struct stemmer *stemmer,
                             const struct package_list *packages);

/*
 * The programme that the words of tokens first … end - 1 fit best, or NULL
 * where none fits or two fit alike.
 */
const struct programme *names_find(const struct name_index *index, const struct token *tokens,
                                   size_t first, size_t end);

/* Does the word stand in any programme's name? */
bool names_knows(const struct name_index *index, const struct token *token);

#endif
