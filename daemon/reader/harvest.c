#include "reader/harvest.h"

const char *reader_failure_name(enum reader_failure failure)
{
	static const char *const names[] = {
		[READER_OK] = "ok",
		[READER_NOT_A_FEED] = "not-a-feed",
		[READER_EMPTY_FEED] = "empty-feed",
		[READER_CHALLENGE_PAGE] = "challenge-page",
		[READER_CONSENT_PAGE] = "consent-page",
		[READER_NO_TEXT] = "no-text",
		[READER_TOO_LARGE] = "too-large",
		[READER_CRASH] = "reader-crash",
		[READER_TIMEOUT] = "reader-timeout",
		[READER_CPU] = "reader-cpu",
		[READER_MEMORY] = "reader-memory",
		[READER_FORBIDDEN] = "reader-forbidden",
	};

	return names[failure];
}
