#include "socket.h"

#include <errno.h>
#include <event2/util.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"

#define BACKLOG 1024 /* a burst waits in line, rather than to be turned away */

static int new_socket(struct err *err)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		err_set(err, ERR_BROKEN, "cannot make a socket: %s", strerror(errno));
	return fd;
}

static int fill_address(const char *path, struct sockaddr_un *ret, struct err *err)
{
	size_t len = strlen(path);

	*ret = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (len == 0 || len >= sizeof(ret->sun_path))
		return err_set(err, ERR_BROKEN, "the socket's path %s is not 1 to %zu bytes long",
		               path, sizeof(ret->sun_path) - 1);
	memcpy(ret->sun_path, path, len + 1);
	return 0;
}

static bool is_socket(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISSOCK(st.st_mode);
}

/* Makes way for us where nobody listens at the path. */
static int clear_way(const char *path, const struct sockaddr_un *address, struct err *err)
{
	int fd, result = 0;

	if (!is_socket(path))
		return 0; /* nothing, or something that bind() will name */
	fd = new_socket(err);
	if (fd < 0)
		return -1;
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 || errno == EAGAIN)
		result = err_set(err, ERR_AGAIN, "another daemon answers on %s", path);
	else if (errno == ECONNREFUSED && unlink(path) != 0)
		result = err_set(err, ERR_BROKEN, "cannot remove the old %s: %s", path,
		                 strerror(errno));
	close(fd);
	return result;
}

static int bind_and_listen(int fd, const char *path, const struct sockaddr_un *address,
                           struct err *err)
{
	mode_t old = umask(0117); /* 0660 from its first moment; we have one thread */
	int result = bind(fd, (const struct sockaddr *)address, sizeof(*address));
	int why = errno;

	umask(old);
	if (result != 0)
		return err_set(err, ERR_BROKEN, "cannot make the socket %s: %s", path,
		               strerror(why));
	if (listen(fd, BACKLOG) != 0)
		return err_set(err, ERR_BROKEN, "cannot listen on %s: %s", path, strerror(errno));
	return 0;
}

int socket_listen(const char *path, struct socket_place *ret_place, struct err *err)
{
	struct sockaddr_un address;
	struct stat st = { 0 };
	int fd;

	if (fill_address(path, &address, err) || clear_way(path, &address, err))
		return -1;
	fd = new_socket(err);
	if (fd < 0)
		return -1;
	if (bind_and_listen(fd, path, &address, err)) {
		close(fd);
		return -1;
	}
	(void)lstat(path, &st);
	*ret_place = (struct socket_place){
		.path = mem_strdup(path),
		.device = st.st_dev,
		.inode = st.st_ino,
	};
	return fd;
}

int socket_listen_tcp(const char *text, struct err *err)
{
	struct sockaddr_storage address = { 0 };
	int len = sizeof(address), on = 1, fd;

	if (evutil_parse_sockaddr_port(text, (struct sockaddr *)&address, &len) != 0)
		return err_set(err, ERR_BROKEN, "\"%s\" is no numeric address with a port", text);
	fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_set(err, ERR_BROKEN, "cannot make a socket for %s: %s", text,
		               strerror(errno));
	/* What is left of the last daemon's connections is no reason to wait. */
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (const struct sockaddr *)&address, (socklen_t)len) != 0 ||
	    listen(fd, BACKLOG) != 0) {
		err_set(err, ERR_BROKEN, "cannot listen on %s: %s", text, strerror(errno));
		close(fd);
		return -1;
	}
	return fd;
}

void socket_remove(struct socket_place *place)
{
	struct stat st;

	if (place->path && lstat(place->path, &st) == 0 && st.st_dev == place->device &&
	    st.st_ino == place->inode)
		unlink(place->path);
	MEM_FREE(place->path);
}

uid_t socket_peer_uid(int fd)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0)
		return (uid_t)-1;
	return peer.uid;
}
