#include "config/value.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "model/decimal.h"

#define PER_MILLE 1000

struct unit {
	const char *name;
	int64_t factor;
};

/* Each list from the largest, so that a value is written with the largest that divides it. */
static const struct unit durations[] = {
	{ "d", INT64_C(86400000) }, { "h", 3600000 }, { "min", 60000 }, { "s", 1000 }, { "ms", 1 },
};
static const struct unit sizes[] = {
	{ "GiB", INT64_C(1) << 30 },
	{ "MiB", INT64_C(1) << 20 },
	{ "KiB", INT64_C(1) << 10 },
	{ "B", 1 },
};

bool value_parse_integer(const char *text, int64_t *ret)
{
	bool is_digits = strspn(text + (text[0] == '-'), "0123456789") ==
	                 strlen(text + (text[0] == '-'));
	char *end;
	intmax_t n;

	if (!is_digits || text[text[0] == '-'] == '\0')
		return false;
	errno = 0;
	n = strtoimax(text, &end, 10);
	if (errno || n < INT64_MIN || n > INT64_MAX)
		return false;
	*ret = n;
	return true;
}

/* A whole number and a unit, with or without a space between. */
static bool parse_with_unit(const char *text, const struct unit *units, size_t count, int64_t *ret)
{
	size_t digits = strspn(text, "0123456789");
	const char *unit = text + digits + strspn(text + digits, " ");
	char number[20];
	int64_t n;

	if (digits == 0 || digits >= sizeof(number))
		return false;
	memcpy(number, text, digits);
	number[digits] = '\0';
	if (!value_parse_integer(number, &n))
		return false;
	if (text[digits] == '\0' && n == 0) {
		*ret = 0;
		return true;
	}
	for (size_t i = 0; i < count; i++) {
		int64_t product;

		if (strcmp(unit, units[i].name) != 0)
			continue;
		if (__builtin_mul_overflow(n, units[i].factor, &product))
			return false;
		*ret = product;
		return true;
	}
	return false;
}

static char *format_with_unit(int64_t value, const struct unit *units, size_t count,
                              char out[VALUE_TEXT_SIZE])
{
	size_t i = 0;

	while (i + 1 < count && value % units[i].factor != 0)
		i++;
	if (value == 0)
		snprintf(out, VALUE_TEXT_SIZE, "0");
	else
		snprintf(out, VALUE_TEXT_SIZE, "%" PRId64 "%s", value / units[i].factor,
		         units[i].name);
	return out;
}

bool value_parse_duration(const char *text, int64_t *ret_ms)
{
	return parse_with_unit(text, durations, COUNT(durations), ret_ms);
}

bool value_parse_size(const char *text, int64_t *ret_bytes)
{
	return parse_with_unit(text, sizes, COUNT(sizes), ret_bytes);
}

char *value_format_duration(int64_t ms, char out[VALUE_TEXT_SIZE])
{
	return format_with_unit(ms, durations, COUNT(durations), out);
}

char *value_format_size(int64_t bytes, char out[VALUE_TEXT_SIZE])
{
	return format_with_unit(bytes, sizes, COUNT(sizes), out);
}

bool value_parse_bool(const char *text, bool *ret)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = {
		{ "yes", true },    { "no", false }, { "true", true },
		{ "false", false }, { "on", true },  { "off", false },
	};

	for (size_t i = 0; i < COUNT(words); i++) {
		if (strcasecmp(text, words[i].word) == 0) {
			*ret = words[i].value;
			return true;
		}
	}
	return false;
}

bool value_parse_share(const char *text, int *ret_per_mille)
{
	struct decimal share;
	int64_t n;

	if (!decimal_parse(text, strlen(text), &share) || share.scale > 3)
		return false;
	n = share.digits;
	for (int i = share.scale; i < 3 && n <= PER_MILLE; i++)
		n *= 10;
	if (n < 0 || n > PER_MILLE)
		return false;
	*ret_per_mille = (int)n;
	return true;
}

char *value_format_share(int per_mille, char out[VALUE_TEXT_SIZE])
{
	char text[DECIMAL_TEXT_SIZE];

	snprintf(out, VALUE_TEXT_SIZE, "%s", decimal_format(decimal_make(per_mille, 3), text));
	return out;
}
