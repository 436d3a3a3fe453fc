"""integractl: what its commands promise to people, and to programs that read their JSON."""
import csv
import io
import json
import os
import pty
import re
import select
import signal
import sqlite3
import subprocess
import threading

import pytest

from daemon import BUILD, PATIENCE, ROOT, Daemon, ctl
from feeds import Item, day, page, rss
from news_server import Reply, NewsServer
from test_health import OverUnix

COMMANDS = ("status", "history", "changes", "claims", "show", "sources", "extract", "explain", "parse-feed", "text", "import", "export", "verify", "poll", "reload",
            "reextract", "review", "confirm", "reject", "correct", "rebuild", "report", "backup")
CLAIM_FIELDS = ("package", "subject", "measure", "stage", "unit", "value", "high", "total", "bound", "as_of", "modality", "speaker", "quote")
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """A record with two figures, one of them copied, a failing source, and no daemon."""
    web = NewsServer()
    daemon = Daemon(tmp_path_factory.mktemp("record"))
    first = Item("Union State: 70% of activities carried out", "About 70% of the activities of the 28 union programmes have been carried out, "
                 "President Lukashenko said. Seven of the 28 programmes have been completed.", "http://news.test/70", days_ago=0)
    copy = Item(first.title, first.text, "http://wire.test/70", days_ago=0)
    russian = Item("Союзные программы", "Полностью завершены 7 из 28 союзных программ, сообщил премьер-министр Беларуси Роман Головченко.",
                   "http://news.test/ru", days_ago=0)
    web.put("/en", rss("News", [first]))
    web.put("/wire", rss("Wire", [copy]))
    web.put("/ru", rss("Новости", [russian], "ru"))
    web.put("/broken", Reply(b"", status=500))
    for key, language in (("en", "en"), ("wire", "en"), ("ru", "ru"), ("broken", "en")):
        daemon.source(key, web.url(f"/{key}"), language=language, follow=False)
    assert daemon.once() == 0
    web.close()
    return daemon


# the frame


def test_help_names_every_command_and_the_exit_codes():
    result = ctl("--help")
    assert result.code == 0 and result.err == ""
    assert all(re.search(rf"^  {c} ", result.out, re.M) for c in COMMANDS)
    assert "2 usage" in result.out
    assert re.fullmatch(r"integractl \d+\.\d+\.\d+\n", ctl("--version").out)


@pytest.mark.parametrize("words, loads", [(("status",), False), (("changes",), False), (("poll", "en"), False),
                                          (("sources", "--test", "en"), True)])
def test_libcurl_is_loaded_by_what_fetches_and_by_nothing_else(record, words, loads, monkeypatch):
    monkeypatch.setenv("LD_DEBUG", "files")
    result = record.ctl(*words)
    assert "libsqlite3" in result.err and ("libcurl" in result.err) is loads


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(command):
    result = ctl(command, "--help")
    assert result.code == 0 and result.out.startswith(f"Usage: integractl {command}")
    assert f"\n  integractl {command}" in result.out and "--json" in result.out


@pytest.mark.parametrize("args, says", [
    ((), "--help"),
    (("statu",), "status"),
    (("parse_feed",), "parse-feed"),
    (("--jsn", "status"), "--json"),
    (("changes", "--sinse", "7"), "--since"),
    (("changes", "--kind", "rice"), "rise"),
    (("changes", "--since", "soon"), "2026-01-31"),
    (("changes", "--limit", "0"), "--limit"),
    (("claims", "--status", "hold"), "held"),
    (("show",), "ID"),
    (("show", "x"), "number"),
    (("show", "1", "2"), "too many"),
    (("status", "x"), "(usage: integractl status)"),
    (("export", "--format", "xml"), "csv"),
    (("poll",), "--all"),
    (("parse-feed",), "missing"),
])
def test_wrong_usage_is_told_in_one_line_with_the_way_out(args, says):
    result = ctl(*args)
    assert result.code == 2 and result.out == ""
    assert says in result.err and result.err.startswith("integractl: ") and len(result.err.splitlines()) == 1


@pytest.mark.parametrize("command", ("status", "history", "changes", "claims", "sources", "export", "verify"))
def test_without_a_database_reading_commands_say_where_it_was_sought(tmp_path, command):
    result = ctl("--state-dir", tmp_path, command)
    assert result.code == 4 and str(tmp_path) in result.err and len(result.err.splitlines()) == 1


@pytest.mark.parametrize("command", (["status"], ["verify"], ["poll", "--all"], ["confirm", "1"]))
def test_a_configuration_that_cannot_be_read_does_not_lead_to_another_record(tmp_path, command):
    broken = tmp_path / "broken.yaml"
    broken.write_text("timezone: Europe/Minsk\nstate-dir: [\n")
    result = ctl("--config", broken, *command)
    assert result.code in (2, 3) and result.err.startswith(f"integractl: {broken}:3:1: this is no YAML") and result.err.count("\n") == 1
    result = ctl("--config", tmp_path / "none.yaml", *command)
    assert result.code in (2, 3) and "none.yaml" in result.err and "No such file" in result.err and "/var/lib" not in result.err


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "integrad.db").write_bytes(b"no database " * 1000)
    assert ctl("--state-dir", tmp_path, "status").code == 4


def test_without_a_daemon_verbs_say_so(record):
    for args in (("poll", "--all"), ("reload",)):
        result = record.ctl(*args)
        assert result.code == 3 and len(result.err.splitlines()) == 1


def test_output_is_plain_in_a_pipe_and_coloured_on_a_terminal(record):
    assert "\x1b" not in record.ctl("status").out
    assert "\x1b[" in on_terminal(record, "status", env={"TERM": "xterm"})
    assert "\x1b" not in on_terminal(record, "status", env={"TERM": "xterm", "NO_COLOR": "1"})
    assert "\x1b" not in on_terminal(record, "status", env={"TERM": "dumb"})


def on_terminal(record, *args, env):
    parent, child = pty.openpty()
    base = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM")}
    command = [BUILD / "integractl", "--config", record.config, "--state-dir", record.state, *args]
    process = subprocess.Popen(command, stdout=child, stderr=child, env=base | env)
    os.close(child)
    out = b""
    while select.select([parent], [], [], PATIENCE)[0]:
        try:
            out += os.read(parent, 65536)
        except OSError:  # the other end is closed
            break
    os.close(parent)
    assert process.wait(PATIENCE) == 0
    return out.decode()


def test_columns_line_up_in_any_script(record):
    head, *rows = record.ctl("claims").out.splitlines()
    at = head.index("SPEAKER")
    assert {row[at - 1] for row in rows} == {" "}
    assert {row[at:at + 10].strip() for row in rows} >= {"Lukashenko", "Головченко"}


# the commands, and that they agree


def test_status_gives_each_series_with_its_figure(record):
    status = record.ctl("--json", "status").json
    series = {s["series"]: s for s in status["series"]}
    activities = series["2021-2023/all/activities/completed/degree"]
    assert {f: activities[f] for f in ("value", "bound", "as_of", "origins", "copies", "figure")} == {
        "value": 70, "bound": "about", "as_of": str(day()), "origins": 1, "copies": 2, "figure": "≈70%"}
    assert all(f in activities for f in CLAIM_FIELDS) and activities["last_change"]["kind"] == "first"
    assert [s["source"] for s in status["sources"]["trouble"]] == ["broken"] and status["sources"]["count"] == 4
    text = record.ctl("status").out
    assert "≈70%" in text and "7 of 28" in text and "broken" in text and "http-5xx" in text
    assert status["daemon"] is None and "Daemon: none runs for this record." in text


def test_status_tells_of_the_daemon_that_runs(daemon, web):
    web.put("/feed", Reply(rss("News", [])))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    daemon.wait_event("poll")
    told = daemon.ctl("--json", "status").json["daemon"]
    assert told["sources"]["configured"] == 1 and told["polls"] >= 1 and told["longest_turn_ms"] >= 0
    assert re.search(r"^Daemon: \d+ polls since its start .* longest turn of its loop \d+ ms\.$", daemon.ctl("status").out, re.M)
    daemon.signal(signal.SIGUSR1)
    assert daemon.wait_event("summary")[0]["longest_turn_ms"] >= 0


def test_changes_claims_history_and_show_tell_the_same(record):
    changes, claims = record.rows("changes"), record.rows("claims")
    assert sorted(c["kind"] for c in changes) == ["first", "first", "restated"]
    assert [c["id"] for c in claims] == sorted((c["id"] for c in claims), reverse=True)
    for change in changes:
        shown = record.ctl("--json", "show", change["claim"]).json
        assert shown["id"] == change["claim"] and shown["series"] == change["series"] and change["id"] in [c["id"] for c in shown["changes"]]
        assert float(change["new"]["value"]) == shown["value"] and STAMP.fullmatch(change["recorded"])
        assert shown["sentence"].count(shown["quote"]) == 1
    by_id = {c["id"]: c for c in claims}
    points = record.rows("history", "all")
    assert {p["id"] for p in points} == set(by_id) and all(p["value"] == by_id[p["id"]]["value"] for p in points)
    status = record.ctl("--json", "status").json
    assert {p["id"] for p in points if p["current"]} == {s["id"] for s in status["series"]}
    assert status["ledger"]["changes"] == changes[-1]["id"] and status["ledger"]["head"] == changes[-1]["hash"]


def test_show_has_the_siblings_of_a_claim(record):
    two = [c["id"] for c in record.rows("claims") if c["source"] == "en"]
    assert len(two) == 2
    assert record.ctl("--json", "show", two[0]).json["siblings"] == [two[1]]
    text = record.ctl("show", two[0]).out
    assert "http://news.test/70" in text and "siblings" in text and "bytes" in text
    assert record.ctl("show", 999).code == 1


def test_lists_are_filtered(record):
    changes = record.rows("changes")
    assert record.rows("changes", "--since", changes[0]["id"]) == changes[1:]
    assert record.rows("changes", "--limit", 1) == changes[-1:]
    assert record.rows("changes", "--since", day()) == changes and record.rows("changes", "--since", "1h") == changes
    assert record.rows("changes", "--since", "2099-01-01") == [] and record.ctl("changes", "--since", "2099-01-01").code == 1
    assert record.rows("changes", "--kind", "fall") == []
    assert {c["source"] for c in record.rows("claims", "--source", "ru")} == {"ru"}
    assert record.rows("claims", "--subject", "gas-market") == [] and record.ctl("claims", "--status", "held").code in (0, 1)
    assert len(record.rows("claims", "--limit", 2)) == 2
    assert record.ctl("history", "al").code == 1 and "all" in record.ctl("history", "al").err


def test_history_is_drawn(record):
    out = record.ctl("history", "all").out
    assert "2021-2023/all/activities/completed/degree" in out and "●" in out and "100% ┤" in out


def test_sources_tell_their_health(record):
    sources = {s["source"]: s for s in record.rows("sources")}
    assert set(sources) == {"en", "wire", "ru", "broken"}
    assert sources["en"]["state"] == "ok" and STAMP.fullmatch(sources["en"]["last_success"]) and sources["en"]["claims"] == 2
    broken = sources["broken"]
    assert (broken["state"], broken["failures"], broken["failure"], broken["last_success"]) == ("failing", 1, "http-5xx", None)
    assert "500" in broken["why"]


def test_changes_are_followed_as_they_are_recorded(daemon, web):
    gate = threading.Event()
    item = Item("Union programmes", "Some 60% of the activities of the 28 union programmes have been carried out.", "http://news.test/1")
    web.put("/feed", Reply(rss("News", [item]), held_by=gate))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    web.wait_for_requests("/feed", 1)
    command = [BUILD / "integractl", "--config", daemon.config, "--state-dir", daemon.state, "changes", "--json", "--follow"]
    follower = subprocess.Popen(command, stdout=subprocess.PIPE)
    gate.set()
    try:
        assert select.select([follower.stdout], [], [], PATIENCE)[0], "nothing was told"
        assert json.loads(follower.stdout.readline())["new"]["value"] == "60"
    finally:
        follower.terminate()
        follower.wait(PATIENCE)
        follower.stdout.close()


def test_reading_needs_no_daemon_and_disturbs_none(daemon, web):
    web.put("/feed", Reply(rss("News", [Item("Union programmes", "Some 60% of the activities of the 28 union programmes have been carried out.", "http://news.test/1")])))
    daemon.source("feed", web.url("/feed"), follow=False).start()
    daemon.wait_poll("feed", "read")
    assert daemon.ctl("status").code == 0
    daemon.kill()  # what it left in the write-ahead log is read all the same
    files = {p.name: p.stat().st_size for p in daemon.state.iterdir()}
    assert [c["value"] for c in daemon.rows("claims")] == [60]
    assert {p.name: p.stat().st_size for p in daemon.state.iterdir() if p.name in files and p.suffix == ".db"}.items() <= files.items()


# in and out


def claim(**fields):
    return {"package": "2021-2023", "subject": "all", "measure": "activities", "stage": "completed", "unit": "percent", "value": 60,
            "bound": "about", "as_of": "2022-12-16", "published": "2022-12-16", "outlet": "Wire", "url": "http://wire.test/1", **fields}


def imported(daemon, *lines, args=()):
    text = "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines)
    return daemon.ctl(*args, "import", "-", input=text)


@pytest.mark.parametrize("is_running", (False, True), ids=("by itself", "by the daemon"))
def test_claims_and_articles_are_imported_as_backfill(daemon, web, is_running):
    daemon.source("none", web.url("/none")).write()
    if is_running:
        daemon.start()
        daemon.wait_event("poll")
    article = {"title": "Union State", "text": "About 70% of the activities of the 28 union programmes have been carried out, President Lukashenko said.",
               "published": "2023-01-12", "url": "http://news.test/70", "source": "News", "lang": "en"}
    result = imported(daemon, claim(), claim(value=46, bound="at_least", as_of="2022-07-17", published="2022-07-17", url="http://wire.test/2"), article,
                      args=["--json"])
    assert result.code == 0, result.err
    found = lambda: sorted(c["value"] for c in daemon.rows("claims")) == [46, 60, 70]
    if is_running:
        daemon.wait_for(found, "all claims")
    assert found() and {c["backfill"] for c in daemon.rows("claims")} == {True}
    assert {c["kind"] for c in daemon.rows("changes")} <= {"backfill", "restated"}
    again = imported(daemon, claim(), args=["--json"]).json
    assert (again["claims"], again["known"]) == (0, 1)
    assert daemon.ctl("verify").code == 0


@pytest.mark.parametrize("is_running", (False, True), ids=("by itself", "by the daemon"))
def test_every_mistake_of_an_import_is_named_by_line_and_nothing_is_taken(daemon, web, is_running):
    daemon.source("none", web.url("/none")).write()
    if is_running:
        daemon.start()
        daemon.wait_event("poll")
    result = imported(daemon, claim(), "{broken", claim(as_of="soon"), claim(value=None), claim(measure="things"), claim(url="http://wire.test/2"))
    assert result.code == 1
    assert [f"line {n}:" in result.err for n in (1, 2, 3, 4, 5, 6)] == [False, True, True, True, True, False]
    assert "as_of" in result.err and "value" in result.err and "measure" in result.err
    assert daemon.ctl("claims").code in (1, 4)


@pytest.mark.parametrize("is_running", (False, True), ids=("by itself", "by the daemon"))
def test_an_import_takes_no_name_that_nobody_knows_and_no_half_a_claim(daemon, web, is_running):
    daemon.source("none", web.url("/none")).write()
    if is_running:
        daemon.start()
        daemon.wait_event("poll")
    half = claim()
    del half["measure"]
    wrong = (
        (claim(package="2021-2032"), "no package is called 2021-2032; did you mean 2021-2023?"),
        (claim(subject="gas-markt"), "no programme of 2021-2023 is called gas-markt; did you mean gas-market?"),
        (claim(spaeker="Ivanov"), "no field is called spaeker; did you mean speaker?"),
        ({"title": "T", "text": "60%", "published": "2022-12-16", "url": "http://wire.test/3", "claims": [claim(subject="nothing")]},
         "no programme of 2021-2023 is called nothing"),
        (half, '"measure" should be there'),
        (claim(published="2999-02-20"), "published: 2999-02-20 is still to come"),
        ({"title": "T", "text": "60%", "published": "2999-02-20T10:00:00Z", "url": "http://wire.test/4"}, "published: 2999-02-20 is still to come"),
    )
    result = imported(daemon, *(line for line, _ in wrong))
    assert result.code == 1
    for n, (_, words) in enumerate(wrong):
        assert f"line {n + 1}: {words}" in result.err, result.err
    assert daemon.ctl("claims").code in (1, 4)
    assert imported(daemon, "\ufeff" + json.dumps(claim(note="for people"))).code == 0
    assert imported(daemon, *daemon.ctl("export").out.splitlines()).out.endswith("Known already: 1 claim.\n")


def many(count):
    """Of one series, close together; the first and the last are copies of one report."""
    return [claim(value=n % 100 + 0.5, as_of=f"2022-{n % 11 + 1:02}-{n % 28 + 1:02}", published="2022-12-16", url=f"http://wire.test/{n}", speaker="Ivanov",
                  origin=1 if n in (0, count - 1) else n + 1) for n in range(count)]


@pytest.mark.parametrize("is_running", (False, True), ids=("by itself", "by the daemon"))
def test_a_long_import_is_examined_as_a_whole_before_any_of_it_is_taken(daemon, web, is_running):
    daemon.source("none", web.url("/none")).write()
    if is_running:
        daemon.start()
        daemon.wait_event("poll")
    lines = many(1200)
    wrong = imported(daemon, *lines[:1150], claim(as_of="soon"), *lines[1150:])
    assert wrong.code == 1 and wrong.err.startswith("integractl: -: line 1151: "), wrong.err
    assert daemon.ctl("claims").code in (1, 4)
    result = imported(daemon, *lines)
    assert (result.code, result.out) == (0, "New: 1200 articles, 1200 claims, 1200 changes. Known already: 0 claims.\n"), result.err
    assert imported(daemon, *lines).out == "New: 0 articles, 0 claims, 0 changes. Known already: 1200 claims.\n"
    articles = {c["url"]: c["origin"] for c in daemon.ctl("export").lines}
    assert articles["http://wire.test/0"] == articles["http://wire.test/1199"] and len(set(articles.values())) == 1199
    assert daemon.ctl("verify").code == 0


def test_no_request_to_import_holds_up_the_daemon_for_long(daemon, web):
    daemon.source("none", web.url("/none")).start()
    daemon.wait_event("poll")
    text = "".join(json.dumps(line) + "\n" for line in many(1001))
    door = OverUnix(daemon.state / "control.sock")
    door.request("POST", "/api/v1/import", text)
    reply = door.getresponse()
    assert (reply.status, json.loads(reply.read())) == (422, {"error": "over 1000 lines at once: send them in parts"})
    door.close()
    assert daemon.ctl("claims").code in (1, 4)


def test_articles_that_were_imported_are_read_even_if_the_daemon_is_killed(daemon, web):
    daemon.source("none", web.url("/none")).start()
    daemon.wait_event("poll")
    figures = range(1, 61)
    articles = [{"title": "Union State", "text": f"About {n}% of the activities of the 28 union programmes have been carried out, Ivanov said.",
                 "published": "2023-01-12", "url": f"http://news.test/{n}", "source": "News", "lang": "en", "trust": "official"} for n in figures]
    result = imported(daemon, *articles)
    daemon.kill()
    assert result.code == 0 and result.out.startswith("New: 60 articles, 0 claims, 0 changes."), result.out
    daemon.start()
    daemon.wait_for(lambda: sorted(c["value"] for c in daemon.rows("claims")) == list(figures), "all claims")
    assert {(c["backfill"], c["trust"]) for c in daemon.rows("claims")} == {(True, "official")}
    assert daemon.ctl("verify").code == 0


def test_no_imported_figure_is_of_a_time_after_its_publication(daemon):
    daemon.write()
    result = imported(daemon, claim(), claim(as_of="2023", url="http://wire.test/2"), claim(as_of="2022-12", url="http://wire.test/3"))
    assert result.code == 1 and "line 2: as_of: 2023 is after the publication (2022-12-16)" in result.err
    assert imported(daemon, claim(as_of="2023", modality="expected")).out == "New: 1 article, 1 claim, 1 change. Known already: 0 claims.\n"


def test_a_person_sees_the_newest_hundred_changes_and_a_program_all(daemon):
    daemon.write()
    lines = [claim(value=n % 101, url=f"http://wire.test/{n}", as_of=f"20{10 + n // 12}-{n % 12 + 1:02}", published="2022-12-16") for n in range(1, 131)]
    assert imported(daemon, *lines).code == 0
    shown = daemon.ctl("changes")
    assert [shown.out.splitlines()[n].split()[0] for n in (1, -1)] == ["31", "130"]
    assert shown.err == "(the newest 100; --limit N or --since T goes further back)\n"
    assert len(daemon.rows("changes")) == 130
    longer = daemon.ctl("changes", "--limit", 120)
    assert len(longer.out.splitlines()) == 121 and longer.err == ""


def test_what_was_exported_can_be_imported_elsewhere(record, tmp_path):
    exported = record.ctl("export")
    assert exported.code == 0 and len(exported.lines) == len(record.rows("claims"))
    other = Daemon(tmp_path / "other").source("none", "http://127.0.0.1:9/")
    other.write()
    result = other.ctl("import", "-", input=exported.out)
    assert result.code == 0, result.err
    same = ("series", "value", "bound", "as_of", "published", "speaker", "quote", "url", "natural_key")
    pick = lambda rows: sorted(str([row[f] for f in same]) for row in rows)
    assert pick(other.rows("claims")) == pick(record.rows("claims"))


def test_the_recorded_history_can_be_exported_and_imported_elsewhere(daemon, web, tmp_path):
    daemon.options |= {"history": "yes", "history-dir": ROOT / "config/history"}
    daemon.source("none", web.url("/none"))
    assert daemon.once() == 0
    other = Daemon(tmp_path / "other").source("none", "http://127.0.0.1:9/")
    other.write()
    result = other.ctl("import", "-", input=daemon.ctl("export").out)
    assert result.code == 0, result.err
    keys = lambda rows: sorted(row["natural_key"] for row in rows)
    assert keys(other.rows("claims")) == keys(daemon.rows("claims"))


def test_csv_and_sqlite_hold_the_same_claims(record, tmp_path):
    claims = {c["id"]: c for c in record.rows("claims")}
    rows = list(csv.DictReader(io.StringIO(record.ctl("export", "--format", "csv").out)))
    assert {int(r["id"]): (float(r["value"]), r["quote"], r["speaker"]) for r in rows} == {
        i: (c["value"], c["quote"], c["speaker"] or "") for i, c in claims.items()}
    done = subprocess.run([BUILD / "integractl", "--config", record.config, "--state-dir", record.state, "export", "--format", "sqlite"], capture_output=True)
    (tmp_path / "integrad.db").write_bytes(done.stdout)
    assert done.returncode == 0 and {c["id"]: c for c in map(json.loads, ctl("--state-dir", tmp_path, "--json", "claims").out.splitlines())} == claims
    assert ctl("--state-dir", tmp_path, "verify").code == 0


def test_verify_finds_what_was_altered_or_cut_off(record, tmp_path):
    head = record.ctl("--json", "status").json["ledger"]["head"]
    assert record.ctl("verify", "--head", head).code == 0
    assert record.ctl("verify", "--head", "0" * 63 + "1").code == 1
    report = record.ctl("--json", "verify").json
    assert report["sound"] is True and report["head"] == head and report["faults"] == []
    done = subprocess.run([BUILD / "integractl", "--config", record.config, "--state-dir", record.state, "export", "--format", "sqlite"], capture_output=True)
    path = tmp_path / "integrad.db"
    path.write_bytes(done.stdout)
    with sqlite3.connect(path) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute("DELETE FROM changes WHERE id = (SELECT max(id) FROM changes)")
    db.close()
    assert ctl("--state-dir", tmp_path, "verify").code in (0, 1)  # the chain is whole as far as it goes
    assert ctl("--state-dir", tmp_path, "verify", "--head", head).code == 1
    with sqlite3.connect(path) as db:
        db.execute("UPDATE changes SET json = replace(json, 'value', 'volume')")
    db.close()
    result = ctl("--state-dir", tmp_path, "--json", "verify")
    assert result.code == 1 and result.json["sound"] is False and result.json["faults"]


# files


def test_a_feed_gives_the_fields_of_the_contract(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_bytes(rss("Новости", [Item("Заголовок", "<p>Текст & <b>ещё</b></p>", "/item/1", guid="id-1", days_ago=3)], "ru", "windows-1251"))
    nothing = tmp_path / "nothing.txt"
    nothing.write_text("no feed")
    result = ctl("parse-feed", "--url", "http://example.org/rss", path, nothing, tmp_path / "absent.xml")
    feed, refused, absent = result.lines
    assert result.code == 1
    assert list(refused) == ["file", "error"] and refused["file"] == str(nothing) and list(absent) == ["file", "error"]
    assert {"file", "bozo", "format", "title", "link", "id", "description", "language", "updated", "ttl", "entries"} <= feed.keys()
    assert (feed["file"], feed["bozo"], feed["format"], feed["title"], feed["language"]) == (str(path), False, "rss20", "Новости", "ru")
    (entry,) = feed["entries"]
    assert list(entry) == ["id", "link", "title", "published", "updated", "published_raw", "updated_raw", "summary", "content", "author"]
    assert (entry["id"], entry["link"], entry["title"]) == ("id-1", "http://example.org/item/1", "Заголовок")
    assert entry["summary"] == "<p>Текст & <b>ещё</b></p>" and entry["published"] == f"{day(3)}T12:00:00Z" and entry["published_raw"].endswith("+0000")
    assert entry["content"] is None and entry["author"] is None
    assert ctl("parse-feed", path).code == 0


def test_a_feed_on_standard_input_is_read_too():
    result = ctl("parse-feed", "-", input=rss("News", [Item("One", "text", "http://a.test/1")]))
    assert result.code == 0 and result.json["file"] == "-" and result.json["entries"][0]["title"] == "One"


def test_the_main_text_of_a_page_is_found(tmp_path):
    path = tmp_path / "page.html"
    paragraphs = ["Роман Головченко рассказал о ходе выполнения союзных программ на заседании в Минске.",
                  "Выполнено около 75% мероприятий 28 союзных программ, сообщил он журналистам.", "Работа над остальными программами продолжается."]
    path.write_bytes(page("Ход союзных программ", paragraphs, encoding="windows-1251", days_ago=9))
    result = ctl("text", path)
    assert result.code == 0 and result.out.split("\n")[-4:-1] == paragraphs and "Exports" not in result.out
    article = ctl("--json", "text", "--url", "http://example.org/1", path).json
    assert list(article) == ["file", "title", "published", "modified", "author", "language", "canonical", "text"]
    assert (article["title"], article["published"], article["language"]) == ("Ход союзных программ", f"{day(9)}T12:00:00Z", "ru")
    assert article["text"].split("\n")[-3:] == paragraphs
    empty = ctl("text", "-", input="<html><body><nav><a href=/>Home</a></nav></body></html>")
    assert empty.code == 1


def test_a_pipe_that_closes_early_is_no_error(record):
    command = f"'{BUILD}/integractl' --config '{record.config}' --state-dir '{record.state}'"
    for args in ("claims", "export", "--help", "changes --json"):
        done = subprocess.run(f"{command} {args} | true", shell=True, capture_output=True, timeout=PATIENCE)
        assert done.stderr == b""


def test_an_output_that_cannot_be_written_is_an_error(record):
    with open("/dev/full", "w") as full:
        done = subprocess.run([BUILD / "integractl", "--config", record.config, "--state-dir", record.state, "claims"], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1 and b"No space left" in done.stderr
