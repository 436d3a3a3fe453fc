/*
 * The command line by tables: which options there are, what they take, what
 * help says of them. Options may stand anywhere, "--name value" or
 * "--name=value"; "--" ends them; a lone "-" is an argument.
 */
#ifndef CTL_ARGS_H
#define CTL_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct args_option {
	const char *name;  /* "since", without its dashes; NULL ends a table */
	const char *value; /* what help calls its value ("T|ID"); NULL: it takes none */
	const char *help;
	char letter; /* the short form, 0 where it has none */
};

#define ARGS_OPTIONS_MAX 24
#define ARGS_TABLES_MAX 2

/* Strings are those of argv. */
struct args {
	const struct args_option *tables[ARGS_TABLES_MAX];
	const char *values[ARGS_TABLES_MAX][ARGS_OPTIONS_MAX]; /* "" for a flag that is set */
	const char **words;                                    /* what is no option, in order */
	size_t count;
	size_t cap;
};

void args_init(struct args *args);
void args_done(struct args *args);

/* Makes the options of a table known; at most ARGS_TABLES_MAX tables. */
void args_know(struct args *args, const struct args_option *table);

/*
 * Reads one word of the command line at argv[*index], and its value where it
 * takes one, and moves *index behind them. After "--", which sets
 * *options_end, all is words. ERR_INPUT names the mistake and the nearest
 * option.
 */
int args_read(struct args *args, char *const *argv, int argc, int *index, bool *options_end,
              struct err *err) MUST_CHECK;

/* The option of the tables that a word names ("--since", "--since=2h", "-f"); else NULL. */
const struct args_option *args_option(const struct args *args, const char *word);

/* The value of an option of the tables; NULL where it was not given, "" for a flag that was. */
const char *args_value(const struct args *args, const char *name);
bool args_has(const struct args *args, const char *name);

#endif
