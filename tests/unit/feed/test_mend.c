#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "feed/mend.h"

struct row {
	const char *broken, *mended;
	bool is_repair; /* false: the text was sound, and no reason is given */
};

static void expect(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *reason;
		bool ends_early;
		struct buf out;

		buf_init(&out, MIB);
		assert_int_equal(mend_xml(rows[i].broken, strlen(rows[i].broken), &out, &reason,
		                          &ends_early),
		                 0);
		if (strcmp(out.data ? out.data : "", rows[i].mended) != 0 ||
		    (reason != NULL) != rows[i].is_repair)
			fail_msg("%s\ngives\n%s\nsince %s", rows[i].broken,
			         out.data ? out.data : "", reason ? reason : "-");
		buf_done(&out);
	}
}

static void characters_that_should_have_been_escaped_are(void **state)
{
	static const struct row rows[] = {
		{ "<a>R&D &amp; b</a>", "<a>R&amp;D &amp; b</a>", true },
		{ "<a>&nbsp;&mdash;</a>", "<a>\xC2\xA0—</a>", true },
		{ "<a>&#150;&#x41;</a>", "<a>–A</a>", false },
		{ "<a>&#0;&#1114112;</a>", "<a>\xEF\xBF\xBD</a>", true },
		{ "<a>5 < 7</a>", "<a>5 &lt; 7</a>", true },
		{ "<a>x\x01y</a>", "<a>xy</a>", true },
		{ "<a b='1&c=2'/>", "<a b=\"1&amp;c=2\"/>", true },
		{ "<a b='&quot;'/>", "<a b=\"&quot;\"/>", false },
		{ "<a>]]></a>", "<a>]]&gt;</a>", false },
	};

	(void)state;
	expect(rows, COUNT(rows));
}

static void tags_are_closed_where_a_person_would_close_them(void **state)
{
	static const struct row rows[] = {
		{ "<rss><item><title>A<link>l</link></item></rss>",
		  "<rss><item><title>A</title><link>l</link></item></rss>", true },
		{ "<rss><item><title>A</title><item><title>B</title></item></rss>",
		  "<rss><item><title>A</title></item><item><title>B</title></item></rss>", true },
		{ "<rss><item><title>A</titel></item></rss>",
		  "<rss><item><title>A</title></item></rss>", true },
		{ "<rss><item><description>a<br>b<p>c</description></item></rss>",
		  "<rss><item><description>a<br/>b<p>c</p></description></item></rss>", true },
		{ "<rss><item><description>a</p></div>b</description></item></rss>",
		  "<rss><item><description>ab</description></item></rss>", true },
		{ "<rss><title>A</TITLE></rss>", "<rss><title>A</title></rss>", false },
		{ "<rss><item><title>A", "<rss><item><title>A</title></item></rss>", true },
		{ "<rss></rss><rss>", "<rss></rss>", true },
		{ "<rss><item><title>A</title></rss>", "<rss><item><title>A</title></item></rss>",
		  true },
	};

	(void)state;
	expect(rows, COUNT(rows));
}

static void attributes_get_their_quotes_and_are_given_once(void **state)
{
	static const struct row rows[] = {
		{ "<a b=c d/>", "<a b=\"c\" d=\"d\"/>", true },
		{ "<a b='1' b='2'/>", "<a b=\"1\"/>", true },
		{ "<a = b='1'/>", "<a b=\"1\"/>", true },
		{ "<a b=\"<\"/>", "<a b=\"&lt;\"/>", false },
	};

	(void)state;
	expect(rows, COUNT(rows));
}

static void what_is_no_element_is_left_out(void **state)
{
	static const struct row rows[] = {
		{ "<?xml version='1.0'?><!-- c --><a/>", "<a/>", false },
		{ "<!DOCTYPE a [<!ENTITY x 'text'>]><a>&x;</a>", "<a>text</a>", false },
		{ "<!DOCTYPE a [<!ENTITY x '&y;&y;'>]><a>&x;</a>", "<a>&amp;x;</a>", true },
		{ "<!DOCTYPE a SYSTEM 'x.dtd'><a/>", "<a/>", false },
		{ "<a><![CDATA[<b>&</b>]]></a>", "<a>&lt;b&gt;&amp;&lt;/b&gt;</a>", false },
		{ "<a><![CDATA[x</a>", "<a>x</a>", true },
		{ "<a>x<!-- y</a>", "<a>x</a>", true },
		{ "junk", "", false },
		{ "", "", false },
	};

	(void)state;
	expect(rows, COUNT(rows));
}

static void what_outgrows_the_buffer_is_refused(void **state)
{
	const char *reason;
	bool ends_early;
	struct buf out;

	(void)state;
	buf_init(&out, 8);
	assert_int_equal(mend_xml("<a>&&&&&&&&</a>", 15, &out, &reason, &ends_early), -1);
	buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters_that_should_have_been_escaped_are),
		cmocka_unit_test(tags_are_closed_where_a_person_would_close_them),
		cmocka_unit_test(attributes_get_their_quotes_and_are_given_once),
		cmocka_unit_test(what_is_no_element_is_left_out),
		cmocka_unit_test(what_outgrows_the_buffer_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
