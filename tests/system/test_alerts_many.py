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
    return len(counts), max(counts)


@pytest.mark.parametrize("general", [{}, {"wait": "1s"}], ids=["at once", "gathered"])
def test_ten_thousand_changes_at_once(daemon, web, receivers, general):
    one, other = receivers(), receivers()
    alerts(daemon, [hook(one, "one"), hook(other, "other")], [{"name": "old", "to": ["one", "other"], "kinds": ["backfill"]}], **general)
    daemon.source("feed", web.url("/feed.xml"), follow=False)
    tell(web, item(60))
    daemon.start().wait_event("start")
    done = daemon.ctl("--json", "import", "-", input="\n".join(map(figure, range(COUNT))), timeout=120)
    assert done.code == 0, done.err
    changes = sum(row["kind"] == "backfill" for row in daemon.rows("changes", "--kind", "backfill", "--limit", str(2 * COUNT)))
    assert changes == COUNT
    # the daemon takes them in parts: what comes after the last message of the hour waits for the next
    daemon.wait_for(lambda: told(daemon, "one") == told(daemon, "other") == (COUNT, 1) and one.messages and other.messages, "all changes", timeout=60)
    for receiver in (one, other):
        counts = [m.data["change_count"] for m in receiver.messages]
        assert sum(counts) <= COUNT and len(counts) <= CAP and len({m.id for m in receiver.messages}) == len(counts)
        last = receiver.messages[counts.index(max(counts))]
        # a slow daemon may have sent its last message of the hour before the great one is ready
        assert max(counts) > 10 or IS_SANITIZED
        if max(counts) <= 10:
            continue
        assert f"and {max(counts) - 10} more" in last.data["text"] and f"(and {max(counts) - 1} more)" in last.data["title"]
        assert len(last.data["changes"]) == 50 and len(last.body) < 200_000
    assert told(daemon, "one") == (COUNT, 1) and told(daemon, "other") == (COUNT, 1)
    assert IS_SANITIZED or peak_mib(daemon.process.pid) < MEMORY_MIB
