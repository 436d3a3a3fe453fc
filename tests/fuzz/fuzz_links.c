/* Any bytes as a page that is read by selectors: of a list, and of an article. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "article/links.h"
#include "base/limits.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *text)
{
	if (text && !utf8_is_valid(text, strlen(text)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct article_hints hints = {
		.url = "https://example.org/news/",
		.selectors = { .text = "//div | //p | //a/@href",
		               .title = "//h1",
		               .date = "//time",
		               .author = "string(//b[1])" },
	};
	static const struct links_selectors selectors = { .items = "//li | //a[@href]",
		                                          .date = ".//time",
		                                          .summary = "./p/text()" };
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	const char *bytes = (const char *)data;
	struct article_page page;
	struct links_page links;
	struct err err;

	if (links_read(bytes, size, &hints, &selectors, arena, &links, &err) == 0)
		for (size_t i = 0; i < links.count; i++) {
			check(links.items[i].link);
			check(links.items[i].title);
			check(links.items[i].summary);
		}
	if (article_read_page(bytes, size, &hints, arena, &page, &err) == 0)
		check(page.text);
	arena_free(arena);
	return 0;
}
