"""Alerts and the clock: waits of days, digests at a time of the day, and a clock that jumps."""
import pytest

from feeds import Item, rss
from news_server import Reply
from receivers import busy
from test_alerts import alerts as all_alerts
from test_alerts import begin, hook, receivers, rows, tell  # noqa: F401
from wall_clock import PROGRAM, ClockedDaemon


@pytest.fixture
def daemon(tmp_path):
    if not PROGRAM.exists():
        pytest.fail(f"{PROGRAM} is not built: run make system")
    it = ClockedDaemon(tmp_path / "daemon")
    yield it
    it.close()


def alerts(daemon, sinks, kinds=("first", "rise"), **general):
    """Of figures alone: a clock that jumps makes sources look silent too."""
    all_alerts(daemon, sinks, [{"name": "news", "to": [sink["name"] for sink in sinks], "kinds": list(kinds)}], **general)


def item(value, place):
    """Without a date: it is of the moment at which it is first seen."""
    return Item(f"Union programmes {place}", f"{value}% of the activities of the 28 union programmes have been carried out, Ivanova said.",
                f"http://news.test/{place}", days_ago=None)


def poll(daemon):
    assert daemon.ctl("poll", "--all").code == 0


def waiting(daemon):
    (alert,) = daemon.wait_for(lambda: rows(daemon, "--state", "waiting"), "an alert that waits")
    return alert


def test_what_was_tried_for_72_hours_is_given_up_and_can_be_sent_again(daemon, web, receivers):
    receiver = receivers(500)
    alerts(daemon, [hook(receiver, **{"retry-min": "1min"})])
    begin(daemon, web, item(60, "1"))
    receiver.wait(1)
    daemon.wait_event("sink-down")
    for tries in range(2, 9):
        assert waiting(daemon)["tries"] == tries - 1
        daemon.clock.step(hours=11)
        daemon.look()
        receiver.wait(tries)
    daemon.wait_event("alert", messages=1)
    (alert,) = rows(daemon, "--state", "given-up")
    assert "500" in alert["why"]
    assert len(daemon.events("sink-down")) == 1
    daemon.clock.step(hours=11)
    daemon.look()
    assert len(receiver.messages) == 8
    receiver.answers = [204]
    assert daemon.ctl("alerts", "--retry", alert["id"]).code == 0
    assert len({m.id for m in receiver.wait(9)}) == 1
    daemon.wait_event("sink-up")


def test_what_waits_for_a_sink_that_is_taken_out_is_given_up_like_any_other(daemon, web, receivers):
    bad, good = receivers(500), receivers()
    alerts(daemon, [hook(bad, "bad"), hook(good, "good")])
    begin(daemon, web, item(60, "1"))
    daemon.wait_event("sink-down")
    alerts(daemon, [hook(good, "good")])
    daemon.write()
    daemon.look()
    told = daemon.ctl("status").out
    assert "1 not delivered, 0 given up" in told and "is down" not in told
    daemon.clock.step(hours=71)
    daemon.look()
    assert waiting(daemon)["sink"] == "bad"
    daemon.clock.step(hours=2)
    daemon.look()
    (alert,) = rows(daemon, "--state", "given-up")
    assert alert["sink"] == "bad" and "500" in alert["why"]
    alerts(daemon, [hook(bad, "bad"), hook(good, "good")])
    daemon.write()
    daemon.look()
    bad.answers = [204]
    assert daemon.ctl("alerts", "--retry", alert["id"]).code == 0
    daemon.wait_for(lambda: not rows(daemon, "--state", "given-up") and not rows(daemon, "--state", "waiting"), "the message")


def test_a_machine_that_slept_for_days_gives_nothing_up(daemon, web, receivers):
    receiver = receivers(500, 500, 204)
    alerts(daemon, [hook(receiver)])
    begin(daemon, web, item(60, "1"))
    daemon.wait_event("sink-down")
    daemon.clock.step(days=5)
    daemon.look()
    assert len({m.id for m in receiver.wait(3)}) == 1
    daemon.wait_event("sink-up")


@pytest.mark.parametrize("start, first, second", [
    ("2026-10-24T10:00:00Z", "2026-10-25T07:00:00Z", "2026-10-26T07:00:00Z"),
    ("2027-03-26T11:00:00Z", "2027-03-27T07:00:00Z", "2027-03-28T06:00:00Z"),
], ids=["winter time begins", "summer time begins"])
def test_a_daily_digest_goes_at_the_time_of_its_zone(daemon, web, receivers, start, first, second):
    receiver = receivers()
    alerts(daemon, [hook(receiver, digest="daily", at="08:00", day="wed")], timezone="Europe/Berlin")
    daemon.clock.set(start)
    begin(daemon, web, item(60, "1"))
    daemon.wait_event("change", change="first")
    assert waiting(daemon)["next"] == first
    daemon.clock.set(first)
    daemon.clock.step(seconds=-10)
    daemon.look()
    assert receiver.messages == []
    daemon.clock.set(first)
    daemon.look()
    (message,) = receiver.wait(1)
    assert message.data["kind"] == "digest" and "(1 change, " in message.data["title"]
    daemon.wait_event("alert", sink="desk")
    tell(web, item(70, "2"), item(60, "1"))
    poll(daemon)
    daemon.wait_event("change", change="rise")
    assert waiting(daemon)["next"] == second
    daemon.clock.set(second)
    daemon.look()
    assert "up from 60%" in receiver.wait(2)[1].data["text"]


def test_a_weekly_digest_comes_even_when_nothing_changed(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [hook(receiver, digest="weekly", at="08:00", day="mon")], timezone="Europe/Minsk", language="ru")
    daemon.clock.set("2026-10-24T10:00:00Z")
    begin(daemon, web)
    for count, (moment, title) in enumerate([("2026-10-26T05:00:00Z", "Сводка за неделю до 26 октября 2026 года: нового нет"),
                                             ("2026-11-02T05:00:00Z", "Сводка за неделю до 2 ноября 2026 года: нового нет")], 1):
        assert waiting(daemon)["next"] == moment
        daemon.clock.set(moment)
        daemon.look()
        message = receiver.wait(count)[-1]
        assert message.data["title"] == title and "integrad работает" in message.data["text"]
        daemon.wait_for(lambda: rows(daemon, "--state", "waiting"), "the next digest")
    assert len({m.id for m in receiver.messages}) == 2


def test_a_digest_is_not_sent_twice_where_the_clock_is_set_back(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [hook(receiver, digest="weekly", at="08:00", day="mon")], timezone="UTC")
    daemon.clock.set("2026-10-26T08:00:00Z")
    daemon.clock.step(minutes=-1)
    begin(daemon, web)
    assert waiting(daemon)["next"] == "2026-10-26T08:00:00Z"
    daemon.clock.set("2026-10-26T08:00:00Z")
    daemon.look()
    receiver.wait(1)
    assert daemon.wait_for(lambda: rows(daemon, "--state", "waiting"), "the next digest")[0]["next"] == "2026-11-02T08:00:00Z"
    daemon.clock.step(hours=-3)
    daemon.look()
    daemon.kill()
    daemon.start().wait_event("start")
    daemon.look()
    daemon.clock.step(hours=3)
    daemon.look()
    assert waiting(daemon)["next"] == "2026-11-02T08:00:00Z" and len(receiver.messages) == 1
    daemon.clock.set("2026-11-02T08:00:00Z")
    daemon.look()
    receiver.wait(2)


def test_a_digest_of_a_future_that_the_clock_left_goes_at_its_next_time(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [hook(receiver, digest="daily", at="08:00")], timezone="UTC")
    daemon.clock.set("2031-05-01T10:00:00Z")
    begin(daemon, web, item(60, "1"))
    daemon.wait_event("change", change="first")
    assert waiting(daemon)["next"] == "2031-05-02T08:00:00Z"
    daemon.clock.set("2026-10-26T10:00:00Z")
    daemon.look()
    assert waiting(daemon)["next"] == "2026-10-27T08:00:00Z"
    daemon.clock.set("2026-10-27T08:00:00Z")
    daemon.look()
    assert "(1 change, " in receiver.wait(1)[0].data["title"]


@pytest.mark.parametrize("hours", [5, -5], ids=["forward", "back"])
def test_a_clock_that_jumps_neither_holds_up_nor_repeats_a_message_that_gathers(daemon, web, receivers, hours):
    receiver = receivers()
    alerts(daemon, [hook(receiver)], wait="10min")
    begin(daemon, web, item(60, "1"))
    daemon.wait_event("change", change="first")
    daemon.look()
    assert receiver.messages == []
    daemon.clock.step(hours=hours)
    daemon.look()
    receiver.wait(1)
    daemon.wait_event("alert", sink="desk")
    for step in (-hours, 2 * hours, -2 * hours):
        daemon.clock.step(hours=step)
        daemon.look()
    assert len(receiver.messages) == 1 and [a["state"] for a in rows(daemon)] == ["sent"]


def test_a_clock_that_is_set_back_does_not_hold_up_the_next_try(daemon, web, receivers):
    receiver = receivers(500, 204)
    alerts(daemon, [hook(receiver, **{"retry-min": "1h"})])
    begin(daemon, web, item(60, "1"))
    daemon.wait_event("sink-down")
    daemon.clock.step(hours=-5)
    daemon.look()
    assert len({m.id for m in receiver.wait(2)}) == 1
    daemon.wait_event("sink-up")


def test_a_pause_that_a_receiver_asks_for_is_kept(daemon, web, receivers):
    receiver = receivers(busy(3600), 204)
    alerts(daemon, [hook(receiver)])
    begin(daemon, web, item(60, "1"))
    daemon.wait_event("sink-down")
    daemon.clock.step(minutes=59)
    daemon.look()
    assert len(receiver.messages) == 1
    daemon.clock.step(minutes=2)
    daemon.look()
    assert len({m.id for m in receiver.wait(2)}) == 1
    daemon.wait_event("sink-up")


def test_a_pause_of_a_day_is_kept_for_two_hours_or_until_a_person_wants_it(daemon, web, receivers):
    receiver = receivers(busy(86400), busy(86400), 204)
    alerts(daemon, [hook(receiver)])
    begin(daemon, web, item(60, "1"))
    daemon.wait_event("sink-down")
    daemon.clock.step(hours=2, seconds=1)
    daemon.look()
    receiver.wait(2)
    daemon.wait_for(lambda: waiting(daemon)["tries"] == 2, "the answer to the second try")
    assert daemon.ctl("alerts", "--retry", waiting(daemon)["id"]).code == 0
    assert len({m.id for m in receiver.wait(3)}) == 1
    daemon.wait_event("sink-up")


def restate(daemon, web, key, number):
    """Another outlet gives the 60% that are known, in words of its own."""
    words = (f"Of the activities in the 28 union programmes 60% have been carried out, the ministry told {key}.",
             f"Speaking to {key}, the minister put the carried out activities of the 28 union programmes at 60%.")
    web.put(f"/{key}.xml", Reply(rss(key, [Item(f"The ministry and {key}", words[number], f"http://{key}.test/{number}", days_ago=None)])))
    poll(daemon)
    daemon.wait_event("change", number + 1, change="restated")


def test_a_silence_ends_by_itself(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [hook(receiver)], kinds=["restated"])
    for host, key in enumerate(("two", "three"), 2):
        web.put(f"/{key}.xml", Reply(rss(key, [])))
        daemon.source(key, web.url(f"/{key}.xml", host=host), follow=False)
    begin(daemon, web, item(60, "1"))
    daemon.wait_event("change", change="first")
    daemon.clock.step(seconds=2)  # a silence is of what was known before it
    made = daemon.ctl("--json", "silence", "--sink", "desk", "--for", "2h", "--why", "a quiet night")
    assert made.code == 0, made.err
    assert [s["id"] for s in daemon.rows("silence")] == [made.json["silence"]]
    restate(daemon, web, "two", 0)
    (silenced,) = rows(daemon, "--state", "silenced")
    assert silenced["why"].startswith(f"silence {made.json['silence']} of ")
    daemon.clock.step(hours=2, seconds=1)
    daemon.look()
    restate(daemon, web, "three", 1)
    (message,) = receiver.wait(1)
    assert message.data["kind"] == "restated"
    assert [a["id"] for a in rows(daemon, "--state", "silenced")] == [silenced["id"]]
