#include "boiler.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

/* Of class and id together; what is longer is told by its beginning. */
#define CLASSES_MAX 512

/* How much of a class a row names. */
enum extent {
	TOKEN, /* all of it: as part of another ("overflow-hidden") the word means something else */
	WORD,  /* a word of it, between "-", "_" and the ends */
	PART,  /* any run of letters in it */
};

struct class_row {
	const char *text;
	enum boiler_kind kind;
	enum extent extent;
};

/* By their first letters. */
static const struct class_row rows[] = {
	{ "-comments", BOILER_FRAME, PART },
	{ "-share", BOILER_FRAME, PART },
	{ "__author", BOILER_FRAME, PART },
	{ "__credit", BOILER_FRAME, PART },
	{ "about-author", BOILER_FRAME, PART },
	{ "about-the-author", BOILER_FRAME, PART },
	{ "ad", BOILER_FRAME, WORD },
	{ "addtoany", BOILER_FRAME, PART },
	{ "ads", BOILER_FRAME, WORD },
	{ "adsbygoogle", BOILER_FRAME, WORD },
	{ "adv", BOILER_FRAME, WORD },
	{ "advert", BOILER_FRAME, PART },
	{ "advertisement", BOILER_FRAME, WORD },
	{ "also-read", BOILER_FRAME, PART },
	{ "article-author", BOILER_FRAME, PART },
	{ "article-body", BOILER_BODY, PART },
	{ "article-content", BOILER_BODY, PART },
	{ "article-meta", BOILER_FRAME, PART },
	{ "article-tags", BOILER_FRAME, PART },
	{ "article-text", BOILER_BODY, PART },
	{ "article__body", BOILER_BODY, PART },
	{ "article__content", BOILER_BODY, PART },
	{ "article__meta", BOILER_FRAME, PART },
	{ "article__tags", BOILER_FRAME, PART },
	{ "article__text", BOILER_BODY, PART },
	{ "article_body", BOILER_BODY, PART },
	{ "article_content", BOILER_BODY, PART },
	{ "article_text", BOILER_BODY, PART },
	{ "articlebody", BOILER_BODY, PART },
	{ "articletext", BOILER_BODY, PART },
	{ "aside", BOILER_FRAME, TOKEN },
	{ "author", BOILER_FRAME, TOKEN },
	{ "author-bio", BOILER_FRAME, PART },
	{ "author-box", BOILER_FRAME, PART },
	{ "author-info", BOILER_FRAME, PART },
	{ "author-name", BOILER_FRAME, PART },
	{ "author_name", BOILER_FRAME, PART },
	{ "authors", BOILER_FRAME, WORD },
	{ "b-text", BOILER_BODY, PART },
	{ "banner", BOILER_FRAME, PART },
	{ "banners", BOILER_FRAME, WORD },
	{ "bio", BOILER_FRAME, TOKEN },
	{ "body-content", BOILER_BODY, PART },
	{ "breadcrumb", BOILER_FRAME, PART },
	{ "breadcrumbs", BOILER_FRAME, WORD },
	{ "byline", BOILER_FRAME, PART },
	{ "caption", BOILER_FRAME, WORD },
	{ "carousel", BOILER_FRAME, TOKEN },
	{ "comment", BOILER_FRAME, WORD },
	{ "comment-", BOILER_FRAME, PART },
	{ "commentlist", BOILER_FRAME, PART },
	{ "comments", BOILER_FRAME, WORD },
	{ "consent", BOILER_FRAME, WORD },
	{ "content-body", BOILER_BODY, PART },
	{ "cookie", BOILER_FRAME, PART },
	{ "cookies", BOILER_FRAME, WORD },
	{ "copyright", BOILER_FRAME, WORD },
	{ "correction", BOILER_FRAME, PART },
	{ "credit", BOILER_FRAME, TOKEN },
	{ "credits", BOILER_FRAME, WORD },
	{ "currencies", BOILER_FRAME, WORD },
	{ "currency", BOILER_FRAME, WORD },
	{ "disqus", BOILER_FRAME, WORD },
	{ "donate", BOILER_FRAME, WORD },
	{ "donation", BOILER_FRAME, WORD },
	{ "editors-pick", BOILER_FRAME, PART },
	{ "editsection", BOILER_FRAME, WORD },
	{ "entry-content", BOILER_BODY, PART },
	{ "entry-meta", BOILER_FRAME, PART },
	{ "exchange", BOILER_FRAME, TOKEN },
	{ "exchange-rate", BOILER_FRAME, PART },
	{ "exchangerate", BOILER_FRAME, PART },
	{ "feedback", BOILER_FRAME, PART },
	{ "field--name-body", BOILER_BODY, PART },
	{ "field-name-body", BOILER_BODY, PART },
	{ "figcaption", BOILER_FRAME, WORD },
	{ "footer", BOILER_FRAME, WORD },
	{ "full-text", BOILER_BODY, PART },
	{ "fulltext", BOILER_BODY, PART },
	{ "gallery", BOILER_FRAME, TOKEN },
	{ "gdpr", BOILER_FRAME, WORD },
	{ "hashtags", BOILER_FRAME, WORD },
	{ "hidden", BOILER_FOLD, TOKEN },
	{ "horoscope", BOILER_FRAME, WORD },
	{ "image-caption", BOILER_FRAME, PART },
	{ "image-credit", BOILER_FRAME, PART },
	{ "img-caption", BOILER_FRAME, PART },
	{ "img-credit", BOILER_FRAME, PART },
	{ "infobox", BOILER_FRAME, WORD },
	{ "informer", BOILER_FRAME, WORD },
	{ "inline-related", BOILER_FRAME, PART },
	{ "js-mediator-article", BOILER_BODY, PART },
	{ "kurs", BOILER_FRAME, WORD },
	{ "last-news", BOILER_FRAME, PART },
	{ "latest", BOILER_FRAME, PART },
	{ "lightbox", BOILER_FRAME, WORD },
	{ "likes", BOILER_FRAME, WORD },
	{ "livefyre", BOILER_FRAME, PART },
	{ "login", BOILER_FRAME, WORD },
	{ "main-text", BOILER_BODY, PART },
	{ "material-text", BOILER_BODY, PART },
	{ "media-credit", BOILER_FRAME, PART },
	{ "mediator-article", BOILER_BODY, PART },
	{ "menu", BOILER_FRAME, TOKEN },
	{ "messengers", BOILER_FRAME, WORD },
	{ "mistake", BOILER_FRAME, PART },
	{ "modal", BOILER_FRAME, WORD },
	{ "more-from", BOILER_FRAME, PART },
	{ "more-news", BOILER_FRAME, PART },
	{ "morefrom", BOILER_FRAME, PART },
	{ "morenews", BOILER_FRAME, PART },
	{ "most-read", BOILER_FRAME, PART },
	{ "mostread", BOILER_FRAME, PART },
	{ "nav", BOILER_FRAME, WORD },
	{ "navbar", BOILER_FRAME, WORD },
	{ "navbox", BOILER_FRAME, WORD },
	{ "navigation", BOILER_FRAME, WORD },
	{ "news-content", BOILER_BODY, PART },
	{ "news-detail", BOILER_BODY, PART },
	{ "news-list", BOILER_FRAME, PART },
	{ "news-text", BOILER_BODY, PART },
	{ "news__text", BOILER_BODY, PART },
	{ "news_text", BOILER_BODY, PART },
	{ "newsletter", BOILER_FRAME, PART },
	{ "newstext", BOILER_BODY, PART },
	{ "noprint", BOILER_FOLD, TOKEN },
	{ "orphus", BOILER_FRAME, PART },
	{ "other-news", BOILER_FRAME, PART },
	{ "outbrain", BOILER_FRAME, WORD },
	{ "page-content", BOILER_BODY, PART },
	{ "pager", BOILER_FRAME, WORD },
	{ "pagination", BOILER_FRAME, WORD },
	{ "paywall", BOILER_FOLD, WORD },
	{ "photo", BOILER_FRAME, TOKEN },
	{ "photo-caption", BOILER_FRAME, PART },
	{ "photo-credit", BOILER_FRAME, PART },
	{ "photo__caption", BOILER_FRAME, PART },
	{ "pogoda", BOILER_FRAME, WORD },
	{ "poll", BOILER_FRAME, TOKEN },
	{ "popular", BOILER_FRAME, PART },
	{ "popup", BOILER_FRAME, WORD },
	{ "post-author", BOILER_FRAME, PART },
	{ "post-body", BOILER_BODY, PART },
	{ "post-content", BOILER_BODY, PART },
	{ "post-meta", BOILER_FRAME, PART },
	{ "post__text", BOILER_BODY, PART },
	{ "post_content", BOILER_BODY, PART },
	{ "pravka", BOILER_FRAME, PART },
	{ "print", BOILER_FOLD, TOKEN },
	{ "promo", BOILER_FOLD, TOKEN },
	{ "promo-", BOILER_FRAME, PART },
	{ "promotion", BOILER_FRAME, WORD },
	{ "pull-quote", BOILER_FRAME, PART },
	{ "pullquote", BOILER_FRAME, PART },
	{ "rates", BOILER_FRAME, TOKEN },
	{ "rating", BOILER_FRAME, TOKEN },
	{ "read-also", BOILER_FRAME, PART },
	{ "read-more", BOILER_FOLD, PART },
	{ "read-next", BOILER_FRAME, PART },
	{ "read__internal-content", BOILER_BODY, PART },
	{ "read_also", BOILER_FRAME, PART },
	{ "read_more", BOILER_FOLD, PART },
	{ "readalso", BOILER_FRAME, WORD },
	{ "readmore", BOILER_FOLD, PART },
	{ "readnext", BOILER_FRAME, PART },
	{ "recommend", BOILER_FRAME, PART },
	{ "recommendations", BOILER_FRAME, WORD },
	{ "recommended", BOILER_FRAME, WORD },
	{ "related", BOILER_FRAME, PART },
	{ "respond", BOILER_FRAME, TOKEN },
	{ "screen-reader", BOILER_FRAME, PART },
	{ "search", BOILER_FRAME, TOKEN },
	{ "search-form", BOILER_FRAME, PART },
	{ "see-also", BOILER_FRAME, PART },
	{ "seealso", BOILER_FRAME, WORD },
	{ "share", BOILER_FRAME, WORD },
	{ "share-", BOILER_FRAME, PART },
	{ "sharing", BOILER_FRAME, WORD },
	{ "sidebar", BOILER_FRAME, PART },
	{ "signup", BOILER_FRAME, WORD },
	{ "similar", BOILER_FRAME, WORD },
	{ "single-content", BOILER_BODY, PART },
	{ "skip", BOILER_FOLD, TOKEN },
	{ "slider", BOILER_FRAME, TOKEN },
	{ "social", BOILER_FRAME, TOKEN },
	{ "social-", BOILER_FRAME, PART },
	{ "socials", BOILER_FRAME, WORD },
	{ "sponsor", BOILER_FRAME, WORD },
	{ "sponsored", BOILER_FRAME, WORD },
	{ "sr-only", BOILER_FRAME, PART },
	{ "story-body", BOILER_BODY, PART },
	{ "story-content", BOILER_BODY, PART },
	{ "story__content", BOILER_BODY, PART },
	{ "storytext", BOILER_BODY, PART },
	{ "subscribe", BOILER_FRAME, WORD },
	{ "subscribe-", BOILER_FRAME, PART },
	{ "subscription", BOILER_FRAME, WORD },
	{ "taboola", BOILER_FRAME, WORD },
	{ "tag-list", BOILER_FRAME, PART },
	{ "taglist", BOILER_FRAME, WORD },
	{ "tags", BOILER_FRAME, WORD },
	{ "tags-", BOILER_FRAME, PART },
	{ "talkback", BOILER_FRAME, PART },
	{ "td-post-content", BOILER_BODY, PART },
	{ "teaser", BOILER_FRAME, TOKEN },
	{ "teasers", BOILER_FRAME, WORD },
	{ "telegram", BOILER_FRAME, TOKEN },
	{ "text-content", BOILER_BODY, PART },
	{ "text_block", BOILER_BODY, PART },
	{ "toc", BOILER_FRAME, TOKEN },
	{ "toolbar", BOILER_FRAME, WORD },
	{ "top-stories", BOILER_FRAME, PART },
	{ "topstories", BOILER_FRAME, PART },
	{ "trending", BOILER_FRAME, WORD },
	{ "up-next", BOILER_FRAME, PART },
	{ "user-bio", BOILER_FRAME, PART },
	{ "viafoura", BOILER_FRAME, PART },
	{ "visually-hidden", BOILER_FRAME, PART },
	{ "weather", BOILER_FRAME, WORD },
	{ "widget", BOILER_FRAME, TOKEN },
	{ "widget-area", BOILER_FRAME, PART },
	{ "widgets", BOILER_FRAME, TOKEN },
	{ "wp-caption", BOILER_FRAME, PART },
	{ "wysiwyg", BOILER_BODY, PART },
	{ "ya-share", BOILER_FRAME, PART },
};

static bool is_boundary(char before, char c)
{
	return !isalnum((unsigned char)before) || !isalnum((unsigned char)c);
}

/* The first letters are the same. */
static bool is_at(const char *classes, const char *at, const struct class_row *row)
{
	char before = at == classes ? ' ' : at[-1];
	size_t n;

	if (at[1] != row->text[1])
		return false;
	n = strlen(row->text);
	if (strncmp(at, row->text, n) != 0)
		return false;
	switch (row->extent) {
	case TOKEN:
		return before == ' ' && (at[n] == ' ' || at[n] == '\0');
	case WORD:
		return is_boundary(before, at[0]) && (!at[n] || is_boundary(at[n - 1], at[n]));
	case PART:
		break;
	}
	return true;
}

#define LETTERS ('z' - 'a' + 2) /* and one past the last */

static int letter_of(char c)
{
	return c >= 'a' && c <= 'z' ? c - 'a' : -1;
}

/* Where the rows of each first letter begin; those of no letter stand before all others. */
static const size_t *letter_starts(void)
{
	static size_t starts[LETTERS];

	if (starts[LETTERS - 1])
		return starts;
	for (int letter = 0; letter < LETTERS; letter++)
		while (starts[letter] < COUNT(rows) &&
		       letter_of(rows[starts[letter]].text[0]) < letter)
			starts[letter]++;
	return starts;
}

/* Which kinds are named in it, as bits. */
static unsigned kinds_in(const char *classes)
{
	const size_t *starts = letter_starts();
	unsigned kinds = 0;

	for (const char *at = classes; *at; at++) {
		int letter = letter_of(*at);
		size_t from = letter < 0 ? 0 : starts[letter];
		size_t to = letter < 0 ? starts[0] : starts[letter + 1];

		for (size_t i = from; i < to; i++)
			if (is_at(classes, at, &rows[i]))
				kinds |= 1u << rows[i].kind;
	}
	return kinds;
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
static bool is_state(const char *token, size_t len, bool is_entry)
{
	static const char *const starts[] = { "has-",  "no-",     "with-",     "without-",
		                              "not-",  "layout-", "theme-",    "template-",
		                              "hide-", "hentry",  "supports-", "has_",
		                              "no_",   "with_",   "without_" };
	static const char *const terms[] = { "category-", "tag-", "author-", "topic-", "section-" };
	static const char *const ends[] = { "-open", "-closed", "-enabled", "-disabled", "-free" };

	for (size_t i = 0; i < COUNT(starts); i++)
		if (begins(token, len, starts[i]))
			return true;
	for (size_t i = 0; is_entry && i < COUNT(terms); i++)
		if (begins(token, len, terms[i]))
			return true;
	for (size_t i = 0; i < COUNT(ends); i++) {
		size_t n = strlen(ends[i]);

		if (len > n && memcmp(token + len - n, ends[i], n) == 0)
			return true;
	}
	return false;
}

/* WordPress puts what an entry is about into its class: "hentry category-weather". */
static bool names_entry(const char *classes)
{
	return strstr(classes, "hentry") || strstr(classes, "type-post") ||
	       strstr(classes, "single-post");
}

/* The classes without those that tell of a state, as many as there is room for. */
static void drop_states(const char *classes, char out[CLASSES_MAX])
{
	bool is_entry = names_entry(classes);
	size_t n = 0;

	while (*classes) {
		size_t len = strcspn(classes, " ");

		if (len > 0 && n + len + 2 < CLASSES_MAX && !is_state(classes, len, is_entry)) {
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

	unsigned kinds;

	drop_states(all, classes);
	kinds = kinds_in(classes);
	if (kinds & 1u << BOILER_BODY)
		return BOILER_BODY;
	if (kinds & 1u << BOILER_FRAME)
		return BOILER_FRAME;
	return (kinds & 1u << BOILER_FOLD) ? BOILER_FOLD : BOILER_UNKNOWN;
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
