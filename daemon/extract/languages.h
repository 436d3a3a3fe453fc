/* What a lexicon holds inside: one struct language for each language loaded. */
#ifndef EXTRACT_LANGUAGES_H
#define EXTRACT_LANGUAGES_H

#include <stdbool.h>

#include "base/arena.h"
#include "extract/lexicon.h"
#include "marks.h"
#include "vocabulary.h"
#include "words.h"

/* VALUE_TIME: a period of a year, or a distance from the day of publication. */
enum time_kind {
	TIME_YEAR,    /* the whole year, or its end */
	TIME_HALF,    /* value2: which */
	TIME_QUARTER, /* value2: which */
	TIME_MONTH,   /* value2: which */
	TIME_DAYS_AWAY,
	TIME_MONTHS_AWAY,
	TIME_QUARTERS_AWAY,
	TIME_YEARS_AWAY,
	TIME_MONTHS_LATER, /* than the date before: "half a year later" */
	TIME_SAME,         /* the date of the figure before */
	TIME_PACKAGE_YEAR, /* value2: which of the years of the package in force */
	TIME_SEASON,       /* value2: the month it begins in; dates no finer than its year */
};

/* An alias's target: one of the two. */
struct name {
	const struct package *package;
	const struct programme *programme; /* NULL: the package as a whole */
	bool is_name;
};

struct name_index;
struct hints;

struct language {
	const char *code;
	struct vocabulary *words;      /* phrase.mark is an enum mark */
	struct vocabulary *names;      /* phrase.target is a struct name */
	struct vocabulary *speakers;   /* phrase.mark is an enum mark, from MARK_OF_SPEAKERS on */
	struct vocabulary *occasions;  /* the same, from MARK_OF_OCCASIONS on */
	struct name_index *name_index; /* the programmes by the words of their names */
	struct hints *hints;           /* for the quick first pass */
	struct fold_table fold;
	char decimal;         /* '.' or ',': the mark before decimals; the other groups thousands */
	bool day_after_month; /* "April 5" is a date, not a month and a count */
	/* Lists of folded words, NULL-terminated, or NULL. */
	const char **verb_endings;  /* a word that ends so is no adjective */
	const char **abbreviations; /* without the final point */
	/* How a name in another case is put into the nominative, longest ending first. */
	struct ending_pair {
		const char *from; /* folded; NULL ends the list */
		const char *to;   /* as it is written */
	} * name_endings;
	const char **oblique_names;         /* a name that ends so is not in the nominative */
	struct ending_pair *gender_endings; /* of a noun: which of an adjective's forms, "1" … */
	size_t phrase_count;
};

struct lexicon {
	struct arena *arena;
	const struct package_list *packages;
	struct language *languages;
	size_t language_count;
	struct agency_list agencies; /* of all languages */
	char version[32];
};

const struct language *lexicon_language(const struct lexicon *lexicon, const char *code);

#endif
