"""Reading cases and acting on them: the one path from a command to the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import reduce, wraps
from typing import Concatenate, Final, ParamSpec

from chikai.app.house import rules
from chikai.app.inbox_row import inbox_row
from chikai.app.sealing import seal as seal
from chikai.app.sealing import seal_bytes as seal_bytes
from chikai.app.sealing import seal_stream as seal_stream
from chikai.app.sealing import unseal as unseal
from chikai.app.sealing import unseal_all as unseal_all
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Context, Defect, decide
from chikai.duties.requests.fold import advance, after, fold, start
from chikai.kernel.event import Draft, Event
from chikai.people.staff import Role, demand
from chikai.policy.load import in_force
from chikai.policy.model import Policy
from chikai.ports import Batch, Conflict, Home, InboxRow, Missing, Posting

LAW_PROFILE = "2022-04"
DECISIVE: Final[Mapping[type[cmd.Command], str]] = {
    cmd.Grant: "grant",
    cmd.Refuse: "refuse",
    cmd.DeclareNoneHeld: "none_held",
    cmd.Substitute: "substitute",
    cmd.SendAnswer: "send",
    cmd.SecondLook: "second_check",
    cmd.Approve: "approve",
    cmd.AnswerSearchTask: "task_done",
    cmd.BeginDestruction: "destroy",
    cmd.DestroyPapers: "destroy",
    cmd.BeginRecordsDestruction: "destroy_records",
    cmd.DestroyRecords: "destroy_records",
}
"""Commands whose role is looked at here as well, whatever face they came through."""

_NEVER = datetime.min.replace(tzinfo=UTC)
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does a deed, and its command id: repeating a command changes nothing. `roles` None is
    whoever holds the machine itself, at its command line."""

    id: str
    command: str
    roles: frozenset[Role] | None = None


def today(home: Home) -> date:
    """The day a deed is of: today, unless the home is looked at on another day."""
    return home.day or home.clock.now().date()


def load(home: Home, case_id: str) -> Case:
    """The case as its events make it. Raises `Missing` when there is none."""
    return _folded(home.journal.read(case_id), case_id)


def loaded(home: Home, case_id: str) -> tuple[Case, date]:
    """The case, and the day of the last thing that happened in it. Raises `Missing`."""
    history = home.journal.read(case_id)
    return _folded(history, case_id), history[-1].occurred_on


def opened(home: Home, case_id: str, by: Actor) -> tuple[Case, bool]:
    """The case, and whether this command has been carried out before: one look at the journal.
    Raises `Missing`."""
    history, ran = home.journal.opened(case_id, by.command)
    return _folded(history, case_id), ran


def _folded(history: Sequence[Event], case_id: str) -> Case:
    if not history or history[0].type != ev.Received.type():
        raise Missing(case_id)
    return fold(history)


def policy_of(home: Home, case: Case) -> Policy:
    """The policy of the day of arrival: papers, fee and channel follow it to the end."""
    return next(p for p in home.policies if p.version == case.basis.policy)


def policy_on(home: Home, day: date) -> Policy:
    return in_force(home.policies, day)


def act(
    home: Home,
    case: Case | str,
    *commands: cmd.Command,
    by: Actor,
    on: date | None = None,
    postings: Sequence[Posting] = (),
) -> Case | Defect:
    """Decide commands one after the other and journal what they make happen, in one append.

    Returns the case afterwards, or the first `Defect`, in which case nothing happened. The case
    is given by its id, or as it was read a moment ago; where it has moved on since, it is read
    and decided anew. What is returned follows from what the journal says was appended: of two
    processes that run one command at the same moment, either gives what the first of them did.

    Raises `NotAllowed` when a decisive command is not for any role of whoever gives it.
    """
    for command in commands:
        if deed := DECISIVE.get(type(command)):
            demand(by.roles, deed)
    if isinstance(case, Case):
        try:
            return _decided(home, case, commands, by=by, on=on, postings=postings)
        except Conflict:
            case = case.id
    case, ran = opened(home, case, by)
    return case if ran else _decided(home, case, commands, by=by, on=on, postings=postings)


def _decided(
    home: Home,
    case: Case,
    commands: Sequence[cmd.Command],
    *,
    by: Actor,
    on: date | None,
    postings: Sequence[Posting],
) -> Case | Defect:
    day = on or today(home)
    result = decided(home, case, commands, by=by, on=day)
    if isinstance(result, Defect):
        return result
    now, happenings = result
    written = journal(home, [(now, case.seq, happenings)], by=by, on=day, postings=postings)
    mine = [event for event in written if event.case == case.id]
    if not mine or mine[0].case_seq != case.seq:
        return load(home, case.id)
    return reduce(advance, mine, case)


def decided(
    home: Home, case: Case, commands: Sequence[cmd.Command], *, by: Actor, on: date
) -> tuple[Case, list[ev.Happening]] | Defect:
    """The case after commands, decided one after the other, and what they make happen, or the
    first `Defect`. Nothing is journalled."""
    ctx = Context(policy_of(home, case), on, by.id, rules(home))
    happenings: list[ev.Happening] = []
    for command in commands:
        result = decide(case, command, ctx)
        if isinstance(result, Defect):
            return result
        for happened in result:
            case = after(case, happened, on=on, by=by.id)
            happenings.append(happened)
    return case, happenings


def act_together(
    home: Home,
    wanted: Sequence[tuple[Case, Sequence[cmd.Command]]],
    *,
    by: Actor,
    on: date,
    postings: Sequence[Posting] = (),
) -> tuple[Case, ...]:
    """Commands that know no `Defect`, for several cases in one append; the cases afterwards."""
    changes = []
    for case, commands in wanted:
        result = decided(home, case, commands, by=by, on=on)
        assert not isinstance(result, Defect)
        now, happenings = result
        changes.append((now, case.seq, happenings))
    journal(home, changes, by=by, on=on, postings=postings)
    return tuple(load(home, case.id) for case, _ in wanted)


def once(
    deed: Callable[Concatenate[Home, str, P], Case | Defect],
) -> Callable[Concatenate[Home, str, P], Case | Defect]:
    """A deed that looks, seals or destroys before it acts. Done again under its command id, it
    does none of that and gives the case as it is, also where its twin came first by a hair."""

    @wraps(deed)
    def doing(home: Home, case_id: str, /, *args: P.args, **more: P.kwargs) -> Case | Defect:
        by = more["by"]
        assert isinstance(by, Actor)
        if home.journal.command(by.command):
            return load(home, case_id)
        try:
            return deed(home, case_id, *args, **more)
        except Exception:
            if home.journal.command(by.command):
                return load(home, case_id)
            raise

    return doing


def once_on(
    deed: Callable[Concatenate[Home, Case, P], Case | Defect],
) -> Callable[Concatenate[Home, str, P], Case | Defect]:
    """`once` for a deed that needs the case first: it is read in the same look."""

    @wraps(deed)
    def doing(home: Home, case_id: str, /, *args: P.args, **more: P.kwargs) -> Case | Defect:
        by = more["by"]
        assert isinstance(by, Actor)
        case, ran = opened(home, case_id, by)
        if ran:
            return case
        try:
            return deed(home, case, *args, **more)
        except Exception:
            if home.journal.command(by.command):
                return load(home, case_id)
            raise

    return doing


def journal(
    home: Home,
    changes: Sequence[tuple[Case, int, Sequence[ev.Happening]]],
    *,
    by: Actor,
    on: date,
    postings: Sequence[Posting] = (),
) -> tuple[Event, ...]:
    """Append what happened to one or several cases in one transaction."""
    batches = []
    for case, before, happenings in changes:
        drafts: list[Draft] = [h.draft(on) for h in happenings]
        row = inbox_row(case, policy_of(home, case), on=on)
        mine = [p for p in postings if p.case == case.id]
        batches.append(Batch(case.id, before, drafts, row, mine))
    return append(home, batches, by=by, policy=changes[0][0].basis.policy)


def append(home: Home, batches: Sequence[Batch], *, by: Actor, policy: str) -> tuple[Event, ...]:
    """The one way into the journal: all batches or none, under a version of the policy."""
    home.failpoint("app.before_append")
    written = home.journal.append(
        batches,
        command_id=by.command,
        actor_id=by.id,
        law=LAW_PROFILE,
        policy=policy,
        at=home.clock.now(),
    )
    home.failpoint("app.after_append")
    return written


def note(home: Home, stream: str, *drafts: Draft, by: Actor, policy: str | None = None) -> None:
    """Append to a stream that is no case, after everything in it: under the newest version of the
    policy, unless another is named."""
    batch = Batch(stream, len(home.journal.read(stream)), drafts)
    append(home, [batch], by=by, policy=policy or home.policies[-1].version)


def fold_row(home: Home, history: Sequence[Event]) -> InboxRow | None:
    """The inbox row a case's events make; None for a stream that is no case."""
    if history[0].type != ev.Received.type():
        return None
    case = fold(history)
    return inbox_row(case, policy_of(home, case), on=history[-1].occurred_on)


def begin(happened: ev.Received, *, case_id: str, on: date, by: str) -> Case:
    """A case that has only been received, before the journal knows it."""
    draft = happened.draft(on)
    seen = Event(
        1, 0, "", "", "", case_id, 0, draft.type, on, _NEVER, by, "", happened.policy, draft.data
    )
    return start(seen)


def siblings(home: Home, case: Case) -> tuple[Case, ...]:
    """The cases of the same envelope and the same person, this one included."""
    cases = (load(home, row.case) for row in home.journal.inbox(case.envelope))
    return tuple(each for each in cases if each.person == case.person)
