/* `integractl alerts` and `silence`: the outbox, what the rules make of a change, and silences. */
#include "commands.h"
#include "decide.h"
#include "json.h"
#include "record.h"
#include "silence_names.h"
#include "table.h"
#include "where.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alert/message.h"
#include "alert/rule.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/tree.h"
#include "base/user.h"
#include "config/config.h"
#include "config/value.h"
#include "pipeline/alerts.h"
#include "store/outbox.h"

#define SHOWN 50 /* of the outbox, where --limit says nothing */

/* --- the outbox */

static const struct table_column COLUMNS[] = {
	{ "ID", true, false, 0 },    { "MADE", false, false, 3 },   { "STATE", false, false, 0 },
	{ "SINK", false, false, 0 }, { "RULE", false, false, 4 },   { "TRIES", true, false, 5 },
	{ "NEXT", false, false, 2 }, { "CHANGES", true, false, 6 }, { "WHAT", false, true, 0 },
};

static enum term_style style_of(enum store_alert_state state)
{
	switch (state) {
	case STORE_ALERT_SENT:
		return TERM_GOOD;
	case STORE_ALERT_GIVEN_UP:
		return TERM_BAD;
	case STORE_ALERT_MERGED:
	case STORE_ALERT_SILENCED:
		return TERM_DIM;
	case STORE_ALERT_WAITING:
		return TERM_PLAIN;
	}
	return TERM_PLAIN;
}

/* Its title, where it has one yet; and why it is not there. Yours. */
static char *what_of(const struct store_alert *alert)
{
	json_t *body = alert->body ? json_loads(alert->body, 0, NULL) : NULL;
	const char *title = json_string_value(json_object_get(body, "title"));
	char *what = mem_printf("%s%s%s", title ? title : alert->topic, alert->why[0] ? ": " : "",
	                        alert->why);

	json_decref(body);
	return what;
}

static void add_row(struct table *table, const struct store_alert *alert)
{
	bool waits = alert->state == STORE_ALERT_WAITING;
	char stamp[DATE_STAMP_SIZE], *what = what_of(alert);

	table_addf(table, TERM_PLAIN, "%" PRId64, alert->id);
	table_add(table, TERM_PLAIN, date_stamp_format(alert->made_s, stamp));
	table_add(table, style_of(alert->state), store_alert_state_name(alert->state));
	table_add(table, TERM_PLAIN, alert->sink);
	table_add(table, TERM_PLAIN, alert->rule);
	table_addf(table, TERM_PLAIN, "%d", alert->tries);
	table_add(table, TERM_PLAIN, waits ? date_stamp_format(alert->next_s, stamp) : "");
	table_addf(table, TERM_PLAIN, "%" PRId64, alert->change_count);
	table_add(table, TERM_PLAIN, what);
	free(what);
}

static json_t *row_json(const struct store_alert *alert)
{
	json_t *body = alert->body ? json_loads(alert->body, 0, NULL) : json_null();

	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:i, s:o, s:o, s:I, s:o}",
	                 "id", (json_int_t)alert->id, "message_id", alert->message, "state",
	                 store_alert_state_name(alert->state), "sink", alert->sink, "rule",
	                 alert->rule, "topic", alert->topic, "language", alert->language, "made",
	                 json_stamp(true, alert->made_s), "next",
	                 json_stamp(alert->state == STORE_ALERT_WAITING, alert->next_s), "tries",
	                 alert->tries, "done", json_stamp(alert->done_s > 0, alert->done_s), "why",
	                 json_text(alert->why), "changes", (json_int_t)alert->change_count,
	                 "message", body);
}

static enum ctl_exit list_alerts(struct ctl *ctl)
{
	struct table *table = table_new(COLUMNS, COUNT(COLUMNS));
	struct store_alert_filter filter = { .state = args_value(&ctl->args, "state"),
		                             .sink = args_value(&ctl->args, "sink") };
	enum ctl_exit code = ctl_limit(ctl, &filter.limit);
	struct store_alert *list;
	struct record record;
	struct err err;
	size_t count;

	if (code == CTL_DONE)
		code = record_open(ctl, &record);
	if (code != CTL_DONE)
		goto out;
	filter.limit = filter.limit ? filter.limit : SHOWN;
	if (store_list_alerts(record.store, &filter, record.arena, &list, &count, &err) < 0) {
		code = record_fail(&record, &err);
	} else if (count == 0) {
		code = ctl_fail(CTL_NOTHING, "no such alerts in the outbox");
	} else {
		for (size_t i = 0; i < count; i++)
			if (ctl->json)
				json_line(row_json(&list[i]));
			else
				add_row(table, &list[i]);
		table_print(table, stdout, ctl->colour, ctl->columns);
	}
	record_close(&record);
out:
	table_free(table);
	return code;
}

/* --- verbs, by the daemon or here */

static int do_here(struct ctl *ctl, struct store *store, void *arg, struct buf *out,
                   struct err *err)
{
	struct alerts_request *request = arg;
	char *who = user_name(getuid());
	int done = store_begin(store, err);

	(void)ctl;
	request->who = who;
	if (done == 0 && (alerts_do(store, request, clock_now_s(), out, err) < 0 ||
	                  store_commit(store, err) < 0)) {
		store_rollback(store);
		done = -1;
	}
	free(who);
	return done;
}

/* Takes the reference of json. */
static json_t *ask(struct ctl *ctl, enum alerts_verb verb, json_t *json, enum ctl_exit *ret_code)
{
	static const char *const targets[] = { [ALERTS_SILENCE] = "/api/v1/silence",
		                               [ALERTS_END_SILENCE] = "/api/v1/end-silence",
		                               [ALERTS_RETRY] = "/api/v1/retry" };
	char *body = json_dumps(json, JSON_COMPACT);
	struct alerts_request request = { .verb = verb, .body = body, .len = strlen(body) };
	json_t *answer = decide_do(ctl, targets[verb], body, do_here, &request, ret_code);

	free(body);
	json_decref(json);
	return answer;
}

static void print_answer(const struct ctl *ctl, json_t *answer, const char *format_text)
{
	if (ctl->json)
		json_line(json_incref(answer));
	else
		printf("%s\n", format_text);
}

static enum ctl_exit retry_alert(struct ctl *ctl, const char *text)
{
	enum ctl_exit code = CTL_DONE;
	json_t *answer;
	int64_t id;

	if (!ctl_number(text, 1, &id))
		return ctl_fail(CTL_USAGE, "--retry takes the number of an alert, not %s", text);
	answer = ask(ctl, ALERTS_RETRY, json_pack("{s:I}", "alert", (json_int_t)id), &code);
	if (answer)
		print_answer(ctl, answer, "it is tried again now, or when the daemon starts");
	json_decref(answer);
	return code;
}

/* --- what would be sent */

static int load_change(struct record *record, int64_t id, struct store_change **ret_change,
                       struct err *err)
{
	/* Behind no entry at all a limit would give the newest. */
	const struct store_change_filter filter = { .after_id = id - 1, .limit = id > 1 ? 1 : 0 };
	size_t count;

	if (store_list_changes(record->store, &filter, record->arena, ret_change, &count, err) < 0)
		return -1;
	if (count == 0 || (*ret_change)[0].id != id)
		return err_set(err, ERR_INPUT, "there is no change %" PRId64, id);
	return 0;
}

static char *message_of(const struct alert_fact *fact, const struct config *config,
                        enum alert_language language)
{
	const struct alert_batch batch = { .facts = fact,
		                           .count = 1,
		                           .total = 1,
		                           .id = "msg_trial",
		                           .page = config->alerts.page,
		                           .time = fact->recorded,
		                           .language = language };

	return alert_message(&batch);
}

static void show_order(const struct ctl *ctl, const struct config *config,
                       const struct alert_order *order, const struct alert_fact *fact)
{
	const struct alert_rule *rule = &config->alerts.rules[order->rule];
	const struct alert_sink *sink = &config->alerts.sinks[order->sink];
	char *text = message_of(fact, config, rule->language), wait[VALUE_TEXT_SIZE];
	json_t *message = json_loads(text, 0, NULL);
	int64_t wait_s = alert_rule_wait(rule, fact);

	if (ctl->json) {
		json_line(json_pack("{s:s, s:s, s:I, s:o}", "sink", sink->name, "rule", rule->name,
		                    "wait_s", (json_int_t)wait_s, "message", message));
	} else {
		printf("\n%s%s%s (%s), by rule %s, %s%s:\n\n%s\n\n%s",
		       term_on(TERM_BOLD, ctl->colour), sink->name,
		       term_off(TERM_BOLD, ctl->colour), alert_sink_kind_name(sink->kind),
		       rule->name,
		       sink->digest ? "in its digest"
		       : wait_s     ? "after "
		                    : "at once",
		       sink->digest || !wait_s ? "" : value_format_duration(wait_s * 1000, wait),
		       json_string_value(json_object_get(message, "title")),
		       json_string_value(json_object_get(message, "text")));
		json_decref(message);
	}
	free(text);
}

static void show_rules(const struct config *config, const struct alert_fact *fact)
{
	bool is_over = false;

	for (size_t i = 0; i < config->alerts.rule_count; i++) {
		const struct alert_rule *rule = &config->alerts.rules[i];
		enum alert_verdict verdict = is_over ? ALERT_NOT_REACHED
		                                     : alert_rule_judge(rule, fact);

		printf("rule %s (%s:%d): %s\n", rule->name, rule->file, rule->line,
		       alert_verdict_text(verdict));
		is_over = is_over || (verdict == ALERT_TAKEN && rule->is_last);
	}
}

static enum ctl_exit show_would_send(struct ctl *ctl, const struct config *config,
                                     struct record *record, int64_t id)
{
	struct alert_order *orders = arena_array(record->arena, config->alerts.sink_count,
	                                         sizeof(*orders));
	struct store_change *change;
	struct alert_fact fact;
	struct err err;
	size_t count;

	if (load_change(record, id, &change, &err) < 0 ||
	    alerts_fact(record->store, config, change, record->arena, &fact, &err) < 0)
		return err.kind == ERR_INPUT ? ctl_fail(CTL_NOTHING, "%s", err.text)
		                             : record_fail(record, &err);
	if (!ctl->json)
		show_rules(config, &fact);
	count = alert_orders(&config->alerts, &fact, orders);
	for (size_t i = 0; i < count; i++)
		show_order(ctl, config, &orders[i], &fact);
	if (count == 0)
		return ctl_fail(CTL_NOTHING, "no rule sends change %" PRId64 " anywhere", id);
	return CTL_DONE;
}

static enum ctl_exit would_send(struct ctl *ctl, const char *text)
{
	struct config *config;
	struct record record;
	enum ctl_exit code;
	int64_t id;

	if (!ctl_number(text, 1, &id))
		return ctl_fail(CTL_USAGE, "--would-send takes the number of a change, not %s",
		                text);
	config = where_load_rules(ctl);
	if (!config)
		return CTL_USAGE;
	code = record_open(ctl, &record);
	if (code == CTL_DONE) {
		code = show_would_send(ctl, config, &record, id);
		record_close(&record);
	}
	config_free(config);
	return code;
}

enum ctl_exit command_alerts(struct ctl *ctl)
{
	const char *retry = args_value(&ctl->args, "retry");
	const char *change = args_value(&ctl->args, "would-send");
	const char *state = args_value(&ctl->args, "state");
	enum store_alert_state known;

	if (retry)
		return retry_alert(ctl, retry);
	if (change)
		return would_send(ctl, change);
	if (state && !store_alert_state_parse(state, &known))
		return ctl_fail(CTL_USAGE,
		                "--state takes waiting, sent, given-up, merged or silenced, not %s",
		                state);
	return list_alerts(ctl);
}

/* --- silences */

static const char *const TARGETS[] = { "kind", "package", "subject", "source", "sink" };

static void print_silence(const struct ctl *ctl, const struct store_silence *s)
{
	const char *values[] = { s->kind, s->package, s->subject, s->source, s->sink };
	char until[DATE_STAMP_SIZE];

	if (ctl->json) {
		json_line(json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:s}", "id",
		                    (json_int_t)s->id, "kind", s->kind, "package", s->package,
		                    "subject", s->subject, "source", s->source, "sink", s->sink,
		                    "made", json_stamp(true, s->made_s), "until",
		                    json_stamp(true, s->until_s), "who", s->who, "why", s->why));
		return;
	}
	printf("%" PRId64 "  until %s ", s->id, date_stamp_format(s->until_s, until));
	for (size_t i = 0; i < COUNT(values); i++)
		if (values[i][0])
			printf(" %s %s", TARGETS[i], values[i]);
	printf("  (%s: %s)\n", s->who, s->why);
}

static enum ctl_exit list_silences(struct ctl *ctl)
{
	struct store_silence *list;
	struct record record;
	enum ctl_exit code = record_open(ctl, &record);
	struct err err;
	size_t count;

	if (code != CTL_DONE)
		return code;
	if (store_list_silences(record.store, clock_now_s(), record.arena, &list, &count, &err) < 0)
		code = record_fail(&record, &err);
	else if (count == 0)
		code = ctl_fail(CTL_NOTHING, "nothing is silenced");
	else
		for (size_t i = 0; i < count; i++)
			print_silence(ctl, &list[i]);
	record_close(&record);
	return code;
}

static enum ctl_exit end_silence(struct ctl *ctl, const char *text)
{
	enum ctl_exit code = CTL_DONE;
	json_t *answer;
	int64_t id;

	if (!ctl_number(text, 1, &id))
		return ctl_fail(CTL_USAGE, "--end takes the number of a silence, not %s", text);
	answer = ask(ctl, ALERTS_END_SILENCE, json_pack("{s:I}", "silence", (json_int_t)id), &code);
	if (answer)
		print_answer(ctl, answer, "the silence is ended");
	json_decref(answer);
	return code;
}

static enum ctl_exit make_silence(struct ctl *ctl, const char *for_text)
{
	const char *why = args_value(&ctl->args, "why");
	const char *subject = ctl_word(ctl, 0, args_value(&ctl->args, "subject"));
	json_t *json, *answer;
	enum ctl_exit code;
	int64_t for_ms;

	if (!why || !value_parse_duration(for_text, &for_ms))
		return ctl_fail(CTL_USAGE, why ? "--for takes a duration such as 2h or 3d"
		                               : "a silence needs a reason: --why TEXT");
	code = silence_check_names(ctl, subject);
	if (code != CTL_DONE)
		return code;
	json = json_object();
	for (size_t i = 0; i < COUNT(TARGETS); i++)
		if (args_value(&ctl->args, TARGETS[i]))
			json_object_set_new(json, TARGETS[i],
			                    json_text(args_value(&ctl->args, TARGETS[i])));
	if (subject)
		json_object_set_new(json, "subject", json_text(subject));
	json_object_set_new(json, "for_s", json_integer(for_ms / 1000));
	json_object_set_new(json, "why", json_text(why));
	answer = ask(ctl, ALERTS_SILENCE, json, &code);
	if (answer && ctl->json)
		json_line(json_incref(answer));
	else if (answer)
		printf("silence %lld, until %s; a new value breaks it\n",
		       (long long)json_integer_value(json_object_get(answer, "silence")),
		       json_string_value(json_object_get(answer, "until")));
	json_decref(answer);
	return code;
}

enum ctl_exit command_silence(struct ctl *ctl)
{
	const char *for_text = args_value(&ctl->args, "for"), *end = args_value(&ctl->args, "end");
	bool names_any = ctl_word(ctl, 0, NULL) || args_value(&ctl->args, "why");

	if (end)
		return end_silence(ctl, end);
	if (for_text)
		return make_silence(ctl, for_text);
	if (names_any)
		return ctl_fail(CTL_USAGE, "a silence has an end: --for 2h");
	return list_silences(ctl);
}
