/* The words of dates: months, zones, endings. In one place, so that a language is a few rows. */
#ifndef MODEL_STAMP_WORDS_H
#define MODEL_STAMP_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#define STAMP_WORD_SIZE 32

/* Lower case, for Latin, Greek and Cyrillic; a longer word is cut between two characters. */
void stamp_word_fold(const char *s, size_t len, char out[STAMP_WORD_SIZE]);

bool stamp_word_month(const char *word, int *ret_month); /* 1–12 */
bool stamp_word_zone(const char *word, int *ret_offset_min);
/* "th", "го", "de": may stand between a day and its month. */
bool stamp_word_is_ending(const char *word);
/* The words of Korean, Chinese and Japanese for year, month and day. */
bool stamp_word_is_eastern(const char *word);
bool stamp_word_is_korean(const char *word); /* one of a date or time */

#endif
