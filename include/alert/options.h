/*
 * Whom to tell of what: sinks and rules, as plain tables. The configuration
 * fills them and has checked every name; strings live in its arena.
 */
#ifndef ALERT_OPTIONS_H
#define ALERT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/change.h"
#include "model/decimal.h"

enum alert_language {
	ALERT_EN,
	ALERT_RU,
};
#define ALERT_LANGUAGES (ALERT_RU + 1)

enum alert_sink_kind {
	ALERT_WEBHOOK, /* CloudEvents, or a body of the user's own */
	ALERT_SLACK,
	ALERT_MATTERMOST,
	ALERT_TELEGRAM,
	ALERT_NTFY,
	ALERT_MATRIX,
	ALERT_ALERTMANAGER,
	ALERT_SMTP,
	ALERT_EXEC,
};

enum alert_tls {
	ALERT_STARTTLS, /* and nothing without it */
	ALERT_TLS,      /* from the first byte */
	ALERT_PLAIN,
};

enum alert_digest {
	ALERT_AT_ONCE,
	ALERT_DAILY,
	ALERT_WEEKLY,
};

/* Fields that the kind does not use are NULL or 0. */
struct alert_sink {
	const char *name;
	enum alert_sink_kind kind;
	const char *address; /* http or https; a secret where it came from a file */
	bool address_is_secret;
	const char *secret;   /* of ALERT_WEBHOOK: what signs, "whsec_…"; NULL: unsigned */
	const char *token;    /* of telegram, matrix, ntfy */
	const char *template; /* of ALERT_WEBHOOK: a body of the user's own; NULL: CloudEvents */
	const char *content_type; /* of it */
	const char **headers;     /* more of them, secrets too */
	size_t header_count;
	const char *room;   /* chat of telegram, room of matrix, topic of ntfy */
	const char *server; /* of ALERT_SMTP: host, with a port where it is not the usual one */
	enum alert_tls tls;
	const char *user;
	const char *password;
	const char *from;
	const char **to;
	size_t to_count;
	const char **command; /* of ALERT_EXEC: program and arguments, then NULL */
	const char *ca_file;
	int64_t timeout_ms;
	int64_t retry_s; /* the wait after a first failure */
	int max_per_hour;
	enum alert_digest digest;
	int digest_minute;  /* of the day, in the zone */
	int digest_weekday; /* 1 Monday … 7 Sunday */
	const char *file;   /* where it stands */
	int line;
};

/* A list without entries asks nothing. */
struct alert_list {
	const char **list;
	size_t count;
};

struct alert_rule {
	const char *name;
	uint32_t kinds; /* bits of enum change_kind; 0: all of the severity but backfill */
	struct alert_list packages;
	struct alert_list subjects;
	struct alert_list measures;
	struct alert_list stages;
	struct alert_list sources;
	enum change_severity severity; /* at least */
	struct decimal min_points; /* of figures: the step from the old one is at least so large */
	enum alert_language language;
	int64_t wait_s;
	uint32_t urgent; /* kinds that do not wait */
	bool is_last;    /* where it matches, no later rule is looked at */
	size_t *sinks;   /* indices */
	size_t sink_count;
	const char *file;
	int line;
};

struct alert_options {
	struct alert_sink *sinks;
	size_t sink_count;
	struct alert_rule *rules;
	size_t rule_count;
	const char *zone;      /* of digests and of dates in messages */
	const char *page;      /* where people see more: the beginning of an address; "" nowhere */
	const char *heartbeat; /* called each cycle; NULL: nobody is */
	int64_t heartbeat_every_s;
};

const char *alert_language_name(enum alert_language language); /* "en" */
bool alert_language_parse(const char *s, enum alert_language *ret);
const char *alert_sink_kind_name(enum alert_sink_kind kind); /* "webhook" */

#endif
