/* GET /healthz, and where HTTP is spoken beside the control socket. */
#ifndef MAIN_HTTP_H
#define MAIN_HTTP_H

#include "server/server.h"

server_handler_fn get_health;

#endif
