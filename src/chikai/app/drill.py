"""A drill: the desk works fictional envelopes in a home of their own, and is scored.

The score compares what the drill's journal says was done with what the core says of the same
envelope read rightly. What comes of it is kept in the training record (`drill_record`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Final

from chikai.app import cases, intake, search
from chikai.app.cases import Actor
from chikai.app.drill_envelopes import ACCEPT, ANSWER, ASK, Dealt, deal
from chikai.app.drill_score import Done, Marked, Wanted, mark, plain_name
from chikai.app.slips import near
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.fold import fold
from chikai.duties.requests.open_item import OpenItem
from chikai.duties.requests.openings import open_items
from chikai.kernel.event import Event
from chikai.people.model import Person
from chikai.people.staff import demand
from chikai.ports import BadData, Home

ENVELOPES: Final = 6
MOST_SEED: Final = 999_999
_ID: Final = re.compile(r"([a-z][a-z0-9_]*)-drill-([1-9][0-9]{0,3})")


@dataclass(frozen=True, slots=True)
class Ended:
    """Where a drill ended: the day, who ended it, and how many events its journal had by then.
    What is done later counts for nothing."""

    on: date
    by: str
    events: int


@dataclass(frozen=True, slots=True)
class Drill:
    """One drill, as its folder keeps it: what lies in its envelopes follows from the seed."""

    company: str
    number: int
    seed: int
    envelopes: int
    on: date
    by: str
    ended: Ended | None = None

    @property
    def id(self) -> str:
        """What it is called wherever a company is named: `enigmo-drill-1`. No company's own id
        can be like it."""
        return drill_id(self.company, self.number)


def drill_id(company: str, number: int) -> str:
    return f"{company}-drill-{number}"


def id_parts(id: str) -> tuple[str, int] | None:
    """The company and the number of a drill's id; None for any other text."""
    found = _ID.fullmatch(id)
    return (found[1], int(found[2])) if found else None


def to_text(drill: Drill) -> str:
    """What its folder keeps of a drill."""
    kept = asdict(drill)
    del kept["company"], kept["number"]
    return json.dumps(kept, indent=1, default=date.isoformat) + "\n"


def from_text(company: str, number: int, text: str) -> Drill:
    """The drill `to_text` wrote. Raises `BadData` for anything else."""
    try:
        said = json.loads(text)
        end = said["ended"]
        return Drill(
            company,
            number,
            int(said["seed"]),
            int(said["envelopes"]),
            date.fromisoformat(said["on"]),
            str(said["by"]),
            end and Ended(date.fromisoformat(end["on"]), str(end["by"]), int(end["events"])),
        )
    except (KeyError, TypeError, ValueError):
        raise BadData("drill.unreadable", field="drill") from None


def check_new(*, seed: int, envelopes: int, on: date, today: date, by: Actor) -> None:
    """Raises `NotAllowed`, and `BadData` for a drill that can't be."""
    demand(by.roles, "drill_start")
    if not 0 <= seed <= MOST_SEED:
        raise BadData("drill.bad_seed", field="seed", most=MOST_SEED)
    if not 1 <= envelopes <= 99:
        raise BadData("drill.bad_count", field="envelopes")
    near(on, after=today)


def dealt(home: Home, drill: Drill) -> tuple[Dealt, ...]:
    """The envelopes of a drill, in the order they lie on the desk."""
    policy = cases.policy_on(home, drill.on)
    return deal(policy, seed=drill.seed, on=drill.on, count=drill.envelopes)


def ends(home: Home, drill: Drill, *, by: Actor) -> Drill:
    """The drill as it ends now. One that has ended stays as it is. Raises `NotAllowed`."""
    demand(by.roles, "drill_work")
    if drill.ended is not None:
        return drill
    ended = Ended(cases.today(home), by.id, home.journal.size())
    return replace(drill, ended=ended)


# --- the score --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """Every envelope marked. `trainees` are the ids of whoever did anything in the drill."""

    drill: Drill
    marked: tuple[Marked, ...]
    trainees: tuple[str, ...]

    @property
    def got(self) -> int:
        return sum(each.got for each in self.marked)

    @property
    def most(self) -> int:
        return sum(each.most for each in self.marked)

    @property
    def percent(self) -> int:
        """Rounded down: a hundred is full."""
        return 100 * self.got // self.most

    @property
    def opened(self) -> int:
        return sum(each.case is not None for each in self.marked)


def score(home: Home, scratch: Home, drill: Drill) -> Score:
    """Mark every envelope. `home` is the drill's; `scratch` an empty one beside it, in which each
    envelope is registered as it should be, so that the core can say what is then open."""
    done = worked(home, drill)
    marked = tuple(
        mark(wanted(scratch, each, drill), cases_of(each, done)) for each in dealt(home, drill)
    )
    actors = dict.fromkeys(event.actor_id for each in done for event in each.events)
    return Score(drill, marked, tuple(actors))


def opened(home: Home, drill: Drill) -> dict[int, str]:
    """Which envelopes have become a case so far, by their numbers."""
    done = worked(home, drill)
    found = ((each.number, cases_of(each, done)) for each in dealt(home, drill))
    return {number: mine[-1].case.id for number, mine in found if mine}


def worked(home: Home, drill: Drill) -> tuple[Done, ...]:
    """Every case of the drill as it stood when the drill ended, or as it stands now."""
    every = tuple(home.journal.all())
    events = every if drill.ended is None else every[: drill.ended.events]
    histories: dict[str, list[Event]] = {}
    for event in events:
        histories.setdefault(event.case, []).append(event)
    found = []
    for history in histories.values():
        if history[0].type == ev.Received.type():
            case = fold(history)
            typed = Person.from_dict(cases.unseal(home, case.sealed)["person"])
            found.append(Done(case, tuple(history), typed))
    return tuple(found)


def cases_of(dealt: Dealt, done: Sequence[Done]) -> tuple[Done, ...]:
    """The cases opened for an envelope: those of its person, by name; else by birth date, since a
    name may have been mistyped."""
    mine = dealt.person
    named = tuple(d for d in done if plain_name(d.person) == plain_name(mine))
    if named or mine.birth_date is None:
        return named
    return tuple(d for d in done if d.person.birth_date == mine.birth_date)


def wanted(scratch: Home, dealt: Dealt, drill: Drill) -> Wanted:
    """The envelope as it should be registered and compared, and what must then be asked for."""
    scratch = replace(scratch, day=drill.on)
    by = f"cmd-{drill.id}-{dealt.number}"
    (case,) = intake.receive(scratch, dealt.truth, by=Actor("drill", by))
    result = search.match(scratch, case.id, dealt.reading, by=Actor("drill", f"{by}-match"))
    if isinstance(result, Case):
        case = result
    policy = cases.policy_of(scratch, case)
    items = tuple(i for i in open_items(case, policy, on=drill.on) if i.asks == "requester")
    return Wanted(
        dealt.number,
        dealt.scenario,
        _goal(dealt, items),
        case,
        items,
        dealt.person,
        policy,
        foreign=dealt.scenario == "foreign_sheet",
    )


def _goal(dealt: Dealt, items: Sequence[OpenItem]) -> str:
    """As dealt, unless this company's policy asks for more, or for nothing."""
    if dealt.goal == ANSWER and items:
        return ASK
    return ACCEPT if dealt.goal == ASK and not items else dealt.goal
