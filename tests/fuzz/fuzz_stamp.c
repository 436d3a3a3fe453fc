/* Any text as a date: what is read has a real day, and an instant within a day and a half of it. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "model/stamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stamp stamp;
	int64_t start;

	if (!stamp_parse((const char *)data, size, &stamp))
		return 0;
	start = (int64_t)date_first_day(stamp.day) * 86400;
	if (!date_is_valid(stamp.day) || stamp.seconds < start - 129600 ||
	    stamp.seconds > start + 2 * 129600)
		abort();
	return 0;
}
