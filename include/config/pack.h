/*
 * Packages and lexicons as one block of bytes: the files themselves, as they
 * were when they were read and found sound. Whoever has a pack makes the same
 * lexicon of it and needs no file system for that, nor can it fail because
 * somebody has moved or broken a file since.
 */
#ifndef CONFIG_PACK_H
#define CONFIG_PACK_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

enum pack_kind {
	PACK_PACKAGES, /* a file of packages-dir */
	PACK_LEXICON,  /* a file of lexicon-dir or of a folder in it */
};

struct pack_file {
	enum pack_kind kind;
	const char *path; /* for mistakes */
	const char *bytes;
	size_t len;
};

/* Appends a file. -1, and nothing appended, where the pack is at its maximum. */
int pack_add(struct buf *pack, const struct pack_file *file) MUST_CHECK;

/*
 * The file at *at, which moves on behind it; everything in *ret_file lies in
 * the pack. 1: there it is. 0: that was the last one. -1 (ERR_INPUT): these
 * are no bytes of a pack.
 */
int pack_next(const char **at, const char *end, struct pack_file *ret_file, struct err *err)
	MUST_CHECK;

#endif
