/* GET /metrics. */
#ifndef MAIN_METRICS_H
#define MAIN_METRICS_H

#include "daemon.h"
#include "server/server.h"

server_handler_fn get_metrics;
void metrics_done(struct daemon *daemon);

#endif
