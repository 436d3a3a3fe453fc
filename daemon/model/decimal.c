#include "model/decimal.h"

#include <stdio.h>

/* Far from where a sum or a scaled comparison could overflow. */
#define DIGITS_LIMIT 1000000000000000

static const int64_t power_of_ten[DECIMAL_SCALE_MAX + 1] = { 1,     10,     100,    1000,
	                                                     10000, 100000, 1000000 };

struct decimal decimal_make(int64_t digits, uint8_t scale)
{
	return (struct decimal){ .digits = digits, .scale = scale };
}

struct decimal decimal_from_int(int64_t n)
{
	return decimal_make(n, 0);
}

bool decimal_parse(const char *s, size_t len, struct decimal *ret)
{
	struct decimal d = { 0, 0 };
	bool is_negative = false, has_point = false, has_digit = false;
	size_t i = 0;

	if (len > 0 && s[0] == '-') {
		is_negative = true;
		i = 1;
	}
	for (; i < len; i++) {
		if (s[i] == '.' && !has_point && has_digit) {
			has_point = true;
			continue;
		}
		if (s[i] < '0' || s[i] > '9')
			return false;
		has_digit = true;
		d.digits = d.digits * 10 + (s[i] - '0');
		if (d.digits >= DIGITS_LIMIT || (has_point && ++d.scale > DECIMAL_SCALE_MAX))
			return false;
	}
	if (!has_digit || s[len - 1] == '.')
		return false;
	if (is_negative)
		d.digits = -d.digits;
	*ret = d;
	return true;
}

char *decimal_print(struct decimal d, char out[DECIMAL_TEXT_SIZE])
{
	char digits[DECIMAL_TEXT_SIZE];
	/* at least one digit stands before the point */
	int len = snprintf(digits, sizeof(digits), "%0*lld", d.scale % 8 + 1 + (d.digits < 0),
	                   (long long)d.digits);

	if (d.scale == 0)
		snprintf(out, DECIMAL_TEXT_SIZE, "%s", digits);
	else
		snprintf(out, DECIMAL_TEXT_SIZE, "%.*s.%.*s", len - d.scale, digits,
		         DECIMAL_SCALE_MAX, digits + len - d.scale);
	return out;
}

char *decimal_format(struct decimal d, char out[DECIMAL_TEXT_SIZE])
{
	while (d.scale > 0 && d.digits % 10 == 0) {
		d.digits /= 10;
		d.scale--;
	}
	return decimal_print(d, out);
}

/* Both on the finer of their two scales. */
static void align(struct decimal *a, struct decimal *b)
{
	while (a->scale < b->scale) {
		a->digits *= 10;
		a->scale++;
	}
	while (b->scale < a->scale) {
		b->digits *= 10;
		b->scale++;
	}
}

int decimal_cmp(struct decimal a, struct decimal b)
{
	__int128 left = (__int128)a.digits * power_of_ten[b.scale];
	__int128 right = (__int128)b.digits * power_of_ten[a.scale];

	return (left > right) - (left < right);
}

struct decimal decimal_add(struct decimal a, struct decimal b)
{
	align(&a, &b);
	return decimal_make(a.digits + b.digits, a.scale);
}

struct decimal decimal_sub(struct decimal a, struct decimal b)
{
	return decimal_add(a, decimal_make(-b.digits, b.scale));
}

struct decimal decimal_apart(struct decimal a, struct decimal b)
{
	struct decimal apart = decimal_sub(a, b);

	if (apart.digits < 0)
		apart.digits = -apart.digits;
	return apart;
}

struct decimal decimal_percent_of(struct decimal part, struct decimal total, uint8_t scale)
{
	/* part / total × 100, on one denominator, rounded half up */
	__int128 above = (__int128)part.digits * power_of_ten[total.scale] * 100 *
	                 power_of_ten[scale];
	__int128 below = (__int128)total.digits * power_of_ten[part.scale];

	return decimal_make((int64_t)((above * 2 + below) / (below * 2)), scale);
}

struct decimal decimal_half_unit(struct decimal d)
{
	if (d.scale == DECIMAL_SCALE_MAX)
		return decimal_make(0, 0);
	return decimal_make(5, (uint8_t)(d.scale + 1));
}
