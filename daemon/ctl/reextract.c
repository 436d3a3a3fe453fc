/* `integractl reextract`: today's rules over the articles of the record. */
#include "commands.h"
#include "control.h"
#include "json.h"
#include "record.h"
#include "term.h"
#include "where.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/user.h"
#include "config/config.h"
#include "pipeline/reextract.h"

/* How often the daemon is asked how far it is. */
static const struct timespec LOOK = { .tv_nsec = 100 * 1000 * 1000 };

/* --- here --- */

static void print_line(const struct ctl *ctl, const char *sign, enum term_style style,
                       const char *text)
{
	char *clean;

	if (!text)
		return;
	clean = term_clean(text);
	printf("  %s%s %s%s\n", term_on(style, ctl->colour), sign, clean,
	       term_off(style, ctl->colour));
	free(clean);
}

static void tell(const struct reextract_difference *d, void *arg)
{
	const struct ctl *ctl = arg;
	char *quote;

	if (ctl->json) {
		json_line(json_pack("{s:I, s:o, s:o, s:o, s:o, s:o}", "article",
		                    (json_int_t)d->article_id, "claim",
		                    d->claim_id ? json_integer(d->claim_id) : json_null(), "before",
		                    json_text(d->before), "now", json_text(d->now), "quote",
		                    json_text(d->quote), "why", json_text(d->why)));
		return;
	}
	quote = term_clean(d->quote ? d->quote : "");
	if (d->claim_id)
		printf("claim %" PRId64 " “%s” (%s)\n", d->claim_id, quote, d->why);
	else
		printf("article %" PRId64 " “%s” (%s)\n", d->article_id, quote, d->why);
	free(quote);
	print_line(ctl, "-", TERM_BAD, d->before);
	print_line(ctl, "+", TERM_GOOD, d->now);
}

static void print_sum(const struct ctl *ctl, int64_t articles, int64_t failed, int64_t superseded,
                      int64_t claims, bool dry)
{
	if (ctl->json)
		return;
	printf("%" PRId64 " %s read again: %" PRId64 " %s superseded, %" PRId64 " new.", articles,
	       articles == 1 ? "article" : "articles", superseded,
	       superseded == 1 ? "claim" : "claims", claims);
	if (failed > 0)
		printf(" %" PRId64 " could not be read; their claims stay.", failed);
	if (dry && superseded + claims > 0)
		printf(" Nothing was written: without --dry-run it is.");
	printf("\n");
}

static void print_counts(const struct ctl *ctl, const struct reextract_counts *n, bool dry)
{
	if (ctl->json && !dry)
		json_line(json_pack("{s:b, s:I, s:I, s:I, s:I, s:I}", "running", 0, "articles",
		                    (json_int_t)n->articles, "failed", (json_int_t)n->failed,
		                    "superseded", (json_int_t)n->superseded, "claims",
		                    (json_int_t)n->claims, "changes", (json_int_t)n->changes));
	print_sum(ctl, n->articles, n->failed, n->superseded, n->claims, dry);
}

static enum ctl_exit run_here(struct ctl *ctl, bool dry)
{
	struct config *config = where_load_config(ctl);
	struct reextract_counts counts;
	char *who = user_name(getuid());
	struct record record;
	struct err err;
	enum ctl_exit code = CTL_USAGE;

	if (config)
		code = dry ? record_open(ctl, &record) : record_open_writer(ctl, &record);
	if (code == CTL_DONE) {
		if (reextract_here(record.store, config, who, dry, dry ? tell : NULL, ctl, &counts,
		                   &err) != 0)
			code = record_fail(&record, &err);
		else
			print_counts(ctl, &counts, dry);
		record_close(&record);
	}
	config_free(config);
	free(who);
	return code;
}

/* --- by the daemon --- */

static int64_t number(const json_t *json, const char *name)
{
	return json_integer_value(json_object_get(json, name));
}

/* Until it is through; the answer is yours, NULL where the daemon has gone. */
static json_t *wait_for_daemon(const struct ctl *ctl, struct err *err)
{
	long status;
	json_t *json;

	for (;;) {
		json = control_get(ctl, "/api/v1/reextract", &status, err);
		if (!json || !json_is_true(json_object_get(json, "running")))
			return json;
		json_decref(json);
		nanosleep(&LOOK, NULL);
	}
}

enum ctl_exit command_reextract(struct ctl *ctl)
{
	enum ctl_exit code = CTL_DONE;
	json_t *json;
	struct err err;
	long status;

	if (args_has(&ctl->args, "dry-run"))
		return run_here(ctl, true);
	json = control_post(ctl, "/api/v1/reextract", NULL, 0, &status, &err);
	if (!json && err.kind == ERR_AGAIN)
		return run_here(ctl, false);
	if (json && status != 200) {
		code = control_refused(json, status);
		json_decref(json);
		return code;
	}
	json_decref(json);
	if (json)
		json = wait_for_daemon(ctl, &err);
	if (!json)
		return ctl_fail(CTL_NO_DAEMON, "%s", err.text);
	if (ctl->json) {
		json_line(json);
		return CTL_DONE;
	}
	print_sum(ctl, number(json, "articles"), number(json, "failed"), number(json, "superseded"),
	          number(json, "claims"), false);
	json_decref(json);
	return code;
}
