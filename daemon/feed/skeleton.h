/*
 * A document with its long texts taken out: libxml2 takes text outside ASCII
 * apart character by character, and CDATA nearly so, which costs more than all
 * the rest of a feed. Where the parser meets the mark, the text stands.
 */
#ifndef FEED_SKELETON_H
#define FEED_SKELETON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* DEL: a character of XML that nobody writes; a document that has it is left alone. */
#define SKELETON_MARK '\x7F'

struct skeleton_text {
	const char *s; /* in the document; sound XML without references, or a CDATA section's */
	size_t len;
};

struct skeleton {
	struct buf xml;
	struct skeleton_text *texts; /* what each mark stands for, in order */
	size_t count;
	size_t cap;
};

void skeleton_init(struct skeleton *skeleton);
void skeleton_done(struct skeleton *skeleton);

/*
 * False where nothing is gained, or where the document is too odd to be touched:
 * it is then to be read as it is. Its mistakes, if any, stand in the skeleton too,
 * but in other lines. text is UTF-8, and lives as long as the skeleton.
 */
bool skeleton_make(struct skeleton *skeleton, const char *text, size_t len);

#endif
