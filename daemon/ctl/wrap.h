/*
 * Running text in lines that fit a terminal: broken at spaces, with an indent,
 * in any mixture of styles.
 */
#ifndef CTL_WRAP_H
#define CTL_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "term.h"

struct wrap {
	FILE *out;
	bool colour;
	size_t width;  /* columns of a line; 0: no limit */
	size_t indent; /* of every line but the first */
	/* its own */
	size_t column;
	struct buf word; /* that is not yet printed, with the sequences of its styles */
	size_t word_width;
	bool has_space; /* one is due before the word */
};

/* Begins a paragraph; wrap_end() ends it. Its first line begins at the left edge. */
void wrap_start(struct wrap *wrap, FILE *out, bool colour, size_t width, size_t indent);

/* Appends text of strangers, which is cleaned (term_clean). Spaces fold into one. */
void wrap_put(struct wrap *wrap, enum term_style style, const char *text, size_t len);
void wrap_puts(struct wrap *wrap, enum term_style style, const char *text);

/* Goes on at this column, or one space further on where that is passed already. */
void wrap_tab(struct wrap *wrap, size_t column);

void wrap_end(struct wrap *wrap);

#endif
