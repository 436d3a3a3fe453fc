#include "http.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "config/config.h"
#include "daemon.h"
#include "metrics.h"
#include "pipeline/trouble.h"

#define TIMEOUT_S 10
#define VISIT_MS 500 /* of those who are slow, while others wait */
#define BODY_BYTES 1024

size_t daemon_troubles(struct daemon *daemon, struct trouble *list)
{
	struct trouble_facts facts;

	pipeline_trouble_facts(daemon->pipeline, &facts);
	facts.config_why = daemon->refused;
	facts.http_why = daemon->http_why;
	return trouble_judge(&facts, list);
}

void get_health(const struct server_request *request, struct server_response *response, void *arg)
{
	struct trouble list[TROUBLE_KINDS];
	size_t count = daemon_troubles(arg, list);
	json_t *json, *reasons = json_array();
	char *text;

	(void)request;
	for (size_t i = 0; i < count; i++)
		json_array_append_new(reasons,
		                      json_pack("{s:s, s:s}", "name", trouble_name(list[i].kind),
		                                "text", list[i].text));
	json = json_pack("{s:s, s:s, s:o}", "status", count ? "trouble" : "ok", "version",
	                 INTEGRAD_VERSION, "reasons", reasons);
	text = json ? json_dumps(json, JSON_COMPACT) : NULL;
	response->status = count ? 503 : 200;
	if (!text || buf_printf(&response->body, "%s\n", text) < 0)
		server_fail(response, 500, "no room for the answer");
	free(text);
	json_decref(json);
}

static const struct server_route http_routes[] = {
	{ "GET", "/healthz", get_health },
	{ "GET", "/metrics", get_metrics },
};

static struct server *open_http(struct daemon *daemon, const struct config_options *options, int fd,
                                struct err *err)
{
	const struct server_options at = {
		.fd = fd,
		.tcp_address = options->http_listen,
		.hosts = options->http_names,
		.max_body_bytes = BODY_BYTES,
		.timeout_s = TIMEOUT_S,
		.visit_ms = VISIT_MS,
	};

	return server_new(daemon->loop, &at, http_routes, COUNT(http_routes), daemon, err);
}

static void say_where(const struct daemon *daemon)
{
	if (daemon->http)
		log_event(LOG_INFO, "http", "health and metrics are served",
		          LOG_INT("port", server_port(daemon->http)),
		          LOG_INT("activated", daemon->is_http_activated));
}

/*
 * An address that a person wrote has to be had; the default may be another
 * program's, and the news do not wait for that.
 */
int daemon_listen_http(struct daemon *daemon, struct err *err)
{
	const struct config_options *options = &daemon->config->options;
	int fd = activation_take(&daemon->activation, "http");

	daemon->is_http_activated = fd >= 0;
	if (fd < 0 && strcmp(options->http_listen, "no") == 0)
		return 0;
	daemon->http = open_http(daemon, options, fd, err);
	if (!daemon->http && options->http_listen_is_default) {
		daemon->http_why = mem_printf("http-listen: %s", err->text);
		log_plain(LOG_WARNING, "http", daemon->http_why);
		return 0;
	}
	say_where(daemon);
	return daemon->http ? 0 : err_wrap(err, "http-listen");
}

int daemon_move_http(struct daemon *daemon, const struct config_options *now,
                     struct server **ret_server, struct err *err)
{
	*ret_server = daemon->http;
	if (daemon->is_http_activated ||
	    strcmp(daemon->config->options.http_listen, now->http_listen) == 0)
		return 0;
	*ret_server = NULL;
	if (strcmp(now->http_listen, "no") == 0)
		return 0;
	*ret_server = open_http(daemon, now, -1, err);
	return *ret_server ? 0 : err_wrap(err, "http-listen");
}

void daemon_take_http(struct daemon *daemon, struct server *server)
{
	if (server != daemon->http) {
		server_free(daemon->http);
		MEM_FREE(daemon->http_why);
		daemon->http = server;
		say_where(daemon);
	}
	if (daemon->http)
		server_set_hosts(daemon->http, daemon->config->options.http_names);
}
