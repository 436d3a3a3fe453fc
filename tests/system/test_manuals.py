"""The manual pages are well formed, and say no more and no less than the programs' own tables."""
import functools
import re
import shutil
import subprocess

import pytest

from daemon import BUILD, ROOT
from manuals import PAGES, as_a_page_has_it, commands, described, flags, keys, page, sections, subsection, table_of


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is not installed")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_is_well_formed(path):
    done = subprocess.run(["mandoc", "-Tlint", "-W", "warning", path], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    assert path.read_text().startswith(".Dd ")  # mdoc, not man


def test_pages_name_only_pages_that_are_there():
    ours = {(path.stem, path.suffix[1:]) for path in PAGES}
    for path in PAGES:
        for name, section in re.findall(r"^\.Xr (integra\S+) (\d)", path.read_text(), re.M):
            assert (name, section) in ours, f"{path.name} names {name}({section})"


@pytest.mark.parametrize("of, name, section, part", [
    ("integrad.yaml", "integrad.yaml.5", "OPTIONS", ...),
    ("source", "integrad.yaml.5", "SOURCES", ...),
    ("package", "integrad-lexicon.5", "PACKAGES", None),
    ("total", "integrad-lexicon.5", "PACKAGES", "Totals"),
    ("programme", "integrad-lexicon.5", "PACKAGES", "Programmes"),
    ("alerts", "integrad-alerts.5", "GENERAL OPTIONS", ...),
    ("sink", "integrad-alerts.5", "SINKS", ...),
    ("rule", "integrad-alerts.5", "RULES", ...),
])
def test_every_key_stands_in_its_page_with_kind_default_and_bounds(of, name, section, part):
    lines = sections(page(name))[section]
    told = keys(lines if part is ... else subsection(lines, part))
    real = {key: as_a_page_has_it(fields) for key, fields in described()[of].items()}
    if "user-agent" in told and of == "integrad.yaml":  # it has the version in it
        real["user-agent"] = (real["user-agent"][0], re.sub(r"\d+\.\d+\.\d+$", "VERSION", real["user-agent"][1]), None)
    assert told.keys() - real.keys() == set(), f"{name} has what is no key of a {of}"
    assert real.keys() - told.keys() == set(), f"{name}: missing keys of a {of}, as .It Cm key : Ar kind Pq default; least to greatest"
    assert told == real


def test_every_key_of_a_lexicon_stands_in_its_page():
    told = {key: default for key, (_, default, _) in keys(sections(page("integrad-lexicon.5"))["KEYS"]).items()}
    real = {key: None if kind in ("phrases", "grammar") else kind.replace(":", " :")
            for key, (kind,) in described()["lexicon"].items()}
    assert told.keys() - real.keys() == set(), "integrad-lexicon.5 has what is no key of a lexicon"
    assert real.keys() - told.keys() == set(), "integrad-lexicon.5: missing keys, as .It Cm key under KEYS"
    assert told == real


def test_the_page_of_alerts_names_every_kind_of_change():
    real = re.findall(r'^\t\[CHANGE_[A-Z_]+\] = "([a-z-]+)",$', (ROOT / "daemon/model/change.c").read_text().partition("};")[0], re.M)
    told = [word for line in sections(page("integrad-alerts.5"))["KINDS"] if line.startswith(".Cm ") for word in line[4:].split() if word[0].isalpha()]
    assert len(real) > 20 and sorted(told) == sorted(real)


def test_the_example_of_alerts_has_every_kind_of_sink_and_is_sound(daemon, monkeypatch):
    (example,) = re.findall(r"^\.Bd -literal\n(.*?)^\.Ed$", page("integrad-alerts.5"), re.M | re.S)
    assert set(re.findall(r"kind: (\w+)", example)) == set(described()["sink"]["kind"][0].split("|"))
    daemon.write()
    daemon.config.write_text(daemon.config.read_text() + example)
    secrets = daemon.folder / "secrets"
    secrets.mkdir()
    texts = {"hook": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwAqoJ1jWZjVZ8E=", "headers": "Authorization: Bearer abc"}
    for name in {*re.findall(r"secrets/(\w+)", example), *re.findall(r"credential:(\w+)", example)}:
        (secrets / name).touch(mode=0o600)
        (secrets / name).write_text(texts.get(name, "https://example.org/" + name) + "\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(secrets))
    done = subprocess.run([daemon.program, "--check", "--config", daemon.config], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


# the command lines


@functools.cache
def help_of(*command):
    done = subprocess.run([BUILD / command[0], *command[1:], "--help"], capture_output=True, text=True, check=True)
    return done.stdout


COMMANDS = re.findall(r"^  ([a-z][a-z-]*)  ", help_of("integractl"), re.M)


def test_every_command_stands_in_its_page():
    told = commands(page("integractl.1"))
    assert told.keys() - set(COMMANDS) == set(), "integractl.1 has what is no command"
    assert set(COMMANDS) - told.keys() == set(), "integractl.1: missing commands, as .It Cm name under COMMANDS"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_stands_in_its_page(command):
    own, common = table_of(help_of("integractl", command))
    head, body = commands(page("integractl.1"))[command]
    assert head - own == set(), f"integractl.1 gives {command} options that it has not"
    assert own - head - body == set(), f"integractl.1: options of {command} are missing"
    assert body - common - {flag for other in COMMANDS for flag in table_of(help_of("integractl", other))[0]} == set()


@pytest.mark.parametrize("program, name", [("integractl", "integractl.1"), ("integrad", "integrad.8")])
def test_the_options_of_a_program_stand_in_its_page(program, name):
    own, common = table_of(help_of(program))
    lists = [line for line in sections(page(name))["DESCRIPTION"] if line.startswith(".It Fl")]
    assert flags(lists) == own | common
    assert flags(sections(page(name))["SYNOPSIS"]) <= own | common


# the operations page


def test_the_operations_page_names_every_event_of_the_journal():
    ids = re.findall(r'^\t\[(CHANGE_[A-Z_]+)\] = "([0-9a-f]{32})",?$', (ROOT / "daemon/model/change.c").read_text(), re.M)
    told = {"CHANGE_" + key.upper().replace("-", "_") for key in keys(sections(page("integrad-operations.7"))["EVENTS"])}
    catalogue = re.findall(r"^-- ([0-9a-f]{32})$", (ROOT / "systemd/integrad.catalog").read_text(), re.M)
    warnings = re.findall(r'^\t\{ "([a-z-]+)", "([0-9a-f]{32})" \},$', (ROOT / "daemon/base/log.c").read_text(), re.M)
    assert len(ids) > 20 and told == {kind for kind, _ in ids}
    assert len(warnings) > 5 and list(keys(sections(page("integrad-operations.7"))["WARNINGS"])) == [event for event, _ in warnings]
    assert sorted(catalogue) == sorted(number for _, number in ids + warnings)


def test_the_operations_page_names_everything_that_needs_a_person():
    real = re.findall(r'\[TROUBLE_[A-Z_]+\] = "([a-z-]+)"', (ROOT / "daemon/pipeline/trouble.c").read_text())
    assert len(real) > 5 and list(keys(sections(page("integrad-operations.7"))["HEALTH"])) == real


# what the pages show is sound


def test_the_examples_of_the_configuration_are_sound(daemon, monkeypatch):
    sources, options = [], []
    for example in re.findall(r"^\.Bd -literal -offset indent\n(.*?)^\.Ed$", page("integrad.yaml.5"), re.M | re.S):
        (sources if example.startswith("- ") else options).append(example)
    assert len(sources) > 2 and len(options) > 0
    daemon.write()
    (daemon.folder / "sources.d/test.yaml").write_text("".join(sources))
    ours = {line.split(":")[0] for line in "".join(options).splitlines()}
    kept = [line for line in daemon.config.read_text().splitlines() if line.split(":")[0] not in ours]
    daemon.config.write_text("\n".join(kept) + "\n" + "".join(options))
    (daemon.folder / "daily").touch(mode=0o600)
    (daemon.folder / "daily").write_text("Authorization: Bearer abc\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(daemon.folder))
    done = subprocess.run([daemon.program, "--check", "--config", daemon.config], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
