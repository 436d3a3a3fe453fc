#include "base/fold.h"

#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/mem.h"
#include "base/utf8.h"

#define GRAVE 0x0300
#define ACUTE 0x0301
#define SMALL_IE 0x0435
#define SMALL_IO 0x0451

/* ICU grows a text at most so much when it folds one unit (U+FDFA is 18). */
#define GROWS_MAX 18

/* Cyrillic has no letters with these accents that Unicode composes but й's kin, which stay. */
static int32_t drop_stress(UChar *text, int32_t len)
{
	int32_t kept = 0;

	for (int32_t i = 0; i < len; i++) {
		if (text[i] == GRAVE || text[i] == ACUTE)
			continue;
		text[kept++] = text[i] == SMALL_IO ? SMALL_IE : text[i];
	}
	return kept;
}

static UChar *normalise(const UChar *wide, int32_t wide_len, int32_t *ret_len)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&status);
	int32_t cap = wide_len + wide_len / 4 + GROWS_MAX;
	UChar *folded = mem_array((size_t)cap, sizeof(*folded));
	int32_t len = unorm2_normalize(nfkc, wide, wide_len, folded, cap, &status);

	if (status == U_BUFFER_OVERFLOW_ERROR) {
		status = U_ZERO_ERROR;
		cap = len + 1;
		free(folded);
		folded = mem_array((size_t)cap, sizeof(*folded));
		len = unorm2_normalize(nfkc, wide, wide_len, folded, cap, &status);
	}
	*ret_len = U_SUCCESS(status) ? len : 0;
	return folded;
}

char *fold_text(const char *text, size_t len)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar *wide = mem_array(len + 1, sizeof(*wide)), *folded;
	int32_t wide_len = 0, folded_len, narrow_len = 0;
	char *narrow;

	u_strFromUTF8WithSub(wide, (int32_t)len + 1, &wide_len, text, (int32_t)len,
	                     (UChar32)UTF8_REPLACEMENT, NULL, &status);
	folded = normalise(wide, U_SUCCESS(status) ? wide_len : 0, &folded_len);
	free(wide);
	folded_len = drop_stress(folded, folded_len);
	narrow = mem_alloc((size_t)folded_len * 3 + 1);
	status = U_ZERO_ERROR;
	u_strToUTF8(narrow, folded_len * 3 + 1, &narrow_len, folded, folded_len, &status);
	narrow[U_SUCCESS(status) ? narrow_len : 0] = '\0';
	free(folded);
	return narrow;
}
