"""Alerts: what the rules ask for arrives, once, at receivers that behave and at others that do not."""
import json
import os
import sqlite3
import stat
import subprocess
import time

import pytest

from feeds import Item, rss
from news_server import Reply
from receivers import Receiver, busy, hangs, redirects, resets, verify

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwAqoJ1jWZjVZ8E="


def item(value, place="1", days_ago=None):
    """A figure: 60 is of yesterday, others are of today."""
    days_ago = int(value == 60) if days_ago is None else days_ago
    return Item(f"Union programmes {place}", f"{value}% of the activities of the 28 union programmes have been carried out, Ivanova said.",
                f"http://news.test/{place}", days_ago=days_ago)


@pytest.fixture
def receivers():
    opened = []

    def make(*answers, **kwargs):
        opened.append(Receiver(*answers, **kwargs))
        return opened[-1]

    yield make
    for receiver in opened:
        receiver.close()


def secret_file(folder, text, name="secret"):
    path = folder / name
    path.write_text(text + "\n")
    path.chmod(stat.S_IRUSR)
    return str(path)


def alerts(daemon, sinks, rules=None, **general):
    """The option `alerts`, as JSON, which is YAML."""
    names = [sink["name"] for sink in sinks]
    rules = rules or [{"name": "news", "to": names}]
    general = {"wait": "0", **general}
    daemon.options["alerts"] = json.dumps({**general, "sinks": sinks, "rules": rules}, ensure_ascii=False)


def hook(receiver, name="desk", **fields):
    return {"name": name, "kind": "webhook", "address": receiver.url + "/hook", "retry-min": "1s", **fields}


def tell(web, *items, path="/feed.xml"):
    web.put(path, Reply(rss("News", list(items)), etag=f'"{hash(tuple(i.link for i in items))}"'))


def begin(daemon, web, *items):
    """A daemon that has read a feed, whose later items are news."""
    daemon.source("one", web.url("/feed.xml"), follow=False)
    tell(web, *items)
    daemon.start()


def rows(daemon, *args):
    return daemon.rows("alerts", *args)


def test_a_figure_arrives_as_a_signed_cloud_event(daemon, web, receivers, tmp_path):
    receiver = receivers()
    alerts(daemon, [hook(receiver, **{"secret-file": secret_file(tmp_path, SECRET)})])
    begin(daemon, web, item(60))
    (message,) = receiver.wait(1)
    event = verify(SECRET, message.headers, message.body)
    assert event["specversion"] == "1.0" and event["id"] == message.id and event["type"] == "integrad.first"
    assert event["subject"] == "2021-2023/all/activities/completed/degree"
    assert message.headers["content-type"].startswith("application/cloudevents+json")
    data = event["data"]
    assert data["title"] == "Union State 2021–2023: 60% of activities completed – the first figure"
    assert "Said by: Ivanova, one" in data["text"] and "http://news.test/1" in data["text"]
    assert "Contradicted by: nobody, as far as is known" in data["text"]
    assert data["changes"][0]["new"]["value"] == "60"
    daemon.wait_event("alert", sink="desk")
    assert SECRET.removeprefix("whsec_") not in "\n".join(daemon.raw)


def test_the_messages_of_a_sink_share_a_connection(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [hook(receiver)])
    begin(daemon, web, item(60))
    for count, percent in enumerate((61, 62, 63), 2):
        daemon.wait_event("alert", count - 1, sink="desk")
        tell(web, *(item(known) for known in range(60, percent + 1)))
        receiver.wait(count)
    assert receiver.connections == 1


def test_a_receiver_that_fails_gets_the_same_message_again(daemon, web, receivers):
    receiver = receivers(500, 503, 204)
    alerts(daemon, [hook(receiver)])
    begin(daemon, web, item(60))
    messages = receiver.wait(3)
    assert len({m.id for m in messages}) == 1
    assert len({m.body for m in messages}) == 1
    daemon.wait_event("sink-up")
    assert len(daemon.events("sink-down")) == 1


@pytest.mark.parametrize("answer", [busy(1), resets, redirects("http://127.0.0.1:9/")], ids=["429", "reset", "redirect"])
def test_what_is_no_success_is_tried_again(daemon, web, receivers, answer):
    receiver = receivers(answer, 200)
    alerts(daemon, [hook(receiver)])
    begin(daemon, web, item(60))
    messages = receiver.wait(2)
    assert messages[0].id == messages[1].id
    daemon.wait_event("sink-up")


def test_a_receiver_that_hangs_delays_no_other(daemon, web, receivers):
    slow, quick = receivers(hangs), receivers()
    alerts(daemon, [hook(slow, "slow", timeout="60s"), hook(quick, "quick")])
    begin(daemon, web, item(60))
    slow.wait(1)
    quick.wait(1)
    tell(web, item(70, "2"), item(60))
    assert "up from 60%" in quick.wait(2)[1].data["title"]
    assert len(slow.messages) == 1
    daemon.kill()


def test_a_message_that_is_not_taken_keeps_no_other_from_being_sent(daemon, web, receivers):
    receiver = receivers(400, 204)
    alerts(daemon, [hook(receiver, **{"retry-min": "1h"})])
    begin(daemon, web, item(60))
    receiver.wait(1)
    tell(web, item(70, "2"), item(60))
    messages = receiver.wait(2)
    assert messages[0].id != messages[1].id
    assert daemon.events("sink-down") == []


def test_killed_before_the_answer_it_repeats_the_message_once(daemon, web, receivers):
    receiver = receivers(hangs, 204)
    alerts(daemon, [hook(receiver, timeout="60s")])
    begin(daemon, web, item(60))
    receiver.wait(1)
    daemon.kill()
    daemon.start()
    messages = receiver.wait(2)
    daemon.wait_event("alert", sink="desk")
    assert messages[0].id == messages[1].id and messages[0].body == messages[1].body
    daemon.wait_poll("one", "unchanged", 2)
    assert len(receiver.messages) == 2


def test_killed_before_it_is_sent_the_message_goes_after_the_start(daemon, web, receivers):
    receiver = receivers()
    receiver.close()
    alerts(daemon, [hook(receiver)])
    begin(daemon, web, item(60))
    daemon.wait_event("sink-down")
    daemon.kill()
    again = receivers(port=receiver.server_address[1])
    daemon.start()
    assert again.wait(1)[0].data["kind"] == "first"
    daemon.wait_event("sink-up")


def test_a_sink_that_is_down_is_told_of_once(daemon, web, receivers):
    receiver = receivers()
    receiver.close()
    alerts(daemon, [hook(receiver)])
    begin(daemon, web, item(60))
    daemon.wait_event("sink-down")
    for value, place in ((70, "2"), (75, "3")):
        tell(web, item(value, place), item(60))
        daemon.wait_event("change", new=str(value))
    daemon.wait_for(lambda: max((a["tries"] for a in rows(daemon)), default=0) >= 2, "a second try")
    assert len(daemon.events("sink-down")) == 1
    again = receivers(port=receiver.server_address[1])
    assert len({m.id for m in again.wait(3)}) == 3
    daemon.wait_event("sink-up")


def test_copies_of_a_figure_make_one_message(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [hook(receiver)], [{"name": "all", "to": ["desk"], "severity": "info"}])
    daemon.source("two", web.url("/two.xml", host=2), follow=False)
    tell(web, path="/two.xml")
    begin(daemon, web, item(60))
    receiver.wait(1)
    other = Item("What was said of the programmes", "Of the activities in the 28 union programmes 60% have been carried out, the ministry reported.",
                 "http://other.test/9", days_ago=1)
    tell(web, other, path="/two.xml")
    daemon.wait_event("change", change="restated")
    tell(web, item(70, "2"), item(60))
    assert [m.data["kind"] for m in receiver.wait(2)] == ["first", "rise"]
    assert rows(daemon)[-1]["changes"] == 2


def test_a_wait_gathers_what_is_said_of_a_figure(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [hook(receiver)], wait="3s")
    begin(daemon, web, item(60))
    daemon.wait_event("change", change="first")
    tell(web, item(70, "2"), item(60))
    (message,) = receiver.wait(1)
    assert [c["change"] for c in message.data["changes"]] == ["first", "rise"]
    assert "up from 60%" in message.data["title"] and "the first figure" in message.data["text"]


def test_a_message_names_who_contradicts_its_figure(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [hook(receiver)], wait="3s")
    begin(daemon, web, item(60))
    daemon.wait_event("change", change="first")
    other = Item("What the minister said", "The minister Petrov said that 40% of the activities of the 28 union programmes have been carried out.",
                 "http://news.test/9", days_ago=1)
    tell(web, other, item(60))
    (message,) = receiver.wait(1)
    assert [c["change"] for c in message.data["changes"]] == ["first", "conflict"]
    assert message.data["kind"] == "first" and "Contradicted by: 40%, as of " in message.data["text"]
    assert message.data["text"].count("Petrov") == 2 and "nobody" not in message.data["text"]


@pytest.mark.parametrize("is_rejected", [False, True])
def test_who_was_taken_back_contradicts_nobody(daemon, web, receivers, is_rejected):
    receiver = receivers()
    alerts(daemon, [hook(receiver)], [{"name": "news", "to": ["desk"], "severity": "info", "kinds": ["refined", "restated"]}])
    begin(daemon, web, item(60))
    daemon.wait_event("change", change="first")
    said = "The minister Petrov said that {}% of the activities of the 28 union programmes have been carried out."
    other = Item("What the minister said", said.format(40), "http://news.test/9", days_ago=1)
    tell(web, other, item(60))
    daemon.wait_event("change", change="conflict")
    if is_rejected:
        assert daemon.ctl("reject", "1", "--why", "never said").code == 0
    finer = Item("The same to a tenth", said.format("40.3"), "http://news.test/10", days_ago=1)
    tell(web, finer, other, item(60))
    (message,) = receiver.wait(1)
    assert message.data["changes"][0]["new"]["value"] == "40.3"
    assert ("Contradicted by: nobody" in message.data["text"]) == is_rejected
    assert ("Contradicted by: 60%" in message.data["text"]) != is_rejected


def test_backfill_makes_no_alert_but_where_it_is_asked_for(daemon, web, receivers):
    quiet, asked = receivers(), receivers()
    alerts(daemon, [hook(quiet, "quiet"), hook(asked, "asked")],
           [{"name": "news", "to": ["quiet"], "severity": "info"}, {"name": "old", "to": ["asked"], "kinds": ["backfill"]}])
    begin(daemon, web, item(60, days_ago=40))
    assert asked.wait(1)[0].data["kind"] == "backfill"
    assert quiet.messages == []


def test_messages_come_in_the_language_of_the_rule(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [hook(receiver)], [{"name": "ru", "to": ["desk"], "language": "ru"}])
    begin(daemon, web, item(60))
    assert receiver.wait(1)[0].data["title"] == "Союзное государство 2021–2023: выполнено 60% мероприятий — первые данные"


def test_over_the_cap_messages_go_together(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [hook(receiver, **{"max-per-hour": 2})])
    daemon.source("two", web.url("/two.xml", host=2), follow=False)
    subjects = ["gas market", "tax policy", "industrial policy", "agricultural policy"]
    text = " ".join(f"The programme on {s} has been carried out by {60 + i}%." for i, s in enumerate(subjects))
    tell(web, Item("Union programmes one by one", text, "http://news.test/many"), path="/two.xml")
    begin(daemon, web, item(60))
    daemon.wait_for(lambda: len(daemon.events("change")) >= 4, "the figures")
    messages = receiver.wait(2)
    assert messages[1].data["change_count"] >= 3
    states = [a["state"] for a in rows(daemon)]
    assert states.count("merged") >= 2


def test_a_program_gets_the_message_and_little_else(daemon, web, tmp_path):
    script, out = tmp_path / "tell", tmp_path / "out"
    script.write_text(f"#!/bin/sh\ncat > {out}.part; env > {out}.env; echo $$ $(cut -d' ' -f5 /proc/$$/stat) > {out}.group\nmv {out}.part {out}\n")
    script.chmod(0o755)
    alerts(daemon, [{"name": "tool", "kind": "exec", "command": [str(script), "a b"]}])
    daemon.source("one", web.url("/feed.xml"), follow=False)
    tell(web, item(60))
    daemon.start(env={"HTTPS_PROXY": "http://user:password@proxy.test"})
    daemon.wait_event("alert", sink="tool")
    assert json.loads(out.read_text())["kind"] == "first"
    assert "password" not in (tmp_path / "out.env").read_text()
    pid, group = (tmp_path / "out.group").read_text().split()
    assert pid == group


def test_a_program_that_does_not_end_is_ended_with_all_it_started(daemon, web, tmp_path):
    script, pids = tmp_path / "hang", tmp_path / "pids"
    script.write_text(f"#!/bin/sh\nsleep 300 &\necho $$ $! > {pids}\nwait\n")
    script.chmod(0o755)
    alerts(daemon, [{"name": "tool", "kind": "exec", "command": str(script), "timeout": "1s"}])
    begin(daemon, web, item(60))
    (down,) = daemon.wait_event("sink-down")
    assert "took too long" in down["why"]
    for pid in map(int, pids.read_text().split()):
        daemon.wait_for(lambda: not os.path.exists(f"/proc/{pid}") or "\nState:\tZ" in open(f"/proc/{pid}/status").read(), f"the end of {pid}")


def test_the_heartbeat_calls_while_all_is_well(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [], [], heartbeat=receiver.url + "/alive", **{"heartbeat-every": "1s"})
    daemon.source("one", web.url("/feed.xml"), follow=False)
    tell(web)
    daemon.start()
    calls = receiver.wait(2)
    assert {(c.method, c.path) for c in calls} == {("GET", "/alive")}


def test_the_heartbeat_is_silent_while_the_record_takes_no_writes(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [], [], heartbeat=receiver.url + "/alive", **{"heartbeat-every": "1s"})
    begin(daemon, web, item(60))
    daemon.wait_event("change")
    receiver.wait(1)
    other = sqlite3.connect(daemon.state / "integrad.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    tell(web, item(60), item(70, "2"))
    assert daemon.ctl("poll", "one").code == 0
    daemon.wait_event("heartbeat")
    calls = len(receiver.messages)
    daemon.wait_event("heartbeat", 3)
    assert len(receiver.messages) == calls
    other.execute("ROLLBACK")
    receiver.wait(calls + 2)
    assert len([e for e in daemon.events("heartbeat") if e["level"] == "warning"]) == 1


def test_mistakes_are_told_by_file_and_line(daemon):
    alerts(daemon, [])
    daemon.write()
    text = daemon.config.read_text().split("alerts:")[0]
    daemon.config.write_text(text + "alerts:\n  langage: en\n  sinks:\n    - name: desk\n      kind: webhok\n    - name: mail\n      kind: smtp\n"
                             "      chat: 5\n  rules:\n    - name: news\n      to: [desk2]\n      kinds: [rice]\n      subjects: [gas-markt]\n")
    done = subprocess.run([daemon.program, "--check", "--config", daemon.config], capture_output=True, text=True)
    lines = [line.split("integrad.yaml:", 1)[1] for line in (done.stdout + done.stderr).splitlines() if "integrad.yaml:" in line]
    start = text.count("\n") + 1
    told = "\n".join(lines)
    for line, words in ((1, 'did you mean language'), (4, 'did you mean webhook'), (5, '"server" is missing'), (7, "chat: goes not with"),
                        (10, 'did you mean desk'), (11, 'did you mean rise'), (12, 'did you mean gas-market')):
        assert any(f.startswith(f"{start + line}:") and words in f for f in lines), (line, words, told)


def test_what_the_rules_make_of_a_change_is_shown_and_not_sent(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [hook(receiver)], [{"name": "falls", "to": ["desk"], "kinds": ["fall"]},
                                      {"name": "news", "to": ["desk"], "kinds": ["first"], "language": "ru", "wait": "10min"}])
    begin(daemon, web, item(60))
    daemon.wait_event("change", change="first")
    result = daemon.ctl("alerts", "--would-send", 1)
    assert result.code == 0, result.err
    assert "rule falls" in result.out and "its kind is not asked for" in result.out
    assert "desk (webhook), by rule news, after 10min:" in result.out and "выполнено 60% мероприятий" in result.out
    assert daemon.ctl("alerts", "--would-send", 99).code == 1
    assert receiver.messages == []


def test_a_silence_holds_back_what_is_known_and_a_new_value_breaks_it(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [hook(receiver)], [{"name": "all", "to": ["desk"], "kinds": ["first", "rise", "restated", "revised"]}])
    daemon.source("two", web.url("/two.xml", host=2), follow=False)
    tell(web, path="/two.xml")
    begin(daemon, web)
    web.wait_for_requests("/feed.xml", 1)
    made = daemon.ctl("--json", "silence", "--sink", "desk", "--for", "2h", "--why", "a quiet night")
    assert made.code == 0, made.err
    tell(web, item(60))
    receiver.wait(1)  # no value was known, so the first one is new
    assert daemon.ctl("silence", "--end", made.json["silence"]).code == 0
    heard = time.time()
    daemon.wait_for(lambda: int(time.time()) > int(heard), "the next second: a silence is of what was known before it")
    later = daemon.ctl("--json", "silence", "all", "--for", "2h", "--why", "known").json["silence"]
    listed = daemon.ctl("silence").out
    assert "subject all" in listed and "known" in listed
    other = Item("What was said", "Of the activities in the 28 union programmes 60% have been carried out, the ministry reported.",
                 "http://other.test/9", days_ago=1)
    tell(web, other, path="/two.xml")
    daemon.wait_event("change", change="restated")
    tell(web, item(70, "2"), item(60))
    assert receiver.wait(2)[1].data["kind"] == "rise"
    (silenced,) = rows(daemon, "--state", "silenced")
    assert silenced["why"].startswith(f"silence {later} of ") and silenced["why"].endswith(": known")


@pytest.mark.parametrize("args, says", [
    (["--sink", "dekc"], "no sink is called dekc; did you mean desk?"),
    (["--kind", "rice"], "no kind of change is called rice; did you mean rise?"),
    (["--source", "oen"], "no source is called oen; did you mean one?"),
    (["--package", "2021"], "no package is called 2021; did you mean 2021-2023?"),
    (["gas-markt"], "no subject is called gas-markt; did you mean gas-market?"),
    (["--subject", "gas-markt"], "no subject is called gas-markt; did you mean gas-market?"),
], ids=lambda value: value[0] if isinstance(value, list) else "")
def test_a_silence_of_what_is_not_there_is_refused(daemon, args, says):
    alerts(daemon, [{"name": "desk", "kind": "webhook", "address": "http://127.0.0.1:9/"}])
    daemon.source("one", "http://127.0.0.1:9/")
    daemon.write()
    result = daemon.ctl("silence", *args, "--for", "2h", "--why", "known")
    assert (result.code, result.err) == (2, f"integractl: {says}\n")


def test_what_was_given_up_can_be_sent_again(daemon, web, receivers):
    receiver = receivers(500, 204)
    alerts(daemon, [hook(receiver, **{"retry-min": "1h"})])
    begin(daemon, web, item(60))
    receiver.wait(1)
    (alert,) = daemon.wait_for(lambda: rows(daemon, "--state", "waiting"), "the alert")
    daemon.wait_event("sink-down")
    assert daemon.ctl("alerts", "--retry", alert["id"]).code == 0
    assert len({m.id for m in receiver.wait(2)}) == 1
    daemon.wait_event("sink-up")
    assert daemon.ctl("alerts", "--retry", alert["id"]).code == 1


def test_status_lists_what_was_not_delivered(daemon, web, receivers):
    receiver = receivers(500)
    alerts(daemon, [hook(receiver, **{"retry-min": "1h"})])
    daemon.source("one", web.url("/feed.xml"), follow=False)
    tell(web)
    daemon.start().wait_event("start")
    assert "Alerts:" not in daemon.ctl("status").out
    tell(web, item(60))
    daemon.wait_event("sink-down")
    text, told = daemon.ctl("status").out, daemon.ctl("--json", "status").json["alerts"]
    assert "Alerts: 1 not delivered, 0 given up (integractl alerts).\n        Sink desk is down since " in text
    assert "(1 failures)" not in text and "(1 failure): HTTP 500 from 127.0.0.1" in text and "; 1 waits, next try " in text
    (down,) = told.pop("sinks_down")
    assert told == {"undelivered": 1, "given_up": 0}
    assert (down["sink"], down["failures"], down["waiting"]) == ("desk", 1, 1)
    assert daemon.stop() == 0 and daemon.ctl("status").code == 0  # of a receiver that is restarted nobody need know
    with sqlite3.connect(daemon.state / "integrad.db") as record:
        record.execute("UPDATE sinks SET down_since_s = down_since_s - 7200")
    told = daemon.ctl("status")
    assert told.code == 1 and "This needs a person:" in told.out
    with sqlite3.connect(daemon.state / "integrad.db") as record:
        record.execute("UPDATE alerts SET state = 'given-up', done_s = ?", (int(time.time()),))
    told = daemon.ctl("status")
    assert told.code == 1 and "Alerts: 0 not delivered, 1 given up" in told.out and "is down" not in told.out


def test_a_trial_tells_how_it_went_and_hides_secrets(daemon, receivers, tmp_path):
    good, bad = receivers(), receivers(403)
    address = secret_file(tmp_path, bad.url + "/services/T0123/very-secret", "address")
    alerts(daemon, [hook(good, "good"), {"name": "bad", "kind": "slack", "address-file": address}])
    daemon.write()
    result = daemon.ctl("test-alert", "good")
    assert result.code == 0 and "took a trial message" in result.out
    assert good.messages[0].data["kind"] == "trial"
    result = daemon.ctl("test-alert", "bad")
    assert result.code == 1 and "> POST *" in result.out and "< HTTP/1.1 403" in result.out
    assert "very-secret" not in result.out + result.err
    assert "did you mean good" in daemon.ctl("test-alert", "goood").err


@pytest.mark.parametrize("kind, fields, path, check", [
    ("slack", {}, "/x", lambda b: "60% of activities" in b["text"]),
    ("mattermost", {}, "/x", lambda b: b["text"].startswith("**Union State")),
    ("telegram", {"chat": "-100", "token-file": "123:abc"}, "/x/bot123:abc/sendMessage", lambda b: b["chat_id"] == "-100" and "60%" in b["text"]),
    ("ntfy", {"topic": "union"}, "/x/", lambda b: b["topic"] == "union" and "60%" in b["title"] and b["click"] == "http://news.test/1"),
    ("matrix", {"room": "!r:example.org", "token-file": "tok-123"}, "/x/_matrix/client/v3/rooms/%21r%3Aexample.org/send/m.room.message/",
     lambda b: b["msgtype"] == "m.text" and "<blockquote>" in b["formatted_body"]),
    ("alertmanager", {}, "/x/api/v2/alerts", lambda b: b[0]["labels"]["kind"] == "first" and "60%" in b[0]["annotations"]["summary"]),
])
def test_each_preset_speaks_the_language_of_its_receiver(daemon, web, receivers, tmp_path, kind, fields, path, check):
    receiver = receivers(200)
    if "token-file" in fields:
        fields = {**fields, "token-file": secret_file(tmp_path, fields["token-file"], "token")}
    where = {"address-file": secret_file(tmp_path, receiver.url + "/x", "where")} if kind in ("slack", "mattermost") else {"address": receiver.url + "/x"}
    alerts(daemon, [{"name": "it", "kind": kind, **where, **fields}])
    begin(daemon, web, item(60))
    (message,) = receiver.wait(1)
    assert message.path.startswith(path) and message.method == ("PUT" if kind == "matrix" else "POST")
    assert check(message.json)
    if kind == "matrix":
        assert message.headers["authorization"] == "Bearer tok-123" and "/msg_" in message.path


def test_a_template_makes_any_other_body(daemon, web, receivers):
    receiver = receivers()
    alerts(daemon, [hook(receiver, template='{"say": "{title}", "full": {message}, "left": {"as": "it is"}}')])
    begin(daemon, web, Item('A "quoted" title', item(60).text, "http://news.test/q", days_ago=1))
    body = receiver.wait(1)[0].json
    assert "60% of activities" in body["say"] and body["full"]["kind"] == "first" and body["left"] == {"as": "it is"}
