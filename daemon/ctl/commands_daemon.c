/* The daemon: its sources, its journal, its alerts. */
#include "commands.h"

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

const struct ctl_command CTL_DAEMON_COMMANDS[] = {
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
			"  integractl alerts --retry 1\n",
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
