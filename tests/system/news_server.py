"""A web server for tests: on loopback, scripted path by path, with a memory of what it was asked.

Nice replies are made by Reply; the naughty ones (hang, reset, endless, drip) are functions that get
the connection. Every test has a server of its own, so that a counter counts only its own requests.
"""
import email.utils
import functools
import gzip
import http.server
import socket
import socketserver
import struct
import threading
import time
import zlib
from dataclasses import dataclass, field


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    type: str | None = "application/rss+xml; charset=utf-8"
    headers: dict = field(default_factory=dict)
    etag: str | None = None  # given back as If-None-Match, it earns a 304
    modified: str | None = None  # the same with If-Modified-Since
    gzip: bool = False
    chunked: bool = False
    held_by: threading.Event | None = None  # the reply waits until it is set

    def send(self, handler):
        if self.held_by:
            handler.server.site.wait(self.held_by)
        if self.is_known(handler.headers):
            handler.start(304, self.validators())
            return
        body, headers = self.body, dict(self.headers)
        if self.type:
            headers.setdefault("Content-Type", self.type)
        if self.gzip:
            body = gzip.compress(body)
            headers["Content-Encoding"] = "gzip"
        headers.update(self.validators())
        headers["Transfer-Encoding" if self.chunked else "Content-Length"] = "chunked" if self.chunked else str(len(body))
        handler.start(self.status, headers)
        if handler.command != "HEAD":
            handler.wfile.write(chunks(body) if self.chunked else body)

    def validators(self):
        pairs = {"ETag": self.etag, "Last-Modified": self.modified}
        return {name: value for name, value in pairs.items() if value}

    def is_known(self, headers):
        if self.etag and headers.get("If-None-Match"):
            return headers["If-None-Match"] == self.etag
        return bool(self.modified) and headers.get("If-Modified-Since") == self.modified


def chunks(body, size=1000):
    parts = [body[i:i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


def hang(handler):
    """Takes the request and says nothing until the test is over."""
    handler.server.site.wait()


def hang_in_body(handler):
    """Promises much, gives a little, and falls silent."""
    handler.start(200, {"Content-Type": "application/rss+xml", "Content-Length": "1000000"})
    handler.wfile.write(b"<?xml version='1.0'?><rss>")
    handler.wfile.flush()
    handler.server.site.wait()


def reset(handler):
    """Closes the connection with RST in the middle of a body."""
    handler.start(200, {"Content-Type": "application/rss+xml", "Content-Length": "1000000"})
    handler.wfile.write(b"<?xml version='1.0'?><rss>")
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    # both file objects hold the socket open: it is reset when the last of them lets go
    handler.wfile = handler.rfile = open("/dev/null", "r+b")
    handler.connection.close()
    handler.close_connection = True


def endless(handler):
    """A body that never ends, as fast as it is taken."""
    handler.start(200, {"Content-Type": "application/rss+xml", "Transfer-Encoding": "chunked"})
    block = b"<item><title>more</title></item>" * 2048
    chunk = b"%x\r\n%s\r\n" % (len(block), block)
    try:
        while not handler.server.site.closing.is_set():
            handler.wfile.write(chunk)
    except OSError:
        pass
    handler.close_connection = True


@functools.cache
def bomb():
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = packer.compress(b"<?xml version='1.0'?><rss><channel><title>")
    for _ in range(64):
        packed += packer.compress(b" " * 2**20)
    return packed + packer.flush()


def gzip_bomb(handler):
    """Sixty KiB that unpack to sixty MiB."""
    handler.start(200, {"Content-Type": "application/rss+xml", "Content-Encoding": "gzip", "Content-Length": str(len(bomb()))})
    try:
        handler.wfile.write(bomb())
    except OSError:
        handler.close_connection = True


def drip(handler):
    """One byte in a while: alive, and useless."""
    handler.start(200, {"Content-Type": "application/rss+xml", "Content-Length": "1000000"})
    try:
        while not handler.server.site.closing.wait(0.2):
            handler.wfile.write(b" ")
            handler.wfile.flush()
    except OSError:
        pass
    handler.close_connection = True


@dataclass
class Request:
    method: str
    path: str
    headers: dict  # names in lower case
    at: float


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def start(self, status, headers):
        self.send_response_only(status)
        self.send_header("Date", email.utils.formatdate(usegmt=True))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def answer(self):
        site = self.server.site
        reply = site.next_reply(self)
        try:
            if callable(reply):
                reply(self)
            else:
                reply.send(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_GET = do_HEAD = answer

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def server_bind(self):  # HTTPServer would look up the host's name
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request, client_address):
        pass  # clients of these tests are killed in mid-transfer


class NewsServer:
    """Answers on 127.0.0.1, and on any other 127.0.0.n that url() was asked for: hosts of their own to a client."""

    def __init__(self):
        self._lock = threading.Condition()
        self._replies = {}
        self._requests = []
        self._servers = {}
        self.closing = threading.Event()
        self.port = 0
        self._listen(1)

    def _listen(self, host):
        server = Server((f"127.0.0.{host}", self.port), Handler)
        server.site = self
        self.port = server.server_address[1]
        self._servers[host] = server
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.closing.set()
        for server in self._servers.values():
            server.shutdown()
            server.server_close()

    def url(self, path, host=1):
        if host not in self._servers:
            self._listen(host)
        return f"http://127.0.0.{host}:{self.port}{path}"

    def put(self, path, *replies):
        """Replies to the path in turn, the last one for ever. Bytes stand for a plain Reply."""
        with self._lock:
            self._replies[path] = [Reply(r) if isinstance(r, bytes) else r for r in replies]

    def next_reply(self, handler):
        with self._lock:
            self._requests.append(Request(handler.command, handler.path, {k.lower(): v for k, v in handler.headers.items()}, time.monotonic()))
            self._lock.notify_all()
            replies = self._replies.get(handler.path)
            if not replies:
                return Reply(b"no such page", status=404, type="text/plain")
            return replies.pop(0) if len(replies) > 1 else replies[0]

    def requests(self, path=None):
        with self._lock:
            return [r for r in self._requests if path in (None, r.path)]

    def wait_for_requests(self, path, count, timeout=15):
        deadline = time.monotonic() + timeout
        with self._lock:
            while sum(r.path == path for r in self._requests) < count:
                left = deadline - time.monotonic()
                assert left > 0, f"{path} was asked for {sum(r.path == path for r in self._requests)} times, not {count}"
                self._lock.wait(left)

    def wait(self, event=None):
        """Until the event, or the end of the test."""
        while not self.closing.is_set() and not (event and event.is_set()):
            (event or self.closing).wait(0.05)
