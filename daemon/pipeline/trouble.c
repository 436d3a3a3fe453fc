#include "pipeline/trouble.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/err.h"
#include "model/date.h"

const char *trouble_name(enum trouble_kind kind)
{
	static const char *const names[] = {
		[TROUBLE_NETWORK] = "network-down", [TROUBLE_NOTHING_READ] = "nothing-read",
		[TROUBLE_SOURCES] = "sources-down", [TROUBLE_ARTICLES] = "articles-unread",
		[TROUBLE_SINKS] = "sinks-down",     [TROUBLE_GIVEN_UP] = "alerts-given-up",
		[TROUBLE_RECORD] = "record",        [TROUBLE_READER] = "reader",
		[TROUBLE_CONFIG] = "configuration", [TROUBLE_HTTP] = "http",
	};

	return names[kind];
}

void trouble_add_source(struct trouble_facts *facts, const char *key, const struct poll_state *poll)
{
	facts->sources++;
	if (poll->last_success_s > facts->last_success_s)
		facts->last_success_s = poll->last_success_s;
	if (poll->down_s == 0 || facts->now_s - poll->down_s < TROUBLE_SOURCE_DOWN_S)
		return;
	if (facts->sources_down++ == 0)
		facts->source_down = key;
}

void trouble_add_unreadable(struct trouble_facts *facts, const char *key, int64_t count,
                            int64_t last_s, const char *why)
{
	if (count < TROUBLE_ARTICLES_MIN || facts->now_s - last_s > TROUBLE_ARTICLES_S)
		return;
	if (facts->sources_unreadable++ > 0)
		return;
	facts->source_unreadable = key;
	facts->unreadable_why = why;
}

struct judging {
	struct trouble *list;
	size_t count;
};

PRINTF_LIKE(3, 4)
static void add(struct judging *j, enum trouble_kind kind, const char *fmt, ...)
{
	struct trouble *trouble = &j->list[j->count++];
	va_list args;

	trouble->kind = kind;
	va_start(args, fmt);
	vsnprintf(trouble->text, sizeof(trouble->text), fmt, args);
	va_end(args);
}

/* Who is to blame where nothing comes any more: the network first, then whoever is left. */
static void judge_polling(const struct trouble_facts *f, struct judging *j)
{
	char since[DATE_STAMP_SIZE];

	if (f->network_down_s)
		add(j, TROUBLE_NETWORK,
		    "our network is down since %s: no host answers; look at its route, proxy and"
		    " name servers",
		    date_stamp_format(f->network_down_s, since));
	if (f->sources > 0 && f->nothing_read_s > 0 &&
	    f->now_s - f->last_success_s > f->nothing_read_s)
		add(j, TROUBLE_NOTHING_READ,
		    "no source was read since %s: `integractl sources` says why",
		    date_stamp_format(f->last_success_s, since));
	if (f->sources_down > 0 && !f->network_down_s)
		add(j, TROUBLE_SOURCES,
		    "%zu of %zu sources down for over a day, %s among them: `integractl sources`"
		    " says why; mend its address, or take it out",
		    f->sources_down, f->sources, f->source_down);
	if (f->sources_unreadable > 0 && !f->network_down_s)
		add(j, TROUBLE_ARTICLES,
		    "of %zu of %zu sources the last articles could not be read, %s among them (%s):"
		    " what only they say is missed; `integractl sources` says why",
		    f->sources_unreadable, f->sources, f->source_unreadable, f->unreadable_why);
}

static void judge_alerts(const struct trouble_facts *f, struct judging *j)
{
	if (f->sinks_down > 0)
		add(j, TROUBLE_SINKS,
		    "%zu %s took no message for over an hour, %s among them: `integractl"
		    " alerts` says why",
		    f->sinks_down, f->sinks_down == 1 ? "sink" : "sinks", f->sink_down);
	if (f->given_up > 0)
		add(j, TROUBLE_GIVEN_UP,
		    "%" PRId64 " %s given up within 7 days: `integractl alerts --state given-up`"
		    " lists them, --retry sends one again",
		    f->given_up, f->given_up == 1 ? "alert" : "alerts");
}

size_t trouble_judge(const struct trouble_facts *f, struct trouble list[TROUBLE_KINDS])
{
	struct judging j = { .list = list };

	judge_polling(f, &j);
	judge_alerts(f, &j);
	if (f->record_why)
		add(&j, TROUBLE_RECORD, "the record takes no writes: %s", f->record_why);
	if (f->is_reader_away)
		add(&j, TROUBLE_READER,
		    "the reader does not get ready for over a minute: the log says why");
	if (f->config_why)
		add(&j, TROUBLE_CONFIG, "the last reload was refused: %s", f->config_why);
	if (f->http_why)
		add(&j, TROUBLE_HTTP, "%s", f->http_why);
	return j.count;
}
