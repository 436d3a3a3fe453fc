/* Any bytes as a page and as a fragment of HTML: valid UTF-8 comes out, whatever went in. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "article/article.h"
#include "base/limits.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct article_hints hints = { .url = "https://example.org/2023/04/05/page" };
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	const char *bytes = (const char *)data;
	uint32_t hashes[ARTICLE_MINHASHES];
	struct article_page page;
	struct err err;

	if (article_read_page(bytes, size, &hints, arena, &page, &err) == 0) {
		if (!utf8_is_valid(page.text, strlen(page.text)))
			abort();
		article_fingerprint(page.text, strlen(page.text), hashes);
	}
	if (utf8_is_valid(bytes, size)) {
		const char *text = article_html_to_text(bytes, size, arena);

		if (!utf8_is_valid(text, strlen(text)))
			abort();
	}
	arena_free(arena);
	return 0;
}
