/* The sites, for the world that they are in. */
#ifndef TESTS_SIM_NETWORK_H
#define TESTS_SIM_NETWORK_H

#include "world.h"

void network_open(struct sim_site *sites, size_t count, int64_t outage_from_s, int64_t outage_to_s);
void network_close(void);

#endif
