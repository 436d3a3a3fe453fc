#include "whole.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

enum ctl_exit whole_begin(struct whole *whole, const char *path, bool may_replace)
{
	struct stat there;
	int fd;

	*whole = (struct whole){ .path = path, .may_replace = may_replace };
	if (!may_replace && lstat(path, &there) == 0)
		return ctl_fail(CTL_NOTHING, "%s is there already: --force replaces it", path);
	if (stat(path, &there) == 0 && !S_ISREG(there.st_mode))
		return ctl_fail(CTL_NOTHING, "%s is no plain file", path);
	whole->part = mem_printf("%s.part-XXXXXX", path);
	fd = mkstemp(whole->part);
	if (fd >= 0) {
		close(fd);
		return CTL_DONE;
	}
	ctl_fail(CTL_NOTHING, "%s cannot be written: %s", path, strerror(errno));
	MEM_FREE(whole->part);
	whole->part = NULL;
	return CTL_NOTHING;
}

static int sync_name(const char *name, int flags)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC | flags), done = -1;

	if (fd >= 0) {
		done = fsync(fd);
		close(fd);
	}
	return done;
}

static int sync_folder(const char *path)
{
	char *folder = mem_strdup(path), *slash = strrchr(folder, '/');
	int done;

	if (slash)
		slash[slash == folder] = '\0'; /* of "/file" the root is left */
	done = sync_name(slash ? folder : ".", O_DIRECTORY);
	free(folder);
	return done;
}

/* link(), unlike rename(), never takes the place of what is there. */
enum ctl_exit whole_finish(struct whole *whole)
{
	int done = sync_name(whole->part, 0);

	if (done == 0)
		done = whole->may_replace ? rename(whole->part, whole->path)
		                          : link(whole->part, whole->path);
	if (done == 0)
		done = sync_folder(whole->path);
	return done == 0 ? CTL_DONE
	                 : ctl_fail(CTL_NOTHING, "%s cannot be written: %s", whole->path,
	                            strerror(errno));
}

void whole_done(struct whole *whole)
{
	if (whole->part)
		unlink(whole->part);
	free(whole->part);
	whole->part = NULL;
}
