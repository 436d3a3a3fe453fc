#include "import_fields.h"

#include <stdlib.h>
#include <string.h>

#include "base/url.h"
#include "model/date.h"
#include "names.h"

const char *import_text(const json_t *json, const char *name, const char *other,
                        struct arena *arena)
{
	const json_t *value = json_object_get(json, name);

	if (!json_is_string(value) && other)
		value = json_object_get(json, other);
	return json_is_string(value) ? arena_strdup(arena, json_string_value(value)) : "";
}

int import_read_address(const json_t *json, struct arena *arena, struct article *article,
                        struct err *err)
{
	const char *address = import_text(json, "url", "address", arena);
	char *normal;

	article->address = "";
	if (!address[0])
		return 0;
	if (url_normalise(address, &normal, err) < 0)
		return err_wrap(err, "url");
	article->address = arena_strdup(arena, normal);
	free(normal);
	return 0;
}

static const char *const KEYS[] = {
	/* of the article */
	"url", "address", "published", "published_at", "outlet", "source", "title", "text", "guid",
	"author", "language", "lang", "trust", "origin", "claims", "note",
	/* of a claim */
	"package", "subject", "measure", "stage", "unit", "value", "high", "total", "bound",
	"as_of", "modality", "speaker", "quote", "basis", "in_title", "offset", "length",
	"confidence", "reasons", "trace", "status", "decisions",
	/* what an export says besides */
	"id", "series", "kind", "figure", "article", "backfill", "natural_key", "sha256", "engine",
	"lexicon", "threshold", "fetched", "recorded", NULL
};

int import_check_keys(const json_t *json, struct err *err)
{
	const char *name;
	const json_t *value;

	json_object_foreach((json_t *)(uintptr_t)json, name, value)
	{
		size_t i = 0;

		while (KEYS[i] && strcmp(KEYS[i], name) != 0)
			i++;
		if (KEYS[i])
			continue;
		return names_unknown("field", name, KEYS, err);
	}
	return 0;
}

/* Tomorrow by UTC has begun somewhere. */
static int check_published(const struct article *article, int64_t now_s, struct err *err)
{
	char day[DATE_TEXT_SIZE];

	if (article->published.precision == DATE_NONE ||
	    date_first_day(article->published) <= now_s / 86400 + 1)
		return 0;
	return err_set(err, ERR_INPUT, "published: %s is still to come",
	               date_format(article->published, day));
}

/* A day, month or year, or an instant with its offset. */
static int read_published(const json_t *json, struct arena *arena, struct article *article,
                          struct err *err)
{
	const char *text = import_text(json, "published", NULL, arena);
	int offset_min;

	if (date_parse(text, strlen(text), &article->published)) {
		const char *at = import_text(json, "published_at", NULL, arena);

		article->published_s = date_last_day(article->published) * INT64_C(86400);
		if (at[0] && !date_stamp_parse(at, strlen(at), &article->published_s, NULL))
			return err_set(err, ERR_INPUT,
			               "published_at: expected 2023-04-05T12:00:00Z, found \"%s\"",
			               at);
		return 0;
	}
	if (!date_stamp_parse(text, strlen(text), &article->published_s, &offset_min))
		return err_set(err, ERR_INPUT,
		               "published: expected a date such as 2023-04-05, found \"%s\"", text);
	article->has_published = true;
	article->published = date_of_stamp(article->published_s, offset_min);
	return 0;
}

/* Nobody can report the state of a day to come. */
int import_check_as_of(const struct claim *claim, struct date published, struct err *err)
{
	char as_of[DATE_TEXT_SIZE], day[DATE_TEXT_SIZE];

	if (!claim_is_premature(claim, published))
		return 0;
	return err_set(err, ERR_INPUT,
	               "as_of: %s is after the publication (%s): a forecast has modality expected",
	               date_format(claim->as_of, as_of), date_format(published, day));
}

int import_read_published(const json_t *json, int64_t now_s, struct arena *arena,
                          struct article *article, struct err *err)
{
	if (read_published(json, arena, article, err) < 0)
		return -1;
	return check_published(article, now_s, err);
}
