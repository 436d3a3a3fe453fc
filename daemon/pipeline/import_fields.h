/* The fields of an imported line, as far as they are not a claim's. */
#ifndef PIPELINE_IMPORT_FIELDS_H
#define PIPELINE_IMPORT_FIELDS_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/article.h"
#include "model/claim.h"

/* "" where neither key has a text; other may be NULL. */
const char *import_text(const json_t *json, const char *name, const char *other,
                        struct arena *arena);
int import_read_address(const json_t *json, struct arena *arena, struct article *article,
                        struct err *err) MUST_CHECK;
/* A day, month or year, or an instant with its offset; none that is still to come. */
int import_read_published(const json_t *json, int64_t now_s, struct arena *arena,
                          struct article *article, struct err *err) MUST_CHECK;
/* ERR_INPUT: a key is none, and the text names the nearest. */
int import_check_keys(const json_t *json, struct err *err) MUST_CHECK;
/* Nobody can report the state of a day to come. */
int import_check_as_of(const struct claim *claim, struct date published, struct err *err)
	MUST_CHECK;

#endif
