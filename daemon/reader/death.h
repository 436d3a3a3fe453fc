/* Why a reader process ended. */
#ifndef READER_DEATH_H
#define READER_DEATH_H

#include "reader/harvest.h"

#define DEATH_WHY_SIZE 96

/* Reads its wait status: a name for the source's health, and words for people. */
enum reader_failure reader_death(int wait_status, char why[DEATH_WHY_SIZE]);

#endif
