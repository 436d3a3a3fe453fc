/* What /metrics says: the one table of its families, and how it is kept cheap. */
#include "metrics.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "event/loop.h"
#include "pipeline/measures.h"
#include "pipeline/pipeline.h"
#include "pipeline/trouble.h"
#include "server/exposition.h"

/*
 * The sources of a great configuration take a megabyte and some milliseconds:
 * whoever asks again within a second gets the same bytes.
 */
#define KEPT_MS 1000

struct writing {
	struct exposition e;
	struct daemon *daemon;
	struct measures m;
	int field; /* of the family that is open, for those with a sample a sink or a source */
};

static void gauge(struct writing *w, const char *name, const char *help, int64_t number)
{
	exposition_family(&w->e, EXPOSITION_GAUGE, name, help);
	exposition_number(&w->e, NULL, NULL, number);
}

static void counter(struct writing *w, const char *name, const char *help, uint64_t number)
{
	exposition_family(&w->e, EXPOSITION_COUNTER, name, help);
	exposition_number(&w->e, NULL, NULL, (int64_t)number);
}

/* --- the daemon itself */

static void write_daemon(struct writing *w)
{
	const struct event_loop *loop = w->daemon->loop;

	exposition_family(&w->e, EXPOSITION_INFO, "integrad_build", "The version that runs.");
	exposition_number(&w->e, "version", INTEGRAD_VERSION, 1);
	gauge(w, "integrad_start_time_seconds", "When the daemon started, as Unix time.",
	      w->daemon->started_s);
	exposition_family(&w->e, EXPOSITION_GAUGE, "integrad_loop_lag_seconds",
	                  "The longest time that the event loop served nobody else, of the last"
	                  " minute or two.");
	exposition_seconds(&w->e, event_loop_recent_turn_ms(loop));
	exposition_family(&w->e, EXPOSITION_GAUGE, "integrad_loop_longest_turn_seconds",
	                  "The same since the start.");
	exposition_seconds(&w->e, event_loop_longest_turn_ms(loop));
	exposition_family(&w->e, EXPOSITION_COUNTER, "integrad_loop_busy_seconds",
	                  "Time for which the event loop was at work.");
	exposition_seconds(&w->e, event_loop_busy_ms(loop));
	gauge(w, "integrad_database_bytes", "Size of the database.", w->m.database_bytes);
	gauge(w, "integrad_database_wal_bytes", "Size of the write-ahead log beside it.",
	      w->m.wal_bytes);
	gauge(w, "integrad_reader_ready", "1 while the reader takes jobs.", w->m.reader.is_ready);
	gauge(w, "integrad_reader_queue", "Jobs that wait for the reader, the running one too.",
	      (int64_t)w->m.reader.queued);
	counter(w, "integrad_reader_jobs", "Feeds and pages that were read.", w->m.reader.jobs);
	counter(w, "integrad_reader_crashes", "Readers that died without being asked to.",
	        w->m.reader.crashes);
	counter(w, "integrad_reader_timeouts", "Readers that were stopped for taking too long.",
	        w->m.reader.timeouts);
}

static void write_troubles(struct writing *w)
{
	struct trouble list[TROUBLE_KINDS];
	size_t count = daemon_troubles(w->daemon, list), at = 0;

	gauge(w, "integrad_healthy", "0 while something needs a person: /healthz says what.",
	      count == 0);
	exposition_family(&w->e, EXPOSITION_GAUGE, "integrad_trouble",
	                  "1 for each reason why the daemon is not healthy.");
	for (int kind = 0; kind < TROUBLE_KINDS; kind++) {
		bool is_so = at < count && (int)list[at].kind == kind;

		at += is_so;
		exposition_number(&w->e, "reason", trouble_name((enum trouble_kind)kind), is_so);
	}
}

/* --- polling */

static void failures(struct writing *w, const char *name, const char *help,
                     const struct measures_failure *list, size_t count)
{
	exposition_family(&w->e, EXPOSITION_COUNTER, name, help);
	for (size_t i = 0; i < count; i++)
		exposition_number(&w->e, "failure", list[i].name, (int64_t)list[i].count);
}

static void write_polls(struct writing *w)
{
	const struct measures *m = &w->m;

	counter(w, "integrad_polls", "Polls of sources that ended, however.", m->polls);
	counter(w, "integrad_polls_unchanged", "Polls that found what was known already.",
	        m->unchanged);
	failures(w, "integrad_poll_failures", "Polls that failed, by the name of the failure.",
	         m->failures, m->failure_count);
	counter(w, "integrad_follows", "Pages of articles that were asked for, however that ended.",
	        m->follows);
	failures(w, "integrad_follow_failures",
	         "Pages of articles that could not be read, by the name of the failure.",
	         m->follow_failures, m->follow_failure_count);
	gauge(w, "integrad_polls_running", "Polls under way.", (int64_t)m->polling);
	gauge(w, "integrad_polls_waiting", "Sources that are due and wait for their turn.",
	      (int64_t)m->waiting);
	counter(w, "integrad_transfers", "Transfers, each hop of a redirect counted.",
	        m->fetch.transfers);
	counter(w, "integrad_transfer_bytes", "Bytes of bodies, as they came over the wire.",
	        m->fetch.bytes);
	gauge(w, "integrad_transfers_running", "Transfers under way.", (int64_t)m->fetch.running);
	gauge(w, "integrad_network_up", "0 while no host answers, whichever is asked.",
	      m->network_down_s == 0);
}

static void write_source(const char *key, const struct poll_state *poll, void *arg)
{
	struct writing *w = arg;

	exposition_number(&w->e, "source", key,
	                  w->field == 0 ? poll->last_success_s : poll->failures);
}

static void write_sources(struct writing *w)
{
	const struct measures *m = &w->m;

	gauge(w, "integrad_sources", "Sources that are configured.", (int64_t)m->sources);
	gauge(w, "integrad_sources_failing", "Sources whose last poll failed.",
	      (int64_t)m->failing);
	gauge(w, "integrad_sources_down", "Sources that were reported as down.", (int64_t)m->down);
	gauge(w, "integrad_sources_unreadable",
	      "Sources of which the last three articles or more could not be read.",
	      (int64_t)m->unreadable);
	gauge(w, "integrad_sources_never_read",
	      "Sources that never gave anything that could be read.", (int64_t)m->never);
	exposition_family(&w->e, EXPOSITION_GAUGE, "integrad_source_last_success_timestamp_seconds",
	                  "When the source was last read, as Unix time; 0: never.");
	w->field = 0;
	pipeline_each_source(w->daemon->pipeline, write_source, w);
	exposition_family(&w->e, EXPOSITION_GAUGE, "integrad_source_consecutive_failures",
	                  "Polls of the source that failed, one after the other.");
	w->field = 1;
	pipeline_each_source(w->daemon->pipeline, write_source, w);
}

/* --- the record */

static void write_record(struct writing *w)
{
	const struct measures *m = &w->m;

	counter(w, "integrad_items", "New items of feeds and lists.", m->items);
	counter(w, "integrad_articles", "Articles that were recorded.", m->articles);
	counter(w, "integrad_claims", "Claims that were recorded.", m->claims);
	counter(w, "integrad_claims_copied",
	        "Of them, those that repeat what their origin has said.", m->copies);
	gauge(w, "integrad_claims_held", "Claims that wait for a review.", m->held);
	exposition_family(&w->e, EXPOSITION_COUNTER, "integrad_changes",
	                  "Entries of the ledger by their kind, imports apart.");
	for (int kind = 0; kind < CHANGE_KINDS; kind++)
		exposition_number(&w->e, "kind", change_kind_name((enum change_kind)kind),
		                  (int64_t)m->changes[kind]);
	counter(w, "integrad_imported_changes", "Entries of the ledger that imports made.",
	        m->imported_changes);
}

/* --- alerts */

static void write_sink(const struct measures_sink *sink, void *arg)
{
	struct writing *w = arg;
	const int64_t fields[] = {
		sink->down_since_s == 0, sink->pending,         sink->given_up,
		(int64_t)sink->sent,     (int64_t)sink->failed,
	};

	exposition_number(&w->e, "sink", sink->name, fields[w->field]);
}

static void write_alerts(struct writing *w)
{
	static const struct {
		enum exposition_kind kind;
		const char *name, *help;
	} families[] = {
		{ EXPOSITION_GAUGE, "integrad_sink_up", "0 while the sink takes no messages." },
		{ EXPOSITION_GAUGE, "integrad_alerts_pending",
		  "Messages on their way to the sink." },
		{ EXPOSITION_GAUGE, "integrad_alerts_given_up",
		  "Messages that the sink did not take within 72 hours, as the record has them." },
		{ EXPOSITION_COUNTER, "integrad_alerts_sent", "Messages that the sink took." },
		{ EXPOSITION_COUNTER, "integrad_alert_failures",
		  "Tries that the sink did not take." },
	};

	for (size_t i = 0; i < COUNT(families); i++) {
		exposition_family(&w->e, families[i].kind, families[i].name, families[i].help);
		w->field = (int)i;
		pipeline_each_sink(w->daemon->pipeline, write_sink, w);
	}
}

static int write_all(struct daemon *daemon, bool is_openmetrics, struct buf *out)
{
	struct writing w = { .daemon = daemon };

	pipeline_measure(daemon->pipeline, &w.m);
	buf_clear(out);
	exposition_begin(&w.e, out, is_openmetrics);
	write_daemon(&w);
	write_troubles(&w);
	write_polls(&w);
	write_record(&w);
	write_alerts(&w);
	write_sources(&w);
	return exposition_end(&w.e);
}

void get_metrics(const struct server_request *request, struct server_response *response, void *arg)
{
	struct daemon *daemon = arg;
	bool is_openmetrics = exposition_wants_openmetrics(server_header(request, "Accept"));
	struct metrics_page *page = &daemon->pages[is_openmetrics];
	int64_t now_ms = clock_monotonic_ms();
	int done = 0;

	if (!page->is_there || now_ms - page->made_ms >= KEPT_MS) {
		if (!page->is_there)
			buf_init(&page->text, LIMIT_REPLY_BYTES);
		page->made_ms = now_ms;
		page->is_there = true;
		done = write_all(daemon, is_openmetrics, &page->text);
	}
	response->content_type = exposition_content_type(is_openmetrics);
	if (done < 0 || buf_append(&response->body, page->text.data, page->text.len) < 0)
		server_fail(response, 500, "no room for the metrics");
}

void metrics_done(struct daemon *daemon)
{
	for (size_t i = 0; i < COUNT(daemon->pages); i++)
		if (daemon->pages[i].is_there)
			buf_done(&daemon->pages[i].text);
}
