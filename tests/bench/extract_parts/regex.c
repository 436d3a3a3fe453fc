#include "floors.h"

#ifdef HAVE_LIBPCRE2_8

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

struct regex {
	pcre2_code *code;
	pcre2_match_data *match;
};

struct regex *regex_new(const char *pattern)
{
	struct regex *regex = mem_alloc(sizeof(*regex));
	PCRE2_SIZE offset;
	int error;

	regex->code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
	                            PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS, &error, &offset, NULL);
	if (!regex->code || pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE) != 0) {
		fprintf(stderr, "extract: PCRE2 refuses the phrases, at %zu: %.60s\n",
		        (size_t)offset, regex->code ? "" : pattern + offset);
		exit(1);
	}
	regex->match = pcre2_match_data_create_from_pattern(regex->code, NULL);
	return regex;
}

size_t regex_count(const struct regex *regex, const char *text, size_t len)
{
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(regex->match);
	size_t found = 0;

	for (PCRE2_SIZE at = 0; pcre2_match(regex->code, (PCRE2_SPTR)text, len, at,
	                                    PCRE2_NO_UTF_CHECK, regex->match, NULL) > 0;
	     at = ends[1])
		found++;
	return found;
}

void regex_free(struct regex *regex)
{
	if (!regex)
		return;
	pcre2_match_data_free(regex->match);
	pcre2_code_free(regex->code);
	free(regex);
}

#else

struct regex *regex_new(const char *pattern)
{
	(void)pattern;
	return NULL;
}

size_t regex_count(const struct regex *regex, const char *text, size_t len)
{
	(void)regex, (void)text, (void)len;
	return 0;
}

void regex_free(struct regex *regex)
{
	(void)regex;
}

#endif
