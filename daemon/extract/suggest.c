#include "extract/extract.h"
#include "hints.h"
#include "languages.h"

bool extract_suggests(const struct lexicon *lexicon, const char *language, const char *text,
                      size_t len)
{
	const struct language *only = lexicon_language(lexicon, language);
	for (size_t l = 0; l < lexicon->language_count; l++) {
		const struct language *each = &lexicon->languages[l];
		if (only && only != each)
			continue;
		if (hints_may_suffice(each->hints, text, len) &&
		    hints_are_enough(hints_find(each->hints, text, len)))
			return true;
	}
	return false;
}
