#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "config/config.h"
#include "reader/cage.h"

/* One row an option: the table feeds getopt_long() and --help alike. */
static const struct {
	const char *name;
	const char *value; /* what help calls its value; NULL: it takes none */
	char letter;
	const char *help;
} rows[] = {
	{ "config", "FILE", 'c',
	  "configuration to read (default: " INTEGRAD_SYSCONFDIR "/integrad.yaml)" },
	{ "state-dir", "DIR", 's', "where the record is kept, in place of the configuration's" },
	{ "foreground", NULL, 'f', "for a terminal: shows the picture first, polls at once" },
	{ "check", NULL, 'k', "reports every mistake in the configuration, and exits" },
	{ "once", NULL, 'o', "polls every source once, waits for the work to end, and exits" },
	{ "describe", NULL, 'd', "prints every key of the configuration, one a line, and exits" },
	{ "version", NULL, 'V', "prints the version" },
	{ "help", NULL, 'h', "prints this" },
};

static void print_help(FILE *out)
{
	fprintf(out,
	        "Usage: integrad [OPTION]...\n"
	        "Watches the news for how far the programmes of the Union State are carried out.\n\n");
	for (size_t i = 0; i < COUNT(rows); i++) {
		char left[32];

		snprintf(left, sizeof(left), "--%s%s%s", rows[i].name, rows[i].value ? " " : "",
		         rows[i].value ? rows[i].value : "");
		fprintf(out, "  -%c, %-18s %s\n", rows[i].letter, left, rows[i].help);
	}
	fprintf(out,
	        "\n  integrad --check --config integrad.yaml\n"
	        "  integrad --foreground --config integrad.yaml --state-dir var\n"
	        "\nSIGHUP reads the configuration again, SIGUSR1 logs a summary, SIGTERM stops.\n"
	        "Exit status: 0 done, 1 a check or the run failed, 2 usage.\n");
}

static void fill_tables(struct option *longs, char *shorts)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		longs[i] = (struct option){
			.name = rows[i].name,
			.has_arg = rows[i].value ? required_argument : no_argument,
			.val = rows[i].letter,
		};
		*shorts++ = rows[i].letter;
		if (rows[i].value)
			*shorts++ = ':';
	}
}

static bool stop_with(int status, int *ret_status)
{
	*ret_status = status;
	return false;
}

static bool usage_mistake(int *ret_status)
{
	fprintf(stderr, "integrad: integrad --help lists the options\n");
	return stop_with(MAIN_EXIT_USAGE, ret_status);
}

bool main_options_read(int argc, char **argv, struct main_options *ret_options, int *ret_status)
{
	struct option longs[COUNT(rows) + 1] = { 0 };
	char shorts[2 * COUNT(rows) + 1] = "";
	struct main_options o = { 0 };
	int letter;

	fill_tables(longs, shorts);
	while ((letter = getopt_long(argc, argv, shorts, longs, NULL)) >= 0) {
		switch (letter) {
		case 'c':
			o.config_path = optarg;
			break;
		case 's':
			o.state_dir = optarg;
			break;
		case 'f':
			o.foreground = true;
			break;
		case 'k':
			o.check = true;
			break;
		case 'o':
			o.once = true;
			break;
		case 'd':
			config_describe(stdout);
			return stop_with(MAIN_EXIT_OK, ret_status);
		case 'V':
			printf("integrad %s\n", INTEGRAD_VERSION);
			if (!reader_cage_is_built_in())
				printf("built without libseccomp: the reader's system calls are "
				       "not restricted\n");
			return stop_with(MAIN_EXIT_OK, ret_status);
		case 'h':
			print_help(stdout);
			return stop_with(MAIN_EXIT_OK, ret_status);
		default:
			return usage_mistake(ret_status);
		}
	}
	if (optind < argc) {
		fprintf(stderr, "integrad: what is \"%s\" for?\n", argv[optind]);
		return usage_mistake(ret_status);
	}
	*ret_options = o;
	return true;
}
