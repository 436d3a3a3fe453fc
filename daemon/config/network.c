#include "network.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "option.h"

#define CREDENTIAL "credential:"
#define FILE_PREFIX "file:"

/* Bytes that the name of a header may have (RFC 9110 §5.6.2). */
#define TOKEN \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" \
	"!#$%&'*+-.^_`|~"

/* --- files of secrets */

/* NULL: a credential without systemd. */
static const char *secret_path(const struct tree *node, const char *text, struct arena *arena)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");

	if (strncmp(text, CREDENTIAL, strlen(CREDENTIAL)) != 0)
		return option_path(arena, node->file, text);
	return folder ? arena_printf(arena, "%s/%s", folder, text + strlen(CREDENTIAL)) : NULL;
}

/* NULL, with a mistake, where it cannot be read or is no secret. */
static FILE *open_secret(const struct tree *node, const char *path, struct tree_mistakes *mistakes)
{
	struct stat st;
	FILE *file;

	if (!path) {
		tree_mistake(mistakes, node,
		             "%s: credentials are there where systemd starts integrad alone "
		             "(LoadCredential=)",
		             node->key);
		return NULL;
	}
	file = fopen(path, "re");
	if (!file || fstat(fileno(file), &st) != 0) {
		tree_mistake(mistakes, node, "%s: %s cannot be read: %s", node->key, path,
		             strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		tree_mistake(mistakes, node, "%s: %s is no file", node->key, path);
	} else if (st.st_mode & S_IRWXO) {
		tree_mistake(mistakes, node, "%s: everybody may read %s (chmod o-rwx)", node->key,
		             path);
	} else {
		return file;
	}
	if (file)
		fclose(file);
	return NULL;
}

static void cut_end(char *line)
{
	size_t len = strlen(line);

	while (len > 0 && strchr(" \t\r\n", line[len - 1]))
		line[--len] = '\0';
}

/* False, with a mistake, where the file cannot be read; "" where nothing is in it. */
static bool read_first_line(const struct tree *node, const char *path, struct arena *arena,
                            const char **ret_line, struct tree_mistakes *mistakes)
{
	FILE *file = open_secret(node, path, mistakes);
	char *line = NULL;
	size_t size = 0;

	if (!file)
		return false;
	if (getline(&line, &size, file) >= 0) {
		cut_end(line);
		*ret_line = arena_strdup(arena, line);
	}
	free(line);
	fclose(file);
	return true;
}

const char *network_secret(const struct tree *node, struct arena *arena,
                           struct tree_mistakes *mistakes)
{
	const char *text = node->text, *secret = "", *path;

	if (strncmp(text, FILE_PREFIX, strlen(FILE_PREFIX)) == 0)
		text += strlen(FILE_PREFIX);
	path = secret_path(node, text, arena);
	if (!read_first_line(node, path, arena, &secret, mistakes))
		return NULL;
	if (secret[0])
		return secret;
	tree_mistake(mistakes, &(struct tree){ .file = path, .line = 1, .column = 1 },
	             "expected a secret in the first line");
	return NULL;
}

/* --- headers */

/* Ours, or such that they would break the request. */
static bool is_reserved(const char *line, size_t name_len)
{
	static const char *const names[] = {
		"host",
		"connection",
		"content-length",
		"transfer-encoding",
		"if-none-match",
		"if-modified-since",
		"accept-encoding",
		"user-agent",
		"range",
		"expect",
		"upgrade",
		"te",
		"trailer",
	};

	for (size_t i = 0; i < COUNT(names); i++)
		if (strlen(names[i]) == name_len && strncasecmp(line, names[i], name_len) == 0)
			return true;
	return false;
}

static bool has_control_character(const char *text)
{
	for (; *text; text++)
		if (((unsigned char)*text < ' ' && *text != '\t') || *text == 0x7f)
			return true;
	return false;
}

/* What is wrong with it; NULL: nothing. */
static const char *mistake_in_header(const char *line)
{
	size_t name_len = strspn(line, TOKEN);

	if (name_len == 0 || line[name_len] != ':')
		return "expected \"Name: value\"";
	if (!line[name_len + 1 + strspn(line + name_len + 1, " \t")])
		return "a header without a value";
	if (has_control_character(line))
		return "a control character";
	if (is_reserved(line, name_len))
		return "this header is integrad's own";
	if (strlen(line) > LIMIT_SOURCE_HEADER_BYTES)
		return "too long a header";
	return NULL;
}

static void add_header(const char *line, const struct tree *at, struct arena *arena,
                       const char **list, size_t *count, struct tree_mistakes *mistakes)
{
	const char *mistake = mistake_in_header(line);

	if (!mistake && *count == LIMIT_SOURCE_HEADERS)
		mistake = "too many headers";
	if (mistake)
		tree_mistake(mistakes, at, "%s", mistake);
	else
		list[(*count)++] = arena_strdup(arena, line);
}

void network_headers(const struct tree *node, struct arena *arena, const char ***ret_list,
                     size_t *ret_count, struct tree_mistakes *mistakes)
{
	const char *path = secret_path(node, node->text, arena);
	FILE *file = open_secret(node, path, mistakes);
	struct tree at = { .file = path, .column = 1 };
	char *line = NULL;
	size_t size = 0;

	if (!file)
		return;
	*ret_list = arena_array(arena, LIMIT_SOURCE_HEADERS, sizeof(**ret_list));
	while (getline(&line, &size, file) >= 0) {
		at.line++;
		cut_end(line);
		if (line[0] != '\0' && line[0] != '#')
			add_header(line, &at, arena, *ret_list, ret_count, mistakes);
	}
	free(line);
	fclose(file);
}

/* --- proxies */

/* Host and port are those of any address, so the one parser of them judges it. */
static bool is_proxy(const char *text)
{
	static const char *const schemes[] = { "http://", "https://", "socks5://", "socks5h://" };
	struct url_parts parts;
	struct err err;
	char *address;
	bool is_sound;

	for (size_t i = 0; i < COUNT(schemes); i++) {
		size_t len = strlen(schemes[i]);

		if (strncmp(text, schemes[i], len) != 0)
			continue;
		address = mem_printf("http://%s", text + len);
		is_sound = url_parse(address, &parts, &err) == 0;
		if (is_sound)
			url_parts_done(&parts);
		free(address);
		return is_sound;
	}
	return false;
}

static const char *proxy_in_file(const struct tree *node, const char *path, struct arena *arena,
                                 struct tree_mistakes *mistakes)
{
	const char *proxy = "";

	if (!read_first_line(node, path, arena, &proxy, mistakes))
		return NULL;
	if (is_proxy(proxy))
		return proxy;
	tree_mistake(mistakes, &(struct tree){ .file = path, .line = 1, .column = 1 },
	             "expected the address of a proxy");
	return NULL;
}

const char *network_proxy(const struct tree *node, struct arena *arena,
                          struct tree_mistakes *mistakes)
{
	const char *text = node->text;

	if (strncmp(text, FILE_PREFIX, strlen(FILE_PREFIX)) == 0)
		return proxy_in_file(node, secret_path(node, text + strlen(FILE_PREFIX), arena),
		                     arena, mistakes);
	if (strncmp(text, CREDENTIAL, strlen(CREDENTIAL)) == 0)
		return proxy_in_file(node, secret_path(node, text, arena), arena, mistakes);
	if (!text[0] || is_proxy(text)) {
		if (!strchr(text, '@'))
			return arena_strdup(arena, text);
		tree_mistake(mistakes, node,
		             "%s: a password does not belong here: write file:PATH or "
		             "credential:NAME, and the address there",
		             node->key);
		return NULL;
	}
	tree_mistake(mistakes, node,
	             "%s: expected an address with http://, https://, socks5:// or socks5h://",
	             node->key);
	return NULL;
}
