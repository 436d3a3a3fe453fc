#include "model/package.h"

#include <string.h>

const struct package *package_find(const struct package_list *packages, const char *key)
{
	for (size_t i = 0; i < packages->count; i++)
		if (strcmp(packages->list[i].key, key) == 0)
			return &packages->list[i];
	return NULL;
}

const struct package *package_in_force(const struct package_list *packages, struct date on)
{
	const struct package *found = NULL;

	for (size_t i = 0; i < packages->count; i++)
		if (date_first_day(packages->list[i].first) <= date_last_day(on))
			found = &packages->list[i];
	return found;
}

const struct programme *package_programme(const struct package *package, const char *key)
{
	for (size_t i = 0; i < package->programme_count; i++)
		if (strcmp(package->programmes[i].key, key) == 0)
			return &package->programmes[i];
	return NULL;
}

const char *programme_name(const struct programme *programme, const char *language)
{
	for (size_t i = 0; i < programme->alias_count; i++) {
		const struct package_alias *alias = &programme->aliases[i];

		if (alias->is_name && strcmp(alias->language, language) == 0)
			return alias->text;
	}
	return NULL;
}
