/*
 * The record: one SQLite database. This header opens and closes it and frames
 * transactions; the nouns have headers of their own (store/sources.h,
 * articles.h, claims.h, figures.h, changes.h, verify.h).
 *
 * Every function that can fail says so by struct err: ERR_AGAIN where another
 * program holds the database or the disk is full, ERR_BROKEN where the file is
 * not sound, is not ours, or may not be read, ERR_INPUT where a value was
 * refused by a constraint. A reader that meets a lock gets an error, never a
 * short list. Lists and their strings belong to the arena that the caller
 * gives. One thread only.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct store;

enum store_mode {
	STORE_READ_ONLY,  /* needs no daemon and takes no lock; the file must exist */
	STORE_READ_WRITE, /* makes and migrates the database; one writer for a state, see below */
};

/*
 * Opens the database at path. A writer makes what is missing, climbs the
 * migration ladder, and holds a lock on `path`.lock until store_close(); where
 * another process has it the answer is ERR_AGAIN and names its process id. A
 * database of another program, or of a newer integrad, is refused untouched
 * (ERR_BROKEN).
 */
int store_open(const char *path, enum store_mode mode, struct store **ret_store, struct err *err)
	MUST_CHECK;
/* Rolls back what was not committed. NULL is fine. */
void store_close(struct store *store);

/*
 * One transaction for all that one reply brought. begin takes the write lock
 * at once, so that a commit cannot fail for want of it. After any error inside
 * a transaction call store_rollback(). A commit that failed with an I/O error
 * may have landed all the same: do the reply again, every insert is idempotent.
 */
int store_begin(struct store *store, struct err *err) MUST_CHECK;
int store_commit(struct store *store, struct err *err) MUST_CHECK;
void store_rollback(struct store *store);

/*
 * Copies what was committed from the WAL into the file, where it has become
 * much, so that no commit has to. Outside of a transaction; for stores that
 * called store_index_late(), others need none.
 */
void store_tidy(struct store *store);

/*
 * A part of the transaction that is open, which can be undone by itself. undo
 * is false where an error has rolled back the whole: then nothing is left of it
 * but to call store_rollback().
 */
int store_begin_part(struct store *store, struct err *err) MUST_CHECK;
int store_end_part(struct store *store, struct err *err) MUST_CHECK;
bool store_undo_part(struct store *store);

/*
 * Readers that make several calls for one answer frame them with these, so
 * that all calls see the same moment.
 */
int store_begin_read(struct store *store, struct err *err) MUST_CHECK;
void store_end_read(struct store *store);

/*
 * Small facts about the record itself, such as which recorded history has been
 * imported ("history" → its SHA-256). "" where the mark was never set. The
 * value belongs to the store until the next call.
 */
int store_get_mark(struct store *store, const char *name, const char **ret_value, struct err *err)
	MUST_CHECK;
int store_set_mark(struct store *store, const char *name, const char *value, struct err *err)
	MUST_CHECK;
int store_drop_mark(struct store *store, const char *name, struct err *err) MUST_CHECK;

struct store_mark {
	const char *name;
	const char *value;
};
/* Those whose names begin so, by name; list and strings are the arena's. */
int store_list_marks(struct store *store, const char *prefix, struct arena *arena,
                     struct store_mark **ret_list, size_t *ret_count, struct err *err) MUST_CHECK;

/*
 * A number that changes when any connection, of this process or another, has
 * committed: what `changes --follow` and a page that is kept open look at.
 */
int store_data_version(struct store *store, int64_t *ret_version, struct err *err) MUST_CHECK;

#endif
