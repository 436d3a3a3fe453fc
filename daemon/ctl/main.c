/* integractl: reviews what integrad knows. The command line, and the way to the command. */
#include "ctl.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "complete.h"
#include "term.h"

const struct args_option CTL_OPTIONS[] = {
	{ "config", "FILE", "the configuration to go by (see integractl(1) for where it is sought)",
	  'c' },
	{ "state-dir", "DIR", "the folder of the database", 's' },
	{ "json", NULL, "JSON instead of text; lists give one object a line", 'j' },
	{ "help", NULL, "this help", 'h' },
	{ "version", NULL, "the version", 'V' },
	{ NULL, NULL, NULL, 0 },
};

static const struct ctl_command *find_command(const char *name)
{
	for (const struct ctl_group *group = CTL_GROUPS; group->heading; group++)
		for (const struct ctl_command *c = group->commands; c->name; c++)
			if (strcmp(c->name, name) == 0)
				return c;
	return NULL;
}

bool ctl_find_command(struct ctl *ctl)
{
	if (ctl->command || ctl->args.count == 0)
		return true;
	ctl->command = find_command(ctl->args.words[0]);
	if (!ctl->command)
		return false;
	if (ctl->command->options)
		args_know(&ctl->args, ctl->command->options);
	ctl->args.count = 0;
	return true;
}

static enum ctl_exit unknown_command(const char *name)
{
	const char *names[64];
	const char *nearest;
	size_t count = 0;

	for (const struct ctl_group *group = CTL_GROUPS; group->heading; group++)
		for (const struct ctl_command *c = group->commands;
		     c->name && count + 1 < COUNT(names); c++)
			names[count++] = c->name;
	names[count] = NULL;
	nearest = near_name(name, names);
	if (nearest)
		return ctl_fail(CTL_USAGE, "unknown command %s; did you mean %s?", name, nearest);
	return ctl_fail(CTL_USAGE, "unknown command %s; integractl --help lists the commands",
	                name);
}

static enum ctl_exit read_line(struct ctl *ctl, int argc, char *const *argv)
{
	struct args *args = &ctl->args;
	bool options_end = false;
	struct err err;

	args_know(args, CTL_OPTIONS);
	for (int i = 1; i < argc;) {
		if (args_read(args, argv, argc, &i, &options_end, &err) != 0)
			return ctl_fail(CTL_USAGE, "%s", err.text);
		if (!ctl_find_command(ctl))
			return unknown_command(args->words[0]);
	}
	return CTL_DONE;
}

static enum ctl_exit check_words(const struct ctl *ctl)
{
	const struct ctl_command *command = ctl->command;

	if (ctl->args.count >= command->at_least && ctl->args.count <= command->at_most)
		return CTL_DONE;
	if (ctl->args.count > command->at_most)
		return ctl_fail(CTL_USAGE,
		                "%s: one argument too many: %s (usage: integractl %s%s%s)",
		                command->name, ctl->args.words[command->at_most], command->name,
		                command->arguments[0] ? " " : "", command->arguments);
	return ctl_fail(CTL_USAGE, "%s: an argument is missing (usage: integractl %s %s)",
	                command->name, command->name, command->arguments);
}

static enum ctl_exit dispatch(struct ctl *ctl)
{
	if (args_has(&ctl->args, "version")) {
		printf("integractl %s\n", INTEGRAD_VERSION);
		return CTL_DONE;
	}
	if (args_has(&ctl->args, "help")) {
		if (ctl->command)
			ctl_print_help(ctl->command, stdout, ctl->colour);
		else
			ctl_print_usage(stdout, ctl->colour);
		return CTL_DONE;
	}
	if (!ctl->command)
		return ctl_fail(CTL_USAGE,
		                "no command given; integractl --help lists the commands");
	if (check_words(ctl) != CTL_DONE)
		return CTL_USAGE;
	return ctl->command->run(ctl);
}

int main(int argc, char **argv)
{
	struct ctl ctl = { .command = NULL };
	enum ctl_exit code;

	/* `integractl … | head` ends quietly, whatever the caller did with the signal */
	signal(SIGPIPE, SIG_DFL);
	setlocale(LC_ALL, "C");
	if (argc > 1 && strcmp(argv[1], "--complete") == 0)
		return (int)complete_words(argc - 2, argv + 2);
	args_init(&ctl.args);
	ctl.colour = term_has_colour(stdout);
	ctl.columns = term_columns(stdout);
	code = read_line(&ctl, argc, argv);
	if (code == CTL_DONE) {
		ctl.json = args_has(&ctl.args, "json");
		code = dispatch(&ctl);
	}
	if (fflush(stdout) != 0 || ferror(stdout))
		code = ctl_fail(CTL_NOTHING, "cannot write the output: %s", strerror(errno));
	args_done(&ctl.args);
	return (int)code;
}
