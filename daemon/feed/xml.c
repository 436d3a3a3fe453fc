#include "xml.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Large, since a token that does not end is scanned anew with each chunk. */
#define CHUNK_BYTES (256 * KIB)

struct run {
	xmlParserCtxtPtr parser;
	struct build *build;
	struct xml_outcome *outcome;
	const struct skeleton *skeleton; /* NULL: the document is whole */
	size_t texts_given;              /* of the skeleton */
	bool has_external_dtd;           /* its entities are declared where we do not look */
	size_t depth;
	int namespaces; /* in scope */
	int namespaces_at[LIMIT_XML_DEPTH + 1];
	struct _xmlEntity entity; /* the last one asked for */
	char entity_text[8];
};

static void obey(struct run *run, enum build_stop stop)
{
	if (stop == BUILD_GOES_ON)
		return;
	run->outcome->stop = stop;
	xmlStopParser(run->parser);
}

static void on_start(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attr_count,
                     int defaulted_count, const xmlChar **attrs)
{
	struct run *run = arg;
	struct xml_name n = { (const char *)name, (const char *)prefix, (const char *)uri };
	struct xml_attrs a = { attrs, attr_count };

	(void)namespaces;
	(void)defaulted_count;
	run->namespaces += namespace_count;
	if (run->depth >= LIMIT_XML_DEPTH || run->namespaces > (int)LIMIT_XML_NAMESPACES ||
	    xmlDictSize(run->parser->dict) > LIMIT_XML_NAMES) {
		obey(run, BUILD_OVER_LIMIT);
		return;
	}
	run->namespaces_at[run->depth++] = namespace_count;
	obey(run, build_start(run->build, &n, &a));
}

static void on_end(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct run *run = arg;

	(void)name;
	(void)prefix;
	(void)uri;
	if (run->depth == 0)
		return;
	run->namespaces -= run->namespaces_at[--run->depth];
	obey(run, build_end(run->build));
}

static void on_text(void *arg, const xmlChar *text, int len)
{
	struct run *run = arg;
	const char *s = (const char *)text, *end = s + len, *mark;

	while (run->skeleton && (mark = memchr(s, SKELETON_MARK, (size_t)(end - s)))) {
		const struct skeleton_text *whole = &run->skeleton->texts[run->texts_given++];

		build_text(run->build, s, (size_t)(mark - s));
		build_text(run->build, whole->s, whole->len);
		s = mark + 1;
	}
	build_text(run->build, s, (size_t)(end - s));
}

/* An entity of somebody's DTD that we do not have: the text keeps what was written. */
static void on_reference(void *arg, const xmlChar *name)
{
	struct run *run = arg;

	build_text(run->build, "&", 1);
	build_text(run->build, (const char *)name, strlen((const char *)name));
	build_text(run->build, ";", 1);
}

static void note(struct run *run, int line, const char *message)
{
	struct xml_outcome *outcome = run->outcome;
	size_t len = strcspn(message, "\n");

	if (!outcome->reason[0])
		snprintf(outcome->reason, sizeof(outcome->reason), "line %d: %.*s", line, (int)len,
		         message);
}

/*
 * The names that every person reads: feeds of HTML's time use them without a
 * declaration. The entity is given as predefined, so that libxml2 copies its
 * one character and nothing is ever parsed or nested.
 */
static xmlEntityPtr on_entity(void *arg, const xmlChar *name)
{
	struct run *run = arg;
	const htmlEntityDesc *html = htmlEntityLookup(name);

	/* in an attribute libxml2 would copy the character's first byte alone */
	if (!html || run->parser->instate == XML_PARSER_ATTRIBUTE_VALUE)
		return NULL;
	if (!run->has_external_dtd)
		note(run, run->parser->input->line, "an entity of HTML that is not declared");
	run->entity_text[utf8_encode(html->value, run->entity_text)] = '\0';
	run->entity.type = XML_ENTITY_DECL;
	run->entity.etype = XML_INTERNAL_PREDEFINED_ENTITY;
	run->entity.name = name;
	run->entity.content = (xmlChar *)run->entity_text;
	run->entity.length = (int)strlen(run->entity_text);
	return &run->entity;
}

static void stop_at_declaration(struct run *run)
{
	run->outcome->has_declarations = true;
	xmlStopParser(run->parser);
}

static void on_entity_decl(void *arg, const xmlChar *name, int type, const xmlChar *public_id,
                           const xmlChar *system_id, xmlChar *content)
{
	(void)name;
	(void)type;
	(void)public_id;
	(void)system_id;
	(void)content;
	stop_at_declaration(arg);
}

static void on_attribute_decl(void *arg, const xmlChar *element, const xmlChar *name, int type,
                              int def, const xmlChar *value, xmlEnumerationPtr tree)
{
	(void)element;
	(void)name;
	(void)type;
	(void)def;
	(void)value;
	xmlFreeEnumeration(tree);
	stop_at_declaration(arg);
}

static void on_element_decl(void *arg, const xmlChar *name, int type, xmlElementContentPtr content)
{
	(void)name;
	(void)type;
	(void)content; /* stays the parser's */
	stop_at_declaration(arg);
}

static void on_dtd(void *arg, const xmlChar *name, const xmlChar *public_id,
                   const xmlChar *system_id)
{
	struct run *run = arg;

	(void)name;
	run->has_external_dtd = public_id || system_id;
	if (public_id && strcasestr((const char *)public_id, "netscape"))
		build_note_netscape(run->build);
}

static void on_error(void *arg, xmlErrorPtr error)
{
	struct run *run = arg;

	if (error->level >= XML_ERR_ERROR && error->message)
		note(run, error->line, error->message);
}

static const xmlSAXHandler handlers = {
	.initialized = XML_SAX2_MAGIC,
	.internalSubset = on_dtd,
	.getEntity = on_entity,
	.entityDecl = on_entity_decl,
	.attributeDecl = on_attribute_decl,
	.elementDecl = on_element_decl,
	.reference = on_reference,
	.characters = on_text,
	.ignorableWhitespace = on_text,
	.cdataBlock = on_text,
	.startElementNs = on_start,
	.endElementNs = on_end,
	.serror = on_error,
};

static void push_all(xmlParserCtxtPtr parser, const char *text, size_t len)
{
	int rc = 0;

	for (size_t at = 0; at < len && rc == 0;) {
		size_t n = len - at < CHUNK_BYTES ? len - at : CHUNK_BYTES;

		rc = xmlParseChunk(parser, text + at, (int)n, 0);
		at += n;
	}
	if (rc == 0)
		xmlParseChunk(parser, NULL, 0, 1);
}

void xml_read(const char *text, size_t len, const struct skeleton *skeleton, struct build *build,
              struct xml_outcome *ret)
{
	xmlSAXHandler sax = handlers;
	struct run run = { .build = build, .outcome = ret, .skeleton = skeleton };

	*ret = (struct xml_outcome){ .stop = BUILD_GOES_ON };
	run.parser = xmlCreatePushParserCtxt(&sax, &run, NULL, 0, NULL);
	if (!run.parser)
		abort();
	xmlCtxtUseOptions(run.parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
	push_all(run.parser, text, len);
	build_close(build);
	ret->is_well_formed = run.parser->wellFormed && !ret->has_declarations;
	if (run.parser->myDoc)
		xmlFreeDoc(run.parser->myDoc);
	xmlFreeParserCtxt(run.parser);
}
