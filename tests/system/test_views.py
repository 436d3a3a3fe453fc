"""What analysts get: exports, views, and the queries that README shows."""
import csv
import fcntl
import io
import json
import os
import pty
import re
import sqlite3
import struct
import subprocess
import termios

import pytest

from daemon import BUILD, PATIENCE, ROOT, Daemon, ctl

QUERIES = re.findall(r"```sql\n(.*?)```", (ROOT / "README.md").read_text(), re.S)


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    """A record with what was reported since 2022."""
    daemon = Daemon(tmp_path_factory.mktemp("past"))
    daemon.options |= {"history": "yes", "history-dir": ROOT / "config/history"}
    daemon.source("none", "http://127.0.0.1:9/")
    assert daemon.once() == 0
    return daemon


def ask(path, sql):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    rows = [dict(row) for row in db.execute(sql)]
    db.close()
    return rows


def claim(number=1, **fields):
    return {"package": "2021-2023", "subject": "all", "measure": "activities", "stage": "completed", "unit": "percent", "value": 60, "as_of": "2022-12-16",
            "published": "2022-12-16", "outlet": "Wire", "url": f"http://wire.test/{number}", **fields}


def desk_with(tmp_path, name, *lines):
    desk = Daemon(tmp_path / name).source("none", "http://127.0.0.1:9/")
    desk.write()
    result = desk.ctl("import", "-", input="\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    assert result.code == 0, result.err
    return desk


def test_readme_shows_a_query_for_each_view():
    assert all(any(re.search(rf"FROM {view}\b", q) for q in QUERIES) for view in ("current_figures", "figure_history", "claims_with_quotes", "changes"))


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: re.search(r"FROM (\w+)", q)[1])
def test_the_queries_of_readme_run_on_the_record_and_on_an_export(past, tmp_path, query):
    rows = ask(past.state / "integrad.db", query)
    assert rows or "backfill" in query  # nothing but backfill came with the history
    assert past.ctl("export", "--format", "sqlite", "--output", tmp_path / "copy.db").code == 0
    assert ask(tmp_path / "copy.db", query) == rows


def test_the_view_of_current_figures_says_what_status_says(past):
    view = {row["series"]: row for row in ask(past.state / "integrad.db", "SELECT * FROM current_figures")}
    status = past.ctl("--json", "status").json["series"]
    assert len(view) == len(status) > 5
    for s in status:
        row = view[s["series"]]
        assert (row["claim_id"], row["as_of"], row["origins"], row["copies"], row["claims"], float(row["value"])) == (
            s["id"], s["as_of"], s["origins"], s["copies"], s["claims"], s["value"])


def test_the_view_of_history_has_the_points_of_history(past):
    rows = ask(past.state / "integrad.db", "SELECT claim_id FROM figure_history WHERE basis <> 'restated'")
    assert sorted(r["claim_id"] for r in rows) == sorted(c["id"] for c in past.rows("history"))


def manual(start, end):
    return (ROOT / "daemon/ctl/integractl.1").read_text().split(start)[1].split(end)[0]


def test_the_manual_has_every_column(past):
    text = manual(".Sh COLUMNS", ".Sh RESTORING")
    words = set(re.findall(r"[a-z_0-9]+", text))
    header = past.ctl("export", "--format", "csv").out.splitlines()[0].split(",")
    assert set(header) <= words
    for view in ("current_figures", "figure_history", "claims_with_quotes", "changes"):
        assert set(ask(past.state / "integrad.db", f"SELECT * FROM {view} LIMIT 1")[0]) <= words | {"in_title", "offset", "length", "engine", "lexicon"}


def test_a_cell_of_csv_is_no_formula_and_comes_back_whole(tmp_path):
    quote = '=HYPERLINK("http://evil.test";"60%")'
    desk = desk_with(tmp_path, "desk", claim(quote=quote, speaker="@minister", title='He said "60%",\nand left'), claim(2, quote="60% it was", speaker="Ёлкин"))
    out = desk.ctl("export", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert rows[0]["quote"] == "'" + quote and rows[0]["speaker"] == "'@minister" and rows[0]["title"] == 'He said "60%",\nand left'
    assert rows[1]["quote"] == "60% it was" and rows[1]["speaker"] == "Ёлкин"
    assert out.count("\r\n") == 3
    assert desk.ctl("export").lines[0]["quote"] == quote


def test_an_output_file_is_whole_and_kept_but_with_force(past, tmp_path):
    path = tmp_path / "claims.csv"
    assert past.ctl("export", "--format", "csv", "--output", path).code == 0
    whole = path.read_bytes()
    assert whole.decode() == past.ctl("export", "--format", "csv").out
    again = past.ctl("export", "--output", path)
    assert again.code == 1 and "--force" in again.err and path.read_bytes() == whole
    assert past.ctl("export", "--output", path, "--force").code == 0 and json.loads(path.read_text().splitlines()[0])
    assert [p.name for p in tmp_path.iterdir()] == ["claims.csv"]


def picture(daemon):
    keys = ("series", "figure", "as_of", "speaker", "outlet", "url", "trust", "origins", "copies", "claims", "natural_key")
    return [{k: s[k] for k in keys} for s in daemon.ctl("--json", "status").json["series"]]


def test_an_export_that_is_imported_elsewhere_gives_the_same_picture(past, tmp_path):
    other = desk_with(tmp_path, "other", *past.ctl("export").lines)
    assert picture(other) == picture(past)


def test_copies_stay_copies_on_the_way_through_an_export(tmp_path):
    text = "Some sixty per cent of all activities of the union programmes were carried out by the middle of December."
    lines = [claim(n, text=text, title=f"Title {n}", outlet=f"Outlet {n}") for n in range(3)] + [claim(9, outlet="Other", title="By another")]
    desk = desk_with(tmp_path, "desk", *lines)
    assert [(s["origins"], s["copies"]) for s in picture(desk)] == [(2, 4)]
    other = desk_with(tmp_path, "other", *desk.ctl("export").lines)
    assert picture(other) == picture(desk)


def test_what_was_rejected_does_not_count_after_the_way_through_an_export(tmp_path):
    desk = desk_with(tmp_path, "desk", claim(1, value=60), claim(2, value=70, as_of="2023-01-05", published="2023-01-05"))
    newest = picture(desk)[0]["url"]
    (bad,) = [c["id"] for c in desk.rows("claims") if c["url"] == newest]
    assert desk.ctl("reject", bad, "--why", "misread").code == 0
    other = desk_with(tmp_path, "other", *desk.ctl("export").lines)
    assert picture(other)[0]["figure"] == "60%"
    assert [{**s, "claims": 0} for s in picture(other)] == [{**s, "claims": 0} for s in picture(desk)]


def test_mistakes_over_a_hundred_are_counted(tmp_path):
    desk = Daemon(tmp_path / "desk").source("none", "http://127.0.0.1:9/")
    desk.write()
    result = desk.ctl("import", "-", input="\n".join(["{}"] * 150 + [json.dumps(claim())]))
    assert result.code == 1 and "line 100:" in result.err and "line 101:" not in result.err and "and 50 more lines" in result.err
    assert ctl("--state-dir", desk.state, "claims").code in (1, 4)


# on a terminal


def on_terminal(daemon, columns, *args):
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([BUILD / "integractl", "--config", daemon.config, "--state-dir", daemon.state, *args], stdout=child,
                               env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"})
    os.close(child)
    out = b""
    while True:
        try:
            out += os.read(parent, 65536)
        except OSError:  # the other end is closed
            break
    os.close(parent)
    assert process.wait(PATIENCE) == 0
    return out.decode().splitlines()


@pytest.mark.parametrize("columns", (40, 60, 80, 100))
def test_the_counts_of_status_break_between_sentences(past, columns):
    for n in range(3):  # held, so that the line is at its longest
        claim = json.dumps({"package": "2021-2023", "subject": "all", "measure": "activities", "unit": "percent", "value": 40 + n, "as_of": "2022",
                            "published": "2022-12-01", "url": f"http://held.test/{n}", "quote": "x", "status": "held"})
        assert past.ctl("import", "-", input=claim).code == 0
    lines = [line for line in on_terminal(past, columns, "status") if line.startswith(("Sources:", "Ledger:", "Held:"))]
    assert all(len(line) <= columns and line.endswith(".") for line in lines), lines
    assert " ".join(lines).count("(integractl review).") == 1


@pytest.mark.parametrize("columns", (40, 60, 80, 120))
@pytest.mark.parametrize("command", ("status", "report", "history"))
def test_what_is_shown_fits_the_terminal(past, command, columns):
    args = {"report": ("report", "--known-on", "9998"), "history": ("history", "all")}.get(command, (command,))
    lines = on_terminal(past, columns, *args)
    # a heading or a hash is one word, and may go on in the next line
    assert [line for line in lines if len(line) > columns and " " in line.strip() and not line.startswith(("Ledger:", "As integrad"))] == []
    assert any("880 of 993" in line for line in lines)


def test_a_narrow_status_still_tells_packages_and_stages_apart(past):
    lines = on_terminal(past, 40, "status")
    assert "2021-2023" in lines and "2024-2026" in lines
    assert any("programmes done" in line for line in lines) and any("programmes begun" in line for line in lines)


def test_status_draws_the_trend_of_each_series(past):
    (line,) = [line for line in past.ctl("status").out.splitlines() if line.startswith("2024-2026")]
    (trend,) = re.findall("[▁▂▃▄▅▆▇█]+", line)
    assert len(trend) > 3 and list(trend) == sorted(trend)  # it only ever rose


def test_copies_share_a_line_of_history(tmp_path):
    text = "Some sixty per cent of all activities of the union programmes were carried out by the middle of December."
    desk = desk_with(tmp_path, "desk", *(claim(n, text=text, title=f"Title {n}", outlet=f"Outlet {n}") for n in range(15)))
    out = desk.ctl("history").out
    assert out.count("Outlet ") == 1 and "1 of 15" in out
    assert len(desk.rows("history")) == 15


# what is documented


def documented_columns():
    page = (ROOT / "daemon/ctl/integractl.1").read_text()
    section = page[page.index(".Sh COLUMNS"):page.index(".Sh ENVIRONMENT")]
    lines = re.findall(r"^\.(?:It )?Va (.*)$", section, re.M)
    return {word for line in lines for word in re.findall(r"[a-z_0-9]+", line)}


def test_every_column_of_exports_and_views_is_documented(past, tmp_path):
    names = documented_columns()
    header = past.ctl("export", "--format", "csv").out.split("\r\n")[0].split(",")
    assert len(header) > 25 and not set(header) - names
    line = past.ctl("export").lines[0]
    assert not set(line) - names
    header += line
    with sqlite3.connect(past.state / "integrad.db") as db:
        for table in ("current_figures", "figure_history", "claims_with_quotes", "changes"):
            columns = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
            assert columns and not columns - names, table
            header += columns
    assert not names - set(header) - {"current_figures", "figure_history", "claims_with_quotes", "changes", "old", "new"}


# without a configuration


def test_a_database_alone_is_enough_to_import_and_to_decide(tmp_path):
    past = desk_with(tmp_path, "record", claim())
    alone = tmp_path / "elsewhere" / "integractl"  # no configuration lies beside it
    alone.parent.mkdir()
    alone.write_bytes((BUILD / "integractl").read_bytes())
    alone.chmod(0o755)
    if os.path.exists("/etc/integrad/integrad.yaml"):
        pytest.skip("this machine has a configuration in its place")
    desk = lambda *args, **kwargs: ctl("--state-dir", past.state, *args, program=alone, **kwargs)
    article = {"title": "Union programmes", "text": "About 70% of the activities of the 28 union programmes have been carried out, Ivanova said.",
               "published": "2023-01-12", "url": "http://wire.test/article", "source": "Wire", "lang": "en"}
    result = desk("import", "-", input="\n".join(map(json.dumps, (claim(value=61), article))))
    assert result.code == 0 and "has still to read 1 of the articles" in result.out, result.err
    (taken,) = [c for c in past.rows("claims") if c["value"] == 61]
    assert desk("reject", taken["id"], "--why", "it was trade").code == 0
    assert past.once() == 0  # the daemon reads what waits
    assert [c["value"] for c in past.rows("claims") if c["url"] == "http://wire.test/article"] == [70]
    missing = desk("--config", tmp_path / "none.yaml", "reject", 1, "--why", "x")
    assert missing.code != 0 and "none.yaml" in missing.err
