/* The `alerts` of integrad.yaml: sinks and rules, with every name checked. */
#ifndef ALERTS_H
#define ALERTS_H

#include <stdio.h>

#include "alert/options.h"
#include "base/arena.h"
#include "base/tree.h"
#include "model/package.h"
#include "model/source.h"

/* What the names in rules are compared with. */
struct alerts_context {
	const struct package_list *packages;
	const struct source *sources;
	size_t source_count;
	const char *timezone; /* where `alerts` names none */
	bool wants_secrets;   /* false: files of secrets are not opened, and the fields stay "" */
};

/* node is the value of `alerts`; NULL: nobody is to be told anything. */
void alerts_read(const struct tree *node, const struct alerts_context *context, struct arena *arena,
                 struct alert_options *ret_options, struct tree_mistakes *mistakes);

/* Every key of `alerts`, a sink and a rule, as a line of config_describe(). */
void alerts_list_options(FILE *out);

#endif
