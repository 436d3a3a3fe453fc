"""The service under a real systemd, with a real journal, where this machine can boot one."""
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from daemon import BUILD, IS_SANITIZED, ROOT
from feeds import Item, rss
from machine import Machine, NotPossible

pytestmark = pytest.mark.skipif(IS_SANITIZED, reason="the sandbox of the unit is for the programs as they are shipped")

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
        assert any("intervall-min" in str(e["MESSAGE"]) for e in service.journal("-u", "integrad", "PRIORITY=3"))
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
    assert len(ids) > 15
    for catalogue in ("integrad.catalog", "integrad.ru.catalog"):
        text = (ROOT / "systemd" / catalogue).read_text()
        entries = re.findall(r"^-- ([0-9a-f]{32})\nSubject: .+\nDefined-By: integrad\n(?:\w[\w-]+: .+\n)+\n.+", text, re.M)
        assert sorted(entries) == sorted(ids)
