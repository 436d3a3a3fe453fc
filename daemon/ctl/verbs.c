/* `integractl poll` and `reload`: what only a running daemon can do. */
#include "commands.h"
#include "control.h"
#include "json.h"
#include "where.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

/* A key in a query: everything but letters, digits and a few marks is escaped (RFC 3986). */
static char *escape(const char *s)
{
	static const char PLAIN[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
	char *out = mem_alloc(3 * strlen(s) + 1);
	char *end = out;

	for (; *s; s++) {
		if (strchr(PLAIN, *s))
			*end++ = *s;
		else
			end += snprintf(end, 4, "%%%02X", (unsigned char)*s);
	}
	return out;
}

/* The daemon's JSON answer to a POST without a body; NULL where the mistake has been told. */
static json_t *ask(const struct ctl *ctl, const char *target, int *ret_status,
                   enum ctl_exit *ret_code)
{
	const struct control_call call = { .method = "POST", .target = target, .body = "" };
	char *socket_path = where_control_socket(ctl);
	json_t *json = NULL;
	struct buf reply;
	struct err err;

	buf_init(&reply, LIMIT_FRAME_BYTES);
	*ret_status = control_ask(socket_path, &call, &reply, &err);
	if (*ret_status < 0)
		*ret_code = ctl_fail(CTL_NO_DAEMON, "%s", err.text);
	else if (!(json = json_loadb(reply.data ? reply.data : "", reply.len, 0, NULL)))
		*ret_code = ctl_fail(CTL_NO_DAEMON, "the daemon answered %d without JSON",
		                     *ret_status);
	buf_done(&reply);
	free(socket_path);
	return json;
}

static enum ctl_exit refused(const json_t *json, int status)
{
	const char *why = json_string_value(json_object_get(json, "error"));

	return ctl_fail(CTL_NOTHING, "%s (the daemon answered %d)", why ? why : "refused", status);
}

enum ctl_exit command_poll(struct ctl *ctl)
{
	const char *source = ctl_word(ctl, 0, NULL);
	enum ctl_exit code = CTL_DONE;
	char *key, *target;
	json_t *json;
	int status;

	if (!source == !args_has(&ctl->args, "all"))
		return ctl_fail(CTL_USAGE, "poll takes a source's key, or --all");
	key = escape(source ? source : "");
	target = mem_printf("/api/v1/poll%s%s", source ? "?source=" : "", key);
	json = ask(ctl, target, &status, &code);
	if (json && status != 200)
		code = refused(json, status);
	else if (json && ctl->json)
		json_line(json_incref(json));
	else if (json)
		printf("%lld to be polled now; `integractl sources` shows how it went\n",
		       (long long)json_integer_value(json_object_get(json, "polling")));
	json_decref(json);
	free(target);
	free(key);
	return code;
}

enum ctl_exit command_reload(struct ctl *ctl)
{
	enum ctl_exit code = CTL_DONE;
	int status;
	json_t *json = ask(ctl, "/api/v1/reload", &status, &code);

	if (!json)
		return code;
	if (status != 200)
		code = refused(json, status);
	else if (ctl->json)
		json_line(json_incref(json));
	else
		printf("the daemon goes on with the new configuration: %lld sources\n",
		       (long long)json_integer_value(json_object_get(json, "sources")));
	json_decref(json);
	return code;
}
