#include "control.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "fetch/unix.h"
#include "term.h"
#include "where.h"

static void say_waiting(const char *socket_path)
{
	char *clean = term_clean(socket_path);

	fprintf(stderr, "integractl: waiting for the daemon on %s\n", clean);
	free(clean);
}

static json_t *ask(const struct ctl *ctl, const char *method, const char *target, const char *body,
                   size_t len, long *ret_status, struct err *err)
{
	json_t *json = NULL;
	struct buf reply;
	char *socket_path;

	if (where_check(ctl, err) < 0)
		return NULL;
	socket_path = where_control_socket(ctl);
	buf_init(&reply, LIMIT_REPLY_BYTES);
	if (fetch_unix(socket_path, method, target, body, len, &reply, ret_status, say_waiting,
	               err) == 0) {
		json = json_loadb(reply.data ? reply.data : "", reply.len, 0, NULL);
		if (!json)
			err_set(err, ERR_INPUT, "the daemon answered %ld without JSON",
			        *ret_status);
	}
	buf_done(&reply);
	free(socket_path);
	return json;
}

json_t *control_post(const struct ctl *ctl, const char *target, const char *body, size_t len,
                     long *ret_status, struct err *err)
{
	return ask(ctl, "POST", target, body, len, ret_status, err);
}

json_t *control_get(const struct ctl *ctl, const char *target, long *ret_status, struct err *err)
{
	return ask(ctl, "GET", target, NULL, 0, ret_status, err);
}

enum ctl_exit control_refused(const json_t *answer, long status)
{
	const char *why = json_string_value(json_object_get(answer, "error"));

	return ctl_fail(CTL_NOTHING, "%s (the daemon answered %ld)", why ? why : "refused", status);
}
