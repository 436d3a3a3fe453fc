#include <jansson.h>
#include <string.h>

#include "article/article.h"
#include "base/buf.h"
#include "base/limits.h"
#include "boiler.h"
#include "facts.h"

#define DEPTH_MAX 8   /* of objects in objects */
#define GRAPH_MAX 200 /* objects that a reference may mean; a page has a dozen */

#define RANK_ARTICLE 9 /* said of the article */
#define RANK_PAGE 8    /* said of the page that it is on */

static const char *text_of(const json_t *object, const char *key, struct arena *arena)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? article_html_to_text(text, strlen(text), arena) : NULL;
}

/* Of the body, without what talks of the page: "Read also: …". */
static void add_line(struct buf *out, const char *text)
{
	if (*text && !boiler_is_line(text, strlen(text)) &&
	    buf_printf(out, "%s%s", out->len ? "\n" : "", text))
		return; /* over its maximum: the beginning is kept */
}

/* Line ends part the paragraphs of a body, of HTML once its tags are gone. */
static const char *body_of(const json_t *object, struct arena *arena)
{
	const char *line = json_string_value(json_object_get(object, "articleBody"));
	bool is_html = line && (strcasestr(line, "<p") || strcasestr(line, "<br"));
	const char *body = NULL;
	struct buf out;

	if (is_html)
		line = text_of(object, "articleBody", arena);
	if (!line)
		return NULL;
	buf_init(&out, LIMIT_ITEM_TEXT_BYTES);
	while (*line) {
		size_t len = strcspn(line, "\r\n");

		add_line(&out, is_html ? arena_strndup(arena, line, len)
		                       : article_html_to_text(line, len, arena));
		line += len;
		line += strspn(line, "\r\n");
	}
	body = arena_strdup(arena, out.data ? out.data : "");
	buf_done(&out);
	return body;
}

static bool has_type(const json_t *object, const char *part)
{
	const json_t *type = json_object_get(object, "@type");
	const char *text = json_string_value(type);

	for (size_t i = 0; i < json_array_size(type); i++) {
		const char *one = json_string_value(json_array_get(type, i));

		if (one && strstr(one, part))
			return true;
	}
	return text && strstr(text, part);
}

/* The object that "@id" names, one among those of the graph. */
static const json_t *find_id(const json_t *root, const char *id)
{
	const json_t *graph = json_is_array(root) ? root : json_object_get(root, "@graph");

	for (size_t i = 0; i < json_array_size(graph) && i < GRAPH_MAX; i++) {
		const json_t *one = json_array_get(graph, i);
		const char *its = json_string_value(json_object_get(one, "@id"));

		if (its && strcmp(its, id) == 0)
			return one;
	}
	return NULL;
}

static const char *name_of(const json_t *object, const json_t *root, struct arena *arena)
{
	const char *id = json_string_value(json_object_get(object, "@id"));
	const char *name = text_of(object, "name", arena);

	return name || !id ? name : text_of(find_id(root, id), "name", arena);
}

/* A name, an object with one, a reference to such an object, or a list of these. */
static const char *names_of(const json_t *value, const json_t *root, struct arena *arena)
{
	const char *names = NULL;

	if (json_is_string(value))
		return arena_strdup(arena, json_string_value(value));
	if (json_is_object(value))
		return name_of(value, root, arena);
	for (size_t i = 0; i < json_array_size(value); i++) {
		const json_t *one = json_array_get(value, i);
		const char *name = json_is_array(one) ? NULL : names_of(one, root, arena);

		if (name && *name)
			names = names ? arena_printf(arena, "%s, %s", names, name) : name;
	}
	return names;
}

static void take_object(struct facts *facts, const json_t *object, int rank, const json_t *root,
                        struct arena *arena)
{
	const json_t *page = json_object_get(object, "mainEntityOfPage");

	facts_put(facts, FACT_TITLE, rank, text_of(object, "headline", arena));
	facts_put(facts, FACT_PUBLISHED, rank, text_of(object, "datePublished", arena));
	facts_put(facts, FACT_MODIFIED, rank, text_of(object, "dateModified", arena));
	facts_put_checked(facts, FACT_AUTHOR, rank,
	                  names_of(json_object_get(object, "author"), root, arena));
	facts_put(facts, FACT_LANGUAGE, 1, text_of(object, "inLanguage", arena));
	facts_put(facts, FACT_BODY, rank, body_of(object, arena));
	facts_put(facts, FACT_CANONICAL, 2, json_string_value(page));
	facts_put(facts, FACT_CANONICAL, 2, text_of(page, "@id", arena));
}

static void walk(struct facts *facts, const json_t *value, int depth, const json_t *root,
                 struct arena *arena)
{
	if (depth > DEPTH_MAX)
		return;
	for (size_t i = 0; i < json_array_size(value); i++)
		walk(facts, json_array_get(value, i), depth + 1, root, arena);
	if (!json_is_object(value))
		return;
	if (has_type(value, "Article") || has_type(value, "BlogPosting") ||
	    has_type(value, "Report"))
		take_object(facts, value, RANK_ARTICLE, root, arena);
	else if (has_type(value, "WebPage"))
		take_object(facts, value, RANK_PAGE, root, arena);
	walk(facts, json_object_get(value, "@graph"), depth + 1, root, arena);
	walk(facts, json_object_get(value, "mainEntity"), depth + 1, root, arena);
}

/* Blanks the comma behind the last member of an object or array. */
static void drop_last_commas(char *json)
{
	bool is_string = false;

	for (char *p = json; *p; p++) {
		if (is_string && *p == '\\' && p[1])
			p++;
		else if (*p == '"')
			is_string = !is_string;
		else if (*p == ',' && !is_string && strchr("]}", p[1 + strspn(p + 1, " ")]))
			*p = ' ';
	}
}

/*
 * Publishers paste texts with raw line ends into strings, and their templates
 * leave a comma behind the last member, both of which JSON forbids; they wrap
 * it all in comments or CDATA marks, which only HTML of old needed.
 */
static json_t *load_kindly(const char *script, struct arena *arena)
{
	char *copy = arena_strdup(arena, script);
	char *start = strpbrk(copy, "{[");

	if (start && strncmp(start, "[CDATA[", 7) == 0)
		start = strpbrk(start + 7, "{[");
	for (char *p = start; p && *p; p++)
		if ((unsigned char)*p < 0x20)
			*p = ' ';
	if (start)
		drop_last_commas(start);
	/* what stands behind the value is a closing mark */
	return start ? json_loads(start, JSON_DISABLE_EOF_CHECK, NULL) : NULL;
}

void facts_from_json_ld(struct facts *facts, const struct page *page, struct arena *arena)
{
	for (size_t i = 0; i < page->json_ld_count; i++) {
		json_t *json = load_kindly(page->json_ld[i], arena);

		walk(facts, json, 0, json, arena);
		json_decref(json);
	}
}
