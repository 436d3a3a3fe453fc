/* News agencies, whose reports others print: data from the lexicons. */
#ifndef MODEL_AGENCY_H
#define MODEL_AGENCY_H

#include <stddef.h>

struct agency {
	const char *form; /* as texts have it: "ИТАР-ТАСС", "Интерфакс*" */
	const char *name; /* the same for all forms of one agency: "TASS" */
};

/* Owned by the lexicon or configuration that it is of. */
struct agency_list {
	const struct agency *list;
	size_t count;
};

#endif
