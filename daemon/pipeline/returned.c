#include "returned.h"

#include <string.h>

#include "change/visit.h"
#include "store/claims.h"

/* What has come and gone so often is no correction: the page, or one of its servers, flickers. */
#define READINGS_MAX 3

/* What the record has of the claim, and of what stood beside or after it. */
struct before {
	int readings;
	bool is_last;    /* nothing else was said after the last of them */
	int64_t other_s; /* when something else was said last */
};

static int list_before(struct commit *commit, const struct claim *claim, int64_t article_id,
                       struct before *ret, struct err *err)
{
	char series[CLAIM_SERIES_SIZE], own[HASH_HEX_SIZE], key[HASH_HEX_SIZE];
	const struct store_claim_filter filter = { .series = claim_series(claim, series),
		                                   .article_id = article_id };
	struct store_claim *list;
	size_t count;

	*ret = (struct before){ 0 };
	if (store_list_claims(commit->store, &filter, commit->arena, &list, &count, err) < 0)
		return -1;
	claim_natural_key(claim, "", own);
	for (size_t i = 0; i < count; i++) { /* the newest first */
		const struct figure *f = &list[i].figure;

		claim_natural_key(&f->claim, "", key);
		if (strcmp(key, own) == 0) {
			ret->is_last |= ret->readings++ == 0 && ret->other_s == 0;
		} else if (f->version_s > ret->other_s) {
			ret->other_s = f->version_s;
		}
	}
	return 0;
}

/* A figure that the text before had, too, was never away. */
static int was_there(struct commit *commit, const struct claim *claim,
                     const struct store_article_id *article, bool *ret, struct err *err)
{
	struct store_article *before;
	struct change_words words;

	*ret = false;
	if (store_find_article(commit->store, article->article_id, article->earlier_text_id,
	                       commit->arena, &before, err) < 0)
		return -1;
	if (before)
		*ret = change_look_for(claim->quote, before->article.title, before->article.text,
		                       commit->arena, &words) == CHANGE_LOOK_SEEN;
	return 0;
}

int returned_look(struct commit *commit, const struct claim *claim,
                  const struct store_article_id *article, int64_t *ret_returned_s, struct err *err)
{
	struct before before;
	bool is_there;

	*ret_returned_s = 0;
	if (commit->is_import || !article->earlier_text_id)
		return 0;
	if (list_before(commit, claim, article->article_id, &before, err) < 0)
		return -1;
	if (before.readings == 0 || before.readings >= READINGS_MAX || before.is_last)
		return 0;
	if (was_there(commit, claim, article, &is_there, err) < 0)
		return -1;
	if (!is_there)
		*ret_returned_s = commit->now_s > before.other_s ? commit->now_s
		                                                 : before.other_s + 1;
	return 0;
}
