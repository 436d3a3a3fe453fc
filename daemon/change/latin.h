/* Cyrillic and Latin letters in one Latin spelling; speaker.c has it. */
#ifndef CHANGE_LATIN_H
#define CHANGE_LATIN_H

#include <stddef.h>

#define LATIN_SIZE 64 /* of one word; what is longer is cut */

/* In small letters. */
void latin_of_word(const char *word, size_t len, char out[LATIN_SIZE]);

#endif
