/* What people decide, and the mending of what was derived, through the running daemon. */
#include <jansson.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "decide_run.h"
#include "parts.h"
#include "pipeline/rebuild.h"

struct decide_work {
	const struct decide_request *request;
	struct commit *commit;
	struct buf *out;
};

static int write_decision(struct pipeline *pipeline, void *arg, struct err *err)
{
	const struct decide_work *work = arg;

	return decide_run(work->commit, &pipeline->parts.config->packages, work->request, work->out,
	                  err);
}

int pipeline_decide(struct pipeline *pipeline, const struct decide_request *request,
                    struct buf *out, struct err *err)
{
	struct arena *arena = arena_new(COMMIT_ARENA_BYTES);
	struct commit commit;
	struct decide_work work = { .request = request, .commit = &commit, .out = out };
	int done;

	commit_init(&commit, pipeline->parts.store, arena, clock_now_s());
	done = pipeline_write(pipeline, write_decision, &work, err);
	if (done == 0)
		pipeline_committed(pipeline, &commit);
	commit_done(&commit);
	arena_free(arena);
	return done;
}

int pipeline_rebuild(struct pipeline *pipeline, struct buf *out, struct err *err)
{
	if (pipeline_settle(pipeline, err) < 0)
		return -1;
	return rebuild_here(pipeline->parts.store, out, err);
}
