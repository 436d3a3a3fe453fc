/*
 * libcurl, loaded when the first of its functions is called. It brings 27
 * libraries with it (Kerberos, LDAP, GnuTLS …), and what the loader does for
 * them is two thirds of what a command costs that looks into the record and
 * fetches nothing. So integractl is linked with these functions of the same
 * names in its place (see the Makefile), and no caller knows of it. The daemon,
 * which fetches all day, is linked with libcurl itself.
 */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>
#include <stdarg.h>
#include <stdlib.h>

#include "ctl.h"

#define LIBRARY "libcurl.so.4"

#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

static void *find(const char *name)
{
	static void *library;
	void *found;

	if (!library)
		library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	found = library ? dlsym(library, name) : NULL;
	if (!found)
		exit((int)ctl_fail(CTL_USAGE, "this needs libcurl, and it cannot be loaded: %s",
		                   dlerror()));
	return found;
}

/* Hidden, so that libcurl's own calls of its functions stay its own. */
#define HIDDEN __attribute__((visibility("hidden")))

/* The pointer of a function, looked for once. */
#define FIND(name) \
	static __typeof__(&name) real; \
	if (!real) \
	*(void **)&real = find(#name)

#define GIVES(type, name, parameters, arguments) \
	HIDDEN type name parameters \
	{ \
		FIND(name); \
		return real arguments; \
	}
#define DOES(name, parameters, arguments) \
	HIDDEN void name parameters \
	{ \
		FIND(name); \
		real arguments; \
	}

GIVES(CURLcode, curl_global_init, (long flags), (flags))
DOES(curl_global_cleanup, (void), ())
GIVES(curl_version_info_data *, curl_version_info, (CURLversion age), (age))
DOES(curl_free, (void *bytes), (bytes))
GIVES(time_t, curl_getdate, (const char *text, const time_t *now), (text, now))

GIVES(CURL *, curl_easy_init, (void), ())
DOES(curl_easy_cleanup, (CURL * easy), (easy))
GIVES(CURLcode, curl_easy_perform, (CURL * easy), (easy))
GIVES(const char *, curl_easy_strerror, (CURLcode code), (code))
GIVES(char *, curl_easy_escape, (CURL * easy, const char *text, int len), (easy, text, len))
GIVES(CURLHcode, curl_easy_header,
      (CURL * easy, const char *name, size_t index, unsigned origin, int request,
       struct curl_header **ret_header),
      (easy, name, index, origin, request, ret_header))

GIVES(CURLM *, curl_multi_init, (void), ())
GIVES(CURLMcode, curl_multi_cleanup, (CURLM * multi), (multi))
GIVES(CURLMcode, curl_multi_add_handle, (CURLM * multi, CURL *easy), (multi, easy))
GIVES(CURLMcode, curl_multi_remove_handle, (CURLM * multi, CURL *easy), (multi, easy))
GIVES(CURLMsg *, curl_multi_info_read, (CURLM * multi, int *ret_left), (multi, ret_left))
GIVES(CURLMcode, curl_multi_timeout, (CURLM * multi, long *ret_ms), (multi, ret_ms))
GIVES(CURLMcode, curl_multi_assign, (CURLM * multi, curl_socket_t fd, void *arg), (multi, fd, arg))
GIVES(CURLMcode, curl_multi_socket_action,
      (CURLM * multi, curl_socket_t fd, int events, int *ret_running),
      (multi, fd, events, ret_running))

GIVES(struct curl_slist *, curl_slist_append, (struct curl_slist * list, const char *text),
      (list, text))
DOES(curl_slist_free_all, (struct curl_slist * list), (list))

GIVES(CURLU *, curl_url, (void), ())
DOES(curl_url_cleanup, (CURLU * url), (url))
/* Newer headers promise that it leaves the address as it is. */
typedef __typeof__(_Generic(&curl_url_get, CURLUcode (*)(CURLU *, CURLUPart, char **, unsigned)
                            : (CURLU *)NULL, default
                            : (const CURLU *)NULL)) lent_url;
GIVES(CURLUcode, curl_url_get, (lent_url url, CURLUPart part, char **ret_text, unsigned flags),
      (url, part, ret_text, flags))
GIVES(CURLUcode, curl_url_set, (CURLU * url, CURLUPart part, const char *text, unsigned flags),
      (url, part, text, flags))
GIVES(const char *, curl_url_strerror, (CURLUcode code), (code))

/* The number of an option says of which type its argument is (curl/curl.h, CURLOPTTYPE_*). */
#define PASS_OPTION(real, handle, option) \
	do { \
		va_list args; \
		va_start(args, option); \
		if ((int)(option) < CURLOPTTYPE_OBJECTPOINT) \
			code = real(handle, option, va_arg(args, long)); \
		else if ((int)(option) / CURLOPTTYPE_OFF_T == 1 && \
		         (int)(option) < CURLOPTTYPE_BLOB) \
			code = real(handle, option, va_arg(args, curl_off_t)); \
		else \
			code = real(handle, option, va_arg(args, void *)); \
		va_end(args); \
	} while (0)

HIDDEN CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
	CURLcode code;

	FIND(curl_easy_setopt);
	PASS_OPTION(real, easy, option);
	return code;
}

HIDDEN CURLMcode curl_multi_setopt(CURLM *multi, CURLMoption option, ...)
{
	CURLMcode code;

	FIND(curl_multi_setopt);
	PASS_OPTION(real, multi, option);
	return code;
}

/* What is asked for comes through a pointer, whatever it is. */
HIDDEN CURLcode curl_easy_getinfo(CURL *easy, CURLINFO info, ...)
{
	CURLcode code;
	va_list args;

	FIND(curl_easy_getinfo);
	va_start(args, info);
	code = real(easy, info, va_arg(args, void *));
	va_end(args);
	return code;
}
