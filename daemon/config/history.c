#include "config/history.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/url.h"
#include "option.h"

#define CERTAIN 1000 /* per mille: a person read it */

static const char *const trusts[] = {
	[SOURCE_TRUST_MEDIA] = "media",
	[SOURCE_TRUST_AGENCY] = "agency",
	[SOURCE_TRUST_OFFICIAL] = "official",
	NULL,
};
static const char *const measures[] = {
	[CLAIM_PROGRAMMES] = "programmes",
	[CLAIM_ACTIVITIES] = "activities",
	NULL,
};
static const char *const stages[] = {
	[CLAIM_COMPLETED] = "completed",
	[CLAIM_IN_PROGRESS] = "in_progress",
	NULL,
};
static const char *const units[] = { [CLAIM_PERCENT] = "percent", [CLAIM_COUNT] = "count", NULL };
static const char *const bounds[] = {
	[CLAIM_EXACT] = "exact",
	[CLAIM_ABOUT] = "about",
	[CLAIM_AT_LEAST] = "at_least",
	[CLAIM_AT_MOST] = "at_most",
	NULL,
};
static const char *const modalities[] = {
	[CLAIM_ACTUAL] = "actual",
	[CLAIM_EXPECTED] = "expected",
	NULL,
};
static const char *const bases[] = {
	[CLAIM_STATED] = "stated",
	[CLAIM_TODAY] = "today",
	[CLAIM_RESTATED] = "restated",
	NULL,
};
_Static_assert(sizeof(enum claim_measure) == sizeof(int), "choices are stored as int");

#define AT(field) offsetof(struct history_item, field)
static const struct option item_options[] = {
	{ "published", OPTION_DATE, AT(article.published), OPTION_REQUIRED,
	  .doc = "the day, or the month or year where no more is known" },
	{ "outlet", OPTION_TEXT, AT(outlet), OPTION_REQUIRED, .doc = "who published it" },
	{ "address", OPTION_ADDRESS, AT(article.address), "", .doc = "where it can be read" },
	{ "guid", OPTION_WORD, AT(article.guid), OPTION_KEEP,
	  .doc = "its identity, where there is no address" },
	{ "language", OPTION_TEXT, AT(article.language), "", .doc = "such as ru" },
	{ "trust", OPTION_CHOICE, AT(trust), "media", .choices = trusts,
	  .doc = "how far the outlet is trusted" },
	{ "claims", OPTION_OTHER, 0, OPTION_REQUIRED, .doc = "the figures in it" },
};
#undef AT

#define AT(field) offsetof(struct claim, field)
static const struct option claim_options[] = {
	{ "package", OPTION_TEXT, AT(package), OPTION_REQUIRED, .doc = "such as 2021-2023" },
	{ "subject", OPTION_TEXT, AT(subject), CLAIM_ALL, .doc = "all, or a programme's key" },
	{ "measure", OPTION_CHOICE, AT(measure), OPTION_REQUIRED, .choices = measures,
	  .doc = "programmes or activities" },
	{ "stage", OPTION_CHOICE, AT(stage), "completed", .choices = stages,
	  .doc = "completed or in_progress" },
	{ "unit", OPTION_CHOICE, AT(unit), "percent", .choices = units, .doc = "percent or count" },
	{ "value", OPTION_DECIMAL, AT(value), OPTION_REQUIRED, .doc = "the figure" },
	{ "high", OPTION_DECIMAL, AT(high), OPTION_KEEP, .doc = "the upper end of a range" },
	{ "total", OPTION_DECIMAL, AT(total), OPTION_KEEP, .doc = "what a count is out of" },
	{ "bound", OPTION_CHOICE, AT(bound), "exact", .choices = bounds,
	  .doc = "exact, about, at_least or at_most" },
	{ "modality", OPTION_CHOICE, AT(modality), "actual", .choices = modalities,
	  .doc = "actual or expected" },
	{ "as-of", OPTION_DATE, AT(as_of), OPTION_REQUIRED, .doc = "the time that it describes" },
	{ "basis", OPTION_CHOICE, AT(basis), OPTION_KEEP, .choices = bases,
	  .doc = "stated, today or restated" },
	{ "speaker", OPTION_TEXT, AT(speaker), OPTION_KEEP, .doc = "who is quoted for it" },
	{ "note", OPTION_TEXT, AT(reasons), "", .doc = "what a reader of the figure should know" },
};
#undef AT

struct reading {
	const struct package_list *packages;
	struct arena *arena;
	struct tree_mistakes *mistakes;
	const char *file; /* that is being read */
	struct history history;
	size_t cap;
};

static void check_package(struct reading *r, const struct tree *node, const struct claim *claim)
{
	const struct package *package;
	const char **keys;
	char hint[NEAR_HINT_SIZE];

	if (!claim->package || r->packages->count == 0) /* told already */
		return;
	package = package_find(r->packages, claim->package);
	if (!package) {
		tree_mistake(r->mistakes, tree_get(node, "package"),
		             "package: there is no \"%.80s\"", claim->package);
		return;
	}
	if (strcmp(claim->subject, CLAIM_ALL) == 0 || package_programme(package, claim->subject))
		return;
	keys = mem_array(package->programme_count + 1, sizeof(*keys));
	for (size_t i = 0; i < package->programme_count; i++)
		keys[i] = package->programmes[i].key;
	tree_mistake(r->mistakes, tree_get(node, "subject"),
	             "subject: %s has no programme \"%.80s\"%s", package->key, claim->subject,
	             near_hint(claim->subject, keys, hint));
	free(keys);
}

static void check_figure(struct reading *r, const struct tree *node, const struct claim *claim)
{
	struct decimal zero = decimal_from_int(0), hundred = decimal_from_int(100);
	struct decimal top = claim->has_high ? claim->high : claim->value;

	if (decimal_cmp(claim->value, zero) < 0)
		tree_mistake(r->mistakes, node, "value: it is negative");
	if (claim->has_high && decimal_cmp(claim->high, claim->value) <= 0)
		tree_mistake(r->mistakes, node, "high: it is not above value");
	if (claim->unit == CLAIM_PERCENT) {
		if (decimal_cmp(top, hundred) > 0)
			tree_mistake(r->mistakes, node, "value: more than 100 percent");
		if (claim->has_total)
			tree_mistake(r->mistakes, node, "total: a percentage has none");
		return;
	}
	if (claim->value.scale > 0)
		tree_mistake(r->mistakes, node, "value: a count is a whole number");
	if (claim->has_total && decimal_cmp(top, claim->total) > 0)
		tree_mistake(r->mistakes, node, "value: more than the total");
}

static void read_claim(struct reading *r, const struct tree *node, const struct article *article,
                       struct claim *ret)
{
	struct claim claim = { .confidence = CERTAIN, .quote = "", .trace = "[]" };

	option_read_all(claim_options, COUNT(claim_options), node, &claim, r->arena, r->mistakes);
	claim.has_high = tree_get(node, "high") != NULL;
	claim.has_total = tree_get(node, "total") != NULL;
	if (!tree_get(node, "basis"))
		claim.basis = date_equal(claim.as_of, article->published) ? CLAIM_TODAY
		                                                          : CLAIM_STATED;
	check_package(r, node, &claim);
	check_figure(r, node, &claim);
	if (claim.modality == CLAIM_ACTUAL && date_is_valid(claim.as_of) &&
	    date_is_valid(article->published) &&
	    date_first_day(claim.as_of) > date_last_day(article->published))
		tree_mistake(r->mistakes, node, "as-of: an actual figure after its article");
	*ret = claim;
}

static void read_claims(struct reading *r, const struct tree *list, struct article *article)
{
	if (list->kind != TREE_LIST || list->count == 0 || list->count > LIMIT_CLAIMS_PER_ITEM) {
		tree_mistake(r->mistakes, list, "claims: expected a list of 1 to %d claims",
		             LIMIT_CLAIMS_PER_ITEM);
		return;
	}
	article->claims = arena_array(r->arena, list->count, sizeof(*article->claims));
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i]->kind == TREE_MAP)
			read_claim(r, list->items[i], article,
			           &article->claims[article->claim_count++]);
		else
			tree_mistake(r->mistakes, list->items[i],
			             "claims: expected \"package: …\"");
}

/* One spelling of the address, as the record has it. */
static void normalise(struct reading *r, const struct tree *node, struct article *article)
{
	struct err err;
	char *address;

	if (!article->address[0])
		return;
	if (url_normalise(article->address, &address, &err) < 0) {
		tree_mistake(r->mistakes, node, "address: %s", err.text);
		return;
	}
	article->address = arena_strdup(r->arena, address);
	free(address);
}

static void read_item(struct reading *r, const struct tree *node)
{
	struct history_item item = { .file = r->file, .line = node->line };
	const struct tree *claims = tree_get(node, "claims");
	struct article *article = &item.article;

	option_read_all(item_options, COUNT(item_options), node, &item, r->arena, r->mistakes);
	if (node->kind != TREE_MAP)
		return;
	if (!article->guid)
		article->guid = "";
	article->title = "";
	article->text = "";
	article->author = "";
	normalise(r, node, article);
	if (!article->address[0] && !article->guid[0])
		tree_mistake(r->mistakes, node, "an article needs an address or a guid");
	if (claims)
		read_claims(r, claims, article);
	r->history.list = mem_room(r->history.list, r->history.count, &r->cap, sizeof(item));
	r->history.list[r->history.count++] = item;
	r->history.claim_count += article->claim_count;
}

/* By the last day of publication, then by place. */
static int compare_items(const void *a, const void *b)
{
	const struct history_item *x = a, *y = b;
	struct date p = x->article.published, q = y->article.published;
	int32_t first = date_is_valid(p) ? date_last_day(p) : 0;
	int32_t second = date_is_valid(q) ? date_last_day(q) : 0;
	int order = (first > second) - (first < second);

	if (order == 0)
		order = strcmp(x->file, y->file);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* An article stands once, with all its claims. */
static void check_twins(struct reading *r)
{
	for (size_t i = 0; i < r->history.count; i++) {
		const struct history_item *item = &r->history.list[i];
		struct tree at = { .file = item->file, .line = item->line, .column = 1 };

		for (size_t j = 0; j < i; j++) {
			const struct history_item *other = &r->history.list[j];

			if (strcmp(other->article.address, item->article.address) == 0 &&
			    strcmp(other->article.guid, item->article.guid) == 0)
				tree_mistake(r->mistakes, &at,
				             "this article stands already in %s:%d", other->file,
				             other->line);
		}
	}
}

void config_history_read(const struct tree *roots, const struct package_list *packages,
                         struct arena *arena, struct history *ret_history,
                         struct tree_mistakes *mistakes)
{
	struct reading r = { .packages = packages, .arena = arena, .mistakes = mistakes };

	for (size_t i = 0; i < roots->count; i++) {
		const struct tree *root = roots->items[i];

		r.file = arena_strdup(arena, root->file);
		if (root->kind == TREE_MAP && root->count > 0)
			tree_mistake(mistakes, root,
			             "expected a list of articles (\"- published: …\")");
		for (size_t j = 0; root->kind == TREE_LIST && j < root->count; j++)
			read_item(&r, root->items[j]);
	}
	if (r.history.count)
		qsort(r.history.list, r.history.count, sizeof(*r.history.list), compare_items);
	check_twins(&r);
	*ret_history = r.history;
	ret_history->list = arena_array(arena, r.history.count, sizeof(*r.history.list));
	if (r.history.count)
		memcpy(ret_history->list, r.history.list,
		       r.history.count * sizeof(*r.history.list));
	free(r.history.list);
}
