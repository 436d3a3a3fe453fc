/* News made of a few sentences, the same on every machine. */
#ifndef BENCH_EXTRACT_SAMPLE_H
#define BENCH_EXTRACT_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#define SENTENCES 8
#define SAMPLE_COUNT 3

struct sample {
	const char *language;
	const char *other[SENTENCES]; /* of other subjects */
	const char *ours[SENTENCES];  /* of ours, with what stands around it */
};

extern const struct sample SAMPLES[SAMPLE_COUNT];

/* The sentences in a random order, five a paragraph, at least so many bytes. Yours. */
char *sample_text(const char *const sentences[SENTENCES], size_t bytes, uint64_t *random);

#endif
