/* The as-of date of a figure. */
#ifndef EXTRACT_ASOF_H
#define EXTRACT_ASOF_H

#include "document.h"

struct as_of {
	struct date date;
	int32_t when; /* index of the date it comes from, or -1 */
	bool dated;   /* the text dates it */
	enum claim_basis basis;
	const char *rule; /* for the trace */
};

/*
 * other_series: the figure counts something else than the one before (7
 * programmes, then 68% of the measures): one tally, with one date.
 */
void find_as_of(const struct document *doc, size_t figure, bool expected, bool other_series,
                struct as_of *ret);

/* May the date be one of figures, not of a signing, of what began then, or of what is to come? */
bool dates_a_state(const struct document *doc, const struct when *when, bool expected);

/* redate.c: "eleven are complete, the last of them in July": the date of that one alone. */
bool is_of_last(const struct document *doc, const struct when *when);

/* A quarter, half or year, at whose end something is counted, or -1. */
int32_t whole_period(const struct document *doc, int32_t when);

/*
 * carry.c: a date carries over inside the sentence, and to "another 30%" in the next, or to
 * another series of one tally; the one of the figure before, or -1.
 */
int32_t carried_when(const struct document *doc, const struct figure *figure, bool other_series);

/* Does it begin after the day of publication? Then the figure is a forecast. */
bool is_future(const struct document *doc, const struct as_of *as_of);

/* redate.c: "Minsk, 6 April. …": the word that the line begins with, whose place has that day; or -1. */
long dateline_place(const struct document *doc, const struct when *when);

/* So long what stands in brackets may be. */
#define BRACKET_TOKENS 30

/*
 * redate.c: the date of the heading that the figure's sentence begins with, "Completion on 1 April: …",
 * or -1.
 */
int32_t head_when(const struct document *doc, const struct figure *figure);

/*
 * redate.c: dates that are said behind the claims of a sentence, by whoever told them, in
 * brackets at its end, or in a later sentence ("these figures are as of 1 April").
 */
void date_by_attribution(struct document *doc, const struct sentence *s, uint32_t index);
void date_by_bracket(struct document *doc, const struct sentence *s, uint32_t index);
void date_back(struct document *doc, const struct sentence *s, uint32_t index);

/* The claim is of that date, which the text gives apart from it. */
void redate_draft(const struct document *doc, struct draft *draft, int32_t when, const char *rule);

#endif
