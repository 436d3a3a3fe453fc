"""What bash and zsh complete on a command line with integractl, as its tables of commands and the configuration have it."""
import json
import os
import pty
import re
import select
import shutil
import subprocess
import time

import pytest

from daemon import BUILD, PATIENCE, ROOT, Daemon, ctl
from manuals import table_of

SCRIPTS = ROOT / "daemon/ctl"


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    daemon = Daemon(tmp_path_factory.mktemp("completion"))
    for key in ("alpha-one", "alpha-two", "beta"):
        daemon.source(key, "http://192.0.2.1/feed", name=f"The {key}")
    daemon.options["alerts"] = json.dumps({"sinks": [{"name": "desk", "kind": "exec", "command": ["/bin/cat"]}],
                                           "rules": [{"name": "all", "to": ["desk"]}]})
    daemon.write()
    return daemon.config


def offered(config, *words):
    """{word: meaning}"""
    done = ctl("--complete", *words, env={"INTEGRAD_CONFIG": str(config)})
    assert (done.code, done.err) == (0, "")
    return dict((line.split("\t") + [""])[:2] for line in done.out.splitlines())


COMMANDS = dict(re.findall(r"^  ([a-z][a-z-]*)  +(.*)", subprocess.run([BUILD / "integractl", "--help"], capture_output=True, text=True).stdout, re.M))


def test_every_command_is_offered_with_what_it_gives(config):
    assert offered(config, "") == COMMANDS
    assert list(offered(config, "--json", "chan")) == ["changes"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_offered(config, command):
    own, common = table_of(ctl(command, "--help").out)
    assert set(offered(config, command, "-")) == {f"--{name}" for name in own | common if len(name) > 1}


@pytest.mark.parametrize("words, values", [
    (("poll", ""), {"alpha-one": "The alpha-one", "alpha-two": "The alpha-two", "beta": "The beta"}),
    (("poll", "alpha-"), {"alpha-one": "The alpha-one", "alpha-two": "The alpha-two"}),
    (("poll", "beta", ""), {}),
    (("sources", "--log", "b"), {"beta": "The beta"}),
    (("claims", "--source", "b"), {"beta": "The beta"}),
    (("claims", "--source=b"), {"--source=beta": "The beta"}),
    (("test-alert", ""), {"desk": "exec"}),
    (("history", "gas"), {"gas-market": "Formation of the unified gas market"}),
    (("changes", "--subject", "al"), {"all": "a package as a whole"}),
    (("history", "--package", ""), {"2021-2023": "", "2024-2026": ""}),
    (("changes", "--kind", "ri"), {"rise": ""}),
    (("extract", "--lang", ""), {"be": "", "en": "", "ru": ""}),
    (("explain", ""), {":files": ""}),
    (("claims", "--config", ""), {":files": ""}),
    (("--state-dir", ""), {":folders": ""}),
    (("show", ""), {}),
    (("poll", "--", "--be"), {}),
    (("nonsense", "--source="), {}),
])
def test_values_come_from_where_they_are_known(config, words, values):
    assert offered(config, *words) == values


def test_a_configuration_that_cannot_be_read_offers_nothing_and_says_nothing(tmp_path):
    broken = tmp_path / "integrad.yaml"
    broken.write_text("alerts: [\n")
    assert offered(broken, "test-alert", "") == {}
    assert offered(broken, "poll", "") == {}


# options whose values are a list of words
LISTED = [("claims", "status"), ("alerts", "state"), ("export", "format"), ("changes", "kind")]


@pytest.mark.parametrize("command, option", LISTED)
def test_the_values_that_are_offered_are_those_that_the_command_takes(config, command, option, tmp_path):
    words = list(offered(config, command, f"--{option}", ""))
    refusal = ctl("--state-dir", tmp_path, command, f"--{option}", "nonsense")
    assert refusal.code == 2
    told = refusal.err if "--help" not in refusal.err else ctl(command, "--help").out
    assert len(words) > 1 and all(re.search(rf"\b{word}\b", told) for word in words), told
    for word in words:
        assert ctl("--state-dir", tmp_path, command, f"--{option}", word).code != 2


@pytest.mark.parametrize("option", ("measure", "stage", "unit", "bound", "modality", "basis"))
def test_the_values_of_a_correction_are_those_that_its_help_lists(config, option):
    (line,) = re.findall(rf"--{option} [A-Z]+ +(.*)", ctl("correct", "--help").out)
    assert list(offered(config, "correct", f"--{option}", "")) == line.split(", ")


def bash(config, *words):
    script = f'. {SCRIPTS}/complete.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _integractl "$1" 2>/dev/null; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "--norc", "-c", script, "bash", BUILD / "integractl", *words], capture_output=True, text=True, check=True,
                          env={**os.environ, "INTEGRAD_CONFIG": str(config)}, cwd=config.parent)
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize("words, found", [
    (("chan",), ["changes"]),
    (("poll", "al"), ["alpha-one", "alpha-two"]),
    (("changes", "--kind", "=", "ri"), ["rise"]),
    (("changes", "--kind", "=", "rise", "--foll"), ["--follow"]),
    (("explain", "integrad"), ["integrad.yaml"]),
    (("claims", "--config", "=", "integrad"), ["integrad.yaml"]),
    (("--state-dir", "sources"), ["sources.d"]),
    (("show", ""), [""]),
])
def test_bash_gets_the_words_alone(config, words, found):
    assert bash(config, *words) == found


def type_into(shell, setup, typed, awaited, env):
    """Types into an interactive shell until it shows what is awaited."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(shell[0], shell, {**os.environ, **env, "TERM": "dumb", "PS1": "ready> ", "LC_ALL": "C.UTF-8"})
    shown = ""

    def until(text):
        nonlocal shown
        deadline = time.monotonic() + PATIENCE
        while text not in shown:
            ready, _, _ = select.select([terminal], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"waited in vain for {text!r}: {shown!r}"
            shown += os.read(terminal, 4096).decode(errors="replace")

    try:
        os.write(terminal, f"{setup}; echo set-$((20 + 22))\n".encode())
        until("set-42")
        shown = shown.partition("set-42")[2]
        until("ready> ")
        os.write(terminal, typed.encode())
        until(awaited)
    finally:
        os.close(terminal)
        os.waitpid(pid, 0)


SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], f". {SCRIPTS}/complete.bash"),
    "zsh": (["zsh", "-f", "-i"], f"autoload -U compinit; compinit -u -D; fpath=($PWD/functions $fpath); autoload -U _integractl; compdef _integractl integractl"),
}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("typed, awaited", [
    ("integractl chan\t", "integractl changes "),
    ("integractl poll be\t", "integractl poll beta "),
    ("integractl changes --kind=ri\t", "--kind=rise"),
    ("integractl explain integrad.y\t", "integractl explain integrad.yaml "),
])
def test_a_tab_completes_in_the_shell_itself(config, shell, typed, awaited, monkeypatch):
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    functions = config.parent / "functions"
    functions.mkdir(exist_ok=True)
    shutil.copy(SCRIPTS / "complete.zsh", functions / "_integractl")
    monkeypatch.chdir(config.parent)
    command, setup = SHELLS[shell]
    type_into(command, setup, typed, awaited, {"INTEGRAD_CONFIG": str(config), "PATH": f"{BUILD}:{os.environ['PATH']}"})
