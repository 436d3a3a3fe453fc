#include "mend_text.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <string.h>

#include "base/charset.h"
#include "base/mem.h"
#include "base/utf8.h"

#define ENTITY_NAME_MAX 32

void mend_say(struct mend_text *text, const char *reason)
{
	if (!text->reason)
		text->reason = reason;
}

void mend_put(struct mend_text *text, const char *s, size_t len)
{
	if (buf_append(text->out, s, len))
		text->is_over = true;
}

static void put_escaped(struct mend_text *text, char c)
{
	const char *escape = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&quot;";

	mend_put(text, escape, strlen(escape));
}

static void put_character(struct mend_text *text, uint32_t cp)
{
	char bytes[4];

	if (cp == '&' || cp == '<' || cp == '>' || cp == '"')
		put_escaped(text, (char)cp);
	else
		mend_put(text, bytes, utf8_encode(cp, bytes));
}

/* XML 1.0, production 2. */
static bool is_xml_character(uint32_t cp)
{
	return cp == '\t' || cp == '\n' || cp == '\r' || (cp >= 0x20 && cp <= 0xD7FF) ||
	       (cp >= 0xE000 && cp <= 0xFFFD) || (cp >= 0x10000 && cp <= 0x10FFFF);
}

/* "#1234" or "#x4D2"; false where it is neither. */
static bool read_number(const char *s, size_t len, uint32_t *ret_cp)
{
	bool is_hex = len > 1 && (s[1] == 'x' || s[1] == 'X');
	uint32_t cp = 0;
	size_t i = is_hex ? 2 : 1;

	if (i >= len)
		return false;
	for (; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (is_hex ? !isxdigit(c) : !isdigit(c))
			return false;
		if (cp > 0x10FFFF)
			continue; /* far enough out to stay out */
		cp = cp * (is_hex ? 16 : 10) +
		     (uint32_t)(isdigit(c) ? c - '0' : tolower(c) - 'a' + 10);
	}
	*ret_cp = charset_reference(cp);
	return true;
}

static const struct mend_entity *find_entity(const struct mend_text *text, const char *s,
                                             size_t len)
{
	for (size_t i = 0; i < text->entity_count; i++) {
		const struct mend_entity *entity = &text->entities[i];

		if (entity->name_len == len && memcmp(entity->name, s, len) == 0)
			return entity;
	}
	return NULL;
}

static bool is_predefined(const char *name)
{
	static const char *const names[] = { "amp", "lt", "gt", "quot", "apos" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* s is what stands between "&" and ";". False where it names nothing. */
static bool put_reference(struct mend_text *text, const char *s, size_t len)
{
	const struct mend_entity *own = find_entity(text, s, len);
	char name[ENTITY_NAME_MAX];
	const htmlEntityDesc *html;
	uint32_t cp;

	if (own) {
		mend_put_text(text, own->value, own->value_len);
		return true;
	}
	if (len == 0 || len >= sizeof(name))
		return false;
	if (s[0] == '#') {
		if (!read_number(s, len, &cp))
			return false;
		if (!is_xml_character(cp))
			mend_say(text, "a reference to a character that XML does not have");
		/* beyond Unicode stands its mark for that; a control character is nothing */
		if (is_xml_character(cp) || cp >= 0xD800)
			put_character(text, is_xml_character(cp) ? cp : UTF8_REPLACEMENT);
		return true;
	}
	memcpy(name, s, len);
	name[len] = '\0';
	html = is_predefined(name) ? NULL : htmlEntityLookup((const xmlChar *)name);
	if (html) {
		mend_say(text, "an entity of HTML that is not declared");
		put_character(text, html->value);
		return true;
	}
	if (!is_predefined(name))
		return false;
	mend_put(text, "&", 1);
	mend_put(text, s, len);
	mend_put(text, ";", 1);
	return true;
}

/*
 * HTML has a hundred names that may go without their semicolon, Latin-1's. They are
 * read where a word ends there: "&copy 2023", but neither "R&D" nor "?a=1&copy=2".
 */
static size_t put_unended(struct mend_text *text, const char *s, size_t len)
{
	char name[ENTITY_NAME_MAX];
	const htmlEntityDesc *html;
	size_t n = 0;

	while (n < len && n < sizeof(name) - 1 && isalpha((unsigned char)s[n]))
		n++;
	if (n == 0 || (n < len && !strchr(" \t\n\r<,.)", s[n])))
		return 0;
	memcpy(name, s, n);
	name[n] = '\0';
	html = htmlEntityLookup((const xmlChar *)name);
	if (!html || html->value > 0xFF || strcmp(name, "apos") == 0)
		return 0;
	mend_say(text, "an entity without its semicolon");
	put_character(text, html->value);
	return n;
}

/* How far the name behind an ampersand goes, up to its semicolon; 0 where none follows. */
static size_t reference_length(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && i < ENTITY_NAME_MAX &&
	       (isalnum((unsigned char)s[i]) || s[i] == '#' || s[i] == '_' || s[i] == '.' ||
	        s[i] == '-'))
		i++;
	return i < len && s[i] == ';' ? i : 0;
}

/* One character at s that is no ampersand; returns its bytes. */
static size_t put_one(struct mend_text *text, const char *s, size_t len)
{
	uint32_t cp;
	size_t n = utf8_decode(s, len, &cp);

	if (is_xml_character(cp))
		put_character(text, cp);
	else
		mend_say(text, "a control character");
	return n;
}

static size_t plain_length(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && (unsigned char)s[i] >= 0x20 && (unsigned char)s[i] < 0x80 &&
	       !strchr("&<>\"", s[i]))
		i++;
	return i;
}

void mend_put_text(struct mend_text *text, const char *s, size_t len)
{
	for (size_t i = 0; i < len && !text->is_over;) {
		size_t n = plain_length(s + i, len - i);

		mend_put(text, s + i, n);
		i += n;
		if (i == len)
			break;
		if (s[i] != '&') {
			i += put_one(text, s + i, len - i);
			continue;
		}
		n = reference_length(s + i + 1, len - i - 1);
		if (n > 0 && put_reference(text, s + i + 1, n)) {
			i += n + 2;
			continue;
		}
		if (n == 0 && (n = put_unended(text, s + i + 1, len - i - 1)) > 0) {
			i += n + 1;
			continue;
		}
		mend_say(text, n > 0 ? "an entity that is not declared"
		                     : "an ampersand that is not escaped");
		put_escaped(text, '&');
		i++;
	}
}

void mend_put_cdata(struct mend_text *text, const char *s, size_t len)
{
	for (size_t i = 0; i < len && !text->is_over;) {
		size_t n = plain_length(s + i, len - i);

		mend_put(text, s + i, n);
		i += n;
		if (i < len)
			i += put_one(text, s + i, len - i);
	}
}

static size_t skip_space(const char *s, size_t len, size_t i)
{
	while (i < len && isspace((unsigned char)s[i]))
		i++;
	return i;
}

/* A reference to one character is plain text; any other would nest. */
static bool is_plain_value(const char *s, size_t len)
{
	const char *amp = memchr(s, '&', len);

	if (len > MEND_ENTITY_BYTES || memchr(s, '%', len) || memchr(s, '<', len))
		return false;
	return !amp || (amp == s && len > 2 && s[1] == '#' && memchr(s, ';', len) == s + len - 1);
}

/* s stands behind "<!ENTITY"; the name, then a value in quotes. */
static void read_entity(struct mend_text *text, const char *s, size_t len)
{
	struct mend_entity entity = { .name = NULL };
	size_t i = skip_space(s, len, 0);
	const char *close;

	entity.name = s + i;
	while (i < len &&
	       (isalnum((unsigned char)s[i]) || s[i] == '_' || s[i] == '-' || s[i] == '.'))
		i++;
	entity.name_len = (size_t)(s + i - entity.name);
	i = skip_space(s, len, i);
	if (entity.name_len == 0 || i >= len || (s[i] != '"' && s[i] != '\''))
		return;
	entity.value = s + i + 1;
	close = memchr(entity.value, s[i], len - i - 1);
	if (!close)
		return;
	entity.value_len = (size_t)(close - entity.value);
	if (is_plain_value(entity.value, entity.value_len) &&
	    text->entity_count < MEND_ENTITIES_MAX)
		text->entities[text->entity_count++] = entity;
}

void mend_read_entities(struct mend_text *text, const char *s, size_t len)
{
	static const char word[] = "<!ENTITY";
	const char *end = s + len;

	while ((s = memmem(s, (size_t)(end - s), word, sizeof(word) - 1))) {
		s += sizeof(word) - 1;
		read_entity(text, s, (size_t)(end - s));
	}
}
