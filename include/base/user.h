/* Who somebody is, by the system's list of users. */
#ifndef BASE_USER_H
#define BASE_USER_H

#include <sys/types.h>

/* The user's name, or "uid 1000" where the system knows none. Yours. */
char *user_name(uid_t uid);

#endif
