"""Searches and orders that a named owner carries out by hand, and what the owner sees of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from chikai.app import carry_out, cases, steps
from chikai.app.cases import Actor, once
from chikai.app.sheets import scans_of
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.evidence import CHOICE_OF_MANNER
from chikai.duties.requests.flow import State
from chikai.duties.requests.holdings import SearchTask
from chikai.ledger.plan import ByHand
from chikai.people.accounts import ACCOUNT_ID
from chikai.people.staff import demand
from chikai.ports import BadData, Destroyed, Home, Missing, Purpose

GIVEN: Final = ("name", "kana", "birth_date", "address", "phone", "email", "member_number")
"""What of a person an owner may be given to search by."""


@dataclass(frozen=True, slots=True, repr=False)
class OwnersTask:
    """One task as its owner sees it: where to look and by what, or what to do; no more of it."""

    case: str
    id: str
    due: date | None
    where: str
    given: tuple[tuple[str, str], ...]
    action: str | None = None
    kind: str = ""
    answered: bool = False
    source: ByHand | None = None
    """A source that a plan leaves to its owner, who signs for its rows."""


@once
def set_task(
    home: Home,
    case_id: str,
    where: str,
    owner: str,
    due: date,
    given: Sequence[str],
    *,
    by: Actor,
    on: date | None = None,
) -> Case | Defect:
    """Ask a named owner to look in a place no machine can reach, by the particulars `given` and no
    others. Raises `BadData` for an owner that is no id, a place or a particular not named."""
    demand(by.roles, "search_task")
    if not where.strip():
        raise BadData("tasks.where", field="where")
    if not ACCOUNT_ID.fullmatch(owner):
        raise BadData("tasks.owner", field="owner")
    if not given or set(given) - set(GIVEN):
        raise BadData("tasks.given", field="given")
    content = {"where": where, "given": list(given)}
    s = cases.seal(home, case_id, Purpose.RECORD, content)
    id = home.entropy.id("task")
    command = cmd.SetSearchTask(task=id, owner=owner, due=due, sealing=s)
    return cases.act(home, case_id, command, by=by, on=on)


@once
def sign(
    home: Home,
    case_id: str,
    task_id: str,
    found: bool,
    said: str,
    *,
    by: Actor,
    upload: bytes | None = None,
    on: date | None = None,
) -> Case | Defect:
    """The owner signs: found, with what was found where data are disclosed, or none held. Raises
    `BadData` for "found" without a word or a file, and `UnlawfulStep` for anybody else."""
    case = cases.load(home, case_id)
    if found and upload is None and not said.strip():
        raise BadData("tasks.what_found", field="upload")
    commands: list[cmd.Command] = []
    document = None
    if found and upload is not None and case.kind in CHOICE_OF_MANNER:
        document, added = _document(home, case, upload)
        commands.append(cmd.Note(happened=added))
    elif found and upload is not None:
        s = cases.seal_bytes(home, case_id, Purpose.PAPERS, upload)
        document = s.sealed
    s = cases.seal(home, case_id, Purpose.RECORD, {"said": said, "document": document})
    commands.insert(0, cmd.AnswerSearchTask(task=task_id, found=found, sealing=s))
    return cases.act(home, case_id, *commands, by=by, on=on)


def _document(home: Home, case: Case, content: bytes) -> tuple[str, ev.DocumentAdded]:
    """What an owner found becomes a document of the case: pictures at once, then redacted."""
    scans = scans_of(home)
    pages = scans.pages(content)
    copy = scans.bundle([page.picture for page in pages])
    s = cases.seal_bytes(home, case.id, Purpose.PAPERS, copy)
    id = home.entropy.id("doc")
    added = ev.DocumentAdded(
        document=id, pages=len(pages), sealed=s.sealed, commitment=s.commitment
    )
    return id, added


def of_owner(home: Home, owner: str) -> tuple[OwnersTask, ...]:
    """The tasks of one owner in open cases, nearest first. The look at each case is logged."""
    found = []
    for row in home.journal.inbox():
        if row.exit is not None:
            continue
        case = cases.load(home, row.case)
        mine = [_search(home, case, t) for t in case.tasks if t.owner == owner]
        if case.state is State.CARRYING_OUT and case.action and case.action.owner == owner:
            mine += _ordered(home, case, case.action)
        if mine:
            home.views.log(actor_id=owner, case=case.id, what="tasks", at=home.clock.now())
        found += mine
    return tuple(sorted(found, key=lambda t: (t.answered, t.due or date.min, t.id)))


def _search(home: Home, case: Case, task: SearchTask) -> OwnersTask:
    if task.found is not None:
        return OwnersTask(case.id, task.id, task.due, "", (), answered=True)
    told = cases.unseal(home, task.sealed)
    file = cases.unseal(home, case.sealed)
    given = tuple(_particulars(file["person"], told["given"]))
    return OwnersTask(case.id, task.id, task.due, told["where"], given)


def _ordered(home: Home, case: Case, order: ev.ActionOrdered) -> list[OwnersTask]:
    """The whole order; where a plan carries it out, what that leaves to the owner."""
    whole = _order(home, case, order)
    if case.change is None or case.change.undone:
        return [whole]
    return [
        replace(whole, id=f"sign-{each.source}", source=each)
        for each in carry_out.left_by_hand(home, case)
    ]


def _order(home: Home, case: Case, order: ev.ActionOrdered) -> OwnersTask:
    task = cases.unseal(home, order.sealed)["task"]
    what = task.get("what", "") if isinstance(task, dict) else ""
    file = cases.unseal(home, case.sealed)
    given = tuple(_particulars(file["person"], ("name", "kana", "member_number")))
    return OwnersTask(
        case.id, "order", None, what, given, action=order.action, kind=case.kind.value
    )


def _particulars(person: dict[str, Any], given: Sequence[str]) -> list[tuple[str, str]]:
    first = person["names"][0]
    every = {
        "name": [n["full"] for n in person["names"]],
        "kana": [first.get("kana")],
        "birth_date": [person.get("birth_date")],
        "address": [a["text"] for a in person.get("addresses", ())],
        "phone": person.get("phones", ()),
        "email": person.get("emails", ()),
        "member_number": person.get("member_numbers", ()),
    }
    return [(name, str(each)) for name in given for each in every[name] if each]


def words_of(home: Home, task: SearchTask) -> dict[str, Any]:
    """What a task says, and what its owner signed, for the desk; empty once the key is gone."""
    try:
        answer = cases.unseal(home, task.answer) if task.answer else {}
        return {**cases.unseal(home, task.sealed), **answer}
    except Destroyed:
        return {}


def report(
    home: Home, case_id: str, result: dict[str, Any], *, by: Actor, on: date | None = None
) -> Case | Defect:
    """The owner of an order reports what was done. Raises `Missing` for an order of another, and
    for one that a plan carries out."""
    case = cases.load(home, case_id)
    if case.action is None or case.action.owner != by.id:
        raise Missing(case_id)
    if case.change is not None and not case.change.undone:
        raise Missing(case_id)
    return steps.record_action(home, case_id, result, by=by, on=on)
