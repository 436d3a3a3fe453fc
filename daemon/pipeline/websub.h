/*
 * WebSub (W3C Recommendation of 23 January 2018), where the user gave a public
 * callback address: a hub that a feed names is asked to tell us of its news.
 * What a hub then sends is a hint to poll, and never the feed itself: what is
 * recorded was said at the publisher's own address. Polling goes on as ever.
 */
#ifndef PIPELINE_WEBSUB_H
#define PIPELINE_WEBSUB_H

struct poll_source;

/*
 * After a poll that read the feed: hub and topic as it names them, "" where it
 * names none. Subscribes, or forgets a hub that is not named any more.
 */
void websub_offer(struct poll_source *source, const char *hub, const char *topic);
/* After any poll that succeeded: renews a subscription that would soon end. */
void websub_renew(struct poll_source *source);
void websub_free(struct poll_source *source);

#endif
