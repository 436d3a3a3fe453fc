#include "pipeline/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "article/article.h"
#include "base/limits.h"
#include "base/mem.h"
#include "pipeline/decide_run.h"
#include "store/changes.h"
#include "store/figures.h"
#include "store/sources.h"
#include "store/verify.h"

#define LONG_AGO INT64_C(1609459200) /* the start of 2021: all that follows is news */
#define START_S INT64_C(1700000000)
#define DAY_S INT64_C(86400)

static const struct agency names[] = { { "TASS", "TASS" }, { "Interfax*", "Interfax" } };
static const struct agency_list agencies = { names, COUNT(names) };

struct desk *desk_open(void)
{
	struct desk *d = mem_alloc(sizeof(*d));
	char *path;
	struct err err;

	snprintf(d->folder, sizeof(d->folder), "/tmp/integrad-test-XXXXXX");
	assert_non_null(mkdtemp(d->folder));
	path = mem_printf("%s/integrad.db", d->folder);
	if (store_open(path, STORE_READ_WRITE, &d->store, &err) < 0)
		fail_msg("%s", err.text);
	free(path);
	d->arena = arena_new(256 * MIB);
	d->now_s = START_S;
	d->source = (struct commit_source){ .key = "wire",
		                            .outlet = "The Wire",
		                            .trust = SOURCE_TRUST_AGENCY,
		                            .first_poll_s = LONG_AGO,
		                            .first_reply_s = LONG_AGO };
	return d;
}

void desk_close(struct desk *d)
{
	char command[128];

	store_close(d->store);
	arena_free(d->arena);
	snprintf(command, sizeof(command), "rm -r '%s'", d->folder);
	assert_int_equal(system(command), 0);
	free(d);
}

int desk_set_up(void **state)
{
	*state = desk_open();
	return 0;
}

int desk_tear_down(void **state)
{
	desk_close(*state);
	return 0;
}

static bool has_flag(const struct saying *s, const char *flag)
{
	return s->flags && strstr(s->flags, flag);
}

static struct claim claim_of(struct desk *d, const struct saying *s, const char *text)
{
	const char *as_of = s->as_of ? s->as_of : s->day;
	const char *quote = arena_printf(d->arena, "%d%%", s->value);
	const char *place = strstr(text, quote);
	struct claim claim = {
		.package = "2021-2023",
		.subject = s->subject ? s->subject : CLAIM_ALL,
		.measure = CLAIM_ACTIVITIES,
		.value = decimal_from_int(s->value),
		.speaker = s->speaker,
		.quote = quote,
		.offset = place ? (uint32_t)(place - text) : 0,
		.length = (uint32_t)strlen(quote),
		.confidence = has_flag(s, "held") ? 500 : 950,
		.reasons = "base 0.950",
		.trace = "[]",
		.status = has_flag(s, "held") ? CLAIM_HELD : CLAIM_ACCEPTED,
		.modality = has_flag(s, "expected") ? CLAIM_EXPECTED : CLAIM_ACTUAL,
		.basis = has_flag(s, "restated") ? CLAIM_RESTATED : CLAIM_STATED,
	};

	if (s->bound)
		assert_true(claim_bound_parse(s->bound, &claim.bound));
	assert_true(date_parse(as_of, strlen(as_of), &claim.as_of));
	return claim;
}

static struct article article_of(struct desk *d, const struct saying *s)
{
	const char *text = s->text ? s->text
	                           : arena_printf(d->arena, "Article %d says %d%% of it is done.",
	                                          s->article, s->value);
	struct article article = {
		.guid = "",
		.address = arena_printf(d->arena, "https://example.org/%d", s->article),
		.title = arena_printf(d->arena, "Title %d", s->article),
		.text = text,
		.author = "",
		.language = "en",
		.has_published = true,
		.is_candidate = true,
		.claims = arena_alloc(d->arena, sizeof(struct claim)),
		.claim_count = 1,
	};

	assert_true(date_parse(s->day, strlen(s->day), &article.published));
	article.published_s = date_last_day(article.published) * DAY_S + DAY_S / 2;
	article_fingerprint(text, strlen(text), article.minhash);
	article.claims[0] = claim_of(d, s, text);
	return article;
}

static void note_entries(struct desk *d, const struct commit *commit)
{
	for (size_t i = 0; i < commit->entry_count; i++) {
		const struct commit_entry *made = &commit->entries[i];
		const struct figure *old = made->entry.old;
		char before[DECIMAL_TEXT_SIZE] = "", now[DECIMAL_TEXT_SIZE];
		size_t used = strlen(d->log);

		if (old)
			decimal_format(claim_nominal(&old->claim), before);
		decimal_format(claim_nominal(&made->fresh.claim), now);
		snprintf(d->log + used, sizeof(d->log) - used, "%s %s→%s ",
		         change_kind_name(made->entry.kind), before, now);
	}
}

/* The claim of the article, if it made one for this. */
static int64_t newest_claim(struct desk *d, int64_t article_id)
{
	const struct store_claim_filter filter = { .article_id = article_id, .limit = 1 };
	struct store_claim *list;
	size_t count;
	struct err err;

	assert_int_equal(store_list_claims(d->store, &filter, d->arena, &list, &count, &err), 0);
	return count ? list[0].figure.claim_id : 0;
}

int64_t desk_hears(struct desk *d, const struct saying *s)
{
	struct article article = article_of(d, s);
	struct commit_source source = d->source;
	struct store_article_id id;
	struct commit commit;
	struct err err = { 0 };
	bool is_new;

	commit_init(&commit, d->store, d->arena, d->now_s++);
	commit.engine = "engine-1+00000000";
	commit.threshold = 600;
	commit.agencies = &agencies;
	commit.is_import = has_flag(s, "backfill");
	assert_int_equal(store_begin(d->store, &err), 0);
	if (s->outlet)
		source.outlet = s->outlet;
	if (store_source_id(d->store, source.key, &source.id, &err) < 0 ||
	    commit_add_article(&commit, &article, &source, false, &id, &err) < 0 ||
	    commit_compare(&commit, &err) < 0 || store_commit(d->store, &err) < 0)
		fail_msg("%s", err.text);
	note_entries(d, &commit);
	is_new = commit.new_claims > 0;
	commit_done(&commit);
	return is_new ? newest_claim(d, id.article_id) : 0;
}

int desk_decides(struct desk *d, enum decision_verdict verdict, int64_t claim_id, const char *extra,
                 struct err *ret_err)
{
	char *body = mem_printf("{\"claim\":%lld,\"why\":\"because\"%s}", (long long)claim_id,
	                        extra);
	const struct decide_request request = {
		.verdict = verdict, .who = "anna", .body = body, .len = strlen(body)
	};
	struct commit commit;
	struct buf out;
	int done;

	buf_init(&out, MIB);
	commit_init(&commit, d->store, d->arena, d->now_s++);
	assert_int_equal(store_begin(d->store, ret_err), 0);
	done = decide_run(&commit, NULL, &request, &out, ret_err);
	if (done == 0)
		done = store_commit(d->store, ret_err);
	if (done < 0)
		store_rollback(d->store);
	else
		note_entries(d, &commit);
	commit_done(&commit);
	buf_done(&out);
	free(body);
	return done;
}

char *desk_picture(struct desk *d)
{
	struct store_series *list;
	char *picture = arena_strdup(d->arena, ""), value[DECIMAL_TEXT_SIZE];
	char as_of[DATE_TEXT_SIZE];
	size_t count;
	struct err err;

	assert_int_equal(store_list_series(d->store, NULL, d->arena, &list, &count, &err), 0);
	for (size_t i = 0; i < count; i++)
		picture = arena_printf(d->arena, "%s%s@%s ", picture,
		                       decimal_format(claim_nominal(&list[i].current.claim), value),
		                       date_format(list[i].current.claim.as_of, as_of));
	return picture;
}

static int number_of(const struct store_claim *claim)
{
	const char *slash = strrchr(claim->figure.address, '/');

	return slash ? atoi(slash + 1) : 0;
}

char *desk_origins(struct desk *d, int count)
{
	const struct store_claim_filter all = { .limit = 0 };
	struct store_claim *list;
	size_t claims;
	struct err err;
	char *out = arena_strdup(d->arena, "");

	assert_int_equal(store_list_claims(d->store, &all, d->arena, &list, &claims, &err), 0);
	for (int article = 1; article <= count; article++) {
		int64_t origin = 0;
		int first = 0;

		for (size_t i = 0; i < claims; i++)
			if (number_of(&list[i]) == article)
				origin = list[i].figure.origin;
		for (size_t i = 0; i < claims && origin; i++)
			if (list[i].figure.origin == origin &&
			    (!first || number_of(&list[i]) < first))
				first = number_of(&list[i]);
		out = arena_printf(d->arena, "%s%d ", out, first);
	}
	return out;
}

enum claim_status desk_status(struct desk *d, int64_t claim_id)
{
	struct store_claim *claim;
	struct err err;

	assert_int_equal(store_find_claim(d->store, claim_id, d->arena, &claim, &err), 0);
	assert_non_null(claim);
	return claim->figure.claim.status;
}

void desk_is_sound(struct desk *d)
{
	struct store_report report;
	struct err err;

	assert_int_equal(store_verify(d->store, change_current, NULL, d->arena, &report, &err), 0);
	if (report.fault_count)
		fail_msg("%s", report.faults[0]);
	assert_int_equal(store_begin(d->store, &err), 0);
	assert_int_equal(store_rebuild(d->store, change_current, d->arena, &report, &err), 0);
	store_rollback(d->store);
	if (report.fault_count)
		fail_msg("%s", report.faults[0]);
}
