#include "words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/mem.h"
#include "base/utf8.h"

#define SOUGHT_MAX 32

/* Words of a snippet, and of them before the first that matches. */
#define SNIPPET_WORDS 28
#define SNIPPET_BEFORE 6

/* As unicode61 has it, as far as people's languages go: letters and digits make words. */
static bool is_letter(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
		       (cp >= 'a' && cp <= 'z');
	return cp >= 0xC0 && cp != 0xD7 && cp != 0xF7 && !(cp >= 0x2000 && cp <= 0x2BFF) &&
	       !(cp >= 0x3000 && cp <= 0x303F) && cp != 0xFEFF && cp != UTF8_REPLACEMENT;
}

/* The next word at or behind *at; false: there is none. */
static bool next_word(const char **at, const char **ret_word, size_t *ret_len)
{
	const char *end = *at + strlen(*at), *p = *at, *begun = NULL;

	while (p < end) {
		uint32_t cp;
		size_t len = utf8_decode_quick(p, (size_t)(end - p), &cp);

		if (is_letter(cp) && !begun)
			begun = p;
		else if (!is_letter(cp) && begun)
			break;
		p += len;
	}
	*at = p;
	if (!begun)
		return false;
	*ret_word = begun;
	*ret_len = (size_t)(p - begun);
	return true;
}

/* --- what was typed */

struct parsing {
	struct arena *arena;
	struct sought *sought;
};

/* One term: a word, or several in quotation marks. Each of its words is marked in snippets. */
static int add_term(struct parsing *p, const char *term, size_t len, bool is_start, struct err *err)
{
	struct sought *sought = p->sought;
	char *folded = fold_text(term, len);
	const char *at = folded, *word;
	size_t before = sought->count, word_len;

	while (next_word(&at, &word, &word_len)) {
		if (sought->count == SOUGHT_MAX) {
			free(folded);
			return err_set(err, ERR_INPUT, "at most %d words can be looked for",
			               SOUGHT_MAX);
		}
		sought->words[sought->count++] =
			(struct sought_word){ .folded = arena_strndup(p->arena, word, word_len) };
	}
	free(folded);
	if (sought->count == before)
		return err_set(err, ERR_INPUT, "there is no letter or digit in %.*s", (int)len,
		               term);
	sought->words[sought->count - 1].is_start = is_start;
	sought->expression = arena_printf(p->arena, "%s%s\"", sought->expression,
	                                  sought->expression[0] ? " " : "");
	for (size_t i = before; i < sought->count; i++)
		sought->expression = arena_printf(p->arena, "%s%s%s", sought->expression,
		                                  i > before ? " " : "", sought->words[i].folded);
	sought->expression = arena_printf(p->arena, "%s\"%s", sought->expression,
	                                  is_start ? "*" : "");
	return 0;
}

static int add_quotation(struct parsing *p, const char **at, struct err *err)
{
	const char *begin = *at + 1, *end = strchr(begin, '"');
	bool is_start;

	if (!end)
		return err_set(err, ERR_INPUT, "a quotation mark is not closed: %s", *at);
	is_start = end[1] == '*';
	*at = end + (is_start ? 2 : 1);
	return add_term(p, begin, (size_t)(end - begin), is_start, err);
}

static int add_word(struct parsing *p, const char **at, struct err *err)
{
	size_t len = strcspn(*at, " \t\n\"");
	const char *word = *at, *star = memchr(word, '*', len);

	*at += len;
	if (star && star != word + len - 1)
		return err_set(err, ERR_INPUT, "* stands at the end of a word, not within %.*s",
		               (int)len, word);
	return add_term(p, word, len - (star ? 1 : 0), star != NULL, err);
}

int words_parse(const char *typed, struct arena *arena, struct sought *ret_sought, struct err *err)
{
	struct sought sought = { .expression = "",
		                 .words = arena_array(arena, SOUGHT_MAX, sizeof(*sought.words)) };
	struct parsing p = { .arena = arena, .sought = &sought };

	for (const char *at = typed; *(at += strspn(at, " \t\n"));)
		if ((*at == '"' ? add_quotation(&p, &at, err) : add_word(&p, &at, err)) < 0)
			return -1;
	if (sought.count == 0)
		return err_set(err, ERR_INPUT, "there is no word to look for");
	*ret_sought = sought;
	return 0;
}

/* --- where they stand */

static bool is_sought(const struct sought *sought, const char *word, size_t len)
{
	char *folded = fold_text(word, len);
	bool is_match = false;

	for (size_t i = 0; i < sought->count && !is_match; i++) {
		const struct sought_word *w = &sought->words[i];

		is_match = w->is_start ? strncmp(folded, w->folded, strlen(w->folded)) == 0
		                       : strcmp(folded, w->folded) == 0;
	}
	free(folded);
	return is_match;
}

struct mark {
	const char *at;
	size_t len;
	bool is_match;
};

struct marks {
	struct mark *list;
	size_t count;
	size_t cap;
};

static void find_marks(const struct sought *sought, const char *text, struct marks *marks)
{
	const char *at = text, *word;
	size_t len;

	while (next_word(&at, &word, &len)) {
		marks->list = mem_room(marks->list, marks->count, &marks->cap,
		                       sizeof(*marks->list));
		marks->list[marks->count++] = (struct mark){ word, len,
			                                     is_sought(sought, word, len) };
	}
}

/* The first of the windows that have most matches. */
static size_t best_window(const struct marks *marks)
{
	size_t in = 0, most = 0, best = 0;

	for (size_t i = 0; i < marks->count; i++) {
		in += marks->list[i].is_match;
		if (i >= SNIPPET_WORDS)
			in -= marks->list[i - SNIPPET_WORDS].is_match;
		if (in > most) {
			most = in;
			best = i + 1 >= SNIPPET_WORDS ? i + 1 - SNIPPET_WORDS : 0;
		}
	}
	while (best < marks->count && most > 0 && !marks->list[best].is_match)
		best++;
	return best > SNIPPET_BEFORE ? best - SNIPPET_BEFORE : 0;
}

void words_snippet(const struct sought *sought, const char *text, struct arena *arena,
                   struct store_piece **ret_pieces, size_t *ret_count)
{
	struct marks marks = { .list = NULL };
	struct store_piece *pieces;
	size_t count = 0, first, end;
	const char *at;

	find_marks(sought, text, &marks);
	first = best_window(&marks);
	end = first + SNIPPET_WORDS < marks.count ? first + SNIPPET_WORDS : marks.count;
	pieces = arena_array(arena, 2 * (end - first) + 2, sizeof(*pieces));
	at = first > 0 ? marks.list[first].at : text;
	for (size_t i = first; i < end; i++) {
		const struct mark *mark = &marks.list[i];

		if (!mark->is_match)
			continue;
		if (mark->at > at)
			pieces[count++] = (struct store_piece){
				.text = arena_strndup(arena, at, (size_t)(mark->at - at))
			};
		pieces[count++] = (struct store_piece){ arena_strndup(arena, mark->at, mark->len),
			                                true };
		at = mark->at + mark->len;
	}
	if (end == marks.count)
		pieces[count++] = (struct store_piece){ .text = arena_strdup(arena, at) };
	else if (marks.list[end].at > at)
		pieces[count++] = (struct store_piece){
			.text = arena_printf(arena, "%.*s…", (int)(marks.list[end].at - at), at)
		};
	free(marks.list);
	*ret_pieces = pieces;
	*ret_count = count;
}
