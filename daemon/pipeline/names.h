/* The names that people type into claims, held against those of the configuration. */
#ifndef PIPELINE_NAMES_H
#define PIPELINE_NAMES_H

#include "base/err.h"
#include "model/claim.h"
#include "model/package.h"

/* ERR_INPUT where there is no such package or programme of it, with the nearest that there is. */
int names_check(const struct package_list *packages, const struct claim *claim, struct err *err)
	MUST_CHECK;

#endif
