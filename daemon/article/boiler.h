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
};

/* By the words of class and id, in lower case. */
enum boiler_kind boiler_kind_of(const char *classes);
/* How much the class (NULL: none) speaks for (+) or against (-) a container, -25 … 25. */
int boiler_class_weight(enum boiler_kind kind, const char *classes);
/* "Читайте также", "Photo:" and their like, at the start of a paragraph. */
bool boiler_is_line(const char *text, size_t len);

#endif
