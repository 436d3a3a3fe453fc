/*
 * The record's upkeep: older texts into the index of words, what is too old out
 * of the record, free pages back to the file system. In slices of the loop that
 * are as long as the machine allows, and no longer.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "outbox.h"
#include "parts.h"
#include "store/retain.h"
#include "store/search.h"

/* After the start, and after each round. */
#define FIRST_MS 200
#define ROUND_EVERY_MS INT64_C(86400000)
#define SLICE_EVERY_MS 50
#define FAILED_MS 60000

/* A slice is to take about so long; rows at once grow and shrink to meet it. */
#define SLICE_US 8000
#define ROWS_MIN 4
#define ROWS_MAX 256

enum upkeep_part {
	UPKEEP_INDEX,
	UPKEEP_ARTICLES,
	UPKEEP_ITEMS,
	UPKEEP_POLLS,
	UPKEEP_PAGES,
	UPKEEP_ALERTS,
	UPKEEP_PARTS,
};

struct upkeep {
	struct event_timer *timer;
	enum upkeep_part part;
	int64_t cursor;
	size_t rows;
	size_t dropped[UPKEEP_PARTS]; /* in this round */
};

/* What was recorded before then goes. */
static int64_t before_s(int64_t keep_s)
{
	return clock_now_s() - keep_s;
}

static int run_part(struct pipeline *pipeline, struct store_retained *ret, struct err *err)
{
	struct upkeep *upkeep = pipeline->upkeep;
	struct store *store = pipeline->parts.store;
	const struct config_options *options = &pipeline->parts.config->options;

	switch (upkeep->part) {
	case UPKEEP_INDEX:
		return store_search_fill(store, upkeep->rows, &ret->is_done, err);
	case UPKEEP_ARTICLES:
		return store_retain_articles(store, before_s(options->keep_articles_s),
		                             upkeep->rows, &upkeep->cursor, ret, err);
	case UPKEEP_ITEMS:
		return store_retain_items(store, before_s(options->keep_items_s), upkeep->rows,
		                          &upkeep->cursor, ret, err);
	case UPKEEP_POLLS:
		return store_retain_polls(store, before_s(options->keep_polls_s), upkeep->rows, ret,
		                          err);
	case UPKEEP_PAGES:
		return store_retain_pages(store, upkeep->rows, ret, err);
	case UPKEEP_ALERTS:
		ret->is_done = true;
		return outbox_drop_strays(pipeline, err);
	case UPKEEP_PARTS:
		break;
	}
	ret->is_done = true;
	return 0;
}

static int write_slice(struct pipeline *pipeline, void *arg, struct err *err)
{
	struct store_retained *ret = arg;

	return run_part(pipeline, ret, err);
}

static void fit_rows(struct upkeep *upkeep, int64_t took_us)
{
	if (took_us > SLICE_US && upkeep->rows > ROWS_MIN)
		upkeep->rows /= 2;
	else if (took_us < SLICE_US / 2 && upkeep->rows < ROWS_MAX)
		upkeep->rows *= 2;
}

static void end_round(struct upkeep *upkeep)
{
	if (upkeep->dropped[UPKEEP_ARTICLES] || upkeep->dropped[UPKEEP_ITEMS] ||
	    upkeep->dropped[UPKEEP_POLLS])
		log_event(LOG_INFO, "upkeep", "what was too old is gone from the record",
		          LOG_INT("articles", (int64_t)upkeep->dropped[UPKEEP_ARTICLES]),
		          LOG_INT("items", (int64_t)upkeep->dropped[UPKEEP_ITEMS]),
		          LOG_INT("polls", (int64_t)upkeep->dropped[UPKEEP_POLLS]));
	for (size_t i = 0; i < UPKEEP_PARTS; i++)
		upkeep->dropped[i] = 0;
	upkeep->part = UPKEEP_INDEX;
}

static void on_slice(void *arg)
{
	struct pipeline *pipeline = arg;
	struct upkeep *upkeep = pipeline->upkeep;
	struct store_retained did = { .is_done = false };
	int64_t began_us = clock_monotonic_us();
	struct err err;

	if (pipeline_write(pipeline, write_slice, &did, &err) < 0) {
		pipeline_record_failed(pipeline, "upkeep", &err);
		event_timer_start(upkeep->timer, FAILED_MS);
		return;
	}
	fit_rows(upkeep, clock_monotonic_us() - began_us);
	upkeep->dropped[upkeep->part] += did.dropped;
	if (did.is_done) {
		upkeep->part++;
		upkeep->cursor = 0;
		upkeep->rows = ROWS_MIN;
	}
	if (upkeep->part == UPKEEP_PARTS) {
		end_round(upkeep);
		event_timer_start(upkeep->timer, ROUND_EVERY_MS);
	} else {
		event_timer_start(upkeep->timer, SLICE_EVERY_MS);
	}
}

void upkeep_init(struct pipeline *pipeline)
{
	pipeline->upkeep = mem_alloc(sizeof(*pipeline->upkeep));
	*pipeline->upkeep = (struct upkeep){
		.timer = event_timer_new(pipeline->parts.loop, on_slice, pipeline),
		.rows = ROWS_MIN,
	};
}

void upkeep_start(struct pipeline *pipeline)
{
	if (pipeline->how != PIPELINE_START_ONCE)
		event_timer_start(pipeline->upkeep->timer, FIRST_MS);
}

void upkeep_done(struct pipeline *pipeline)
{
	event_timer_free(pipeline->upkeep->timer);
	MEM_FREE(pipeline->upkeep);
}
