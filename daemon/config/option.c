#include "option.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/url.h"
#include "base/zone.h"
#include "config/value.h"
#include "model/date.h"
#include "model/decimal.h"

#define WORD_MAX 64
#define CHOICE_TEXT 256 /* a list of choices in a message */

/* A value that was read, before it is stored. */
union value {
	const char *text;
	bool is_true;
	int number;
	int64_t wide;
	struct date date;
	struct decimal decimal;
};

/* One value on its way into the object, and what is wrong with it. */
struct reading {
	const struct option *option;
	const char *file; /* NULL for a default */
	struct arena *arena;
	bool is_default; /* its text outlives every configuration */
	char why[512];
};

static const char *keep(const struct reading *r, const char *text)
{
	return r->is_default ? text : arena_strdup(r->arena, text);
}

const char *option_path(struct arena *arena, const char *file, const char *path)
{
	const char *slash = file ? strrchr(file, '/') : NULL;

	if (path[0] == '/' || path[0] == '\0' || !slash)
		return arena_strdup(arena, path);
	return arena_printf(arena, "%.*s/%s", (int)(slash - file), file, path);
}

static bool is_word(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return len > 0 && len <= WORD_MAX && text[len] == '\0';
}

static bool is_line(const char *text)
{
	while (*text && (unsigned char)*text >= ' ' && *text != 0x7f)
		text++;
	return *text == '\0';
}

static bool read_choice(struct reading *r, const char *text, union value *ret)
{
	const char *const *choices = r->option->choices;
	char hint[NEAR_HINT_SIZE];
	char list[CHOICE_TEXT] = "";
	size_t used = 0;

	for (int i = 0; choices[i]; i++) {
		if (strcmp(text, choices[i]) == 0) {
			ret->number = i;
			return true;
		}
		if (used < sizeof(list))
			used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s",
			                         i ? ", " : "", choices[i]);
	}
	snprintf(r->why, sizeof(r->why), "\"%.80s\" is none of %s%s", text, list,
	         near_hint(text, choices, hint));
	return false;
}

static bool read_address(struct reading *r, const char *text, union value *ret)
{
	struct url_parts parts;
	struct err err;

	if (text[0] != '\0') {
		if (url_parse(text, &parts, &err) < 0) {
			snprintf(r->why, sizeof(r->why), "%.500s", err.text);
			return false;
		}
		url_parts_done(&parts);
	}
	ret->text = arena_strdup(r->arena, text);
	return true;
}

static bool read_zone(struct reading *r, const char *text, union value *ret)
{
	char near[ZONE_NAME_SIZE];

	ret->text = keep(r, text);
	if (zone_is_known(text))
		return true;
	if (zone_nearest(text, near))
		snprintf(r->why, sizeof(r->why),
		         "there is no time zone \"%.80s\"; did you mean %s?", text, near);
	else
		snprintf(r->why, sizeof(r->why),
		         "there is no time zone \"%.80s\" (such as Europe/Minsk)", text);
	return false;
}

/* A number in the unit that it is stored in. */
static bool read_number(enum option_kind kind, const char *text, int64_t *ret)
{
	int share;

	if (kind == OPTION_INTEGER)
		return value_parse_integer(text, ret);
	if (kind == OPTION_BYTES)
		return value_parse_size(text, ret);
	if (kind == OPTION_SHARE) {
		if (!value_parse_share(text, &share))
			return false;
		*ret = share;
		return true;
	}
	if (!value_parse_duration(text, ret) || (kind == OPTION_SECONDS && *ret % 1000 != 0))
		return false;
	if (kind == OPTION_SECONDS)
		*ret /= 1000;
	return true;
}

static void format_number(enum option_kind kind, int64_t n, char out[VALUE_TEXT_SIZE])
{
	if (kind == OPTION_SECONDS)
		value_format_duration(n * 1000, out);
	else if (kind == OPTION_MILLISECONDS)
		value_format_duration(n, out);
	else if (kind == OPTION_BYTES)
		value_format_size(n, out);
	else if (kind == OPTION_SHARE)
		value_format_share((int)n, out);
	else
		snprintf(out, VALUE_TEXT_SIZE, "%" PRId64, n);
}

/* An integer is stored as int, whatever its bounds. */
static bool is_in_bounds(const struct option *option, int64_t n)
{
	if (option->kind == OPTION_INTEGER && (n < INT32_MIN || n > INT32_MAX))
		return false;
	return option->max == 0 || (n >= option->min && n <= option->max);
}

static bool read_bounded(struct reading *r, const char *text, const char *example, union value *ret)
{
	const struct option *option = r->option;
	char low[VALUE_TEXT_SIZE], high[VALUE_TEXT_SIZE];
	int64_t n;

	if (!read_number(option->kind, text, &n)) {
		snprintf(r->why, sizeof(r->why), "expected %s, found \"%.80s\"", example, text);
		return false;
	}
	if (!is_in_bounds(option, n)) {
		format_number(option->kind, option->min, low);
		format_number(option->kind, option->max, high);
		snprintf(r->why, sizeof(r->why), "%.80s is not between %s and %s", text, low, high);
		return false;
	}
	if (option->kind == OPTION_INTEGER || option->kind == OPTION_SHARE)
		ret->number = (int)n;
	else
		ret->wide = n;
	return true;
}

static bool expect(struct reading *r, bool is_read, const char *what, const char *text)
{
	if (!is_read)
		snprintf(r->why, sizeof(r->why), "expected %s, found \"%.80s\"", what, text);
	return is_read;
}

/* False, with r->why, where the text is no such value. */
static bool read_value(struct reading *r, const char *text, union value *ret)
{
	switch (r->option->kind) {
	case OPTION_TEXT:
	case OPTION_OTHER:
		ret->text = keep(r, text);
		return true;
	case OPTION_LINE:
		ret->text = keep(r, text);
		return expect(r, is_line(text), "one line without control characters", text);
	case OPTION_WORD:
		ret->text = keep(r, text);
		return expect(r, is_word(text), "a word of a-z, 0-9 and '-' (at most 64)", text);
	case OPTION_PATH:
		ret->text = option_path(r->arena, r->file, text);
		return true;
	case OPTION_ADDRESS:
		return read_address(r, text, ret);
	case OPTION_ZONE:
		return read_zone(r, text, ret);
	case OPTION_BOOL:
		return expect(r, value_parse_bool(text, &ret->is_true), "yes or no", text);
	case OPTION_INTEGER:
		return read_bounded(r, text, "a whole number", ret);
	case OPTION_SHARE:
		return read_bounded(r, text, "a share from 0 to 1 such as 0.6", ret);
	case OPTION_CHOICE:
		return read_choice(r, text, ret);
	case OPTION_SECONDS:
		return read_bounded(
			r, text, "a duration in whole seconds such as 30s, 15min, 2h or 1d", ret);
	case OPTION_MILLISECONDS:
		return read_bounded(r, text, "a duration such as 500ms, 30s, 15min or 2h", ret);
	case OPTION_BYTES:
		return read_bounded(r, text, "a size such as 64KiB or 8MiB", ret);
	case OPTION_DATE:
		return expect(r, date_parse(text, strlen(text), &ret->date),
		              "a date such as 2023, 2023-H1, 2023-Q2, 2023-04 or 2023-04-05", text);
	case OPTION_DECIMAL:
		return expect(r, decimal_parse(text, strlen(text), &ret->decimal),
		              "a number such as 80 or 16.7", text);
	}
	return false;
}

/* Enums that a choice is stored in have the size of an int; option tables are tested for it. */
static size_t size_of_kind(enum option_kind kind)
{
	switch (kind) {
	case OPTION_TEXT:
	case OPTION_LINE:
	case OPTION_WORD:
	case OPTION_PATH:
	case OPTION_ADDRESS:
	case OPTION_ZONE:
		return sizeof(const char *);
	case OPTION_BOOL:
		return sizeof(bool);
	case OPTION_INTEGER:
	case OPTION_SHARE:
	case OPTION_CHOICE:
		return sizeof(int);
	case OPTION_SECONDS:
	case OPTION_MILLISECONDS:
	case OPTION_BYTES:
		return sizeof(int64_t);
	case OPTION_DATE:
		return sizeof(struct date);
	case OPTION_DECIMAL:
		return sizeof(struct decimal);
	case OPTION_OTHER:
		return 0;
	}
	return 0;
}

static void store(const struct option *option, void *object, const union value *value)
{
	memcpy((char *)object + option->offset, value, size_of_kind(option->kind));
}

static void store_default(const struct option *option, void *object, const char *file,
                          struct arena *arena)
{
	struct reading r = { .option = option, .file = file, .arena = arena, .is_default = true };
	union value value;

	if (!option->fallback || strcmp(option->fallback, OPTION_KEEP) == 0)
		return;
	memset(&value, 0, sizeof(value));
	if (read_value(&r, option->fallback, &value))
		store(option, object, &value);
}

static void read_one(const struct option *option, const struct tree *node, void *object,
                     struct arena *arena, struct tree_mistakes *mistakes)
{
	struct reading r = { .option = option, .file = node->file, .arena = arena };
	union value value;

	if (option->kind == OPTION_OTHER)
		return;
	if (node->kind != TREE_SCALAR) {
		tree_mistake(mistakes, node, "%s: expected one value, found a %s", option->name,
		             node->kind == TREE_LIST ? "list" : "map");
		return;
	}
	memset(&value, 0, sizeof(value));
	if (read_value(&r, node->text, &value))
		store(option, object, &value);
	else
		tree_mistake(mistakes, node, "%s: %s", option->name, r.why);
}

static void note_unknown(const struct option *table, size_t count, const struct tree *node,
                         struct tree_mistakes *mistakes)
{
	const char **names = mem_array(count + 1, sizeof(*names));
	char hint[NEAR_HINT_SIZE];

	for (size_t i = 0; i < count; i++)
		names[i] = table[i].name;
	tree_mistake_key(mistakes, node, "unknown option \"%.80s\"%s", node->key,
	                 near_hint(node->key, names, hint));
	free(names);
}

static void check_names(const struct option *table, size_t count, const struct tree *map,
                        struct tree_mistakes *mistakes)
{
	for (size_t i = 0; i < map->count; i++) {
		size_t j = 0;

		while (j < count && strcmp(map->items[i]->key, table[j].name) != 0)
			j++;
		if (j == count)
			note_unknown(table, count, map->items[i], mistakes);
	}
}

void option_read_all(const struct option *table, size_t count, const struct tree *map, void *object,
                     struct arena *arena, struct tree_mistakes *mistakes)
{
	if (map && map->kind != TREE_MAP) {
		tree_mistake(mistakes, map, "expected a map (\"name: value\" lines), found a %s",
		             map->kind == TREE_LIST ? "list" : "single value");
		map = NULL;
	}
	if (map)
		check_names(table, count, map, mistakes);
	for (size_t i = 0; i < count; i++) {
		const struct tree *node = tree_get(map, table[i].name);

		store_default(&table[i], object, map ? map->file : NULL, arena);
		if (node)
			read_one(&table[i], node, object, arena, mistakes);
		else if (map && !table[i].fallback)
			tree_mistake(mistakes, map, "\"%s\" is missing (%s)", table[i].name,
			             table[i].doc);
	}
}

/* In double quotes, so that any text is one YAML scalar. */
static void print_text(const char *text, FILE *out)
{
	fputc('"', out);
	for (const char *c = text ? text : ""; *c; c++) {
		if (*c == '"' || *c == '\\')
			fprintf(out, "\\%c", *c);
		else if ((unsigned char)*c < ' ' || *c == 0x7f)
			fprintf(out, "\\x%02x", (unsigned)*c);
		else
			fputc(*c, out);
	}
	fputc('"', out);
}

static void print_value(const struct option *option, const void *object, FILE *out)
{
	char text[VALUE_TEXT_SIZE > DECIMAL_TEXT_SIZE ? VALUE_TEXT_SIZE : DECIMAL_TEXT_SIZE];
	union value value;

	memset(&value, 0, sizeof(value));
	memcpy(&value, (const char *)object + option->offset, size_of_kind(option->kind));
	switch (option->kind) {
	case OPTION_TEXT:
	case OPTION_LINE:
	case OPTION_WORD:
	case OPTION_PATH:
	case OPTION_ADDRESS:
	case OPTION_ZONE:
		print_text(value.text, out);
		break;
	case OPTION_BOOL:
		fputs(value.is_true ? "yes" : "no", out);
		break;
	case OPTION_INTEGER:
	case OPTION_SHARE:
		format_number(option->kind, value.number, text);
		fputs(text, out);
		break;
	case OPTION_CHOICE:
		fputs(option->choices[value.number], out);
		break;
	case OPTION_SECONDS:
	case OPTION_MILLISECONDS:
	case OPTION_BYTES:
		format_number(option->kind, value.wide, text);
		fputs(text, out);
		break;
	case OPTION_DATE:
		fputs(date_format(value.date, text), out);
		break;
	case OPTION_DECIMAL:
		fputs(decimal_format(value.decimal, text), out);
		break;
	case OPTION_OTHER:
		break;
	}
}

void option_print_all(const struct option *table, size_t count, const void *object, FILE *out)
{
	for (size_t i = 0; i < count; i++) {
		if (table[i].kind == OPTION_OTHER)
			continue;
		fprintf(out, "%s: ", table[i].name);
		print_value(&table[i], object, out);
		fputc('\n', out);
	}
}

static void list_kind(const struct option *option, FILE *out)
{
	static const char *const names[] = {
		[OPTION_TEXT] = "text",
		[OPTION_LINE] = "text",
		[OPTION_WORD] = "word",
		[OPTION_PATH] = "path",
		[OPTION_ADDRESS] = "address",
		[OPTION_ZONE] = "time zone",
		[OPTION_BOOL] = "yes|no",
		[OPTION_INTEGER] = "number",
		[OPTION_SHARE] = "share",
		[OPTION_SECONDS] = "duration",
		[OPTION_MILLISECONDS] = "duration",
		[OPTION_BYTES] = "size",
		[OPTION_DATE] = "date",
		[OPTION_DECIMAL] = "number",
		[OPTION_OTHER] = "list",
	};

	if (option->kind != OPTION_CHOICE)
		fputs(option->shape ? option->shape : names[option->kind], out);
	for (size_t i = 0; option->kind == OPTION_CHOICE && option->choices[i]; i++)
		fprintf(out, "%s%s", i ? "|" : "", option->choices[i]);
}

static void list_default(const struct option *option, FILE *out)
{
	if (!option->fallback)
		fputs("needed", out);
	else if (strcmp(option->fallback, OPTION_KEEP) == 0 || option->kind == OPTION_OTHER)
		fputs("-", out);
	else
		fputs(option->fallback[0] ? option->fallback : "\"\"", out);
}

void option_list_all(const char *of, const struct option *table, size_t count, FILE *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct option *option = &table[i];
		char low[VALUE_TEXT_SIZE] = "-", high[VALUE_TEXT_SIZE] = "-";

		if (option->max != 0) {
			format_number(option->kind, option->min, low);
			format_number(option->kind, option->max, high);
		}
		fprintf(out, "%s\t%s\t", of, option->name);
		list_kind(option, out);
		fputc('\t', out);
		list_default(option, out);
		fprintf(out, "\t%s\t%s\t%s\n", low, high, option->doc);
	}
}
