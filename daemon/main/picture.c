/* The current figures for somebody at a terminal: what is known before the first poll. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "config/config.h"
#include "daemon.h"
#include "store/figures.h"

#define COLUMNS 6

/* Characters, not bytes: names and figures are UTF-8, one column a character. */
static int width_of(const char *s)
{
	size_t len = strlen(s);
	int width = 0;

	while (len > 0) {
		uint32_t cp;
		size_t step = utf8_decode(s, len, &cp);

		s += step;
		len -= step;
		width++;
	}
	return width;
}

static void print_row(const char *const cells[COLUMNS], const int widths[COLUMNS])
{
	for (size_t c = 0; c < COLUMNS; c++) {
		int pad = c + 1 < COLUMNS ? widths[c] - width_of(cells[c]) + 2 : 0;

		printf("%s%*s", cells[c], pad, "");
	}
	printf("\n");
}

static void fill_row(const struct store_series *series, struct arena *arena,
                     const char *cells[COLUMNS])
{
	const struct claim *claim = &series->current.claim;
	char *figure = claim_figure_text(claim), as_of[DATE_TEXT_SIZE];

	cells[0] = claim->package;
	cells[1] = claim->subject;
	cells[2] = arena_printf(arena, "%s %s", claim_measure_name(claim->measure),
	                        claim->stage == CLAIM_COMPLETED ? "completed" : "in progress");
	cells[3] = arena_strdup(arena, figure);
	cells[4] = arena_strdup(arena, date_format(claim->as_of, as_of));
	cells[5] = claim->speaker ? claim->speaker : series->current.outlet;
	free(figure);
}

static void print_table(const struct store_series *list, size_t count, struct arena *arena)
{
	static const char *const head[COLUMNS] = { "PACKAGE", "SUBJECT", "WHAT",
		                                   "FIGURE",  "AS OF",   "WHO SAYS SO" };
	const char *(*rows)[COLUMNS] = arena_array(arena, count, sizeof(*rows));
	int widths[COLUMNS];

	for (size_t c = 0; c < COLUMNS; c++)
		widths[c] = width_of(head[c]);
	for (size_t i = 0; i < count; i++) {
		fill_row(&list[i], arena, rows[i]);
		for (size_t c = 0; c < COLUMNS; c++)
			if (width_of(rows[i][c]) > widths[c])
				widths[c] = width_of(rows[i][c]);
	}
	print_row(head, widths);
	for (size_t i = 0; i < count; i++)
		print_row(rows[i], widths);
}

int daemon_show_picture(const struct daemon *daemon, struct err *err)
{
	struct arena *arena = arena_new(16 * MIB);
	struct store_series *list;
	size_t count;
	int done = store_list_series(daemon->store, NULL, arena, &list, &count, err);

	if (done == 0) {
		printf("integrad %s: %zu current figures; %zu sources to poll\n\n",
		       INTEGRAD_VERSION, count, daemon->config->source_count);
		if (count > 0)
			print_table(list, count, arena);
		printf("\n");
		fflush(stdout);
	}
	arena_free(arena);
	return done;
}
