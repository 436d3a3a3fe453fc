#include "sentence.h"

#include <string.h>

bool sentence_find(const char *text, size_t offset, size_t length, size_t *ret_start,
                   size_t *ret_end)
{
	size_t len = text ? strlen(text) : 0;
	size_t start = offset;
	size_t end = offset + length;

	if (length == 0 || end > len)
		return false;
	while (start > 0 && text[start - 1] != '\n' &&
	       !(start > 1 && text[start - 1] == ' ' && strchr(".!?", text[start - 2])))
		start--;
	while (end < len && text[end] != '\n' &&
	       !(strchr(".!?", text[end]) && strchr(" \n", text[end + 1])))
		end++;
	if (end < len && text[end] != '\n')
		end++;
	*ret_start = start;
	*ret_end = end;
	return true;
}
