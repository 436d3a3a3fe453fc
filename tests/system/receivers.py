"""Receivers of alerts for tests: web hooks that answer as they are told, and a check of Standard Webhooks.

The check is written from the public specification (standardwebhooks.com): the secret is base64 behind "whsec_",
signed is "id.timestamp.body" with HMAC-SHA256, and the header has signatures "v1,BASE64" apart by spaces.
"""
import base64
import hashlib
import hmac
import http.server
import json
import socket
import struct
import threading
import time
from dataclasses import dataclass


class Unverified(Exception):
    pass


def verify(secret, headers, body, now=None, tolerance=300):
    key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    identity, stamp = headers["webhook-id"], headers["webhook-timestamp"]
    if abs((now or time.time()) - int(stamp)) > tolerance:
        raise Unverified("the timestamp is too far from now")
    wanted = hmac.new(key, f"{identity}.{stamp}.".encode() + body, hashlib.sha256).digest()
    for signature in headers["webhook-signature"].split(" "):
        version, _, text = signature.partition(",")
        if version == "v1" and hmac.compare_digest(base64.b64decode(text), wanted):
            return json.loads(body)
    raise Unverified("no signature fits")


@dataclass
class Message:
    method: str
    path: str
    headers: dict  # names in lower case
    body: bytes
    at: float

    @property
    def id(self):
        return self.headers.get("webhook-id")

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def data(self):
        return self.json["data"]


class Receiver(http.server.ThreadingHTTPServer):
    """answers: statuses, or functions of the handler, one a request; the last one for ever."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, *answers, port=0):
        receiver = self
        self.answers = list(answers) or [204]
        self.messages, self.news, self.closing = [], threading.Condition(), threading.Event()
        self.connections = 0

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                with receiver.news:
                    receiver.messages.append(Message(self.command, self.path, headers, body, time.monotonic()))
                    answer = receiver.answers[0] if len(receiver.answers) == 1 else receiver.answers.pop(0)
                    receiver.news.notify_all()
                if callable(answer):
                    answer(self)
                else:
                    self.reply(answer)

            do_PUT = do_GET = do_POST

            def reply(self, status, **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def handle_error(self, request, client_address):
        pass

    def get_request(self):
        self.connections += 1
        return super().get_request()

    def close(self):
        self.closing.set()
        self.shutdown()
        self.server_close()

    def wait(self, count, timeout=30):
        deadline = time.monotonic() + timeout
        with self.news:
            while len(self.messages) < count:
                left = deadline - time.monotonic()
                assert left > 0, f"{len(self.messages)} messages came, not {count}"
                self.news.wait(left)
            return list(self.messages)


def hangs(handler):
    """Has the message and says nothing until the test is over."""
    handler.server.closing.wait(60)
    handler.close_connection = True


def resets(handler):
    """Has the message and closes with RST in place of an answer."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.wfile = handler.rfile = open("/dev/null", "r+b")
    handler.connection.close()
    handler.close_connection = True


def busy(seconds):
    return lambda handler: handler.reply(429, Retry_After=str(seconds))


def redirects(address):
    return lambda handler: handler.reply(307, Location=address)
