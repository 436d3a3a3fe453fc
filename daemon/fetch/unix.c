#include "fetch/unix.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "base/clock.h"
#include "base/mem.h"

#define CONNECT_MS 5000L
#define REPLY_MS 600000L /* an import of the largest size */
#define LOOK_MS 5000L    /* a GET: whoever does not answer it by then does not answer */

struct sink {
	struct buf *buf;
	bool is_full;
};

static size_t on_bytes(char *bytes, size_t size, size_t count, void *arg)
{
	struct sink *sink = arg;

	if (buf_append(sink->buf, bytes, size * count) == 0)
		return size * count;
	sink->is_full = true;
	return 0;
}

struct waiting {
	const char *socket_path;
	fetch_unix_wait_fn *fn;
	int64_t until_ms;
};

static int on_progress(void *arg, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
                       curl_off_t up)
{
	struct waiting *waiting = arg;

	(void)down_total;
	(void)up_total;
	(void)up;
	if (down > 0 || !waiting->fn || clock_monotonic_ms() < waiting->until_ms)
		return 0;
	waiting->fn(waiting->socket_path);
	waiting->fn = NULL;
	return 0;
}

static void watch(CURL *easy, struct waiting *waiting)
{
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(easy, CURLOPT_XFERINFODATA, waiting);
}

static int explain_connect(long number, const char *path, struct err *err)
{
	if (number == EACCES || number == EPERM)
		return err_set(err, ERR_INPUT,
		               "no permission for %s: it takes root or the group integrad", path);
	return err_set(err, ERR_AGAIN, "no daemon answers on %s", path);
}

static int explain(CURL *easy, CURLcode code, const struct sink *sink, const char *path,
                   struct err *err)
{
	long number = 0;

	if (sink->is_full)
		return err_set(err, ERR_LIMIT, "the daemon's reply is over %zu bytes",
		               sink->buf->max);
	curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
	if (code == CURLE_COULDNT_CONNECT)
		return explain_connect(number, path, err);
	return err_set(err, ERR_INPUT, "the daemon on %s broke off: %s; is it stopping?", path,
	               curl_easy_strerror(code));
}

static void set_request(CURL *easy, const char *socket_path, const char *method, const char *url,
                        const char *body, size_t len)
{
	curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, socket_path);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, strcmp(method, "GET") == 0 ? LOOK_MS : REPLY_MS);
	if (body || strcmp(method, "POST") == 0) {
		curl_easy_setopt(easy, CURLOPT_POST, 1L);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)len);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body ? body : "");
	}
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
}

static int perform(CURL *easy, struct sink *sink, const char *path, long *ret_status,
                   struct err *err)
{
	CURLcode code;

	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_bytes);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, sink);
	code = curl_easy_perform(easy);
	if (code != CURLE_OK)
		return explain(easy, code, sink, path, err);
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, ret_status);
	return 0;
}

int fetch_unix(const char *socket_path, const char *method, const char *path, const char *body,
               size_t len, struct buf *reply, long *ret_status, fetch_unix_wait_fn *on_wait,
               struct err *err)
{
	struct waiting waiting = { .socket_path = socket_path,
		                   .fn = on_wait,
		                   .until_ms = clock_monotonic_ms() + FETCH_UNIX_WAIT_MS };
	struct sink sink = { .buf = reply };
	struct curl_slist *headers;
	CURL *easy;
	char *url;
	int rc;

	if (strlen(socket_path) >= sizeof(((struct sockaddr_un *)NULL)->sun_path))
		return err_set(err, ERR_INPUT, "the control socket's path is too long: %s",
		               socket_path);
	easy = curl_easy_init();
	/* No Expect: evhttp and we are on one machine, and its wait would be for nothing. */
	headers = curl_slist_append(NULL, "Expect:");
	if (!easy || !headers)
		abort(); /* out of memory, see mem_alloc() */
	url = mem_printf("http://localhost%s", path);
	set_request(easy, socket_path, method, url, body, body ? len : 0);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	watch(easy, &waiting);
	rc = perform(easy, &sink, socket_path, ret_status, err);
	curl_easy_cleanup(easy);
	curl_slist_free_all(headers);
	free(url);
	return rc;
}
