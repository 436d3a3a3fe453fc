#include "entity.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <stdbool.h>
#include <string.h>

#include "base/charset.h"

#define NAME_MAX_BYTES 16

static size_t decode_number(const char *s, size_t len, uint32_t *ret_cp)
{
	bool is_hex = len > 2 && (s[2] == 'x' || s[2] == 'X');
	size_t start = is_hex ? 3 : 2;
	size_t i = start;
	uint32_t cp = 0;

	for (; i < len && (is_hex ? isxdigit((unsigned char)s[i]) : isdigit((unsigned char)s[i]));
	     i++) {
		int c = tolower((unsigned char)s[i]);

		if (cp <= 0x10FFFF)
			cp = cp * (is_hex ? 16 : 10) +
			     (uint32_t)(isdigit(c) ? c - '0' : c - 'a' + 10);
	}
	if (i == start)
		return 0;
	*ret_cp = cp < 0x20 ? ' ' : charset_reference(cp);
	return i < len && s[i] == ';' ? i + 1 : i;
}

size_t entity_decode(const char *s, size_t len, uint32_t *ret_cp)
{
	const htmlEntityDesc *entity;
	char name[NAME_MAX_BYTES];
	size_t n = 0;

	if (len > 2 && s[1] == '#')
		return decode_number(s, len, ret_cp);
	while (n + 1 < len && n < sizeof(name) - 1 && isalnum((unsigned char)s[n + 1])) {
		name[n] = s[n + 1];
		n++;
	}
	name[n] = '\0';
	/* without its semicolon it may be part of an address or a name: "AT&T" */
	if (n + 1 >= len || s[n + 1] != ';')
		return 0;
	if (strcmp(name, "apos") == 0) {
		*ret_cp = '\'';
		return n + 2;
	}
	entity = htmlEntityLookup((const xmlChar *)name);
	if (!entity)
		return 0;
	*ret_cp = entity->value;
	return n + 2;
}
