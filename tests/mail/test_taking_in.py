"""Mail comes in once, whatever happens, and nothing it brings is stored before it was looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from post import HANAKO, PNG, TEMPLATE, Folder, by, journal, mail

from chikai.app import mail as desk
from chikai.app import mail_in, mail_read
from chikai.app.mail_in import Fetched, fetch
from chikai.app.mail_read import NotFit
from chikai.duties.mail.events import NotOurs, Unfit
from chikai.law.kinds import RequestKind
from chikai.ports import Home, Purpose, Unavailable


def test_a_mail_waits_for_the_desk_and_opens_nothing(bengo4: Home, folder: Folder) -> None:
    folder.drop(mail())
    assert fetch(bengo4, by=by("c")) == Fetched(new=1)
    (item,) = desk.waiting(bengo4)
    assert item.guess == (RequestKind.DISCLOSURE,)
    assert bengo4.journal.inbox() == ()
    assert desk.view(bengo4, item.id, actor="clerk-1").record["from"] == HANAKO
    assert bengo4.views.digest("2026-11-02")[0] == 1


def test_no_word_of_a_mail_enters_the_journal(bengo4: Home, folder: Folder) -> None:
    folder.drop(mail(files=(("my licence.png", PNG),)))
    fetch(bengo4, by=by("c"))
    assert not any(word in journal(bengo4) for word in (HANAKO, "山田", "お願い", "licence"))


def test_a_mail_comes_in_once_however_often_it_lies_there(bengo4: Home, folder: Folder) -> None:
    folder.drop(mail(), mail("もう一度", id="one@example.jp"), mail(id="two@example.jp"))
    assert fetch(bengo4, by=by("c")) == Fetched(new=2, known=1)
    assert fetch(bengo4, by=by("c2")) == Fetched()
    assert folder.untaken() == []


def test_a_crash_before_the_mark_takes_it_in_twice_and_counts_it_once(
    bengo4: Home, folder: Folder
) -> None:
    class PowerCut(Exception): ...

    def cut(name: str) -> None:
        if name == "mail.before_taken":
            raise PowerCut

    folder.drop(mail())
    with pytest.raises(PowerCut):
        fetch(replace(bengo4, failpoint=cut), by=by("c"))
    assert folder.untaken() != [], "not marked before the journal has it"
    assert fetch(bengo4, by=by("c2")) == Fetched(known=1)
    assert len(desk.items(bengo4)) == 1


def test_the_same_sender_twice_stand_beside_one_another(bengo4: Home, folder: Folder) -> None:
    folder.drop(
        mail(id="a@example.jp"),
        mail(id="b@example.jp", sender=HANAKO.upper()),
        mail("別の人です", id="c@example.jp", sender="other@example.jp"),
    )
    fetch(bengo4, by=by("c"))
    views = [desk.view(bengo4, item.id, actor="clerk-1") for item in desk.waiting(bengo4)]
    assert sorted((len(v.siblings), len(v.same)) for v in views) == [(0, 0), (1, 1), (1, 1)]


def test_what_is_attached_waits_and_is_gone_after_two_weeks(
    bengo4: Home, folder: Folder, clock
) -> None:
    folder.drop(mail(files=(("id.png", PNG), ("run.exe", b"MZ"), ("page.html", b"<script>"))))
    fetch(bengo4, by=by("c"))
    (item,) = desk.waiting(bengo4)
    assert desk.files(bengo4, item.id, by=by("d")) == (("id.png", PNG),)
    left = desk.view(bengo4, item.id, actor="clerk-1").record["left"]
    assert left == ["run.exe", "page.html"]
    clock.advance(timedelta(days=mail_in.FILE_DAYS + 1))
    assert desk.files(bengo4, item.id, by=by("e")) == ()


def test_words_of_what_was_no_request_are_destroyed_after_a_month(
    bengo4: Home, folder: Folder, clock
) -> None:
    folder.drop(mail("広告です"))
    fetch(bengo4, by=by("c"))
    (item,) = desk.waiting(bengo4)
    desk.dismiss(bengo4, item.id, NotOurs.MAILBOT, by=by("d"))
    assert desk.waiting(bengo4) == ()
    clock.advance(timedelta(days=29))
    assert desk.forget(bengo4, by=by("e")) == 0
    clock.advance(timedelta(days=1))
    assert desk.forget(bengo4, by=by("f")) == 1
    assert not bengo4.keys.exists(item.id, Purpose.RECORD)
    assert desk.view(bengo4, item.id, actor="clerk-1").record is None
    assert desk.forget(bengo4, by=by("g")) == 0


def test_a_house_without_a_mailbox_says_so(bengo4: Home) -> None:
    with pytest.raises(Unavailable):
        fetch(replace(bengo4, mailbox=None), by=by("c"))


# --- hostile mails ------------------------------------------------------------------------------


def nested(depth: int) -> bytes:
    text = b"Content-Type: text/plain\r\n\r\nend"
    for n in range(depth):
        edge = f"b{n}".encode()
        text = (
            b"Content-Type: multipart/mixed; boundary=" + edge + b"\r\n\r\n--" + edge + b"\r\n"
            + text + b"\r\n--" + edge + b"--\r\n"
        )  # fmt: skip
    return b"From: a@example.jp\r\nMIME-Version: 1.0\r\n" + text


def many(parts: int) -> bytes:
    head = b"From: a@example.jp\r\nMIME-Version: 1.0\r\n"
    body = b"".join(b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" for _ in range(parts))
    return head + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + body + b"--b--\r\n"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"x" * (mail_read.MAX_MAIL + 1), Unfit.TOO_LARGE),
        (nested(12), Unfit.TOO_DEEP),
        (nested(150), Unfit.TOO_DEEP),
        (many(500), Unfit.TOO_MANY_PARTS),
        (b"Subject: nobody\r\n\r\ntext", Unfit.NO_SENDER),
        (b"From: a@b@c\r\n\r\ntext", Unfit.NO_SENDER),
        (b"", Unfit.NO_SENDER),
        (b"\xff\xfe\x00" * 500, Unfit.NO_SENDER),
    ],
    ids=lambda x: x.value if isinstance(x, Unfit) else "",
)
def test_what_cannot_be_read_stays_in_the_mailbox_with_a_reason(
    bengo4: Home, folder: Folder, raw: bytes, why: Unfit
) -> None:
    with pytest.raises(NotFit) as refused:
        mail_read.read(raw)
    assert refused.value.reason in (why, Unfit.TOO_DEEP, Unfit.UNREADABLE)
    folder.drop(raw, mail())
    assert fetch(bengo4, by=by("c")) == Fetched(new=1, set_aside=1)
    aside = [i for i in desk.waiting(bengo4) if i.standing == "set_aside"]
    assert [i.why for i in aside] == [refused.value.reason]
    assert [name for name in folder.names() if name.endswith(":2,F")], "marked for a person"
    assert fetch(bengo4, by=by("c2")) == Fetched()
    desk.dismiss(bengo4, aside[0].id, NotOurs.NOT_OURS, by=by("d"))
    assert len(desk.waiting(bengo4)) == 1


def test_html_is_read_as_text_and_hidden_characters_are_left_out() -> None:
    html = "<style>p{}</style><p>開示を<b>求めます</b></p><script>alert(1)</script>\u202eevil"
    read = mail_read.read(mail(html, html=True, subject="a\u202eb"))
    assert (read.text, read.subject) == ("開示を求めますevil", "ab")


@pytest.mark.parametrize("charset", ["iso-2022-jp", "shift_jis", "utf-8", "x-none"])
def test_japanese_is_read_in_every_old_coding(charset: str) -> None:
    raw = "開示を求めます".encode("utf-8" if charset == "x-none" else charset)
    head = f"From: a@example.jp\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"
    assert mail_read.read(head.encode() + raw).text == "開示を求めます"


def test_a_template_letter_is_taken_for_one(bengo4: Home, folder: Folder) -> None:
    folder.drop(mail(TEMPLATE))
    fetch(bengo4, by=by("c"))
    (item,) = desk.waiting(bengo4)
    assert item.service == "your_digital_rights"
    assert item.claims == ("old_art_28", "days", "no_form", "no_identity")
