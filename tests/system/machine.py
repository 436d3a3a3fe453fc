"""A small machine of our own: systemd, booted by systemd-nspawn on an overlay of this one's files. Nothing is written here."""
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

CGROUP = next((p for p in (Path("/sys/fs/cgroup/unified"), Path("/sys/fs/cgroup")) if (p / "cgroup.procs").exists()), None)
BOOT_S = 60


class NotPossible(Exception):
    """Why there can be no such machine here."""


def sh(*command, **more):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)


def must(*command):
    done = sh(*command)
    if done.returncode != 0:
        raise NotPossible(f"{command[0]}: {(done.stderr or done.stdout).strip()}")


class Machine:
    def __init__(self, folder):
        self.folder, self.name = Path(folder), f"integrad-test-{os.getpid()}"
        self.root = self.folder / "root"
        self.nspawn = self.leader = None
        self.writes = 0
        if os.geteuid() != 0:
            raise NotPossible("only root can boot a machine")
        if not shutil.which("systemd-nspawn"):
            raise NotPossible("systemd-nspawn is not installed (package systemd-container)")
        if not CGROUP:
            raise NotPossible("there is no cgroup2")
        self.folder.mkdir(parents=True)
        must("mount", "-t", "tmpfs", "tmpfs", self.folder)
        try:
            for part in ("upper", "work", "root"):
                (self.folder / part).mkdir()
            must("mount", "-t", "overlay", "overlay", "-o",
                 f"lowerdir=/,upperdir={self.folder / 'upper'},workdir={self.folder / 'work'}", self.root)
            (self.root / "etc/machine-id").write_text("")
        except BaseException:
            self.close()
            raise

    def boot(self):
        group = CGROUP / self.name
        group.mkdir(exist_ok=True)
        log = open(self.folder / "console", "wb")
        self.nspawn = subprocess.Popen(
            ["sh", "-c", f'echo $$ >{group}/cgroup.procs && exec "$@"', "sh", "systemd-nspawn", "--quiet", "--register=no", "--keep-unit",
             "--private-network", "--boot", f"--directory={self.root}", f"--machine={self.name}", "--console=pipe"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, "UNIFIED_CGROUP_HIERARCHY": "1"}, start_new_session=True)
        self.wait(self._is_up, "the machine to boot", NotPossible)

    def _is_up(self):
        if self.nspawn.poll() is not None:
            raise NotPossible("systemd-nspawn: " + (self.folder / "console").read_text(errors="replace")[-300:].strip())
        children = Path(f"/proc/{self.nspawn.pid}/task/{self.nspawn.pid}/children").read_text().split()
        self.leader = children[0] if children else None
        return self.leader and self.run("systemctl", "is-system-running").stdout.strip() in ("running", "degraded")

    def wait(self, fact, what, error=AssertionError, seconds=BOOT_S):
        until = time.monotonic() + seconds
        while not (is_so := fact()):
            if time.monotonic() > until:
                raise error(f"waited {seconds} s for {what}")
            time.sleep(0.1)
        return is_so

    def run(self, *command, timeout=BOOT_S):
        return sh("nsenter", "-t", self.leader, "-m", "-u", "-i", "-n", "-p", "--", *command, timeout=timeout)

    def systemctl(self, *command):
        return self.run("systemctl", *command)

    def show(self, unit, name):
        return self.systemctl("show", unit, "-P", name).stdout.strip()

    def journal(self, *fields):
        out = self.run("journalctl", "-o", "json", "--no-pager", *fields).stdout
        return [json.loads(line) for line in out.splitlines()]

    def write(self, path, text):
        """A file of the machine, as it runs: through its own root."""
        place = Path(f"/proc/{self.leader}/root") / path.lstrip("/") if self.leader else self.root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        self.writes += 1  # its time to the second is all that a plain server goes by
        os.utime(place, (time.time() + 2 * self.writes,) * 2)

    def close(self):
        if self.nspawn and self.nspawn.poll() is None:
            if self.leader:
                sh("kill", "-KILL", self.leader)
            try:
                self.nspawn.wait(10)
            except subprocess.TimeoutExpired:
                self.nspawn.kill()
                self.nspawn.wait()
        for place in (self.root, self.folder):
            sh("umount", "-R", "-l", place)
        if CGROUP:
            for group in sorted(CGROUP.glob(f"{self.name}/**/"), reverse=True):
                try:
                    group.rmdir()
                except OSError:
                    pass  # something of it is still dying
