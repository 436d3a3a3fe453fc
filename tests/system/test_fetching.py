"""Feeds as servers send them, and what a poll costs when nothing is new."""
import pytest

from daemon import PATIENCE
from feeds import Item, atom, page, rss
from news_server import Reply

ITEM = Item("Union programmes", "Some 60% of the activities of the 28 union programmes have been carried out.", "http://news.test/1")
ITEM_RU = Item("Союзные программы", "Выполнено около 60% мероприятий 28 союзных программ, сообщил Головченко.", "http://news.test/ru/1")

FEEDS = {
    "gzip": ("en", Reply(rss("News", [ITEM]), gzip=True)),
    "chunked": ("en", Reply(rss("News", [ITEM]), chunked=True)),
    "gzip and chunked": ("en", Reply(rss("News", [ITEM]), gzip=True, chunked=True)),
    "atom": ("en", Reply(atom("News", [ITEM]), type="application/atom+xml")),
    "no content type": ("en", Reply(rss("News", [ITEM]), type=None)),
    "windows-1251 by declaration": ("ru", Reply(rss("Новости", [ITEM_RU], "ru", "windows-1251"), type="text/xml")),
    "windows-1251 by header": ("ru", Reply(rss("Новости", [ITEM_RU], "ru", "windows-1251").replace(b' encoding="windows-1251"', b""),
                                           type="text/xml; charset=windows-1251")),
    "windows-1251, misspelt": ("ru", Reply(rss("Новости", [ITEM_RU], "ru", "windows-1251").replace(b"windows-1251", b"cp-1251"), type="text/xml")),
    "koi8-r": ("ru", Reply(rss("Новости", [ITEM_RU], "ru", "koi8-r"), type="text/xml")),
    "utf-16": ("ru", Reply(rss("Новости", [ITEM_RU], "ru", "utf-16"), type="text/xml")),
}


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_read_however_it_is_sent(daemon, web, name):
    language, reply = FEEDS[name]
    web.put("/feed", reply)
    daemon.source("feed", web.url("/feed"), language=language, follow=False)
    assert daemon.once() == 0
    assert [(c["value"], c["measure"]) for c in daemon.rows("claims")] == [(60, "activities")]


def test_validators_go_back_verbatim(daemon, web):
    etag, modified = 'W/"odd, but \\ mine"', "Sun, 05 Apr 2023 10:00:00 +0300"
    web.put("/feed", Reply(rss("News", [ITEM]), etag=etag, modified=modified))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    web.wait_for_requests("/feed", 3)
    first, *others = web.requests("/feed")
    assert "if-none-match" not in first.headers and "if-modified-since" not in first.headers
    assert {(r.headers["if-none-match"], r.headers["if-modified-since"]) for r in others} == {(etag, modified)}
    daemon.wait_poll("feed", "unchanged", 2)


def test_a_server_without_validators_is_not_read_twice(daemon, web):
    web.put("/feed", Reply(rss("News", [ITEM])))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    daemon.wait_poll("feed", "unchanged", 2)
    assert len(daemon.polls("feed", "read")) == 1


def test_an_address_that_fails_gives_way_to_the_next(daemon, web):
    web.put("/new", Reply(rss("News", [ITEM])))
    daemon.source("feed", web.url("/old"), web.url("/new"), follow=False)
    assert daemon.once() == 0
    assert [c["value"] for c in daemon.rows("claims")] == [60]


def test_a_candidate_is_followed_to_its_article_and_others_are_not(daemon, web):
    web.put("/article", Reply(page("Ход союзных программ", ["Роман Головченко рассказал о союзных программах.",
                                                            "Выполнено около 75% мероприятий 28 союзных программ, сообщил премьер-министр Роман Головченко.",
                                                            "Работа продолжается, отметил он."]), type="text/html"))
    web.put("/weather", Reply(page("Погода", ["Снег. " * 50]), type="text/html"))
    items = [Item("Ход союзных программ", "Премьер-министр рассказал о союзных программах.", web.url("/article")),
             Item("Погода на выходные", "Ожидается снег.", web.url("/weather"))]
    web.put("/feed", Reply(rss("Новости", items, "ru")))
    daemon.source("feed", web.url("/feed"), language="ru")
    assert daemon.once() == 0
    (claim,) = daemon.rows("claims")
    assert (claim["value"], claim["bound"], claim["speaker"], claim["url"]) == (75, "about", "Головченко", web.url("/article"))
    assert len(web.requests("/article")) == 1 and web.requests("/weather") == []


def test_we_say_who_we_are(daemon, web):
    web.put("/feed", Reply(rss("News", [ITEM])))
    web.put("/own", Reply(rss("News", [ITEM])))
    daemon.source("feed", web.url("/feed"), follow=False).source("own", web.url("/own"), follow=False, user_agent="Mozilla/5.0 (test)")
    assert daemon.once() == 0
    assert web.requests("/feed")[0].headers["user-agent"].startswith("integrad/")
    assert web.requests("/own")[0].headers["user-agent"] == "Mozilla/5.0 (test)"


def test_a_thousand_feeds_are_refreshed(daemon, web):
    count = 1000
    others = [Item(f"Headline {n}", "Nothing about it.", f"http://news.test/{n}") for n in range(20)]
    daemon.options["log-level"] = "warning"
    for n in range(count):
        items = [Item(f"Programmes of the Union State, report {n}", ITEM.text, f"http://news.test/report/{n}"), *others] if n % 100 == 0 else others
        web.put(f"/feed/{n}", Reply(rss(f"Feed {n}", items), etag=f'"{n}"'))
        daemon.source(f"feed-{n}", web.url(f"/feed/{n}", host=1 + n % 32), follow=False)
    assert daemon.once(timeout=6 * PATIENCE) == 0
    sources = daemon.rows("sources")
    assert len(sources) == count and {s["state"] for s in sources} == {"ok"}
    assert len(web.requests()) == count
    assert len(daemon.rows("claims")) == count // 100
    assert daemon.once(timeout=6 * PATIENCE) == 0
    assert sum("if-none-match" in r.headers for r in web.requests()) == count
