#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "feed/skeleton.h"

#define LONG "Это текст, который длиннее короткого"
#define RSS(inside) "<rss><channel><title>" inside "</title></channel></rss>"
#define M "\x7F"

struct row {
	const char *text;
	const char *skeleton; /* NULL: it is to be read as it is */
	const char *first;    /* what its first mark stands for */
};

static void check(const struct row *row)
{
	struct skeleton skeleton;
	bool is_made;

	skeleton_init(&skeleton);
	is_made = skeleton_make(&skeleton, row->text, strlen(row->text));
	assert_int_equal(is_made, row->skeleton != NULL);
	if (is_made) {
		assert_string_equal(skeleton.xml.data, row->skeleton);
		assert_int_equal(skeleton.texts[0].len, strlen(row->first));
		assert_memory_equal(skeleton.texts[0].s, row->first, strlen(row->first));
	}
	skeleton_done(&skeleton);
}

static void long_texts_are_taken_out_of_what_may_be_touched(void **state)
{
	static const struct row rows[] = {
		{ RSS(LONG), RSS(M), LONG },
		{ RSS(LONG "&amp;" LONG), RSS(M "&amp;" M), LONG },
		{ RSS("<![CDATA[<b>]] ]> & </b>]]>"), RSS("<![CDATA[" M "]]>"), "<b>]] ]> & </b>" },
		{ RSS("<![CDATA[]]>" LONG), RSS("<![CDATA[]]>" M), LONG },
		{ RSS("<a b='>' c=\"'>\"/>" LONG), RSS("<a b='>' c=\"'>\"/>" M), LONG },
		{ RSS("<!-- < " LONG " -->" LONG), RSS("<!-- < " LONG " -->" M), LONG },
		{ RSS("<!-->" LONG "-->" LONG), RSS("<!-->" LONG "-->" M), LONG },
		{ RSS("<!--->" LONG "-->" LONG), RSS("<!--->" LONG "-->" M), LONG },
		{ RSS("<?x < " LONG " ?>" LONG), RSS("<?x < " LONG " ?>" M), LONG },
		{ RSS("Да \n \t"), NULL, NULL }, /* too short to gain */
		{ RSS("nothing but ASCII, which libxml2 reads at once, however long it is"), NULL,
		  NULL },
		/* mistakes, which the parser is to find where they are */
		{ RSS(LONG "]]>"), NULL, NULL },
		{ RSS(LONG " & " LONG), NULL, NULL },
		{ RSS(LONG "\x01"), NULL, NULL },
		{ RSS("<![CDATA[" LONG "\x01]]>"), NULL, NULL },
		{ RSS("<![CDATA[" LONG), NULL, NULL },
		{ RSS(LONG "\xEF\xBF\xBF"), NULL, NULL },
		{ RSS("<a b='" LONG), NULL, NULL },
		{ RSS("<!-- " LONG), NULL, NULL },
		/* XML changes what is printed */
		{ RSS(LONG "\r\n"), NULL, NULL },
		{ "<!DOCTYPE rss>" RSS(LONG), NULL, NULL },
		/* what might be taken for a mark */
		{ RSS(LONG M), NULL, NULL },
		{ RSS(LONG "&#127;"), NULL, NULL },
		{ RSS(LONG "&#x7F;"), NULL, NULL },
		{ RSS(LONG "&#x007f;"), NULL, NULL },
		{ RSS(LONG "&#0127;"), NULL, NULL },
		{ RSS(LONG "&#x07f;"), NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check(&rows[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_texts_are_taken_out_of_what_may_be_touched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
