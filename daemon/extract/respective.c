/*
 * "The programmes on tourism, accounting and competition are 60, 72 and 80 per
 * cent complete, respectively": a list of names, and one of figures in the same
 * order.
 */
#include "naming.h"

#define LIST_MOST 8

/* So few words stand between two figures of one list. */
#define JOINT_TOKENS 4

struct list {
	const struct programme *programmes[LIST_MOST];
	size_t names;
	size_t figure; /* the first figure */
	size_t figures;
};

static bool is_joint(const struct document *doc, size_t i)
{
	return is_sign(doc, i, ',') || is_sign(doc, i, ';') || has_mark(doc, i, MARK_AND);
}

/* Do only joints and small words stand between the figures? */
static bool adjoin(const struct document *doc, const struct figure *a, const struct figure *b)
{
	bool joint = false;
	if (b->first > a->last + 1u + JOINT_TOKENS)
		return false;
	for (size_t i = a->last + 1u; i < b->first; i++) {
		if (!is_joint(doc, i) && !has_mark(doc, i, MARK_FUNCTION))
			return false;
		joint |= is_joint(doc, i);
	}
	return joint;
}

static bool may_be_listed(const struct figure *figure)
{
	return !figure->reason && !figure->has_total && !figure->total_only &&
	       figure->kind != FIGURE_ALL;
}

/* The last figures of a sentence that stand in a list, the last of them a percentage. */
static void find_list(const struct document *doc, const struct sentence *s, size_t end,
                      struct list *ret)
{
	size_t first = end;
	while (first > 0 && doc->figures[first - 1].number >= s->first && end - first < LIST_MOST &&
	       may_be_listed(&doc->figures[first - 1]) &&
	       (first == end || adjoin(doc, &doc->figures[first - 1], &doc->figures[first])))
		first--;
	ret->figure = first;
	ret->figures = end - first;
	if (end > first && doc->figures[end - 1].kind != FIGURE_PERCENT)
		ret->figures = 0;
}

static const struct programme *name_in(const struct document *doc, size_t first, size_t end)
{
	bool all;
	for (size_t i = first; i < end; i++) {
		int32_t alias = doc->covers[i].alias;
		if (alias >= 0 && doc->aliases[alias].name->programme)
			return doc->aliases[alias].name->programme;
	}
	return find_named(doc, first, end, &all);
}

/* The programmes named in first … end - 1, in their order, between joints. */
static void find_names(const struct document *doc, size_t first, size_t end, struct list *ret)
{
	size_t from = first;
	ret->names = 0;
	for (size_t i = first; i <= end && ret->names < LIST_MOST; i++) {
		int32_t alias = i < end ? doc->covers[i].alias : -1;
		bool inside = alias >= 0 && i > doc->aliases[alias].first &&
		              i < doc->aliases[alias].last;
		if (i < end && (inside || !is_joint(doc, i)))
			continue;
		const struct programme *programme = name_in(doc, from, i);
		if (programme && (!ret->names || ret->programmes[ret->names - 1] != programme))
			ret->programmes[ret->names++] = programme;
		from = i + 1;
	}
}

static void pair_list(struct document *doc, const struct list *list)
{
	struct figure *first = &doc->figures[list->figure], *last = first + list->figures - 1;
	for (size_t n = 0; n < list->figures; n++) {
		struct figure *figure = first + n;
		figure->clause_first = first->clause_first;
		figure->clause_end = last->clause_end;
		figure->core_first = first->core_first;
		figure->core_end = last->core_end;
		if (list->names == list->figures) {
			figure->kind = FIGURE_PERCENT;
			figure->listed = list->programmes[n];
		} else if (list->names > 1) {
			figure->reason = "one of several, and not clear of which";
		}
	}
}

void pair_respective(struct document *doc)
{
	for (size_t s = 0, end = 0; s < doc->sentence_count; s++) {
		const struct sentence *sentence = &doc->sentences[s];
		struct list list;
		while (end < doc->figure_count && doc->figures[end].number < sentence->end)
			end++;
		if (find_mark(doc, sentence->first, sentence->end, MARK_RESPECTIVELY) < 0)
			continue;
		find_list(doc, sentence, end, &list);
		if (list.figures < 2)
			continue;
		find_names(doc, sentence->first, doc->figures[list.figure].first, &list);
		pair_list(doc, &list);
	}
}
