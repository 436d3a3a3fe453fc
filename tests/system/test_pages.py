"""Pages of HTML as sources, by the daemon, and `integractl sources --test`, which shows what is taken from a source."""
import pytest

from daemon import ctl
from feeds import Item, rss
from news_server import Reply
from wall_clock import ClockedDaemon

FIGURE = "About 70% of the activities of the 28 union programmes have been carried out as of 5 April 2023, it was said."
LATER = "About 80% of the activities of the 28 union programmes have been carried out as of 5 May 2023, it was said."
PAGE = "text/html; charset=utf-8"

LIST = """<html lang="en"><head><title>Portal</title></head><body>
<nav><a href="/about">About the portal and its authors</a></nav>
<ul><li><a href="/news/2"><img src="2.jpg"></a><h3><a href="/news/2">Union State programmes carried out by 70%</a></h3>
<span class="date">5 April 2023, 12:00</span></li>
<li><h3><a href="/news/1">Hockey: the third round</a></h3><span class="date">4 April 2023, 12:00</span></li></ul>
</body></html>"""


def page(body, **fields):
    return Reply(body.encode(), type=PAGE, **fields)


def article(text, title="Programmes"):
    return page(f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div class='note'><p>An opinion poll was held, "
                f"as polls are, by people who hold them, and 55% of those asked had an answer, which is not little.</p></div>"
                f"<div class='story'><p>{text}</p></div></body></html>")


@pytest.fixture
def portal(daemon, web):
    web.put("/list", page(LIST))
    web.put("/news/2", article(FIGURE))
    daemon.options["follow-max-age"] = "0"
    daemon.source("portal", web.url("/list"), kind="links", items="//li", date=".//span[@class='date']",
                  article_text="//div[@class='story']")
    daemon.write()
    return daemon


def tried(daemon, *args):
    return daemon.ctl("sources", "--test", *args)


def test_the_articles_of_a_list_are_followed_and_read_by_its_selectors(portal, web):
    assert portal.once() == 0
    (claim,) = portal.ctl("claims", "--json").lines
    assert (claim["value"], claim["url"]) == (70, web.url("/news/2"))
    assert not web.requests("/news/1")
    (health,) = portal.ctl("sources", "--json").lines
    assert (health["state"], health["items"]) == ("ok", 2)


def test_a_list_that_was_built_anew_is_a_failure_with_a_name(portal, web):
    web.put("/list", page("<html><body><p>We have moved everything.</p></body></html>"))
    assert portal.once() == 0
    (health,) = portal.ctl("sources", "--json").lines
    assert health["failure"] == "empty-feed"
    assert "items" in health["why"]


def test_a_watched_page_gives_each_figure_that_it_has_had(daemon, web):
    web.put("/state", article(FIGURE))
    assert daemon.source("state", web.url("/state"), kind="page").once() == 0
    web.put("/state", article(LATER))
    assert daemon.once() == 0
    assert {claim["value"] for claim in daemon.ctl("claims", "--json").lines} == {70, 80}


def test_a_trial_shows_what_would_be_taken(portal, web):
    result = tried(portal, "portal", "--json")
    assert result.code == 0, result.err
    trial = result.json
    assert (trial["source"], trial["ok"], trial["format"]) == ("portal", True, "links")
    assert [(t["outcome"], t["status"]) for t in trial["tries"]] == [("ok", 200)]
    assert [(i["title"], i["link"], i["followed"]) for i in trial["items"]] == [
        ("Union State programmes carried out by 70%", web.url("/news/2"), True),
        ("Hockey: the third round", web.url("/news/1"), False),
    ]
    assert trial["items"][0]["published"] == "2023-04-05T09:00:00Z"
    assert trial["article"]["text"] == FIGURE
    assert trial["article"]["text_found_by"] == "article-text"
    assert [claim["value"] for claim in trial["article"]["claims"]] == [70]
    assert not (portal.state / "integrad.db").exists()


def test_a_trial_says_it_in_words_too(portal):
    out = tried(portal, "portal").out
    for words in ("a page of links", "followed", "nothing in it suggests the subject", "70% of activities", FIGURE):
        assert words in out


def test_a_trial_tells_what_is_wrong(portal, web):
    web.put("/list", Reply(status=404), page(LIST))
    result = tried(portal, "portal", "--json")
    assert result.code == 1
    assert (result.json["failure"], result.json["tries"][0]["status"]) == ("http-404", 404)
    result = tried(portal, "portal", "--items", "//h7")
    assert result.code == 1
    assert "`items` finds nothing" in result.out


def test_a_trial_goes_on_to_the_next_address(portal, web):
    portal.source("portal", web.url("/gone"), web.url("/list"), kind="links", items="//li").write()
    web.put("/gone", Reply(status=404))
    trial = tried(portal, "portal", "--json").json
    assert [t["outcome"] for t in trial["tries"]] == ["http-404", "ok"]
    assert trial["ok"]


def test_selectors_are_mended_on_the_command_line(portal, web):
    trial = tried(portal, "portal", "--items", "//h3/a", "--article-text", "//h1 | //p", "--json").json
    assert [item["published"] for item in trial["items"]] == [None, None]
    assert "opinion poll" in trial["article"]["text"]
    trial = tried(portal, "--url", web.url("/list"), "--items", "//nav/a", "--json").json
    assert [item["title"] for item in trial["items"]] == ["About the portal and its authors"]


def test_a_page_that_robots_may_not_have_is_left_alone(portal, web):
    web.put("/robots.txt", Reply(b"User-agent: *\nDisallow: /news/\n", type="text/plain"))
    trial = tried(portal, "portal", "--json").json
    assert trial["article"]["page_not_fetched"] == "robots.txt forbids it"
    assert not web.requests("/news/2")


def test_without_a_name_every_source_is_tried(portal, web):
    portal.source("gone", web.url("/gone")).write()
    web.put("/gone", Reply(status=410))
    result = tried(portal, "--json")
    assert result.code == 1
    assert {line["source"]: line["failure"] for line in result.lines} == {"portal": None, "gone": "http-410"}
    assert [line.split()[:2] for line in tried(portal).out.splitlines()[1:]] == [["gone", "http-410"], ["portal", "ok"]]


def test_private_addresses_are_guarded_in_a_trial_too(portal):
    portal.options["allow-private"] = "no"
    portal.write()
    result = tried(portal, "portal", "--json")
    assert result.json["failure"] == "private-address"


@pytest.mark.parametrize("args, says", [
    (("--test", "portla"), "did you mean portal?"),
    (("--test", "--items", "//a"), "--url"),
    (("--test", "portal", "--items", "//a["), "--items is no XPath"),
    (("--test", "--url", "ftp://a.example/"), "--url"),
    (("portal",), "--test"),
    (("--items", "//a"), "--test"),
])
def test_a_mistake_on_the_command_line_is_told_before_anything_is_fetched(portal, web, args, says):
    result = portal.ctl("sources", *args)
    assert result.code != 0
    assert says in result.err
    assert len(result.err.splitlines()) == 1
    assert not web.requests()


def test_more_pages_than_follow_max_are_read_by_turns(tmp_path, web):
    daemon = ClockedDaemon(tmp_path / "clocked")
    items = []
    for i in range(5):
        web.put(f"/news/{i}", article(f"As of {i + 1} March 2023, {60 + i}% of the activities of the 28 union programmes have been carried out."))
        items.append(Item(f"Union programmes, part {i}", "What has been carried out of the union programmes.", web.url(f"/news/{i}")))
    web.put("/feed", rss("News", items))
    daemon.options |= {"follow-max": "2", "host-gap": "0s"}
    daemon.source("feed", web.url("/feed"))
    for claims in (2, 4, 5):
        assert daemon.once() == 0
        assert len(daemon.rows("claims")) == claims
        daemon.clock.step(minutes=15)
