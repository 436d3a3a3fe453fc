#include "args.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"

void args_init(struct args *args)
{
	*args = (struct args){ .count = 0 };
}

void args_done(struct args *args)
{
	free(args->words);
	args_init(args);
}

void args_know(struct args *args, const struct args_option *table)
{
	size_t at = 0;

	while (at < ARGS_TABLES_MAX && args->tables[at])
		at++;
	assert(at < ARGS_TABLES_MAX);
	args->tables[at] = table;
}

/* The place of an option's value, and the option; NULL where there is none of that name. */
static const char **find(struct args *args, const char *name, size_t len,
                         const struct args_option **ret_option)
{
	for (size_t t = 0; t < ARGS_TABLES_MAX && args->tables[t]; t++) {
		for (size_t i = 0; args->tables[t][i].name; i++) {
			const struct args_option *option = &args->tables[t][i];

			if (strlen(option->name) == len && memcmp(option->name, name, len) == 0) {
				*ret_option = option;
				return &args->values[t][i];
			}
		}
	}
	return NULL;
}

static const char **find_letter(struct args *args, char letter,
                                const struct args_option **ret_option)
{
	for (size_t t = 0; t < ARGS_TABLES_MAX && args->tables[t]; t++) {
		for (size_t i = 0; args->tables[t][i].name; i++) {
			if (args->tables[t][i].letter == letter) {
				*ret_option = &args->tables[t][i];
				return &args->values[t][i];
			}
		}
	}
	return NULL;
}

static int unknown_option(const struct args *args, const char *word, struct err *err)
{
	const char *names[ARGS_TABLES_MAX * ARGS_OPTIONS_MAX + 1];
	int len = (int)strcspn(word, "=");
	size_t count = 0;
	const char *nearest;
	char *name;

	for (size_t t = 0; t < ARGS_TABLES_MAX && args->tables[t]; t++)
		for (size_t i = 0; args->tables[t][i].name; i++)
			names[count++] = args->tables[t][i].name;
	names[count] = NULL;
	name = mem_strndup(word, (size_t)len);
	nearest = near_name(name + strspn(name, "-"), names);
	free(name);
	if (nearest)
		return err_set(err, ERR_INPUT, "unknown option %.*s; did you mean --%s?", len, word,
		               nearest);
	return err_set(err, ERR_INPUT, "unknown option %.*s; --help lists the options", len, word);
}

static void add_word(struct args *args, const char *word)
{
	args->words = mem_room(args->words, args->count, &args->cap, sizeof(*args->words));
	args->words[args->count++] = word;
}

static int read_option(struct args *args, char *const *argv, int argc, int *index, struct err *err)
{
	const char *word = argv[(*index)++];
	const struct args_option *option = NULL;
	const char *equals = NULL;
	const char **place;

	if (word[1] == '-') {
		equals = strchr(word, '=');
		place = find(args, word + 2,
		             equals ? (size_t)(equals - word - 2) : strlen(word + 2), &option);
	} else {
		place = word[2] == '\0' ? find_letter(args, word[1], &option) : NULL;
	}
	if (!place)
		return unknown_option(args, word, err);
	if (!option->value) {
		if (equals)
			return err_set(err, ERR_INPUT, "--%s takes no value", option->name);
		*place = "";
		return 0;
	}
	if (equals) {
		*place = equals + 1;
		return 0;
	}
	if (*index >= argc)
		return err_set(err, ERR_INPUT, "--%s needs a value: --%s %s", option->name,
		               option->name, option->value);
	*place = argv[(*index)++];
	return 0;
}

int args_read(struct args *args, char *const *argv, int argc, int *index, bool *options_end,
              struct err *err)
{
	const char *word = argv[*index];

	if (!*options_end && strcmp(word, "--") == 0) {
		*options_end = true;
		(*index)++;
		return 0;
	}
	if (*options_end || word[0] != '-' || word[1] == '\0') {
		add_word(args, word);
		(*index)++;
		return 0;
	}
	return read_option(args, argv, argc, index, err);
}

static bool is_named(const struct args_option *option, const char *word)
{
	size_t len = strlen(option->name);

	if (strncmp(word, "--", 2) == 0)
		return strcspn(word + 2, "=") == len && memcmp(option->name, word + 2, len) == 0;
	return word[0] == '-' && option->letter && word[1] == option->letter && word[2] == '\0';
}

const struct args_option *args_option(const struct args *args, const char *word)
{
	for (size_t t = 0; t < ARGS_TABLES_MAX && args->tables[t]; t++)
		for (const struct args_option *o = args->tables[t]; o->name; o++)
			if (is_named(o, word))
				return o;
	return NULL;
}

const char *args_value(const struct args *args, const char *name)
{
	for (size_t t = 0; t < ARGS_TABLES_MAX && args->tables[t]; t++)
		for (size_t i = 0; args->tables[t][i].name; i++)
			if (strcmp(args->tables[t][i].name, name) == 0)
				return args->values[t][i];
	return NULL;
}

bool args_has(const struct args *args, const char *name)
{
	return args_value(args, name) != NULL;
}
