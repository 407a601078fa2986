"""A plan for a change: what is done on which day, by whom, and whom the change does not reach yet.

The rules of change of the earlier version govern: its notice, its week of posting, its window for
objections. Silence in that window is no consent; the plan only says until when an objection is in
time. The law gives no days for "beforehand": one day between telling and taking effect is the
least, and a person may choose more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from chikai.kernel.citation import Citation
from chikai.kernel.message import Message, say
from chikai.kernel.truth import Truth
from chikai.law.kinds import APPI, RULES
from chikai.policy.change.duties import Duty, When
from chikai.policy.diff import Change, diff
from chikai.policy.model import Policy

Start = Literal["revision", "notice"]
_DAY = timedelta(days=1)
_TOLD_BEFORE = (When.BEFORE, When.WITH_CONSENT)


class Role(StrEnum):
    """Whose task a step is. Who that is by name, the plan asks for."""

    OWNER = "owner"
    SITE = "site"
    DESK = "desk"
    FILING = "filing"


@dataclass(frozen=True, slots=True)
class Step:
    """One task. `on`: the day it is done, None where it is done person by person. `until`: its
    last day, where it lasts. `changes`: the keys of the changes it serves."""

    id: str
    role: Role
    on: date | None
    until: date | None = None
    changes: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()
    who: str | None = None

    @property
    def message(self) -> Message:
        return say(f"change.step.{self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A period of the company's own rules: its last day, and which day it is counted from. The
    first day does not count (Civil Code Art. 140)."""

    start: date
    days: int
    counted_from: Start

    @property
    def until(self) -> date:
        return self.start + timedelta(days=self.days)

    def holds(self, day: date) -> bool:
        """Whether a day is in time. A word that comes before the window opens is in time too."""
        return day <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The change from one version to the next.

    `wanted` is the day the later file names, `effective` the first day the law and the earlier
    version allow from there on. `open` are the changes whose duty somebody must still judge,
    `refused` those judged impossible, `held_back` those that do not reach data acquired before
    the effective day until their duty is fulfilled for them.
    """

    company: str
    before: str
    after: str
    published: date
    wanted: date
    effective: date
    changes: tuple[Change, ...]
    duties: Mapping[str, Duty] = field(hash=False)
    steps: tuple[Step, ...] = ()
    posting: Window | None = None
    objection: Window | None = None
    open: tuple[Change, ...] = ()
    refused: tuple[Change, ...] = ()
    held_back: tuple[Change, ...] = ()

    @property
    def too_early(self) -> bool:
        """The file names a day that is too early; `effective` is the first possible one."""
        return self.effective > self.wanted


def plan(
    before: Policy,
    after: Policy,
    *,
    publish: date,
    judgments: Mapping[str, Truth] | None = None,
    objection_from: Start | None = None,
    people: Mapping[Role, str] | None = None,
) -> Plan:
    """The plan for publishing `after` on the day `publish`.

    `judgments` are by `Change.key`; an open one counts as the stricter way. `objection_from` sets
    from which day the window for objections is counted, in place of what the policy says.
    `people` names who does the tasks. Raises `NotOneCompany`.
    """
    changes = diff(before, after)
    given = judgments or {}
    promises = tuple(each for each in changes if each.is_promise)
    duties = {each.key: each.duty.settled(given.get(each.key)) for each in promises}
    effective = max(after.effective_from, _earliest(before, duties, publish))
    posting, objection = _windows(before, publish, effective, objection_from)
    open_ = tuple(e for e in promises if e.judged and _is_open(given.get(e.key)))
    made = Plan(
        company=before.company,
        before=before.version,
        after=after.version,
        published=publish,
        wanted=after.effective_from,
        effective=effective,
        changes=changes,
        duties=duties,
        posting=posting if promises else None,
        objection=objection if promises else None,
        open=open_,
        refused=tuple(e for e in promises if e not in open_ and duties[e.key].when is When.NEVER),
        held_back=tuple(e for e in promises if e.duty.holds_back),
    )
    steps = sorted(_steps(made, people or {}), key=lambda s: (s.on or date.max, _ORDER[s.id]))
    return replace(made, steps=tuple(steps))


def _is_open(judgment: Truth | None) -> bool:
    return judgment is None or judgment.is_unknown


def _earliest(before: Policy, duties: Mapping[str, Duty], publish: date) -> date:
    """The first day the change may take effect."""
    notice = before.changes.notice if before.changes else None
    promised = bool(duties) and notice is not None and notice.before == "yes"
    told_before = any(_time(duty) in _TOLD_BEFORE for duty in duties.values())
    return publish + _DAY if promised or told_before else publish


def _time(duty: Duty) -> When:
    """When a duty falls due; one that may turn out impossible is told before as well."""
    return When.BEFORE if duty.when is When.NEVER else duty.when


def _windows(
    policy: Policy, publish: date, effective: date, objection_from: Start | None
) -> tuple[Window | None, Window | None]:
    rules = policy.changes
    if rules is None:
        return None, None
    starts = {"notice": publish, "revision": effective}
    posting = objection = None
    if rules.posting:
        start = rules.posting.counted_from
        posting = Window(start=starts[start], days=rules.posting.days, counted_from=start)
    if rules.objection:
        start = objection_from or rules.objection.counted_from
        objection = Window(start=starts[start], days=rules.objection.days, counted_from=start)
    return posting, objection


# --- the steps ------------------------------------------------------------------------------------

_IDS = (
    "judge",
    "file_before",
    "show",
    "record_shown",
    "prepare_desk",
    "ask_consent",
    "take_effect",
    "tell_without_delay",
    "file_without_delay",
    "end_objections",
    "end_posting",
    "publish_after_commission",
    "hold_back",
)
_ORDER = {id: place for place, id in enumerate(_IDS)}


def _steps(made: Plan, people: Mapping[Role, str]) -> Iterator[Step]:
    """Every task of the plan; `_IDS` is their order within a day."""

    def step(
        id: str,
        role: Role,
        on: date | None,
        of: tuple[Change, ...] = (),
        *,
        until: date | None = None,
    ) -> Step:
        cites = dict.fromkeys(c for e in of for c in made.duties[e.key].cites)
        return Step(id, role, on, until, tuple(e.key for e in of), tuple(cites), people.get(role))

    promises = tuple(each for each in made.changes if each.is_promise)

    def due(*when: When, filed: bool | None = None) -> tuple[Change, ...]:
        found = ((e, made.duties[e.key]) for e in promises)
        return tuple(e for e, d in found if d.when in when and (filed is None or d.filed is filed))

    if made.open:
        yield step("judge", Role.OWNER, made.published, made.open)
    if filed := due(When.BEFORE, filed=True):
        yield step("file_before", Role.FILING, made.published, filed)
        yield Step(
            "publish_after_commission", Role.SITE, None,
            changes=tuple(e.key for e in filed), cites=(RULES(14),), who=people.get(Role.SITE),
        )  # fmt: skip
    yield step("show", Role.SITE, made.published, due(*_TOLD_BEFORE, When.NEVER))
    yield step("record_shown", Role.SITE, made.published)
    if desk := tuple(e for e in promises if e.field.startswith(("requests.", "contacts"))):
        yield step("prepare_desk", Role.DESK, made.published, desk)
    if consent := due(When.WITH_CONSENT):
        yield step("ask_consent", Role.OWNER, None, consent)
    yield step("take_effect", Role.SITE, made.effective, due(When.ON_PUBLICATION))
    if later := due(When.WITHOUT_DELAY):
        yield step("tell_without_delay", Role.SITE, made.effective, later)
    if filed := due(When.WITHOUT_DELAY, filed=True):
        yield step("file_without_delay", Role.FILING, made.effective, filed)
    if window := made.objection:
        yield step("end_objections", Role.DESK, window.start, until=window.until)
    if window := made.posting:
        yield step("end_posting", Role.SITE, window.start, until=window.until)
    if made.held_back:
        yield Step(
            "hold_back", Role.OWNER, None, changes=tuple(e.key for e in made.held_back),
            cites=(APPI(17, 2), APPI(18, 1)), who=people.get(Role.OWNER),
        )  # fmt: skip
