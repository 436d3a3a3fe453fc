#include "pipeline/measures.h"

#include "base/clock.h"
#include "outbox.h"
#include "parts.h"
#include "pipeline/trouble.h"
#include "store/storage.h"
#include "tally.h"

static bool is_unreadable(const struct poll_source *source)
{
	return source->source->follow && source->unreadable &&
	       source->unreadable->count >= TROUBLE_ARTICLES_MIN;
}

static void count_sources(const struct pipeline *pipeline, struct measures *m)
{
	m->sources = pipeline->source_count;
	for (size_t i = 0; i < pipeline->source_count; i++) {
		const struct poll_state *state = &pipeline->sources[i]->state;

		m->failing += pipeline->sources[i]->failure != NULL;
		m->down += state->down_s != 0;
		m->never += state->last_success_s == 0;
		m->unreadable += is_unreadable(pipeline->sources[i]);
	}
}

void pipeline_measure(struct pipeline *pipeline, struct measures *ret)
{
	tally_look(pipeline);
	*ret = pipeline->tally->measures;
	ret->polling = pipeline->polling;
	ret->following = pipeline->following;
	ret->waiting = pipeline->line_count;
	ret->network_down_s = pipeline->outage.since_s;
	ret->database_bytes = store_database_bytes(pipeline->parts.store);
	ret->wal_bytes = store_wal_bytes(pipeline->parts.store);
	ret->fetch = fetch_pool_stats(pipeline->parts.fetch);
	ret->reader = reader_client_stats(pipeline->parts.reader);
	count_sources(pipeline, ret);
}

void pipeline_each_sink(const struct pipeline *pipeline, measures_sink_fn *fn, void *arg)
{
	for (size_t i = 0; i < pipeline->outbox->sink_count; i++) {
		const struct outbox_sink *sink = pipeline->outbox->sinks[i];

		fn(&(struct measures_sink){ .name = sink->name,
		                            .down_since_s = sink->down_since_s,
		                            .sent = sink->sent,
		                            .failed = sink->failed,
		                            .pending = sink->pending,
		                            .given_up = sink->given_up },
		   arg);
	}
}

void pipeline_each_source(const struct pipeline *pipeline, measures_source_fn *fn, void *arg)
{
	for (size_t i = 0; i < pipeline->source_count; i++)
		fn(pipeline->sources[i]->key, &pipeline->sources[i]->state, arg);
}

static void add_sinks(const struct pipeline *pipeline, struct trouble_facts *facts)
{
	for (size_t i = 0; i < pipeline->outbox->sink_count; i++) {
		const struct outbox_sink *sink = pipeline->outbox->sinks[i];

		facts->given_up += sink->lately_given_up;
		if (!sink->down_since_s || facts->now_s - sink->down_since_s < TROUBLE_SINK_DOWN_S)
			continue;
		if (facts->sinks_down++ == 0)
			facts->sink_down = sink->name;
	}
}

static void add_source(const struct poll_source *source, struct trouble_facts *facts)
{
	trouble_add_source(facts, source->key, &source->state);
	if (is_unreadable(source))
		trouble_add_unreadable(facts, source->key, source->unreadable->count,
		                       source->unreadable->last_s, source->unreadable->why);
}

void pipeline_trouble_facts(struct pipeline *pipeline, struct trouble_facts *ret)
{
	struct tally *tally = pipeline->tally;
	int64_t twice_s = 2 * pipeline->parts.config->options.interval_max_s;

	tally_look(pipeline);
	*ret = (struct trouble_facts){
		.now_s = clock_now_s(),
		.network_down_s = pipeline->outage.since_s,
		.last_success_s = tally->started_s,
		.nothing_read_s = twice_s > TROUBLE_NOTHING_READ_S ? twice_s
		                                                   : TROUBLE_NOTHING_READ_S,
		.record_why = tally->record_why,
	};
	for (size_t i = 0; i < pipeline->source_count; i++)
		add_source(pipeline->sources[i], ret);
	add_sinks(pipeline, ret);
	if (reader_client_stats(pipeline->parts.reader).is_ready)
		tally->reader_ready_s = ret->now_s;
	ret->is_reader_away = ret->now_s - tally->reader_ready_s > TROUBLE_READER_S;
}
