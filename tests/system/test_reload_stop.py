"""Reload and stop in any state: what is under way goes on or is taken up again, and nothing is lost or said twice."""
import json
import os
import shutil
import signal
import socket
import stat
import threading
import time

import pytest

import news_server
from daemon import IS_SANITIZED, PATIENCE, ROOT, free_port
from feeds import Item, rss
from news_server import Reply
from receivers import Receiver, hangs

STOP_S = 15 if IS_SANITIZED else 5  # the contract: five seconds


def feed(*figures):
    return rss("News", [Item(f"Union programmes {n}", f"{n}% of the activities of the 28 union programmes have been carried out, Ivanova said.",
                             f"http://news.test/{n}") for n in figures])


def values(daemon):
    return sorted(c["value"] for c in daemon.rows("claims"))


# reloading

def test_a_transfer_that_is_under_way_goes_on_over_reloads(daemon, web):
    gate = threading.Event()
    daemon.options |= {"interval-start": "1h", "interval-min": "1h", "interval-max": "6h"}
    web.put("/feed", Reply(feed(40), held_by=gate))
    daemon.source("feed", web.url("/feed"), follow="no").start()
    web.wait_for_requests("/feed", 1)
    for name in ("a", "b", "c"):
        daemon.source(name, web.url(f"/{name}")).write()
        assert daemon.ctl("reload").code == 0
    gate.set()
    daemon.wait_for(lambda: values(daemon) == [40], "the figure")
    assert len(web.requests("/feed")) == 1


def test_what_the_reader_has_is_kept_over_a_reload(daemon, web):
    gate = threading.Event()
    daemon.options |= {"interval-start": "1h", "interval-min": "1h", "interval-max": "6h"}
    web.put("/feed", Reply(feed(40), held_by=gate))
    daemon.source("feed", web.url("/feed"), follow="no").start()
    web.wait_for_requests("/feed", 1)
    (reader,) = daemon.reader_pids()
    os.kill(reader, signal.SIGSTOP)
    gate.set()
    daemon.wait_for(lambda: daemon.ctl("--json", "status").json["daemon"]["reader"]["queued"] == 1, "the reader to be asked")
    assert daemon.ctl("reload").code == 0
    try:
        os.kill(reader, signal.SIGCONT)
    except ProcessLookupError:
        pass  # the new one has taken its job over
    daemon.wait_for(lambda: values(daemon) == [40], "the figure")
    assert len(web.requests("/feed")) == 1 and daemon.ctl("verify").code == 0


def test_a_reload_applies_rules_and_sinks(daemon, web):
    receiver = Receiver(204)
    try:
        web.put("/feed", feed(40))
        daemon.source("feed", web.url("/feed"), follow="no").start()
        daemon.wait_for(lambda: values(daemon) == [40], "the first figure")
        daemon.options["alerts"] = json.dumps({"wait": "0", "sinks": [{"name": "desk", "kind": "webhook", "address": receiver.url}],
                                               "rules": [{"name": "all", "severity": "info", "to": ["desk"]}]})
        daemon.write()
        assert daemon.ctl("reload").code == 0 and receiver.messages == []
        web.put("/feed", feed(40, 50))
        (message,) = daemon.wait_for(lambda: list(receiver.messages), "the message")
        assert b"50" in message.body
        del daemon.options["alerts"]
        daemon.write()
        assert daemon.ctl("reload").code == 0
        web.put("/feed", feed(40, 50, 60))
        daemon.wait_for(lambda: values(daemon) == [40, 50, 60], "the last figure")
        assert len(receiver.messages) == 1
    finally:
        receiver.close()


@pytest.mark.parametrize("what", ("lexicon", "packages"))
def test_a_reload_applies_lexicons_and_packages(daemon, web, tmp_path, what):
    place = tmp_path / what
    shutil.copytree(ROOT / "config" / what, place)
    part = place / "en" if what == "lexicon" else next(place.glob("*2021-2023*"))
    shutil.move(part, tmp_path / "aside")
    daemon.options[f"{what}-dir"] = place
    text = "In 2023 80% of the activities of the 28 union programmes of the Guidelines for 2021-2023 have been carried out, Ivanova said."
    first, second = (Item(f"Union programmes {n}", text.replace("80", n), f"http://news.test/{n}") for n in ("80", "90"))
    web.put("/feed", rss("News", [first]))
    daemon.source("feed", web.url("/feed"), follow="no").start()
    daemon.wait_poll("feed", "read")
    assert [c for c in daemon.rows("claims") if c["package"] == "2021-2023"] == []
    shutil.move(tmp_path / "aside", part)
    assert daemon.ctl("reload").code == 0
    # until the new reader has read its lexicons the old one reads what comes, by the old ones
    daemon.wait_for(lambda: len([e for e in daemon.events("reader") if "ready" in e["msg"]]) == 2, "the new reader")
    web.put("/feed", rss("News", [first, second]))
    daemon.wait_for(lambda: [c["value"] for c in daemon.rows("claims") if c["package"] == "2021-2023"] == [90], "a figure by the new rules")


# stopping

def with_a_reader_that_stands_still(daemon, web):
    gate = threading.Event()
    web.put("/feed", Reply(feed(40), held_by=gate))
    daemon.start()
    web.wait_for_requests("/feed", 1)
    (reader,) = daemon.reader_pids()
    os.kill(reader, signal.SIGSTOP)
    gate.set()
    daemon.wait_for(lambda: daemon.ctl("--json", "status").json["daemon"]["reader"]["queued"] == 1, "the reader to be asked")


def with_a_page_that_does_not_come(daemon, web):
    web.put("/feed", feed(40))
    web.put("/list", rss("News", [Item("On the union programmes", "The minister spoke of the union programmes.", web.url("/page"))]))
    web.put("/page", news_server.hang)
    daemon.source("list", web.url("/list")).start()
    web.wait_for_requests("/page", 1)


def with_a_name_server_that_is_silent(daemon, web):
    daemon.mute = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    daemon.mute.bind(("127.0.0.1", 0))
    daemon.mute.settimeout(PATIENCE)
    daemon.options["dns"] = "127.0.0.1:%d" % daemon.mute.getsockname()[1]
    web.put("/feed", feed(40))
    daemon.source("named", "http://news.test/feed").start()
    daemon.mute.recvfrom(4096)


def with_clients_that_hang(daemon, web):
    port = free_port()
    daemon.options["http-listen"] = f"127.0.0.1:{port}"
    web.put("/feed", feed(40))
    daemon.start().wait_event("start")
    daemon.clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(70)]
    for one in daemon.clients:
        one.sendall(b"GET /metrics HTTP/1.1\r\nHost: ")


def with_a_program_that_will_not_end(daemon, web):
    program = daemon.folder / "stubborn"
    program.write_text("#!/bin/sh\ntrap '' TERM INT HUP\ntouch running\nwhile :; do sleep 1; done\n")
    program.chmod(stat.S_IRWXU)
    daemon.options["alerts"] = json.dumps({"wait": "0", "sinks": [{"name": "stubborn", "kind": "exec", "command": [str(program)]}],
                                           "rules": [{"name": "all", "severity": "info", "kinds": ["first", "backfill", "rise"], "to": ["stubborn"]}]})
    web.put("/feed", feed(40))
    daemon.start()
    daemon.wait_for(lambda: (daemon.folder / "running").exists(), "the program")


def in_the_midst_of_many_sources(daemon, web):
    web.put("/feed", feed(40))
    for i in range(500):
        daemon.source(f"many-{i:03}", web.url(f"/many-{i}"))
    daemon.start().wait_event("poll", 20)


@pytest.mark.parametrize("state", (with_a_reader_that_stands_still, with_a_page_that_does_not_come, with_a_name_server_that_is_silent, with_clients_that_hang,
                                   with_a_program_that_will_not_end, in_the_midst_of_many_sources), ids=lambda f: f.__name__)
def test_it_stops_within_five_seconds_in_any_state_and_goes_on_after_it(daemon, web, state):
    daemon.source("feed", web.url("/feed"), follow="no")
    state(daemon, web)
    began = time.monotonic()
    daemon.signal(signal.SIGTERM)
    assert daemon.wait_end() == 0
    assert time.monotonic() - began < STOP_S
    web.put("/feed", feed(40))
    daemon.options.pop("dns", None)
    daemon.options.pop("alerts", None)
    daemon.start()
    daemon.wait_for(lambda: values(daemon) == [40], "the figure")
    assert len([c for c in daemon.rows("changes") if c.get("new")]) == 1 and daemon.ctl("verify").code == 0


def test_a_message_that_was_under_way_is_sent_after_the_next_start(daemon, web):
    receiver = Receiver(hangs, 204)
    try:
        daemon.options["alerts"] = json.dumps({"wait": "0", "sinks": [{"name": "desk", "kind": "webhook", "address": receiver.url, "retry-min": "1s"}],
                                               "rules": [{"name": "all", "severity": "info", "kinds": ["first", "backfill"], "to": ["desk"]}]})
        web.put("/feed", feed(40))
        daemon.source("feed", web.url("/feed"), follow="no").start()
        daemon.wait_for(lambda: receiver.messages, "the message")
        began = time.monotonic()
        assert daemon.stop() == 0 and time.monotonic() - began < STOP_S
        daemon.start()
        daemon.wait_for(lambda: len(receiver.messages) == 2, "the message again")
        assert len({m.id for m in receiver.messages}) == 1
        daemon.wait_for(lambda: [a["state"] for a in daemon.rows("alerts")] == ["sent"], "its end")
    finally:
        receiver.close()
