"""Sockets that somebody else listens on for it, as systemd does (sd_listen_fds(3))."""
import http.client
import os
import socket
import stat
import sys

import pytest

from daemon import BUILD, PATIENCE, Daemon, free_port
from test_health import OverUnix, ask

# What systemd does: listens, puts the sockets at 3 and behind, says so in the environment, and starts the program.
LAUNCHER = """#!{python}
import os, socket, sys
made = []
for place in {places!r}:
    if isinstance(place, str):
        if os.path.exists(place):
            os.unlink(place)
        made.append(socket.socket(socket.AF_UNIX)); made[-1].bind(place)
    else:
        made.append(socket.socket({kind})); made[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); made[-1].bind(tuple(place))
    if {listens}:
        made[-1].listen()
for i, one in enumerate(made):
    os.dup2(one.fileno(), 50 + i)
for i in range(len(made)):
    os.dup2(50 + i, 3 + i)
    os.close(50 + i)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(made)), LISTEN_FDNAMES={names!r})
os.execv({program!r}, sys.argv)
"""

pytestmark = pytest.mark.skipif("libsystemd" not in os.popen(f"ldd {BUILD / 'integrad'}").read(), reason="built without libsystemd")


@pytest.fixture
def activated(tmp_path):
    """A daemon whose sockets are made by another."""
    made = []

    def make(names, *places, listens=True, kind="socket.AF_INET, socket.SOCK_STREAM"):
        launcher = tmp_path / f"launcher{len(made)}"
        launcher.write_text(LAUNCHER.format(python=sys.executable, places=list(places), names=names, program=str(BUILD / "integrad"), listens=listens, kind=kind))
        launcher.chmod(0o755)
        made.append(Daemon(tmp_path / "daemon", program=launcher))
        made[-1].source("nobody", "http://127.0.0.1:9/")
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_both_sockets_are_known_by_their_names_and_stay_when_it_ends(activated, tmp_path):
    port, path = free_port(), str(tmp_path / "held.sock")
    it = activated("http:control", ("127.0.0.1", port), path)
    it.options["control-socket"] = path
    it.options["http-listen"] = "no"
    it.start().wait_event("start")
    assert ask(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE), "/healthz")[0] == 200
    assert ask(OverUnix(path), "/metrics")[0] == 200 and it.ctl("reload").code == 0
    assert ask(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE), "/healthz")[0] == 200  # a reload moves nothing
    assert ask(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE), "/healthz", Host="evil.example")[0] == 421
    assert not (it.state / "control.sock").exists() and not it.events("socket")
    children = [open(f"/proc/{pid}/environ", "rb").read() for pid in it.reader_pids()]
    assert children and not any(b"LISTEN_" in environ for environ in children)
    assert it.stop() == 0
    assert stat.S_ISSOCK(os.stat(path).st_mode)


def test_one_socket_alone_leaves_the_other_as_it_is_configured(activated, tmp_path):
    port = free_port()
    it = activated("http", ("127.0.0.1", port))
    it.start().wait_event("start")
    assert ask(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE), "/healthz")[0] == 200
    assert it.ctl("reload").code == 0 and (it.state / "control.sock").exists()


def test_a_socket_of_another_name_is_told_of_and_closed(activated):
    port = free_port()
    it = activated("web", ("127.0.0.1", port))
    it.start().wait_event("start")
    (told,) = it.events("socket")
    assert told["name"] == "web" and "FileDescriptorName" in told["msg"]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


@pytest.mark.parametrize("case", ({"kind": "socket.AF_INET, socket.SOCK_DGRAM", "listens": False}, {"listens": False}))
def test_what_does_not_listen_is_refused_at_the_start(activated, case):
    it = activated("http", ("127.0.0.1", free_port()), **case)
    assert it.start().wait_end() == 1
    assert "is no listening stream socket" in "\n".join(it.raw)
