/* The reader process: our own binary, spawned with one socket. */
#ifndef READER_CHILD_H
#define READER_CHILD_H

/* The hidden arguments that make the program a reader: "--reader-child CONFIG". */
#define READER_CHILD_ARGUMENT "--reader-child"
/* Where it finds its socket. */
#define READER_CHILD_FD 3

/*
 * Loads packages and lexicons as the configuration file says, says READY, and
 * serves jobs from the socket one at a time until its other end is closed.
 * Returns the exit status: 0 at the end of the stream, 1 where the lexicons
 * cannot be loaded or the stream makes no sense.
 */
int reader_child_main(int fd, const char *config_path);

#endif
