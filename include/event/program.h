/*
 * A program of the user's, run beside the loop: no shell, bytes on its standard
 * input, a time limit, a process group of its own (all of which ends with it),
 * and of our environment only what a program needs to find its way.
 */
#ifndef EVENT_PROGRAM_H
#define EVENT_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

struct event_loop;
struct event_program;

/*
 * Called once, from the loop, never from inside event_program_start(). status:
 * 0 it ended well, 1 … 255 its exit status, -1 otherwise: why says so, in a
 * line for a person. output: the beginning of what it wrote.
 */
typedef void event_program_fn(int status, const char *why, const char *output, void *arg);

#define EVENT_PROGRAM_OUTPUT_BYTES 4096

/* argv ends with NULL; all is copied. */
struct event_program *event_program_start(struct event_loop *loop, const char *const *argv,
                                          const char *input, size_t len, int64_t timeout_ms,
                                          event_program_fn *done, void *arg);
/* Ends it at once and calls nobody. NULL is fine. */
void event_program_cancel(struct event_program *program);

#endif
