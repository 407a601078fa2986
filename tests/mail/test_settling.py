"""A clerk says what a mail is; an answer leaves once; what comes back is noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from post import HANAKO, TEMPLATE, TODAY, Folder, Outgoing, bounce, by, envelope, journal, mail

from chikai.app import cases, letters, mail_out, recognise
from chikai.app import mail as desk
from chikai.app.cases import Actor
from chikai.app.intake import receive
from chikai.app.mail_in import Fetched, fetch
from chikai.app.mail_out import Delivered, deliver
from chikai.duties.mail.events import NotOurs
from chikai.duties.mail.item import MOST_TRIES, Item
from chikai.kernel.sheet_code import SheetCode
from chikai.law.kinds import Channel
from chikai.people.staff import NotAllowed, Role
from chikai.ports import BadData, Home, Purpose, Rejected, Unavailable


def arrived(home: Home, folder: Folder, *mails: bytes) -> tuple[Item, ...]:
    folder.drop(*(mails or (mail(),)))
    fetch(home, by=by(home.entropy.id("cmd")))
    return desk.waiting(home)


# --- what it is ---------------------------------------------------------------------------------


def test_a_case_is_opened_by_a_clerk_and_keeps_the_words(bengo4: Home, folder: Folder) -> None:
    (item,) = arrived(bengo4, folder)
    (case,) = desk.open_case(bengo4, item.id, envelope(), by=by("open"))
    assert (case.channel, case.basis.arrived_on) == (Channel.EMAIL, TODAY)
    assert desk.load(bengo4, item.id).cases == (case.id,)
    assert desk.open_case(bengo4, item.id, envelope(), by=by("open")) == (case,)
    assert len(bengo4.journal.inbox()) == 1
    assert desk.forget(bengo4, by=by("night")) == 1
    assert (
        desk.view(bengo4, item.id, actor="clerk-1").record["text"] == "私の情報の開示を求めます。"
    )
    bengo4.keys.destroy(case.id, Purpose.RECORD)
    assert desk.view(bengo4, item.id, actor="clerk-1").record is None, (
        "it lives as long as the case"
    )


def test_what_is_settled_is_not_opened_again(bengo4: Home, folder: Folder) -> None:
    (item,) = arrived(bengo4, folder)
    desk.dismiss(bengo4, item.id, NotOurs.NOT_OURS, by=by("no"))
    with pytest.raises(BadData, match="settled_already"):
        desk.open_case(bengo4, item.id, envelope(), by=by("open"))
    assert bengo4.journal.inbox() == ()


@pytest.mark.parametrize(
    "write",
    [
        lambda id: mail("添付します。", subject=f"受付番号 {id}"),
        lambda id: mail(f"番号は {id} です"),
        lambda id: mail(f"QR: {SheetCode((id,), 'letter-ABC', 1, 2)}。"),
    ],
    ids=["subject", "body", "sheet"],
)
def test_the_number_of_a_case_in_a_mail_is_a_hint(
    bengo4: Home, folder: Folder, write: Callable[[str], bytes]
) -> None:
    (case,) = receive(bengo4, envelope(), by=by("post"))
    (item,) = arrived(bengo4, folder, write(case.id))
    assert item.named == (case.id,)
    assert item.standing == "waiting", "anybody can write a number"
    assert desk.link(bengo4, item.id, case.id, by=by("l")).cases == (case.id,)


def test_only_a_role_that_carries_cases_settles_a_mail(bengo4: Home, folder: Folder) -> None:
    (item,) = arrived(bengo4, folder)
    auditor = Actor("auditor-1", "x", frozenset({Role.AUDITOR}))
    for deed in (
        lambda: desk.dismiss(bengo4, item.id, NotOurs.NOT_OURS, by=auditor),
        lambda: desk.open_case(bengo4, item.id, envelope(), by=auditor),
        lambda: desk.reply(bengo4, item.id, "s", "t", by=auditor),
        lambda: desk.files(bengo4, item.id, by=auditor),
    ):
        with pytest.raises(NotAllowed):
            deed()


# --- answers ------------------------------------------------------------------------------------


def test_where_no_mail_is_taken_the_draft_says_how_to_ask(enigmo: Home, folder: Folder) -> None:
    (item,) = arrived(enigmo, folder, mail(TEMPLATE))
    policy = cases.policy_on(enigmo, TODAY)
    assert not desk.takes_mail(policy)
    made = recognise.draft(item, policy, takes_mail=False, on=TODAY, lang="ja")
    for said in ("第33条第1項", "遅滞なく", "施行令第12条", "第37条第4項", "郵送", "〒107-0052"):
        assert said in made.text
    english = recognise.draft(item, policy, takes_mail=False, on=TODAY, lang="en").text
    assert "APPI Art. 33(1)" in english and "without delay" in english and "107-0052" in english
    assert HANAKO not in made.text + english


def test_an_answer_leaves_once(enigmo: Home, folder: Folder, out: Outgoing) -> None:
    (item,) = arrived(enigmo, folder)
    desk.reply(enigmo, item.id, "件名", "本文", by=by("r"))
    desk.reply(enigmo, item.id, "件名", "本文", by=by("r"))
    assert deliver(enigmo, by=by("s")) == Delivered(sent=1)
    assert deliver(enigmo, by=by("s2")) == Delivered()
    (sent,) = out.sent
    assert (sent.to, sent.subject, sent.in_reply_to) == (HANAKO, "件名", "<one@example.jp>")
    assert HANAKO not in journal(enigmo)


def test_of_two_that_send_at_once_one_does(enigmo: Home, folder: Folder, out: Outgoing) -> None:
    (item,) = arrived(enigmo, folder)
    desk.reply(enigmo, item.id, "件名", "本文", by=by("r"))

    def meanwhile(name: str) -> None:
        if name == "mail.before_send":
            deliver(enigmo, by=by("other"))

    deliver(replace(enigmo, failpoint=meanwhile), by=by("s"))
    assert len(out.sent) == 1


def test_what_a_crash_cut_off_is_tried_again_as_the_same_mail(
    enigmo: Home, folder: Folder, out: Outgoing, clock
) -> None:
    class PowerCut(Exception): ...

    def cut(name: str) -> None:
        if name == "mail.after_send":
            raise PowerCut

    (item,) = arrived(enigmo, folder)
    desk.reply(enigmo, item.id, "件名", "本文", by=by("r"))
    with pytest.raises(PowerCut):
        deliver(replace(enigmo, failpoint=cut), by=by("s"))
    assert deliver(enigmo, by=by("s")) == Delivered(), "not at once"
    clock.advance(timedelta(minutes=1))
    assert deliver(enigmo, by=by("s")) == Delivered(sent=1)
    assert len({each.id for each in out.sent}) == 1, "a mail program knows it by its Message-ID"


def test_a_server_that_is_away_is_tried_less_and_less_often(
    enigmo: Home, folder: Folder, out: Outgoing, clock
) -> None:
    def away() -> None:
        raise Unavailable("smtp")

    out.trouble = away
    (item,) = arrived(enigmo, folder)
    desk.reply(enigmo, item.id, "件名", "本文", by=by("r"))
    assert deliver(enigmo, by=by("s")) == Delivered(later=1)
    tries = 1
    while not desk_gave_up(enigmo):
        clock.advance(timedelta(minutes=4 ** (tries - 1)) - timedelta(seconds=1))
        assert deliver(enigmo, by=by("s")) == Delivered()
        clock.advance(timedelta(seconds=1))
        deliver(enigmo, by=by("s"))
        tries += 1
    assert tries == MOST_TRIES


def desk_gave_up(home: Home) -> bool:
    return any(f.fares.given_up for f in mail_out.failures(home))


def test_what_is_refused_for_good_is_not_tried_again(
    enigmo: Home, folder: Folder, out: Outgoing
) -> None:
    def refused() -> None:
        raise Rejected(550)

    out.trouble = refused
    (item,) = arrived(enigmo, folder)
    desk.reply(enigmo, item.id, "件名", "本文", by=by("r"))
    assert deliver(enigmo, by=by("s")) == Delivered(failed=1)
    (failure,) = mail_out.failures(enigmo)
    assert failure.stream == item.id
    assert HANAKO not in journal(enigmo)


def test_a_mail_that_comes_back_is_noted_at_ours(
    enigmo: Home, folder: Folder, out: Outgoing
) -> None:
    (item,) = arrived(enigmo, folder)
    desk.reply(enigmo, item.id, "件名", "本文", by=by("r"))
    deliver(enigmo, by=by("s"))
    folder.drop(bounce(out.sent[0].id), bounce("letter-NOTOURS"))
    assert fetch(enigmo, by=by("f")) == Fetched(bounced=1, new=1)
    (failure,) = mail_out.failures(enigmo)
    assert failure.fares.bounced_on == TODAY


def test_without_a_way_out_nothing_is_promised(enigmo: Home, folder: Folder) -> None:
    (item,) = arrived(enigmo, folder)
    with pytest.raises(BadData, match="no_outbound"):
        desk.reply(replace(enigmo, outbound=None), item.id, "件名", "本文", by=by("r"))


# --- word of letters ----------------------------------------------------------------------------


def asked(home: Home, channel: Channel) -> str:
    (case,) = receive(home, envelope(channel), by=by("open"))
    letters.ask(home, case.id, by=by("ask"))
    return case.id


def test_whoever_wrote_by_mail_is_told_by_mail_what_is_missing(bengo4: Home, out: Outgoing) -> None:
    case = asked(bengo4, Channel.EMAIL)
    assert deliver(bengo4, by=by("s")) == Delivered(sent=1)
    assert deliver(bengo4, by=by("s")) == Delivered()
    (sent,) = out.sent
    assert sent.to == HANAKO and case in sent.text and "- " in sent.text
    for personal in ("花子", "山田", "架空区", HANAKO):
        assert personal not in sent.text + sent.subject


def test_whoever_wrote_by_post_gets_the_letter_only(bengo4: Home, out: Outgoing) -> None:
    asked(bengo4, Channel.POST)
    assert deliver(bengo4, by=by("s")) == Delivered()
    assert out.sent == []


def test_where_the_policy_takes_no_mail_nothing_is_said_by_mail(
    enigmo: Home, out: Outgoing
) -> None:
    asked(enigmo, Channel.EMAIL)
    assert deliver(enigmo, by=by("s")) == Delivered()
