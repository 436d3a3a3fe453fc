/*
 * Messages that a person can use as they stand: the news in the first 80
 * characters, then what it rests on. In English and Russian. Pure.
 */
#ifndef ALERT_MESSAGE_H
#define ALERT_MESSAGE_H

#include "alert/fact.h"

/* So many changes are told in words, the rest as "and 12 more". */
#define ALERT_TOLD_MAX 10
/* So many go along as data. */
#define ALERT_DATA_MAX 50

/* What a message is made of. */
struct alert_batch {
	const struct alert_fact *facts; /* in the order of the ledger */
	size_t count;
	size_t total; /* changes that the message stands for; count or more */
	bool is_digest;
	struct date day;  /* of a digest */
	bool is_weekly;   /* of a digest: it is for a week */
	bool is_trial;    /* somebody wants to see whether a sink works */
	const char *id;   /* the receiver sees it; the same at each try */
	const char *page; /* see struct alert_options */
	const char *time; /* RFC 3339, of the message */
	enum alert_language language;
};

/*
 * The message as one JSON object, which is what the outbox keeps and what every
 * sink makes its own form of:
 *
 *   id, time, language, kind, severity, series ("" where there is none), topic,
 *   title, text (plain), html, link ("" none), more ("" none), change_count,
 *   changes: entries of the ledger, with their `id` among their fields
 *
 * Yours.
 */
char *alert_message(const struct alert_batch *batch);

#endif
