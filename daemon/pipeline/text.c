/*
 * Imported articles that came without claims: the reader looks for them. A
 * stop in between loses them; who imports them again loses nothing.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "parts.h"
#include "pipeline/import.h"
#include "report.h"

struct text_job {
	struct pipeline *pipeline;
	struct text_job *next;
	int64_t source_id;
	char *outlet;
};

struct text_commit {
	const struct reader_harvest *harvest;
	struct commit *commit;
	struct commit_source source;
};

static void forget(struct text_job *job)
{
	struct text_job **at = &job->pipeline->texts;

	while (*at != job)
		at = &(*at)->next;
	*at = job->next;
	free(job->outlet);
	free(job);
}

static int write_claims(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct text_commit *work = arg;
	struct store_article_id id;

	(void)pipeline;
	for (size_t i = 0; i < work->harvest->count; i++)
		if (commit_add_article(work->commit, &work->harvest->items[i], &work->source, false,
		                       &id, err) < 0)
			return -1;
	return commit_compare(work->commit, err);
}

static void on_harvest(const struct reader_harvest *harvest, void *arg)
{
	struct text_job *job = arg;
	struct pipeline *pipeline = job->pipeline;
	struct arena *arena = arena_new(COMMIT_ARENA_BYTES);
	struct commit commit;
	struct text_commit work = { .harvest = harvest, .commit = &commit };
	struct err err;

	commit_init(&commit, pipeline->parts.store, arena, clock_now_s());
	commit.engine = harvest->engine;
	commit.threshold = pipeline->parts.config->options.accept_threshold;
	commit.is_import = true;
	work.source = (struct commit_source){ .id = job->source_id,
		                              .key = IMPORT_SOURCE,
		                              .outlet = job->outlet };
	if (harvest->failure != READER_OK) {
		log_event(LOG_WARNING, "import", "an imported article could not be read",
		          LOG_STR("failure", reader_failure_name(harvest->failure)),
		          LOG_STR("why", harvest->why));
	} else if (pipeline_write(pipeline, write_claims, &work, &err) < 0) {
		pipeline_record_failed(pipeline, "import", &err);
	} else {
		pipeline_committed(pipeline, &commit);
	}
	commit_done(&commit);
	arena_free(arena);
	forget(job);
	pipeline_check_idle(pipeline);
}

void text_queue(const struct reader_job *work, int64_t source_id, void *arg)
{
	struct pipeline *pipeline = arg;
	struct text_job *job = mem_alloc(sizeof(*job));
	struct err err;

	*job = (struct text_job){ .pipeline = pipeline,
		                  .next = pipeline->texts,
		                  .source_id = source_id,
		                  .outlet = mem_strdup(work->source) };
	pipeline->texts = job;
	if (reader_client_start(pipeline->parts.reader, work, on_harvest, job, &err) == 0)
		return;
	log_event(LOG_WARNING, "import", "an imported article could not be read",
	          LOG_STR("url", work->address), LOG_STR("why", err.text));
	forget(job);
}

void text_done(struct pipeline *pipeline)
{
	while (pipeline->texts)
		forget(pipeline->texts);
}
