/* What the control socket answers, by the verbs of the pipeline. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/user.h"
#include "config/config.h"
#include "daemon.h"
#include "http.h"
#include "metrics.h"
#include "pipeline/alerts.h"
#include "pipeline/decide.h"
#include "pipeline/pipeline.h"
#include "server/server.h"

/* Takes the reference away. */
static void answer(struct server_response *response, json_t *json)
{
	char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;

	if (!text || buf_puts(&response->body, text) < 0)
		server_fail(response, 500, "no room for the answer");
	free(text);
	json_decref(json);
}

static void get_status(const struct server_request *request, struct server_response *response,
                       void *arg)
{
	const struct daemon *daemon = arg;
	struct err err;

	(void)request;
	if (pipeline_status_json(daemon->pipeline, &response->body, &err) < 0)
		server_fail(response, 500, "%s", err.text);
}

static void post_poll(const struct server_request *request, struct server_response *response,
                      void *arg)
{
	const struct daemon *daemon = arg;
	const char *source = server_query(request, "source");
	size_t count = pipeline_poll(daemon->pipeline, source);

	if (source && count == 0)
		server_fail(response, 404, "no source is called \"%s\"", source);
	else
		answer(response, json_pack("{s:I}", "polling", (json_int_t)count));
}

static void post_reload(const struct server_request *request, struct server_response *response,
                        void *arg)
{
	struct daemon *daemon = arg;
	struct err err;

	(void)request;
	if (daemon_reload(daemon, &err) < 0)
		server_fail(response, err.kind == ERR_INPUT ? 422 : 500, "%s", err.text);
	else
		answer(response,
		       json_pack("{s:I}", "sources", (json_int_t)daemon->config->source_count));
}

/* What could be asked for otherwise, what is to be tried again, and what is broken. */
static void fail_by_kind(struct server_response *response, const struct err *err)
{
	bool is_input = err->kind == ERR_INPUT || err->kind == ERR_LIMIT;

	server_fail(response,
	            is_input                  ? 422
	            : err->kind == ERR_BROKEN ? 500
	                                      : 503,
	            "%s", err->text);
}

static void post_import(const struct server_request *request, struct server_response *response,
                        void *arg)
{
	const struct daemon *daemon = arg;
	const char *check = server_query(request, "check"); /* the number of the first line */
	struct err err;
	int done = check ? pipeline_check_lines(daemon->pipeline, request->body, request->len,
	                                        strtoul(check, NULL, 10), &response->body, &err)
	                 : pipeline_import_lines(daemon->pipeline, request->body, request->len,
	                                         &response->body, &err);

	if (done < 0)
		fail_by_kind(response, &err);
	else if (done > 0)
		response->status = 422;
}

static void decide(const struct server_request *request, struct server_response *response,
                   const struct daemon *daemon, enum decision_verdict verdict)
{
	char *who = user_name(request->peer_uid);
	const struct decide_request decision = {
		.verdict = verdict, .who = who, .body = request->body, .len = request->len
	};
	struct err err;

	if (pipeline_decide(daemon->pipeline, &decision, &response->body, &err) < 0)
		fail_by_kind(response, &err);
	free(who);
}

static void post_confirm(const struct server_request *request, struct server_response *response,
                         void *arg)
{
	decide(request, response, arg, DECISION_CONFIRMED);
}

static void post_reject(const struct server_request *request, struct server_response *response,
                        void *arg)
{
	decide(request, response, arg, DECISION_REJECTED);
}

static void post_correct(const struct server_request *request, struct server_response *response,
                         void *arg)
{
	decide(request, response, arg, DECISION_CORRECTED);
}

static void post_rebuild(const struct server_request *request, struct server_response *response,
                         void *arg)
{
	const struct daemon *daemon = arg;
	struct err err;

	(void)request;
	if (pipeline_rebuild(daemon->pipeline, &response->body, &err) < 0)
		fail_by_kind(response, &err);
}

static void get_reextract(const struct server_request *request, struct server_response *response,
                          void *arg)
{
	const struct daemon *daemon = arg;
	struct err err;

	(void)request;
	if (pipeline_reextract_json(daemon->pipeline, &response->body, &err) < 0)
		fail_by_kind(response, &err);
}

static void post_reextract(const struct server_request *request, struct server_response *response,
                           void *arg)
{
	const struct daemon *daemon = arg;
	char *who = user_name(request->peer_uid);
	struct err err;

	if (pipeline_reextract(daemon->pipeline, who, &err) < 0)
		fail_by_kind(response, &err);
	else
		get_reextract(request, response, arg);
	free(who);
}

static void do_alerts(const struct server_request *request, struct server_response *response,
                      const struct daemon *daemon, enum alerts_verb verb)
{
	char *who = user_name(request->peer_uid);
	const struct alerts_request asked = {
		.verb = verb, .who = who, .body = request->body, .len = request->len
	};
	struct err err;

	if (pipeline_alerts(daemon->pipeline, &asked, &response->body, &err) < 0)
		fail_by_kind(response, &err);
	free(who);
}

static void post_silence(const struct server_request *request, struct server_response *response,
                         void *arg)
{
	do_alerts(request, response, arg, ALERTS_SILENCE);
}

static void post_end_silence(const struct server_request *request, struct server_response *response,
                             void *arg)
{
	do_alerts(request, response, arg, ALERTS_END_SILENCE);
}

static void post_retry(const struct server_request *request, struct server_response *response,
                       void *arg)
{
	do_alerts(request, response, arg, ALERTS_RETRY);
}

static const struct server_route routes[] = {
	{ "GET", "/healthz", get_health },
	{ "GET", "/metrics", get_metrics },
	{ "GET", "/api/v1/status", get_status },
	{ "POST", "/api/v1/poll", post_poll },
	{ "POST", "/api/v1/reload", post_reload },
	{ "POST", "/api/v1/import", post_import },
	{ "POST", "/api/v1/confirm", post_confirm },
	{ "POST", "/api/v1/reject", post_reject },
	{ "POST", "/api/v1/correct", post_correct },
	{ "POST", "/api/v1/rebuild", post_rebuild },
	{ "POST", "/api/v1/silence", post_silence },
	{ "POST", "/api/v1/end-silence", post_end_silence },
	{ "POST", "/api/v1/retry", post_retry },
	{ "POST", "/api/v1/reextract", post_reextract },
	{ "GET", "/api/v1/reextract", get_reextract },
};

/* --- what hubs of WebSub ask at an address of their own */

static const char *token_of(const char *path)
{
	return strrchr(path, '/') + 1;
}

/* WebSub §5.3: a hub asks whether it was us who subscribed. */
static void get_hub(const struct server_request *request, struct server_response *response,
                    void *arg)
{
	const struct daemon *daemon = arg;
	const char *mode = server_query(request, "hub.mode");
	const char *topic = server_query(request, "hub.topic");
	const char *challenge = server_query(request, "hub.challenge");

	if (!mode || !topic ||
	    !pipeline_hub_confirms(daemon->pipeline, token_of(request->path), mode, topic,
	                           server_query(request, "hub.lease_seconds"))) {
		server_fail(response, 404, "nobody here asked for that");
		return;
	}
	response->content_type = "text/plain";
	if (challenge && buf_puts(&response->body, challenge) < 0)
		server_fail(response, 500, "no room for the challenge");
}

/* §7: whatever a signature is like, the hub gets the same answer. */
static void post_hub(const struct server_request *request, struct server_response *response,
                     void *arg)
{
	const struct daemon *daemon = arg;
	const char *signature = server_header(request, "X-Hub-Signature");

	if (pipeline_hub_tells(daemon->pipeline, token_of(request->path),
	                       signature ? signature : "", request->body, request->len))
		response->status = 202;
	else
		server_fail(response, 410, "nobody here asked for that");
}

static const struct server_route hub_routes[] = {
	{ "GET", "/*", get_hub },
	{ "POST", "/*", post_hub },
};

int daemon_listen_to_hubs(struct daemon *daemon, const struct config_options *options,
                          struct server **ret_server, struct err *err)
{
	const struct server_options at = {
		.tcp_address = options->websub_listen,
		.max_body_bytes = LIMIT_FEED_BYTES,
	};

	*ret_server = NULL;
	if (!options->websub_listen[0])
		return 0;
	*ret_server = server_new(daemon->loop, &at, hub_routes, COUNT(hub_routes), daemon, err);
	return *ret_server ? 0 : err_wrap(err, "websub-listen");
}

/* Who holds a connection and says nothing keeps the next one waiting no longer than this. */
#define CONTROL_TIMEOUT_S 10

struct server *daemon_listen(struct daemon *daemon, struct err *err)
{
	int fd = activation_take(&daemon->activation, "control");
	const struct server_options options = {
		.fd = fd,
		.socket_path = daemon->config->options.control_socket,
		.timeout_s = CONTROL_TIMEOUT_S,
	};

	return server_new(daemon->loop, &options, routes, COUNT(routes), daemon, err);
}
