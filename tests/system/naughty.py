"""Servers that mean no good, or know no better: each gets the handler of a connection whose request has been read."""
import gzip
import socket
import struct
from pathlib import Path

HOSTILE = Path(__file__).resolve().parents[1] / "hostile/fetch"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
FEED_BEGINS = b"<?xml version='1.0'?><rss>"


def end(handler, with_reset):
    handler.wfile.flush()
    if with_reset:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    # both file objects hold the socket open: it is closed when the last of them lets go
    handler.wfile = handler.rfile = open("/dev/null", "r+b")
    handler.connection.close()
    handler.close_connection = True


def say(*pieces):
    """Exactly these bytes, then the end of the connection."""
    def serve(handler):
        handler.wfile.write(b"".join(pieces))
        end(handler, with_reset=False)
    return serve


def say_and_reset(*pieces):
    def serve(handler):
        handler.wfile.write(b"".join(pieces))
        end(handler, with_reset=True)
    return serve


def for_ever(head, piece):
    """The head once, the piece without end, as fast as it is taken."""
    def serve(handler):
        try:
            handler.wfile.write(head)
            while not handler.server.site.closing.is_set():
                handler.wfile.write(piece)
        except OSError:
            pass
        handler.close_connection = True
    return serve


def say_and_hang(*pieces):
    def serve(handler):
        handler.wfile.write(b"".join(pieces))
        handler.wfile.flush()
        handler.server.site.wait()
    return serve


def bomb(name, encoding):
    """A small file that unpacks to 64 MiB."""
    body = (HOSTILE / name).read_bytes()
    return say(HEAD, b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (encoding, len(body)), body)


def packed(name, encoding, *headers):
    """A file of hostile/fetch as a feed's body, with its right length."""
    body = (HOSTILE / name).read_bytes()
    lines = b"".join(line + b"\r\n" for line in headers)
    return say(HEAD, lines, b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (encoding, len(body)), body)


def wrapped(times):
    """Compressed again and again."""
    body = FEED_BEGINS
    for _ in range(times):
        body = gzip.compress(body)
    encoding = b", ".join([b"gzip"] * times)
    return say(HEAD, b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (encoding, len(body)), body)
