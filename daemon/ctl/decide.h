/* Deciding on claims: by the running daemon, else here by the same code. */
#ifndef CTL_DECIDE_H
#define CTL_DECIDE_H

#include <jansson.h>

#include "ctl.h"
#include "model/decision.h"

/* What is done here where no daemon runs, outside a transaction; it appends JSON to out. */
struct buf;
struct store;
typedef int decide_here_fn(struct ctl *ctl, struct store *store, void *arg, struct buf *out,
                           struct err *err);
/*
 * POSTs the body to the daemon, or calls fn with the record open for writing. The
 * answer is yours; NULL: the mistake has been told, and *ret_code is set.
 */
json_t *decide_do(struct ctl *ctl, const char *target, const char *body, decide_here_fn *fn,
                  void *arg, enum ctl_exit *ret_code);

/*
 * request as pipeline/decide.h has it; the reference is taken. The answer is
 * yours; NULL: the mistake has been told, and *ret_code is set.
 */
json_t *decide_somewhere(struct ctl *ctl, enum decision_verdict verdict, json_t *request,
                         enum ctl_exit *ret_code);

/* What was decided and what the ledger got, for people. */
void decide_print(const struct ctl *ctl, const json_t *answer);

#endif
