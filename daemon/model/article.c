#include "model/article.h"

int article_likeness(const uint32_t a[ARTICLE_MINHASHES], const uint32_t b[ARTICLE_MINHASHES])
{
	int equal = 0;

	/* a fingerprint of zeros stands for a text too short to tell */
	for (int i = 0; i < ARTICLE_MINHASHES; i++)
		equal += a[i] != 0 && a[i] == b[i];
	return equal * 1000 / ARTICLE_MINHASHES;
}
