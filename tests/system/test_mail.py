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

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        return "250 OK"


@pytest.fixture
def post(tmp_path):
    authority = Authority(tmp_path / "ca")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.certify("localhost"))

    def login(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"integrad", b"open-sesame"))

    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), tls_context=context, require_starttls=True,
                            auth_required=True, authenticator=login)
    controller.start()
    box.port, box.ca = controller.server.sockets[0].getsockname()[1], str(authority.file)
    yield box
    controller.stop()


def desk(post, password):
    return {"name": "desk", "kind": "smtp", "server": f"localhost:{post.port}", "ca-file": post.ca, "user": "integrad", "password-file": password,
            "from": "integrad@example.org", "to": ["desk@example.org"], "retry-min": "1s"}


def test_a_mail_arrives_as_text_and_html_and_a_story_is_one_thread(daemon, web, post, tmp_path):
    alerts(daemon, [desk(post, secret_file(tmp_path, "open-sesame"))], language="ru")
    begin(daemon, web, item(60))
    daemon.wait_for(lambda: post.mails, "the mail")
    tell(web, item(70, "2"), item(60))
    daemon.wait_for(lambda: len(post.mails) == 2, "the second mail")
    (sender, receivers, first), (_, _, second) = post.mails
    assert (sender, receivers) == ("integrad@example.org", ["desk@example.org"])
    assert first["Subject"] == "Союзное государство 2021-2023: выполнено 60% мероприятий – первые данные"
    assert first.get_content_type() == "multipart/alternative" and not first.defects
    assert "Кто сообщил: Ivanova" in first.get_body(("plain",)).get_content()
    assert "<blockquote>" in first.get_body(("html",)).get_content()
    assert first["Message-ID"] != second["Message-ID"] and first["References"] == second["References"]
    assert "open-sesame" not in "\n".join(daemon.raw)
