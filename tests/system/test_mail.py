"""Mail, at a real server of the distribution (aiosmtpd) with TLS and a login; read back by Python's own parser."""
import email
import email.policy
import ssl

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from daemon import free_port
from secure import Authority
from test_alerts import alerts, begin, item, secret_file, tell


class Mailbox:
    def __init__(self):
        self.mails = []
        self.answers = ["250 OK"]  # one a mail; the last one for ever

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        return self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)


@pytest.fixture
def post(tmp_path):
    """Opens mail servers: a mailbox of each has what came, its port, and the file of the authority that vouches for it."""
    authority, opened = Authority(tmp_path / "ca"), []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.certify("localhost"))

    def login(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"integrad", b"open-sesame"), handled=False)

    def make(tls="starttls"):
        ways = {"starttls": {"tls_context": context, "require_starttls": True}, "tls": {"ssl_context": context, "auth_require_tls": False},
                "none": {"auth_require_tls": False}}
        box = Mailbox()
        controller = Controller(box, hostname="127.0.0.1", port=free_port(), auth_required=True, authenticator=login, **ways[tls])
        controller.start()
        opened.append(controller)
        box.port, box.ca = controller.server.sockets[0].getsockname()[1], str(authority.file)
        return box

    yield make
    for controller in opened:
        controller.stop()


def desk(box, password, **fields):
    return {"name": "desk", "kind": "smtp", "server": f"localhost:{box.port}", "ca-file": box.ca, "user": "integrad", "password-file": password,
            "from": "integrad@example.org", "to": ["desk@example.org"], "retry-min": "1s", **fields}


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_mail_arrives_as_text_and_html_and_a_story_is_one_thread(daemon, web, post, tmp_path, tls):
    box = post(tls)
    alerts(daemon, [desk(box, secret_file(tmp_path, "open-sesame"), tls=tls)], language="ru")
    begin(daemon, web, item(60))
    daemon.wait_for(lambda: box.mails, "the mail")
    tell(web, item(70, "2"), item(60))
    daemon.wait_for(lambda: len(box.mails) == 2, "the second mail")
    (sender, receivers, first), (_, _, second) = box.mails
    assert (sender, receivers) == ("integrad@example.org", ["desk@example.org"])
    assert first["Subject"] == "Союзное государство 2021–2023: выполнено 60% мероприятий — первые данные"
    assert first.get_content_type() == "multipart/alternative" and not first.defects
    assert "Кто сообщил: Ivanova" in first.get_body(("plain",)).get_content()
    assert "<blockquote>" in first.get_body(("html",)).get_content()
    assert first["Message-ID"] != second["Message-ID"] and first["References"] == second["References"]
    assert "open-sesame" not in "\n".join(daemon.raw)


def test_a_mail_that_is_tried_again_is_the_same_mail(daemon, web, post, tmp_path):
    box = post()
    box.answers = ["451 try again later", "250 OK"]
    alerts(daemon, [desk(box, secret_file(tmp_path, "open-sesame"))])
    begin(daemon, web, item(60))
    daemon.wait_for(lambda: len(box.mails) == 2, "the second try")
    (_, _, first), (_, _, second) = box.mails
    assert first.as_bytes() == second.as_bytes()
    (down,) = daemon.wait_event("sink-down")
    assert down["why"] == "localhost refuses the mail: 451 try again later"
    daemon.wait_event("sink-up")


def test_a_trial_comes_as_a_mail_and_belongs_to_no_story(daemon, post, tmp_path):
    box = post()
    alerts(daemon, [desk(box, secret_file(tmp_path, "open-sesame"))])
    daemon.write()
    result = daemon.ctl("test-alert", "desk")
    assert result.code == 0 and result.out == "desk took a trial message\n"
    ((_, _, mail),) = box.mails
    assert mail["Subject"] == "integrad: a trial message" and mail["References"] is None
