/* `integractl explain`: a text with each number marked, taken or not, and why. */
#include "explain.h"

#include "commands.h"
#include "json.h"
#include "where.h"

#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "config/config.h"

/* One object a number, so that a rule can be debugged with jq. */
static void print_json(const struct explained *x)
{
	for (size_t i = 0; i < x->result.number_count; i++) {
		const struct extract_number *n = &x->result.numbers[i];
		const char *from = n->in_title ? x->title : x->text;
		const char *words = arena_strndup(x->arena, from + n->offset, n->length);

		json_line(json_pack("{sI si sb so sb so so so}", "offset", (json_int_t)n->offset,
		                    "length", (int)n->length, "in_title", n->in_title, "text",
		                    json_text(words), "taken", n->claim != NULL, "claim",
		                    n->claim ? claim_to_json(n->claim) : json_null(), "reason",
		                    json_text(n->claim ? NULL : n->reason), "words",
		                    json_text(n->words)));
	}
}

/* What the command line says of the text counts for more than the text's own word. */
static enum ctl_exit apply_options(const struct ctl *ctl, struct explained *x)
{
	const char *published = args_value(&ctl->args, "published");
	const char *language = args_value(&ctl->args, "lang");
	const char *title = args_value(&ctl->args, "title");

	if (published && !date_parse(published, strlen(published), &x->published))
		return ctl_fail(CTL_USAGE,
		                "--published takes a date such as 2023-04-05 or 2023-04, not %s",
		                published);
	if (language)
		x->language = language;
	if (title)
		x->title = title;
	return CTL_DONE;
}

static enum ctl_exit explain(struct ctl *ctl, struct explained *x)
{
	struct extract_input input;
	struct err err;
	enum ctl_exit code = apply_options(ctl,
	                                   x); /* a mistake is told before anything is fetched */

	if (code == CTL_DONE)
		code = explain_read(ctl, ctl->args.words[0], x);
	if (code == CTL_DONE)
		code = apply_options(ctl, x);
	if (code != CTL_DONE)
		return code;
	input = (struct extract_input){
		.language = x->language,
		.published = x->published,
		.title = x->title,
		.text = x->text,
		.source = x->source,
		.reads_all = true,
	};
	if (extract_claims(x->config->lexicon, &input, x->config->options.accept_threshold,
	                   x->arena, &x->result, &err) != 0)
		return ctl_fail(CTL_NOTHING, "%s: %s", x->name, err.text);
	if (ctl->json)
		print_json(x);
	else
		explain_show(ctl, x);
	if (x->result.number_count == 0)
		return ctl_fail(CTL_NOTHING, "%s: no number in it", x->name);
	return CTL_DONE;
}

enum ctl_exit command_explain(struct ctl *ctl)
{
	struct config *config = where_load_language(ctl);
	struct explained x = { .config = config, .title = "", .text = "" };
	enum ctl_exit code;

	if (!config)
		return CTL_USAGE;
	x.published = date_of_stamp(clock_now_s(), 0);
	x.arena = arena_new(LIMIT_JOB_ARENA_BYTES);
	code = explain(ctl, &x);
	arena_free(x.arena);
	config_free(config);
	return code;
}
