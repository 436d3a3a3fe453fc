#include "local_names.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NAMES_MAX 100000 /* block lists are kept in hosts files */

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add(struct local_names *names, const char *word)
{
	char *name;

	if (names->count == NAMES_MAX)
		return;
	name = mem_strdup(word);
	for (char *p = name; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	names->list = mem_room(names->list, names->count, &names->cap, sizeof(*names->list));
	names->list[names->count++] = name;
}

/* "address name name… # comment" */
static void add_line(struct local_names *names, char *line)
{
	char *rest = NULL, *word;

	line[strcspn(line, "#\n")] = '\0';
	if (!strtok_r(line, " \t\r", &rest))
		return;
	while ((word = strtok_r(NULL, " \t\r", &rest)))
		add(names, word);
}

void local_names_read(struct local_names *names, const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;

	local_names_done(names);
	if (!file)
		return;
	while (getline(&line, &size, file) >= 0)
		add_line(names, line);
	free(line);
	fclose(file);
	if (names->count)
		qsort(names->list, names->count, sizeof(*names->list), compare);
}

void local_names_done(struct local_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->list[i]);
	free(names->list);
	*names = (struct local_names){ NULL, 0, 0 };
}

bool local_names_has(const struct local_names *names, const char *name)
{
	return names->count &&
	       bsearch(&name, names->list, names->count, sizeof(*names->list), compare);
}
