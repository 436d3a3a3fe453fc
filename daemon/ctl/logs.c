/*
 * `integractl logs`: what the daemon told the journal. journalctl does the
 * work, and has a pager, colours and rights of its own; what is ours are the
 * names of the fields.
 */
#include "commands.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "since.h"

/* Options that choose by a field of the journal (DESIGN §6). */
static const struct {
	const char *option;
	const char *field;
} FIELDS[] = {
	{ "subject", "INTEGRAD_SUBJECT" }, { "package", "INTEGRAD_PACKAGE" },
	{ "kind", "INTEGRAD_CHANGE" },     { "source", "INTEGRAD_SOURCE" },
	{ "event", "INTEGRAD_EVENT" },
};

#define ARGUMENTS_MAX 24

struct line {
	char *words[ARGUMENTS_MAX];
	size_t count;
};

static void add(struct line *line, char *word)
{
	line->words[line->count++] = word;
	line->words[line->count] = NULL;
}

/* A moment that we can read; what we cannot ("yesterday") journalctl may. */
static char *since_argument(const char *text)
{
	int64_t moment;

	if (since_parse(text, &moment))
		return mem_printf("--since=@%" PRId64, moment);
	return mem_printf("--since=%s", text);
}

static void fill(const struct ctl *ctl, struct line *line)
{
	const char *since = args_value(&ctl->args, "since");
	const char *limit = args_value(&ctl->args, "limit");

	add(line, mem_strdup("journalctl"));
	add(line, mem_strdup("SYSLOG_IDENTIFIER=integrad"));
	if (ctl->json)
		add(line, mem_strdup("--output=json"));
	if (args_has(&ctl->args, "explain"))
		add(line, mem_strdup("--catalog"));
	if (args_has(&ctl->args, "follow"))
		add(line, mem_strdup("--follow"));
	if (limit)
		add(line, mem_printf("--lines=%s", limit));
	if (since)
		add(line, since_argument(since));
	for (size_t i = 0; i < COUNT(FIELDS); i++) {
		const char *value = args_value(&ctl->args, FIELDS[i].option);

		if (value)
			add(line, mem_printf("%s=%s", FIELDS[i].field, value));
	}
}

enum ctl_exit command_logs(struct ctl *ctl)
{
	struct line line = { .count = 0 };
	size_t limit;
	enum ctl_exit code = ctl_limit(ctl, &limit);

	if (code != CTL_DONE)
		return code;
	fill(ctl, &line);
	execvp(line.words[0], line.words);
	code = errno == ENOENT ? ctl_fail(CTL_NOTHING,
	                                  "journalctl is not there, and so no journal; without "
	                                  "systemd the log is integrad's standard error")
	                       : ctl_fail(CTL_NOTHING, "journalctl: %s", strerror(errno));
	while (line.count > 0)
		free(line.words[--line.count]);
	return code;
}
