/* The names that people type into claims, held against those of the configuration. */
#ifndef PIPELINE_NAMES_H
#define PIPELINE_NAMES_H

#include "base/err.h"
#include "model/claim.h"
#include "model/package.h"

/* ERR_INPUT where there is no such package or programme of it, with the nearest that there is. */
int names_check(const struct package_list *packages, const struct claim *claim, struct err *err)
	MUST_CHECK;

/* ERR_INPUT: "no WHOSE is called WORD", and which of names (ended by NULL) is meant, if any is near. */
int names_unknown(const char *whose, const char *word, const char *const *names, struct err *err);

#endif
