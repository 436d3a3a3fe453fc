"""What monitoring systems ask of it over HTTP, what `integractl status` exits with, and clients that mean it ill."""
import http.client
import json
import shutil
import socket
import sqlite3
import subprocess
import time

import pytest

import openmetrics
from daemon import PATIENCE, free_port
from feeds import Item, rss
from news_server import Reply

FIGURE = "As of today 131 of the 310 tasks of the union programmes for 2024-2026 have been carried out, the minister said."
OPENMETRICS = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"


class OverUnix(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=PATIENCE)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(self.path)


def ask(connection, path, method="GET", **headers):
    try:
        connection.request(method, path, headers=headers)
        reply = connection.getresponse()
        return reply.status, reply.headers.get("Content-Type"), reply.read().decode()
    finally:
        connection.close()


@pytest.fixture
def desk(daemon, web):
    daemon.port = free_port()
    daemon.options["http-listen"] = f"127.0.0.1:{daemon.port}"
    web.put("/feed.xml", Reply(rss("Test", [Item("Meeting", FIGURE, web.url("/1"))]), etag='"1"'))
    daemon.source("good", web.url("/feed.xml"), follow="no").source("bad", web.url("/none.xml"))
    return daemon


def tcp(desk):
    return http.client.HTTPConnection("127.0.0.1", desk.port, timeout=PATIENCE)


def metrics(desk):
    status, kind, text = ask(tcp(desk), "/metrics", Accept=OPENMETRICS)
    assert (status, kind) == (200, "application/openmetrics-text; version=1.0.0; charset=utf-8")
    return openmetrics.read(text)


def health(desk):
    status, _, text = ask(tcp(desk), "/healthz")
    return status, [r["name"] for r in json.loads(text)["reasons"]]


def test_each_poll_item_claim_and_change_is_counted(desk):
    desk.start()
    desk.wait_poll("good", "unchanged")
    desk.wait_poll("bad", "http-404", 2)
    seen = desk.wait_for(lambda: (m := metrics(desk)) and openmetrics.value(m, "integrad_polls_unchanged") and m, "the counters")
    assert openmetrics.value(seen, "integrad_polls") >= 4
    assert openmetrics.value(seen, "integrad_poll_failures", failure="http-404") >= 2
    assert openmetrics.value(seen, "integrad_items") == openmetrics.value(seen, "integrad_articles") == openmetrics.value(seen, "integrad_claims") == 1
    assert openmetrics.value(seen, "integrad_changes", kind="first") + openmetrics.value(seen, "integrad_changes", kind="backfill") == 1
    assert openmetrics.value(seen, "integrad_source_last_success_timestamp_seconds", source="good") > 0
    assert openmetrics.value(seen, "integrad_source_last_success_timestamp_seconds", source="bad") == 0
    assert openmetrics.value(seen, "integrad_sources") == 2 and openmetrics.value(seen, "integrad_sources_failing") == 1
    assert openmetrics.value(seen, "integrad_database_bytes") + openmetrics.value(seen, "integrad_database_wal_bytes") > 4096
    assert openmetrics.value(seen, "integrad_loop_longest_turn_seconds") >= openmetrics.value(seen, "integrad_loop_lag_seconds")
    assert openmetrics.value(seen, "integrad_healthy") == 1


def test_alerts_are_counted_by_their_sink_and_claims_that_are_held(desk):
    desk.options["accept-threshold"] = "1.0"
    desk.options["alerts"] = json.dumps({
        "wait": "0", "sinks": [{"name": "broken", "kind": "webhook", "address": "http://127.0.0.1:9/"}],
        "rules": [{"name": "all", "kinds": ["held"], "to": ["broken"]}]})
    desk.start()
    desk.wait_event("sink-down")
    seen = desk.wait_for(lambda: (m := metrics(desk)) and openmetrics.value(m, "integrad_alerts_pending", sink="broken") == 1 and m, "an alert that waits")
    assert openmetrics.value(seen, "integrad_sink_up", sink="broken") == 0
    assert openmetrics.value(seen, "integrad_alert_failures", sink="broken") >= 1
    assert openmetrics.value(seen, "integrad_alerts_given_up", sink="broken") == 0
    assert openmetrics.value(seen, "integrad_claims_held") == 1


def test_both_formats_are_given_by_what_is_asked_for(desk):
    desk.start().wait_event("start")
    for path, accept, kind in (("/metrics", OPENMETRICS, "application/openmetrics-text"), ("/metrics", "*/*", "text/plain"),
                               ("/metrics", "text/plain, application/openmetrics-text;q=0", "text/plain"), ("/healthz", "*/*", "application/json")):
        for connection in (tcp(desk), OverUnix(desk.state / "control.sock")):
            status, told, text = ask(connection, path, Accept=accept)
            assert (status, told.split(";")[0]) == (200, kind) and (path == "/healthz" or text.endswith("# EOF\n"))


def test_promtool_has_nothing_to_say_against_the_metrics(desk):
    if not shutil.which("promtool"):
        pytest.skip("promtool is not installed (Debian package prometheus)")
    desk.start()
    desk.wait_poll("bad", "http-404")
    done = subprocess.run(["promtool", "check", "metrics"], input=ask(tcp(desk), "/metrics")[2], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# What needs a person

def test_a_refused_reload_is_a_trouble_until_a_good_one(desk):
    desk.start().wait_event("start")
    assert health(desk) == (200, []) and desk.ctl("status").code == 0
    good = desk.config.read_text()
    desk.config.write_text(good + "intervall-min: 3s\n")
    assert desk.ctl("reload").code == 1
    assert health(desk) == (503, ["configuration"])
    told = desk.ctl("status")
    assert told.code == 1 and "This needs a person:\n- the last reload was refused: " in told.out and "intervall-min" in told.out
    assert [t["name"] for t in desk.ctl("--json", "status").json["troubles"]] == ["configuration"]
    desk.wait_for(lambda: openmetrics.value(metrics(desk), "integrad_trouble", reason="configuration") == 1, "the metric")
    desk.config.write_text(good)
    assert desk.ctl("reload").code == 0
    assert health(desk) == (200, []) and desk.ctl("status").code == 0


def test_a_source_that_is_down_for_a_day_needs_a_person_whether_the_daemon_runs_or_not(desk):
    desk.start()
    desk.wait_poll("good", "unchanged")
    desk.wait_poll("bad", "http-404")
    assert desk.stop() == 0 and desk.ctl("status").code == 0
    with sqlite3.connect(desk.state / "integrad.db") as record:
        now = int(time.time())
        record.execute("UPDATE sources SET failures = 9, failing_since_s = ?1, down_s = ?1 WHERE key = 'bad'", (now - 2 * 86400,))
    told = desk.ctl("status")
    assert told.code == 1 and "1 of 2 sources down for over a day, bad among them" in told.out
    desk.start().wait_event("start")
    assert health(desk) == (503, ["sources-down"]) and desk.ctl("status").code == 1
    assert desk.stop() == 0
    with sqlite3.connect(desk.state / "integrad.db") as record:
        record.execute("UPDATE sources SET down_s = 0, last_success_s = last_success_s - 50000 WHERE key IN ('good', 'bad')")
    told = desk.ctl("--json", "status")
    assert told.code == 1 and [t["name"] for t in told.json["troubles"]] == ["nothing-read"]


# Who may ask

def test_requests_for_other_names_are_refused_until_the_name_is_ours(desk):
    desk.start().wait_event("start")
    for name, status in (("localhost", 200), ("LOCALHOST:99", 200), ("127.0.0.1", 200), ("[::1]:8328", 200), ("news.example", 421), ("127.0.0.1.evil.example", 421),
                         ("[::1", 421), ("", 421)):
        assert ask(tcp(desk), "/healthz", Host=name)[0] == status, name
    desk.options["http-names"] = "other.example, news.example"
    desk.write()
    assert desk.ctl("reload").code == 0
    assert ask(tcp(desk), "/healthz", Host="News.example:80")[0] == 200 and ask(tcp(desk), "/healthz", Host="evil.example")[0] == 421


def test_over_tcp_nothing_can_be_told_to_the_daemon(desk):
    desk.start().wait_event("start")
    assert ask(tcp(desk), "/api/v1/reload", "POST")[0] == 404 and ask(tcp(desk), "/healthz", "POST")[0] == 405
    assert ask(tcp(desk), "/api/v1/status")[0] == 404
    assert not desk.events("reload")


def test_an_address_that_others_reach_wants_names(desk):
    desk.options["http-listen"] = "0.0.0.0:8328"
    desk.write()
    assert "http-names has to say" in desk.ctl("reload").err or desk.start().wait_end() == 1
    desk.options["http-listen"] = "localhost:8328"
    assert desk.start().wait_end() == 1
    assert "http-listen: expected a number and a port" in "\n".join(desk.raw)


def test_the_address_moves_with_a_reload_and_a_taken_one_is_refused(desk):
    desk.start().wait_event("start")
    first = desk.port
    with socket.create_server(("127.0.0.1", 0)) as other:
        desk.options["http-listen"] = "127.0.0.1:%d" % other.getsockname()[1]
        desk.write()
        told = desk.ctl("reload")
        assert told.code == 1 and "http-listen" in told.err and health(desk)[0] == 503
    desk.port = free_port()
    desk.options["http-listen"] = f"127.0.0.1:{desk.port}"
    desk.write()
    assert desk.ctl("reload").code == 0 and health(desk) == (200, [])
    desk.options["http-listen"] = "no"
    desk.write()
    assert desk.ctl("reload").code == 0
    for port in (first, desk.port):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))


# Clients that mean it ill

HOSTILE = {
    "a header without an end": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000,
    "ten thousand headers": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 10_000 + b"\r\n",
    "an address without an end": b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an unknown method": b"BREW /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a body that is too great": b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
    "chunks without an end": b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + b"FFFFFFFFFFFFFFFF\r\n" + b"x" * 9000,
    "a way out of the house": b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a NUL in the path": b"GET /healthz%00/x HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "two hosts": b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)) * 8,
    "nothing": b"",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_who_means_it_ill_gets_nothing_and_harms_nobody(desk, what):
    desk.start().wait_event("start")
    with socket.create_connection(("127.0.0.1", desk.port), timeout=PATIENCE) as one:
        one.settimeout(PATIENCE)
        try:
            one.sendall(HOSTILE[what])
            one.shutdown(socket.SHUT_WR)
            reply = b"".join(iter(lambda: one.recv(65536), b""))
        except OSError:
            reply = b""
    assert b" 200 " not in reply.split(b"\r\n")[0] and b"root:" not in reply
    assert health(desk) == (200, [])


def test_a_thousand_connections_keep_nobody_out(desk):
    desk.start().wait_event("start")
    crowd = []
    try:
        for i in range(1000):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", desk.port))
            crowd.append(one)
        for one in crowd[:200]:
            try:
                one.send(b"GET /metrics HTTP/1.1\r\nHost: local")  # and then no more
            except OSError:
                pass  # it still waits in line
        assert desk.ctl("status").code == 0  # by the control socket, at once
        polls = len(desk.events("poll", source="good"))
        assert ask(http.client.HTTPConnection("127.0.0.1", desk.port, timeout=120), "/healthz")[0] == 200
        desk.wait_event("poll", polls + 1, source="good")
    finally:
        for one in crowd:
            one.close()


def test_who_asks_and_does_not_listen_holds_up_nobody(desk, web):
    for i in range(2000):
        desk.source(f"many-{i:04}", web.url("/feed.xml"), follow="no", language="en")
    desk.options["interval-start"] = desk.options["interval-min"] = desk.options["interval-max"] = "1h"
    desk.start().wait_event("start")
    deaf = [socket.create_connection(("127.0.0.1", desk.port), timeout=PATIENCE) for _ in range(20)]
    try:
        for one in deaf:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.sendall(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20)
        seen = metrics(desk)
        assert len(seen["integrad_source_last_success_timestamp_seconds"][1]) == 2002
        assert health(desk)[0] == 200
    finally:
        for one in deaf:
            one.close()
