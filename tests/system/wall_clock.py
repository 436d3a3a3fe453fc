"""A wall clock that a test sets under a running daemon: the one that is built with tests/faults/clock.c."""
import datetime
import struct
import time

from daemon import BUILD, Daemon

PROGRAM = BUILD / "test/integrad"


class Clock:
    """Runs on by itself from what it was last set to; the daemon sees that the next time it looks."""

    def __init__(self, path):
        self.path = path
        self.step_s = 0
        path.write_bytes(bytes(8))

    def _write(self):
        with open(self.path, "r+b") as file:
            file.write(struct.pack("=q", self.step_s))

    def step(self, **delta):
        self.step_s += int(datetime.timedelta(**delta).total_seconds())
        self._write()

    def set(self, text):
        """To a moment as in 2026-10-25T07:00:00Z."""
        self.step_s = int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() - time.time()) + 1
        self._write()


class ClockedDaemon(Daemon):
    def __init__(self, folder):
        super().__init__(folder, program=PROGRAM)
        self.clock = Clock(self.folder / "clock")

    def start(self, *args, **kwargs):
        return super().start(*args, env={"INTEGRAD_TEST_CLOCK": str(self.clock.path)}, **kwargs)

    def look(self):
        """The sinks look at the clock now, and not within a minute; afterwards they have."""
        count = len(self.events("reload"))
        assert self.ctl("reload").code == 0
        self.wait_event("reload", count + 1)
        self.ctl("alerts")  # an answer of another turn of the loop
