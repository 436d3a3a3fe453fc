/*
 * What it costs to find the text of a page beside libxml2's SAX pass alone over
 * the same bytes, the two in turn: on a generated page of a news site, and on
 * files that are named. MB per CPU second, medians.
 *
 *     page [FILE…]
 */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "article/article.h"
#include "base/buf.h"
#include "base/limits.h"

#define TURNS 11
#define TURN_BYTES (4 * MIB)
#define PARAGRAPHS 20
#define TEASERS 150

static double cpu_now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_page(const char *text, size_t len)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct article_hints hints = { .content_type = "text/html; charset=utf-8",
		                       .url = "https://agency.example/1" };
	struct article_page page;
	struct err err;

	if (article_read_page(text, len, &hints, arena, &page, &err) < 0 || !*page.text) {
		fprintf(stderr, "page: no text\n");
		exit(1);
	}
	arena_free(arena);
}

static size_t sink;

static void on_start(void *arg, const xmlChar *name, const xmlChar **attrs)
{
	(void)arg;
	(void)attrs;
	sink += name[0] != '\0';
}

static void on_end(void *arg, const xmlChar *name)
{
	(void)arg;
	sink += name[0] != '\0';
}

static void on_text(void *arg, const xmlChar *text, int len)
{
	(void)arg;
	(void)text;
	sink += (size_t)len;
}

static void on_error(void *arg, xmlErrorPtr error)
{
	(void)arg;
	(void)error;
}

static void read_by_sax(const char *text, size_t len)
{
	static const htmlSAXHandler handlers = {
		.initialized = XML_SAX2_MAGIC,
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.serror = on_error,
	};
	htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(text, (int)len);

	if (!parser)
		abort();
	*parser->sax = handlers;
	htmlCtxtUseOptions(parser, HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_RECOVER);
	xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
	htmlParseDocument(parser);
	htmlFreeParserCtxt(parser);
}

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
	double ours[TURNS], sax[TURNS];

	for (int turn = 0; turn < TURNS; turn++) {
		ours[turn] = rate(read_page, text, len);
		sax[turn] = rate(read_by_sax, text, len);
	}
	qsort(ours, TURNS, sizeof(*ours), by_size);
	qsort(sax, TURNS, sizeof(*sax), by_size);
	printf("  %-32s%8.1f MB/s, SAX alone %8.1f, ratio %.2f\n", name, ours[TURNS / 2],
	       sax[TURNS / 2], ours[TURNS / 2] / sax[TURNS / 2]);
}

static void add(struct buf *out, const char *text)
{
	if (buf_append(out, text, strlen(text)))
		abort();
}

static void measure_generated(const char *name, const char *sentence)
{
	char teaser[512];
	struct buf text;

	buf_init(&text, MIB);
	add(&text, "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>News</title>"
	           "<link rel='stylesheet' href='/s.css'></head><body class='page'>"
	           "<div class='wrap'><h1 class='headline'>News of the day</h1>"
	           "<div class='article__text'>");
	for (int i = 0; i < PARAGRAPHS; i++) {
		add(&text, "<p>");
		for (int n = 0; n < 6; n++)
			add(&text, sentence);
		add(&text, "</p>\n");
	}
	add(&text, "</div></div><div class='feed'>\n");
	for (int i = 0; i < TEASERS; i++) {
		snprintf(teaser, sizeof(teaser),
		         "<div class='feed__item item-%d' data-id='%d'><div class='feed__date'>5 "
		         "April</div><a class='feed__link' href='/news/%d'><span class='feed__t'>"
		         "The bridge is repaired, part %d</span></a></div>\n",
		         i, i, i, i);
		add(&text, teaser);
	}
	add(&text, "</div></body></html>\n");
	measure(name, text.data, text.len);
	buf_done(&text);
}

static void measure_file(const char *path)
{
	char *text = malloc(LIMIT_PAGE_BYTES);
	FILE *file = fopen(path, "rb");
	size_t len = text && file ? fread(text, 1, LIMIT_PAGE_BYTES, file) : 0;

	if (len == 0) {
		fprintf(stderr, "page: %s cannot be read, or is empty\n", path);
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
	measure_generated("150 teasers, Latin",
	                  "The railway will repair the old bridge near the lake, a clerk said. ");
	measure_generated("150 teasers, Cyrillic",
	                  "Мастера починят старый мост у озера в июне, сказали в дирекции. ");
	return 0;
}
