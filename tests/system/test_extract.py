"""integractl extract: from plain text, and as a stream of news items, where no id is ever left out."""
import json
import subprocess
import sys

import pytest

from daemon import BUILD, PATIENCE, ROOT, ctl

CORPUS = ROOT.parent / "shared/corpus"
needs_corpus = pytest.mark.skipif(not (CORPUS / "score.py").exists(), reason=f"no labelled corpus at {CORPUS}")

TEXT = "About 70% of the activities of the 28 union programmes have been carried out, President Lukashenko said."
TEXT_RU = "Полностью завершены 8 союзных программ из 28, сообщил Головченко."
LABELS = ("package", "subject", "measure", "stage", "unit", "value", "high", "total", "bound", "as_of", "modality", "speaker", "quote")


def item(id, text=TEXT, **fields):
    return {"id": id, "lang": "en", "published": "2023-01-12", "source": "Wire", "title": "Union State", "text": text, **fields}


def extract(lines, *args):
    return ctl("extract", "--corpus", *args, input="".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))


def test_plain_text_gives_one_object_with_its_claims():
    result = ctl("extract", "--lang", "en", "--published", "2023-01-12", "-", input=TEXT)
    assert result.code == 0
    (claim,) = result.json["claims"]
    assert all(field in claim for field in LABELS)
    assert {f: claim[f] for f in ("package", "subject", "measure", "stage", "unit", "value", "high", "total", "bound", "as_of", "modality")} == {
        "package": "2021-2023", "subject": "all", "measure": "activities", "stage": "completed", "unit": "percent", "value": 70,
        "high": None, "total": None, "bound": "about", "as_of": "2023-01-12", "modality": "actual"}
    assert claim["speaker"] == "Lukashenko" and claim["quote"] in TEXT
    assert TEXT.encode()[claim["offset"]:claim["offset"] + claim["length"]].decode() == claim["quote"]
    assert claim["status"] == "accepted" and 0.6 <= claim["confidence"] <= 1 and claim["trace"]


def test_it_runs_from_a_source_tree_whatever_the_working_directory(tmp_path):
    result = ctl("extract", "--published", "2023-01-12", input=TEXT, cwd=tmp_path)
    assert [c["value"] for c in result.json["claims"]] == [70]
    result = ctl("extract", input=TEXT, cwd=tmp_path, env={"INTEGRAD_CONFIG": "/nonexistent.yaml"})
    assert result.code == 2 and "/nonexistent.yaml" in result.err


def test_text_without_a_claim_gives_none_and_says_so_by_its_status():
    result = ctl("extract", input="Trade grew by 35%.")
    assert result.code == 1 and result.json == {"claims": []}


def test_a_text_in_windows_1251_is_read_too(tmp_path):
    path = tmp_path / "item.txt"
    path.write_bytes(TEXT_RU.encode("windows-1251"))
    result = ctl("extract", "--lang", "ru", "--published", "2023-03-27", path)
    assert [(c["value"], c["total"], c["unit"]) for c in result.json["claims"]] == [(8, 28, "count")]


def test_the_language_is_guessed_where_nobody_names_it():
    result = ctl("extract", "--published", "2023-03-27", input=TEXT_RU)
    assert [c["value"] for c in result.json["claims"]] == [8]


NO_CLAIMS = {
    "the course of the work": "Роман Головченко рассказал о ходе выполнения 28 союзных программ.",
    "a talk about the work": "The two sides discussed how the 28 union programmes are being carried out.",
    "a size": "The 28 union programmes were approved in November 2021.",
    "a question": "Правда ли, что выполнено 80% союзных программ?",
}


@pytest.mark.parametrize("name", NO_CLAIMS)
def test_what_only_sounds_like_a_claim_is_none(name):
    assert ctl("extract", "--published", "2023-03-27", input=NO_CLAIMS[name]).json == {"claims": []}


def test_every_id_has_its_line_in_order_and_the_same_line_each_time():
    items = [item("a"), item("b", "Nothing here."), item("c", TEXT_RU, lang="ru"), item(4), item("a")]
    first, second = extract(items), extract(items)
    assert first.code == 0 and first.err == "" and first.out == second.out
    assert [line["id"] for line in first.lines] == ["a", "b", "c", 4, "a"]
    assert [len(line["claims"]) for line in first.lines] == [1, 0, 1, 1, 1]


ODD_ITEMS = {
    "no text": {"id": 1},
    "nulls": item(1, None, title=None, lang=None, published=None, source=None),
    "wrong types": item(1, ["text"], title={"a": 1}, lang=7, published=20230112, source=False),
    "unknown language": item(1, lang="xx"),
    "empty": item(1, "", title=""),
    "a NUL": item(1, TEXT + "\x00" + TEXT),
    "half a surrogate pair": item(1, TEXT + "\ud83d and \udc00"),
    "a surrogate pair": item(1, TEXT + "😀"),
    "control characters": item(1, "".join(map(chr, range(32))) + TEXT),
    "very long": item(1, TEXT + " word" * 500_000),
    "one long word": item(1, "w" * 500_000 + "%"),
    "digits": item(1, "9" * 100_000 + "% of the activities of the 28 union programmes"),
    "percent signs": item(1, "%" * 100_000),
    "full stops": item(1, "28." * 50_000),
    "brackets": item(1, "(" * 100_000),
    "many numbers": item(1, "union programmes 28 of 28, 70% activities, " * 5_000),
    "precise time": item(1, published="2023-01-12T10:00:00+03:00"),
}


@pytest.mark.parametrize("name", ODD_ITEMS)
def test_an_odd_item_is_answered_and_so_is_the_next(name):
    result = extract([ODD_ITEMS[name], item("next")])
    assert result.code == 0, result.err
    assert [line["id"] for line in result.lines] == [1, "next"]
    assert len(result.lines[1]["claims"]) == 1


def test_broken_bytes_do_not_cost_the_item():
    line = json.dumps(item("bytes", TEXT + " Zürich"), ensure_ascii=False).encode("latin-1") + b"\n"
    result = ctl("extract", "--corpus", input=line)
    assert result.code == 0 and len(result.json["claims"]) == 1


def test_a_line_that_is_no_item_is_named_and_the_others_go_on():
    result = extract([item("a"), "{broken", "", item("b"), '{"text": "no id"}', "[]", item("c")])
    assert result.code == 1
    assert [line["id"] for line in result.lines] == ["a", "b", "c"]
    assert [f"line {n}:" in result.err for n in (2, 5, 6)] == [True] * 3
    assert "line 3:" not in result.err and len(result.err.splitlines()) == 3


def test_a_date_that_is_none_is_named_and_the_item_still_answered():
    result = extract([item("a", published="yesterday"), item("b")])
    assert result.code == 1 and "line 1:" in result.err and "yesterday" in result.err
    assert [line["id"] for line in result.lines] == ["a", "b"]


def test_answers_come_as_they_are_found():
    process = subprocess.Popen([BUILD / "integractl", "extract", "--corpus"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        for n in range(3):
            process.stdin.write(json.dumps(item(n)).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == n
    finally:
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
        process.stdout.close()


def test_a_reader_that_leaves_early_is_no_reason_to_complain(tmp_path):
    path = tmp_path / "items.jsonl"
    path.write_text("".join(json.dumps(item(n)) + "\n" for n in range(2000)))
    done = subprocess.run(f"'{BUILD}/integractl' extract --corpus '{path}' | head -1", shell=True, capture_output=True, timeout=PATIENCE)
    assert json.loads(done.stdout)["id"] == 0 and done.stderr == b""


def test_what_is_asked_wrongly_is_explained():
    for args, says in ((("--published", "soon"), "2023-04-05"), (("--corpus", "--title", "x"), "--title"), (("/nonexistent",), "/nonexistent"),
                       (("--config", "/nonexistent"), "/nonexistent")):
        result = ctl("extract", *args, input="")
        assert result.code in (1, 2) and says in result.err and len(result.err.splitlines()) == 1 and result.out == ""


def score(gold, *floors):
    done = subprocess.run([sys.executable, CORPUS / "score.py", CORPUS / gold, *floors, "--", BUILD / "integractl", "extract", "--corpus"],
                          capture_output=True, text=True, timeout=10 * PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr


# Floors only rise.


@needs_corpus
def test_the_seed_is_read_to_the_letter():
    score("seed.jsonl", "--min-strict-f1", "1", "--min-core-f1", "1")


@needs_corpus
def test_english_and_russian_items_keep_their_floor():
    score("dev.jsonl", "--lang", "en,ru", "--min-core-f1", "0.91", "--min-strict-f1", "0.9", "--min-core-precision", "0.94", "--max-false-alarms", "0.04")


@needs_corpus
def test_belarusian_items_keep_their_floor():
    score("dev.jsonl", "--lang", "be", "--min-core-f1", "0.9", "--min-strict-f1", "0.84", "--min-core-precision", "0.92", "--max-false-alarms", "0")
