#include "extract/extract.h"

#include <string.h>

#include "attribution.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "confidence.h"
#include "document.h"
#include "hints.h"
#include "trace.h"

/* Of every number in a text that names no programme. */
#define NOT_OURS "nothing in the text is about the programmes"

/* Enough text to know a language by. */
#define GUESS_BYTES 4000

/* The language with the most words that its lexicon knows; the first of equals. */
static const struct language *guess_language(const struct lexicon *lexicon, struct arena *arena,
                                             const char *text)
{
	const struct language *best = NULL;
	size_t best_known = 0, len = utf8_cut(text, strlen(text), GUESS_BYTES);
	for (size_t l = 0; l < lexicon->language_count; l++) {
		const struct language *language = &lexicon->languages[l];
		struct token_list tokens = { NULL, 0, 0 };
		size_t known = 0;
		words_split(arena, &language->fold, text, len, false, &tokens);
		struct vocabulary_matcher matcher;
		vocabulary_matcher_init(&matcher, language->words, tokens.list);
		for (size_t i = 0; i < tokens.count; i++) {
			struct vocabulary_match match = vocabulary_match(&matcher, i, tokens.count);
			known += match.length > 0 && tokens.list[i].kind == TOKEN_WORD;
		}
		if (!best || known > best_known) {
			best = language;
			best_known = known;
		}
	}
	return best;
}

static const struct language *language_of(const struct lexicon *lexicon,
                                          const struct extract_input *input, struct arena *arena)
{
	const struct language *language = lexicon_language(lexicon, input->language);
	if (language)
		return language;
	return guess_language(lexicon, arena, *input->text ? input->text : input->title);
}

void document_open(struct document *doc, const struct lexicon *lexicon,
                   const struct language *language, const struct extract_input *input,
                   struct arena *arena)
{
	struct token_list tokens = { NULL, 0, 0 };
	*doc = (struct document){
		.lexicon = lexicon, .language = language, .arena = arena, .input = input
	};
	words_split(arena, &doc->language->fold, input->title, strlen(input->title), true, &tokens);
	doc->title_count = tokens.count;
	words_split(arena, &doc->language->fold, input->text, strlen(input->text), false, &tokens);
	doc->tokens = tokens.list;
	doc->count = tokens.count;
	doc->covers = arena_room(arena, tokens.count + 1, sizeof(*doc->covers));
	doc->covers[tokens.count] = (struct cover){ .phrases = NULL };
	doc->cause = arena_alloc(arena, sizeof(*doc->cause));
}

static void hand_over_claims(struct document *doc, int threshold, struct extract_result *ret)
{
	ret->claims = arena_array(doc->arena, doc->draft_count + 1, sizeof(*ret->claims));
	for (size_t d = 0; d < doc->draft_count; d++) {
		struct draft *draft = &doc->drafts[d];
		if (draft->dropped)
			continue;
		draft->claim.status = draft->claim.confidence < threshold ? CLAIM_HELD
		                                                          : CLAIM_ACCEPTED;
		draft->claim.trace = trace_write(doc, draft->why);
		draft->place = ret->claim_count;
		ret->claims[ret->claim_count++] = draft->claim;
	}
}

static struct extract_number *add_number(struct extract_result *ret, const struct token *first,
                                         const struct token *last, const char *reason)
{
	struct extract_number *number = &ret->numbers[ret->number_count++];
	*number = (struct extract_number){ .in_title = first->in_title,
		                           .offset = first->offset,
		                           .length = last->offset + last->length - first->offset,
		                           .reason = reason };
	return number;
}

static void hand_over_figure(const struct document *doc, const struct figure *figure,
                             struct extract_result *ret)
{
	struct extract_number *number = add_number(ret, &doc->tokens[figure->number],
	                                           &doc->tokens[figure->number_last],
	                                           figure->reason ? figure->reason : NOT_OURS);
	if (figure->claim >= 0 && !doc->drafts[figure->claim].dropped) {
		number->claim = &ret->claims[doc->drafts[figure->claim].place];
		number->reason = NULL;
	} else if (figure->reason && figure->cause.rule && figure->cause.first >= 0) {
		number->words = source_words(doc, (size_t)figure->cause.first,
		                             (size_t)figure->cause.last);
	}
}

/* Digits that are no figure: the last token of what they are a part of. */
static size_t hand_over_other(const struct document *doc, size_t i, struct extract_result *ret)
{
	int32_t date = doc->covers[i].date;
	size_t last = date >= 0 ? doc->whens[date].last : i;
	const char *reason = date >= 0               ? "a date"
	                     : date == NO_DATE_YEARS ? "a span of years"
	                                             : "no number of ours, as it is written";
	if (last < i || doc->tokens[last].in_title != doc->tokens[i].in_title)
		last = i;
	add_number(ret, &doc->tokens[i], &doc->tokens[last], reason);
	return last;
}

static void hand_over_numbers(const struct document *doc, struct extract_result *ret)
{
	size_t most = 0;
	for (size_t i = 0; i < doc->count; i++)
		most += doc->covers[i].figure >= 0 || doc->tokens[i].kind == TOKEN_NUMBER;
	ret->numbers = arena_array(doc->arena, most + 1, sizeof(*ret->numbers));
	for (size_t i = 0; i < doc->count; i++) {
		int32_t f = doc->covers[i].figure;
		if (f >= 0 && doc->figures[f].number == i)
			hand_over_figure(doc, &doc->figures[f], ret);
		else if (f < 0 && doc->tokens[i].kind == TOKEN_NUMBER)
			i = hand_over_other(doc, i, ret);
	}
}

static void hand_over_sentences(const struct document *doc, struct extract_result *ret)
{
	ret->sentences = arena_array(doc->arena, doc->sentence_count + 1, sizeof(*ret->sentences));
	for (size_t s = 0; s < doc->sentence_count; s++) {
		const struct token *a = &doc->tokens[doc->sentences[s].first],
				   *b = &doc->tokens[doc->sentences[s].end - 1];
		ret->sentences[ret->sentence_count++] = (struct extract_sentence){
			a->in_title, a->offset, b->offset + b->length - a->offset
		};
	}
}

static void find_claims_of_ours(struct document *doc)
{
	if (doc->has_anchor)
		find_claims(doc);
}

/* A text that needs more memory than it may have is given up where that is seen first. */
static void run_stages(struct document *doc)
{
	static void (*const stages[])(struct document * doc) = {
		find_marks,   find_sentences,      find_dates,       find_figures,
		find_clauses, find_nouns,          pair_respective,  find_tables,
		survey,       find_claims_of_ours, attribute_claims, date_by_occasions,
		drop_repeats, weigh_claims,
	};
	for (size_t i = 0; i < COUNT(stages) && !arena_is_full(doc->arena); i++)
		stages[i](doc);
}

static bool is_candidate(const struct language *language, const struct extract_input *input)
{
	unsigned hints = hints_find(language->hints, input->title, strlen(input->title));
	if (!hints_are_enough(hints))
		hints |= hints_find(language->hints, input->text, strlen(input->text));
	return hints_are_enough(hints);
}

static void read_closely(const struct lexicon *lexicon, const struct language *language,
                         const struct extract_input *input, int threshold, struct arena *arena,
                         struct extract_result *ret)
{
	struct document doc;
	document_open(&doc, lexicon, language, input, arena);
	if (doc.count == 0)
		return;
	run_stages(&doc);
	if (arena_is_full(arena))
		return;
	hand_over_claims(&doc, threshold, ret);
	hand_over_numbers(&doc, ret);
	hand_over_sentences(&doc, ret);
}

int extract_claims(const struct lexicon *lexicon, const struct extract_input *input,
                   int threshold_permille, struct arena *arena, struct extract_result *ret,
                   struct err *err)
{
	struct extract_input given = *input;
	const struct language *language;
	const char *title = input->title ? input->title : "";
	given.title = arena_strndup(arena, title,
	                            utf8_cut(title, strlen(title), LIMIT_TITLE_BYTES));
	given.text = input->text ? input->text : "";
	if (strlen(given.text) > LIMIT_ITEM_TEXT_BYTES)
		return err_set(err, ERR_LIMIT, "the text is longer than %u bytes",
		               LIMIT_ITEM_TEXT_BYTES);
	language = language_of(lexicon, &given, arena);
	if (!language)
		return err_set(err, ERR_INPUT, "no lexicon is loaded");
	memset(ret, 0, sizeof(*ret));
	ret->language = language->code;
	ret->is_candidate = is_candidate(language, &given);
	if (ret->is_candidate || input->reads_all)
		read_closely(lexicon, language, &given, threshold_permille, arena, ret);
	if (arena_is_full(arena))
		return err_set(err, ERR_LIMIT, "the text needs more memory than a job may have");
	return 0;
}
