#include "report.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "change/visit.h"
#include "model/change.h"

static int level_of(enum change_severity severity)
{
	static const int levels[] = {
		[CHANGE_INFO] = LOG_INFO,
		[CHANGE_NOTICE] = LOG_NOTICE,
		[CHANGE_WARNING] = LOG_WARNING,
	};

	return levels[severity];
}

/* Whether the old figure became the new one; else they only stand beside each other. */
static bool is_step(enum change_kind kind)
{
	switch (kind) {
	case CHANGE_RISE:
	case CHANGE_FALL:
	case CHANGE_COMPLETE:
	case CHANGE_REFINED:
	case CHANGE_REVISED:
	case CHANGE_EXPECTED_MOVED:
		return true;
	case CHANGE_FIRST:
	case CHANGE_BACKFILL:
	case CHANGE_RESTATED:
	case CHANGE_CONFLICT:
	case CHANGE_EXPECTED:
	case CHANGE_HELD:
	case CHANGE_DEADLINE_MET:
	case CHANGE_DEADLINE_MISSED:
	case CHANGE_STALE:
	case CHANGE_CONFIRMED:
	case CHANGE_RETRACTED:
	case CHANGE_SOURCE_EDITED:
	case CHANGE_SOURCE_GONE:
	case CHANGE_SOURCE_DOWN:
	case CHANGE_SOURCE_UP:
	case CHANGE_SOURCE_SILENT:
	case CHANGE_SOURCE_MOVED:
	case CHANGE_NETWORK_DOWN:
		return false;
	}
	return false;
}

/* "rise: all activities, completed: ≈70% → ≈80%, Lukashenko": what a person reads first. */
static char *change_message(const struct commit_entry *made)
{
	const struct claim *claim = &made->fresh.claim;
	enum change_kind kind = made->entry.kind;
	const struct figure *old = made->entry.old;
	char *now = claim_figure_text(claim), *before = old ? claim_figure_text(&old->claim) : NULL;
	char *figures = !old            ? mem_strdup(now)
	                : is_step(kind) ? mem_printf("%s → %s", before, now)
	                                : mem_printf("%s, beside %s", now, before);
	const struct decision *decision = made->entry.decision;
	char *message = mem_printf("%s: %s %s, %s: %s%s%s%s%s", change_kind_name(kind),
	                           claim->subject, claim_measure_name(claim->measure),
	                           claim_stage_name(claim->stage), figures,
	                           claim->speaker ? ", " : "", claim->speaker ? claim->speaker : "",
	                           decision ? "; by " : "", decision ? decision->who : "");

	free(figures);
	free(before);
	free(now);
	return message;
}

/* Fields of one line; those that have nothing to say are left out. */
struct fields {
	struct log_field list[22];
	size_t count;
};

static void add_text(struct fields *fields, const char *name, const char *text)
{
	if (text && text[0] && fields->count + 1 < COUNT(fields->list))
		fields->list[fields->count++] = LOG_STR(name, text);
}

static void add_number(struct fields *fields, const char *name, int64_t number)
{
	if (fields->count + 1 < COUNT(fields->list))
		fields->list[fields->count++] = LOG_INT(name, number);
}

static void report_change(const struct commit_entry *made)
{
	const struct figure *fresh = &made->fresh, *old = made->entry.old;
	const struct claim *claim = &fresh->claim;
	char now[DECIMAL_TEXT_SIZE], before[DECIMAL_TEXT_SIZE] = "", as_of[DATE_TEXT_SIZE];
	const struct decision *decision = made->entry.decision;
	char *message = change_message(made);
	struct fields fields = { 0 };

	decimal_format(claim_nominal(claim), now);
	if (old)
		decimal_format(claim_nominal(&old->claim), before);
	add_text(&fields, "change", change_kind_name(made->entry.kind));
	add_text(&fields, "certain", made->entry.is_certain ? "yes" : "no");
	add_text(&fields, "package", claim->package);
	add_text(&fields, "subject", claim->subject);
	add_text(&fields, "measure", claim_measure_name(claim->measure));
	add_text(&fields, "kind", claim_kind_name(claim_kind_of(claim)));
	add_text(&fields, "stage", claim_stage_name(claim->stage));
	add_text(&fields, "old", before);
	add_text(&fields, "new", now);
	add_text(&fields, "as_of", date_format(claim->as_of, as_of));
	add_text(&fields, "speaker", claim->speaker);
	add_text(&fields, "who", decision ? decision->who : NULL);
	add_text(&fields, "why",
	         decision            ? decision->why
	         : made->entry.visit ? made->entry.visit->why
	                             : NULL);
	add_text(&fields, "source", fresh->source);
	add_text(&fields, "url", fresh->address);
	add_number(&fields, "claim", fresh->claim_id);
	add_number(&fields, "id", made->change_id);
	add_text(&fields, "hash", made->hash);
	log_fields(level_of(made->entry.severity), "change", change_message_id(made->entry.kind),
	           message, fields.list);
	free(message);
}

void report_changes(const struct commit *commit)
{
	for (size_t i = 0; i < commit->entry_count; i++)
		report_change(&commit->entries[i]);
}

void report_event(const struct change_event *event, int64_t change_id, const char *hash)
{
	char *message = change_event_message(event);
	struct fields fields = { 0 };

	add_text(&fields, "change", change_kind_name(event->kind));
	add_text(&fields, "source", event->source);
	add_text(&fields, "url", event->address);
	add_text(&fields, "moved_to", event->moved_to);
	add_text(&fields, "failure", event->failure);
	add_text(&fields, "why", event->why);
	add_number(&fields, "since_s", event->since_s);
	add_number(&fields, "id", change_id);
	add_text(&fields, "hash", hash);
	log_fields(level_of(change_event_severity(event->kind)), "change",
	           change_message_id(event->kind), message, fields.list);
	free(message);
}

char *report_wait(int64_t seconds, char out[REPORT_WAIT_SIZE])
{
	static const struct {
		int64_t seconds;
		const char *unit;
	} units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" } };

	if (seconds < 0)
		seconds = 0;
	snprintf(out, REPORT_WAIT_SIZE, "in %" PRId64 " s", seconds);
	for (size_t i = 0; i < COUNT(units); i++) {
		/* Two of a unit at least, so that rounding hides little. */
		if (seconds < 2 * units[i].seconds)
			continue;
		snprintf(out, REPORT_WAIT_SIZE, "in %" PRId64 " %s",
		         (seconds + units[i].seconds / 2) / units[i].seconds, units[i].unit);
		break;
	}
	return out;
}

void report_poll(const struct report_poll *poll)
{
	struct fields fields = { 0 };
	char wait[REPORT_WAIT_SIZE], message[512];

	report_wait(poll->next_s, wait);
	add_text(&fields, "source", poll->source);
	if (poll->failure) {
		snprintf(message, sizeof(message), "%s: %s (%s); next try %s", poll->source,
		         poll->why, poll->failure, wait);
		add_text(&fields, "failure", poll->failure);
		add_text(&fields, "why", poll->why);
		add_number(&fields, "failures", poll->failures);
	} else if (poll->is_unchanged) {
		snprintf(message, sizeof(message), "%s: not modified; next poll %s", poll->source,
		         wait);
		add_number(&fields, "new", 0);
	} else {
		snprintf(message, sizeof(message), "%s: %zu new %s, %zu of interest; next poll %s",
		         poll->source, poll->fresh, poll->fresh == 1 ? "item" : "items",
		         poll->candidates, wait);
		add_number(&fields, "new", (int64_t)poll->fresh);
		add_number(&fields, "known", (int64_t)poll->known);
		add_number(&fields, "candidates", (int64_t)poll->candidates);
		add_text(&fields, "bozo", poll->bozo);
	}
	add_number(&fields, "next_s", poll->next_s);
	log_fields(poll->is_quiet  ? LOG_DEBUG
	           : poll->failure ? LOG_WARNING
	                           : LOG_INFO,
	           "poll", NULL, message, fields.list);
}
