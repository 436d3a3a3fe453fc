/* What the files that read `alerts` share; nobody else includes it. */
#ifndef ALERT_PARTS_H
#define ALERT_PARTS_H

#include <stdio.h>

#include "alerts.h"

struct alerts {
	const struct alerts_context *context;
	struct arena *arena;
	struct alert_options *options;
	struct tree_mistakes *mistakes;
	/* what rules have that say nothing else */
	enum alert_language language;
	int64_t wait_s;
	uint32_t urgent;
};

/*
 * A list of words, or one in its place. Each has to be among names
 * (NULL-terminated; NULL: whatever it is). Those that are not are left out.
 */
void alerts_list(const struct alerts *a, const struct tree *node, const char *const *names,
                 struct alert_list *ret_list);
uint32_t alerts_kinds(const struct alerts *a, const struct tree *node);
/* `language` of the map, where it has one; false: a mistake. */
bool alerts_language(const struct alerts *a, const struct tree *map, enum alert_language *ret);
/* The secret in a file; "" where they are not wanted; NULL: a mistake. */
const char *alerts_secret(const struct alerts *a, const struct tree *node);
const char *alerts_address_in_file(const struct alerts *a, const struct tree *node);
/* A mistake where the address has a login in it, which belongs into the file of file_option. */
void alerts_check_address(const struct alerts *a, const struct tree *node, const char *file_option);

/* alert_sinks.c, alert_rules.c */
void alerts_read_sink(const struct alerts *a, const struct tree *node, struct alert_sink *ret_sink);
void alerts_read_rule(const struct alerts *a, const struct tree *node, struct alert_rule *ret_rule);
void alerts_list_sink_options(FILE *out);
void alerts_list_rule_options(FILE *out);

#endif
