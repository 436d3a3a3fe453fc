#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/utf8.h"

/* A value is cut, so that a line of some twenty fields is whole, however they are escaped. */
#define VALUE_MAX_BYTES (4 * KIB)
#define LINE_MAX_BYTES (MIB)
#define JOURNAL_PATH "/run/systemd/journal/socket"

/*
 * The one global of the program: log lines come from everywhere, and a
 * process has one stderr.
 */
static struct {
	enum log_format format; /* AUTO until the first line */
	int max_level;
	int journal_fd;
	int64_t journal_dropped;
	log_hook_fn *hook;
	void *hook_arg;
} logger = { .format = LOG_FORMAT_AUTO, .max_level = LOG_INFO, .journal_fd = -1 };

static const char *const level_names[] = {
	[LOG_EMERG] = "emerg", [LOG_ALERT] = "alert",     [LOG_CRIT] = "crit",
	[LOG_ERR] = "error",   [LOG_WARNING] = "warning", [LOG_NOTICE] = "notice",
	[LOG_INFO] = "info",   [LOG_DEBUG] = "debug",
};

/*
 * What an event is that needs a person, where its line is a warning or worse: the
 * journal's MESSAGE_ID, fixed for ever, which the catalogue explains. Those of the
 * ledger have their own (model/change.c).
 */
static const struct {
	const char *event, *message_id;
} warnings[] = {
	{ "alert", "3b8ec1ad013f47e19310770fe4c8725c" },
	{ "config", "7320bcf7a320477580519c4ab87e2994" },
	{ "heartbeat", "886eaf63fb2b49618b8781039f7649f4" },
	{ "http", "f95d6005cc54456e94f69decd70fc49e" },
	{ "journal-dropped", "781499335e274b92a6a558bfd7e0389a" },
	{ "polls", "0f9ac774702e424a9e1ae7664e22c1f2" },
	{ "reader", "e205fc173de74a0ab3c891aeeaa14462" },
	{ "record", "9409b31fd2e34cb988db30ee074ced00" },
	{ "reload", "b5187f3c173e4171b989f7b0a7a58724" },
	{ "sink-down", "5a144cf4d47e4e77a117479402ffaf2b" },
	{ "socket", "3092d3d0375c4fa6a3948d5ffa735839" },
	{ "start", "d8d4cd532e764ea3ae45322eebbd40be" },
};

static const char *warning_id(int level, const char *event)
{
	for (size_t i = 0; level <= LOG_WARNING && i < sizeof(warnings) / sizeof(warnings[0]); i++)
		if (strcmp(warnings[i].event, event) == 0)
			return warnings[i].message_id;
	return NULL;
}

/* What the line could not hold is cut: a log line is never worth a failure. */
static void add(struct buf *out, const char *s)
{
	if (buf_puts(out, s))
		return;
}

static void add_bytes(struct buf *out, const void *bytes, size_t len)
{
	if (buf_append(out, bytes, len))
		return;
}

/* One character of a string in quotes; U+0080 … U+009F command some terminals. */
static void add_escaped(struct buf *out, const char *s, size_t len, uint32_t cp)
{
	char escape[8];

	if (cp == '"' || cp == '\\')
		snprintf(escape, sizeof(escape), "\\%c", (char)cp);
	else if (cp == '\n')
		snprintf(escape, sizeof(escape), "\\n");
	else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
		snprintf(escape, sizeof(escape), "\\u%04x", (unsigned)cp);
	else if (cp == UTF8_REPLACEMENT)
		snprintf(escape, sizeof(escape), "\uFFFD");
	else {
		add_bytes(out, s, len);
		return;
	}
	add(out, escape);
}

/* logfmt and JSON agree on how a string is quoted; a broken byte is written as U+FFFD. */
static void add_quoted(struct buf *out, const char *s)
{
	size_t len = utf8_cut(s, strlen(s), VALUE_MAX_BYTES), n;
	uint32_t cp;

	add(out, "\"");
	for (size_t i = 0; i < len; i += n) {
		n = utf8_decode(s + i, len - i, &cp);
		add_escaped(out, s + i, n, cp);
	}
	add(out, "\"");
}

static void add_logfmt_value(struct buf *out, const char *s)
{
	bool is_plain = *s != '\0' && strlen(s) <= VALUE_MAX_BYTES;

	for (const char *p = s; *p && is_plain; p++)
		if ((unsigned char)*p <= ' ' || strchr("\"\\=", *p) || (unsigned char)*p >= 0x7F)
			is_plain = false;
	if (is_plain)
		add(out, s);
	else
		add_quoted(out, s);
}

/* RFC 3339, in UTC. */
static void add_now(struct buf *out)
{
	char stamp[40];
	time_t t = (time_t)clock_now_s();
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%SZ", &tm);
	add(out, stamp);
}

static void format_logfmt(struct buf *out, int level, const char *event, const char *message,
                          const struct log_field *fields)
{
	char number[24];

	add(out, "time=");
	add_now(out);
	add(out, " level=");
	add(out, level_names[level]);
	add(out, " event=");
	add_logfmt_value(out, event);
	for (; fields && fields->name; fields++) {
		add(out, " ");
		add(out, fields->name);
		add(out, "=");
		if (fields->text) {
			add_logfmt_value(out, fields->text);
			continue;
		}
		snprintf(number, sizeof(number), "%lld", (long long)fields->number);
		add(out, number);
	}
	add(out, " msg=");
	add_quoted(out, message);
}

static void format_json(struct buf *out, int level, const char *event, const char *message,
                        const struct log_field *fields)
{
	char number[24];

	add(out, "{\"time\":\"");
	add_now(out);
	add(out, "\",\"level\":");
	add_quoted(out, level_names[level]);
	add(out, ",\"event\":");
	add_quoted(out, event);
	for (; fields && fields->name; fields++) {
		add(out, ",");
		add_quoted(out, fields->name);
		add(out, ":");
		if (fields->text) {
			add_quoted(out, fields->text);
			continue;
		}
		snprintf(number, sizeof(number), "%lld", (long long)fields->number);
		add(out, number);
	}
	add(out, ",\"msg\":");
	add_quoted(out, message);
	add(out, "}");
}

/*
 * systemd.io/JOURNAL_NATIVE_PROTOCOL: NAME, newline, length as 64-bit little-
 * endian, bytes, newline.
 */
static void add_journal_field(struct buf *out, const char *prefix, const char *name,
                              const char *value)
{
	uint64_t len = strlen(value);
	unsigned char le[8];

	add(out, prefix);
	for (const char *p = name; *p; p++) {
		char c = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;

		add_bytes(out, &c, 1);
	}
	for (size_t i = 0; i < 8; i++)
		le[i] = (unsigned char)(len >> (8 * i));
	add(out, "\n");
	add_bytes(out, le, sizeof(le));
	add(out, value);
	add(out, "\n");
}

static void format_journal(struct buf *out, int level, const char *event, const char *message_id,
                           const char *message, const struct log_field *fields)
{
	char number[24];

	snprintf(number, sizeof(number), "%d", level);
	add_journal_field(out, "", "MESSAGE", message);
	add_journal_field(out, "", "PRIORITY", number);
	add_journal_field(out, "", "SYSLOG_IDENTIFIER", "integrad");
	if (message_id)
		add_journal_field(out, "", "MESSAGE_ID", message_id);
	add_journal_field(out, "INTEGRAD_", "event", event);
	for (; fields && fields->name; fields++) {
		snprintf(number, sizeof(number), "%lld", (long long)fields->number);
		add_journal_field(out, "INTEGRAD_", fields->name,
		                  fields->text ? fields->text : number);
	}
}

/* The journal's stream is our stderr when $JOURNAL_STREAM names its device and inode. */
static bool is_under_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat st;

	return stream && sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
	       fstat(STDERR_FILENO, &st) == 0 && st.st_dev == device && st.st_ino == inode;
}

static bool send_datagram(const struct buf *line)
{
	static const struct sockaddr_un address = { .sun_family = AF_UNIX,
		                                    .sun_path = JOURNAL_PATH };

	if (logger.journal_fd < 0)
		logger.journal_fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (logger.journal_fd < 0)
		return false;
	return sendto(logger.journal_fd, line->data, line->len, MSG_NOSIGNAL,
	              (const struct sockaddr *)&address, sizeof(address)) >= 0;
}

static void write_journal(const struct buf *line)
{
	struct buf told;
	char text[96];

	if (!send_datagram(line)) {
		logger.journal_dropped++;
		return;
	}
	if (logger.journal_dropped == 0)
		return;
	snprintf(text, sizeof(text), "the journal did not take %lld lines before this one",
	         (long long)logger.journal_dropped);
	buf_init(&told, LINE_MAX_BYTES);
	format_journal(&told, LOG_WARNING, "journal-dropped",
	               warning_id(LOG_WARNING, "journal-dropped"), text, NULL);
	if (send_datagram(&told))
		logger.journal_dropped = 0;
	buf_done(&told);
}

/* One write a line, so that lines of two processes never mix. */
static void write_stderr(struct buf *line)
{
	ssize_t n;

	add(line, "\n");
	do {
		n = write(STDERR_FILENO, line->data, line->len);
	} while (n < 0 && errno == EINTR);
}

void log_setup(enum log_format format, int max_level)
{
	logger.format = format;
	logger.max_level = max_level;
}

bool log_parse_format(const char *name, enum log_format *ret_format)
{
	static const char *const names[] = {
		[LOG_FORMAT_AUTO] = "auto",
		[LOG_FORMAT_LOGFMT] = "logfmt",
		[LOG_FORMAT_JSON] = "json",
		[LOG_FORMAT_JOURNAL] = "journal",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0) {
			*ret_format = (enum log_format)i;
			return true;
		}
	return false;
}

bool log_parse_level(const char *name, int *ret_level)
{
	for (int i = LOG_EMERG; i <= LOG_DEBUG; i++)
		if (strcmp(name, level_names[i]) == 0) {
			*ret_level = i;
			return true;
		}
	return false;
}

static void write_line(int level, const char *event, const char *message_id, const char *message,
                       const struct log_field *fields, struct buf *line)
{
	if (logger.hook) {
		format_logfmt(line, level, event, message, fields);
		logger.hook(level, line->data, logger.hook_arg);
		return;
	}
	if (logger.format == LOG_FORMAT_AUTO)
		logger.format = is_under_journal() ? LOG_FORMAT_JOURNAL : LOG_FORMAT_LOGFMT;
	switch (logger.format) {
	case LOG_FORMAT_JOURNAL:
		format_journal(line, level, event,
		               message_id ? message_id : warning_id(level, event), message, fields);
		write_journal(line);
		break;
	case LOG_FORMAT_JSON:
		format_json(line, level, event, message, fields);
		write_stderr(line);
		break;
	case LOG_FORMAT_AUTO:
	case LOG_FORMAT_LOGFMT:
		format_logfmt(line, level, event, message, fields);
		write_stderr(line);
		break;
	}
}

void log_fields(int level, const char *event, const char *message_id, const char *message,
                const struct log_field *fields)
{
	struct buf line;

	if (level > logger.max_level)
		return;
	buf_init(&line, LINE_MAX_BYTES);
	write_line(level, event, message_id, message, fields, &line);
	buf_done(&line);
}

void log_set_hook(log_hook_fn *hook, void *arg)
{
	logger.hook = hook;
	logger.hook_arg = arg;
}
