/* `integractl backup`: a copy of the record that was examined before it got its name. */
#include "commands.h"
#include "json.h"
#include "record.h"
#include "whole.h"

#include <inttypes.h>

#include "change/change.h"
#include "store/backup.h"
#include "store/verify.h"

struct backup {
	struct whole file;
	int64_t head_id;
	char head[HASH_HEX_SIZE];
	struct store_report report;
};

/* The copy alone is looked at, as if the original were lost. */
static enum ctl_exit examine(struct backup *b, struct arena *arena)
{
	enum ctl_exit code = CTL_DONE;
	struct store *copy;
	struct err err;

	if (store_open(b->file.part, STORE_READ_ONLY, &copy, &err) != 0)
		return ctl_fail(CTL_NO_DATABASE, "the copy cannot be read: %s", err.text);
	if (store_verify(copy, change_current, NULL, arena, &b->report, &err) != 0 ||
	    store_ledger_head(copy, &b->head_id, b->head, &err) != 0)
		code = ctl_fail(CTL_NO_DATABASE, "the copy cannot be examined: %s", err.text);
	store_close(copy);
	for (size_t i = 0; code == CTL_DONE && i < b->report.fault_count && i < STORE_FAULTS; i++)
		ctl_fail(CTL_NO_DATABASE, "%s", b->report.faults[i]);
	if (code == CTL_DONE && b->report.fault_count > 0)
		code = ctl_fail(CTL_NO_DATABASE,
		                "the record is not sound, and %s was not written: %zu faults",
		                b->file.path, b->report.fault_count);
	return code;
}

static void tell(const struct ctl *ctl, const struct backup *b)
{
	if (ctl->json)
		json_line(json_pack("{sssIsIsIss}", "file", b->file.path, "changes",
		                    (json_int_t)b->report.change_count, "claims",
		                    (json_int_t)b->report.claim_count, "series",
		                    (json_int_t)b->report.series_count, "head", b->head));
	else
		printf("%s: %" PRId64 " changes, %" PRId64 " claims, %" PRId64
		       " series: sound\nhead %s\n",
		       b->file.path, b->report.change_count, b->report.claim_count,
		       b->report.series_count, b->head);
}

enum ctl_exit command_backup(struct ctl *ctl)
{
	struct backup b = { .head_id = 0 };
	struct record record;
	struct err err;
	enum ctl_exit code = record_open(ctl, &record);

	if (code != CTL_DONE)
		return code;
	code = whole_begin(&b.file, ctl->args.words[0], args_has(&ctl->args, "force"));
	if (code == CTL_DONE && store_backup(record.store, b.file.part, &err) != 0)
		code = record_fail(&record, &err);
	if (code == CTL_DONE)
		code = examine(&b, record.arena);
	if (code == CTL_DONE)
		code = whole_finish(&b.file);
	if (code == CTL_DONE)
		tell(ctl, &b);
	whole_done(&b.file);
	record_close(&record);
	return code;
}
