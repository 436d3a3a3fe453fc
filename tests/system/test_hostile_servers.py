"""What the network does to a daemon: each server fails in its own way, each failure has its name."""
import socket
import threading

import pytest

import naughty
import news_server
from daemon import IS_SANITIZED, PATIENCE, outcome_of
from feeds import Item, page, rss
from news_server import Reply

HONEST = Item("Union programmes", "Some 60% of the activities of the 28 union programmes have been carried out.", "http://news.test/1")
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">' for i in range(10))
BILLION_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE rss [{LAUGHS}]><rss version="2.0"><channel><title>&l9;</title></channel></rss>'
QUADRATIC = ('<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "' + "x" * 50_000 + '">]><rss version="2.0"><channel><title>' + "&a;" * 20_000
             + "</title></channel></rss>")
CHALLENGE = ("<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser before accessing</h1>"
             "<noscript>Enable JavaScript and cookies to continue</noscript></body></html>")
CONSENT = ("<!DOCTYPE html><html><head><title>Before you continue</title></head><body><form action='https://consent.google.com/save'>"
           "<button>Accept all</button></form></body></html>")

REPLIES = {
    "hangs": (news_server.hang, {"timeout", "slow"}),
    "hangs-in-body": (news_server.hang_in_body, {"timeout", "slow"}),
    "drips": (news_server.drip, {"timeout", "slow"}),
    "resets": (news_server.reset, {"reset"}),
    "endless": (news_server.endless, {"too-big"}),
    "gzip-bomb": (news_server.gzip_bomb, {"too-big"}),
    "no-gzip": (Reply(b"not gzip at all", headers={"Content-Encoding": "gzip"}), {"encoding"}),
    # connections that end at each stage
    "closes-at-once": (naughty.say(), {"reset"}),
    "resets-at-once": (naughty.say_and_reset(), {"reset"}),
    "closes-in-status": (naughty.say(b"HTTP/1.1 2"), {"reset", "protocol"}),
    "resets-in-headers": (naughty.say_and_reset(naughty.HEAD), {"reset"}),
    "closes-in-headers": (naughty.say(naughty.HEAD, b"X-Half: "), {"reset", "not-a-feed", "empty-feed"}),
    "closes-in-body": (naughty.say(naughty.HEAD, b"Content-Length: 1000\r\n\r\n", naughty.FEED_BEGINS), {"reset"}),
    "resets-in-chunk": (naughty.say_and_reset(naughty.HEAD, b"Transfer-Encoding: chunked\r\n\r\nff\r\nabc"), {"reset"}),
    "closes-between-chunks": (naughty.say(naughty.HEAD, b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"), {"reset"}),
    "stalls-in-headers": (naughty.say_and_hang(naughty.HEAD), {"timeout", "slow"}),
    "stalls-in-chunk": (naughty.say_and_hang(naughty.HEAD, b"Transfer-Encoding: chunked\r\n\r\nff\r\nabc"), {"timeout", "slow"}),
    # things without end
    "endless-headers": (naughty.for_ever(naughty.HEAD, b"X-More: 0123456789abcdef\r\n" * 100), {"too-big"}),
    "endless-header": (naughty.for_ever(naughty.HEAD + b"X-Long: ", b"0123456789abcdef" * 100), {"too-big"}),
    "endless-status": (naughty.for_ever(b"HTTP/1.1 200 ", b"0123456789abcdef" * 100), {"too-big"}),
    "endless-hints": (naughty.for_ever(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100), {"too-big"}),
    "endless-trailer": (naughty.for_ever(naughty.HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-More: 0123456789abcdef\r\n" * 100),
                        {"too-big", "protocol", "reset"}),
    # these two are not asked for, and not unpacked
    "br-bomb": (naughty.bomb("bomb.br", b"br"), {"encoding"}),
    "zstd-bomb": (naughty.bomb("bomb.zst", b"zstd"), {"encoding"}),
    "wrapped-twice": (naughty.wrapped(2), {"encoding"}),
    "wrong-checksum": (naughty.packed("wrong-checksum.gz", b"gzip"), {"encoding"}),
    "broken-middle": (naughty.packed("broken-middle.gz", b"gzip"), {"encoding"}),
    "gzip-that-is-none": (naughty.packed("cut.xml", b"gzip"), {"encoding"}),
    # what ends early, though its length is right or nobody knows it
    "cut-deflate": (naughty.packed("cut-nothing.deflate", b"deflate"), {"cut-short"}),
    "cut-in-gzip-header": (naughty.say(naughty.HEAD, b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n", b"\x1f\x8b\x08\0"),
                           {"cut-short"}),
    "wrapped-twenty-times": (naughty.wrapped(20), {"encoding"}),
    # lengths that are none
    "long-length": (naughty.say(naughty.HEAD, b"Content-Length: 99999\r\n\r\n", naughty.FEED_BEGINS), {"reset"}),
    "huge-length": (naughty.say(naughty.HEAD, b"Content-Length: 99999999999999\r\n\r\n", naughty.FEED_BEGINS), {"too-big"}),
    "short-length": (naughty.say(naughty.HEAD, b"Content-Length: 10\r\n\r\n", naughty.FEED_BEGINS), {"not-a-feed"}),
    "negative-length": (naughty.say(naughty.HEAD, b"Content-Length: -5\r\n\r\n", naughty.FEED_BEGINS), {"protocol", "reset"}),
    "length-of-letters": (naughty.say(naughty.HEAD, b"Content-Length: many\r\n\r\n", naughty.FEED_BEGINS), {"protocol", "reset"}),
    "chunk-of-letters": (naughty.say(naughty.HEAD, b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"), {"protocol", "reset"}),
    "chunk-too-long": (naughty.say(naughty.HEAD, b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc\r\n"), {"protocol", "reset", "too-big"}),
    # what is no HTTP
    "other-protocol": (naughty.say(b"SSH-2.0-OpenSSH_9.2\r\n"), {"protocol"}),
    "no-headers": (naughty.say(b"<?xml version='1.0'?><rss></rss>"), {"protocol"}),
    "only-continue": (naughty.say(b"HTTP/1.1 100 Continue\r\n\r\n"), {"reset", "http-other"}),
    "unasked-304": (naughty.say(b"HTTP/1.1 304 Not Modified\r\n\r\n"), {"protocol"}),
    "http-300": (Reply(b"choose", status=300), {"http-other"}),
    "http-418": (Reply(b"short and stout", status=418), {"http-4xx"}),
    "http-401": (Reply(b"who", status=401, headers={"WWW-Authenticate": "Basic"}), {"http-401"}),
    "http-500": (Reply(b"oops", status=500), {"http-5xx"}),
    "http-503": (Reply(b"later", status=503, headers={"Retry-After": "3600"}), {"http-5xx"}),
    "http-429": (Reply(b"slower", status=429, headers={"Retry-After": "3600"}), {"http-429"}),
    "http-410": (Reply(b"gone", status=410), {"http-410"}),
    "http-404": (Reply(b"where", status=404), {"http-404"}),
    "http-403": (Reply(b"no", status=403), {"http-403"}),
    "page": (Reply(page("A page", ["This is a page about the weather in Minsk, and no feed."]), type="text/html"), {"not-a-feed"}),
    "challenge": (Reply(CHALLENGE.encode(), type="text/html"), {"challenge-page"}),
    "challenge-403": (Reply(CHALLENGE.encode(), status=403, type="text/html"), {"challenge-page"}),
    "challenge-503": (Reply(CHALLENGE.encode(), status=503, type="text/html"), {"challenge-page"}),
    "consent": (Reply(CONSENT.encode(), type="text/html"), {"consent-page"}),
    "empty-body": (Reply(b""), {"empty-feed", "not-a-feed"}),
    "noise": (Reply(bytes(range(256)) * 40), {"not-a-feed"}),
    "laughs": (Reply(BILLION_LAUGHS.encode()), {"unsafe-xml", "empty-feed"}),
    "quadratic": (Reply(QUADRATIC.encode()), {"unsafe-xml", "empty-feed"}),
    "deep": (Reply(b"<?xml version='1.0'?><rss version='2.0'><channel>" + b"<a>" * 100_000), {"unsafe-xml", "too-large"}),
}


def impatient(daemon):
    daemon.options |= {"connect-timeout": "1s", "total-timeout": "3s", "low-speed-time": "2s", "backoff-max": "1h"}


def test_each_hostile_server_has_its_named_failure_and_the_honest_source_is_unharmed(daemon, web):
    impatient(daemon)
    for key, (reply, _) in REPLIES.items():
        # each on a host of its own, since a pause or a queue concerns a host
        daemon.source(key, web.url(f"/{key}", host=len(daemon.sources) + 10))
        web.put(f"/{key}", reply)
    web.put("/honest", Reply(rss("News", [HONEST]), etag='"1"'))
    daemon.source("honest", web.url("/honest"), follow=False)
    daemon.start()
    web.wait_for_requests("/honest", 3)
    daemon.wait_for(lambda: {e["source"] for e in daemon.events("poll") if "failure" in e} >= REPLIES.keys(), "a failure of each", 2 * PATIENCE)

    failures = {key: {e["failure"] for e in daemon.events("poll", source=key)} for key in REPLIES}
    assert {key: names for key, names in failures.items() if not names <= REPLIES[key][1]} == {}
    assert all(e["why"] and "\n" not in e["why"] for e in daemon.events("poll") if "failure" in e)
    assert {outcome_of(e) for e in daemon.events("poll", source="honest")} == {"read", "unchanged"}
    assert [c["value"] for c in daemon.rows("claims")] == [60]
    failing = lambda: {s["source"] for s in daemon.rows("sources") if s["state"] == "failing"}
    daemon.wait_for(lambda: failing() == set(REPLIES), "all states to be recorded")
    health = {s["source"]: s for s in daemon.rows("sources")}
    assert all(health[key]["failure"] in expected for key, (_, expected) in REPLIES.items())
    assert {s["source"] for s in daemon.ctl("--json", "status").json["sources"]["trouble"]} == set(REPLIES)
    if not IS_SANITIZED:
        for pid in [daemon.process.pid, *daemon.reader_pids()]:
            assert peak_memory(pid) < 128 * 2**20


def peak_memory(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def test_what_is_left_on_a_kept_connection_is_no_reply(daemon, web):
    # a whole reply too many, and noise too many: the next poll must take neither for its own
    second = rss("News", [Item("Union programmes", "Some 99% of the activities of the 28 union programmes have been carried out.", "http://news.test/2")])

    def with_leftovers(rest):
        body = rss("News", [HONEST])

        def serve(handler):
            handler.wfile.write(naughty.HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body + rest)
        return serve
    web.put("/reply", with_leftovers(naughty.HEAD + b"Content-Length: %d\r\n\r\n" % len(second) + second))
    web.put("/noise", with_leftovers(b"\0\1\2 noise \r\n\r\n" * 100))
    web.put("/honest", Reply(rss("News", [HONEST])))
    daemon.source("reply", web.url("/reply"), follow=False).source("noise", web.url("/noise", host=2), follow=False)
    daemon.source("honest", web.url("/honest", host=3), follow=False).start()
    for path in ("/reply", "/noise", "/honest"):
        web.wait_for_requests(path, 3)
    assert {c["value"] for c in daemon.rows("claims")} == {60}
    assert {outcome_of(e) for e in daemon.events("poll", source="noise")} <= {"read", "unchanged", "protocol"}
    assert {outcome_of(e) for e in daemon.events("poll", source="honest")} <= {"read", "unchanged"}


CUT = {
    "cut.gz": (b"gzip", "the middle of its compression"),
    "cut-trailer.gz": (b"x-gzip", "the middle of its compression"),
    "cut.deflate": (b"deflate", "the middle of its compression"),
    "cut.xml": (None, "closed in the middle of the feed"),
}


@pytest.mark.parametrize("name", CUT)
def test_a_reply_that_was_cut_is_read_as_far_as_it_goes_and_asked_for_whole_again(daemon, web, name):
    encoding, why = CUT[name]
    tag = b'ETag: "1"\r\nLast-Modified: Mon, 02 Jan 2023 03:04:05 GMT'
    body = (naughty.HOSTILE / name).read_bytes()
    web.put("/feed", naughty.packed(name, encoding, tag) if encoding else naughty.say(naughty.HEAD, tag, b"\r\n\r\n", body))
    daemon.source("cut", web.url("/feed"), follow=False).start()
    daemon.wait_poll("cut", "cut-short")
    assert {41, 45} < {c["value"] for c in daemon.rows("claims")}
    daemon.wait_for(lambda: [s["state"] for s in daemon.rows("sources")] == ["failing"], "its state to be recorded")
    (shown,) = daemon.rows("sources")
    assert shown["failure"] == "cut-short" and why in shown["why"]
    assert "cut-short" in daemon.ctl("sources").out
    daemon.ctl("poll", "cut")
    daemon.wait_poll("cut", "cut-short", 2)
    asked = web.requests("/feed")[-1].headers
    assert "if-none-match" not in asked and "if-modified-since" not in asked
    web.put("/feed", Reply(rss("News", [HONEST]), etag='"2"'))
    daemon.ctl("poll", "cut")
    daemon.wait_poll("cut", "read")
    assert [s["state"] for s in daemon.rows("sources")] == ["ok"]
    assert 60 in {c["value"] for c in daemon.rows("claims")}


def test_gzip_in_several_members_is_one_reply(daemon, web):
    web.put("/feed", naughty.packed("two-members.gz", b"gzip"))
    daemon.source("whole", web.url("/feed"), follow=False).start()
    daemon.wait_poll("whole", "read")
    assert {c["value"] for c in daemon.rows("claims")} == set(range(41, 61))


def test_a_host_that_asks_for_a_pause_is_left_alone(daemon, web):
    web.put("/busy", Reply(b"", status=429, headers={"Retry-After": "3600"}))
    web.put("/other", Reply(rss("News", [HONEST])))
    daemon.source("busy", web.url("/busy")).source("other", web.url("/other", host=2))
    daemon.start()
    daemon.wait_poll("busy", "http-429")
    web.wait_for_requests("/other", 3)
    assert len(web.requests("/busy")) == 1


def test_a_hosts_pause_outlives_a_kill_for_all_its_sources(daemon, web):
    web.put("/busy", Reply(b"", status=429, headers={"Retry-After": "3600"}))
    web.put("/neighbour", Reply(rss("News", [HONEST])))
    web.put("/other", Reply(rss("News", [HONEST])))
    daemon.source("busy", web.url("/busy")).source("other", web.url("/other", host=2)).start()
    daemon.wait_for(lambda: [s["state"] for s in daemon.rows("sources") if s["source"] == "busy"] == ["failing"], "the refusal to be recorded")
    daemon.kill()
    daemon.source("neighbour", web.url("/neighbour")).start()
    daemon.wait_poll("neighbour", "paused")
    before = len(web.requests("/other"))
    web.wait_for_requests("/other", before + 2)
    assert len(web.requests("/busy")) == 1
    assert web.requests("/neighbour") == []


def test_nobody_answers_under_the_address(daemon):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        daemon.source("closed", f"http://127.0.0.1:{unused.getsockname()[1]}/feed")
        daemon.source("nameless", "http://no-such-host.invalid/feed")
        daemon.start()
        daemon.wait_poll("closed", "connect")
        daemon.wait_poll("nameless", "dns")


def test_a_private_address_is_not_asked_unless_its_source_says_so(daemon, web):
    daemon.options["allow-private"] = "no"
    web.put("/inner", Reply(rss("News", [HONEST])))
    web.put("/allowed", Reply(rss("News", [HONEST])))
    daemon.source("inner", web.url("/inner")).source("allowed", web.url("/allowed"), allow_private=True, follow=False)
    daemon.source("mapped", f"http://[::ffff:127.0.0.1]:{web.port}/inner").source("decimal", f"http://2130706433:{web.port}/inner")
    daemon.start()
    for key in ("inner", "mapped", "decimal"):
        daemon.wait_poll(key, "private-address")
    daemon.wait_poll("allowed", "read")
    assert web.requests("/inner") == []


def test_a_host_that_may_be_private_leads_to_no_other_private_one(daemon, web):
    # the first hop is taken, and answers: what is refused is where it leads
    daemon.options |= {"allow-private": "no", "follow-max": "5"}
    inner = web.url("/inner", host=2)
    targets = {"loopback": inner, "metadata": "http://169.254.169.254/latest/meta-data/", "decimal": f"http://{0x7f000002}:{web.port}/inner",
               "mapped": f"http://[::ffff:127.0.0.2]:{web.port}/inner", "six": f"http://[::1]:{web.port}/inner",
               "home": "http://192.168.1.1/", "any": f"http://0.0.0.0:{web.port}/inner", "name": f"http://localhost:{web.port}/inner"}
    web.put("/inner", Reply(rss("News", [HONEST])))
    for key, target in targets.items():
        web.put(f"/{key}", Reply(status=302, headers={"Location": target}))
        daemon.source(key, web.url(f"/{key}"), allow_private=True)
    web.put("/twice", Reply(status=301, headers={"Location": "/loopback"}))
    daemon.source("twice", web.url("/twice"), allow_private=True)
    web.put("/own", Reply(status=301, headers={"Location": web.url("/feed")}))
    web.put("/feed", Reply(rss("News", [HONEST, Item("Union programmes, a report", "The 28 union programmes.", inner)])))
    daemon.source("own", web.url("/own"), allow_private=True)
    daemon.start()
    for key in (*targets, "twice"):
        daemon.wait_poll(key, "private-address")
        assert web.requests(f"/{key}"), "the first hop is made"
    daemon.wait_poll("own", "read")
    daemon.wait_for(lambda: any(e["url"] == inner and e["why"] for e in daemon.events("follow")), "the item's page to be refused")
    assert web.requests("/inner") == []
    health = {s["source"]: s for s in daemon.rows("sources")}
    assert all(health[key]["failure"] == "private-address" and "not public" in health[key]["why"] for key in targets)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/_x", "data:text/xml,<rss/>", "javascript:1",
                                    "dict://127.0.0.1:1/x", "http://", "https://:443/x", "//"])
def test_a_redirect_to_anything_but_a_web_address_is_refused(daemon, web, target):
    web.put("/feed", Reply(status=302, headers={"Location": target}))
    daemon.source("feed", web.url("/feed"))
    assert daemon.once() != 2
    (row,) = daemon.rows("sources")
    assert row["failure"] == "redirects" and row["why"]
    assert len(web.requests()) == 1


def test_redirects_are_followed_so_far_and_no_farther(daemon, web):
    web.put("/feed", Reply(rss("News", [HONEST])))
    web.put("/moved", Reply(status=301, headers={"Location": "/feed"}))
    web.put("/circle", Reply(status=302, headers={"Location": "/circle"}))
    web.put("/to-file", Reply(status=302, headers={"Location": "file:///etc/passwd"}))
    daemon.source("moved", web.url("/moved"), follow=False).source("circle", web.url("/circle")).source("to-file", web.url("/to-file"))
    assert daemon.once() != 2  # each is polled one time, however slow the machine
    known = {row["source"]: row["failure"] for row in daemon.rows("sources")}
    assert known["moved"] is None and known["circle"] == "redirects" and known["to-file"] in ("redirects", "bad-address")
    assert 2 <= len(web.requests("/circle")) <= 6


def test_an_external_entity_reads_no_file_and_asks_no_address(daemon, web, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret-of-this-machine")
    web.put("/leak", Reply(b"leaked"))
    for key, target in (("file", secret.as_uri()), ("http", web.url("/leak"))):
        web.put(f"/{key}", Reply(f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{target}">]><rss version="2.0"><channel><title>&x;</title>'
                                 f"<item><title>28 union programmes are 50% carried out &x;</title><link>http://news.test/{key}</link>"
                                 f"<guid>1</guid></item></channel></rss>".encode()))
        daemon.source(key, web.url(f"/{key}"), follow=False)
    web.put("/dtd", Reply(f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{web.url("/leak")}"><rss version="2.0"><channel><title>t</title></channel></rss>'.encode()))
    daemon.source("dtd", web.url("/dtd"), follow=False)
    daemon.start()
    for key in ("file", "http", "dtd"):
        daemon.wait_event("poll", source=key)
    daemon.stop()
    assert web.requests("/leak") == []
    assert not any("the-secret" in line for line in daemon.raw)
    assert b"the-secret" not in b"".join(p.read_bytes() for p in daemon.state.iterdir() if p.is_file())


def test_a_slow_feed_does_not_delay_the_others(daemon, web):
    gate = threading.Event()
    web.put("/slow", Reply(rss("Slow", [HONEST]), held_by=gate))
    web.put("/quick", Reply(rss("Quick", [HONEST])))
    daemon.source("slow", web.url("/slow"), follow=False).source("quick", web.url("/quick", host=2), follow=False)
    daemon.start()
    web.wait_for_requests("/slow", 1)
    web.wait_for_requests("/quick", 4)
    assert daemon.events("poll", source="slow") == []
    gate.set()
    daemon.wait_poll("slow", "read")
