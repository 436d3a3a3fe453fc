/* The names in a hosts file (hosts(5)): what the system knows without asking anybody. */
#ifndef EVENT_LOCAL_NAMES_H
#define EVENT_LOCAL_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct local_names {
	char **list; /* sorted, lower case */
	size_t count;
	size_t cap;
};

/* Reads the file anew; one that cannot be read has no names. */
void local_names_read(struct local_names *names, const char *path);
void local_names_done(struct local_names *names);

/* name in lower case. */
bool local_names_has(const struct local_names *names, const char *name);

#endif
