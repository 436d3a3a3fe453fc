/* Character references of HTML. */
#ifndef ARTICLE_ENTITY_H
#define ARTICLE_ENTITY_H

#include <stddef.h>
#include <stdint.h>

/*
 * s begins with "&". Returns how many bytes the reference takes, 0 where it is
 * none and the ampersand stands for itself. A control character becomes a space.
 */
size_t entity_decode(const char *s, size_t len, uint32_t *ret_cp);

#endif
