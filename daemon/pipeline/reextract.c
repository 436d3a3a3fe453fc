#include "pipeline/reextract.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "reader/run.h"
#include "reread.h"
#include "store/store.h"

struct here {
	struct store *store;
	const struct config *config;
	const char *who;
	bool dry;
	reextract_tell_fn *tell;
	void *arg;
	struct reextract_counts counts;
};

static int read_all(const struct here *h, struct reread *r, struct err *err)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct reader_job job = reread_job(r, i, clock_now_s());
		struct arena *arena = arena_new(LIMIT_JOB_ARENA_BYTES);
		struct reader_harvest harvest;
		int done = reader_run(h->config->lexicon, &job, arena, &harvest, err);

		if (done == 0)
			reread_take(r, i, &harvest);
		arena_free(arena);
		/* what passes a bound leaves its claims as they are */
		if (done < 0 && err->kind != ERR_LIMIT)
			return -1;
	}
	return 0;
}

static int settle(struct here *h, const struct reread *r, struct err *err)
{
	struct commit commit;
	int done = h->dry ? 0 : store_begin(h->store, err);

	if (done < 0)
		return -1;
	commit_init(&commit, h->store, r->arena, clock_now_s());
	done = reread_settle(r, &commit, h->dry, h->tell, h->arg, &h->counts, err);
	if (done == 0 && !h->dry)
		done = store_commit(h->store, err);
	if (done < 0 && !h->dry)
		store_rollback(h->store);
	h->counts.changes += (int64_t)commit.entry_count;
	commit_done(&commit);
	return done;
}

/* *id is the article before, and then this one; 0: that was the last. */
static int one(struct here *h, int64_t *id, struct err *err)
{
	struct reread r = { .arena = arena_new(COMMIT_ARENA_BYTES),
		            .config = h->config,
		            .who = h->who };
	int done = reread_next(h->store, *id, &r, id, err);

	if (done == 0 && r.count > 0)
		done = read_all(h, &r, err);
	if (done == 0 && r.count > 0)
		done = settle(h, &r, err);
	arena_free(r.arena);
	return done;
}

int reextract_here(struct store *store, const struct config *config, const char *who, bool dry,
                   reextract_tell_fn *tell, void *arg, struct reextract_counts *ret_counts,
                   struct err *err)
{
	struct here h = {
		.store = store, .config = config, .who = who, .dry = dry, .tell = tell, .arg = arg
	};
	int64_t id = 0;

	do {
		if (one(&h, &id, err) < 0)
			return -1;
	} while (id);
	*ret_counts = h.counts;
	return 0;
}
