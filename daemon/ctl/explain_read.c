/* Where the text to explain comes from: a file, an address, the record. */
#include "explain.h"

#include "fetching.h"
#include "record.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "article/article.h"
#include "base/charset.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "config/config.h"
#include "config/value.h"

/* --- bytes to a text */

/* Does the first thing in it that is no space open a tag? */
static bool looks_like_html(const char *bytes, size_t len)
{
	size_t at = utf8_bom(bytes, len);

	while (at < len && strchr(" \t\r\n", bytes[at]) && bytes[at] != '\0')
		at++;
	return at + 1 < len && bytes[at] == '<';
}

/* "en-GB" is "en" to the lexicons. */
static const char *short_language(struct arena *arena, const char *language)
{
	return language ? arena_strndup(arena, language, strcspn(language, "-_")) : NULL;
}

static int read_page(const char *bytes, size_t len, const struct article_hints *hints,
                     struct explained *x, struct err *err)
{
	struct article_page page;

	if (article_read_page(bytes, len, hints, x->arena, &page, err) != 0)
		return -1;
	if (page.text[0] == '\0')
		return err_set(err, ERR_INPUT, "no main text in the page");
	x->title = page.title ? page.title : "";
	x->text = page.text;
	x->language = short_language(x->arena, page.language);
	if (page.published.is_known)
		x->published = page.published.when.day;
	return 0;
}

static int read_plain(const char *bytes, size_t len, const struct article_hints *hints,
                      struct explained *x, struct err *err)
{
	const struct charset_hints plain = { .http_charset = hints->content_type };
	struct charset_result text;
	struct buf utf8;
	int rc;

	buf_init(&utf8, (size_t)3 * LIMIT_PAGE_BYTES);
	rc = charset_to_utf8(bytes, len, &plain, &utf8, &text, err);
	if (rc == 0)
		x->text = arena_strndup(x->arena, text.text,
		                        utf8_cut(text.text, text.len, LIMIT_ITEM_TEXT_BYTES));
	buf_done(&utf8);
	return rc;
}

static int read_bytes(const char *bytes, size_t len, const struct article_hints *hints,
                      struct explained *x, struct err *err)
{
	if (looks_like_html(bytes, len))
		return read_page(bytes, len, hints, x, err);
	return read_plain(bytes, len, hints, x, err);
}

static enum ctl_exit read_file(const char *path, struct explained *x)
{
	const struct article_hints hints = { .url = NULL };
	enum ctl_exit code = CTL_DONE;
	struct buf bytes;
	struct err err;

	buf_init(&bytes, LIMIT_PAGE_BYTES);
	if (file_read(path, &bytes, &err) != 0 ||
	    read_bytes(bytes.data ? bytes.data : "", bytes.len, &hints, x, &err) != 0)
		code = ctl_fail(CTL_NOTHING, "%s: %s", path, err.text);
	buf_done(&bytes);
	return code;
}

/* --- an address */

/* With the manners of the daemon: its name, proxy, bounds, and no private addresses. */
static enum ctl_exit read_address(const char *url, struct explained *x)
{
	const struct config_options *o = &x->config->options;
	const struct fetch_request request = { .url = url,
		                               .max_bytes = (size_t)o->page_max_bytes,
		                               .allow_private = o->allow_private };
	struct article_hints hints = { .content_type = NULL };
	struct fetching *fetching;
	struct fetched fetched = { .outcome = FETCH_LOCAL };
	struct err err;
	int rc = -1;

	fetching = fetching_new(o, &err);
	if (fetching)
		rc = fetching_get(fetching, &request, x->arena, &fetched, &err);
	fetching_free(fetching);
	if (rc == 0 && fetched.outcome != FETCH_OK)
		rc = err_set(&err, ERR_AGAIN, "%s%s%s", fetch_outcome_name(fetched.outcome),
		             fetched.detail[0] ? ": " : "", fetched.detail);
	if (rc == 0) {
		hints.content_type = fetched.content_type;
		hints.url = fetched.effective_url;
		rc = read_bytes(fetched.body, fetched.len, &hints, x, &err);
	}
	return rc == 0 ? CTL_DONE : ctl_fail(CTL_NOTHING, "%s: %s", url, err.text);
}

/* --- the record */

/* The article, and the text of it, that the number means; 0 where there is none. */
static int find_text(struct record *record, bool is_article, int64_t id, int64_t *ret_article,
                     int64_t *ret_text, struct err *err)
{
	struct store_claim *claim;

	*ret_article = id;
	*ret_text = 0;
	if (is_article)
		return 0;
	if (store_find_claim(record->store, id, record->arena, &claim, err) != 0)
		return -1;
	*ret_article = claim ? claim->article_id : 0;
	*ret_text = claim ? claim->text_id : 0;
	return 0;
}

static void take_article(const struct store_article *found, struct explained *x)
{
	const struct article *article = &found->article;

	x->title = arena_strdup(x->arena, article->title ? article->title : "");
	x->text = arena_strdup(x->arena, article->text ? article->text : "");
	x->language = article->language && article->language[0]
	                      ? arena_strdup(x->arena, article->language)
	                      : NULL;
	x->published = article->published;
	x->source = arena_strdup(x->arena, found->source);
	x->name = arena_printf(x->arena, "article %" PRId64 " of %s", found->id.article_id,
	                       found->outlet && found->outlet[0] ? found->outlet : found->source);
}

static enum ctl_exit read_record(struct ctl *ctl, int64_t id, struct explained *x)
{
	bool is_article = args_has(&ctl->args, "article");
	struct store_article *article = NULL;
	int64_t article_id, text_id;
	struct record record;
	struct err err;
	enum ctl_exit code = record_open(ctl, &record);

	if (code != CTL_DONE)
		return code;
	if (find_text(&record, is_article, id, &article_id, &text_id, &err) != 0 ||
	    (article_id && store_find_article(record.store, article_id, text_id, record.arena,
	                                      &article, &err) != 0))
		code = record_fail(&record, &err);
	else if (!article)
		code = ctl_fail(CTL_NOTHING, "no %s has the number %" PRId64,
		                is_article ? "article" : "claim", id);
	else
		take_article(article, x);
	record_close(&record);
	return code;
}

/* --- which of them */

static bool is_address(const char *what)
{
	return strncasecmp(what, "http://", 7) == 0 || strncasecmp(what, "https://", 8) == 0;
}

enum ctl_exit explain_read(struct ctl *ctl, const char *what, struct explained *x)
{
	bool is_article = args_has(&ctl->args, "article");
	int64_t id;

	x->name = strcmp(what, "-") == 0 ? "standard input" : what;
	if (is_address(what) && !is_article)
		return read_address(what, x);
	if (value_parse_integer(what, &id) && id > 0 && (is_article || access(what, F_OK) != 0))
		return read_record(ctl, id, x);
	if (is_article)
		return ctl_fail(CTL_USAGE, "--article goes with an article's number, not %s", what);
	return read_file(what, x);
}
