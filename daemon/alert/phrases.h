/* The fixed words of messages, in each language. */
#ifndef ALERT_PHRASES_H
#define ALERT_PHRASES_H

#include "alert/options.h"

enum phrase {
	PHRASE_UNION,      /* the scope of a figure of the whole package */
	PHRASE_SCOPE_LAST, /* of a title: its news, then the long name of what it is of */
	PHRASE_WHAT,
	PHRASE_PACKAGE,
	PHRASE_NOW,
	PHRASE_BEFORE,
	PHRASE_FIGURE, /* that is neither new nor old */
	PHRASE_ONE,    /* of two that differ … */
	PHRASE_OTHER,  /* … and the other */
	PHRASE_SAID_BEFORE,
	PHRASE_REACHED,
	PHRASE_LAST,
	PHRASE_WITHDRAWN,
	PHRASE_FORECAST,
	PHRASE_SAID_BY,
	PHRASE_PUBLISHED,
	PHRASE_NOT_CERTAIN,
	PHRASE_ORIGINS,
	PHRASE_AGAINST,
	PHRASE_NOBODY, /* says otherwise */
	PHRASE_WAS,    /* of an article that was edited */
	PHRASE_IS,
	PHRASE_DECIDED_BY,
	PHRASE_WHY,
	PHRASE_LOGGED, /* what the log says of it, in its own language */
	PHRASE_SINCE,
	PHRASE_DOWN_SINCE, /* of a source that is up again */
	PHRASE_ADDRESS,
	PHRASE_MOVED_TO,
	PHRASE_ALSO,
	PHRASE_MORE_CHANGES, /* "and {n} more" */
	PHRASE_MORE,
	PHRASE_DASH, /* between two parts of a sentence */
	PHRASE_NOT,  /* of two figures the old one */
	PHRASE_DIGEST_DAY,
	PHRASE_DIGEST_WEEK,
	PHRASE_DIGEST_DAY_EMPTY,
	PHRASE_DIGEST_WEEK_EMPTY,
	PHRASE_ALIVE,
	PHRASE_TRIAL,
	PHRASE_TRIAL_TEXT,
	PHRASE_COUNT,
};

const char *phrase(enum alert_language language, enum phrase phrase);

/*
 * The title of a kind, with names in braces: {scope} {now} {goal} {until}
 * {figure} {by} {asof} {dated} of the new figure, {old} {oldnow} of the old one,
 * {moved} of a forecast and {shift} of its deadline; {outlet} {since} {why}
 * {failure} {address}. {until} begins with a blank and {dated} with a comma
 * where they are anything. has_old: the form for entries that have an old figure.
 */
const char *phrase_title(enum alert_language language, const char *kind_name, bool has_old);

/*
 * The failure of a source, or of a visit to an article, by its name; where the
 * language has no words for it, why.
 */
const char *phrase_failure(enum alert_language language, const char *failure, const char *why);

#endif
