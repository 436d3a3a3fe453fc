"""The main job, end to end: feeds gain items, the ledger tells what was learnt, each figure once.

The dates of early 2023 are moved so that the last item is of today: January is 83 days ago, March 9.
"""
import itertools
import threading

import pytest

from feeds import Item, atom, day, page, rss
from news_server import Reply

JANUARY, MARCH, APRIL = 83, 9, 0

WORLD = Item("Snow expected in Minsk", "Forecasters expect snow in the Belarusian capital at the weekend.", "http://news.test/snow", days_ago=84)
JANUARY_EN = Item("Union State: about 70% of activities carried out",
                  "About 70% of the activities of the 28 union programmes have been carried out, President Lukashenko said. "
                  "Seven of the 28 programmes have been completed.", "http://news.test/en/january", days_ago=JANUARY)
APRIL_EN = Item("Union programmes almost 80% done",
                "Almost 80% of the activities of the 28 union programmes have been carried out, President Lukashenko said on meeting his "
                "Russian counterpart. The two sides will go on with the programmes this year, he told reporters in Moscow after the talks.",
                "http://news.test/en/april", days_ago=APRIL)
APRIL_COPY = Item(APRIL_EN.title, APRIL_EN.text, "http://wire.test/copy-of-april", days_ago=APRIL)
TRADE_RU = Item("Товарооборот вырос", "Товарооборот Беларуси и России за год вырос на 34,9%, сообщили в министерстве.",
                "http://news.test/ru/trade", days_ago=JANUARY)
TRADE_EN = Item("Trade is up, the budget of the Union State is executed",
                "Trade between Belarus and Russia grew by 35% in the first quarter. The budget of the Union State was executed by 99.7%, "
                "the Standing Committee said.", "http://other.test/trade", days_ago=APRIL)
MARCH_TITLE = "Головченко рассказал о союзных программах"
MARCH_PAGE = ["Премьер-министр Беларуси Роман Головченко рассказал журналистам о союзных программах.",
              "Выполнено около 75% мероприятий 28 союзных программ, сообщил премьер-министр Роман Головченко.",
              "Полностью завершены 8 из 28 союзных программ, добавил премьер-министр Роман Головченко.",
              "Работа над остальными программами продолжается, отметил глава правительства на заседании."]

ACTIVITIES = "2021-2023/all/activities/completed/degree"
PROGRAMMES = "2021-2023/all/programmes/completed/count"


def set_stage(web, daemon):
    """January: an English feed with its figure, a Russian one with trade only, two that say nothing."""
    # a host each: one that is slow to answer is no reason to keep the others waiting
    daemon.source("en", web.url("/en.xml"), follow=False).source("ru", web.url("/ru.xml", host=2), language="ru")
    daemon.source("wire", web.url("/wire.xml", host=3), follow=False).source("other", web.url("/other.xml", host=4), follow=False)
    web.put("/en.xml", Reply(rss("News", [JANUARY_EN, WORLD]), etag='"en-1"'))
    web.put("/ru.xml", Reply(rss("Новости", [TRADE_RU], "ru", "windows-1251"), type="application/rss+xml", etag='"ru-1"'))
    web.put("/wire.xml", Reply(atom("Wire", [WORLD]), type="application/atom+xml", etag='"wire-1"'))
    web.put("/other.xml", Reply(rss("Other", [WORLD]), etag='"other-1"'))
    web.put("/march.html", Reply(page(MARCH_TITLE, MARCH_PAGE, encoding="windows-1251", days_ago=MARCH), type="text/html"))


def spring(web, gates=None):
    """The feeds gain their items; a gate holds a reply back until it is set."""
    gates = gates or {}
    march = Item(MARCH_TITLE, "Глава правительства рассказал о ходе союзных программ.", web.url("/march.html", host=2), days_ago=MARCH)
    web.put("/en.xml", Reply(rss("News", [APRIL_EN, JANUARY_EN, WORLD]), etag='"en-2"', held_by=gates.get("en")))
    web.put("/ru.xml", Reply(rss("Новости", [march, TRADE_RU], "ru", "windows-1251"), type="application/rss+xml", etag='"ru-2"',
                             held_by=gates.get("ru")))
    web.put("/wire.xml", Reply(atom("Wire", [APRIL_COPY, WORLD]), type="application/atom+xml", etag='"wire-2"', held_by=gates.get("wire")))
    web.put("/other.xml", Reply(rss("Other", [TRADE_EN, WORLD]), etag='"other-2"', held_by=gates.get("other")))


def ledger(daemon):
    """Kind, series, old and new figure of each change, in the order of recording."""
    return [(c["kind"], c["series"], c["old"] and c["old"]["value"], c["new"]["value"]) for c in daemon.rows("changes")]


def picture(daemon):
    """What must not depend on the order of arrival."""
    fields = ("series", "value", "bound", "as_of", "speaker", "origins", "copies")
    return [tuple(s[f] for f in fields) for s in daemon.ctl("--json", "status").json["series"]]


def read_january(daemon, web):
    daemon.start()
    daemon.wait_for(lambda: len(daemon.rows("changes")) >= 2, "the figures of January")
    for path in ("/en.xml", "/ru.xml", "/wire.xml", "/other.xml"):
        web.wait_for_requests(path, 2)  # each was polled, and polled again


def claims_of(daemon, source):
    return [c for c in daemon.rows("claims") if c["source"] == source]


def test_what_stood_in_the_feeds_before_the_first_poll_is_backfill_and_makes_no_noise(daemon, web):
    set_stage(web, daemon)
    read_january(daemon, web)
    assert sorted(ledger(daemon)) == [("backfill", ACTIVITIES, None, "70"), ("backfill", PROGRAMMES, None, "7")]
    assert {c["severity"] for c in daemon.rows("changes")} == {"info"}
    assert claims_of(daemon, "ru") == [] and claims_of(daemon, "other") == []


def test_the_story_is_told_as_it_happened(daemon, web):
    set_stage(web, daemon)
    read_january(daemon, web)
    gates = {key: threading.Event() for key in ("ru", "wire", "other")}
    spring(web, gates)
    daemon.wait_for(lambda: ("rise", ACTIVITIES, "70", "80") in ledger(daemon), "the rise of April")
    for key, condition in (("wire", lambda: claims_of(daemon, "wire")), ("ru", lambda: len(claims_of(daemon, "ru")) == 2)):
        gates[key].set()
        daemon.wait_for(condition, f"the item of {key}")
    gates["other"].set()
    web.wait_for_requests("/other.xml", len(web.requests("/other.xml")) + 2)

    assert ledger(daemon)[2:] == [
        ("rise", ACTIVITIES, "70", "80"),
        *sorted([("backfill", ACTIVITIES, "80", "75"), ("rise", PROGRAMMES, "7", "8")], key=lambda c: ledger(daemon).index(c)),
    ]
    assert claims_of(daemon, "other") == []
    assert picture(daemon) == [
        (ACTIVITIES, 80, "about", str(day(APRIL)), "Lukashenko", 1, 2),
        (PROGRAMMES, 8, "exact", str(day(MARCH)), "Головченко", 1, 1),
    ]

    rise = next(c for c in daemon.rows("changes", "--kind", "rise") if c["series"] == ACTIVITIES)
    assert rise["certain"] is True and rise["severity"] == "notice"
    logged = daemon.events("change", change="rise", measure="activities")
    assert [(e["old"], e["new"], e["as_of"], e["source"]) for e in logged] == [("70", "80", str(day(APRIL)), "en")]
    shown = daemon.ctl("--json", "show", rise["claim"]).json
    assert (shown["value"], shown["unit"], shown["bound"], shown["copies"]) == (80, "percent", "about", 2)
    assert "80%" in shown["quote"] and shown["quote"] in shown["sentence"]
    points = [p for p in daemon.rows("history", "all") if p["series"] == ACTIVITIES]
    assert [(p["as_of"], p["value"]) for p in points] == [
        (str(day(JANUARY)), 70), (str(day(MARCH)), 75), (str(day(APRIL)), 80), (str(day(APRIL)), 80)]
    assert daemon.ctl("verify").code == 0


ORDERS = list(itertools.permutations(("en", "ru", "wire")))


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_the_picture_is_the_same_in_whichever_order_the_sources_answer(daemon, web, order):
    set_stage(web, daemon)
    read_january(daemon, web)
    gates = {key: threading.Event() for key in order}
    spring(web, gates)
    for key in order:
        gates[key].set()
        daemon.wait_for(lambda: len(claims_of(daemon, key)) >= {"en": 3, "ru": 2, "wire": 1}[key], f"the item of {key}")
    assert picture(daemon) == [
        (ACTIVITIES, 80, "about", str(day(APRIL)), "Lukashenko", 1, 2),
        (PROGRAMMES, 8, "exact", str(day(MARCH)), "Головченко", 1, 1),
    ]
    rises = [c for c in ledger(daemon) if c[0] == "rise"]
    assert [c[3] for c in rises if c[1] == ACTIVITIES].count("80") == 1
    assert [c[2:] for c in rises if c[1] == PROGRAMMES] == [("7", "8")]
    assert {c[0] for c in ledger(daemon)} == {"backfill", "rise"}


def test_a_restart_repeats_nothing(daemon, web):
    set_stage(web, daemon)
    read_january(daemon, web)
    spring(web)
    daemon.wait_for(lambda: len(ledger(daemon)) == 5 and claims_of(daemon, "wire"), "the whole story")
    before, claims = daemon.rows("changes"), daemon.rows("claims")
    assert daemon.stop() == 0
    asked = {path: len(web.requests(path)) for path in ("/en.xml", "/ru.xml", "/wire.xml", "/other.xml")}
    daemon.start()
    for path, count in asked.items():
        web.wait_for_requests(path, count + 2)
    assert daemon.rows("changes") == before and daemon.rows("claims") == claims
    assert daemon.events("change") == []


def test_a_second_poll_is_conditional_and_costs_no_parse(daemon, web):
    set_stage(web, daemon)
    read_january(daemon, web)
    first, second = web.requests("/en.xml")[:2]
    assert "if-none-match" not in first.headers and second.headers["if-none-match"] == '"en-1"'
    web.wait_for_requests("/en.xml", 4)
    jobs = read_jobs(daemon)
    web.wait_for_requests("/en.xml", 6)
    assert read_jobs(daemon) == jobs > 0


def read_jobs(daemon):
    """How many jobs the reader has had: the daemon says so when it is asked for a summary."""
    import signal
    count = len(daemon.events("summary"))
    daemon.signal(signal.SIGUSR1)
    return daemon.wait_event("summary", count + 1)[-1]["reader_jobs"]
