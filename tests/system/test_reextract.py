"""New rules over the stored articles: what changes is superseded, and what people decided stays."""
import json
import re
import shutil

import pytest

from daemon import ROOT

TEXT = {1: "About 70% of the activities of the 28 union programmes have been carried out, President Lukashenko said.",
        2: "Almost 80% of the activities of the 28 union programmes have been carried out, President Lukashenko said.",
        3: "Seven of the 28 union programmes have been completed, President Lukashenko said."}
DAY = {1: "2023-01-12", 2: "2023-04-05", 3: "2023-05-05"}


def article(number):
    return json.dumps({"url": f"https://example.org/{number}", "published": DAY[number], "outlet": "Paper", "lang": "en",
                       "title": "On the union programmes", "text": TEXT[number]})


@pytest.fixture(params=["by the daemon", "by integractl alone"])
def desk(daemon, request):
    """Three articles that the rules have read; once with a daemon, once without."""
    daemon.by_daemon = request.param == "by the daemon"
    daemon.write()
    if daemon.by_daemon:
        daemon.start()
        daemon.wait_event("start")
    result = daemon.ctl("import", "-", input="\n".join(map(article, TEXT)))
    assert result.code == 0, result.err
    if daemon.by_daemon:
        daemon.wait_for(lambda: len(daemon.rows("claims")) == 3, "the claims of three articles")
    assert {c["status"] for c in daemon.rows("claims")} == {"accepted"}
    return daemon


def new_rules(desk, **options):
    """Other options or lexicons: what the reader reads with from now on."""
    desk.options.update(options)
    desk.write()
    if desk.by_daemon:
        readers = len(desk.events("reader", level="info"))
        assert desk.ctl("reload").code == 0
        desk.wait_event("reader", readers + 1, level="info")  # what is read before goes by the old ones
        desk.wait_for(lambda: desk.ctl("--json", "reextract", "--dry-run").code == 0, "the new rules")


def without(desk, *words):
    """The English lexicon with these words taken out of it."""
    folder = desk.folder / "lexicon"
    shutil.copytree(ROOT / "config/lexicon", folder)
    for file in (folder / "en").glob("*.yaml"):
        text = file.read_text()
        for word in words:
            text = re.sub(word, "zzz" + word[-3:], text)
        file.write_text(text)
    return folder


def numbers(desk):
    return {c["id"]: (c["value"], c["status"]) for c in desk.rows("claims")}


def head(desk):
    return desk.ctl("--json", "status").json["ledger"]["head"]


def is_sound(desk):
    return desk.ctl("--json", "verify").json["sound"] and desk.ctl("--json", "rebuild").json["count"] == 0


def test_the_same_rules_change_nothing(desk):
    before = head(desk)
    assert desk.ctl("reextract", "--dry-run").out == "3 articles read again: 0 claims superseded, 0 new.\n"
    assert desk.ctl("reextract").out == "3 articles read again: 0 claims superseded, 0 new.\n"
    assert head(desk) == before


def test_a_higher_threshold_holds_what_was_accepted_and_a_lower_one_takes_it_back(desk):
    new_rules(desk, **{"accept-threshold": "0.99"})
    before = head(desk)
    differences = desk.rows("reextract", "--dry-run")
    assert [d["claim"] for d in differences] == [1, 2, 3] and all(d["now"].endswith(", held") for d in differences)
    shown = desk.ctl("reextract", "--dry-run").out
    assert "\n  - 2021-2023/all/activities/completed/degree ≈80% @2023-04-05" in shown and "Nothing was written" in shown
    assert head(desk) == before

    assert desk.ctl("--json", "reextract").json["superseded"] == 3
    assert sorted(numbers(desk).values()) == sorted([(v, s) for v in (70, 80, 7) for s in ("superseded", "held")])
    assert desk.ctl("--json", "status").json["series"] == []
    assert is_sound(desk)

    new_rules(desk, **{"accept-threshold": "0.6"})
    desk.ctl("reextract")
    assert sorted(v for v, s in numbers(desk).values() if s == "accepted") == [7, 70, 80]
    assert [(s["value"]) for s in desk.ctl("--json", "status").json["series"]] == [80, 7]
    assert desk.ctl("reextract").out == "3 articles read again: 0 claims superseded, 0 new.\n"
    assert is_sound(desk)


def test_the_ledger_says_which_rules_gave_way_to_which(desk):
    old = desk.ctl("--json", "show", 2).json
    new_rules(desk, **{"lexicon-dir": without(desk, "almost", "Almost")})
    desk.ctl("reextract")
    new = next(c for c in desk.rows("claims") if c["value"] == 80 and c["status"] == "accepted")
    assert (old["bound"], new["bound"]) == ("about", "exact") and new["lexicon"] != old["lexicon"]
    engine = new["engine"]
    assert engine == old["engine"] and re.fullmatch("engine-[0-9a-f]{8}", engine)
    (decision,) = desk.ctl("--json", "show", 2).json["decisions"]
    assert decision["verdict"] == "superseded" and decision["by_id"] == new["id"]
    assert decision["why"] == f"{engine} {old['lexicon']} → {engine} {new['lexicon']}"
    (entry,) = desk.rows("changes", "--kind", "retracted")
    assert entry["decision"]["why"] == decision["why"] and entry["claim"] == 2
    assert is_sound(desk)


def test_what_people_decided_stays_as_they_decided(desk):
    assert desk.ctl("confirm", 1).code == 0
    assert desk.ctl("reject", 2, "--why", "an old figure").code == 0
    assert desk.ctl("correct", 3, "--value", "8", "--why", "he was misheard").code == 0
    decided = numbers(desk)
    assert decided == {1: (70, "accepted"), 2: (80, "rejected"), 3: (7, "superseded"), 4: (8, "accepted")}
    new_rules(desk, **{"accept-threshold": "0.99", "lexicon-dir": without(desk, "almost", "Almost")})
    desk.ctl("reextract")
    after = numbers(desk)
    assert {id: after[id] for id in decided} == decided
    # what was rejected is read otherwise now: that waits for a person
    assert {v for id, v in after.items() if id not in decided} == {(80, "held")}
    assert is_sound(desk)


def test_imported_claims_are_nobodys_reading(desk):
    claim = {"url": "https://example.org/9", "published": "2023-05-05", "outlet": "Paper", "lang": "en", "title": "t",
             "text": TEXT[2], "package": "2021-2023", "subject": "all", "measure": "activities", "unit": "percent", "value": 85,
             "as_of": "2023-05-05"}
    assert desk.ctl("import", "-", input=json.dumps(claim)).code == 0
    before = numbers(desk)
    assert next(c for c in desk.rows("claims") if c["value"] == 85)["engine"] == "import"
    desk.ctl("reextract")
    assert numbers(desk) == before
