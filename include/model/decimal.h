/*
 * A published figure is exact: digits × 10^-scale, with the scale as printed,
 * so that "80" and "80.0" are equal in value but round differently.
 */
#ifndef MODEL_DECIMAL_H
#define MODEL_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECIMAL_SCALE_MAX 6
#define DECIMAL_TEXT_SIZE 32

struct decimal {
	int64_t digits; /* |digits| < 10^15 */
	uint8_t scale;  /* 0 … DECIMAL_SCALE_MAX */
};

struct decimal decimal_from_int(int64_t n);
struct decimal decimal_make(int64_t digits, uint8_t scale);
/* "-12.50": digits, at most one '.', nothing else, no exponent. False leaves *ret alone. */
bool decimal_parse(const char *s, size_t len, struct decimal *ret);
/* The shortest form without trailing zeros after the point ("80", "66.7"); returns out. */
char *decimal_format(struct decimal d, char out[DECIMAL_TEXT_SIZE]);
/* With every digit of its scale, as it was printed: "80.0". decimal_parse() gives it back. */
char *decimal_print(struct decimal d, char out[DECIMAL_TEXT_SIZE]);

int decimal_cmp(struct decimal a, struct decimal b); /* by value: -1, 0, 1 */
struct decimal decimal_add(struct decimal a, struct decimal b);
struct decimal decimal_sub(struct decimal a, struct decimal b);
/* How far they are from one another; never negative. */
struct decimal decimal_apart(struct decimal a, struct decimal b);
/* part of total in percent, rounded half up to `scale` places; total is not 0. */
struct decimal decimal_percent_of(struct decimal part, struct decimal total, uint8_t scale);
/* Half a unit of the last printed place: what rounding may have hidden (0.5 for "80"). */
struct decimal decimal_half_unit(struct decimal d);

#endif
