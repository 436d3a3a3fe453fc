#include "config/options.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "config/config.h"
#include "config/value.h"
#include "event/address.h"
#include "network.h"
#include "option.h"

/* make sets them from PREFIX; these are the system's own. */
#ifndef INTEGRAD_STATEDIR
#define INTEGRAD_STATEDIR "/var/lib/integrad"
#endif
#ifndef INTEGRAD_RUNDIR
#define INTEGRAD_RUNDIR "/run/integrad"
#endif
#ifndef INTEGRAD_DATADIR
#define INTEGRAD_DATADIR "/usr/share/integrad"
#endif
#ifndef INTEGRAD_VERSION
#define INTEGRAD_VERSION "0"
#endif

#define HTTP_DEFAULT "127.0.0.1:8328"

#define SECOND_MS 1000
#define MINUTE_S 60
#define HOUR_S (60 * MINUTE_S)
#define DAY_S (24 * HOUR_S)

static const char *const log_formats[] = {
	[LOG_FORMAT_AUTO] = "auto",
	[LOG_FORMAT_LOGFMT] = "logfmt",
	[LOG_FORMAT_JSON] = "json",
	[LOG_FORMAT_JOURNAL] = "journal",
	NULL,
};
static const char *const log_levels[] = {
	[LOG_EMERG] = "emerg", [LOG_ALERT] = "alert",     [LOG_CRIT] = "crit",
	[LOG_ERR] = "err",     [LOG_WARNING] = "warning", [LOG_NOTICE] = "notice",
	[LOG_INFO] = "info",   [LOG_DEBUG] = "debug",     NULL,
};
_Static_assert(sizeof(enum log_format) == sizeof(int), "choices are stored as int");

#define AT(field) offsetof(struct config_options, field)

/*
 * The one table. A new row needs a field in options.h and a line in
 * config/integrad.yaml and in config/integrad.yaml.5, which tests compare with it.
 */
static const struct option options[] = {
	/* where things are */
	{ "state-dir", OPTION_PATH, AT(state_dir), INTEGRAD_STATEDIR,
	  .doc = "folder of the database, its lock and backups" },
	{ "control-socket", OPTION_PATH, AT(control_socket), "",
	  .doc = "socket by which integractl reaches the daemon; empty: control.sock in " INTEGRAD_RUNDIR
	         " for the installed state-dir, in state-dir for any other" },
	{ "sources-dir", OPTION_PATH, AT(sources_dir), "sources.d",
	  .doc = "folder of the files that name the sources" },
	{ "packages-dir", OPTION_PATH, AT(packages_dir), "",
	  .doc = "folder of the packages; empty: packages beside this file, else the installed one" },
	{ "lexicon-dir", OPTION_PATH, AT(lexicon_dir), "",
	  .doc = "folder of the lexicons; empty: lexicon beside this file, else the installed one" },
	{ "history", OPTION_BOOL, AT(history), "yes",
	  .doc = "whether a new database starts with the figures reported so far" },
	{ "history-dir", OPTION_PATH, AT(history_dir), "",
	  .doc = "folder of those figures; empty: history beside this file, else the installed one" },

	/* log */
	{ "log-format", OPTION_CHOICE, AT(log_format), "auto", .choices = log_formats,
	  .doc = "auto: the journal where systemd runs the daemon, else logfmt on stderr" },
	{ "log-level", OPTION_CHOICE, AT(log_level), "info", .choices = log_levels,
	  .doc = "the least important level that is logged" },

	/* polling */
	{ "interval-start", OPTION_SECONDS, AT(interval_start_s), "30min", 1, 30 * DAY_S,
	  .doc = "time between two polls of a source of which nothing is known yet" },
	{ "interval-min", OPTION_SECONDS, AT(interval_min_s), "15min", 1, 30 * DAY_S,
	  .doc = "the shortest time between two polls of a source" },
	{ "interval-max", OPTION_SECONDS, AT(interval_max_s), "6h", 1, 30 * DAY_S,
	  .doc = "the longest time between two polls of a source that answers" },
	{ "backoff-max", OPTION_SECONDS, AT(backoff_max_s), "1d", 1, DAY_S,
	  .doc = "the longest time between two tries of a source that fails" },

	/* the record */
	{ "stale-after", OPTION_SECONDS, AT(stale_after_s), "120d", 0, 3660 * (int64_t)DAY_S,
	  .doc = "a series without a new figure for so long is told of; 0: never" },
	{ "keep-articles", OPTION_SECONDS, AT(keep_articles_s), "90d", 7 * DAY_S,
	  36600 * (int64_t)DAY_S,
	  .doc = "how long an article stays that gave no figure; the others stay for ever" },
	{ "keep-items", OPTION_SECONDS, AT(keep_items_s), "730d", 30 * DAY_S,
	  36600 * (int64_t)DAY_S,
	  .doc = "how long it is remembered that an item of a feed was seen" },
	{ "keep-polls", OPTION_SECONDS, AT(keep_polls_s), "30d", DAY_S, 3660 * (int64_t)DAY_S,
	  .doc = "how long the log of polls goes back" },

	/* transfers */
	{ "user-agent", OPTION_LINE, AT(user_agent), "integrad/" INTEGRAD_VERSION,
	  .doc = "how we call ourselves" },
	{ "proxy", OPTION_LINE, AT(proxy), "",
	  .doc = "address of a proxy (http, https, socks5h); empty: none" },
	{ "dns", OPTION_LINE, AT(dns), "",
	  .doc = "addresses of name servers; empty: those of the system" },
	{ "ca-file", OPTION_PATH, AT(ca_file), "",
	  .doc = "certificates that are trusted, as PEM; empty: the system's" },
	{ "max-transfers", OPTION_INTEGER, AT(max_transfers), "32", 1, LIMIT_TRANSFERS,
	  .doc = "transfers at once" },
	{ "host-gap", OPTION_MILLISECONDS, AT(host_gap_ms), "5s", 0, HOUR_S *SECOND_MS,
	  .doc = "pause between two transfers from one host" },
	{ "connect-timeout", OPTION_MILLISECONDS, AT(connect_timeout_ms), "10s", 100,
	  10 * MINUTE_S *SECOND_MS, .doc = "time to be connected" },
	{ "total-timeout", OPTION_MILLISECONDS, AT(total_timeout_ms), "30s", 100,
	  10 * MINUTE_S *SECOND_MS, .doc = "time for a whole transfer, redirects included" },
	{ "low-speed", OPTION_BYTES, AT(low_speed_bytes), "1KiB", 1, MIB,
	  .doc = "a transfer with fewer bytes a second …" },
	{ "low-speed-time", OPTION_SECONDS, AT(low_speed_s), "20s", 1, 10 * MINUTE_S,
	  .doc = "… for so long is given up" },
	{ "feed-max-bytes", OPTION_BYTES, AT(feed_max_bytes), "10MiB", KIB, LIMIT_FEED_BYTES,
	  .doc = "the longest feed that is taken, after decompression" },
	{ "page-max-bytes", OPTION_BYTES, AT(page_max_bytes), "5MiB", KIB, LIMIT_PAGE_BYTES,
	  .doc = "the longest page that is taken, after decompression" },
	{ "allow-private", OPTION_BOOL, AT(allow_private), "no",
	  .doc = "whether sources may live on private, loopback and link-local addresses" },

	/* HTTP */
	{ "http-listen", OPTION_LINE, AT(http_listen), "",
	  .doc = "address and port of /healthz and /metrics; no: none; empty: " HTTP_DEFAULT
	         " for the installed state-dir, none for any other" },
	{ "http-names", OPTION_LINE, AT(http_names), "",
	  .doc = "names by which we are asked there, beside localhost" },

	/* hubs */
	{ "websub-callback", OPTION_LINE, AT(websub_callback), "",
	  .doc = "public address by which the hubs of feeds reach websub-listen; empty: no hubs" },
	{ "websub-listen", OPTION_LINE, AT(websub_listen), "",
	  .doc = "address and port for the hubs, such as 127.0.0.1:8329" },

	/* articles */
	{ "follow", OPTION_BOOL, AT(follow), "yes",
	  .doc = "whether items that suggest the subject are followed to their page" },
	{ "follow-max", OPTION_INTEGER, AT(follow_max), "20", 0, 1000,
	  .doc = "pages that are followed at once after a poll; the next so many 15 minutes later" },
	{ "follow-max-age", OPTION_SECONDS, AT(follow_max_age_s), "0", 0, 36500 * (int64_t)DAY_S,
	  .doc = "items published longer ago are not followed; 0: whatever their age" },

	/* alerts */
	{ "alerts", OPTION_OTHER, 0, OPTION_KEEP,
	  .doc = "whom to tell of changes: sinks and rules, see below", .shape = "map" },

	/* reading */
	{ "job-timeout", OPTION_MILLISECONDS, AT(job_timeout_ms), "10s", 100,
	  10 * MINUTE_S *SECOND_MS, .doc = "time for the reader to read one feed or page" },
	{ "accept-threshold", OPTION_SHARE, AT(accept_threshold), "0.6", 0, 1000,
	  .doc = "claims with less confidence are held until a person decides" },
	{ "timezone", OPTION_ZONE, AT(timezone), "Europe/Minsk",
	  .doc = "of dates without an offset, where their source has no timezone of its own" },
};

/*
 * The folder beside the file where there is one, else beside the file that is
 * read by default (so a program in its build folder finds those of the source
 * tree), else the installed one.
 */
static const char *data_folder(struct arena *arena, const char *file, const char *name)
{
	char *standard = config_default_path();
	const char *const places[] = { option_path(arena, file, name),
		                       option_path(arena, standard, name) };

	free(standard);
	for (size_t i = 0; i < COUNT(places); i++)
		if (access(places[i], F_OK) == 0)
			return places[i];
	return arena_printf(arena, INTEGRAD_DATADIR "/%s", name);
}

static void place_folders(struct config_options *o, const char *file, struct arena *arena)
{
	if (!o->packages_dir[0])
		o->packages_dir = data_folder(arena, file, "packages");
	if (!o->lexicon_dir[0])
		o->lexicon_dir = data_folder(arena, file, "lexicon");
	if (!o->history_dir[0])
		o->history_dir = data_folder(arena, file, "history");
}

/*
 * Of two options that cross, one that was not written gives way, so that a
 * person who wants a shorter interval-max need not know of interval-start. Two
 * that were written are a mistake.
 */
static void settle(const struct tree *root, const char *lower, int64_t *low_s, const char *upper,
                   int64_t *high_s, struct tree_mistakes *mistakes)
{
	const struct tree *lower_node = tree_get(root, lower);
	char low[VALUE_TEXT_SIZE], high[VALUE_TEXT_SIZE];

	if (*low_s <= *high_s)
		return;
	if (!tree_get(root, upper))
		*high_s = *low_s;
	else if (!lower_node)
		*low_s = *high_s;
	else
		tree_mistake(mistakes, lower_node, "%s (%s) is more than %s (%s)", lower,
		             value_format_duration(*low_s * SECOND_MS, low), upper,
		             value_format_duration(*high_s * SECOND_MS, high));
}

static void read_network(const struct tree *root, struct config_options *o, struct arena *arena,
                         struct tree_mistakes *mistakes)
{
	const struct tree *proxy = tree_get(root, "proxy"), *dns = tree_get(root, "dns");
	struct err err;

	if (o->proxy[0])
		o->proxy_address = network_proxy(proxy, arena, mistakes);
	if (!o->proxy_address)
		o->proxy_address = "";
	if (address_check_list(o->dns, &err) < 0)
		tree_mistake(mistakes, dns, "dns: %s", err.text);
}

static void check_websub(const struct tree *root, const struct config_options *o,
                         struct tree_mistakes *mistakes)
{
	const struct tree *callback = tree_get(root, "websub-callback");
	const struct tree *listen = tree_get(root, "websub-listen");
	struct url_parts parts;
	struct err err;

	if (o->websub_callback[0] && url_parse(o->websub_callback, &parts, &err) < 0)
		tree_mistake(mistakes, callback, "websub-callback: %s", err.text);
	else if (o->websub_callback[0])
		url_parts_done(&parts);
	if (o->websub_listen[0] && !address_has_port(o->websub_listen))
		tree_mistake(mistakes, listen,
		             "websub-listen: expected a number and a port, as in 127.0.0.1:8329");
	if (!o->websub_callback[0] != !o->websub_listen[0])
		tree_mistake(mistakes, o->websub_callback[0] ? callback : listen,
		             "websub-callback and websub-listen go together: %s is missing",
		             o->websub_callback[0] ? "websub-listen" : "websub-callback");
}

/* Whoever leaves the loopback has to say by which names, so that nobody does unawares. */
static void check_http(const struct tree *root, const struct config_options *o,
                       struct tree_mistakes *mistakes)
{
	const struct tree *listen = tree_get(root, "http-listen");

	if (strcmp(o->http_listen, "no") == 0)
		return;
	if (!address_has_port(o->http_listen))
		tree_mistake(mistakes, listen,
		             "http-listen: expected a number and a port, as in " HTTP_DEFAULT
		             ", or no");
	else if (!address_is_loopback(o->http_listen) && !o->http_names[0])
		tree_mistake(mistakes, listen,
		             "http-listen: others reach %s: http-names has to say by which names"
		             " they may ask",
		             o->http_listen);
}

void config_options_read(const struct tree *root, struct arena *arena,
                         struct config_options *ret_options, struct tree_mistakes *mistakes)
{
	struct config_options *o = ret_options;

	memset(o, 0, sizeof(*o));
	option_read_all(options, COUNT(options), root, o, arena, mistakes);
	place_folders(o, root ? root->file : NULL, arena);
	o->http_listen_is_default = !o->http_listen[0];
	config_options_set_state_dir(o, arena, o->state_dir);
	read_network(root, o, arena, mistakes);
	check_http(root, o, mistakes);
	check_websub(root, o, mistakes);
	settle(root, "interval-min", &o->interval_min_s, "interval-max", &o->interval_max_s,
	       mistakes);
	settle(root, "interval-min", &o->interval_min_s, "interval-start", &o->interval_start_s,
	       mistakes);
	settle(root, "interval-start", &o->interval_start_s, "interval-max", &o->interval_max_s,
	       mistakes);
}

/* A daemon with a state of its own is often the second one of its machine. */
static void settle_http(struct config_options *o, bool is_installed)
{
	if (o->http_listen_is_default)
		o->http_listen = is_installed ? HTTP_DEFAULT : "no";
}

void config_options_set_state_dir(struct config_options *o, struct arena *arena, const char *folder)
{
	o->state_dir = arena_strdup(arena, folder);
	settle_http(o, strcmp(folder, INTEGRAD_STATEDIR) == 0);
	if (o->control_socket[0] && !o->control_socket_is_default)
		return;
	o->control_socket_is_default = true;
	o->control_socket = arena_printf(arena, "%s/control.sock",
	                                 strcmp(folder, INTEGRAD_STATEDIR) == 0 ? INTEGRAD_RUNDIR
	                                                                        : folder);
}

void config_options_print(const struct config_options *o, FILE *out)
{
	option_print_all(options, COUNT(options), o, out);
}

void config_options_list(FILE *out)
{
	option_list_all("integrad.yaml", options, COUNT(options), out);
}
