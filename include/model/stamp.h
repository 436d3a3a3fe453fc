/*
 * An instant as publishers print it. Feeds and pages promise RFC 822, RFC 3339
 * or W3CDTF and then write dates without seconds, without a zone, with two-digit
 * years, with wrong weekdays, with Russian or Belarusian month names. What a
 * person could read without guessing is read.
 */
#ifndef MODEL_STAMP_H
#define MODEL_STAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/date.h"

struct stamp {
	int64_t seconds; /* since 1970-01-01 UTC; without a time: the first of the day */
	int offset_min;  /* from UTC, 0 where has_offset is false */
	bool has_offset; /* the text names its zone; else `seconds` takes it to be UTC */
	bool has_time;   /* the text names at least the hour */
	bool is_either;  /* "05/04/2023": read month first, and day first is as good */
	struct date day; /* as printed, at its own offset; a month or year where no day is named */
};

/*
 * Reads the first date in text, which may have words around it. False where
 * there is none or it does not exist (31 February); *ret is then left alone.
 */
bool stamp_parse(const char *text, size_t len, struct stamp *ret);

/*
 * Reads a day and a month without a year ("5 апреля, 10:14"): the last such day
 * up to the one after now_s. False for all else, dates with a year too.
 */
bool stamp_parse_yearless(const char *text, size_t len, int64_t now_s, struct stamp *ret);

/* The other reading of a stamp that is_either; any other is returned as it is. */
struct stamp stamp_day_first(struct stamp stamp);

#endif
