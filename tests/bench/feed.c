/*
 * What reading a feed costs beside expat's pass alone over the same bytes, the
 * two in turn: on a generated agency's feed of 20 items in Latin and in Cyrillic
 * letters, and on files that are named. MB per CPU second, medians.
 *
 *     feed [FILE…]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef HAVE_EXPAT
#include <expat.h>
#endif

#include "base/buf.h"
#include "base/limits.h"
#include "feed/feed.h"

#define TURNS 11
#define TURN_BYTES (8 * MIB)
#define ITEMS 20

static double cpu_now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_feed(const char *text, size_t len)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct feed_hints hints = { .content_type = "application/rss+xml",
		                    .base_url = "https://agency.example/rss" };
	struct feed feed;
	struct err err;

	if (feed_parse(text, len, &hints, arena, &feed, &err) < 0) {
		fprintf(stderr, "feed: %s\n", err.text);
		exit(1);
	}
	arena_free(arena);
}

#ifdef HAVE_EXPAT
static size_t sink;

static void on_start(void *arg, const XML_Char *name, const XML_Char **attrs)
{
	(void)arg;
	(void)attrs;
	sink += name[0] != '\0';
}

static void on_end(void *arg, const XML_Char *name)
{
	(void)arg;
	sink += name[0] != '\0';
}

static void on_text(void *arg, const XML_Char *text, int len)
{
	(void)arg;
	(void)text;
	sink += (size_t)len;
}

static void read_by_expat(const char *text, size_t len)
{
	XML_Parser parser = XML_ParserCreateNS(NULL, ' ');

	XML_SetElementHandler(parser, on_start, on_end);
	XML_SetCharacterDataHandler(parser, on_text);
	(void)XML_Parse(parser, text, (int)len, XML_TRUE);
	XML_ParserFree(parser);
}
#else
static void read_by_expat(const char *text, size_t len)
{
	(void)text;
	(void)len;
}
#endif

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double rate(void (*read)(const char *, size_t), const char *text, size_t len)
{
	size_t times = TURN_BYTES / len + 1;
	double start = cpu_now_s();

	for (size_t i = 0; i < times; i++)
		read(text, len);
	return (double)(times * len) / 1e6 / (cpu_now_s() - start);
}

static void measure(const char *name, const char *text, size_t len)
{
	double ours[TURNS], expat[TURNS];

	for (int turn = 0; turn < TURNS; turn++) {
		ours[turn] = rate(read_feed, text, len);
		expat[turn] = rate(read_by_expat, text, len);
	}
	qsort(ours, TURNS, sizeof(*ours), by_size);
	qsort(expat, TURNS, sizeof(*expat), by_size);
#ifdef HAVE_EXPAT
	printf("  %-32s%8.1f MB/s, expat %8.1f, ratio %.2f\n", name, ours[TURNS / 2],
	       expat[TURNS / 2], ours[TURNS / 2] / expat[TURNS / 2]);
#else
	printf("  %-32s%8.1f MB/s (expat is not installed)\n", name, ours[TURNS / 2]);
#endif
}

static void add(struct buf *out, const char *text)
{
	if (buf_append(out, text, strlen(text)))
		abort();
}

static void measure_generated(const char *name, const char *sentence)
{
	char head[512];
	struct buf text;

	buf_init(&text, MIB);
	add(&text, "<?xml version='1.0' encoding='UTF-8'?>\n<rss version='2.0'><channel>"
	           "<title>Agency</title><link>https://agency.example/</link>\n");
	for (int i = 0; i < ITEMS; i++) {
		snprintf(head, sizeof(head),
		         "<item><guid isPermaLink='false'>agency-%d</guid><title>News %d</title>"
		         "<link>https://agency.example/news/%d</link>"
		         "<pubDate>Sun, 01 Jan 2023 %02d:00:00 GMT</pubDate><description>",
		         i, i, i, i);
		add(&text, head);
		for (int n = 0; n < 6; n++)
			add(&text, sentence);
		add(&text, "</description></item>\n");
	}
	add(&text, "</channel></rss>\n");
	measure(name, text.data, text.len);
	buf_done(&text);
}

static void measure_file(const char *path)
{
	char *text = malloc(LIMIT_FEED_BYTES);
	FILE *file = fopen(path, "rb");
	size_t len = text && file ? fread(text, 1, LIMIT_FEED_BYTES, file) : 0;

	if (len == 0) {
		fprintf(stderr, "feed: %s cannot be read, or is empty\n", path);
		exit(1);
	}
	measure(path, text, len);
	fclose(file);
	free(text);
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		for (int i = 1; i < argc; i++)
			measure_file(argv[i]);
		return 0;
	}
	measure_generated("20 items, Latin",
	                  "The railway will repair the old bridge near the lake, a clerk said. ");
	measure_generated("20 items, Cyrillic", "Мастера починят старый мост у озера в июне. ");
	return 0;
}
