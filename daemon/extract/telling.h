/*
 * Which sentence tells of an occasion on which figures were told, and on which day. Of
 * occasion.c, for whose words there is a vocabulary of its own.
 */
#ifndef EXTRACT_TELLING_H
#define EXTRACT_TELLING_H

#include "asof.h"

/* What a word says of an occasion, one bit each. */
enum occasion_word {
	WORD_EVENT = 1,        /* "session", "talks" */
	WORD_ACT = 2,          /* "took part", "took place" */
	WORD_PAPER = 4,        /* "communiqué", "figures" */
	WORD_WEEKDAY = 8,      /* of the day of publication */
	WORD_ASKED = 16,       /* "told our newspaper": the text's own talk */
	WORD_BACKGROUND = 32,  /* "recall": what is added to the news */
	WORD_POINTS_BACK = 64, /* "so", "this": what was told stands before */
	WORD_STATE_OF = 128,   /* "as of": the day of the figures themselves */
	WORD_PUBLISHING = 256, /* "issued": of a paper */
	WORD_TELLING = 512,    /* "spoke", "heard": something was told there */
	WORD_TOLD_SO = 1024,   /* "announced this": the same, anywhere */
	WORD_CORRECTS = 2048,  /* "we apologise": the text sets right what it told on another day */
	WORD_TODAY = 4096,
	WORD_GATHERING =
		8192,       /* "talks", "meeting", "session": one may be called by another's name */
	WORD_OTHER = 16384, /* "the previous", "the next" */
	WORD_PICTURE = 65536,     /* "the picture", "how things stand" */
	WORD_DAYS_AFTER = 131072, /* "a week after" the talks */
	WORD_BODY = 262144,       /* "the embassy" */
	WORD_DUE_DAY = 32768,     /* "deadline", "anniversary" */
};

enum telling {
	TELLS_NOTHING,
	TELLS_DAY,   /* on that day something was told */
	TELLS_TODAY, /* on the day of publication */
};

struct reader {
	struct document *doc;
	uint32_t *words;  /* one a token */
	int32_t day;      /* of the occasion that is told of, or -1 */
	int64_t sentence; /* that named it; -1: none */
	bool told;        /* that sentence says that somebody spoke, and not only met */
	bool linked;      /* the sentence before told what was said there */
	size_t next;      /* draft of the sentence at hand, or behind it */
	int32_t lead;     /* the day that the text begins with, or -1 */
	bool begun;       /* some occasion was named */
	bool of_paper;    /* the day is that of figures in a paper, of which somebody told */
};

/* What the words say of occasions: a set of bits a token; in the document's arena. */
uint32_t *lay_occasion_words(const struct document *doc);

bool has_word(const struct reader *r, const struct sentence *s, uint32_t bit);

/* Does the sentence quote, or tell what was said? */
bool is_told(const struct reader *r, const struct sentence *s);

/* "By 1 May" */
bool is_due_day(const struct document *doc, const struct when *when);

/* Does the sentence tell of an occasion? Of TELLS_DAY *ret_day is its date, none else. */
enum telling read_occasion(const struct reader *r, const struct sentence *s, int32_t *ret_day);

/* "MINSK, 6 April /Xinhua/ -": where and when the item was sent from, the place in capitals. */
bool is_dateline(const struct document *doc, const struct when *when);

#endif
