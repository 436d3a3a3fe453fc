"""What a site says to robots (RFC 9309) holds for the articles that we found ourselves."""
import pytest

from feeds import Item, page, rss
from news_server import Reply

FEED_TEXT = "Премьер-министр рассказал о 28 союзных программах: выполнено 70% мероприятий."
PAGE_TEXT = ["Премьер-министр рассказал о союзных программах.", "Выполнено около 75% мероприятий 28 союзных программ, сообщил он.",
             "Работа продолжается, отметил он."]


def publish(daemon, web, count=1, **robots):
    items = [Item(f"Ход союзных программ {n}", FEED_TEXT, web.url(f"/news/{n}")) for n in range(count)]
    for n in range(count):
        web.put(f"/news/{n}", Reply(page("Ход союзных программ", PAGE_TEXT), type="text/html"))
    web.put("/feed", Reply(rss("Новости", items, "ru")))
    if robots:
        web.put("/robots.txt", Reply(type="text/plain", **robots))
    daemon.source("feed", web.url("/feed"), language="ru")


def values(daemon):
    return sorted(claim["value"] for claim in daemon.rows("claims"))


def test_a_page_that_robots_may_not_have_is_left_alone_and_the_feeds_text_has_to_do(daemon, web):
    publish(daemon, web, body=b"User-agent: *\nDisallow: /news\n")
    assert daemon.once() == 0
    assert web.requests("/news/0") == []
    assert values(daemon) == [70]
    assert daemon.events("follow")[0]["why"] == "robots.txt forbids it"
    assert len(web.requests("/feed")) == 1  # what a person configured is not asked about


@pytest.mark.parametrize("robots", [
    dict(body=b"User-agent: *\nDisallow: /\n\nUser-agent: integrad\nDisallow: /private\n"),
    dict(body=b"Not found", status=404),
    dict(body=b"Who are you?", status=403),
    dict(body=b"<!DOCTYPE html><title>News</title><p>User-agent: *<p>Disallow: /"),
], ids=["a group of our own", "not found", "forbidden itself", "a page in its place"])
def test_a_page_that_nobody_forbids_us_is_read(daemon, web, robots):
    publish(daemon, web, **robots)
    assert daemon.once() == 0
    assert values(daemon) == [75]


def test_the_file_is_fetched_once_for_all_articles_of_a_site(daemon, web):
    publish(daemon, web, count=5, body=b"User-agent: *\nDisallow: /news/3$\n")
    assert daemon.once() == 0
    assert len(web.requests("/robots.txt")) == 1
    assert [len(web.requests(f"/news/{n}")) for n in range(5)] == [1, 1, 1, 0, 1]
    assert web.requests("/robots.txt")[0].headers["user-agent"].startswith("integrad/")


def test_a_site_that_cannot_give_its_file_is_left_alone_for_now(daemon, web):
    publish(daemon, web, body=b"", status=500)
    daemon.start()
    daemon.wait_event("follow")
    assert daemon.events("follow")[0]["why"] == "robots.txt cannot be had"
    assert daemon.events("robots")[0]["site"] == web.url("").rstrip("/")
    assert web.requests("/news/0") == []
