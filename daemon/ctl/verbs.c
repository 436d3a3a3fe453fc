/* `integractl poll` and `reload`: what only a running daemon can do. */
#include "commands.h"
#include "control.h"
#include "json.h"

#include <stdlib.h>
#include <string.h>

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

/* NULL where the mistake has been told. */
static json_t *ask(const struct ctl *ctl, const char *target, long *ret_status,
                   enum ctl_exit *ret_code)
{
	struct err err;
	json_t *json = control_post(ctl, target, NULL, 0, ret_status, &err);

	if (!json)
		*ret_code = ctl_fail(CTL_NO_DAEMON, "%s", err.text);
	return json;
}

enum ctl_exit command_poll(struct ctl *ctl)
{
	const char *source = ctl_word(ctl, 0, NULL);
	enum ctl_exit code = CTL_DONE;
	char *key, *target;
	json_t *json;
	long status;

	if (!source == !args_has(&ctl->args, "all"))
		return ctl_fail(CTL_USAGE, "poll takes a source's key, or --all");
	key = escape(source ? source : "");
	target = mem_printf("/api/v1/poll%s%s", source ? "?source=" : "", key);
	json = ask(ctl, target, &status, &code);
	if (json && status != 200)
		code = control_refused(json, status);
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
	long status;
	json_t *json = ask(ctl, "/api/v1/reload", &status, &code);

	if (!json)
		return code;
	if (status != 200)
		code = control_refused(json, status);
	else if (ctl->json)
		json_line(json_incref(json));
	else
		printf("the daemon goes on with the new configuration: %lld sources\n",
		       (long long)json_integer_value(json_object_get(json, "sources")));
	json_decref(json);
	return code;
}
