/* What the reader makes of texts and files; no database is needed. */
#include "commands.h"

#include <stdint.h>

#define ANY_NUMBER SIZE_MAX

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

const struct ctl_command CTL_TEXT_COMMANDS[] = {
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
			"  integractl explain $(integractl claims --json --limit 1 | jq .id)\n"
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
	{ .name = NULL },
};
