"""The ways to a source: names and their servers, proxies, secrets, and where none of them may lead."""
import signal

import pytest

from feeds import Item, page, rss
from name_server import NameServer
from news_server import Reply
from proxies import HttpHandler, Proxy, SocksHandler

ITEM = Item("Union programmes", "Some 60% of the activities of the 28 union programmes have been carried out.", "http://news.test/1")
FEED = rss("News", [ITEM])
SECRET = "Bearer the-secret-of-this-source"


@pytest.fixture
def names(daemon):
    it = NameServer()
    daemon.options |= {"dns": it.address, "backoff-max": "1h"}
    yield it
    it.close()


@pytest.fixture
def proxy(web):
    running = []

    def start(handler, refusal=0):
        running.append(Proxy(handler, ("127.0.0.1", web.port), refusal))
        return running[-1]
    yield start
    for it in running:
        it.close()


def threads_of(daemon):
    with open(f"/proc/{daemon.process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("Threads"))


# names

def test_a_silent_name_server_delays_no_other_name_and_takes_no_thread(daemon, names, web):
    daemon.options |= {"connect-timeout": "10min"}  # no dead name's time ends before the test does
    dead = {f"h{n}.dead.test" for n in range(600)}  # more than are looked up at once
    names.put("news.test", "127.0.0.1")
    names.silent |= dead
    for n, name in enumerate(sorted(dead)):
        daemon.source(f"dead-{n}", f"http://{name}/feed")
    web.put("/feed", Reply(FEED))
    daemon.source("zz-honest", f"http://news.test:{web.port}/feed", follow=False).start()
    daemon.wait_event("start")
    daemon.ctl("poll", "--all")
    daemon.wait_poll("zz-honest", "read")
    daemon.wait_for(lambda: dead <= set(names.asked), "a question for each dead name")
    assert [e["source"] for e in daemon.events("poll") if e["source"] != "zz-honest"] == []
    assert threads_of(daemon) <= 2


def test_a_dead_name_has_its_failure(daemon, names):
    daemon.options["connect-timeout"] = "500ms"
    names.silent.add("silent.test")
    daemon.source("silent", "http://silent.test/feed").source("missing", "http://missing.test/feed").start()
    daemon.wait_poll("silent", "dns")
    daemon.wait_poll("missing", "dns")
    assert daemon.events("poll", source="silent")[0]["why"] == "cannot resolve host silent.test: no name server answers"
    assert daemon.events("poll", source="missing")[0]["why"] == "cannot resolve host missing.test"


def test_of_several_addresses_of_a_name_one_has_to_answer(daemon, names, web):
    names.put("news.test", "127.0.0.77", "127.0.0.1")
    web.put("/feed", Reply(FEED))
    daemon.source("feed", f"http://news.test:{web.port}/feed", follow=False)
    assert daemon.once() == 0
    assert [c["value"] for c in daemon.rows("claims")] == [60]


def test_a_name_is_asked_for_once_a_visit(daemon, names, web):
    names.put("news.test", "127.0.0.1")
    base = f"http://news.test:{web.port}"
    for n in range(3):
        web.put(f"/article/{n}", Reply(page("Report", ["Some 60% of the activities of the 28 union programmes have been carried out.", "So it goes."]), type="text/html"))
    web.put("/feed", Reply(rss("News", [Item(f"Union programmes, report {n}", "The Union State programmes.", f"{base}/article/{n}") for n in range(3)])))
    daemon.source("feed", f"{base}/feed")
    assert daemon.once() == 0
    assert len(web.requests()) >= 4
    assert names.asked.count("news.test") <= 2, "one question, or one for each family"


def test_a_name_that_leads_to_an_inner_address_is_refused(daemon, names, web):
    daemon.options["allow-private"] = "no"
    web.put("/feed", Reply(FEED))
    for key, address in {"loopback": "127.0.0.1", "metadata": "169.254.169.254", "home": "192.168.1.1", "any": "0.0.0.0"}.items():
        names.put(f"{key}.test", address)
        daemon.source(key, f"http://{key}.test:{web.port}/feed")
    daemon.start()
    for key in daemon.sources:
        daemon.wait_poll(key, "private-address")
    assert web.requests() == []


def test_a_name_with_a_public_and_an_inner_address_does_not_lead_inside(daemon, names, web):
    daemon.options |= {"allow-private": "no", "connect-timeout": "1s"}
    web.put("/feed", Reply(FEED))
    web.put("/way", Reply(status=302, headers={"Location": f"http://inner-first.test:{web.port}/feed"}))
    names.put("inner-first.test", "127.0.0.1", "128.0.0.1")
    names.put("public-first.test", "128.0.0.1", "127.0.0.1")
    daemon.source("inner-first", f"http://inner-first.test:{web.port}/feed").source("public-first", f"http://public-first.test:{web.port}/feed")
    daemon.source("led", web.url("/way"), allow_private=True)
    daemon.start()
    for key in daemon.sources:
        (event,) = daemon.wait_event("poll", source=key)[:1]
        assert event["failure"] in ("private-address", "connect"), key
    assert [r.path for r in web.requests()] == ["/way"]


# proxies

@pytest.mark.parametrize("handler, scheme, asked", [(HttpHandler, "http", "GET http://news.example:80/feed"), (SocksHandler, "socks5h", "news.example:80"),
                                                    (SocksHandler, "socks5", "news.example:80")], ids=["http", "socks5h", "socks5"])
def test_a_proxy_is_given_the_name_and_nobody_else_is(daemon, names, web, proxy, handler, scheme, asked):
    it = proxy(handler)
    daemon.options |= {"proxy": f"{scheme}://{it.address}", "allow-private": "no"}
    web.put("/feed", Reply(FEED))
    daemon.source("feed", "http://news.example/feed", follow=False)
    assert daemon.once() == 0
    assert [c["value"] for c in daemon.rows("claims")] == [60]
    assert it.asked == [asked] or it.asked == [asked.replace(":80", "", 1)]
    assert names.asked == []


def test_a_source_may_have_a_proxy_of_its_own_or_none(daemon, web, proxy):
    general, own = proxy(HttpHandler), proxy(SocksHandler)
    web.put("/feed", Reply(FEED))
    daemon.options["proxy"] = f"http://{general.address}"
    daemon.source("general", "http://general.example/feed", follow=False)
    daemon.source("own", "http://own.example/feed", proxy=f"socks5h://{own.address}", follow=False)
    daemon.source("none", web.url("/feed"), proxy="", follow=False)
    assert daemon.once() == 0
    assert {s["state"] for s in daemon.rows("sources")} == {"ok"}
    assert len(web.requests("/feed")) == 3
    assert ["general.example" in a for a in general.asked] == [True] and own.asked == ["own.example:80"]


def test_a_proxys_failure_is_not_its_sources(daemon, web, proxy):
    web.put("/feed", Reply(FEED))
    proxies = {"refuses": proxy(HttpHandler, 403), "password": proxy(HttpHandler, 407), "lost": proxy(HttpHandler, 504), "socks": proxy(SocksHandler, 2),
               "unreachable": proxy(SocksHandler, 4)}
    for key, it in proxies.items():
        scheme = "socks5h" if isinstance(it, Proxy) and it.RequestHandlerClass is SocksHandler else "http"
        daemon.source(key, f"https://{key}.example/feed", proxy=f"{scheme}://{it.address}")
    daemon.source("gone", "http://gone.example/feed", proxy="http://127.0.0.1:1")
    daemon.start()
    for key in ("refuses", "password", "socks", "gone"):
        daemon.wait_poll(key, "proxy")
    for key in ("lost", "unreachable"):
        daemon.wait_poll(key, "connect")


def test_no_proxy_is_asked_to_lead_to_an_inner_address(daemon, web, proxy):
    it = proxy(HttpHandler)
    daemon.options |= {"proxy": f"http://{it.address}", "allow-private": "no"}
    inner = ["http://127.0.0.1/", "http://169.254.169.254/latest", "http://localhost/", "http://feeds.localhost/", "http://[::ffff:10.0.0.1]/", "http://2130706433/"]
    for n, address in enumerate(inner):
        web.put(f"/redirect/{n}", Reply(status=302, headers={"Location": address}))
        daemon.source(f"direct-{n}", address).source(f"redirect-{n}", f"http://news.example/redirect/{n}")
    daemon.start()
    for key in daemon.sources:
        daemon.wait_poll(key, "private-address")
    assert {a.split("/")[2] for a in it.asked} <= {"news.example", "news.example:80"}


# secrets

def test_a_sources_headers_go_to_its_own_host_alone(daemon, web, tmp_path):
    secret = tmp_path / "headers"
    secret.write_text(f"# of this source\nAuthorization: {SECRET}\nX-Client: 7\n")
    secret.chmod(0o600)
    web.put("/feed", Reply(FEED))
    web.put("/moved", Reply(status=302, headers={"Location": "/feed"}))
    web.put("/away", Reply(status=302, headers={"Location": web.url("/elsewhere", host=2)}))
    web.put("/elsewhere", Reply(FEED))
    web.put("/other", Reply(FEED))
    for key in ("moved", "away"):
        daemon.source(key, web.url(f"/{key}"), headers_file=str(secret), follow=False)
    daemon.source("other", web.url("/other"), follow=False)
    assert daemon.once() == 0
    sent = {r.path: r.headers.get("authorization") for r in web.requests()}
    assert sent == {"/moved": SECRET, "/feed": SECRET, "/away": SECRET, "/elsewhere": None, "/other": None}
    assert web.requests("/feed")[0].headers["x-client"] == "7"
    assert not any(SECRET in line for line in daemon.raw)
    assert SECRET.encode() not in b"".join(p.read_bytes() for p in daemon.state.iterdir() if p.is_file())


def test_an_articles_page_gets_the_headers_where_it_is_the_sources_own(daemon, web, tmp_path):
    secret = tmp_path / "headers"
    secret.write_text(f"Authorization: {SECRET}\n")
    secret.chmod(0o600)
    text = page("Report", ["Some 60% of the activities of the 28 union programmes have been carried out.", "So it goes."])
    web.put("/own", Reply(text, type="text/html"))
    web.put("/foreign", Reply(text, type="text/html"))
    web.put("/feed", Reply(rss("News", [Item("Union programmes", "The Union State programmes.", web.url("/own")),
                                        Item("Union programmes again", "The Union State programmes.", web.url("/foreign", host=2))])))
    daemon.source("feed", web.url("/feed"), headers_file=str(secret))
    assert daemon.once() == 0
    assert web.requests("/own")[0].headers.get("authorization") == SECRET
    assert "authorization" not in web.requests("/foreign")[0].headers


def test_a_secret_in_the_wrong_place_is_a_mistake_with_its_line(daemon, tmp_path):
    secret = tmp_path / "headers"
    secret.write_text("Authorization: x\nno header\n")
    secret.chmod(0o600)
    daemon.source("feed", "http://news.test/feed", headers_file=str(secret), proxy="http://me:word@proxy.test")
    daemon.start()
    assert daemon.wait_end() != 0
    for place in (f"file={secret} line=2 ", f"file={daemon.folder}/sources.d/test.yaml line=1 "):
        assert sum(place in line for line in daemon.raw) == 1, place
    assert not any("me:word" in line for line in daemon.raw)


def test_the_longest_turn_is_told_on_demand(daemon, names, web):
    web.put("/feed", Reply(FEED))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    daemon.wait_poll("feed", "read")
    daemon.signal(signal.SIGUSR1)
    (summary,) = daemon.wait_event("summary")
    assert summary["longest_turn_ms"] >= 0
