"""An outage is one thing that fails: a few lines in the log and in `status`, however many sources there are."""
import pytest

from feeds import Item, rss
from name_server import NameServer
from news_server import Reply

COUNT = 55


@pytest.fixture
def names(daemon):
    it = NameServer()
    daemon.options |= {"dns": it.address, "backoff-max": "1h", "log-level": "info"}
    for i in range(COUNT):
        daemon.source(f"source-{i:02}", f"http://news-{i}.test/feed.xml")
    yield it
    it.close()


def failing(daemon):
    return [s for s in daemon.rows("sources") if s["failures"] > 0]


def troubled(daemon):
    """Lines that a person would look at."""
    return [e for e in daemon.events() if e.get("level") in ("warning", "error")]


def test_where_no_name_resolves_a_few_lines_say_so(daemon, names, web):
    daemon.start().wait_event("start")
    daemon.wait_for(lambda: len(failing(daemon)) == COUNT, "all to fail")
    assert len(troubled(daemon)) <= 6, troubled(daemon)
    assert all(e["failure"] == "dns" for e in troubled(daemon)) and daemon.events("poll")

    told = daemon.ctl("status").out
    (row,) = [line for line in told.splitlines() if line.startswith("dns ")]
    assert row.split()[1:3] == [str(COUNT), "source-00"] and len(told.splitlines()) < 15
    assert len(daemon.ctl("--json", "status").json["sources"]["trouble"]) == COUNT  # machines get all

    # the first answer ends it: what was kept back is told, in one line
    web.put("/feed.xml", Reply(rss("News", [Item("Nothing", "Nothing.", web.url("/1"))])))
    daemon.source("alive", web.url("/feed.xml"))
    daemon.write()
    assert daemon.ctl("reload").code == 0
    (line, *_) = daemon.wait_event("polls")
    assert line["failed"] >= COUNT - 6 and line["failures"] == f"{line['failed']} dns"
    daemon.stop()
    told = sum(e["failed"] for e in daemon.events("polls")) + len(daemon.events("poll", failure="dns"))
    assert told == sum(row["failures"] for row in failing(daemon))  # on a slow machine some have been asked again


def test_where_everybody_answers_with_a_failure_a_few_lines_say_so(daemon, web):
    daemon.options |= {"backoff-max": "1h", "log-level": "info"}
    web.put("/feed.xml", Reply(b"busy", status=503))
    for i in range(COUNT):
        daemon.source(f"source-{i:02}", web.url("/feed.xml") + f"?{i}")
    web.put("/feed.xml", Reply(b"busy", status=503))
    daemon.start().wait_event("start")
    daemon.wait_for(lambda: len(failing(daemon)) == COUNT, "all to fail", 60)
    assert len(troubled(daemon)) == 20
    daemon.stop()
    (line,) = daemon.events("polls")  # what was kept back is not lost
    assert line["failed"] >= COUNT - 20


def test_a_few_that_fail_have_a_line_each_with_its_reason(daemon, web, names):
    daemon.sources = dict(list(daemon.sources.items())[:3])
    daemon.start().wait_event("start")
    assert {e["source"] for e in daemon.wait_event("poll", 3, failure="dns")} == set(daemon.sources)
    told = daemon.ctl("status").out
    assert all(key in told for key in daemon.sources)
