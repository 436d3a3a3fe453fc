/* What the control socket answers, by the verbs of the pipeline. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/config.h"
#include "daemon.h"
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

static void get_health(const struct server_request *request, struct server_response *response,
                       void *arg)
{
	(void)request;
	(void)arg;
	answer(response, json_pack("{s:s, s:s}", "status", "ok", "version", INTEGRAD_VERSION));
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

static void post_import(const struct server_request *request, struct server_response *response,
                        void *arg)
{
	const struct daemon *daemon = arg;
	struct err err;
	int done = pipeline_import_lines(daemon->pipeline, request->body, request->len,
	                                 &response->body, &err);

	if (done < 0)
		server_fail(response, err.kind == ERR_BROKEN ? 500 : 503, "%s", err.text);
	else if (done > 0)
		response->status = 422;
}

static const struct server_route routes[] = {
	{ "GET", "/healthz", get_health },         { "GET", "/api/v1/status", get_status },
	{ "POST", "/api/v1/poll", post_poll },     { "POST", "/api/v1/reload", post_reload },
	{ "POST", "/api/v1/import", post_import },
};

struct server *daemon_listen(struct daemon *daemon, struct err *err)
{
	const struct server_options options = {
		.socket_path = daemon->config->options.control_socket,
	};

	return server_new(daemon->loop, &options, routes, COUNT(routes), daemon, err);
}
