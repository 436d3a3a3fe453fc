"""The service under a real systemd, with a real journal, where this machine can boot one."""
import base64
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

import receivers
from daemon import BUILD, IS_SANITIZED, ROOT
from feeds import Item, rss
from machine import Machine, NotPossible
from manuals import page, sections

pytestmark = [
    pytest.mark.skipif(IS_SANITIZED, reason="the sandbox of the unit is for the programs as they are shipped"),
    pytest.mark.xdist_group("systemd"),
]

CONFIG = """\
interval-start: 1s
interval-min: 1s
interval-max: 1s
host-gap: 0s
allow-private: yes
history: no
"""
SOURCES = """\
- key: local
  name: Local
  language: en
  addresses: http://127.0.0.1:8000/feed.xml
  allow-private: yes
  follow: no
"""
FIGURE = "{} {} of the 310 tasks of the union programmes for 2024-2026 have been carried out, the minister said."


def feed(*figures):
    return rss("Local", [Item("Meeting", FIGURE.format(when, n), f"http://127.0.0.1:8000/{n}") for when, n in figures]).decode()


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    try:
        it = Machine(tmp_path_factory.mktemp("machine") / "m")
    except NotPossible as why:
        pytest.skip(str(why))
    try:
        subprocess.run(["make", "-o", "all", "install", f"BUILD={os.path.relpath(BUILD, ROOT)}", f"DESTDIR={it.root}",
                        "CATALOGDIR=/usr/lib/systemd/catalog"], cwd=ROOT, check=True, capture_output=True)
        for shipped in (it.root / "etc/integrad/sources.d").glob("*.yaml"):
            shipped.unlink()
        it.write("/etc/integrad/integrad.yaml", CONFIG)
        it.write("/etc/integrad/sources.d/local.yaml", SOURCES)
        it.write("/srv/news/feed.xml", feed())
        it.boot()
        it.run("systemd-sysusers")
        it.run("systemd-tmpfiles", "--create")
        it.run("journalctl", "--update-catalog")
        it.run("systemd-run", "--unit=news", "python3", "-m", "http.server", "--bind", "127.0.0.1", "--directory", "/srv/news", "8000")
        yield it
    except NotPossible as why:
        pytest.skip(str(why))
    finally:
        it.close()


@pytest.fixture
def service(machine):
    """The machine with the service running."""
    done = machine.systemctl("start", "integrad")
    assert done.returncode == 0, done.stderr + "\n".join(str(e.get("MESSAGE")) for e in machine.journal("-u", "integrad"))
    yield machine
    machine.systemctl("stop", "integrad")
    machine.systemctl("reset-failed", "integrad")


def pid(machine):
    return machine.show("integrad", "MainPID")


def test_it_is_started_when_it_is_ready_and_says_what_it_does(service):
    assert service.show("integrad", "ActiveState") == "active"
    assert re.match(r"1 sources, \d failing;", service.show("integrad", "StatusText"))
    assert service.run("ps", "-o", "user=", "-p", pid(service)).stdout.strip() == "integrad"
    assert service.run("stat", "-c", "%U %G %a", "/var/lib/integrad").stdout.strip() == "integrad integrad 750"
    assert service.run("stat", "-c", "%U %G %a", "/run/integrad/control.sock").stdout.strip() == "integrad integrad 660"


def test_a_change_is_in_the_journal_by_its_fields_and_explained(service):
    service.write("/srv/news/feed.xml", feed(("As of yesterday", 120)))
    service.wait(lambda: service.journal("INTEGRAD_EVENT=change"), "a figure in the journal")
    service.write("/srv/news/feed.xml", feed(("As of yesterday", 120), ("As of today", 131)))
    (rise,) = service.wait(lambda: service.journal("INTEGRAD_CHANGE=rise"), "a rise in the journal")
    assert rise["INTEGRAD_SUBJECT"] == "all" and rise["INTEGRAD_SOURCE"] == "local" and rise["_SYSTEMD_UNIT"] == "integrad.service"
    assert (rise["PRIORITY"], rise["INTEGRAD_MEASURE"], rise["INTEGRAD_NEW"]) == ("5", "activities", "42.3")
    told = service.run("journalctl", "-x", "--no-pager", f"MESSAGE_ID={rise['MESSAGE_ID']}").stdout
    logs = service.run("/usr/local/bin/integractl", "logs", "--kind", "rise", "--source", "local", "--since", "1h", "--json").stdout
    assert [json.loads(line)["MESSAGE_ID"] for line in logs.splitlines()] == [rise["MESSAGE_ID"]]
    assert "A figure has risen: all" in told and f"integractl show {rise['INTEGRAD_CLAIM']}" in told


def test_who_is_in_the_group_reads_and_others_are_told(service):
    service.run("useradd", "--groups", "integrad", "analyst")
    service.run("useradd", "stranger")
    ask = ("/usr/local/bin/integractl", "--config", "/etc/integrad/integrad.yaml", "verify")
    assert service.run("runuser", "-u", "analyst", "--", *ask).returncode == 0
    refused = service.run("runuser", "-u", "stranger", "--", *ask)
    assert refused.returncode == 4 and "group" in refused.stderr


def test_a_reload_waits_and_a_mistake_is_its_exit_status(service):
    before = pid(service)
    assert service.systemctl("reload", "integrad").returncode == 0
    service.write("/etc/integrad/integrad.yaml", CONFIG + "intervall-min: 3s\n")
    try:
        assert service.systemctl("reload", "integrad").returncode != 0
        (mistake, *_) = [e for e in service.journal("-u", "integrad", "PRIORITY=3") if "intervall-min" in str(e["MESSAGE"]) and "INTEGRAD_FILE" in e]
        told = service.run("journalctl", "-x", "--no-pager", f"MESSAGE_ID={mistake['MESSAGE_ID']}").stdout
        assert f"The configuration has a mistake: /etc/integrad/integrad.yaml, line {mistake['INTEGRAD_LINE']}" in told
    finally:
        service.write("/etc/integrad/integrad.yaml", CONFIG)
    assert service.systemctl("reload", "integrad").returncode == 0
    assert (pid(service), service.show("integrad", "ActiveState")) == (before, "active")


def test_a_loop_that_stands_still_is_started_again(service):
    service.write("/run/systemd/system/integrad.service.d/quick.conf", "[Service]\nWatchdogSec=1s\nRestartSec=100ms\n")
    service.systemctl("daemon-reload")
    service.systemctl("restart", "integrad")
    before = pid(service)
    service.run("kill", "-STOP", before)
    service.wait(lambda: pid(service) not in ("0", before) and service.show("integrad", "ActiveState") == "active", "another start")
    assert service.show("integrad", "NRestarts") == "1"
    service.run("rm", "-r", "/run/systemd/system/integrad.service.d")
    service.systemctl("daemon-reload")


def test_a_journal_that_stands_still_holds_up_nobody(service):
    before = pid(service)
    lines = f"""import os, signal, urllib.request as u
for _ in range(1500):  # more than the socket's queue takes; each answer shows that the one before was written, or not
    os.kill({before}, signal.SIGUSR1)
    print(u.urlopen('http://127.0.0.1:8328/healthz', timeout=20).status)"""
    journal = service.show("systemd-journald", "MainPID")
    service.run("kill", "-STOP", journal)
    try:
        assert service.run("python3", "-c", lines).stdout.split() == ["200"] * 1500
        done = service.run("/usr/local/bin/integractl", "--config", "/etc/integrad/integrad.yaml", "reload")
        assert done.returncode == 0, done.stderr
    finally:
        service.run("kill", "-CONT", journal)
    service.wait(lambda: service.run("kill", "-USR1", before) and service.journal("INTEGRAD_EVENT=journal-dropped"), "the journal to be told of what it missed")
    assert (pid(service), service.show("integrad", "NRestarts")) == (before, "0")


def test_the_sandbox_leaves_it_its_state_alone(service):
    status = service.run("cat", f"/proc/{pid(service)}/status").stdout
    facts = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert (facts["NoNewPrivs"], facts["Seccomp"], int(facts["CapBnd"], 16)) == ("1", "2", 0)

    # root may write anywhere, but not through a mount that is read-only for the service
    def touch(path):
        return service.run("touch", f"/proc/{pid(service)}/root{path}")
    for place in ("/x", "/etc/x", "/usr/local/bin/x", "/srv/x", "/var/log/x"):
        assert "Read-only file system" in touch(place).stderr, place
    for place in ("/var/lib/integrad/x", "/run/integrad/x", "/tmp/x"):
        assert touch(place).returncode == 0, place
    assert not service.run("ls", "/tmp/x").stdout and not service.run("ls", f"/proc/{pid(service)}/root/home").stdout
    other = service.run("nsenter", "-t", pid(service), "-m", "--", "/usr/bin/id")
    assert other.returncode == 126 and "Permission denied" in other.stderr


def test_it_stops_at_once_and_goes_on_where_it_was(service):
    before = service.run("/usr/local/bin/integractl", "--config", "/etc/integrad/integrad.yaml", "changes", "--json").stdout
    began = service.run("cat", "/proc/uptime").stdout.split()[0]
    assert service.systemctl("stop", "integrad").returncode == 0
    ended = service.run("cat", "/proc/uptime").stdout.split()[0]
    assert float(ended) - float(began) < 5 and service.show("integrad", "Result") == "success"
    assert service.systemctl("start", "integrad").returncode == 0
    assert service.run("/usr/local/bin/integractl", "--config", "/etc/integrad/integrad.yaml", "changes", "--json").stdout.startswith(before)


def test_each_night_there_is_a_copy_that_was_examined(service):
    assert service.systemctl("start", "integrad-backup.timer").returncode == 0
    assert service.systemctl("start", "integrad-backup.service").returncode == 0
    (copy,) = service.run("sh", "-c", "ls /var/lib/integrad/backup").stdout.split()
    assert re.fullmatch(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.db", copy)
    service.systemctl("stop", "integrad")
    head = json.loads(service.run("/usr/local/bin/integractl", "--config", "/etc/integrad/integrad.yaml", "verify", "--json").stdout)["head"]
    restored = service.run("sh", "-ec", f"""
        mkdir /var/lib/integrad/aside && mv /var/lib/integrad/integrad.db* /var/lib/integrad/aside/
        install -o integrad -g integrad -m 640 /var/lib/integrad/backup/{copy} /var/lib/integrad/integrad.db""")
    assert restored.returncode == 0, restored.stderr
    assert service.systemctl("start", "integrad").returncode == 0
    told = json.loads(service.run("/usr/local/bin/integractl", "--config", "/etc/integrad/integrad.yaml", "verify", "--head", head, "--json").stdout)
    assert told["sound"]


def test_a_backup_is_put_back_as_the_operations_page_says(service):
    lines = sections(page("integrad-operations.7"))["BACKUP AND RESTORE"]
    commands = [line[2:] for line in lines if re.match(r"[#$] (systemctl|cd|mkdir|install|integractl) ", line)]
    assert len(commands) == 6
    head = json.loads(service.run("/usr/local/bin/integractl", "backup", "--json", "/srv/copy.db").stdout)["head"]
    script = re.sub(r"/srv/backup/\S+", "/srv/copy.db", "\n".join(commands)).replace("HASH", head)
    done = service.run("sh", "-ec", f"PATH=/usr/local/bin:$PATH\n{script}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"head {head}" in done.stdout
    assert service.show("integrad", "ActiveState") == "active"


# What an administrator adds to the unit

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
RECEIVER = """\
import http.server, json
class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with open("/srv/got.jsonl", "a") as out:
            out.write(json.dumps([{k.lower(): v for k, v in self.headers.items()}, body]) + "\\n")
        self.send_response(204)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", 8001), Handler).serve_forever()
"""
# An exec sink that tries what it must not, and writes down what became of it.
PROBE = """\
#!/usr/bin/python3
import ctypes, json, mmap, os, socket, subprocess, sys

def tried(what):
    try:
        return f"done: {what()!r}"
    except (OSError, ValueError) as why:
        return type(why).__name__ + ": " + os.strerror(why.errno)

def private_user():
    if ctypes.CDLL(None, use_errno=True).unshare(0x10000000):
        raise OSError(ctypes.get_errno(), "")

got = json.load(sys.stdin)
status = dict(line.split(":\\t", 1) for line in open("/proc/self/status") if ":\\t" in line)
json.dump({
    "kind": got.get("type") or sorted(got)[0], "uid": os.getuid(), "no_new_privileges": status["NoNewPrivs"].strip(), "capabilities": int(status["CapEff"], 16),
    "environment": sorted(os.environ), "sockets": [os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if int(n) > 2 and os.path.exists(f"/proc/self/fd/{n}")],
    "write": {p: tried(lambda: open(p + "/x", "w")) for p in ("/etc", "/etc/integrad", "/usr/bin", "/srv", "/var/log", "/var/lib", "/run", "/boot")},
    "own": {p: tried(lambda: open(p + "/own", "w").close()) for p in ("/var/lib/integrad", "/run/integrad", "/tmp")},
    "home": tried(lambda: os.listdir("/home")), "root": tried(lambda: os.listdir("/root")), "init": tried(lambda: os.listdir("/proc/1")),
    "other": tried(lambda: subprocess.run(["/usr/bin/id"])), "su": tried(lambda: subprocess.run(["/usr/bin/su", "-c", "id"])),
    "root_uid": tried(lambda: os.setuid(0)), "suid": tried(lambda: os.chmod("/var/lib/integrad/own", 0o4755)),
    "namespace": tried(private_user), "raw": tried(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW)),
    "code": tried(lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC)),
}, open("/var/lib/integrad/probe.json.new", "w"))
os.rename("/var/lib/integrad/probe.json.new", "/var/lib/integrad/probe.json")
"""
SINKS = """\
alerts:
  wait: 0
  sinks:
    - name: desk
      kind: webhook
      address: http://127.0.0.1:8001/hook
      secret-file: credential:hook
    - name: probe
      kind: exec
      command: [/usr/local/bin/probe]
      retry-min: 1s
  rules:
    - name: all
      severity: info
      to: [desk, probe]
"""
DROP_IN = "/run/systemd/system/integrad.service.d/added.conf"


@pytest.fixture
def sinks(machine):
    """A machine with two sinks configured, of which the unit knows nothing yet."""
    machine.write("/etc/credstore/hook", SECRET + "\n")
    machine.run("chmod", "600", "/etc/credstore/hook")
    machine.write("/srv/receiver.py", RECEIVER)
    machine.write("/usr/local/bin/probe", PROBE)
    machine.run("chmod", "755", "/usr/local/bin/probe")
    machine.run("systemd-run", "--unit=receiver", "python3", "/srv/receiver.py")
    machine.write("/etc/integrad/integrad.yaml", CONFIG + SINKS)
    yield machine
    machine.write("/etc/integrad/integrad.yaml", CONFIG)
    machine.run("rm", "-r", os.path.dirname(DROP_IN))
    machine.systemctl("daemon-reload")
    machine.systemctl("stop", "integrad", "receiver")
    machine.systemctl("reset-failed", "integrad")


def start_with(machine, *lines):
    machine.write(DROP_IN, "\n".join(["[Service]", *lines, ""]))
    machine.systemctl("daemon-reload")
    machine.systemctl("stop", "integrad")
    machine.systemctl("reset-failed", "integrad")
    return machine.systemctl("start", "integrad").returncode


def read(machine, path):
    done = machine.run("cat", path)
    return done.stdout if done.returncode == 0 else ""


def test_a_secret_comes_as_a_credential_and_a_program_only_where_the_unit_names_it(sinks):
    secret, program = "LoadCredential=hook:/etc/credstore/hook", "ExecPaths=/usr/local/bin/probe /usr/bin/python3"
    for lines, why in (((program,), "credential"), ((secret,), "ExecPaths=")):
        assert start_with(sinks, *lines) != 0
        assert any(why in str(e["MESSAGE"]) for e in sinks.journal("-u", "integrad", "INTEGRAD_EVENT=config")), why
    assert start_with(sinks, secret, program) == 0
    sinks.write("/srv/news/feed.xml", feed(("As of yesterday", 120), ("As of today", 140)))
    sinks.wait(lambda: read(sinks, "/srv/got.jsonl"), "a message")
    headers, body = json.loads(read(sinks, "/srv/got.jsonl").splitlines()[0])
    assert receivers.verify(SECRET, headers, body.encode(), now=int(headers["webhook-timestamp"]))["type"]
    assert SECRET not in "".join(str(e) for e in sinks.journal("-u", "integrad"))

    got = json.loads(sinks.wait(lambda: read(sinks, "/var/lib/integrad/probe.json"), "the program"))
    assert got["kind"] and got["uid"] > 0 and (got["no_new_privileges"], got["capabilities"]) == ("1", 0)
    assert not [name for name in got["environment"] if name.startswith(("CREDENTIALS", "NOTIFY", "LISTEN", "WATCHDOG"))] and got["sockets"] == []
    assert set(got["write"].values()) <= {"OSError: Read-only file system", "PermissionError: Permission denied"}, got["write"]
    assert all(what.startswith("done: ") for what in got["own"].values()), got["own"]
    for name, why in (("home", "Permission denied"), ("root", "Permission denied"), ("init", "No such file or directory"), ("other", "Permission denied"),
                      ("su", "Permission denied"), ("root_uid", "Operation not permitted"), ("suid", "Operation not permitted"), ("namespace", "Operation not permitted"),
                      ("raw", "Address family not supported by protocol"), ("code", "Operation not permitted")):
        assert got[name].endswith(why), (name, got[name])


def test_systemd_holds_the_sockets_where_it_is_asked_to(machine):
    ask = ("python3", "-c", "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8328/healthz').status)")
    ctl = ("/usr/local/bin/integractl", "--config", "/etc/integrad/integrad.yaml", "status", "--json")
    assert machine.show("integrad", "ActiveState") == "inactive" and "Connection refused" in machine.run(*ask).stderr
    done = machine.systemctl("start", "integrad.socket", "integrad-http.socket")
    assert done.returncode == 0, done.stderr
    try:
        assert machine.show("integrad", "ActiveState") == "inactive"
        assert machine.run("stat", "-c", "%U %G %a", "/run/integrad/control.sock").stdout.strip() == "integrad integrad 660"
        assert machine.run(*ask).stdout.strip() == "200" and machine.show("integrad", "ActiveState") == "active"  # who asks starts it
        first = pid(machine)
        assert json.loads(machine.run(*ctl).stdout)["daemon"]["version"]
        assert machine.systemctl("restart", "integrad").returncode == 0 and machine.run(*ask).stdout.strip() == "200"
        assert machine.systemctl("stop", "integrad").returncode == 0
        assert json.loads(machine.run(*ctl).stdout)["daemon"]["version"] and pid(machine) not in ("0", first)
    finally:
        machine.systemctl("stop", "integrad.socket", "integrad-http.socket", "integrad")
    assert "control.sock" not in machine.run("ls", "/run/integrad").stdout
    assert machine.systemctl("start", "integrad").returncode == 0 and machine.run(*ask).stdout.strip() == "200"  # and without them as before
    machine.systemctl("stop", "integrad")


# What is said of the unit without running it

def test_the_unit_has_no_mistake_and_little_is_exposed(tmp_path):
    unit = ROOT / "systemd/integrad.service"
    if not Path("/usr/bin/systemd-analyze").exists():
        pytest.skip("systemd-analyze is not installed")
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=12", "--no-pager", unit], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    said = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True).stderr
    assert [line for line in said.splitlines() if "not executable" not in line and str(unit) in line] == []


def test_each_kind_of_change_is_explained_in_both_catalogues():
    ids = set(re.findall(r'= "([0-9a-f]{32})"', (ROOT / "daemon/model/change.c").read_text()))
    warnings = dict(re.findall(r'\{ "([a-z-]+)", "([0-9a-f]{32})" \}', (ROOT / "daemon/base/log.c").read_text()))
    assert len(ids) > 15 and len(warnings) > 10 and not ids & set(warnings.values())
    ids |= set(warnings.values())
    sources = "".join(file.read_text() for file in (ROOT / "daemon").glob("*/*.c") if file.name != "log.c")
    assert all(f'"{event}"' in sources for event in warnings if event != "journal-dropped")
    for catalogue in ("integrad.catalog", "integrad.ru.catalog"):
        text = (ROOT / "systemd" / catalogue).read_text()
        entries = re.findall(r"^-- ([0-9a-f]{32})\nSubject: .+\nDefined-By: integrad\n(?:\w[\w-]+: .+\n)+\n.+", text, re.M)
        assert sorted(entries) == sorted(ids)
