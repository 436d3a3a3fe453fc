#include "reader/job.h"

const char *reader_kind_name(enum reader_kind kind)
{
	static const char *const names[] = {
		[READER_FEED] = "feed",
		[READER_PAGE] = "page",
		[READER_TEXT] = "text",
	};

	return names[kind];
}
