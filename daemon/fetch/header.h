/* The few headers that we read ourselves. Pure. */
#ifndef FETCH_HEADER_H
#define FETCH_HEADER_H

#include <stddef.h>
#include <stdint.h>

/* Seconds from now_s; a date in the past is 0; -1 for what makes no sense (RFC 9110 §10.2.3). */
int64_t header_retry_after(const char *value, int64_t now_s);

/*
 * max-age in seconds; -1 where it is absent or no-cache or no-store stands
 * beside it (RFC 9111 §5.2.2). Several headers are joined with commas first.
 */
int64_t header_max_age(const char *value);

/* The charset parameter of a Content-Type, lower case, in out ("" where there is none). */
void header_charset(const char *content_type, char *out, size_t size);

#endif
