#include "wrap.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

/* Of words longer than any line, such as addresses, a piece is printed as it comes. */
#define WORD_BYTES (64 * KIB)

void wrap_start(struct wrap *wrap, FILE *out, bool colour, size_t width, size_t indent)
{
	*wrap = (struct wrap){ .out = out, .colour = colour, .width = width, .indent = indent };
	buf_init(&wrap->word, WORD_BYTES);
}

static void print_word(struct wrap *wrap)
{
	size_t needed = wrap->word_width + wrap->has_space;

	if (wrap->word.len == 0)
		return;
	if (wrap->width && wrap->column > wrap->indent && wrap->column + needed > wrap->width) {
		fprintf(wrap->out, "\n%*s", (int)wrap->indent, "");
		wrap->column = wrap->indent;
		wrap->has_space = false;
	}
	if (wrap->has_space)
		fputc(' ', wrap->out);
	fwrite(wrap->word.data, 1, wrap->word.len, wrap->out);
	wrap->column += wrap->word_width + wrap->has_space;
	wrap->has_space = false;
	wrap->word_width = 0;
	buf_clear(&wrap->word);
}

/* A word, or a part of one, with the style around it. */
static void add_part(struct wrap *wrap, enum term_style style, char *part)
{
	const char *on = term_on(style, wrap->colour);
	const char *off = term_off(style, wrap->colour);

	if (wrap->word.len + strlen(part) + 16 > wrap->word.max)
		print_word(wrap);
	if (buf_printf(&wrap->word, "%s%s%s", on, part, off) == 0)
		wrap->word_width += term_width(part);
}

void wrap_put(struct wrap *wrap, enum term_style style, const char *text, size_t len)
{
	char *copy = mem_strndup(text, len);
	char *clean = term_clean(copy);
	char *rest = clean;

	for (char *part = strsep(&rest, " "); part; part = strsep(&rest, " ")) {
		if (*part)
			add_part(wrap, style, part);
		if (rest) {
			print_word(wrap);
			wrap->has_space = wrap->column > 0;
		}
	}
	free(clean);
	free(copy);
}

void wrap_puts(struct wrap *wrap, enum term_style style, const char *text)
{
	wrap_put(wrap, style, text, strlen(text));
}

void wrap_tab(struct wrap *wrap, size_t column)
{
	print_word(wrap);
	wrap->has_space = wrap->column >= column;
	if (wrap->column < column) {
		fprintf(wrap->out, "%*s", (int)(column - wrap->column), "");
		wrap->column = column;
	}
}

void wrap_end(struct wrap *wrap)
{
	print_word(wrap);
	fputc('\n', wrap->out);
	buf_done(&wrap->word);
}
