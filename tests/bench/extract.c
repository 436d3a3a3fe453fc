/*
 * What reading costs, on generated text of each language: the first pass on
 * news of other subjects, the close reading of candidates, and beside them in
 * the same run the floors that they are measured by: ICU's sentences and words
 * alone, an Aho–Corasick automaton over the programmes' names, memchr. Then
 * whether the close reading is linear in the numbers of an item.
 *
 *     extract [TURNS]        in the root of the tree, which has the lexicons
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "config/config.h"
#include "extract/extract.h"

#define TURNS_MAX 99
#define NEWS_BYTES (4 * MIB)
#define ITEM_BYTES 3000
#define ITEMS 200
#define SENTENCES 8

struct sample {
	const char *language;
	const char *other[SENTENCES]; /* of other subjects */
	const char *ours[SENTENCES];  /* of ours, with what stands around it */
};

static const struct sample SAMPLES[] = {
	{ "en",
	  { "The central bank left its key rate at 9.5% on Thursday, as most analysts had forecast.",
	    "Heavy rain is expected in the west of the country, with gusts of up to 20 metres a second.",
	    "The museum opens a new hall with more than 300 paintings from private collections.",
	    "Exports of timber rose by 12% to $340 million in the first half of the year.",
	    "The home side won 3:1 and moved up to fourth place in the table.",
	    "Doctors advise elderly people to drink enough water and to stay out of the sun.",
	    "A new school for 1,200 pupils was opened in the suburb, the mayor said at the ceremony.",
	    "Trains on the line will run every 15 minutes from Monday, the operator announced." },
	  { "About 80% of the activities of the 28 Union State programmes have been carried out, the "
	    "state secretary said in Minsk.",
	    "Seven of the 28 programmes had been completed by the end of the first quarter.",
	    "Trade between Belarus and Russia grew by 35% and passed $50 billion last year.",
	    "In December the figure had stood at 60%, and in mid-2022 at no more than 30%.",
	    "The programme for a single gas market is still being discussed by the governments.",
	    "The two sides spoke about customs, transport and the recognition of diplomas.",
	    "By the end of 2023 all 28 programmes are expected to be completed in full.",
	    "The document was signed on 4 November 2021 and covers the years 2021–2023." } },
	{ "ru",
	  { "Центральный банк сохранил ключевую ставку на уровне 9,5%, как и ожидало большинство аналитиков.",
	    "На западе страны прогнозируются сильные дожди, порывы ветра достигнут 20 метров в секунду.",
	    "В музее откроется новый зал, где покажут более 300 картин из частных собраний.",
	    "Экспорт древесины вырос за полугодие на 12% и составил 340 млн долларов.",
	    "Хозяева победили со счетом 3:1 и поднялись на четвертое место в таблице.",
	    "Врачи советуют пожилым людям пить больше воды и не находиться на солнце.",
	    "В пригороде открылась новая школа на 1200 учеников, сообщил мэр на церемонии.",
	    "С понедельника поезда на этой линии будут ходить каждые 15 минут, сообщил перевозчик." },
	  { "Около 80% мероприятий 28 программ Союзного государства уже выполнено, сообщил "
	    "госсекретарь в Минске.",
	    "К концу первого квартала полностью завершены семь из 28 программ.",
	    "Товарооборот Беларуси и России вырос на 35% и превысил 50 млрд долларов за прошлый год.",
	    "В декабре показатель составлял 60%, а в середине 2022 года не превышал 30%.",
	    "Программа по единому рынку газа пока обсуждается правительствами двух стран.",
	    "Стороны говорили о таможне, транспорте и взаимном признании дипломов.",
	    "Ожидается, что до конца 2023 года будут выполнены все 28 программ.",
	    "Документ подписан 4 ноября 2021 года и рассчитан на 2021–2023 годы." } },
	{ "be",
	  { "Цэнтральны банк пакінуў ключавую стаўку на ўзроўні 9,5%, як і чакала большасць аналітыкаў.",
	    "На захадзе краіны прагназуюцца моцныя дажджы, парывы ветру дасягнуць 20 метраў за секунду.",
	    "У музеі адкрыецца новая зала, дзе пакажуць больш за 300 карцін з прыватных збораў.",
	    "Экспарт драўніны вырас за паўгоддзе на 12% і склаў 340 млн долараў.",
	    "Гаспадары перамаглі з лікам 3:1 і падняліся на чацвёртае месца ў табліцы.",
	    "Урачы раяць пажылым людзям піць больш вады і не знаходзіцца на сонцы.",
	    "У прыгарадзе адкрылася новая школа на 1200 вучняў, паведаміў мэр на цырымоніі.",
	    "З панядзелка аўтобусы будуць хадзіць кожныя 15 хвілін, паведамілі на вакзале." },
	  { "Каля 80% мерапрыемстваў 28 праграм Саюзнай дзяржавы ўжо выканана, паведаміў "
	    "дзяржсакратар у Мінску.",
	    "Да канца першага квартала цалкам завершаны сем з 28 праграм.",
	    "Тавараабарот Беларусі і Расіі вырас на 35% і перавысіў 50 млрд долараў за мінулы год.",
	    "У снежні паказчык складаў 60%, а ў сярэдзіне 2022 года не перавышаў 30%.",
	    "Праграма па адзіным рынку газу пакуль абмяркоўваецца ўрадамі дзвюх краін.",
	    "Бакі гаварылі пра мытню, транспарт і ўзаемнае прызнанне дыпломаў.",
	    "Чакаецца, што да канца 2023 года будуць выкананы ўсе 28 праграм.",
	    "Дакумент падпісаны 4 лістапада 2021 года і разлічаны на 2021–2023 гады." } },
};

/* --- generated text */

/* The same on every machine: the multiplier of Knuth's MMIX. */
static unsigned next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*state >> 33);
}

/* Sentences in a random order, five a paragraph, at least so many bytes. */
static char *make_text(const char *const sentences[SENTENCES], size_t bytes, uint64_t *random)
{
	struct buf text;

	buf_init(&text, bytes + 8 * KIB);
	for (int n = 1; text.len < bytes; n++)
		if (buf_printf(&text, "%s%s", sentences[next_random(random) % SENTENCES],
		               n % 5 ? " " : "\n") != 0)
			break;
	return buf_take(&text);
}

/* --- the floors */

static size_t icu_iterate(const char *text, UBreakIteratorType type)
{
	UErrorCode status = U_ZERO_ERROR;
	UText utext = UTEXT_INITIALIZER;
	UBreakIterator *breaks = ubrk_open(type, "", NULL, 0, &status);
	size_t count = 0;

	utext_openUTF8(&utext, text, (int64_t)strlen(text), &status);
	ubrk_setUText(breaks, &utext, &status);
	while (U_SUCCESS(status) && ubrk_next(breaks) != UBRK_DONE)
		count++;
	ubrk_close(breaks);
	utext_close(&utext);
	return count;
}

/* A byte automaton with every edge filled in: one look-up a byte. */
struct automaton {
	uint32_t (*next)[256];
	uint32_t *fail;
	bool *ends;
	uint32_t count;
	uint32_t cap;
};

static uint32_t automaton_grow(struct automaton *a)
{
	if (a->count == a->cap) {
		uint32_t cap = a->cap ? 2 * a->cap : 1024;

		a->next = mem_grow(a->next, cap, sizeof(*a->next));
		a->ends = mem_grow(a->ends, cap, sizeof(*a->ends));
		a->cap = cap;
	}
	memset(a->next[a->count], 0, sizeof(*a->next));
	a->ends[a->count] = false;
	return a->count++;
}

static void automaton_add(struct automaton *a, const char *word)
{
	uint32_t node = 0;

	for (const unsigned char *c = (const unsigned char *)word; *c; c++) {
		if (!a->next[node][*c]) {
			uint32_t child = automaton_grow(a); /* may move the table */

			a->next[node][*c] = child;
		}
		node = a->next[node][*c];
	}
	a->ends[node] = true;
}

/* Breadth first: a missing edge is that of the longest suffix. */
static void automaton_close(struct automaton *a)
{
	uint32_t *queue = mem_array(a->count, sizeof(*queue));
	size_t head = 0, tail = 0;

	a->fail = mem_array(a->count, sizeof(*a->fail));
	for (int c = 0; c < 256; c++)
		if (a->next[0][c])
			queue[tail++] = a->next[0][c];
	while (head < tail) {
		uint32_t node = queue[head++];

		a->ends[node] |= a->ends[a->fail[node]];
		for (int c = 0; c < 256; c++) {
			uint32_t child = a->next[node][c];
			uint32_t other = a->next[a->fail[node]][c];

			if (child) {
				a->fail[child] = other;
				queue[tail++] = child;
			} else {
				a->next[node][c] = other;
			}
		}
	}
	free(queue);
}

static struct automaton automaton_of_names(const struct package_list *packages,
                                           const char *language)
{
	struct automaton a = { .count = 0 };

	automaton_grow(&a);
	for (size_t i = 0; i < packages->count; i++) {
		const struct package *package = &packages->list[i];

		for (size_t p = 0; p < package->programme_count; p++) {
			const struct programme *programme = &package->programmes[p];

			for (size_t n = 0; n < programme->alias_count; n++)
				if (strcmp(programme->aliases[n].language, language) == 0)
					automaton_add(&a, programme->aliases[n].text);
		}
	}
	automaton_close(&a);
	return a;
}

static void automaton_done(struct automaton *a)
{
	free(a->next);
	free(a->fail);
	free(a->ends);
}

/* --- what is measured */

struct bench {
	const struct config *config;
	const char *language;
	char *news; /* of other subjects */
	size_t news_len;
	char *items[ITEMS];
	size_t items_len;
	struct automaton names;
};

static size_t run_first_pass(const struct bench *b)
{
	if (extract_suggests(b->config->lexicon, b->language, b->news, b->news_len)) {
		fprintf(stderr, "extract: the generated news of %s is a candidate\n", b->language);
		exit(1);
	}
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

static size_t run_icu(const struct bench *b)
{
	for (size_t i = 0; i < ITEMS; i++)
		sink += icu_iterate(b->items[i], UBRK_SENTENCE) +
		        icu_iterate(b->items[i], UBRK_WORD);
	return b->items_len;
}

static size_t run_automaton(const struct bench *b)
{
	uint32_t node = 0;
	size_t found = 0;

	for (size_t i = 0; i < b->news_len; i++) {
		node = b->names.next[node][(unsigned char)b->news[i]];
		found += b->names.ends[node];
	}
	sink += found;
	return b->news_len;
}

static size_t run_memchr(const struct bench *b)
{
	const char *at = b->news;

	while ((at = memchr(at, '%', (size_t)(b->news + b->news_len - at))))
		sink++, at++;
	return b->news_len;
}

static const struct {
	const char *name;
	size_t (*run)(const struct bench *b); /* returns the bytes that it read */
} MEASURES[] = {
	{ "first pass, other subjects", run_first_pass },
	{ "close reading, candidates", run_candidates },
	{ "ICU sentences + words", run_icu },
	{ "Aho-Corasick, names alone", run_automaton },
	{ "memchr '%'", run_memchr },
};

enum {
	FIRST_PASS,
	CANDIDATES,
	ICU,
	AUTOMATON,
	MEMCHR,
	MEASURE_COUNT,
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

static void measure(const struct bench *b, int turns)
{
	double rates[MEASURE_COUNT][TURNS_MAX];
	double middle[MEASURE_COUNT];

	for (int turn = 0; turn < turns; turn++) {
		for (size_t m = 0; m < MEASURE_COUNT; m++) {
			double start = cpu_now_s();
			size_t bytes = MEASURES[m].run(b);

			rates[m][turn] = (double)bytes / 1e6 / (cpu_now_s() - start);
		}
	}
	for (size_t m = 0; m < MEASURE_COUNT; m++)
		middle[m] = median(rates[m], turns);
	for (size_t m = 0; m < MEASURE_COUNT; m++)
		printf("%s  %-28s %8.1f MB/s\n", b->language, MEASURES[m].name, middle[m]);
	printf("%s  first pass %.2f of Aho-Corasick; close reading %.2f of ICU\n", b->language,
	       middle[FIRST_PASS] / middle[AUTOMATON], middle[CANDIDATES] / middle[ICU]);
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

static void run_language(const struct config *config, const struct sample *sample, int turns)
{
	struct bench b = { .config = config, .language = sample->language };
	uint64_t random = 1;

	b.news = make_text(sample->other, NEWS_BYTES, &random);
	b.news_len = strlen(b.news);
	for (size_t i = 0; i < ITEMS; i++) {
		b.items[i] = make_text(sample->ours, ITEM_BYTES, &random);
		b.items_len += strlen(b.items[i]);
	}
	b.names = automaton_of_names(&config->packages, sample->language);
	measure(&b, turns);
	if (strcmp(sample->language, "en") == 0)
		examine_growth(&b);
	automaton_done(&b.names);
	for (size_t i = 0; i < ITEMS; i++)
		free(b.items[i]);
	free(b.news);
}

int main(int argc, char **argv)
{
	long turns = argc > 1 ? strtol(argv[1], NULL, 10) : 5;
	struct config *config;

	if (turns < 1 || turns > TURNS_MAX) {
		fprintf(stderr, "usage: extract [TURNS]   1 to %d of them\n", TURNS_MAX);
		return 2;
	}
	config = load();
	if (!config)
		return 1;
	for (size_t i = 0; i < COUNT(SAMPLES); i++)
		run_language(config, &SAMPLES[i], (int)turns);
	config_free(config);
	return 0;
}
