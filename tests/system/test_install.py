"""make install puts everything into its place, make uninstall takes it away again."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from daemon import Daemon
from feeds import Item, rss

TOP = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("INTEGRAD_BUILD", TOP / "build"))


def make(goal, root):
    # -o all: what is under test was built before, with whatever flags.
    command = ["make", "-o", "all", goal, f"BUILD={os.path.relpath(BUILD, TOP)}", f"DESTDIR={root}"]
    subprocess.run(command, cwd=TOP, check=True, capture_output=True, text=True)


def files_below(folder):
    return {path for path in folder.rglob("*") if not path.is_dir()}


def test_an_installation_is_whole(tmp_path):
    make("install", tmp_path)
    for name in ("integrad", "integractl"):
        assert os.access(tmp_path / "usr/local/bin" / name, os.X_OK)
    places = {
        "integrad.yaml": "etc/integrad",
        "sources.d": "etc/integrad",
        "packages": "usr/local/share/integrad",
        "lexicon": "usr/local/share/integrad",
        "history": "usr/local/share/integrad",
    }
    for name, place in places.items():
        ours = TOP / "config" / name
        for path in files_below(ours) if ours.is_dir() else {ours}:
            installed = tmp_path / place / path.relative_to(TOP / "config")
            assert installed.read_bytes() == path.read_bytes()
    completion = {"bash-completion/completions/integractl": "complete.bash", "zsh/site-functions/_integractl": "complete.zsh"}
    for name, ours in completion.items():
        assert (tmp_path / "usr/local/share" / name).read_bytes() == (TOP / "daemon/ctl" / ours).read_bytes()
    unit = (tmp_path / "usr/local/lib/systemd/system/integrad.service").read_text()
    assert "ExecStart=/usr/local/bin/integrad --config /etc/integrad/integrad.yaml\n" in unit


def test_uninstalling_leaves_no_file(tmp_path):
    make("install", tmp_path)
    make("uninstall", tmp_path)
    assert files_below(tmp_path) == set()


def test_edited_configuration_outlives_both(tmp_path):
    make("install", tmp_path)
    edited = tmp_path / "etc/integrad/integrad.yaml"
    edited.write_text("log-level: debug\n")
    make("install", tmp_path)
    assert edited.read_text() == "log-level: debug\n"
    new = edited.with_name("integrad.yaml.new")
    assert new.read_bytes() == (TOP / "config/integrad.yaml").read_bytes()
    make("uninstall", tmp_path)
    assert files_below(tmp_path) == {edited}


def test_installed_programs_run_from_where_they_are(tmp_path, web):
    make("install", tmp_path)
    share = tmp_path / "usr/local/share/integrad"
    bin = tmp_path / "usr/local/bin"
    daemon = Daemon(tmp_path / "daemon", program=bin / "integrad", ctl_program=bin / "integractl")
    daemon.options |= {f"{name}-dir": share / name for name in ("packages", "lexicon", "history")} | {"history": "yes"}
    web.put("/feed", rss("News", [Item("Union programmes", "Some 60% of the activities of the 28 union programmes have been carried out.")]))
    daemon.source("feed", web.url("/feed"), follow=False)
    assert daemon.once() == 0
    assert [c["value"] for c in daemon.rows("claims", "--source", "feed")] == [60]
    assert daemon.ctl("verify").code == 0


def rules_of(tree):
    """The hash that the engine is named by, as make works it out for the tree."""
    done = subprocess.run(["make", "-pn", "help"], cwd=tree, check=True, capture_output=True, text=True)
    return re.search(r"^RULES := (\w+)$", done.stdout, re.MULTILINE)[1]


def test_the_engine_is_named_by_all_the_code_that_extraction_uses(tmp_path):
    shutil.copy(TOP / "Makefile", tmp_path)
    for folder in ("daemon", "include"):
        shutil.copytree(TOP / folder, tmp_path / folder)
    was = rules_of(tmp_path)
    for source, is_used in [
        ("daemon/base/log.c", False),
        ("daemon/store/store.c", False),
        ("daemon/extract/dates.c", True),
        ("daemon/base/utf8.c", True),
        ("daemon/model/decimal.c", True),
        ("include/model/date.h", True),
    ]:
        (tmp_path / source).open("a").write("/* changed */\n")
        now = rules_of(tmp_path)
        assert (now != was) == is_used, source
        was = now
