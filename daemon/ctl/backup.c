/* `integractl backup`: a copy of the record that was examined before it got its name. */
#include "commands.h"
#include "json.h"
#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "change/change.h"
#include "store/backup.h"
#include "store/verify.h"

struct backup {
	const char *path;
	char *part; /* its name until it is whole */
	bool may_replace;
	int64_t head_id;
	char head[HASH_HEX_SIZE];
	struct store_report report;
};

/* In the same folder, so that the rename at the end is one step. */
static enum ctl_exit make_part(struct backup *b)
{
	struct stat there;
	int fd;

	if (!b->may_replace && lstat(b->path, &there) == 0)
		return ctl_fail(CTL_NOTHING, "%s is there already: --force replaces it", b->path);
	if (stat(b->path, &there) == 0 && !S_ISREG(there.st_mode))
		return ctl_fail(CTL_NOTHING, "%s is no plain file", b->path);
	b->part = mem_printf("%s.part-XXXXXX", b->path);
	fd = mkstemp(b->part);
	if (fd < 0) {
		ctl_fail(CTL_NOTHING, "%s cannot be written: %s", b->path, strerror(errno));
		MEM_FREE(b->part);
		b->part = NULL;
		return CTL_NOTHING;
	}
	close(fd);
	return CTL_DONE;
}

/* The copy alone is looked at, as if the original were lost. */
static enum ctl_exit examine(struct backup *b, struct arena *arena)
{
	enum ctl_exit code = CTL_DONE;
	struct store *copy;
	struct err err;

	if (store_open(b->part, STORE_READ_ONLY, &copy, &err) != 0)
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
		                b->path, b->report.fault_count);
	return code;
}

static int sync_folder(const char *path)
{
	char *copy = mem_strdup(path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC), done = -1;

	if (fd >= 0) {
		done = fsync(fd);
		close(fd);
	}
	free(copy);
	return done;
}

/* link(), unlike rename(), never takes the place of what came there meanwhile. */
static enum ctl_exit give_name(struct backup *b)
{
	int done = b->may_replace ? rename(b->part, b->path) : link(b->part, b->path);

	if (done == 0)
		done = sync_folder(b->path);
	return done == 0 ? CTL_DONE
	                 : ctl_fail(CTL_NOTHING, "%s cannot be written: %s", b->path,
	                            strerror(errno));
}

static void tell(const struct ctl *ctl, const struct backup *b)
{
	if (ctl->json)
		json_line(json_pack("{sssIsIsIss}", "file", b->path, "changes",
		                    (json_int_t)b->report.change_count, "claims",
		                    (json_int_t)b->report.claim_count, "series",
		                    (json_int_t)b->report.series_count, "head", b->head));
	else
		printf("%s: %" PRId64 " changes, %" PRId64 " claims, %" PRId64
		       " series: sound\nhead %s\n",
		       b->path, b->report.change_count, b->report.claim_count,
		       b->report.series_count, b->head);
}

enum ctl_exit command_backup(struct ctl *ctl)
{
	struct backup b = { .path = ctl->args.words[0],
		            .may_replace = args_has(&ctl->args, "force") };
	struct record record;
	struct err err;
	enum ctl_exit code = record_open(ctl, &record);

	if (code != CTL_DONE)
		return code;
	code = make_part(&b);
	if (code == CTL_DONE && store_backup(record.store, b.part, &err) != 0)
		code = record_fail(&record, &err);
	if (code == CTL_DONE)
		code = examine(&b, record.arena);
	if (code == CTL_DONE)
		code = give_name(&b);
	if (b.part)
		unlink(b.part);
	if (code == CTL_DONE)
		tell(ctl, &b);
	free(b.part);
	record_close(&record);
	return code;
}
