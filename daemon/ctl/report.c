/* `integractl report`: the picture as it was, the same whenever and wherever it is asked for. */
#include "commands.h"
#include "json.h"
#include "record.h"
#include "table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "change/change.h"
#include "store/picture.h"

#define DAY_S INT64_C(86400)

/* What was asked for. */
struct question {
	const char *known_on; /* as it was typed; NULL: not this */
	const char *published_by;
	int64_t at_s;
	int32_t published_day;
};

/* A current figure, among those of its series. */
struct line {
	const struct figure *current;
	size_t origins;
	size_t copies;
	size_t claims; /* figures of the series */
};

struct picture {
	struct line *lines;
	size_t count;
	int64_t head_id;
	char head[HASH_HEX_SIZE];
};

static enum ctl_exit read_question(const struct ctl *ctl, struct question *q)
{
	const char *text;
	struct date date;

	*q = (struct question){ .known_on = args_value(&ctl->args, "known-on"),
		                .published_by = args_value(&ctl->args, "published-by"),
		                .at_s = INT64_MAX,
		                .published_day = INT32_MAX };
	if (!q->known_on == !q->published_by)
		return ctl_fail(CTL_USAGE, "report takes --known-on DATE or --published-by DATE");
	text = q->known_on ? q->known_on : q->published_by;
	if (date_parse(text, strlen(text), &date)) {
		if (q->known_on)
			q->at_s = (date_last_day(date) + 1) * DAY_S - 1;
		else
			q->published_day = date_last_day(date);
		return CTL_DONE;
	}
	if (q->known_on && date_stamp_parse(text, strlen(text), &q->at_s, NULL))
		return CTL_DONE;
	return ctl_fail(CTL_USAGE, "--%s takes a date such as 2026-01-31%s, not %s",
	                q->known_on ? "known-on" : "published-by",
	                q->known_on ? " or 2026-01-31T12:00:00Z" : "", text);
}

static void choose(const struct figure *list, size_t count, struct arena *arena, struct picture *p)
{
	p->lines = arena_array(arena, count, sizeof(*p->lines));
	for (size_t i = 0, n; i < count; i += n) {
		const struct figure *current;

		n = record_series_length(list + i, count - i);
		current = change_current(list + i, n);
		if (!current)
			continue;
		p->lines[p->count++] =
			(struct line){ .current = current,
			               .origins = change_origins(list + i, n, current),
			               .copies = change_copies(list + i, n, current),
			               .claims = n };
	}
}

static int load(const struct record *record, const struct question *q, struct picture *p,
                struct err *err)
{
	struct figure *list;
	size_t count;
	int rc = store_begin_read(record->store, err);

	if (rc != 0)
		return -1;
	rc = store_picture(record->store, q->at_s, q->published_day, record->arena, &list, &count,
	                   err);
	if (rc == 0)
		rc = store_picture_head(record->store, q->at_s, &p->head_id, p->head, err);
	store_end_read(record->store);
	if (rc == 0)
		choose(list, count, record->arena, p);
	return rc;
}

static void print_json(const struct question *q, const struct picture *p)
{
	json_t *json = json_object(), *series = json_array();

	for (size_t i = 0; i < p->count; i++) {
		const struct line *line = &p->lines[i];
		json_t *figure = record_figure_json(line->current, NULL);

		json_object_set_new(figure, "origins", json_integer((json_int_t)line->origins));
		json_object_set_new(figure, "copies", json_integer((json_int_t)line->copies));
		json_object_set_new(figure, "claims", json_integer((json_int_t)line->claims));
		json_array_append_new(series, figure);
	}
	if (q->known_on) {
		json_object_set_new(json, "known_on", json_text(q->known_on));
		json_object_set_new(json, "until", json_stamp(true, q->at_s));
	} else {
		json_object_set_new(json, "published_by", json_text(q->published_by));
	}
	json_object_set_new(json, "series", series);
	/* how the ledger stood is a fact of a moment, and says nothing of what was published */
	if (q->known_on)
		json_object_set_new(
			json, "ledger",
			json_pack("{sIss}", "changes", (json_int_t)p->head_id, "head", p->head));
	json_line(json);
}

static const struct table_column COLUMNS[] = {
	{ "PACKAGE", false, false, 1 },   { "SUBJECT", false, true, 0 },
	{ "WHAT", false, false, 0 },      { "FIGURE", true, false, 0 },
	{ "AS OF", false, false, 2 },     { "ORIGINS", true, false, 3 },
	{ "PUBLISHED", false, false, 6 }, { "CLAIM", true, false, 4 },
	{ "SPEAKER", false, true, 5 },    { "OUTLET", false, true, 7 },
};

static void add_line(struct table *table, const struct line *line, bool is_narrow)
{
	const struct figure *f = line->current;
	char *figure = claim_figure_text(&f->claim);
	char date[DATE_TEXT_SIZE], origins[RECORD_ORIGINS_SIZE];

	table_add(table, TERM_PLAIN, f->claim.package);
	table_add(table, TERM_PLAIN, f->claim.subject);
	table_addf(table, TERM_PLAIN, "%s %s", claim_measure_name(f->claim.measure),
	           is_narrow ? record_short_stage(f->claim.stage)
	                     : record_stage_text(f->claim.stage));
	table_add(table, TERM_BOLD, figure);
	table_add(table, TERM_PLAIN, date_format(f->claim.as_of, date));
	table_add(table, TERM_PLAIN,
	          record_origins_text((int64_t)line->origins, (int64_t)line->copies, origins));
	table_add(table, TERM_PLAIN, date_format(f->published, date));
	table_addf(table, TERM_PLAIN, "%" PRId64, f->claim_id);
	table_add(table, TERM_PLAIN, f->claim.speaker);
	table_add(table, TERM_PLAIN, f->outlet);
	free(figure);
}

static void print_text(const struct ctl *ctl, const struct question *q, const struct picture *p)
{
	struct table *table = table_new(COLUMNS, COUNT(COLUMNS));
	char stamp[DATE_STAMP_SIZE];

	if (q->known_on)
		printf("As integrad knew it at %s:\n\n", date_stamp_format(q->at_s, stamp));
	else
		printf("As what was published up to %s has it:\n\n", q->published_by);
	for (size_t i = 0; i < p->count; i++)
		add_line(table, &p->lines[i], ctl->columns > 0 && ctl->columns < RECORD_NARROW);
	table_print(table, stdout, ctl->colour, ctl->columns);
	table_free(table);
	if (q->known_on)
		printf("\nLedger: %" PRId64 " changes, head %s\n", p->head_id, p->head);
}

enum ctl_exit command_report(struct ctl *ctl)
{
	struct picture picture = { .count = 0 };
	struct question question;
	struct record record;
	struct err err;
	enum ctl_exit code = read_question(ctl, &question);

	if (code == CTL_DONE)
		code = record_open(ctl, &record);
	if (code != CTL_DONE)
		return code;
	if (load(&record, &question, &picture, &err) != 0)
		code = record_fail(&record, &err);
	else if (picture.count == 0 && !ctl->json)
		code = ctl_fail(CTL_NOTHING,
		                question.known_on ? "the record had no figure by %s"
		                                  : "the record has no figure published by %s",
		                question.known_on ? question.known_on : question.published_by);
	else if (ctl->json)
		print_json(&question, &picture);
	else
		print_text(ctl, &question, &picture);
	record_close(&record);
	return code;
}
