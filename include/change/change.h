/*
 * What a new claim changes (DESIGN §5, the first table). Pure: the same
 * arguments give the same answer, there is no clock and no I/O. Whoever calls
 * brings the figures of one series; the law of each row stands above its
 * function in daemon/change/.
 */
#ifndef CHANGE_CHANGE_H
#define CHANGE_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/change.h"
#include "model/decision.h"
#include "model/figure.h"

/*
 * The current figure of a series: of the accepted, actual, not restated ones
 * the one with the latest as-of key; ties by trust, independent origins, later
 * publication, tighter bound, natural key. Of an article that was edited its last
 * version counts. NULL where there is none. Depends
 * on the set alone, never on its order. Figures of other modality, basis or
 * status may stand in the list; they are passed over.
 */
const struct figure *change_current(const struct figure *list, size_t count);

/*
 * What fresh does to a series whose current figure was `current` (NULL: it had
 * none). Below 0: nothing; above: fresh is the current one now; 0: the two are of
 * one time, and change_current() has to weigh all that the series has of it.
 */
int change_cmp_current(const struct figure *fresh, const struct figure *current);

/* How many independent origins give the same figure for the same as-of; f itself counts. */
size_t change_origins(const struct figure *list, size_t count, const struct figure *f);
/* How many figures do, copies included. */
size_t change_copies(const struct figure *list, size_t count, const struct figure *f);

/*
 * Order in which the claims of one reply are compared: as-of key, published,
 * address, offset (the title before the text). For qsort over struct figure, of
 * which it reads claim, published, published_s and address (and natural_key,
 * where it is not NULL).
 */
int change_order_cmp(const void *a, const void *b);

/* The row of the table that decided. */
enum change_row {
	CHANGE_ROW_COPY = 1,      /* 1: this origin has said it: no entry */
	CHANGE_ROW_RESTATED,      /* 2 */
	CHANGE_ROW_BACKFILL,      /* 3 */
	CHANGE_ROW_FIRST,         /* 4 */
	CHANGE_ROW_SAME_TIME,     /* 5: as-of overlaps, intervals meet */
	CHANGE_ROW_CONTRADICTION, /* 6: as-of overlaps, intervals are disjoint */
	CHANGE_ROW_OLDER,         /* 7 */
	CHANGE_ROW_NOTHING_NEW,   /* 8 */
	CHANGE_ROW_COMPLETE,      /* 9 */
	CHANGE_ROW_RISE,          /* 10 */
	CHANGE_ROW_CONFLICT,      /* 11 */
	CHANGE_ROW_FALL,          /* 12 */
	CHANGE_ROW_HELD,          /* the confidence was under the threshold */
	CHANGE_ROW_FORECAST,      /* expected, expected-moved, or a forecast that is known */
	CHANGE_ROW_CLOCK,         /* what change_due() says */
	CHANGE_ROW_DECISION,      /* a decision, and what follows from it */
};

struct change_visit;

struct change_entry {
	enum change_row row;
	bool is_entry; /* false: nothing for the ledger, the claim is only counted */
	enum change_kind kind;
	enum change_severity severity;
	bool is_certain;          /* the two intervals are disjoint */
	bool is_announced;        /* from now on the baseline of rise, fall and complete */
	const struct figure *old; /* what it was compared with; NULL where there was nothing */
	/* Of decisions and what they make, see change/decided.h; else NULL. */
	const char *key; /* what the entry is known by */
	const struct decision *decision;
	const struct change_visit *visit; /* of what a visit saw, see change/visit.h; else NULL */
};

/*
 * Compares a figure with its series. `list` holds the figures of the series
 * that were recorded before it, of every modality, basis and status; `fresh`
 * itself may stand among them and is passed over, by its natural key.
 * `announced` is the figure of the last entry of the series whose is_announced
 * was set, NULL where there was none; it need not be in the list.
 * fresh->is_backfill decides row 3: see change_is_backfill().
 *
 * The entry's `old` points into list or at announced.
 */
struct change_entry change_compare(const struct figure *list, size_t count,
                                   const struct figure *announced, const struct figure *fresh);

/*
 * Which figures of a series change_compare() has to see: those whose as-of key
 * lies in one of the spans, those of fresh's own origin, and all forecasts.
 * Gives the same answer as the whole series would. Where fresh is no older than
 * what it is compared with, the spans hold what overlaps its time and no more:
 * a month of a series in the news has thousands. current and announced may be NULL.
 */
#define CHANGE_SPANS 2
void change_spans(const struct figure *current, const struct figure *announced,
                  const struct figure *fresh, struct figure_span ret_spans[CHANGE_SPANS]);

/*
 * Row 3. An import is backfill. An item is, that was published over 48 hours
 * before the first poll of its source and stood there already when we came, or
 * that is over 31 days old. An item that its source brings after the first
 * reply is news to it, and so to us, even if it is dated some days back.
 */
struct change_arrival {
	bool is_import;
	bool has_published;
	int64_t published_s;
	int64_t seen_s;       /* when the item was first seen in its source */
	int64_t first_poll_s; /* of the source; as in struct poll_state */
	int64_t first_reply_s;
};
bool change_is_backfill(const struct change_arrival *arrival);

/*
 * The entry as canonical JSON: keys sorted, no spaces, UTF-8, figures as
 * decimal strings. It names the claim by its natural key and the article by
 * its SHA-256, so that what is hashed can be checked without our row numbers.
 * The text is yours.
 */
char *change_to_json(const struct change_entry *entry, const struct figure *fresh,
                     int64_t recorded_s);

/*
 * Whether two figures of a series, of two voices, can hardly both be right: of
 * one time and disjoint, or the later one lower and within 31 days (rows 6, 11).
 */
bool change_contradicts(const struct figure *a, const struct figure *b);

/*
 * Whether two names mean one person or body, in whatever script each item
 * writes them: "Лукашенко", "Lukashenko", "Alexander Lukashenko". NULL is
 * nobody and equals nobody.
 */
bool change_same_speaker(const char *a, const char *b);

#endif
