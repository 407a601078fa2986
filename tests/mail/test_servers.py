"""Proven against real servers: Dovecot by IMAP, aiosmtpd by SMTP, a folder, all the same way."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import policy
from pathlib import Path

import pytest
from post import Folder, by, mail
from servers import PASSWORD, USER, dovecot, imap_server, smtp_server

from chikai.adapters.clock import TOKYO
from chikai.adapters.mail.settings import read_mail
from chikai.app import mail as desk
from chikai.app.mail_in import Fetched, fetch
from chikai.ports import BadData, Home, Mailbox, OutMail, Rejected, Unavailable

ENVIRON = {"MAIL_PASSWORD": PASSWORD}


@pytest.fixture(scope="module")
def imap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The folder with the settings, and the maildir of the INBOX."""
    if dovecot() is None:
        pytest.skip("Dovecot is missing. Remedy: sudo apt-get install dovecot-imapd")
    folder = tmp_path_factory.mktemp("imap")
    with imap_server(folder) as (port, mails):
        yield folder, mails
        _ = port


def settings(root: Path, port: int, **more: str) -> Path:
    said = {
        "host": "127.0.0.1",
        "user": USER,
        "password_env": "MAIL_PASSWORD",
        "ca_file": "cert.pem",
    }
    lines = [f'{name} = "{value}"' for name, value in {**said, **more}.items()]
    path = root / "mail.toml"
    path.write_text("\n".join(["[inbound]", f"port = {port}", *lines]) + "\n")
    return path


@pytest.fixture(params=["imap", "maildir"])
def box(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Folder]]:
    """A `mail.toml` and the mails it leads to."""
    if request.param == "maildir":
        path = tmp_path / "mail.toml"
        path.write_text('[inbound]\nmaildir = "box"\n')
        yield path, Folder(tmp_path / "box")
        return
    if dovecot() is None:
        pytest.skip("Dovecot is missing. Remedy: sudo apt-get install dovecot-imapd")
    with imap_server(tmp_path) as (port, mails):
        yield settings(tmp_path, port), Folder(mails)


def mailbox(path: Path) -> Mailbox:
    found, _ = read_mail(path, ENVIRON)
    assert found is not None
    return found


def test_mail_is_fetched_once_and_marked(box: tuple[Path, Folder], bengo4: Home) -> None:
    path, folder = box
    home = replace(bengo4, mailbox=mailbox(path))
    folder.drop(
        mail(id="a@example.jp"), mail("にど", id="b@example.jp"), b"Subject: x\r\n\r\nnobody"
    )
    assert fetch(home, by=by("c")) == Fetched(new=2, set_aside=1)
    assert fetch(home, by=by("c2")) == Fetched()
    flags = sorted(name.partition(":2,")[2] for name in folder.names() if ":2," in name)
    assert flags == ["F", "S", "S"]
    assert {desk.view(home, i.id, actor="c").record["text"] for i in desk.waiting(home)
            if i.sealed} == {"私の情報の開示を求めます。", "にど"}  # fmt: skip


def test_what_was_taken_can_be_deleted(box: tuple[Path, Folder], bengo4: Home) -> None:
    path, folder = box
    path.write_text(path.read_text() + 'after = "delete"\n')
    home = replace(bengo4, mailbox=mailbox(path))
    folder.drop(mail())
    assert fetch(home, by=by("c")) == Fetched(new=1)
    assert [name for name in folder.names() if "dovecot" not in name] == []


def test_a_mail_nobody_reads_here_is_left_unread(box: tuple[Path, Folder]) -> None:
    path, folder = box
    folder.drop(mail())
    with mailbox(path).open() as opened:
        (waiting,) = opened.waiting()
        assert opened.read(waiting.key, most=20) == mail()[:20]
        assert waiting.size >= len(mail())
        assert waiting.arrived.utcoffset() == datetime.now(TOKYO).utcoffset()
    with mailbox(path).open() as opened:
        assert len(list(opened.waiting())) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"password_env": "WRONG"}, {"ca_file": ""}, {"folder": "Nothing"}],
)
def test_a_server_that_does_not_let_us_in_is_unavailable(
    imap: tuple[Path, Path], wrong: dict[str, str]
) -> None:
    folder, _ = imap
    port = int((folder / "dovecot.conf").read_text().split("imaps {\n    port=")[1].split("\n")[0])
    path = settings(folder, port, **wrong)
    if wrong.get("ca_file") == "":
        path.write_text(path.read_text().replace('ca_file = ""\n', ""))
    found, _ = read_mail(path, {**ENVIRON, "WRONG": "no"})
    assert found is not None
    with pytest.raises(Unavailable) as refused, found.open():
        pass
    assert PASSWORD not in str(refused.value) and USER not in str(refused.value)


OUT = OutMail(
    "reply-1",
    "hanako@example.jp",
    "ご請求に\nついて",
    "本文です。\n.\n終",
    datetime(2026, 11, 2, 10, tzinfo=TOKYO),
    "<one@example.jp>",
)


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_mail_leaves_over_tls_with_a_password(tmp_path: Path, tls: str) -> None:
    with smtp_server(tmp_path, tls=tls) as (port, arrived):
        path = tmp_path / "mail.toml"
        path.write_text(
            f'[outbound]\nhost = "127.0.0.1"\nport = {port}\ntls = "{tls}"\nuser = "{USER}"\n'
            'password_env = "MAIL_PASSWORD"\nfrom = "privacy@example.jp"\nca_file = "cert.pem"\n'
        )
        _, outbound = read_mail(path, ENVIRON)
        assert outbound is not None
        outbound.send(OUT)
        message = email.message_from_bytes(arrived.mails[0], policy=policy.default)
        assert arrived.recipients == ["hanako@example.jp"]
        assert message["Message-ID"] == "<reply-1@example.jp>"
        assert message["In-Reply-To"] == "<one@example.jp>"
        assert message["Subject"] == "ご請求に ついて"
        assert message.get_content().replace("\r\n", "\n").strip() == "本文です。\n.\n終"
        arrived.answer = "550 no such user"
        with pytest.raises(Rejected) as rejected:
            outbound.send(OUT)
        assert rejected.value.code == 550
        arrived.answer = "451 later"
        with pytest.raises(Unavailable):
            outbound.send(OUT)
        arrived.answer = ""
        with pytest.raises(Rejected):
            outbound.send(replace(OUT, to="a@example.jp\r\nBcc: b@example.jp"))
        _, wrong = read_mail(path, {"MAIL_PASSWORD": "no"})
        assert wrong is not None
        with pytest.raises(Unavailable):
            wrong.send(OUT)
        assert len(arrived.mails) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[inbound\n", "mail.settings.unreadable"),
        ("[other]\n", "mail.settings.unknown"),
        ("[inbound]\n", "mail.settings.host"),
        ('[inbound]\nhost = "mail.example.jp"\ntls = "none"\n', "mail.settings.needs_tls"),
        ('[inbound]\nhost = "h"\ntls = "ssl3"\n', "mail.settings.one_of"),
        ('[inbound]\nhost = "h"\nport = 0\n', "mail.settings.port"),
        ('[inbound]\nhost = "h"\npassword = "in the file"\n', "mail.settings.unknown"),
        ('[inbound]\nhost = "h"\npassword_env = "NOT_SET"\n', "mail.settings.no_password"),
        ('[outbound]\nhost = "h"\nfrom = "nobody"\n', "mail.settings.from"),
    ],
)
def test_settings_say_what_is_wrong(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "mail.toml"
    path.write_text(text)
    with pytest.raises(BadData) as wrong:
        read_mail(path, {})
    assert wrong.value.code == code


def test_no_file_is_no_mail(tmp_path: Path) -> None:
    assert read_mail(tmp_path / "mail.toml", {}) == (None, None)
