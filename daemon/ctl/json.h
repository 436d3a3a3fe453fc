/* JSON as the commands print it: one object a line, in the order it was made in. */
#ifndef CTL_JSON_H
#define CTL_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <jansson.h>

/* Prints one line and lets go of the value. */
void json_line(json_t *value);
void json_print(json_t *value, FILE *out);

/* NULL and text that is no UTF-8 are not lost: null, and U+FFFD for the broken bytes. */
json_t *json_text(const char *s);
/* An instant as RFC 3339 in UTC; null where is_known is false. */
json_t *json_stamp(bool is_known, int64_t seconds);

#endif
