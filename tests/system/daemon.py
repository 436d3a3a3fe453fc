"""Runs the built programs: integrad in a folder of its own, integractl beside it."""
import json
import os
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("INTEGRAD_BUILD", ROOT / "build"))
IS_SANITIZED = "asan" in str(BUILD)
# sanitized programs are slow, and a busy machine is slower
PATIENCE = 60 if IS_SANITIZED else 20

QUICK = {
    "history": "no",
    "log-format": "json",
    "log-level": "debug",
    "allow-private": "yes",
    "interval-start": "1s",
    "interval-min": "1s",
    "interval-max": "1s",
    "backoff-max": "1s",
    "host-gap": "0",
    "packages-dir": ROOT / "config/packages",
    "lexicon-dir": ROOT / "config/lexicon",
    "sources-dir": "sources.d",
    "state-dir": "state",
}


class Result:
    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def lines(self):
        """The output as JSON, one object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def json(self):
        (line,) = self.lines
        return line


def ctl(*args, input=None, env=None, cwd=None, timeout=PATIENCE, program=BUILD / "integractl"):
    data = input.encode() if isinstance(input, str) else input
    done = subprocess.run([program, *map(str, args)], input=data, capture_output=True, timeout=timeout, cwd=cwd,
                          env={**os.environ, **(env or {})})
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    return Result(done)


def _ports():
    """Ports that the system gives to nobody by itself, and of those this worker's share, over and over."""
    ceiling = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    worker, workers = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]), int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1))
    while True:
        yield from range(10_000 + worker, ceiling, workers) or [0]


_PORTS = _ports()


def free_port():
    """One that nobody holds, nor takes before a program of the test does."""
    for port in _PORTS:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return probe.getsockname()[1]
            except OSError:
                continue


def outcome_of(poll):
    return poll.get("failure") or ("read" if "known" in poll else "unchanged")


class Daemon:
    """One configuration and one state; start() and kill() as often as a test likes."""

    def __init__(self, folder, program=None, ctl_program=None):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.program = program or BUILD / "integrad"
        self.ctl_program = ctl_program or BUILD / "integractl"
        self.config = self.folder / "integrad.yaml"
        self.state = self.folder / "state"
        self.options = dict(QUICK)
        self.sources = {}
        self.process = None
        self.log = []
        self.raw = []
        self.reports = []  # of sanitizers, over all starts
        self._news = threading.Condition()

    # configuration

    def source(self, key, *addresses, language="en", **fields):
        fields = {name.replace("_", "-"): value for name, value in fields.items()}
        self.sources[key] = {"key": key, "addresses": addresses, "language": language, "outlet": "agency", **fields}
        return self

    def write(self):
        folder = self.folder / "sources.d"
        folder.mkdir(exist_ok=True)
        # YAML takes JSON for its values
        entries = ["- " + json.dumps(fields, ensure_ascii=False) for fields in self.sources.values()]
        (folder / "test.yaml").write_text("\n".join(entries) + "\n")
        self.config.write_text("".join(f"{name}: {value}\n" for name, value in self.options.items()))

    # life

    def start(self, *args, write=True, env=None):
        assert not self.is_running()
        if write:
            self.write()
        with self._news:
            self.log, self.raw = [], []
        command = [str(self.program), "--foreground", "--config", str(self.config), "--state-dir", str(self.state), *args]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                                        cwd=self.folder, env={**os.environ, **(env or {})})
        self.reading = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self.reading.start()
        return self

    def _read(self, process):
        for line in process.stderr:
            text = line.decode(errors="replace").rstrip("\n")
            try:
                entry = json.loads(text)
            except ValueError:
                entry = {"event": "", "msg": text}
            with self._news:
                self.raw.append(text)
                if any(word in text for word in ("Sanitizer", "runtime error:")):
                    self.reports.append(text)
                self.log.append(entry if isinstance(entry, dict) else {"event": "", "msg": text})
                self._news.notify_all()

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def wait_end(self, timeout=PATIENCE):
        """The exit status; the log is complete afterwards."""
        self.process.stdout.close()
        code = self.process.wait(timeout)
        self.reading.join(timeout)
        self.process.stderr.close()
        return code

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        self.signal(signal.SIGTERM)
        return self.wait_end()

    def kill(self):
        self.process.kill()
        return self.wait_end()

    def once(self, *args, timeout=3 * PATIENCE):
        self.start("--once", *args)
        return self.wait_end(timeout)

    def close(self):
        """What every test ends with: it stops when it is asked to, and no sanitizer had anything to say."""
        if self.is_running():
            assert self.stop() == 0, "it did not stop in good order"
        assert self.reports == [], "\n".join(self.reports)

    # what it says

    def events(self, event=None, **fields):
        with self._news:
            return [e for e in self.log if event in (None, e.get("event")) and all(e.get(k) == v for k, v in fields.items())]

    def wait_for(self, condition, what="it", timeout=PATIENCE):
        """Until the condition gives something true; looks again at each line of the log, and ten times a second."""
        deadline = time.monotonic() + timeout
        while True:
            found = condition()
            if found:
                return found
            if time.monotonic() > deadline or not self.is_running():
                with self._news:
                    tail = "\n".join(self.raw[-40:])
                raise AssertionError(f"waited in vain for {what}; the log ends with\n{tail}")
            with self._news:
                self._news.wait(0.1)

    def wait_event(self, event, count=1, timeout=PATIENCE, **fields):
        def enough():
            found = [e for e in self.events(event, **fields) if event != "start" or e.get("level") != "error"]
            return found if len(found) >= count else None
        return self.wait_for(enough, f"{count} × {event} {fields}", timeout)

    def polls(self, source, outcome):
        """Polls of a source that ended so: "read", "unchanged", or the name of a failure."""
        return [e for e in self.events("poll", source=source) if outcome_of(e) == outcome]

    def wait_poll(self, source, outcome, count=1):
        self.wait_for(lambda: len(self.polls(source, outcome)) >= count, f"{count} × {source}: {outcome}")

    # what it knows

    def ctl(self, *args, **kwargs):
        return ctl("--config", self.config, "--state-dir", self.state, *args, program=self.ctl_program, **kwargs)

    def rows(self, *args):
        """The objects of a list; none is a proper answer too."""
        is_begun = bool(self.events("start"))
        result = self.ctl("--json", *args)
        no_record_yet = self.is_running() and not is_begun  # it is not there, or a schema is still being made
        assert result.code in (0, 1) or no_record_yet, result.err
        return result.lines

    def reader_pids(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]
