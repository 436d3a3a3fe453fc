/* What on a page is not the article: by element, by class, by its first words. */
#ifndef ARTICLE_BOILER_H
#define ARTICLE_BOILER_H

#include <stdbool.h>
#include <stddef.h>

#include "page.h"

/* By class or id: share buttons, related headlines, captions, weather, rates … */
bool boiler_is_class(const char *classes);
/* By class or id: what publishers call the body of an article. */
bool boiler_is_body_class(const char *classes);
/* How much the class speaks for (+) or against (-) a container, -25 … 25. */
int boiler_class_weight(const char *classes);
/* "Читайте также", "Photo:" and their like, at the start of a paragraph. */
bool boiler_is_line(const char *text, size_t len);

#endif
