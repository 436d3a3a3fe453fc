"""One report in many papers is one origin: copies of its text, and articles that say whose news it is; in every view."""
import json
import sqlite3

import pytest

SERIES = "2021-2023/all/activities/completed/degree"
REPORT = ("About 70% of the activities of the 28 union programmes have been carried out, Ivanova said on Thursday in Minsk. She named the gas "
          "market, transport services and taxes among the fields in which most has been done so far, and promised that the remaining roadmaps "
          "would be finished by the end of the year, as the heads of government had agreed.")
PAPERS = [
    ("BelTA (EN)", "en", REPORT),
    *((f"News {n}", "en", REPORT + " Read more." * (n % 2)) for n in range(1, 5)),
    ("Other", "en", "Ivanova has told how far they have got: about 70% of the activities of the 28 union programmes are done, BelTA reported."),
    ("Русская", "ru", "Выполнено около 70% мероприятий 28 союзных программ, заявила Иванова. Об этом сообщает БЕЛТА."),
    ("Беларуская", "be", "Выканана каля 70% мерапрыемстваў 28 саюзных праграм, заявіла Іванова, перадае БелТА."),
]
OWN = ("Own", "en", "I have counted them myself: about 70% of the activities of the 28 union programmes are done, says Petrov, an analyst.")


def articles(papers):
    return "".join(json.dumps({"title": "Union programmes", "text": text, "published": "2023-01-12", "url": f"http://paper{n}.test/70",
                               "source": outlet, "lang": language}) + "\n" for n, (outlet, language, text) in enumerate(papers))


@pytest.fixture
def printed(daemon):
    daemon.write()
    assert daemon.ctl("import", "-", input=articles(PAPERS)).code == 0
    return daemon


def line_of(result, words):
    return next(line for line in result.out.splitlines() if words in line)


def test_copies_and_credits_are_one_origin_in_every_view(printed, tmp_path):
    assert len(printed.rows("claims")) == 8
    for view in (("status",), ("history", "all"), ("changes",), ("claims",), ("report", "--published-by", "2023-01-12")):
        assert "1 of 8" in line_of(printed.ctl(*view), "≈70%"), view
        assert "ORIGINS" in printed.ctl(*view).out, view
    (current,) = printed.ctl("--json", "status").json["series"]
    for row in (current, printed.rows("changes")[0], printed.rows("claims")[0], printed.ctl("--json", "show", 1).json,
                *printed.ctl("--json", "report", "--published-by", "2023-01-12").json["series"]):
        assert (row["origins"], row["copies"]) == (1, 8), row
    assert "1 independent of 8 articles" in printed.ctl("show", 1).out
    assert {row["origin"] for row in map(json.loads, printed.ctl("export").out.splitlines())} == {1}
    copy = tmp_path / "copy.db"
    assert printed.ctl("export", "--format", "sqlite", "--output", copy).code == 0
    with sqlite3.connect(copy) as db:
        assert db.execute("SELECT origins, copies FROM current_figures").fetchall() == [(1, 8)]
        assert db.execute("SELECT DISTINCT origin FROM figure_history").fetchall() == [(1,)]
    assert printed.ctl("verify").code == 0 and printed.ctl("--json", "rebuild").json["count"] == 0


def test_who_counted_himself_is_another_origin(printed):
    assert printed.ctl("import", "-", input=articles([*PAPERS, OWN])).code == 0
    assert "2 of 9" in printed.ctl("status").out


def test_the_order_of_arrival_does_not_matter(daemon):
    daemon.write()
    for paper in reversed([*enumerate(PAPERS)]):
        number, (outlet, language, text) = paper
        row = json.loads(articles([(outlet, language, text)])) | {"url": f"http://paper{number}.test/70"}
        assert daemon.ctl("import", "-", input=json.dumps(row)).code == 0
    assert "1 of 8" in daemon.ctl("status").out
