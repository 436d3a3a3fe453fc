/* The record as a whole: in, out, kept and examined. */
#include "commands.h"

static const struct args_option EXPORT_OPTIONS[] = {
	{ "format", "F", "json (a line a claim, as import reads it), csv, or sqlite", 0 },
	{ "output", "FILE", "to a file, which is there only once it is whole", 'o' },
	{ "force", NULL, "put it in the place of a file that is there", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option BACKUP_OPTIONS[] = {
	{ "force", NULL, "put it in the place of a file that is there", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option VERIFY_OPTIONS[] = {
	{ "head", "HASH", "a hash of the ledger, from a journal or backup, that must be in it", 0 },
	{ NULL, NULL, NULL, 0 },
};

const struct ctl_command CTL_RECORD_COMMANDS[] = {
	{
		.name = "import",
		.arguments = "FILE|-",
		.at_least = 1,
		.at_most = 1,
		.run = command_import,
		.summary = "takes claims or articles into the record, as backfill",
		.details =
			"JSON Lines: a claim (the fields of `export`: package, subject, measure, stage, unit,\n"
			"value, as_of ... with published, url, outlet) or an article (title, text, published,\n"
			"url, source, lang), in which the claims are then found. All mistakes are named by\n"
			"line, and with any nothing is imported. The daemon does it where it runs.\n"
			"What people decided of an exported claim is taken over.\n\n"
			"  integractl import figures.jsonl\n",
	},
	{
		.name = "export",
		.arguments = "",
		.options = EXPORT_OPTIONS,
		.run = command_export,
		.summary = "gives the record out",
		.details =
			"Every claim in the order of recording, with its status: what was rejected or held\n"
			"too. Or a copy of the database for analysts: claims, articles, decisions and the\n"
			"ledger, without what only the daemon needs. integractl(1) has the columns.\n\n"
			"  integractl export --format csv > claims.csv\n"
			"  integractl export --format sqlite --output copy.db\n",
	},
	{
		.name = "backup",
		.arguments = "FILE",
		.at_least = 1,
		.at_most = 1,
		.options = BACKUP_OPTIONS,
		.run = command_backup,
		.summary = "copies the record to a file, and examines the copy",
		.details =
			"While the daemon goes on writing. FILE is there only once it is whole and was found\n"
			"sound; a file of that name is kept, but with --force. Note the head that is printed:\n"
			"`verify --head` proves by it later that the ledger still goes on from there.\n"
			"integrad-operations(7) says how a backup is put back.\n\n"
			"  integractl backup integrad-$(date +%F).db\n",
	},
	{
		.name = "verify",
		.arguments = "",
		.options = VERIFY_OPTIONS,
		.run = command_verify,
		.summary = "examines the record: nothing altered, nothing cut off",
		.details =
			"SQLite's own structures, the ledger's chain of hashes, the claims, texts and decisions\n"
			"under it, and that the current figures follow from claims and decisions.\n\n"
			"  integractl verify\n"
			"  integractl verify --head $(integractl backup --json copy.db | jq -r .head)\n",
	},
	{ .name = NULL },
};
