/* What `integractl explain` reads, and what it shows: shared by its three files. */
#ifndef CTL_EXPLAIN_H
#define CTL_EXPLAIN_H

#include "base/arena.h"
#include "ctl.h"
#include "extract/extract.h"

struct config;

struct explained {
	struct arena *arena;
	const struct config *config;
	const char *name; /* of the text, for people: its file, address or place in the record */
	const char *title;
	const char *text;
	const char *language; /* NULL: not known */
	struct date published;
	const char *source; /* NULL: not known */
	struct extract_result result;
};

/*
 * explain_read.c: fills name, title, text, language and dates from a file
 * (plain or HTML), an http(s) address that is fetched once, or the number of
 * what the record has. Otherwise than CTL_DONE the mistake has been told.
 */
enum ctl_exit explain_read(struct ctl *ctl, const char *what, struct explained *x) MUST_CHECK;

/* explain_show.c: for people, sentence by sentence. */
void explain_show(const struct ctl *ctl, const struct explained *x);

#endif
