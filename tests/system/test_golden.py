"""Extraction by construction: short items of tests/golden/, in each language, written from what the language can say."""
import json

import pytest

from daemon import ROOT, ctl

GOLDEN = ROOT / "tests/golden"
FIELDS = ("package", "subject", "measure", "stage", "unit", "value", "high", "total", "bound", "as_of", "modality")
SAME = ("package", "subject", "unit", "value")

# What the engine cannot read yet. An id that it has learnt to read must go from here.
NOT_YET = {
    "en": {"en-148", "en-154", "en-174", "en-201", "en-217"},
    "ru": {"ru-138"},
    "be": {"be-104"},
}


def key(claim, fields=FIELDS):
    return tuple(float(v) if isinstance(v := claim.get(f), (int, float)) else v for f in fields)


def is_right(wanted, found):
    found = list(found)
    missing = []
    for claim in (c for c in wanted if not c.get("optional")):
        match = next((c for c in found if key(c) == key(claim)), None)
        found.remove(match) if match else missing.append(claim)
    for claim in (c for c in wanted if c.get("optional")):
        match = next((c for c in found if key(c, SAME) == key(claim, SAME)), None)
        if match:
            found.remove(match)
    return not missing and not found


@pytest.mark.parametrize("language", sorted(path.stem for path in GOLDEN.glob("*.jsonl")))
def test_each_construction_gives_its_claims(language):
    items = [json.loads(line) for line in (GOLDEN / f"{language}.jsonl").read_text().splitlines()]
    asked = "".join(json.dumps({k: v for k, v in item.items() if k not in ("claims", "tags")}) + "\n" for item in items)
    answers = {line["id"]: line["claims"] for line in ctl("extract", "--corpus", input=asked).lines}
    wrong = {item["id"] for item in items if not is_right(item["claims"], answers[item["id"]])}
    assert wrong == NOT_YET.get(language, set())


def test_no_two_items_have_one_id():
    for path in GOLDEN.rglob("*.jsonl"):
        ids = [json.loads(line)["id"] for line in path.read_text().splitlines()]
        assert sorted(set(ids)) == sorted(ids), path


@pytest.mark.parametrize("language", sorted(path.stem for path in (GOLDEN / "speakers").glob("*.jsonl")))
def test_each_figure_has_its_speaker_in_the_nominative(language):
    items = [json.loads(line) for line in (GOLDEN / "speakers" / f"{language}.jsonl").read_text().splitlines()]
    asked = "".join(json.dumps({k: v for k, v in item.items() if k != "speakers"}) + "\n" for item in items)
    answers = {line["id"]: line["claims"] for line in ctl("extract", "--corpus", "--all", input=asked).lines}
    found = {item["id"]: [[c["value"], c["speaker"]] for c in answers[item["id"]]] for item in items}
    assert found == {item["id"]: item["speakers"] for item in items}
