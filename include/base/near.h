/* What a mistyped word was meant to be. */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#define NEAR_HINT_SIZE 96

/*
 * The name in names (NULL-terminated) that word was meant to be: one slip away,
 * else the first that begins with it, else the nearest by edit distance; NULL
 * where none is near.
 */
const char *near_name(const char *word, const char *const *names);

/* "; did you mean log-format?", as the end of a sentence; "" where none is near. Returns out. */
const char *near_hint(const char *word, const char *const *names, char out[NEAR_HINT_SIZE]);

#endif
