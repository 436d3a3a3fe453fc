/* Of all the programmes, or of the one that was spoken of: what opens the scope of a figure. */
#ifndef EXTRACT_SCOPE_H
#define EXTRACT_SCOPE_H

#include "finding.h"

/* One programme has no more activities than this. */
#define SINGLE_MOST 120

/*
 * "In total 71% of the activities are done", behind a word on one programme: does the
 * sentence, or the number, say that mere "activities" are those of all of them?
 */
bool speaks_of_all(const struct document *doc, const struct finding *finding);

/* "They spoke of the programme on tourism. By the end of the year the figure should reach 95%": of what it was told. */
bool is_of_figure_before(const struct document *doc, const struct finding *finding);

/* "They are 70% done", "their measures", behind a word on one programme: no single one is meant. */
bool is_of_several(const struct document *doc, const struct finding *finding);

/* "The programme on tourism has 15 measures. In total 14 are done": a part of its own number. */
bool fits_in_one(const struct document *doc, const struct figure *figure);

/*
 * "Overall it is 71%", behind a word on one programme: measured as the last percentage of
 * all was, else by programmes.
 */
enum claim_measure measure_of_all(const struct document *doc);

/*
 * "Then the programme on tourism was added. 71% of the activities are done": is the one
 * that was named last done with, so that a part of the way is none of its?
 */
bool is_done_with(const struct document *doc, const struct figure *figure);

/*
 * "Compare electricity.", "Of the 28 one is ours, on transport.", "And tourism?": a short sentence
 * that does no more than name one field turns the talk to its programme.
 */
void notice_field(struct document *doc, uint32_t sentence);

/* "The second package.", a heading or a sentence of nothing else: what comes next is of that package. */
void notice_package(struct document *doc, uint32_t sentence);

/*
 * "They spoke of tourism. The programme is 92% complete", "14 of its 15 measures": the one that
 * the sentence before names, where none was spoken of since; or NULL.
 */
const struct programme *field_before(const struct document *doc, size_t token);

/* "14 of its 15 measures", "16 из 17 ее пунктов": does the noun have an owner that a pronoun stands for? */
bool has_owner_before(const struct document *doc, const struct finding *finding);

/*
 * "The related one on traceability, which began later, has passed 80", "Вторая, по туризму, — на 80%":
 * the programme on whose field the noun that is left out is; or NULL.
 */
const struct programme *one_on_field(const struct document *doc, const struct figure *figure);

/* "Which lag behind? – Газовая: 41%", "Налоговая — на 95%": by the one word before the sign; or NULL. */
const struct programme *one_by_word(const struct document *doc, const struct figure *figure);

/*
 * "They spoke of the programmes on tourism and gas. The first is 90% complete": is the figure of
 * one that only its place says? *ret: which, of those named right before; NULL: none of ours.
 */
bool is_by_order(const struct document *doc, const struct figure *figure,
                 const struct programme **ret);

/* "Energy 45%, overall 85%": the talk is of all of them again. */
bool is_of_whole(const struct document *doc, const struct figure *figure);

/*
 * "The transport programme is one of the 28 union programmes; of its 112 tasks 101 are
 * done": so few are of the one that was named, and of no package; or NULL.
 */
const struct programme *member_spoken_of(const struct document *doc, const struct finding *finding);

/* "993 мероприятия, 87% которых исполнены": the activities before the comma; of NOUN_NONE: none. */
struct noun_phrase noun_of_which(const struct document *doc, const struct figure *figure);

#endif
