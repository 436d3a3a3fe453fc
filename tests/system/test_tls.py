"""HTTPS: whom we trust, each way in which a handshake breaks, and what the next poll may spare."""
import socket
import ssl
import struct

import h2.config
import h2.connection
import h2.events
import pytest

import secure
from feeds import Item, rss
from name_server import NameServer
from news_server import Reply

ITEM = Item("Union programmes", "Some 60% of the activities of the 28 union programmes have been carried out.", "http://news.test/1")
FEED = rss("News", [ITEM])


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return secure.Authority(tmp_path_factory.mktemp("tls") / "known")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    return secure.Authority(tmp_path_factory.mktemp("tls") / "unknown", "Nobody's CA")


@pytest.fixture
def names(daemon, authority):
    """A daemon that trusts the authority alone, and finds news.test on loopback."""
    it = NameServer()
    it.put("news.test", "127.0.0.1")
    daemon.options |= {"dns": it.address, "ca-file": authority.file, "connect-timeout": "2s", "total-timeout": "4s", "backoff-max": "1h"}
    yield it
    it.close()


@pytest.fixture
def servers():
    running = []
    yield lambda server: running.append(server) or server
    for server in running:
        server.close()


def close_in_handshake(connection, closing):
    connection.recv(65536)


def reset_in_handshake(connection, closing):
    connection.recv(65536)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def plain_in_handshake(connection, closing):
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def silent_in_handshake(connection, closing):
    closing.wait()


def half_a_body(context):
    def serve(connection, closing):
        with context.wrap_socket(connection, server_side=True) as stream:
            stream.recv(65536)
            stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n<?xml version='1.0'?>")
            stream.unwrap()
    return serve


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")  # the old versions are meant
def test_each_broken_kind_of_tls_has_its_failure_and_harms_no_other(daemon, names, authority, stranger, servers):
    sound = secure.context(authority.certify("news.test"))
    contexts = {
        "expired": (secure.context(authority.certify("news.test", days=-1)), "tls", "expired"),
        "wrong-host": (secure.context(authority.certify("other.test")), "tls", "news.test"),
        "self-signed": (secure.context(authority.self_signed("news.test")), "tls", "self-signed"),
        "unknown-ca": (secure.context(stranger.certify("news.test")), "tls", "issuer"),
        "too-old": (secure.context(authority.certify("news.test"), ssl.TLSVersion.TLSv1_1), "tls", "protocol"),
    }
    raw = {
        "closed": (close_in_handshake, "tls", ""),
        "reset": (reset_in_handshake, "tls", ""),
        "plain": (plain_in_handshake, "tls", "speaks no TLS"),
        "silent": (silent_in_handshake, "tls", "no answer"),
        "half": (half_a_body(sound), "reset", "cut short"),
    }
    ports = {}
    for key, (context, _, _) in contexts.items():
        server = servers(secure.SecureNewsServer(context))
        server.put("/feed", Reply(FEED))
        ports[key] = server.port
    for key, (serve, _, _) in raw.items():
        ports[key] = servers(secure.RawServer(serve)).port
    for key, port in ports.items():
        daemon.source(key, f"https://news.test:{port}/feed")
    honest = servers(secure.SecureNewsServer(sound))
    honest.put("/feed", Reply(FEED, etag='"1"'))
    daemon.source("honest", honest.url("/feed"), follow=False).start()
    honest.wait_for_requests("/feed", 3)
    for key, (_, failure, _) in {**contexts, **raw}.items():
        daemon.wait_poll(key, failure)
    whys = {key: daemon.events("poll", source=key)[0]["why"] for key in ports}
    assert {key: why for key, why in whys.items() if {**contexts, **raw}[key][2] not in why} == {}
    assert [c["value"] for c in daemon.rows("claims")] == [60]
    health = {s["source"]: s["failure"] for s in daemon.rows("sources")}
    assert health == {key: failure for key, (_, failure, _) in {**contexts, **raw}.items()} | {"honest": None}


def test_a_source_may_trust_another_authority(daemon, names, authority, stranger, servers):
    server = servers(secure.SecureNewsServer(secure.context(stranger.certify("news.test"))))
    server.put("/feed", Reply(FEED))
    daemon.source("own", server.url("/feed"), follow=False, ca_file=str(stranger.file)).source("general", server.url("/feed"))
    daemon.start()
    daemon.wait_poll("own", "read")
    daemon.wait_poll("general", "tls")


def test_what_redirects_from_https_to_http_is_read_and_told_no_secrets(daemon, names, authority, servers, web, tmp_path):
    secret = tmp_path / "headers"
    secret.write_text("X-Key: 1234\n")
    secret.chmod(0o600)
    server = servers(secure.SecureNewsServer(secure.context(authority.certify("news.test"))))
    server.put("/feed", Reply(status=301, headers={"Location": f"http://news.test:{web.port}/plain"}))
    web.put("/plain", Reply(FEED))
    daemon.source("feed", server.url("/feed"), follow=False, headers_file=str(secret)).start()
    daemon.wait_poll("feed", "read")
    assert "x-key" in server.requests("/feed")[0].headers
    assert "x-key" not in web.requests("/plain")[0].headers


def test_a_session_is_resumed_at_the_next_poll(daemon, names, authority, servers):
    # a connection is closed behind each reply, so that each poll makes a handshake
    resumed = []
    context = secure.context(authority.certify("news.test"))

    def serve(connection, closing):
        with context.wrap_socket(connection, server_side=True) as stream:
            stream.recv(65536)
            resumed.append(stream.session_reused)
            stream.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(FEED), FEED))
            stream.unwrap()

    server = servers(secure.RawServer(serve))
    daemon.source("feed", f"https://news.test:{server.port}/feed", follow=False).start()
    daemon.wait_for(lambda: len(resumed) >= 3, "three polls")
    assert resumed[:3] == [False, True, True]


def test_http_2_is_spoken_where_the_server_does(daemon, names, authority, servers):
    context = secure.context(authority.certify("news.test"))
    context.set_alpn_protocols(["h2", "http/1.1"])
    requests = []

    def serve(connection, closing):
        with context.wrap_socket(connection, server_side=True) as stream:
            http = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
            http.initiate_connection()
            stream.sendall(http.data_to_send())
            while data := stream.recv(65536):
                for event in http.receive_data(data):
                    if isinstance(event, h2.events.RequestReceived):
                        requests.append(dict(event.headers))
                        http.send_headers(event.stream_id, [(":status", "200"), ("content-type", "application/rss+xml")])
                        http.send_data(event.stream_id, FEED, end_stream=True)
                stream.sendall(http.data_to_send())

    server = servers(secure.RawServer(serve))
    daemon.source("feed", f"https://news.test:{server.port}/feed", follow=False).start()
    daemon.wait_for(lambda: len(requests) >= 2, "two polls")
    daemon.wait_poll("feed", "unchanged")
    assert requests[0][":path"] == "/feed" and requests[0]["user-agent"].startswith("integrad/")
    assert len(server.connections) == 1, "both came on one connection"
