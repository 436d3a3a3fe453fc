#include "fetch/robots.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Patterns and escapes of one file: its bytes, each thrice as long at most, and the rules. */
#define ARENA_BYTES (16u * 1024 * 1024)

struct rule {
	const struct rule *next;
	const char *pattern; /* tidied; "*" is any run of bytes */
	size_t weight;       /* octets of it: the longest rule wins */
	bool is_anchored;    /* had a "$" at its end */
	bool allows;
};

struct robots {
	struct arena *arena;
	const struct rule *rules; /* in no order */
};

/* --- addresses and patterns in one spelling */

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_unreserved(int c)
{
	return c < 0x80 && (isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~');
}

static char *put_escape(char *out, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";

	*out++ = '%';
	*out++ = digits[c >> 4];
	*out++ = digits[c & 15];
	return out;
}

/*
 * RFC 9309 §2.2.2: an escape of an unreserved character is that character,
 * bytes outside ASCII are escapes, and the digits of an escape are upper case.
 * A "*" or "$" that is meant as itself is written as its escape (§2.2.3); in a
 * pattern the bare "*" stays.
 */
static char *tidy(struct arena *arena, const char *s, size_t len, bool is_pattern)
{
	char *result = arena_alloc(arena, 3 * len + 2), *out = result;

	if (len == 0 || (s[0] != '/' && !(is_pattern && s[0] == '*')))
		*out++ = '/';
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		int high = i + 2 < len ? hex_value(s[i + 1]) : -1;
		int low = i + 2 < len ? hex_value(s[i + 2]) : -1;

		if (c == '%' && high >= 0 && low >= 0) {
			c = (unsigned char)(high * 16 + low);
			i += 2;
			if (is_unreserved(c))
				*out++ = (char)c;
			else
				out = put_escape(out, c);
		} else if (c <= ' ' || c >= 0x7F || c == '$' || (c == '*' && !is_pattern)) {
			out = put_escape(out, c);
		} else {
			*out++ = (char)c;
		}
	}
	*out = '\0';
	return result;
}

/* --- the file */

struct parse {
	struct robots *robots;
	const char *product;
	const struct rule *ours, *any; /* rules for us by name, and for "*" */
	bool is_ours_named;            /* a group of ours was there, even an empty one */
	bool is_for_us, is_for_any;    /* the group that is being read */
	bool is_in_rules;              /* of it: the next User-agent begins another */
};

static size_t token_length(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && (isalpha((unsigned char)s[n]) || s[n] == '_' || s[n] == '-'))
		n++;
	return n;
}

static void add_agent(struct parse *parse, const char *value, size_t len)
{
	size_t token = token_length(value, len);

	if (parse->is_in_rules)
		parse->is_for_us = parse->is_for_any = parse->is_in_rules = false;
	if (len > 0 && value[0] == '*')
		parse->is_for_any = true;
	else if (token > 0 && token == strlen(parse->product) &&
	         strncasecmp(value, parse->product, token) == 0)
		parse->is_for_us = parse->is_ours_named = true;
}

static void add_to(struct arena *arena, const struct rule **list, const struct rule *rule)
{
	struct rule *copy = arena_alloc(arena, sizeof(*copy));

	*copy = *rule;
	copy->next = *list;
	*list = copy;
}

static void add_rule(struct parse *parse, const char *value, size_t len, bool allows)
{
	struct arena *arena = parse->robots->arena;
	bool is_anchored = len > 0 && value[len - 1] == '$';
	struct rule rule = { .is_anchored = is_anchored, .allows = allows };

	parse->is_in_rules = true;
	if (len == 0 || (!parse->is_for_us && !parse->is_for_any))
		return; /* "Disallow:" forbids nothing */
	rule.pattern = tidy(arena, value, len - is_anchored, true);
	rule.weight = strlen(rule.pattern) + is_anchored;
	if (parse->is_for_us)
		add_to(arena, &parse->ours, &rule);
	if (parse->is_for_any)
		add_to(arena, &parse->any, &rule);
}

static void trim(const char **s, size_t *len)
{
	while (*len > 0 && (**s == ' ' || **s == '\t')) {
		(*s)++;
		(*len)--;
	}
	while (*len > 0 && ((*s)[*len - 1] == ' ' || (*s)[*len - 1] == '\t'))
		(*len)--;
}

static bool is_key(const char *s, size_t len, const char *key)
{
	return len == strlen(key) && strncasecmp(s, key, len) == 0;
}

/* Other records (Sitemap, Crawl-delay) do not even end a group (§2.2.4). */
static void read_line(struct parse *parse, const char *line, size_t len)
{
	const char *comment = memchr(line, '#', len), *colon;
	const char *value;
	size_t key_len, value_len;

	if (comment)
		len = (size_t)(comment - line);
	colon = memchr(line, ':', len);
	if (!colon)
		return;
	value = colon + 1;
	value_len = len - (size_t)(value - line);
	key_len = (size_t)(colon - line);
	trim(&line, &key_len);
	trim(&value, &value_len);
	if (is_key(line, key_len, "user-agent"))
		add_agent(parse, value, value_len);
	else if (is_key(line, key_len, "disallow"))
		add_rule(parse, value, value_len, false);
	else if (is_key(line, key_len, "allow"))
		add_rule(parse, value, value_len, true);
}

struct robots *robots_parse(const char *bytes, size_t len, const char *product)
{
	struct robots *robots = mem_alloc(sizeof(*robots));
	struct parse parse = { .robots = robots, .product = product };
	const char *end = bytes + len;

	robots->arena = arena_new(ARENA_BYTES);
	bytes += utf8_bom(bytes, len);
	while (bytes < end && !arena_is_full(robots->arena)) {
		size_t line = 0;

		while (bytes + line < end && bytes[line] != '\n' && bytes[line] != '\r')
			line++;
		read_line(&parse, bytes, line);
		bytes += line + 1;
	}
	robots->rules = parse.is_ours_named ? parse.ours : parse.any;
	return robots;
}

void robots_free(struct robots *robots)
{
	if (!robots)
		return;
	arena_free(robots->arena);
	free(robots);
}

/* --- the answer */

/*
 * The pieces between the stars stand one after another in the path: the first
 * at its beginning, each further one at the earliest place. Every byte of the
 * path is looked at once, however many stars there are.
 */
static bool does_match(const struct rule *rule, const char *path, size_t len)
{
	const char *piece = rule->pattern, *at = path, *end = path + len;
	size_t piece_len = strcspn(piece, "*");

	if (piece_len > len || memcmp(path, piece, piece_len) != 0)
		return false;
	at += piece_len;
	piece += piece_len;
	while (*piece) {
		piece++; /* the star */
		piece_len = strcspn(piece, "*");
		if (!piece[piece_len] && rule->is_anchored)
			return (size_t)(end - at) >= piece_len &&
			       memcmp(end - piece_len, piece, piece_len) == 0;
		at = piece_len ? memmem(at, (size_t)(end - at), piece, piece_len) : at;
		if (!at)
			return false;
		at += piece_len;
		piece += piece_len;
	}
	return !rule->is_anchored || at == end;
}

bool robots_allows(const struct robots *robots, const char *path)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	const char *tidied = tidy(arena, path, strcspn(path, "#"), false);
	size_t len = strlen(tidied), weight = 0;
	bool allows = true;

	if (strcmp(tidied, "/robots.txt") != 0) {
		for (const struct rule *rule = robots->rules; rule; rule = rule->next) {
			if (rule->weight < weight || (rule->weight == weight && !rule->allows))
				continue;
			if (!does_match(rule, tidied, len))
				continue;
			weight = rule->weight;
			allows = rule->allows;
		}
	}
	arena_free(arena);
	return allows;
}

char *robots_product(const char *user_agent)
{
	return mem_strndup(user_agent, token_length(user_agent, strlen(user_agent)));
}
