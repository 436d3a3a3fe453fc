/*
 * The least that a program can do from a changed feed to a web hook: what
 * latency.py compares integrad with. For every line on its standard input it
 * fetches the feed, takes the item that it has not seen, fetches the item's page
 * where that is asked for, finds the number before a percent sign, commits it
 * durably, and posts it. No check of anything, no process of its own for what
 * strangers wrote, no rules.
 *
 *     minimal FEED HOOK DATABASE [page]      without arguments: nothing
 */
#include <curl/curl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY_MAX (1u << 20)

struct body {
	char text[BODY_MAX];
	size_t len;
};

static struct body feed, page, answer;

static size_t on_bytes(char *bytes, size_t size, size_t count, void *arg)
{
	struct body *body = arg;
	size_t len = size * count;

	if (len >= sizeof(body->text) - body->len)
		return 0;
	memcpy(body->text + body->len, bytes, len);
	body->len += len;
	body->text[body->len] = '\0';
	return len;
}

static void fail(const char *what)
{
	fprintf(stderr, "minimal: %s\n", what);
	exit(1);
}

static void get(CURL *easy, const char *url, struct body *body)
{
	body->len = 0;
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_bytes);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, body);
	if (curl_easy_perform(easy) != CURLE_OK)
		fail(url);
}

static void post(CURL *easy, const char *url, const char *text)
{
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, text);
	get(easy, url, &answer);
}

/* Between two marks, the first time that they come; false where they do not. */
static bool cut(const char *text, const char *from, const char *to, char *out, size_t size)
{
	const char *begin = strstr(text, from), *end;

	if (!begin)
		return false;
	begin += strlen(from);
	end = strstr(begin, to);
	if (!end || (size_t)(end - begin) >= size)
		return false;
	memcpy(out, begin, (size_t)(end - begin));
	out[end - begin] = '\0';
	return true;
}

static double percent_in(const char *text)
{
	const char *sign = strchr(text, '%'), *at = sign;

	while (at && at > text && strchr("0123456789.", at[-1]))
		at--;
	return sign ? strtod(at, NULL) : 0;
}

static void keep(sqlite3_stmt *insert, const char *link, double value)
{
	sqlite3_bind_text(insert, 1, link, -1, SQLITE_STATIC);
	sqlite3_bind_double(insert, 2, value);
	if (sqlite3_step(insert) != SQLITE_DONE)
		fail("no insert");
	sqlite3_reset(insert);
}

int main(int argc, char **argv)
{
	char line[64], link[512], seen[512] = "", message[1024];
	CURL *reads = curl_easy_init(), *writes = curl_easy_init();
	sqlite3_stmt *insert;
	sqlite3 *db;

	if (argc < 4)
		return 0;
	if (sqlite3_open(argv[3], &db) != SQLITE_OK ||
	    sqlite3_exec(db,
	                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
	                 "CREATE TABLE claims (link TEXT PRIMARY KEY, value REAL)",
	                 NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "INSERT INTO claims VALUES (?, ?)", -1, &insert, NULL) !=
	            SQLITE_OK)
		fail("no database");
	while (fgets(line, sizeof(line), stdin)) {
		get(reads, argv[1], &feed);
		if (!cut(feed.text, "<link>", "</link>", link, sizeof(link)) ||
		    !cut(strstr(feed.text, "<item>"), "<link>", "</link>", link, sizeof(link)))
			fail("no item");
		if (strcmp(link, seen) == 0)
			continue;
		strcpy(seen, link);
		if (argc > 4)
			get(reads, link, &page);
		keep(insert, link, percent_in(argc > 4 ? page.text : strstr(feed.text, "<item>")));
		snprintf(message, sizeof(message), "{\"link\": \"%s\", \"value\": %g}", link,
		         percent_in(argc > 4 ? page.text : strstr(feed.text, "<item>")));
		post(writes, argv[2], message);
	}
	sqlite3_finalize(insert);
	sqlite3_close(db);
	curl_easy_cleanup(reads);
	curl_easy_cleanup(writes);
	return 0;
}
