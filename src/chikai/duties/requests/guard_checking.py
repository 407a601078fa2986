"""Guards of the second look: a wrong paper in a wrong envelope is stopped by a person who did not
decide and who enters facts again, not by a box that is ticked (Art. 23: security control).
"""

from __future__ import annotations

from typing import Final

from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.flow import State
from chikai.duties.requests.outcomes import (
    Approval,
    Context,
    Happened,
    NotNow,
    SecondCheck,
    UnlawfulStep,
    must_be,
)
from chikai.duties.requests.questions import ADDRESS_AGAIN
from chikai.duties.requests.second_looks import MOST_LOOKS, left
from chikai.kernel.message import say
from chikai.law.documents import Proof, document
from chikai.law.kinds import APPI

FACTS_AGAIN: Final = 2
"""How many facts are entered again."""

_DECISIONS: Final = (ev.Granted, ev.Refused, ev.NoneHeld, ev.Substituted, ev.ActionOrdered)
_REFUSALS: Final = (ev.Refused, ev.NoneHeld, ev.Substituted)
_DISCLOSING: Final = (ev.Granted, ev.ActionOrdered)
"""Letters that carry personal data: what was disclosed, and what was corrected into what."""


def needed(case: Case, happened: Happened, ctx: Context) -> Happened:
    """The looks the house rule wants of a decision, noted with it: a rule that changes later
    neither frees an answer that waits nor stops one."""
    decision = next((h for h in happened if isinstance(h, _DECISIONS)), None)
    if decision is None:
        return ()
    house = ctx.house
    second = house.second_check is SecondCheck.ALL or (
        house.second_check is SecondCheck.DISCLOSING and isinstance(decision, _DISCLOSING)
    )
    approval = house.approval is Approval.ALL or (
        house.approval is Approval.REFUSALS and isinstance(decision, _REFUSALS)
    )
    if not second and not approval:
        return ()
    wanted = ev.ChecksNeeded(
        second_check=second, approval=approval, approver_other=house.approver_other
    )
    return (wanted,)


def second_look(case: Case, command: cmd.SecondLook, ctx: Context) -> Happened:
    """One fact that differs stops it, and that is recorded. Who was wrong too often looks no more
    until something about the answer has changed."""
    must_be(case, State.ANSWERING, "second_checked", ctx)
    if not case.unchecked:
        raise NotNow(case, "second_checked", ())
    _another(case, ctx)
    if not left(case, ctx.by):
        raise UnlawfulStep(say("unlawful.second_check_tries", most=MOST_LOOKS), APPI(23))
    if command.differ:
        return (ev.SecondCheckFailed(facts=command.differ),)
    if len(set(command.agree)) < FACTS_AGAIN:
        raise UnlawfulStep(say("unlawful.second_check_facts"), APPI(23))
    return (ev.SecondChecked(facts=command.agree),)


def approve(case: Case, ctx: Context) -> Happened:
    must_be(case, State.ANSWERING, "approved", ctx)
    if not case.unapproved:
        raise NotNow(case, "approved", ())
    if case.needed is not None and case.needed.approver_other:
        _another(case, ctx)
    return (ev.Approved(),)


def _another(case: Case, ctx: Context) -> None:
    if ctx.by == case.decided_by:
        raise UnlawfulStep(say("staff.same_person"), APPI(23))


def set_task(case: Case, command: cmd.SetSearchTask, ctx: Context) -> Happened:
    if command.due < ctx.on:
        raise UnlawfulStep(say("unlawful.task_due_past"), APPI(33, 2))
    s = command.sealing
    task = ev.SearchTaskSet(
        task=command.task,
        owner=command.owner,
        due=command.due,
        sealed=s.sealed,
        commitment=s.commitment,
    )
    return (task,)


def answer_task(case: Case, command: cmd.AnswerSearchTask, ctx: Context) -> Happened:
    """Only the owner signs, and once: "none held" is somebody's word."""
    task = next((t for t in case.tasks if t.id == command.task), None)
    if task is None or task.found is not None:
        raise NotNow(case, "search_task_answered", ())
    if ctx.by != task.owner:
        raise UnlawfulStep(say("unlawful.task_of_another", owner=task.owner), APPI(33, 2))
    s = command.sealing
    signed = ev.SearchTaskAnswered(
        task=task.id, found=command.found, sealed=s.sealed, commitment=s.commitment
    )
    return (signed,)


def fact(case: Case, happened: ev.FactRecorded, ctx: Context) -> Happened:
    """An address that was changed after acceptance is not called proven on reasons alone by whoever
    changed it: a paper that proves an address has come since, or somebody else says so."""
    if happened.question != ADDRESS_AGAIN or not happened.value:
        return (happened,)
    proven = any(
        not p.returned and Proof.ADDRESS in document(p.type).proves for p in case.papers_since
    )
    if case.readdressed_by == ctx.by and not proven:
        raise UnlawfulStep(say("unlawful.address_on_reasons_alone"), APPI(23))
    return (happened,)
