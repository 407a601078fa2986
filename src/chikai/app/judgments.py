"""Judgments of a planned change: who judged what, on which day, with reasons under seal.

Whether a new purpose is reasonably related to the old one (Arts. 17(2), 21(3)) is an open word: a
named person judges it, and the plan reads the judgment from the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chikai.app import cases
from chikai.app.cases import Actor
from chikai.duties.changes.events import ChangeJudged
from chikai.kernel.truth import NO, YES, Truth
from chikai.policy.diff import Change, diff
from chikai.policy.model import Policy
from chikai.ports import BadData, Home, Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """One judgment as the journal has it. The latest of a change counts."""

    where: str
    question: str
    answer: bool
    by: str
    on: date
    sealed: str


def judge(home: Home, after: str, key: str, *, answer: bool, reasons: str, by: Actor) -> Judgment:
    """Journal a judgment of the change at `key` (`purposes[2].say`) that the version `after` makes.

    Raises `BadData` without reasons, for no such version, or a place where nothing is judged.
    """
    if home.journal.command(by.command):
        return of_version(home, after)[-1]
    if not reasons.strip():
        raise BadData("judgment.reasons", field="--reasons")
    before, version = _versions(home, after)
    asked = {c.key: c.judged for c in diff(before, version) if c.judged is not None}
    if (question := asked.get(key)) is None:
        known = ", ".join(asked) or "-"
        raise BadData("judgment.nothing_there", field="KEY", known=known)
    stream, day = _stream(after), cases.today(home)
    sealing = cases.seal(home, stream, Purpose.RECORD, {"reasons": reasons})
    judged = ChangeJudged(
        before=before.version,
        after=after,
        where=_token(key),
        question=question.key,
        answer=answer,
        sealed=sealing.sealed,
        commitment=sealing.commitment,
    )
    cases.note(home, stream, judged.draft(day), by=by, policy=before.version)
    return of_version(home, after)[-1]


def of_version(home: Home, after: str) -> tuple[Judgment, ...]:
    """Every judgment of the changes a version makes, oldest first."""
    return tuple(
        Judgment(
            where=str(event.data["where"]),
            question=str(event.data["question"]),
            answer=bool(event.data["answer"]),
            by=event.actor_id,
            on=event.occurred_on,
            sealed=str(event.data["sealed"]),
        )
        for event in home.journal.read(_stream(after))
        if event.type == ChangeJudged.type()
    )


def answers(home: Home, before: Policy, after: Policy) -> Mapping[str, Truth]:
    """What has been judged of the changes between two versions, by the key a plan knows them by.
    A judgment made when something else stood at that place does not count."""
    given = {j.where: j for j in of_version(home, after.version)}
    return {
        change.key: YES if judgment.answer else NO
        for change in diff(before, after)
        if (judgment := given.get(_token(change.key))) and _same(change, judgment)
    }


def reasons(home: Home, judgment: Judgment) -> Any:
    """Why somebody judged so. Raises `Destroyed`."""
    return cases.unseal(home, judgment.sealed)["reasons"]


def _same(change: Change, judgment: Judgment) -> bool:
    return change.judged is not None and change.judged.key == judgment.question


def _stream(after: str) -> str:
    return f"change-{after}"


def _token(key: str) -> str:
    """A key as the journal may hold it: `purposes[2].say` is `purposes.2.say`."""
    return key.replace("[", ".").replace("]", "")


def _versions(home: Home, after: str) -> tuple[Policy, Policy]:
    ordered = sorted(home.policies, key=lambda each: each.effective_from)
    at = next((i for i, p in enumerate(ordered) if p.version == after), 0)
    if at == 0:
        known = ", ".join(p.version for p in ordered[1:]) or "-"
        raise BadData("objection.no_such_change", field="--change", known=known)
    return ordered[at - 1], ordered[at]
