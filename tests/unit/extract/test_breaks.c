/* Sentences end where ICU's root rules say that they do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/limits.h"
#include "base/mem.h"
#include "extract/breaks.h"

/* Characters of every property, and what is broken. */
static const char *const PIECES[] = {
	".",
	".",
	"!",
	"?",
	"a",
	"ж",
	"A",
	"Ж",
	"ª",
	"א",
	"中",
	"5",
	"٣",
	",",
	";",
	":",
	"-",
	"–",
	"(",
	")",
	"\"",
	"»",
	"’",
	"[",
	" ",
	" ",
	"\xC2\xA0",
	"\t",
	"\n",
	"\r",
	"\r\n",
	"\xE2\x80\xA9",
	"\xCC\x81",
	"\xC2\xAD",
	"\xE2\x80\x8B",
	"\xE2\x80\xA6",
	"\xE2\x80\xA4",
	"\xEF\xBC\x8E",
	"。",
	"؟",
	"%",
	"$",
	"\xFF",
	"\xD0",
	"\xC2\x85",
	"\xE2\x80\xA8",
	"word",
	"Слово",
};

static unsigned next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*state >> 33);
}

static void compare(const struct fold_table *fold, UBreakIterator *breaks, const char *text)
{
	UErrorCode status = U_ZERO_ERROR;
	UText utext = UTEXT_INITIALIZER;
	size_t len = strlen(text), at = 0;
	utext_openUTF8(&utext, text, (int64_t)len, &status);
	ubrk_setUText(breaks, &utext, &status);
	assert_true(U_SUCCESS(status));
	for (int32_t to; (to = ubrk_next(breaks)) != UBRK_DONE;) {
		at = break_next(fold, text, len, at);
		if (at != (size_t)to)
			fail_msg("\"%s\": ICU breaks at %d, we at %zu", text, to, at);
	}
	assert_int_equal(at, len);
	utext_close(&utext);
}

static void sentences_end_where_icu_ends_them(void **state)
{
	(void)state;
	UErrorCode status = U_ZERO_ERROR;
	UBreakIterator *breaks = ubrk_open(UBRK_SENTENCE, "", NULL, 0, &status);
	struct arena *arena = arena_new(MIB);
	struct fold_table fold = { .count = 0 };
	uint64_t random = 1;
	assert_true(U_SUCCESS(status));
	letters_prepare(arena, &fold);
	for (int n = 0; n < 200000; n++) {
		char text[128] = "";
		unsigned pieces = 1 + next_random(&random) % 12;
		for (unsigned i = 0; i < pieces; i++)
			strcat(text, PIECES[next_random(&random) % COUNT(PIECES)]);
		compare(&fold, breaks, text);
	}
	ubrk_close(breaks);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_end_where_icu_ends_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
