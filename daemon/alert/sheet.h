/* The lines of a message, written as plain text and as HTML. Strings live in the arena. */
#ifndef ALERT_SHEET_H
#define ALERT_SHEET_H

#include <stddef.h>

#include "base/arena.h"

enum sheet_kind {
	SHEET_LINE,
	SHEET_QUOTE,
	SHEET_LINK,
	SHEET_HEADING,
	SHEET_ITEM,
};

struct sheet_row {
	enum sheet_kind kind;
	const char *label; /* NULL: none */
	const char *text;
};

#define SHEET_ROWS_MAX 64

struct sheet {
	struct arena *arena;
	struct sheet_row rows[SHEET_ROWS_MAX];
	size_t count;
};

/* Over SHEET_ROWS_MAX nothing more is added: messages are bounded by who writes them. */
void sheet_add(struct sheet *sheet, enum sheet_kind kind, const char *label, const char *text);

const char *sheet_text(const struct sheet *sheet);
/* A fragment of HTML, everything escaped; the title is its heading. */
const char *sheet_html(const struct sheet *sheet, const char *title);

/* Text with & < > and quotes escaped; in the arena. */
const char *sheet_escape(const char *text, struct arena *arena);

#endif
