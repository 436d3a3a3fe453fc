/* What the questions of a text ask for. */
#ifndef EXTRACT_QUESTIONS_H
#define EXTRACT_QUESTIONS_H

#include "document.h"

/* "…?", "They asked how many of the programmes were completed." */
bool asks(const struct document *doc, const struct sentence *s);

/* "- And done?", "Q: And in per cent?": of the same, though other sentences stood between. */
bool asks_more(const struct document *doc, const struct sentence *s, uint32_t index);

/* What is asked for turns the talk to it: "And in per cent?", "How many are completed?" */
void notice_asked_unit(struct document *doc, const struct sentence *s);
void notice_asked_stage(struct document *doc, const struct sentence *s);

/* Does it answer a question, or stand for a figure that was taken back? It needs no predicate. */
bool is_answer(const struct document *doc, const struct figure *figure);

/* "- Half done? - More.": the answer goes on in the next sentence. */
bool answers_in_part(const struct document *doc, const struct sentence *s);

/* "By March we ought to be at 75%": does it say how far they are to be, some sentences on? */
bool looks_ahead(const struct document *doc, const struct figure *figure);

#endif
