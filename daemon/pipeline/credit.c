#include "credit.h"

#include <string.h>

#include "base/mem.h"
#include "store/same.h"

/*
 * Of one figure: far more than print one report in a fortnight under the name of
 * an outlet that is no agency.
 */
#define CANDIDATES 32

struct print {
	struct store_same place;
	struct change_print print;
};

static int load_print(struct commit *commit, struct print *print, struct err *err)
{
	const struct store_same *place = &print->place;
	struct store_article *article;

	if (store_find_article(commit->store, place->article_id, place->text_id, commit->arena,
	                       &article, err) < 0)
		return -1;
	print->print = (struct change_print){ .title = article ? article->article.title : "",
		                              .text = article ? article->article.text : "",
		                              .in_title = place->in_title,
		                              .offset = place->offset,
		                              .length = place->length };
	return 0;
}

/* --- agencies */

static void find_agencies(const struct commit *commit, const struct print *fresh,
                          struct credits *credits)
{
	const char *own;

	if (!commit->agencies)
		return;
	credits->count = change_credited(&fresh->print, commit->agencies, credits->names);
	if (fresh->place.trust == SOURCE_TRUST_OFFICIAL)
		return;
	own = change_agency_of(fresh->place.outlet, commit->agencies);
	for (size_t i = 0; own && i < credits->count; i++)
		if (strcmp(credits->names[i], own) == 0)
			return;
	if (own)
		credits->names[credits->count++] = own;
}

static int join_agencies(struct commit *commit, const struct figure *figure,
                         const struct store_article_id *article, const struct credits *credits,
                         struct err *err)
{
	for (size_t i = 0; i < credits->count; i++) {
		int64_t *others;
		size_t count;

		if (store_same_credits(commit->store, figure, article->article_id,
		                       credits->names[i], commit->arena, &others, &count, err) < 0)
			return -1;
		for (size_t k = 0; k < count; k++)
			if (commit_join(commit, article->article_id, others[k], err) < 0)
				return -1;
	}
	return 0;
}

/* --- other outlets */

static bool names_outlet(const struct print *print, const struct store_same *other)
{
	return other->trust != SOURCE_TRUST_OFFICIAL &&
	       change_credits(&print->print, other->outlet);
}

static int join_outlets(struct commit *commit, const struct figure *figure,
                        const struct print *fresh, struct err *err)
{
	struct store_same *list;
	size_t count;

	if (store_same_figures(commit->store, figure, fresh->place.article_id, CANDIDATES,
	                       commit->arena, &list, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct print other = { .place = list[i] };

		if (load_print(commit, &other, err) < 0)
			return -1;
		if ((names_outlet(fresh, &other.place) || names_outlet(&other, &fresh->place)) &&
		    commit_join(commit, fresh->place.article_id, other.place.article_id, err) < 0)
			return -1;
	}
	return 0;
}

static struct print print_of(const struct figure *figure, const struct store_article_id *article)
{
	return (struct print){ .place = { .article_id = article->article_id,
		                          .text_id = article->text_id,
		                          .outlet = figure->outlet,
		                          .trust = figure->trust,
		                          .in_title = figure->claim.in_title,
		                          .offset = figure->claim.offset,
		                          .length = figure->claim.length } };
}

int credit_join(struct commit *commit, const struct figure *figure,
                const struct store_article_id *article, struct credits *ret_credits,
                struct err *err)
{
	struct print fresh = print_of(figure, article);

	*ret_credits = (struct credits){ .count = 0 };
	if (load_print(commit, &fresh, err) < 0)
		return -1;
	find_agencies(commit, &fresh, ret_credits);
	if (join_agencies(commit, figure, article, ret_credits, err) < 0)
		return -1;
	return join_outlets(commit, figure, &fresh, err);
}

int credit_note(struct commit *commit, int64_t claim_id, const struct credits *credits,
                struct err *err)
{
	for (size_t i = 0; i < credits->count; i++)
		if (store_add_credit(commit->store, claim_id, credits->names[i], err) < 0)
			return -1;
	return 0;
}

int credit_look(struct commit *commit, const struct store_claim *claim, struct err *err)
{
	const struct store_article_id article = { .article_id = claim->article_id,
		                                  .text_id = claim->text_id };
	struct credits credits;

	if (credit_join(commit, &claim->figure, &article, &credits, err) < 0)
		return -1;
	return credit_note(commit, claim->figure.claim_id, &credits, err);
}

int credit_pass_on(struct commit *commit, int64_t from_id, const struct store_claim *to,
                   struct err *err)
{
	const struct store_article_id article = { .article_id = to->article_id,
		                                  .text_id = to->text_id };
	struct print print = print_of(&to->figure, &article);
	struct credits credits = { .count = 0 };
	const char **names;
	size_t count;

	if (store_list_credits(commit->store, from_id, commit->arena, &names, &count, err) < 0 ||
	    load_print(commit, &print, err) < 0)
		return -1;
	for (; credits.count < count && credits.count < COUNT(credits.names); credits.count++)
		credits.names[credits.count] = names[credits.count];
	if (join_agencies(commit, &to->figure, &article, &credits, err) < 0 ||
	    join_outlets(commit, &to->figure, &print, err) < 0)
		return -1;
	return credit_note(commit, to->figure.claim_id, &credits, err);
}
