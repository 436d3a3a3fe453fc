#include "reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/sniff.h"
#include "header.h"

/* What libcurl's codes mean to us, and how the line about the host begins. */
static const struct failure {
	CURLcode code;
	enum fetch_outcome outcome;
	const char *says;
} failures[] = {
	{ CURLE_URL_MALFORMAT, FETCH_BAD_ADDRESS, "bad address of" },
	{ CURLE_UNSUPPORTED_PROTOCOL, FETCH_PROTOCOL, "no sound HTTP from" },
	{ CURLE_WEIRD_SERVER_REPLY, FETCH_PROTOCOL, "no sound HTTP from" },
	{ CURLE_HTTP2, FETCH_PROTOCOL, "no sound HTTP/2 from" },
	{ CURLE_BAD_FUNCTION_ARGUMENT, FETCH_PROTOCOL, "no sound HTTP from" },
	/* libcurl 7.88 says it of a header line over 100 KB; want of memory ends us elsewhere. */
	{ CURLE_OUT_OF_MEMORY, FETCH_TOO_BIG, "too long a header line from" },
#if LIBCURL_VERSION_NUM >= 0x080600 /* before it, RECV_ERROR */
	{ CURLE_TOO_LARGE, FETCH_TOO_BIG, "too much in the headers of" },
#endif
	{ CURLE_FILESIZE_EXCEEDED, FETCH_TOO_BIG, "too big a body from" },
	{ CURLE_COULDNT_RESOLVE_HOST, FETCH_DNS, "cannot resolve host" },
	{ CURLE_COULDNT_RESOLVE_PROXY, FETCH_PROXY, "cannot resolve the proxy on the way to" },
	{ CURLE_PROXY, FETCH_PROXY, "the proxy does not lead to" },
	{ CURLE_COULDNT_CONNECT, FETCH_CONNECT, "cannot connect to" },
	{ CURLE_SSL_CONNECT_ERROR, FETCH_TLS, "no TLS with" },
	{ CURLE_PEER_FAILED_VERIFICATION, FETCH_TLS, "no trust in the certificate of" },
	{ CURLE_SSL_ISSUER_ERROR, FETCH_TLS, "no trust in the certificate of" },
	{ CURLE_SSL_INVALIDCERTSTATUS, FETCH_TLS, "no trust in the certificate of" },
	{ CURLE_SSL_CIPHER, FETCH_TLS, "no TLS with" },
	{ CURLE_SSL_CLIENTCERT, FETCH_TLS, "a client certificate is asked for by" },
	{ CURLE_SSL_CACERT_BADFILE, FETCH_LOCAL, "cannot read the CA file to check" },
	{ CURLE_GOT_NOTHING, FETCH_RESET, "connection closed without a reply by" },
	{ CURLE_SEND_ERROR, FETCH_RESET, "connection lost to" },
	{ CURLE_RECV_ERROR, FETCH_RESET, "connection lost to" },
	{ CURLE_PARTIAL_FILE, FETCH_RESET, "reply cut short by" },
	{ CURLE_HTTP2_STREAM, FETCH_RESET, "stream closed by" },
};

static const struct {
	long status;
	const char *says;
} statuses[] = {
	{ 400, "bad request" },
	{ 401, "a password is asked for" },
	{ 403, "forbidden" },
	{ 404, "not found" },
	{ 406, "not acceptable" },
	{ 407, "a proxy asks for a password" },
	{ 410, "gone for good" },
	{ 429, "too many requests" },
	{ 451, "withheld for legal reasons" },
	{ 500, "the server failed" },
	{ 502, "the server behind it failed" },
	{ 503, "unavailable for now" },
	{ 504, "the server behind it is silent" },
};

void reply_settle(struct fetch_job *job, enum fetch_outcome outcome, const char *fmt, ...)
{
	char text[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	for (char *p = text; *p; p++)
		if ((unsigned char)*p < ' ')
			*p = ' '; /* libcurl may quote the server */
	job->outcome = outcome;
	free(job->detail);
	job->detail = mem_strdup(text);
}

enum fetch_outcome reply_outcome_of_status(long status, bool was_conditional)
{
	switch (status) {
	case 304:
		return was_conditional ? FETCH_NOT_MODIFIED : FETCH_PROTOCOL;
	case 401:
		return FETCH_HTTP_401;
	case 403:
		return FETCH_HTTP_403;
	case 404:
		return FETCH_HTTP_404;
	case 410:
		return FETCH_HTTP_410;
	case 429:
		return FETCH_HTTP_429;
	default:
		break;
	}
	if (status >= 200 && status <= 299)
		return FETCH_OK;
	if (status >= 400 && status <= 499)
		return FETCH_HTTP_4XX;
	return status >= 500 && status <= 599 ? FETCH_HTTP_5XX : FETCH_HTTP_OTHER;
}

bool reply_may_be_challenge(long status)
{
	return status == 401 || status == 403 || status == 429 || status == 503;
}

static bool is_challenge(const struct fetch_job *job, long status)
{
	if (!reply_may_be_challenge(status) || job->body.len == 0)
		return false;
	return strcmp(sniff_page_kind(job->body.data, job->body.len), SNIFF_CHALLENGE) == 0;
}

static void judge_status(struct fetch_job *job, long status)
{
	enum fetch_outcome outcome = reply_outcome_of_status(status,
	                                                     job->etag || job->last_modified);

	if (outcome == FETCH_OK && job->gunzip && !gunzip_is_complete(job->gunzip)) {
		reply_settle(job, FETCH_CUT_SHORT,
		             "the reply of %s ends in the middle of its compression",
		             job->host_name);
		return;
	}
	if (fetch_outcome_is_success(outcome)) {
		reply_settle(job, outcome, "%s", "");
		return;
	}
	if (status == 407 && job->proxy)
		outcome = FETCH_PROXY;
	if (is_challenge(job, status)) {
		reply_settle(job, FETCH_CHALLENGE, "HTTP %ld from %s: a challenge page", status,
		             job->host_name);
		return;
	}
	if (outcome == FETCH_PROTOCOL) {
		reply_settle(job, outcome, "%s answers 304 to a request without conditions",
		             job->host_name);
		return;
	}
	for (size_t i = 0; i < COUNT(statuses); i++)
		if (statuses[i].status == status) {
			reply_settle(job, outcome, "HTTP %ld from %s: %s", status, job->host_name,
			             statuses[i].says);
			return;
		}
	reply_settle(job, outcome, "HTTP %ld from %s", status, job->host_name);
}

/* What the hop was waiting for when its time was over. */
static void judge_timeout(struct fetch_job *job)
{
	double seconds = (double)(event_now_ms(job->pool->loop) - job->begun_ms) / 1000;
	const char *host = job->host_name;
	curl_off_t ready_us = 0;
	long port =
		0; /* ours, once TCP is connected; libcurl's time of connecting comes after TLS */

	curl_easy_getinfo(job->easy, CURLINFO_LOCAL_PORT, &port);
	curl_easy_getinfo(job->easy, CURLINFO_PRETRANSFER_TIME_T, &ready_us);
	if (job->ended_resolving)
		reply_settle(job, FETCH_DNS, "cannot resolve host %s: no answer in %.0f s", host,
		             seconds);
	else if (port == 0)
		reply_settle(job, FETCH_CONNECT, "cannot connect to %s: no answer in %.0f s", host,
		             seconds);
	else if (ready_us == 0 && job->mail) /* which libcurl is ready for after the login */
		reply_settle(job, FETCH_TIMEOUT, "no answer from the mail server %s in %.0f s",
		             host, seconds);
	else if (ready_us == 0)
		reply_settle(job, FETCH_TLS, "no TLS with %s: no answer in %.0f s", host, seconds);
	else if (job->header_bytes == 0)
		reply_settle(job, FETCH_TIMEOUT, "no reply from %s in %.0f s", host, seconds);
	else if (job->spent_ms < job->pool->options.transfer_ms)
		reply_settle(job, FETCH_SLOW, "%s sends under %lld bytes a second", host,
		             (long long)job->pool->options.low_speed_bytes);
	else
		reply_settle(job, FETCH_TIMEOUT, "the reply of %s is not complete in %.0f s", host,
		             seconds);
}

static void judge_too_big(struct fetch_job *job)
{
	if (job->header_bytes > LIMIT_HEADER_BYTES)
		reply_settle(job, FETCH_TOO_BIG, "over %u bytes of headers from %s",
		             LIMIT_HEADER_BYTES, job->host_name);
	else
		reply_settle(job, FETCH_TOO_BIG, "a body of over %zu bytes from %s", job->max_bytes,
		             job->host_name);
}

/* The reason in libcurl's words, or the system's where it has one for a connection. */
static const char *reason(const struct fetch_job *job, CURLcode code)
{
	long number = 0;

	if (code == CURLE_COULDNT_CONNECT)
		curl_easy_getinfo(job->easy, CURLINFO_OS_ERRNO, &number);
	if (number > 0)
		return strerror((int)number);
	if (strstr(job->notes->error, "wrong version number")) /* OpenSSL's words for it */
		return "what answers at this port speaks no TLS";
	return job->notes->error[0] ? job->notes->error : curl_easy_strerror(code);
}

static void judge_failure(struct fetch_job *job, CURLcode code)
{
	for (size_t i = 0; i < COUNT(failures); i++) {
		const struct failure *failure = &failures[i];

		if (failure->code != code)
			continue;
		if (failure->outcome == FETCH_DNS)
			reply_settle(job, FETCH_DNS, "cannot resolve host %s", job->host_name);
		else
			reply_settle(job, failure->outcome, "%s %s: %s", failure->says,
			             job->host_name, reason(job, code));
		return;
	}
	reply_settle(job, FETCH_LOCAL, "no transfer from %s: %s", job->host_name,
	             reason(job, code));
}

/* What a proxy says that was asked for a way to the host; false where it said nothing. */
static bool judge_proxy(struct fetch_job *job, CURLcode code)
{
	long status = 0, reason_code = CURLPX_OK;

	if (!job->proxy)
		return false;
	curl_easy_getinfo(job->easy, CURLINFO_HTTP_CONNECTCODE, &status);
	curl_easy_getinfo(job->easy, CURLINFO_PROXY_ERROR, &reason_code);
	if (code == CURLE_COULDNT_CONNECT)
		reply_settle(job, FETCH_PROXY, "cannot connect to the proxy: %s",
		             reason(job, code));
	else if (status >= 500)
		reply_settle(job, FETCH_CONNECT, "the proxy finds no way to %s: HTTP %ld",
		             job->host_name, status);
	else if (status >= 300)
		reply_settle(job, FETCH_PROXY, "the proxy does not lead to %s: HTTP %ld",
		             job->host_name, status);
	else if (reason_code == CURLPX_REPLY_NETWORK_UNREACHABLE ||
	         reason_code == CURLPX_REPLY_HOST_UNREACHABLE ||
	         reason_code == CURLPX_REPLY_CONNECTION_REFUSED ||
	         reason_code == CURLPX_REPLY_TTL_EXPIRED)
		reply_settle(job, FETCH_CONNECT, "the proxy finds no way to %s: %s", job->host_name,
		             reason(job, code));
	else
		return false;
	return true;
}

/* Failures of which we know more than libcurl's code says. */
static bool judge_known(struct fetch_job *job, CURLcode code)
{
	if (job->notes->refused[0] &&
	    (code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK)) {
		reply_settle(job, FETCH_PRIVATE_ADDRESS,
		             "host %s lives on %s, which is not public (allow-private permits it)",
		             job->host_name, job->notes->refused);
	} else if (job->socket_errno != 0 && code == CURLE_COULDNT_CONNECT) {
		reply_settle(job, FETCH_LOCAL, "no socket for a connection to %s: %s",
		             job->host_name, strerror(job->socket_errno));
	} else if (code == CURLE_COULDNT_RESOLVE_HOST &&
	           strstr(job->notes->error, "thread failed")) {
		reply_settle(job, FETCH_LOCAL, "no thread to resolve host %s", job->host_name);
	} else if (code == CURLE_OPERATION_TIMEDOUT) {
		judge_timeout(job);
	} else if (job->is_badly_packed) {
		reply_settle(job, FETCH_ENCODING,
		             job->gunzip
		                     ? "cannot decompress the reply of %s: it is broken"
		                     : "cannot decompress the reply of %s: it is neither gzip nor "
		                       "deflate",
		             job->host_name);
	} else if (job->is_too_big) {
		judge_too_big(job);
	} else {
		return judge_proxy(job, code);
	}
	return true;
}

/* What a mail server says counts more than that libcurl could not go on; false: it said nothing. */
static bool judge_mail(struct fetch_job *job, CURLcode code, long status)
{
	if (!job->mail || code == CURLE_OK)
		return false;
	if (code == CURLE_LOGIN_DENIED)
		reply_settle(job, FETCH_HTTP_401, "%s refuses the login: %s", job->host_name,
		             mail_said(job->mail));
	else if (code == CURLE_USE_SSL_FAILED)
		reply_settle(job, FETCH_TLS, "%s offers no STARTTLS", job->host_name);
	else if (status >= 400)
		reply_settle(job, status >= 500 ? FETCH_HTTP_4XX : FETCH_HTTP_5XX,
		             "%s refuses the mail: %s", job->host_name, mail_said(job->mail));
	else
		return false;
	return true;
}

void reply_judge(struct fetch_job *job, CURLcode code)
{
	long status = 0;
	bool is_status_enough;

	curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
	is_status_enough = status >= 300 && !job->is_too_big &&
	                   (code == CURLE_WRITE_ERROR || code == CURLE_FILESIZE_EXCEEDED);
	if (job->is_crowded_out) /* even where its last byte had come already */
		reply_settle(job, FETCH_CROWDED,
		             "the body of %s was the largest of too many at once", job->host_name);
	else if (judge_mail(job, code, status))
		return;
	else if (code == CURLE_OK || is_status_enough)
		judge_status(job, status);
	else if (!judge_known(job, code))
		judge_failure(job, code);
}

/* --- telling */

static const char *header_at(const struct fetch_job *job, const char *name, size_t index,
                             size_t *ret_count)
{
	struct curl_header *header = NULL;

	*ret_count = 0;
	if (!job->easy ||
	    curl_easy_header(job->easy, name, index, CURLH_HEADER, -1, &header) != CURLHE_OK)
		return "";
	*ret_count = header->amount;
	return header->value;
}

const char *reply_header(const struct fetch_job *job, const char *name)
{
	size_t count;
	const char *value = header_at(job, name, 0, &count);

	return count > 1 ? header_at(job, name, count - 1, &count) : value;
}

static int64_t max_age(const struct fetch_job *job)
{
	struct buf all;
	size_t count, i = 0;
	int64_t age;

	buf_init(&all, LIMIT_HEADER_BYTES * 2);
	do {
		const char *value = header_at(job, "Cache-Control", i, &count);

		if (buf_printf(&all, "%s%s", i ? "," : "", value))
			break;
	} while (++i < count);
	age = header_max_age(all.data);
	buf_done(&all);
	return age;
}

/* HTTP/1 without a length and without chunks: nobody can tell whether all of it came. */
static bool ends_by_closing(const struct fetch_job *job)
{
	long version = CURL_HTTP_VERSION_NONE;
	size_t count;

	curl_easy_getinfo(job->easy, CURLINFO_HTTP_VERSION, &version);
	return (version == CURL_HTTP_VERSION_1_0 || version == CURL_HTTP_VERSION_1_1) &&
	       !*header_at(job, "Content-Length", 0, &count) &&
	       !*header_at(job, "Transfer-Encoding", 0, &count);
}

static void fill_from_hop(const struct fetch_job *job, struct fetch_reply *reply)
{
	bool has_body = job->outcome == FETCH_OK || job->outcome == FETCH_CUT_SHORT;

	curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &reply->status);
	reply->content_type = reply_header(job, "Content-Type");
	reply->etag = reply_header(job, "ETag");
	reply->last_modified = reply_header(job, "Last-Modified");
	reply->max_age_s = max_age(job);
	reply->retry_after_s = header_retry_after(reply_header(job, "Retry-After"), clock_now_s());
	reply->has_no_length = has_body && ends_by_closing(job);
	if (has_body && job->body.len > 0) {
		reply->body = job->body.data;
		reply->len = job->body.len;
	}
	if (has_body)
		hash_sha256_hex(reply->body, reply->len, reply->hash);
}

void reply_tell(struct fetch_job *job)
{
	bool has_moved = job->hops > 0 && job->only_permanent &&
	                 fetch_outcome_is_success(job->outcome);
	char charset[64];
	struct fetch_reply reply = {
		.outcome = job->outcome,
		.detail = job->detail,
		.body = "",
		.content_type = "",
		.etag = "",
		.last_modified = "",
		.charset = charset,
		.effective_url = job->url,
		.permanent_url = has_moved ? job->url : "",
		.retry_after_s = job->retry_after_s,
		.max_age_s = -1,
		.duration_ms = job->spent_ms,
	};

	if (job->easy)
		fill_from_hop(job, &reply);
	header_charset(reply.content_type, charset, sizeof(charset));
	job->state = JOB_TOLD;
	job->done(&reply, job->arg);
}
