#include "stems.h"

#include <string.h>

#define STEM_LEAST 4

struct ending {
	const char *text;
	size_t len;
	const struct ending *next; /* the next shorter one with the same last byte */
};

struct stemmer *stemmer_new(struct arena *arena, const char *const *endings)
{
	struct stemmer *stemmer = arena_alloc(arena, sizeof(*stemmer));
	size_t count = 0;
	while (endings && endings[count])
		count++;
	for (; count > 0; count--) { /* each goes before the shorter ones */
		const char *text = endings[count - 1];
		struct ending *ending = arena_alloc(arena, sizeof(*ending));
		const struct ending **list;
		ending->text = text;
		ending->len = strlen(text);
		if (!ending->len)
			continue;
		list = &stemmer->by_last[(unsigned char)text[ending->len - 1]];
		ending->next = *list;
		*list = ending;
	}
	return stemmer;
}

size_t stem_len(const struct stemmer *stemmer, const char *word, size_t len)
{
	const struct ending *e = len ? stemmer->by_last[(unsigned char)word[len - 1]] : NULL;
	for (; e; e = e->next) {
		if (len >= e->len + STEM_LEAST && memcmp(word + len - e->len, e->text, e->len) == 0)
			return len - e->len;
	}
	return len;
}
