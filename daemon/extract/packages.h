/* Which package the words, years or numbers of a text name. */
#ifndef EXTRACT_PACKAGES_H
#define EXTRACT_PACKAGES_H

#include "document.h"

/* "2024-2026", "2024-26", "from 2024 to 2026": the package whose years begin at the token, or NULL. */
const struct package *package_by_years(const struct document *doc, size_t token);

/* The package named at the token, by its name or years, or NULL. */
const struct package *find_package_at(const struct document *doc, size_t token);

/* The same; asked of each word several times, and hardly any names one. */
static inline const struct package *package_at(const struct document *doc, size_t token)
{
	const struct cover *cover = &doc->covers[token];
	uint64_t marks = 0;
	for (unsigned w = 0; w < MARK_WORDS; w++)
		marks |= cover->marks[w] & (mark_bit(MARK_PREVIOUS, w) | mark_bit(MARK_CURRENT, w) |
		                            mark_bit(MARK_NEXT, w) | mark_bit(MARK_SPAN, w) |
		                            mark_bit(MARK_TO, w) | mark_bit(MARK_ORDINAL, w));
	return marks || doc->tokens[token].kind == TOKEN_NUMBER || cover->alias >= 0
	               ? find_package_at(doc, token)
	               : NULL;
}

/* The package whose totals have the number, or NULL where none or several do. */
const struct package *package_of_total(const struct document *doc, bool activities,
                                       struct decimal total);
/* From here on a number that is a package's of activities, or near it, is no other list's. */
#define RARE_SIZE 500

/* "345 of 983": has the package about so many of something, a few having joined or left? */
bool package_has_about(const struct package *package, struct decimal total);
/* The number of programmes of a package, 0 where it is not known. */
int programme_total(const struct package *package);

/*
 * "The programmes until 2023", "the tasks laid down in the plan until 2026": the
 * package that the date is the end of, or NULL.
 */
const struct package *package_until(const struct document *doc, const struct when *when);

#endif
