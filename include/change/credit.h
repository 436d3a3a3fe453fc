/*
 * Whether an article says that its figure is another outlet's news: "RIA Novosti
 * reported", "сообщает БЕЛТА", "перадае БелТА", "MINSK, 5 April (BelTA)". Pure.
 */
#ifndef CHANGE_CREDIT_H
#define CHANGE_CREDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "model/agency.h"

/* Where a figure is printed: its quote is so many bytes of the text. */
struct change_print {
	const char *title; /* of the article */
	const char *text;
	bool in_title; /* the quote stands there */
	size_t offset;
	size_t length;
};

/*
 * Whether the outlet is named beside the quote, in the title, or in the first
 * words of the text, where agencies stand. Script and case do not matter, but a
 * name begins with a capital, and one that is written in capitals alone is
 * looked for in capitals. What stands in the name behind a comma or a bracket,
 * "BelTA (RU)", is no part of it.
 */
bool change_credits(const struct change_print *print, const char *outlet);

/* Agencies that one article credits with one figure: more is a list of agencies. */
#define CHANGE_AGENCIES 8

/*
 * The agencies that are named there, each once, in the order of their first
 * mention; returns how many. Of forms that begin at one word the longest counts;
 * a form that ends in a star stands for all words that begin so. The names are
 * those of the list.
 */
size_t change_credited(const struct change_print *print, const struct agency_list *agencies,
                       const char *ret_names[CHANGE_AGENCIES]);

/* The agency that an outlet is, "TASS (RU)" or "TASS, at silkway.news"; NULL: it is none. */
const char *change_agency_of(const char *outlet, const struct agency_list *agencies);

#endif
