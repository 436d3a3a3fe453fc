"""Ten thousand changes at once: each is told once, a person gets no more messages than the cap, and the daemon goes on."""
import datetime
import json
import re
import sqlite3
from pathlib import Path

import pytest

from daemon import IS_SANITIZED, ROOT
from test_alerts import alerts, hook, item, receivers, tell  # noqa: F401

COUNT = 1_000 if IS_SANITIZED else 10_000
MEMORY_MIB = 320  # most of it is what the import of so many takes
BOUND_S = 600  # of a machine that has much else to do; an idle one needs 10
CAP = 30  # messages an hour, where nobody says otherwise
SUBJECTS = re.findall(r"^\s*- key: (\S+)", (ROOT / "config/packages/2021-2023.yaml").read_text(), re.M)
SERIES = [(subject, measure, stage) for subject in SUBJECTS for measure in ("activities", "programmes") for stage in ("completed", "in_progress")]


def figure(number):
    """No two of a series are of the same day, so none is a copy."""
    subject, measure, stage = SERIES[number % len(SERIES)]
    day = datetime.date(2022, 1, 1) + datetime.timedelta(days=number // len(SERIES))
    return json.dumps({"package": "2021-2023", "subject": subject, "measure": measure, "stage": stage, "unit": "percent",
                       "value": number // len(SERIES) + 1, "as_of": day.isoformat(), "published": day.isoformat(), "speaker": f"Speaker {number}",
                       "url": f"https://news.test/{number}", "outlet": f"Outlet {number}"})


def peak_mib(pid):
    return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def told(daemon, sink):
    """How many changes the record says that the sink was or will be told, and how often the most told one."""
    with sqlite3.connect(f"file:{daemon.state}/integrad.db?mode=ro", uri=True) as record:
        counts = [n for (n,) in record.execute("SELECT count(*) FROM alert_changes c JOIN alerts a ON a.id = c.alert_id"
                                               " WHERE a.sink = ? AND a.state IN ('sent', 'waiting') GROUP BY c.change_id", (sink,))]
    return len(counts), max(counts, default=0)


def sizes(receiver):
    return [m.data["change_count"] for m in receiver.messages]


def has_its_hour(receiver, count):
    """It has the message that has others in it than those of its series, or as many as an hour has."""
    return len(receiver.messages) >= CAP or max(sizes(receiver), default=0) > max(10, count // len(SERIES) + 1)


# What gathers takes the same ways but one, which a fifth of them shows as well.
@pytest.mark.parametrize("general, count", [({}, COUNT), ({"wait": "1s"}, COUNT // 5)], ids=["at once", "gathered"])
def test_ten_thousand_changes_at_once(daemon, web, receivers, general, count):
    one, other = receivers(), receivers()
    alerts(daemon, [hook(one, "one"), hook(other, "other")], [{"name": "old", "to": ["one", "other"], "kinds": ["backfill"]}], **general)
    daemon.source("feed", web.url("/feed.xml"), follow=False)
    tell(web, item(60))
    daemon.start().wait_event("start")
    done = daemon.ctl("--json", "import", "-", input="\n".join(map(figure, range(count))), timeout=BOUND_S)
    assert done.code == 0, done.err
    changes = daemon.ctl("--json", "changes", "--kind", "backfill", "--limit", str(2 * count), timeout=BOUND_S).lines
    assert len(changes) == count
    # the daemon takes them in parts: what comes after the last message of the hour waits for the next
    daemon.wait_for(lambda: has_its_hour(one, count) and has_its_hour(other, count), "the messages of an hour", timeout=BOUND_S)
    daemon.wait_for(lambda: told(daemon, "one") == told(daemon, "other") == (count, 1), "all changes", timeout=BOUND_S)
    for receiver in (one, other):
        counts = sizes(receiver)
        assert sum(counts) <= count and len(counts) <= CAP and len({m.id for m in receiver.messages}) == len(counts)
        last = receiver.messages[counts.index(max(counts))]
        # a slow daemon may have sent its last message of the hour before the great one is ready
        assert max(counts) > 10 or IS_SANITIZED
        if max(counts) <= 10:
            continue
        assert f"and {max(counts) - 10} more" in last.data["text"] and f"(and {max(counts) - 1} more)" in last.data["title"]
        assert len(last.data["changes"]) == min(50, max(counts)) and len(last.body) < 200_000
    assert IS_SANITIZED or peak_mib(daemon.process.pid) < MEMORY_MIB
