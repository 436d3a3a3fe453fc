#include "mail.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/date.h"

#define MAIL_BYTES (4 * MIB)
#define LINE_BYTES 76    /* of base64 (RFC 2045 §6.8) */
#define WORD_BYTES 42    /* of UTF-8 in one encoded word, whose bound is 75 (RFC 2047 §2) */
#define THREAD_DIGITS 32 /* of a hash: so long an id is unique */

static const char *text_of(const json_t *message, const char *name)
{
	const char *text = json_string_value(json_object_get(message, name));

	return text ? text : "";
}

/* The bound is far over what messages have. */
static void put(struct buf *out, const char *text)
{
	if (buf_puts(out, text))
		return;
}

static void put_base64(struct buf *out, const char *text)
{
	char *all = base64_encode(text, strlen(text));

	for (const char *at = all; *at; at += strnlen(at, LINE_BYTES))
		if (buf_printf(out, "%.*s\r\n", LINE_BYTES, at))
			break;
	free(all);
}

static bool is_plain(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || (unsigned char)*text > '~')
			return false;
	return true;
}

/* So many bytes that no character is cut. */
static size_t word_len(const char *text)
{
	size_t len = strnlen(text, WORD_BYTES);

	while (text[len] && len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	return len;
}

/* RFC 2047: any text as words of base64, folded between them. */
static void put_subject(struct buf *out, const char *text)
{
	bool is_first = true;

	put(out, "Subject: ");
	if (is_plain(text) && strlen(text) < 60) {
		put(out, text);
		put(out, "\r\n");
		return;
	}
	while (*text) {
		size_t len = word_len(text);
		char *word = base64_encode(text, len);

		if (buf_printf(out, "%s=?UTF-8?B?%s?=\r\n", is_first ? "" : " ", word))
			len = strlen(text);
		free(word);
		text += len;
		is_first = false;
	}
}

static const char *date_of(const char *time, struct arena *arena)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int64_t s = 0;
	struct date day;

	if (!date_stamp_parse(time, strlen(time), &s, NULL))
		s = 0;
	day = date_of_stamp(s, 0);
	s -= (int64_t)date_first_day(day) * 86400;
	return arena_printf(arena, "%s, %d %s %d %02d:%02d:%02d +0000",
	                    days[date_weekday(date_first_day(day)) - 1], day.day,
	                    months[day.part - 1], day.year, (int)(s / 3600), (int)(s / 60 % 60),
	                    (int)(s % 60));
}

static const char *domain_of(const struct alert_sink *sink)
{
	const char *at = strrchr(sink->from, '@');

	return at ? at + 1 : "integrad";
}

/* The ancestor that all mails of a topic share; it was never sent, which threading allows. */
static void put_thread(struct buf *out, const json_t *message, const char *domain)
{
	const char *topic = text_of(message, "topic");
	char hash[HASH_HEX_SIZE];

	if (!topic[0])
		return;
	hash_sha256_hex(topic, strlen(topic), hash);
	hash[THREAD_DIGITS] = '\0';
	if (buf_printf(out, "In-Reply-To: <story.%s@%s>\r\nReferences: <story.%s@%s>\r\n", hash,
	               domain, hash, domain))
		return;
}

static void put_part(struct buf *out, const char *boundary, const char *type, const char *text)
{
	if (buf_printf(out,
	               "--%s\r\nContent-Type: %s; charset=utf-8\r\n"
	               "Content-Transfer-Encoding: base64\r\n\r\n",
	               boundary, type))
		return;
	put_base64(out, text);
}

static void put_receivers(struct buf *out, const struct alert_sink *sink)
{
	put(out, "To: ");
	for (size_t i = 0; i < sink->to_count; i++) {
		put(out, i ? ",\r\n " : "");
		put(out, sink->to[i]);
	}
	put(out, "\r\n");
}

const char *mail_write(const struct alert_sink *sink, const json_t *message, struct arena *arena)
{
	const char *id = text_of(message, "id"), *domain = domain_of(sink), *title;
	const char *boundary = arena_printf(arena, "=_%s", id), *mail;
	struct buf out;

	title = text_of(message, "title");
	buf_init(&out, MAIL_BYTES);
	put(&out, arena_printf(arena, "From: integrad <%s>\r\n", sink->from));
	put_receivers(&out, sink);
	put_subject(&out, title);
	put(&out, arena_printf(arena, "Date: %s\r\nMessage-ID: <%s@%s>\r\n",
	                       date_of(text_of(message, "time"), arena), id, domain));
	put_thread(&out, message, domain);
	put(&out, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n");
	put(&out, arena_printf(arena,
	                       "Content-Language: %s\r\n"
	                       "Content-Type: multipart/alternative;\r\n boundary=\"%s\"\r\n\r\n",
	                       text_of(message, "language"), boundary));
	put_part(&out, boundary, "text/plain",
	         arena_printf(arena, "%s\n\n%s", title, text_of(message, "text")));
	put_part(&out, boundary, "text/html",
	         arena_printf(arena,
	                      "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
	                      "</head><body>\n%s</body></html>\n",
	                      text_of(message, "language"), text_of(message, "html")));
	put(&out, arena_printf(arena, "--%s--\r\n", boundary));
	mail = arena_strndup(arena, out.data, out.len);
	buf_done(&out);
	return mail;
}
