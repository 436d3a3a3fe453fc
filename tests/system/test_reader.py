"""The reader and its cage: what becomes of the daemon when a document takes its reader over, or wears it out."""
import os
import shutil
import signal
from pathlib import Path

import pytest

from daemon import BUILD, IS_SANITIZED, ROOT, Daemon
from feeds import Item, rss
from news_server import Reply

FAULTY = BUILD / "test/integrad"  # the daemon with faults planted in its reader

plain_only = pytest.mark.skipif(IS_SANITIZED, reason="the cage is closed in the plain build alone")


def honest(percent):
    text = f"{percent}% of the activities of the 28 union programmes have been carried out."
    return rss("News", [Item(f"{percent}% of union programme activities", text, f"http://news.test/{percent}")])


def evil(fault):
    return rss("News", [Item(f"planted-fault:{fault} in the union programmes", "No figure.", f"http://evil.test/{fault}")])


@pytest.fixture
def faulty(tmp_path):
    if not FAULTY.exists():
        pytest.fail(f"{FAULTY} is not built: run make system")
    it = Daemon(tmp_path / "daemon", program=FAULTY)
    it.options |= {"interval-start": "1h", "interval-min": "1h", "interval-max": "6h", "backoff-max": "1h"}
    yield it
    it.close()


def values(daemon):
    return sorted(c["value"] for c in daemon.rows("claims"))


def health(daemon, key):
    (found,) = [s for s in daemon.rows("sources") if s["source"] == key]
    return found


def losses(daemon):
    return [e for e in daemon.events("reader") if "failure" in e]


# breaches: the fault, the failure's name, a word of its reason

BREACHES = [
    ("crash", "reader-crash", "SIGSEGV"),
    ("abort", "reader-crash", "SIGABRT"),
    ("recurse", "reader-crash", "SIGSEGV"),
    ("babble", "reader-crash", "sense"),
    ("swell", "reader-memory", "memory"),
    ("connect", "reader-forbidden", "forbids"),
    ("exec", "reader-forbidden", "forbids"),
    ("fork", "reader-forbidden", "forbids"),
    ("kill", "reader-forbidden", "forbids"),
    ("trace", "reader-forbidden", "forbids"),
    ("run-memory", "reader-forbidden", "forbids"),
    ("raise-limit", "reader-forbidden", "forbids"),
    ("write-elsewhere", "reader-forbidden", "forbids"),
]


@plain_only
def test_each_breach_has_its_name_and_costs_its_own_document_alone(faulty, web):
    for n, (fault, _, _) in enumerate(BREACHES):
        web.put(f"/{fault}", evil(fault))
        web.put(f"/good-{n}", honest(n + 1))
        faulty.source(fault, web.url(f"/{fault}", host=10 + n)).source(f"good-{n}", web.url(f"/good-{n}", host=100 + n), follow=False)
    faulty.start()
    for n, (fault, failure, word) in enumerate(BREACHES):
        faulty.wait_poll(fault, failure)
        faulty.wait_poll(f"good-{n}", "read")
        # the log is ahead of the record, which is written when the loop's turn is over
        faulty.wait_for(lambda: health(faulty, fault)["failure"] == failure, f"{failure} in the record")
        assert word in health(faulty, fault)["why"]
        (loss,) = [e for e in losses(faulty) if e["source"] == fault]
        assert loss["failure"] == failure and loss["level"] == "warning" and word in loss["why"]
    assert values(faulty) == list(range(1, len(BREACHES) + 1))
    assert len(losses(faulty)) == len(BREACHES)


@plain_only
def test_a_document_that_is_computed_on_without_end_is_given_up(faulty, web):
    faulty.options["job-timeout"] = "10min"
    web.put("/loop", evil("loop"))
    web.put("/good", honest(40))
    faulty.source("loop", web.url("/loop", host=2)).source("good", web.url("/good"), follow=False).start()
    faulty.wait_for(lambda: faulty.polls("loop", "reader-cpu"), "the end of its time", timeout=120)
    assert "comput" in health(faulty, "loop")["why"]
    faulty.wait_poll("good", "read")


def test_a_document_over_which_the_reader_falls_silent_is_given_up(faulty, web):
    faulty.options["job-timeout"] = "2s"
    web.put("/hang", evil("hang"))
    web.put("/good", honest(40))
    faulty.source("hang", web.url("/hang", host=2)).source("good", web.url("/good"), follow=False).start()
    faulty.wait_poll("hang", "reader-timeout")
    faulty.wait_poll("good", "read")


def test_a_harvest_that_is_too_large_is_named_and_costs_no_reader(faulty, web):
    web.put("/pour", evil("pour"))
    web.put("/good", honest(40))
    faulty.source("pour", web.url("/pour", host=2)).source("good", web.url("/good"), follow=False).start()
    faulty.wait_poll("pour", "too-large")
    faulty.wait_poll("good", "read")
    assert losses(faulty) == []


@plain_only
def test_a_file_is_refused_and_the_document_read_without_it(faulty, web):
    web.put("/look", evil("look-for-file"))
    faulty.source("look", web.url("/look"), follow=False).start()
    faulty.wait_poll("look", "read")
    assert losses(faulty) == []


@plain_only
def test_jobs_that_wait_behind_a_breach_are_each_read_once(faulty, web):
    keys = [f"good-{n}" for n in range(30)]
    for n, key in enumerate(keys):
        web.put(f"/{key}", honest(n + 1))
        faulty.source(key, web.url(f"/{key}", host=10 + n), follow=False)
    for n in range(5):
        web.put(f"/bad-{n}", evil("crash"))
        faulty.source(f"bad-{n}", web.url(f"/bad-{n}", host=50 + n))
    assert faulty.once() == 0
    assert [len(faulty.polls(key, "read")) for key in keys] == [1] * len(keys)
    assert [len(faulty.polls(f"bad-{n}", "reader-crash")) for n in range(5)] == [1] * 5
    assert values(faulty) == list(range(1, len(keys) + 1))


def test_a_feed_of_too_many_figures_at_once_is_recorded_in_several_polls(daemon, web):
    items = [Item(f"{n / 10}% of union programme activities", f"{n / 10}% of the activities of the 28 union programmes have been carried out.",
                  f"http://news.test/{n}") for n in range(1, 301)]
    web.put("/feed", Reply(rss("News", items), etag='"all"'))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    daemon.wait_poll("feed", "read", 2)
    daemon.wait_poll("feed", "unchanged")
    assert len(values(daemon)) == 300


# the cage from outside


def facts_of(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, value in (line.split(":", 1) for line in lines)}


@plain_only
def test_the_reader_is_shut_in_before_it_reads_anything(daemon, web):
    web.put("/feed", honest(40))
    daemon.options["ca-file"] = ""
    daemon.source("feed", web.url("/feed"), follow=False).start(env={"HTTPS_PROXY": "http://name:secret@proxy.test"})
    (ready,) = daemon.wait_event("reader", cage="seccomp")
    pid = ready["pid"]
    facts = facts_of(pid)
    assert facts["Seccomp"] == "2" and facts["NoNewPrivs"] == "1" and facts["Threads"] == "1"
    limits = {line[:25].strip(): line[26:46].strip() for line in Path(f"/proc/{pid}/limits").read_text().splitlines()}
    assert [limits[name] for name in ("Max core file size", "Max file size", "Max processes", "Max open files")] == ["0", "0", "0", "4"]
    assert int(limits["Max address space"]) < 2**29
    if os.geteuid() == 0:  # nobody else may look at it, as little as at its memory
        assert sorted(os.listdir(f"/proc/{pid}/fd")) == ["0", "1", "2", "3"]
        assert "secret" not in Path(f"/proc/{pid}/environ").read_text()
    else:
        with pytest.raises(PermissionError):
            os.listdir(f"/proc/{pid}/fd")


@plain_only
def test_daemon_and_reader_are_small(daemon, web):
    web.put("/feed", honest(40))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    daemon.wait_poll("feed", "read")
    (reader,) = daemon.reader_pids()
    peaks = [int(facts_of(pid)["VmHWM"].split()[0]) for pid in (reader, daemon.process.pid)]
    # 10,000 sources bring the daemon some 12 MiB more, and both may take 64 then
    assert peaks[0] <= 29 * 1024 and sum(peaks) <= 54 * 1024


# what it loads


def test_a_reader_started_anew_needs_none_of_the_files_that_it_was_made_of(daemon, web, tmp_path):
    for name in ("lexicon", "packages"):
        shutil.copytree(ROOT / "config" / name, tmp_path / name)
        daemon.options[f"{name}{'s' if name == 'lexicons' else ''}-dir"] = tmp_path / name
    web.put("/feed", honest(40))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    daemon.wait_for(lambda: values(daemon) == [40], "the figure")
    (tmp_path / "lexicon/en/topic.yaml").write_text("- [unclosed\n")
    shutil.rmtree(tmp_path / "packages")
    daemon.config.unlink()
    (before,) = daemon.reader_pids()
    os.kill(before, signal.SIGKILL)
    web.put("/feed", honest(50))
    daemon.wait_event("reader", 2, level="info")
    after = daemon.events("reader", level="info")[-1]["pid"]
    assert after != before
    daemon.write()
    daemon.wait_for(lambda: values(daemon) == [40, 50], "the figure read by the new reader")
