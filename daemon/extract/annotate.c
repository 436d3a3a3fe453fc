/* Lays the lexicon over the tokens: leftmost longest phrases, and the programmes' names. */
#include <string.h>

#include "document.h"

const struct phrase *marked(const struct document *doc, size_t token, enum mark mark)
{
	if (!has_mark(doc, token, mark))
		return NULL;
	for (const struct phrase *const *list = doc->covers[token].phrases; *list; list++) {
		for (const struct phrase *p = *list; p; p = p->next) {
			if (p->mark == (int)mark)
				return p;
		}
	}
	return NULL;
}

/* Does the sentence that all of first … end - 1 belongs to have no such word? */
static bool is_nowhere(const struct document *doc, size_t first, size_t end, enum mark mark)
{
	if (first >= end || !doc->sentences)
		return first >= end;
	const struct sentence *s = &doc->sentences[doc->covers[first].sentence];
	return first >= s->first && end <= s->end && !(s->marks[mark / 64] >> mark % 64 & 1);
}

long find_mark(const struct document *doc, size_t first, size_t end, enum mark mark)
{
	for (size_t i = is_nowhere(doc, first, end, mark) ? end : first; i < end; i++) {
		if (has_mark(doc, i, mark))
			return (long)i;
	}
	return -1;
}

long find_mark_before(const struct document *doc, size_t first, size_t end, enum mark mark)
{
	for (size_t i = is_nowhere(doc, first, end, mark) ? first : end; i > first; i--) {
		if (has_mark(doc, i - 1, mark))
			return (long)i - 1;
	}
	return -1;
}

int plain_number(const struct document *doc, size_t token, uint32_t max_len)
{
	if (token >= doc->count || doc->tokens[token].kind != TOKEN_NUMBER ||
	    doc->tokens[token].len > max_len)
		return -1;
	int n = 0;
	for (const char *s = doc->tokens[token].text; *s; s++) {
		if (*s < '0' || *s > '9')
			return -1;
		n = 10 * n + (*s - '0');
	}
	return n;
}

bool is_on_one_line(const struct document *doc, size_t first, size_t end)
{
	for (size_t i = first + 1; i < end && i < doc->count; i++) {
		if (doc->tokens[i].line)
			return false;
	}
	return true;
}

struct evidence by_phrase(const struct document *doc, long token, const char *rule)
{
	if (token < 0)
		return by_default(rule);
	return by_words(doc->covers[token].first, doc->covers[token].last, rule);
}

const char *because(const struct document *doc, size_t first, size_t last, const char *reason)
{
	*doc->cause = by_words(first, last, reason);
	return reason;
}

const char *because_of(const struct document *doc, size_t token, const char *reason)
{
	return because(doc, doc->covers[token].first, doc->covers[token].last, reason);
}

void note_cause(const struct document *doc, struct figure *figure)
{
	if (doc->cause->rule == figure->reason)
		figure->cause = *doc->cause;
}

const char *source_words(const struct document *doc, size_t first, size_t last)
{
	const struct token *a = &doc->tokens[first], *b = &doc->tokens[last];
	/* title and text are apart */
	while (b > a && b->in_title != a->in_title)
		b--;
	const char *from = a->in_title ? doc->input->title : doc->input->text;
	return arena_strndup(doc->arena, from + a->offset, b->offset + b->length - a->offset);
}

static struct cover cover_of(struct arena *arena, const struct vocabulary_match *match,
                             size_t first, size_t count)
{
	struct cover cover = { .first = (uint32_t)first,
		               .last = (uint32_t)(first + count - 1),
		               .figure = -1,
		               .date = -1,
		               .alias = -1 };
	if (match->count == 1)
		cover.phrases = match->phrases[0]->alone;
	if (match->count > 1) {
		const struct phrase **phrases = arena_array(arena, match->count + 1,
		                                            sizeof(*phrases));
		memcpy(phrases, match->phrases, match->count * sizeof(*phrases));
		cover.phrases = phrases;
	}
	for (size_t i = 0; i < match->count; i++) {
		for (const struct phrase *p = match->phrases[i]; p; p = p->next)
			cover.marks[p->mark / 64] |= (uint64_t)1 << p->mark % 64;
	}
	return cover;
}

static void lay_words(struct document *doc, size_t first, size_t end)
{
	struct vocabulary_matcher matcher;
	vocabulary_matcher_init(&matcher, doc->language->words, doc->tokens);
	for (size_t i = first; i < end;) {
		struct vocabulary_match match = vocabulary_match(&matcher, i, end);
		size_t n = match.length ? match.length : 1;
		struct cover cover = cover_of(doc->arena, &match, i, n);
		for (size_t k = i; k < i + n; k++)
			doc->covers[k] = cover;
		i += n;
	}
}

static void add_alias(struct document *doc, size_t first, size_t n, const struct name *name)
{
	doc->aliases = grow(doc->arena, doc->aliases, doc->alias_count, sizeof(*doc->aliases));
	for (size_t k = first; k < first + n; k++)
		doc->covers[k].alias = (int32_t)doc->alias_count;
	doc->aliases[doc->alias_count++] = (struct alias){ (uint32_t)first,
		                                           (uint32_t)(first + n - 1), name };
}

static void lay_names(struct document *doc, size_t first, size_t end)
{
	struct vocabulary_matcher matcher;
	vocabulary_matcher_init(&matcher, doc->language->names, doc->tokens);
	for (size_t i = first; i < end;) {
		struct vocabulary_match match = vocabulary_match(&matcher, i, end);
		if (match.length)
			add_alias(doc, i, match.length, match.phrases[0]->target);
		i += match.length ? match.length : 1;
	}
}

void find_marks(struct document *doc)
{
	/* A title and its text are read apart: no phrase begins in one and ends in the other. */
	lay_words(doc, 0, doc->title_count);
	lay_words(doc, doc->title_count, doc->count);
	lay_names(doc, 0, doc->title_count);
	lay_names(doc, doc->title_count, doc->count);
}
