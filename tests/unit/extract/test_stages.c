/* Dates, figures and sentences, each as its stage leaves them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "extract/document.h"
#include "extract/tiny.h"

struct stage_case {
	const char *text;
	const char *found;
};

static struct lexicon *lexicon;
static struct arena *words;

static int set_up(void **state)
{
	(void)state;
	words = arena_new(8 * MIB);
	lexicon = tiny_lexicon(words);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	lexicon_free(lexicon);
	arena_free(words);
	return 0;
}

static void read_stages(struct document *doc, const struct extract_input *input,
                        struct arena *arena)
{
	document_open(doc, lexicon, lexicon_language(lexicon, input->language), input, arena);
	find_marks(doc);
	find_sentences(doc);
	find_dates(doc);
	find_figures(doc);
	find_clauses(doc);
}

static void print_dates(const struct document *doc, FILE *out)
{
	char text[DATE_TEXT_SIZE];
	for (size_t i = 0; i < doc->when_count; i++)
		fprintf(out, "%s%s%s", i ? " " : "",
		        date_format(when_resolve(doc, &doc->whens[i], false), text),
		        doc->whens[i].since ? "!" : "");
}

/* "~80%", "70-75%", "7/28", "(28)" for the size of a whole, "x" for what is no figure */
static void print_figures(const struct document *doc, FILE *out)
{
	static const char *const bounds[] = { "", "~", ">", "<" };
	char text[DECIMAL_TEXT_SIZE];
	for (size_t i = 0; i < doc->figure_count; i++) {
		const struct figure *f = &doc->figures[i];
		fprintf(out, "%s%s", i ? " " : "", f->total_only ? "(" : "");
		if (f->reason) {
			fputs("x", out);
			continue;
		}
		fprintf(out, "%s%s", bounds[f->bound], decimal_format(f->value, text));
		if (f->has_high)
			fprintf(out, "-%s", decimal_format(f->high, text));
		if (f->has_total)
			fprintf(out, "/%s", decimal_format(f->total, text));
		fputs(f->kind == FIGURE_PERCENT ? "%" : f->kind == FIGURE_ALL ? "all" : "", out);
		fputs(f->total_only ? ")" : "", out);
	}
}

static void print_sentences(const struct document *doc, FILE *out)
{
	for (size_t i = 0; i < doc->sentence_count; i++)
		fprintf(out, "%s%u%s", i ? " " : "",
		        doc->sentences[i].end - doc->sentences[i].first,
		        doc->sentences[i].question ? "?" : "");
}

static void check(const struct stage_case *cases, size_t count,
                  void print(const struct document *doc, FILE *out))
{
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new(MIB);
		struct document doc;
		struct extract_input input = { .language = "en",
			                       .published = date_day(2023, 4, 20),
			                       .title = "",
			                       .text = cases[i].text };
		char *found = NULL;
		size_t len;
		read_stages(&doc, &input, arena);
		FILE *out = open_memstream(&found, &len);
		print(&doc, out);
		fclose(out);
		if (strcmp(found, cases[i].found) != 0)
			fail_msg("\"%s\" gave \"%s\", not \"%s\"", cases[i].text, found,
			         cases[i].found);
		MEM_FREE(found);
		arena_free(arena);
	}
}

static void dates_are_read_in_every_precision(void **state)
{
	(void)state;
	static const struct stage_case cases[] = {
		{ "on 9 January", "2023-01-09" },
		{ "on April 5", "2023-04-05" },
		{ "on April 5, 2022", "2022-04-05" },
		{ "in December", "2022-12" },
		{ "last December", "2022-12" },
		{ "in April 2022", "2022-04" },
		{ "the first half of last year", "2022-H1" },
		{ "the third quarter of 2022", "2022-Q3" },
		{ "by the end of the year", "2023" },
		{ "in 2022", "2022" },
		{ "nine months of 2022", "2022-09" },
		{ "a year ago", "2022-04" },
		{ "this month", "2023-04" },
		{ "today", "2023-04-20" },
		{ "05.04.2023", "2023-04-05" },
		{ "2023-04-05", "2023-04-05" },
		{ "since January", "2023-01!" },
		{ "in the 2021-2023 package", "" },
		{ "it may be done", "" },
		{ "in May it was done", "2022-05" },
		{ "31 December 2022", "2022-12-31" },
		{ "in April 20 programmes", "2023-04" },
	};
	check(cases, COUNT(cases), print_dates);
}

static void figures_are_read_with_their_bounds(void **state)
{
	(void)state;
	static const struct stage_case cases[] = {
		{ "80%", "80%" },
		{ "about 80 per cent", "~80%" },
		{ "over 46.5%", ">46.5%" },
		{ "up to 90 percent", "<90%" },
		{ "55% at most", "<55%" },
		{ "70-75%", "70-75%" },
		{ "70 to 75 per cent", "70-75%" },
		{ "between 70 and 80%", "70-80%" },
		{ "eighty per cent", "80%" },
		{ "twenty-one programmes", "21" },
		{ "half", "50%" },
		{ "two thirds", "" },
		{ "about a third", "~33.3%" },
		{ "3/4 of it", "75%" },
		{ "7 of 28", "7/28" },
		{ "18/28", "18/28" },
		{ "nine of the twenty", "9/20" },
		{ "10 (of 28)", "10/28" },
		{ "nine in eleven", "9/11" },
		{ "of the 28 programmes 17", "(28) 17" },
		{ "of the 989 measures 68%", "(989) 68%" },
		{ "1,840 measures", "1840" },
		{ "60 000 measures", "60000" },
		{ "5 million", "x" },
		{ "$45", "x" },
		{ "at 10:30", "x x" },
		{ "the 53rd", "x" },
		{ "+7 495 000-12-28", "x x x" },
		{ "all measures", "100all" },
		{ "all 28 programmes", "28" },
		{ "rose from 38 to 52%", "38% 52%" },
		{ "one of the 28 programmes", "(28)" },
	};
	check(cases, COUNT(cases), print_figures);
}

static void sentences_end_where_people_end_them(void **state)
{
	(void)state;
	static const struct stage_case cases[] = {
		{ "It is done. They said so.", "4 4" }, { "Dr. Orlov said so.", "6" },
		{ "A. G. Orlov said so.", "8" },        { "It is 46.5% done.", "6" },
		{ "Is it done? It is.", "4? 3" },       { "- done: 7\n- under way: 9", "4 5" },
	};
	check(cases, COUNT(cases), print_sentences);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_read_in_every_precision),
		cmocka_unit_test(figures_are_read_with_their_bounds),
		cmocka_unit_test(sentences_end_where_people_end_them),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
