"""The daemon's life: started, reloaded, stopped, killed, started again; and what it leaves behind."""
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

import pytest

import news_server
from daemon import BUILD, IS_SANITIZED, PATIENCE, ROOT, ctl, outcome_of
from feeds import Item, page, rss
from news_server import Reply

KILLS = 50


def figure(percent, host="news"):
    return Item(f"{percent}% of union programme activities", f"{percent}% of the activities of the 28 union programmes have been carried out.",
                f"http://{host}.test/{percent}")


def feed(*percents, host="news"):
    return Reply(rss("News", [figure(p, host) for p in percents]), etag=f'"{len(percents)}-{percents[-1]}"')


def values(daemon):
    return sorted(c["value"] for c in daemon.rows("claims"))


# reloading


def test_a_reload_takes_up_new_sources_and_drops_old_ones(daemon, web):
    web.put("/old", feed(40))
    web.put("/new", feed(50))
    daemon.source("old", web.url("/old"), follow=False).start()
    web.wait_for_requests("/old", 2)
    daemon.sources.clear()
    daemon.source("new", web.url("/new"), follow=False).write()
    daemon.signal(signal.SIGHUP)
    web.wait_for_requests("/new", 2)
    asked = len(web.requests("/old"))
    web.wait_for_requests("/new", 4)
    assert len(web.requests("/old")) == asked
    daemon.wait_for(lambda: values(daemon) == [40, 50], "both figures")


def test_a_reload_with_mistakes_keeps_the_old_configuration_and_says_so(daemon, web):
    web.put("/feed", feed(40))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    web.wait_for_requests("/feed", 2)
    sound = dict(daemon.options)
    daemon.options |= {"host-gab": "1s", "total-timeout": "soon"}
    daemon.write()
    daemon.signal(signal.SIGHUP)
    told = daemon.wait_for(lambda: [e for e in daemon.log if "host-gab" in str(e)] and [e for e in daemon.log if "soon" in str(e)], "the mistakes")
    assert told[0]["level"] in ("error", "warning")
    assert any("host-gap" in str(e) for e in daemon.log)  # the nearest name
    web.wait_for_requests("/feed", len(web.requests("/feed")) + 2)
    assert daemon.ctl("reload").code == 1
    daemon.options = sound
    daemon.write()
    assert daemon.ctl("reload").code == 0


def test_a_reader_that_is_started_beside_a_broken_configuration_still_reads(daemon, web):
    web.put("/feed", feed(40))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    daemon.wait_for(lambda: values(daemon) == [40], "the figure")
    daemon.options |= {"host-gab": "1s"}
    daemon.write()
    assert daemon.ctl("reload").code == 1
    for pid in daemon.reader_pids():
        os.kill(pid, signal.SIGKILL)
    web.put("/feed", feed(40, 50))
    daemon.wait_for(lambda: values(daemon) == [40, 50], "the figure read by the new reader")


def test_a_poll_can_be_asked_for(daemon, web):
    daemon.options |= {"interval-start": "1h", "interval-max": "6h"}
    web.put("/feed", feed(40))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    daemon.wait_poll("feed", "read")
    assert daemon.ctl("poll", "feed").code == 0
    web.wait_for_requests("/feed", 2)
    daemon.wait_event("poll", 2, source="feed")
    assert daemon.ctl("poll", "--all").code == 0
    web.wait_for_requests("/feed", 3)
    assert daemon.ctl("poll", "nobody").code == 1
    daemon.stop()
    assert daemon.ctl("poll", "feed").code == 3


# stopping


@pytest.mark.parametrize("number", (signal.SIGTERM, signal.SIGINT), ids=lambda n: n.name)
@pytest.mark.parametrize("reply", (news_server.hang, news_server.endless), ids=lambda f: f.__name__)
def test_it_stops_in_mid_transfer_within_five_seconds_and_loses_nothing(daemon, web, reply, number):
    web.put("/feed", feed(40))
    web.put("/stuck", reply)
    daemon.options["feed-max-bytes"] = "10MiB"
    daemon.source("feed", web.url("/feed"), follow=False).source("stuck", web.url("/stuck", host=2)).start()
    web.wait_for_requests("/stuck", 1)
    daemon.wait_for(lambda: values(daemon) == [40], "the figure")
    started = time.monotonic()
    daemon.signal(number)
    assert daemon.wait_end() == 0
    assert time.monotonic() - started < 5
    assert values(daemon) == [40] and daemon.ctl("verify").code == 0


def test_once_polls_every_source_once_and_ends(daemon, web):
    for n in range(5):
        web.put(f"/{n}", feed(10 + n, host=f"news{n}"))
        daemon.source(f"source-{n}", web.url(f"/{n}"), follow=False)
    web.put("/stuck", Reply(b"", status=500))
    daemon.source("stuck", web.url("/stuck"))
    assert daemon.once() == 0
    assert [len(web.requests(f"/{n}")) for n in range(5)] == [1] * 5
    assert values(daemon) == [10, 11, 12, 13, 14]


# killing


def test_killed_at_any_moment_it_loses_nothing_and_repeats_nothing(daemon, web):
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    print("seed", seed)
    daemon.options["log-level"] = "info"
    daemon.source("feed", web.url("/feed"), follow=False)
    for n in range(1, KILLS + 1):
        web.put("/feed", feed(*range(1, n + 1)))
        daemon.start()
        time.sleep(chance.uniform(0, 3.0 if IS_SANITIZED else 0.5))
        assert daemon.kill() == -signal.SIGKILL
    daemon.start().wait_event("start")
    daemon.wait_for(lambda: values(daemon) == list(range(1, KILLS + 1)), "every figure")
    assert daemon.stop() == 0
    changes = daemon.rows("changes")
    assert sorted(int(c["new"]["value"]) for c in changes) == list(range(1, KILLS + 1))
    assert [c["id"] for c in changes] == list(range(1, KILLS + 1))
    assert daemon.ctl("verify").code == 0


def test_its_reader_killed_at_any_moment_nothing_is_lost_or_doubled(daemon, web):
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    print("seed", seed)
    feeds = 8
    for n in range(feeds):
        daemon.source(f"source-{n}", web.url(f"/{n}", host=2 + n), follow=False)
    daemon.start()
    for round in range(1, KILLS + 1):
        read = len(reads(daemon))
        for n in range(feeds):
            web.put(f"/{n}", feed(*range(1, round + 1), host=f"news{n}"))
        daemon.wait_for(lambda: len(reads(daemon)) > read, "a feed that is read")
        time.sleep(chance.uniform(0, 0.1))
        for pid in daemon.reader_pids():
            os.kill(pid, signal.SIGKILL)
    expected = sorted(feeds * list(range(1, KILLS + 1)))
    daemon.wait_for(lambda: values(daemon) == expected, "every figure of every feed", 3 * PATIENCE)
    assert daemon.stop() == 0
    assert daemon.ctl("verify").code == 0


def test_a_page_is_read_again_where_its_reader_was_killed(daemon, web):
    text = "About 75% of the activities of the 28 union programmes have been carried out, Roman Golovchenko said."
    gate = threading.Event()
    web.put("/feed", rss("News", [Item("On the union programmes", "The prime minister spoke of the union programmes.", web.url("/page"))]))
    web.put("/page", Reply(page("On the union programmes", [text]), type="text/html", held_by=gate))
    daemon.source("feed", web.url("/feed")).start()
    web.wait_for_requests("/page", 1)
    (reader,) = daemon.reader_pids()
    os.kill(reader, signal.SIGSTOP)
    gate.set()
    time.sleep(1.0 if IS_SANITIZED else 0.3)  # by then the reader has the page, and does not read it
    os.kill(reader, signal.SIGKILL)
    daemon.wait_for(lambda: values(daemon) == [75], "the figure on the page")


def reads(daemon):
    return [e for e in daemon.events("poll") if outcome_of(e) == "read"]


# configuration


def check(path):
    done = subprocess.run([BUILD / "integrad", "--check", "--config", path], capture_output=True, text=True, timeout=PATIENCE)
    return done.returncode, done.stdout + done.stderr


def test_a_sound_configuration_passes_its_check(daemon, web):
    daemon.source("feed", web.url("/feed")).write()
    assert check(daemon.config)[0] == 0
    assert check(ROOT / "config/integrad.yaml")[0] == 0


def test_the_check_reports_all_mistakes_of_all_files_with_their_places(daemon, web):
    daemon.options |= {"host-gab": "1s", "total-timeout": "soon", "log-level": "loud"}
    daemon.source("feed", web.url("/feed"), langauge="en").source("other", "gopher://example.org/")
    daemon.sources["twice"] = {"key": "feed", "addresses": [web.url("/x")], "language": "en", "outlet": "agenci"}
    daemon.write()
    code, told = check(daemon.config)
    assert code == 1
    lines = daemon.config.read_text().splitlines()
    for option in ("host-gab", "total-timeout", "log-level"):
        line = next(i for i, text in enumerate(lines, 1) if text.startswith(option))
        assert f"integrad.yaml:{line}:" in told, told
    assert "host-gap" in told and "language" in told and "agency" in told and "gopher" in told
    assert [f"test.yaml:{n}:" in told for n in (1, 2, 3)] == [True] * 3


def test_a_file_that_is_no_yaml_gives_its_first_mistake_and_the_others_are_still_checked(daemon, web):
    daemon.source("feed", web.url("/feed"), outlet="agenci").write()
    (daemon.folder / "sources.d/broken.yaml").write_text("- key: [unclosed\n")
    code, told = check(daemon.config)
    assert code == 1 and "broken.yaml:" in told and "test.yaml:1:" in told


def test_it_does_not_start_on_a_broken_configuration(daemon):
    daemon.options["host-gab"] = "1s"
    daemon.start()
    assert daemon.wait_end() == 1
    assert any("host-gab" in line for line in daemon.raw)


# the record


def test_a_record_of_a_newer_version_or_of_another_program_is_refused_untouched(daemon, web):
    web.put("/feed", feed(40))
    daemon.source("feed", web.url("/feed"), follow=False)
    assert daemon.once() == 0
    path = daemon.state / "integrad.db"
    for pragma in ("user_version = 9999", "application_id = 1"):
        kept = path.read_bytes()
        with sqlite3.connect(path) as db:
            db.execute(f"PRAGMA {pragma}")
        db.close()
        before = path.read_bytes()
        assert daemon.once() != 0
        assert daemon.ctl("status").code == 4
        assert path.read_bytes() == before
        for leftover in ("-wal", "-shm"):
            path.with_name(path.name + leftover).unlink(missing_ok=True)
        path.write_bytes(kept)
    assert daemon.once() == 0


def test_the_recorded_history_is_taken_once_into_a_new_record_as_backfill(daemon, web):
    daemon.options["history"] = "yes"
    daemon.options["history-dir"] = ROOT / "config/history"
    web.put("/feed", feed(40))
    daemon.source("feed", web.url("/feed"), follow=False)
    assert daemon.once() == 0
    claims = daemon.rows("claims")
    assert len(claims) > 40 and sum(not c["backfill"] for c in claims) == 1
    kinds = {c["kind"] for c in daemon.rows("changes") if c["new"]["source"] != "feed"}
    assert kinds <= {"backfill", "restated"}
    assert daemon.once() == 0
    assert daemon.rows("claims") == claims


# no network


def can_unshare():
    return bool(shutil.which("unshare")) and subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not can_unshare(), reason="this system lets nobody make a network namespace")
def test_without_a_network_a_few_clear_lines_say_so_and_the_daemon_goes_on(tmp_path):
    command = ["unshare", "-rn", BUILD / "integrad", "--foreground", "--config", ROOT / "config/integrad.yaml", "--state-dir", tmp_path / "state"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    text = "\n".join(path.read_text() for path in (ROOT / "config/sources.d").glob("*.yaml"))
    entries = [entry for entry in re.split(r"(?m)^- ", text) if entry.startswith("key:")]
    sources = {entry.split()[1] for entry in entries if not re.search(r"(?m)^ +enabled: no$", entry)}
    lines, failed = [], set()
    reading = threading.Thread(target=lambda: lines.extend(process.stderr), daemon=True)
    reading.start()
    try:
        deadline = time.monotonic() + 3 * PATIENCE
        while failed != sources and time.monotonic() < deadline:
            told = ctl("--state-dir", tmp_path / "state", "--json", "sources")
            failed = {s["source"] for s in told.lines if s["failures"] > 0} if told.code == 0 else failed
        assert failed == sources and process.poll() is None
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    reading.join(PATIENCE)
    troubled = [line for line in lines if "level=warning" in line or "level=error" in line]
    assert 1 <= len(troubled) <= 10 and any("event=poll" in line and "failure=" in line and "next try" in line for line in troubled), troubled
