/*
 * Whether an article says that its figure is another outlet's news: "RIA Novosti
 * reported", "сообщает БЕЛТА", "перадае БелТА", "MINSK, 5 April (BelTA)". Pure.
 */
#ifndef CHANGE_CREDIT_H
#define CHANGE_CREDIT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether the outlet is named beside the quote at offset, whose length is given,
 * or in the first words of the text, where agencies stand. Script and
 * case do not matter, but a name begins with a capital, and one that is written
 * in capitals alone is looked for in capitals. What stands in the name behind a
 * comma or a bracket, "BelTA (RU)", is no part of it.
 */
bool change_credits(const char *text, size_t offset, size_t length, const char *outlet);

#endif
