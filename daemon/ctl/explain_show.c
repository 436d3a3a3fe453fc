/*
 * The text for people: sentence by sentence as the engine divides it, each
 * number marked, and beneath the sentence a note for each of its numbers.
 *
 * In colour a number is green where it was taken, yellow where it is held, dim
 * where it was let go, with the note's number behind it. Without colour it
 * stands in brackets: [+1 80%] taken, [?2 80%] held, [-3 2023] let go.
 */
#include "explain.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/config.h"
#include "extract/lexicon.h"
#include "record.h"
#include "wrap.h"

/* Where the columns of a note begin. */
enum {
	NOTE_COLUMN = 6,
	VALUE_COLUMN = 18,
	WORDS_COLUMN = 36,
};

/* Lines longer than this are hard to read, however wide the terminal is. */
#define LINE_MOST 120

static void start(const struct ctl *ctl, struct wrap *wrap, size_t indent)
{
	size_t width = ctl->columns > LINE_MOST ? LINE_MOST : ctl->columns;

	/* a terminal too narrow for the columns of a note breaks the lines itself */
	wrap_start(wrap, stdout, ctl->colour, width > WORDS_COLUMN + 10 ? width : 0, indent);
}

/* --- the sentence */

static enum term_style style_of(const struct extract_number *n)
{
	if (!n->claim)
		return TERM_DIM;
	return n->claim->status == CLAIM_HELD ? TERM_NOTE : TERM_GOOD;
}

static char sign_of(const struct extract_number *n)
{
	if (!n->claim)
		return '-';
	return n->claim->status == CLAIM_HELD ? '?' : '+';
}

/* The number of a note: raised where colour shows what belongs to it. */
static void put_label(struct wrap *wrap, enum term_style style, size_t number)
{
	static const char *const RAISED[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
	char digits[24];

	snprintf(digits, sizeof(digits), "%zu", number);
	for (char *d = digits; *d; d++)
		wrap_put(wrap, style, wrap->colour ? RAISED[*d - '0'] : d,
		         wrap->colour ? strlen(RAISED[*d - '0']) : 1);
}

static void put_number(struct wrap *wrap, const struct extract_number *n, const char *words,
                       size_t number)
{
	enum term_style style = style_of(n);
	char opening[3] = { '[', sign_of(n), '\0' };

	if (wrap->colour) {
		wrap_put(wrap, style, words, n->length);
		put_label(wrap, style, number);
		return;
	}
	wrap_puts(wrap, TERM_PLAIN, opening);
	put_label(wrap, TERM_PLAIN, number);
	wrap_puts(wrap, TERM_PLAIN, " ");
	wrap_put(wrap, TERM_PLAIN, words, n->length);
	wrap_puts(wrap, TERM_PLAIN, "]");
}

/* --- the notes */

static char *subject_text(const struct claim *claim)
{
	return mem_strdup(claim->subject);
}

static char *measure_text(const struct claim *claim)
{
	return mem_strdup(claim_measure_name(claim->measure));
}

static char *stage_text(const struct claim *claim)
{
	return mem_strdup(record_stage_text(claim->stage));
}

static char *unit_text(const struct claim *claim)
{
	return mem_strdup(claim_unit_name(claim->unit));
}

static char *decimal_text(struct decimal value)
{
	char text[DECIMAL_TEXT_SIZE];

	return mem_strdup(decimal_format(value, text));
}

static char *value_text(const struct claim *claim)
{
	return decimal_text(claim->value);
}

static char *high_text(const struct claim *claim)
{
	return decimal_text(claim->high);
}

static char *total_text(const struct claim *claim)
{
	return claim->has_total ? decimal_text(claim->total) : mem_strdup("none");
}

static char *bound_text(const struct claim *claim)
{
	return mem_strdup(claim_bound_name(claim->bound));
}

static char *as_of_text(const struct claim *claim)
{
	char date[DATE_TEXT_SIZE];

	return mem_strdup(date_format(claim->as_of, date));
}

static char *modality_text(const struct claim *claim)
{
	return mem_strdup(claim_modality_name(claim->modality));
}

static char *basis_text(const struct claim *claim)
{
	return mem_strdup(claim_basis_name(claim->basis));
}

static char *package_text(const struct claim *claim)
{
	return mem_strdup(claim->package);
}

static char *speaker_text(const struct claim *claim)
{
	return mem_strdup(claim->speaker ? claim->speaker : "nobody");
}

/* What the claim has for a field of its trace, and what people call it. */
static const struct field {
	const char *name;
	const char *label;
	char *(*text)(const struct claim *claim);
} FIELDS[] = {
	{ "package", "package", package_text },
	{ "subject", "subject", subject_text },
	{ "measure", "measure", measure_text },
	{ "stage", "stage", stage_text },
	{ "unit", "unit", unit_text },
	{ "value", "value", value_text },
	{ "high", "up to", high_text },
	{ "total", "out of", total_text },
	{ "bound", "bound", bound_text },
	{ "as_of", "as of", as_of_text },
	{ "modality", "modality", modality_text },
	{ "speaker", "speaker", speaker_text },
	{ "basis", "basis", basis_text },
};

static const struct field *find_field(const char *name)
{
	for (size_t i = 0; i < COUNT(FIELDS); i++)
		if (strcmp(FIELDS[i].name, name) == 0)
			return &FIELDS[i];
	return NULL;
}

/* “carried out” */
static void put_words(struct wrap *wrap, const char *words)
{
	wrap_puts(wrap, TERM_PLAIN, "“");
	wrap_puts(wrap, TERM_BOLD, words);
	wrap_puts(wrap, TERM_PLAIN, "”");
}

/*
 * "      stage       completed         “carried out” — the nearest word of a stage":
 * where no words say it, the value is by default, and dim.
 */
static void print_field(const struct ctl *ctl, const char *label, const char *value,
                        const char *words, const char *rule)
{
	struct wrap wrap;

	start(ctl, &wrap, WORDS_COLUMN);
	wrap_tab(&wrap, NOTE_COLUMN);
	wrap_puts(&wrap, TERM_DIM, label);
	wrap_tab(&wrap, VALUE_COLUMN);
	wrap_puts(&wrap, words[0] ? TERM_PLAIN : TERM_DIM, value);
	wrap_tab(&wrap, WORDS_COLUMN);
	if (words[0]) {
		put_words(&wrap, words);
		wrap_puts(&wrap, TERM_DIM, " — ");
	}
	wrap_puts(&wrap, TERM_DIM, rule);
	wrap_end(&wrap);
}

static const char *string_of(const json_t *step, const char *key)
{
	const char *s = json_string_value(json_object_get(step, key));

	return s ? s : "";
}

static void print_fields(const struct ctl *ctl, const struct claim *claim)
{
	json_t *trace = claim->trace ? json_loads(claim->trace, 0, NULL) : NULL;
	size_t index;
	json_t *step;

	json_array_foreach(trace, index, step)
	{
		const struct field *field = find_field(string_of(step, "field"));
		char *value = field ? field->text(claim) : mem_strdup("");

		print_field(ctl, field ? field->label : string_of(step, "field"), value,
		            string_of(step, "words"), string_of(step, "rule"));
		free(value);
	}
	json_decref(trace);
}

/* The numbers of a note, and what became of them. */
static void start_note(const struct ctl *ctl, struct wrap *wrap, const struct extract_number *n,
                       size_t first, size_t last)
{
	char sign[2] = { sign_of(n), '\0' };

	start(ctl, wrap, NOTE_COLUMN);
	wrap_tab(wrap, 2);
	if (!ctl->colour)
		wrap_puts(wrap, TERM_PLAIN, sign);
	put_label(wrap, style_of(n), first);
	if (last > first) {
		wrap_puts(wrap, style_of(n), "–");
		put_label(wrap, style_of(n), last);
	}
	wrap_tab(wrap, NOTE_COLUMN);
}

/* Yellow where it is under what is accepted. */
static void print_confidence(const struct ctl *ctl, const struct claim *claim)
{
	bool is_held = claim->status == CLAIM_HELD;
	char *text = mem_printf("%d.%03d%s", claim->confidence / 1000, claim->confidence % 1000,
	                        is_held ? ", held" : "");
	struct wrap wrap;

	start(ctl, &wrap, WORDS_COLUMN);
	wrap_tab(&wrap, NOTE_COLUMN);
	wrap_puts(&wrap, TERM_DIM, "confidence");
	wrap_tab(&wrap, VALUE_COLUMN);
	wrap_puts(&wrap, is_held ? TERM_NOTE : TERM_PLAIN, text);
	wrap_tab(&wrap, WORDS_COLUMN);
	wrap_puts(&wrap, TERM_DIM, claim->reasons ? claim->reasons : "");
	wrap_end(&wrap);
	free(text);
}

static void print_taken(const struct ctl *ctl, const struct extract_number *n, size_t number)
{
	const struct claim *claim = n->claim;
	bool is_held = claim->status == CLAIM_HELD;
	char *figure = claim_figure_text(claim);
	struct wrap wrap;
	char *text;

	start_note(ctl, &wrap, n, number, number);
	text = mem_printf("%s: %s", is_held ? "held" : "taken", figure);
	wrap_puts(&wrap, style_of(n), text);
	free(text);
	text = mem_printf(" %s %s%s", claim_measure_name(claim->measure),
	                  record_stage_text(claim->stage),
	                  claim->modality == CLAIM_EXPECTED ? ", expected" : "");
	wrap_puts(&wrap, TERM_PLAIN, text);
	wrap_end(&wrap);
	free(text);
	print_fields(ctl, claim);
	print_confidence(ctl, claim);
	free(figure);
}

static void print_rejected(const struct ctl *ctl, const struct extract_number *n, size_t first,
                           size_t last)
{
	struct wrap wrap;

	start_note(ctl, &wrap, n, first, last);
	wrap_puts(&wrap, TERM_DIM, n->reason);
	if (n->words) {
		wrap_puts(&wrap, TERM_DIM, ": ");
		put_words(&wrap, n->words);
	}
	wrap_end(&wrap);
}

/* --- the whole */

/* A sentence, from its first byte to the next one's, and the numbers in it. */
struct passage {
	const char *from; /* title or text */
	bool in_title;
	size_t offset;
	size_t end;
	size_t first; /* numbers first … last - 1 */
	size_t last;
};

static void print_sentence(const struct ctl *ctl, const struct explained *x,
                           const struct passage *p)
{
	enum term_style style = p->in_title ? TERM_BOLD : TERM_PLAIN;
	size_t at = p->offset;
	struct wrap wrap;

	start(ctl, &wrap, 0);
	for (size_t i = p->first; i < p->last; i++) {
		const struct extract_number *n = &x->result.numbers[i];

		wrap_put(&wrap, style, p->from + at, n->offset - at);
		put_number(&wrap, n, p->from + n->offset, i + 1);
		at = n->offset + n->length;
	}
	wrap_put(&wrap, style, p->from + at, p->end - at);
	wrap_end(&wrap);
}

/* Is the number let go for the same reason as the one before it, and no words of its own? */
static bool shares_note(const struct extract_number *n)
{
	return !n[0].claim && !n[-1].claim && !n[0].words && !n[-1].words &&
	       strcmp(n[0].reason, n[-1].reason) == 0;
}

static void print_notes(const struct ctl *ctl, const struct explained *x, const struct passage *p)
{
	const struct extract_number *numbers = x->result.numbers;

	for (size_t i = p->first, end; i < p->last; i = end) {
		for (end = i + 1; end < p->last && shares_note(&numbers[end]);)
			end++;
		if (numbers[i].claim)
			print_taken(ctl, &numbers[i], i + 1);
		else
			print_rejected(ctl, &numbers[i], i + 1, end);
	}
}

/* Does a line end in the white space behind the passage? */
static bool ends_paragraph(const struct passage *p)
{
	const char *behind = p->from + p->end;

	return memchr(behind, '\n', strspn(behind, " \t\r\n")) != NULL;
}

static void print_text(const struct ctl *ctl, const struct explained *x)
{
	const struct extract_result *r = &x->result;
	size_t number = 0;

	for (size_t s = 0; s < r->sentence_count; s++) {
		const struct extract_sentence *sentence = &r->sentences[s];
		struct passage p = { .from = sentence->in_title ? x->title : x->text,
			             .in_title = sentence->in_title,
			             .offset = sentence->offset,
			             .end = sentence->offset + sentence->length,
			             .first = number };

		while (number < r->number_count &&
		       r->numbers[number].in_title == sentence->in_title &&
		       r->numbers[number].offset < p.end)
			number++;
		p.last = number;
		print_sentence(ctl, x, &p);
		print_notes(ctl, x, &p);
		if (p.first < p.last || p.in_title || ends_paragraph(&p))
			putchar('\n');
	}
}

static void print_heading(const struct ctl *ctl, const struct explained *x)
{
	char date[DATE_TEXT_SIZE];
	char *text = mem_printf("%s · %s · published %s · %s", x->name, x->result.language,
	                        date_format(x->published, date),
	                        lexicon_version(x->config->lexicon));
	struct wrap wrap;

	start(ctl, &wrap, 0);
	wrap_puts(&wrap, TERM_DIM, text);
	wrap_end(&wrap);
	if (!x->result.is_candidate) {
		start(ctl, &wrap, 0);
		wrap_puts(&wrap, TERM_NOTE,
		          "The quick first pass lets this text go: nothing in it suggests the "
		          "subject. Read closely all the same:");
		wrap_end(&wrap);
	}
	putchar('\n');
	free(text);
}

static void print_summary(const struct ctl *ctl, const struct explained *x)
{
	const struct extract_result *r = &x->result;
	size_t taken = 0, held = 0;

	for (size_t i = 0; i < r->number_count; i++) {
		const struct claim *claim = r->numbers[i].claim;

		taken += claim && claim->status == CLAIM_ACCEPTED;
		held += claim && claim->status == CLAIM_HELD;
	}
	printf("%zu number%s: %s%zu taken%s, %s%zu held%s, %zu not\n", r->number_count,
	       r->number_count == 1 ? "" : "s", term_on(TERM_GOOD, ctl->colour && taken), taken,
	       term_off(TERM_GOOD, ctl->colour && taken), term_on(TERM_NOTE, ctl->colour && held),
	       held, term_off(TERM_NOTE, ctl->colour && held), r->number_count - taken - held);
}

void explain_show(const struct ctl *ctl, const struct explained *x)
{
	print_heading(ctl, x);
	print_text(ctl, x);
	print_summary(ctl, x);
}
