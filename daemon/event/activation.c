#include "event/activation.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

#ifdef HAVE_LIBSYSTEMD
#include <systemd/sd-daemon.h>
#endif

#ifdef HAVE_LIBSYSTEMD
static int add(struct activation *activation, const char *name, int fd, struct err *err)
{
	int flags = fcntl(fd, F_GETFL);

	if (activation->count == ACTIVATION_SOCKETS) {
		close(fd);
		return err_set(err, ERR_BROKEN, "systemd hands us more than %d sockets",
		               ACTIVATION_SOCKETS);
	}
	activation->list[activation->count++] =
		(struct activation_socket){ .name = mem_strdup(name), .fd = fd };
	if (sd_is_socket(fd, AF_UNSPEC, SOCK_STREAM, 1) <= 0 || flags < 0 ||
	    fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		return err_set(err, ERR_BROKEN,
		               "what systemd hands us as \"%s\" is no listening stream socket",
		               name);
	return 0;
}
#endif

int activation_read(struct activation *ret, struct err *err)
{
	int done = 0;

	*ret = (struct activation){ 0 };
#ifdef HAVE_LIBSYSTEMD
	char **names = NULL;
	int count = sd_listen_fds_with_names(1, &names);

	for (int i = 0; i < count; i++) {
		if (done == 0)
			done = add(ret, names[i], SD_LISTEN_FDS_START + i, err);
		free(names[i]);
	}
	free(names);
#else
	(void)err;
#endif
	return done;
}

int activation_take(struct activation *activation, const char *name)
{
	for (size_t i = 0; i < activation->count; i++) {
		struct activation_socket *socket = &activation->list[i];
		int fd = socket->fd;

		if (fd < 0 || strcmp(socket->name, name) != 0)
			continue;
		socket->fd = -1;
		return fd;
	}
	return -1;
}

const char *activation_left(const struct activation *activation)
{
	for (size_t i = 0; i < activation->count; i++)
		if (activation->list[i].fd >= 0)
			return activation->list[i].name;
	return NULL;
}

void activation_done(struct activation *activation)
{
	for (size_t i = 0; i < activation->count; i++) {
		if (activation->list[i].fd >= 0)
			close(activation->list[i].fd);
		free(activation->list[i].name);
	}
	activation->count = 0;
}
