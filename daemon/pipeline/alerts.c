#include "pipeline/alerts.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "model/date.h"
#include "store/outbox.h"

#define VERB_ARENA_BYTES (16 * MIB)
#define SILENCE_MAX_S (366 * INT64_C(86400))

static const char *text_of(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text ? text : "";
}

static int say(struct buf *out, json_t *json, struct err *err)
{
	char *text = json_dumps(json, JSON_COMPACT);
	int full = buf_puts(out, text);

	free(text);
	json_decref(json);
	return full ? err_set(err, ERR_LIMIT, "no room for the answer") : 0;
}

static int silence(struct store *store, const char *who, const json_t *json, int64_t now_s,
                   struct buf *out, struct err *err)
{
	int64_t for_s = json_integer_value(json_object_get(json, "for_s")), id;
	char stamp[DATE_STAMP_SIZE];
	const struct store_silence made = {
		.kind = text_of(json, "kind"),
		.package = text_of(json, "package"),
		.subject = text_of(json, "subject"),
		.source = text_of(json, "source"),
		.sink = text_of(json, "sink"),
		.made_s = now_s,
		.until_s = now_s + for_s,
		.who = who,
		.why = text_of(json, "why"),
	};

	if (for_s <= 0 || for_s > SILENCE_MAX_S)
		return err_set(err, ERR_INPUT, "a silence has an end, within a year");
	if (!made.why[0])
		return err_set(err, ERR_INPUT, "a silence has a reason");
	if (!made.kind[0] && !made.package[0] && !made.subject[0] && !made.source[0] &&
	    !made.sink[0])
		return err_set(err, ERR_INPUT, "a silence is of something");
	if (store_add_silence(store, &made, &id, err) < 0)
		return -1;
	return say(out,
	           json_pack("{s:I, s:s}", "silence", (json_int_t)id, "until",
	                     date_stamp_format(made.until_s, stamp)),
	           err);
}

static int end_silence(struct store *store, const json_t *json, int64_t now_s, struct buf *out,
                       struct err *err)
{
	int64_t id = json_integer_value(json_object_get(json, "silence"));
	char stamp[DATE_STAMP_SIZE];
	bool ended;

	if (store_end_silence(store, id, now_s, &ended, err) < 0)
		return -1;
	if (!ended)
		return err_set(err, ERR_INPUT, "no silence %" PRId64 " lasts", id);
	return say(out,
	           json_pack("{s:I, s:s}", "silence", (json_int_t)id, "until",
	                     date_stamp_format(now_s, stamp)),
	           err);
}

static int retry(struct store *store, const json_t *json, int64_t now_s, struct buf *out,
                 struct arena *arena, struct err *err)
{
	int64_t id = json_integer_value(json_object_get(json, "alert"));
	struct store_alert *alert;

	if (store_find_alert(store, id, arena, &alert, err) < 0)
		return -1;
	if (!alert)
		return err_set(err, ERR_INPUT, "there is no alert %" PRId64, id);
	if (alert->state == STORE_ALERT_SENT || alert->state == STORE_ALERT_MERGED)
		return err_set(err, ERR_INPUT,
		               "alert %" PRId64 " is %s: there is nothing to try again", id,
		               store_alert_state_name(alert->state));
	alert->state = STORE_ALERT_WAITING;
	alert->next_s = now_s;
	alert->begun_s = now_s;
	alert->done_s = 0;
	if (store_save_alert(store, alert, err) < 0)
		return -1;
	return say(out, json_pack("{s:I, s:s}", "alert", (json_int_t)id, "sink", alert->sink), err);
}

int alerts_do(struct store *store, const struct alerts_request *request, int64_t now_s,
              struct buf *out, struct err *err)
{
	json_t *json = json_loadb(request->body ? request->body : "", request->len, 0, NULL);
	struct arena *arena = arena_new(VERB_ARENA_BYTES);
	int done = -1;

	switch (request->verb) {
	case ALERTS_SILENCE:
		done = silence(store, request->who, json, now_s, out, err);
		break;
	case ALERTS_END_SILENCE:
		done = end_silence(store, json, now_s, out, err);
		break;
	case ALERTS_RETRY:
		done = retry(store, json, now_s, out, arena, err);
		break;
	}
	arena_free(arena);
	json_decref(json);
	return done;
}
