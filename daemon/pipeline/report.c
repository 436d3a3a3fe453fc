#include "report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
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

/* "all activities completed: ≈70% → ≈80%, Lukashenko": what a person reads first. */
static char *change_message(const struct commit_entry *made)
{
	const struct claim *claim = &made->fresh.claim;
	const struct figure *old = made->entry.old;
	char *now = claim_figure_text(claim), *before = old ? claim_figure_text(&old->claim) : NULL;
	char *message = mem_printf("%s: %s %s, %s: %s%s%s%s%s", change_kind_name(made->entry.kind),
	                           claim->subject, claim_measure_name(claim->measure),
	                           claim_stage_name(claim->stage), before ? before : "",
	                           before ? " → " : "", now, claim->speaker ? ", " : "",
	                           claim->speaker ? claim->speaker : "");

	free(before);
	free(now);
	return message;
}

static void report_change(const struct commit_entry *made)
{
	const struct figure *fresh = &made->fresh, *old = made->entry.old;
	const struct claim *claim = &fresh->claim;
	char now[DECIMAL_TEXT_SIZE], before[DECIMAL_TEXT_SIZE] = "", as_of[DATE_TEXT_SIZE];
	char *message = change_message(made);

	decimal_format(claim_nominal(claim), now);
	if (old)
		decimal_format(claim_nominal(&old->claim), before);
	date_format(claim->as_of, as_of);
	log_fields(level_of(made->entry.severity), "change", change_message_id(made->entry.kind),
	           message,
	           (const struct log_field[]){
			   LOG_STR("change", change_kind_name(made->entry.kind)),
			   LOG_STR("certain", made->entry.is_certain ? "yes" : "no"),
			   LOG_STR("package", claim->package),
			   LOG_STR("subject", claim->subject),
			   LOG_STR("measure", claim_measure_name(claim->measure)),
			   LOG_STR("kind", claim_kind_name(claim_kind_of(claim))),
			   LOG_STR("stage", claim_stage_name(claim->stage)),
			   LOG_STR("old", before),
			   LOG_STR("new", now),
			   LOG_STR("as_of", as_of),
			   LOG_STR("speaker", claim->speaker),
			   LOG_STR("source", fresh->source),
			   LOG_STR("url", fresh->address),
			   LOG_INT("claim", fresh->claim_id),
			   LOG_INT("id", made->change_id),
			   LOG_STR("hash", made->hash),
			   { .name = NULL },
		   });
	free(message);
}

void report_changes(const struct commit *commit)
{
	for (size_t i = 0; i < commit->entry_count; i++)
		report_change(&commit->entries[i]);
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

static void report_failure(const struct report_poll *poll, const char *wait)
{
	char message[512];

	snprintf(message, sizeof(message), "%s: %s (%s); next try %s", poll->source, poll->why,
	         poll->failure, wait);
	log_event(LOG_WARNING, "poll", message, LOG_STR("source", poll->source),
	          LOG_STR("failure", poll->failure), LOG_STR("why", poll->why),
	          LOG_INT("failures", poll->failures), LOG_INT("next_s", poll->next_s));
}

void report_poll(const struct report_poll *poll)
{
	char wait[REPORT_WAIT_SIZE], message[512];

	report_wait(poll->next_s, wait);
	if (poll->failure) {
		report_failure(poll, wait);
		return;
	}
	if (poll->is_unchanged)
		snprintf(message, sizeof(message), "%s: not modified; next poll %s", poll->source,
		         wait);
	else
		snprintf(message, sizeof(message), "%s: %zu new %s, %zu of interest; next poll %s",
		         poll->source, poll->fresh, poll->fresh == 1 ? "item" : "items",
		         poll->candidates, wait);
	log_event(LOG_INFO, "poll", message, LOG_STR("source", poll->source),
	          LOG_STR("result", poll->is_unchanged ? "unchanged" : "ok"),
	          LOG_INT("new", (int64_t)poll->fresh), LOG_INT("known", (int64_t)poll->known),
	          LOG_INT("candidates", (int64_t)poll->candidates), LOG_STR("bozo", poll->bozo),
	          LOG_INT("next_s", poll->next_s));
}
