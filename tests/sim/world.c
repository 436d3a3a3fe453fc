#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "change/change.h"
#include "config/config.h"
#include "event/loop.h"
#include "fetch/fetch.h"
#include "network.h"
#include "pipeline/pipeline.h"
#include "store/changes.h"
#include "store/claims.h"
#include "store/store.h"
#include "store/verify.h"

static struct world {
	struct event_loop *loop;
	struct config *config;
	struct source *sources;
	const char **addresses;
	size_t source_count;
	char folder[64];
	char path[96];
	struct store *store;
	struct fetch_pool *fetch;
	struct pipeline *pipeline;
} world;

static uint32_t chance;

/* In the place of pipeline/random.c. */
uint32_t pipeline_random(void);
uint32_t pipeline_random(void)
{
	chance = chance * 1664525u + 1013904223u;
	return chance;
}

const struct lexicon *sim_lexicon(void)
{
	return world.config->lexicon;
}

struct event_loop *sim_loop(void)
{
	return world.loop;
}

struct store *world_store(void)
{
	return world.store;
}

static void no_line(int level, const char *line, void *arg)
{
	(void)level;
	(void)line;
	(void)arg;
}

/* --- the daemon's life */

static void begin_run(void)
{
	struct fetch_options options = FETCH_OPTIONS;
	struct pipeline_parts parts = { .loop = world.loop,
		                        .store = world.store,
		                        .config = world.config };
	struct err err;

	world.fetch = fetch_pool_new(world.loop, &options, &err);
	assert_non_null(world.fetch);
	parts.fetch = world.fetch;
	if (pipeline_new(&parts, &world.pipeline, &err) < 0)
		fail_msg("%s", err.text);
	pipeline_start(world.pipeline, PIPELINE_START_SPREAD);
}

/* What the reader had is lost, as with its process. */
static void end_run(void)
{
	pipeline_free(world.pipeline);
	fetch_pool_free(world.fetch);
	sim_forget_readings();
}

void world_run_until(int64_t end_s)
{
	struct err err;

	sim_set_end(world.loop, end_s * 1000);
	assert_int_equal(event_loop_run(world.loop, &err), 0);
}

void world_restart(int64_t ms)
{
	struct err err;

	sim_set_end(world.loop, clock_now_ms() + ms);
	assert_int_equal(event_loop_run(world.loop, &err), 0);
	end_run();
	begin_run();
}

/* --- the world's */

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct source *)a)->key, ((const struct source *)b)->key);
}

static void make_sources(struct sim_site *sites, size_t count)
{
	world.sources = mem_array(count, sizeof(*world.sources));
	world.addresses = mem_array(count, sizeof(*world.addresses));
	world.source_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (!sites[i].key[0])
			continue; /* a place, and no source */
		world.addresses[i] = mem_printf("https://%s%s", sites[i].host, sites[i].path);
		world.sources[world.source_count++] = (struct source){
			.key = sites[i].key,
			.name = sites[i].key,
			.addresses = &world.addresses[i],
			.address_count = 1,
			.language = "en",
			.timezone = "Europe/Minsk",
			.outlet = SOURCE_OUTLET_AGENCY,
			.trust = SOURCE_TRUST_AGENCY,
			.follow = sites[i].follow,
			.interval_max_s = sites[i].interval_max_s,
		};
	}
	qsort(world.sources, world.source_count, sizeof(*world.sources), by_key);
	world.config->sources = world.sources;
	world.config->source_count = world.source_count;
	/* without alerts in the configuration it is 0, which would stop the clock */
	world.config->alerts.heartbeat_every_s = 300;
}

void world_open(struct sim_site *sites, size_t count, int64_t outage_from_s, int64_t outage_to_s)
{
	struct arena *arena = arena_new(4 * MIB);
	struct tree_mistakes mistakes = { .arena = arena };
	struct err err;

	chance = 1;
	sim_set_clock(START);
	log_set_hook(no_line, NULL);
	world.loop = event_loop_new();
	world.config = config_load_language("config/integrad.yaml", &mistakes);
	assert_non_null(world.config);
	arena_free(arena);
	network_open(sites, count, outage_from_s, outage_to_s);
	make_sources(sites, count);
	/* In memory where there is such a place: a year has thousands of commits. */
	snprintf(world.folder, sizeof(world.folder), "%s/integrad-test-XXXXXX",
	         access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	assert_non_null(mkdtemp(world.folder));
	snprintf(world.path, sizeof(world.path), "%s/integrad.db", world.folder);
	if (store_open(world.path, STORE_READ_WRITE, &world.store, &err) < 0)
		fail_msg("%s", err.text);
	begin_run();
}

static void verify(void)
{
	struct arena *arena = arena_new(256 * MIB);
	struct store_report report;
	struct err err;

	assert_int_equal(store_verify(world.store, change_current, NULL, arena, &report, &err), 0);
	if (report.fault_count > 0)
		fail_msg("%s", report.faults[0]);
	arena_free(arena);
}

void world_close(void)
{
	char command[128];

	end_run();
	verify();
	store_close(world.store);
	assert_int_equal(sim_timer_count(world.loop), 0);
	event_loop_free(world.loop);
	network_close();
	world.config->source_count = 0;
	config_free(world.config);
	for (size_t i = 0; i < world.source_count; i++)
		free((char *)world.sources[i].addresses[0]);
	free(world.addresses);
	free(world.sources);
	snprintf(command, sizeof(command), "rm -r '%s'", world.folder);
	assert_int_equal(system(command), 0);
	log_set_hook(NULL, NULL);
}

/* --- what is in the record */

static struct store_change *changes(struct arena *arena, const char *kind, size_t *ret_count)
{
	const struct store_change_filter filter = { .kind = kind };
	struct store_change *list;
	struct err err;

	assert_int_equal(store_list_changes(world.store, &filter, arena, &list, ret_count, &err),
	                 0);
	return list;
}

void world_ledger(char *out, size_t size)
{
	struct arena *arena = arena_new(64 * MIB);
	size_t count, used = 0;
	const struct store_change *list = changes(arena, NULL, &count);

	out[0] = '\0';
	for (size_t i = 0; i < count && used < size; i++)
		if (list[i].claim_id)
			used += (size_t)snprintf(out + used, size - used, "%s ",
			                         change_kind_name(list[i].kind));
	arena_free(arena);
}

size_t world_count(enum change_kind kind)
{
	struct arena *arena = arena_new(64 * MIB);
	size_t count;

	(void)changes(arena, change_kind_name(kind), &count);
	arena_free(arena);
	return count;
}

size_t world_claim_count(void)
{
	const struct store_claim_filter filter = { .limit = 0 };
	struct arena *arena = arena_new(256 * MIB);
	struct store_claim *list;
	struct err err;
	size_t count;

	assert_int_equal(store_list_claims(world.store, &filter, arena, &list, &count, &err), 0);
	arena_free(arena);
	return count;
}
