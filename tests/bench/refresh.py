#!/usr/bin/env python3
"""What a refresh of many feeds costs, integrad beside others in one run.

One nginx on the loopback has all feeds; each is a host of its own (127.1.0.1,
127.1.0.2 …) with a connection of its own, 20 items and 12 KB. Each program
refreshes them twice: at first everything is new, then nothing is (304).

    integrad    the daemon and its reader, start included; reads, extracts, stores
    a turn      the same without its start: `integractl poll --all` to a daemon that runs
    floor       a bare libevent loop with libcurl that throws the bodies away
    curl -Z     the same by curl itself
    newsboat, sfeed: where they are installed, up to SMALL feeds (they take minutes)

CPU is user and system time of all processes of a program. Memory is the sum of
their peaks, and the highest there was at a time with the pages of libraries,
which the processes share, counted once.

    tests/bench/refresh.py [FEEDS…]     BENCH_FEEDS="1000 10000" says the same
"""
import email.utils
import http.client
import json
import os
import random
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("INTEGRAD_BUILD", ROOT / "build"))
SMALL = 1000
ITEMS = 20
EPOCH = 1672531200  # 2023-01-01: what the feeds' files are dated
CONDITION = "If-Modified-Since: " + email.utils.formatdate(EPOCH, usegmt=True)
TICKS = os.sysconf("SC_CLK_TCK")

# Leads of other subjects are put together from these, each in its own words.
PEOPLE = ("The mayor", "A fisherman", "The choir", "Two students", "The museum", "A baker", "The railway", "Our team")
DEEDS = ("told reporters about", "has opened", "will repair", "won a prize for", "waits for", "photographed", "sold")
THINGS = ("the old bridge", "a new hall", "the winter garden", "forty paintings", "a boat of oak", "the northern gate",
          "seeds of flax", "a letter of 1911", "the lighthouse", "three bears")
PLACES = ("near the lake", "in the old town", "behind the station", "at the market", "by the river", "on the island")
NEWS = "{}% of the activities of the 28 union programmes have been carried out, an official said."

NGINX = """
worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_rlimit_nofile 65536;
events {{ worker_connections 20000; }}
http {{
  access_log off; types {{ application/rss+xml xml; }} keepalive_timeout 600; keepalive_requests 1000000;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 0.0.0.0:{port} backlog=4096; root {folder}/feeds; }}
}}
"""


class Cost:
    def __init__(self, cpu, wall, peak_kib, once_kib=0):
        self.cpu, self.wall, self.peak_kib, self.once_kib = cpu, wall, peak_kib, once_kib


# --- the origin


def url_of(feed, port):
    return f"http://127.1.{feed // 250}.{feed % 250 + 1}:{port}/{feed}.xml"


def lead(chance):
    pick = chance.choice
    return " ".join(f"{pick(PEOPLE)} {pick(DEEDS)} {pick(THINGS)} {pick(PLACES)}." for _ in range(6))


def feed_text(feed):
    chance = random.Random(feed)
    items = []
    for item in range(ITEMS):
        # one item in a thousand is of the subject, which is more than general news have
        is_news = (feed * ITEMS + item) % 1000 == 0
        text = NEWS.format(feed % 100) if is_news else lead(chance)
        stamp = email.utils.formatdate(EPOCH - item * 3600, usegmt=True)
        items.append(f"<item><guid isPermaLink='false'>{feed}-{item}</guid><title>News {item} of site {feed}</title>"
                     f"<link>https://site-{feed}.example/news/{item}</link><pubDate>{stamp}</pubDate>"
                     f"<description>{text}</description></item>\n")
    return (f"<?xml version='1.0' encoding='UTF-8'?>\n<rss version='2.0'><channel><title>Site {feed}</title>"
            f"<link>https://site-{feed}.example/</link><description>News</description>\n{''.join(items)}</channel></rss>\n")


class Origin:
    def __init__(self, folder, feeds):
        self.folder = folder
        (folder / "feeds").mkdir()
        folder.chmod(0o755)  # nginx's worker may be another user
        for feed in range(feeds):
            path = folder / "feeds" / f"{feed}.xml"
            path.write_text(feed_text(feed))
            os.utime(path, (EPOCH, EPOCH))
        with socket.socket() as probe:
            probe.bind(("0.0.0.0", 0))
            self.port = probe.getsockname()[1]

    def __enter__(self):
        config = self.folder / "nginx.conf"
        config.write_text(NGINX.format(folder=self.folder, port=self.port))
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        self.process = subprocess.Popen([nginx, "-e", self.folder / "error.log", "-c", config, "-g", "daemon off;"])
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise SystemExit("nginx does not listen: " + (self.folder / "error.log").read_text())

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


# --- measuring processes


def family(pid):
    """The process and all that descends from it."""
    found = [pid]
    for one in found:
        try:
            found += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except OSError:
            pass
    return found


def peaks_of(pid):
    peaks = {}
    for one in family(pid):
        try:
            for line in Path(f"/proc/{one}/status").read_text().splitlines():
                if line.startswith("VmHWM"):
                    peaks[one] = int(line.split()[1])
        except OSError:
            pass
    return peaks


def held_kib(pid):
    """What the program and its children hold now; of pages of files the largest share, since they are the same ones."""
    own, files = 0, [0]
    for one in family(pid):
        try:
            fields = dict(line.split(":") for line in Path(f"/proc/{one}/status").read_text().splitlines())
            own += sum(int(fields[name].split()[0]) for name in ("RssAnon", "RssShmem"))
            files.append(int(fields["RssFile"].split()[0]))
        except (OSError, KeyError):
            pass
    return own + max(files)


def cpu_of(pid):
    ticks = 0
    for one in family(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
        except OSError:
            pass
    return ticks / TICKS


class Watch(threading.Thread):
    """Looks at the memory of a program as long as it runs: the highest sum of peaks of processes that live at once."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak_kib, self.once_kib, self.is_over = pid, 0, 0, threading.Event()

    def run(self):
        while not self.is_over.wait(0.1):
            self.peak_kib = max(self.peak_kib, sum(peaks_of(self.pid).values()))
            self.once_kib = max(self.once_kib, held_kib(self.pid))

    def end(self):
        self.is_over.set()
        self.join()


def run(*command, **how):
    begun = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, **how)
    watch = Watch(process.pid)
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    watch.end()
    process.returncode = status
    if status != 0:
        print(f"{command[0]} ended with {status}", file=sys.stderr)
    return Cost(usage.ru_utime + usage.ru_stime, wall, max(watch.peak_kib, usage.ru_maxrss), watch.once_kib)


# --- the programs, each with its two refreshes


class Integrad:
    def __init__(self, folder, urls):
        self.folder = folder / "integrad"
        (self.folder / "sources.d").mkdir(parents=True)
        self.config = self.folder / "integrad.yaml"
        self.count = len(urls)
        self.config.write_text(f"history: no\nlog-level: warning\nallow-private: yes\nfollow: no\nmax-transfers: 64\nhost-gap: 0\n"
                               f"packages-dir: {ROOT}/config/packages\nlexicon-dir: {ROOT}/config/lexicon\n"
                               f"sources-dir: sources.d\nstate-dir: state\n")
        (self.folder / "sources.d/bench.yaml").write_text(
            "".join(f"- key: site-{i}\n  language: en\n  addresses: {url}\n" for i, url in enumerate(urls)))

    def once(self):
        cost = run(BUILD / "integrad", "--once", "--config", self.config)
        with sqlite3.connect(self.folder / "state/integrad.db") as record:
            (items,), (failing,) = record.execute("SELECT count(*) FROM items"
                                                  " UNION ALL SELECT count(*) FROM sources WHERE failure <> ''")
        if items != self.count * ITEMS or failing:
            raise SystemExit(f"integrad knows {items} items, and {failing} sources fail")
        return cost

    def check(self):
        return run(BUILD / "integrad", "--check", "--config", self.config)

    def ask(self, method, path):
        connection = http.client.HTTPConnection("localhost")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(str(self.folder / "state/control.sock"))
        connection.request(method, path)
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    def wait_for_polls(self, count):
        while True:
            try:
                status = self.ask("GET", "/api/v1/status")
                if status["polls"] >= count and status["sources"]["polling"] == 0:
                    return status
            except OSError:
                pass
            time.sleep(self.count / 20000)  # the answer costs as much as there are sources

    def turn(self):
        """A refresh in the midst of a daemon's life, when nothing is new."""
        process = subprocess.Popen([BUILD / "integrad", "--foreground", "--config", self.config],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_for_polls(self.count)
        time.sleep(1.5)  # what the record is told a second later
        cpu, begun = cpu_of(process.pid), time.monotonic()
        self.ask("POST", "/api/v1/poll")
        status = self.wait_for_polls(2 * self.count)
        wall = time.monotonic() - begun
        time.sleep(1.5)
        cost = Cost(cpu_of(process.pid) - cpu, wall, sum(peaks_of(process.pid).values()), held_kib(process.pid))
        process.terminate()
        process.wait()
        return cost, status


def floor(origin, feeds):
    done = subprocess.run([BUILD / "tests/bench/floor", str(feeds), str(origin.port), CONDITION],
                          capture_output=True, text=True, check=True)
    costs = [Cost(float(c), float(w), int(p)) for c, w, p in (line.split() for line in done.stdout.splitlines())]
    return costs[0], costs[1]


def curl(folder, urls):
    config = folder / "curl.conf"
    config.write_text("".join(f'url = "{url}"\noutput = "/dev/null"\n' for url in urls))
    command = ["curl", "-s", "-Z", "--parallel-max", "64", "-K", config]
    return run(*command), run(*command, "-H", CONDITION)


def newsboat(folder, urls):
    home = folder / "newsboat"
    home.mkdir()
    (home / "urls").write_text("\n".join(urls) + "\n")
    (home / "config").write_text("reload-threads 64\n")
    command = ["newsboat", "-u", home / "urls", "-c", home / "cache.db", "-C", home / "config", "-x", "reload"]
    how = {"env": {**os.environ, "HOME": str(home)}}
    return run(*command, **how), run(*command, **how)


def sfeed(folder, urls):
    home = folder / "sfeed"
    home.mkdir()
    (home / "rc").write_text(f'sfeedpath="{home}/feeds"\nmaxjobs=64\nfeeds() {{\n'
                             + "".join(f'feed "site-{i}" "{url}"\n' for i, url in enumerate(urls)) + "}\n")
    command = ["sfeed_update", home / "rc"]
    return run(*command), run(*command)


# --- the report


def line(name, cost, base, feeds):
    ratio = f"{cost.cpu / base.cpu:8.2f}" if base and base.cpu > 0 else " " * 8
    peak = f"{cost.peak_kib / 1024:8.1f}" if cost.peak_kib else " " * 8
    once = f"{cost.once_kib / 1024:8.1f}" if cost.once_kib else ""
    print(f"  {name:<26}{cost.cpu:9.2f}{cost.cpu / feeds * 1e6:9.0f}{ratio}{cost.wall:9.2f}{peak}{once}", flush=True)


def flat(tree):
    for name, value in tree.items():
        yield from flat(value) if isinstance(value, dict) else [(name, value)]


def measure(folder, feeds):
    with Origin(folder, feeds) as origin:
        urls = [url_of(feed, origin.port) for feed in range(feeds)]
        ours = Integrad(folder, urls)
        first_floor, second_floor = floor(origin, feeds)
        print(f"\n{feeds} feeds                     CPU s  µs/feed   floor×   wall s peak MiB    once", flush=True)
        line("floor, first", first_floor, first_floor, feeds)
        line("integrad --once, first", ours.once(), first_floor, feeds)
        line("floor, second", second_floor, second_floor, feeds)
        line("integrad --once, second", ours.once(), second_floor, feeds)
        turn, status = ours.turn()
        line("integrad, a second turn", turn, second_floor, feeds)
        line("integrad --check", ours.check(), None, feeds)
        longest = [value for name, value in flat(status) if name.startswith("longest_turn")]
        if longest:
            print(f"  the loop's longest turn: {longest[0]} ms")
        others = {"curl -Z": ("curl", curl), "newsboat": ("newsboat", newsboat), "sfeed": ("sfeed_update", sfeed)}
        for name, (program, refresh) in others.items():
            if not shutil.which(program) or (program != "curl" and feeds > SMALL):
                continue
            first, second = refresh(folder, urls)
            line(f"{name}, first", first, first_floor, feeds)
            line(f"{name}, second", second, second_floor, feeds)


def main():
    if not (shutil.which("nginx") or os.access("/usr/sbin/nginx", os.X_OK)):
        print("nginx is not installed: nothing to refresh from (tests/deps.sh bench)")
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for feeds in sys.argv[1:] or os.environ.get("BENCH_FEEDS", "1000").split():
        place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        with tempfile.TemporaryDirectory(prefix="integrad-bench-", dir=place) as folder:
            measure(Path(folder), int(feeds))


if __name__ == "__main__":
    main()
