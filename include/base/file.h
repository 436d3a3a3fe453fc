/* Whole files in memory, with a maximum. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/err.h"

/*
 * Appends what is in the file ("-" is standard input) to the buffer, whose
 * own maximum is the bound. ERR_INPUT where it cannot be read, ERR_LIMIT where
 * it is longer; the text does not name the file (see err_wrap()).
 */
int file_read(const char *path, struct buf *buf, struct err *err) MUST_CHECK;

#endif
