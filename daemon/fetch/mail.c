#include "mail.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#define HOST_NAME_BYTES 256
#define SAID_BYTES 200 /* of a line of the server, that people are told */

struct mail {
	char *from;
	struct curl_slist *to;
	char *user;
	char *password;
	bool starttls;
	char said[SAID_BYTES]; /* the last line of the server */
	/* what is still to be sent */
	const char *bytes;
	size_t len;
};

static void add_receiver(struct mail *mail, const char *address)
{
	char *path = mem_printf("<%s>", address);
	struct curl_slist *longer = curl_slist_append(mail->to, path);

	if (!longer)
		abort(); /* out of memory, see mem_alloc() */
	mail->to = longer;
	free(path);
}

struct mail *mail_new(const struct fetch_mail *from)
{
	struct mail *mail = mem_alloc(sizeof(*mail));

	mail->from = mem_printf("<%s>", from->from);
	for (size_t i = 0; i < from->to_count; i++)
		add_receiver(mail, from->to[i]);
	mail->user = mem_strdup(from->user);
	mail->password = mem_strdup(from->password);
	mail->starttls = from->starttls;
	return mail;
}

void mail_free(struct mail *mail)
{
	if (!mail)
		return;
	free(mail->from);
	curl_slist_free_all(mail->to);
	free(mail->user);
	free(mail->password);
	free(mail);
}

void mail_hear(struct mail *mail, const char *line, size_t len)
{
	size_t kept = 0;

	for (; kept < len && kept < sizeof(mail->said) - 1; kept++) {
		if (line[kept] == '\r' || line[kept] == '\n')
			break;
		mail->said[kept] = line[kept] >= ' ' && line[kept] <= '~' ? line[kept] : '?';
	}
	mail->said[kept] = '\0';
}

const char *mail_said(const struct mail *mail)
{
	return mail->said;
}

char *mail_url(const struct url_parts *parts)
{
	char name[HOST_NAME_BYTES];

	if (gethostname(name, sizeof(name)) < 0 || !name[0])
		snprintf(name, sizeof(name), "localhost");
	name[sizeof(name) - 1] = '\0';
	return mem_printf("%s://%s:%d/%s", strcmp(parts->scheme, "https") == 0 ? "smtps" : "smtp",
	                  parts->host, parts->port, name);
}

static size_t on_read(char *out, size_t size, size_t count, void *arg)
{
	struct mail *mail = arg;
	size_t len = size * count < mail->len ? size * count : mail->len;

	if (len > 0)
		memcpy(out, mail->bytes, len);
	mail->bytes += len;
	mail->len -= len;
	return len;
}

void mail_set(struct mail *mail, CURL *easy, const char *bytes, size_t len)
{
	mail->bytes = bytes;
	mail->len = len;
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, NULL);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_MAIL_FROM, mail->from);
	curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, mail->to);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(easy, CURLOPT_READDATA, mail);
	curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)len);
	curl_easy_setopt(easy, CURLOPT_USE_SSL,
	                 (long)(mail->starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	curl_easy_setopt(easy, CURLOPT_USERNAME, mail->user);
	curl_easy_setopt(easy, CURLOPT_PASSWORD, mail->password);
	/* The slow server of a list has time: the whole transfer is bounded all the same. */
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, 0L);
}
