/*
 * A claim: one stated figure in one article. Fields as corpus/LABELS.md and
 * DESIGN §2 have them; `basis` is ours.
 */
#ifndef MODEL_CLAIM_H
#define MODEL_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "model/date.h"
#include "model/decimal.h"

struct json_t;

enum claim_measure {
	CLAIM_PROGRAMMES,
	CLAIM_ACTIVITIES,
};

enum claim_stage {
	CLAIM_COMPLETED,
	CLAIM_IN_PROGRESS,
};

enum claim_unit {
	CLAIM_PERCENT,
	CLAIM_COUNT,
};

enum claim_bound {
	CLAIM_EXACT,
	CLAIM_ABOUT,
	CLAIM_AT_LEAST,
	CLAIM_AT_MOST,
};

enum claim_modality {
	CLAIM_ACTUAL,
	CLAIM_EXPECTED,
};

enum claim_basis {
	CLAIM_STATED,   /* the text dates it */
	CLAIM_TODAY,    /* nothing said: the day of publication */
	CLAIM_RESTATED, /* "earlier he said 46%", undated */
};

enum claim_status {
	CLAIM_ACCEPTED,
	CLAIM_HELD, /* confidence under the threshold: waits for a person */
	/* by a decision alone, never as recorded: */
	CLAIM_REJECTED,
	CLAIM_SUPERSEDED, /* another claim stands in its place, or none */
};

/* Which comparison a claim takes part in (DESIGN §2, series). */
enum claim_kind {
	CLAIM_KIND_COUNT,  /* how many programmes are closed */
	CLAIM_KIND_DEGREE, /* how far they, or the activities, have got */
};

#define CLAIM_ALL "all" /* the subject that is the package as a whole */

/*
 * Strings are lent: they belong to the arena or row that the claim was made
 * in, and live as long as that.
 */
struct claim {
	const char *package; /* "2021-2023" */
	const char *subject; /* "all" or a programme's key */
	enum claim_measure measure;
	enum claim_stage stage;
	enum claim_unit unit;
	struct decimal value;
	struct decimal high;  /* counts where has_high */
	struct decimal total; /* counts where has_total */
	bool has_high;
	bool has_total;
	enum claim_bound bound;
	enum claim_modality modality;
	enum claim_basis basis;
	struct date as_of;
	const char *speaker; /* NULL: nobody is quoted */
	const char *quote;   /* shortest run of title or text that carries the figure */
	bool in_title;       /* offsets count in the title, else in the text */
	uint32_t offset;     /* bytes of UTF-8, of the quote, in the text as given */
	uint32_t length;
	int confidence;      /* per mille */
	const char *reasons; /* of the confidence: "base 0.970; no date is said −0.020" */
	const char *trace;   /* JSON array of {field, words, rule}: what is behind each field */
	enum claim_status status;
};

const char *claim_measure_name(enum claim_measure v);
const char *claim_stage_name(enum claim_stage v);
const char *claim_unit_name(enum claim_unit v);
const char *claim_bound_name(enum claim_bound v);
const char *claim_modality_name(enum claim_modality v);
const char *claim_basis_name(enum claim_basis v);
const char *claim_status_name(enum claim_status v);
const char *claim_kind_name(enum claim_kind v);
bool claim_measure_parse(const char *s, enum claim_measure *ret);
bool claim_stage_parse(const char *s, enum claim_stage *ret);
bool claim_unit_parse(const char *s, enum claim_unit *ret);
bool claim_bound_parse(const char *s, enum claim_bound *ret);
bool claim_modality_parse(const char *s, enum claim_modality *ret);
bool claim_basis_parse(const char *s, enum claim_basis *ret);
bool claim_status_parse(const char *s, enum claim_status *ret);

/*
 * For `activities` a count with a known total and a percentage are one kind
 * (degree); a bare count of activities is CLAIM_KIND_COUNT. For `programmes`
 * a count says how many are closed, a percentage how far they have got.
 */
enum claim_kind claim_kind_of(const struct claim *claim);

/*
 * The series' name, the same on every machine:
 * "2021-2023/all/activities/completed/degree". Returns out.
 */
#define CLAIM_SERIES_SIZE 128
char *claim_series(const struct claim *claim, char out[CLAIM_SERIES_SIZE]);

/*
 * The figure on its series' scale: percent for a degree (a count of activities
 * is turned into percent of its total, to one decimal), the count otherwise.
 */
struct decimal claim_nominal(const struct claim *claim);

/*
 * The interval that the words allow (DESIGN §5): exact, within its rounding
 * (a count is itself); about, ±3 points, for counts of ±3 per cent of the
 * total, at least 1; at_least and at_most, open-ended; a range, itself.
 * Both ends belong to it, but not the upper one of a rounding: nothing is
 * rounded both to 60 and to 61, so these two are disjoint.
 */
struct claim_interval {
	struct decimal low;
	struct decimal high;
	bool low_open;      /* no lower end */
	bool high_open;     /* no upper end */
	bool is_below_high; /* the upper end itself is the next value's */
};
struct claim_interval claim_interval_of(const struct claim *claim);
bool claim_interval_meets(struct claim_interval a, struct claim_interval b);
/* b lies inside a and is smaller. */
bool claim_interval_narrows(struct claim_interval a, struct claim_interval b);
bool claim_interval_has(struct claim_interval a, struct decimal value);

/*
 * What makes the claim itself and no other, over articles and time: the
 * article's normalised address and every scored field, joined by '|', hashed
 * (SHA-256, hex). Offsets and quote are no part of it, so that a mended typo
 * does not make a new claim.
 */
void claim_natural_key(const struct claim *claim, const char *address, char out[HASH_HEX_SIZE]);

/*
 * The claim as JSON with the fields and order of LABELS.md, then basis,
 * offsets, confidence, reasons, trace, status. A new reference. The reverse
 * checks every field and names the wrong one; strings go to the arena. Fields that are
 * absent get: measure none (a mistake), stage completed, bound exact, modality
 * actual, basis stated, status accepted, confidence 1000. What was rejected or
 * superseded in another record is held: here nobody has decided on it.
 */
struct json_t *claim_to_json(const struct claim *claim);
int claim_from_json(const struct json_t *json, struct arena *arena, struct claim *ret_claim,
                    struct err *err) MUST_CHECK;

/* "≈80%", "≥46%", "70–75%", "7 of 28": for people; yours. */
char *claim_figure_text(const struct claim *claim);

/* An actual figure of a time that begins after the day when it was published. */
bool claim_is_premature(const struct claim *claim, struct date published);

#endif
