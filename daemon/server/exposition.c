#include "server/exposition.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define OPENMETRICS "application/openmetrics-text"

/* A weight of 0 is a refusal (RFC 9110 §12.4.2). */
static bool is_refused(const char *range, size_t len)
{
	const char *q = memmem(range, len, "q=0", 3);
	size_t at;

	if (!q)
		return false;
	at = (size_t)(q - range) + 3;
	while (at < len && (range[at] == '.' || range[at] == '0'))
		at++;
	return at == len || range[at] == ' ' || range[at] == ';';
}

bool exposition_wants_openmetrics(const char *accept)
{
	while (accept && *accept) {
		const char *range = accept + strspn(accept, " \t,");
		size_t len = strcspn(range, ",");

		if (strncasecmp(range, OPENMETRICS, strlen(OPENMETRICS)) == 0)
			return !is_refused(range, len);
		accept = range + len;
	}
	return false;
}

const char *exposition_content_type(bool is_openmetrics)
{
	return is_openmetrics ? OPENMETRICS "; version=1.0.0; charset=utf-8"
	                      : "text/plain; version=0.0.4; charset=utf-8";
}

static void add(struct exposition *e, const char *text)
{
	if (buf_puts(e->out, text) < 0)
		e->is_full = true;
}

static void add_escaped(struct exposition *e, const char *text)
{
	while (*text) {
		size_t plain = strcspn(text, "\\\"\n");

		if (buf_append(e->out, text, plain) < 0)
			e->is_full = true;
		text += plain;
		if (!*text)
			break;
		add(e, *text == '\n' ? "\\n" : *text == '"' ? "\\\"" : "\\\\");
		text++;
	}
}

static const char *suffix_of(enum exposition_kind kind)
{
	switch (kind) {
	case EXPOSITION_COUNTER:
		return "_total";
	case EXPOSITION_INFO:
		return "_info";
	case EXPOSITION_GAUGE:
		break;
	}
	return "";
}

static const char *type_of(const struct exposition *e)
{
	switch (e->kind) {
	case EXPOSITION_COUNTER:
		return "counter";
	case EXPOSITION_INFO:
		return e->is_openmetrics ? "info" : "gauge";
	case EXPOSITION_GAUGE:
		break;
	}
	return "gauge";
}

void exposition_begin(struct exposition *e, struct buf *out, bool is_openmetrics)
{
	*e = (struct exposition){ .out = out, .is_openmetrics = is_openmetrics };
}

/* OpenMetrics names the family without the suffix of its samples, Prometheus with it. */
void exposition_family(struct exposition *e, enum exposition_kind kind, const char *name,
                       const char *help)
{
	const char *suffix = e->is_openmetrics ? "" : suffix_of(kind);

	e->kind = kind;
	e->name = name;
	if (buf_printf(e->out, "# HELP %s%s %s\n# TYPE %s%s %s\n", name, suffix, help, name, suffix,
	               type_of(e)) < 0)
		e->is_full = true;
}

static void begin_sample(struct exposition *e, const char *label, const char *value)
{
	add(e, e->name);
	add(e, suffix_of(e->kind));
	if (label && value) {
		add(e, "{");
		add(e, label);
		add(e, "=\"");
		add_escaped(e, value);
		add(e, "\"}");
	}
}

void exposition_number(struct exposition *e, const char *label, const char *value, int64_t number)
{
	begin_sample(e, label, value);
	if (buf_printf(e->out, " %" PRId64 "\n", number) < 0)
		e->is_full = true;
}

void exposition_seconds(struct exposition *e, int64_t ms)
{
	begin_sample(e, NULL, NULL);
	if (buf_printf(e->out, " %" PRId64 ".%03d\n", ms / 1000, (int)(ms % 1000)) < 0)
		e->is_full = true;
}

int exposition_end(struct exposition *e)
{
	add(e, "# EOF\n");
	return e->is_full ? -1 : 0;
}
