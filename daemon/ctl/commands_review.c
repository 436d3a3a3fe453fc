/* What people and newer rules make of the claims. */
#include "commands.h"

#define ONLY_OPTION \
	{ \
		"only", NULL, "this claim, not its copies: those of its origin that say the same", \
			0 \
	}

static const struct args_option REEXTRACT_OPTIONS[] = {
	{ "dry-run", NULL, "print the difference, write nothing", 'n' },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option REVIEW_OPTIONS[] = {
	{ "subject", "K", "of one subject: all, or a programme's key", 0 },
	{ "package", "P", "of one package", 0 },
	{ "source", "K", "of one source", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option CONFIRM_OPTIONS[] = {
	{ "why", "TEXT", "the reason, which is kept", 0 },
	ONLY_OPTION,
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option REJECT_OPTIONS[] = {
	{ "why", "TEXT", "the reason, which is kept; needed", 0 },
	ONLY_OPTION,
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option CORRECT_OPTIONS[] = {
	{ "why", "TEXT", "the reason, which is kept; needed", 0 },
	ONLY_OPTION,
	{ "package", "P", "2021-2023, 2024-2026", 0 },
	{ "subject", "K", "all, or a programme's key", 0 },
	{ "measure", "M", "programmes, activities", 0 },
	{ "stage", "S", "completed, in_progress", 0 },
	{ "unit", "U", "percent, count", 0 },
	{ "value", "N", "the figure; of a range its lower end", 0 },
	{ "high", "N", "a range's upper end; '' for none", 0 },
	{ "total", "N", "what a count is of; '' for none", 0 },
	{ "bound", "B", "exact, about, at_least, at_most", 0 },
	{ "as-of", "DATE", "2023, 2023-H1, 2023-Q1, 2023-03, 2023-03-27", 0 },
	{ "modality", "M", "actual, expected", 0 },
	{ "basis", "B", "stated, today, restated", 0 },
	{ "speaker", "NAME", "who says so; '' for nobody", 0 },
	{ NULL, NULL, NULL, 0 },
};

const struct ctl_command CTL_REVIEW_COMMANDS[] = {
	{
		.name = "review",
		.arguments = "",
		.options = REVIEW_OPTIONS,
		.run = command_review,
		.summary = "goes through the claims that are held, with you",
		.details =
			"Each with its quote in its sentence, the fields as they were read, and why it is\n"
			"held; the oldest first. Keys: c confirms it, e corrects a field, r rejects it (and\n"
			"asks why), s skips it, q ends. In a pipe each key or answer is a line. With --json\n"
			"the answer to each decision is an object a line, and nothing is asked aloud.\n\n"
			"  integractl review\n"
			"  integractl review --source belta-ru\n",
	},
	{
		.name = "confirm",
		.arguments = "ID",
		.at_least = 1,
		.at_most = 1,
		.options = CONFIRM_OPTIONS,
		.run = command_confirm,
		.summary = "takes a claim that is held, as it was read",
		.details =
			"From then on it counts, and what it changes enters the ledger as if it came now. Who\n"
			"decided, when and why is kept, and is honoured when newer rules read the article\n"
			"again. Of several decisions on a claim the last one counts.\n\n"
			"  integractl confirm 12\n",
	},
	{
		.name = "reject",
		.arguments = "ID",
		.at_least = 1,
		.at_most = 1,
		.options = REJECT_OPTIONS,
		.run = command_reject,
		.summary = "takes a claim out, with the reason",
		.details =
			"It stays in the record, and counts no more. Where it was the current figure, the\n"
			"ledger tells what is current now.\n\n"
			"  integractl reject 12 --why 'he spoke of the budget'\n",
	},
	{
		.name = "correct",
		.arguments = "ID",
		.at_least = 1,
		.at_most = 1,
		.options = CORRECT_OPTIONS,
		.run = command_correct,
		.summary = "puts a claim with other fields in a claim's place",
		.details =
			"The words are the same, the fields that are named here differ. The claim as it was\n"
			"read stays in the record, superseded; nothing is rewritten.\n\n"
			"  integractl correct 12 --as-of 2022-12 --why 'the month is in the title'\n"
			"  integractl correct 12 --high '' --bound about --why 'no range: about 70'\n",
	},
	{
		.name = "reextract",
		.arguments = "",
		.options = REEXTRACT_OPTIONS,
		.run = command_reextract,
		.summary = "today's rules over the articles of the record",
		.details =
			"What they read otherwise than the rules that made a claim is superseded by a new one,\n"
			"never overwritten, and the ledger says which rules gave way to which. What a person\n"
			"decided, or imported as a claim, stays. Through the daemon where it runs, whose reader\n"
			"reads; --dry-run only prints the difference, needs no daemon and writes nothing.\n\n"
			"  integractl reextract --dry-run\n"
			"  integractl reextract\n",
	},
	{
		.name = "rebuild",
		.arguments = "",
		.run = command_rebuild,
		.summary = "derives anew what follows from claims and decisions",
		.details =
			"Current figures, counts, and what the decisions make of the claims. Says what\n"
			"differed and was mended: nothing should. The ledger is never touched.\n\n"
			"  integractl rebuild\n",
	},
	{ .name = NULL },
};
