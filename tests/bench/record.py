#!/usr/bin/env python3
"""What a great record costs, beside one that is nearly empty, in one run.

The great one has N articles with their texts, words and bands, and N/10 claims
in a ledger of as many changes; it is made by SQL in the schema that integrad
makes. Both begin as the same record, of a first reply of 20 items. Measured:

    status      `integractl status`
    changes     `integractl changes --limit 20`
    a reply     `integrad --once` with 20 new items, start included
    start       `integrad --once` with nothing new (304): what to take off a reply

Each is the median of several runs, the two records in turn; a reply has new
items each time. A hundred thousand articles take 220 MB of a temporary folder
(TMPDIR), which is removed, and 20 seconds to make where little else runs; a
million take about ten times that.

    tests/bench/record.py [N…]     BENCH_ARTICLES="100000 1000000" says the same
"""
import hashlib
import http.server
import os
import random
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
RUNS = 5
BANDS = 16
EPOCH = 1704067200  # 2024-01-01
SUBJECTS = 30
WORDS = [f"{a}{b}{c}" for a in ("ka", "lo", "mi", "nu", "pe", "ra", "so", "ti", "vu", "ze")
         for b in ("b", "d", "g", "l", "m", "n", "r", "s", "t", "z") for c in ("an", "el", "in", "or", "us")]
PAGE = "The union programmes were discussed in {}, an official said. {}."
NEWS = "{}% of the activities of the 28 union programmes have been carried out, an official said. {}."


# --- one source on the loopback


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
        self.config.write_text(f"history: no\nlog-level: warning\nallow-private: yes\nfollow: no\nhost-gap: 0\n"
                               f"packages-dir: {ROOT}/config/packages\nlexicon-dir: {ROOT}/config/lexicon\n"
                               f"sources-dir: sources.d\nstate-dir: state\n")
        (folder / "sources.d/bench.yaml").write_text(
            f"- key: site\n  language: en\n  on-subject: yes\n  addresses: http://127.0.0.1:{port}/feed\n")
        self.once()

    def once(self):
        return timed(BUILD / "integrad", "--once", "--config", self.config)

    def ask(self, *words):
        return timed(BUILD / "integractl", "--config", self.config, *words)

    def open(self):
        return sqlite3.connect(self.state / "integrad.db", isolation_level=None)

    def count(self):
        with self.open() as db:
            return db.execute("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM claims),"
                              " (SELECT count(*) FROM changes)").fetchone()


def timed(*command):
    begun = time.monotonic()
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True)
    wall = time.monotonic() - begun
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()}")
    return wall * 1000


def copy(db, table, changed, rows):
    """Fills a table with copies of its last row, but for the columns that are given."""
    columns = [row[1] for row in db.execute(f"SELECT * FROM pragma_table_info('{table}')")]
    (last,) = db.execute(f"SELECT * FROM {table} ORDER BY 1 DESC LIMIT 1")
    fixed = dict(zip(columns, last))
    values = ", ".join("?" for _ in columns)
    db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})",
                   ([(fixed | dict(zip(changed, row)))[c] for c in columns] for row in rows))


def fill_articles(db, first, articles, chance):
    day = EPOCH // 86400
    copy(db, "articles", ("id", "key", "address", "guid", "origin_id", "near_day"),
         ((n, f"https://old.example/{n}", f"https://old.example/{n}", str(n), n, day + n % 700)
          for n in range(first, first + articles)))
    copy(db, "texts", ("id", "article_id", "sha256"),
         ((n, n, hashlib.sha256(str(n).encode()).hexdigest()) for n in range(first, first + articles)))
    db.execute("INSERT INTO bands (band, text_id) SELECT random(), id FROM texts,"
               " (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n)"
               " WHERE id >= ? ORDER BY 1", (BANDS, first))
    db.executemany("INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)",
                   ((n, "union state programmes", lead(chance, 30)) for n in range(first, first + articles)))
    db.execute("INSERT OR IGNORE INTO items (source_id, identity, seen_s) SELECT source_id, random(), seen_s"
               " FROM articles WHERE id >= ? ORDER BY 2", (first,))


def fill_claims(db, first, claims):
    """Claims in series of many subjects, a change each; figures, dates and seals differ."""
    (series,) = db.execute("SELECT series FROM claims ORDER BY id DESC LIMIT 1").fetchone()
    names = [series] + [series.replace("/all/", f"/subject-{n}/") for n in range(1, SUBJECTS)]
    copy(db, "series", ("name", "subject", "current_id", "claim_count"),
         ((name, name.split("/")[1], None, 0) for name in names[1:]))
    (claim,), (prev,) = db.execute("SELECT max(id) FROM claims UNION ALL SELECT hash FROM"
                                   " (SELECT hash FROM changes ORDER BY id DESC LIMIT 1)").fetchall()
    (json,) = db.execute("SELECT json FROM changes ORDER BY id DESC LIMIT 1").fetchone()

    def one(n):
        name, day, key = names[n % SUBJECTS], EPOCH // 86400 + n % 700, hashlib.sha256(f"c{n}".encode()).hexdigest()
        date = time.strftime("%Y-%m-%d", time.gmtime(day * 86400))
        value = n % 101
        return (claim + n, key, first + n * 10 - 10, first + n * 10 - 10, name, name.split("/")[1], str(value), date, day,
                f"exact {value} {value}", key)

    def chain(prev):
        for n in range(1, claims + 1):
            text = json.replace('"announced"', f'"bench":{n},"announced"', 1)
            digest = hashlib.sha256((prev + text).encode()).hexdigest()
            yield claim + n, names[n % SUBJECTS], None, text, prev, digest
            prev = digest

    copy(db, "claims", ("id", "natural_key", "article_id", "text_id", "series", "subject", "value", "as_of", "as_of_day",
                        "figure", "seal"), map(one, range(1, claims + 1)))
    (change,) = db.execute("SELECT max(id) FROM changes").fetchone()
    copy(db, "changes", ("id", "claim_id", "series", "event_key", "json", "prev_hash", "hash"),
         ((change + n, *row) for n, row in enumerate(chain(prev), 1)))
    db.execute("UPDATE series SET claim_count = (SELECT count(*) FROM claims c WHERE c.series = series.name),"
               " current_id = (SELECT id FROM claims c WHERE c.series = series.name"
               " ORDER BY as_of_day DESC, as_of_precision DESC, id DESC LIMIT 1)")


def fill(record, articles):
    db = record.open()
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -400000")
    db.execute("PRAGMA journal_mode = OFF")  # else the log takes the space a second time
    (first,) = db.execute("SELECT max(max(a.id), (SELECT max(id) FROM texts)) + 1 FROM articles a").fetchone()
    db.execute("BEGIN")
    fill_articles(db, first, articles, random.Random(1))
    fill_claims(db, first, articles // 10)
    db.execute("COMMIT")
    db.execute("PRAGMA journal_mode = WAL")
    db.close()


# --- the report


def line(name, empty, great):
    a, b = statistics.median(empty), statistics.median(great)
    print(f"  {name:<26}{a:10.1f}{b:10.1f}{b / a:8.2f}", flush=True)


def measure(folder, server, articles):
    server.body = reply(0)
    small, great = (Record(folder / name, server.server_port) for name in ("small", "great"))
    begun = time.monotonic()
    fill(great, articles)
    size = (great.state / "integrad.db").stat().st_size / 2**20
    print(f"\n%d articles, %d claims, %d changes: {size:.0f} MiB, made in {time.monotonic() - begun:.0f} s"
          % great.count())
    print(f"{'':<28}empty ms  great ms   ratio", flush=True)
    both = (small, great)
    asked = {"status": ("status",), "changes --limit 20": ("changes", "--limit", "20")}
    for name, words in asked.items():
        line(name, *zip(*([r.ask(*words) for r in both] for _ in range(RUNS))))
    line("start, nothing new", *zip(*([r.once() for r in both] for _ in range(RUNS))))
    before = [r.count() for r in both]
    walls = []
    for turn in range(1, RUNS + 1):
        server.body = reply(turn)
        walls.append([r.once() for r in both])
    line(f"a reply of {ITEMS} new items", *zip(*walls))
    told = [tuple(b - a for a, b in zip(old, r.count())) for old, r in zip(before, both)]
    if any(new[0] != RUNS * ITEMS or new[1] < RUNS for new in told):
        raise SystemExit(f"the replies brought {told} articles, claims and changes")


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for articles in sys.argv[1:] or os.environ.get("BENCH_ARTICLES", "100000").split():
        with tempfile.TemporaryDirectory(prefix="integrad-bench-") as folder:
            measure(Path(folder), server, int(articles))


if __name__ == "__main__":
    main()
