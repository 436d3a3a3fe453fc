#include "base/charset.h"

#include <stdio.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "charset_parts.h"

#define CHUNK_UNITS 4096

/* From here on a text is surely Cyrillic, whatever its label says. */
#define SCORE_IS_CYRILLIC 450
/* A label is believed until another reading is so much better. */
#define SCORE_IS_BETTER 300

struct labels {
	char http[CHARSET_NAME_SIZE]; /* canonical; "" where nothing, or nonsense, is named */
	char inside[CHARSET_NAME_SIZE];
	bool has_nonsense;
};

static void set_name(struct charset_result *ret, const char *name)
{
	snprintf(ret->name, sizeof(ret->name), "%s", name);
}

struct signature {
	const char *bytes;
	size_t len;
	size_t skip; /* a byte order mark is no text */
	const char *name;
};

/* Byte order marks, then how "<?", "<!" and "<h" look in wide encodings. Longer ones first. */
static const struct signature signatures[] = {
	{ "\xEF\xBB\xBF", 3, 3, "utf-8" },    { "\xFF\xFE\0\0", 4, 4, "utf-32le" },
	{ "\0\0\xFE\xFF", 4, 4, "utf-32be" }, { "<\0\0\0", 4, 0, "utf-32le" },
	{ "\0\0\0<", 4, 0, "utf-32be" },      { "\xFF\xFE", 2, 2, "utf-16le" },
	{ "\xFE\xFF", 2, 2, "utf-16be" },     { "<\0?\0", 4, 0, "utf-16le" },
	{ "\0<\0?", 4, 0, "utf-16be" },       { "<\0!\0", 4, 0, "utf-16le" },
	{ "\0<\0!", 4, 0, "utf-16be" },       { "<\0h\0", 4, 0, "utf-16le" },
	{ "\0<\0h", 4, 0, "utf-16be" },       { "<\0r\0", 4, 0, "utf-16le" },
	{ "\0<\0r", 4, 0, "utf-16be" },       { "<\0f\0", 4, 0, "utf-16le" },
	{ "\0<\0f", 4, 0, "utf-16be" },
};

static const struct signature *find_signature(const char *bytes, size_t len)
{
	for (size_t i = 0; i < COUNT(signatures); i++) {
		const struct signature *s = &signatures[i];

		if (len >= s->len && memcmp(bytes, s->bytes, s->len) == 0)
			return s;
	}
	return NULL;
}

/* "<?xm" in EBCDIC: the code page that all of them agree on reads the declaration. */
static bool find_ebcdic(const char *bytes, size_t len, char out[CHARSET_NAME_SIZE])
{
	UErrorCode status = U_ZERO_ERROR;
	char head[256], label[CHARSET_NAME_SIZE];
	int32_t n;

	if (len < 4 || memcmp(bytes, "\x4C\x6F\xA7\x94", 4) != 0)
		return false;
	n = ucnv_convert("us-ascii", "ibm-037", head, sizeof(head) - 1, bytes,
	                 (int32_t)(len < 200 ? len : 200), &status);
	if (U_FAILURE(status))
		return false;
	if (charset_find_xml(head, (size_t)n, label) && charset_name(label, out))
		return true;
	memcpy(out, "ibm-037", sizeof("ibm-037"));
	return true;
}

static bool append_units(struct buf *out, const UChar *units, int32_t count, bool *had_errors)
{
	char bytes[CHUNK_UNITS * 3 + 1];
	UErrorCode status = U_ZERO_ERROR;
	int32_t n, bad;

	u_strToUTF8WithSub(bytes, sizeof(bytes), &n, units, count, UTF8_REPLACEMENT, &bad, &status);
	if (U_FAILURE(status))
		return false;
	for (int32_t i = 0; i < count; i++)
		*had_errors |= units[i] == UTF8_REPLACEMENT;
	for (int32_t i = 0; i < n; i++)
		if (bytes[i] == '\0')
			bytes[i] = ' ';
	return buf_append(out, bytes, (size_t)n) == 0;
}

static int convert(const char *bytes, size_t len, const char *name, struct buf *out,
                   struct charset_result *ret, struct err *err)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = ucnv_open(name, &status);
	UChar units[CHUNK_UNITS];
	const char *at = bytes;
	bool is_done = false;

	if (U_FAILURE(status))
		return err_set(err, ERR_INPUT, "the encoding %s is not known", name);
	buf_clear(out);
	while (!is_done) {
		UChar *end = units;

		status = U_ZERO_ERROR;
		ucnv_toUnicode(converter, &end, units + CHUNK_UNITS - 1, &at, bytes + len, NULL,
		               true, &status);
		is_done = status != U_BUFFER_OVERFLOW_ERROR;
		/* a pair of surrogates stays together */
		if (!is_done && end > units && U16_IS_LEAD(end[-1]))
			ucnv_toUnicode(converter, &end, end + 1, &at, bytes + len, NULL, true,
			               &(UErrorCode){ U_ZERO_ERROR });
		if (!append_units(out, units, (int32_t)(end - units), &ret->had_errors)) {
			ucnv_close(converter);
			return err_set(err, ERR_LIMIT, "over %zu bytes as UTF-8", out->max);
		}
	}
	ucnv_close(converter);
	set_name(ret, name);
	ret->text = out->data ? out->data : "";
	ret->len = out->len;
	return 0;
}

static size_t ascii_run(const char *bytes, size_t len)
{
	size_t n = 0;

	while (n < len && (unsigned char)bytes[n] < 0x80)
		n++;
	return n;
}

/* As it is where it is sound, else repaired in `out`. */
static int take_utf8(const char *bytes, size_t len, bool is_valid, struct buf *out,
                     struct charset_result *ret, struct err *err)
{
	size_t i = 0;

	set_name(ret, "utf-8");
	ret->text = bytes;
	ret->len = len;
	if (is_valid && !memchr(bytes, '\0', len))
		return 0;
	buf_clear(out);
	while (i < len) {
		size_t run = ascii_run(bytes + i, len - i);
		char one[4];
		uint32_t cp;

		if (buf_append(out, bytes + i, run))
			return err_set(err, ERR_LIMIT, "over %zu bytes as UTF-8", out->max);
		i += run;
		if (i == len)
			break;
		i += utf8_decode(bytes + i, len - i, &cp);
		ret->had_errors |= cp == UTF8_REPLACEMENT;
		if (buf_append(out, one, utf8_encode(cp, one)))
			return err_set(err, ERR_LIMIT, "over %zu bytes as UTF-8", out->max);
	}
	for (size_t k = 0; k < out->len; k++)
		if (out->data[k] == '\0')
			out->data[k] = ' ';
	ret->text = out->data ? out->data : "";
	ret->len = out->len;
	return 0;
}

/*
 * UTF-8 with a few broken bytes, such as a text cut in the middle of a
 * character: sound characters of several bytes do not come about by chance.
 */
static bool is_nearly_utf8(const char *bytes, size_t len)
{
	size_t good = 0, bad = 0, i = 0;

	while (i < len) {
		uint32_t cp;
		size_t n = utf8_decode(bytes + i, len - i, &cp);

		if (n > 1)
			good++;
		else if (cp == UTF8_REPLACEMENT)
			bad++;
		i += n;
	}
	return good > 0 && good >= bad * 5;
}

/* One label; false where it is there and nobody knows it. */
static bool name_label(bool is_found, const char *label, char out[CHARSET_NAME_SIZE])
{
	out[0] = '\0';
	return !is_found || charset_name(label, out);
}

static struct labels read_labels(const char *bytes, size_t len, const struct charset_hints *hints)
{
	char label[CHARSET_NAME_SIZE] = "";
	struct labels labels;
	bool is_found = hints->http_charset && charset_find_http(hints->http_charset, label);

	labels.has_nonsense = !name_label(is_found, label, labels.http);
	is_found = (hints->is_xml && charset_find_xml(bytes, len, label)) ||
	           (hints->is_html && charset_find_meta(bytes, len, label));
	if (!name_label(is_found, label, labels.inside))
		labels.has_nonsense = true;
	return labels;
}

static bool is_wide(const char *name)
{
	return strncmp(name, "utf-16", 6) == 0 || strncmp(name, "utf-32", 6) == 0;
}

/* Encodings whose text is all ASCII bytes: the only ones that valid UTF-8 may really be in. */
static bool is_seven_bit(const char *name)
{
	return strncmp(name, "iso-2022", 8) == 0 || strcmp(name, "hz-gb-2312") == 0 ||
	       strcmp(name, "utf-7") == 0;
}

/* A label that the bytes at hand cannot bear out: they are no UTF-8 and have no zero bytes. */
static bool is_plausible(const char *name)
{
	return name[0] && strcmp(name, "utf-8") != 0 && !is_wide(name) && !is_seven_bit(name);
}

/*
 * Cyrillic texts are mislabelled as one another, and with what servers say
 * without knowing. Nobody says "windows-1253" of them by mistake: Greek and
 * Hebrew look Cyrillic enough when they are misread.
 */
static bool may_be_mistaken(const char *name)
{
	static const char *const names[] = { "windows-1252", "windows-1251",  "koi8-r",
		                             "koi8-u",       "iso-8859-5",    "ibm866",
		                             "ibm855",       "x-mac-cyrillic" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/*
 * HTTP is asked first, but windows-1252 there is most often the server's
 * default and no knowledge of the document. It and others yield to a reading that
 * is so much more Cyrillic that no person would take it for chance.
 */
static void choose_name(const char *bytes, size_t len, const struct labels *labels,
                        char out[CHARSET_NAME_SIZE])
{
	const char *named = labels->http;
	int best_score;
	const char *best = charset_guess_cyrillic(bytes, len, &best_score);

	if (!is_plausible(named) ||
	    (strcmp(named, "windows-1252") == 0 && is_plausible(labels->inside)))
		named = labels->inside;
	if (!is_plausible(named)) {
		if (best_score < SCORE_IS_CYRILLIC && charset_guess_other(bytes, len, out))
			return;
		named = "windows-1252";
	}
	if (may_be_mistaken(named) && best_score >= SCORE_IS_CYRILLIC &&
	    best_score - charset_cyrillic_score(named, bytes, len) >= SCORE_IS_BETTER)
		named = best;
	snprintf(out, CHARSET_NAME_SIZE, "%s", named);
}

/* Plain ASCII is the same in most encodings: whichever of those is named is right. */
static void note_conflict(struct charset_result *ret, const struct labels *labels)
{
	const char *const named[] = { labels->http, labels->inside };

	ret->had_conflict = labels->has_nonsense;
	ret->is_guess = !labels->http[0] && !labels->inside[0] && strcmp(ret->name, "utf-8") != 0;
	for (size_t i = 0; i < COUNT(named); i++) {
		if (!named[i][0] || strcmp(named[i], ret->name) == 0)
			continue;
		if (is_wide(named[i]) || !utf8_is_ascii(ret->text, ret->len))
			ret->had_conflict = true;
	}
}

static int convert_by_labels(const char *bytes, size_t len, const struct labels *labels,
                             struct buf *out, struct charset_result *ret, struct err *err)
{
	bool is_valid = utf8_is_valid(bytes, len);
	char name[CHARSET_NAME_SIZE];
	const char *seven_bit = is_seven_bit(labels->http) ? labels->http : labels->inside;
	int rc;

	if (is_valid && is_seven_bit(seven_bit) && utf8_is_ascii(bytes, len))
		rc = convert(bytes, len, seven_bit, out, ret, err);
	else if (is_valid || is_nearly_utf8(bytes, len))
		rc = take_utf8(bytes, len, is_valid, out, ret, err);
	else {
		choose_name(bytes, len, labels, name);
		rc = convert(bytes, len, name, out, ret, err);
	}
	note_conflict(ret, labels);
	return rc;
}

int charset_to_utf8(const char *bytes, size_t len, const struct charset_hints *hints,
                    struct buf *out, struct charset_result *ret, struct err *err)
{
	const struct signature *signature = find_signature(bytes, len);
	char name[CHARSET_NAME_SIZE];
	struct labels labels;

	*ret = (struct charset_result){ .text = "" };
	if (find_ebcdic(bytes, len, name))
		return convert(bytes, len, name, out, ret, err);
	if (signature && is_wide(signature->name))
		return convert(bytes + signature->skip, len - signature->skip, signature->name, out,
		               ret, err);
	labels = read_labels(bytes, len, hints);
	if (signature) {
		bytes += signature->skip;
		len -= signature->skip;
		/* the mark of a text that was converted without it: believed only where it fits */
		if (utf8_is_valid(bytes, len) || is_nearly_utf8(bytes, len)) {
			int rc = take_utf8(bytes, len, utf8_is_valid(bytes, len), out, ret, err);

			note_conflict(ret, &labels);
			return rc;
		}
	}
	return convert_by_labels(bytes, len, &labels, out, ret, err);
}
