/* The figures and where they come from: what is only looked at. */
#include "commands.h"

#include <stdint.h>

#define ANY_NUMBER SIZE_MAX

static const struct args_option STATUS_OPTIONS[] = {
	{ "storage", NULL, "what the record takes of the disk, and what goes next", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option HISTORY_OPTIONS[] = {
	{ "package", "P", "of one package: 2021-2023, 2024-2026", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option CHANGES_OPTIONS[] = {
	{ "since", "T|ID", "recorded from then on: a date, an instant, 2h ago; or after a number",
	  0 },
	{ "kind", "K", "of one kind: rise, fall, first, backfill, conflict ...", 0 },
	{ "subject", "S", "of one subject: all, or a programme's key", 0 },
	{ "package", "P", "of one package", 0 },
	{ "limit", "N", "no more than the newest N", 0 },
	{ "follow", NULL, "go on, and print each change as it is recorded", 'f' },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option SEARCH_OPTIONS[] = {
	{ "limit", "N", "no more than the newest N (20)", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option CLAIMS_OPTIONS[] = {
	{ "status", "S", "accepted, held (they wait for a person), rejected, superseded", 0 },
	{ "subject", "K", "of one subject: all, or a programme's key", 0 },
	{ "package", "P", "of one package", 0 },
	{ "source", "K", "of one source", 0 },
	{ "limit", "N", "no more than the newest N", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option REPORT_OPTIONS[] = {
	{ "known-on", "DATE", "as integrad knew it at the end of that day, UTC", 0 },
	{ "published-by", "DATE", "as what was published up to that day has it", 0 },
	{ NULL, NULL, NULL, 0 },
};

const struct ctl_command CTL_VIEW_COMMANDS[] = {
	{
		.name = "status",
		.arguments = "",
		.options = STATUS_OPTIONS,
		.run = command_status,
		.summary = "the current figures, and the sources in trouble",
		.details =
			"Every series that has a figure, with its date, how many independent origins give\n"
			"it (\"1 of 3\": one report, three copies of it) and its last change; then the\n"
			"sources that fail. With --storage: rows and size of each table, and what goes\n"
			"next by keep-articles, keep-items and keep-polls.\n\n"
			"  integractl status\n"
			"  integractl status --storage\n"
			"  integractl status --json | jq '.series[] | {series, figure, as_of}'\n",
	},
	{
		.name = "history",
		.arguments = "[SUBJECT]",
		.at_most = 1,
		.options = HISTORY_OPTIONS,
		.run = command_history,
		.summary = "the figures of each series over time, with a plot",
		.details =
			"SUBJECT is all (the package as a whole) or a programme's key; without it every\n"
			"subject is shown. In the plot ● is the current figure, ○ another, ✕ one in a conflict,\n"
			"· an older one that was only restated; │ shows how far a range or \"about\" reaches,\n"
			"↑ at least, ↓ at most. Copies of a report share a line: \"1 of 15\" is one report in\n"
			"fifteen articles; with --json each has its own.\n\n"
			"  integractl history all --package 2021-2023\n",
	},
	{
		.name = "changes",
		.arguments = "",
		.options = CHANGES_OPTIONS,
		.run = command_changes,
		.summary = "the ledger: what was learnt, and when",
		.details =
			"Kinds: first, backfill, refined, restated, revised, conflict, rise, fall, complete,\n"
			"expected, expected-moved, deadline-met, deadline-missed, stale, held, confirmed,\n"
			"retracted, source-edited, source-gone (an article was visited again: its words, or\n"
			"the page, are not there any more), source-down, source-up, source-silent,\n"
			"source-moved, network-down. A mark of exclamation says that the old and the new\n"
			"figure cannot both be true.\n\n"
			"  integractl changes --since 7d --kind rise\n"
			"  integractl changes --json --since 41 --follow\n",
	},
	{
		.name = "claims",
		.arguments = "",
		.options = CLAIMS_OPTIONS,
		.run = command_claims,
		.summary = "what was stated, the newest first",
		.details = "One line a claim: each figure as one article gave it.\n\n"
			   "  integractl claims --status held\n"
			   "  integractl claims --subject all --limit 5\n",
	},
	{
		.name = "show",
		.arguments = "ID",
		.at_least = 1,
		.at_most = 1,
		.run = command_show,
		.summary = "one claim with all that is known of it",
		.details =
			"The quote in its sentence and its place, the article, the words and rules behind each\n"
			"field, the changes it made, what visits to the article found in the quote's place, and\n"
			"the other claims of its article.\n\n"
			"  integractl show 12\n",
	},
	{
		.name = "search",
		.arguments = "WORDS",
		.at_least = 1,
		.at_most = ANY_NUMBER,
		.options = SEARCH_OPTIONS,
		.run = command_search,
		.summary = "articles by their words, the newest first",
		.details =
			"All the words have to be there, in title or text; of an article that was edited, each\n"
			"text is searched. Case does not count, nor do ё and е; й, ў and і are letters of their\n"
			"own. A word with * is any that begins so; quotation marks hold words together (the\n"
			"shell wants them quoted themselves). The 20 newest are shown; --limit gives more.\n\n"
			"  integractl search союзн* программ*\n"
			"  integractl search '\"single gas market\"' 2027\n",
	},
	{
		.name = "report",
		.arguments = "",
		.options = REPORT_OPTIONS,
		.run = command_report,
		.summary = "the picture of a past day, the same whenever it is asked for",
		.details =
			"--known-on: from the claims that were recorded by the end of that day, with the\n"
			"decisions made by then. --published-by: from all that is known today of items that\n"
			"were published up to that day. The current figures follow by the same rule as ever.\n\n"
			"  integractl report --known-on $(date +%F)\n"
			"  integractl report --published-by 2023-04 --json | jq '.series[] | {series, figure}'\n",
	},
	{ .name = NULL },
};
