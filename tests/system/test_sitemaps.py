"""An index of sitemaps leads to its sitemaps, and what is in them are the source's items."""
import gzip
from pathlib import Path

import pytest

from feeds import moment, page
from news_server import Reply

HOSTILE = Path(__file__).resolve().parents[1] / "hostile/feeds"

NEWS = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">%s</sitemapindex>'
LEAD = "Some 60% of the activities of the 28 union programmes have been carried out, the official said."


def index(*addresses):
    items = "".join(f"<sitemap><loc>{a}</loc><lastmod>{moment(n).isoformat()}</lastmod></sitemap>" for n, a in enumerate(addresses))
    return Reply((NEWS % items).encode(), type="application/xml")


def sitemap(*pages):
    items = "".join(f"<url><loc>{address}</loc><news:news><news:publication_date>{moment().isoformat()}</news:publication_date>"
                    f"<news:title>{title}</news:title></news:news></url>" for address, title in pages)
    urls = ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
            f"{items}</urlset>")
    return Reply(urls.encode(), type="application/xml")


def of_the_subject(web, name):
    """An article's page, and how a sitemap names it."""
    web.put(f"/{name}", Reply(page("Report", [LEAD, "So it goes."]), type="text/html"))
    return web.url(f"/{name}"), f"Union State programmes, {name}"


def source(daemon, web, path="/index.xml"):
    daemon.source("site", web.url(path))
    return daemon


def failure(daemon):
    (row,) = daemon.rows("sources")
    return row["failure"], row["why"]


def test_the_newest_sitemaps_are_read_and_their_articles_followed(daemon, web):
    web.put("/index.xml", index(*(web.url(f"/{n}.xml") for n in range(5))))
    for n in range(5):
        web.put(f"/{n}.xml", sitemap(of_the_subject(web, f"report-{n}")))
    assert source(daemon, web).once() == 0
    assert [len(web.requests(f"/{n}.xml")) for n in range(5)] == [1, 1, 1, 0, 0]
    assert {c["url"] for c in daemon.rows("claims")} == {web.url(f"/report-{n}") for n in range(3)}
    assert [e["new"] for e in daemon.events("poll")] == [3]


def test_what_is_known_is_not_read_again(daemon, web):
    web.put("/index.xml", index(web.url("/1.xml"), web.url("/2.xml")))
    web.put("/1.xml", sitemap(of_the_subject(web, "first")))
    web.put("/2.xml", sitemap(of_the_subject(web, "second")))
    source(daemon, web).start()
    daemon.wait_poll("site", "unchanged")
    assert len(web.requests("/first")) == 1 and len(web.requests("/second")) == 1
    web.put("/2.xml", sitemap(of_the_subject(web, "second"), of_the_subject(web, "third")))
    web.wait_for_requests("/third", 1)
    assert len(web.requests("/first")) == 1 and len(web.requests("/second")) == 1


def test_one_sitemap_that_fails_costs_only_itself(daemon, web):
    web.put("/index.xml", index(web.url("/gone.xml"), web.url("/2.xml")))
    web.put("/2.xml", sitemap(of_the_subject(web, "report")))
    assert source(daemon, web).once() == 0
    assert [c["value"] for c in daemon.rows("claims")] == [60] and failure(daemon)[0] in ("", None)


def test_where_all_fail_the_first_is_named(daemon, web):
    web.put("/index.xml", index(web.url("/gone.xml"), web.url("/too.xml")))
    source(daemon, web).once()
    name, why = failure(daemon)
    assert name == "http-404" and web.url("/gone.xml") in why


def test_an_index_of_itself_asks_for_nothing_more(daemon, web):
    web.put("/index.xml", index(web.url("/index.xml")))
    source(daemon, web).once()
    assert failure(daemon)[0] == "not-a-feed" and "the index itself" in failure(daemon)[1]
    assert len(web.requests("/index.xml")) == 1


def test_an_index_within_an_index_is_not_followed(daemon, web):
    web.put("/index.xml", index(web.url("/a.xml"), web.url("/b.xml")))
    web.put("/a.xml", index(web.url("/b.xml"), web.url("/c.xml")))
    web.put("/b.xml", index(web.url("/a.xml"), web.url("/c.xml")))
    source(daemon, web).once()
    assert failure(daemon)[0] == "not-a-feed" and "an index of sitemaps within an index" in failure(daemon)[1]
    assert web.requests("/c.xml") == [] and len(web.requests()) == 3


def test_an_index_leads_to_no_other_host(daemon, web):
    web.put("/index.xml", index("http://169.254.169.254/latest.xml", "http://other.test/a.xml"))
    source(daemon, web).once()
    assert failure(daemon)[0] == "not-a-feed" and "on other hosts" in failure(daemon)[1]


def test_an_index_of_fifty_thousand_costs_four_requests_at_most(daemon, web):
    lines = "".join(f"<sitemap><loc>{web.url(f'/{n}.xml')}</loc><lastmod>2020-01-01</lastmod></sitemap>" for n in range(49_999))
    last = f"<sitemap><loc>{web.url('/last.xml')}</loc><lastmod>{moment().isoformat()}</lastmod></sitemap>"
    web.put("/index.xml", Reply((NEWS % (lines + last)).encode(), type="application/xml"))
    web.put("/last.xml", sitemap(of_the_subject(web, "report")))
    assert source(daemon, web).once() == 0
    assert [c["value"] for c in daemon.rows("claims")] == [60]
    assert len([r for r in web.requests() if r.path.endswith(".xml")]) == 4


def packed(reply):
    """A sitemap as a compressed file, not as a compressed reply."""
    return Reply(gzip.compress(reply.body), type="application/gzip")


def test_sitemaps_that_are_compressed_files_are_read(daemon, web):
    web.put("/index.xml.gz", packed(index(web.url("/1.xml.gz"), web.url("/2.xml"))))
    web.put("/1.xml.gz", packed(sitemap(of_the_subject(web, "first"))))
    web.put("/2.xml", sitemap(of_the_subject(web, "second")))
    assert source(daemon, web, "/index.xml.gz").once() == 0
    assert {c["url"] for c in daemon.rows("claims")} == {web.url("/first"), web.url("/second")}
    assert failure(daemon)[0] in ("", None)


@pytest.mark.parametrize("name, expected", [
    ("sitemap-endless.xml.gz", "too-large"), ("sitemap-attributes.xml.gz", "too-large"), ("sitemap-twice.xml.gz", "not-a-feed"),
    ("gzip.bin", "not-a-feed"), ("sitemap-cut.xml.gz", "cut-short")])
def test_a_compressed_sitemap_that_means_harm_fails_by_its_name_and_costs_only_itself(daemon, web, name, expected):
    bad = Reply((HOSTILE / name).read_bytes(), type="application/gzip", etag='"1"')
    web.put("/index.xml", index(web.url("/bad.xml.gz")))
    web.put("/bad.xml.gz", bad)
    web.put("/both.xml", index(web.url("/bad.xml.gz", host=2), web.url("/good.xml.gz", host=2)))
    web.put("/good.xml.gz", packed(sitemap(of_the_subject(web, "report"))))
    daemon.source("both", web.url("/both.xml", host=2))
    source(daemon, web).once()
    rows = {row["source"]: row for row in daemon.rows("sources")}
    assert rows["site"]["failure"] == expected and web.url("/bad.xml.gz") in rows["site"]["why"]
    assert [c["value"] for c in daemon.rows("claims")] == [60] and not rows["both"]["failure"]
    assert all("if-none-match" not in r.headers for r in web.requests("/bad.xml.gz"))
