#include "quiet.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "parts.h"

#define WINDOW_MS (10 * 60 * 1000)
#define LINES_IN_WINDOW 20
#define LINES_UNANSWERED 4 /* hosts, one after the other, that each have a line */
#define RECORD_EVERY_MS 60000
#define NAMES 8

struct quiet {
	struct event_timer *timer;
	int64_t window_began_ms;
	size_t told;
	size_t kept_back; /* since it was last told how many */
	struct quiet_name {
		const char *name;
		size_t count;
	} names[NAMES]; /* of them; what has no place counts in kept_back alone */
	int64_t record_told_ms;
	char *record_why;
};

static void count(struct quiet *quiet, const char *failure)
{
	quiet->kept_back++;
	for (size_t i = 0; i < NAMES; i++) {
		struct quiet_name *name = &quiet->names[i];

		if (!name->name)
			name->name = failure;
		if (strcmp(name->name, failure) == 0) {
			name->count++;
			return;
		}
	}
}

/* "40 dns, 8 connect" */
static char *names_text(const struct quiet *quiet)
{
	struct buf text;

	buf_init(&text, KIB);
	for (size_t i = 0; i < NAMES && quiet->names[i].name; i++)
		if (buf_printf(&text, "%s%zu %s", i ? ", " : "", quiet->names[i].count,
		               quiet->names[i].name) < 0)
			break;
	return buf_take(&text);
}

static void tell(struct quiet *quiet)
{
	char *names, *message;

	event_timer_cancel(quiet->timer);
	if (quiet->kept_back == 0)
		return;
	names = names_text(quiet);
	message = mem_printf("%zu more polls failed (%s); `integractl sources` shows whose",
	                     quiet->kept_back, names);
	log_event(LOG_WARNING, "polls", message, LOG_INT("failed", (int64_t)quiet->kept_back),
	          LOG_STR("failures", names));
	free(message);
	free(names);
	quiet->told++;
	quiet->kept_back = 0;
	memset(quiet->names, 0, sizeof(quiet->names));
}

static bool is_unanswered(const struct pipeline *pipeline)
{
	return pipeline->outage.since_s || pipeline->outage.count > LINES_UNANSWERED;
}

static void on_window(void *arg)
{
	const struct pipeline *pipeline = arg;

	/* While nobody answers there is nothing new to say: it is told when somebody does. */
	if (is_unanswered(pipeline))
		event_timer_start(pipeline->quiet->timer, WINDOW_MS);
	else
		tell(pipeline->quiet);
}

void quiet_init(struct pipeline *pipeline)
{
	struct quiet *quiet = mem_alloc(sizeof(*quiet));

	pipeline->quiet = quiet;
	quiet->timer = event_timer_new(pipeline->parts.loop, on_window, pipeline);
}

void quiet_done(struct pipeline *pipeline)
{
	tell(pipeline->quiet);
	event_timer_free(pipeline->quiet->timer);
	free(pipeline->quiet->record_why);
	MEM_FREE(pipeline->quiet);
}

bool quiet_may_tell(struct pipeline *pipeline, const char *failure)
{
	struct quiet *quiet = pipeline->quiet;
	int64_t now_ms = event_now_ms(pipeline->parts.loop);

	if (now_ms - quiet->window_began_ms >= WINDOW_MS || quiet->window_began_ms == 0) {
		quiet->window_began_ms = now_ms;
		quiet->told = 0;
	}
	if (!is_unanswered(pipeline) && quiet->told < LINES_IN_WINDOW) {
		quiet->told++;
		return true;
	}
	if (quiet->kept_back == 0)
		event_timer_start(quiet->timer, WINDOW_MS);
	count(quiet, failure);
	return false;
}

void quiet_ends(struct pipeline *pipeline)
{
	if (pipeline->quiet->told < LINES_IN_WINDOW)
		tell(pipeline->quiet);
}

bool quiet_may_tell_record(struct pipeline *pipeline, const char *why)
{
	struct quiet *quiet = pipeline->quiet;
	int64_t now_ms = event_now_ms(pipeline->parts.loop);

	if (quiet->record_why && strcmp(quiet->record_why, why) == 0 &&
	    now_ms - quiet->record_told_ms < RECORD_EVERY_MS)
		return false;
	free(quiet->record_why);
	quiet->record_why = mem_strdup(why);
	quiet->record_told_ms = now_ms;
	return true;
}
