/* What the commands of integractl share. */
#ifndef CTL_CTL_H
#define CTL_CTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "args.h"
#include "base/err.h"

/* What the caller of integractl is told (DESIGN §6). */
enum ctl_exit {
	CTL_DONE = 0,
	CTL_NOTHING = 1, /* found nothing, or a check failed */
	CTL_USAGE = 2,
	CTL_NO_DAEMON = 3,
	CTL_NO_DATABASE = 4,
};

struct ctl;

struct ctl_command {
	const char *name;
	const char *arguments; /* as help shows them: "[SUBJECT]" */
	size_t at_least;       /* how many arguments it takes */
	size_t at_most;
	const char *summary;               /* one line */
	const char *details;               /* what it gives, and an example */
	const struct args_option *options; /* its own; NULL: none */
	enum ctl_exit (*run)(struct ctl *ctl);
};

struct ctl {
	const struct ctl_command *command;
	struct args args; /* words[0] is the command's first argument */
	bool json;
	bool colour;    /* of standard output */
	size_t columns; /* of the terminal, 0: no limit */
};

struct ctl_group {
	const char *heading;
	const struct ctl_command *commands; /* ends with one without a name */
};

/* Every command; ends with a group without a heading. */
extern const struct ctl_group CTL_GROUPS[];
extern const struct args_option CTL_OPTIONS[]; /* those of every command */

/*
 * The first word, once it was read, is the command's name: sets ctl->command,
 * makes its options known and takes the word out. False where there is no such
 * command; true where there is no word yet, or a command already.
 */
bool ctl_find_command(struct ctl *ctl);

/* The nth argument of the command, or fallback where there are fewer. */
const char *ctl_word(const struct ctl *ctl, size_t index, const char *fallback);

/*
 * A whole number of an option or argument; false, and *ret as it was, for
 * anything else and for less.
 */
bool ctl_number(const char *text, int64_t least, int64_t *ret);

/* The number of --limit; 0 where it was not given. Otherwise than CTL_DONE the mistake is told. */
enum ctl_exit ctl_limit(const struct ctl *ctl, size_t *ret_limit) MUST_CHECK;

/* "integractl: …" on standard error, one line; returns code. */
enum ctl_exit ctl_fail(enum ctl_exit code, const char *fmt, ...) PRINTF_LIKE(2, 3);

void ctl_print_usage(FILE *out, bool colour);
void ctl_print_help(const struct ctl_command *command, FILE *out, bool colour);

#endif
