#include "ctl.h"
#include "term.h"

#include <string.h>

static void heading(FILE *out, bool colour, const char *text)
{
	fprintf(out, "\n%s%s%s\n", term_on(TERM_BOLD, colour), text, term_off(TERM_BOLD, colour));
}

static void print_options(const struct args_option *options, FILE *out)
{
	for (; options->name; options++) {
		char left[64];

		snprintf(left, sizeof(left), "--%s%s%s", options->name, options->value ? " " : "",
		         options->value ? options->value : "");
		if (options->letter)
			fprintf(out, "  -%c, %-18s %s\n", options->letter, left, options->help);
		else
			fprintf(out, "  %-22s %s\n", left, options->help);
	}
}

void ctl_print_usage(FILE *out, bool colour)
{
	fputs("Usage: integractl [OPTION ...] COMMAND [ARGUMENT ...]\n"
	      "Reviews what integrad knows: how far the programmes of the Union State have got.\n",
	      out);
	for (const struct ctl_group *group = CTL_GROUPS; group->heading; group++) {
		heading(out, colour, group->heading);
		for (const struct ctl_command *c = group->commands; c->name; c++)
			fprintf(out, "  %-12s %s\n", c->name, c->summary);
	}
	heading(out, colour, "Options of every command");
	print_options(CTL_OPTIONS, out);
	fputs("\nintegractl COMMAND --help says more, with an example.\n"
	      "Exit: 0 done, 1 found nothing or a check failed, 2 usage, 3 no daemon,\n"
	      "4 no or broken database.\n",
	      out);
}

void ctl_print_help(const struct ctl_command *command, FILE *out, bool colour)
{
	fprintf(out, "Usage: integractl %s%s%s%s\n", command->name,
	        command->options ? " [OPTION ...]" : "", command->arguments[0] ? " " : "",
	        command->arguments);
	fprintf(out, "%s\n\n%s", command->summary, command->details);
	if (command->options) {
		heading(out, colour, "Options");
		print_options(command->options, out);
	}
	heading(out, colour, "Options of every command");
	print_options(CTL_OPTIONS, out);
}
