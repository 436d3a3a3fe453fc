"""Sources whose feeds are read while the pages of their articles are not: seen where people look."""
import json

import openmetrics
import pytest

from feeds import Item, rss
from news_server import Reply
from test_health import OPENMETRICS, ask, free_port, tcp
from wall_clock import ClockedDaemon

GUARD = (b'<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>www.x.test</h1><p>Enable JavaScript and cookies to '
         b'continue</p><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>')
DIALOGUE = ("<html><head><title>{}</title></head><body><h1>{}</h1><p>{}</p></body></html>")
ENGLISH = DIALOGUE.format("Before you continue", "Your privacy", "We and our partners use cookies and data to deliver and maintain our services. "
                          "If you choose Accept all, we will also use cookies to personalise content and advertisements for you.")
RUSSIAN = DIALOGUE.format("Сайт", "Мы используем файлы cookie", "Чтобы пользоваться сайтом дальше, нужно принять условия их использования: "
                          "файлы cookie нужны для работы сайта и для показа рекламы, которая вам интересна.")
READ = "<html><head><title>News</title></head><body><article><p>{}</p></article></body></html>"
TEXT = "About 70% of the activities of the 28 union programmes have been carried out as of 5 April 2023, it was said at the meeting."


def html(text, **fields):
    return Reply(text if isinstance(text, bytes) else text.encode(), type="text/html; charset=utf-8", **fields)


def publish(daemon, web, *pages):
    items = []
    for i, page in enumerate(pages):
        web.put(f"/news/{i}", page)
        items.append(Item(f"Union programmes, part {i}", "What has been carried out of the union programmes.", web.url(f"/news/{i}")))
    web.put("/feed", rss("News", items))
    daemon.options |= {"host-gap": "0s"}
    daemon.source("agency", web.url("/feed"))


def seen(daemon):
    (source,) = daemon.ctl("sources", "--json").lines
    return source["articles_unread"], source["articles_why"]


@pytest.mark.parametrize("page, why", [
    (html(b"forbidden", status=403), "http-403"),
    (html(GUARD), "challenge-page"),
    (html(GUARD, status=403), "challenge-page"),
    (html(ENGLISH), "consent-page"),
    (html(RUSSIAN), "consent-page"),
    (html("<html><body><div id='app'></div><script>render()</script></body></html>"), "no-text"),
    (html(b"gone", status=404), "http-404"),
], ids=["403", "challenge", "challenge-403", "consent", "consent-ru", "script", "404"])
def test_pages_that_cannot_be_read_are_told_by_sources_and_status(daemon, web, page, why):
    publish(daemon, web, page, page, page)
    assert daemon.once() == 0
    assert seen(daemon) == (3, why)
    assert f"the last 3 articles could not be read: {why}" in daemon.ctl("sources", env={"COLUMNS": "200"}).out
    told = daemon.ctl("status")
    assert told.code == 1 and f"agency among them ({why})" in told.out
    assert [t["name"] for t in daemon.ctl("--json", "status").json["troubles"]] == ["articles-unread"]


def test_two_pages_are_no_trouble_and_one_that_is_read_ends_it(daemon, web):
    publish(daemon, web, html(b"", status=403), html(b"", status=403))
    assert daemon.once() == 0
    assert seen(daemon) == (2, "http-403") and daemon.ctl("status").code == 0
    publish(daemon, web, *[html(b"", status=403)] * 2, html(READ.format(TEXT)))
    assert daemon.once() == 0
    assert seen(daemon) == (0, None)


def test_the_running_daemon_says_so_and_counts_each_by_its_reason(daemon, web):
    publish(daemon, web, *[html(b"", status=403)] * 2, *[html(b"", status=404)] * 2, html(GUARD))
    daemon.port = free_port()
    daemon.options["http-listen"] = f"127.0.0.1:{daemon.port}"
    daemon.start().wait_event("start")
    metrics = lambda: openmetrics.read(ask(tcp(daemon), "/metrics", Accept=OPENMETRICS)[2])  # noqa: E731
    count = lambda m, why: openmetrics.value(m, "integrad_follow_failures", failure=why)  # noqa: E731
    m = daemon.wait_for(lambda: (m := metrics()) and openmetrics.value(m, "integrad_follows") == 5 and m, "five pages")
    assert (count(m, "http-403"), count(m, "http-404"), count(m, "challenge-page")) == (2, 2, 1)
    assert openmetrics.value(m, "integrad_sources_unreadable") == 1
    assert openmetrics.value(m, "integrad_trouble", reason="articles-unread") == 1
    status, _, text = ask(tcp(daemon), "/healthz")
    assert status == 503 and [r["name"] for r in json.loads(text)["reasons"]] == ["articles-unread"]


@pytest.mark.parametrize("refusal", [html(b"", status=403), html(GUARD), html(b"", status=429)], ids=["403", "challenge", "429"])
def test_a_site_that_refuses_is_asked_again_later(tmp_path, web, refusal):
    daemon = ClockedDaemon(tmp_path / "clocked")
    publish(daemon, web, refusal)
    assert daemon.once() == 0
    assert not daemon.rows("claims")
    web.put("/news/0", html(READ.format(TEXT)))
    daemon.clock.step(minutes=20)
    assert daemon.once() == 0
    assert [c["value"] for c in daemon.ctl("claims", "--json").lines] == [70]
    assert seen(daemon) == (0, None)


def test_a_short_report_with_a_notice_below_it_is_no_dialogue(daemon, web):
    notice = "<div><p>This site uses cookies: you may accept all of them, or leave, as the law of the land allows to anybody.</p></div>"
    publish(daemon, web, html(READ.format(TEXT).replace("</body>", notice + "</body>")))
    assert daemon.once() == 0
    assert seen(daemon) == (0, None)
    assert [c["value"] for c in daemon.ctl("claims", "--json").lines] == [70]


def test_a_source_that_left_the_configuration_is_dropped_and_in_no_trouble(daemon, web):
    publish(daemon, web, *[html(b"", status=403)] * 3)
    web.put("/other", rss("Other", [Item("Hockey", "The third round.", web.url("/hockey"))]))
    daemon.source("other", web.url("/other"))
    assert daemon.once() == 0 and daemon.ctl("status").code == 1
    del daemon.sources["agency"]
    daemon.write()
    assert {s["source"]: s["state"] for s in daemon.rows("sources")} == {"agency": "dropped", "other": "ok"}
    assert "no longer in the configuration" in daemon.ctl("sources", env={"COLUMNS": "200"}).out
    assert daemon.ctl("status").code == 0
    # what cannot be read says nothing of what is in it
    (daemon.folder / "sources.d/second.yaml").write_text("- key: [\n")
    assert {s["source"]: s["state"] for s in daemon.rows("sources")} == {"agency": "ok", "other": "ok"}
