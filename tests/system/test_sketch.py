"""The engine knows no language: one that it has never heard of, sketched as data alone, is read too."""
import json

import pytest

from daemon import ROOT, ctl

SKETCH = ROOT / "tests/golden/sketch"
ITEMS = [json.loads(line) for line in (SKETCH / "uk.jsonl").read_text().splitlines()]
DEFAULTS = {"package": "2021-2023", "total": None, "high": None, "modality": "actual"}


def extract(*args, items=ITEMS):
    asked = "".join(json.dumps({"lang": "uk", **item}) + "\n" for item in items)
    result = ctl("--config", SKETCH / "integrad.yaml", "extract", "--corpus", *args, input=asked)
    assert result.code == 0, result.err
    return {line["id"]: line["claims"] for line in result.lines}


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["id"])
def test_a_sketched_language_is_read(item):
    wanted = [DEFAULTS | claim for claim in item["claims"]]
    found = extract(items=[item])[item["id"]]
    assert [{field: claim[field] for field in want} for claim, want in zip(found, wanted)] == wanted
    assert len(found) == len(wanted)


def test_a_sketched_language_is_guessed_too():
    assert extract("--lang", "xx") == extract()


def test_without_its_lexicon_nothing_of_it_is_known():
    asked = "".join(json.dumps(item) + "\n" for item in ITEMS)
    claims = [line["claims"] for line in ctl("extract", "--corpus", "--lang", "en", input=asked).lines]
    assert claims == [[]] * len(ITEMS)
