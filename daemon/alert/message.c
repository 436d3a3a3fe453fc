#include "alert/message.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "alert/title.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "expand.h"
#include "phrases.h"
#include "sheet.h"
#include "words.h"

#define MESSAGE_ARENA_BYTES (4 * MIB)

/* --- the sheet of one change */

static bool is_forecast(const struct alert_fact *fact)
{
	return fact->now.claim.modality == CLAIM_EXPECTED;
}

/* What the two figures of a kind are to one another. */
static const struct {
	enum change_kind kind;
	enum phrase now;
	enum phrase old;
} labels[] = {
	{ CHANGE_CONFLICT, PHRASE_ONE, PHRASE_OTHER },
	{ CHANGE_RESTATED, PHRASE_NOW, PHRASE_SAID_BEFORE },
	{ CHANGE_DEADLINE_MET, PHRASE_FORECAST, PHRASE_REACHED },
	{ CHANGE_DEADLINE_MISSED, PHRASE_FORECAST, PHRASE_REACHED },
	{ CHANGE_BACKFILL, PHRASE_FIGURE, PHRASE_OTHER },
	{ CHANGE_HELD, PHRASE_FIGURE, PHRASE_BEFORE },
	{ CHANGE_CONFIRMED, PHRASE_FIGURE, PHRASE_BEFORE },
	{ CHANGE_RETRACTED, PHRASE_WITHDRAWN, PHRASE_NOW },
	{ CHANGE_STALE, PHRASE_LAST, PHRASE_BEFORE },
	{ CHANGE_SOURCE_EDITED, PHRASE_FIGURE, PHRASE_BEFORE },
	{ CHANGE_SOURCE_GONE, PHRASE_FIGURE, PHRASE_BEFORE },
};

static enum phrase label_of_now(const struct alert_fact *fact)
{
	if (is_forecast(fact))
		return PHRASE_FORECAST;
	for (size_t i = 0; i < COUNT(labels); i++)
		if (labels[i].kind == fact->kind)
			return labels[i].now;
	return PHRASE_NOW;
}

static enum phrase label_of_old(const struct alert_fact *fact)
{
	for (size_t i = 0; i < COUNT(labels); i++)
		if (labels[i].kind == fact->kind)
			return labels[i].old;
	return PHRASE_BEFORE;
}

static const char *figure_line(const struct alert_figure *figure, enum alert_language language,
                               struct arena *arena)
{
	const struct claim *claim = &figure->claim;
	const char *when = claim->modality == CLAIM_EXPECTED
	                           ? words_deadline(language, claim->as_of, arena)
	                           : words_as_of(language, claim->as_of, arena);

	return arena_printf(arena, "%s%s%s", words_figure(language, claim, arena),
	                    when[0] ? ", " : "", when);
}

static const char *voice_line(const struct alert_figure *figure, enum alert_language language,
                              struct arena *arena)
{
	const char *speaker = figure->claim.speaker;
	const char *day = words_date(language, figure->published, arena);

	return arena_printf(arena, "%s%s%s%s%s", speaker ? speaker : "", speaker ? ", " : "",
	                    figure->outlet, day[0] ? ", " : "", day);
}

/* A figure with who said so, in one line. */
static const char *told_line(const struct alert_figure *figure, enum alert_language language,
                             struct arena *arena)
{
	return arena_printf(arena, "%s%s%s", figure_line(figure, language, arena),
	                    phrase(language, PHRASE_DASH), voice_line(figure, language, arena));
}

static const char *package_text(const struct alert_fact *fact, enum alert_language language,
                                struct arena *arena)
{
	const char *subject = fact->subject[language];

	return arena_printf(
		arena, "%s (%s%s%s %s)", words_measure(language, &fact->now.claim, arena),
		subject ? subject : "", subject ? ", " : "", phrase(language, PHRASE_PACKAGE),
		words_package(fact->now.claim.package, arena));
}

static const char *origins_text(const struct alert_fact *fact, enum alert_language language,
                                struct arena *arena)
{
	static const struct words_forms forms[ALERT_LANGUAGES] = {
		[ALERT_EN] = { "article", "articles", "articles" },
		[ALERT_RU] = { "публикация", "публикации", "публикаций" },
	};

	return arena_printf(arena, "%lld (%lld %s)", (long long)fact->origins,
	                    (long long)fact->copies,
	                    words_form(language, fact->copies, forms[language]));
}

/* The words, and where they stand. */
static void put_evidence(struct sheet *sheet, const struct alert_figure *figure,
                         enum alert_language language)
{
	const char *quote = figure->claim.quote;

	if (quote[0])
		sheet_add(
			sheet, SHEET_QUOTE, NULL,
			arena_printf(sheet->arena, language == ALERT_EN ? "“%s”" : "«%s»", quote));
	if (figure->address[0])
		sheet_add(sheet, SHEET_LINK, NULL, figure->address);
}

static void put_old(struct sheet *sheet, const struct alert_fact *fact,
                    enum alert_language language)
{
	struct arena *arena = sheet->arena;
	enum phrase label = label_of_old(fact);

	sheet_add(sheet, SHEET_LINE, phrase(language, label),
	          label == PHRASE_BEFORE ? figure_line(&fact->old, language, arena)
	                                 : told_line(&fact->old, language, arena));
	/* It is half of the news: the other side, or what a forecast is measured by. */
	if (label == PHRASE_OTHER || label == PHRASE_REACHED)
		put_evidence(sheet, &fact->old, language);
}

/* Kinds of which a reader asks whether it is undisputed. */
static bool is_of_dispute(enum change_kind kind)
{
	static const enum change_kind kinds[] = { CHANGE_FIRST,   CHANGE_RISE,    CHANGE_FALL,
		                                  CHANGE_REVISED, CHANGE_REFINED, CHANGE_COMPLETE,
		                                  CHANGE_RESTATED };

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (kinds[i] == kind)
			return true;
	return false;
}

/* Somebody else says otherwise, and it is not what the change itself is about. */
static void put_rival(struct sheet *sheet, const struct alert_fact *fact,
                      enum alert_language language)
{
	if (!fact->has_rival && fact->is_rival_sought && is_of_dispute(fact->kind))
		sheet_add(sheet, SHEET_LINE, phrase(language, PHRASE_AGAINST),
		          phrase(language, PHRASE_NOBODY));
	if (!fact->has_rival)
		return;
	sheet_add(sheet, SHEET_LINE, phrase(language, PHRASE_AGAINST),
	          told_line(&fact->rival, language, sheet->arena));
	put_evidence(sheet, &fact->rival, language);
}

static void put_figure(struct sheet *sheet, const struct alert_fact *fact,
                       enum alert_language language)
{
	struct arena *arena = sheet->arena;

	sheet_add(sheet, SHEET_LINE, phrase(language, PHRASE_WHAT),
	          package_text(fact, language, arena));
	sheet_add(sheet, SHEET_LINE, phrase(language, label_of_now(fact)),
	          figure_line(&fact->now, language, arena));
	sheet_add(sheet, SHEET_LINE, phrase(language, PHRASE_SAID_BY),
	          voice_line(&fact->now, language, arena));
	put_evidence(sheet, &fact->now, language);
	if (fact->origins > 0)
		sheet_add(sheet, SHEET_LINE, phrase(language, PHRASE_ORIGINS),
		          origins_text(fact, language, arena));
	if (fact->has_old)
		put_old(sheet, fact, language);
	if (fact->kind == CHANGE_CONFLICT && !fact->is_certain)
		sheet_add(sheet, SHEET_LINE, NULL, phrase(language, PHRASE_NOT_CERTAIN));
	put_rival(sheet, fact, language);
}

static void put_text(struct sheet *sheet, enum alert_language language, enum phrase label,
                     const char *text)
{
	if (text && text[0])
		sheet_add(sheet, SHEET_LINE, phrase(language, label), text);
}

/* By the user's clocks, with how far they are from UTC: "5 April 2023, 09:00 (UTC+3)". */
static const char *moment_text(const struct alert_fact *fact, enum alert_language language,
                               bool is_since, struct arena *arena)
{
	int64_t local_s = fact->since_s + fact->offset_min * 60;
	int hours = abs(fact->offset_min) / 60, minutes = abs(fact->offset_min) % 60;
	const char *day = is_since ? words_since(language, alert_fact_day(fact), arena)
	                           : words_date(language, alert_fact_day(fact), arena);
	const char *zone = "UTC";

	if (fact->offset_min != 0)
		zone = arena_printf(arena, minutes ? "UTC%c%d:%02d" : "UTC%c%d",
		                    fact->offset_min < 0 ? '-' : '+', hours, minutes);
	return arena_printf(arena, "%s, %02d:%02d (%s)", day, (int)(local_s / 3600 % 24),
	                    (int)(local_s / 60 % 60), zone);
}

static void put_event(struct sheet *sheet, const struct alert_fact *fact,
                      enum alert_language language)
{
	bool is_over = fact->kind == CHANGE_SOURCE_UP;

	if (fact->since_s > 0)
		put_text(sheet, language, is_over ? PHRASE_DOWN_SINCE : PHRASE_SINCE,
		         moment_text(fact, language, is_over, sheet->arena));
	put_text(sheet, language, PHRASE_ADDRESS, fact->address);
	put_text(sheet, language, PHRASE_MOVED_TO, fact->moved_to);
}

/* What went wrong, by its name where it has one; what people decided, in their own words. */
static void put_why(struct sheet *sheet, const struct alert_fact *fact,
                    enum alert_language language)
{
	bool is_visit = fact->kind == CHANGE_SOURCE_GONE || fact->kind == CHANGE_SOURCE_EDITED;
	const char *failure = is_visit ? fact->why : fact->failure;
	const char *why = phrase_failure(language, failure, is_visit ? NULL : fact->why);

	put_text(sheet, language, PHRASE_WHY, why);
	if (fact->why && failure && !is_visit && strcmp(why, fact->why) != 0)
		put_text(sheet, language, PHRASE_LOGGED, fact->why);
}

static void put_change(struct sheet *sheet, const struct alert_fact *fact,
                       enum alert_language language)
{
	if (fact->has_figure)
		put_figure(sheet, fact, language);
	put_event(sheet, fact, language);
	put_text(sheet, language, PHRASE_WAS, fact->was);
	put_text(sheet, language, PHRASE_IS, fact->is);
	put_text(sheet, language, PHRASE_DECIDED_BY, fact->who);
	put_why(sheet, fact, language);
}

/* --- the whole */

#define WEIGHT_MAX 9

/* What comes first where several changes share a message; of equal ones the last. */
static int weight(const struct alert_fact *fact)
{
	static const struct {
		enum change_kind kind;
		int weight;
	} weights[] = {
		{ CHANGE_COMPLETE, WEIGHT_MAX }, { CHANGE_RISE, 8 },         { CHANGE_FALL, 8 },
		{ CHANGE_REVISED, 7 },           { CHANGE_FIRST, 7 },        { CHANGE_CONFLICT, 6 },
		{ CHANGE_DEADLINE_MISSED, 5 },   { CHANGE_DEADLINE_MET, 5 },
	};

	for (size_t i = 0; i < COUNT(weights); i++)
		if (weights[i].kind == fact->kind)
			return weights[i].weight;
	return (int)fact->severity;
}

static const struct alert_fact *head_of(const struct alert_batch *batch)
{
	const struct alert_fact *head = batch->facts;

	for (size_t i = 1; i < batch->count; i++)
		if (weight(&batch->facts[i]) >= weight(head))
			head = &batch->facts[i];
	return head;
}

static const char *more_of(const struct alert_batch *batch, const struct alert_fact *head,
                           struct arena *arena)
{
	const char *page = batch->page ? batch->page : "";

	if (!page[0])
		return "";
	return arena_printf(arena, "%s%s%s", page, page[strlen(page) - 1] == '/' ? "" : "/",
	                    head && head->has_figure
	                            ? arena_printf(arena, "subjects/%s", head->now.claim.subject)
	                            : "");
}

static void put_more(struct sheet *sheet, const struct alert_batch *batch,
                     const struct alert_fact *head, const char *more)
{
	const char *command = head && head->claim_id
	                              ? arena_printf(sheet->arena, "integractl show %lld",
	                                             (long long)head->claim_id)
	                              : "integractl changes";

	if (more[0])
		sheet_add(sheet, SHEET_LINK, phrase(batch->language, PHRASE_MORE), more);
	else
		sheet_add(sheet, SHEET_LINE, phrase(batch->language, PHRASE_MORE), command);
}

static const char *count_text(size_t n, enum alert_language language, enum phrase name,
                              struct arena *arena)
{
	const struct expand_value value = { "n", arena_printf(arena, "%zu", n) };

	return expand(phrase(language, name), &value, 1, arena);
}

static void put_item(struct sheet *sheet, const struct alert_fact *fact,
                     enum alert_language language)
{
	sheet_add(sheet, SHEET_ITEM, NULL, alert_title(fact, language, sheet->arena));
	if (!fact->has_figure)
		return;
	sheet_add(sheet, SHEET_LINE, NULL, voice_line(&fact->now, language, sheet->arena));
	if (fact->now.address[0])
		sheet_add(sheet, SHEET_LINK, NULL, fact->now.address);
}

/* Those of a weight from low to high, so many as there is room for; returns how many. */
static size_t put_items(struct sheet *sheet, const struct alert_batch *batch,
                        const struct alert_fact *head, int low, int high, size_t room)
{
	size_t put = 0;

	for (size_t i = 0; i < batch->count && put < room; i++) {
		const struct alert_fact *fact = &batch->facts[i];

		if (fact == head || weight(fact) < low || weight(fact) > high)
			continue;
		put_item(sheet, fact, batch->language);
		put++;
	}
	return put;
}

/*
 * The titles of the others, so many as a person reads: a story in its order;
 * where not all have room, the weightiest.
 */
static void put_others(struct sheet *sheet, const struct alert_batch *batch,
                       const struct alert_fact *head)
{
	bool all_fit = batch->total <= ALERT_TOLD_MAX;
	size_t told = head ? 1 : 0;

	if (head && batch->total > 1)
		sheet_add(sheet, SHEET_HEADING, NULL, phrase(batch->language, PHRASE_ALSO));
	if (all_fit)
		told += put_items(sheet, batch, head, 0, WEIGHT_MAX, ALERT_TOLD_MAX);
	for (int w = WEIGHT_MAX; w >= 0 && !all_fit; w--)
		told += put_items(sheet, batch, head, w, w, ALERT_TOLD_MAX - told);
	if (batch->total > told)
		sheet_add(sheet, SHEET_ITEM, NULL,
		          count_text(batch->total - told, batch->language, PHRASE_MORE_CHANGES,
		                     sheet->arena));
}

/* The weightiest of them stands before their count: a lock screen shows no more. */
static const char *digest_title(const struct alert_batch *batch, struct arena *arena)
{
	static const struct words_forms forms[ALERT_LANGUAGES] = {
		[ALERT_EN] = { "change", "changes", "changes" },
		[ALERT_RU] = { "изменение", "изменения", "изменений" },
	};
	enum alert_language language = batch->language;
	bool is_weekly = batch->is_weekly;
	const char *count = words_form(language, (int64_t)batch->total, forms[language]);
	const struct expand_value values[] = {
		{ "title",
		  batch->count ? alert_title(head_of(batch), language, arena) : "integrad" },
		{ "day", is_weekly ? words_since(language, batch->day, arena)
		                   : words_date(language, batch->day, arena) },
		{ "what", arena_printf(arena, "%zu %s", batch->total, count) },
	};
	enum phrase form = batch->total ? PHRASE_DIGEST_DAY : PHRASE_DIGEST_DAY_EMPTY;

	if (is_weekly)
		form = batch->total ? PHRASE_DIGEST_WEEK : PHRASE_DIGEST_WEEK_EMPTY;
	return expand(phrase(language, form), values, COUNT(values), arena);
}

static const char *title_of(const struct alert_batch *batch, const struct alert_fact *head,
                            struct arena *arena)
{
	const char *title;

	if (batch->is_trial)
		return phrase(batch->language, PHRASE_TRIAL);
	if (batch->is_digest || !head)
		return digest_title(batch, arena);
	title = alert_title(head, batch->language, arena);
	if (batch->total <= ALERT_TOLD_MAX)
		return title;
	return arena_printf(
		arena, "%s (%s)", title,
		count_text(batch->total - 1, batch->language, PHRASE_MORE_CHANGES, arena));
}

static void fill_sheet(struct sheet *sheet, const struct alert_batch *batch,
                       const struct alert_fact *head, const char *more)
{
	enum alert_language language = batch->language;

	if (batch->is_trial) {
		sheet_add(sheet, SHEET_LINE, NULL, phrase(language, PHRASE_TRIAL_TEXT));
		return;
	}
	if (head)
		put_change(sheet, head, language);
	else if (batch->total == 0)
		sheet_add(sheet, SHEET_LINE, NULL, phrase(language, PHRASE_ALIVE));
	put_others(sheet, batch, head);
	put_more(sheet, batch, head, more);
}

static size_t data_count(const struct alert_batch *batch)
{
	return batch->count < ALERT_DATA_MAX ? batch->count : ALERT_DATA_MAX;
}

/*
 * The message's object with its last field, the changes: entries of the ledger
 * go in as they stand there, which spares reading and writing them once more.
 */
static char *with_changes(const char *object, const struct alert_batch *batch)
{
	size_t count = data_count(batch), room = strlen(object) + sizeof(",\"changes\":[]");
	struct buf out;
	int full;

	for (size_t i = 0; i < count; i++)
		room += strlen(batch->facts[i].json) + sizeof(",,\"id\":-9223372036854775808");
	buf_init(&out, room);
	full = buf_printf(&out, "%.*s,\"changes\":[", (int)strlen(object) - 1, object);
	for (size_t i = 0; i < count && !full; i++) {
		const struct alert_fact *fact = &batch->facts[i];

		full = buf_printf(&out, "%s%.*s,\"id\":%lld}", i > 0 ? "," : "",
		                  (int)strlen(fact->json) - 1, fact->json,
		                  (long long)fact->change_id);
	}
	if (full || buf_puts(&out, "]}"))
		abort(); /* it has room for all of it */
	return buf_take(&out);
}

static enum change_severity severity_of(const struct alert_batch *batch)
{
	enum change_severity severity = CHANGE_INFO;

	for (size_t i = 0; i < batch->count; i++)
		if (batch->facts[i].severity > severity)
			severity = batch->facts[i].severity;
	return severity;
}

static const char *kind_of(const struct alert_batch *batch, const struct alert_fact *head)
{
	if (batch->is_trial)
		return "trial";
	return head ? head->kind_name : "digest";
}

char *alert_message(const struct alert_batch *batch)
{
	struct arena *arena = arena_new(MESSAGE_ARENA_BYTES);
	bool has_head = batch->count > 0 && !batch->is_digest && !batch->is_trial;
	const struct alert_fact *head = has_head ? head_of(batch) : NULL;
	const char *more = more_of(batch, head, arena), *title = title_of(batch, head, arena);
	const char *link = head && head->has_figure ? head->now.address : "";
	struct sheet sheet = { .arena = arena };
	json_t *json = json_object();
	char *object, *result;

	fill_sheet(&sheet, batch, head, more);
	json_object_set_new(json, "id", json_string(batch->id));
	json_object_set_new(json, "time", json_string(batch->time));
	json_object_set_new(json, "language", json_string(alert_language_name(batch->language)));
	json_object_set_new(json, "kind", json_string(kind_of(batch, head)));
	json_object_set_new(json, "severity",
	                    json_string(change_severity_name(severity_of(batch))));
	json_object_set_new(json, "series",
	                    json_string(head && head->has_figure ? head->series : ""));
	json_object_set_new(json, "topic", json_string(head ? alert_fact_topic(head, arena) : ""));
	json_object_set_new(json, "title", json_string(title));
	json_object_set_new(json, "text", json_string(sheet_text(&sheet)));
	json_object_set_new(json, "html", json_string(sheet_html(&sheet, title)));
	json_object_set_new(json, "link", json_string(link));
	json_object_set_new(json, "more", json_string(more));
	json_object_set_new(json, "change_count", json_integer((json_int_t)batch->total));
	object = json_dumps(json, JSON_COMPACT);
	result = with_changes(object, batch);
	free(object);
	json_decref(json);
	arena_free(arena);
	return result;
}
