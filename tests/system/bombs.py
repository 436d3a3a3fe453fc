"""Documents that are small to send and dear to read: each of a kind that has felled some parser.

Generated, since they would weigh hundreds of megabytes as files. All are within the bounds of a transfer: 10 MiB a
feed, 5 MiB a page.
"""


def feed(inner, doctype=""):
    return f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><title>t</title>{inner}</channel></rss>'


def atom(inner, base=""):
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://x.test/{base}"><title>t</title>{inner}</feed>'


def page(body, head=""):
    return f"<!DOCTYPE html><html><head><title>t</title>{head}</head><body>{body}</body></html>"


def entities(count, width):
    """Each entity is made of the one before it."""
    rows = ('<!ENTITY e%d "%s">' % (i, f"&e{i - 1};" * width if i else "ha" * 50) for i in range(count))
    return f"<!DOCTYPE rss [{''.join(rows)}]>"


def attributes(count, name="a", first=0):
    return " ".join(f'{name}{first + i:x}="v"' for i in range(count))


def defaults(count):
    rows = " ".join(f'b{i} CDATA "v"' for i in range(count))
    return f"<!DOCTYPE rss [<!ATTLIST item {rows}>]>"


def unlike(name, count):
    """So many elements of a hundred attributes each, of which no two are called alike."""
    return "".join(f"<{name} {attributes(100, first=100 * i)}></{name}>" for i in range(count))


def item(title="x", text=""):
    return f"<item><title>{title}</title><description>{text}</description></item>"


MB = 1_000_000

FEEDS = {
    "nested entities": lambda: feed(item("&e9;"), entities(10, 10)),
    "a thousand nested entities": lambda: feed(item("&e999;"), entities(1000, 60)),
    "an entity a hundred thousand times": lambda: feed(item("&e0;" * 100_000), f'<!DOCTYPE rss [<!ENTITY e0 "{"x" * 50_000}">]>'),
    "20,000 default attributes": lambda: feed("<item/>" * 100_000, defaults(20_000)),
    "60,000 attributes": lambda: feed(f"<item {attributes(60_000)}/>"),
    "60,000 namespaces on one element": lambda: feed(f"<item {attributes(60_000, 'xmlns:n')}/>"),
    "60,000 namespaces in one another": lambda: feed("".join(f'<n{i}:a xmlns:n{i}="urn:{i}">' for i in range(60_000))),
    "400,000 unknown prefixes": lambda: feed("".join(f"<p{i}:a/>" for i in range(400_000))),
    "a million different names": lambda: feed("".join(f"<n{i:x}/>" for i in range(MB))),
    "800,000 different attributes": lambda: feed(unlike("i", 8_000)),
    "200,000 nested elements": lambda: feed("<a>" * 200_000 + "</a>" * 200_000),
    "200,000 nested items": lambda: feed("<item>" * 200_000),
    "300,000 items": lambda: feed("<item><title>x</title></item>" * 300_000),
    "a name without end": lambda: feed(f"<{'a' * 9 * MB}>"),
    "an attribute without end": lambda: feed(f'<item a="{"a" * 9 * MB}">'),
    "a word without end": lambda: feed(item("a" * 9 * MB)),
    "a comment without end": lambda: feed("<!--" + "-a" * 4 * MB),
    "an instruction without end": lambda: feed(f"<?a {'?' * 9 * MB}?>"),
    "a doctype without end": lambda: '<?xml version="1.0"?><!DOCTYPE ' + "[" * 9 * MB,
    "700,000 pieces of CDATA": lambda: feed(item("<![CDATA[a]]>" * 700_000)),
    "two million end tags": lambda: feed("</a>" * 2 * MB),
    "nine million ampersands": lambda: feed(item("&" * 9 * MB)),
    "nine million brackets": lambda: feed("<" * 9 * MB),
    "a million characters by number": lambda: feed(item("&#x41;" * MB)),
    "escaped HTML without end": lambda: feed(item("x", "&lt;table&gt;&lt;tr&gt;" * 400_000)),
    "broken items": lambda: feed("<item><title>&nbsp;&bogus;<b></i></title>" * 200_000),
    "a long base for 5,000 addresses": lambda: atom("".join(f'<entry><id>{i}</id><link href="{i}"/></entry>' for i in range(5_000)), "a/" * 2_000),
    "500,000 links in an item": lambda: atom("<entry>" + '<link href="b"/>' * 500_000 + "</entry>", "a/" * 500),
    "nothing but zeros": lambda: "\0" * 9 * MB,
    "five million JSON lists": lambda: "[" * 5 * MB,
    "a million JSON objects": lambda: '{"a":' * MB,
    "600,000 JSON keys": lambda: '{"version":"https://jsonfeed.org/version/1","items":[],' + ",".join(f'"k{i}":1' for i in range(600_000)) + "}",
}

PAGES = {
    "200,000 nested elements": lambda: page("<div>" * 200_000),
    "450,000 elements that nest wrongly": lambda: page("<b><i><p>" * 150_000),
    "60,000 attributes": lambda: page(f"<p {attributes(60_000)}>x</p>"),
    "the same attribute 300,000 times": lambda: page("<p " + 'a="v" ' * 300_000 + ">x</p>"),
    "290,000 different names": lambda: page("".join(f"<n{i:x}></n{i:x}>" for i in range(290_000))),
    "400,000 different attributes": lambda: page(unlike("p", 4_000)),
    "a tag without end": lambda: page(f"<{'a' * 4 * MB}>"),
    "an attribute without end": lambda: page(f'<p a="{"a" * 4 * MB}">'),
    "a word without end": lambda: page(f"<p>{'a' * 4 * MB}</p>"),
    "a comment without end": lambda: page("<!--" + "-" * 4 * MB),
    "500,000 tables": lambda: page("<table>" * 500_000),
    "a million cells": lambda: page("<table>" + "<tr><td>" * 500_000),
    "a million end tags": lambda: page("</p>" * MB),
    "a million paragraphs": lambda: page("<p>" * MB),
    "350,000 links in one another": lambda: page('<a href="x">' * 350_000),
    "four million ampersands": lambda: page("<p>" + "&" * 4 * MB),
    "four million brackets": lambda: page("<" * 4 * MB),
    "a script in a script": lambda: page("<script>" + "<!--<script>" * 380_000),
    "lists in JSON-LD": lambda: page("x", f'<script type="application/ld+json">{"[" * 4 * MB}</script>'),
    "80,000 pieces of JSON-LD": lambda: page("x", '<script type="application/ld+json">{"@graph":[]}</script>' * 80_000),
    "60,000 paragraphs of the subject": lambda: page(f"<article>{'<p>The 28 union programmes are 80% carried out, he said.</p>' * 60_000}</article>"),
    "150,000 signatures": lambda: page("<h1>x</h1><div>" + "Автор: x<b></b>" * 150_000 + "</div>"),
    "150,000 dates by the headline": lambda: page("<h1>x</h1><div>" + "5.04.2023<b></b>" * 150_000 + "</div>"),
    "80,000 dates in their classes": lambda: page("<h1>x</h1>" + '<i class="date updated">5.04.2023</i>' * 80_000),
    "pictures in one another": lambda: page("<h1>x</h1>" + "<figure>" * 250 + "<b>x</b>" * 90_000),
    "60,000 cards of other articles": lambda: page("<h1>x</h1>" + '<div><a href="/1">The bridge is closed</a><p>x</p></div>' * 60_000),
    "cards in cards": lambda: page("<h1>x</h1>" + ('<div>' * 20 + '<a href="/1">The bridge is closed</a>' + '</div>' * 20) * 8_000),
    "authors named elsewhere": lambda: page("x", '<script type="application/ld+json">{"@graph":[' + ",".join(
        '{"@type":"NewsArticle","author":{"@id":"#1"}}' for _ in range(80_000)) + "]}</script>"),
    "180,000 articles": lambda: page("<article><p>x</p></article>" * 180_000),
}
