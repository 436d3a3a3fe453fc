/*
 * A figure with all that is found out about it on its way to a claim, and the
 * steps of that way, each in the file that is named here.
 */
#ifndef EXTRACT_FINDING_H
#define EXTRACT_FINDING_H

#include "asof.h"
#include "predicate.h"
#include "target.h"

/* From here on a number that is a package's total is hardly a chance. */
#define SIZE_LEAST 20

struct finding {
	size_t f;
	const struct figure *figure;
	struct target target;
	struct predicate predicate;
	struct as_of as_of;
	const struct package *package;
	const struct programme *programme;
	enum claim_measure measure;
	enum claim_unit unit;
	const char *unit_rule; /* NULL: the figure itself says it */
	bool stage_from_focus; /* as in what was said before */
	struct evidence why[FIELD_COUNT];
};

/* Does the figure take its subject from what was said before? */
bool is_back_reference(const struct finding *finding);

/* package.c: fills package; NULL where there was none in force. */
void find_package(const struct document *doc, struct finding *finding);

/* measure.c: what is counted, and in what. */
/* "Now there are 13 of them", "теперь их тринадцать": a count of all that were spoken of, not of one. */
bool counts_them(const struct document *doc, const struct figure *figure);
/* "its implementation", "the degree of its readiness": of the programme itself. */
bool stage_is_its(const struct document *doc, const struct figure *figure);
void find_measure(const struct document *doc, struct finding *finding);
/* unit.c */
void find_unit(const struct document *doc, struct finding *finding);

/* parts.c: "92 of the 140 measures planned for 2025": is it out of what is due in a while? */
bool is_out_of_due(const struct document *doc, const struct finding *finding);

/* "87% are done, of them a third ahead of time": a share of what is done. */
bool is_share_of_share(const struct document *doc, size_t f);

/* parts.c: is it how far some have got: "fulfilled by 90%: 6", "and 11 were 90% complete"? */
bool is_degree_of_some(const struct document *doc, const struct finding *finding);

/* parts.c: "115 of the 310 are completed … the other 195": all the rest of them. */
bool makes_up_whole(const struct document *doc, const struct figure *figure);

/* parts.c: "the programme on the fleet, one of the 28 union programmes, is 80% done": of one, unnamed. */
bool is_one_of_them(const struct document *doc, const struct figure *figure,
                    const struct noun_phrase *np);

/* parts.c: "all the activities of twelve programmes are done": of these. */
bool is_all_of_some(const struct document *doc, size_t f);

/* parts.c: "the financial block leads, where 87% is done": of the part before. */
bool is_there(const struct document *doc, const struct figure *figure);
/* Is the figure of a part that an aside tells of: "The financial block, which …, is 73% done"? */
bool is_of_block_with_aside(const struct document *doc, const struct figure *figure);

/* parts.c: is it of the same state, "in terms of whole programmes it is twelve", told of activities before? */
bool tells_in_programmes(const struct document *doc, const struct finding *finding);

/* plausible.c: why the finding is no claim after all, or NULL. */
extern const char NO_LEVEL[]; /* the reason where a difference is told */
extern const char NOT_DONE[], LEFT_OVER[],
	NEGATED[];                 /* the reasons where something is told, but no progress */
extern const char DENIED[];        /* the reason where the sentence asserts nothing */
extern const char SAID_INSTEAD[];  /* the reason of the 80 in "not 80 but 60%" */
extern const char NO_PROGRESS[];   /* the reason where they are only counted */
extern const char WHO_THINKS[];    /* the reason where respondents are counted */
extern const char SIZE_OF_WHOLE[]; /* the reason of the 28 in "they carry out the 28 programmes" */
extern const char BEFORE_ALL[];    /* the reason where the package had not begun */
extern const char OTHER_PART[];    /* the reason of "the energy block, 55%" */
/* the reasons where programmes of another kind are counted */
extern const char TOO_MANY[], OLDER_PROGRAMMES[];

static inline bool counts_another_kind(const char *reason)
{
	return reason == TOO_MANY || reason == OLDER_PROGRAMMES;
}

const char *implausible(const struct document *doc, const struct finding *finding);
bool is_size_of_whole(const struct document *doc, const struct finding *finding);
/* stageless.c: why a finding without a word of a stage is no claim, or NULL. */
const char *without_stage(const struct document *doc, const struct finding *finding);

/* draft.c: makes the claim, and remembers what it was of. */
void add_draft(struct document *doc, struct finding *finding);

/* consider.c: takes the figure for a claim, or gives it its reason. */
void consider(struct document *doc, size_t f);

#endif
