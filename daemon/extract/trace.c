#include "trace.h"

#include <string.h>

#include "base/buf.h"

/* Words are shown, and no more of them than people read. */
#define WORDS_BYTES_MAX 240u

static struct evidence why_value(const struct figure *figure, const struct claim *claim)
{
	const char *rule = figure->in_words ? "a number in words" : "a number in digits";
	if (figure->kind == FIGURE_ALL)
		rule = "all of them: a hundred per cent";
	else if (figure->is_share && claim->unit == CLAIM_PERCENT)
		rule = "so many of so many parts, as per cent";
	else if (figure->is_fraction)
		rule = "a fraction, as per cent";
	else if (figure->is_ordinal)
		rule = "an ordinal: so many by then";
	return by_words(figure->number, figure->number_last, rule);
}

static struct evidence why_unit(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	long sign = find_mark(doc, figure->first, figure->last + 1u, MARK_PERCENT);
	if (finding->unit_rule)
		return by_default(finding->unit_rule);
	switch (figure->kind) {
	case FIGURE_COUNT:
		return figure->is_share && finding->unit == CLAIM_PERCENT
		               ? by_default("four out of five is a share")
		               : by_default("no sign or word for per cent");
	case FIGURE_ALL:
		return by_default("all is a share");
	case FIGURE_PERCENT:
		break;
	}
	if (figure->is_fraction)
		return by_default("a fraction is a share");
	return sign < 0 ? by_default("per cent is said before it")
	                : by_phrase(doc, sign, "the sign or word for per cent");
}

static struct evidence why_bound(const struct document *doc, const struct finding *finding)
{
	const struct figure *figure = finding->figure;
	if (finding->predicate.at_most)
		return by_default("negated with “even”: so much at most");
	if (figure->bound_at < 0)
		return by_default("no word of about, more or less");
	return by_phrase(doc, figure->bound_at, "the word beside the number");
}

static struct evidence why_stage(const struct document *doc, const struct finding *finding,
                                 bool from_focus)
{
	const struct predicate *predicate = &finding->predicate;
	if (predicate->has_stage)
		return by_phrase(doc, predicate->token,
		                 predicate->degree     ? "how far one programme has got"
		                 : predicate->borrowed ? "shared with another clause"
		                                       : "the nearest word of a stage");
	if (finding->target.has_stage)
		return by_default(finding->target.rule);
	return by_default(from_focus ? "as in what was said before"
	                             : "no word of a stage: completed");
}

static struct evidence why_modality(const struct document *doc, const struct finding *finding)
{
	const struct predicate *predicate = &finding->predicate;
	int32_t when = finding->as_of.when;
	if (!predicate->expected)
		return by_default("no word of forecast, no date to come");
	if (predicate->expected_at >= 0)
		return by_phrase(doc, predicate->expected_at, "a word of forecast");
	if (when >= 0)
		return by_words(doc->whens[when].first, doc->whens[when].last,
		                "its date is to come");
	return by_default("its date is to come");
}

static struct evidence why_basis(const struct document *doc, const struct finding *finding,
                                 const struct claim *claim)
{
	const struct figure *figure = finding->figure;
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	int32_t when = finding->as_of.when;
	switch (claim->basis) {
	case CLAIM_STATED:
		return by_default("the text dates it");
	case CLAIM_RESTATED:
		return by_phrase(doc, find_mark(doc, s->first, s->end, MARK_EARLIER),
		                 "told before, and not when");
	case CLAIM_TODAY:
		break;
	}
	return when >= 0 ? by_words(doc->whens[when].first, doc->whens[when].last, "said to be now")
	                 : by_default("nothing in the text dates it");
}

void trace_collect(const struct document *doc, const struct finding *finding,
                   const struct claim *claim, struct evidence why[FIELD_COUNT])
{
	const struct figure *figure = finding->figure;
	const struct as_of *as_of = &finding->as_of;
	memcpy(why, finding->why, sizeof(finding->why));
	if (claim->has_high)
		why[FIELD_HIGH] = by_words(figure->number, figure->number_last,
		                           "the upper end of a range");
	why[FIELD_VALUE] = why_value(figure, claim);
	why[FIELD_UNIT] = why_unit(doc, finding);
	why[FIELD_BOUND] = why_bound(doc, finding);
	why[FIELD_STAGE] = why_stage(doc, finding, finding->stage_from_focus);
	why[FIELD_MODALITY] = why_modality(doc, finding);
	why[FIELD_AS_OF] = as_of->when < 0 ? by_default(as_of->rule)
	                                   : by_words(doc->whens[as_of->when].first,
	                                              doc->whens[as_of->when].last, as_of->rule);
	why[FIELD_BASIS] = why_basis(doc, finding, claim);
}

/* --- as JSON */

/* A string; what JSON must not have as it is is escaped, and broken bytes are U+FFFD. */
static int put_string(struct buf *out, const char *s, size_t len)
{
	int rc = buf_putc(out, '"');
	size_t plain = 0; /* from here on nothing was put yet */
	for (size_t i = 0, n; i < len && rc == 0; i += n) {
		unsigned char c = (unsigned char)s[i];
		uint32_t cp;
		n = utf8_decode_quick(s + i, len - i, &cp);
		bool broken = n == 1 && c >= 0x80;
		if (c != '"' && c != '\\' && c >= ' ' && !broken)
			continue;
		rc = buf_append(out, s + plain, i - plain);
		plain = i + 1;
		if (rc == 0)
			rc = broken ? buf_puts(out, "\xEF\xBF\xBD")
			            : buf_printf(out, c < ' ' ? "\\u%04x" : "\\%c", c);
	}
	if (rc == 0)
		rc = buf_append(out, s + plain, len - plain);
	return rc != 0 ? rc : buf_putc(out, '"');
}

/* The words of the evidence in the text as given; *ret_len 0 where there are none. */
static const char *words_of(const struct document *doc, const struct evidence *why, size_t *ret_len)
{
	*ret_len = 0;
	if (why->first < 0)
		return "";
	const struct token *a = &doc->tokens[why->first], *b = &doc->tokens[why->last];
	/* title and text are apart */
	while (b > a && b->in_title != a->in_title)
		b--;
	size_t len = b->offset + b->length - a->offset;
	const char *from = (a->in_title ? doc->input->title : doc->input->text) + a->offset;
	*ret_len = utf8_cut(from, len, WORDS_BYTES_MAX);
	return from;
}

const char *trace_write(const struct document *doc, const struct evidence why[FIELD_COUNT])
{
	static const char *const names[FIELD_COUNT] = {
#define X(name, text) text,
		FIELDS(X)
#undef X
	};
	struct buf out;
	int rc = 0;
	buf_init(&out, (size_t)FIELD_COUNT * (8 * WORDS_BYTES_MAX));
	for (int f = 0; f < FIELD_COUNT && rc == 0; f++) {
		size_t len;
		const char *words = words_of(doc, &why[f], &len);
		if (!why[f].rule)
			continue;
		rc = buf_puts(&out, out.len ? ",{\"field\":\"" : "[{\"field\":\"");
		rc = rc == 0 ? buf_puts(&out, names[f]) : rc;
		rc = rc == 0 ? buf_puts(&out, "\",\"words\":") : rc;
		rc = rc == 0 ? put_string(&out, words, len) : rc;
		rc = rc == 0 ? buf_puts(&out, ",\"rule\":\"") : rc;
		rc = rc == 0 ? buf_puts(&out, why[f].rule) : rc;
		rc = rc == 0 ? buf_puts(&out, "\"}") : rc;
	}
	const char *text = rc == 0 && out.len && buf_putc(&out, ']') == 0
	                           ? arena_strndup(doc->arena, out.data, out.len)
	                           : "[]";
	buf_done(&out);
	return text;
}
