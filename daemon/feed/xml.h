/* libxml2's SAX2 push parser, with our own bounds, driving the builder. */
#ifndef FEED_XML_H
#define FEED_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "build.h"
#include "skeleton.h"

#define XML_REASON_SIZE 256

struct xml_outcome {
	enum build_stop stop;
	bool is_well_formed;          /* false: the parser stopped at the first mistake */
	bool has_declarations;        /* it stopped at a DTD that declares entities or attributes */
	char reason[XML_REASON_SIZE]; /* the first mistake, with its line; "" where there is none */
};

/*
 * text is UTF-8, whatever its XML declaration says. Nothing is loaded or
 * expanded but HTML's own entities; a mistake that a parser of namespaces
 * alone would see is told in reason and does not stop it. With a skeleton, text
 * is its XML, and its texts stand for their marks; NULL: none.
 */
void xml_read(const char *text, size_t len, const struct skeleton *skeleton, struct build *build,
              struct xml_outcome *ret);

#endif
