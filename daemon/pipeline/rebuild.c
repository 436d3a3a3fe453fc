#include "pipeline/rebuild.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "change/change.h"
#include "store/store.h"
#include "store/verify.h"

static int answer(const struct store_report *report, struct buf *out, struct err *err)
{
	json_t *list = json_array(), *json;
	char *text;
	int done;

	for (size_t i = 0; i < report->fault_count && i < STORE_FAULTS; i++)
		json_array_append_new(list, json_string(report->faults[i]));
	json = json_pack("{s:I, s:o}", "count", (json_int_t)report->fault_count, "mended", list);
	text = json_dumps(json, JSON_COMPACT);
	done = buf_puts(out, text);
	MEM_FREE(text);
	json_decref(json);
	return done == 0 ? 0 : err_set(err, ERR_LIMIT, "the answer is too long");
}

int rebuild_here(struct store *store, struct buf *out, struct err *err)
{
	struct arena *arena = arena_new(LIMIT_IMPORT_BYTES);
	struct store_report report;
	int done = store_begin(store, err);

	if (done == 0) {
		done = store_rebuild(store, change_current, arena, &report, err);
		if (done == 0)
			done = store_commit(store, err);
		if (done < 0)
			store_rollback(store);
	}
	if (done == 0)
		done = answer(&report, out, err);
	arena_free(arena);
	return done;
}
