/* "80% is done, she said. This is about the union programmes": what a figure is of is said after it. */
#include "ellipsis.h"
#include "target.h"

/* So soon behind "this is about" the noun follows. */
#define NOUN_TOKENS 16
/* And so soon behind the programmes what is theirs: "' activities". */
#define OWNED_TOKENS 2

static bool is_ours(const struct noun_phrase *np)
{
	return np->kind == NOUN_PROGRAMMES || np->kind == NOUN_ACTIVITIES ||
	       (np->kind == NOUN_ALIAS && !np->bare);
}

/* The words behind the figure that tell what it is of: "this is about", "сказал он о выполнении"; or -1. */
static long find_speaks_of(const struct document *doc, const struct figure *figure, size_t end)
{
	const struct sentence *s = &doc->sentences[doc->covers[figure->number].sentence];
	long speaks = find_mark(doc, figure->last + 1u, end, MARK_SPEAKS_OF);
	long says = speaks < 0 ? find_mark(doc, figure->last + 1u, s->end, MARK_SAYS) : -1;
	for (size_t i = says < 0 ? s->end : (size_t)says; i < s->end; i = past(doc, i)) {
		if (has_mark(doc, i, MARK_LINK) && has_mark(doc, past(doc, i), MARK_STAGE_NOUN))
			return (long)i;
	}
	return speaks;
}

/*
 * Nothing but a stage and a figure: another noun or a word that nobody knows would be what
 * it is of.
 */
static bool is_bare(const struct document *doc, const struct figure *figure)
{
	for (size_t i = figure->clause_first; i < figure->clause_end; i++) {
		enum noun kind = noun_at(doc, i).kind;
		if (kind != NOUN_NONE && kind != NOUN_FIGURE && kind != NOUN_PRONOUN)
			return i > figure->last && find_speaks_of(doc, figure, i) >= 0 &&
			       find_speaks_of(doc, figure, i) < (long)i;
	}
	return true;
}

static bool is_staged(const struct document *doc, const struct figure *figure)
{
	size_t first = figure->clause_first, end = figure->core_end;
	return find_mark(doc, first, end, MARK_COMPLETED) >= 0 ||
	       find_mark(doc, first, end, MARK_PROGRESS) >= 0 ||
	       (figure->kind == FIGURE_PERCENT &&
	        find_mark(doc, first, figure->first, MARK_LEVEL) >= 0);
}

/* So many sentences behind the figure it may be told what it is of. */
#define SPOKEN_SENTENCES 2

/* Where the sentences end that may tell it: the next, or one more behind one that names nothing. */
static size_t spoken_end(const struct document *doc, uint32_t index)
{
	const struct sentence *s = &doc->sentences[index];
	size_t end = s->end;
	for (uint32_t k = index + 1; k < doc->sentence_count && k <= index + SPOKEN_SENTENCES;
	     k++) {
		const struct sentence *next = &doc->sentences[k];
		bool other = false;
		if (next->in_title != s->in_title)
			break;
		end = next->end;
		for (size_t i = next->first; i < next->end && !other; i++)
			other = doc->covers[i].figure >= 0 || noun_at(doc, i).kind == NOUN_FOREIGN;
		if (other || find_mark(doc, next->first, next->end, MARK_SPEAKS_OF) >= 0)
			break;
	}
	return end;
}

bool find_spoken_of(const struct document *doc, const struct figure *figure, struct target *ret)
{
	uint32_t index = doc->covers[figure->number].sentence;
	size_t end = spoken_end(doc, index);
	long speaks = find_speaks_of(doc, figure, end);
	/* "36%," he said of the execution of the union programmes */
	bool own = is_staged(doc, figure);
	bool staged = own ||
	              (speaks >= 0 && find_mark(doc, (size_t)speaks, end, MARK_COMPLETED) >= 0);
	if (!staged || !is_bare(doc, figure) || unknown_in_core(doc, figure) > 0)
		return false;
	for (size_t i = speaks < 0 ? end : (size_t)speaks;
	     i < end && i < (size_t)speaks + NOUN_TOKENS; i++) {
		struct noun_phrase np = noun_at(doc, i);
		/* "… of the stadium. Asked about the union programmes, …" */
		bool strange = is_unknown(doc, i) && !doc->tokens[i].capital &&
		               !looks_like_verb(doc, i);
		if (np.kind == NOUN_FOREIGN || np.kind == NOUN_BLOCK || strange ||
		    is_sign(doc, i, ';') || doc->covers[i].sentence != doc->covers[speaks].sentence)
			return false;
		/* "the share of union programme measures" */
		if (np.kind == NOUN_ACTIVITIES && i > 0 && noun_at(doc, i - 1).kind == NOUN_SINGLE)
			np.strength = noun_at(doc, i - 1).strength;
		if (!is_ours(&np) || np.strength < 2 || is_ambiguous_union(doc, np.first))
			continue;
		/* "the share of the union programmes' activities" */
		for (size_t k = i + 1; k < end && k <= i + OWNED_TOKENS; k++) {
			if (doc->tokens[k].kind == TOKEN_WORD && np.kind == NOUN_PROGRAMMES &&
			    noun_at(doc, k).kind == NOUN_ACTIVITIES)
				np = noun_at(doc, k);
		}
		*ret = (struct target){ .kind = TARGET_SUBJECT,
			                .np = np,
			                .has_stage = !own,
			                .stage = CLAIM_COMPLETED,
			                .rule = "what the words after it say it is of" };
		return true;
	}
	return false;
}
