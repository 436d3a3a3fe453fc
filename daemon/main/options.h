/* The daemon's command line. */
#ifndef MAIN_OPTIONS_H
#define MAIN_OPTIONS_H

#include <stdbool.h>

struct main_options {
	const char *config_path; /* NULL: config_default_path() */
	const char *state_dir;   /* NULL: what the configuration says */
	bool foreground;
	bool check;
	bool once;
};

enum main_exit {
	MAIN_EXIT_OK = 0,
	MAIN_EXIT_FAILED = 1,
	MAIN_EXIT_USAGE = 2,
};

/*
 * Returns true where the program is to go on. False: help, the version or a
 * mistake was printed, and *ret_status is the exit status.
 */
bool main_options_read(int argc, char **argv, struct main_options *ret_options, int *ret_status);

#endif
