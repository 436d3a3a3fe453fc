/*
 * One event, one line, with fields beside it. Organs never log: they return
 * errors; pipeline, server and main log once and act on the kind.
 *
 *     log_event(LOG_NOTICE, "poll", "12 new items",
 *               LOG_STR("source", key), LOG_INT("new", 12));
 *
 * Formats: logfmt on stderr, JSON lines on stderr, or the systemd journal's
 * native protocol (a field `source` becomes INTEGRAD_SOURCE). A journal that
 * does not take a line is never waited for: what it drops is counted, and the
 * count is logged when it takes lines again.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>
#include <syslog.h> /* LOG_ERR … LOG_DEBUG: the levels */

enum log_format {
	LOG_FORMAT_AUTO, /* the journal where systemd runs us ($JOURNAL_STREAM), else logfmt */
	LOG_FORMAT_LOGFMT,
	LOG_FORMAT_JSON,
	LOG_FORMAT_JOURNAL,
};

struct log_field {
	const char *name; /* lower case, '_' between words; NULL ends the list */
	const char *text; /* NULL: the number counts */
	int64_t number;
};

/* A field of text (NULL is "") and one of a number. */
static inline struct log_field LOG_STR(const char *name, const char *text) {
	return (struct log_field){ .name = name, .text = text ? text : "" };
}

static inline struct log_field
LOG_INT(const char *name, int64_t number) {
	return (struct log_field){ .name = name, .number = number };
}

/* Default level: LOG_INFO. */
void log_setup(enum log_format format, int max_level);
bool log_parse_format(const char *name, enum log_format *ret_format);
bool log_parse_level(const char *name, int *ret_level);

/*
 * event is the kind of line ("poll", "change", "config"); message is for
 * people. message_id is the journal's MESSAGE_ID (32 hex digits) or NULL: then
 * warnings and worse have that of their event, where it has one.
 */
void log_fields(int level, const char *event, const char *message_id, const char *message,
                const struct log_field *fields);

#define log_event(level, event, message, ...) \
	log_fields(level, event, NULL, message, \
	           (const struct log_field[]){ __VA_ARGS__, { .name = NULL } })
#define log_plain(level, event, message) log_fields(level, event, NULL, message, NULL)

/* Tests see each finished line (logfmt) instead of stderr; NULL takes the hook away. */
typedef void log_hook_fn(int level, const char *line, void *arg);
void log_set_hook(log_hook_fn *hook, void *arg);

#endif
