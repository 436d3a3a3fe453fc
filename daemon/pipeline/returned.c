#include "returned.h"

#include <string.h>

#include "change/visit.h"
#include "store/claims.h"

/* What has come and gone so often is no correction: the page, or one of its servers, flickers. */
#define READINGS_MAX 3

/* What the record has of the claim, and of what stood beside or after it. */
struct before {
	int readings;
	bool is_last;         /* nothing else was said after the last of them */
	int64_t other_s;      /* when something else was said last */
	bool has_news_beside; /* the newest text has been found to say something else of that day */
};

static int list_before(struct commit *commit, const struct claim *claim,
                       const struct store_article_id *article, struct before *ret, struct err *err)
{
	char series[CLAIM_SERIES_SIZE], own[HASH_HEX_SIZE], key[HASH_HEX_SIZE];
	const struct store_claim_filter filter = { .series = claim_series(claim, series),
		                                   .article_id = article->article_id };
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
			continue;
		}
		ret->has_news_beside |= list[i].text_id == article->text_id &&
		                        date_equal(f->claim.as_of, claim->as_of);
		if (f->version_s > ret->other_s)
			ret->other_s = f->version_s;
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

/* What the newest text says, beside what the record has. */
enum look {
	LOOK_NEW,
	LOOK_RETURNED, /* it was away */
	LOOK_STANDS,   /* the text before had it too */
	LOOK_FLICKERS, /* or came, and nothing else did: no correction */
};

static int look_at(struct commit *commit, const struct claim *claim,
                   const struct store_article_id *article, struct before *ret_before,
                   enum look *ret, struct err *err)
{
	bool is_there;

	*ret = LOOK_NEW;
	if (list_before(commit, claim, article, ret_before, err) < 0)
		return -1;
	if (ret_before->readings == 0)
		return 0;
	if (was_there(commit, claim, article, &is_there, err) < 0)
		return -1;
	if (is_there)
		*ret = LOOK_STANDS;
	else if (ret_before->readings >= READINGS_MAX || ret_before->is_last)
		*ret = LOOK_FLICKERS;
	else
		*ret = LOOK_RETURNED;
	return 0;
}

static int64_t again_s(const struct commit *commit, const struct before *before)
{
	return commit->now_s > before->other_s ? commit->now_s : before->other_s + 1;
}

int returned_look(struct commit *commit, const struct claim *claim,
                  const struct store_article_id *article, struct returned *ret, struct err *err)
{
	struct before before;
	enum look look;

	*ret = (struct returned){ 0 };
	if (commit->is_import || !article->earlier_text_id)
		return 0;
	if (look_at(commit, claim, article, &before, &look, err) < 0)
		return -1;
	ret->stands = look == LOOK_STANDS;
	if (look == LOOK_RETURNED)
		ret->again_s = again_s(commit, &before);
	return 0;
}

int returned_look_beside(struct commit *commit, const struct claim *claim,
                         const struct store_article_id *article, int64_t *ret_again_s,
                         struct err *err)
{
	struct before before;

	if (list_before(commit, claim, article, &before, err) < 0)
		return -1;
	*ret_again_s = before.has_news_beside ? again_s(commit, &before) : 0;
	return 0;
}
