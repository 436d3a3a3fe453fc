#include "daemon.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/tree.h"
#include "config/config.h"
#include "event/loop.h"
#include "event/notify.h"
#include "fetch/fetch.h"
#include "metrics.h"
#include "pipeline/import.h"
#include "pipeline/pipeline.h"
#include "reader/client.h"
#include "server/server.h"
#include "store/store.h"

#define DATABASE_NAME "integrad.db"

/* --- configuration */

static void log_mistakes(const struct tree_mistakes *mistakes)
{
	for (size_t i = 0; i < mistakes->count; i++) {
		const struct tree_mistake *m = &mistakes->list[i];

		log_event(LOG_ERR, "config", m->text, LOG_STR("file", m->file),
		          LOG_INT("line", m->line), LOG_INT("column", m->column));
	}
	if (mistakes->dropped > 0)
		log_event(LOG_ERR, "config", "and more mistakes",
		          LOG_INT("more", (int64_t)mistakes->dropped));
}

/* The first mistake, for whoever asked for the configuration to be read; the log has all. */
static void tell_first(const struct tree_mistakes *mistakes, struct err *err)
{
	const struct tree_mistake *first = mistakes->list;
	size_t others = mistakes->count + mistakes->dropped - 1;
	char more[48] = "";

	if (mistakes->count == 0) {
		err_set(err, ERR_INPUT, "the configuration has mistakes");
		return;
	}
	if (others > 0)
		snprintf(more, sizeof(more), " (and %zu more)", others);
	err_set(err, ERR_INPUT, "%s:%d:%d: %s%s", first->file, first->line, first->column,
	        first->text, more);
}

/* The configuration with what the command line says over it; NULL where it has mistakes. */
static struct config *load_config(const struct daemon *daemon, struct err *err)
{
	struct arena *arena = arena_new(4 * MIB);
	struct tree_mistakes mistakes = { .arena = arena };
	struct config *config = config_load_sources(daemon->config_path, &mistakes);

	if (!config) {
		log_mistakes(&mistakes);
		tell_first(&mistakes, err);
		goto out;
	}
	if (daemon->options->state_dir)
		config_options_set_state_dir(&config->options, config->arena,
		                             daemon->options->state_dir);
out:
	arena_free(arena);
	return config;
}

/* Its pack is within LIMIT_PACK_BYTES, and so is taken; were it not, the old reader would go on. */
static void reload_reader(struct daemon *daemon, struct config *config)
{
	struct err err;

	if (reader_client_reload(daemon->reader, config->pack.data, config->pack.len, &err) < 0)
		log_plain(LOG_ERR, "reload", err.text);
	config_drop_pack(config);
}

static bool listens_elsewhere(const struct config *before, const struct config *now)
{
	return strcmp(before->options.websub_listen, now->options.websub_listen) != 0;
}

static int reload(struct daemon *daemon, struct err *err)
{
	struct config *config = load_config(daemon, err), *before = daemon->config;
	struct server *hubs = daemon->hubs, *http = daemon->http;
	struct fetch_options options;

	if (!config)
		return err_wrap(err, "the old configuration stays");
	if ((listens_elsewhere(before, config) &&
	     daemon_listen_to_hubs(daemon, &config->options, &hubs, err) < 0) ||
	    daemon_move_http(daemon, &config->options, &http, err) < 0 ||
	    pipeline_set_config(daemon->pipeline, config, err) < 0) {
		if (hubs != daemon->hubs)
			server_free(hubs);
		if (http != daemon->http)
			server_free(http);
		config_free(config);
		return -1;
	}
	if (hubs != daemon->hubs) {
		server_free(daemon->hubs);
		daemon->hubs = hubs;
	}
	options = pipeline_fetch_options(&config->options);
	fetch_pool_set_options(daemon->fetch, &options);
	reload_reader(daemon, config);
	log_setup(config->options.log_format, config->options.log_level);
	daemon->config = config;
	daemon_take_http(daemon, http);
	config_free(before);
	log_event(LOG_NOTICE, "reload", "configuration read again",
	          LOG_INT("sources", (int64_t)config->source_count));
	return 0;
}

int daemon_reload(struct daemon *daemon, struct err *err)
{
	int done;

	event_notify_reloading();
	done = reload(daemon, err);
	free(daemon->refused);
	daemon->refused = done < 0 ? mem_strdup(err->text) : NULL;
	event_notify("READY=1");
	return done;
}

/* --- signals */

void daemon_stop(struct daemon *daemon, enum main_exit status)
{
	if (status > daemon->status)
		daemon->status = status;
	event_loop_stop(daemon->loop);
}

static void on_stop(void *arg)
{
	daemon_stop(arg, MAIN_EXIT_OK);
}

static void on_broken(void *arg)
{
	daemon_stop(arg, MAIN_EXIT_FAILED);
}

static void on_reload(void *arg)
{
	struct err err;

	if (daemon_reload(arg, &err) < 0)
		log_plain(LOG_ERR, "reload", err.text);
}

static void on_summary(void *arg)
{
	const struct daemon *daemon = arg;

	pipeline_log_summary(daemon->pipeline);
}

static const struct {
	int signo;
	event_fn *fn;
} signal_rows[] = {
	{ SIGTERM, on_stop },
	{ SIGINT, on_stop },
	{ SIGHUP, on_reload },
	{ SIGUSR1, on_summary },
};

/* A signal that comes while the daemon is built is kept until somebody listens. */
static void hold_signals(int how)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < COUNT(signal_rows); i++)
		sigaddset(&set, signal_rows[i].signo);
	sigprocmask(how, &set, NULL);
}

static void listen_to_signals(struct daemon *daemon)
{
	for (size_t i = 0; i < COUNT(signal_rows); i++)
		daemon->signals[daemon->signal_count++] = event_signal_new(
			daemon->loop, signal_rows[i].signo, signal_rows[i].fn, daemon);
	hold_signals(SIG_UNBLOCK);
}

/* From the loop, so that one that stands still is started again. */
static void on_pulse(void *arg)
{
	struct daemon *daemon = arg;
	char status[PIPELINE_STATUS_SIZE];
	char *state;

	pipeline_status_text(daemon->pipeline, status);
	state = mem_printf("WATCHDOG=1\nSTATUS=%s", status);
	event_notify(state);
	free(state);
	event_timer_start(daemon->pulse, event_notify_pulse_ms());
}

/* --- building */

static int make_folder(const char *path, struct err *err)
{
	if (mkdir(path, 0750) == 0 || errno == EEXIST)
		return 0;
	return err_set(err, ERR_BROKEN, "%s cannot be made: %s", path, strerror(errno));
}

/* What a crash of the machine, or a hand, may leave of a database. */
static bool is_there_and_empty(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0;
}

static int open_store(struct daemon *daemon, struct err *err)
{
	const struct config_options *options = &daemon->config->options;
	char *path = mem_printf("%s/%s", options->state_dir, DATABASE_NAME);
	bool was_empty = is_there_and_empty(path);
	int done = make_folder(options->state_dir, err);

	if (done == 0)
		done = store_open(path, STORE_READ_WRITE, &daemon->store, err);
	if (done == 0 && was_empty)
		log_event(
			LOG_WARNING, "database",
			"the database was an empty file: a new record was begun; if there was one, "
			"restore a backup",
			LOG_STR("file", path));
	free(path);
	return done;
}

static int import_recorded_history(struct daemon *daemon, struct err *err)
{
	const struct config_options *options = &daemon->config->options;
	const struct import_options import = {
		.store = daemon->store,
		.threshold = options->accept_threshold,
		.now_s = clock_now_s(),
		.timezone = options->timezone,
		.agencies = &daemon->config->agencies,
	};
	struct import_counts counts;

	if (!options->history)
		return 0;
	if (import_history(&import, &daemon->config->history, &counts, err) < 0)
		return -1;
	if (counts.claims > 0)
		log_event(LOG_NOTICE, "history", "the recorded history was imported",
		          LOG_INT("articles", (int64_t)counts.articles),
		          LOG_INT("claims", (int64_t)counts.claims));
	return 0;
}

static int make_reader(struct daemon *daemon, struct err *err)
{
	const struct buf *pack = &daemon->config->pack;
	const struct reader_options options = {
		.pack = pack->data,
		.pack_len = pack->len,
		.job_ms = daemon->config->options.job_timeout_ms,
	};
	int done = reader_client_new(daemon->loop, &options, &daemon->reader, err);

	config_drop_pack(daemon->config);
	return done;
}

static int make_pipeline(struct daemon *daemon, struct err *err)
{
	const struct pipeline_parts parts = {
		.loop = daemon->loop,
		.store = daemon->store,
		.fetch = daemon->fetch,
		.reader = daemon->reader,
		.config = daemon->config,
		.on_broken = on_broken,
		.arg = daemon,
	};

	return pipeline_new(&parts, &daemon->pipeline, err);
}

static void warn_of_sockets(struct daemon *daemon)
{
	const char *name = activation_left(&daemon->activation);

	if (name)
		log_event(LOG_WARNING, "socket",
		          "systemd hands us a socket of a name that we do not know: \"control\""
		          " and \"http\" are ours (FileDescriptorName=)",
		          LOG_STR("name", name));
	activation_done(&daemon->activation);
}

int daemon_build(struct daemon *daemon, struct err *err)
{
	struct fetch_options options;

	hold_signals(SIG_BLOCK);
	daemon->started_s = clock_now_s();
	if (activation_read(&daemon->activation, err) < 0)
		return -1;
	event_notify("STATUS=reading the configuration");
	daemon->config = load_config(daemon, err);
	if (!daemon->config)
		return -1;
	log_setup(daemon->config->options.log_format, daemon->config->options.log_level);
	daemon->loop = event_loop_new();
	if (!daemon->loop)
		return err_set(err, ERR_BROKEN, "the system gives no event loop");
	event_notify("STATUS=opening the record");
	if (open_store(daemon, err) < 0 || import_recorded_history(daemon, err) < 0)
		return -1;
	options = pipeline_fetch_options(&daemon->config->options);
	daemon->fetch = fetch_pool_new(daemon->loop, &options, err);
	if (!daemon->fetch)
		return -1;
	if (make_reader(daemon, err) < 0 || make_pipeline(daemon, err) < 0)
		return -1;
	daemon->server = daemon_listen(daemon, err);
	if (!daemon->server ||
	    daemon_listen_to_hubs(daemon, &daemon->config->options, &daemon->hubs, err) < 0 ||
	    daemon_listen_http(daemon, err) < 0)
		return -1;
	warn_of_sockets(daemon);
	listen_to_signals(daemon);
	daemon->pulse = event_timer_new(daemon->loop, on_pulse, daemon);
	if (event_notify_pulse_ms() > 0)
		on_pulse(daemon);
	return 0;
}

void daemon_tear_down(struct daemon *daemon)
{
	event_timer_free(daemon->pulse);
	while (daemon->signal_count > 0)
		event_signal_free(daemon->signals[--daemon->signal_count]);
	server_free(daemon->http);
	server_free(daemon->hubs);
	server_free(daemon->server);
	activation_done(&daemon->activation);
	metrics_done(daemon);
	free(daemon->http_why);
	free(daemon->refused);
	pipeline_free(daemon->pipeline);
	reader_client_free(daemon->reader);
	fetch_pool_free(daemon->fetch);
	store_close(daemon->store);
	event_loop_free(daemon->loop);
	config_free(daemon->config);
}
