"""The Debian package: the same bytes from the same commit, and its whole life on a real system, where there can be one."""
import hashlib
import re
import shutil
import subprocess

import pytest

from daemon import IS_SANITIZED, ROOT
from machine import Machine, NotPossible

pytestmark = [
    pytest.mark.skipif(IS_SANITIZED, reason="a package is built by itself, without sanitizers"),
    pytest.mark.xdist_group("package"),
]

PACKAGING = ("git", "dpkg-buildpackage", "dh", "lintian")
SOURCES = """\
- key: mine
  name: Mine
  language: en
  addresses: http://127.0.0.1:9/feed.xml
"""


def make(goal, build, tree=ROOT, umask=-1):
    done = subprocess.run(["make", goal, f"BUILD={build}", "DEPS=true"], cwd=tree, capture_output=True, text=True, umask=umask)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def repacked(deb, folder, version, changed):
    """The package as a release before this one might have been: an older number, other words in one file."""
    tree = folder / "tree"
    subprocess.run(["dpkg-deb", "-R", deb, tree], check=True)
    control = tree / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: .*", f"Version: {version}", control.read_text()))
    with open(tree / changed, "a") as file:
        file.write("# A line of the version before.\n")
    older = folder / f"integrad_{version}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", tree, older], check=True, capture_output=True)
    return older


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    for command in PACKAGING:
        if not shutil.which(command):
            pytest.skip(f"{command} is not installed; tests/deps.sh package does it")
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone: a tarball is made of a commit")
    tree = tmp_path_factory.mktemp("clone") / "another-name"
    subprocess.run(["git", "clone", "-q", ROOT, tree], check=True)
    return tree


@pytest.fixture(scope="module")
def package(clone):
    make("deb", "build", clone)
    return next(path for path in (clone / "build").glob("integrad_*.deb"))


@pytest.fixture(scope="module")
def machine(package, tmp_path_factory):
    try:
        it = Machine(tmp_path_factory.mktemp("machine") / "m")
        try:
            for built in (package, repacked(package, tmp_path_factory.mktemp("older"), "0.0.9-1", "etc/integrad/sources.d/agencies.yaml")):
                shutil.copy(built, it.root / "srv" / built.name)
            (it.root / "usr/sbin/policy-rc.d").unlink(missing_ok=True)  # a container's way to start nothing
            it.boot()
            yield it
        finally:
            it.close()
    except NotPossible as why:
        pytest.skip(str(why))


def test_a_tarball_has_the_same_bytes_wherever_it_is_made(clone, tmp_path):
    make("dist", tmp_path / "here", clone)
    again = tmp_path / "again"
    subprocess.run(["git", "clone", "-q", ROOT, again], check=True)
    make("dist", tmp_path / "there", again, umask=0o077)
    first, second = (next((tmp_path / place).glob("*.tar.gz")) for place in ("here", "there"))
    assert sha256(first) == sha256(second)


def test_a_package_has_the_same_bytes_wherever_it_is_built(package, tmp_path):
    tree = tmp_path / "x"
    subprocess.run(["git", "clone", "-q", ROOT, tree], check=True)
    make("deb", tmp_path / "elsewhere", tree)
    assert sha256(tmp_path / "elsewhere" / package.name) == sha256(package)


def test_lintian_finds_no_error(package):
    done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error", package], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def status(machine):
    return machine.run("dpkg-query", "-W", "-f", "${Version} ${db:Status-Status}", "integrad").stdout


def test_the_life_of_an_installation(machine, package):
    # Installed, it runs.
    done = machine.run("dpkg", "-i", "/srv/integrad_0.0.9-1.deb")
    assert done.returncode == 0, done.stderr
    assert status(machine) == "0.0.9-1 installed"
    assert machine.show("integrad", "ActiveState") == "active"
    assert machine.show("integrad", "UnitFileState") == "enabled"
    assert machine.show("integrad-backup.timer", "ActiveState") == "active"
    assert machine.run("integractl", "verify").returncode == 0
    head = machine.run("integractl", "changes", "--json", "--limit", "100000").stdout
    assert head.startswith("{")
    process = machine.show("integrad", "MainPID")

    # Upgraded, it runs anew, on the same record; what was edited stays, what was not is the new one.
    shipped = (ROOT / "config/integrad.yaml").read_text()
    machine.write("/etc/integrad/integrad.yaml", shipped + "log-level: debug\n")
    machine.write("/etc/integrad/sources.d/mine.yaml", SOURCES)
    done = machine.run("dpkg", "-i", f"/srv/{package.name}")
    assert done.returncode == 0, done.stderr
    assert machine.show("integrad", "ActiveState") == "active"
    assert machine.show("integrad", "MainPID") not in (process, "0")
    assert machine.run("tail", "-n1", "/etc/integrad/integrad.yaml").stdout == "log-level: debug\n"
    assert machine.run("cat", "/etc/integrad/sources.d/mine.yaml").stdout == SOURCES
    assert machine.run("cat", "/etc/integrad/sources.d/agencies.yaml").stdout == (ROOT / "config/sources.d/agencies.yaml").read_text()
    assert machine.run("integractl", "verify").returncode == 0
    assert machine.run("integractl", "changes", "--json", "--limit", "100000").stdout == head

    # Removed, its configuration and record stay; purged, the record does.
    files = machine.run("dpkg", "-L", "integrad").stdout.splitlines()
    done = machine.run("dpkg", "-r", "integrad")
    assert done.returncode == 0, done.stderr
    assert machine.show("integrad", "LoadState") == "not-found"
    assert machine.run("test", "-s", "/etc/integrad/integrad.yaml").returncode == 0
    done = machine.run("dpkg", "-P", "integrad")
    assert done.returncode == 0, done.stderr
    assert "the record is kept: /var/lib/integrad" in done.stdout
    assert machine.run("test", "-s", "/var/lib/integrad/integrad.db").returncode == 0
    assert machine.run("sh", "-c", 'for f; do [ -f "$f" ] && echo "$f"; done', "sh", *files).stdout == ""
    assert machine.run("cat", "/etc/integrad/sources.d/mine.yaml").stdout == SOURCES  # not ours to remove
    assert machine.run("find", "/lib/systemd", "/usr/lib", "/etc/systemd", "-name", "*integrad*").stdout == ""
