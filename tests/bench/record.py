#!/usr/bin/env python3
"""What a great record costs, beside one that is nearly empty, in one run.

The great one has N articles with their texts, words and bands, in 500 sources,
and N/10 claims, a third of them in one series, with a change each; it is made
by SQL in the schema that integrad makes. Both begin as the same record, of a
first reply of 20 items. Then a daemon runs on each, and in turn are measured:

    status      `integractl status`
    changes     `integractl changes`
    history     `integractl history all`
    sources     `integractl sources`
    a reply     20 new items, one with a claim: from the last byte that the
                server sent to the commit that another connection sees

Beside the time stands the processors' (user and system): of the command, of
daemon and reader for the reply. Where others use the machine it is the figure
to go by. Each is the median of several runs, the two records in turn; a reply
has new items each time. Then comes what a start costs. A million articles take
2.5 GB of a temporary folder (TMPDIR), which is removed, and two minutes of one
processor to make; all that is written once is written in the order of its
index, and the indexes are made over rows that are there.

    tests/bench/record.py [N…]     BENCH_ARTICLES="100000 1000000" says the same
"""
import http.server
import hashlib
import os
import random
import resource
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("INTEGRAD_BUILD", ROOT / "build"))
ITEMS = 20
RUNS = 9
REPLIES = 25
BANDS = 16  # of daemon/store/origins.c
SOURCES = 500
KNOWN = 2000  # items of a source, at most
DAYS = 700
EPOCH = int(time.time()) - DAYS * 86400  # of the oldest article: the youngest are of today
DEADLINE_S = 30
WORDS = [f"{a}{b}{c}" for a in ("ka", "lo", "mi", "nu", "pe", "ra", "so", "ti", "vu", "ze")
         for b in ("b", "d", "g", "l", "m", "n", "r", "s", "t", "z") for c in ("an", "el", "in", "or", "us")]
SUBJECTS = ["all"] + [f"subject-{n}" for n in range(28)]
PAGE = "The union programmes were discussed in {}, an official said. {}."
NEWS = "{}% of the activities of the 28 union programmes have been carried out, an official said. {}."


# --- one source on the loopback for both daemons


class Feed(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body, tag = self.server.body
        is_known = self.headers.get("If-None-Match") == tag
        self.send_response(304 if is_known else 200)
        self.send_header("ETag", tag)
        if not is_known:
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not is_known:
            self.wfile.write(body)
            self.wfile.flush()
            self.server.sent = time.monotonic()

    def log_message(self, *_):
        pass


def lead(chance, count=60):
    return " ".join(chance.choice(WORDS) for _ in range(count))


def reply(turn):
    chance = random.Random(turn)
    items = []
    for n in range(ITEMS):
        text = NEWS.format(30 + turn, lead(chance)) if n == 0 else PAGE.format(chance.choice(WORDS), lead(chance))
        items.append(f"<item><title>Union State programmes {turn} {n}</title><link>https://site.example/{turn}/{n}</link>"
                     f"<guid>{turn}-{n}</guid><description>{text}</description></item>")
    body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Site</title>{''.join(items)}</channel></rss>"
    return body.encode(), f'"{turn}"'


# --- the records


class Record:
    def __init__(self, folder, port):
        folder.mkdir()
        self.state, self.config = folder / "state", folder / "integrad.yaml"
        (folder / "sources.d").mkdir()
        self.config.write_text(f"history: no\nlog-level: err\nallow-private: yes\nfollow: no\nhost-gap: 0\n"
                               f"packages-dir: {ROOT}/config/packages\nlexicon-dir: {ROOT}/config/lexicon\n"
                               f"sources-dir: sources.d\nstate-dir: state\n"
                               f"control-socket: {folder}/control.sock\n")
        (folder / "sources.d/bench.yaml").write_text(
            f"- key: site\n  language: en\n  on-subject: yes\n  addresses: http://127.0.0.1:{port}/feed\n")
        self.once()

    def once(self):
        return timed(BUILD / "integrad", "--once", "--config", self.config)

    def rest(self):
        """Until the daemon has done what it does once a day."""
        last = -1
        while last != (last := self.cpu_s()):
            time.sleep(1)

    def ask(self, *words):
        return timed(BUILD / "integractl", "--config", self.config, *words)

    def start(self):
        self.daemon = subprocess.Popen([str(BUILD / "integrad"), "--config", str(self.config)],
                                       stdin=subprocess.DEVNULL)
        self.db = sqlite3.connect(f"file:{self.state}/integrad.db?mode=ro", uri=True, isolation_level=None)
        wait_until(lambda: (self.config.parent / "control.sock").exists())
        wait_until(lambda: self.try_poll() == 0)
        wait_until(lambda: self.newest("polls") > 1)

    def try_poll(self):
        return subprocess.run([str(BUILD / "integractl"), "--config", str(self.config), "poll", "site"],
                              capture_output=True).returncode

    def stop(self):
        self.db.close()
        self.daemon.send_signal(signal.SIGTERM)
        self.daemon.wait()

    def newest(self, table):
        return self.db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]

    def take(self, server):
        """The time of a reply's way into the record and the daemon's and its reader's CPU for it, in ms."""
        before, cpu = self.newest("articles"), self.cpu_s()
        self.ask("poll", "site")
        wait_until(lambda: self.newest("articles") >= before + ITEMS)
        done = time.monotonic()
        time.sleep(0.05)  # for what comes after it
        return (done - server.sent) * 1000, (self.cpu_s() - cpu) * 1000

    def cpu_s(self):
        def of(pid):
            return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
        pid = self.daemon.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return sum(of(p) for p in (pid, *children))

    def count(self):
        with sqlite3.connect(f"file:{self.state}/integrad.db?mode=ro", uri=True) as db:
            return db.execute("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM claims),"
                              " (SELECT count(*) FROM changes)").fetchone()


def wait_until(is_done):
    end = time.monotonic() + DEADLINE_S
    while not is_done():
        if time.monotonic() > end:
            raise SystemExit("the daemon does not go on")
        time.sleep(0.0005)


def timed(*command):
    """Its time and its CPU, in ms."""
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True)
    wall, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()}")
    return wall * 1000, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


# --- the great one


class Filling:
    """Rows by rows that are there: all columns of a table's last row, but for those that are given."""

    def __init__(self, db, articles):
        self.db, self.articles, self.claims = db, articles, articles // 10
        self.one("SELECT max(max(a.id), (SELECT max(id) FROM texts)) + 1 FROM articles a", "first")
        db.execute("CREATE TEMP TABLE n (i INTEGER PRIMARY KEY)")
        db.execute("INSERT INTO n WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i + 1 < ?)"
                   " SELECT i FROM c", (max(articles * 2, SOURCES * KNOWN),))

    def one(self, sql, name):
        (value,) = self.db.execute(sql).fetchone()
        setattr(self, name, value)

    def columns(self, table):
        return [row[1] for row in self.db.execute(f"SELECT * FROM pragma_table_info('{table}')")]

    def copy(self, table, count, order="id", **changed):
        """An expression a column that differs, of i: 0 … count - 1."""
        columns = self.columns(table)
        values = ", ".join(f"({changed[c]})" if c in changed else f"k.{c}" for c in columns)
        self.db.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM n,"
                        f" (SELECT * FROM {table} ORDER BY {order} DESC LIMIT 1) k WHERE i < ? ORDER BY i", (count,))

    def without_indexes(self, fill):
        """An index is made faster over rows that are there than grown with them."""
        made = self.db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").fetchall()
        for name, _ in made:
            self.db.execute(f"DROP INDEX {name}")
        fill()
        for _, sql in made:
            self.db.execute(sql)

    def run(self):
        self.without_indexes(self.fill_articles)
        self.fill_claims()

    def fill_articles(self):
        first, last = self.first, self.first + self.articles
        self.db.execute("INSERT INTO sources (key, item_count) SELECT 'old-' || i, ? FROM n WHERE i < ?",
                        (KNOWN, SOURCES))
        self.one("SELECT max(id) + 1 FROM sources WHERE key NOT LIKE 'old-%'", "source")
        self.copy("articles", self.articles, id=f"i + {first}", key="'https://old.example/' || i",
                  address="'https://old.example/' || i", guid="i", source_id=f"{self.source} + i % {SOURCES}",
                  origin_id=f"i + {first}", near_day=f"{EPOCH // 86400} + i * {DAYS} / {self.articles}")
        self.copy("texts", self.articles, id=f"i + {first}", article_id=f"i + {first}",
                  sha256="lower(hex(randomblob(32)))", minhash="randomblob(256)")
        # in the order of their key, which is faster than any sorting
        for fortnight, low, count in self.db.execute(
                "SELECT near_day / 14, min(id), count(*) FROM articles WHERE id >= ? GROUP BY 1", (first,)).fetchall():
            step = 2**64 // (count * BANDS)
            self.db.execute(f"INSERT INTO bands (fortnight, band, text_id) SELECT {fortnight}, -9223372036854775807 + i * {step}"
                            f" + abs(random()) % {step}, {low} + i % {count} FROM n WHERE i < {count * BANDS} ORDER BY i")
        self.copy("items", SOURCES * KNOWN, order="seen_s", source_id=f"{self.source} + i / {KNOWN}",
                  identity=f"-9223372036854775807 + (i % {KNOWN}) * {2**64 // KNOWN}")
        chance = random.Random(1)
        for option, value in (("automerge", 0), ("hashsize", 2**26)):
            self.db.execute("INSERT INTO search (search, rank) VALUES (?, ?)", (option, value))
        texts = [lead(chance, 12) for _ in range(5000)]
        self.db.executemany("INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)",
                            ((n, "union state programmes", texts[n % len(texts)]) for n in range(first, last)))
        self.db.execute("INSERT INTO search (search) VALUES ('optimize')")
        for option, value in (("automerge", 4), ("hashsize", 2**20)):
            self.db.execute("INSERT INTO search (search, rank) VALUES (?, ?)", (option, value))

    def series_names(self):
        """232 of them, the first one that of the claim that is there."""
        self.one("SELECT series FROM claims ORDER BY id DESC LIMIT 1", "model")
        return [f"{package}/{subject}/{measure}/{stage}/degree"
                for package in ("2021-2023", "2024-2026") for subject in SUBJECTS
                for measure in ("activities", "programmes") for stage in ("completed", "in_progress")]

    def fill_claims(self):
        """Claims in their series, a change each; figures, dates and seals differ."""
        db, names = self.db, self.series_names()
        series = {name for (name,) in db.execute("SELECT name FROM series")}
        db.executemany("INSERT INTO series (name, package, subject, measure, stage, kind) VALUES (?, ?, ?, ?, ?, ?)",
                       ((name, *name.split("/")) for name in names if name not in series))
        self.one("SELECT max(id) FROM claims", "claim")
        self.one("SELECT hash FROM changes ORDER BY id DESC LIMIT 1", "head")
        self.one("SELECT json FROM changes ORDER BY id DESC LIMIT 1", "json")
        self.one("SELECT max(id) FROM changes", "change")
        plain = dict(zip(self.columns("claims"), db.execute("SELECT * FROM claims ORDER BY id DESC LIMIT 1").fetchone()))

        def name_of(n):
            return self.model if n % 3 == 0 else names[n // 3 % len(names)]

        def claim(n):
            name, day = name_of(n), EPOCH // 86400 + n * DAYS // self.claims
            key, value = hashlib.sha256(f"c{n}".encode()).hexdigest(), n * 37 % 101
            package, subject, measure, stage, _ = name.split("/")
            row = plain | {"id": self.claim + 1 + n, "natural_key": key, "seal": key, "series": name,
                           "article_id": self.first + n * 10, "text_id": self.first + n * 10,
                           "package": package, "subject": subject, "measure": measure, "stage": stage,
                           "value": str(value), "figure": f"exact {value} {value}", "as_of_day": day,
                           "as_of": time.strftime("%Y-%m-%d", time.gmtime(day * 86400))}
            return list(row.values())

        def changes(prev):
            for n in range(self.claims):
                text = self.json.replace('"announced"', f'"bench":{n},"announced"', 1)
                digest = hashlib.sha256((prev + text).encode()).hexdigest()
                yield self.claim + 1 + n, name_of(n), text, prev, digest
                prev = digest

        marks = ", ".join("?" for _ in plain)
        db.executemany(f"INSERT INTO claims ({', '.join(plain)}) VALUES ({marks})", map(claim, range(self.claims)))
        db.executemany("INSERT INTO changes (recorded_s, kind, severity, claim_id, series, announced, json, prev_hash, hash)"
                       f" SELECT recorded_s, kind, severity, ?, ?, announced, ?, ?, ? FROM changes WHERE id = {self.change}",
                       changes(self.head))
        db.execute("UPDATE series SET claim_count = (SELECT count(*) FROM claims c WHERE c.series = series.name),"
                   " current_id = (SELECT id FROM claims c WHERE c.series = series.name"
                   " ORDER BY as_of_day DESC, as_of_precision DESC, id DESC LIMIT 1)")


def fill(record, articles):
    db = sqlite3.connect(record.state / "integrad.db", isolation_level=None)
    for pragma in ("synchronous = OFF", "cache_size = -2000000", "journal_mode = OFF", "temp_store = MEMORY"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("BEGIN")
    Filling(db, articles).run()
    db.execute("COMMIT")
    db.execute("PRAGMA journal_mode = WAL")
    db.close()
    os.sync()  # else the first commit that is measured waits for all of it


# --- the report


def line(name, empty, great):
    """Each a list of pairs: time and CPU, in ms."""
    columns = ""
    for a, b in zip(zip(*empty), zip(*great)):
        a, b = statistics.median(a), statistics.median(b)
        columns += f"{a:10.1f}{b:10.1f}{b / a:8.2f}   "
    print(f"  {name:<24}{columns}", flush=True)


def take_replies(both, server):
    before = [r.count() for r in both]
    took = []
    for turn in range(1, REPLIES + 1):
        server.body = reply(turn)
        took.append([r.take(server) for r in both])
    line(f"a reply of {ITEMS} new items", *zip(*took))
    told = [tuple(b - a for a, b in zip(old, r.count())) for old, r in zip(before, both)]
    if any(new[0] != REPLIES * ITEMS or new[1] < REPLIES for new in told):
        raise SystemExit(f"the replies brought {told} articles, claims and changes")


def measure(folder, server, articles):
    server.body = reply(0)
    both = small, great = tuple(Record(folder / name, server.server_port) for name in ("small", "great"))
    begun = time.monotonic()
    fill(great, articles)
    size = (great.state / "integrad.db").stat().st_size / 2**20
    print(f"\n%d articles, %d claims, %d changes: {size:.0f} MiB, made in {time.monotonic() - begun:.0f} s"
          % great.count())
    print(f"{'':<26}{'  empty ms  great ms   ratio':<31}{'    CPU ms  great ms   ratio'}", flush=True)
    for r in both:
        r.start()
        r.rest()
    try:
        for words in (("status",), ("changes",), ("changes", "--limit", "20"), ("history", "all"), ("sources",)):
            line(" ".join(words), *zip(*([r.ask(*words) for r in both] for _ in range(RUNS))))
        take_replies(both, server)
    finally:
        for r in both:
            r.stop()
    line("start, nothing new", *zip(*([r.once() for r in both] for _ in range(RUNS))))


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    server.sent = 0
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for articles in sys.argv[1:] or os.environ.get("BENCH_ARTICLES", "100000").split():
        with tempfile.TemporaryDirectory(prefix="integrad-bench-") as folder:
            measure(Path(folder), server, int(articles))


if __name__ == "__main__":
    main()
