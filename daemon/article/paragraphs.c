#include "paragraphs.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/limits.h"
#include "boiler.h"
#include "main_text.h"
#include "model/stamp.h"
#include "page_tags.h"

/* A paragraph of which more (per cent) is links is a list of headlines. */
#define LINKS_MAX 60
#define SAME_START_BYTES 16
/* A heading so long that ends like a sentence is a paragraph in large letters. */
#define HEADING_PROSE_BYTES 120
/* Words; a shorter line without the end of a sentence is a label. */
#define LABEL_WORDS 3
#define DATE_MAX_BYTES 60

void paragraphs_init(struct paragraphs *p, const struct page *page, const struct measure *m,
                     const char *title, const char *author)
{
	*p = (struct paragraphs){
		.page = page, .m = m, .title = title, .author = author, .tag = TAG_BLOCK
	};
	buf_init(&p->out, LIMIT_ITEM_TEXT_BYTES);
	buf_init(&p->block, LIMIT_ITEM_TEXT_BYTES);
	buf_init(&p->heading, LIMIT_TITLE_BYTES);
	p->flow.out = &p->block;
}

static size_t count_words(const char *s, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += s[i] != ' ' && (i == 0 || s[i - 1] == ' ');
	return count;
}

/* ". ! ? :" or a closing quote or bracket, or the ellipsis, in UTF-8. */
static bool ends_sentence(const char *s, size_t len)
{
	static const char *const ends[] = { ".", "!", "?", ":", ";", "\"", ")", "»", "”", "…" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t n = strlen(ends[i]);

		if (len >= n && memcmp(s + len - n, ends[i], n) == 0)
			return true;
	}
	return false;
}

/* "10:14 05.04.2023", "Просмотров: 17": figures with next to no words around them. */
static bool is_counter(const char *s, size_t len)
{
	size_t digits = 0, letters = 0;

	for (size_t i = 0; i < len; i++) {
		digits += isdigit((unsigned char)s[i]) != 0;
		letters += isalpha((unsigned char)s[i]) || ((unsigned char)s[i] & 0xC0) == 0xC0;
	}
	return digits > 0 && letters < 12 && digits * 2 >= letters;
}

/* A date that stands alone belongs to the headline. */
static bool is_date(const char *s, size_t len)
{
	struct stamp when;

	return len < DATE_MAX_BYTES && is_counter(s, len) && stamp_parse(s, len, &when) &&
	       when.day.precision == DATE_DAY;
}

static bool is_heading(const struct paragraphs *p)
{
	return p->tag == TAG_HEADING || p->tag == TAG_H1;
}

static bool is_list_of_links(const struct paragraphs *p)
{
	return p->links * 100 > p->block.len * LINKS_MAX &&
	       (p->tag != TAG_P || p->block.len < LIMIT_TITLE_BYTES / 16);
}

/* A lead is often said twice, above the picture and under it. */
static bool repeats_lead(const struct paragraphs *p)
{
	size_t len = p->block.len;
	const char *end;

	if (len == 0 || p->out.len != p->lead_len || p->out.len < len)
		return false;
	end = p->out.data + p->out.len;
	return memcmp(end - len, p->block.data, len) == 0 &&
	       (p->out.len == len || end[-(ptrdiff_t)len - 1] == '\n');
}

/* The name alone, or "Jane Roe is a correspondent …" under the text. */
static bool is_of_author(const struct paragraphs *p)
{
	static const char is[] = " is ";
	size_t n = p->author ? strlen(p->author) : 0;

	if (n == 0 || strncmp(p->block.data, p->author, n) != 0)
		return false;
	return p->block.data[n] == '\0' || strncmp(p->block.data + n, is, sizeof(is) - 1) == 0;
}

/* The headline, behind a line or two, where <title> goes on otherwise. */
static bool begins_as_title(const struct paragraphs *p)
{
	return p->title && strncmp(p->title, p->block.data, SAME_START_BYTES) == 0;
}

static bool is_wanted(const struct paragraphs *p)
{
	const char *s = p->block.data;
	size_t len = p->block.len;

	if ((p->title && strcmp(p->title, s) == 0) || is_of_author(p))
		return false;
	if (p->tag == TAG_H1 && !p->is_lead && (p->count == 0 || begins_as_title(p)))
		return false; /* the title, differently worded */
	if (boiler_is_line(s, len))
		return false;
	if (is_list_of_links(p) || is_date(s, len) || repeats_lead(p))
		return false;
	if (is_heading(p) || p->tag == TAG_CELL)
		return true;
	if (is_counter(s, len) && !ends_sentence(s, len))
		return false;
	if (p->tag == TAG_P || p->tag == TAG_QUOTE || p->tag == TAG_ITEM)
		return true;
	return ends_sentence(s, len) || count_words(s, len) > LABEL_WORDS;
}

static void put_line(struct paragraphs *p, const struct buf *line)
{
	if (line->len == 0)
		return;
	if ((p->out.len > 0 && buf_putc(&p->out, '\n')) ||
	    buf_append(&p->out, line->data, line->len))
		p->flow.is_full = true;
	p->count++;
}

/* One that waits for its paragraph. */
static bool is_pending(const struct paragraphs *p)
{
	return is_heading(p) &&
	       (p->block.len < HEADING_PROSE_BYTES || !ends_sentence(p->block.data, p->block.len));
}

static void end_block(struct paragraphs *p)
{
	if (p->block.len > 0 && !is_heading(p) && is_list_of_links(p))
		buf_clear(&p->heading); /* it was theirs */
	if (p->block.len > 0 && is_wanted(p)) {
		if (is_pending(p)) {
			buf_clear(&p->heading);
			if (buf_append(&p->heading, p->block.data, p->block.len))
				buf_clear(&p->heading); /* no heading is that long */
		} else {
			put_line(p, &p->heading);
			put_line(p, &p->block);
			buf_clear(&p->heading);
		}
	}
	buf_clear(&p->block);
	p->links = 0;
	p->flow.wants_space = p->flow.wants_break = false;
}

static void add_run(struct paragraphs *p, const char *text, size_t len, bool in_link)
{
	size_t before = p->block.len;

	flow_add(&p->flow, text, len);
	if (in_link)
		p->links += p->block.len - before;
}

/* How far it is to the first blank line. */
static size_t to_blank_line(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		size_t next = i + 1;

		while (text[i] == '\n' && next < len && strchr(" \t\r", text[next]) && text[next])
			next++;
		if (text[i] == '\n' && next < len && text[next] == '\n')
			return i;
	}
	return len;
}

/* Lines of a <pre> are broken where they were full; a blank one is meant. */
static void add_preformatted(struct paragraphs *p, const char *text, size_t len, bool in_link)
{
	while (len > 0 && !p->flow.is_full) {
		size_t n = to_blank_line(text, len);

		add_run(p, text, n, in_link);
		if (n == len)
			return;
		end_block(p);
		text += n + 1;
		len -= n + 1;
	}
}

static void add_text(struct paragraphs *p, const struct page_node *node, bool in_link)
{
	if (p->tag == TAG_PRE)
		add_preformatted(p, node->text, node->len, in_link);
	else
		add_run(p, node->text, node->len, in_link);
}

/* Depth is bounded by the page's own bound. */
static void add(struct paragraphs *p, uint32_t i, enum page_tag around, bool in_link)
{
	const struct page_node *node = &p->page->nodes[i];
	bool breaks = page_tag_breaks(node->tag);

	if (p->m[i].is_out) {
		/* a dropped block still parts what stands around it */
		if (breaks && node->tag != TAG_NEVER)
			end_block(p);
		return;
	}
	if (node->tag == TAG_TEXT) {
		p->tag = around;
		add_text(p, node, in_link);
		return;
	}
	if (breaks)
		end_block(p);
	if (node->tag == TAG_CELL)
		flow_add(&p->flow, " ", 1);
	if (breaks || node->tag == TAG_CELL)
		around = node->tag;
	for (uint32_t c = node->first; c != PAGE_NONE && !p->flow.is_full;
	     c = p->page->nodes[c].next)
		add(p, c, around == TAG_BR ? TAG_BLOCK : around, in_link || page_is_link(node));
	if (breaks)
		end_block(p);
}

void paragraphs_add(struct paragraphs *p, uint32_t node)
{
	add(p, node, TAG_BLOCK, false);
	end_block(p);
}

void paragraphs_add_text(struct paragraphs *p, const char *text)
{
	p->tag = TAG_P;
	flow_add(&p->flow, text, strlen(text));
	end_block(p);
}

char *paragraphs_finish(struct paragraphs *p, struct arena *arena)
{
	char *text = arena_strndup(arena, p->out.data ? p->out.data : "", p->out.len);

	buf_done(&p->out);
	buf_done(&p->block);
	buf_done(&p->heading);
	return text;
}
