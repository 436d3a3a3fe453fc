#include "agencies.h"

#include <stdbool.h>
#include <string.h>

/* Words as they are printed, the last letters of one a star: nothing else of the notation. */
static bool is_form(const char *text)
{
	return *text && !text[strcspn(text, "|~[](){}\",")];
}

static void read_agency(const struct tree *item, struct arena *arena, struct agency *ret,
                        struct tree_mistakes *mistakes)
{
	if (item->kind != TREE_SCALAR || !item->key || !is_form(item->key)) {
		tree_mistake(mistakes, item,
		             "an agency is expected here as it is printed, such as \"Interfax*\"");
		return;
	}
	*ret = (struct agency){
		.form = arena_strdup(arena, item->key),
		.name = arena_strdup(arena, item->text && *item->text ? item->text : item->key),
	};
}

void agencies_read(const struct tree *node, struct arena *arena, struct agency_list *all,
                   struct tree_mistakes *mistakes)
{
	struct agency *list = arena_array(arena, all->count + node->count, sizeof(*list));

	if (node->kind != TREE_MAP) {
		tree_mistake(mistakes, node,
		             "\"" KEY_AGENCIES "\" is a map of forms with a name each");
		return;
	}
	if (all->count)
		memcpy(list, all->list, all->count * sizeof(*list));
	for (size_t i = 0; i < node->count; i++)
		read_agency(node->items[i], arena, &list[all->count + i], mistakes);
	*all = (struct agency_list){ list, all->count + node->count };
}
