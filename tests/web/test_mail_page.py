"""Mail at the desk: a clerk opens a case from it, answers it, or says it is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from web_visitor import Visitor, text_of

from chikai.people.staff import Role

MAIL = """From: =?utf-8?b?5bGx55SwIOiKseWtkA==?= <hanako@example.jp>
To: privacy@example.jp
Subject: <b>request</b>
Message-ID: <{id}@example.jp>
Content-Type: text/plain; charset=utf-8

個人情報保護法第28条に基づき開示を請求します。14日以内に。
<script>alert(1)</script>
"""


@pytest.fixture
def boxes(root: Path) -> Path:
    """A mailbox with one mail at enigmo (post only) and at bengo4 (e-mail too)."""
    for company in ("enigmo", "bengo4"):
        box = root / company / "box"
        for name in ("new", "cur", "tmp"):
            (box / name).mkdir(parents=True)
        raw = MAIL.format(id=company).replace("\n", "\r\n").encode()
        (box / "new" / "1.host").write_bytes(raw)
        (root / company / "mail.toml").write_text('[inbound]\nmaildir = "box"\n')
    return root


def fetched(visitor: Visitor, company: str) -> str:
    """The address of the one mail that was fetched."""
    visitor.sit_down()
    page = f"/desk/{company}/mail"
    answer = visitor.post(f"{page}/fetch", {}, page=page)
    assert answer.status_code == 200, text_of(answer)
    found = re.search(rf'href="({page}/mail-[A-Z0-9]+)"', answer.text)
    assert found
    return found[1]


def test_a_clerk_opens_a_case_from_a_mail(boxes: Path, visitor: Visitor) -> None:
    mail = fetched(visitor, "bengo4")
    page = visitor.get(mail)
    assert "山田 花子" in text_of(page)
    assert "<script>alert" not in page.text and "<b>request" not in page.text
    answer = visitor.post(
        f"{mail}/open",
        {
            "person0.name": "山田 花子",
            "person0.address": "東京都架空区見本1-2-3",
            "person0.kinds": "disclosure",
            "asker": "person",
        },
        page=mail,
        deed="open",
    )
    assert answer.status_code == 303, text_of(answer)
    case = answer.headers["location"]
    assert "/cases/case-" in case and visitor.get(case).status_code == 200
    again = text_of(visitor.get(mail))
    assert case.rsplit("/", 1)[1] in again


def test_what_is_missing_stands_at_its_field(boxes: Path, visitor: Visitor) -> None:
    mail = fetched(visitor, "bengo4")
    answer = visitor.post(f"{mail}/open", {"asker": "person"}, page=mail, deed="open")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_where_no_mail_is_taken_the_answer_is_drafted(boxes: Path, visitor: Visitor) -> None:
    mail = fetched(visitor, "enigmo")
    page = visitor.get(mail)
    assert "第33条第1項" in page.text and "〒107-0052" in page.text
    assert "APPI Art. 33(1)" in visitor.get(f"{mail}?draft=en").text
    sent = visitor.post(f"{mail}/reply", {"subject": "s", "text": "t"}, page=mail, deed="reply")
    assert sent.status_code == 422, "nothing is set up to send"
    done = visitor.post(f"{mail}/dismiss", {"why": "mailbot"}, page=mail, deed="dismiss")
    assert done.headers["location"] == "/desk/enigmo/mail"


def test_a_mail_of_another_company_is_not_there(boxes: Path, visitor: Visitor) -> None:
    mail = fetched(visitor, "enigmo")
    assert visitor.get(mail.replace("enigmo", "bengo4")).status_code == 404


def test_who_reads_no_files_reads_no_mail(boxes: Path, visitor: Visitor) -> None:
    visitor.sit_down("auditor-1", Role.AUDITOR)
    assert visitor.get("/desk/enigmo/mail").status_code == 200
    assert visitor.get("/desk/enigmo/mail/mail-X").status_code == 403


def test_a_mailbox_that_is_away_is_said(boxes: Path, visitor: Visitor) -> None:
    (boxes / "enigmo" / "mail.toml").write_text('[inbound]\nmaildir = "nowhere"\n')
    visitor.sit_down()
    page = "/desk/enigmo/mail"
    assert visitor.post(f"{page}/fetch", {}, page=page).status_code == 503
