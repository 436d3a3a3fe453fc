/*
 * The words and units in which a person writes a value. Each parser takes the
 * whole text or nothing: false leaves *ret alone.
 */
#ifndef CONFIG_VALUE_H
#define CONFIG_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#define VALUE_TEXT_SIZE 32

/* "90s", "15min", "2h", "1d", "500ms"; "0" needs no unit, every other number does. Milliseconds. */
bool value_parse_duration(const char *text, int64_t *ret_ms);
/* "64KiB", "8MiB", "1GiB", "512B"; "0" needs no unit. Bytes. */
bool value_parse_size(const char *text, int64_t *ret_bytes);
/* yes, no, true, false, on, off. */
bool value_parse_bool(const char *text, bool *ret);
/* Decimal digits, with a minus sign where it is negative. */
bool value_parse_integer(const char *text, int64_t *ret);
/* A share from 0 to 1 with at most three places ("0.6"), in per mille. */
bool value_parse_share(const char *text, int *ret_per_mille);

/* The reverse, with the largest unit that loses nothing; each returns out. */
char *value_format_duration(int64_t ms, char out[VALUE_TEXT_SIZE]);
char *value_format_size(int64_t bytes, char out[VALUE_TEXT_SIZE]);
char *value_format_share(int per_mille, char out[VALUE_TEXT_SIZE]);

#endif
