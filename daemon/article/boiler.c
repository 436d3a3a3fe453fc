#include "boiler.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

/* Of class and id together; what is longer is told by its beginning. */
#define CLASSES_MAX 512

/* A class of its own: as part of another ("overflow-hidden") the word means something else. */
static const char *const class_tokens[] = {
	"widget", "widgets", "photo",    "search",   "menu",     "poll",    "toc",
	"credit", "rates",   "exchange", "teaser",   "aside",    "gallery", "rating",
	"social", "author",  "slider",   "carousel", "telegram", "bio",
};

/* Words of a class, between "-", "_" and spaces. */
static const char *const class_words[] = {
	"ad",          "ads",          "advert",     "adv",         "advertisement",
	"adsbygoogle", "share",        "sharing",    "socials",     "likes",
	"related",     "sidebar",      "recommend",  "recommended", "recommendations",
	"similar",     "promotion",    "banner",     "banners",     "breadcrumb",
	"breadcrumbs", "cookie",       "cookies",    "consent",     "gdpr",
	"subscribe",   "subscription", "newsletter", "tags",        "taglist",
	"weather",     "pogoda",       "currency",   "currencies",  "kurs",
	"navbar",      "nav",          "navigation", "footer",      "popup",
	"modal",       "caption",      "figcaption", "copyright",   "pagination",
	"pager",       "readalso",     "seealso",    "comments",    "comment",
	"disqus",      "teasers",      "toolbar",    "outbrain",    "taboola",
	"sponsor",     "sponsored",    "login",      "signup",      "messengers",
	"informer",    "horoscope",    "donate",     "donation",    "lightbox",
	"byline",      "credits",      "hashtags",   "editsection", "navbox",
	"infobox",     "authors",      "paywall",
};

/* Runs of letters that say the same inside longer words. */
static const char *const class_parts[] = {
	"read-also",      "read_also",        "more-news",     "morenews",        "see-also",
	"also-read",      "news-list",        "other-news",    "last-news",       "latest",
	"most-read",      "popular",          "share-",        "-share",          "addtoany",
	"ya-share",       "social-",          "author-info",   "author-box",      "author-bio",
	"author-name",    "author_name",      "__author",      "post-author",     "article-author",
	"about-author",   "about-the-author", "user-bio",      "post-meta",       "entry-meta",
	"article-meta",   "article__meta",    "byline",        "breadcrumb",      "cookie",
	"subscribe-",     "newsletter",       "comment-",      "-comments",       "advert",
	"banner",         "recommend",        "related",       "sidebar",         "exchange-rate",
	"exchangerate",   "wp-caption",       "img-caption",   "image-caption",   "photo-caption",
	"photo__caption", "feedback",         "correction",    "mistake",         "pravka",
	"orphus",         "screen-reader",    "sr-only",       "visually-hidden", "tag-list",
	"tags-",          "article-tags",     "article__tags", "inline-related",  "search-form",
	"widget-area",    "promo-",
};

/* What is folded away or left out in print: a button, or the rest of the text behind it. */
static const char *const fold_tokens[] = { "hidden", "print", "skip", "promo", "noprint" };
static const char *const fold_parts[] = { "read-more", "read_more", "readmore" };

static const char *const body_parts[] = {
	"articlebody",
	"article-body",
	"article_body",
	"article__body",
	"article-text",
	"article_text",
	"article__text",
	"articletext",
	"article-content",
	"article_content",
	"article__content",
	"entry-content",
	"post-content",
	"post_content",
	"post-body",
	"post__text",
	"story-body",
	"storytext",
	"story-content",
	"story__content",
	"news-text",
	"news_text",
	"newstext",
	"news-content",
	"news-detail",
	"news__text",
	"js-mediator-article",
	"mediator-article",
	"text-content",
	"full-text",
	"fulltext",
	"b-text",
	"material-text",
	"text_block",
	"body-content",
	"page-content",
	"content-body",
	"main-text",
	"wysiwyg",
	"field-name-body",
	"field--name-body",
	"single-content",
	"td-post-content",
	"read__internal-content",
};

static bool is_boundary(char before, char c)
{
	return !isalnum((unsigned char)before) || !isalnum((unsigned char)c);
}

static bool has_word(const char *classes, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = classes; (at = strstr(at, word)); at++) {
		bool starts = at == classes || is_boundary(at[-1], at[0]);

		if (starts && (!at[n] || is_boundary(at[n - 1], at[n])))
			return true;
	}
	return false;
}

static bool has_token(const char *classes, const char *token)
{
	size_t n = strlen(token);

	for (const char *at = classes; (at = strstr(at, token)); at++)
		if ((at == classes || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
			return true;
	return false;
}

static bool begins(const char *s, size_t len, const char *start)
{
	size_t n = strlen(start);

	return len >= n && memcmp(s, start, n) == 0;
}

static bool has_part(const char *classes, const char *const *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strstr(classes, parts[i]))
			return true;
	return false;
}

/*
 * "has-sidebar", "comments-open": what the page around or about the element is
 * like, and nothing of what is in it. Generators put such into the class of the
 * article itself.
 */
static bool is_state(const char *token, size_t len)
{
	static const char *const starts[] = { "has-",  "no-",     "with-",    "without-",
		                              "not-",  "layout-", "theme-",   "template-",
		                              "hide-", "hentry",  "supports-" };
	static const char *const ends[] = { "-open", "-closed", "-enabled", "-disabled", "-free" };

	for (size_t i = 0; i < COUNT(starts); i++)
		if (begins(token, len, starts[i]))
			return true;
	for (size_t i = 0; i < COUNT(ends); i++) {
		size_t n = strlen(ends[i]);

		if (len > n && memcmp(token + len - n, ends[i], n) == 0)
			return true;
	}
	return false;
}

/* The classes without those that tell of a state, as many as there is room for. */
static void drop_states(const char *classes, char out[CLASSES_MAX])
{
	size_t n = 0;

	while (*classes) {
		size_t len = strcspn(classes, " ");

		if (len > 0 && n + len + 2 < CLASSES_MAX && !is_state(classes, len)) {
			memcpy(out + n, classes, len);
			n += len;
			out[n++] = ' ';
		}
		classes += len;
		classes += strspn(classes, " ");
	}
	out[n > 0 ? n - 1 : 0] = '\0';
}

enum boiler_kind boiler_kind_of(const char *all)
{
	char classes[CLASSES_MAX];

	drop_states(all, classes);
	if (has_part(classes, body_parts, COUNT(body_parts)))
		return BOILER_BODY;
	for (size_t i = 0; i < COUNT(class_tokens); i++)
		if (has_token(classes, class_tokens[i]))
			return BOILER_FRAME;
	for (size_t i = 0; i < COUNT(class_words); i++)
		if (has_word(classes, class_words[i]))
			return BOILER_FRAME;
	if (has_part(classes, class_parts, COUNT(class_parts)))
		return BOILER_FRAME;
	for (size_t i = 0; i < COUNT(fold_tokens); i++)
		if (has_token(classes, fold_tokens[i]))
			return BOILER_FOLD;
	return has_part(classes, fold_parts, COUNT(fold_parts)) ? BOILER_FOLD : BOILER_UNKNOWN;
}

int boiler_class_weight(enum boiler_kind kind, const char *classes)
{
	static const char *const good[] = { "article", "body", "content", "entry", "main", "page",
		                            "post",    "text", "story",   "news",  "blog" };
	static const char *const bad[] = { "hidden",   "foot",   "masthead", "media", "meta",
		                           "outbrain", "promo",  "side",     "tool",  "widget",
		                           "list",     "header", "card",     "grid",  "feed",
		                           "rubric",   "ticker" };
	int weight = 0;

	if (!classes)
		return 0;
	if (kind == BOILER_BODY)
		return 25;
	if (kind == BOILER_FRAME || has_part(classes, bad, COUNT(bad)))
		weight -= 25;
	if (has_part(classes, good, COUNT(good)))
		weight += 20;
	return weight;
}
