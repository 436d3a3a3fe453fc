"""Articles that gave figures are visited again: what is edited or taken away is told, and what was read stays."""
import sqlite3

import pytest

from feeds import Item, page, rss
from news_server import Reply

TITLE = "Головченко рассказал о союзных программах"
WAS = ["Премьер-министр Беларуси Роман Головченко рассказал журналистам о союзных программах.",
       "Выполнено около 75% мероприятий 28 союзных программ, сообщил премьер-министр Роман Головченко.",
       "Работа над остальными программами продолжается, отметил глава правительства на заседании."]
EDITED = [WAS[0], WAS[1].replace("75%", "70%"), WAS[2]]
FIFTY, FIFTY_FIVE = ([WAS[0], WAS[1].replace("около 75%", figure), WAS[2]] for figure in ("50%", "55%"))
OTHER = ["Завтра в Минске ожидается снег, на дорогах гололедица, сообщили журналистам в службе погоды.",
         "Водителей просят быть внимательными и не выезжать без необходимости, дорожные службы работают всю ночь."]


class Place:
    """A feed with one article whose page gave its figure; the record's times can be moved."""

    def __init__(self, daemon, web):
        self.daemon, self.web = daemon, web
        self.url = web.url("/march.html")
        # the feed brings the article after its first reply: what stood there before is no news, and is not visited
        web.put("/feed", Reply(rss("Новости", [Item("Снег в Минске", "Ожидается снег.", "http://news.test/snow")], "ru"), etag='"0"'))
        self.put(WAS, etag='"page-1"')
        daemon.source("feed", web.url("/feed"), language="ru").start()
        daemon.wait_poll("feed", "unchanged")
        item = Item(TITLE, "Глава правительства рассказал о ходе союзных программ.", self.url)
        web.put("/feed", Reply(rss("Новости", [item], "ru"), etag='"1"'))
        daemon.wait_for(lambda: daemon.rows("claims"), "the claim")
        self.visits = 0

    def put(self, paragraphs, **kwargs):
        self.web.put("/march.html", Reply(page(TITLE, paragraphs), type="text/html; charset=utf-8", **kwargs))

    def sql(self, statement):
        with sqlite3.connect(self.daemon.state / "integrad.db") as db:
            rows = db.execute(statement).fetchall()
        db.close()
        return rows

    def visit(self):
        """Time passes until the next visit, over a restart, and the visit is made."""
        self.daemon.stop()
        assert self.sql("SELECT count(*) FROM visits WHERE next_s > 0") == [(1,)], "no visit is planned"
        self.sql("UPDATE visits SET next_s = 1, first_s = first_s - 86400")
        (event,) = self.daemon.start().wait_event("visit")
        return event

    def changes(self, kind):
        return self.daemon.rows("changes", "--kind", kind)

    def texts(self):
        return self.sql("SELECT count(*) FROM texts WHERE text_bytes > 200")[0][0]


@pytest.fixture
def place(daemon, web):
    return Place(daemon, web)


def test_the_first_visit_is_planned_an_hour_after_the_reading(place):
    place.daemon.stop()
    assert place.sql("SELECT next_s - first_s, done FROM visits") == [(3600, 0)]


def test_a_page_that_has_every_quote_is_asked_for_conditionally_the_next_time(place):
    assert place.visit()["found"] == "every quote"
    assert place.visit()["found"] == "unchanged"
    assert place.web.requests("/march.html")[-1].headers["if-none-match"] == '"page-1"'
    assert place.texts() == 1 and place.changes("source-edited") == []


def test_what_two_visits_find_edited_is_told_once_with_both_wordings(place):
    place.visit()
    place.put(EDITED, etag='"page-2"')
    assert place.visit()["found"] == "other words"
    assert place.changes("source-edited") == []
    place.visit()
    (change,) = place.changes("source-edited")
    assert change["severity"] == "warning" and change["claim"] == 1 and change["new"]["value"] == "75"
    assert (change["visit"]["was"], change["visit"]["is"]) == ("75", "70") or (change["visit"]["was"], change["visit"]["is"]) == ("75%", "70%")
    assert "70%" in change["visit"]["quote"]
    place.visit()
    assert len(place.changes("source-edited")) == 1
    assert place.texts() == 2, "both texts are kept"
    shown = place.daemon.ctl("show", 1).out
    assert "source-edited" in shown and "75%" in shown and "70%" in shown
    assert place.daemon.ctl("verify").code == 0


def values(place):
    return [c["value"] for c in reversed(place.daemon.rows("claims"))]


def current(place):
    (series,) = place.daemon.ctl("--json", "status").json["series"]
    return float(series["value"])


def test_an_edit_that_is_taken_back_is_a_change_and_the_first_figure_is_current_again(place):
    place.put(FIFTY)
    place.visit()
    assert current(place) == 50
    place.put(FIFTY_FIVE)
    place.visit()
    assert (values(place), current(place)) == ([75, 50, 55], 55)
    place.put(FIFTY)
    place.visit()
    assert (values(place), current(place)) == ([75, 50, 55, 50], 50)
    back = place.changes("revised")[-1]
    assert (back["old"]["value"], back["new"]["value"], back["claim"]) == ("55", "50", 4)
    assert place.texts() == 3, "a text that returns is not kept twice"
    place.sql("UPDATE visits SET next_s = 1, done = 0")
    place.put(FIFTY_FIVE)
    place.visit()
    assert (values(place), current(place)) == ([75, 50, 55, 50, 55], 55), "and so is an edit of that"
    assert [c["new"]["value"] for c in place.changes("revised")] == ["50", "55", "50", "55"]
    assert place.daemon.ctl("verify").code == 0


def test_a_page_that_flickers_between_two_figures_stops_making_changes(place):
    # a plan has five visits: it is begun anew
    for turn in range(12):
        place.put(FIFTY if turn % 2 else FIFTY_FIVE)
        place.visit()
        place.sql("UPDATE visits SET next_s = 1, done = 0")
    assert values(place) == [75] + [55, 50] * 3
    assert place.daemon.ctl("verify").code == 0


def test_other_sentences_that_come_and_go_do_not_repeat_a_figure(place):
    place.put([*WAS, OTHER[0]])
    place.visit()
    place.put(WAS)
    place.visit()
    assert values(place) == [75] and place.changes("revised") == []


def test_an_item_that_its_feed_edits_and_takes_back_changes_the_picture_twice(daemon, web):
    def put(figure, tag):
        text = f"<p>{WAS[0]}</p><p>{WAS[1].replace('около 75%', figure)}</p>" + f"<p>{WAS[2]}</p>" * 6
        item = Item(TITLE, text, "https://news.test/march", guid="march")
        web.put("/feed", Reply(rss("Новости", [item], "ru"), etag=tag))
        daemon.ctl("poll", "feed")

    web.put("/feed", Reply(rss("Новости", [Item("Снег в Минске", "Ожидается снег.", "http://news.test/snow")], "ru"), etag='"0"'))
    daemon.source("feed", web.url("/feed"), language="ru", follow=False).start()
    daemon.wait_poll("feed", "unchanged")
    for count, figure in enumerate(["75%", "70%", "75%"], 1):
        put(figure, f'"{count}"')
        daemon.wait_for(lambda: len(daemon.rows("claims")) == count, f"claim {count}")
    assert [(c["old"]["value"], c["new"]["value"]) for c in daemon.rows("changes", "--kind", "revised")] == [("75", "70"), ("70", "75")]
    (series,) = daemon.ctl("--json", "status").json["series"]
    assert float(series["value"]) == 75
    assert daemon.ctl("verify").code == 0


@pytest.mark.parametrize("status, why", [(404, "http-404"), (410, "http-410")])
def test_what_two_visits_find_gone_is_told_once_and_the_claim_stays(place, status, why):
    place.web.put("/march.html", Reply(b"gone", status=status, type="text/html"))
    place.visit()
    assert place.changes("source-gone") == []
    place.visit()
    (change,) = place.changes("source-gone")
    assert change["visit"]["why"] == why and change["severity"] == "warning"
    (logged,) = place.daemon.events("change", change="source-gone")
    assert logged["why"] == why
    assert [c["value"] for c in place.daemon.rows("claims")] == [75]
    assert place.daemon.ctl("verify").code == 0


def test_an_article_that_became_another_one_is_gone(place):
    place.put(OTHER)
    place.visit()
    place.visit()
    (change,) = place.changes("source-gone")
    assert change["visit"]["why"] == "the page does not have the quote any more"


@pytest.mark.parametrize("reply", [
    Reply(b"busy", status=503, type="text/html"), Reply(b"no", status=403, type="text/html"),
    Reply(b"<html><title>Just a moment...</title><body>Checking your browser before you go on, cf-challenge</body></html>",
          type="text/html"),
    Reply(b"<html><body></body></html>", type="text/html")], ids=["503", "403", "challenge", "empty"])
def test_a_server_that_fails_or_asks_for_something_proves_nothing(place, reply):
    place.web.put("/march.html", reply)
    for _ in range(3):
        assert place.visit()["msg"] == "the visit told nothing"
    assert place.changes("source-gone") == place.changes("source-edited") == []


def test_what_was_old_when_it_came_is_not_visited(daemon, web):
    web.put("/old.html", Reply(page(TITLE, WAS, days_ago=60), type="text/html; charset=utf-8"))
    web.put("/feed", Reply(rss("Новости", [Item(TITLE, "О ходе союзных программ.", web.url("/old.html"), days_ago=60)], "ru"), etag='"1"'))
    daemon.source("feed", web.url("/feed"), language="ru").start()
    daemon.wait_for(lambda: daemon.rows("claims"), "the claim")
    daemon.stop()
    with sqlite3.connect(daemon.state / "integrad.db") as db:
        assert db.execute("SELECT count(*) FROM visits").fetchall() == [(0,)]
    db.close()
