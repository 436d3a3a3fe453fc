/* Deciding on claims: by the running daemon, else here by the same code. */
#ifndef CTL_DECIDE_H
#define CTL_DECIDE_H

#include <jansson.h>

#include "ctl.h"
#include "model/decision.h"

/*
 * request as pipeline/decide.h has it; the reference is taken. The answer is
 * yours; NULL: the mistake has been told, and *ret_code is set.
 */
json_t *decide_somewhere(struct ctl *ctl, enum decision_verdict verdict, json_t *request,
                         enum ctl_exit *ret_code);

/* What was decided and what the ledger got, for people. */
void decide_print(const struct ctl *ctl, const json_t *answer);

#endif
