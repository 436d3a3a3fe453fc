/* One published item. Strings are lent by the arena or row it was made in. */
#ifndef MODEL_ARTICLE_H
#define MODEL_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/claim.h"
#include "model/date.h"

/*
 * A fingerprint for near-copies: the smallest value of each of 64 hash
 * functions over the 4-word shingles of the text (Broder's MinHash). All zero:
 * the text is too short to tell.
 */
#define ARTICLE_MINHASHES 64

struct article {
	const char *guid;    /* the feed's own identity, "" where it has none */
	const char *address; /* normalised; "" where the item has none */
	const char *title;   /* UTF-8 */
	const char *text;    /* UTF-8, as fetched, after main-text extraction; "" where not known */
	const char *author;
	const char *language;
	bool has_published;
	bool published_is_clamped; /* it lay in the future */
	int64_t published_s;       /* the instant, where has_published */
	struct date published;     /* its day at the item's own offset, or coarser */
	uint32_t minhash[ARTICLE_MINHASHES];
	struct claim *claims;
	size_t claim_count;
	/* what the feed reader wants done with it */
	bool is_candidate; /* title, summary or source suggests the subject */
	bool is_edited;    /* the source has had it before, in other words */
	bool wants_follow; /* the feed's text is short: fetch the page at `address` */
};

/* Share of equal places of two fingerprints in per mille: an estimate of the Jaccard likeness. */
int article_likeness(const uint32_t a[ARTICLE_MINHASHES], const uint32_t b[ARTICLE_MINHASHES]);
/* From this on two articles are one origin. */
#define ARTICLE_COPY_LIKENESS 500

#endif
