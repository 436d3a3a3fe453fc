#include "reader/wire.h"

#include <string.h>

#include "base/limits.h"
#include "cursor.h"

#define WIRE_MAGIC 0x44524749u /* "IGRD" */
#define WIRE_VERSION 3

static void put_date(struct wire_writer *out, struct date d)
{
	cursor_put_u8(out, (uint8_t)d.precision);
	cursor_put_u16(out, (uint16_t)d.year);
	cursor_put_u8(out, (uint8_t)d.part);
	cursor_put_u8(out, (uint8_t)d.day);
}

static struct date get_date(struct wire_reader *in)
{
	struct date d;

	d.precision = cursor_get_enum(in, DATE_DAY + 1);
	d.year = (int16_t)cursor_get_u16(in);
	d.part = (int8_t)cursor_get_u8(in);
	d.day = (int8_t)cursor_get_u8(in);
	if (d.precision == DATE_NONE)
		return (struct date){ 0 };
	if (!date_is_valid(d)) {
		in->is_broken = true;
		return (struct date){ 0 };
	}
	return d;
}

static void put_decimal(struct wire_writer *out, struct decimal d)
{
	cursor_put_u64(out, (uint64_t)d.digits);
	cursor_put_u8(out, d.scale);
}

static struct decimal get_decimal(struct wire_reader *in)
{
	static const int64_t limit = 1000000000000000;
	struct decimal d;

	d.digits = (int64_t)cursor_get_u64(in);
	d.scale = (uint8_t)cursor_get_enum(in, DECIMAL_SCALE_MAX + 1);
	if (d.digits > -limit && d.digits < limit)
		return d;
	in->is_broken = true;
	return (struct decimal){ 0 };
}

static void put_claim(struct wire_writer *out, const struct claim *c)
{
	cursor_put_str(out, c->package);
	cursor_put_str(out, c->subject);
	cursor_put_u8(out, (uint8_t)c->measure);
	cursor_put_u8(out, (uint8_t)c->stage);
	cursor_put_u8(out, (uint8_t)c->unit);
	put_decimal(out, c->value);
	put_decimal(out, c->high);
	put_decimal(out, c->total);
	cursor_put_u8(out, c->has_high);
	cursor_put_u8(out, c->has_total);
	cursor_put_u8(out, (uint8_t)c->bound);
	cursor_put_u8(out, (uint8_t)c->modality);
	cursor_put_u8(out, (uint8_t)c->basis);
	put_date(out, c->as_of);
	cursor_put_str(out, c->speaker);
	cursor_put_str(out, c->quote);
	cursor_put_u8(out, c->in_title);
	cursor_put_u32(out, c->offset);
	cursor_put_u32(out, c->length);
	cursor_put_u16(out, (uint16_t)c->confidence);
	cursor_put_str(out, c->reasons);
	cursor_put_str(out, c->trace);
	cursor_put_u8(out, (uint8_t)c->status);
}

/* Of an encoded claim, every string NULL: what get_count() multiplies. */
#define CLAIM_MIN_BYTES 78

static void get_claim(struct wire_reader *in, struct claim *c)
{
	c->package = cursor_get_str(in);
	c->subject = cursor_get_str(in);
	c->measure = cursor_get_enum(in, CLAIM_ACTIVITIES + 1);
	c->stage = cursor_get_enum(in, CLAIM_IN_PROGRESS + 1);
	c->unit = cursor_get_enum(in, CLAIM_COUNT + 1);
	c->value = get_decimal(in);
	c->high = get_decimal(in);
	c->total = get_decimal(in);
	c->has_high = cursor_get_bool(in);
	c->has_total = cursor_get_bool(in);
	c->bound = cursor_get_enum(in, CLAIM_AT_MOST + 1);
	c->modality = cursor_get_enum(in, CLAIM_EXPECTED + 1);
	c->basis = cursor_get_enum(in, CLAIM_RESTATED + 1);
	c->as_of = get_date(in);
	c->speaker = cursor_get_opt_str(in);
	c->quote = cursor_get_opt_str(in);
	c->in_title = cursor_get_bool(in);
	c->offset = cursor_get_u32(in);
	c->length = cursor_get_u32(in);
	c->confidence = cursor_get_u16(in);
	c->reasons = cursor_get_opt_str(in);
	c->trace = cursor_get_opt_str(in);
	c->status = cursor_get_enum(in, CLAIM_HELD + 1);
	if (c->confidence > 1000 || (c->has_total && c->total.digits <= 0))
		in->is_broken = true;
}

static void put_article(struct wire_writer *out, const struct article *a)
{
	cursor_put_str(out, a->guid);
	cursor_put_str(out, a->address);
	cursor_put_str(out, a->title);
	cursor_put_str(out, a->text);
	cursor_put_str(out, a->author);
	cursor_put_str(out, a->language);
	cursor_put_u8(out, a->has_published);
	cursor_put_u8(out, a->published_is_clamped);
	cursor_put_u64(out, (uint64_t)a->published_s);
	put_date(out, a->published);
	for (size_t i = 0; i < ARTICLE_MINHASHES; i++)
		cursor_put_u32(out, a->minhash[i]);
	cursor_put_u8(out, a->is_candidate);
	cursor_put_u8(out, a->is_edited);
	cursor_put_u8(out, a->wants_follow);
	cursor_put_u32(out, (uint32_t)a->claim_count);
	for (size_t i = 0; i < a->claim_count; i++)
		put_claim(out, &a->claims[i]);
}

#define ARTICLE_MIN_BYTES (4 * ARTICLE_MINHASHES + 6 * 4 + 22)

static void get_article(struct wire_reader *in, struct arena *arena, struct article *a)
{
	a->guid = cursor_get_str(in);
	a->address = cursor_get_str(in);
	a->title = cursor_get_str(in);
	a->text = cursor_get_str(in);
	a->author = cursor_get_str(in);
	a->language = cursor_get_str(in);
	a->has_published = cursor_get_bool(in);
	a->published_is_clamped = cursor_get_bool(in);
	a->published_s = (int64_t)cursor_get_u64(in);
	a->published = get_date(in);
	for (size_t i = 0; i < ARTICLE_MINHASHES; i++)
		a->minhash[i] = cursor_get_u32(in);
	a->is_candidate = cursor_get_bool(in);
	a->is_edited = cursor_get_bool(in);
	a->wants_follow = cursor_get_bool(in);
	a->claim_count = cursor_get_count(in, CLAIM_MIN_BYTES);
	a->claims = arena_array(arena, a->claim_count, sizeof(*a->claims));
	for (size_t i = 0; i < a->claim_count && !in->is_broken; i++)
		get_claim(in, &a->claims[i]);
}

static void put_numbers(struct wire_writer *out, const uint64_t *list, size_t count)
{
	cursor_put_u32(out, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		cursor_put_u64(out, list[i]);
}

static uint64_t *get_numbers(struct wire_reader *in, struct arena *arena, size_t *ret_count)
{
	size_t count = cursor_get_count(in, sizeof(uint64_t));
	uint64_t *list = arena_array(arena, count, sizeof(*list));

	for (size_t i = 0; i < count; i++)
		list[i] = cursor_get_u64(in);
	*ret_count = count;
	return list;
}

/*
 * Writes the header with a length of 0; close_frame() fills it in. Returns
 * where the frame begins.
 */
static size_t open_frame(struct wire_writer *out, enum wire_type type)
{
	size_t start = out->out->len;

	cursor_put_u32(out, WIRE_MAGIC);
	cursor_put_u16(out, WIRE_VERSION);
	cursor_put_u16(out, (uint16_t)type);
	cursor_put_u32(out, 0);
	return start;
}

static int close_frame(struct wire_writer *out, size_t start, struct err *err)
{
	struct buf *buf = out->out;
	size_t payload = buf->len - start - WIRE_HEADER_BYTES;

	if (out->is_broken || payload + WIRE_HEADER_BYTES > LIMIT_FRAME_BYTES) {
		buf->len = start;
		if (buf->data)
			buf->data[start] = '\0';
		return err_set(err, ERR_LIMIT, "the message to or from the reader is over %u bytes",
		               LIMIT_FRAME_BYTES);
	}
	for (size_t i = 0; i < 4; i++)
		buf->data[start + 8 + i] = (char)(payload >> 8 * i & 0xff);
	return 0;
}

int wire_put_start(struct buf *out, const char *pack, size_t len, struct err *err)
{
	struct wire_writer w = { .out = out };
	size_t start = open_frame(&w, WIRE_START);

	cursor_put_bytes(&w, pack, len);
	return close_frame(&w, start, err);
}

int wire_put_ready(struct buf *out, enum reader_cage cage, struct err *err)
{
	struct wire_writer w = { .out = out };
	size_t start = open_frame(&w, WIRE_READY);

	cursor_put_u8(&w, (uint8_t)cage);
	return close_frame(&w, start, err);
}

static void put_selectors(struct wire_writer *out, const struct source_selectors *s)
{
	cursor_put_str(out, s->items);
	cursor_put_str(out, s->link);
	cursor_put_str(out, s->title);
	cursor_put_str(out, s->date);
	cursor_put_str(out, s->summary);
	cursor_put_str(out, s->article_text);
	cursor_put_str(out, s->article_title);
	cursor_put_str(out, s->article_date);
	cursor_put_str(out, s->article_author);
}

static void get_selectors(struct wire_reader *in, struct source_selectors *s)
{
	s->items = cursor_get_opt_str(in);
	s->link = cursor_get_opt_str(in);
	s->title = cursor_get_opt_str(in);
	s->date = cursor_get_opt_str(in);
	s->summary = cursor_get_opt_str(in);
	s->article_text = cursor_get_opt_str(in);
	s->article_title = cursor_get_opt_str(in);
	s->article_date = cursor_get_opt_str(in);
	s->article_author = cursor_get_opt_str(in);
}

int wire_put_job(struct buf *out, const struct reader_job *job, struct err *err)
{
	struct wire_writer w = { .out = out };
	size_t start = open_frame(&w, WIRE_JOB);

	cursor_put_u8(&w, (uint8_t)job->kind);
	cursor_put_str(&w, job->source);
	cursor_put_str(&w, job->language);
	cursor_put_str(&w, job->timezone);
	cursor_put_str(&w, job->content_type);
	cursor_put_str(&w, job->base_url);
	cursor_put_bytes(&w, job->bytes, job->length);
	cursor_put_u64(&w, (uint64_t)job->now_s);
	cursor_put_u16(&w, (uint16_t)job->threshold);
	cursor_put_u8(&w, job->may_follow);
	cursor_put_u8(&w, job->on_subject);
	cursor_put_u8(&w, job->wants_all);
	put_selectors(&w, &job->selectors);
	put_numbers(&w, job->known, job->known_count);
	cursor_put_str(&w, job->text);
	cursor_put_str(&w, job->guid);
	cursor_put_str(&w, job->address);
	cursor_put_str(&w, job->title);
	cursor_put_str(&w, job->author);
	cursor_put_u8(&w, job->has_published);
	cursor_put_u8(&w, job->published_is_clamped);
	cursor_put_u64(&w, (uint64_t)job->published_s);
	put_date(&w, job->published);
	return close_frame(&w, start, err);
}

int wire_put_harvest(struct buf *out, const struct reader_harvest *h, struct err *err)
{
	struct wire_writer w = { .out = out };
	size_t start = open_frame(&w, WIRE_HARVEST);

	cursor_put_u8(&w, (uint8_t)h->kind);
	cursor_put_u8(&w, (uint8_t)h->failure);
	cursor_put_str(&w, h->why);
	cursor_put_str(&w, h->engine);
	cursor_put_str(&w, h->format);
	cursor_put_u8(&w, h->is_bozo);
	cursor_put_str(&w, h->bozo_reason);
	cursor_put_u8(&w, h->is_cut_short);
	cursor_put_u8(&w, h->ends_early);
	cursor_put_str(&w, h->title);
	cursor_put_u32(&w, (uint32_t)h->ttl_min);
	cursor_put_u32(&w, h->skip_hours);
	cursor_put_u32(&w, h->skip_days);
	cursor_put_u64(&w, (uint64_t)h->gap_s);
	cursor_put_str(&w, h->hub);
	cursor_put_str(&w, h->topic);
	cursor_put_u32(&w, (uint32_t)h->sitemap_count);
	for (size_t i = 0; i < h->sitemap_count; i++)
		cursor_put_str(&w, h->sitemaps[i]);
	cursor_put_u8(&w, h->has_more);
	cursor_put_u32(&w, (uint32_t)h->known_count);
	put_numbers(&w, h->fresh, h->fresh_count);
	cursor_put_str(&w, h->canonical);
	cursor_put_str(&w, h->modified);
	cursor_put_u32(&w, (uint32_t)h->count);
	for (size_t i = 0; i < h->count && !w.is_broken; i++) {
		cursor_put_u64(&w, h->identities[i]);
		put_article(&w, &h->items[i]);
	}
	return close_frame(&w, start, err);
}

int wire_peek(const char *bytes, size_t len, enum wire_type *ret_type, size_t *ret_length,
              struct err *err)
{
	struct wire_reader in = { .at = bytes, .left = len };
	unsigned type;
	size_t length;

	if (len < WIRE_HEADER_BYTES)
		return 0;
	if (cursor_get_u32(&in) != WIRE_MAGIC)
		return err_set(err, ERR_INPUT, "not a message of the reader");
	if (cursor_get_u16(&in) != WIRE_VERSION)
		return err_set(err, ERR_INPUT, "a message of another version of the reader");
	type = cursor_get_u16(&in);
	if (type < WIRE_START || type > WIRE_HARVEST)
		return err_set(err, ERR_INPUT, "a message of unknown type %u", type);
	length = (size_t)cursor_get_u32(&in) + WIRE_HEADER_BYTES;
	if (length > LIMIT_FRAME_BYTES)
		return err_set(err, ERR_INPUT, "a message of %zu bytes is too long", length);
	if (length > len)
		return 0;
	*ret_type = (enum wire_type)type;
	*ret_length = length;
	return 1;
}

/* A cursor on the payload of a frame that must be whole, alone and of this type. */
static int open_payload(const char *frame, size_t len, enum wire_type want, struct wire_reader *in,
                        struct err *err)
{
	enum wire_type type;
	size_t length;
	int whole = wire_peek(frame, len, &type, &length, err);

	if (whole < 0)
		return -1;
	if (whole == 0 || length != len || type != want)
		return err_set(err, ERR_INPUT,
		               "a message is cut off, too long or of the wrong type");
	in->at = frame + WIRE_HEADER_BYTES;
	in->left = len - WIRE_HEADER_BYTES;
	in->is_broken = false;
	return 0;
}

/* arena may be NULL */
static int close_payload(const struct wire_reader *in, const struct arena *arena, struct err *err)
{
	if (in->is_broken || in->left > 0)
		return err_set(err, ERR_INPUT, "a message breaks the format");
	if (arena && arena_is_full(arena))
		return err_set(err, ERR_LIMIT, "a message passes what one job may hold");
	return 0;
}

int wire_get_start(const char *frame, size_t len, const char **ret_pack, size_t *ret_pack_len,
                   struct err *err)
{
	struct wire_reader in;
	const char *pack;
	size_t pack_len;

	if (open_payload(frame, len, WIRE_START, &in, err) < 0)
		return -1;
	pack = cursor_get_bytes(&in, &pack_len);
	if (close_payload(&in, NULL, err) < 0)
		return -1;
	*ret_pack = pack;
	*ret_pack_len = pack_len;
	return 0;
}

int wire_get_ready(const char *frame, size_t len, enum reader_cage *ret_cage, struct err *err)
{
	struct wire_reader in;
	unsigned cage;

	if (open_payload(frame, len, WIRE_READY, &in, err) < 0)
		return -1;
	cage = cursor_get_enum(&in, READER_CAGE_SECCOMP + 1);
	if (close_payload(&in, NULL, err) < 0)
		return -1;
	*ret_cage = (enum reader_cage)cage;
	return 0;
}

int wire_get_job(const char *frame, size_t len, struct arena *arena, struct reader_job *ret_job,
                 struct err *err)
{
	struct wire_reader in;
	struct reader_job j = { 0 };

	if (open_payload(frame, len, WIRE_JOB, &in, err) < 0)
		return -1;
	j.kind = cursor_get_enum(&in, READER_WATCH + 1);
	j.source = cursor_get_str(&in);
	j.language = cursor_get_str(&in);
	j.timezone = cursor_get_str(&in);
	j.content_type = cursor_get_str(&in);
	j.base_url = cursor_get_str(&in);
	j.bytes = cursor_get_bytes(&in, &j.length);
	j.now_s = (int64_t)cursor_get_u64(&in);
	j.threshold = cursor_get_u16(&in);
	j.may_follow = cursor_get_bool(&in);
	j.on_subject = cursor_get_bool(&in);
	j.wants_all = cursor_get_bool(&in);
	get_selectors(&in, &j.selectors);
	j.known = get_numbers(&in, arena, &j.known_count);
	j.text = cursor_get_str(&in);
	j.guid = cursor_get_str(&in);
	j.address = cursor_get_str(&in);
	j.title = cursor_get_str(&in);
	j.author = cursor_get_str(&in);
	j.has_published = cursor_get_bool(&in);
	j.published_is_clamped = cursor_get_bool(&in);
	j.published_s = (int64_t)cursor_get_u64(&in);
	j.published = get_date(&in);
	if (close_payload(&in, arena, err) < 0)
		return -1;
	*ret_job = j;
	return 0;
}

static void get_items(struct wire_reader *in, struct arena *arena, struct reader_harvest *h)
{
	h->count = cursor_get_count(in, sizeof(uint64_t) + ARTICLE_MIN_BYTES);
	h->items = arena_array(arena, h->count, sizeof(*h->items));
	h->identities = arena_array(arena, h->count, sizeof(*h->identities));
	for (size_t i = 0; i < h->count && !in->is_broken; i++) {
		h->identities[i] = cursor_get_u64(in);
		get_article(in, arena, &h->items[i]);
	}
}

static void get_sitemaps(struct wire_reader *in, struct arena *arena, struct reader_harvest *h)
{
	h->sitemap_count = cursor_get_count(in, sizeof(uint32_t));
	if (h->sitemap_count > LIMIT_SITEMAPS)
		in->is_broken = true;
	if (in->is_broken)
		h->sitemap_count = 0;
	h->sitemaps = arena_array(arena, h->sitemap_count, sizeof(*h->sitemaps));
	for (size_t i = 0; i < h->sitemap_count; i++)
		h->sitemaps[i] = cursor_get_str(in);
}

int wire_get_harvest(const char *frame, size_t len, struct arena *arena,
                     struct reader_harvest *ret_harvest, struct err *err)
{
	struct wire_reader in;
	struct reader_harvest h = { 0 };

	if (open_payload(frame, len, WIRE_HARVEST, &in, err) < 0)
		return -1;
	h.kind = cursor_get_enum(&in, READER_WATCH + 1);
	h.failure = cursor_get_enum(&in, READER_TOO_LARGE + 1);
	h.why = cursor_get_str(&in);
	h.engine = cursor_get_str(&in);
	h.format = cursor_get_str(&in);
	h.is_bozo = cursor_get_bool(&in);
	h.bozo_reason = cursor_get_str(&in);
	h.is_cut_short = cursor_get_bool(&in);
	h.ends_early = cursor_get_bool(&in);
	h.title = cursor_get_str(&in);
	h.ttl_min = (int)(cursor_get_u32(&in) & INT32_MAX);
	h.skip_hours = cursor_get_u32(&in);
	h.skip_days = cursor_get_u32(&in);
	h.gap_s = (int64_t)(cursor_get_u64(&in) & INT64_MAX);
	h.hub = cursor_get_str(&in);
	h.topic = cursor_get_str(&in);
	get_sitemaps(&in, arena, &h);
	h.has_more = cursor_get_bool(&in);
	h.known_count = cursor_get_u32(&in);
	h.fresh = get_numbers(&in, arena, &h.fresh_count);
	h.canonical = cursor_get_str(&in);
	h.modified = cursor_get_str(&in);
	get_items(&in, arena, &h);
	if (close_payload(&in, arena, err) < 0)
		return -1;
	*ret_harvest = h;
	return 0;
}
