/* Any bytes as a text: an answer whose quotes lie in it, or a limit; never a crash. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "config/config.h"
#include "extract/extract.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The lexicons of the source tree, read once; the fuzzer runs in its root. */
static const struct lexicon *lexicon_once(void)
{
	static struct config *config;
	if (!config) {
		struct tree_mistakes mistakes = { .arena = arena_new(MIB) };
		config = config_load_language("config/integrad.yaml", &mistakes);
		if (!config)
			abort();
		arena_free(mistakes.arena);
	}
	return config->lexicon;
}

static void check(const struct extract_input *input, const struct extract_result *result)
{
	for (size_t i = 0; i < result->claim_count; i++) {
		const struct claim *claim = &result->claims[i];
		const char *whole = claim->in_title ? input->title : input->text;
		if (claim->offset + (size_t)claim->length > strlen(whole) ||
		    memcmp(whole + claim->offset, claim->quote, claim->length) != 0)
			abort();
	}
	for (size_t i = 0; i < result->number_count; i++) {
		if (!result->numbers[i].claim == !result->numbers[i].reason)
			abort();
	}
}

/* What the first pass lets go has no claim. */
static void check_first_pass(struct extract_input input, const struct extract_result *result)
{
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct extract_result all;
	struct err err;
	input.reads_all = true;
	if (!result->is_candidate &&
	    extract_claims(lexicon_once(), &input, EXTRACT_THRESHOLD_PERMILLE, arena, &all, &err) ==
	            0 &&
	    all.claim_count > 0)
		abort();
	arena_free(arena);
}

/* The first byte chooses the language; the first line of the rest is the title. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const languages[] = { "en", "ru", "be", NULL };
	struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	struct extract_result result;
	struct err err = { .kind = ERR_NONE };
	char *text = mem_strndup((const char *)data + (size > 0), size ? size - 1 : 0);
	char *newline = strchr(text, '\n');
	struct extract_input input = { .language = languages[size ? data[0] % 4 : 0],
		                       .published = date_day(2023, 4, 20),
		                       .title = newline ? text : "",
		                       .text = newline ? newline + 1 : text };
	if (newline)
		*newline = '\0';
	if (!extract_claims(lexicon_once(), &input, EXTRACT_THRESHOLD_PERMILLE, arena, &result,
	                    &err)) {
		check(&input, &result);
		check_first_pass(input, &result);
	} else if (err.kind == ERR_NONE)
		abort();
	MEM_FREE(text);
	arena_free(arena);
	return 0;
}
