#include "websub.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/url.h"
#include "parts.h"

#define DAY_S INT64_C(86400)
#define LEASE_S (10 * DAY_S) /* that we ask for; hubs give what they like */
#define LEASE_MAX_S (366 * DAY_S)
#define RENEW_S DAY_S                   /* before its end */
#define ASK_AGAIN_S (6 * INT64_C(3600)) /* a hub that refused, or never confirmed */
#define HINT_GAP_S 60 /* from a poll to one that a hub causes, where interval-min is longer */

#define KEY_MARK "websub-key"
#define MAC_DIGITS 32 /* of a token: what nobody can guess */
#define TOKEN_SIZE 64

/* Of a source once a poll succeeded; hub NULL: the feed names none. */
struct websub {
	char *hub;
	char *topic;
	int64_t until_s; /* the lease's end; 0: the hub has not confirmed it */
	int64_t asked_s; /* the last time that we asked */
	bool has_hint;   /* the hub told of news while a poll was under way */
	struct fetch_job *fetch;
};

static bool is_on(const struct pipeline *pipeline)
{
	return pipeline->how != PIPELINE_START_ONCE &&
	       pipeline->parts.config->options.websub_callback[0];
}

/* --- secrets: made of one key, so that a subscription outlives a restart */

static int write_key(struct pipeline *pipeline, void *hex, struct err *err)
{
	return store_set_mark(pipeline->parts.store, KEY_MARK, hex, err);
}

/* The record's key, made when it is first needed. -1: the record fails. */
static int get_key(struct pipeline *pipeline, char out[HASH_HEX_SIZE])
{
	unsigned char bytes[HASH_SHA256_BYTES];
	const char *known;
	struct err err;

	if (store_get_mark(pipeline->parts.store, KEY_MARK, &known, &err) < 0)
		goto failed;
	if (known[0]) {
		snprintf(out, HASH_HEX_SIZE, "%s", known);
		return 0;
	}
	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return -1;
	hash_sha256_hex(bytes, sizeof(bytes), out);
	if (pipeline_write(pipeline, write_key, out, &err) == 0)
		return 0;
failed:
	pipeline_record_failed(pipeline, "websub", &err);
	return -1;
}

/* What only we and, where we tell it, the source's hub know. */
static int get_secret(const struct poll_source *source, const char *purpose,
                      char out[HASH_HEX_SIZE])
{
	char key[HASH_HEX_SIZE];
	char *text;

	if (get_key(source->pipeline, key) < 0)
		return -1;
	text = mem_printf("%s %s", purpose, source->key);
	hash_hmac_hex(key, text, strlen(text), out);
	free(text);
	return 0;
}

/* The last part of the source's callback address: its id, to find it, and a MAC. */
static int get_token(const struct poll_source *source, char out[TOKEN_SIZE])
{
	char mac[HASH_HEX_SIZE];

	if (get_secret(source, "token", mac) < 0)
		return -1;
	snprintf(out, TOKEN_SIZE, "%lld-%.*s", (long long)source->id, MAC_DIGITS, mac);
	return 0;
}

/* --- what is kept, in the record too */

static char *mark_of(const struct poll_source *source)
{
	return mem_printf("websub %s", source->key);
}

static int write_state(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct poll_source *source = arg;
	const struct websub *websub = source->websub;
	json_t *json = json_pack("{s:s?, s:s?, s:I, s:I}", "hub", websub->hub, "topic",
	                         websub->topic, "until", (json_int_t)websub->until_s, "asked",
	                         (json_int_t)websub->asked_s);
	char *name = mark_of(source), *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
	int done = text ? store_set_mark(pipeline->parts.store, name, text, err)
	                : err_set(err, ERR_LIMIT, "a hub's address makes no sense");

	free(text);
	free(name);
	json_decref(json);
	return done;
}

static void keep_state(struct poll_source *source)
{
	struct err err;

	if (pipeline_write_soon(source->pipeline, write_state, source, &err) < 0)
		pipeline_record_failed(source->pipeline, source->key, &err);
}

static void load_state(struct poll_source *source)
{
	struct websub *websub = mem_alloc(sizeof(*websub));
	char *name = mark_of(source);
	const char *text = "", *hub = NULL, *topic = NULL;
	json_int_t until_s = 0, asked_s = 0;
	struct err err;
	json_t *json;

	if (store_get_mark(source->pipeline->parts.store, name, &text, &err) < 0)
		pipeline_record_failed(source->pipeline, source->key, &err);
	json = json_loads(text, 0, NULL);
	(void)json_unpack(json, "{s?s, s?s, s?I, s?I}", "hub", &hub, "topic", &topic, "until",
	                  &until_s, "asked", &asked_s);
	*websub = (struct websub){ .hub = mem_strdup(hub),
		                   .topic = mem_strdup(topic),
		                   .until_s = until_s,
		                   .asked_s = asked_s };
	json_decref(json);
	free(name);
	source->websub = websub;
}

void websub_free(struct poll_source *source)
{
	struct websub *websub = source->websub;

	if (!websub)
		return;
	if (websub->fetch)
		fetch_cancel(websub->fetch);
	free(websub->hub);
	free(websub->topic);
	MEM_FREE(source->websub);
}

/* --- asking */

static void on_answer(const struct fetch_reply *reply, void *arg)
{
	struct poll_source *source = arg;

	source->websub->fetch = NULL;
	/* 202: the hub will ask whether it was us; see pipeline_hub_confirms(). */
	if (reply->outcome != FETCH_OK)
		log_event(LOG_INFO, "websub", "a hub takes no subscription",
		          LOG_STR("source", source->key), LOG_STR("hub", source->websub->hub),
		          LOG_STR("why", reply->detail));
}

/* The request as a form (WebSub §5.1); yours. NULL: the record fails. */
static char *form_of(const struct poll_source *source)
{
	const char *base = source->pipeline->parts.config->options.websub_callback;
	char token[TOKEN_SIZE], secret[HASH_HEX_SIZE];
	char *callback, *callback_value, *topic_value, *form;

	if (get_token(source, token) < 0 || get_secret(source, "secret", secret) < 0)
		return NULL;
	callback = mem_printf("%s%s%s", base, base[strlen(base) - 1] == '/' ? "" : "/", token);
	callback_value = url_encode(callback);
	topic_value = url_encode(source->websub->topic);
	form = mem_printf("hub.mode=subscribe&hub.topic=%s&hub.callback=%s"
	                  "&hub.lease_seconds=%lld&hub.secret=%s",
	                  topic_value, callback_value, (long long)LEASE_S, secret);
	free(callback);
	free(callback_value);
	free(topic_value);
	return form;
}

static void subscribe(struct poll_source *source)
{
	struct websub *websub = source->websub;
	struct fetch_request request;
	char *form;

	if (websub->fetch || clock_now_s() < websub->asked_s + ASK_AGAIN_S)
		return;
	form = form_of(source);
	if (!form)
		return;
	websub->asked_s = clock_now_s();
	keep_state(source);
	request = pipeline_request(source, websub->hub);
	request.form = form;
	request.accept = "*/*";
	request.max_bytes = LIMIT_HEADER_BYTES;
	websub->fetch = fetch_start(source->pipeline->parts.fetch, &request, on_answer, source);
	free(form);
}

void websub_offer(struct poll_source *source, const char *hub, const char *topic)
{
	struct websub *websub;

	if (!is_on(source->pipeline))
		return;
	if (!source->websub)
		load_state(source);
	websub = source->websub;
	if (strcmp(websub->hub ? websub->hub : "", hub) == 0 &&
	    strcmp(websub->topic ? websub->topic : "", hub[0] ? topic : "") == 0)
		return;
	websub_free(source);
	source->websub = mem_alloc(sizeof(*websub));
	if (hub[0]) {
		source->websub->hub = mem_strdup(hub);
		source->websub->topic = mem_strdup(topic);
	}
	keep_state(source);
}

/* A hint that came while a poll was under way may be of news that the poll did not see. */
static void take_hint(struct poll_source *source)
{
	int64_t gap_s = source->pipeline->parts.config->options.interval_min_s;
	int64_t at_s = source->state.last_poll_s + (gap_s < HINT_GAP_S ? gap_s : HINT_GAP_S);

	source->websub->has_hint = source->poll != NULL;
	if (at_s < clock_now_s())
		at_s = clock_now_s();
	if (source->poll || at_s >= source->state.next_s)
		return;
	source->state.next_s = at_s;
	poll_arm(source);
}

void websub_renew(struct poll_source *source)
{
	if (!is_on(source->pipeline))
		return;
	if (!source->websub)
		load_state(source);
	if (!source->websub->hub)
		return;
	if (clock_now_s() >= source->websub->until_s - RENEW_S)
		subscribe(source);
	if (source->websub->has_hint)
		take_hint(source);
}

/* --- what a hub says */

static struct poll_source *source_of_token(struct pipeline *pipeline, const char *token)
{
	int64_t id = strtoll(token, NULL, 10);

	for (size_t i = 0; i < pipeline->source_count; i++) {
		struct poll_source *source = pipeline->sources[i];
		char ours[TOKEN_SIZE];

		if (source->id != id)
			continue;
		if (get_token(source, ours) < 0 || strcmp(ours, token) != 0)
			return NULL;
		if (!source->websub)
			load_state(source);
		return source->websub->hub ? source : NULL;
	}
	return NULL;
}

bool pipeline_hub_confirms(struct pipeline *pipeline, const char *token, const char *mode,
                           const char *topic, const char *lease)
{
	struct poll_source *source = is_on(pipeline) ? source_of_token(pipeline, token) : NULL;
	int64_t lease_s = lease ? strtoll(lease, NULL, 10) : LEASE_S;

	if (!source || strcmp(topic, source->websub->topic) != 0)
		return false;
	if (strcmp(mode, "denied") == 0) {
		log_event(LOG_INFO, "websub", "a hub denies us its news",
		          LOG_STR("source", source->key), LOG_STR("hub", source->websub->hub));
		source->websub->until_s = 0;
	} else if (strcmp(mode, "subscribe") != 0 || lease_s <= 0) {
		return false;
	} else {
		source->websub->until_s = clock_now_s() +
		                          (lease_s < LEASE_MAX_S ? lease_s : LEASE_MAX_S);
		log_event(LOG_INFO, "websub", "a hub will tell of news",
		          LOG_STR("source", source->key), LOG_STR("hub", source->websub->hub),
		          LOG_INT("lease_s", lease_s));
	}
	keep_state(source);
	return true;
}

bool pipeline_hub_tells(struct pipeline *pipeline, const char *token, const char *signature,
                        const char *body, size_t len)
{
	struct poll_source *source = is_on(pipeline) ? source_of_token(pipeline, token) : NULL;
	char secret[HASH_HEX_SIZE], method[16];
	size_t method_len = strcspn(signature, "=");

	if (!source)
		return false;
	snprintf(method, sizeof(method), "%.*s", (int)method_len, signature);
	if (!signature[method_len] || get_secret(source, "secret", secret) < 0 ||
	    !hash_is_hmac(method, secret, body, len, signature + method_len + 1)) {
		log_event(LOG_NOTICE, "websub", "news with a wrong signature are not heeded",
		          LOG_STR("source", source->key));
		return true;
	}
	take_hint(source);
	return true;
}
