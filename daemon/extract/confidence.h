/*
 * How sure a claim is, and why: the surest reading begins at 0.970, each doubt
 * takes something off, and what supports it gives a little back. Under the
 * threshold of the configuration a claim waits for a person.
 */
#ifndef EXTRACT_CONFIDENCE_H
#define EXTRACT_CONFIDENCE_H

#include "document.h"

#define CONFIDENCE_BASE 970
#define CONFIDENCE_MOST 990

/* What speaks for a claim or against it, per mille, and in words. */
#define GROUNDS(X) \
	/* what the figure is of */ \
	X(NOUN_APART, -10, "the noun stands apart from the figure") \
	X(NOUN_BEHIND, -150, "the noun stands behind the predicate") \
	X(NOUN_LINKED, -70, "a preposition stands between the figure and its noun") \
	X(NOUN_STRANGE, -60, "unknown words stand between the figure and its noun") \
	X(NOUN_WEAK, -30, "the noun alone does not say whose") \
	X(OLDER, -120, "may be an older programme of the Union State") \
	X(OLDER_COUNT, -400, "may count older programmes of the Union State") \
	X(TOTAL_ALONE, -30, "known by its total alone") \
	X(REFERS_BACK, -60, "refers back") \
	X(ELLIPSIS, -30, "nothing is named, the talk is of it") \
	X(FAR_TOPIC, -60, "what it goes back to was named some sentences before") \
	X(BARE_TOPIC, -60, "what it goes back to had no figure") \
	X(UNKNOWN, -90, "words unknown to the lexicon stand around it") \
	X(FOREIGN_NEAR, -200, "something else is named beside it") \
	X(OTHER_FIGURE, -75, "another figure beside it is of something else") \
	X(OTHER_BEFORE, -100, "the figure before is of something else") \
	X(OTHER_NEAR, -200, "a single programme is named near it") \
	X(OF_TOPIC, -40, "of the programme that was spoken of") \
	X(STRANGE, -60, "many words of its clause are unknown") \
	X(TITLE_ALONE, -110, "it stands in the title alone") \
	X(HOMONYM, -150, "the text speaks of trade unions or the like") \
	X(LONG, -30, "the sentence is long") \
	X(MANY, -30, "the sentence is full of numbers") \
	/* how far it is done */ \
	X(NO_STAGE, -110, "no word of how far it is done") \
	X(STAGE_UNSAID, -30, "the stage is said nowhere") \
	X(STAGE_CARRIED, -20, "the stage is that of what was said before") \
	X(STAGE_BORROWED, -220, "the stage is said in another clause") \
	X(BORROWED_COUNT, -300, "a count whose stage is said in another clause") \
	X(STAGE_NOUN, -10, "the stage is a noun, no verb") \
	X(UNDER_WAY, -40, "under way, and not done") \
	/* how much */ \
	X(ALL, -100, "all, with no number") \
	X(ALL_NOUN, -150, "all, and no verb") \
	X(ODD_TOTAL, -450, "out of a number that no package has") \
	X(NEAR_TOTAL, -60, "out of a number near that of the package") \
	X(HUNDRED, -60, "a hundred per cent") \
	X(SIZE_UNSAID, -60, "a number of programmes, and nowhere how many there are") \
	X(NO_TOTAL, -200, "a number of activities, and not out of how many") \
	X(PERIOD, -250, "a count of what was done in a while, perhaps not of all that is done") \
	X(BARE_NUMBER, -50, "a bare number, read as per cent") \
	X(BARE_WORD, -140, "a bare number in words, read as per cent") \
	X(PERIOD_AHEAD, -450, "a count of what will be done in a while, and no level") \
	X(FROM, -90, "where something rose from") \
	/* when */ \
	X(UNDATED, -20, "no date is said") \
	X(UNUSED_DATE, -110, "a date in its sentence is no figure's") \
	X(DATE_BEFORE, -60, "the date of the figure before may be its own") \
	X(DATE_AHEAD, -90, "a date in the sentence before is no figure's") \
	X(WHOLE_YEAR, -60, "of a year, and no day or month") \
	X(DATE_BEHIND, -30, "a date in the next sentence is no figure's") \
	X(DATED_LATER, -50, "a later sentence speaks of when a figure was") \
	X(FAR_BACK, -60, "its date lies far back") \
	X(YEAR_GUESSED, -40, "its date has no year, and lies far back") \
	X(BEFORE_PACKAGE, -400, "its date is before the package began") \
	X(YOUNG_PACKAGE, -150, "the package has changed of late") \
	X(NOT_IN_FORCE, -30, "the package is not the one in force") \
	X(NOT_PUBLISHED, -200, "the day of publication is not known") \
	X(EXPECTED, -50, "a forecast") \
	X(PAST_FORECAST, -400, "a forecast for a time that has come") \
	X(NO_DEADLINE, -450, "a forecast without a deadline") \
	X(IF, -70, "an if stands in its sentence") \
	X(HEDGED, -400, "who says so is not sure of it") \
	/* what the text says elsewhere */ \
	X(CONFLICT, -170, "another figure of the same stands in the text, and is surer") \
	X(CONTESTED, -120, "another figure of the same stands in the text") \
	X(TWICE, -100, "the same figure has another date or measure elsewhere") \
	X(DOUBTED, -100, "what it goes back to is doubtful") \
	X(AGAIN, 25, "the text says it again") \
	X(WORKS_OUT, 20, "the percentage and the count agree") \
	X(ADDS_UP, 40, "done and under way add up")

enum ground {
#define X(name, points, text) GROUND_##name,
	GROUNDS(X)
#undef X
	GROUND_COUNT
};

/* Weighs all the claims, once it is known which of them repeat others. */
void weigh_claims(struct document *doc);

/* Adds the ground to the claim's confidence and to its reasons. */
void weigh_ground(const struct document *doc, struct draft *draft, enum ground ground);

/* agreement.c: what the claims of one text say for and against one another. */
void weigh_agreement(struct document *doc);

#endif
