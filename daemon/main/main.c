#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "config/config.h"
#include "daemon.h"
#include "event/loop.h"
#include "event/notify.h"
#include "options.h"
#include "pipeline/pipeline.h"
#include "reader/child.h"

/* "integrad --reader-child": the daemon calls itself so, see reader/child.h. */
static bool is_reader_child(int argc, char **argv)
{
	return argc == 2 && strcmp(argv[1], READER_CHILD_ARGUMENT) == 0;
}

static enum main_exit check(const char *config_path)
{
	size_t mistakes = config_check(config_path, stdout);

	if (mistakes == 0) {
		printf("%s: no mistakes\n", config_path);
		return MAIN_EXIT_OK;
	}
	fprintf(stderr, "integrad: %zu %s\n", mistakes, mistakes == 1 ? "mistake" : "mistakes");
	return MAIN_EXIT_FAILED;
}

static void on_idle(void *arg)
{
	daemon_stop(arg, MAIN_EXIT_OK);
}

static int run(struct daemon *daemon, struct err *err)
{
	const struct main_options *options = daemon->options;
	enum pipeline_start how = PIPELINE_START_SPREAD;

	if (options->foreground && daemon_show_picture(daemon, err) < 0)
		return -1;
	if (options->once) {
		pipeline_when_idle(daemon->pipeline, on_idle, daemon);
		how = PIPELINE_START_ONCE;
	} else if (options->foreground) {
		how = PIPELINE_START_NOW;
	}
	pipeline_start(daemon->pipeline, how);
	event_notify("READY=1");
	log_event(LOG_NOTICE, "start", "integrad runs", LOG_STR("version", INTEGRAD_VERSION),
	          LOG_STR("config", daemon->config_path),
	          LOG_INT("sources", (int64_t)daemon->config->source_count));
	if (event_loop_run(daemon->loop, err) < 0)
		return -1;
	event_notify("STOPPING=1");
	log_plain(LOG_NOTICE, "stop", "integrad stops");
	return 0;
}

static enum main_exit serve(const struct main_options *options, char *config_path)
{
	struct daemon daemon = { .options = options, .config_path = config_path };
	struct err err;

	if (daemon_build(&daemon, &err) < 0 || run(&daemon, &err) < 0) {
		log_plain(LOG_ERR, "start", err.text);
		daemon.status = MAIN_EXIT_FAILED;
	}
	daemon_tear_down(&daemon);
	return daemon.status;
}

int main(int argc, char **argv)
{
	struct main_options options;
	char *config_path;
	int status;

	/* At once: what a leak checker does at exit() is forbidden to it. */
	if (is_reader_child(argc, argv))
		_exit((int)reader_child_main(READER_CHILD_FD));
	if (!main_options_read(argc, argv, &options, &status))
		return status;
	config_path = options.config_path ? mem_strdup(options.config_path) : config_default_path();
	if (options.check)
		status = (int)check(config_path);
	else
		status = (int)serve(&options, config_path);
	free(config_path);
	return status;
}
