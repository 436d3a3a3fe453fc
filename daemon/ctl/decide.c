/* `integractl confirm`, `reject`, `correct` and `rebuild`. */
#include "decide.h"
#include "commands.h"
#include "control.h"
#include "json.h"
#include "record.h"
#include "term.h"
#include "where.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/user.h"
#include "config/config.h"
#include "pipeline/decide.h"
#include "pipeline/rebuild.h"

/* --- by the daemon, or here --- */

static enum ctl_exit code_of(const struct err *err)
{
	return err->kind == ERR_INPUT || err->kind == ERR_LIMIT ? CTL_NOTHING : CTL_NO_DATABASE;
}

static json_t *do_here(struct ctl *ctl, decide_here_fn *fn, void *arg, enum ctl_exit *ret_code)
{
	json_t *answer = NULL;
	struct record record;
	struct buf out;
	struct err err;

	*ret_code = record_open_writer(ctl, &record);
	if (*ret_code != CTL_DONE)
		return NULL;
	buf_init(&out, LIMIT_REPLY_BYTES);
	if (fn(ctl, record.store, arg, &out, &err) == 0)
		answer = json_loadb(out.data, out.len, 0, NULL);
	else
		*ret_code = ctl_fail(code_of(&err), "%s", err.text);
	buf_done(&out);
	record_close(&record);
	return answer;
}

json_t *decide_do(struct ctl *ctl, const char *target, const char *body, decide_here_fn *fn,
                  void *arg, enum ctl_exit *ret_code)
{
	const char *why;
	struct err err;
	long status;
	json_t *answer = control_post(ctl, target, body, body ? strlen(body) : 0, &status, &err);

	if (!answer && err.kind == ERR_AGAIN)
		return do_here(ctl, fn, arg, ret_code);
	if (!answer) {
		*ret_code = ctl_fail(CTL_NO_DAEMON, "%s", err.text);
		return NULL;
	}
	if (status == 200)
		return answer;
	why = json_string_value(json_object_get(answer, "error"));
	*ret_code = status == 422 && why ? ctl_fail(CTL_NOTHING, "%s", why)
	                                 : control_refused(answer, status);
	json_decref(answer);
	return NULL;
}

/* --- decisions --- */

static int decide_now(struct ctl *ctl, struct store *store, void *arg, struct buf *out,
                      struct err *err)
{
	struct decide_request *request = arg;
	bool has_config = where_has_config(ctl);
	struct config *config = has_config ? where_load_language(ctl) : NULL;
	char *who = user_name(getuid());
	int done;

	request->who = who;
	if (has_config && !config)
		done = err_set(err, ERR_INPUT, "the configuration cannot be read");
	else /* without one a correction's subject is not looked up among the programmes */
		done = decide_here(store, config ? &config->packages : NULL, request, clock_now_s(),
		                   out, err);
	config_free(config);
	MEM_FREE(who);
	return done;
}

json_t *decide_somewhere(struct ctl *ctl, enum decision_verdict verdict, json_t *request,
                         enum ctl_exit *ret_code)
{
	static const char *const targets[] = {
		[DECISION_CONFIRMED] = "/api/v1/confirm",
		[DECISION_REJECTED] = "/api/v1/reject",
		[DECISION_CORRECTED] = "/api/v1/correct",
	};
	char *body = json_dumps(request, JSON_COMPACT);
	struct decide_request here = { .verdict = verdict, .body = body, .len = strlen(body) };
	json_t *answer = decide_do(ctl, targets[verdict], body, decide_now, &here, ret_code);

	MEM_FREE(body);
	json_decref(request);
	return answer;
}

static const char *text_of(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text ? text : "";
}

static void print_change(const struct ctl *ctl, const json_t *change)
{
	const char *kind = text_of(change, "kind"), *old = text_of(change, "old");

	printf("  %s%" JSON_INTEGER_FORMAT "%s  %s%s  %s  %s%s%s\n", term_on(TERM_DIM, ctl->colour),
	       json_integer_value(json_object_get(change, "id")), term_off(TERM_DIM, ctl->colour),
	       kind, "", text_of(change, "series"), old, old[0] ? " → " : "",
	       text_of(change, "new"));
}

void decide_print(const struct ctl *ctl, const json_t *answer)
{
	json_int_t copies = json_integer_value(json_object_get(answer, "copies"));
	json_int_t by = json_integer_value(json_object_get(answer, "by"));
	json_t *change;
	size_t index;

	printf("claim %" JSON_INTEGER_FORMAT " is %s",
	       json_integer_value(json_object_get(answer, "claim")), text_of(answer, "verdict"));
	if (by > 0)
		printf(": claim %" JSON_INTEGER_FORMAT " stands in its place", by);
	if (copies > 0)
		printf(", and %" JSON_INTEGER_FORMAT " %s with it", copies,
		       copies == 1 ? "copy" : "copies");
	printf("\n");
	json_array_foreach(json_object_get(answer, "changes"), index, change)
	{
		print_change(ctl, change);
	}
}

static enum ctl_exit run(struct ctl *ctl, enum decision_verdict verdict, json_t *fields)
{
	const char *why = args_value(&ctl->args, "why");
	enum ctl_exit code = CTL_DONE;
	json_t *request, *answer;
	int64_t id;

	if (!ctl_number(ctl->args.words[0], 1, &id)) {
		json_decref(fields);
		return ctl_fail(CTL_USAGE,
		                "%s takes a claim's number, as `claims` lists it, not %s",
		                ctl->command->name, ctl->args.words[0]);
	}
	if (verdict != DECISION_CONFIRMED && !why) {
		json_decref(fields);
		return ctl_fail(CTL_USAGE, "%s needs a reason: --why TEXT", ctl->command->name);
	}
	request = json_pack("{s:I, s:o, s:b}", "claim", (json_int_t)id, "why",
	                    json_text(why ? why : ""), "only", args_has(&ctl->args, "only"));
	if (fields)
		json_object_set_new(request, "fields", fields);
	answer = decide_somewhere(ctl, verdict, request, &code);
	if (answer && ctl->json)
		json_line(json_incref(answer));
	else if (answer)
		decide_print(ctl, answer);
	json_decref(answer);
	return code;
}

enum ctl_exit command_confirm(struct ctl *ctl)
{
	return run(ctl, DECISION_CONFIRMED, NULL);
}

enum ctl_exit command_reject(struct ctl *ctl)
{
	return run(ctl, DECISION_REJECTED, NULL);
}

/* --as-of is the field as_of. */
static const char *option_value(const struct ctl *ctl, const char *field)
{
	char *name = mem_strdup(field);
	const char *value;

	for (char *c = name; *c; c++)
		if (*c == '_')
			*c = '-';
	value = args_value(&ctl->args, name);
	free(name);
	return value;
}

enum ctl_exit command_correct(struct ctl *ctl)
{
	json_t *fields = json_object();

	for (size_t i = 0; decide_fields[i]; i++) {
		const char *value = option_value(ctl, decide_fields[i]);

		if (value)
			json_object_set_new(fields, decide_fields[i], json_text(value));
	}
	if (json_object_size(fields) > 0)
		return run(ctl, DECISION_CORRECTED, fields);
	json_decref(fields);
	return ctl_fail(CTL_USAGE, "correct needs a field: --as-of 2023-03, --value 75 …; "
	                           "integractl correct --help lists them");
}

/* --- rebuild --- */

static int rebuild_now(struct ctl *ctl, struct store *store, void *arg, struct buf *out,
                       struct err *err)
{
	(void)ctl;
	(void)arg;
	return rebuild_here(store, out, err);
}

enum ctl_exit command_rebuild(struct ctl *ctl)
{
	enum ctl_exit code = CTL_DONE;
	json_t *answer = decide_do(ctl, "/api/v1/rebuild", NULL, rebuild_now, NULL, &code);
	json_t *line;
	size_t index;

	if (!answer)
		return code;
	if (ctl->json) {
		json_line(answer);
		return CTL_DONE;
	}
	json_array_foreach(json_object_get(answer, "mended"), index, line)
	{
		printf("%s\n", json_string_value(line));
	}
	if (index == 0)
		printf("nothing differed: all that is derived follows from claims and decisions\n");
	json_decref(answer);
	return CTL_DONE;
}
