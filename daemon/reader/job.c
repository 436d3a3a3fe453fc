#include "reader/job.h"

enum reader_kind reader_kind_of(enum source_kind kind)
{
	switch (kind) {
	case SOURCE_KIND_FEED:
		return READER_FEED;
	case SOURCE_KIND_LINKS:
		return READER_LINKS;
	case SOURCE_KIND_PAGE:
		return READER_WATCH;
	}
	return READER_FEED;
}

const char *reader_kind_name(enum reader_kind kind)
{
	static const char *const names[] = {
		[READER_FEED] = "feed",   [READER_PAGE] = "page",   [READER_TEXT] = "text",
		[READER_LINKS] = "links", [READER_WATCH] = "watch",
	};

	return names[kind];
}
