#include "names.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"

int names_unknown(const char *whose, const char *word, const char *const *names, struct err *err)
{
	char hint[NEAR_HINT_SIZE];

	return err_set(err, ERR_INPUT, "no %s is called %s%s", whose, word,
	               near_hint(word, names, hint));
}

static int no_package(const struct package_list *packages, const char *word, struct err *err)
{
	const char **names = mem_array(packages->count + 1, sizeof(*names));
	int done;

	for (size_t i = 0; i < packages->count; i++)
		names[i] = packages->list[i].key;
	done = names_unknown("package", word, names, err);
	MEM_FREE(names);
	return done;
}

static int no_programme(const struct package *package, const char *word, struct err *err)
{
	const char **names = mem_array(package->programme_count + 2, sizeof(*names));
	char *whose = mem_printf("programme of %s", package->key);
	int done;

	for (size_t i = 0; i < package->programme_count; i++)
		names[i] = package->programmes[i].key;
	names[package->programme_count] = CLAIM_ALL;
	done = names_unknown(whose, word, names, err);
	MEM_FREE(whose);
	MEM_FREE(names);
	return done;
}

int names_check(const struct package_list *packages, const struct claim *claim, struct err *err)
{
	const struct package *package = package_find(packages, claim->package);

	if (!package)
		return no_package(packages, claim->package, err);
	if (strcmp(claim->subject, CLAIM_ALL) == 0 || package_programme(package, claim->subject))
		return 0;
	return no_programme(package, claim->subject, err);
}
