/* Nouns of ours that only say where something else belongs. */
#ifndef EXTRACT_ADJUNCT_H
#define EXTRACT_ADJUNCT_H

#include "document.h"

/*
 * "Within the union programmes a data centre was built, it is 65% ready", "the
 * works that the programme provides for are 65% done": the phrase stands in the
 * clause of the figure, and the figure is of something else that is named there.
 */
bool is_mere_adjunct(const struct document *doc, const struct figure *figure,
                     const struct noun_phrase *np);

/*
 * "The tasks set in the union programmes, …, are 78% done": the tasks are what
 * it is said of. Then they take the place of *np.
 */
void take_qualified_head(const struct document *doc, const struct figure *figure,
                         struct noun_phrase *np);

/*
 * "The energy block is the weakest, with 38% of the measures done", "…, where 38% …", "…: 38% …",
 * "the digital block trails with 38% …": weak words of activities behind a part of them.
 */
bool trails_block(const struct document *doc, const struct figure *figure,
                  const struct noun_phrase *np);

/* "In the social sphere the programmes are 95% done": said of a part of them. */
bool is_confined(const struct document *doc, const struct figure *figure,
                 const struct noun_phrase *np);

/*
 * "Customs, one of the union programmes, is 83% done", "of the union programmes
 * tourism is 92% done": they are but the whole that a single programme is named
 * of. Then it takes their place in *np.
 */
bool is_of_member(const struct document *doc, const struct figure *figure, struct noun_phrase *np);

/* "It is 65% ready", where the sentence before spoke of programmes: of none that "it" may mean. */
bool is_its_of_another(const struct document *doc, const struct figure *figure);

/* Is the count the size of a package that had begun, and not "the first eleven" of more? */
bool counts_whole(const struct document *doc, size_t figure);

/* "The first eleven programmes", "nine union programmes": some of them, counted before the noun. */
bool is_of_few(const struct document *doc, const struct noun_phrase *np);

/* "They include a gas pipeline, which is 70% complete": the word before the comma is what it is of. */
bool is_of_stranger(const struct document *doc, const struct figure *figure);

/* "They approved the budget, executed by 97%": a participle or relative pronoun goes with the noun before its comma. */
bool is_of_foreign_antecedent(const struct document *doc, const struct figure *figure);

/* "My dacha is 80% complete, which nobody says of the programmes": a thing of no name stands before the figure. */
bool is_of_strange_subject(const struct document *doc, const struct figure *figure);

/* "The new building, which they share, is 94% complete": the subject stands before the aside. */
bool has_strange_subject(const struct document *doc, const struct figure *figure);

/* "The programmes were discussed, школы готовы на 80%": the figure is of schools. */
bool begins_with_thing(const struct document *doc, const struct figure *figure);

#endif
