"""Whoever decided never checks, nothing leaves unchecked, and a wrong fact never passes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Basis, Case
from chikai.duties.requests.decide import Context, Defect, UnlawfulStep, decide
from chikai.duties.requests.flow import State
from chikai.duties.requests.fold import after
from chikai.duties.requests.guard_checking import needed
from chikai.duties.requests.openings import open_items
from chikai.duties.requests.outcomes import Approval, House, SecondCheck
from chikai.duties.requests.telltale import telltale
from chikai.law.kinds import Asker, Channel, Manner, RequestKind
from chikai.policies import shipped
from chikai.policy.load import load

DAY = date(2026, 11, 2)
POLICY = load(shipped("enigmo")[-1].text, file="enigmo")
PEOPLE = st.sampled_from(["clerk-1", "checker-1", "approver-1", "officer-1"])
SEALED = {"sealed": "blob", "commitment": "0" * 64}
FACTS = ("reply_postal_code", "birth_date")


def decided(by: str, *, second: bool = True, approval: bool = True, other: bool = True) -> Case:
    """A case that waits for its answer; `by` decided."""
    return Case(
        id="case-1",
        kind=RequestKind.DISCLOSURE,
        asker=Asker.PERSON,
        envelope="envelope-1",
        person="person-1",
        basis=Basis(DAY, POLICY.version),
        channel=Channel.POST,
        form=ev.FormUsed.DESIGNATED,
        manner=None,
        minor=False,
        specific=False,
        sealed="blob",
        state=State.ANSWERING,
        outcome=ev.Granted(withheld=0, ground=None, **SEALED),
        decided_by=by,
        needed=ev.ChecksNeeded(second_check=second, approval=approval, approver_other=other),
    )


@given(PEOPLE, PEOPLE)
def test_the_second_checker_never_decided(decider: str, checker: str) -> None:
    look = cmd.SecondLook(agree=FACTS, differ=())
    ctx = Context(POLICY, DAY, checker)
    if checker == decider:
        with pytest.raises(UnlawfulStep):
            decide(decided(decider), look, ctx)
    else:
        assert decide(decided(decider), look, ctx) == (ev.SecondChecked(facts=FACTS),)


@given(PEOPLE, PEOPLE, st.booleans())
def test_the_approver_decided_only_where_the_house_lets_them(
    decider: str, approver: str, other: bool
) -> None:
    case, ctx = decided(decider, other=other), Context(POLICY, DAY, approver)
    if other and decider == approver:
        with pytest.raises(UnlawfulStep):
            decide(case, cmd.Approve(), ctx)
    else:
        assert decide(case, cmd.Approve(), ctx) == (ev.Approved(),)


@given(st.lists(st.sampled_from(FACTS), min_size=1, unique=True))
def test_one_fact_that_differs_stops_it(differ: list[str]) -> None:
    agree = tuple(f for f in FACTS if f not in differ)
    look = cmd.SecondLook(agree=agree, differ=tuple(differ))
    happened = decide(decided("clerk-1"), look, Context(POLICY, DAY, "checker-1"))
    assert happened == (ev.SecondCheckFailed(facts=tuple(differ)),)


@given(st.lists(st.sampled_from(["checker-1", "checker-2"]), max_size=8))
def test_whoever_was_wrong_three_times_lets_another_look(tried: list[str]) -> None:
    case, wrong = decided("clerk-1"), cmd.SecondLook(agree=(FACTS[0],), differ=(FACTS[1],))
    for n, checker in enumerate(tried):
        ctx = Context(POLICY, DAY, checker)
        if tried[:n].count(checker) >= 3:
            with pytest.raises(UnlawfulStep):
                decide(case, wrong, ctx)
            with pytest.raises(UnlawfulStep):  # what is right comes too late as well
                decide(case, cmd.SecondLook(agree=FACTS, differ=()), ctx)
        else:
            (failed,) = decide(case, wrong, ctx)
            case = after(case, failed, on=DAY, by=checker)
    tired = {who for who in tried if tried.count(who) >= 3}
    (item,) = (i for i in open_items(case, POLICY, on=DAY) if i.key == "second_check")
    assert set(item.message.args.get("who", ())) == tired, "the next step names them"
    fresh = cmd.SecondLook(agree=FACTS, differ=())
    assert decide(case, fresh, Context(POLICY, DAY, "officer-1")) == (
        ev.SecondChecked(facts=FACTS),
    )


@given(st.booleans(), st.booleans())
def test_nothing_leaves_before_others_have_looked(second: bool, approval: bool) -> None:
    case = decided("clerk-1", second=second, approval=approval)
    send = cmd.SendAnswer(
        letter="letter-1",
        kind="disclosure",
        manner=Manner.PAPER,
        delivery=ev.Delivery.REGISTERED,
        sealing=cmd.Sealing(**SEALED),
    )
    sent = decide(case, send, Context(POLICY, DAY, "clerk-1"))
    if second or approval:
        assert isinstance(sent, Defect)
        wanted = {"second_check"} if second else set()
        wanted |= {"approval"} if approval else set()
        assert {item.key for item in sent.items} == wanted
    else:
        assert isinstance(sent, tuple) and isinstance(sent[0], ev.AnswerSent)


@given(st.sampled_from(SecondCheck), st.sampled_from(Approval))
def test_no_house_rule_tells_none_held_from_a_refusal(
    second: SecondCheck, approval: Approval
) -> None:
    """Order Art. 5: that something is withheld because it must not be known stays unknown."""
    ctx = Context(POLICY, DAY, "clerk-1", House(second, approval))
    refused = ev.Refused(ground="g", because="c", **SEALED)
    none = ev.NoneHeld(**SEALED)
    case = decided("clerk-1")
    assert needed(case, (refused,), ctx) == needed(case, (none,), ctx)


@given(st.text(alphabet="あいうえお山田花子 -１２３", min_size=3, max_size=8))
def test_a_secret_is_seen_however_it_is_written(secret: str) -> None:
    shown = " ".join(secret)
    plain = "".join(secret.split()).replace("-", "")
    if len(plain) >= 2 and not plain.isdigit():
        assert telltale(f"理由は{shown}です", [("項目", secret)]) == ("項目",)
    assert telltale("理由を述べる文", [("項目", "見本次郎")]) == ()
