/*
 * Errors, named for what the caller does next. A function that can fail
 * returns 0 or -1 and fills a struct err; the text is one line for a person
 * and says what to do where that is known.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err_kind {
	ERR_NONE,
	ERR_AGAIN,  /* the world is busy: try again later */
	ERR_INPUT,  /* the other side sent nonsense: note it, go on */
	ERR_LIMIT,  /* a bound in base/limits.h was met: drop this one */
	ERR_BROKEN, /* our own state is unsound: stop, let systemd restart us */
};

struct err {
	enum err_kind kind;
	char text[512];
};

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/*
 * Fills *err (NULL is fine) and returns -1, so that a failure is one line:
 * `return err_set(err, ERR_INPUT, "…")`. A text that is too long is cut.
 */
int err_set(struct err *err, enum err_kind kind, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Puts "context: " before the text that is already there; keeps the kind. Returns -1. */
int err_wrap(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* "again", "input", "limit", "broken" or "none". */
const char *err_kind_name(enum err_kind kind);

#endif
