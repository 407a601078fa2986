"""A case as its page shows it: everything the template says, gathered and never computed there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from chikai.app import after_post, cases, checking, found_file, tasks
from chikai.app.read import CaseView, clauses, view
from chikai.app.search import TO_GO
from chikai.duties.requests import second_looks
from chikai.duties.requests.came_back import Next, what_next
from chikai.duties.requests.case import Case
from chikai.duties.requests.flow import State
from chikai.duties.requests.holdings import LetterOut, PaperHeld, SearchTask
from chikai.duties.requests.open_item import OpenItem
from chikai.kernel.message import say
from chikai.law import documents
from chikai.people.staff import Role
from chikai.policy.model import Clause
from chikai.ports import Destroyed, Home
from chikai.web.desk import todo
from chikai.web.desk.log import LogLine, log_line
from chikai.web.pages import lang_of
from chikai.web.request import AnyRequest, signed_in
from chikai.words import render

_QUOTING = ("match", "tell_recipient")
"""Deeds whose forms have the person's data in them already."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and what stands instead of what they must not see yet."""

    actor: str
    roles: frozenset[Role]
    instead: str


def viewer(request: AnyRequest) -> Viewer:
    account = signed_in(request)
    return Viewer(account.id, account.roles, render(say("check.after"), lang=lang_of(request)))


@dataclass(frozen=True, slots=True)
class Item:
    """One open item with the clauses that ask for it and whether we have asked yet."""

    item: OpenItem
    clauses: tuple[Clause, ...]
    asked_on: date | None
    deed: str | None


@dataclass(frozen=True, slots=True)
class Paper:
    held: PaperHeld
    masks: tuple[str, ...]
    usable: bool


@dataclass(frozen=True, slots=True, repr=False)
class CasePage:
    """`next` is the deed of the one button; `others` are further deeds that can be done now."""

    view: CaseView
    items: tuple[Item, ...]
    next: str | None
    question: OpenItem | None
    others: tuple[str, ...]
    papers: tuple[Paper, ...]
    books: dict[str, dict[str, Any]]
    match: dict[str, Any] | None
    tables: tuple[dict[str, Any], ...]
    unjudged: tuple[dict[str, Any], ...]
    log: tuple[LogLine, ...]
    waivers: tuple[str, ...]
    told: tuple[str, ...]
    facts_again: tuple[str, ...]
    looks_left: int
    """How often whoever looks at the page may still enter them; at 0 there is no form."""
    tasks: tuple[tuple[SearchTask, dict[str, Any]], ...]
    doubt: dict[str, Any] | None
    out: tuple[LetterOut, ...]
    tracking: str | None
    back: tuple[Next, ...]
    planned: bool
    """Whether what was ordered is done, or was done, by a plan for the databases."""

    @property
    def case(self) -> Case:
        return self.view.case

    @property
    def most_looks(self) -> int:
        return second_looks.MOST_LOOKS

    @property
    def blind(self) -> bool:
        """Whether whoever looks is about to do the second check."""
        return self.view.cover is not None

    @property
    def not_copied(self) -> bool:
        """Whether rows were found whose contents are not copied into the record of the case."""
        return bool(self.tables) and self.case.kind in TO_GO

    @property
    def unscanned(self) -> tuple[Paper, ...]:
        """Papers whose scan can still be stored."""
        if self.case.destroyed_on is not None:
            return ()
        return tuple(p for p in self.papers if p.held.sealed is None and not p.held.returned)


def case_page(home: Home, case_id: str, *, by: Viewer) -> CasePage:
    """Everything about one case for its page; the look is logged. Raises `Missing`."""
    actor = by.actor
    seen = view(home, case_id, actor=actor, roles=by.roles, instead=by.instead)
    case, every = seen.case, clauses(seen.policy)
    items = tuple(
        Item(
            i,
            tuple(every[id] for id in i.clauses if id in every),
            letter.on if (letter := case.told(i.key)) else None,
            todo.settles(i),
        )
        for i in seen.items
    )
    asking = next((i.item for i in items if i.deed == "answer"), None)
    next_deed = todo.next_deed(seen)
    tables = _tables(home, case)
    if seen.cover is not None:
        tables = tuple(t | {"rows": seen.cover.over(list(t["rows"]))} for t in tables)

    def covered(what: Any) -> Any:
        return what if seen.cover is None else seen.cover.over(what)

    return CasePage(
        view=seen,
        items=items,
        next=next_deed,
        question=asking,
        others=tuple(
            d for d in todo.possible(seen) if d != next_deed and not (seen.cover and d in _QUOTING)
        ),
        papers=tuple(
            Paper(p, p.to_mask(), documents.usable(p.type, on=seen.today)) for p in case.papers
        ),
        books={f.id: _opened(home, f.sealed) or {} for f in case.fees},
        match=covered(_opened(home, case.match.sealed)) if case.match else None,
        tables=tables,
        unjudged=tuple(
            column
            for column in found_file.withheld_columns(case, tables)
            if column["id"] in case.unjudged()
        ),
        log=tuple(log_line(each) for each in seen.history),
        waivers=tuple(todo.waivers(seen)),
        told=tuple(i.key for i in seen.items if i.asks == "requester" and case.told(i.key)),
        facts_again=checking.facts(home, case_id) if case.unchecked else (),
        looks_left=second_looks.left(case, actor),
        tasks=tuple((each, covered(tasks.words_of(home, each))) for each in case.tasks),
        doubt=covered(_opened(home, case.in_doubt)) if case.in_doubt else None,
        out=todo.may_come_back(case),
        tracking=after_post.tracking_of(home, case),
        back=what_next(case, seen.policy, case.back) if case.back else (),
        planned=_planned(home, case),
    )


def _planned(home: Home, case: Case) -> bool:
    there = home.changes is not None and bool(home.sources.names())
    return case.change is not None or (there and case.state is State.CARRYING_OUT)


def _opened(home: Home, blob: str) -> dict[str, Any] | None:
    try:
        return cases.unseal(home, blob)
    except Destroyed:
        return None


def _tables(home: Home, case: Case) -> tuple[dict[str, Any], ...]:
    try:
        return tuple(found_file.found_tables(home, case))
    except Destroyed:
        return ()
