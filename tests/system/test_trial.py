"""integractl test-alert: where a sink takes no message it says why, and shows the whole conversation without its secrets."""
import json

import pytest

from test_alerts import alerts, hook, item, receivers, secret_file, tell  # noqa: F401
from test_mail import desk, free_port, post  # noqa: F401


@pytest.fixture
def trial(daemon):
    def make(sink):
        alerts(daemon, [sink])
        daemon.write()
        result = daemon.ctl("test-alert", sink["name"])
        as_json = daemon.ctl("--json", "test-alert", sink["name"])
        assert result.code == as_json.code == 1 and as_json.json["sent"] is False
        assert as_json.json["why"] and as_json.json["conversation"].splitlines()[-1:] == result.out.splitlines()[-1:]
        assert result.err.startswith(f"integractl: {sink['name']} took no message: ") and result.err.count("\n") == 1
        return result

    return make


def test_a_wrong_password_of_mail(trial, post, tmp_path):  # noqa: F811
    result = trial(desk(post(), secret_file(tmp_path, "wrong-word")))
    assert "localhost refuses the login: 535 " in result.err
    lines = result.out.splitlines()
    for line in ("> STARTTLS", "> ***"):
        assert line in lines
    assert any(line.startswith("< 535 ") for line in lines) and lines.index("> STARTTLS") < lines.index("> ***")
    for secret in ("wrong-word", "AGludGVncmFk", "d3Jvbmctd29yZA"):  # the login in base64, of either kind
        assert secret not in result.out + result.err


@pytest.mark.parametrize("server, says, line", [
    ({"tls": "tls"}, "no TLS with localhost: what answers at this port speaks no TLS", "* Closing connection"),
    ({"ca-file": None}, "no trust in the certificate of localhost", "* SSL certificate problem"),
    ({"server": "no-such-host.invalid:25"}, "cannot resolve host no-such-host.invalid", None),
    ({"server": None}, "cannot connect to localhost: Connection refused", "failed: Connection refused"),
], ids=["TLS at a port without", "a stranger's certificate", "wrong host", "wrong port"])
def test_a_mail_server_that_is_not_reached(trial, post, tmp_path, server, says, line):  # noqa: F811
    sink = desk(post(), secret_file(tmp_path, "open-sesame"), **server)
    if "ca-file" in server:
        del sink["ca-file"]
    if server.get("server", "") is None:
        sink["server"] = f"localhost:{free_port()}"
    result = trial(sink)
    assert says in result.err
    assert line is None or line in result.out


def test_a_mail_server_without_encryption_gets_no_password(trial, post, tmp_path):  # noqa: F811
    result = trial(desk(post("none"), secret_file(tmp_path, "open-sesame")))
    assert "localhost offers no STARTTLS" in result.err
    assert "> EHLO" in result.out and "> ***" not in result.out


def test_a_mail_server_that_refuses_the_receiver(trial, post, tmp_path):  # noqa: F811
    box = post()
    box.answers = ["554 no such desk"]
    result = trial(desk(box, secret_file(tmp_path, "open-sesame")))
    assert "localhost refuses the mail: 554 no such desk" in result.err
    assert "< 554 no such desk" in result.out


def refuses(status, text):
    def answer(handler):
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text.encode())
    return answer


KINDS = [
    ("webhook", {"secret-file": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwAqoJ1jWZjVZ8E="}),
    ("slack", {}),
    ("mattermost", {}),
    ("telegram", {"chat": "-100", "token-file": "123456:wrong-token"}),
    ("ntfy", {"topic": "union", "token-file": "tk_wrong-token"}),
    ("matrix", {"room": "!r:example.org", "token-file": "syt_wrong-token"}),
    ("alertmanager", {}),
]


def sink_of(kind, fields, address, folder):
    files = {name: secret_file(folder, text, name) if name.endswith("-file") else text for name, text in fields.items()}
    where = {"address-file": secret_file(folder, address, "address")} if kind in ("slack", "mattermost") else {"address": address}
    return {"name": "it", "kind": kind, **where, **files}


@pytest.mark.parametrize("kind, fields", KINDS, ids=[kind for kind, _ in KINDS])
def test_a_wrong_token(trial, receivers, tmp_path, kind, fields):  # noqa: F811
    receiver = receivers(refuses(401, json.dumps({"ok": False, "description": "invalid token"})))
    result = trial(sink_of(kind, fields, receiver.url + "/x", tmp_path))
    assert "HTTP 401 from 127.0.0.1" in result.err
    assert "< HTTP/1.0 401" in result.out or "< HTTP/1.1 401" in result.out
    assert "invalid token" in result.out  # what the receiver itself says of it
    for secret in fields.values():
        assert not secret.endswith("wrong-token") or secret not in result.out + result.err


@pytest.mark.parametrize("kind, fields", KINDS, ids=[kind for kind, _ in KINDS])
def test_a_wrong_host(trial, tmp_path, kind, fields):
    result = trial(sink_of(kind, fields, "https://no-such-host.invalid/x", tmp_path))
    assert "cannot resolve host no-such-host.invalid" in result.err


@pytest.mark.parametrize("kind, fields", KINDS, ids=[kind for kind, _ in KINDS])
def test_tls_at_a_port_without(trial, receivers, tmp_path, kind, fields):  # noqa: F811
    result = trial(sink_of(kind, fields, receivers().url.replace("http:", "https:") + "/x", tmp_path))
    assert "no TLS with 127.0.0.1: what answers at this port speaks no TLS" in result.err and "* " in result.out


@pytest.mark.parametrize("answer", ["401", "nobody listens"])
def test_no_secret_is_in_the_log_or_the_record(daemon, web, receivers, post, tmp_path, answer):  # noqa: F811
    """At log-level debug, while all that has a secret fails; a credential of systemd among them."""
    receiver = receivers(refuses(401, "no"))
    where = receiver.url if answer == "401" else f"http://127.0.0.1:{free_port()}"
    folder = tmp_path / "credentials"
    folder.mkdir()
    secret_file(folder, "syt_secret-of-matrix", "matrix")
    secret_file(tmp_path, "X-Key: secret-of-headers", "headers")
    sinks = [
        {"name": "hook", "kind": "webhook", "address": where, "headers-file": str(tmp_path / "headers"),
         "secret-file": secret_file(tmp_path, "whsec_c2VjcmV0LW9mLXdlYmhvb2stc2VjcmV0", "hook")},
        {"name": "slack", "kind": "slack", "address-file": secret_file(tmp_path, where + "/secret-of-slack", "slack")},
        {"name": "login", "kind": "webhook", "address-file": secret_file(tmp_path, where.replace("//", "//me:secret-of-login@"), "login")},
        {"name": "telegram", "kind": "telegram", "address": where, "chat": "1", "token-file": secret_file(tmp_path, "1:secret-of-telegram", "telegram")},
        {"name": "ntfy", "kind": "ntfy", "address": where, "topic": "t", "token-file": secret_file(tmp_path, "tk_secret-of-ntfy", "ntfy")},
        {"name": "matrix", "kind": "matrix", "address": where, "room": "!r:m", "token-file": "credential:matrix"},
        desk(post(), secret_file(tmp_path, "secret-of-mail", "mail"), name="mail", **({} if answer == "401" else {"server": f"localhost:{free_port()}"})),
    ]
    alerts(daemon, sinks, **{"heartbeat-file": secret_file(tmp_path, where + "/secret-of-heartbeat", "heartbeat"), "heartbeat-every": "1s"})
    daemon.source("one", web.url("/feed.xml"), follow=False)
    tell(web, item(60))
    daemon.start(env={"CREDENTIALS_DIRECTORY": str(folder)})
    daemon.wait_event("sink-down", len(sinks))
    daemon.wait_event("heartbeat")
    assert daemon.stop() == 0
    used = str([(m.path, m.headers) for m in receiver.messages])
    assert answer != "401" or all(f"secret-of-{name}" in used for name in ("headers", "slack", "telegram", "ntfy", "matrix", "heartbeat"))
    seen = "\n".join(daemon.raw) + daemon.ctl("alerts").out + daemon.ctl("--json", "alerts").out + daemon.ctl("status").out
    assert "secret-of" not in seen and "c2VjcmV0LW9m" not in seen
    for file in daemon.state.iterdir():
        if file.is_file():
            assert b"secret-of" not in file.read_bytes() and b"c2VjcmV0LW9m" not in file.read_bytes()


def test_a_program_that_fails(trial, tmp_path):
    script = tmp_path / "tell"
    script.write_text("#!/bin/sh\necho the bell is broken\nexit 3\n")
    script.chmod(0o755)
    result = trial({"name": "bell", "kind": "exec", "command": str(script)})
    assert "exit status 3" in result.err and "the bell is broken" in result.out
