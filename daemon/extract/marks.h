/*
 * What a phrase of a lexicon may mean to the engine. A section of a lexicon
 * file names one mark; config/integrad-lexicon.5 tells people what each is for.
 */
#ifndef EXTRACT_MARKS_H
#define EXTRACT_MARKS_H

/* How the phrases of a section are written: a list, or a map with a value each. */
enum mark_value {
	VALUE_NONE,  /* a list of phrases */
	VALUE_INT,   /* phrase: whole number */
	VALUE_RATIO, /* phrase: 2/3 */
	VALUE_TIME,  /* phrase: H1, Q3, M09, Y, day-1, month-12, year+0, same */
	VALUE_TEXT,  /* phrase: how it is written in the nominative; nothing: as it stands */
};

/* clang-format off */
#define MARKS(X) \
	/* numbers */ \
	X(NUMBER, "numbers", VALUE_INT) \
	X(ORDINAL_ENDING, "ordinal-endings", VALUE_NONE) \
	X(ORDINAL, "ordinals", VALUE_INT) \
	X(FRACTION, "fractions", VALUE_RATIO) \
	X(BARE_FRACTION, "bare-fractions", VALUE_RATIO) \
	X(PARTS, "fraction-parts", VALUE_INT) \
	X(DECIMAL_POINT, "decimal-points", VALUE_NONE) \
	X(AND_A_HALF, "and-a-half", VALUE_NONE) \
	X(NUMBER_ENDING, "number-endings", VALUE_NONE) \
	X(PERCENT, "percent", VALUE_NONE) \
	X(PERCENT_ADJECTIVE, "percent-adjectives", VALUE_INT) \
	X(IN_EACH, "in-each", VALUE_NONE) \
	X(OUT_OF, "out-of", VALUE_NONE) \
	X(TO, "range-to", VALUE_NONE) \
	X(YEARS_TO, "years-to", VALUE_NONE) \
	X(BETWEEN, "range-from", VALUE_NONE) \
	X(CHANGE_FROM, "change-from", VALUE_NONE) \
	X(AND, "and", VALUE_NONE) \
	X(THING, "counted-things", VALUE_NONE) \
	X(NUMBERED, "numbered-things", VALUE_NONE) \
	/* bounds */ \
	X(ABOUT, "about", VALUE_NONE) \
	X(AT_LEAST, "at-least", VALUE_NONE) \
	X(AT_MOST, "at-most", VALUE_NONE) \
	X(ABOUT_AFTER, "about-after", VALUE_NONE) \
	X(AT_LEAST_AFTER, "at-least-after", VALUE_NONE) \
	X(AT_MOST_AFTER, "at-most-after", VALUE_NONE) \
	X(INSTEAD, "instead-of", VALUE_NONE) \
	X(EXCEPT, "except", VALUE_NONE) \
	X(EVEN, "even", VALUE_NONE) \
	/* dates */ \
	X(MONTH, "months", VALUE_INT) \
	X(PERIOD, "periods", VALUE_TIME) \
	X(YEAR_SHIFT, "relative-years", VALUE_INT) \
	X(WHICH, "which-month", VALUE_INT) \
	X(RELATIVE, "relative-dates", VALUE_TIME) \
	X(MONTHS_WORD, "month-words", VALUE_NONE) \
	X(YEAR_WORD, "year-words", VALUE_NONE) \
	X(YEAR_BEFORE, "before-year", VALUE_NONE) \
	X(YEAR_PART, "year-parts", VALUE_TIME) \
	X(SINCE, "since", VALUE_NONE) \
	X(SPAN, "spans", VALUE_NONE) \
	X(SO_FAR, "so-far", VALUE_NONE) \
	X(DURING, "during", VALUE_NONE) \
	X(LAST_OF, "last-of", VALUE_NONE) \
	X(STRETCH, "stretches", VALUE_NONE) \
	X(TIME_CLAUSE, "time-clauses", VALUE_NONE) \
	X(MEETING_BEFORE, "at-the-meeting", VALUE_NONE) \
	X(DEADLINE, "deadline-words", VALUE_NONE) \
	X(DONE_IN, "done-in", VALUE_NONE) \
	/* what the figures are of */ \
	X(PROGRAMMES, "programmes", VALUE_NONE) \
	X(PROGRAMME, "programme", VALUE_NONE) \
	X(ACTIVITIES, "activities", VALUE_NONE) \
	X(THINGS, "things-of-programmes", VALUE_NONE) \
	X(PACKAGE, "package-nouns", VALUE_NONE) \
	X(PREVIOUS, "previous-package", VALUE_NONE) \
	X(CURRENT, "current-package", VALUE_NONE) \
	X(HOLDS, "holds", VALUE_NONE) \
	X(NEXT, "next-package", VALUE_NONE) \
	X(ANCHOR, "anchors", VALUE_NONE) \
	X(UNION, "union-words", VALUE_NONE) \
	X(STATE, "union-state", VALUE_NONE) \
	X(PARTNER, "partners", VALUE_INT) \
	X(NEUTRAL, "neutral", VALUE_NONE) \
	X(ALL, "all", VALUE_NONE) \
	X(REST, "rest", VALUE_NONE) \
	X(WHOLE, "whole", VALUE_NONE) \
	X(SO_MANY, "so-many", VALUE_NONE) \
	X(INCLUDING, "including", VALUE_NONE) \
	X(FIGURE_NOUN, "figure-nouns", VALUE_NONE) \
	X(PRONOUN, "pronouns", VALUE_NONE) \
	X(OF_SUCH, "of-such", VALUE_NONE) \
	X(ITS, "its", VALUE_NONE) \
	X(THEY, "they", VALUE_NONE) \
	X(FOREIGN, "foreign", VALUE_NONE) \
	X(SCIENCE, "science", VALUE_NONE) \
	X(DOCUMENT, "documents", VALUE_NONE) \
	X(HOMONYM, "homonyms", VALUE_NONE) \
	X(BLOCK, "subsets", VALUE_NONE) \
	X(WITHIN, "within", VALUE_NONE) \
	X(CHARGE, "in-charge", VALUE_NONE) \
	X(BODY, "bodies", VALUE_NONE) \
	X(OWN, "own", VALUE_NONE) \
	X(THERE, "there", VALUE_NONE) \
	X(GENITIVE, "genitives", VALUE_NONE) \
	X(PLAN_FOR, "plan-for", VALUE_NONE) \
	X(AS_FOLLOWS, "as-follows", VALUE_NONE) \
	X(TURNS_TO, "turns-to", VALUE_NONE) \
	X(SPEAKS_OF, "speaks-of", VALUE_NONE) \
	X(RANKS, "ranks", VALUE_NONE) \
	X(POLL, "polls", VALUE_NONE) \
	X(GENERAL, "general-words", VALUE_NONE) \
	/* what was done to them */ \
	X(COMPLETED, "completed", VALUE_NONE) \
	X(PROGRESS, "in-progress", VALUE_NONE) \
	X(STAGE_NOUN, "stage-nouns", VALUE_NONE) \
	X(OTHER_STAGE, "other-stages", VALUE_NONE) \
	X(LEVEL, "levels", VALUE_NONE) \
	X(COMPOSES, "compositions", VALUE_NONE) \
	X(DIFFERENCE, "differences", VALUE_NONE) \
	X(INCREMENT, "increments", VALUE_NONE) \
	X(ADDITION, "additions", VALUE_NONE) \
	X(RATE, "rates", VALUE_NONE) \
	X(LATE, "late", VALUE_NONE) \
	X(LEFT, "left-over", VALUE_NONE) \
	X(FULLY, "fully", VALUE_NONE) \
	/* the mood */ \
	X(EXPECTED, "expected", VALUE_NONE) \
	X(ASSERTED, "asserted", VALUE_NONE) \
	X(PAST, "past-tense", VALUE_NONE) \
	X(DEEMS, "deems", VALUE_NONE) \
	X(TO_BE, "state-infinitives", VALUE_NONE) \
	X(MANAGED, "managed", VALUE_NONE) \
	X(FINITE, "finite-verbs", VALUE_NONE) \
	X(NOT, "not", VALUE_NONE) \
	X(DENIAL, "denials", VALUE_NONE) \
	X(HEDGE, "hedges", VALUE_NONE) \
	X(WRONG, "back-denials", VALUE_NONE) \
	X(IRREALIS, "irrealis", VALUE_NONE) \
	X(REPORTED, "reported-future", VALUE_NONE) \
	X(IF, "if", VALUE_NONE) \
	X(PACE, "paces", VALUE_NONE) \
	X(INVERTED_IF, "inverted-if", VALUE_NONE) \
	X(SET_AGAINST, "set-against", VALUE_NONE) \
	X(EARLIER, "earlier", VALUE_NONE) \
	X(THESE_FIGURES, "these-figures", VALUE_NONE) \
	X(ASKS, "asks", VALUE_NONE) \
	X(HOW_FAR, "how-far", VALUE_NONE) \
	X(HOW_MANY, "how-many", VALUE_NONE) \
	/* who says so */ \
	X(SAYS, "says", VALUE_NONE) \
	X(ACCORDING, "according-to", VALUE_NONE) \
	X(OFFICE, "offices", VALUE_NONE) \
	/* grammar */ \
	X(OR, "or", VALUE_NONE) \
	X(LINK, "links", VALUE_NONE) \
	X(RESPECTIVELY, "respectively", VALUE_NONE) \
	X(RELATIVE_PRONOUN, "relative-pronouns", VALUE_NONE) \
	X(CONJUNCTION, "conjunctions", VALUE_NONE) \
	X(FUNCTION, "function-words", VALUE_NONE) \
	/* how those who speak are called: a vocabulary of its own, for speaker.c */ \
	X(SPEAKER, "speakers", VALUE_TEXT) \
	X(SPEAKER_OWNER, "speaker-owners", VALUE_TEXT) \
	X(SPEAKER_ADJECTIVE, "speaker-adjectives", VALUE_TEXT) \
	X(SAME_OFFICE, "same-offices", VALUE_TEXT) \
	X(SPEAKER_PLACE, "speaker-places", VALUE_NONE) \
	X(SPEAKER_LINK, "speaker-links", VALUE_NONE) \
	X(SPEAKER_IN, "speaker-in", VALUE_NONE) \
	X(PREPOSITION, "prepositions", VALUE_NONE) \
	X(ARTICLE, "articles", VALUE_NONE) \
	X(SPEAKS, "speaks", VALUE_NONE) \
	X(PASSES_ON, "passes-on", VALUE_NONE) \
	X(SUCH, "such-words", VALUE_NONE) \
	X(PERSON, "personal-pronouns", VALUE_NONE) \
	X(SAME_SPEAKER, "same-speaker", VALUE_NONE) \
	X(THAT, "that-words", VALUE_NONE) \
	/* the occasions on which figures are told: a vocabulary of its own, for occasion.c */ \
	X(OCCASION, "occasions", VALUE_NONE) \
	X(OCCASION_ACT, "occasion-acts", VALUE_NONE) \
	X(TELLING, "telling-acts", VALUE_NONE) \
	X(PUBLISHING, "publishing-acts", VALUE_NONE) \
	X(REPORT, "reports", VALUE_NONE) \
	X(WEEKDAY, "weekdays", VALUE_NONE) \
	X(ASKED, "told-apart", VALUE_NONE) \
	X(BACKGROUND, "background", VALUE_NONE) \
	X(POINTS_BACK, "points-back", VALUE_NONE) \
	X(TOLD_SO, "told-so", VALUE_NONE) \
	X(CORRECTS, "corrections", VALUE_NONE) \
	X(TODAY, "today", VALUE_NONE) \
	X(GATHERING, "gatherings", VALUE_NONE) \
	X(OTHER_OCCASION, "other-occasions", VALUE_NONE) \
	X(PICTURE, "pictures", VALUE_NONE) \
	X(DUE_DAY, "due-days", VALUE_NONE) \
	X(DAYS_AFTER, "days-after", VALUE_NONE) \
	X(BODY_VOICE, "bodies-that-speak", VALUE_NONE) \
	X(STATE_OF, "states-of", VALUE_NONE)
/* clang-format on */

#define MARK_OF_SPEAKERS MARK_SPEAKER   /* the first of that vocabulary */
#define MARK_OF_OCCASIONS MARK_OCCASION /* and of that one */

enum mark {
#define X(name, section, value) MARK_##name,
	MARKS(X)
#undef X
	MARK_ALIAS, /* a name of a programme or package: from the packages */
	MARK_COUNT
};

struct mark_section {
	const char *name;
	enum mark_value value;
};

extern const struct mark_section mark_sections[MARK_ALIAS]; /* by enum mark */

#endif
