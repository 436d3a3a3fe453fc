#include "base/user.h"

#include <pwd.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"

char *user_name(uid_t uid)
{
	struct passwd user, *found = NULL;
	char *scratch = mem_alloc(64 * KIB), *name;

	if (getpwuid_r(uid, &user, scratch, 64 * KIB, &found) != 0)
		found = NULL;
	name = found ? mem_strdup(found->pw_name) : mem_printf("uid %lld", (long long)uid);
	MEM_FREE(scratch);
	return name;
}
