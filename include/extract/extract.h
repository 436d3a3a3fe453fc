/*
 * Text in, claims out (DESIGN §8): deterministic, the same on every machine,
 * linear in the length of the text, pure. Any bytes are taken; broken UTF-8 is
 * read as U+FFFD.
 */
#ifndef EXTRACT_EXTRACT_H
#define EXTRACT_EXTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "extract/lexicon.h"
#include "model/claim.h"

/* Accepted at or over this confidence, per mille, unless the configuration says otherwise. */
#define EXTRACT_THRESHOLD_PERMILLE 600

struct extract_input {
	const char *language;  /* "en", "ru", "be"; NULL or one without a lexicon: guessed */
	struct date published; /* any precision; "today" and relative dates count from it */
	const char *title;     /* NULL: none */
	const char *text;      /* NULL: none */
	const char *source;    /* the outlet's name; NULL: not known */
	bool reads_all; /* reads closely what the first pass would let go: for explanations */
};

/* One number of the title or text: taken for a claim, or why it was not. */
struct extract_number {
	bool in_title;
	uint32_t offset; /* bytes, in the title or text as given */
	uint32_t length;
	const struct claim *claim; /* NULL: not taken */
	const char *reason; /* of a number that was not taken: one short phrase, in English */
	const char *words;  /* of the text, which gave the reason; NULL: none in particular */
};

/* A sentence as the engine divides the text. */
struct extract_sentence {
	bool in_title;
	uint32_t offset; /* bytes, in the title or text as given */
	uint32_t length;
};

struct extract_result {
	const char *language;               /* of the lexicon that was used */
	bool is_candidate;                  /* the first pass found the text worth reading */
	struct claim *claims;               /* in the order of the text, title first */
	size_t claim_count;                 /* at most LIMIT_CLAIMS_PER_ITEM */
	struct extract_number *numbers;     /* in the order of the text, title first */
	size_t number_count;                /* 0 where the text was not read closely */
	struct extract_sentence *sentences; /* the same */
	size_t sentence_count;
};

/*
 * A quick first pass: may the text be about the subject at all? False is
 * certain (extract_claims would find nothing), true is only a reason to look.
 * A language of NULL asks every lexicon.
 */
bool extract_suggests(const struct lexicon *lexicon, const char *language, const char *text,
                      size_t len);

/*
 * Finds the claims of one item. Those whose confidence is under the threshold
 * come with the status CLAIM_HELD. All that the result points to is in the
 * arena or in the lexicon. Fails with ERR_INPUT where no lexicon is loaded,
 * ERR_LIMIT where the arena is full or the text is over LIMIT_ITEM_TEXT_BYTES.
 */
int extract_claims(const struct lexicon *lexicon, const struct extract_input *input,
                   int threshold_permille, struct arena *arena, struct extract_result *ret,
                   struct err *err) MUST_CHECK;

#endif
