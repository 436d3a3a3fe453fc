/* Every command of integractl: its name, what it takes, what help says of it. */
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

static const struct args_option LOGS_OPTIONS[] = {
	{ "subject", "K", "of one subject: all, or a programme's key", 0 },
	{ "package", "P", "of one package", 0 },
	{ "kind", "K", "changes of one kind: rise, conflict, source-down ...", 0 },
	{ "source", "K", "of one source", 0 },
	{ "event", "E", "lines of one event: change, poll, follow, reload ...", 0 },
	{ "since", "T", "from then on: a date, an instant, 2h ago", 0 },
	{ "limit", "N", "no more than the newest N", 0 },
	{ "explain", NULL, "with what the message catalogue says of each", 'x' },
	{ "follow", NULL, "go on, and print each line as it comes", 'f' },
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

static const struct args_option EXPORT_OPTIONS[] = {
	{ "format", "F", "json (a line a claim, as import reads it), csv, or sqlite", 0 },
	{ "output", "FILE", "to a file, which is there only once it is whole", 'o' },
	{ "force", NULL, "put it in the place of a file that is there", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option REPORT_OPTIONS[] = {
	{ "known-on", "DATE", "as integrad knew it at the end of that day, UTC", 0 },
	{ "published-by", "DATE", "as what was published up to that day has it", 0 },
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

static const struct args_option POLL_OPTIONS[] = {
	{ "all", NULL, "every source", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option SOURCES_OPTIONS[] = {
	{ "log", NULL, "the last 50 polls of the source NAME", 0 },
	{ "test", NULL, "fetch the source NAME, or all, and show what would be taken", 0 },
	{ "url", "ADDRESS", "fetch this address in place of its own", 0 },
	{ "items", "XPATH", "of a page of links: each item", 0 },
	{ "link", "XPATH", "its link, from the item", 0 },
	{ "title", "XPATH", "its title", 0 },
	{ "date", "XPATH", "its date", 0 },
	{ "summary", "XPATH", "its summary", 0 },
	{ "article-text", "XPATH", "of the page of an article: its text", 0 },
	{ "article-title", "XPATH", "its title", 0 },
	{ "article-date", "XPATH", "its date of publication", 0 },
	{ "article-author", "XPATH", "its author", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option EXTRACT_OPTIONS[] = {
	{ "corpus", NULL, "news items in, one JSON object a line; a line of claims for each", 0 },
	{ "all", NULL, "held claims too, whose confidence is under the threshold", 0 },
	{ "lang", "L", "the language: en, ru, be; else each item's own, or a guess", 0 },
	{ "published", "DATE", "the day of publication where the item names none (today)", 0 },
	{ "title", "TEXT", "the title of a plain text, which has none of its own", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option EXPLAIN_OPTIONS[] = {
	{ "lang", "L", "the language: en, ru, be; else the text's own, or a guess", 0 },
	{ "published", "DATE", "the day of publication; else the text's own, or today", 0 },
	{ "title", "TEXT", "the title; else the text's own", 0 },
	{ "article", NULL, "ID is an article's number, not a claim's", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option URL_OPTIONS[] = {
	{ "url", "BASE", "where the files came from: makes their addresses absolute", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option ALERTS_OPTIONS[] = {
	{ "state", "S", "waiting, sent, given-up, merged, or silenced", 0 },
	{ "sink", "NAME", "to one sink", 0 },
	{ "limit", "N", "no more than the newest N (50)", 0 },
	{ "would-send", "ID", "what the rules make of the change ID, and each message", 0 },
	{ "retry", "ID", "try the alert ID again now", 0 },
	{ NULL, NULL, NULL, 0 },
};

static const struct args_option SILENCE_OPTIONS[] = {
	{ "for", "D", "how long: 2h, 3d", 0 },
	{ "why", "TEXT", "the reason", 0 },
	{ "kind", "K", "changes of one kind alone", 0 },
	{ "package", "P", "of one package", 0 },
	{ "subject", "S", "of one subject, as the argument", 0 },
	{ "source", "K", "of one source", 0 },
	{ "sink", "NAME", "to one sink", 0 },
	{ "end", "ID", "end the silence ID now", 0 },
	{ NULL, NULL, NULL, 0 },
};

const struct ctl_command CTL_COMMANDS[] = {
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
			   "  integractl claims --subject gas-market --limit 5\n",
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
			"  integractl correct 12 --as-of 2023-03 --why 'the month is in the title'\n"
			"  integractl correct 12 --high '' --bound about --why 'no range: about 70'\n",
	},
	{
		.name = "sources",
		.arguments = "[--log NAME | --test [NAME]]",
		.at_most = 1,
		.options = SOURCES_OPTIONS,
		.run = command_sources,
		.summary = "the health of each source; a trial of one",
		.details =
			"When it last answered and is asked next, and why where it does not. With --log the\n"
			"last 50 polls of one source: what became of each, the newest first.\n\n"
			"With --test nothing is read from the record and nothing written: the source is\n"
			"fetched once, by the same code as the daemon's, and what would be taken from it is\n"
			"shown: each item with what becomes of it, and the text of the first article with\n"
			"its claims. The other options stand in for what its file says, so that a selector\n"
			"can be mended on the command line; with --url alone a page is tried that nobody has\n"
			"configured. Without a NAME every source is tried, in a line each. The exit status\n"
			"is 1 where a source gives no items.\n\n"
			"  integractl sources\n"
			"  integractl sources --log belta-en\n"
			"  integractl sources --test soyuz-ru\n"
			"  integractl sources --test soyuz-ru --items \"//main//a[contains(@href, '-')]\"\n"
			"  integractl sources --test --url https://example.org/news --items //h2/a\n",
	},
	{
		.name = "logs",
		.arguments = "",
		.options = LOGS_OPTIONS,
		.run = command_logs,
		.summary = "what the daemon told the journal",
		.details =
			"journalctl, by the names of our fields. It needs systemd's journal; who may read that\n"
			"is in the group systemd-journal or adm.\n\n"
			"  integractl logs --subject gas-market --since 2026-01-01\n"
			"  integractl logs --kind conflict --explain\n"
			"  integractl logs --source belta-en --follow\n",
	},
	{
		.name = "extract",
		.arguments = "[FILE|-]",
		.at_most = 1,
		.options = EXTRACT_OPTIONS,
		.run = command_extract,
		.summary = "finds the claims of a text",
		.details =
			"Reads plain text from the file or standard input and prints one JSON object,\n"
			"{\"claims\": [...]}. With --corpus the input is news items, one JSON object a line\n"
			"({\"id\", \"lang\", \"published\", \"source\", \"title\", \"text\"}), and each gives a line\n"
			"{\"id\", \"claims\": [...]}, in the same order. A line that is no item is named on\n"
			"standard error, the others go on, and the exit status is 1 at the end.\n"
			"Needs no database.\n\n"
			"  integractl extract --published 2023-04-05 --lang en article.txt\n"
			"  integractl extract --corpus < items.jsonl\n",
	},
	{
		.name = "explain",
		.arguments = "FILE|URL|ID",
		.at_least = 1,
		.at_most = 1,
		.options = EXPLAIN_OPTIONS,
		.run = command_explain,
		.summary = "shows why each number of a text was taken, or not",
		.details =
			"The text is a file (plain, or an HTML page), an address that is fetched once, or the\n"
			"article of a claim in the record. Each sentence stands with its numbers marked, and\n"
			"beneath it a note for each: the words and the rule behind every field of a claim, or\n"
			"why the number is none. Marks in a pipe: [+1 80%] taken, [?2 80%] held, [-3 28] not.\n"
			"With --json one object a number.\n\n"
			"  integractl explain --lang en --published 2023-04-05 article.txt\n"
			"  integractl explain 12\n"
			"  integractl explain --json page.html | jq 'select(.taken) | .claim.value'\n",
	},
	{
		.name = "parse-feed",
		.arguments = "FILE...|-",
		.at_least = 1,
		.at_most = ANY_NUMBER,
		.options = URL_OPTIONS,
		.run = command_parse_feed,
		.summary = "shows what the feed reader makes of files",
		.details =
			"RSS, RDF, Atom, JSON Feed, sitemaps: one JSON object a file, in the order of the\n"
			"files. Dates are UTC in RFC 3339, beside each as printed; HTML in texts is kept.\n"
			"\"bozo\" marks a feed that had to be mended. A file that is no feed gives\n"
			"{\"file\", \"error\"}, and the exit status is 1.\n\n"
			"  integractl parse-feed --url https://example.org/rss feed.xml | jq .entries[].title\n",
	},
	{
		.name = "text",
		.arguments = "FILE...|-",
		.at_least = 1,
		.at_most = ANY_NUMBER,
		.options = URL_OPTIONS,
		.run = command_text,
		.summary = "prints the main text of HTML pages",
		.details =
			"The article without menus, adverts and related headlines, a line a paragraph; with\n"
			"--json one object a file, with title, dates, author, language and the page's own\n"
			"address.\n\n"
			"  integractl text --json --url https://example.org/news/1 page.html\n",
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
			"  integractl report --known-on 2026-03-01\n"
			"  integractl report --published-by 2023-04 --json | jq '.series[] | {series, figure}'\n",
	},
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
			"line, and with any nothing is imported. The daemon does it where it runs.\n\n"
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
			"integractl(1) says how a backup is put back.\n\n"
			"  integractl backup /srv/backup/integrad-$(date +%F).db\n",
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
			"  integractl verify --head 3f9a1c...\n",
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
	{
		.name = "poll",
		.arguments = "[SOURCE]",
		.at_most = 1,
		.options = POLL_OPTIONS,
		.run = command_poll,
		.summary = "asks the daemon to poll a source, or all, now",
		.details = "  integractl poll belta-ru\n  integractl poll --all\n",
	},
	{
		.name = "reload",
		.arguments = "",
		.run = command_reload,
		.summary = "asks the daemon to read its configuration again",
		.details =
			"With a mistake in it the daemon keeps the one it has, and the mistakes are told.\n\n"
			"  integractl reload\n",
	},
	{
		.name = "alerts",
		.arguments = "",
		.options = ALERTS_OPTIONS,
		.run = command_alerts,
		.summary = "the outbox: who was told of what, and who not yet",
		.details =
			"A line a message, the newest first, with its tries and why the last one failed. What\n"
			"a sink does not take is tried again after 1, 2, 4 ... 60 min, and given up after 72 h;\n"
			"--retry sends it again. --would-send says of each rule whether it takes a change,\n"
			"and shows the message that each sink would get; nothing is sent.\n\n"
			"  integractl alerts --state given-up\n"
			"  integractl alerts --would-send 41\n"
			"  integractl alerts --retry 7\n",
	},
	{
		.name = "silence",
		.arguments = "[SUBJECT]",
		.at_most = 1,
		.options = SILENCE_OPTIONS,
		.run = command_silence,
		.summary = "mutes alerts for a while, but for new values",
		.details =
			"What is meant (a subject, or what the options name) makes no alerts until the end;\n"
			"the ledger goes on. A value that its series has not had before the silence is told\n"
			"all the same. Without --for the silences that last are listed.\n\n"
			"  integractl silence gas-market --for 3d --why \"known, being checked\"\n"
			"  integractl silence --source belta-en --for 12h --why \"they move their server\"\n"
			"  integractl silence --end 2\n",
	},
	{
		.name = "test-alert",
		.arguments = "SINK",
		.at_least = 1,
		.at_most = 1,
		.run = command_test_alert,
		.summary = "sends a trial message to a sink",
		.details =
			"By the daemon's own code, but at once and past the outbox. Where the sink does not\n"
			"take it the whole conversation is printed, secrets masked. It reads the files of\n"
			"secrets, and so is for whoever may: root, or the user integrad.\n\n"
			"  sudo -u integrad integractl test-alert desk\n",
	},
	{ .name = NULL },
};
