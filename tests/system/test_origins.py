"""One report in many papers is one origin: copies of its text, and articles that say whose news it is; in every view."""
import json
import shutil
import sqlite3
import subprocess

import pytest

from daemon import BUILD, ROOT
from feeds import Item, rss
from news_server import Reply

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


# None of them is the agency's own.
CREDITING = [
    ("Morning Post", "en", "According to the minister, about 70% of the activities of the 28 union programmes have been carried out, TASS reported. "
                           "Much is left to do in the field of taxes."),
    ("Утро", "ru", "Как сообщает ТАСС, выполнено около 70% мероприятий 28 союзных программ. Об этом в четверг рассказал министр в Минске."),
    ("Раніца", "be", "Выканана каля 70% мерапрыемстваў 28 саюзных праграм, заявіў міністр, перадае ТАСС. Пра падаткі гаворка яшчэ ідзе."),
    ("Weekly", "en", "MOSCOW, January 12. /TASS/. The neighbours have got further than many thought. They say so themselves: about 70% of the activities "
                     "of the 28 union programmes are done."),
]
MINISTRY = ("Observer", "en", "About 70% of the activities of the 28 union programmes have been carried out so far, as the press service of the ministry "
                              "reported to readers of this paper.")


@pytest.mark.parametrize("papers", [[*CREDITING, MINISTRY], [MINISTRY, *CREDITING[::-1]]], ids=["forward", "backward"])
@pytest.mark.parametrize("is_running", [False, True], ids=["here", "by the daemon"])
def test_papers_that_credit_one_agency_are_one_origin_without_its_own_article(daemon, papers, is_running):
    daemon.write()
    if is_running:
        daemon.start()
        daemon.wait_event("start")
    for paper in papers:
        row = json.loads(articles([paper])) | {"url": f"http://{paper[1]}.test/{len(paper[2])}"}
        assert daemon.ctl("import", "-", input=json.dumps(row)).code == 0
    daemon.wait_for(lambda: len(daemon.rows("claims")) == 5, "the claims of five papers")
    assert "2 of 5" in line_of(daemon.ctl("status"), "≈70%")
    origins = {row["outlet"]: row["origin"] for row in map(json.loads, daemon.ctl("export").out.splitlines())}
    assert len({origins[paper[0]] for paper in CREDITING}) == 1 and origins["Observer"] != origins["Weekly"]
    assert daemon.ctl("verify").code == 0 and daemon.ctl("--json", "rebuild").json["count"] == 0


def test_polled_papers_that_credit_one_agency_are_one_origin(daemon, web):
    for n, (outlet, language, text) in enumerate(CREDITING):
        link = f"http://paper{n}.test/70"
        web.put(f"/{n}", Reply(rss(outlet, [Item("Union programmes", text, link)], language)))
        daemon.source(f"paper{n}", web.url(f"/{n}"), language=language, name=outlet, outlet="newspaper", follow=False)
    assert daemon.once() == 0
    assert len(daemon.rows("claims")) == 4
    assert "1 of 4" in line_of(daemon.ctl("status"), "≈70%")


def test_an_agency_that_is_added_later_joins_what_is_read_again(daemon, tmp_path):
    lexicon = tmp_path / "lexicon"
    shutil.copytree(ROOT / "config/lexicon", lexicon)
    speakers = lexicon / "en/speakers.yaml"
    words = speakers.read_text()
    assert words.count("agencies: {TASS,") == 1
    speakers.write_text(words.replace("agencies: {TASS,", "agencies: {"))
    for language in ("ru", "be"):
        other = lexicon / language / "speakers.yaml"
        other.write_text(other.read_text().replace("ТАСС: TASS", "Нетакого: None"))
    daemon.options["lexicon-dir"] = lexicon
    daemon.write()
    assert daemon.ctl("import", "-", input=articles(CREDITING)).code == 0
    assert daemon.ctl("--json", "status").json["series"][0]["origins"] == 4
    speakers.write_text(words)
    assert daemon.ctl("reextract").code == 0
    assert "1 of 4" in line_of(daemon.ctl("status"), "≈70%")
    assert daemon.ctl("verify").code == 0 and daemon.ctl("--json", "rebuild").json["count"] == 0


def test_a_form_of_an_agency_that_no_text_can_have_is_a_mistake(daemon, tmp_path):
    lexicon = tmp_path / "lexicon"
    shutil.copytree(ROOT / "config/lexicon", lexicon)
    (lexicon / "en/agencies.yaml").write_text("language: en\nagencies:\n  tass|belta: TASS\n  BelTA: BelTA\n")
    daemon.options["lexicon-dir"] = lexicon
    daemon.write()
    done = subprocess.run([BUILD / "integrad", "--config", daemon.config, "--check"], capture_output=True, text=True)
    assert done.returncode == 1 and "agencies.yaml:3:" in done.stdout + done.stderr and "Interfax*" in done.stdout + done.stderr
