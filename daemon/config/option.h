/*
 * Tables of options: what a map of a YAML file may hold, of which kind each
 * value is, and where it is stored. One reader for integrad.yaml, sources,
 * packages and history, so that each tells its mistakes in the same way.
 */
#ifndef OPTION_H
#define OPTION_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/tree.h"

/* Each kind with the C type that it is stored as. */
enum option_kind {
	OPTION_TEXT,         /* const char * */
	OPTION_LINE,         /* const char *: goes into a header of HTTP */
	OPTION_WORD,         /* const char *: [a-z0-9-]+, at most 64 bytes */
	OPTION_PATH,         /* const char *: relative to the folder of the file that has it */
	OPTION_ADDRESS,      /* const char *: http or https, or "" */
	OPTION_ZONE,         /* const char *: an IANA time zone */
	OPTION_BOOL,         /* bool */
	OPTION_INTEGER,      /* int */
	OPTION_SHARE,        /* int: per mille */
	OPTION_CHOICE,       /* int, or an enum: the index in `choices` */
	OPTION_SECONDS,      /* int64_t */
	OPTION_MILLISECONDS, /* int64_t */
	OPTION_BYTES,        /* int64_t */
	OPTION_DATE,         /* struct date */
	OPTION_DECIMAL,      /* struct decimal */
	OPTION_OTHER,        /* nothing: whoever owns the table reads it */
};

/* How an option that is absent is taken. */
#define OPTION_REQUIRED NULL /* in place of a default: to leave it out is a mistake */
#define OPTION_KEEP "\001"   /* in place of a default: the object keeps what it has */

struct option {
	const char *name;
	enum option_kind kind;
	size_t offset;
	const char *fallback; /* the default, as a file would have it */
	int64_t min;          /* of numbers, durations (in the unit of storage) and sizes … */
	int64_t max;          /* … where max is not 0 */
	const char *const *choices; /* NULL-terminated */
	const char *doc;            /* one line for people */
	const char *shape;          /* of OPTION_OTHER: what people write, where it is no list */
};

/*
 * Reads every option of the table from the map into the object; texts are
 * copied to the arena. Unknown keys,
 * values of the wrong kind, out of bounds or missing are mistakes; the field
 * then has its default. map may be NULL: all defaults.
 */
void option_read_all(const struct option *table, size_t count, const struct tree *map, void *object,
                     struct arena *arena, struct tree_mistakes *mistakes);

/* "name: value" for each option, as YAML. */
void option_print_all(const struct option *table, size_t count, const void *object, FILE *out);

/*
 * The table for who documents it: a line an option, with tabs between
 * what the table is of, name, kind of value, default ("needed" where there is
 * none to leave it out by, "-" where it is another's), least and greatest
 * value ("-" where unbounded), meaning.
 */
void option_list_all(const char *of, const struct option *table, size_t count, FILE *out);

/* path against the folder of the file; "" stays "". */
const char *option_path(struct arena *arena, const char *file, const char *path);

#endif
