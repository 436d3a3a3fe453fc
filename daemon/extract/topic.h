/* What a noun in the text is, seen from the subject. */
#ifndef EXTRACT_TOPIC_H
#define EXTRACT_TOPIC_H

#include "document.h"

/* The noun phrase whose head is at the token. */
static inline struct noun_phrase noun_at(const struct document *doc, size_t token)
{
	return token < doc->count ? doc->nouns[token] : (struct noun_phrase){ .kind = NOUN_NONE };
}

/* A word that the lexicon does not know and that is no name, number or date. */
bool is_unknown(const struct document *doc, size_t token);

/* "The others", "the rest": what is left of them, not "more" or "yet". */
bool is_of_rest(const struct document *doc, size_t token);

/* "the 28 programmes", with no other word that makes them ours: some other country has 28, too. */
bool is_ours_by_size(const struct document *doc, const struct noun_phrase *np);

/* "by Belarus and Russia", "of the ministry and the embassy": a conjunction that ends no clause. */
bool joins_names(const struct document *doc, size_t token);

/* An unknown word that is a verb by its ending: it qualifies no noun. */
bool looks_like_verb(const struct document *doc, size_t token);

/*
 * May "union" be that of the trade unions, which the text has named by then? What
 * comes later takes nothing back, and the Union State's name leaves no doubt.
 */
bool is_ambiguous_union(const struct document *doc, size_t token);

#endif
