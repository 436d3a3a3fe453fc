/*
 * Every option of integrad.yaml, typed. The one table that names, bounds and
 * documents them is in options.c; config/integrad.yaml shows each.
 */
#ifndef CONFIG_OPTIONS_H
#define CONFIG_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/log.h"
#include "base/tree.h"

/* Strings live in the arena that the options were read into; "" is "none". */
struct config_options {
	/*
	 * Where things are; none is empty. A path in the file is relative to its
	 * folder, and so relative to the working directory where that is.
	 */
	const char *state_dir;      /* state-dir: the database and its lock */
	const char *control_socket; /* control-socket */
	bool control_socket_is_default;
	const char *sources_dir;  /* sources-dir */
	const char *packages_dir; /* packages-dir */
	const char *lexicon_dir;  /* lexicon-dir: a folder of languages */
	const char *history_dir;  /* history-dir */
	bool history;             /* history: a new database starts with it */

	/* log */
	enum log_format log_format; /* log-format */
	int log_level;              /* log-level: LOG_ERR … LOG_DEBUG */

	/* polling */
	int64_t interval_start_s; /* interval-start: before anything is known of a source */
	int64_t interval_min_s;   /* interval-min */
	int64_t interval_max_s;   /* interval-max */
	int64_t backoff_max_s;    /* backoff-max */

	/* the record */
	int64_t stale_after_s;   /* stale-after: 0 never */
	int64_t keep_articles_s; /* keep-articles: of those that gave no claim */
	int64_t keep_items_s;    /* keep-items */
	int64_t keep_polls_s;    /* keep-polls */

	/* transfers */
	const char *user_agent;     /* user-agent */
	const char *proxy;          /* proxy: as it is written */
	const char *proxy_address;  /* its address, password and all; "" none at all */
	const char *dns;            /* dns: "" the system's */
	const char *ca_file;        /* ca-file: "" the system's */
	int max_transfers;          /* max-transfers: at once */
	int64_t host_gap_ms;        /* host-gap: between two transfers to one host */
	int64_t connect_timeout_ms; /* connect-timeout */
	int64_t total_timeout_ms;   /* total-timeout */
	int64_t low_speed_bytes;    /* low-speed: a second … */
	int64_t low_speed_s;        /* low-speed-time: … for as long as this */
	int64_t feed_max_bytes;     /* feed-max-bytes: after decompression */
	int64_t page_max_bytes;     /* page-max-bytes */
	bool allow_private;         /* allow-private: for all sources; tests and closed networks */

	/* HTTP: health and metrics */
	const char *http_listen; /* http-listen: "no" nowhere; never empty */
	bool http_listen_is_default;
	const char *http_names; /* http-names: that requests may call us by */

	/* hubs of WebSub; both or neither */
	const char *websub_callback; /* websub-callback: "" off */
	const char *websub_listen;   /* websub-listen */

	/* articles */
	bool follow;              /* follow: candidates are followed to their article */
	int follow_max;           /* follow-max: articles of one poll at once */
	int64_t follow_max_age_s; /* follow-max-age: older items are not followed */

	/* reader and claims */
	int64_t job_timeout_ms; /* job-timeout */
	int accept_threshold;   /* accept-threshold, in per mille */
	const char *timezone;   /* timezone: of sources that name none */
};

/*
 * Fills every field: from the root of integrad.yaml where it has the option,
 * by its default elsewhere (root may be NULL). Each mistake is noted; the
 * field then has its default. Paths are relative to the folder of root->file.
 */
void config_options_read(const struct tree *root, struct arena *arena,
                         struct config_options *ret_options, struct tree_mistakes *mistakes);

/* --state-dir: where the file does not say it, the control socket and http-listen go with it. */
void config_options_set_state_dir(struct config_options *options, struct arena *arena,
                                  const char *folder);

/* The options as a file that could be read again, each on a line. */
void config_options_print(const struct config_options *options, FILE *out);

/* Every option, as a line of config_describe(). */
void config_options_list(FILE *out);

#endif
