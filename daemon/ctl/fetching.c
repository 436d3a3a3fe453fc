#include "fetching.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "config/options.h"
#include "event/loop.h"
#include "fetch/robots.h"

/* A person waits, and asks a host for three things at most. */
#define GAP_MS 1000

struct fetching {
	const struct config_options *options;
	struct event_loop *loop;
	struct fetch_pool *pool;
	/* of the transfer under way */
	struct arena *arena;
	struct fetched *fetched;
};

struct fetching *fetching_new(const struct config_options *o, struct err *err)
{
	const struct fetch_options options = {
		.user_agent = o->user_agent,
		.ca_file = o->ca_file[0] ? o->ca_file : NULL,
		.proxy = o->proxy_address[0] ? o->proxy_address : NULL,
		.dns = o->dns[0] ? o->dns : NULL,
		.host_gap_ms = o->host_gap_ms < GAP_MS ? o->host_gap_ms : GAP_MS,
		.connect_ms = o->connect_timeout_ms,
		.transfer_ms = o->total_timeout_ms,
		.low_speed_bytes = o->low_speed_bytes,
		.low_speed_s = o->low_speed_s,
	};
	struct fetching *fetching = mem_alloc(sizeof(*fetching));

	fetching->options = o;
	fetching->loop = event_loop_new();
	if (!fetching->loop)
		err_set(err, ERR_BROKEN, "the system gives no epoll");
	else
		fetching->pool = fetch_pool_new(fetching->loop, &options, err);
	if (fetching->pool)
		return fetching;
	fetching_free(fetching);
	return NULL;
}

void fetching_free(struct fetching *fetching)
{
	if (!fetching)
		return;
	fetch_pool_free(fetching->pool);
	event_loop_free(fetching->loop);
	free(fetching);
}

static void on_reply(const struct fetch_reply *reply, void *arg)
{
	struct fetching *f = arg;

	*f->fetched = (struct fetched){
		.url = f->fetched->url,
		.outcome = reply->outcome,
		.status = reply->status,
		.detail = arena_strdup(f->arena, reply->detail),
		.content_type = arena_strdup(f->arena, reply->content_type),
		.effective_url = arena_strdup(f->arena, reply->effective_url),
		.body = arena_strndup(f->arena, reply->body ? reply->body : "", reply->len),
		.len = reply->len,
		.duration_ms = reply->duration_ms,
	};
	event_loop_stop(f->loop);
}

int fetching_get(struct fetching *fetching, const struct fetch_request *request,
                 struct arena *arena, struct fetched *ret, struct err *err)
{
	fetching->arena = arena;
	fetching->fetched = ret;
	*ret = (struct fetched){ .url = arena_strdup(arena, request->url) };
	fetch_start(fetching->pool, request, on_reply, fetching);
	return event_loop_run(fetching->loop, err);
}

struct fetch_request fetching_request(const struct config_options *options,
                                      const struct source *source, const char *url, bool is_page)
{
	return (struct fetch_request){
		.url = url,
		.user_agent = source->user_agent,
		.proxy = source->proxy,
		.ca_file = source->ca_file,
		.headers = source->headers,
		.header_count = source->header_count,
		.headers_for = source->addresses[0],
		.accept = is_page ? "text/html, application/xhtml+xml, */*;q=0.5" : NULL,
		.max_bytes = (size_t)(is_page ? options->page_max_bytes : options->feed_max_bytes),
		.allow_private = options->allow_private,
		.private_for = source->addresses,
		.private_count = source->allow_private ? source->address_count : 0,
	};
}

/* "https://host:port/robots.txt" of the page; NULL: it has no such address. */
static char *robots_address(const char *url)
{
	char *address;

	return url_resolve(url, "/robots.txt", &address, NULL) == 0 ? address : NULL;
}

static const char *judge(const struct fetching *fetching, const struct fetched *fetched,
                         const struct fetch_request *page)
{
	const char *agent = page->user_agent ? page->user_agent : fetching->options->user_agent;
	bool is_client_error = fetched->status >= 400 && fetched->status < 500;
	struct url_parts parts;
	struct robots *robots;
	const char *why = "";
	char *product;

	if (fetched->outcome != FETCH_OK)
		return is_client_error ? "" : "its robots.txt cannot be had";
	if (url_parse(page->url, &parts, NULL) < 0)
		return "it has no address";
	product = robots_product(agent);
	robots = robots_parse(fetched->body, fetched->len, product);
	if (!robots_allows(robots, parts.path))
		why = "robots.txt forbids it";
	robots_free(robots);
	free(product);
	url_parts_done(&parts);
	return why;
}

const char *fetching_ask_robots(struct fetching *fetching, const struct fetch_request *page,
                                struct arena *arena)
{
	char *address = robots_address(page->url);
	struct fetch_request request = *page;
	struct fetched fetched;
	const char *why;

	if (!address)
		return "it has no address";
	request.url = address;
	request.accept = "text/plain, */*;q=0.5";
	request.max_bytes = LIMIT_ROBOTS_BYTES;
	if (fetching_get(fetching, &request, arena, &fetched, NULL) < 0)
		why = "its robots.txt cannot be had";
	else
		why = judge(fetching, &fetched, page);
	free(address);
	return why;
}
