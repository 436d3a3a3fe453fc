"""backup: whole, examined, while the daemon writes; and the way back."""
import json
import os
import shutil
import threading

import pytest

from daemon import Daemon, ctl


def figure(number):
    return json.dumps({"package": "2021-2023", "subject": "all", "measure": "activities", "stage": "completed", "unit": "percent",
                       "value": number % 90 + 1, "as_of": "2023-04-05", "published": "2023-04-05", "url": f"https://news.test/{number}", "outlet": "News"})


@pytest.fixture
def desk(daemon):
    """A daemon that runs, with nothing to poll, and ten figures."""
    daemon.source("none", "http://127.0.0.1:9/")
    daemon.start().wait_event("start")
    assert daemon.ctl("import", "-", input="\n".join(map(figure, range(10)))).code == 0
    return daemon


def head(daemon):
    return daemon.ctl("--json", "status").json["ledger"]["head"]


def put_back(backup, daemon):
    """The steps of integractl(1)."""
    for end in ("", "-wal", "-shm"):
        (daemon.state / f"integrad.db{end}").unlink(missing_ok=True)
    shutil.copy(backup, daemon.state / "integrad.db")


def test_a_backup_is_examined_and_names_its_head(desk, tmp_path):
    result = desk.ctl("--json", "backup", tmp_path / "copy.db")
    assert result.code == 0, result.err
    assert result.json["claims"] == 10 and result.json["head"] == head(desk)
    assert os.listdir(tmp_path / "daemon" / "state") and [p.name for p in tmp_path.glob("copy*")] == ["copy.db"]
    assert oct((tmp_path / "copy.db").stat().st_mode & 0o777) == "0o600"


def test_a_file_that_is_there_is_kept_but_with_force(desk, tmp_path):
    path = tmp_path / "copy.db"
    path.write_bytes(b"precious")
    result = desk.ctl("backup", path)
    assert result.code == 1 and "--force" in result.err and path.read_bytes() == b"precious"
    assert desk.ctl("backup", "--force", path).code == 0 and path.read_bytes().startswith(b"SQLite format 3")
    assert [p.name for p in tmp_path.glob("copy*")] == ["copy.db"]


def test_where_nothing_can_be_written_nothing_is_left(desk, tmp_path):
    result = desk.ctl("backup", tmp_path / "no" / "copy.db")
    assert result.code == 1 and "no/copy.db" in result.err and len(result.err.splitlines()) == 1
    (tmp_path / "folder").mkdir()
    assert desk.ctl("backup", "--force", tmp_path / "folder").code == 1
    assert not list(tmp_path.glob("*.part-*"))


def test_a_record_that_is_not_sound_gives_no_backup(desk, tmp_path):
    assert desk.stop() == 0
    with open(desk.state / "integrad.db", "r+b") as file:  # the quote of a claim, as somebody with an editor would
        data = file.read().replace(b"https://news.test/3", b"https://news.test/x")
        file.seek(0)
        file.write(data)
    result = desk.ctl("backup", tmp_path / "copy.db")
    assert result.code == 4 and "not sound" in result.err
    assert not list(tmp_path.glob("copy*"))


def test_backups_are_whole_while_the_daemon_writes(desk, tmp_path):
    done = threading.Event()
    counts = []

    def write():
        while not done.is_set():
            counts.append(desk.ctl("import", "-", input=figure(100 + len(counts))).code)

    writer = threading.Thread(target=write)
    writer.start()
    heads = [desk.ctl("--json", "backup", tmp_path / f"{n}.db") for n in range(5)]
    done.set()
    writer.join()
    assert set(counts) == {0} and [h.code for h in heads] == [0] * 5, heads[0].err
    for result in heads:  # the live ledger goes on from each of them
        assert desk.ctl("verify", "--head", result.json["head"]).code == 0
    assert len({r.json["head"] for r in heads}) > 1, "nothing was written meanwhile"


def test_a_restored_record_goes_on_from_its_head(desk, tmp_path):
    before = desk.ctl("--json", "backup", tmp_path / "copy.db").json["head"]
    assert desk.ctl("import", "-", input=figure(50)).code == 0
    lost = head(desk)
    desk.kill()
    put_back(tmp_path / "copy.db", desk)
    desk.start().wait_event("start")
    assert head(desk) == before and desk.ctl("verify", "--head", lost).code == 1
    assert desk.ctl("import", "-", input=figure(51)).code == 0
    assert desk.ctl("verify", "--head", before).code == 0 and head(desk) != before


@pytest.mark.parametrize("damage", ("cut", "overwritten", "no database"))
def test_a_damaged_file_is_refused_in_one_line(desk, tmp_path, damage):
    assert desk.ctl("backup", tmp_path / "copy.db").code == 0
    assert desk.stop() == 0
    data = bytearray((tmp_path / "copy.db").read_bytes())
    if damage == "cut":
        data = data[:len(data) // 2]
    elif damage == "overwritten":
        data[4096:4096 * 40] = b"\x55" * (4096 * 39)
    else:
        data = b"not a database" * 1000
    (tmp_path / "copy.db").write_bytes(data)
    put_back(tmp_path / "copy.db", desk)
    desk.start()
    assert desk.wait_end() != 0
    said = [line for line in desk.raw if "integrad.db" in line]
    assert len(said) == 1, desk.raw
    assert ctl("--config", desk.config, "--state-dir", desk.state, "verify").code == 4
