#include "sheet.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

#define SHEET_BYTES (1 * MIB)

void sheet_add(struct sheet *sheet, enum sheet_kind kind, const char *label, const char *text)
{
	if (sheet->count < SHEET_ROWS_MAX)
		sheet->rows[sheet->count++] = (struct sheet_row){ kind, label, text };
}

/* What does not fit is left out: the bound is far over what is written. */
static void put(struct buf *out, const char *text)
{
	if (buf_puts(out, text))
		return;
}

const char *sheet_escape(const char *text, struct arena *arena)
{
	static const struct {
		char c;
		const char *entity;
	} entities[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" } };
	const char *result;
	struct buf out;

	buf_init(&out, SHEET_BYTES);
	for (; *text; text++) {
		const char one[2] = { *text, '\0' }, *written = one;

		for (size_t i = 0; i < COUNT(entities); i++)
			if (entities[i].c == *text)
				written = entities[i].entity;
		put(&out, written);
	}
	result = arena_strndup(arena, out.data ? out.data : "", out.len);
	buf_done(&out);
	return result;
}

static const char *finish(struct buf *out, struct arena *arena)
{
	const char *result = arena_strndup(arena, out->data ? out->data : "", out->len);

	buf_done(out);
	return result;
}

static void put_text_row(struct buf *out, const struct sheet_row *row)
{
	if (row->kind == SHEET_HEADING && out->len > 0)
		put(out, "\n");
	if (row->kind == SHEET_ITEM)
		put(out, "• ");
	if (row->label) {
		put(out, row->label);
		put(out, ": ");
	}
	put(out, row->text);
	put(out, row->kind == SHEET_HEADING ? ":\n" : "\n");
}

const char *sheet_text(const struct sheet *sheet)
{
	struct buf out;

	buf_init(&out, SHEET_BYTES);
	for (size_t i = 0; i < sheet->count; i++)
		put_text_row(&out, &sheet->rows[i]);
	return finish(&out, sheet->arena);
}

/* Addresses of articles come from strangers: only web addresses become links. */
static const char *html_of(const struct sheet_row *row, struct arena *arena)
{
	const char *text = sheet_escape(row->text, arena);
	const char *label = row->label ? arena_printf(arena, "<b>%s:</b> ",
	                                              sheet_escape(row->label, arena))
	                               : "";
	int is_web = strncmp(row->text, "https://", 8) == 0 ||
	             strncmp(row->text, "http://", 7) == 0;

	switch (row->kind) {
	case SHEET_QUOTE:
		return arena_printf(arena, "<blockquote>%s</blockquote>\n", text);
	case SHEET_LINK:
		if (is_web)
			return arena_printf(arena, "<p>%s<a href=\"%s\">%s</a></p>\n", label, text,
			                    text);
		break;
	case SHEET_HEADING:
		return arena_printf(arena, "<h3>%s</h3>\n", text);
	case SHEET_ITEM:
		return arena_printf(arena, "<p>• %s</p>\n", text);
	case SHEET_LINE:
		break;
	}
	return arena_printf(arena, "<p>%s%s</p>\n", label, text);
}

const char *sheet_html(const struct sheet *sheet, const char *title)
{
	struct buf out;

	buf_init(&out, SHEET_BYTES);
	put(&out, arena_printf(sheet->arena, "<h2>%s</h2>\n", sheet_escape(title, sheet->arena)));
	for (size_t i = 0; i < sheet->count; i++)
		put(&out, html_of(&sheet->rows[i], sheet->arena));
	return finish(&out, sheet->arena);
}
