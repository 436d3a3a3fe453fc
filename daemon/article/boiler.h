/* What on a page is not the article: by element, by class, by its first words. */
#ifndef ARTICLE_BOILER_H
#define ARTICLE_BOILER_H

#include <stdbool.h>
#include <stddef.h>

#include "page.h"

enum boiler_kind {
	BOILER_UNKNOWN,
	BOILER_BODY,  /* what publishers call the body of an article */
	BOILER_FRAME, /* share buttons, related headlines, captions, weather, rates … */
	BOILER_FOLD,  /* a "read more" button, or the rest of the text behind it */
};

/* By the words of class and id, in lower case. */
enum boiler_kind boiler_kind_of(const char *classes);
/* How much the class (NULL: none) speaks for (+) or against (-) a container, -25 … 25. */
int boiler_class_weight(enum boiler_kind kind, const char *classes);
/*
 * A paragraph that talks of the page: "Читайте также …", "Photo: …", "By Jane
 * Roe", "Updated 5 April 2023". By its first words, in any case of letters, and
 * by its length: what is longer says something, whatever it begins with.
 */
bool boiler_is_line(const char *text, size_t len);

#endif
