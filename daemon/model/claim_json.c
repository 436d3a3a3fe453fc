#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "model/claim.h"

/*
 * JSON has numbers only as double; 15 digits survive the way there and back,
 * which is more than a struct decimal of a published figure has. Whole numbers
 * are written without a point.
 */
static json_t *number_to_json(struct decimal d, bool is_present)
{
	double v = (double)d.digits;

	if (!is_present)
		return json_null();
	for (uint8_t i = 0; i < d.scale; i++)
		v /= 10;
	if (v == (double)(json_int_t)v)
		return json_integer((json_int_t)v);
	return json_real(v);
}

static json_t *text_or_null(const char *s)
{
	return s ? json_string(s) : json_null();
}

static void set_date(json_t *json, const char *key, struct date date)
{
	char text[DATE_TEXT_SIZE];

	json_object_set_new(json, key, json_string(date_format(date, text)));
}

/* The trace is kept as text; what is no JSON (an old row) stays a string. */
static json_t *trace_to_json(const char *trace)
{
	json_t *json = trace ? json_loads(trace, 0, NULL) : NULL;

	return json ? json : text_or_null(trace);
}

json_t *claim_to_json(const struct claim *c)
{
	json_t *json = json_object();

	json_object_set_new(json, "package", json_string(c->package));
	json_object_set_new(json, "subject", json_string(c->subject));
	json_object_set_new(json, "measure", json_string(claim_measure_name(c->measure)));
	json_object_set_new(json, "stage", json_string(claim_stage_name(c->stage)));
	json_object_set_new(json, "unit", json_string(claim_unit_name(c->unit)));
	json_object_set_new(json, "value", number_to_json(c->value, true));
	json_object_set_new(json, "high", number_to_json(c->high, c->has_high));
	json_object_set_new(json, "total", number_to_json(c->total, c->has_total));
	json_object_set_new(json, "bound", json_string(claim_bound_name(c->bound)));
	set_date(json, "as_of", c->as_of);
	json_object_set_new(json, "modality", json_string(claim_modality_name(c->modality)));
	json_object_set_new(json, "speaker", text_or_null(c->speaker));
	json_object_set_new(json, "quote", text_or_null(c->quote));
	json_object_set_new(json, "basis", json_string(claim_basis_name(c->basis)));
	json_object_set_new(json, "in_title", json_boolean(c->in_title));
	json_object_set_new(json, "offset", json_integer(c->offset));
	json_object_set_new(json, "length", json_integer(c->length));
	json_object_set_new(json, "confidence",
	                    number_to_json(decimal_make(c->confidence, 3), true));
	json_object_set_new(json, "reasons", text_or_null(c->reasons));
	json_object_set_new(json, "trace", trace_to_json(c->trace));
	json_object_set_new(json, "status", json_string(claim_status_name(c->status)));
	return json;
}

/* --- and back --- */

#define NUMBER_LIMIT 1000000000 /* no Guidelines have a thousand million tasks */

struct reading {
	const json_t *json;
	struct arena *arena;
	struct err *err;
};

static int wrong(const struct reading *r, const char *key, const char *expected)
{
	return err_set(r->err, ERR_INPUT, "\"%s\" should be %s", key, expected);
}

static int get_number(const struct reading *r, const char *key, bool *ret_has, struct decimal *ret)
{
	const json_t *v = json_object_get(r->json, key);
	char text[DECIMAL_TEXT_SIZE];
	int n;

	*ret_has = v && !json_is_null(v);
	if (!*ret_has)
		return 0;
	if (json_is_integer(v)) {
		*ret = decimal_from_int(json_integer_value(v));
		return llabs(json_integer_value(v)) <= NUMBER_LIMIT ? 0 : wrong(r, key, "smaller");
	}
	if (!json_is_real(v))
		return wrong(r, key, "a number");
	n = snprintf(text, sizeof(text), "%.4f", json_real_value(v));
	if (n <= 0 || (size_t)n >= sizeof(text))
		return wrong(r, key, "a number of a sane size");
	while (text[n - 1] == '0')
		text[--n] = '\0';
	if (text[n - 1] == '.')
		text[--n] = '\0';
	return decimal_parse(text, (size_t)n, ret) ? 0 : wrong(r, key, "a number");
}

/* Absent and null are the same: NULL. */
static int get_text(const struct reading *r, const char *key, size_t max_bytes, const char **ret)
{
	const json_t *v = json_object_get(r->json, key);

	*ret = NULL;
	if (!v || json_is_null(v))
		return 0;
	if (!json_is_string(v))
		return wrong(r, key, "a string");
	if (json_string_length(v) > max_bytes)
		return err_set(r->err, ERR_LIMIT, "\"%s\" has more than %zu bytes", key, max_bytes);
	*ret = arena_strdup(r->arena, json_string_value(v));
	return 0;
}

#define GET_WORD(type, key, target, expected) \
	do { \
		const char *word_; \
		if (get_text(r, key, 32, &word_)) \
			return -1; \
		if (word_ && !type##_parse(word_, target)) \
			return wrong(r, key, expected); \
	} while (0)

static int get_words(const struct reading *r, struct claim *c)
{
	if (!json_object_get(r->json, "measure"))
		return wrong(r, "measure", "there: programmes or activities");
	GET_WORD(claim_measure, "measure", &c->measure, "programmes or activities");
	GET_WORD(claim_stage, "stage", &c->stage, "completed or in_progress");
	GET_WORD(claim_unit, "unit", &c->unit, "percent or count");
	GET_WORD(claim_bound, "bound", &c->bound, "exact, about, at_least or at_most");
	GET_WORD(claim_modality, "modality", &c->modality, "actual or expected");
	GET_WORD(claim_basis, "basis", &c->basis, "stated, today or restated");
	GET_WORD(claim_status, "status", &c->status, "accepted or held");
	if (c->status != CLAIM_ACCEPTED)
		c->status = CLAIM_HELD;
	return 0;
}

static int get_figure(const struct reading *r, struct claim *c)
{
	struct decimal zero = decimal_from_int(0), hundred = decimal_from_int(100);
	bool has_value;

	if (get_number(r, "value", &has_value, &c->value) ||
	    get_number(r, "high", &c->has_high, &c->high) ||
	    get_number(r, "total", &c->has_total, &c->total))
		return -1;
	if (!has_value || decimal_cmp(c->value, zero) < 0)
		return wrong(r, "value", "a number, not negative");
	if (c->unit == CLAIM_PERCENT && decimal_cmp(c->value, hundred) > 0)
		return wrong(r, "value", "at most 100 where unit is percent");
	if (c->has_high && decimal_cmp(c->high, c->value) <= 0)
		return wrong(r, "high", "greater than value");
	if (c->has_total && (c->unit == CLAIM_PERCENT || decimal_cmp(c->total, zero) <= 0))
		return wrong(r, "total", "positive, and of a count only");
	if (c->has_total && decimal_cmp(c->value, c->total) > 0)
		return wrong(r, "value", "at most the total");
	return 0;
}

static int get_place(const struct reading *r, struct claim *c)
{
	const char *as_of;
	struct decimal number = decimal_from_int(0);
	bool has;

	if (get_text(r, "as_of", 16, &as_of))
		return -1;
	if (!as_of || !date_parse(as_of, strlen(as_of), &c->as_of))
		return wrong(r, "as_of", "a date: YYYY, YYYY-Hn, YYYY-Qn, YYYY-MM or YYYY-MM-DD");
	c->in_title = json_is_true(json_object_get(r->json, "in_title"));
	c->offset = (uint32_t)json_integer_value(json_object_get(r->json, "offset"));
	c->length = (uint32_t)json_integer_value(json_object_get(r->json, "length"));
	if (get_number(r, "confidence", &has, &number))
		return -1;
	if (has && (decimal_cmp(number, decimal_from_int(0)) < 0 ||
	            decimal_cmp(number, decimal_from_int(1)) > 0))
		return wrong(r, "confidence", "between 0 and 1");
	if (has)
		c->confidence = (int)decimal_percent_of(number, decimal_from_int(1), 1).digits;
	return 0;
}

static int get_texts(const struct reading *r, struct claim *c)
{
	const json_t *trace = json_object_get(r->json, "trace");
	char *text;

	if (get_text(r, "package", 32, &c->package) || get_text(r, "subject", 48, &c->subject) ||
	    get_text(r, "speaker", LIMIT_QUOTE_BYTES, &c->speaker) ||
	    get_text(r, "quote", LIMIT_QUOTE_BYTES, &c->quote) ||
	    get_text(r, "reasons", LIMIT_QUOTE_BYTES, &c->reasons))
		return -1;
	if (!c->package)
		return wrong(r, "package", "there, such as 2021-2023");
	if (!c->subject)
		return wrong(r, "subject", "there: all, or a programme's key");
	if (json_is_array(trace)) {
		text = json_dumps(trace, JSON_COMPACT);
		c->trace = arena_strdup(r->arena, text);
		MEM_FREE(text);
	}
	return 0;
}

int claim_from_json(const json_t *json, struct arena *arena, struct claim *ret_claim,
                    struct err *err)
{
	const struct reading r = { .json = json, .arena = arena, .err = err };
	struct claim c = { .confidence = 1000 };

	if (!json_is_object(json))
		return err_set(err, ERR_INPUT, "a claim should be a JSON object");
	if (get_texts(&r, &c) || get_words(&r, &c) || get_figure(&r, &c) || get_place(&r, &c))
		return -1;
	*ret_claim = c;
	return 0;
}
