/* The reader process: our own binary, spawned with one socket. */
#ifndef READER_CHILD_H
#define READER_CHILD_H

/* The hidden argument that makes the program a reader. */
#define READER_CHILD_ARGUMENT "--reader-child"
/* Where it finds its socket. */
#define READER_CHILD_FD 3

/* Exit statuses by which it says why it ended; signals and MEM_EXIT_STATUS say the rest. */
enum reader_exit {
	READER_EXIT_DONE = 0,     /* the socket's other end was closed */
	READER_EXIT_CAGE = 10,    /* it could not shut itself in */
	READER_EXIT_LEXICON = 11, /* the pack makes no lexicon */
	READER_EXIT_STREAM = 12,  /* what came makes no sense */
};

/*
 * Enters its cage (reader/cage.h), makes the lexicons of the pack that comes
 * first, says READY, and serves jobs from the socket one at a time until its
 * other end is closed. It needs no file for any of that and writes to no log.
 * Returns a status for _exit().
 */
enum reader_exit reader_child_main(int fd);

#endif
