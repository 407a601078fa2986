"""Mails as strangers write them, a desk that receives them, and a mailbox folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from chikai.app.cases import Actor
from chikai.app.envelope import Asked, Envelope, ReplyTo
from chikai.law.kinds import Asker, Channel, RequestKind
from chikai.people.model import Address, Name, Person
from chikai.people.staff import Role
from chikai.ports import Home, OutMail

HANAKO = "hanako@example.jp"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15"
    b"\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00"
    b"IEND\xaeB`\x82"
)
TEMPLATE = (
    "私は個人情報の保護に関する法律第28条に基づき、貴社が保有する私の個人データの\n開示を請求します。"
    "14日\n以内にご回答ください。所定の様式への記入は必要ありません。"
    "追加の身分証明書の提出には応じかねます。\nhttps://yourdigitalrights.org"
)


def mail(
    text: str = "私の情報の開示を求めます。",
    *,
    id: str = "one@example.jp",
    sender: str = f"山田 花子 <{HANAKO}>",
    subject: str = "お願い",
    files: tuple[tuple[str, bytes], ...] = (),
    html: bool = False,
) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = "privacy@example.jp"
    message["Subject"] = subject
    message["Message-ID"] = f"<{id}>"
    message.set_content(text, subtype="html" if html else "plain")
    for name, content in files:
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes()


def bounce(posting: str) -> bytes:
    """A report of RFC 3464 that a mail of ours was not delivered."""
    lines = f"""From: postmaster@example.jp
To: privacy@example.jp
Subject: Undelivered
Message-ID: <bounce-{posting}@example.jp>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Not delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.jp

Final-Recipient: rfc822; {HANAKO}
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

From: privacy@example.jp
To: {HANAKO}
Subject: Re
Message-ID: <{posting}@example.jp>

text
--b--
"""
    return lines.replace("\n", "\r\n").encode()


@dataclass(frozen=True)
class Folder:
    """A maildir; `drop` puts a mail there as a mail server would."""

    root: Path

    def __post_init__(self) -> None:
        for name in ("new", "cur", "tmp"):
            (self.root / name).mkdir(parents=True, exist_ok=True)

    def drop(self, *mails: bytes) -> None:
        for raw in mails:
            (self.root / "new" / f"{len(self.names())}.host").write_bytes(raw)

    def names(self) -> list[str]:
        return sorted(p.name for f in ("new", "cur") for p in (self.root / f).iterdir())

    def untaken(self) -> list[str]:
        return sorted(p.name for p in (self.root / "new").iterdir())


@dataclass
class Outgoing:
    """Implements `chikai.ports.Outbound`; `trouble` raises instead of sending."""

    address: str = "privacy@example.jp"
    sent: list[OutMail] = field(default_factory=list)
    trouble: Callable[[], None] = lambda: None

    def send(self, mail: OutMail) -> None:
        self.trouble()
        self.sent.append(mail)


TODAY = date(2026, 11, 2)
PERSON = Person(names=(Name("山田 花子"),), addresses=(Address("東京都架空区見本一丁目2番3号"),))


def envelope(channel: Channel = Channel.EMAIL) -> Envelope:
    return Envelope(
        arrived_on=TODAY,
        channel=channel,
        asker=Asker.PERSON,
        asked=(Asked(person=PERSON, kinds=(RequestKind.DISCLOSURE,)),),
        reply_to=ReplyTo(name="山田 花子", address=PERSON.addresses[0], email=HANAKO),
    )


CLERK = Actor("clerk-1", "cmd-1", frozenset({Role.CLERK}))


def by(command: str) -> Actor:
    return Actor("clerk-1", command, frozenset({Role.CLERK}))


def journal(home: Home) -> str:
    return "\n".join(str(event) for event in home.journal.all())
