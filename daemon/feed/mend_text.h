/* Character data of broken XML: entities, bare ampersands, control characters. */
#ifndef FEED_MEND_TEXT_H
#define FEED_MEND_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* An entity of the document's own DTD that is plain text, such as <!ENTITY firm "Belorusneft">. */
struct mend_entity {
	const char *name;
	size_t name_len;
	const char *value;
	size_t value_len;
};

#define MEND_ENTITIES_MAX 64
#define MEND_ENTITY_BYTES 64 /* of a value: a text that is longer is no abbreviation */

struct mend_text {
	struct buf *out;
	struct mend_entity entities[MEND_ENTITIES_MAX];
	size_t entity_count;
	const char *reason; /* the first repair */
	bool is_over;       /* the output's maximum was met */
};

void mend_say(struct mend_text *text, const char *reason);
void mend_put(struct mend_text *text, const char *s, size_t len);

/* Writes s as character data, or as an attribute's value (quotes escaped too). */
void mend_put_text(struct mend_text *text, const char *s, size_t len);
/* The same for CDATA: an ampersand there is itself. */
void mend_put_cdata(struct mend_text *text, const char *s, size_t len);

/* Reads the declarations between the brackets of a DOCTYPE. */
void mend_read_entities(struct mend_text *text, const char *s, size_t len);

#endif
