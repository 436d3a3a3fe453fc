/* Which programme a noun phrase names: "the programme on customs", "gas road map", or beside a comma. */
#include "naming.h"

#include "names.h"

/* How far a name may reach from its noun, in tokens. */
#define NAME_TOKENS 11

static const struct programme *alias_at(const struct document *doc, size_t i)
{
	int32_t alias = i < doc->count ? doc->covers[i].alias : -1;
	return alias >= 0 ? doc->aliases[alias].name->programme : NULL;
}

const struct programme *find_named(const struct document *doc, size_t first, size_t end,
                                   bool *ret_all)
{
	struct token words[2 * NAME_TOKENS];
	size_t count = 0;
	size_t strange = 0, telling = 0;
	*ret_all = true;
	/* Words that the lexicon has other uses for ("officials") name nothing. */
	for (size_t i = first; i < end && count < 2 * NAME_TOKENS; i++) {
		bool unknown = is_unknown(doc, i);
		if (unknown && !names_knows(doc->language->name_index, &doc->tokens[i])) {
			*ret_all = false;
			strange++;
			continue;
		}
		/* the "package" of "the second package" is no word of a programme's name */
		if (unknown || alias_at(doc, i) || has_mark(doc, i, MARK_FOREIGN) ||
		    has_mark(doc, i, MARK_DOCUMENT)) {
			words[count++] = doc->tokens[i];
			telling += !has_mark(doc, i, MARK_GENERAL) || alias_at(doc, i);
		}
	}
	/* "the programme of development": of anything */
	if (count > 0 && telling == 0) {
		*ret_all = false;
		return NULL;
	}
	/* One common word of several tells nothing: "the road map of cooperation with China". */
	return strange > count || (strange == count && count < 2)
	               ? NULL
	               : names_find(doc->language->name_index, words, 0, count);
}

/* No part of a name. The first word of a line may begin one, but none goes on with it. */
static bool is_no_name(const struct document *doc, size_t i)
{
	return is_sign(doc, i, ',') || is_sign(doc, i, '.') || is_sign(doc, i, ';') ||
	       is_sign(doc, i, ':') || is_sign(doc, i, '(') ||
	       (is_sign(doc, i, '-') && doc->tokens[i].spaced) || doc->covers[i].figure >= 0 ||
	       doc->covers[i].date >= 0 || has_mark(doc, i, MARK_LEVEL) ||
	       has_mark(doc, i, MARK_SAYS) || has_mark(doc, i, MARK_EXPECTED);
}

static bool ends_name(const struct document *doc, size_t i)
{
	return doc->tokens[i].line || is_no_name(doc, i);
}

/* So many words may stand before the name: "that of the", "the one on". */
#define LEAD_TOKENS 4

/* "on the transport market", "по таможенному регулированию", "«Единые правила …»" */
static const struct programme *name_after(const struct document *doc, size_t last, size_t *ret_last)
{
	size_t first = last + 1;
	bool all;
	while (first < doc->count && has_mark(doc, first, MARK_STATE))
		first = past(doc, first);
	/* "программа же по туризму" */
	if (has_mark(doc, first, MARK_FUNCTION) && !has_mark(doc, first, MARK_LINK) &&
	    !has_mark(doc, first, MARK_CONJUNCTION) && !has_mark(doc, first, MARK_FINITE) &&
	    has_mark(doc, past(doc, first), MARK_LINK))
		first = past(doc, first);
	/* "programme No. 27, on tourism" */
	if (has_mark(doc, first, MARK_NUMBERED) && past(doc, first) < doc->count &&
	    doc->tokens[past(doc, first)].kind == TOKEN_NUMBER)
		first = past(doc, first) + 1;
	/* "programme No. 27 (tourism)" */
	if (is_sign(doc, first, '('))
		first++;
	/* "the laggard programme, on the gas market, is …" */
	if (is_sign(doc, first, ',')) {
		/* "our programme, the one on transport, is …" */
		size_t link = first + 1;
		while (link < first + LEAD_TOKENS && link < doc->count &&
		       !has_mark(doc, last, MARK_PROGRAMMES) && !has_mark(doc, link, MARK_LINK) &&
		       (has_mark(doc, link, MARK_FUNCTION) || has_mark(doc, link, MARK_PRONOUN) ||
		        (marked(doc, link, MARK_NUMBER) &&
		         marked(doc, link, MARK_NUMBER)->value == 1)))
			link++;
		first = has_mark(doc, link, MARK_LINK) ? link : first;
	}
	/* "программы" may be the plural: then only "по …" or a quote begins a name. */
	if (has_mark(doc, last, MARK_PROGRAMMES) && !has_mark(doc, first, MARK_LINK) &&
	    !is_sign(doc, first, '"'))
		return NULL;
	size_t end = first;
	while (end < doc->count && end <= last + NAME_TOKENS && !ends_name(doc, end) &&
	       (alias_at(doc, end) ||
	        (!has_mark(doc, end, MARK_COMPLETED) && !has_mark(doc, end, MARK_PROGRESS))))
		end++;
	const struct programme *programme = find_named(doc, first, end, &all);
	for (size_t i = first; !programme && i < end; i++)
		programme = alias_at(doc, i);
	if (programme)
		*ret_last = end - 1;
	return programme;
}

/* "the transport programme", "gas road map" */
static const struct programme *name_before(const struct document *doc, size_t first,
                                           size_t *ret_first)
{
	size_t from = first;
	bool all;
	if (first == 0 || doc->tokens[first].line)
		return NULL;
	while (from > 0 && first - from < 5 && !is_no_name(doc, from - 1) &&
	       (is_unknown(doc, from - 1) || alias_at(doc, from - 1) ||
	        is_sign(doc, from - 1, '-') || has_mark(doc, from - 1, MARK_AND) ||
	        has_mark(doc, from - 1, MARK_FOREIGN))) {
		from--;
		if (doc->tokens[from].line)
			break;
	}
	if (from == first)
		return NULL;
	const struct programme *programme = find_named(doc, from, first, &all);
	/* "куратор туристической программы Союзного государства": where what follows makes it ours */
	if ((!programme || !all) && has_mark(doc, past(doc, first), MARK_STATE)) {
		programme = NULL;
		while (!(programme && all) && from + 1 < first)
			programme = find_named(doc, ++from, first, &all);
	}
	if (!programme || !all)
		programme = alias_at(doc, first - 1);
	if (programme)
		*ret_first = from;
	return programme;
}

/* "The common agrarian policy, also a union programme,": the name before the comma or dash. */
static const struct programme *name_in_apposition(const struct document *doc, size_t first)
{
	size_t i = first;
	bool all;
	for (int steps = 0; i > 0 && steps < 7; steps++, i--) {
		bool dash = is_sign(doc, i - 1, '-') && doc->tokens[i - 1].spaced;
		if (doc->tokens[i].line || is_unknown(doc, i - 1))
			return NULL;
		if (!dash && !is_sign(doc, i - 1, ','))
			continue;
		size_t end = i - 1, from = end;
		/* "Except for the gas market, the union programmes …" */
		if (find_mark_before(doc, end > NAME_TOKENS ? end - NAME_TOKENS : 0, end,
		                     MARK_EXCEPT) >= 0)
			return NULL;
		while (from > 0 && end - from < NAME_TOKENS && !is_no_name(doc, from - 1)) {
			from--;
			if (doc->tokens[from].line)
				break;
		}
		return alias_at(doc, end - 1) ? alias_at(doc, end - 1)
		                              : find_named(doc, from, end, &all);
	}
	return NULL;
}

/* "one of the 28 …": the programme spoken of is a member. */
static bool is_membership(const struct document *doc, size_t first)
{
	for (size_t i = first + 1; i > 0 && first + 1 - i < 6; i--) {
		const struct phrase *number = marked(doc, i - 1, MARK_NUMBER);
		if (number && number->value == 1)
			return true;
		if (i <= first && !has_mark(doc, i - 1, MARK_OUT_OF) &&
		    !has_mark(doc, i - 1, MARK_FUNCTION) && doc->covers[i - 1].figure < 0)
			return false;
	}
	return false;
}

/* "one of the 28 programmes, that of the single industrial policy", "одна из 28 программ — по туризму" */
static const struct programme *name_behind_sign(const struct document *doc, size_t last)
{
	size_t first = last + 1, lead = first + 1;
	/* "за одну из 28 программ - туристическую": a dash or colon needs no "on" */
	bool linked = is_sign(doc, first, '-') || is_sign(doc, first, ':'), all;
	if (!linked && !is_sign(doc, first, ','))
		return NULL;
	for (first++; first < doc->count && first < lead + LEAD_TOKENS; first++) {
		const struct phrase *number = marked(doc, first, MARK_NUMBER);
		if (is_sign(doc, first, ',') && has_mark(doc, first + 1, MARK_LINK))
			continue; /* "одна - наша, по транспорту" */
		bool link = has_mark(doc, first, MARK_LINK) || has_mark(doc, first, MARK_OUT_OF);
		if (!link && !has_mark(doc, first, MARK_FUNCTION) &&
		    !has_mark(doc, first, MARK_PRONOUN) && !(number && number->value == 1))
			break;
		linked |= link;
	}
	size_t end = first;
	while (end < doc->count && end < first + NAME_TOKENS && !ends_name(doc, end))
		end++;
	const struct programme *programme = linked ? find_named(doc, first, end, &all) : NULL;
	return programme && all ? programme : NULL;
}

/* "Of the 28 programmes one - ours, on transport": the "one" behind them, or -1. */
static long one_behind(const struct document *doc, const struct noun_phrase *np, size_t last)
{
	size_t i = last + 1, of = np->first;
	while (of > 0 && np->first - of < 3 && doc->covers[of - 1].figure >= 0)
		of = doc->covers[of - 1].first;
	while (has_mark(doc, i, MARK_FUNCTION) && !has_mark(doc, i, MARK_NUMBER) && i < last + 3)
		i = past(doc, i);
	const struct phrase *number = marked(doc, i, MARK_NUMBER);
	if (!number || number->value != 1 || of == 0 || !has_mark(doc, of - 1, MARK_OUT_OF))
		return -1;
	/* "one is ours, on transport" */
	for (size_t next = past(doc, i); next < last + 6 && (has_mark(doc, next, MARK_FUNCTION) ||
	                                                     has_mark(doc, next, MARK_FINITE));
	     next = past(doc, i))
		i = doc->covers[next].last;
	return (long)i;
}

const struct programme *named_programme(const struct document *doc, struct noun_phrase *np,
                                        size_t head, bool single)
{
	const struct cover *cover = &doc->covers[head];
	/* A form that is singular and plural ("программы") is taken as either. */
	const struct programme *programme = alias_at(doc, head);
	if (!programme && single)
		programme = name_after(doc, cover->last, &np->last);
	if (!programme && single)
		programme = name_before(doc, cover->first, &np->first);
	/* "the tourism union programme", "the agrarian union programme" */
	for (size_t i = np->first; !programme && single && i < cover->first; i++)
		programme = alias_at(doc, i);
	if (!programme && single)
		programme = name_before(doc, np->first, &np->first);
	if (!programme && np->strength == 3 && (single || is_membership(doc, np->first)))
		programme = name_in_apposition(doc, np->first);
	if (!programme && is_membership(doc, np->first))
		programme = name_behind_sign(doc, cover->last);
	long one = programme ? -1 : one_behind(doc, np, cover->last);
	if (one >= 0)
		programme = name_behind_sign(doc, (size_t)one);
	return programme;
}

/* So few words present a programme. */
#define PRESENTED_TOKENS 8u

/* The one programme that single words of first … end - 1 name, or NULL. */
static const struct programme *only_named(const struct document *doc, size_t first, size_t end)
{
	const struct programme *found = NULL;
	for (size_t i = first; i < end; i = past(doc, i)) {
		bool all;
		const struct programme *named = find_named(doc, i, past(doc, i), &all);
		if (doc->covers[i].figure >= 0 || (named && found && named != found))
			return NULL;
		found = named ? named : found;
	}
	return found;
}

const struct programme *presented_before(const struct document *doc, size_t noun)
{
	const struct sentence *s = &doc->sentences[doc->covers[noun].sentence];
	if (!has_mark(doc, noun, MARK_PROGRAMME) && !has_mark(doc, past(doc, noun), MARK_PROGRAMME))
		return NULL;
	if (noun > s->first + PRESENTED_TOKENS)
		return NULL;
	for (size_t i = s->first; i < noun; i++) {
		if (is_sign(doc, i, ':'))
			return only_named(doc, s->first, i);
	}
	if (s == doc->sentences || s[-1].in_title || s[-1].end - s[-1].first > PRESENTED_TOKENS)
		return NULL;
	return only_named(doc, s[-1].first, s[-1].end);
}
