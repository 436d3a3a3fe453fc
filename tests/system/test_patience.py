"""Several who ask at once: each waits for its turn, and says so."""
import fcntl
import json
import os
import socket
import subprocess

from daemon import BUILD, IS_SANITIZED, PATIENCE
from feeds import Item, rss

FIGURE = "About {}% of the activities of the 28 union programmes have been carried out, the minister said."
ROOM = 64  # connections


def put_claims(daemon, count):
    daemon.write()
    lines = [json.dumps({"url": f"http://ok.test/{i}", "title": "t", "language": "en", "text": FIGURE.format(10 + i), "published": "2024-02-01"})
             for i in range(count)]
    assert daemon.ctl("import", "-", input="\n".join(lines)).code == 0


def test_several_that_decide_at_once_wait_for_one_another(daemon):
    count = 4 if IS_SANITIZED else 12  # each waits up to 5 s for those before it
    put_claims(daemon, count)
    command = [BUILD / "integractl", "--config", daemon.config, "--state-dir", daemon.state]
    running = [subprocess.Popen([*command, "reject", str(i), "--why", "x"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
               for i in range(1, count + 1)]
    told = [process.communicate(timeout=PATIENCE * 3) for process in running]
    assert [process.returncode for process in running] == [0] * count, told
    assert [claim["status"] for claim in daemon.rows("claims", "--status", "rejected")] == ["rejected"] * count
    assert daemon.ctl("verify").code == 0


def test_who_holds_the_record_is_named(daemon):
    put_claims(daemon, 1)
    lock = os.open(daemon.state / "integrad.db.lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.pwrite(lock, b"4711 integractl\n", 0)
    result = daemon.ctl("reject", "1", "--why", "x")
    assert result.code == 3 and result.err.startswith("integractl: integractl (process 4711) is writing to ")
    os.ftruncate(lock, 0)
    os.pwrite(lock, b"4712 integrad\n", 0)
    assert "another integrad (process 4712) is writing to " in daemon.ctl("reject", "1", "--why", "x").err
    os.close(lock)
    assert daemon.ctl("reject", "1", "--why", "x").code == 0


def test_the_idle_at_the_control_socket_keep_nobody_out_for_long(daemon, web):
    web.put("/feed", rss("News", [Item("Meeting", FIGURE.format(70), "http://ok.test/1")]))
    daemon.source("agency", web.url("/feed"), follow="no").start().wait_event("start")
    crowd = []
    for _ in range(ROOM):
        one = socket.socket(socket.AF_UNIX)
        one.connect(str(daemon.state / "control.sock"))
        one.settimeout(PATIENCE)
        crowd.append(one)
    try:
        result = daemon.ctl("poll", "agency")
        assert result.code == 0
        assert result.err.startswith("integractl: waiting for the daemon on ") and len(result.err.splitlines()) == 1
        assert all(one.recv(1) == b"" for one in crowd)
    finally:
        for one in crowd:
            one.close()
