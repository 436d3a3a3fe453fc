#include "tiny.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"

const char tiny_english[] =
	"language: en\n"
	"decimal: .\n"
	"day-after-month: yes\n"
	"strip: [s]\n"
	"abbreviations: [dr, no]\n"
	"endings: {noun: [-, s]}\n"
	"numbers: one=1, seven=7, nine=9, eleven=11, twenty=20, eighty=80, hundred=100\n"
	"fractions: half=1/2, a third=1/3\n"
	"fraction-parts: thirds=3, quarters=4\n"
	"percent: %, per cent, percent\n"
	"out-of: of, out of\n"
	"in-each: in\n"
	"range-to: to\n"
	"range-from: between, from\n"
	"change-from: from\n"
	"and: and\n"
	"conjunctions: and, while\n"
	"counted-things: million, days, roubles\n"
	"about: about, almost\n"
	"at-least: over, at least\n"
	"at-most: under, up to\n"
	"at-most-after: at most\n"
	"months: january=1, april=4, december=12, may=5\n"
	"periods: first half=H1, third quarter=Q3, end of the year=Y, nine months=M09\n"
	"relative-years: last year=-1, this year=0\n"
	"which-month: last=-1\n"
	"relative-dates: today=day+0, now=day+0, a year ago=month-12, this month=month+0\n"
	"before-year: of, in, by, on\n"
	"since: since\n"
	"union-state: union state\n"
	"union-words: union\n"
	"programmes: programmes\n"
	"programme: programme\n"
	"activities: measures, tasks\n"
	"package-nouns: package\n"
	"all: all\n"
	"rest: remaining, another\n"
	"neutral: planned, the, sectoral\n"
	"figure-nouns: figure, share\n"
	"pronouns: they, them, it\n"
	"foreign: trade, budget\n"
	"homonyms: trade union\n"
	"completed: completed, implement*, done\n"
	"in-progress: under way\n"
	"other-stages: signed, agreed\n"
	"levels: reached, risen to, is at\n"
	"differences: grew, rose, rose by\n"
	"expected: will, may\n"
	"not: not\n"
	"denials: denied\n"
	"back-denials: that was wrong\n"
	"if: if\n"
	"says: said\n"
	"offices: minister\n"
	"function-words: a, an, in, on, by, have, has, been, is, are, were, was, be, only, this\n";

static struct package_alias gas[] = { { "en", "single gas market", true } };
static struct package_alias tourism[] = { { "en", "tourism", true } };
static struct programme programmes[] = {
	{ .key = "gas-market", .aliases = gas, .alias_count = 1 },
	{ .key = "tourism", .aliases = tourism, .alias_count = 1 },
};
static struct package_total first_totals[] = { { "programmes", 28, true, NULL } };
static struct package_total second_totals[] = { { "activities", 310, true, NULL } };
static struct package packages[] = {
	{ .key = "2021-2023",
	  .first = { DATE_YEAR, 2021, 0, 0 },
	  .last = { DATE_YEAR, 2023, 0, 0 },
	  .totals = first_totals,
	  .total_count = 1,
	  .programmes = programmes,
	  .programme_count = 2 },
	{ .key = "2024-2026",
	  .first = { DATE_YEAR, 2024, 0, 0 },
	  .last = { DATE_YEAR, 2026, 0, 0 },
	  .totals = second_totals,
	  .total_count = 1 },
};
const struct package_list tiny_packages = { packages, 2 };

static struct tree *new_node(struct arena *arena, enum tree_kind kind, const char *file, int line)
{
	struct tree *node = arena_alloc(arena, sizeof(*node));
	*node = (struct tree){ .kind = kind,
		               .file = file,
		               .line = line,
		               .column = 1,
		               .key_line = line,
		               .key_column = 1 };
	node->items = arena_array(arena, 128, sizeof(struct tree *));
	return node;
}

/* "a=1" in a map, "a" in a list; "-" is the empty text. */
static struct tree *new_item(struct arena *arena, const char *file, int line, const char *text,
                             size_t len)
{
	struct tree *item = new_node(arena, TREE_SCALAR, file, line);
	const char *equals = memchr(text, '=', len);
	if (equals) {
		item->key = arena_strndup(arena, text, (size_t)(equals - text));
		len -= (size_t)(equals - text) + 1;
		text = equals + 1;
	}
	item->text = len == 1 && *text == '-' ? "" : arena_strndup(arena, text, len);
	return item;
}

static struct tree *new_collection(struct arena *arena, const char *file, int line,
                                   const char *text, size_t len)
{
	struct tree *node = new_node(arena, memchr(text, '=', len) ? TREE_MAP : TREE_LIST, file,
	                             line);
	for (size_t at = 0; at < len && node->count < 128;) {
		const char *comma = memchr(text + at, ',', len - at);
		size_t end = comma ? (size_t)(comma - text) : len;
		node->items[node->count++] = new_item(arena, file, line, text + at, end - at);
		at = end + 1;
		while (at < len && text[at] == ' ')
			at++;
	}
	return node;
}

static struct tree *new_value(struct arena *arena, const char *file, int line, const char *key,
                              const char *text, size_t len)
{
	struct tree *node;
	if (*text == '{') { /* {class: [a, b]} */
		const char *colon = memchr(text, ':', len);
		node = new_node(arena, TREE_MAP, file, line);
		node->items[0] = new_collection(arena, file, line, colon + 3,
		                                len - (size_t)(colon + 3 - text) - 2);
		node->items[0]->key = arena_strndup(arena, text + 1, (size_t)(colon - text) - 1);
		node->count = 1;
	} else if (*text == '[') {
		node = new_collection(arena, file, line, text + 1, len - 2);
	} else if (strcmp(key, "language") == 0 || strcmp(key, "decimal") == 0 ||
	           strcmp(key, "day-after-month") == 0) {
		node = new_item(arena, file, line, text, len);
	} else {
		node = new_collection(arena, file, line, text, len);
	}
	node->key = key;
	return node;
}

const struct tree *tiny_tree(struct arena *arena, const char *file, const char *text)
{
	struct tree *root = new_node(arena, TREE_MAP, file, 1);
	for (int line = 1; *text; line++) {
		size_t len = strcspn(text, "\n"), key = strcspn(text, ":");
		assert_true(key < len && root->count < 128);
		root->items[root->count++] = new_value(arena, file, line,
		                                       arena_strndup(arena, text, key),
		                                       text + key + 2, len - key - 2);
		text += len + (text[len] != '\0');
	}
	return root;
}

struct lexicon *tiny_lexicon(struct arena *arena)
{
	struct tree_mistakes mistakes = { .arena = arena };
	const struct tree *tree = tiny_tree(arena, "tiny", tiny_english);
	struct lexicon *lexicon = lexicon_new(&tiny_packages, &tree, 1, &mistakes);
	if (mistakes.count)
		fail_msg("line %d: %s", mistakes.list[0].line, mistakes.list[0].text);
	return lexicon;
}
