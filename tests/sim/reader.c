/*
 * The reader of the simulation, in the place of reader/client.c at link time:
 * its whole work, without its process.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "event/loop.h"
#include "reader/client.h"
#include "reader/run.h"
#include "world.h"

#define READING_MS 5

struct reading {
	struct reading *next;
	struct arena *arena;
	struct reader_harvest harvest;
	struct event_timer *timer;
	reader_done_fn *done;
	void *arg;
};

static struct reading *readings;
static size_t reading_count;

static void reading_free(struct reading *reading)
{
	struct reading **at = &readings;

	while (*at != reading)
		at = &(*at)->next;
	*at = reading->next;
	event_timer_free(reading->timer);
	arena_free(reading->arena);
	free(reading);
	reading_count--;
}

static void on_read(void *arg)
{
	struct reading *reading = arg;

	reading->done(&reading->harvest, reading->arg);
	reading_free(reading);
}

int reader_client_start(struct reader_client *client, const struct reader_job *job,
                        reader_done_fn *done, void *arg, struct err *err)
{
	struct reading *reading = mem_alloc(sizeof(*reading));

	(void)client;
	*reading = (struct reading){ .next = readings, .done = done, .arg = arg };
	reading->arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	reading->timer = event_timer_new(sim_loop(), on_read, reading);
	readings = reading;
	reading_count++;
	if (reader_run(sim_lexicon(), job, reading->arena, &reading->harvest, err) < 0) {
		reading_free(reading);
		return -1;
	}
	/* The harvest points into the arena and the lexicon alone: the job may go. */
	event_timer_start(reading->timer, READING_MS);
	return 0;
}

struct reader_stats reader_client_stats(const struct reader_client *client)
{
	(void)client;
	return (struct reader_stats){ .is_ready = true, .queued = reading_count };
}

void sim_forget_readings(void)
{
	while (readings)
		reading_free(readings);
}
