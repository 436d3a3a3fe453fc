/*
 * Figures and dates as the sentences of a language have them. Strings go to
 * the arena.
 */
#ifndef ALERT_WORDS_H
#define ALERT_WORDS_H

#include "alert/fact.h"

/* Which of the forms a number takes: 1 программа, 2 программы, 5 программ; English has two. */
struct words_forms {
	const char *one;
	const char *few;
	const char *many;
};
const char *words_form(enum alert_language language, int64_t n, struct words_forms forms);

/* "about 80%", "около 80%"; "7 of 28", "7 из 28". */
const char *words_figure(enum alert_language language, const struct claim *claim,
                         struct arena *arena);

/*
 * What is said: "about 80% of activities completed", "выполнено около 80%
 * мероприятий"; of a forecast "95% of activities to be completed by the end of
 * 2023".
 */
const char *words_statement(enum alert_language language, const struct claim *claim,
                            struct arena *arena);

/*
 * The same behind "forecast:", without a deadline: "95% of activities
 * completed", "выполнение 95% мероприятий".
 */
const char *words_goal(enum alert_language language, const struct claim *claim,
                       struct arena *arena);

/* The package as prose has it, its years with a dash: "2021–2023". */
const char *words_package(const char *package, struct arena *arena);

/* "5 April 2023", "the first half of 2023"; "5 апреля 2023 года", "первое полугодие 2023 года". */
const char *words_date(enum alert_language language, struct date date, struct arena *arena);
/* The same as the day on which something was so: "as of 5 April 2023", "на 5 апреля 2023 года". */
const char *words_as_of(enum alert_language language, struct date date, struct arena *arena);
/* As a deadline: "by the end of 2023", "к концу 2023 года"; "" for no date. */
const char *words_deadline(enum alert_language language, struct date date, struct arena *arena);
/* After "since" and "с": "5 April 2023", "5 апреля 2023 года", "апреля 2023 года". */
const char *words_since(enum alert_language language, struct date date, struct arena *arena);

/* "activities of the programmes, completed"; "мероприятия программ, выполнено". */
const char *words_measure(enum alert_language language, const struct claim *claim,
                          struct arena *arena);

#endif
