"""What befalls a record: another daemon, a lock, a read-only place, a damaged page, a full disk. Each is told of, and nothing is lost."""
import contextlib
import os
import sqlite3
import subprocess

import pytest

from daemon import Daemon
from feeds import Item, rss
from news_server import Reply


def figure(percent):
    return Item(f"{percent}% of union programme activities", f"{percent}% of the activities of the 28 union programmes have been carried out.",
                f"http://news.test/{percent}")


def feed(*percents):
    """With validators: a reply that was not recorded, and yet remembered as read, would never come again."""
    return Reply(rss("News", [figure(p) for p in percents]), etag=f'"{"-".join(map(str, percents))}"')


def values(daemon):
    return sorted(c["value"] for c in daemon.rows("claims"))


@pytest.fixture
def desk(daemon, web):
    web.put("/feed", feed(40))
    return daemon.source("feed", web.url("/feed"), follow=False)


def record(daemon):
    return daemon.state / "integrad.db"


def told(daemon, *words):
    """The errors that name the record's file and say the words; each is one line."""
    return [e for e in daemon.log if e.get("level") in ("err", "error") and all(w in e["msg"] for w in ("integrad.db", *words))]


def mounts():
    if os.geteuid() != 0:
        return False
    # in a namespace of its own: this only asks whether it is allowed
    return subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode == 0


needs_mounts = pytest.mark.skipif(not mounts(), reason="only who may mount can make a small disk")


@contextlib.contextmanager
def mounted(*args):
    subprocess.run(["mount", *map(str, args)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(args[-1])], check=True)


@contextlib.contextmanager
def read_only(path):
    """Modes do not bind root: for it the place is mounted over itself."""
    if os.geteuid() != 0:
        mode = path.stat().st_mode
        path.chmod(mode & ~0o222)
        try:
            yield
        finally:
            path.chmod(mode)
        return
    with mounted("--bind", path, path):
        subprocess.run(["mount", "-o", "remount,bind,ro", path], check=True)
        yield


# another daemon


def test_a_second_daemon_says_in_one_line_who_is_there_and_the_first_goes_on(desk, web, tmp_path):
    desk.start().wait_poll("feed", "read")
    second = Daemon(tmp_path / "second")
    second.state = desk.state
    second.source("feed", web.url("/feed"), follow=False).start()
    assert second.wait_end() == 1
    (line,) = [e for e in second.log if e.get("level") in ("err", "error")]
    assert all(word in line["msg"] for word in (f"process {desk.process.pid}", str(record(desk)), "--state-dir"))
    web.put("/feed", feed(40, 50))
    desk.wait_for(lambda: values(desk) == [40, 50], "what came after the second one")
    poll_now(desk)  # its socket is its own still
    assert desk.stop() == 0 and desk.ctl("verify").code == 0


# a read-only place, again: for who only reads


@needs_mounts
def test_a_reader_who_may_not_make_what_reading_needs_is_told_what_to_do(desk):
    desk.once()
    for ending in ("-wal", "-shm"):  # as a tool of SQLite's leaves it
        record(desk).with_name(f"integrad.db{ending}").unlink(missing_ok=True)
    with read_only(desk.state):
        result = desk.ctl("status")
    assert result.code == 4 and result.out == "" and result.err.count("\n") == 1
    assert all(word in result.err for word in ("-wal", "start integrad once", "copy")), result.err
    assert desk.ctl("status").code == 0


# a lock


def put_off(daemon):
    """Polls whose reply could not be recorded: they come again of themselves, after half a minute."""
    polls = daemon.polls("feed", "record")
    assert all(p["next_s"] == 30 for p in polls)
    return polls


def poll_now(daemon):
    assert daemon.ctl("poll", "feed").code == 0


def test_while_another_program_locks_the_record_it_says_so_and_loses_nothing(desk, web):
    desk.start().wait_poll("feed", "read")
    other = sqlite3.connect(record(desk), isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        web.put("/feed", feed(40, 50))
        desk.wait_for(lambda: put_off(desk), "a poll that is put off")
        assert told(desk, "another program holds it")
        web.put("/feed", feed(40, 50, 60))
        poll_now(desk)
        desk.wait_for(lambda: len(put_off(desk)) > 1, "a second try")
        assert values(desk) == [40]
        other.execute("ROLLBACK")
    finally:
        other.close()
    poll_now(desk)
    desk.wait_for(lambda: values(desk) == [40, 50, 60], "both figures")
    assert desk.stop() == 0 and desk.ctl("verify").code == 0


# a place that may not be written


@pytest.mark.skipif(os.geteuid() == 0 and not mounts(), reason="modes do not bind root")
@pytest.mark.parametrize("which", ("file", "folder"))
def test_where_the_record_may_not_be_written_it_does_not_start_and_says_where(desk, which):
    assert desk.once() == 0
    before = record(desk).read_bytes()
    with read_only(record(desk) if which == "file" else desk.state):
        assert desk.once() == 1
        (line,) = told(desk)
        assert any(words in line["msg"] for words in ("may not be written", "ead-only", "denied"))
        assert values(desk) == [40]
    assert record(desk).read_bytes() == before
    assert desk.once() == 0


# a damaged page


def damage(path, table):
    with contextlib.closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    with open(path, "r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


@pytest.mark.parametrize("table", ("claims", "articles", "changes", "sources"))
def test_a_damaged_page_is_told_of_and_the_file_is_left_as_it_is(desk, web, table):
    assert desk.once() == 0
    damage(record(desk), table)
    before = record(desk).read_bytes()
    result = desk.ctl("verify")
    assert result.code == 4 and str(record(desk)) in result.err
    assert len([line for line in result.err.splitlines() if "damaged" in line]) == 1
    assert record(desk).read_bytes() == before
    web.put("/feed", feed(40, 50))
    assert desk.once() == 1
    assert told(desk, "damaged", "integractl verify", "backup")
    # SQLite counts each opening for writing in its header, of 100 bytes
    assert record(desk).read_bytes()[100:] == before[100:]


# a full disk


def fill(path):
    with open(path, "wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))


@needs_mounts
def test_on_a_full_disk_it_says_so_waits_and_when_there_is_room_nothing_is_lost(desk, web):
    desk.state.mkdir()
    with mounted("-t", "tmpfs", "-o", "size=8m,mode=0750", "none", desk.state):
        desk.start().wait_poll("feed", "read")
        fill(desk.state / "filler")
        web.put("/feed", feed(40, 50))
        desk.wait_for(lambda: put_off(desk), "a poll that is put off")
        assert told(desk, "disk is full")
        web.put("/feed", feed(40, 50, 60))
        poll_now(desk)
        desk.wait_for(lambda: len(put_off(desk)) > 1, "a second try")
        assert values(desk) == [40]
        (desk.state / "filler").unlink()
        poll_now(desk)
        desk.wait_for(lambda: values(desk) == [40, 50, 60], "both figures")
        assert desk.stop() == 0 and desk.ctl("verify").code == 0


@needs_mounts
def test_on_a_disk_that_is_full_from_the_start_it_does_not_start_and_says_why(desk):
    desk.state.mkdir()
    with mounted("-t", "tmpfs", "-o", "size=1m,mode=0750", "none", desk.state):
        fill(desk.state / "filler")
        assert desk.once() == 1
        (line,) = [e for e in desk.log if e.get("level") in ("err", "error")]
        assert "integrad.db" in line["msg"] and ("full" in line["msg"] or "No space" in line["msg"])
        (desk.state / "filler").unlink()
        assert desk.once() == 0 and values(desk) == [40]


@needs_mounts
def test_stopped_on_a_full_disk_it_keeps_what_it_has_and_polls_the_rest_once_there_is_room(desk, web):
    desk.state.mkdir()
    with mounted("-t", "tmpfs", "-o", "size=8m,mode=0750", "none", desk.state):
        desk.start().wait_poll("feed", "read")
        fill(desk.state / "filler")
        web.put("/feed", feed(40, 50))
        desk.wait_for(lambda: put_off(desk), "a poll that is put off")
        assert desk.stop() == 0
        assert values(desk) == [40]
        (desk.state / "filler").unlink()
        assert desk.once() == 0
        assert values(desk) == [40, 50] and desk.ctl("verify").code == 0


def test_an_empty_file_in_the_place_of_the_database_is_told_of(daemon, web):
    daemon.source("none", web.url("/none"))
    daemon.state.mkdir()
    (daemon.state / "integrad.db").touch()
    assert daemon.once() == 0
    (told,) = daemon.events("database")
    assert told["level"] == "warning" and told["file"].endswith("/integrad.db") and "restore a backup" in told["msg"]
    assert daemon.once() == 0 and not daemon.events("database")
