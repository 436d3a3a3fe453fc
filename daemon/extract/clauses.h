/* The stretch of its sentence that speaks of a figure, and the sizes inside it. */
#ifndef EXTRACT_CLAUSES_H
#define EXTRACT_CLAUSES_H

#include "document.h"

/* May a clause end at the token: a comma, colon, semicolon, bracket or conjunction? */
bool cuts_clause(const struct document *doc, size_t token);

/* So long a parenthesis may be. */
#define PARENTHESIS_TOKENS 12

/*
 * "Twelve, according to the minister, are done": behind the parenthesis that opens at the token
 * and closes before `end`, where it tells no more than who says so, or when. Else the token.
 */
size_t past_parenthesis(const struct document *doc, size_t token, size_t end);

/* Is a word of saying, or "according to", among the tokens first … end - 1? */
bool says_who(const struct document *doc, size_t first, size_t end);

/* "On the others, he said, it is 70%": where the core begins that such a parenthesis opens, before it. */
size_t core_before_parenthesis(const struct document *doc, const struct figure *figure);

/*
 * "Completed – 10 (8 in March)", "10 (было 8)": does a bracket that holds nothing else tell what the
 * figure before it was? *ret_dated: and when.
 */
bool compares_in_bracket(const struct document *doc, const struct figure *figure, bool *ret_dated);

/* bases.c: marks the figures that are but the size of what another one is of. */
void find_bases(struct document *doc);

#endif
