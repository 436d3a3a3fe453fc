/* The sources that are shipped: all that are known, and selectors that find what they should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "article/links.h"
#include "base/limits.h"
#include "base/mem.h"
#include "config/config.h"

#define CONFIG "config/integrad.yaml"
#define KNOWN "../shared/domain/sources.json" /* what is known of the sources, where it is there */

static struct config *config;

static int set_up(void **state)
{
	struct arena *arena = arena_new(MIB);
	struct tree_mistakes mistakes = { .arena = arena };

	(void)state;
	config = config_load(CONFIG, &mistakes);
	config_print_mistakes(&mistakes, stderr);
	arena_free(arena);
	return config ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	config_free(config);
	return 0;
}

static bool is_configured(const char *address)
{
	for (size_t i = 0; i < config->source_count; i++)
		for (size_t k = 0; k < config->sources[i].address_count; k++)
			if (strcmp(config->sources[i].addresses[k], address) == 0)
				return true;
	return false;
}

/* Of a source whose feed is not known: who stands for it. */
static const struct {
	const char *name, *key;
} without_feed[] = {
	{ "BelTA (BE, DE, PL editions)", "belta-be" },
	{ "news.by (Belteleradio)", "news-by-ru" },
	{ "Reform.news / Reform.by", "reform-ru" },
	{ "Council of Ministers of Belarus", "ministers-by-en" },
	{ "Standing Committee of the Union State", "standing-committee-news" },
	{ "soyuz.by (portal of the Standing Committee)", "soyuz-ru" },
	{ "Soyuznoe Veche (Parliamentary Assembly newspaper)", "soyuznoe-veche" },
	{ "EADaily", "eadaily" },
	{ "Krasnaya Vesna", "rossa-primavera" },
};

static void check_without_feed(const char *name)
{
	for (size_t i = 0; i < COUNT(without_feed); i++)
		if (strcmp(without_feed[i].name, name) == 0) {
			assert_non_null(config_source(config, without_feed[i].key));
			return;
		}
	fail_msg("%s has no feed and is not configured", name);
}

static void every_source_that_is_known_is_configured(void **state)
{
	json_t *known = json_load_file(KNOWN, 0, NULL);

	(void)state;
	if (!known)
		skip();
	assert_true(json_array_size(known) > 30);
	for (size_t i = 0; i < json_array_size(known); i++) {
		const json_t *source = json_array_get(known, i);
		const char *name = json_string_value(json_object_get(source, "name"));
		const json_t *feeds = json_object_get(source, "feeds");

		if (json_array_size(feeds) == 0)
			check_without_feed(name);
		for (size_t k = 0; k < json_array_size(feeds); k++) {
			const char *url =
				json_string_value(json_object_get(json_array_get(feeds, k), "url"));

			/* the search is written with its letters escaped, as they are sent */
			if (!is_configured(url) && !strstr(url, "news.google.com"))
				fail_msg("%s: %s is not configured", name, url);
		}
	}
	json_decref(known);
}

/* Addresses as they were seen in public material, and others of the same sites. */
static const struct {
	const char *key;
	const char *articles[3];
	const char *others[4];
} lists[] = {
	{ "belta-en-list",
	  { "/president/view/words-of-a-headline-141234-2021/" },
	  { "/president", "https://www.belta.by/", "#" } },
	{ "belta-be",
	  { "https://blr.belta.by/society/view/slovy-zagaloyka-1-2023/" },
	  { "/society" } },
	{ "ria-list",
	  { "https://ria.ru/20230405/slova-1863000000.html", "/20230405/slova-1863000000.html" },
	  { "/politics/", "/docs/about/copyright.html" } },
	{ "interfax-en", { "/newsroom/top-stories/86838/" }, { "/newsroom/top-stories/", "/" } },
	{ "eadaily",
	  { "/ru/news/2023/04/05/slova-zagolovka" },
	  { "/ru/news/", "/ru/news/politics/", "/ru/authors/1" } },
	{ "rossa-primavera",
	  { "/news/b354d746" },
	  { "/news", "/news/archive", "/gallery/b354d746" } },
	{ "news-by-ru",
	  { "https://news.by/news/prezident/slova-dlinnogo-zagolovka" },
	  { "/news/prezident/", "/news/", "/eng/news/politika/words_of_a_headline" } },
	{ "news-by-en",
	  { "/eng/news/ekonomika/words_of_a_headline" },
	  { "/eng/news/", "/news/ekonomika/slova-zagolovka", "/eng/news/ekonomika/" } },
	{ "news-by-be", { "/by/news/palityka/slovy_zagaloyka" }, { "/by/news/", "/by/" } },
	{ "sb-en",
	  { "https://www.sb.by/en/words-of-a-headline.html" },
	  { "/en/", "/articles/a.html" } },
	{ "reform-ru",
	  { "https://reform.news/slova-dlinnogo-zagolovka-i-eshhe-slova" },
	  { "https://reform.news/tag/slova-dlinnogo-nazvanija-rubriki", "/about",
	    "https://reform.news/en/words-of-a-long-headline-here" } },
	{ "reform-en",
	  { "https://reform.news/en/words-of-a-headline" },
	  { "https://reform.news/en", "https://reform.news/slova-zagolovka" } },
	{ "standing-committee-news",
	  { "/news/various/12345/" },
	  { "/news/various/", "/news/various/?PAGEN_1=2", "/activities/events/7/" } },
	{ "standing-committee-events",
	  { "/activities/events/2345/" },
	  { "/activities/events/", "/news/various/7/" } },
	{ "soyuz-ru",
	  { "https://soyuz.by/slova-dlinnogo-zagolovka-i-eshhe-slova" },
	  { "/en/union-state-news/words-of-a-headline-and-some-more-words", "/kontakty" } },
	{ "soyuz-en",
	  { "/en/union-state-news/words-of-a-headline" },
	  { "/en/union-state-news", "/en/contacts" } },
	{ "soyuznoe-veche",
	  { "/news/65835/?sphrase_id=3948357", "https://www.souzveche.ru/news/65835/" },
	  { "/news/", "/news/?PAGEN_1=2", "/articles/politics/65835/" } },
	{ "government-en",
	  { "/en/news/43235/", "/en/news/43235" },
	  { "/en/news/", "/news/43235/" } },
	{ "president-by-en",
	  { "/en/events/words-of-a-headline" },
	  { "/en/events", "/be/events/a" } },
	{ "president-by-be", { "/be/events/slovy-zagaloyka" }, { "/be/events", "/en/events/a" } },
	{ "ministers-by-en", { "/en/news/12345" }, { "/en/news/", "/en/contacts" } },
	{ "ministers-by-ru", { "/ru/news/12345" }, { "/ru/news/", "/ru/content/7" } },
};

static bool takes(const struct source *source, const char *href, struct arena *arena)
{
	const char *html = arena_printf(arena,
	                                "<html><body><main><a href=\"%s\">A headline that has "
	                                "words enough to be one</a></main></body></html>",
	                                href);
	const struct article_hints hints = { .url = source->addresses[0] };
	const struct links_selectors selectors = { .items = source->selectors.items };
	struct links_page page;
	struct err err;

	if (links_read(html, strlen(html), &hints, &selectors, arena, &page, &err))
		fail_msg("%s: %s", source->key, err.text);
	return page.count == 1;
}

static void each_list_takes_the_articles_of_its_site_and_nothing_else(void **state)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);

	(void)state;
	for (size_t i = 0; i < COUNT(lists); i++) {
		const struct source *source = config_source(config, lists[i].key);

		assert_non_null(source);
		for (size_t k = 0; k < COUNT(lists[i].articles) && lists[i].articles[k]; k++)
			if (!takes(source, lists[i].articles[k], arena))
				fail_msg("%s: %s is not taken", source->key, lists[i].articles[k]);
		for (size_t k = 0; k < COUNT(lists[i].others) && lists[i].others[k]; k++)
			if (takes(source, lists[i].others[k], arena))
				fail_msg("%s: %s is taken", source->key, lists[i].others[k]);
	}
	arena_free(arena);
}

static void every_list_that_is_shipped_is_tried_here(void **state)
{
	(void)state;
	for (size_t i = 0; i < config->source_count; i++) {
		size_t k = 0;

		if (config->sources[i].kind != SOURCE_KIND_LINKS)
			continue;
		while (k < COUNT(lists) && strcmp(lists[k].key, config->sources[i].key) != 0)
			k++;
		if (k == COUNT(lists))
			fail_msg("%s is not", config->sources[i].key);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_source_that_is_known_is_configured),
		cmocka_unit_test(each_list_takes_the_articles_of_its_site_and_nothing_else),
		cmocka_unit_test(every_list_that_is_shipped_is_tried_here),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
