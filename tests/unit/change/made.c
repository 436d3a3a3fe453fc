#include "change/made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/limits.h"

static struct arena *arena;
static int made_count;

void made_reset(void)
{
	arena_free(arena);
	arena = NULL;
	made_count = 0;
}

static bool take_prefix(const char **word, const char *prefix)
{
	size_t len = strlen(prefix);

	if (strncmp(*word, prefix, len) != 0)
		return false;
	*word += len;
	return true;
}

static enum claim_bound take_bound(const char **word)
{
	if (take_prefix(word, "~"))
		return CLAIM_ABOUT;
	if (take_prefix(word, ">"))
		return CLAIM_AT_LEAST;
	if (take_prefix(word, "<"))
		return CLAIM_AT_MOST;
	return CLAIM_EXACT;
}

static void set_figure(struct claim *c, const char *word)
{
	const char *start = word;
	size_t len;

	c->bound = take_bound(&word);
	len = strcspn(word, "-/%");
	if (!decimal_parse(word, len, &c->value))
		fail_msg("no figure: %s", start);
	c->unit = strchr(word, '%') ? CLAIM_PERCENT : CLAIM_COUNT;
	c->has_high = word[len] == '-';
	c->has_total = word[len] == '/';
	word += len + 1;
	if (c->has_high && !decimal_parse(word, strcspn(word, "%"), &c->high))
		fail_msg("no range: %s", start);
	if (c->has_total && !decimal_parse(word, strlen(word), &c->total))
		fail_msg("no total: %s", start);
}

static bool set_flag(struct figure *f, const char *word)
{
	struct claim *c = &f->claim;

	if (strcmp(word, "backfill") == 0)
		return f->is_backfill = true;
	if (claim_measure_parse(word, &c->measure) || claim_stage_parse(word, &c->stage) ||
	    claim_modality_parse(word, &c->modality) || claim_basis_parse(word, &c->basis))
		return true;
	return claim_status_parse(word, &c->status);
}

static void set_word(struct figure *f, const char *word)
{
	struct date date;

	if (take_prefix(&word, "by="))
		f->claim.speaker = word;
	else if (take_prefix(&word, "in="))
		f->outlet = word;
	else if (take_prefix(&word, "origin="))
		f->origin = strtol(word, NULL, 10);
	else if (take_prefix(&word, "package="))
		f->claim.package = word;
	else if (take_prefix(&word, "subject="))
		f->claim.subject = word;
	else if (take_prefix(&word, "trust="))
		assert_true(source_trust_parse(word, &f->trust));
	else if (take_prefix(&word, "pub="))
		assert_true(date_parse(word, strlen(word), &f->published));
	else if (take_prefix(&word, "recorded=")) {
		assert_true(date_parse(word, strlen(word), &date));
		f->recorded_s = (int64_t)date_first_day(date) * 24 * 3600;
	} else if (date_parse(word, strlen(word), &date))
		f->claim.as_of = date;
	else if (!set_flag(f, word))
		set_figure(&f->claim, word);
}

struct figure made(const char *line)
{
	struct figure f = { .claim = {
				    .package = "2021-2023", .subject = CLAIM_ALL, .quote = "" } };
	char key[HASH_HEX_SIZE], *words, *rest;

	if (!arena)
		arena = arena_new(MIB);
	made_count++;
	f.claim.measure = CLAIM_ACTIVITIES;
	f.origin = 1000 + made_count;
	f.outlet = f.source = arena_printf(arena, "outlet-%d", made_count);
	words = arena_strdup(arena, line);
	for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		set_word(&f, word);
	if (f.published.precision == DATE_NONE)
		f.published = f.claim.as_of;
	f.published_s = (int64_t)date_last_day(f.published) * 24 * 3600;
	f.claim_id = made_count;
	f.address = arena_printf(arena, "https://example.org/%d", made_count);
	f.sha256 = "";
	claim_natural_key(&f.claim, f.address, key);
	f.natural_key = arena_strdup(arena, key);
	return f;
}

uint32_t made_random(uint64_t *state)
{
	/* PCG (O'Neill 2014): a linear congruential step, its high bits mixed */
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((*state ^ (*state >> 18)) >> 27);
}
