/* A finding becomes a claim. */
#include "base/limits.h"
#include "finding.h"
#include "packages.h"
#include "trace.h"

/* The whole that a count is out of, and by what it is known. */
static struct evidence fill_total(const struct document *doc, const struct finding *finding,
                                  struct claim *claim)
{
	const struct figure *figure = finding->figure;
	if (claim->unit != CLAIM_COUNT)
		return by_default(NULL);
	claim->has_total = true;
	if (figure->has_total) {
		claim->total = figure->total;
		return by_words(figure->number, figure->number_last, "said with the number");
	}
	if (finding->target.has_base) {
		const struct figure *base = &doc->figures[finding->target.base_figure];
		claim->total = finding->target.base;
		return by_words(base->number, base->number_last, "the size of what it is of");
	}
	if (claim->measure == CLAIM_PROGRAMMES && finding->package &&
	    finding->package == &doc->lexicon->packages->list[0]) {
		claim->total = decimal_from_int(programme_total(finding->package));
		return by_default("so many has the package");
	}
	/* "the other 195 are all being worked on": of the 310, all the same */
	if (claim->measure == CLAIM_ACTIVITIES && figure->is_all && !makes_up_whole(doc, figure)) {
		claim->total = figure->value;
		return by_default("all there are");
	}
	claim->has_total = claim->measure == CLAIM_ACTIVITIES && doc->has_activity_total &&
	                   decimal_cmp(doc->activity_total, figure->value) >= 0;
	if (!claim->has_total)
		return by_default("nothing says of how many");
	claim->total = doc->activity_total;
	return by_default("the number of activities last said");
}

static void fill_quote(const struct document *doc, const struct finding *finding,
                       struct claim *claim)
{
	size_t first = finding->figure->first, last = finding->figure->last;
	const struct noun_phrase *np = &finding->target.np;
	if (!is_back_reference(finding)) {
		if (np->first >= finding->figure->clause_first && np->first < first)
			first = np->first;
		if (np->last > last && np->last < finding->figure->clause_end)
			last = np->last;
	}
	long stage = finding->predicate.token;
	if (stage >= (long)finding->figure->clause_first &&
	    stage < (long)finding->figure->clause_end) {
		first = doc->covers[stage].first < first ? doc->covers[stage].first : first;
		last = doc->covers[stage].last > last ? doc->covers[stage].last : last;
	}
	const struct token *a = &doc->tokens[first], *b = &doc->tokens[last];
	if (b->in_title != a->in_title || b->offset + b->length - a->offset > LIMIT_QUOTE_BYTES) {
		a = &doc->tokens[finding->figure->first];
		b = &doc->tokens[finding->figure->last];
	}
	/* title and text are apart: no quote runs from one into the other */
	while (b > a && b->in_title != a->in_title)
		b--;
	claim->in_title = a->in_title;
	claim->offset = a->offset;
	claim->length = b->offset + b->length - a->offset;
	claim->quote = arena_strndup(
		doc->arena, (a->in_title ? doc->input->title : doc->input->text) + a->offset,
		claim->length);
}

/* Where nothing is said a stage carries over, inside the sentence and to what refers back. */
static bool takes_stage_of_focus(const struct document *doc, const struct finding *finding)
{
	uint32_t sentence = doc->covers[finding->figure->number].sentence;
	/* "Four are in the final stage. Overall, that's 95 per cent." */
	if (finding->target.whole && doc->focus.has_unit && doc->focus.unit == CLAIM_COUNT)
		return false;
	/* "Two are at various stages: labelling has reached 88%": how far it has got */
	if (finding->programme && finding->unit == CLAIM_PERCENT &&
	    finding->measure == CLAIM_PROGRAMMES && doc->focus.stage == CLAIM_IN_PROGRESS)
		return false;
	/* "Eleven are all but ready. In terms of activities that is 880 out of 993": done */
	if (doc->focus.stage == CLAIM_IN_PROGRESS && doc->focus.has_measure &&
	    doc->focus.measure != finding->measure && finding->unit == CLAIM_COUNT &&
	    finding->figure->has_total &&
	    package_of_total(doc, finding->measure == CLAIM_ACTIVITIES, finding->figure->total))
		return false;
	/* "Ten are in the final stage. "In July we reported 78 per cent"": done */
	if (finding->unit == CLAIM_PERCENT && doc->focus.has_unit &&
	    doc->focus.unit == CLAIM_COUNT && doc->focus.stage == CLAIM_IN_PROGRESS &&
	    (doc->focus.sentence != sentence || !doc->draft_count ||
	     doc->drafts[doc->draft_count - 1].sentence != sentence))
		return false;
	return !finding->predicate.expected && doc->focus.has_stage &&
	       (is_back_reference(finding) ||
	        doc->focus.sentence == doc->covers[finding->figure->number].sentence);
}

static struct claim make_claim(const struct document *doc, struct finding *finding)
{
	const struct figure *figure = finding->figure;
	const struct predicate *predicate = &finding->predicate;
	struct claim claim = {
		.package = finding->package->key,
		.subject = finding->programme ? finding->programme->key : CLAIM_ALL,
		.measure = finding->measure,
		.stage = predicate->has_stage        ? predicate->stage
		         : finding->target.has_stage ? finding->target.stage
		         : finding->stage_from_focus ? doc->focus.stage
		                                     : CLAIM_COMPLETED,
		.unit = finding->unit,
		.value = figure->is_share && finding->unit == CLAIM_PERCENT
		                 ? decimal_percent_of(figure->value, figure->total, 1)
		                 : figure->value,
		.high = figure->high,
		.has_high = figure->has_high,
		.bound = predicate->at_most ? CLAIM_AT_MOST : figure->bound,
		.modality = predicate->expected ? CLAIM_EXPECTED : CLAIM_ACTUAL,
		.basis = finding->as_of.basis,
		.as_of = finding->as_of.date,
	};
	finding->why[FIELD_TOTAL] = fill_total(doc, finding, &claim);
	fill_quote(doc, finding, &claim);
	return claim;
}

static void remember(struct document *doc, const struct finding *finding, const struct claim *claim)
{
	struct topic *focus = &doc->focus;
	*focus = (struct topic){ .known = true,
		                 .package = finding->package,
		                 .programme = finding->programme,
		                 .has_measure = true,
		                 .measure = claim->measure,
		                 .has_stage = true,
		                 .stage = claim->stage,
		                 .has_unit = true,
		                 .unit = claim->unit,
		                 .sentence = doc->covers[finding->figure->number].sentence };
	doc->foreign = false;
	if (claim->measure == CLAIM_ACTIVITIES && claim->has_total) {
		doc->activity_total = claim->total;
		doc->has_activity_total = true;
	}
}

static const struct finding *keep_finding(const struct document *doc, const struct finding *finding)
{
	struct finding *kept = arena_alloc(doc->arena, sizeof(*kept));
	*kept = *finding;
	return kept;
}

static uint32_t topic_age(const struct document *doc, const struct figure *figure)
{
	return doc->focus.known ? doc->covers[figure->number].sentence - doc->focus.sentence : 0;
}

/* The claim before, where nothing was named since; only a claim leaves its unit behind. */
static int32_t last_claim_spoken_of(const struct document *doc)
{
	return doc->focus.has_unit ? (int32_t)doc->draft_count - 2 : -1;
}

void add_draft(struct document *doc, struct finding *finding)
{
	finding->stage_from_focus = takes_stage_of_focus(doc, finding);
	struct claim claim = make_claim(doc, finding);
	struct figure *figure = &doc->figures[finding->f];
	if (doc->draft_count >= LIMIT_CLAIMS_PER_ITEM) {
		figure->reason = "more claims than an item may have";
		return;
	}
	doc->drafts = grow(doc->arena, doc->drafts, doc->draft_count, sizeof(*doc->drafts));
	figure->claim = (int32_t)doc->draft_count;
	struct draft *draft = &doc->drafts[doc->draft_count++];
	*draft = (struct draft){ .claim = claim,
		                 .figure = (uint32_t)finding->f,
		                 .sentence = doc->covers[figure->number].sentence,
		                 .dated = finding->as_of.dated,
		                 .when = finding->as_of.when,
		                 .finding = keep_finding(doc, finding),
		                 .topic_age = topic_age(doc, figure),
		                 .rests_on = last_claim_spoken_of(doc) };
	trace_collect(doc, finding, &claim, draft->why);
	doc->sentences[draft->sentence].claimed = true;
	remember(doc, finding, &draft->claim);
}
