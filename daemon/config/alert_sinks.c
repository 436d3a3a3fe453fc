#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alert/sign.h"
#include "alert_parts.h"
#include "base/limits.h"
#include "base/mem.h"
#include "network.h"
#include "option.h"

static const char *const kinds[] = {
	"webhook", "slack",        "mattermost", "telegram", "ntfy",
	"matrix",  "alertmanager", "smtp",       "exec",     NULL,
};
static const char *const ways[] = {
	[ALERT_STARTTLS] = "starttls",
	[ALERT_TLS] = "tls",
	[ALERT_PLAIN] = "none",
	NULL,
};
static const char *const digests[] = {
	[ALERT_AT_ONCE] = "no",
	[ALERT_DAILY] = "daily",
	[ALERT_WEEKLY] = "weekly",
	NULL,
};
static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL };
_Static_assert(COUNT(kinds) == ALERT_EXEC + 2, "kinds are stored as their index");
_Static_assert(sizeof(enum alert_sink_kind) == sizeof(int), "choices are stored as int");
_Static_assert(sizeof(enum alert_tls) == sizeof(int), "choices are stored as int");
_Static_assert(sizeof(enum alert_digest) == sizeof(int), "choices are stored as int");

struct sink {
	struct alert_sink sink;
	const char *at;
};

#define AT(field) offsetof(struct sink, sink.field)

static const struct option sink_options[] = {
	{ "name", OPTION_WORD, AT(name), OPTION_REQUIRED, .doc = "by which rules name it" },
	{ "kind", OPTION_CHOICE, AT(kind), OPTION_REQUIRED, .choices = kinds, .doc = "what it is" },
	{ "address", OPTION_ADDRESS, AT(address), OPTION_KEEP, .doc = "its web address" },
	{ "address-file", OPTION_OTHER, 0, OPTION_KEEP,
	  .doc = "file that has the address, where it is a secret", .shape = "path" },
	{ "secret-file", OPTION_OTHER, 0, OPTION_KEEP,
	  .doc = "file of the secret that signs (\"whsec_…\")", .shape = "path" },
	{ "token-file", OPTION_OTHER, 0, OPTION_KEEP, .doc = "file of the token", .shape = "path" },
	{ "template", OPTION_TEXT, AT(template), OPTION_KEEP, .doc = "another body" },
	{ "content-type", OPTION_LINE, AT(content_type), "application/json", .doc = "of it" },
	{ "headers-file", OPTION_OTHER, 0, OPTION_KEEP, .doc = "file of more headers",
	  .shape = "path" },
	{ "chat", OPTION_TEXT, AT(room), OPTION_KEEP, .doc = "of telegram: the chat" },
	{ "room", OPTION_TEXT, AT(room), OPTION_KEEP, .doc = "of matrix: the room" },
	{ "topic", OPTION_TEXT, AT(room), OPTION_KEEP, .doc = "of ntfy: the topic" },
	{ "server", OPTION_LINE, AT(server), OPTION_KEEP,
	  .doc = "of smtp: host, with a port where it is not the usual one" },
	{ "tls", OPTION_CHOICE, AT(tls), "starttls", .choices = ways, .doc = "of smtp" },
	{ "user", OPTION_LINE, AT(user), OPTION_KEEP, .doc = "of smtp" },
	{ "password-file", OPTION_OTHER, 0, OPTION_KEEP, .doc = "of smtp", .shape = "path" },
	{ "from", OPTION_LINE, AT(from), OPTION_KEEP, .doc = "of smtp: the sender's address" },
	{ "to", OPTION_OTHER, 0, OPTION_KEEP, .doc = "of smtp: the receivers' addresses",
	  .shape = "address or list" },
	{ "command", OPTION_OTHER, 0, OPTION_KEEP, .doc = "of exec: program and arguments",
	  .shape = "path or list" },
	{ "ca-file", OPTION_PATH, AT(ca_file), OPTION_KEEP,
	  .doc = "certificates that are trusted" },
	{ "timeout", OPTION_MILLISECONDS, AT(timeout_ms), "15s", 100, 600000,
	  .doc = "for one message" },
	{ "retry-min", OPTION_SECONDS, AT(retry_s), "1min", 1, 3600,
	  .doc = "wait after a first failure; it doubles up to an hour" },
	{ "max-per-hour", OPTION_INTEGER, AT(max_per_hour), "30", 1, 100000,
	  .doc = "messages; what is over goes together" },
	{ "digest", OPTION_CHOICE, AT(digest), "no", .choices = digests,
	  .doc = "whether all changes of a day or week go in one message" },
	{ "at", OPTION_TEXT, offsetof(struct sink, at), "08:00", .doc = "when the digest goes" },
	{ "day", OPTION_CHOICE, AT(digest_weekday), "mon", .choices = weekdays,
	  .doc = "of the weekly digest, and of the daily one that goes even when empty" },
};

#define BIT(kind) (1u << (kind))
#define HTTP_KINDS \
	(BIT(ALERT_WEBHOOK) | BIT(ALERT_SLACK) | BIT(ALERT_MATTERMOST) | BIT(ALERT_TELEGRAM) | \
	 BIT(ALERT_NTFY) | BIT(ALERT_MATRIX) | BIT(ALERT_ALERTMANAGER))
/* Whoever knows the address of one of these may write there: it is their secret. */
#define HOOK_KINDS (BIT(ALERT_SLACK) | BIT(ALERT_MATTERMOST))

/* Which kinds know an option, and which cannot do without it. */
static const struct {
	const char *name;
	const char *other; /* that may stand in its place */
	unsigned known;
	unsigned needed;
} fields[] = {
	{ "address", "address-file", HTTP_KINDS,
	  HTTP_KINDS & ~(HOOK_KINDS | BIT(ALERT_TELEGRAM) | BIT(ALERT_NTFY)) },
	{ "address-file", "address", HTTP_KINDS, HOOK_KINDS },
	{ "secret-file", NULL, BIT(ALERT_WEBHOOK), 0 },
	{ "token-file", NULL, BIT(ALERT_TELEGRAM) | BIT(ALERT_MATRIX) | BIT(ALERT_NTFY),
	  BIT(ALERT_TELEGRAM) | BIT(ALERT_MATRIX) },
	{ "template", NULL, BIT(ALERT_WEBHOOK), 0 },
	{ "content-type", NULL, BIT(ALERT_WEBHOOK), 0 },
	{ "headers-file", NULL, HTTP_KINDS, 0 },
	{ "chat", NULL, BIT(ALERT_TELEGRAM), BIT(ALERT_TELEGRAM) },
	{ "room", NULL, BIT(ALERT_MATRIX), BIT(ALERT_MATRIX) },
	{ "topic", NULL, BIT(ALERT_NTFY), BIT(ALERT_NTFY) },
	{ "server", NULL, BIT(ALERT_SMTP), BIT(ALERT_SMTP) },
	{ "tls", NULL, BIT(ALERT_SMTP), 0 },
	{ "user", NULL, BIT(ALERT_SMTP), 0 },
	{ "password-file", NULL, BIT(ALERT_SMTP), 0 },
	{ "from", NULL, BIT(ALERT_SMTP), BIT(ALERT_SMTP) },
	{ "to", NULL, BIT(ALERT_SMTP), BIT(ALERT_SMTP) },
	{ "command", NULL, BIT(ALERT_EXEC), BIT(ALERT_EXEC) },
	{ "ca-file", NULL, ~BIT(ALERT_EXEC), 0 },
};

static void check_fields(const struct alerts *a, const struct tree *map, unsigned bit)
{
	const char *kind = tree_text(map, "kind", "");

	for (size_t i = 0; i < COUNT(fields); i++) {
		const struct tree *node = tree_get(map, fields[i].name);
		bool is_there = node || (fields[i].other && tree_get(map, fields[i].other));

		if (node && !(fields[i].known & bit))
			tree_mistake_key(a->mistakes, node, "%s: goes not with \"kind: %s\"",
			                 fields[i].name, kind);
		if (!is_there && (fields[i].needed & bit))
			tree_mistake(a->mistakes, map,
			             "\"%s\" is missing: a sink of kind %s needs it",
			             fields[i].name, kind);
	}
}

/* Of an unknown kind nobody can say what it needs. */
static bool is_kind_known(const struct tree *map)
{
	const char *kind = tree_text(map, "kind", "");

	for (size_t i = 0; kinds[i]; i++)
		if (strcmp(kinds[i], kind) == 0)
			return true;
	return false;
}

static const char *secret_of(const struct alerts *a, const struct tree *map, const char *name)
{
	const struct tree *node = tree_get(map, name);

	return node ? alerts_secret(a, node) : NULL;
}

static void read_secrets(const struct alerts *a, const struct tree *map, struct alert_sink *sink)
{
	const struct tree *file = tree_get(map, "address-file"),
			  *secret = tree_get(map, "secret-file");
	const struct tree *headers = tree_get(map, "headers-file"),
			  *address = tree_get(map, "address");

	if (file && address)
		tree_mistake_key(a->mistakes, file, "address and address-file: one is enough");
	else if (address && (HOOK_KINDS & BIT(sink->kind)))
		tree_mistake(a->mistakes, address,
		             "address: of kind %s it is a secret: put it into a file, and its path"
		             " into address-file",
		             alert_sink_kind_name(sink->kind));
	else
		alerts_check_address(a, address, "address-file");
	if (file)
		sink->address = alerts_address_in_file(a, file);
	sink->address_is_secret = file != NULL;
	sink->secret = secret_of(a, map, "secret-file");
	sink->token = secret_of(a, map, "token-file");
	sink->password = secret_of(a, map, "password-file");
	if (sink->secret && sink->secret[0] && !alert_secret_is_sound(sink->secret))
		tree_mistake(a->mistakes, secret,
		             "secret-file: expected \"whsec_\" and 24 to 64 bytes in base64");
	if (headers && headers->kind == TREE_SCALAR && a->context->wants_secrets)
		network_headers(headers, a->arena, &sink->headers, &sink->header_count,
		                a->mistakes);
}

/* A file that its mode lets be run is kept from it by where it lies. */
static const char *why_not_run(const char *path)
{
	int why = errno;
	struct stat st;

	if (why == EACCES && stat(path, &st) == 0 && (st.st_mode & 0111) == 0111)
		return "its file system forbids it; where systemd runs us, name it in ExecPaths= of"
		       " the unit, with its interpreter";
	return strerror(why);
}

static void read_command(const struct alerts *a, const struct tree *node, struct alert_sink *sink)
{
	struct alert_list list = { 0 };

	alerts_list(a, node, NULL, &list);
	if (list.count == 0)
		return;
	sink->command = arena_array(a->arena, list.count + 1, sizeof(*sink->command));
	memcpy(sink->command, list.list, list.count * sizeof(*list.list));
	if (list.list[0][0] != '/')
		tree_mistake(a->mistakes, node, "command: expected the whole path of a program");
	else if (access(list.list[0], X_OK) != 0)
		tree_mistake(a->mistakes, node, "command: %s cannot be run: %s", list.list[0],
		             why_not_run(list.list[0]));
}

/* An address of mail goes into headers and to the server: no spaces, no brackets, one '@'. */
static void check_mailbox(const struct alerts *a, const struct tree *node, const char *text)
{
	const char *at = strchr(text, '@');

	if (!at || at == text || !at[1] || strchr(at + 1, '@') || strpbrk(text, " \t\r\n<>,;\"()"))
		tree_mistake(a->mistakes, node, "%s: expected an address such as desk@example.org",
		             node->key ? node->key : "to");
}

static void read_mail(const struct alerts *a, const struct tree *map, struct alert_sink *sink)
{
	const struct tree *to = tree_get(map, "to"), *from = tree_get(map, "from");
	struct alert_list list = { 0 };

	if (to)
		alerts_list(a, to, NULL, &list);
	for (size_t i = 0; i < list.count; i++)
		check_mailbox(a, to, list.list[i]);
	sink->to = list.list;
	sink->to_count = list.count;
	if (from && from->kind == TREE_SCALAR)
		check_mailbox(a, from, from->text);
	if (!sink->user != !sink->password && !tree_get(map, "password-file") != !sink->user)
		tree_mistake(a->mistakes, map, "user and password-file go together");
	if (sink->user && sink->tls == ALERT_PLAIN)
		tree_mistake(a->mistakes, map,
		             "a password is not sent without encryption: \"tls: starttls\" or tls");
}

static void read_time(const struct alerts *a, const struct tree *map, const char *text,
                      struct alert_sink *sink)
{
	int hour, minute;
	char rest;

	if (strlen(text) == 5 && sscanf(text, "%2d:%2d%c", &hour, &minute, &rest) == 2 &&
	    hour >= 0 && hour < 24 && minute >= 0 && minute < 60)
		sink->digest_minute = hour * 60 + minute;
	else
		tree_mistake(a->mistakes, tree_get(map, "at"),
		             "at: expected a time of the day such as 08:00");
}

void alerts_read_sink(const struct alerts *a, const struct tree *node, struct alert_sink *ret_sink)
{
	struct sink read = { .sink = { .file = arena_strdup(a->arena, node->file),
		                       .line = node->line } };
	const struct tree *command = tree_get(node, "command");

	option_read_all(sink_options, COUNT(sink_options), node, &read, a->arena, a->mistakes);
	if (node->kind == TREE_MAP) {
		read.sink.digest_weekday++;
		if (is_kind_known(node))
			check_fields(a, node, BIT(read.sink.kind));
		read_secrets(a, node, &read.sink);
		read_mail(a, node, &read.sink);
		read_time(a, node, read.at, &read.sink);
		if (command)
			read_command(a, command, &read.sink);
	}
	*ret_sink = read.sink;
}

void alerts_list_sink_options(FILE *out)
{
	option_list_all("sink", sink_options, COUNT(sink_options), out);
}
