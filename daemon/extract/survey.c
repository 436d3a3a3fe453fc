/* What the text as a whole speaks of, and which of its sentences assert nothing. */
#include "packages.h"
#include "topic.h"

/* "The tasks are 40% done. The previous package is closed": told in passing, behind the figures. */
static bool is_in_passing(const struct document *doc, size_t i)
{
	size_t f = 0;
	while (f < doc->figure_count &&
	       (doc->figures[f].reason ||
	        (doc->figures[f].kind != FIGURE_PERCENT && !doc->figures[f].has_total)))
		f++;
	return has_mark(doc, i, MARK_PREVIOUS) && f < doc->figure_count &&
	       doc->figures[f].first < i;
}

static void survey_packages(struct document *doc)
{
	bool in_passing = false;
	for (size_t i = 0; i < doc->count; i++) {
		const struct package *package = package_at(doc, i);
		int32_t f = doc->covers[i].figure;
		if (package && is_in_passing(doc, i)) {
			in_passing = true;
			continue;
		}
		if (!package && f >= 0 && doc->figures[f].number == i && !doc->figures[f].reason) {
			const struct figure *figure = &doc->figures[f];
			struct decimal total = figure->has_total ? figure->total : figure->value;
			size_t next = figure->last + 1u;
			while (next < doc->count && (has_mark(doc, next, MARK_NEUTRAL) ||
			                             has_mark(doc, next, MARK_FUNCTION) ||
			                             has_mark(doc, next, MARK_UNION)))
				next = past(doc, next);
			if (figure->kind == FIGURE_COUNT && next < doc->count &&
			    noun_at(doc, next).kind == NOUN_PROGRAMMES)
				package = package_of_total(doc, false, total);
		}
		if (package && doc->only_package && package != doc->only_package)
			doc->several_packages = true;
		if (package)
			doc->only_package = package;
	}
	doc->several_packages |= in_passing && doc->only_package;
	if (doc->several_packages)
		doc->only_package = NULL;
}

/* "programmes completed: 10 of 28", "170 tasks of 310" */
static bool counts_ours(const struct document *doc, size_t noun, bool activities)
{
	const struct sentence *s = &doc->sentences[doc->covers[noun].sentence];
	for (size_t i = s->first; i < s->end; i++) {
		int32_t f = doc->covers[i].figure;
		if (f < 0)
			continue;
		const struct figure *figure = &doc->figures[f];
		if ((figure->has_total && package_of_total(doc, activities, figure->total)) ||
		    (activities && figure->total_only && i == figure->number && noun < i &&
		     package_of_total(doc, activities, figure->value)))
			return true;
	}
	return false;
}

/* "They said that 90% would be done": a forecast; elsewhere "would" says what is not. */
static bool is_supposed(const struct document *doc, size_t i)
{
	const struct sentence *s = &doc->sentences[doc->covers[i].sentence];
	return has_mark(doc, i, MARK_REPORTED) && !has_mark(doc, i, MARK_IRREALIS) &&
	       (find_mark(doc, s->first, s->end, MARK_SAYS) < 0 ||
	        find_mark(doc, s->first, s->end, MARK_IF) >= 0);
}

/* From here on a number of programmes tells a package. */
#define RARE_TOTAL 20

/* So soon behind "Guidelines" the years stand. */
#define YEARS_TOKENS 4

/* What speaks of the programmes where several say it together. */
struct clues {
	unsigned partners; /* of the two states, a bit each */
	bool integration;  /* "integration", "union" */
	bool noun;         /* programmes or activities, of nobody else */
	bool package;      /* "the Guidelines" */
	bool guidelines;   /* with their years, or so many activities: "Guidelines for 2027-2029" */
	bool dated;        /* "the tasks for 2024-2026" */
	bool sized;        /* "115 tasks of 310", under the Guidelines */
	bool rare_size;    /* "897 activities of 993" */
	bool named;        /* "the oil programme" */
};

static bool has_years(const struct document *doc, size_t noun)
{
	for (size_t i = noun + 1; i < doc->count && i <= noun + YEARS_TOKENS; i++) {
		if (doc->covers[i].date == NO_DATE_YEARS)
			return true;
	}
	/* "the 2024-2026 Guidelines" */
	return noun > 0 && doc->covers[noun - 1].date == NO_DATE_YEARS;
}

static bool has_rare_size(const struct document *doc, size_t noun)
{
	const struct sentence *s = &doc->sentences[doc->covers[noun].sentence];
	for (size_t i = s->first; i < s->end; i++) {
		int32_t f = doc->covers[i].figure;
		if (f >= 0 && doc->figures[f].has_total &&
		    decimal_cmp(doc->figures[f].total, decimal_from_int(RARE_SIZE)) > 0 &&
		    package_of_total(doc, true, doc->figures[f].total))
			return true;
	}
	return false;
}

static void notice_clues(const struct document *doc, size_t i, struct clues *clues)
{
	const struct phrase *partner = marked(doc, i, MARK_PARTNER);
	struct noun_phrase np = noun_at(doc, i);
	bool activities = np.kind == NOUN_ACTIVITIES;
	int32_t f = doc->covers[i].figure;
	if (partner && partner->value < 2)
		clues->partners |= 1u << partner->value;
	clues->integration |= has_mark(doc, i, MARK_UNION) || has_mark(doc, i, MARK_ANCHOR) ||
	                      (partner && partner->value == 2);
	clues->noun |= f >= 0 && doc->figures[f].has_total && /* "13 of 28" */
	               decimal_cmp(doc->figures[f].total, decimal_from_int(RARE_TOTAL)) >= 0 &&
	               package_of_total(doc, false, doc->figures[f].total);
	clues->noun |= np.kind == NOUN_PROGRAMMES || activities ||
	               (np.kind == NOUN_ALIAS && np.strength >= 2 && !np.bare);
	clues->guidelines |= has_mark(doc, i, MARK_PACKAGE) && has_years(doc, i);
	clues->dated |= activities && np.last + 2 < doc->count &&
	                has_mark(doc, np.last + 1, MARK_LINK) && package_by_years(doc, np.last + 2);
	clues->sized |= activities && clues->package && counts_ours(doc, i, true);
	clues->package |= has_mark(doc, i, MARK_PACKAGE);
	clues->named |= np.kind == NOUN_ALIAS && np.strength >= 2 && !np.bare;
	clues->rare_size |= activities && has_rare_size(doc, i);
}

/* Neither says it alone: the programmes, the integration, and whose it is. */
static bool clues_are_enough(const struct document *doc, const struct clues *clues)
{
	if (clues->rare_size || clues->sized)
		return true;
	if (clues->dated && clues->partners == 3)
		return true;
	if (clues->named && clues->package && clues->partners == 3 && !doc->has_homonym)
		return true;
	if (!clues->integration || (doc->has_homonym && !doc->has_state))
		return false;
	return clues->guidelines || (clues->noun && clues->partners == 3);
}

void survey(struct document *doc)
{
	struct clues clues = { 0 };
	for (size_t i = 0; i < doc->count; i = past(doc, i)) {
		doc->has_state |= has_mark(doc, i, MARK_STATE);
		if (has_mark(doc, i, MARK_HOMONYM) && !doc->has_homonym) {
			doc->has_homonym = true;
			doc->homonym_sentence = doc->covers[i].sentence;
		}
	}
	for (size_t i = 0; i < doc->count; i = past(doc, i)) {
		doc->sentences[doc->covers[i].sentence].denied |= has_mark(doc, i, MARK_DENIAL) ||
		                                                  has_mark(doc, i, MARK_IRREALIS) ||
		                                                  is_supposed(doc, i);
		notice_clues(doc, i, &clues);
		/* "one of the 28 union ones", "одна из 28 союзных" */
		int32_t f = i > 0 ? doc->covers[i - 1].figure : -1;
		doc->has_anchor |= f >= 0 && has_mark(doc, i, MARK_UNION) &&
		                   doc->figures[f].kind == FIGURE_COUNT &&
		                   package_of_total(doc, false, doc->figures[f].value);
		doc->has_anchor |= package_at(doc, i) != NULL && doc->has_state;
		struct noun_phrase np = noun_at(doc, i);
		if (np.kind == NOUN_NONE)
			continue;
		doc->has_anchor |= (np.kind == NOUN_PROGRAMMES || np.kind == NOUN_ACTIVITIES) &&
		                   np.strength >= 2;
		doc->has_anchor |= np.kind == NOUN_BLOCK && np.strength == 3;
		/* "Union programme …", "Union State program measures" */
		doc->has_anchor |= np.kind == NOUN_SINGLE &&
		                   (np.strength == 3 ||
		                    (np.strength == 2 && doc->has_state &&
		                     has_mark(doc, np.last + 1, MARK_ACTIVITIES)));
		doc->has_anchor |= np.kind == NOUN_ALIAS && np.strength == 3;
		doc->has_anchor |= np.kind == NOUN_ALIAS && np.strength >= 2 && doc->has_state;
		/* "38% of the sectoral activities", in a text that names the Union State */
		doc->has_anchor |= np.kind == NOUN_ACTIVITIES && doc->has_state && i > 0 &&
		                   has_mark(doc, i - 1, MARK_UNION);
		doc->has_anchor |= np.kind == NOUN_PROGRAMMES && counts_ours(doc, i, false);
		doc->has_anchor |= np.kind == NOUN_ACTIVITIES && doc->has_state &&
		                   counts_ours(doc, i, true);
	}
	doc->by_clues = !doc->has_anchor && clues_are_enough(doc, &clues);
	doc->has_anchor |= doc->by_clues;
	survey_packages(doc);
}
