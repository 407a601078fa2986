"""Whatever goes wrong, said the same way on every face: what happened, why, what to do next.

`faults_of` turns any error of the product into findings; a finding never holds a personal value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chikai import words
from chikai.app.envelope_file import BadEnvelope
from chikai.app.out_of_reach import OutOfReach, named
from chikai.app.proof import Altered
from chikai.duties.requests.decide import Defect, NotNow, UnlawfulStep
from chikai.kernel.citation import Citation
from chikai.kernel.dates import BadDate
from chikai.kernel.message import Arg, Message, say
from chikai.ledger.problem import BadMapping, Problem
from chikai.people.model import BadPerson
from chikai.people.staff import NotAllowed
from chikai.policy.finding import BadPolicy
from chikai.policy.load import NoPolicyInForce
from chikai.ports import (
    BadData,
    Conflict,
    Destroyed,
    Hindered,
    Missing,
    Moved,
    NotSet,
    Refused,
    RefusedInPart,
    Unavailable,
    Unprintable,
)

DONE, REFUSED, BAD_INPUT, OPEN_QUESTIONS, UNAVAILABLE, NOT_PROVEN = range(6)
Severity = Literal["error", "warning", "question", "advice"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding. `because` are the citations; `field` a form field or a path in the file."""

    code: str
    message: Message
    severity: Severity = "error"
    file: str | None = None
    line: int | None = None
    column: int | None = None
    field: str | None = None
    because: tuple[Citation, ...] = ()

    def say(self, lang: str) -> str:
        where = ":".join(str(x) for x in (self.file, self.line, self.column) if x is not None)
        what = words.render(self.message, lang=lang)
        field = f" `{self.field}`" if self.field and f"`{self.field}`" not in what else ""
        cites = (c.say(lang) for c in self.because)
        law = "; ".join(cite for cite in cites if cite not in what)
        return f"{where}{': ' if where else ''}{what}{field}{f' ({law})' if law else ''}"

    def to_dict(self) -> dict[str, object]:
        """The shape of design.md section 7, for `--json` and the API."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "field": self.field,
            "because": [c.en for c in self.because],
            "ja": words.render(self.message, lang="ja"),
            "en": words.render(self.message, lang="en"),
        }


def of_defect(defect: Defect) -> tuple[Fault, ...]:
    """Each open item as a question."""
    return tuple(
        Fault(f"open.{i.key}", i.message, "question", field=i.key, because=i.cites)
        for i in defect.items
    )


def of_problem(problem: Problem, file: str | None) -> Fault:
    """A problem of a mapping, or of a mapping and its database, as a finding."""
    said = _with(problem.code, problem.field, problem.args)
    where = file or problem.file, problem.line, problem.column
    return Fault(problem.code, said, "error", *where, problem.field)


KNOWN = (
    UnlawfulStep,
    NotNow,
    NotAllowed,
    BadPolicy,
    BadEnvelope,
    BadMapping,
    Altered,
    NoPolicyInForce,
    BadData,
    BadDate,
    BadPerson,
    Conflict,
    Destroyed,
    Missing,
    Moved,
    Refused,
    RefusedInPart,
    Unavailable,
    Unprintable,
)


def faults_of(error: Exception) -> tuple[int, tuple[Fault, ...]]:
    """Exit code and findings for an error of `KNOWN`; re-raises any other."""
    match error:
        case UnlawfulStep(message=message, cites=cites):
            return REFUSED, (Fault(message.id, message, because=cites),)
        case NotAllowed(message=message):
            return REFUSED, (Fault(message.id, message),)
        case NotNow():
            return REFUSED, (_not_now(error),)
        case BadPolicy(findings=findings) | BadEnvelope(findings=findings):
            return BAD_INPUT, tuple(
                Fault(f.code, f.message, "error", f.file, f.line, f.column, f.field, f.cites)
                for f in findings
            )
        case BadMapping(file=file, problems=problems):
            return BAD_INPUT, tuple(of_problem(each, file) for each in problems)
        case BadData():
            message = _with(error.code, error.field, error.args_)
            return BAD_INPUT, (
                Fault(
                    error.code, message, "error", error.file, error.line, error.column, error.field
                ),
            )
        case Refused(problems=problems):
            return REFUSED, tuple(of_problem(each, None) for each in problems)
        case RefusedInPart():
            return REFUSED, _in_part(error)
        case Moved(source=source, table=table):
            moved = say("plan.moved", source=source, table=table)
            return REFUSED, (Fault(moved.id, moved, field="plan"),)
        case Altered():
            return NOT_PROVEN, (Fault("proof.altered", say("proof.altered")),)
        case NoPolicyInForce():
            early = say("fault.no_policy_in_force")
            return BAD_INPUT, (Fault(early.id, early, field="arrived_on"),)
        case BadDate(message=message):
            return BAD_INPUT, (Fault(message.id, message),)
        case BadPerson(id=id):
            return BAD_INPUT, (Fault(id, say(id)),)
        case Missing():
            return BAD_INPUT, (Fault("fault.missing", say("fault.missing")),)
        case Conflict():
            return REFUSED, (Fault("fault.conflict", say("fault.conflict")),)
        case Destroyed():
            return REFUSED, (Fault("fault.destroyed", say("fault.destroyed")),)
        case OutOfReach(cause=cause, holds=holds):
            code, down = faults_of(cause)
            return code, (*down, Fault(holds.id, holds, "advice"))
        case NotSet(setting=setting, key=key, file=file):
            unset = say("fault.source.not_set", setting=setting, key=key, file=file)
            return UNAVAILABLE, (Fault(unset.id, unset),)
        case Hindered(source=source, why=why):
            hindered = say(f"fault.source.{why.value}", source=source)
            return UNAVAILABLE, (Fault(hindered.id, hindered),)
        case Unavailable() if name := named(error):
            unreached = say("fault.source.unreached", source=name)
            return UNAVAILABLE, (Fault("fault.unavailable", unreached),)
        case Unavailable():
            return UNAVAILABLE, (
                Fault("fault.unavailable", say("fault.unavailable", what=str(error))),
            )
        case Unprintable():
            return BAD_INPUT, (Fault("fault.unprintable", say("fault.unprintable")),)
        case _:
            raise error


_NOWHERE = ("plan.database_refuses", "plan.rule_refuses")
"""What says that nothing was changed anywhere."""


def _in_part(error: RefusedInPart) -> tuple[Fault, ...]:
    """What is done and what is not, first; then why, unless that is said with it."""
    source, done = error.source, ", ".join(error.done)
    why: tuple[Problem, ...] = ()
    match error.why:
        case Moved(table=table) if error.back:
            part = say("plan.moved_going_back", source=source, table=table, done=done)
        case Refused(problems=problems) if error.back:
            part = say("plan.refused_going_back", source=source, done=done)
            why = tuple(each for each in problems if each.code not in _NOWHERE)
        case Moved(table=table) if source in error.done:
            part = say("plan.file_in_part", source=source, table=table, done=done)
        case Moved(table=table):
            part = say("plan.moved_in_part", source=source, table=table, done=done)
        case Refused(problems=(Problem(code="plan.rule_refuses", args={"name": name}),)):
            part = say("plan.rule_in_part", source=source, name=name, done=done)
        case Refused(problems=(Problem(code="plan.mixed"),)):
            part = say("plan.mixed_in_part", source=source, done=done)
        case Refused(problems=problems):
            part = say("plan.refused_in_part", source=source, done=done)
            why = tuple(each for each in problems if each.code not in _NOWHERE)
    return Fault(part.id, part, field="plan"), *(of_problem(each, None) for each in why)


def _with(code: str, field: str | None, args: dict[str, str | int]) -> Message:
    every: dict[str, Arg] = {"field": field or "", **args}
    return Message(code, every)


def _not_now(error: NotNow) -> Fault:
    state, step = say(f"state.{error.state.value}"), say(f"step.{error.step}")
    if error.first is not None:
        message = say("not_now.step_first", state=state, step=step, first=error.first)
    elif error.still_open:
        items = tuple(i.label for i in error.still_open)
        message = say("not_now.step_open", state=state, step=step, items=items)
    else:
        message = say("not_now.step", state=state, step=step)
    return Fault(message.id, message)
