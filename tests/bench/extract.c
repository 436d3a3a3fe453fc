/*
 * What reading costs, on generated text of each language: the first pass on
 * news of other subjects, the close reading of candidates, and beside them in
 * the same run, the programs in turn, the floors that they are measured by:
 * ICU's sentences and words alone, the phrases of the first pass as a regular
 * expression (PCRE2 with its JIT, where it is installed), an Aho–Corasick
 * automaton over all phrases and names of the lexicon, memchr. Then whether
 * the close reading is linear in the numbers of an item.
 *
 *     extract [TURNS [LANGUAGE]]     in the root of the tree, which has the lexicons
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "config/config.h"
#include "config/tree.h"
#include "extract/extract.h"
#include "extract_parts/floors.h"
#include "extract_parts/phrases.h"
#include "extract_parts/sample.h"

#define TURNS_MAX 99
#define NEWS_BYTES (LIMIT_ITEM_TEXT_BYTES - 4 * KIB)
#define REGEX_BYTES (256 * KIB) /* of them, for what is slow */
#define ITEM_BYTES 3000
#define ITEMS 200

/* --- what is measured */

struct bench {
	const struct config *config;
	const char *language;
	char *news; /* of other subjects */
	size_t news_len;
	char *items[ITEMS];
	size_t items_len;
	struct automaton automaton;
	struct regex *regex; /* NULL: no PCRE2 */
};

/* The whole extractor, on an item that its first pass lets go. */
static size_t run_first_pass(const struct bench *b)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct extract_result result = { .is_candidate = true };
	struct extract_input input = { .language = b->language,
		                       .published = date_day(2023, 4, 5),
		                       .text = b->news };
	struct err err;

	if (extract_claims(b->config->lexicon, &input, EXTRACT_THRESHOLD_PERMILLE, arena, &result,
	                   &err) != 0 ||
	    result.is_candidate) {
		fprintf(stderr, "extract: the generated news of %s is a candidate\n", b->language);
		exit(1);
	}
	arena_free(arena);
	return b->news_len;
}

static size_t read_item(const struct bench *b, const char *text, size_t *ret_claims)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct extract_input input = { .language = b->language,
		                       .published = date_day(2023, 4, 5),
		                       .text = text };
	struct extract_result result;
	struct err err;

	if (extract_claims(b->config->lexicon, &input, EXTRACT_THRESHOLD_PERMILLE, arena, &result,
	                   &err) != 0) {
		fprintf(stderr, "extract: %s\n", err.text);
		exit(1);
	}
	*ret_claims += result.claim_count;
	arena_free(arena);
	return result.number_count;
}

static size_t run_candidates(const struct bench *b)
{
	size_t claims = 0;

	for (size_t i = 0; i < ITEMS; i++)
		read_item(b, b->items[i], &claims);
	if (claims < ITEMS) {
		fprintf(stderr, "extract: only %zu claims in the items of %s\n", claims,
		        b->language);
		exit(1);
	}
	return b->items_len;
}

static volatile size_t sink;

static size_t run_icu_sentences(const struct bench *b)
{
	for (size_t i = 0; i < ITEMS; i++)
		sink += icu_sentences(b->items[i]);
	return b->items_len;
}

static size_t run_icu(const struct bench *b)
{
	for (size_t i = 0; i < ITEMS; i++)
		sink += icu_sentences(b->items[i]) + icu_words(b->items[i]);
	return b->items_len;
}

static size_t run_regex(const struct bench *b)
{
	sink += regex_count(b->regex, b->news, REGEX_BYTES);
	return REGEX_BYTES;
}

static size_t run_automaton(const struct bench *b)
{
	sink += automaton_count(&b->automaton, b->news, b->news_len);
	return b->news_len;
}

static size_t run_memchr(const struct bench *b)
{
	const char *at = b->news;

	while ((at = memchr(at, '%', (size_t)(b->news + b->news_len - at))))
		sink++, at++;
	return b->news_len;
}

enum measure {
	FIRST_PASS,
	AUTOMATON,
	REGEX,
	MEMCHR,
	CLOSE_READING,
	ICU_SENTENCES,
	ICU,
	MEASURE_COUNT,
};

static const struct {
	const char *name;
	size_t (*run)(const struct bench *b); /* returns the bytes that it read */
} MEASURES[MEASURE_COUNT] = {
	[FIRST_PASS] = { "first pass, other subjects", run_first_pass },
	[AUTOMATON] = { "Aho-Corasick, all phrases", run_automaton },
	[REGEX] = { "PCRE2-JIT, the same phrases", run_regex },
	[MEMCHR] = { "memchr '%'", run_memchr },
	[CLOSE_READING] = { "close reading, candidates", run_candidates },
	[ICU_SENTENCES] = { "ICU sentences", run_icu_sentences },
	[ICU] = { "ICU sentences + words", run_icu },
};

/* Of this process alone, so that a busy machine changes little. */
static double cpu_now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof(*values), by_size);
	return values[count / 2];
}

static bool is_there(const struct bench *b, enum measure m)
{
	return m != REGEX || b->regex;
}

static void measure(const struct bench *b, int turns)
{
	double rates[MEASURE_COUNT][TURNS_MAX];
	double middle[MEASURE_COUNT] = { 0 };

	for (int turn = 0; turn < turns; turn++) {
		for (enum measure m = 0; m < MEASURE_COUNT; m++) {
			double start = cpu_now_s();
			size_t bytes = is_there(b, m) ? MEASURES[m].run(b) : 0;

			rates[m][turn] = (double)bytes / 1e6 / (cpu_now_s() - start);
		}
	}
	for (enum measure m = 0; m < MEASURE_COUNT; m++) {
		middle[m] = median(rates[m], turns);
		if (is_there(b, m))
			printf("%s  %-28s %8.1f MB/s\n", b->language, MEASURES[m].name, middle[m]);
		else
			printf("%s  %-28s built without it: libpcre2-dev is missing\n", b->language,
			       MEASURES[m].name);
	}
	printf("%s  first pass: %.2f of Aho-Corasick; close reading: %.2f of ICU's sentences, %.2f "
	       "with words\n",
	       b->language, middle[FIRST_PASS] / middle[AUTOMATON],
	       middle[CLOSE_READING] / middle[ICU_SENTENCES], middle[CLOSE_READING] / middle[ICU]);
}

/* --- is it linear? */

static double seconds_of(const struct bench *b, const char *pattern, size_t times)
{
	struct buf text;
	size_t claims = 0;
	double start;

	buf_init(&text, LIMIT_ITEM_TEXT_BYTES);
	for (size_t i = 0; i < times; i++)
		if (buf_puts(&text, pattern) != 0)
			break;
	start = cpu_now_s();
	read_item(b, text.data, &claims);
	start = cpu_now_s() - start;
	buf_done(&text);
	return start;
}

/* Four times the text takes 4 times as long where that is linear, 16 where it is quadratic. */
static void examine_growth(const struct bench *b)
{
	static const struct {
		const char *name;
		const char *pattern;
	} SHAPES[] = {
		{ "one sentence of numbers", "union programmes 28 of 28, 70% activities, " },
		{ "a sentence a number", "The union programmes are 80% complete.\n" },
		{ "numbers alone", "28 " },
		{ "dates alone", "4 April 2023, " },
		{ "names alone", "union programmes of a single gas market " },
		{ "one line of shares", "80% of the activities, of which 70 of 310, " },
		{ "one word alone: previous", "previous " },
		{ "one word alone: all", "all " },
		{ "one phrase alone", "road map for deeper integration " },
	};

	for (size_t i = 0; i < COUNT(SHAPES); i++) {
		double small = seconds_of(b, SHAPES[i].pattern, 2500);
		double large = seconds_of(b, SHAPES[i].pattern, 10000);

		printf("%s  %-28s %7.1f ms; 4 times as many, %5.1f times as long\n", b->language,
		       SHAPES[i].name, small * 1e3, large / small);
	}
}

static struct config *load(void)
{
	struct tree_mistakes mistakes = { .arena = arena_new(MIB) };
	struct config *config = config_load_language("config/integrad.yaml", &mistakes);

	if (!config)
		config_print_mistakes(&mistakes, stderr);
	arena_free(mistakes.arena);
	return config;
}

static void prepare_floors(struct bench *b)
{
	struct arena *arena = arena_new(64 * MIB);
	struct tree_mistakes mistakes = { .arena = arena };
	struct phrases phrases = { .packages = &b->config->packages, .language = b->language };
	char *folder = mem_printf("%s/%s", b->config->options.lexicon_dir, b->language);
	struct tree *files;
	char *pattern;

	if (config_tree_read_folder(folder, arena, &files, &mistakes) != 0) {
		fprintf(stderr, "extract: %s cannot be read\n", folder);
		exit(1);
	}
	phrases.files = files;
	b->automaton = phrases_automaton(&phrases);
	pattern = phrases_pattern(&phrases);
	b->regex = regex_new(pattern);
	if (automaton_count(&b->automaton, b->items[0], strlen(b->items[0])) == 0 ||
	    (b->regex && regex_count(b->regex, b->items[0], strlen(b->items[0])) == 0)) {
		fprintf(stderr, "extract: a floor finds no phrase in an item of %s\n", b->language);
		exit(1);
	}
	free(pattern);
	free(folder);
	arena_free(arena);
}

static void run_language(const struct config *config, const struct sample *sample, int turns)
{
	struct bench b = { .config = config, .language = sample->language };
	uint64_t random = 1;

	b.news = sample_text(sample->other, NEWS_BYTES, &random);
	b.news_len = strlen(b.news);
	for (size_t i = 0; i < ITEMS; i++) {
		b.items[i] = sample_text(sample->ours, ITEM_BYTES, &random);
		b.items_len += strlen(b.items[i]);
	}
	prepare_floors(&b);
	measure(&b, turns);
	if (strcmp(sample->language, "en") == 0)
		examine_growth(&b);
	regex_free(b.regex);
	automaton_done(&b.automaton);
	for (size_t i = 0; i < ITEMS; i++)
		free(b.items[i]);
	free(b.news);
}

int main(int argc, char **argv)
{
	long turns = argc > 1 ? strtol(argv[1], NULL, 10) : 5;
	const char *only = argc > 2 ? argv[2] : NULL;
	struct config *config;

	if (turns < 1 || turns > TURNS_MAX) {
		fprintf(stderr, "usage: extract [TURNS [LANGUAGE]]   1 to %d turns\n", TURNS_MAX);
		return 2;
	}
	config = load();
	if (!config)
		return 1;
	for (size_t i = 0; i < SAMPLE_COUNT; i++)
		if (!only || strcmp(only, SAMPLES[i].language) == 0)
			run_language(config, &SAMPLES[i], (int)turns);
	config_free(config);
	return 0;
}
