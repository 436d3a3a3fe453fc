/* What a noun in the text is, seen from the subject, and which package is spoken of. */
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

/* An unknown word that is a verb by its ending: it qualifies no noun. */
bool looks_like_verb(const struct document *doc, size_t token);

/*
 * May "union" be that of the trade unions, which the text has named by then? What
 * comes later takes nothing back, and the Union State's name leaves no doubt.
 */
bool is_ambiguous_union(const struct document *doc, size_t token);

/* The package named at the token, by its name or years, or NULL. */
const struct package *find_package_at(const struct document *doc, size_t token);

/* The same; asked of each word several times, and hardly any names one. */
static inline const struct package *package_at(const struct document *doc, size_t token)
{
	return doc->tokens[token].kind == TOKEN_NUMBER || doc->covers[token].alias >= 0 ||
	                       has_mark(doc, token, MARK_PREVIOUS) ||
	                       has_mark(doc, token, MARK_CURRENT) ||
	                       has_mark(doc, token, MARK_NEXT) || has_mark(doc, token, MARK_SPAN) ||
	                       has_mark(doc, token, MARK_ORDINAL)
	               ? find_package_at(doc, token)
	               : NULL;
}

/* The package whose totals have the number, or NULL where none or several do. */
const struct package *package_of_total(const struct document *doc, bool activities,
                                       struct decimal total);
/* The number of programmes of a package, 0 where it is not known. */
int programme_total(const struct package *package);

#endif
