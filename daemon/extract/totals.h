/* Of how many a count is, where that is said only after it. */
#ifndef EXTRACT_TOTALS_H
#define EXTRACT_TOTALS_H

#include "document.h"

/*
 * "880 activities are completed, the total being 993", "исполнено 880 мероприятий, всего их 993":
 * gives the claim before it its total, and the figure its reason.
 */
void give_total(struct document *doc, struct figure *figure);

/*
 * Does the figure say no more than how many there are, "the total being 993"? Apart: its sentence
 * is not the one of what they are the whole of.
 */
bool tells_size(const struct document *doc, const struct figure *figure, bool apart);

#endif
