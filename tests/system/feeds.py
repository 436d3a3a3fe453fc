"""Feeds and pages as publishers write them, for the news server of the tests."""
import datetime
import email.utils
from dataclasses import dataclass
from xml.sax.saxutils import escape

TODAY = datetime.datetime.now(datetime.timezone.utc).date()


def day(days_ago=0):
    return TODAY - datetime.timedelta(days=days_ago)


def moment(days_ago=0):
    """Noon of that day, or an hour ago, so that no item is from the future."""
    now = datetime.datetime.now(datetime.timezone.utc)
    noon = datetime.datetime.combine(day(days_ago), datetime.time(12), datetime.timezone.utc)
    return min(noon, now - datetime.timedelta(minutes=1))


@dataclass
class Item:
    title: str
    text: str = ""
    link: str = ""
    guid: str = ""
    days_ago: int | None = 0


def rss(title, items, language="en", encoding="utf-8", link="http://news.test/"):
    """RSS 2.0 in the given encoding, which its XML declaration names."""
    out = [f'<?xml version="1.0" encoding="{encoding}"?>', '<rss version="2.0"><channel>', f"<title>{escape(title)}</title>",
           f"<link>{escape(link)}</link><description>{escape(title)}</description><language>{language}</language>"]
    for item in items:
        guid = item.guid or item.link
        out += ["<item>", f"<title>{escape(item.title)}</title>", f"<link>{escape(item.link)}</link>",
                f'<guid isPermaLink="false">{escape(guid)}</guid>', f"<description>{escape(item.text)}</description>"]
        if item.days_ago is not None:
            out.append(f"<pubDate>{email.utils.format_datetime(moment(item.days_ago))}</pubDate>")
        out.append("</item>")
    out.append("</channel></rss>")
    return "\n".join(out).encode(encoding)


def atom(title, items, language="en", link="http://news.test/"):
    out = ['<?xml version="1.0" encoding="utf-8"?>', f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">',
           f"<title>{escape(title)}</title><id>{escape(link)}</id><updated>{moment().isoformat()}</updated>"]
    for item in items:
        stamp = moment(item.days_ago or 0).isoformat()
        out += ["<entry>", f"<title>{escape(item.title)}</title>", f'<link rel="alternate" href="{escape(item.link)}"/>',
                f"<id>{escape(item.guid or item.link)}</id><published>{stamp}</published><updated>{stamp}</updated>",
                f'<content type="html">{escape(escape(item.text))}</content>', "</entry>"]
    out.append("</feed>")
    return "\n".join(out).encode()


def page(title, paragraphs, language="ru", encoding="utf-8", days_ago=0):
    """An article's page with what stands around an article: menus, rates, other headlines."""
    text = "\n".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    html = f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="{encoding}"><title>{escape(title)} - News</title>
<meta property="og:title" content="{escape(title)}">
<meta property="article:published_time" content="{moment(days_ago).isoformat()}"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/economy">Economy</a></li><li>USD 3,02</li></ul></nav>
<article><h1>{escape(title)}</h1>
{text}
</article>
<aside><h2>More</h2><ul><li><a href="/1">Exports grew by 35%</a></li><li><a href="/2">Rain on Sunday</a></li></ul></aside>
<footer>Copyright. All rights reserved.</footer></body></html>"""
    return html.encode(encoding)
