/* What a shell may complete on the command line; ctl's own. */
#ifndef CTL_COMPLETE_H
#define CTL_COMPLETE_H

#include "ctl.h"

/*
 * `integractl --complete WORD ...`: the words of a command line behind the
 * program's name, up to the one that is being written, which may be "". Prints
 * what may stand in its place: a word a line, behind a tab what it means; or
 * the one line ":files" or ":folders" where the shell knows more. By the
 * tables of the commands, and by the configuration that the line names;
 * mistakes in it offer nothing, and are not told.
 */
enum ctl_exit complete_words(int count, char *const *words);

#endif
