/* `integractl test-alert`: a trial message to one sink; the whole conversation where it fails. */
#include "commands.h"
#include "json.h"
#include "where.h"

#include <stdlib.h>
#include <string.h>

#include "alert/message.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/near.h"
#include "config/config.h"
#include "event/loop.h"
#include "event/program.h"
#include "pipeline/alerts.h"
#include "pipeline/pipeline.h"

#define TALK_BYTES (256 * KIB)
#define SECRETS_MAX 48
#define SECRET_MIN 4 /* a shorter text would blank half of the conversation */

struct
try {
	struct ctl *ctl;
	const struct config *config;
	const struct alert_sink *sink;
	struct arena *arena;
	struct event_loop *loop;
	const char *secrets[SECRETS_MAX];
	size_t secret_count;
	struct buf talk;
	bool hides_next; /* what follows a server's question for a password */
	bool is_sent;
	const char *why;
};

/* --- what must not be seen */

static void hide(struct try *t, const char *secret)
{
	if (secret && strlen(secret) >= SECRET_MIN && t->secret_count < SECRETS_MAX)
		t->secrets[t->secret_count++] = secret;
}

static void gather_secrets(struct try *t)
{
	const struct alert_sink *sink = t->sink;
	const char *host = sink->address ? strstr(sink->address, "://") : NULL;

	hide(t, sink->token);
	hide(t, sink->password);
	hide(t, sink->secret);
	if (sink->address_is_secret && host)
		hide(t, strchr(host + 3, '/'));
	for (size_t i = 0; i < sink->header_count; i++) {
		const char *value = strchr(sink->headers[i], ':');

		hide(t, value ? value + 1 + strspn(value + 1, " ") : NULL);
	}
}

static char *mask(const struct try *t, const char *line, size_t len)
{
	char *text = mem_strndup(line, len);

	for (size_t i = 0; i < t->secret_count; i++) {
		size_t size = strlen(t->secrets[i]);

		for (char *at = strstr(text, t->secrets[i]); at; at = strstr(at, t->secrets[i])) {
			memset(at, '*', size);
			at += size;
		}
	}
	return text;
}

/* A login over SMTP is base64 of what is hidden: none of it is shown. */
static bool is_login(struct try *t, char what, const char *line, size_t len)
{
	bool hides = t->hides_next && what == '>';

	t->hides_next = what == '<' ? len >= 3 && memcmp(line, "334", 3) == 0
	                            : t->hides_next && what == '*';
	return hides || (what == '>' && len > 5 && memcmp(line, "AUTH ", 5) == 0);
}

static void on_talk(char what, const char *line, size_t len, void *arg)
{
	struct try *t = arg;
	char *text;

	if (is_login(t, what, line, len)) {
		if (buf_printf(&t->talk, "%c ***\n", what))
			return;
		return;
	}
	text = mask(t, line, len);
	if (buf_printf(&t->talk, "%c %s\n", what, text))
		t->talk.max = t->talk.len; /* full: the beginning tells most */
	free(text);
}

/* --- sending */

static void on_reply(const struct fetch_reply *reply, void *arg)
{
	struct try *t = arg;

	t->is_sent = fetch_outcome_is_success(reply->outcome);
	t->why = arena_strdup(t->arena, reply->detail);
	event_loop_stop(t->loop);
}

static void on_program(int status, const char *why, const char *output, void *arg)
{
	struct try *t = arg;

	t->is_sent = status == 0;
	t->why = arena_printf(t->arena, "%s: %s", t->sink->command[0], why);
	if (buf_puts(&t->talk, output))
		t->talk.max = t->talk.len;
	event_loop_stop(t->loop);
}

static int run_program(struct try *t, const struct alert_parcel *parcel, struct err *err)
{
	(void)event_program_start(t->loop, t->sink->command, parcel->body, parcel->len,
	                          t->sink->timeout_ms, on_program, t);
	return event_loop_run(t->loop, err);
}

static int run_transfer(struct try *t, const struct alert_parcel *parcel, struct err *err)
{
	struct fetch_options options = pipeline_fetch_options(&t->config->options);
	struct fetch_request request;
	struct fetch_pool *pool;
	int done;

	options.transfer_ms = t->sink->timeout_ms;
	options.host_gap_ms = 0;
	pool = fetch_pool_new(t->loop, &options, err);
	if (!pool)
		return -1;
	alerts_fetch_request(t->sink, parcel, t->arena, &request);
	request.trace = on_talk;
	request.trace_arg = t;
	(void)fetch_start(pool, &request, on_reply, t);
	done = event_loop_run(t->loop, err);
	fetch_pool_free(pool);
	return done;
}

/* In the language of the first rule that names the sink. */
static enum alert_language language_of(const struct try *t)
{
	const struct alert_options *o = &t->config->alerts;
	size_t index = (size_t)(t->sink - o->sinks);

	for (size_t i = 0; i < o->rule_count; i++)
		for (size_t k = 0; k < o->rules[i].sink_count; k++)
			if (o->rules[i].sinks[k] == index)
				return o->rules[i].language;
	return ALERT_EN;
}

static int send_trial(struct try *t, struct err *err)
{
	int64_t now_s = clock_now_s();
	char stamp[DATE_STAMP_SIZE];
	const struct alert_batch batch = {
		.is_trial = true,
		.id = arena_printf(t->arena, "msg_trial_%lld", (long long)clock_now_ms()),
		.page = t->config->alerts.page,
		.time = date_stamp_format(now_s, stamp),
		.language = language_of(t),
	};
	char *message = alert_message(&batch);
	struct alert_parcel parcel;
	int done = alert_parcel_make(t->sink, message, now_s, t->arena, &parcel, err);

	free(message);
	if (done < 0)
		return -1;
	gather_secrets(t);
	return t->sink->kind == ALERT_EXEC ? run_program(t, &parcel, err)
	                                   : run_transfer(t, &parcel, err);
}

static enum ctl_exit tell(const struct try *t)
{
	const char *talk = t->talk.data ? t->talk.data : "";

	if (t->ctl->json)
		json_line(json_pack("{s:s, s:b, s:s, s:o}", "sink", t->sink->name, "sent",
		                    t->is_sent, "why", t->is_sent ? "" : t->why, "conversation",
		                    json_text(talk)));
	else if (t->is_sent)
		printf("%s took a trial message\n", t->sink->name);
	else
		printf("%s", talk);
	if (t->is_sent)
		return CTL_DONE;
	fflush(stdout);
	return ctl_fail(CTL_NOTHING, "%s took no message: %s", t->sink->name, t->why);
}

/* --- the command */

static const struct alert_sink *find_sink(const struct config *config, const char *name)
{
	const struct alert_options *o = &config->alerts;
	const char **names = mem_array(o->sink_count + 1, sizeof(*names));
	const struct alert_sink *found = NULL;
	char hint[NEAR_HINT_SIZE];

	for (size_t i = 0; i < o->sink_count; i++) {
		names[i] = o->sinks[i].name;
		if (strcmp(names[i], name) == 0)
			found = &o->sinks[i];
	}
	if (!found)
		(void)ctl_fail(CTL_USAGE, "no sink is called %s%s", name,
		               near_hint(name, names, hint));
	free(names);
	return found;
}

enum ctl_exit command_test_alert(struct ctl *ctl)
{
	struct try t = { .ctl = ctl, .why = "" };
	struct config *config = where_load_config(ctl);
	enum ctl_exit code = CTL_USAGE;
	struct err err;

	t.config = config;
	t.sink = config ? find_sink(config, ctl_word(ctl, 0, "")) : NULL;
	if (!t.sink)
		goto out;
	t.arena = arena_new(16 * MIB);
	t.loop = event_loop_new();
	buf_init(&t.talk, TALK_BYTES);
	if (!t.loop)
		code = ctl_fail(CTL_NOTHING, "the system gives no event loop");
	else if (send_trial(&t, &err) < 0)
		code = ctl_fail(CTL_NOTHING, "%s", err.text);
	else
		code = tell(&t);
	event_loop_free(t.loop);
	buf_done(&t.talk);
	arena_free(t.arena);
out:
	config_free(config);
	return code;
}
