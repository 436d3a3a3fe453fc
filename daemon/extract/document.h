/*
 * A text under extraction, and its stages: each adds to the document what the
 * next one reads. tokens → sentences → marks → dates → figures → mentions →
 * clauses → claims.
 */
#ifndef EXTRACT_DOCUMENT_H
#define EXTRACT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "evidence.h"
#include "extract/extract.h"
#include "languages.h"
#include "marks.h"
#include "words.h"

/* Words of a set of marks, one bit each. */
#define MARK_WORDS ((MARK_COUNT + 63) / 64)

/* What the lexicon says of one token: the phrase that covers it, if any. */
struct cover {
	uint64_t marks[MARK_WORDS];          /* of all the phrases */
	const struct phrase *const *phrases; /* NULL-terminated; NULL: none */
	uint32_t first;                      /* the phrase's tokens; itself where there is none */
	uint32_t last;
	int32_t figure; /* index of the figure that the token belongs to, or -1 */
	int32_t date;
	int32_t alias;
	uint32_t sentence;
};

/* In struct cover: the token belongs to a span of years, which is no date. */
#define NO_DATE_YEARS (-2)

/* Of a table as text only so many dated columns are read. */
#define TABLE_COLUMNS 8

struct sentence {
	uint32_t first; /* tokens first … end - 1 */
	uint32_t end;
	bool in_title;
	bool question;
	bool denied;                /* what it says is said to be untrue, or merely imagined */
	bool claimed;               /* gave a claim */
	uint64_t marks[MARK_WORDS]; /* of all its words */
};

/* A date of the text, not yet resolved where it names no year. */
struct when {
	uint32_t first;
	uint32_t last;
	struct date date; /* with the likeliest year; DATE_NONE with same */
	bool has_year;    /* the text fixes the year */
	bool same;        /* "on that date": the one of the figure before */
	bool season;      /* "in summer": of its month no more than the year is meant */
	bool now;         /* today, now, at present */
	bool since;       /* "since January": when something began */
	bool ended;       /* "by the end of": a deadline of the period */
};

/* What a noun in the text is, seen from the subject. */
enum noun {
	NOUN_NONE,    /* no noun that matters */
	NOUN_FOREIGN, /* something else: trade, other programmes, documents */
	NOUN_BLOCK,   /* a part of the programmes: "the energy block" */
	NOUN_PROGRAMMES,
	NOUN_ACTIVITIES,
	NOUN_ALIAS,   /* a single programme's name */
	NOUN_SINGLE,  /* "the programme": the one that was spoken of */
	NOUN_FIGURE,  /* "this figure", "the share" */
	NOUN_PRONOUN, /* "they", "of them" */
};

struct noun_phrase {
	enum noun kind;
	int strength; /* of ours: 1 "the programmes", 2 "Union State programmes", 3 "union programmes" */
	size_t first;
	size_t last;
	const struct programme *programme; /* where it names one */
	bool bare;                         /* a programme's name without the word "programme" */
	bool plural;                       /* activities "of these programmes": of no single one */
	bool activities; /* the phrase counts activities: "measures of the programmes" */
};

/* What a figure is of. */
enum target_kind {
	TARGET_DIRECT,   /* "80% of the programmes" */
	TARGET_SUBJECT,  /* "the programmes are 80% complete" */
	TARGET_ANAPHOR,  /* "the figure has risen to 80%" */
	TARGET_ELLIPSIS, /* "now it is 80" */
};

struct target {
	enum target_kind kind;
	struct noun_phrase np; /* of DIRECT and SUBJECT */
	bool has_base;         /* the text gives the size of the whole: */
	struct decimal base;
	uint32_t base_figure;
	bool works_out; /* the percentage that the count before makes */
	bool has_stage; /* what says what it is of says how far it is done, too: */
	enum claim_stage stage;
	bool whole;       /* "overall": of no single one, whatever was spoken of */
	const char *rule; /* for the trace */
};

/* A figure's place in a table: what its row is of, and what its column tells of it. */
struct cell {
	struct noun_phrase np;
	enum claim_stage stage;
	int32_t when; /* the date over the table, or -1 */
};

enum figure_kind {
	FIGURE_PERCENT, /* 80%, two thirds */
	FIGURE_COUNT,   /* 7 of 28, seven */
	FIGURE_ALL,     /* "all" with no number */
};

struct figure {
	enum figure_kind kind;
	uint32_t first; /* tokens, bounds included */
	uint32_t last;
	uint32_t number; /* the token of its number */
	uint32_t number_last;
	struct decimal value;
	struct decimal high;
	struct decimal total;
	bool has_high;
	bool has_total;
	bool is_all;   /* "all 28" */
	bool in_words; /* a fraction or number in words */
	bool is_fraction;
	bool is_share;   /* "four out of five", which may stand for 80% */
	bool even;       /* "even half": a bound under a negation */
	bool is_row;     /* numbers a row of a list */
	bool is_ordinal; /* "the sixth completed programme" */
	bool from;       /* the first of "from 38 to 52%" */
	bool apposed;    /* says the figure before it in another way: "125 of 310, or 40%" */
	bool of_which; /* the size before it is its total: "310, of which 101", "310, 101 of them" */
	bool has_foreign_target; /* it is of something else */
	bool has_target;
	struct target target;
	const struct programme *listed; /* the one that it is of, in a list with "respectively" */
	const struct cell *cell;        /* in a table; NULL: it stands in none */
	bool total_only; /* a bare size that a figure refers to: "of the 28 programmes" */
	enum claim_bound bound;
	int32_t bound_at; /* the token that says so, or -1 */
	/* of its clause */
	uint32_t clause_first;
	uint32_t clause_end;
	uint32_t core_first; /* between the commas around it */
	uint32_t core_end;
	const char *reason;    /* why it was not taken; NULL while open */
	struct evidence cause; /* of that reason: its words */
	int32_t claim;         /* index, or -1 */
};

/* What the talk is of. */
struct topic {
	bool known;
	const struct package *package;     /* NULL: not said */
	const struct programme *programme; /* NULL: all */
	bool has_measure;
	enum claim_measure measure;
	bool has_stage;
	enum claim_stage stage;
	bool has_unit;
	enum claim_unit unit;
	uint32_t sentence; /* where it was last spoken of */
};

/* Of one package and programme: mostly told by the pointers, which are the packages' own. */
static inline bool same_subject(const struct claim *a, const struct claim *b)
{
	return (a->package == b->package || strcmp(a->package, b->package) == 0) &&
	       (a->subject == b->subject || strcmp(a->subject, b->subject) == 0);
}

struct finding;

struct draft {
	struct claim claim;
	uint32_t figure;
	uint32_t sentence;
	bool dated;      /* the text dates it */
	int32_t when;    /* index of its date, or -1 */
	bool back_dated; /* by a later sentence */
	bool same_voice; /* "he said": of who spoke before */
	bool dropped;    /* said better elsewhere, or taken back */
	size_t place;    /* among the claims handed over */
	const struct finding *finding;
	uint32_t topic_age; /* sentences since the talk was last of its subject */
	int32_t rests_on;   /* the claim whose subject was still spoken of, or -1 */
	struct evidence why[FIELD_COUNT];
};

struct document {
	const struct lexicon *lexicon;
	const struct language *language;
	struct arena *arena;
	const struct extract_input *input;
	struct evidence *cause; /* of the reason that was last given against a figure */
	struct token *tokens;
	struct cover *covers; /* one a token */
	size_t count;
	size_t title_count; /* tokens of the title come first */
	struct sentence *sentences;
	size_t sentence_count;
	struct alias {
		uint32_t first, last;
		const struct name *name;
	} * aliases;
	size_t alias_count;
	struct noun_phrase *nouns; /* one a token: what noun phrase has its head there */
	struct when *whens;
	size_t when_count;
	struct figure *figures;
	size_t figure_count;
	struct draft *drafts;
	size_t draft_count;
	/* the text as a whole */
	bool has_anchor;           /* speaks of the programmes, beyond doubt */
	bool by_clues;             /* it does so by what several words say together alone */
	bool has_state;            /* names the Union State */
	bool has_homonym;          /* trade unions and their like */
	uint32_t homonym_sentence; /* where they are named first */
	/* memory of the discourse, while claims are made */
	struct topic focus;
	uint32_t undone_sentence; /* 1 + where things were late or left over; 0: nowhere */
	uint32_t poll_sentence;   /* 1 + where a poll was spoken of; 0: nowhere */
	bool foreign_programmes;  /* the programmes last named were of another owner */
	bool others_named;        /* by their noun, and no word of ours has come since */
	bool foreign;             /* the last figure was of something else: */
	uint32_t foreign_figure;
	const struct package *package; /* last named */
	struct decimal activity_total; /* "310 tasks", last said */
	bool has_activity_total;
	int32_t last_when;              /* date of the last claim, or -1 */
	const struct programme *single; /* the one programme last spoken of */
	uint32_t single_sentence;
	const struct package *only_package; /* the one package that the text names at all */
	bool several_packages;
	bool question_open; /* the sentence before asked */
	bool corrects;      /* the sentence takes back a figure of the one before */
	int32_t question_when;
	int32_t columns[TABLE_COLUMNS]; /* dates that head the columns of a table */
	size_t column_count;
	bool heading_is_bare; /* it is a mere heading: a sentence with a verb has its own date */
	bool heading_runs;    /* it is a date alone, "March.", and holds to the end of its line */
	int32_t heading_when; /* date of the heading of a list, or -1 */
	int32_t pending_base; /* a size that may be the subject of the next figure, or -1 */
	struct target pending_target;
};

/* Lists grow in the arena by doubling; what is not filled yet may hold anything. */
void *grow(struct arena *arena, void *list, size_t count, size_t size);

/* The phrase with this mark that covers the token, or NULL. */
const struct phrase *marked(const struct document *doc, size_t token, enum mark mark);

/* Asked several times of each word, so no call. */
static inline bool has_mark(const struct document *doc, size_t token, enum mark mark)
{
	return token < doc->count && doc->covers[token].marks[mark / 64] >> mark % 64 & 1;
}

/* The bit of the mark in word w of a set: to ask for several marks at once. */
static inline uint64_t mark_bit(enum mark mark, unsigned w)
{
	return mark / 64 == w ? (uint64_t)1 << mark % 64 : 0;
}

static inline bool is_sign(const struct document *doc, size_t token, char sign)
{
	return token < doc->count && doc->tokens[token].sign == sign;
}

/*
 * So far goes whoever passes over words of one kind, "the", "union": nobody writes more of
 * them in a row, and a text of nothing else would be passed over from each of its words.
 */
#define RUN_TOKENS 60

/* Any token of first … end - 1 with the mark: its index, or -1. */
long find_mark(const struct document *doc, size_t first, size_t end, enum mark mark);
/* The same, looking backwards from end - 1. */
long find_mark_before(const struct document *doc, size_t first, size_t end, enum mark mark);

/* The minutes of "14:20", which count nothing that comes behind them. */
static inline bool is_clock(const struct document *doc, size_t token)
{
	return token > 0 && token < doc->count && doc->tokens[token].kind == TOKEN_NUMBER &&
	       !doc->tokens[token].spaced && is_sign(doc, token - 1, ':');
}

/* The token after the phrase that covers it. */
static inline size_t past(const struct document *doc, size_t token)
{
	return token < doc->count ? doc->covers[token].last + 1u : token + 1;
}

/* What the token writes in digits alone, or -1; max_len bytes at most, and no more than nine. */
int plain_number(const struct document *doc, size_t token, uint32_t max_len);
/* Does neither a line nor the text behind the title begin inside of first … end - 1? */
bool is_on_one_line(const struct document *doc, size_t first, size_t end);

/* Evidence of the phrase that covers the token; of none where it is -1. */
struct evidence by_phrase(const struct document *doc, long token, const char *rule);
/* Returns the reason against a figure, and leaves the words behind it in doc->cause. */
const char *because(const struct document *doc, size_t first, size_t last, const char *reason);
const char *because_of(const struct document *doc, size_t token, const char *reason);
/* Keeps them with the figure, where they are those of its reason. */
void note_cause(const struct document *doc, struct figure *figure);
/* The bytes of the text from token first to last, in the arena. */
const char *source_words(const struct document *doc, size_t first, size_t last);

/* Begins a document with its tokens. Title and text of the input are no NULL. */
void document_open(struct document *doc, const struct lexicon *lexicon,
                   const struct language *language, const struct extract_input *input,
                   struct arena *arena);

/* The stages, in their order. */
void find_sentences(struct document *doc);
void find_marks(struct document *doc);
void find_dates(struct document *doc);
void share_years(struct document *doc); /* years.c, once all the dates are found */
void find_figures(struct document *doc);
void find_clauses(struct document *doc);
void find_nouns(struct document *doc);
void pair_respective(struct document *doc); /* respective.c: lists of names and of figures */
void find_tables(struct document *doc);     /* table.c: lines that fill columns */
void survey(struct document *doc);          /* topic.c: what the text as a whole speaks of */
void find_claims(struct document *doc);
void date_by_occasions(struct document *doc); /* occasion.c: the day on which it was told */
void drop_repeats(struct document *doc);

/* Lets the core of a figure whose clause begins earlier now begin as early as commas allow. */
void widen_core(const struct document *doc, struct figure *figure);

/* Resolves a date to its likeliest year: the past one, or the coming one of a forecast. */
struct date when_resolve(const struct document *doc, const struct when *when, bool expected);

#endif
