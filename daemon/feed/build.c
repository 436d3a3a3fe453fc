#include "build.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "names.h"
#include "pace.h"
#include "root.h"
#include "slots.h"

struct frame {
	struct xml_name name;
	const struct feed_rule *rule; /* NULL: an element that means nothing here */
	const char *base;             /* addresses in it are relative to this; NULL: not known */
	bool is_scope;                /* its children may be fields */
};

/* How the text of the field being read is to be taken. */
enum text_kind {
	TEXT_AS_IS,
	TEXT_HTML, /* Atom says so: text in elements is HTML too, and no text that needs escaping */
	TEXT_XHTML,
	TEXT_BASE64,
};

struct build {
	struct arena *arena;
	struct feed_names names;
	struct feed feed;
	struct feed_slots channel;
	struct feed_slots item;

	size_t depth;
	size_t item_depth;  /* where the open item is; 0: none */
	size_t skip_depth;  /* nothing up to the end of this element counts; 0: all does */
	size_t field_depth; /* the element whose text is gathered; 0: none */

	struct buf text;
	enum text_kind kind;
	bool has_elements; /* in the field being read */
	bool is_permalink; /* of the guid being read */
	char *person_name;
	char *person_email;
	int period_min;
	int frequency;
	bool has_netscape_dtd;
	const char *root;

	struct feed_entry *entries;
	size_t entry_count;
	size_t address_count; /* made absolute so far */
	size_t entry_cap;

	struct frame frames[LIMIT_XML_DEPTH + 1]; /* [0] is the document; set as far as depth */
};

struct build *build_new(struct arena *arena, const char *base_url)
{
	struct build *b = mem_grow(NULL, 1, sizeof(*b));

	memset(b, 0, offsetof(struct build, frames));
	b->frames[0] = (struct frame){ .is_scope = true };
	b->arena = arena;
	b->frames[0].base = base_url && *base_url ? base_url : NULL;
	buf_init(&b->text, LIMIT_ITEM_TEXT_BYTES);
	return b;
}

void build_free(struct build *b)
{
	if (!b)
		return;
	buf_done(&b->text);
	free(b->entries);
	free(b);
}

static struct feed_slots *slots(struct build *b)
{
	return b->item_depth ? &b->item : &b->channel;
}

static void put(struct build *b, enum feed_slot slot, int rank, const char *value)
{
	feed_slots_put(slots(b), b->arena, slot, rank, value);
}

/*
 * Of more than so many addresses nobody is the reader: the rest lead nowhere,
 * but for those of an index that are absolute already, which costs little.
 */
static const char *address_of(struct build *b, const char *base, const char *ref)
{
	if (b->address_count == LIMIT_FEED_ADDRESSES) {
		if (!root_is_index(b->feed.format) || strncasecmp(ref, "http", 4) != 0)
			return NULL;
		return feed_address(b->arena, NULL, ref);
	}
	b->address_count++;
	return feed_address(b->arena, base, ref);
}

static void put_address(struct build *b, enum feed_slot slot, int rank, const char *ref)
{
	if (ref)
		put(b, slot, rank, address_of(b, b->frames[b->depth].base, ref));
}

/* Without an address in its attributes a link may have it as text: RSS's way, seen in Atom too. */
static bool is_link_by_text(struct build *b, const struct xml_attrs *attrs)
{
	const char *rel = attrs->count ? xml_attr(attrs, NULL, "rel", b->arena) : NULL;

	return !rel || strcasecmp(rel, "alternate") == 0;
}

/* "alternate" may be written as the address that IANA gives it. */
static const char *bare_rel(const char *rel)
{
	const char *slash = rel ? strrchr(rel, '/') : NULL;

	return slash && strncasecmp(rel, "http", 4) == 0 ? slash + 1 : rel;
}

static bool is_page_type(const char *type)
{
	return !type || strcasestr(type, "html");
}

static void take_link(struct build *b, const struct xml_attrs *attrs, const char *href)
{
	const char *rel = bare_rel(xml_attr(attrs, NULL, "rel", b->arena));
	const char *type = xml_attr(attrs, NULL, "type", b->arena);
	const char *address = address_of(b, b->frames[b->depth].base, href);

	if (!rel || !*rel || strcasecmp(rel, "alternate") == 0)
		put(b, SLOT_LINK, is_page_type(type) ? LINK_ALTERNATE : LINK_OTHER_TYPE, address);
	else if (strcasecmp(rel, "self") == 0 && !b->item_depth)
		b->feed.self = address;
	else if (strcasecmp(rel, "hub") == 0 && !b->item_depth)
		b->feed.hub = address;
}

static enum text_kind text_kind_of(struct build *b, const struct feed_rule *rule, enum feed_ns ns,
                                   const struct xml_attrs *attrs)
{
	const char *type = xml_attr(attrs, NULL, "type", b->arena);
	const char *mode = xml_attr(attrs, NULL, "mode", b->arena);

	if (mode && strcasecmp(mode, "base64") == 0)
		return TEXT_BASE64;
	if (ns == NS_XHTML || (type && strcasestr(type, "xml")) ||
	    (type && strcasestr(type, "xhtml")))
		return TEXT_XHTML;
	if (type && root_is_atom10(b->feed.format) &&
	    (strcasecmp(type, "html") == 0 || strcasecmp(type, "text/html") == 0))
		return TEXT_HTML;
	/* RFC 4287, 4.1.3.3: of content, and of other texts where somebody thought so */
	if (rule->slot <= SLOT_CONTENT && type && strchr(type, '/') &&
	    strncasecmp(type, "text/", 5) != 0 && root_is_atom10(b->feed.format))
		return TEXT_BASE64;
	return TEXT_AS_IS;
}

static void begin_field(struct build *b, const struct feed_rule *rule, enum feed_ns ns,
                        const struct xml_attrs *attrs)
{
	const char *permalink, *src;

	b->field_depth = b->depth;
	buf_clear(&b->text);
	b->person_name = b->person_email = NULL;
	b->kind = TEXT_AS_IS;
	b->has_elements = false;
	if (rule->role == ROLE_GUID) {
		permalink = xml_attr(attrs, NULL, "isPermaLink", b->arena);
		b->is_permalink = !permalink || strcasecmp(permalink, "false") != 0;
	}
	if (rule->role != ROLE_FIELD || rule->slot > SLOT_CONTENT)
		return;
	b->kind = text_kind_of(b, rule, ns, attrs);
	src = rule->slot == SLOT_CONTENT ? xml_attr(attrs, NULL, "src", b->arena) : NULL;
	if (src)
		put_address(b, SLOT_LINK, LINK_SOURCE, src);
	put(b, SLOT_LANGUAGE, 0, xml_attr(attrs, "xml", "lang", b->arena));
}

/* CDF and its time put address and date into attributes. */
static void take_scope_attributes(struct build *b, const struct xml_attrs *attrs, int lang_rank)
{
	if (attrs->count == 0)
		return;
	put(b, SLOT_LANGUAGE, lang_rank, xml_attr(attrs, "xml", "lang", b->arena));
	put_address(b, SLOT_LINK, LINK_GUESSED, xml_attr(attrs, NULL, "href", b->arena));
	put(b, SLOT_UPDATED, 1, xml_attr(attrs, NULL, "lastmod", b->arena));
	put(b, SLOT_ID, 2, xml_attr(attrs, "rdf", "about", b->arena));
}

static void finish_item(struct build *b)
{
	struct feed_entry *entry;

	b->entries = mem_room(b->entries, b->entry_count, &b->entry_cap, sizeof(*b->entries));
	entry = &b->entries[b->entry_count++];
	memset(entry, 0, sizeof(*entry));
	feed_slots_entry(&b->item, entry);
	b->item_depth = 0;
}

static void begin_item(struct build *b, const struct xml_attrs *attrs)
{
	b->item_depth = b->depth;
	b->skip_depth = 0;
	memset(&b->item, 0, sizeof(b->item));
	take_scope_attributes(b, attrs, 3);
}

static void begin_role(struct build *b, const struct feed_rule *rule, enum feed_ns ns,
                       const struct xml_attrs *attrs)
{
	const char *href;

	switch (rule->role) {
	case ROLE_CHANNEL:
		if (!b->item_depth)
			take_scope_attributes(b, attrs, 1);
		break;
	case ROLE_ITEM:
		begin_item(b, attrs);
		break;
	case ROLE_SKIP:
		b->skip_depth = b->depth;
		break;
	case ROLE_WRAPPER:
		break;
	case ROLE_LINK:
		href = xml_attr(attrs, NULL, "href", b->arena);
		if (href)
			take_link(b, attrs, href);
		else if (is_link_by_text(b, attrs))
			begin_field(b, rule, ns, attrs);
		break;
	case ROLE_FIELD:
	case ROLE_GUID:
	case ROLE_LOC:
	case ROLE_PERSON:
	case ROLE_PERSON_NAME:
	case ROLE_PERSON_EMAIL:
	case ROLE_TTL:
	case ROLE_PERIOD:
	case ROLE_FREQUENCY:
	case ROLE_HOUR:
	case ROLE_DAY:
		begin_field(b, rule, ns, attrs);
		break;
	}
}

/* Inside a field: a person's name, else HTML. */
static void start_in_field(struct build *b, const struct xml_name *name,
                           const struct xml_attrs *attrs)
{
	const struct feed_rule *field = b->frames[b->field_depth].rule;

	if (field->role == ROLE_PERSON) {
		buf_clear(&b->text);
		return;
	}
	b->has_elements = true;
	markup_start(&b->text, name, attrs);
}

static void push(struct build *b, const struct xml_name *name, const struct xml_attrs *attrs)
{
	struct frame *frame = &b->frames[++b->depth];
	const char *base = attrs->count ? xml_attr(attrs, "xml", "base", b->arena) : NULL;

	frame->name = *name;
	frame->rule = NULL;
	frame->is_scope = false;
	frame->base = frame[-1].base;
	if (base && strlen(base) <= LIMIT_BASE_BYTES)
		base = address_of(b, frame->base, base);
	if (base && strlen(base) <= LIMIT_BASE_BYTES)
		frame->base = base;
}

static bool start_root(struct build *b, const struct xml_name *name, const struct xml_attrs *attrs)
{
	const char *format = root_format(name, attrs, b->arena);

	b->root = arena_strdup(b->arena, name->local);
	if (!format)
		return false;
	b->feed.format = b->has_netscape_dtd ? root_with_netscape_dtd(format) : format;
	b->names.own_uri = name->uri;
	b->names.is_sitemap = strncmp(format, "sitemap", 7) == 0;
	b->frames[1].is_scope = true;
	return true;
}

enum build_stop build_start(struct build *b, const struct xml_name *name,
                            const struct xml_attrs *attrs)
{
	enum feed_ns ns;
	struct frame *frame;
	const struct feed_rule *rule;

	if (b->depth >= LIMIT_XML_DEPTH || arena_is_full(b->arena))
		return BUILD_OVER_LIMIT;
	push(b, name, attrs);
	frame = &b->frames[b->depth];
	rule = feed_names_find(&b->names, name->local, name->prefix, name->uri, &ns);
	if (b->depth == 1 && !start_root(b, name, attrs))
		return BUILD_NO_FEED;
	if (b->field_depth) {
		frame->rule = rule;
		start_in_field(b, name, attrs);
		return BUILD_GOES_ON;
	}
	if (!rule || b->skip_depth)
		return BUILD_GOES_ON;
	if (rule->role == ROLE_ITEM && b->item_depth)
		return BUILD_GOES_ON;
	if (rule->role == ROLE_ITEM && b->entry_count == root_most_items(b->feed.format)) {
		b->feed.is_cut = true;
		return BUILD_ENOUGH;
	}
	if (rule->role != ROLE_ITEM && rule->role != ROLE_CHANNEL && !frame[-1].is_scope)
		return BUILD_GOES_ON;
	frame->rule = rule;
	frame->is_scope = rule->role == ROLE_ITEM || rule->role == ROLE_CHANNEL ||
	                  (rule->role == ROLE_WRAPPER && frame[-1].is_scope);
	b->feed.format = root_refine(b->feed.format, rule->role, name);
	begin_role(b, rule, ns, attrs);
	return BUILD_GOES_ON;
}

void build_text(struct build *b, const char *text, size_t len)
{
	bool is_escaped = b->kind == TEXT_XHTML ||
	                  (b->depth > b->field_depth && b->kind != TEXT_HTML);

	if (!b->field_depth)
		return;
	if (is_escaped && b->frames[b->field_depth].rule->role != ROLE_PERSON)
		markup_text(&b->text, text, len);
	else if (buf_append(&b->text, text, len))
		return; /* over its maximum: the beginning is kept */
}

/* The text of the field that ends, as it is to be kept; in the buffer. */
static char *field_text(struct build *b)
{
	char *text = b->text.data ? b->text.data : NULL;

	if (!text)
		return NULL;
	text = markup_trim(text);
	if (b->kind == TEXT_BASE64 && markup_decode_base64(text)) {
		if (!utf8_is_valid(text, strlen(text)))
			return NULL; /* a picture, a sound */
		text = markup_trim(text);
	}
	if ((b->kind == TEXT_XHTML || (b->kind == TEXT_HTML && b->has_elements)) &&
	    !root_keeps_div(b->feed.format)) {
		markup_unwrap_div(text);
		text = markup_trim(text);
	}
	return text;
}

static void end_person(struct build *b, const struct feed_rule *rule, const char *text)
{
	if (b->person_name && b->person_email)
		text = arena_printf(b->arena, "%s (%s)", b->person_name, b->person_email);
	else if (b->person_name || b->person_email)
		text = b->person_name ? b->person_name : b->person_email;
	put(b, rule->slot, rule->rank, text);
}

/*
 * Atom's ids are absolute by law; one that is plainly a path is taken for the
 * address it was meant to be, anything else stays what it is.
 */
static bool is_path(const struct build *b, const char *text)
{
	if (text[0] == '/' || text[0] == '.' || text[0] == '?')
		return true;
	return root_is_atom10(b->feed.format) && strchr(text, '/') && !strpbrk(text, " :,");
}

static void put_id(struct build *b, int rank, const char *text)
{
	if (is_path(b, text))
		put_address(b, SLOT_ID, rank, text);
	else
		put(b, SLOT_ID, rank, text);
}

/* Of Atom or RDF: where nothing links to the item, its identity may say where it is. */
static void put_identity(struct build *b, int rank, const char *text)
{
	put_id(b, rank, text);
	if (strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0)
		put_address(b, SLOT_LINK, LINK_IDENTITY, text);
}

static void end_guid(struct build *b, const struct feed_rule *rule, const char *text)
{
	put_id(b, rule->rank, text);
	if (b->is_permalink && (strncasecmp(text, "http", 4) == 0 || text[0] == '/'))
		put_address(b, SLOT_LINK, LINK_PERMALINK, text);
}

static void end_field(struct build *b)
{
	const struct feed_rule *rule = b->frames[b->field_depth].rule;
	const char *text = markup_fix_controls(b->arena, arena_strdup(b->arena, field_text(b)));

	b->field_depth = 0;
	if (!text)
		text = "";
	switch (rule->role) {
	case ROLE_FIELD:
		if (rule->slot == SLOT_ID)
			put_identity(b, rule->rank, text);
		else
			put(b, rule->slot, rule->rank, text);
		break;
	case ROLE_LINK:
		put_address(b, SLOT_LINK, LINK_TEXT, text);
		break;
	case ROLE_GUID:
		end_guid(b, rule, text);
		break;
	case ROLE_LOC:
		put_address(b, SLOT_LINK, LINK_TEXT, text);
		put_address(b, SLOT_ID, 3, text);
		break;
	case ROLE_PERSON:
		end_person(b, rule, text);
		break;
	case ROLE_TTL:
		b->feed.ttl_min = pace_number(text);
		break;
	case ROLE_PERIOD:
		b->period_min = pace_period_min(text);
		break;
	case ROLE_FREQUENCY:
		b->frequency = pace_number(text);
		break;
	case ROLE_HOUR:
		b->feed.skip_hours |= pace_hour_bit(text);
		break;
	case ROLE_DAY:
		b->feed.skip_days |= pace_day_bit(text);
		break;
	case ROLE_PERSON_NAME:
	case ROLE_PERSON_EMAIL:
	case ROLE_CHANNEL:
	case ROLE_ITEM:
	case ROLE_SKIP:
	case ROLE_WRAPPER:
		break;
	}
}

static void end_in_field(struct build *b)
{
	const struct frame *frame = &b->frames[b->depth];
	char *text;

	if (b->frames[b->field_depth].rule->role != ROLE_PERSON) {
		markup_end(&b->text, &frame->name);
		return;
	}
	text = b->text.data && *b->text.data ? markup_trim(b->text.data) : NULL;
	if (text && *text && frame->rule && frame->rule->role == ROLE_PERSON_NAME)
		b->person_name = arena_strdup(b->arena, text);
	else if (text && *text && frame->rule && frame->rule->role == ROLE_PERSON_EMAIL)
		b->person_email = arena_strdup(b->arena, text);
	buf_clear(&b->text);
}

enum build_stop build_end(struct build *b)
{
	if (b->depth == 0)
		return BUILD_GOES_ON;
	if (b->field_depth == b->depth)
		end_field(b);
	else if (b->field_depth)
		end_in_field(b);
	if (b->skip_depth == b->depth)
		b->skip_depth = 0;
	if (b->item_depth == b->depth)
		finish_item(b);
	b->depth--;
	return arena_is_full(b->arena) ? BUILD_OVER_LIMIT : BUILD_GOES_ON;
}

void build_close(struct build *b)
{
	if (b->feed.format)
		b->feed.format = root_refine(b->feed.format, ROLE_CHANNEL, &b->frames[1].name);
	while (b->depth > 0)
		(void)build_end(b);
}

void build_note_netscape(struct build *b)
{
	b->has_netscape_dtd = true;
}

const char *build_root(const struct build *b)
{
	return b->root;
}

size_t build_entry_count(const struct build *b)
{
	return b->entry_count;
}

/* An address that nothing made absolute is relative to where the feed says it belongs. */
static void resolve_late(struct build *b)
{
	const char *base = b->channel.value[SLOT_LINK];

	if (!base || !feed_address_is_absolute(base))
		return;
	for (size_t i = 0; i < b->entry_count; i++) {
		struct feed_entry *entry = &b->entries[i];

		if (entry->link && !feed_address_is_absolute(entry->link))
			entry->link = address_of(b, base, entry->link);
	}
}

void build_finish(struct build *b, struct feed *ret)
{
	const struct feed_slots *channel = &b->channel;
	const char *updated;

	resolve_late(b);
	updated = channel->value[SLOT_UPDATED] ? channel->value[SLOT_UPDATED]
	                                       : channel->value[SLOT_PUBLISHED];
	b->feed.title = channel->value[SLOT_TITLE];
	b->feed.link = channel->value[SLOT_LINK];
	b->feed.id = channel->value[SLOT_ID];
	b->feed.description = channel->value[SLOT_SUMMARY];
	b->feed.language = channel->value[SLOT_LANGUAGE];
	b->feed.author = channel->value[SLOT_AUTHOR];
	feed_slots_time(updated, &b->feed.updated);
	if (b->feed.ttl_min == 0 && b->period_min > 0)
		b->feed.ttl_min = b->period_min / (b->frequency > 0 ? b->frequency : 1);
	b->feed.entry_count = b->entry_count;
	b->feed.entries = arena_array(b->arena, b->entry_count, sizeof(*b->entries));
	for (size_t i = 0; i < b->entry_count; i++) {
		b->feed.entries[i] = b->entries[i];
		/* RFC 4287, 4.1.2: an entry without an author has the feed's */
		if (!b->entries[i].author && root_inherits_author(b->feed.format))
			b->feed.entries[i].author = b->feed.author;
	}
	*ret = b->feed;
}
