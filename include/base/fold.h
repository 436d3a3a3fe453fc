/*
 * Texts as they are searched: case does not count, nor do ё and е, accents that
 * only show the stress, soft hyphens, and forms of one letter that Unicode
 * calls compatible. All other letters stay apart: й, ў and і among them.
 */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include <stddef.h>

/* The folded text, UTF-8; yours. Broken UTF-8 is folded to U+FFFD. */
char *fold_text(const char *text, size_t len);

#endif
