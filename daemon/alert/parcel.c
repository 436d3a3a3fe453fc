#include "alert/parcel.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "alert/sign.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/url.h"
#include "expand.h"
#include "mail.h"

#define TELEGRAM_HOME "https://api.telegram.org"
#define NTFY_HOME "https://ntfy.sh/"
#define TELEGRAM_BYTES 4000 /* of 4,096 characters: bytes are never fewer */
#define EVENT_SOURCE "urn:integrad"
#define EVENT_TYPE "integrad."

struct work {
	const struct alert_sink *sink;
	const json_t *message;
	const char *text; /* the same, as it stands in the outbox */
	struct arena *arena;
	int64_t now_s;
	struct alert_parcel *parcel;
};

static const char *text_of(const struct work *w, const char *name)
{
	const char *text = json_string_value(json_object_get(w->message, name));

	return text ? text : "";
}

/* Takes the reference away. */
static const char *dump(const struct work *w, json_t *json)
{
	char *text = json_dumps(json, JSON_COMPACT);
	const char *kept = arena_strdup(w->arena, text);

	free(text);
	json_decref(json);
	return kept;
}

static void add_header(struct work *w, const char *line)
{
	if (w->parcel->header_count < ALERT_HEADERS_MAX)
		w->parcel->headers[w->parcel->header_count++] = line;
}

static void set_json(struct work *w, json_t *json)
{
	w->parcel->body = dump(w, json);
	add_header(w, "Content-Type: application/json");
}

static const char *whole_text(const struct work *w, const char *format_of_title)
{
	const struct expand_value values[] = { { "title", text_of(w, "title") },
		                               { "text", text_of(w, "text") } };

	return expand(format_of_title, values, COUNT(values), w->arena);
}

/* Without a slash at its end. */
static const char *address_of(const struct work *w, const char *fallback)
{
	const char *address = w->sink->address && w->sink->address[0] ? w->sink->address : fallback;
	size_t len = strlen(address);

	while (len > 0 && address[len - 1] == '/')
		len--;
	return arena_strndup(w->arena, address, len);
}

static const char *escape(const struct work *w, const char *text)
{
	char *escaped = url_encode(text);
	const char *kept = arena_strdup(w->arena, escaped);

	free(escaped);
	return kept;
}

/* --- webhooks: CloudEvents 1.0, structured, or the user's own body */

/* The data comes last, and as it stands: it was made once, and is long. */
static const char *cloud_event(const struct work *w)
{
	const char *series = text_of(w, "series"), *text;
	json_t *event = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "specversion", "1.0", "id",
	                          text_of(w, "id"), "source", EVENT_SOURCE, "type",
	                          arena_printf(w->arena, EVENT_TYPE "%s", text_of(w, "kind")),
	                          "time", text_of(w, "time"), "datacontenttype",
	                          "application/json");

	if (series[0])
		json_object_set_new(event, "subject", json_string(series));
	text = dump(w, event);
	return arena_printf(w->arena, "%.*s,\"data\":%s}", (int)strlen(text) - 1, text, w->text);
}

/* The text as it stands between the quotes of a JSON string. */
static const char *inside_quotes(const struct work *w, const char *text)
{
	json_t *string = json_string(text);
	char *quoted = json_dumps(string, JSON_ENCODE_ANY);
	const char *inside = arena_strndup(w->arena, quoted + 1, strlen(quoted) - 2);

	free(quoted);
	json_decref(string);
	return inside;
}

static const char *as_in_template(const struct work *w, const char *text)
{
	const char *type = w->sink->content_type;

	if (strstr(type, "json"))
		return inside_quotes(w, text);
	return strstr(type, "urlencoded") ? escape(w, text) : text;
}

static const char *fill_template(const struct work *w)
{
	static const char *const names[] = { "id",       "time",   "language", "kind",
		                             "severity", "series", "title",    "text",
		                             "html",     "link",   "more" };
	struct expand_value values[COUNT(names) + 1];

	for (size_t i = 0; i < COUNT(names); i++)
		values[i] = (struct expand_value){ names[i],
			                           as_in_template(w, text_of(w, names[i])) };
	values[COUNT(names)] = (struct expand_value){ "message", w->text };
	return expand(w->sink->template, values, COUNT(values), w->arena);
}

static void sign(struct work *w)
{
	const char *id = text_of(w, "id");

	add_header(w, arena_printf(w->arena, "webhook-id: %s", id));
	add_header(w, arena_printf(w->arena, "webhook-timestamp: %lld", (long long)w->now_s));
	if (w->sink->secret)
		add_header(w, arena_printf(w->arena, "webhook-signature: %s",
		                           alert_signature(w->sink->secret, id, w->now_s,
		                                           w->parcel->body, w->arena)));
}

static void make_webhook(struct work *w)
{
	w->parcel->address = w->sink->address;
	if (w->sink->template) {
		w->parcel->body = fill_template(w);
		add_header(w, arena_printf(w->arena, "Content-Type: %s", w->sink->content_type));
	} else {
		w->parcel->body = cloud_event(w);
		add_header(w, "Content-Type: application/cloudevents+json; charset=utf-8");
	}
	sign(w);
}

/* --- presets */

/* Slack reads & < > as its own marks, and nothing else has to be escaped. */
static void make_slack(struct work *w)
{
	const char *text = whole_text(w, "{title}\n{text}");
	json_t *json;
	struct buf out;
	int rc = 0;

	buf_init(&out, 5 * strlen(text) + 1);
	for (; *text && rc == 0; text++)
		rc = *text == '&'   ? buf_puts(&out, "&amp;")
		     : *text == '<' ? buf_puts(&out, "&lt;")
		     : *text == '>' ? buf_puts(&out, "&gt;")
		                    : buf_putc(&out, *text);
	if (rc != 0)
		abort(); /* it has room for the longest */
	json = json_pack("{s:s%, s:b}", "text", out.data ? out.data : "", out.len, "unfurl_links",
	                 0);
	buf_done(&out);
	w->parcel->address = w->sink->address;
	set_json(w, json);
}

/*
 * Mattermost reads Markdown, calls people by @name and by <!channel>, and takes
 * what hooks send as if a person had written it. Nothing that an article says
 * may do so; addresses stay as they are.
 */
static const char *without_marks(const struct work *w, const char *name)
{
	const char *text = text_of(w, name);
	struct buf out;
	const char *kept;
	int rc = 0;

	buf_init(&out, 4 * strlen(text) + 1);
	while (*text && rc == 0) {
		size_t len = strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0
		                     ? strcspn(text, " \t\n<>\"")
		                     : 1;

		if (len == 1 && strchr("\\`*_[]~#|", *text))
			rc = buf_putc(&out, '\\');
		rc = rc == 0 ? buf_append(&out, text, len) : rc;
		if (rc == 0 && len == 1 && (*text == '@' || *text == '<'))
			rc = buf_puts(&out,
			              "\u200b"); /* of no width: a name begins there no more */
		text += len;
	}
	if (rc != 0)
		abort(); /* it has room for the longest */
	kept = arena_strndup(w->arena, out.data ? out.data : "", out.len);
	buf_done(&out);
	return kept;
}

static void make_mattermost(struct work *w)
{
	w->parcel->address = w->sink->address;
	set_json(w, json_pack("{s:s}", "text",
	                      arena_printf(w->arena, "**%s**\n\n%s", without_marks(w, "title"),
	                                   without_marks(w, "text"))));
}

static const char *cut(const struct work *w, const char *text, size_t max)
{
	size_t len = strnlen(text, max);

	while (text[len] && len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	return text[len] ? arena_printf(w->arena, "%.*s…", (int)len, text) : text;
}

static void make_telegram(struct work *w)
{
	const char *text = cut(w, whole_text(w, "{title}\n\n{text}"), TELEGRAM_BYTES);

	w->parcel->address = arena_printf(w->arena, "%s/bot%s/sendMessage",
	                                  address_of(w, TELEGRAM_HOME), w->sink->token);
	set_json(w, json_pack("{s:s, s:s, s:{s:b}}", "chat_id", w->sink->room, "text", text,
	                      "link_preview_options", "is_disabled", 1));
}

static void bear_token(struct work *w)
{
	if (w->sink->token)
		add_header(w, arena_printf(w->arena, "Authorization: Bearer %s", w->sink->token));
}

static void make_ntfy(struct work *w)
{
	bool is_warning = strcmp(text_of(w, "severity"), "warning") == 0;
	const char *link = text_of(w, "link");
	json_t *json = json_pack("{s:s, s:s, s:s, s:i, s:[s]}", "topic", w->sink->room, "title",
	                         text_of(w, "title"), "message", cut(w, text_of(w, "text"), 4000),
	                         "priority", is_warning ? 4 : 3, "tags", text_of(w, "kind"));

	if (link[0])
		json_object_set_new(json, "click", json_string(link));
	w->parcel->address = arena_printf(w->arena, "%s/", address_of(w, NTFY_HOME));
	bear_token(w);
	set_json(w, json);
}

/* The transaction's id is the message's, so that a homeserver drops a repeat by itself. */
static void make_matrix(struct work *w)
{
	w->parcel->method = "PUT";
	w->parcel->address = arena_printf(
		w->arena, "%s/_matrix/client/v3/rooms/%s/send/m.room.message/%s", address_of(w, ""),
		escape(w, w->sink->room), escape(w, text_of(w, "id")));
	bear_token(w);
	set_json(w, json_pack("{s:s, s:s, s:s, s:s}", "msgtype", "m.text", "body",
	                      whole_text(w, "{title}\n\n{text}"), "format",
	                      "org.matrix.custom.html", "formatted_body", text_of(w, "html")));
}

static void make_alertmanager(struct work *w)
{
	const char *more = text_of(w, "more"), *link = text_of(w, "link");
	json_t *alert = json_pack("{s:{s:s, s:s, s:s, s:s, s:s}, s:{s:s, s:s}, s:s}", "labels",
	                          "alertname", "integrad", "kind", text_of(w, "kind"), "severity",
	                          text_of(w, "severity"), "series", text_of(w, "series"), "message",
	                          text_of(w, "id"), "annotations", "summary", text_of(w, "title"),
	                          "description", text_of(w, "text"), "startsAt",
	                          text_of(w, "time"));

	if (more[0] || link[0])
		json_object_set_new(alert, "generatorURL", json_string(link[0] ? link : more));
	w->parcel->address = arena_printf(w->arena, "%s/api/v2/alerts", address_of(w, ""));
	set_json(w, json_pack("[o]", alert));
}

/* --- no HTTP */

static void make_mail(struct work *w)
{
	w->parcel->method = NULL;
	w->parcel->address = w->sink->server;
	w->parcel->body = mail_write(w->sink, w->message, w->arena);
}

static void make_input(struct work *w)
{
	w->parcel->method = NULL;
	w->parcel->address = w->sink->command[0];
	w->parcel->body = arena_printf(w->arena, "%s\n", w->text);
}

/* The table of sinks: one row makes the form that a kind takes. */
static void (*const makers[])(struct work *) = {
	[ALERT_WEBHOOK] = make_webhook,
	[ALERT_SLACK] = make_slack,
	[ALERT_MATTERMOST] = make_mattermost,
	[ALERT_TELEGRAM] = make_telegram,
	[ALERT_NTFY] = make_ntfy,
	[ALERT_MATRIX] = make_matrix,
	[ALERT_ALERTMANAGER] = make_alertmanager,
	[ALERT_SMTP] = make_mail,
	[ALERT_EXEC] = make_input,
};

int alert_parcel_make(const struct alert_sink *sink, const char *message, int64_t now_s,
                      struct arena *arena, struct alert_parcel *ret_parcel, struct err *err)
{
	struct alert_parcel parcel = { .method = "POST" };
	json_t *json = json_loads(message, 0, NULL);
	struct work w = { sink, json, message, arena, now_s, &parcel };

	if (!json_is_object(json)) {
		json_decref(json);
		return err_set(err, ERR_INPUT, "the outbox has a message that is no JSON object");
	}
	makers[sink->kind](&w);
	for (size_t i = 0; i < sink->header_count; i++)
		add_header(&w, sink->headers[i]);
	parcel.len = strlen(parcel.body);
	json_decref(json);
	*ret_parcel = parcel;
	return 0;
}
