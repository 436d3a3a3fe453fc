/* Who is quoted for a figure. */
#ifndef EXTRACT_SPEAKER_H
#define EXTRACT_SPEAKER_H

#include "document.h"

/* A surname, else an office or body, as the text writes it; NULL for nobody. In the arena. */
const char *find_speaker(const struct document *doc, const struct figure *figure,
                         struct evidence *ret_why);

#endif
