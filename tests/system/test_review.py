"""People decide: confirm, reject, correct; by the daemon where it runs, else under its lock."""
import fcntl
import json
import os
import pty
import pwd
import re
import select
import sqlite3
import struct
import termios

import pytest

from daemon import BUILD, PATIENCE

SERIES = "2021-2023/all/activities/completed/degree"
ME = pwd.getpwuid(os.getuid()).pw_name


def line(number, published, value, **fields):
    return json.dumps({"url": f"https://example.org/{number}", "published": published, "outlet": f"Paper {number}", "package": "2021-2023",
                       "subject": "all", "measure": "activities", "unit": "percent", "value": value, "as_of": published,
                       "speaker": "Ivanova", "quote": f"{value}%", **fields})


THREE = "\n".join([line(1, "2023-01-12", 70), line(2, "2023-04-05", 80), line(3, "2023-06-08", 90, status="held", confidence=0.5)])


@pytest.fixture(params=["by the daemon", "by integractl alone"])
def desk(daemon, request):
    """A record of three claims, the last of them held; once with a daemon, once without."""
    daemon.write()
    if request.param == "by the daemon":
        daemon.start()
        daemon.wait_event("start")
    result = daemon.ctl("import", "-", input=THREE)
    assert result.code == 0, result.err
    return daemon


def current(desk):
    return [(s["value"], s["as_of"]) for s in desk.ctl("--json", "status").json["series"]]


def newest(desk, count):
    return [(c["kind"], c["old"] and c["old"]["value"], c["new"]["value"]) for c in desk.rows("changes")[-count:]]


def is_sound(desk):
    result = desk.ctl("--json", "verify")
    return result.code == 0 and result.json["sound"] and desk.ctl("--json", "rebuild").json["count"] == 0


def test_a_held_claim_is_confirmed_and_becomes_current(desk):
    assert desk.ctl("--json", "status").json["held"] == 1
    result = desk.ctl("confirm", 3, "--why", "the title says so")
    assert result.code == 0 and result.out.startswith("claim 3 is confirmed\n"), result.err
    assert current(desk) == [(90, "2023-06-08")]
    assert newest(desk, 2) == [("confirmed", None, "90"), ("backfill", "80", "90")]
    assert desk.ctl("--json", "status").json["held"] == 0
    shown = desk.ctl("--json", "show", 3).json
    (decision,) = shown["decisions"]
    assert shown["status"] == "accepted"
    assert (decision["verdict"], decision["who"], decision["why"]) == ("confirmed", ME, "the title says so")
    assert f"confirmed, {ME}" in desk.ctl("show", 3).out
    assert is_sound(desk)


def test_the_current_figure_is_rejected_and_the_one_before_holds(desk):
    assert desk.ctl("reject", 2).code == 2  # a reason is needed
    answer = desk.ctl("--json", "reject", 2, "--why", "he spoke of trade").json
    assert [c["kind"] for c in answer["changes"]] == ["retracted", "revised"]
    assert current(desk) == [(70, "2023-01-12")]
    assert [c["id"] for c in desk.rows("claims", "--status", "rejected")] == [2]
    assert [p["value"] for p in desk.rows("history", "all")] == [70]
    (retracted,) = desk.rows("changes", "--kind", "retracted")
    assert retracted["decision"]["why"] == "he spoke of trade" and retracted["claim"] == 2
    if desk.is_running():
        (logged,) = desk.wait_event("change", change="retracted")
        assert (logged["who"], logged["why"], logged["claim"]) == (ME, "he spoke of trade", 2)
    assert "he spoke of trade" in desk.ctl("changes", "--kind", "retracted").out
    again = desk.ctl("reject", 2, "--why", "still")
    assert again.code == 1 and again.err == "integractl: claim 2 is rejected already\n"
    assert is_sound(desk)


def test_a_claim_is_confirmed_once(desk):
    assert desk.ctl("confirm", 3, "--why", "the title says so").code == 0
    before = desk.rows("changes")
    again = desk.ctl("confirm", 3)
    assert again.code == 1 and re.fullmatch(rf"integractl: claim 3 is confirmed already, by {ME} at [0-9TZ:-]+; nothing was written\n", again.err)
    assert desk.rows("changes") == before and len(desk.ctl("--json", "show", 3).json["decisions"]) == 1
    assert desk.ctl("reject", 3, "--why", "it was trade").code == 0
    assert desk.ctl("confirm", 3).code == 0  # the last decision counts
    assert is_sound(desk)


def test_only_leaves_the_copies_as_they_were(desk):
    lines = [line(n, "2023-08-01", 95, status="held", confidence=0.4, origin=7) for n in (11, 12)]
    assert desk.ctl("import", "-", input="\n".join(lines)).code == 0
    first, second = (c["id"] for c in reversed(desk.rows("claims", "--status", "held")[:2]))
    assert desk.ctl("confirm", first, "--only").code == 0
    assert [c["id"] for c in desk.rows("claims", "--status", "held")] == [second, 3]
    assert desk.ctl("confirm", first).out.startswith(f"claim {first} is confirmed, and 1 copy with it\n")
    assert [c["id"] for c in desk.rows("claims", "--status", "held")] == [3]


def test_a_correction_supersedes_and_rewrites_nothing(desk):
    before = desk.ctl("--json", "show", 2).json
    answer = desk.ctl("--json", "correct", 2, "--as-of", "2023-03", "--value", "75", "--why", "the month is in the title").json
    assert answer["by"] == 4
    old, new = desk.ctl("--json", "show", 2).json, desk.ctl("--json", "show", 4).json
    assert (old["status"], new["status"], new["engine"]) == ("superseded", "accepted", "person")
    assert (new["value"], new["as_of"], new["quote"], new["url"]) == (75, "2023-03", old["quote"], old["url"])
    assert {k: old[k] for k in before if k not in ("status", "decisions", "changes", "siblings", "origins", "copies")} == \
           {k: before[k] for k in before if k not in ("status", "decisions", "changes", "siblings", "origins", "copies")}
    assert current(desk) == [(75, "2023-03")]
    assert is_sound(desk)


@pytest.mark.parametrize("arguments, code, words", [
    (("correct", 2, "--why", "x"), 2, "correct needs a field"),
    (("correct", 2, "--value", "80"), 2, "correct needs a reason"),
    (("correct", 2, "--value", "80", "--why", "x"), 1, "nothing differs"),
    (("correct", 2, "--value", "many", "--why", "x"), 1, '"value" should be a number'),
    (("correct", 2, "--subject", "gas-markt", "--why", "x"), 1, "did you mean gas-market?"),
    (("correct", 2, "--package", "2031", "--why", "x"), 1, "no package is called 2031"),
    (("correct", 2, "--as-of", "2099-01", "--why", "x"), 1, "a time after its publication"),
    (("confirm", 77), 1, "no claim has the number 77"),
    (("confirm", "two"), 2, "takes a claim's number"),
])
def test_what_makes_no_sense_is_refused_in_one_line(desk, arguments, code, words):
    head = desk.ctl("--json", "status").json["ledger"]["head"]
    result = desk.ctl(*arguments)
    assert result.code == code and words in result.err and result.err.count("\n") == 1
    assert desk.ctl("--json", "status").json["ledger"]["head"] == head


TEXT = "Earlier he spoke of trade. By then 90% of the activities were done, he said. Then they left."
HELD = line(3, "2023-06-08", 90, status="held", confidence=0.5, text=TEXT, offset=TEXT.index("90%"), length=3)
DOUBTS = "\n".join([HELD, line(4, "2023-07-01", 95, status="held", confidence=0.4), line(5, "2023-08-01", 97, status="held", confidence=0.3)])


@pytest.fixture
def doubts(daemon):
    daemon.write()
    assert daemon.ctl("import", "-", input=DOUBTS).code == 0
    return daemon


def statuses(daemon):
    return {c["id"]: c["status"] for c in daemon.rows("claims")}


def test_review_shows_each_held_claim_and_does_what_the_keys_say(doubts):
    result = doubts.ctl("review", input="c\nr\nno figure\ns\n")
    assert result.code == 0 and result.err == ""
    assert "1 of 3 · claim 1\n" in result.out and "says      By then [90%] of the activities were done, he said.\n" in result.out
    assert "confidence 0.500, the threshold is 0.600" in result.out
    assert result.out.endswith("1 confirmed, 0 corrected, 1 rejected, 1 skipped; 1 still held.\n")
    assert statuses(doubts) == {1: "accepted", 2: "rejected", 3: "held"}
    assert is_sound(doubts)


def test_review_corrects_a_field_and_forgives_mistakes(doubts):
    keys = ["x", "e", "vlaue", "value", "many", "", "a slip", "e", "value", "91", "as_of", "2023-06", "", "the month", "q"]
    result = doubts.ctl("review", input="\n".join(keys) + "\n")
    assert "did you mean value?" in result.out and '"value" should be a number' in result.err
    assert "claim 1 is corrected: claim 4 stands in its place" in result.out
    assert statuses(doubts) == {1: "superseded", 2: "held", 3: "held", 4: "accepted"}
    assert (doubts.ctl("--json", "show", 4).json["value"], doubts.ctl("--json", "show", 4).json["as_of"]) == (91, "2023-06")


def test_review_without_a_reason_rejects_nothing_and_ends_with_its_input(doubts):
    assert doubts.ctl("review", input="r\n\n").code == 0
    assert set(statuses(doubts).values()) == {"held"}
    answers = doubts.ctl("--json", "review", input="c\nc\nc\n").lines
    assert [a["verdict"] for a in answers] == ["confirmed"] * 3
    nothing = doubts.ctl("review")
    assert nothing.code == 1 and nothing.err == "integractl: no claim waits for a person\n"


def test_review_on_a_terminal_takes_keys_and_fits_its_width(doubts):
    command = [BUILD / "integractl", "--config", doubts.config, "--state-dir", doubts.state, "review"]
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 50, 0, 0))
        os.execve(command[0], list(map(str, command)), {**os.environ, "TERM": "xterm", "NO_COLOR": ""})
    os.write(terminal, b"cq")
    out = b""
    while select.select([terminal], [], [], PATIENCE)[0]:
        try:
            out += os.read(terminal, 65536)
        except OSError:
            break
    os.waitpid(pid, 0)
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", text) for text in out.decode().replace("\r", "").split("\n")]
    shown = [text for text in lines if text.startswith(("says", "held", "          "))]
    assert shown and max(map(len, shown)) <= 50
    assert statuses(doubts)[1] == "accepted" and statuses(doubts)[2] == "held"


def test_machines_follow_by_the_number_of_a_change_whatever_it_looks_like(desk):
    ids = [c["id"] for c in desk.rows("changes")]
    assert [c["id"] for c in desk.rows("changes", "--since", ids[0])] == ids[1:]
    assert desk.rows("changes", "--since", ids[-1]) == [] and desk.rows("changes", "--since", "1234") == []
    assert [c["id"] for c in desk.rows("changes", "--since", "2026-01-01")] == ids
    result = desk.ctl("changes", "--since", "2026")
    assert result.code == 1 and "the year is --since 2026-01-01" in result.err


def test_without_a_record_there_is_nothing_to_decide(daemon):
    daemon.write()
    result = daemon.ctl("confirm", 1)
    assert result.code == 4 and "no database" in result.err
    assert not (daemon.state / "integrad.db").exists()


def test_rebuild_mends_what_was_derived_and_says_so(desk):
    assert desk.ctl("rebuild").out.startswith("nothing differed")
    with sqlite3.connect(desk.state / "integrad.db") as db:
        db.execute("UPDATE series SET current_id = 1, claim_count = 9")
        db.execute("INSERT INTO verdicts VALUES (1, 'rejected')")
        db.execute("UPDATE articles SET origin_id = 1")
    db.close()
    assert desk.ctl("verify").code == 1
    head = desk.ctl("--json", "status").json["ledger"]["head"]
    mended = desk.ctl("--json", "rebuild").json["mended"]
    assert len(mended) == 5 and all(m.endswith(": mended") for m in mended)
    assert current(desk) == [(80, "2023-04-05")]
    assert is_sound(desk) and desk.ctl("--json", "status").json["ledger"]["head"] == head
