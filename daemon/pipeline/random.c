#include <sys/random.h>

#include "parts.h"

uint32_t pipeline_random(void)
{
	uint32_t random = 0;

	/* Chance spreads polls and nothing else: a system without entropy yet may give 0. */
	if (getrandom(&random, sizeof(random), GRND_NONBLOCK) < 0)
		return 0;
	return random;
}
