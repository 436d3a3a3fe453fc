/* Messages in the form of their sinks: signatures, mails, templates, presets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "alert/parcel.h"
#include "alert/sign.h"
#include "base/base64.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"

#define NOW 1614265330

static struct alert_parcel make(const struct alert_sink *sink, const json_t *message,
                                struct arena *arena)
{
	char *text = json_dumps(message, 0);
	struct alert_parcel parcel;
	struct err err;

	assert_int_equal(alert_parcel_make(sink, text, NOW, arena, &parcel, &err), 0);
	assert_int_equal(parcel.len, strlen(parcel.body));
	free(text);
	return parcel;
}

static json_t *message_of(const char *title, const char *text)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "id", "msg_1",
	                 "time", "2023-04-05T10:00:00Z", "language", "ru", "kind", "rise",
	                 "severity", "warning", "series", "a/b", "topic", "a/b", "title", title,
	                 "text", text, "html", "<p>x</p>", "link", "https://news.example/1");
}

static const char *header_of(const struct alert_parcel *parcel, const char *name)
{
	for (size_t i = 0; i < parcel->header_count; i++)
		if (strncmp(parcel->headers[i], name, strlen(name)) == 0)
			return parcel->headers[i] + strlen(name) + 2;
	return NULL;
}

/* --- signing */

/* The test vector of the reference libraries of Standard Webhooks (standardwebhooks.com). */
static void a_signature_is_that_of_the_public_test_vector(void **state)
{
	struct arena *arena = arena_new(MIB);

	(void)state;
	assert_string_equal(alert_signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
	                                    "msg_p5jXN8AQM9LWM0D4loKWxJek", NOW,
	                                    "{\"test\": 2432232314}", arena),
	                    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
	arena_free(arena);
}

static void a_secret_has_24_to_64_bytes_in_base64(void **state)
{
	static const struct {
		size_t bytes;
		bool is_sound;
	} cases[] = { { 0, false }, { 23, false }, { 24, true },  { 32, true },
		      { 64, true }, { 65, false }, { 200, false } };
	static const char *const wrong[] = { "",
		                             "whsec_",
		                             "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
		                             "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
		                             "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-w",
		                             "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" };
	struct arena *arena = arena_new(MIB);
	unsigned char key[256] = { 7 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *text = base64_encode(key, cases[i].bytes);

		assert_int_equal(alert_secret_is_sound(arena_printf(arena, "whsec_%s", text)),
		                 cases[i].is_sound);
		free(text);
	}
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(alert_secret_is_sound(wrong[i]));
	arena_free(arena);
}

static void what_is_signed_is_what_is_sent(void **state)
{
	const struct alert_sink sink = { .kind = ALERT_WEBHOOK,
		                         .address = "https://example.org/",
		                         .secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" };
	struct arena *arena = arena_new(MIB);
	json_t *message = message_of("Рост", "80%");
	struct alert_parcel parcel = make(&sink, message, arena);

	(void)state;
	assert_string_equal(header_of(&parcel, "webhook-id"), "msg_1");
	assert_string_equal(header_of(&parcel, "webhook-timestamp"), "1614265330");
	assert_string_equal(header_of(&parcel, "webhook-signature"),
	                    alert_signature(sink.secret, "msg_1", NOW, parcel.body, arena));
	json_decref(message);
	arena_free(arena);
}

static void without_a_secret_nothing_is_signed(void **state)
{
	const struct alert_sink sink = { .kind = ALERT_WEBHOOK, .address = "https://example.org/" };
	struct arena *arena = arena_new(MIB);
	json_t *message = message_of("Rise", "80%");
	struct alert_parcel parcel = make(&sink, message, arena);

	(void)state;
	assert_null(header_of(&parcel, "webhook-signature"));
	assert_string_equal(header_of(&parcel, "webhook-id"), "msg_1");
	json_decref(message);
	arena_free(arena);
}

/* --- mail */

static const char *mail_of(const char *title, const char *text, struct arena *arena)
{
	static const char *to[] = { "desk@example.org", "editor@example.org" };
	const struct alert_sink sink = { .kind = ALERT_SMTP,
		                         .server = "mail.example.org",
		                         .from = "integrad@example.net",
		                         .to = to,
		                         .to_count = 2 };
	json_t *message = message_of(title, text);
	struct alert_parcel parcel = make(&sink, message, arena);

	json_decref(message);
	assert_null(parcel.method);
	return parcel.body;
}

static const char *between(const char *text, const char *from, const char *to, struct arena *arena)
{
	const char *begin = strstr(text, from), *end;

	assert_non_null(begin);
	begin += strlen(from);
	end = strstr(begin, to);
	assert_non_null(end);
	return arena_strndup(arena, begin, (size_t)(end - begin));
}

/* The words of a subject, each decoded by itself, as RFC 2047 §6.2 has it. */
static const char *decode_subject(const char *mail, struct arena *arena)
{
	const char *at = strstr(mail, "\r\nSubject: ");
	const char *result = "";

	assert_non_null(at);
	at += strlen("\r\nSubject: ");
	while (strncmp(at, "=?UTF-8?B?", 10) == 0) {
		const char *end = strstr(at, "?=");
		unsigned char bytes[80];
		size_t len;

		assert_non_null(end);
		assert_true(end + 2 - at <= 75);
		assert_true(base64_decode(arena_strndup(arena, at + 10, (size_t)(end - at - 10)),
		                          bytes, sizeof(bytes), &len));
		assert_true(utf8_is_valid((const char *)bytes, len));
		result = arena_printf(arena, "%s%.*s", result, (int)len, (const char *)bytes);
		assert_true(strncmp(end + 2, "\r\n", 2) == 0);
		at = end + 4;
		if (*at != ' ')
			break;
		at++;
	}
	return result;
}

static void a_subject_of_any_length_is_folded_between_characters(void **state)
{
	struct arena *arena = arena_new(16 * MIB);
	char title[400] = "";

	(void)state;
	for (int i = 0; i < 120; i++) {
		/* one, two, three and four bytes, so that each offset is met */
		strcat(title, i % 7 == 0 ? "x" : i % 5 == 0 ? "–" : i % 11 == 0 ? "🡒" : "Ж");
		assert_string_equal(
			decode_subject(mail_of(arena_strdup(arena, title), "t", arena), arena),
			i == 0 ? "" : title);
	}
	arena_free(arena);
}

static void a_short_plain_subject_stays_as_it_is(void **state)
{
	struct arena *arena = arena_new(MIB);

	(void)state;
	assert_non_null(strstr(mail_of("Union State: 80%, up from 70%", "t", arena),
	                       "\r\nSubject: Union State: 80%, up from 70%\r\n"));
	arena_free(arena);
}

/* A title has texts of strangers in it: a line break in one must not make a header. */
static void no_title_makes_a_header(void **state)
{
	struct arena *arena = arena_new(MIB);
	const char *mail = mail_of("80%\r\nBcc: all@example.org", "t", arena);

	(void)state;
	assert_null(strstr(mail, "\nBcc:"));
	assert_string_equal(decode_subject(mail, arena), "80%\r\nBcc: all@example.org");
	arena_free(arena);
}

static void every_line_of_a_mail_ends_with_crlf_and_is_short(void **state)
{
	struct arena *arena = arena_new(4 * MIB);
	char text[4000];
	const char *mail, *line;

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	mail = mail_of("Выполнено около 80% мероприятий, было около 70%, говорит министр", text,
	               arena);
	for (line = mail; *line;) {
		const char *end = strchr(line, '\n');

		assert_non_null(end);
		assert_true(end > line && end[-1] == '\r');
		assert_true(end - line <= 79);
		for (const char *at = line; at < end; at++)
			assert_true((unsigned char)*at < 0x80);
		line = end + 1;
	}
	arena_free(arena);
}

static const char *part_of(const char *mail, const char *type, struct arena *arena)
{
	const char *head = arena_printf(arena,
	                                "Content-Type: %s; charset=utf-8\r\n"
	                                "Content-Transfer-Encoding: base64\r\n\r\n",
	                                type);
	const char *body = between(mail, head, "--=_", arena);
	char *plain = arena_alloc(arena, strlen(body) + 1);
	unsigned char *bytes = arena_alloc(arena, strlen(body) + 1);
	size_t kept = 0, len;

	for (; *body; body++)
		if (*body != '\r' && *body != '\n')
			plain[kept++] = *body;
	assert_true(base64_decode(plain, bytes, kept + 1, &len));
	bytes[len] = '\0';
	return (const char *)bytes;
}

static void a_mail_has_a_plain_and_an_html_part_that_say_the_same(void **state)
{
	struct arena *arena = arena_new(MIB);
	const char *mail = mail_of("Рост", "Сейчас: 80%\n", arena);

	(void)state;
	assert_string_equal(part_of(mail, "text/plain", arena), "Рост\n\nСейчас: 80%\n");
	assert_non_null(strstr(part_of(mail, "text/html", arena), "<html lang=\"ru\">"));
	assert_non_null(strstr(part_of(mail, "text/html", arena), "<p>x</p>"));
	assert_non_null(strstr(mail, "MIME-Version: 1.0\r\n"));
	assert_non_null(
		strstr(mail, "Content-Type: multipart/alternative;\r\n boundary=\"=_msg_1\"\r\n"));
	assert_string_equal(mail + strlen(mail) - strlen("--=_msg_1--\r\n"), "--=_msg_1--\r\n");
	arena_free(arena);
}

static void a_mail_names_its_day_its_receivers_and_its_story(void **state)
{
	struct arena *arena = arena_new(MIB);
	const char *mail = mail_of("Rise", "t", arena);
	const char *story = between(mail, "References: ", "\r\n", arena);

	(void)state;
	assert_non_null(strstr(mail, "Date: Wed, 5 Apr 2023 10:00:00 +0000\r\n"));
	assert_non_null(strstr(mail, "To: desk@example.org,\r\n editor@example.org\r\n"));
	assert_non_null(strstr(mail, "Message-ID: <msg_1@example.net>\r\n"));
	assert_non_null(strstr(mail, "Auto-Submitted: auto-generated\r\n"));
	assert_string_equal(between(mail, "In-Reply-To: ", "\r\n", arena), story);
	assert_int_equal(strncmp(story, "<story.", 7), 0);
	arena_free(arena);
}

/* --- other bodies */

static void a_template_keeps_strangers_inside_their_quotes(void **state)
{
	const struct alert_sink sink = { .kind = ALERT_WEBHOOK,
		                         .address = "https://example.org/",
		                         .template = "{\"t\": \"{title}\", \"m\": {message}, "
		                                     "\"k\": {\"as\": \"{nothing}\"}}",
		                         .content_type = "application/json" };
	struct arena *arena = arena_new(MIB);
	json_t *message = message_of("a \"quote\" \\ and\na line {text}", "inner"), *body;
	struct alert_parcel parcel = make(&sink, message, arena);

	(void)state;
	body = json_loads(parcel.body, 0, NULL);
	if (!body)
		fail_msg("%s", parcel.body);
	assert_string_equal(json_string_value(json_object_get(body, "t")),
	                    "a \"quote\" \\ and\na line {text}");
	assert_true(json_equal(json_object_get(body, "m"), message));
	assert_string_equal(header_of(&parcel, "Content-Type"), "application/json");
	json_decref(body);
	json_decref(message);
	arena_free(arena);
}

static void a_template_of_another_type_writes_its_values_so(void **state)
{
	static const struct {
		const char *type;
		const char *body;
	} cases[] = { { "application/x-www-form-urlencoded", "m=a%20%26%20b%3D%22c%22" },
		      { "text/plain; charset=utf-8", "m=a & b=\"c\"" },
		      { "application/vnd.example+json", "m=a & b=\\\"c\\\"" } };
	struct arena *arena = arena_new(MIB);
	json_t *message = message_of("a & b=\"c\"", "t");

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct alert_sink sink = { .kind = ALERT_WEBHOOK,
			                         .address = "https://example.org/",
			                         .template = "m={title}",
			                         .content_type = cases[i].type };

		assert_string_equal(make(&sink, message, arena).body, cases[i].body);
	}
	json_decref(message);
	arena_free(arena);
}

static void telegram_gets_no_more_than_it_takes(void **state)
{
	const struct alert_sink sink = { .kind = ALERT_TELEGRAM, .token = "1:a", .room = "-1" };
	struct arena *arena = arena_new(4 * MIB);
	char *text = arena_alloc(arena, 20001);
	json_t *message, *body;
	struct alert_parcel parcel;
	const char *sent;

	(void)state;
	for (size_t i = 0; i < 20000; i += 2)
		memcpy(text + i, "Ж", 2);
	message = message_of("x", text);
	parcel = make(&sink, message, arena);
	body = json_loads(parcel.body, 0, NULL);
	sent = json_string_value(json_object_get(body, "text"));
	assert_string_equal(parcel.address, "https://api.telegram.org/bot1:a/sendMessage");
	assert_true(utf8_is_valid(sent, strlen(sent)));
	assert_in_range(strlen(sent), 3900, 4096);
	json_decref(body);
	json_decref(message);
	arena_free(arena);
}

/* What an article says may call nobody, and lead nowhere. */
static void mattermost_reads_no_marks_in_what_is_quoted(void **state)
{
	static const struct {
		const char *text, *sent;
	} table[] = {
		{ "80%, he said", "80%, he said" },
		{ "\u201cdone, @channel @all\u201d",
		  "\u201cdone, @\u200bchannel @\u200ball\u201d" },
		{ "<!channel> hello", "<\u200b!channel> hello" },
		{ "[click](https://bad.example/a_b)", "\\[click\\](https://bad.example/a_b)" },
		{ "*a* _b_ `c` ~d~ #e |f\\", "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\#e \\|f\\\\" },
		{ "see https://news.example/a_b*c\nhttp://x.example/#y",
		  "see https://news.example/a_b*c\nhttp://x.example/#y" },
	};
	const struct alert_sink sink = { .kind = ALERT_MATTERMOST,
		                         .address = "https://h.example/" };
	struct arena *arena = arena_new(MIB);

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		json_t *message = message_of("A @here", table[i].text), *body;
		struct alert_parcel parcel = make(&sink, message, arena);

		body = json_loads(parcel.body, 0, NULL);
		assert_string_equal(json_string_value(json_object_get(body, "text")),
		                    arena_printf(arena, "**A @\u200bhere**\n\n%s", table[i].sent));
		json_decref(body);
		json_decref(message);
	}
	arena_free(arena);
}

static void what_is_no_message_is_refused(void **state)
{
	static const char *const texts[] = { "", "[]", "7", "{", "\"x\"" };
	const struct alert_sink sink = { .kind = ALERT_WEBHOOK, .address = "https://example.org/" };
	struct arena *arena = arena_new(MIB);
	struct alert_parcel parcel;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		assert_int_equal(alert_parcel_make(&sink, texts[i], NOW, arena, &parcel, &err), -1);
		assert_int_equal(err.kind, ERR_INPUT);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signature_is_that_of_the_public_test_vector),
		cmocka_unit_test(a_secret_has_24_to_64_bytes_in_base64),
		cmocka_unit_test(what_is_signed_is_what_is_sent),
		cmocka_unit_test(without_a_secret_nothing_is_signed),
		cmocka_unit_test(a_subject_of_any_length_is_folded_between_characters),
		cmocka_unit_test(a_short_plain_subject_stays_as_it_is),
		cmocka_unit_test(no_title_makes_a_header),
		cmocka_unit_test(every_line_of_a_mail_ends_with_crlf_and_is_short),
		cmocka_unit_test(a_mail_has_a_plain_and_an_html_part_that_say_the_same),
		cmocka_unit_test(a_mail_names_its_day_its_receivers_and_its_story),
		cmocka_unit_test(a_template_keeps_strangers_inside_their_quotes),
		cmocka_unit_test(a_template_of_another_type_writes_its_values_so),
		cmocka_unit_test(telegram_gets_no_more_than_it_takes),
		cmocka_unit_test(mattermost_reads_no_marks_in_what_is_quoted),
		cmocka_unit_test(what_is_no_message_is_refused),
	};

	return cmocka_run_group_tests_name("parcel", tests, NULL, NULL);
}
