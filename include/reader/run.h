/*
 * The reader's work itself: bytes in, harvest out. No network, no files, no
 * clock; the same in the spawned child and in integractl.
 */
#ifndef READER_RUN_H
#define READER_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "reader/harvest.h"
#include "reader/job.h"

struct lexicon;

/*
 * Does the job. Bytes that make no sense are no error: they give a harvest
 * with a failure and its reason. -1 (ERR_LIMIT) only where the job passes what
 * the arena may hold.
 *
 * FEED: every item is dated by its own offset, else in the source's timezone;
 * one without a date gets the day of the fetch; one from the future is clamped
 * to it and flagged. Candidates come with the claims of the feed's own text;
 * those whose text is short want to be followed to their page.
 * PAGE and TEXT: one article with its claims. A page without text, or without a
 * claim where the feed's text has some, is read as the feed's text.
 */
int reader_run(const struct lexicon *lexicon, const struct reader_job *job, struct arena *arena,
               struct reader_harvest *ret_harvest, struct err *err) MUST_CHECK;

/*
 * An item's identity inside its source: in the upper 40 bits which item it is,
 * by its GUID, else its address, else its title and text; in the lower 24 what
 * words it has. The reader falls back to the next where a feed gives several
 * items the same GUID.
 */
uint64_t reader_identity(const char *guid, const char *address, const char *title,
                         const char *text);
/* The same item, in whatever words. */
bool reader_is_same_item(uint64_t a, uint64_t b);
/* Between which two identities, both included, the same item lies in whatever words. */
void reader_item_span(uint64_t identity, uint64_t *ret_first, uint64_t *ret_last);

#endif
