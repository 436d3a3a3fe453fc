/* A package of Guidelines with its programmes: data from config/packages/. */
#ifndef MODEL_PACKAGE_H
#define MODEL_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/date.h"
#include "model/decimal.h"

struct package_alias {
	const char *language; /* "en", "ru", "be" */
	const char *text;     /* in the base form, as people write it */
	bool is_name;         /* the programme's full name, not a short one */
};

struct programme {
	const char *key; /* "gas-market": the identity; the number is only shown */
	int number;      /* 0: none is known */
	bool number_confirmed;
	struct package_alias *aliases; /* its names first, one a language */
	size_t alias_count;
};

/* A number that belongs to a package: "993 activities", "28 programmes". */
struct package_total {
	const char *counts; /* "programmes" or "activities" */
	int value;
	bool confirmed;
	const char *note; /* "plans", "directions"; for people */
};

struct package {
	const char *key;   /* "2021-2023" */
	struct date first; /* in force from … */
	struct date last;  /* … to: years */
	struct package_total *totals;
	size_t total_count;
	struct package_alias *aliases; /* names of the whole package */
	size_t alias_count;
	struct programme *programmes;
	size_t programme_count;
};

/* All packages, in the order of their first year. Owned by the configuration. */
struct package_list {
	struct package *list;
	size_t count;
};

const struct package *package_find(const struct package_list *packages, const char *key);
/* The package in force on a day: the last that has begun; NULL before the first. */
const struct package *package_in_force(const struct package_list *packages, struct date on);
/* Its full name in a language; NULL where the file has none in it. */
const char *programme_name(const struct programme *programme, const char *language);
const struct programme *package_programme(const struct package *package, const char *key);

#endif
