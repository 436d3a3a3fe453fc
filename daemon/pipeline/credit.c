#include "credit.h"

#include "change/credit.h"
#include "store/articles.h"
#include "store/claims.h"
#include "store/same.h"

/* Of one figure: far more than print one report in a fortnight under its agency's name. */
#define CANDIDATES 32

struct print {
	struct store_same place;
	const char *text;
};

static int load_text(struct commit *commit, struct print *print, struct err *err)
{
	struct store_article *article;

	if (store_find_article(commit->store, print->place.article_id, print->place.text_id,
	                       commit->arena, &article, err) < 0)
		return -1;
	print->text = article ? article->article.text : "";
	return 0;
}

static bool credits(const struct print *print, const struct store_same *other)
{
	return other->trust != SOURCE_TRUST_OFFICIAL &&
	       change_credits(print->text, print->place.in_title ? 0 : print->place.offset,
	                      print->place.in_title ? 0 : print->place.length, other->outlet);
}

static int join_where_credited(struct commit *commit, const struct print *fresh,
                               const struct store_same *same, struct err *err)
{
	struct print other = { .place = *same };

	if (load_text(commit, &other, err) < 0)
		return -1;
	if (!credits(fresh, same) && !credits(&other, &fresh->place))
		return 0;
	return commit_join(commit, fresh->place.article_id, same->article_id, err);
}

int credit_join(struct commit *commit, int64_t claim_id, struct err *err)
{
	struct store_same *list;
	struct store_claim *claim;
	struct print fresh;
	size_t count;

	if (store_same_figures(commit->store, claim_id, CANDIDATES, commit->arena, &list, &count,
	                       err) < 0)
		return -1;
	if (count == 0)
		return 0;
	if (store_find_claim(commit->store, claim_id, commit->arena, &claim, err) < 0)
		return -1;
	fresh.place = (struct store_same){ .article_id = claim->article_id,
		                           .text_id = claim->text_id,
		                           .outlet = claim->figure.outlet,
		                           .trust = claim->figure.trust,
		                           .in_title = claim->figure.claim.in_title,
		                           .offset = claim->figure.claim.offset,
		                           .length = claim->figure.claim.length };
	if (load_text(commit, &fresh, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (join_where_credited(commit, &fresh, &list[i], err) < 0)
			return -1;
	return 0;
}
