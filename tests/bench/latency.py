#!/usr/bin/env python3
"""From a changed feed to a web hook: how long integrad takes beside the least that a program can do.

One process of ours on the loopback is the feed, the article's page and the receiver, so one clock measures: from the
moment at which a request for the changed feed is here to the moment at which the message is. Both programs keep their
connections, both commit durably. What waits for a poll is not counted: each is told to poll.

    integrad    poll, reader, comparison, commit, rules, CloudEvent signed and sent
    minimal     tests/bench/minimal.c: fetch, find a number, commit, send

    tests/bench/latency.py [ROUNDS]      each of them so often, in turns (BENCH_ROUNDS says the same)
"""
import datetime
import email.utils
import json
import os
import random
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("INTEGRAD_BUILD", ROOT / "build"))
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ITEMS = 20
APART_S = 0.05  # between two changes: what a program does after a message is done by then
BLOCK = 10  # rounds of one program before it is the other's turn
GOAL = 3
PATIENCE_S = 30

FIGURE = "{}% of the activities of the 28 union programmes had been carried out as of {}, Ivanova said."
HINT = "Ivanova spoke about the union programmes and their activities."
WORDS = ("harbour lantern orchard violin basket meadow copper ferry notebook gravel window thunder pepper saddle marble candle "
         "ribbon chimney puddle kettle feather ladder anchor bakery cotton garden pocket rabbit silver tunnel velvet willow").split()
OTHER = "The choir sold forty paintings behind the station. A baker photographed the lighthouse near the lake."


def report(number):
    """Each has words of its own, as reports of different days have: it is no copy of those before it."""
    words = random.Random(number)
    day = datetime.date(2022, 1, 1) + datetime.timedelta(days=number)
    rest = " ".join(" ".join(words.choices(WORDS, k=9)).capitalize() + "." for _ in range(3))
    return f"{FIGURE.format(f'{10 + number / 20:.2f}', f'{day:%B} {day.day}, {day.year}')} {rest}"


class Site:
    """Feed, pages and receiver. A thread of its own with one selector: it does next to nothing."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.buffers = {}
        self.pages = {}
        self.fresh = set()
        self.times = {}  # when the changed feed was asked for
        self.arrived = threading.Semaphore(0)
        self.took_s = None
        threading.Thread(target=self.serve, daemon=True).start()

    def put(self, path, text, kind):
        body = text.encode()
        etag = f'"{hash(text) & 0xffffffff:x}"'
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\nETag: {etag}\r\nContent-Length: {len(body)}\r\n\r\n"
        self.pages[path] = head.encode() + body
        self.fresh.add(path)

    def serve(self):
        while True:
            for key, _ in self.selector.select():
                if key.fileobj is self.listener:
                    peer, _ = self.listener.accept()
                    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self.buffers[peer] = b""
                    self.selector.register(peer, selectors.EVENT_READ)
                else:
                    self.hear(key.fileobj)

    def hear(self, peer):
        try:
            got = peer.recv(1 << 16)
        except OSError:
            got = b""
        if not got:
            self.selector.unregister(peer)
            del self.buffers[peer]
            peer.close()
            return
        self.buffers[peer] += got
        head, mark, body = self.buffers[peer].partition(b"\r\n\r\n")
        if not mark:
            return
        length = next((int(line[15:]) for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"), 0)
        if len(body) < length:
            return
        now = time.perf_counter()
        self.buffers[peer] = b""
        method, path, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
        if method == "POST":
            started = self.times.pop(path.rpartition("/")[2], None)
            peer.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            if started is not None:
                self.took_s = now - started
                self.arrived.release()
            return
        if path in self.fresh:
            self.fresh.discard(path)
            self.times[path.strip("/").partition(".")[0]] = now
        peer.sendall(self.pages.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))

    def wait(self, who):
        if not self.arrived.acquire(timeout=PATIENCE_S):
            raise SystemExit(f"{who}: no message in {PATIENCE_S} s")
        return self.took_s

    def news(self, who, number, with_page):
        """A feed with one new item on top, of a value that is higher, and of a later day."""
        text = report(number)
        link = f"{self.url}/{who}-page-{number}"
        items = [(f"Union programmes, part {number}", HINT if with_page else text, link)]
        items += [(f"News {i}", OTHER, f"{self.url}/other-{who}-{i}") for i in range(ITEMS - 1)]
        stamp = email.utils.formatdate(usegmt=True)
        body = "".join(f"<item><title>{title}</title><link>{where}</link><guid isPermaLink='false'>{where}</guid>"
                       f"<pubDate>{stamp}</pubDate><description>{words}</description></item>\n" for title, words, where in items)
        if with_page:
            self.put(f"/{who}-page-{number}", f"<!DOCTYPE html><html><head><title>Union programmes, part {number}</title></head><body><article>"
                     f"<h1>Union programmes, part {number}</h1><p>{text}</p><p>{OTHER * 4}</p></article></body></html>", "text/html")
            self.fresh.discard(f"/{who}-page-{number}")
        self.put(f"/{who}.xml", f"<?xml version='1.0' encoding='UTF-8'?>\n<rss version='2.0'><channel><title>News</title>"
                 f"<link>{self.url}/</link><description>News</description>\n{body}</channel></rss>\n", "application/rss+xml")


class Minimal:
    def __init__(self, site, folder, with_page):
        self.name = "minimal-page" if with_page else "minimal"
        command = [BUILD / "tests/bench/minimal", f"{site.url}/{self.name}.xml", f"{site.url}/hook/{self.name}", folder / f"{self.name}.db"]
        self.process = subprocess.Popen(command + ["page"] * with_page, stdin=subprocess.PIPE, text=True)

    def poll(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


class Integrad:
    """The control socket is asked to poll: a command of its own would be part of what is measured on two cores."""

    def __init__(self, site, folder, with_page):
        self.name = "integrad-page" if with_page else "integrad"
        home = folder / self.name
        (home / "sources.d").mkdir(parents=True)
        (home / "secret").write_text(SECRET + "\n")
        (home / "secret").chmod(0o600)
        (home / "sources.d/all.yaml").write_text(f"- {{key: feed, language: en, outlet: agency, addresses: '{site.url}/{self.name}.xml', follow: {'yes' if with_page else 'no'}}}\n")
        alerts = {"wait": "0", "sinks": [{"name": "desk", "kind": "webhook", "address": f"{site.url}/hook/{self.name}", "secret-file": "secret", "max-per-hour": 100000}],
                  "rules": [{"name": "all", "to": "desk", "severity": "info"}]}
        (home / "integrad.yaml").write_text(
            f"history: no\nallow-private: yes\ninterval-start: 1h\ninterval-min: 1h\nhost-gap: 0\npackages-dir: {ROOT}/config/packages\n"
            f"lexicon-dir: {ROOT}/config/lexicon\nsources-dir: sources.d\nalerts: {json.dumps(alerts)}\n")
        self.socket = home / "state/control.sock"
        self.log = open(home / "log", "wb")
        self.process = subprocess.Popen([BUILD / "integrad", "--foreground", "--config", home / "integrad.yaml", "--state-dir", home / "state"],
                                        stdout=subprocess.DEVNULL, stderr=self.log, cwd=home)
        deadline = time.monotonic() + PATIENCE_S
        while not self.ask("GET", "/api/v1/status"):
            if time.monotonic() > deadline:
                raise SystemExit("integrad does not start: " + (home / "log").read_text()[-2000:])
            time.sleep(0.1)

    def ask(self, method, target):
        try:
            with socket.socket(socket.AF_UNIX) as peer:
                peer.connect(str(self.socket))
                peer.sendall(f"{method} {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
                answer = peer.recv(4096)
                return answer.split(b" ", 2)[1:2] == [b"200"]
        except OSError:
            return False

    def poll(self):
        if not self.ask("POST", "/api/v1/poll?source=feed"):
            raise SystemExit("integrad does not poll")

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        self.log.close()


def measure(site, programs, rounds, with_page):
    times = {program.name: [] for program in programs}
    number = {program.name: 0 for program in programs}
    for block in range(-1, (rounds + BLOCK - 1) // BLOCK):  # the first is for warming up
        for program in programs:
            for _ in range(BLOCK):
                number[program.name] += 1
                site.news(program.name, number[program.name], with_page)
                time.sleep(APART_S)
                program.poll()
                took_s = site.wait(program.name)
                if block >= 0:
                    times[program.name].append(took_s * 1000)
    return times


def line(name, values, base):
    values = sorted(values)
    median = statistics.median(values)
    print(f"{name:<28}{median:9.2f}{values[int(len(values) * 0.9)]:9.2f}{values[int(len(values) * 0.99)]:9.2f}{median / base:9.1f}", flush=True)
    return median


def main():
    rounds = int(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("BENCH_ROUNDS", 100))
    print(f"\nfeed changed → web hook, ms      p50      p90      p99  minimal×   ({rounds} rounds; aim: {GOAL} × at most)")
    with tempfile.TemporaryDirectory() as folder:
        for with_page in (False, True):
            site = Site()
            programs = []
            try:
                for make in (Minimal, Integrad):
                    programs.append(make(site, Path(folder), with_page))
                times = measure(site, programs, rounds, with_page)
            finally:
                for program in programs:
                    program.close()
            what = ", page fetched" if with_page else ""
            base = statistics.median(times[programs[0].name])
            line("minimal" + what, times[programs[0].name], base)
            line("integrad" + what, times[programs[1].name], base)


if __name__ == "__main__":
    main()
