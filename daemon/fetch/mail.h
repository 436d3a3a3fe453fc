/* Mail over SMTP, on the same pool as the transfers of HTTP. */
#ifndef FETCH_MAIL_H
#define FETCH_MAIL_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/url.h"
#include "fetch/fetch.h"

struct mail;

struct mail *mail_new(const struct fetch_mail *from); /* a copy */
void mail_free(struct mail *mail);                    /* NULL is fine */

/* What libcurl is given: smtp://host:port/name, with the name that we greet with. Yours. */
char *mail_url(const struct url_parts *parts);

/* Everything of a handle that a mail has; bytes are lent until the transfer's end. */
void mail_set(struct mail *mail, CURL *easy, const char *bytes, size_t len);

/* A line that the server said; mail_said() is the last of them, "" before the first. */
void mail_hear(struct mail *mail, const char *line, size_t len);
const char *mail_said(const struct mail *mail);

#endif
