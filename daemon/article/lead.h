/* The sentence between the headline and the text, which tells the news in short. */
#ifndef ARTICLE_LEAD_H
#define ARTICLE_LEAD_H

#include <stdint.h>

#include "measure.h"
#include "page.h"
#include "paragraphs.h"

/* Adds what stands behind the last headline before root, outside of it, and is called a lead. */
void lead_add(const struct page *page, const struct measure *m, uint32_t root,
              struct paragraphs *out);

#endif
