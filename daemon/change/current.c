#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "change/change.h"
#include "entry.h"
#include "figures.h"

/* The tighter a bound, the less it leaves open. */
static int tightness(const struct claim *claim)
{
	switch (claim->bound) {
	case CLAIM_EXACT:
		return claim->has_high ? 2 : 3;
	case CLAIM_ABOUT:
		return 1;
	case CLAIM_AT_LEAST:
	case CLAIM_AT_MOST:
		return 0;
	}
	return 0;
}

/* A figure in the running, and how many independent origins give it. */
struct candidate {
	const struct figure *figure;
	size_t origins;
};

static int cmp_int64(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Brings together what counts as the same figure for the same as-of, copies side by side. */
static int cmp_sameness(const void *a, const void *b)
{
	const struct figure *x = ((const struct candidate *)a)->figure;
	const struct figure *y = ((const struct candidate *)b)->figure;
	int d = (int)x->claim.bound - (int)y->claim.bound;

	if (!d)
		d = decimal_cmp(claim_nominal(&x->claim), claim_nominal(&y->claim));
	if (!d)
		d = figure_cmp_height(x, y); /* the lower ends are equal: so this is the upper */
	if (!d)
		d = (int)date_first_day(x->claim.as_of) - (int)date_first_day(y->claim.as_of);
	if (!d)
		d = (int)x->claim.as_of.precision - (int)y->claim.as_of.precision;
	return d ? d : cmp_int64(x->origin, y->origin);
}

static bool is_same(const struct figure *a, const struct figure *b)
{
	return figure_same_figure(a, b) && date_equal(a->claim.as_of, b->claim.as_of);
}

static void count_origins(struct candidate *list, size_t count)
{
	size_t end;

	qsort(list, count, sizeof(*list), cmp_sameness);
	for (size_t start = 0; start < count; start = end) {
		size_t origins = 1;

		for (end = start + 1; end < count; end++) {
			if (!is_same(list[start].figure, list[end].figure))
				break;
			origins += list[end].figure->origin != list[end - 1].figure->origin;
		}
		for (size_t i = start; i < end; i++)
			list[i].origins = origins;
	}
}

/*
 * Whether a is to be preferred to b; their as-of keys are equal. Total: the
 * natural key decides last.
 */
static bool is_better(const struct candidate *a, const struct candidate *b)
{
	const struct figure *x = a->figure, *y = b->figure;
	int d = (int)x->trust - (int)y->trust;

	if (!d)
		d = cmp_int64((int64_t)a->origins, (int64_t)b->origins);
	if (!d)
		d = cmp_int64(x->published_s, y->published_s);
	if (!d)
		d = tightness(&x->claim) - tightness(&y->claim);
	return d ? d > 0 : strcmp(x->natural_key, y->natural_key) < 0;
}

/* By article; of one article the version that was seen last comes first. */
static int cmp_version(const void *a, const void *b)
{
	const struct figure *x = ((const struct candidate *)a)->figure;
	const struct figure *y = ((const struct candidate *)b)->figure;
	int d = strcmp(x->address, y->address);

	return d ? d : figure_cmp_version(y, x);
}

/*
 * An article that was edited says what it says now: where a later version of
 * it gives a figure for this time, those of its earlier versions are history.
 * Returns how many candidates are left.
 */
static size_t drop_earlier_versions(struct candidate *list, size_t count)
{
	size_t kept = 0, newest = 0;

	qsort(list, count, sizeof(*list), cmp_version);
	for (size_t i = 0; i < count; i++) {
		const struct figure *f = list[i].figure, *last;

		if (i == 0 || strcmp(f->address, list[newest].figure->address) != 0)
			newest = kept;
		list[kept] = list[i];
		last = list[newest].figure;
		kept += !f->address[0] || strcmp(f->sha256, last->sha256) == 0 ||
		        figure_cmp_version(f, last) == 0;
	}
	return kept;
}

const struct figure *change_current_without(const struct figure *list, size_t count,
                                            const struct figure *without)
{
	struct candidate *candidates = mem_array(count + 1, sizeof(*candidates));
	const struct figure *current;
	size_t n = 0, best = 0;

	for (size_t i = 0; i < count; i++) {
		int d;

		if (!figure_counts(&list[i]) || figure_is(&list[i], without))
			continue;
		d = n ? date_key_cmp(figure_key(&list[i]), figure_key(candidates[0].figure)) : 1;
		if (d > 0)
			n = 0;
		if (d >= 0)
			candidates[n++].figure = &list[i];
	}
	n = drop_earlier_versions(candidates, n);
	count_origins(candidates, n);
	for (size_t i = 1; i < n; i++)
		if (is_better(&candidates[i], &candidates[best]))
			best = i;
	current = n ? candidates[best].figure : NULL;
	MEM_FREE(candidates);
	return current;
}

const struct figure *change_current(const struct figure *list, size_t count)
{
	return change_current_without(list, count, NULL);
}

int change_cmp_current(const struct figure *fresh, const struct figure *current)
{
	if (!figure_counts(fresh))
		return -1;
	return current ? date_key_cmp(figure_key(fresh), figure_key(current)) : 1;
}

static int cmp_origin(const void *a, const void *b)
{
	return cmp_int64(*(const int64_t *)a, *(const int64_t *)b);
}

size_t change_copies(const struct figure *list, size_t count, const struct figure *f)
{
	size_t copies = 0;

	for (size_t i = 0; i < count; i++)
		copies += figure_counts(&list[i]) && is_same(&list[i], f);
	return copies;
}

size_t change_origins(const struct figure *list, size_t count, const struct figure *f)
{
	int64_t *origins = mem_array(count + 1, sizeof(*origins));
	size_t n = 0, distinct = 0;

	for (size_t i = 0; i < count; i++)
		if (figure_counts(&list[i]) && is_same(&list[i], f))
			origins[n++] = list[i].origin;
	qsort(origins, n, sizeof(*origins), cmp_origin);
	for (size_t i = 0; i < n; i++)
		distinct += i == 0 || origins[i] != origins[i - 1];
	MEM_FREE(origins);
	return distinct;
}

int change_order_cmp(const void *a, const void *b)
{
	const struct figure *x = a, *y = b;
	int d = date_key_cmp(figure_key(x), figure_key(y));

	if (!d)
		d = cmp_int64(x->published_s, y->published_s);
	if (!d)
		d = strcmp(x->address, y->address);
	if (!d)
		d = (int)y->claim.in_title - (int)x->claim.in_title;
	if (!d)
		d = cmp_int64(x->claim.offset, y->claim.offset);
	return d || !x->natural_key || !y->natural_key ? d : strcmp(x->natural_key, y->natural_key);
}
