#include "config/pack.h"

#include <stdint.h>
#include <string.h>

/* A file is its kind, two lengths (32 bits, as this machine has them), the path with NUL, bytes. */
struct head {
	uint32_t kind;
	uint32_t path_size;
	uint32_t len;
};

int pack_add(struct buf *pack, const struct pack_file *file)
{
	struct head head = {
		.kind = file->kind,
		.path_size = (uint32_t)strlen(file->path) + 1,
		.len = (uint32_t)file->len,
	};
	size_t before = pack->len;

	if (file->len <= pack->max && buf_append(pack, &head, sizeof(head)) == 0 &&
	    buf_append(pack, file->path, head.path_size) == 0 &&
	    buf_append(pack, file->bytes, file->len) == 0)
		return 0;
	pack->len = before;
	return -1;
}

int pack_next(const char **at, const char *end, struct pack_file *ret_file, struct err *err)
{
	size_t left = (size_t)(end - *at);
	const char *path = *at + sizeof(struct head);
	struct head head;

	if (left == 0)
		return 0;
	if (left < sizeof(head))
		return err_set(err, ERR_INPUT, "a pack of files that is cut off");
	memcpy(&head, *at, sizeof(head));
	left -= sizeof(head);
	if (head.kind > PACK_LEXICON || head.path_size == 0 || head.path_size > left ||
	    head.len > left - head.path_size || path[head.path_size - 1] != '\0')
		return err_set(err, ERR_INPUT, "a pack of files that makes no sense");
	*ret_file = (struct pack_file){
		.kind = (enum pack_kind)head.kind,
		.path = path,
		.bytes = path + head.path_size,
		.len = head.len,
	};
	*at = ret_file->bytes + head.len;
	return 1;
}
