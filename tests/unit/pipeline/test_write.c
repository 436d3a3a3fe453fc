/* What is on the disk when, seen by a second connection. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "pipeline/outbox.h"
#include "pipeline/parts.h"
#include "pipeline/quiet.h"
#include "pipeline/tally.h"

struct fixture {
	struct config config; /* without alerts */
	char folder[64];
	struct store *reader;
	struct pipeline pipeline;
};

static int set_up(void **state)
{
	struct fixture *f = mem_alloc(sizeof(*f));
	char path[96];
	struct err err;

	snprintf(f->folder, sizeof(f->folder), "/tmp/integrad-test-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(path, sizeof(path), "%s/integrad.db", f->folder);
	f->pipeline.parts.loop = event_loop_new();
	assert_non_null(f->pipeline.parts.loop);
	assert_int_equal(store_open(path, STORE_READ_WRITE, &f->pipeline.parts.store, &err), 0);
	assert_int_equal(store_open(path, STORE_READ_ONLY, &f->reader, &err), 0);
	f->pipeline.parts.config = &f->config;
	tally_init(&f->pipeline);
	quiet_init(&f->pipeline);
	write_init(&f->pipeline);
	assert_int_equal(outbox_init(&f->pipeline, &err), 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char command[128];

	write_done(&f->pipeline);
	outbox_done(&f->pipeline);
	tally_done(&f->pipeline);
	quiet_done(&f->pipeline);
	store_close(f->reader);
	store_close(f->pipeline.parts.store);
	event_loop_free(f->pipeline.parts.loop);
	snprintf(command, sizeof(command), "rm -r '%s'", f->folder);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static int set_mark(struct pipeline *pipeline, void *arg, struct err *err)
{
	return store_set_mark(pipeline->parts.store, arg, "set", err);
}

static int set_mark_and_fail(struct pipeline *pipeline, void *arg, struct err *err)
{
	if (set_mark(pipeline, arg, err) < 0)
		return -1;
	return err_set(err, ERR_AGAIN, "on purpose");
}

static bool is_on_disk(struct fixture *f, const char *mark)
{
	const char *value;
	struct err err;

	assert_int_equal(store_get_mark(f->reader, mark, &value, &err), 0);
	return value[0] != '\0';
}

static void a_write_is_on_the_disk_when_it_returns(void **state)
{
	struct fixture *f = *state;
	struct err err;

	assert_int_equal(pipeline_write(&f->pipeline, set_mark, "a", &err), 0);
	assert_true(is_on_disk(f, "a"));
}

static void soon_is_when_the_loop_has_turned(void **state)
{
	struct fixture *f = *state;
	struct err err;

	assert_int_equal(pipeline_write_soon(&f->pipeline, set_mark, "a", &err), 0);
	assert_int_equal(pipeline_write_soon(&f->pipeline, set_mark, "b", &err), 0);
	assert_false(is_on_disk(f, "a"));
	assert_int_equal(event_loop_run(f->pipeline.parts.loop, &err), 0);
	assert_true(is_on_disk(f, "a"));
	assert_true(is_on_disk(f, "b"));
}

static void a_write_takes_along_what_was_to_be_written_soon(void **state)
{
	struct fixture *f = *state;
	struct err err;

	assert_int_equal(pipeline_write_soon(&f->pipeline, set_mark, "a", &err), 0);
	assert_int_equal(pipeline_write(&f->pipeline, set_mark, "b", &err), 0);
	assert_true(is_on_disk(f, "a"));
	assert_true(is_on_disk(f, "b"));
}

static int64_t commits(struct fixture *f)
{
	int64_t version;
	struct err err;

	assert_int_equal(store_data_version(f->pipeline.parts.store, &version, &err), 0);
	return version;
}

static void a_write_and_what_was_to_be_written_soon_wait_for_the_disk_once(void **state)
{
	struct fixture *f = *state;
	int64_t before = commits(f);
	struct err err;

	assert_int_equal(pipeline_write_soon(&f->pipeline, set_mark, "a", &err), 0);
	assert_int_equal(pipeline_write(&f->pipeline, set_mark, "b", &err), 0);
	assert_int_equal(commits(f) - before, 1);
}

static void a_write_that_fails_takes_nothing_of_others_along(void **state)
{
	struct fixture *f = *state;
	struct err err;

	assert_int_equal(pipeline_write_soon(&f->pipeline, set_mark, "a", &err), 0);
	assert_int_equal(pipeline_write(&f->pipeline, set_mark_and_fail, "b", &err), -1);
	assert_int_equal(err.kind, ERR_AGAIN);
	assert_int_equal(f->pipeline.lost_transactions, 0);
	assert_int_equal(pipeline_write_soon(&f->pipeline, set_mark, "c", &err), 0);
	assert_int_equal(pipeline_settle(&f->pipeline, &err), 0);
	assert_true(is_on_disk(f, "a"));
	assert_false(is_on_disk(f, "b"));
	assert_true(is_on_disk(f, "c"));
}

static int set_mark_and_lose_all(struct pipeline *pipeline, void *arg, struct err *err)
{
	if (set_mark(pipeline, arg, err) < 0)
		return -1;
	store_rollback(pipeline->parts.store); /* as SQLite does on a full disk */
	return err_set(err, ERR_AGAIN, "on purpose");
}

static void a_transaction_that_the_system_rolled_back_is_lost_and_counted(void **state)
{
	struct fixture *f = *state;
	struct err err;

	assert_int_equal(pipeline_write_soon(&f->pipeline, set_mark, "a", &err), 0);
	assert_int_equal(pipeline_write(&f->pipeline, set_mark_and_lose_all, "b", &err), -1);
	assert_int_equal(f->pipeline.lost_transactions, 1);
	assert_int_equal(pipeline_write(&f->pipeline, set_mark, "c", &err), 0);
	assert_false(is_on_disk(f, "a"));
	assert_false(is_on_disk(f, "b"));
	assert_true(is_on_disk(f, "c"));
}

static void a_write_that_fails_leaves_nothing_and_no_transaction(void **state)
{
	struct fixture *f = *state;
	struct err err;

	assert_int_equal(pipeline_write(&f->pipeline, set_mark_and_fail, "a", &err), -1);
	assert_int_equal(pipeline_write_soon(&f->pipeline, set_mark_and_fail, "b", &err), -1);
	assert_int_equal(err.kind, ERR_AGAIN);
	assert_int_equal(pipeline_write(&f->pipeline, set_mark, "c", &err), 0);
	assert_false(is_on_disk(f, "a"));
	assert_false(is_on_disk(f, "b"));
	assert_true(is_on_disk(f, "c"));
}

static void many_writes_soon_do_not_wait_for_the_loop(void **state)
{
	struct fixture *f = *state;
	struct err err;

	for (int i = 0; i < 1000; i++)
		assert_int_equal(pipeline_write_soon(&f->pipeline, set_mark, "a", &err), 0);
	assert_true(is_on_disk(f, "a"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_write_is_on_the_disk_when_it_returns, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(soon_is_when_the_loop_has_turned, set_up,
		                                tear_down),
		cmocka_unit_test_setup_teardown(a_write_takes_along_what_was_to_be_written_soon,
		                                set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_write_and_what_was_to_be_written_soon_wait_for_the_disk_once, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(a_write_that_fails_takes_nothing_of_others_along,
		                                set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_transaction_that_the_system_rolled_back_is_lost_and_counted, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			a_write_that_fails_leaves_nothing_and_no_transaction, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_writes_soon_do_not_wait_for_the_loop, set_up,
		                                tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
