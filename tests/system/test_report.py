"""report: the picture of a past day, the same whenever and wherever it is asked for."""
import shutil

import pytest

from daemon import ROOT, Daemon, ctl

SERIES = "2021-2023/all/activities/completed/degree"


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    """A record with what was reported since 2022."""
    daemon = Daemon(tmp_path_factory.mktemp("past"))
    daemon.options |= {"history": "yes", "history-dir": ROOT / "config/history"}
    daemon.source("none", "http://127.0.0.1:9/")
    assert daemon.once() == 0
    return daemon


def figures(result):
    return {s["series"]: (s["figure"], s["as_of"]) for s in result.json["series"]}


def published_by(past, day):
    return figures(past.ctl("--json", "report", "--published-by", day)).get(SERIES)


def test_what_was_published_by_a_day_gives_the_picture_of_that_day(past):
    assert published_by(past, "2023-03-26") != published_by(past, "2023-03-27") == ("≈75%", "2023-03-27")
    assert published_by(past, "2023-03") == ("≈75%", "2023-03-27")
    assert published_by(past, "2021") is None
    assert published_by(past, "2024")[0] == "880 of 993"


def test_the_picture_of_a_day_to_come_is_that_of_status(past):
    status = past.ctl("--json", "status").json
    report = past.ctl("--json", "report", "--known-on", "9998").json
    keys = ("series", "id", "figure", "as_of", "origins", "copies", "claims", "speaker", "origin")
    take = lambda list_: [{k: s[k] for k in keys} for s in list_]
    # claims: status counts what was only restated too
    assert [{**s, "claims": 0} for s in take(report["series"])] == [{**s, "claims": 0} for s in take(status["series"])]
    assert report["ledger"]["head"] == status["ledger"]["head"]


def test_before_the_record_began_nothing_was_known(past):
    result = past.ctl("report", "--known-on", "2020-12-31")
    assert result.code == 1 and result.out == "" and "2020-12-31" in result.err
    empty = past.ctl("--json", "report", "--known-on", "2020-12-31").json
    assert empty["series"] == [] and empty["ledger"] == {"changes": 0, "head": "0" * 64}


@pytest.mark.parametrize("question", (("--known-on", "9998-06"), ("--published-by", "2023-03-27")))
@pytest.mark.parametrize("form", ((), ("--json",)))
def test_the_report_is_the_same_byte_for_byte_from_a_copy_elsewhere(past, tmp_path, question, form):
    first = past.ctl(*form, "report", *question)
    assert first.code == 0 and first.out
    assert past.ctl("backup", tmp_path / "copy.db").code == 0
    shutil.copy(tmp_path / "copy.db", tmp_path / "integrad.db")
    for env in ({"TZ": "Asia/Vladivostok", "LC_ALL": "ru_RU.UTF-8"}, {"TZ": "America/Lima", "LC_ALL": "C", "COLUMNS": "40"}):
        other = ctl("--config", past.config, "--state-dir", tmp_path, *form, "report", *question, env=env)
        assert other.out == first.out and other.code == 0


def test_a_known_moment_ends_the_day_in_utc(past):
    assert past.ctl("report", "--known-on", "2999-02").out.startswith("As integrad knew it at 2999-02-28T23:59:59Z:")
    assert past.ctl("report", "--known-on", "2999-02-03T04:05:06+03:00").out.startswith("As integrad knew it at 2999-02-03T01:05:06Z:")


@pytest.mark.parametrize("args", ((), ("--known-on", "2023", "--published-by", "2023"), ("--known-on", "yesterday"), ("--published-by", "2023-02-30")))
def test_one_question_and_a_date_are_needed(past, args):
    result = past.ctl("report", *args)
    assert result.code == 2 and "DATE" in result.err or "2026-01-31" in result.err
    assert len(result.err.splitlines()) == 1
