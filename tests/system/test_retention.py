"""What the record lets go with time, and what it never does."""
import sqlite3

from feeds import Item, rss
from news_server import Reply

FIGURE = Item("Union programmes: about 70% done", "About 70% of the activities of the 28 union programmes have been carried out, the ministry said.",
              "http://news.test/figure")
# candidates that give no figure: the trade of the Union State, each with words of its own
PLAIN = [Item(f"Union State programmes discussed, part {n}", f"The union programmes were discussed at meeting {n} in Minsk, the ministry said; "
              f"nothing was decided on item {n * 7} of the agenda of the {n * 13} delegates.", f"http://news.test/plain{n}") for n in range(1, 5)]


def query(daemon, statement):
    with sqlite3.connect(daemon.state / "integrad.db") as db:
        rows = db.execute(statement).fetchall()
    db.close()
    return rows


def test_articles_without_a_figure_go_after_their_time_and_the_others_stay(daemon, web):
    web.put("/feed", Reply(rss("News", [FIGURE, *PLAIN]), etag='"1"'))
    daemon.source("feed", web.url("/feed"), follow=False, on_subject=True)
    assert daemon.once() == 0
    assert query(daemon, "SELECT count(*) FROM articles") == [(5,)]
    query(daemon, "DROP TRIGGER articles_keep")
    query(daemon, "UPDATE articles SET recorded_s = recorded_s - 91 * 86400")
    query(daemon, "UPDATE items SET seen_s = seen_s - 731 * 86400 WHERE identity IN (SELECT identity FROM items LIMIT 2)")
    query(daemon, "INSERT INTO polls SELECT NULL, id, 1, 'ok', 200, 1, 1, 1, 1 FROM sources")
    web.put("/feed", Reply(b"", status=304))
    daemon.start()
    (told,) = daemon.wait_event("upkeep")
    assert told["articles"] >= 3 and told["items"] == 2 and told["polls"] == 1
    left = [key for (key,) in query(daemon, "SELECT key FROM articles ORDER BY id")]
    assert FIGURE.link in left and len(left) == 5 - told["articles"]
    assert query(daemon, "SELECT count(*) FROM texts") == query(daemon, "SELECT count(*) FROM search") == [(len(left),)]
    assert query(daemon, "SELECT item_count FROM sources") == [(3,)]
    assert [c["value"] for c in daemon.rows("claims")] == [70]
    assert query(daemon, "PRAGMA freelist_count") == [(0,)]
    assert daemon.ctl("verify").code == 0


def test_what_is_young_stays(daemon, web):
    web.put("/feed", Reply(rss("News", [FIGURE, *PLAIN]), etag='"1"'))
    daemon.source("feed", web.url("/feed"), follow=False, on_subject=True)
    assert daemon.once() == 0
    query(daemon, "DROP TRIGGER articles_keep")
    query(daemon, "UPDATE articles SET recorded_s = recorded_s - 89 * 86400")
    daemon.start()
    daemon.wait_poll("feed", "unchanged")
    daemon.stop()
    assert query(daemon, "SELECT count(*) FROM articles") == [(5,)]


def test_status_tells_what_the_record_takes_and_what_goes_next(daemon, web):
    web.put("/feed", Reply(rss("News", [FIGURE, *PLAIN]), etag='"1"'))
    daemon.source("feed", web.url("/feed"), follow=False, on_subject=True)
    assert daemon.once() == 0
    query(daemon, "UPDATE articles SET recorded_s = 1700000000 WHERE id = 2")
    (told,) = daemon.rows("status", "--storage")
    rows = {table["name"]: table["rows"] for table in told["tables"]}
    assert rows["articles"] == 5 and rows["claims"] == 1 and rows["search"] == 5 and rows["polls"] == 1
    assert told["bytes"] == query(daemon, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")[0][0]
    sizes = [table["bytes"] for table in told["tables"]]
    if None not in sizes:  # all pages but the map that an incremental vacuum needs
        assert sizes == sorted(sizes, reverse=True) and 0 <= told["bytes"] - told["free_bytes"] - sum(sizes) <= 8192
    articles, items, polls = told["next"]
    assert articles["option"] == "keep-articles" and articles["keep_s"] == 90 * 86400 and articles["within_a_day"] == 1
    assert articles["oldest"] == "2023-11-14T22:13:20Z" and articles["goes"] == "2024-02-12T22:13:20Z"
    assert (items["rows"], items["within_a_day"], polls["rows"], polls["within_a_day"]) == (5, 0, 1, 0)
    text = daemon.ctl("status", "--storage").out
    assert "keep-articles" in text and "2024-02-12" in text and "Database: " in text


def test_a_record_gives_pages_back(daemon, web):
    web.put("/feed", Reply(rss("News", [FIGURE]), etag='"1"'))
    daemon.source("feed", web.url("/feed"), follow=False)
    assert daemon.once() == 0
    assert query(daemon, "PRAGMA auto_vacuum") == [(2,)]
    query(daemon, "CREATE TABLE ballast AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) "
                  "SELECT randomblob(4000) AS b FROM n")
    query(daemon, "DROP TABLE ballast")
    assert query(daemon, "PRAGMA freelist_count")[0][0] > 300
    daemon.start()
    daemon.wait_for(lambda: query(daemon, "PRAGMA freelist_count") == [(0,)], "the free pages")


def test_the_log_of_polls_tells_what_became_of_each(daemon, web):
    web.put("/feed", Reply(rss("News", [FIGURE, *PLAIN]), etag='"1"'))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    daemon.wait_poll("feed", "unchanged")
    web.put("/feed", Reply(b"busy", status=503))
    daemon.wait_poll("feed", "http-5xx")
    daemon.stop()
    polls = daemon.rows("sources", "--log", "feed")[::-1]
    first, last = polls[0], polls[-1]
    assert (first["outcome"], first["status"], first["items"], first["new"]) == ("ok", 200, 5, 5) and first["bytes"] > 500
    assert (last["outcome"], last["status"]) == ("http-5xx", 503)
    assert "unchanged" in {poll["outcome"] for poll in polls}
    assert "http-5xx" in daemon.ctl("sources", "--log", "feed").out
    assert daemon.ctl("sources", "--log", "nobody").code == 1 and daemon.ctl("sources", "--log").code == 2
