/*
 * libcurl's part in the simulation, in its place at link time: handles keep
 * what they are told, and a transfer is a question to the world, answered a
 * moment later. What is around it (hosts, gaps, pauses, redirects, judgement)
 * is the real fetch. Addresses are still taken apart by the real libcurl.
 */
#include <curl/curl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "world.h"

#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define LATENCY_MS 200
#define CHUNK 16384u

typedef size_t data_fn(char *bytes, size_t size, size_t count, void *arg);

struct multi;

struct easy {
	struct easy *next; /* of the multi's */
	struct multi *multi;
	int64_t due_ms;
	bool is_over;
	CURLMsg message;
	/* as it was told */
	char *url;
	struct curl_slist *headers;
	data_fn *on_body;
	void *body_arg;
	data_fn *on_header;
	void *header_arg;
	curl_prereq_callback on_connected;
	void *connected_arg;
	void *private;
	/* what came */
	struct sim_answer answer;
	struct curl_header header;
	curl_off_t bytes;
};

struct multi {
	struct easy *first;
	curl_multi_timer_callback on_timer;
	void *timer_arg;
};

/* --- handles */

CURL *curl_easy_init(void)
{
	return mem_alloc(sizeof(struct easy));
}

static void forget_answer(struct easy *easy)
{
	free(easy->answer.body);
	easy->answer = (struct sim_answer){ .status = 0 };
	easy->bytes = 0;
}

void curl_easy_cleanup(CURL *handle)
{
	struct easy *easy = handle;

	if (!easy)
		return;
	forget_answer(easy);
	free(easy->url);
	free(easy);
}

static void set_pointer(struct easy *easy, CURLoption option, void *value)
{
	switch ((int)option) {
	case CURLOPT_URL:
		free(easy->url);
		easy->url = mem_strdup(value);
		break;
	case CURLOPT_HTTPHEADER:
		easy->headers = value;
		break;
	case CURLOPT_WRITEDATA:
		easy->body_arg = value;
		break;
	case CURLOPT_HEADERDATA:
		easy->header_arg = value;
		break;
	case CURLOPT_PREREQDATA:
		easy->connected_arg = value;
		break;
	case CURLOPT_PRIVATE:
		easy->private = value;
		break;
	default:
		break; /* of no meaning where there is no wire */
	}
}

CURLcode curl_easy_setopt(CURL *handle, CURLoption option, ...)
{
	struct easy *easy = handle;
	va_list args;

	va_start(args, option);
	if (option == CURLOPT_WRITEFUNCTION)
		easy->on_body = va_arg(args, data_fn *);
	else if (option == CURLOPT_HEADERFUNCTION)
		easy->on_header = va_arg(args, data_fn *);
	else if (option == CURLOPT_PREREQFUNCTION)
		easy->on_connected = va_arg(args, curl_prereq_callback);
	else if (option >= CURLOPTTYPE_OBJECTPOINT && option < CURLOPTTYPE_FUNCTIONPOINT)
		set_pointer(easy, option, va_arg(args, void *));
	va_end(args);
	return CURLE_OK;
}

CURLcode curl_easy_getinfo(CURL *handle, CURLINFO info, ...)
{
	struct easy *easy = handle;
	va_list args;

	va_start(args, info);
	if (info == CURLINFO_PRIVATE)
		*va_arg(args, char **) = easy->private;
	else if (info == CURLINFO_RESPONSE_CODE)
		*va_arg(args, long *) = easy->answer.status;
	else if ((info & CURLINFO_TYPEMASK) == CURLINFO_LONG)
		*va_arg(args, long *) = 0;
	else if ((info & CURLINFO_TYPEMASK) == CURLINFO_OFF_T)
		*va_arg(args, curl_off_t *) = info == CURLINFO_SIZE_DOWNLOAD_T ? easy->bytes : 0;
	else if ((info & CURLINFO_TYPEMASK) == CURLINFO_STRING)
		*va_arg(args, char **) = NULL;
	va_end(args);
	return CURLE_OK;
}

CURLHcode curl_easy_header(CURL *handle, const char *name, size_t index, unsigned origin,
                           int request, struct curl_header **ret)
{
	struct easy *easy = handle;

	(void)origin;
	(void)request;
	for (size_t i = 0; i < SIM_HEADERS && easy->answer.headers[i].name; i++) {
		if (index > 0 || strcasecmp(easy->answer.headers[i].name, name) != 0)
			continue;
		easy->header = (struct curl_header){ .value = easy->answer.headers[i].value,
			                             .amount = 1 };
		*ret = &easy->header;
		return CURLHE_OK;
	}
	return CURLHE_MISSING;
}

/* --- a transfer */

static bool send_header(struct easy *easy, const char *name, const char *value)
{
	char line[1024];
	int len = snprintf(line, sizeof(line), "%s: %s\r\n", name, value);

	return !easy->on_header ||
	       easy->on_header(line, 1, (size_t)len, easy->header_arg) == (size_t)len;
}

static bool send_body(struct easy *easy)
{
	size_t len = easy->answer.len;

	for (size_t at = 0; at < len; at += CHUNK) {
		size_t part = len - at < CHUNK ? len - at : CHUNK;

		easy->bytes += (curl_off_t)part;
		if (easy->on_body(easy->answer.body + at, 1, part, easy->body_arg) != part)
			return false;
	}
	return true;
}

static CURLcode transfer(struct easy *easy)
{
	char remote[] = SIM_ADDRESS, local[] = "192.0.2.1";

	sim_answer(easy->url, easy->headers, &easy->answer);
	if (easy->answer.failure != CURLE_OK)
		return easy->answer.failure;
	if (easy->on_connected && easy->on_connected(easy->connected_arg, remote, local, 443,
	                                             40000) != CURL_PREREQFUNC_OK)
		return CURLE_ABORTED_BY_CALLBACK;
	for (size_t i = 0; i < SIM_HEADERS && easy->answer.headers[i].name; i++)
		if (!send_header(easy, easy->answer.headers[i].name, easy->answer.headers[i].value))
			return CURLE_WRITE_ERROR;
	return send_body(easy) ? CURLE_OK : CURLE_WRITE_ERROR;
}

/* --- many */

CURLM *curl_multi_init(void)
{
	return mem_alloc(sizeof(struct multi));
}

CURLMcode curl_multi_cleanup(CURLM *handle)
{
	free(handle);
	return CURLM_OK;
}

CURLMcode curl_multi_setopt(CURLM *handle, CURLMoption option, ...)
{
	struct multi *multi = handle;
	va_list args;

	va_start(args, option);
	if (option == CURLMOPT_TIMERFUNCTION)
		multi->on_timer = va_arg(args, curl_multi_timer_callback);
	else if (option == CURLMOPT_TIMERDATA)
		multi->timer_arg = va_arg(args, void *);
	va_end(args);
	return CURLM_OK;
}

static long wait_ms(const struct multi *multi)
{
	int64_t first = INT64_MAX, now = clock_monotonic_ms();

	for (const struct easy *e = multi->first; e; e = e->next)
		if (!e->is_over && e->due_ms < first)
			first = e->due_ms;
	if (first == INT64_MAX)
		return -1;
	return first > now ? (long)(first - now) : 0;
}

CURLMcode curl_multi_timeout(CURLM *handle, long *ret_ms)
{
	*ret_ms = wait_ms(handle);
	return CURLM_OK;
}

CURLMcode curl_multi_add_handle(CURLM *handle, CURL *easy_handle)
{
	struct multi *multi = handle;
	struct easy *easy = easy_handle;

	forget_answer(easy);
	sim_asked(easy->url);
	easy->multi = multi;
	easy->is_over = false;
	easy->due_ms = clock_monotonic_ms() + LATENCY_MS;
	easy->next = multi->first;
	multi->first = easy;
	multi->on_timer(multi, wait_ms(multi), multi->timer_arg);
	return CURLM_OK;
}

CURLMcode curl_multi_remove_handle(CURLM *handle, CURL *easy_handle)
{
	struct multi *multi = handle;
	struct easy *easy = easy_handle, **at = &multi->first;

	while (*at != easy)
		at = &(*at)->next;
	*at = easy->next;
	easy->multi = NULL;
	sim_left(easy->url);
	return CURLM_OK;
}

CURLMcode curl_multi_socket_action(CURLM *handle, curl_socket_t fd, int what, int *ret_running)
{
	struct multi *multi = handle;

	(void)fd;
	(void)what;
	*ret_running = 0;
	for (struct easy *e = multi->first; e; e = e->next) {
		if (e->is_over || e->due_ms > clock_monotonic_ms())
			continue;
		e->message = (CURLMsg){ .msg = CURLMSG_DONE, .easy_handle = e };
		e->message.data.result = transfer(e);
		e->is_over = true;
	}
	multi->on_timer(multi, wait_ms(multi), multi->timer_arg);
	return CURLM_OK;
}

CURLMsg *curl_multi_info_read(CURLM *handle, int *ret_left)
{
	struct multi *multi = handle;

	*ret_left = 0;
	for (struct easy *e = multi->first; e; e = e->next)
		if (e->is_over && e->message.msg == CURLMSG_DONE) {
			e->message.msg = CURLMSG_NONE;
			/* The caller reads it before the handle is used again. */
			static CURLMsg told;

			told = e->message;
			told.msg = CURLMSG_DONE;
			return &told;
		}
	return NULL;
}

CURLMcode curl_multi_assign(CURLM *handle, curl_socket_t fd, void *arg)
{
	(void)handle;
	(void)fd;
	(void)arg;
	return CURLM_OK;
}
