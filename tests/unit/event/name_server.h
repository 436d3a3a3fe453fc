/* A name server on loopback, in a process of its own, which knows a few names of ".test". */
#ifndef NAME_SERVER_H
#define NAME_SERVER_H

#include <sys/types.h>

struct name_server {
	pid_t pid;
	int port;
};

/*
 * By the first label: "many" has 20 addresses, "both" one of each family, "six"
 * only one of IPv6, "cut" an answer that was cut short,
 * "silent" none, "once" only its second question an answer, "noise" bytes that
 * are no answer, "nothing" no address; "missing" does not exist. All others
 * live on 127.0.0.1.
 */
struct name_server name_server_start(void);
void name_server_stop(struct name_server *server);

#endif
