"""What the clock makes of the record: forecasts that come true."""
from feeds import Item, rss
from news_server import Reply

FORECAST = Item("Plans", "By the end of the year 90% of the activities of the 28 union programmes will be completed, the ministry said.", "http://news.test/1")
STATE = Item("Results", "Some 95% of the activities of the 28 union programmes have been completed, the ministry said.", "http://news.test/2")


def test_a_forecast_that_a_later_item_fulfils_is_met(daemon, web):
    web.put("/feed", Reply(rss("News", [FORECAST]), etag='"1"'))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    daemon.wait_event("change", change="expected")
    web.put("/feed", Reply(rss("News", [STATE, FORECAST]), etag='"2"'))
    (met,) = daemon.wait_event("change", change="deadline-met")
    assert (met["old"], met["new"]) == ("95", "90")
    rows = daemon.rows("changes", "--kind", "deadline-met")
    assert [(r["old"]["value"], r["new"]["value"], r["severity"]) for r in rows] == [("95", "90", "notice")]
    daemon.stop()
    daemon.start().wait_event("poll", 2)
    assert len(daemon.rows("changes", "--kind", "deadline-met")) == 1
    assert daemon.ctl("verify").code == 0
