"""The examples of integractl's help run as they stand."""
import json
import os
import re
import shutil
import subprocess

import pytest

from daemon import BUILD, PATIENCE, ROOT, Daemon
from feeds import Item, page, rss
from news_server import NewsServer
from proxies import HttpHandler, Proxy
from secure import Authority, SecureNewsServer, context

TEXT = ("Almost 80% of the activities of the 28 union programmes have been carried out, the ambassador said. "
        "Perhaps 9 of the 28 programmes are complete.")
RISE = "As of today 130 of the 310 tasks of the union programmes for 2024-2026 have been carried out, the minister said."
RUSSIAN = "Возможно, завершены 9 из 28 союзных программ, сообщил министр."
COMMANDS = re.findall(r"^  ([a-z][a-z-]*)  ", subprocess.run([BUILD / "integractl", "--help"], capture_output=True, text=True).stdout, re.M)
# journalctl is the system's, and sudo is the reader's: here they are this.
PROGRAMS = {"journalctl": '#!/bin/sh\necho "$@"\n', "sudo": '#!/bin/sh\n[ "$1" = -u ] && shift 2\nexec "$@"\n'}
# What there is nothing of here; the example runs all the same, and says so.
EMPTY = {"integractl alerts --state given-up"}


def examples_of(command):
    out = subprocess.run([BUILD / "integractl", command, "--help"], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^  (.*\bintegractl (?:--?\S+ )*%s\b.*)$" % command, out, re.M)


EXAMPLES = [example for command in COMMANDS for example in examples_of(command)]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A record with the history and some news in it, files of every kind, and sites behind a proxy."""
    folder = tmp_path_factory.mktemp("examples")
    authority = Authority(folder / "ca")
    site = SecureNewsServer(context(authority.certify("example.org")))
    site.put("/news", page("News", ["All news."]).replace(b"<body>", b'<body><h2><a href="/news/1">One piece of news</a></h2>'))
    site.put("/news/1", page("One", [TEXT]))
    web = NewsServer()
    feed = rss("News", [Item("Union programmes", TEXT, web.url("/1")),
                        Item("Single gas market", "The single gas market is to be there in 2027. " + RISE, web.url("/2"))])
    russian = rss("Новости", [Item("Союзные программы", RUSSIAN, web.url("/3"))], "ru")
    web.put("/feed", feed)
    web.put("/ru", russian)
    web.put("/1", page("Union programmes", [TEXT], "en"))
    web.put("/links", page("News", ["All news."]).replace(b"<body>", b'<body><main><a href="/a-1">Union programmes</a></main>'))
    web.put("/a-1", page("Union programmes", [TEXT], "en"))
    proxy = Proxy(HttpHandler, ("127.0.0.1", site.port))
    daemon = Daemon(folder / "daemon")
    daemon.options |= {"history": "yes", "history-dir": ROOT / "config/history", "ca-file": authority.file,
                       "proxy": f"http://{proxy.address}", "alerts": json.dumps(ALERTS)}
    daemon.source("belta-en", web.url("/feed"), follow=False, proxy="")
    daemon.source("belta-ru", web.url("/ru"), language="ru", follow=False, proxy="")
    daemon.source("soyuz-ru", web.url("/links"), kind="links", items="//main//a", proxy="")
    assert daemon.once() == 0
    files = folder / "files"
    files.mkdir()
    (files / "article.txt").write_text(TEXT)
    (files / "page.html").write_bytes(page("Union programmes", [TEXT], "en"))
    (files / "feed.xml").write_bytes(feed)
    (files / "items.jsonl").write_text(json.dumps({"id": "1", "lang": "en", "published": "2023-04-05", "source": "s", "title": "", "text": TEXT}) + "\n")
    (files / "figures.jsonl").write_text(daemon.ctl("export").out)
    (files / "bin").mkdir()
    for name, text in PROGRAMS.items():
        (files / "bin" / name).write_text(text)
        (files / "bin" / name).chmod(0o755)
    for _ in range(2):
        assert daemon.ctl("silence", "gas-market", "--for", "1d", "--why", "trial").code == 0
    yield daemon, files
    for server in (web, site, proxy):
        server.close()


ALERTS = {
    "sinks": [{"name": "desk", "kind": "exec", "command": ["/bin/cat"]}],
    "rules": [{"name": "all", "kinds": ["rise", "backfill"], "to": ["desk"]}],
}


def test_every_command_has_an_example():
    assert [command for command in COMMANDS if not examples_of(command)] == []


def run(example, world, cwd):
    daemon, files = world
    shutil.copytree(files, cwd)
    shutil.copytree(daemon.state, cwd / "state")
    env = {**os.environ, "PATH": f"{cwd / 'bin'}:{BUILD}:{os.environ['PATH']}", "INTEGRAD_CONFIG": str(daemon.config),
           "INTEGRAD_STATE_DIR": str(cwd / "state")}
    process = subprocess.Popen(["bash", "-o", "pipefail", "-c", example], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    if "--follow" in example:  # it does not end by itself
        line = process.stdout.readline()
        process.terminate()
        _, err = process.communicate(timeout=PATIENCE)
        return 0 if line else 1, line, err
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def test_the_examples_of_the_daemon_run_as_they_stand(daemon):
    out = subprocess.run([BUILD / "integrad", "--help"], capture_output=True, text=True, check=True).stdout
    check, run = re.findall(r"^  (integrad .*)$", out, re.M)
    daemon.write()
    env = {**os.environ, "PATH": f"{BUILD}:{os.environ['PATH']}"}
    assert subprocess.run(check.split(), cwd=daemon.folder, env=env, capture_output=True).returncode == 0
    process = subprocess.Popen(run.split(), cwd=daemon.folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert any('"event":"start"' in line for line in process.stderr)
    process.terminate()
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


@pytest.mark.parametrize("example", [e for e in EXAMPLES if not re.match("integractl (poll|reload)", e)])
def test_an_example_runs_as_it_stands(example, world, tmp_path):
    code, out, err = run(example, world, tmp_path / "here")
    assert code == (1 if example in EMPTY else 0), err or out
    assert "integractl: " not in err or example in EMPTY


def test_the_examples_of_what_the_daemon_is_asked_run_as_they_stand(world):
    daemon, _ = world
    daemon.start()
    daemon.wait_event("start")
    env = {"INTEGRAD_CONFIG": str(daemon.config), "INTEGRAD_STATE_DIR": str(daemon.state), "PATH": f"{BUILD}:{os.environ['PATH']}"}
    for example in (e for e in EXAMPLES if re.match("integractl (poll|reload)", e)):
        done = subprocess.run(["bash", "-c", example], env={**os.environ, **env}, capture_output=True, text=True, timeout=PATIENCE)
        assert (done.returncode, done.stderr) == (0, ""), example
    assert daemon.stop() == 0
