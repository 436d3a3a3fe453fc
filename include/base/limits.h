/*
 * Every bound of the program in one table: what it bounds, its unit, why.
 * Options may lower some of them (see config/options.c).
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#define KIB 1024u
#define MIB (1024u * 1024u)

/* fetch: decompressed bytes, counted in the write callback */
#define LIMIT_FEED_BYTES (10 * MIB)    /* the largest honest feed seen has 2 MiB */
#define LIMIT_PAGE_BYTES (5 * MIB)     /* a news page has under 1 MiB */
#define LIMIT_BODIES_BYTES (128 * MIB) /* of all transfers: 64 of that largest feed */
#define LIMIT_HEADER_BYTES (64 * KIB)  /* all headers of one reply */
#define LIMIT_REDIRECTS 5
#define LIMIT_TRANSFERS 64         /* at once; 16–64 is best for CPU */
#define LIMIT_KEPT_CONNECTIONS 256 /* idle, for the next poll */
#define LIMIT_CONNECT_MS 10000
#define LIMIT_TRANSFER_MS 30000
#define LIMIT_LOW_SPEED_BYTES 1024 /* a second, for … */
#define LIMIT_LOW_SPEED_S 20
#define LIMIT_URL_BYTES 4096
#define LIMIT_LOOKUPS 512          /* names at once, on the loop … */
#define LIMIT_SILENT_LOOKUPS 8000  /* … with those that nobody answers for */
#define LIMIT_RESOLUTIONS 16       /* at once by the system: libcurl takes a thread a name */
#define LIMIT_ADDRESSES_KEPT_S 300 /* of a name: a visit's pages need one lookup */
#define LIMIT_KEPT_HANDLES 1024    /* with a TLS session to resume, some 14 KiB each */
#define LIMIT_HANDLE_KEPT_S 21600  /* unused: the longest interval; few sessions live so long */
#define LIMIT_SOURCE_HEADERS 32
#define LIMIT_SOURCE_HEADER_BYTES (8 * KIB)
#define LIMIT_DISCARD_BYTES \
	(64 * KIB) /* read of a body that nobody wants, to keep the connection */
#define LIMIT_ROBOTS_BYTES (512 * KIB)  /* RFC 9309 §2.5 wants 500 KiB at least */
#define LIMIT_ROBOTS_SITES 1024         /* whose robots.txt is kept in memory */
#define LIMIT_VALIDATOR_BYTES (1 * KIB) /* a longer ETag is not sent back */
#define LIMIT_HOST_PAUSE_S 86400        /* of a Retry-After */

/* reader: what one job may bring and give */
#define LIMIT_FEED_ITEMS 5000      /* sitemaps have at most 1,000 in news */
#define LIMIT_INDEX_ITEMS 50000    /* sitemaps in an index; the protocol allows as many */
#define LIMIT_SITEMAPS 3           /* of an index, that are read at a poll */
#define LIMIT_FEED_CANDIDATES 256  /* of one poll: each is compared with its whole series */
#define LIMIT_FEED_ADDRESSES 20000 /* made absolute: 4 an item, 50 µs each at the longest base */
#define LIMIT_BASE_BYTES 1024      /* of an xml:base; a longer one is none */
#define LIMIT_ITEM_TEXT_BYTES (1 * MIB)
#define LIMIT_TITLE_BYTES (4 * KIB)
#define LIMIT_XML_DEPTH 256
#define LIMIT_XML_ATTRIBUTES 256    /* on one element; 60,000 take libxml2 7–12 s */
#define LIMIT_XML_NAMES 10000       /* different ones; libxml2 looks through a million for 30 s */
#define LIMIT_XML_NAMESPACES 100    /* in scope; each unknown prefix is compared with all */
#define LIMIT_XPATH_BYTES (2 * KIB) /* one selector of a source */
#define LIMIT_LIST_ITEMS 1000       /* of a page that lists articles */
#define LIMIT_JOB_ARENA_BYTES (64 * MIB)
#define LIMIT_READ_ARENA_BYTES (48 * MIB) /* for reading one text; given back after it */
#define LIMIT_FRAME_BYTES (16 * MIB)      /* one message between daemon and reader */
#define LIMIT_JOB_MS 10000                /* wall clock; then the reader is killed */
#define LIMIT_JOB_CPU_S 5 /* computing: the largest feed, all of candidates, takes one or two */
#define LIMIT_READER_BYTES (192 * MIB) /* lexicons and a job: arena, two frames, libxml2's copy */
#define LIMIT_JOB_QUEUE 4096
#define LIMIT_JOB_QUEUE_BYTES (64 * MIB) /* of all jobs that wait */
#define LIMIT_READER_START_MS 30000      /* to load the lexicons */

/* extract */
#define LIMIT_CLAIMS_PER_ITEM 64
#define LIMIT_QUOTE_BYTES (4 * KIB)

/* store */
#define LIMIT_NEAR_TEXTS 128 /* of one band of fingerprints, that a new text is compared with */

/* configuration */
#define LIMIT_CONFIG_FILE_BYTES (8 * MIB)
#define LIMIT_TREE_DEPTH 32
#define LIMIT_TREE_NODES 1000000    /* of one file; 20,000 sources take some 300,000 */
#define LIMIT_TREE_FILES 10000      /* of one folder */
#define LIMIT_PACK_BYTES (12 * MIB) /* packages and lexicons together: they go in one frame */
#define LIMIT_CONFIG_ARENA_BYTES (512 * MIB)
#define LIMIT_MISTAKES 100
#define LIMIT_SOURCES 20000
#define LIMIT_ADDRESSES_PER_SOURCE 8

/* import, control socket */
#define LIMIT_REPLY_BYTES (64 * MIB) /* one answer of the server */
#define LIMIT_IMPORT_LINE_BYTES (2 * MIB)
#define LIMIT_IMPORT_BYTES (256 * MIB)
#define LIMIT_IMPORT_LINES 1000 /* that the daemon takes in one turn of its loop */
#define LIMIT_CONNECTIONS 64

#endif
