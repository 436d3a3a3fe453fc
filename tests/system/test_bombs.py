"""Documents that are dear to read: each is read within 2 s of computing and 64 MB, and costs nobody else anything."""
import subprocess
import sys
from pathlib import Path

import pytest

from bombs import FEEDS, PAGES
from daemon import BUILD, IS_SANITIZED, ROOT, outcome_of
from feeds import Item, rss
from news_server import Reply

CPU_S = 2
MEMORY_KB = 64 * 1024
AT_REST_KB = 32 * 1024  # the reader with its lexicons, libraries included
HONEST = Item("Union programmes", "Some 60% of the activities of the 28 union programmes have been carried out.", "http://news.test/1")
# the reader tells of the document, none of these of its own end
LOST = {"reader-crash", "reader-timeout", "reader-cpu", "reader-memory", "reader-forbidden"}


# At exec the kernel counts the memory of who forked: so a small process does, and not one that has run hundreds of tests.
MEASURE = """
import os, resource, sys
pid = os.fork()
if pid == 0:
    if int(sys.argv[1]):
        resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]),) * 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execv(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
"""


def read(command, document):
    """Exit status and peak memory of integractl; over its time the kernel ends it with SIGXCPU."""
    process = subprocess.run(
        [sys.executable, "-S", "-E", "-c", MEASURE, "0" if IS_SANITIZED else str(CPU_S),
         BUILD / "integractl", "--config", ROOT / "config/integrad.yaml", "--json", command, "-"],
        input=document.encode(), capture_output=True, check=True)
    code, peak_kb = process.stdout.split()
    return int(code), int(peak_kb), process.stderr.decode()


@pytest.mark.parametrize("command, name", [("parse-feed", n) for n in FEEDS] + [("text", n) for n in PAGES])
def test_a_bomb_is_read_within_its_time_and_memory(command, name):
    code, peak_kb, told = read(command, (FEEDS if command == "parse-feed" else PAGES)[name]())
    assert code in (0, 1), told
    assert IS_SANITIZED or peak_kb <= MEMORY_KB


def reader_peak_kb(daemon):
    (pid,) = daemon.reader_pids()
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1])


@pytest.mark.skipif(IS_SANITIZED, reason="sanitized programs take many times as long")
def test_bombs_harm_neither_the_reader_nor_another_source(daemon, web):
    daemon.options |= {"interval-start": "1h", "interval-min": "1h", "interval-max": "6h", "backoff-max": "1h", "max-transfers": "2"}
    web.put("/honest", Reply(rss("News", [HONEST])))
    sources = {}
    for kind, bombs in (("feed", FEEDS), ("page", PAGES)):
        for n, name in enumerate(bombs):
            key = f"{kind}-{n}"
            sources[key] = name
            web.put(f"/{key}", Reply(bombs[name]().encode(), type="text/html" if kind == "page" else "application/xml"))
            more = {"kind": "page", "on_subject": True} if kind == "page" else {}
            daemon.source(key, web.url(f"/{key}", host=10 + len(sources)), follow=False, **more)
    daemon.start()
    daemon.wait_for(lambda: sources.keys() <= {e["source"] for e in daemon.events("poll")}, "an outcome of each", timeout=240)
    ends = {sources[e["source"]]: outcome_of(e) for e in daemon.events("poll") if e["source"] in sources}
    assert {name: end for name, end in ends.items() if end in LOST} == {}
    assert reader_peak_kb(daemon) <= AT_REST_KB + MEMORY_KB
    daemon.source("honest", web.url("/honest"), follow=False).write()
    assert daemon.ctl("reload").code == 0
    daemon.wait_poll("honest", "read")
