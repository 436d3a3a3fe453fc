#include "stamp_tokens.h"

/* Dates stand at the front; what comes after so many bytes is prose. */
#define TEXT_MAX 200

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static size_t read_number(const char *s, size_t len, struct token *token)
{
	size_t i = 0;

	token->kind = TOKEN_NUMBER;
	for (; i < len && is_digit(s[i]); i++) {
		if (i < 15)
			token->value = token->value * 10 + (s[i] - '0');
	}
	token->digits = (int)i;
	return i;
}

/* A no-break space in UTF-8 parts words like any other. */
static bool is_wide_space(const char *s, size_t len)
{
	return len >= 2 && (unsigned char)s[0] == 0xC2 && (unsigned char)s[1] == 0xA0;
}

static size_t read_word(const char *s, size_t len, struct token *token)
{
	size_t i = 0;

	token->kind = TOKEN_WORD;
	while (i < len && is_letter(s[i]) && !is_wide_space(s + i, len - i))
		i++;
	stamp_word_fold(s, i, token->word);
	return i;
}

int stamp_read_tokens(const char *s, size_t len, struct token tokens[STAMP_TOKENS])
{
	bool is_spaced = false;
	size_t i = 0;
	int count = 0;

	if (len > TEXT_MAX)
		len = TEXT_MAX;
	while (i < len && count < STAMP_TOKENS_MAX) {
		struct token *token = &tokens[count];

		if (is_space(s[i]) || is_wide_space(s + i, len - i)) {
			is_spaced = true;
			i += is_space(s[i]) ? 1 : 2;
			continue;
		}
		token->is_spaced = is_spaced;
		is_spaced = false;
		count++;
		if (is_digit(s[i])) {
			i += read_number(s + i, len - i, token);
		} else if (is_letter(s[i])) {
			i += read_word(s + i, len - i, token);
		} else {
			token->kind = TOKEN_MARK;
			token->mark = s[i++];
		}
	}
	return count;
}
