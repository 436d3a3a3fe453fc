"""What people decided goes with an export, and is decided in the record that imports it: who, when and why, and told apart from its own."""
import json

import pytest

from daemon import Daemon



def claim(n, value, **fields):
    return {"package": "2021-2023", "subject": "all", "measure": "activities", "stage": "completed", "unit": "percent", "value": value,
            "bound": "exact", "as_of": f"2023-0{n}-05", "modality": "actual", "speaker": "Ivanova", "quote": f"{value}%", "basis": "stated",
            "published": f"2023-0{n}-05", "url": f"http://paper.test/{n}", "outlet": "Paper", **fields}


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def first(daemon):
    """Claims 1 to 5: accepted; rejected; corrected to 81% (claim 6); held and confirmed; held."""
    daemon.write()
    rows = [claim(n, 50 + 10 * n, status="held" if n > 3 else "accepted") for n in range(1, 6)]
    rows[4]["value"] = 99
    rows[3]["value"] = 88
    assert daemon.ctl("import", "-", input=lines(*rows)).code == 0
    for decision in (("reject", 2, "--why", "he spoke of trade"), ("correct", 3, "--value", "81", "--why", "misprinted"), ("confirm", 4)):
        assert daemon.ctl(*decision).code == 0, decision
    return daemon


@pytest.fixture
def second(tmp_path):
    it = Daemon(tmp_path / "second")
    it.write()
    yield it
    it.close()


def picture(daemon):
    """What a record holds to be so: its current figures, and each claim with its status and decisions."""
    current = [(row["series"], row["figure"], row["as_of"]) for row in daemon.ctl("--json", "status").json["series"]]
    claims = [(row["url"], row["figure"], row["as_of"], row["status"], [(d["verdict"], d["who"], d["why"], d["at"]) for d in row["decisions"]])
              for row in map(json.loads, daemon.ctl("export").out.splitlines())]
    return current, sorted(claims)


def take_over(first, second):
    return second.ctl("import", "-", input=first.ctl("export", "--format", "json").out)


@pytest.mark.parametrize("is_running", [False, True], ids=["here", "by the daemon"])
def test_an_export_that_is_imported_makes_the_same_picture(first, second, is_running):
    if is_running:
        second.start()
        second.wait_event("start")
    result = take_over(first, second)
    assert result.code == 0 and ", 3 decisions, " in result.out, result.out + result.err
    assert picture(second) == picture(first)
    assert second.ctl("--json", "status").json["held"] == 1
    assert second.ctl("verify").code == 0 and second.ctl("--json", "rebuild").json["count"] == 0


def test_a_decision_that_was_taken_over_says_so(first, second):
    take_over(first, second)
    row = next(row for row in second.rows("claims") if row["url"].endswith("/2"))
    assert "in another record: he spoke of trade" in second.ctl("show", row["id"]).out
    (made,) = second.ctl("--json", "show", row["id"]).json["decisions"]
    (original,) = first.ctl("--json", "show", 2).json["decisions"]
    assert made["made"] == original["recorded"] and "made" not in original and made["who"] == original["who"]
    (entry,) = (row for row in second.rows("changes") if row["kind"] == "retracted" and row["decision"]["why"] == "he spoke of trade")
    assert entry["severity"] == "info" and entry["decision"]["made"] == original["recorded"]


def test_what_was_taken_over_once_is_not_a_second_time(first, second):
    take_over(first, second)
    before = picture(second), len(second.rows("changes"))
    result = take_over(first, second)
    assert "0 claims, 0 changes" in result.out and "decision" not in result.out, result.out
    assert (picture(second), len(second.rows("changes"))) == before
    result = take_over(second, first)  # and back, where all of it was made
    assert "0 claims, 0 changes" in result.out and "decision" not in result.out, result.out


def test_decisions_made_here_stay(first, second):
    undecided = [{name: value for name, value in row.items() if name != "decisions"} | {"status": "accepted"}
                 for row in map(json.loads, first.ctl("export").out.splitlines()) if row["url"].endswith("/2")]
    assert second.ctl("import", "-", input=lines(*undecided)).code == 0
    assert second.ctl("confirm", 1, "--why", "I was there").code == 0
    result = take_over(first, second)
    assert "Not taken over: 1 decision on claims that have been decided on here." in result.out, result.out
    assert second.ctl("--json", "show", 1).json["status"] == "accepted"


def test_a_decision_on_a_claim_that_is_open_here_is_taken_over(first, second):
    assert second.ctl("import", "-", input=lines(claim(1, 60), claim(2, 70))).code == 0
    take_over(first, second)
    assert picture(second) == picture(first)


def test_superseded_readings_are_left_out_and_counted(second):
    result = second.ctl("import", "-", input=lines(claim(1, 60, status="superseded"), claim(2, 70)))
    assert result.code == 0 and "1 claim," in result.out and "Left out: 1 superseded reading." in result.out, result.out
    assert len(second.rows("claims")) == 1


@pytest.mark.parametrize("decision, words", [
    ({"verdict": "superseded", "who": "a", "at": "2023-05-01T00:00:00Z"}, '"verdict" should be confirmed, rejected or corrected'),
    ({"verdict": "rejected", "who": "a", "at": "2023-05-01T00:00:00Z"}, '"why" should be there'),
    ({"verdict": "confirmed", "at": "2023-05-01T00:00:00Z"}, '"who" should be'),
    ({"verdict": "confirmed", "who": "a", "at": "2999-05-01T00:00:00Z"}, '"at" should be an instant that is past'),
    ({"verdict": "corrected", "who": "a", "why": "b", "at": "2023-05-01T00:00:00Z"}, '"fields" should be'),
    ("rejected", '"verdict" should be'),
])
def test_a_decision_that_is_none_is_a_mistake_of_its_line(second, decision, words):
    result = second.ctl("import", "-", input=lines(claim(1, 60), claim(2, 70, decisions=[decision])))
    assert result.code == 1 and "line 2: " in result.err and words in result.err, result.err
    assert second.ctl("status").out.count("%") == 0
