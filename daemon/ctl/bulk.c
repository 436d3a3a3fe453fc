#include "bulk.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "control.h"
#include "json.h"

#define TARGET "/api/v1/import"
#define PART_LINES (LIMIT_IMPORT_LINES / 2)
#define PART_BYTES (4u * MIB)

struct line {
	const char *bytes;
	size_t len;     /* with its end */
	int64_t origin; /* 0: it names none */
	size_t group;   /* the first line of its origin; its own place where it names none */
	size_t place;
};

struct bulk {
	const struct ctl *ctl;
	struct line *lines;
	size_t count;
	size_t cap;
	json_t *answer;
	size_t listed; /* mistakes */
	size_t more;   /* mistaken lines that are not listed */
	enum ctl_exit code;
	struct err *err;
};

static void cut(struct bulk *bulk, const char *bytes, size_t len)
{
	while (len > 0) {
		const char *end = memchr(bytes, '\n', len);
		size_t step = end ? (size_t)(end - bytes) + 1 : len;

		bulk->lines = mem_room(bulk->lines, bulk->count, &bulk->cap, sizeof(*bulk->lines));
		bulk->lines[bulk->count] = (struct line){
			.bytes = bytes, .len = step, .group = bulk->count, .place = bulk->count
		};
		bulk->count++;
		bytes += step;
		len -= step;
	}
}

/* --- which lines have to come together --- */

static int64_t origin_of(const struct line *line)
{
	json_t *json = json_loadb(line->bytes, line->len, 0, NULL);
	int64_t origin = json_integer_value(json_object_get(json, "origin"));

	json_decref(json);
	return origin;
}

static int cmp_origin(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->origin != y->origin)
		return x->origin < y->origin ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

static int cmp_group(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

/* Copies of one report are known as such within one part alone: they go side by side. */
static void group(struct bulk *bulk)
{
	for (size_t i = 0; i < bulk->count; i++)
		bulk->lines[i].origin = origin_of(&bulk->lines[i]);
	qsort(bulk->lines, bulk->count, sizeof(*bulk->lines), cmp_origin);
	for (size_t i = 1; i < bulk->count; i++)
		if (bulk->lines[i].origin && bulk->lines[i].origin == bulk->lines[i - 1].origin)
			bulk->lines[i].group = bulk->lines[i - 1].group;
	qsort(bulk->lines, bulk->count, sizeof(*bulk->lines), cmp_group);
}

/* Where the group ends that begins at `from`. */
static size_t group_end(const struct bulk *bulk, size_t from, size_t *ret_bytes)
{
	size_t i = from;

	*ret_bytes = 0;
	for (; i < bulk->count && bulk->lines[i].group == bulk->lines[from].group; i++)
		*ret_bytes += bulk->lines[i].len;
	return i;
}

static size_t part_end(const struct bulk *bulk, size_t from)
{
	size_t bytes, more, end = group_end(bulk, from, &bytes), next;

	while (end < bulk->count) {
		next = group_end(bulk, end, &more);
		if (next - from > PART_LINES || bytes + more > PART_BYTES)
			break;
		bytes += more;
		end = next;
	}
	return end;
}

static int check_groups(struct bulk *bulk)
{
	size_t bytes, end;

	for (size_t i = 0; i < bulk->count; i = end) {
		end = group_end(bulk, i, &bytes);
		if (end - i > LIMIT_IMPORT_LINES) {
			bulk->code =
				ctl_fail(CTL_NOTHING,
			                 "nothing was imported: over %d lines have the origin %lld",
			                 LIMIT_IMPORT_LINES, (long long)bulk->lines[i].origin);
			return -1;
		}
	}
	return 0;
}

/* --- asking --- */

static json_t *post(struct bulk *bulk, const char *target, size_t from, size_t end)
{
	struct buf body;
	json_t *answer = NULL;
	long status;

	buf_init(&body, LIMIT_IMPORT_BYTES + 1);
	for (size_t i = from; i < end; i++) {
		const struct line *line = &bulk->lines[i];
		bool is_ended = line->bytes[line->len - 1] == '\n';

		if (buf_append(&body, line->bytes, line->len) < 0 ||
		    (!is_ended && buf_putc(&body, '\n') < 0))
			abort(); /* they came in a buffer of this size */
	}
	answer = control_post(bulk->ctl, target, body.data, body.len, &status, bulk->err);
	buf_done(&body);
	if (!answer) {
		bulk->code = CTL_NO_DAEMON;
		if (bulk->err->kind != ERR_AGAIN)
			ctl_fail(CTL_NO_DAEMON, "%s", bulk->err->text);
	} else if (json_object_get(answer, "error")) {
		(void)err_set(bulk->err, ERR_INPUT, "refused");
		bulk->code = control_refused(answer, status);
		json_decref(answer);
		answer = NULL;
	}
	return answer;
}

static void add_mistakes(struct bulk *bulk, json_t *answer)
{
	json_t *list = json_object_get(answer, "mistakes"), *text;
	size_t found = (size_t)json_integer_value(json_object_get(answer, "mistaken"));
	size_t index;

	json_array_foreach(list, index, text)
	{
		if (bulk->listed == LIMIT_MISTAKES)
			break;
		json_array_append(json_object_get(bulk->answer, "mistakes"), text);
		bulk->listed++;
		found -= found > 0;
	}
	bulk->more += found;
}

static int examine(struct bulk *bulk)
{
	size_t end;

	bulk->answer = json_pack("{s[]}", "mistakes");
	for (size_t i = 0; i < bulk->count; i = end) {
		char *target = mem_printf(TARGET "?check=%zu", i + 1);
		json_t *answer;

		end = part_end(bulk, i);
		answer = post(bulk, target, i, end);
		free(target);
		if (!answer)
			return -1;
		add_mistakes(bulk, answer);
		json_decref(answer);
	}
	if (bulk->more > 0) {
		char *text = mem_printf("and %zu more %s with mistakes", bulk->more,
		                        bulk->more == 1 ? "line" : "lines");

		json_array_append_new(json_object_get(bulk->answer, "mistakes"), json_text(text));
		free(text);
	}
	return 0;
}

static void add_counts(json_t *sum, json_t *answer)
{
	const char *name;
	json_t *value;

	json_object_foreach(answer, name, value)
	{
		json_int_t before = json_integer_value(json_object_get(sum, name));

		json_object_set_new(sum, name, json_integer(before + json_integer_value(value)));
	}
}

static int send_parts(struct bulk *bulk)
{
	size_t end;

	json_decref(bulk->answer);
	bulk->answer = json_object();
	for (size_t i = 0; i < bulk->count; i = end) {
		json_t *answer;

		end = part_end(bulk, i);
		answer = post(bulk, TARGET, i, end);
		if (!answer || json_object_get(answer, "mistakes")) {
			if (bulk->err->kind == ERR_AGAIN && i > 0)
				(void)err_set(bulk->err, ERR_INPUT, "the daemon has stopped");
			if (i > 0)
				bulk->code = ctl_fail(
					CTL_NO_DAEMON,
					"%zu of %zu lines were imported; import the file again: "
					"what is there is passed over",
					i, bulk->count);
			json_decref(answer);
			return -1;
		}
		add_counts(bulk->answer, answer);
		json_decref(answer);
	}
	return 0;
}

json_t *bulk_import(const struct ctl *ctl, const char *bytes, size_t len, enum ctl_exit *ret_code,
                    struct err *ret_err)
{
	struct bulk bulk = { .ctl = ctl, .err = ret_err };
	size_t bom = utf8_bom(bytes, len);
	int done;

	*ret_err = (struct err){ .kind = ERR_INPUT };
	cut(&bulk, bytes + bom, len - bom);
	done = examine(&bulk);
	if (done == 0 && json_array_size(json_object_get(bulk.answer, "mistakes")) == 0) {
		group(&bulk);
		done = check_groups(&bulk) < 0 ? -1 : send_parts(&bulk);
	}
	if (done < 0) {
		*ret_code = bulk.code;
		json_decref(bulk.answer);
		bulk.answer = NULL;
	}
	free(bulk.lines);
	return bulk.answer;
}
