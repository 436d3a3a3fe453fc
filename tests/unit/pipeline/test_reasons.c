/* Reasons that integrad gives itself are told in the language of the message. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "alert/message.h"
#include "alert/title.h"
#include "base/mem.h"
#include "fetch/outcome.h"
#include "reader/harvest.h"

#define LOGGED "the words of the log"

static void assert_russian(const char *name)
{
	struct arena *arena = arena_new(1 << 20);
	char *json = mem_printf("{\"change\": \"source-down\", \"severity\": \"warning\","
	                        " \"recorded\": \"2023-04-05T10:00:00Z\", \"source\": \"s\","
	                        " \"failure\": \"%s\", \"why\": \"" LOGGED "\"}",
	                        name);
	struct alert_fact fact;
	struct err err;

	assert_int_equal(alert_fact_read(json, 1, arena, &fact, &err), 0);
	if (strstr(alert_title(&fact, ALERT_RU, arena), LOGGED))
		fail_msg("%s has no Russian words", name);
	free(json);
	arena_free(arena);
}

static void every_failure_of_a_source_has_russian_words(void **state)
{
	(void)state;
	for (int i = 0; i <= FETCH_LOCAL; i++)
		if (!fetch_outcome_is_success((enum fetch_outcome)i) && i != FETCH_NOT_MODIFIED)
			assert_russian(fetch_outcome_name((enum fetch_outcome)i));
	for (int i = READER_OK + 1; i <= READER_FORBIDDEN; i++)
		assert_russian(reader_failure_name((enum reader_failure)i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_failure_of_a_source_has_russian_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
