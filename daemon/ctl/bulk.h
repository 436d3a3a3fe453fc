/*
 * An import by the running daemon, in parts, between which it does its other
 * work. All lines are examined before the first is taken.
 */
#ifndef CTL_BULK_H
#define CTL_BULK_H

#include <stddef.h>

#include <jansson.h>

#include "base/err.h"
#include "ctl.h"

/*
 * {"mistakes":[…]}, and nothing was taken; or the counts of all parts. NULL
 * otherwise: with ERR_AGAIN in *ret_err no daemon listens and nothing was sent;
 * else the mistake was told, and *ret_code is the exit code for it.
 */
json_t *bulk_import(const struct ctl *ctl, const char *bytes, size_t len, enum ctl_exit *ret_code,
                    struct err *ret_err) MUST_CHECK;

#endif
