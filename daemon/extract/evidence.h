/*
 * What a reading rests on: the words that say so, and the rule that read them.
 * For the trace of a claim, and for the reason why a number is none.
 */
#ifndef EXTRACT_EVIDENCE_H
#define EXTRACT_EVIDENCE_H

#include <stddef.h>
#include <stdint.h>

/* The fields of a claim, in the order in which a trace has them. */
#define FIELDS(X) \
	X(PACKAGE, "package") \
	X(SUBJECT, "subject") \
	X(MEASURE, "measure") \
	X(STAGE, "stage") \
	X(UNIT, "unit") \
	X(VALUE, "value") \
	X(HIGH, "high") \
	X(TOTAL, "total") \
	X(BOUND, "bound") \
	X(AS_OF, "as_of") \
	X(MODALITY, "modality") \
	X(SPEAKER, "speaker") \
	X(BASIS, "basis")

enum field {
#define X(name, text) FIELD_##name,
	FIELDS(X)
#undef X
	FIELD_COUNT
};

struct evidence {
	int32_t first; /* tokens first … last; -1: no words */
	int32_t last;
	const char *rule; /* one short phrase, in English; NULL: there is nothing to explain */
};

static inline struct evidence by_words(size_t first, size_t last, const char *rule)
{
	return (struct evidence){ (int32_t)first, (int32_t)last, rule };
}

/* The rule of a package that nothing named. */
#define PACKAGE_IN_FORCE "the one in force"

/* Nothing said it: the rule says what is taken then. */
static inline struct evidence by_default(const char *rule)
{
	return (struct evidence){ -1, -1, rule };
}

#endif
