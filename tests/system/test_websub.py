"""Hubs (WebSub): asked where a feed names one and the user gave a public address, heeded as hints to poll."""
import hashlib
import hmac
import http.server
import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest

from daemon import free_port
from feeds import Item, atom
from news_server import Reply

FIRST = Item("Union programmes", "Some 60% of the activities of the 28 union programmes have been carried out.", "http://news.test/1")
SECOND = Item("Union programmes go on", "Some 65% of the activities of the 28 union programmes have been carried out.", "http://news.test/2")


class Hub(http.server.ThreadingHTTPServer):
    """Takes every subscription; confirm() and tell() are what a hub then does."""

    def __init__(self, status=202):
        hub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                form = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(status)
                self.end_headers()
                hub.forms.append({k: v[0] for k, v in urllib.parse.parse_qs(form.decode()).items()})
                hub.asked.set()

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.forms, self.asked = [], threading.Event()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/hub"
        threading.Thread(target=self.serve_forever, daemon=True).start()


@pytest.fixture
def hub():
    hub = Hub()
    yield hub
    hub.shutdown()
    hub.server_close()


def ask(url, data=None, **headers):
    """Status and body of the answer."""
    request = urllib.request.Request(url, data=data, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def feed(web, hub, *items):
    links = f'<link rel="hub" href="{hub.url}"/><link rel="self" href="{web.url("/feed")}"/>'.encode()
    return Reply(atom("News", items).replace(b"<title>News</title>", links + b"<title>News</title>"), type="application/atom+xml")


def subscribe(daemon, web, hub):
    """A feed that is polled once an hour, and its hub's form."""
    at = f"127.0.0.1:{free_port()}"
    daemon.options.update({"websub-listen": at, "websub-callback": f"http://{at}/websub", "interval-start": "1h", "interval-max": "1h"})
    web.put("/feed", feed(web, hub, FIRST))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    assert hub.asked.wait(15)
    daemon.wait_for(lambda: daemon.rows("claims"), "the first figure")
    return hub.forms[0]


def confirm(form, **fields):
    query = {"hub.mode": "subscribe", "hub.topic": form["hub.topic"], "hub.challenge": "c4fe", "hub.lease_seconds": "864000"}
    query.update({name.replace("_", ".", 1): value for name, value in fields.items()})
    return ask(form["hub.callback"] + "?" + urllib.parse.urlencode(query))


def tell(form, body, secret=None, method="sha256"):
    digest = hmac.new((secret or form["hub.secret"]).encode(), body, getattr(hashlib, method)).hexdigest()
    return ask(form["hub.callback"], data=body, X_Hub_Signature=f"{method}={digest}")[0]


def test_a_hub_is_asked_and_its_question_answered(daemon, web, hub):
    form = subscribe(daemon, web, hub)
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", web.url("/feed"))
    assert confirm(form) == (200, "c4fe")
    assert daemon.wait_event("websub", source="feed")
    assert confirm(form, hub_topic="http://other.test/feed")[0] == 404
    assert confirm(form, hub_mode="unsubscribe")[0] == 404
    assert ask(form["hub.callback"][:-1] + "?hub.mode=subscribe&hub.topic=x")[0] == 404
    assert len(hub.forms) == 1


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha512"])
def test_news_that_a_hub_tells_of_are_polled_for_at_once(daemon, web, hub, method):
    form = subscribe(daemon, web, hub)
    confirm(form)
    web.put("/feed", feed(web, hub, SECOND, FIRST))
    assert tell(form, b"whatever the hub sends", method=method) == 202
    daemon.wait_for(lambda: [c["value"] for c in daemon.rows("claims")] == [65, 60], "the second figure")
    assert len(web.requests("/feed")) == 2


def test_what_is_not_signed_by_the_hub_is_not_heeded(daemon, web, hub):
    form = subscribe(daemon, web, hub)
    claim = atom("News", [Item("Forged", "Some 99% of the activities of the 28 union programmes have been carried out.", "http://news.test/3")])
    assert tell(form, claim, secret="a guess") == 202
    assert ask(form["hub.callback"], data=claim)[0] == 202
    assert ask(form["hub.callback"][:-1], data=claim)[0] == 410
    daemon.wait_event("websub", count=2, source="feed")
    assert len(web.requests("/feed")) == 1 and [c["value"] for c in daemon.rows("claims")] == [60]


def test_a_subscription_outlives_a_restart(daemon, web, hub):
    form = subscribe(daemon, web, hub)
    confirm(form)
    daemon.stop()
    web.put("/feed", feed(web, hub, SECOND, FIRST))
    daemon.start().wait_event("start")
    assert tell(form, b"news") == 202
    daemon.wait_for(lambda: len(daemon.rows("claims")) == 2, "the second figure")
    assert len(hub.forms) == 1


def test_without_a_public_address_hubs_are_ignored(daemon, web, hub):
    web.put("/feed", feed(web, hub, FIRST))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    web.wait_for_requests("/feed", 3)
    assert hub.forms == []


def test_half_a_configuration_is_a_mistake(daemon, web):
    daemon.options.update({"websub-callback": "https://integrad.test/websub"})
    daemon.source("feed", web.url("/feed")).start()
    daemon.wait_end()
    assert any("websub-listen is missing" in line for line in daemon.raw)
