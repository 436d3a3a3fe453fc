#include "extract/extract.h"

bool extract_suggests(const struct lexicon *lexicon, const char *language, const char *text,
                      size_t len)
{
	(void)lexicon, (void)language, (void)text;
	return len > 0;
}
