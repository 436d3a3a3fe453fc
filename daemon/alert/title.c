#include "alert/title.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "expand.h"
#include "phrases.h"
#include "words.h"

static const char *scope_of(const struct alert_fact *fact, enum alert_language language,
                            struct arena *arena)
{
	const struct claim *claim = &fact->now.claim;

	if (strcmp(claim->subject, CLAIM_ALL) == 0)
		return arena_printf(arena, "%s %s", phrase(language, PHRASE_UNION),
		                    words_package(claim->package, arena));
	return fact->subject[language] ? fact->subject[language] : claim->subject;
}

static const char *outlet_of(const struct alert_fact *fact)
{
	if (fact->has_figure)
		return fact->now.outlet;
	return fact->outlet ? fact->outlet : fact->source;
}

/* With a blank before it where it is anything. */
static const char *behind(const char *text, struct arena *arena)
{
	return text[0] ? arena_printf(arena, " %s", text) : "";
}

/* The same figure for another deadline. */
static bool is_put_off(const struct alert_fact *fact, enum alert_language language,
                       struct arena *arena)
{
	const struct claim *now = &fact->now.claim, *old = &fact->old.claim;
	const char *deadline = words_deadline(language, now->as_of, arena);
	const char *before = words_deadline(language, old->as_of, arena);

	return fact->kind == CHANGE_EXPECTED_MOVED && fact->has_old && deadline[0] && before[0] &&
	       strcmp(deadline, before) != 0 &&
	       strcmp(words_figure(language, now, arena), words_figure(language, old, arena)) == 0;
}

/* A forecast beside the old one; a deadline that both have is told once. */
static const char *moved_of(const struct claim *now, const struct claim *old,
                            enum alert_language language, struct arena *arena)
{
	const char *until = words_deadline(language, now->as_of, arena);
	const char *before = words_deadline(language, old->as_of, arena);
	const char *goal = words_goal(language, now, arena), *no = phrase(language, PHRASE_NOT);
	const char *figure = words_figure(language, old, arena);

	if (strcmp(until, before) != 0 || !until[0])
		return arena_printf(arena, "%s%s, %s %s%s", goal, behind(until, arena), no, figure,
		                    behind(before, arena));
	return arena_printf(arena, "%s, %s %s, %s", goal, no, figure, until);
}

#define TITLE_VALUES 20
#define SCOPE_FIRST "{scope}: "
#define SCOPE_MAX 30 /* characters: as many as the package as a whole has in Russian */

struct title {
	struct expand_value values[TITLE_VALUES];
	size_t count;
};

static void put_value(struct title *title, const char *name, const char *value)
{
	title->values[title->count++] = (struct expand_value){ name, value };
}

static void name_event(struct title *title, const struct alert_fact *fact,
                       enum alert_language language, struct arena *arena)
{
	put_value(title, "outlet", outlet_of(fact));
	put_value(title, "why", fact->why);
	put_value(title, "failure", phrase_failure(language, fact->failure, fact->why));
	put_value(title, "address", fact->moved_to);
	put_value(title, "since", words_since(language, alert_fact_day(fact), arena));
}

static void name_figure(struct title *title, const struct alert_fact *fact,
                        enum alert_language language, struct arena *arena)
{
	const struct claim *now = &fact->now.claim;
	const char *by = words_deadline(language, now->as_of, arena);
	const char *date = words_date(language, now->as_of, arena);

	put_value(title, "scope", scope_of(fact, language, arena));
	put_value(title, "now", words_statement(language, now, arena));
	put_value(title, "goal", words_goal(language, now, arena));
	put_value(title, "figure", words_figure(language, now, arena));
	put_value(title, "by", by);
	put_value(title, "until", behind(by, arena));
	put_value(title, "asof", words_since(language, now->as_of, arena));
	put_value(title, "dated", date[0] ? arena_printf(arena, ", %s", date) : "");
}

static void name_old(struct title *title, const struct alert_fact *fact,
                     enum alert_language language, struct arena *arena)
{
	const struct claim *now = &fact->now.claim, *old = &fact->old.claim;

	put_value(title, "old", words_figure(language, old, arena));
	put_value(title, "oldnow", words_statement(language, old, arena));
	put_value(title, "moved", moved_of(now, old, language, arena));
	put_value(title, "shift",
	          arena_printf(arena, "%s, %s %s", words_deadline(language, now->as_of, arena),
	                       phrase(language, PHRASE_NOT),
	                       words_deadline(language, old->as_of, arena)));
}

static size_t characters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

/* With its first letter a capital, in the scripts that phrases and names are written in. */
static const char *capital(const char *text, struct arena *arena)
{
	char *copy = arena_strdup(arena, text);
	unsigned char *c = (unsigned char *)copy;

	if (c[0] >= 'a' && c[0] <= 'z')
		c[0] = (unsigned char)(c[0] - 'a' + 'A');
	else if (c[0] == 0xd0 && c[1] >= 0xb0) /* а … п */
		c[1] = (unsigned char)(c[1] - 0x20);
	else if (c[0] == 0xd1 && c[1] >= 0x80 && c[1] <= 0x8f) { /* р … я */
		c[0] = 0xd0;
		c[1] = (unsigned char)(c[1] + 0x20);
	}
	return copy;
}

/*
 * Names of programmes have up to 160 characters: in front they would leave no
 * room for the news, so a long one stands behind it.
 */
static const char *with_scope(const char *form, const struct title *title, const char *scope,
                              enum alert_language language, struct arena *arena)
{
	struct expand_value values[] = { { "news", NULL }, { "scope", scope } };

	if (strncmp(form, SCOPE_FIRST, strlen(SCOPE_FIRST)) != 0 || characters(scope) <= SCOPE_MAX)
		return expand(form, title->values, title->count, arena);
	form += strlen(SCOPE_FIRST);
	values[0].value = capital(expand(form, title->values, title->count, arena), arena);
	return expand(phrase(language, PHRASE_SCOPE_LAST), values, COUNT(values), arena);
}

const char *alert_title(const struct alert_fact *fact, enum alert_language language,
                        struct arena *arena)
{
	const char *kind = is_put_off(fact, language, arena) ? "expected-put-off" : fact->kind_name;
	struct title title = { .count = 0 };

	name_event(&title, fact, language, arena);
	if (fact->has_figure)
		name_figure(&title, fact, language, arena);
	if (fact->has_old)
		name_old(&title, fact, language, arena);
	return with_scope(phrase_title(language, kind, fact->has_old), &title,
	                  fact->has_figure ? scope_of(fact, language, arena) : "", language, arena);
}
