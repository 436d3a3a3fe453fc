"""integractl explain: a text with each number marked, and what is behind it."""
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios

import pytest

from daemon import BUILD, PATIENCE, ctl
from news_server import Reply

TITLE = "Union State programmes are 80% complete"
TEXT = ("About 80% of the activities of the 28 union programmes had been carried out by 1 April 2023, the deputy minister Anna Vasilkova said. "
        "Trade between the two countries grew by 35%.\n\n"
        "By the end of the year 90% of the activities are to be carried out. Call +375 17 123-45-67.\n")
ASKED = ("explain", "--lang", "en", "--published", "2023-04-05")


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    return path


def numbers(result):
    assert result.code == 0, result.err
    return {n["text"]: n for n in result.lines}


def on_a_terminal(*args, columns=80, cwd=None, **env):
    """What the command writes to a terminal of so many columns."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"} | env
    process = subprocess.Popen([BUILD / "integractl", *map(str, args)], stdout=follower, stdin=subprocess.DEVNULL, env=environment,
                               cwd=cwd)
    os.close(follower)
    out = b""
    try:
        while block := os.read(leader, 65536):
            out += block
    except OSError:  # EIO: the other side is closed
        pass
    os.close(leader)
    assert process.wait(PATIENCE) == 0
    return out.decode().replace("\r\n", "\n")


def test_json_is_one_object_a_number_in_the_order_of_the_text(article):
    result = ctl(*ASKED, "--json", "--title", TITLE, article)
    assert result.code == 0 and result.err == ""
    places = [(not n["in_title"], n["offset"]) for n in result.lines]
    assert places == sorted(places) and result.lines[0]["in_title"]
    for n in result.lines:
        assert list(n) == ["offset", "length", "in_title", "text", "taken", "claim", "reason", "words"]
        whole = (TITLE if n["in_title"] else TEXT).encode()
        assert whole[n["offset"]:n["offset"] + n["length"]].decode() == n["text"]
        assert n["taken"] == (n["claim"] is not None) == (n["reason"] is None)
        assert n["words"] is None or not n["taken"] and n["words"] in TITLE + TEXT


def test_every_number_is_there_and_says_why(article):
    found = numbers(ctl(*ASKED, "--json", article))
    assert {text: n["taken"] for text, n in found.items() if n["taken"]} == {"80%": True, "90%": True}
    assert found["80%"]["claim"]["as_of"] == "2023-04-01" and found["90%"]["claim"]["modality"] == "expected"
    assert found["28"]["reason"] == "the size of the whole"
    assert found["1 April 2023"]["reason"] == "a date"
    assert found["35%"]["reason"] == "counts something else" and found["35%"]["words"] == "Trade"
    assert found["45"]["reason"] == found["67"]["reason"] == "a telephone number"


def test_in_a_pipe_marks_and_notes_are_plain(article):
    out = ctl(*ASKED, "--title", TITLE, article).out
    assert "\x1b" not in out
    assert "[-1 80%]" in out or "[+1 80%]" in out
    lines = out.splitlines()
    sentence = next(i for i, line in enumerate(lines) if line.startswith("About [+2 80%] of the activities of the [-3 28] union"))
    assert lines[sentence + 1] == "  +2  taken: ≈80% activities completed"
    note = "\n".join(lines[sentence + 1:sentence + 15])
    for field in (r"package +2021-2023 +“28” — it alone", r"subject +all +“the activities” — the noun", r"measure +activities +“the activities”",
                  r"stage +completed +“carried out” — the nearest", r"unit +percent +“%” — the sign", r"value +80 +“80%” — a number in digits",
                  r"bound +about +“About” — the word", r"as of +2023-04-01 +“1 April 2023” — said", r"modality +actual +no word of forecast",
                  r"speaker +Vasilkova +“deputy minister Anna Vasilkova” — the name", r"basis +stated +the text dates it", r"confidence +0\.\d{3} +base"):
        assert re.search(rf"^ +{field}", note, re.M), field
    assert "  -3  the size of the whole" in lines
    assert re.search(r"^\d+ numbers: \d taken, 0 held, \d+ not$", lines[-1])


FIELDS = ["package", "subject", "measure", "stage", "unit", "value", "bound", "as_of", "modality", "speaker", "basis"]


@pytest.mark.parametrize("text, number, fields, words", [
    ("Seven of the 28 union programmes are completed.", "Seven of the 28", ["total"], {"total": "Seven of the 28", "stage": "completed"}),
    ("The union programmes are 81–85% complete.", "81–85%", ["high"], {"high": "81–85%", "bound": ""}),
    ("At least half of the union programmes is completed, the council reported today.", "half", [],
     {"bound": "At least", "basis": "today", "speaker": "council", "unit": ""}),
    ("By December 80% of the union programmes will be completed.", "80%", [], {"modality": "will be", "as_of": "December"}),
])
def test_a_trace_has_every_field_with_its_words_and_rule(tmp_path, text, number, fields, words):
    path = tmp_path / "text.txt"
    path.write_text(text)
    trace = numbers(ctl(*ASKED, "--json", path))[number]["claim"]["trace"]
    assert sorted(step["field"] for step in trace) == sorted(FIELDS + fields)
    assert all(step["rule"] and (step["words"] in text) for step in trace)
    said = {step["field"]: step["words"] for step in trace}
    assert {field: said[field] for field in words} == words


@pytest.mark.parametrize("text, reason, words", [
    ("The council denied that 70% of the union programmes had been completed.", "denied", "denied"),
    ("Is 50% of the union programmes completed?", "a question", "?"),
    ("Not 50% of the union programmes is completed.", "another figure is said instead", "Not"),
    ("More than 70% of the companies work with the union programmes.", "counts something else", "companies"),
    ("Last week 40% of the union programmes was signed.", "of another stage", "signed"),
])
def test_what_was_let_go_has_the_words_that_did_it(tmp_path, text, reason, words):
    path = tmp_path / "text.txt"
    path.write_text(text)
    (number,) = [n for n in ctl(*ASKED, "--json", path).lines if n["text"].endswith("%")]
    assert number["reason"].startswith(reason) and number["words"] == words
    assert re.search(rf"^  -\d+ +{reason}.*: “{re.escape(words)}”$", ctl(*ASKED, path).out, re.M)


def test_neighbours_with_the_same_reason_share_a_note(article):
    out = ctl(*ASKED, article).out
    first = re.search(r"\[-(\d+) 375\]", out)[1]
    assert re.search(rf"^  -{first}–\d+ +a telephone number$", out, re.M)


def test_what_is_held_is_marked_as_such(tmp_path):
    path = tmp_path / "held.txt"
    path.write_text("The union programmes are expected to be 90% complete.")
    held = numbers(ctl(*ASKED, "--json", path))["90%"]
    assert held["taken"] and held["claim"]["status"] == "held"
    out = ctl(*ASKED, path).out
    assert "[?1 90%]" in out and "?1  held: 90%" in out and "1 number: 0 taken, 1 held, 0 not" in out


def test_a_text_on_another_subject_is_read_all_the_same(tmp_path):
    path = tmp_path / "trade.txt"
    path.write_text("Exports of timber rose by 12% in May.")
    result = ctl(*ASKED, path)
    assert result.code == 0 and "lets this text go" in result.out and "[-1 12%]" in result.out
    assert numbers(ctl(*ASKED, "--json", path))["12%"]["reason"]


def test_a_terminal_gets_colour_and_lines_that_fit(article):
    for columns in (60, 100):
        out = on_a_terminal(*ASKED, article.name, cwd=article.parent, columns=columns)
        plain = re.sub(r"\x1b\[[0-9;]*m", "", out)
        assert "\x1b[32m80%\x1b[0m\x1b[32m¹\x1b[0m" in out and "[+1" not in plain
        assert max(map(len, plain.splitlines())) <= columns
        assert " ".join(plain.split()).startswith("article.txt · en · published 2023-04-05 · engine-")
    assert "\x1b" not in on_a_terminal(*ASKED, article, NO_COLOR="1")


def test_nothing_in_a_text_commands_the_terminal(tmp_path):
    path = tmp_path / "hostile.txt"
    path.write_text("\x1b]0;owned\x07The union programmes \x1b[31mare 80% complete.\u202e")
    for out in (ctl(*ASKED, path).out, on_a_terminal(*ASKED, path)):
        assert "\x1b]" not in out and "\x1b[31m" not in out and "\u202e" not in out and "80%" in out


PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>{TITLE}</title>
<meta property="article:published_time" content="2023-04-05T10:00:00+03:00"></head><body>
<nav><a href="/">Home</a> 99% off</nav><article><h1>{TITLE}</h1>
<p>About 80% of the activities of the 28 union programmes have been carried out, the deputy minister Anna Vasilkova said in Minsk on Wednesday.</p>
<p>He spoke at length about what is left to do, and thanked everybody who had taken part in the work on both sides of the border.</p>
</article></body></html>"""


def is_the_page(result):
    found = numbers(result)
    assert "99%" not in found
    assert any(n["taken"] and n["claim"]["as_of"] == "2023-04-05" for n in result.lines)


def test_a_page_is_explained_by_its_main_text_and_its_own_date(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    is_the_page(ctl("explain", "--json", path))
    assert "· en · published 2023-04-05 ·" in ctl("explain", path).out
    assert "published 2024-01-01" in ctl("explain", "--published", "2024-01-01", path).out


def test_an_address_is_fetched_once(web, daemon):
    web.put("/a", Reply(PAGE.encode(), type="text/html; charset=utf-8"))
    daemon.write()
    is_the_page(ctl("--config", daemon.config, "explain", "--json", web.url("/a")))
    assert len(web.requests("/a")) == 1


def test_an_address_that_fails_says_how(web, daemon):
    web.put("/a", Reply(b"", status=404))
    daemon.write()
    result = ctl("--config", daemon.config, "explain", web.url("/a"))
    assert result.code == 1 and result.out == "" and "404" in result.err and len(result.err.splitlines()) == 1
    result = ctl("explain", web.url("/a"))  # the shipped configuration does not allow it
    assert result.code == 1 and "private-address" in result.err


def test_what_the_record_has_is_explained_by_number(daemon, tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"title": TITLE, "text": TEXT, "published": "2023-04-05", "url": "http://news.test/1",
                                "source": "Wire", "lang": "en"}) + "\n")
    daemon.write()
    assert daemon.ctl("import", path).code == 0
    (claim, *_) = daemon.rows("claims")
    by_claim, by_article = daemon.ctl("--json", "explain", claim["id"]), daemon.ctl("--json", "explain", "--article", claim["article"])
    assert by_claim.out == by_article.out
    assert numbers(by_claim)["80%"]["claim"]["as_of"] == "2023-04-01"
    assert "Wire" in daemon.ctl("explain", claim["id"]).out.splitlines()[0]
    assert daemon.ctl("explain", 999).code == 1
    assert ctl("--state-dir", tmp_path / "nowhere", "explain", 1).code == 4


def test_mistakes_are_told_in_a_line(tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_text("Nothing to count here.")
    for code, args in ((2, ()), (2, ("--published", "soon", empty)), (2, ("--article", empty)), (1, ("/nonexistent",)), (1, (empty,)),
                       (2, ("--config", "/nonexistent", empty))):
        result = ctl("explain", *args)
        assert result.code == code and len(result.err.splitlines()) == 1, (args, result.err)
