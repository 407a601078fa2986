"""`chikai policy diff|plan|judge|asof`: what changed between versions, and what it obliges to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chikai.cli.answer import BAD_INPUT, DONE, OPEN_QUESTIONS, REFUSED, Answer, stop
from chikai.cli.changes_shown import change_of, changes_lines, plan_lines, plan_of
from chikai.cli.desk import Desk, day, token
from chikai.cli.files import read_text, words_or_file
from chikai.cli.lint import MAX_POLICY
from chikai.cli.shown import text
from chikai.cli.verb import verb
from chikai.kernel.message import say

if TYPE_CHECKING:
    from chikai.app.faults import Fault
    from chikai.kernel.truth import Truth
    from chikai.policy.change.plan import Plan, Role
    from chikai.policy.diff import Change
    from chikai.policy.model import Policy

VersionA = Annotated[str, typer.Argument(metavar="A")]
VersionB = Annotated[str, typer.Argument(metavar="B")]


class WindowFrom(StrEnum):
    """From which day the window for objections is counted."""

    NOTICE = "notice"
    REVISION = "revision"


class YesNo(StrEnum):
    YES = "yes"
    NO = "no"


@verb("policy diff", needs="home")
def policy_diff(desk: Desk, version_a: VersionA, version_b: VersionB) -> Answer:
    """A version is a file, `COMPANY`, or `COMPANY@DATE` for the one in force that day."""
    changes = _diff(*_versions(desk, version_a, version_b))
    return Answer([change_of(each) for each in changes], list(changes_lines(changes, desk.lang)))


@verb("policy plan", needs="home")
def policy_plan(
    desk: Desk,
    version_a: VersionA,
    version_b: VersionB,
    publish: Annotated[str, typer.Option("--publish")],
    if_yes: Annotated[list[str] | None, typer.Option("--if-yes")] = None,
    if_no: Annotated[list[str] | None, typer.Option("--if-no")] = None,
    objection_from: Annotated[WindowFrom | None, typer.Option("--objection-from")] = None,
    person: Annotated[list[str] | None, typer.Option("--person")] = None,
) -> Answer:
    """Exit 3 while a judgment is open, 1 when the file names too early a day or a change may not
    be made. `--if-yes` and `--if-no` show the plan as it would be under a judgment."""
    from chikai.policy.change.plan import plan
    from chikai.policy.diff import NotOneCompany

    before, after = _versions(desk, version_a, version_b)
    shown_on = day(publish, "--publish")
    assert shown_on is not None
    try:
        made = plan(
            before,
            after,
            publish=shown_on,
            judgments={**_judged(desk, before, after), **_supposed(if_yes or (), if_no or ())},
            objection_from=objection_from.value if objection_from else None,
            people=_people(person or ()),
        )
    except NotOneCompany:
        raise stop(BAD_INPUT, say("change.not_one_company"), field="B") from None
    _all_named(made, (*(if_yes or ()), *(if_no or ())))
    findings = tuple(_findings(made))
    refused = made.too_early or made.refused
    code = REFUSED if refused else OPEN_QUESTIONS if made.open else DONE
    return Answer(plan_of(made), list(plan_lines(made, desk.lang)), findings, code)


@verb("policy asof", needs="home")
def policy_asof(
    desk: Desk,
    company_id: Annotated[str, typer.Argument(metavar="COMPANY")],
    written: Annotated[str, typer.Argument(metavar="DATE")],
) -> Answer:
    from chikai import places
    from chikai.policy.change.reach import as_of

    on = day(written, "DATE")
    assert on is not None
    seen = as_of(places.read_policies(desk.place(company_id)), on)
    lang = desk.lang
    lines = [
        text("change.asof.version", lang, on=on, since=seen.policy.effective_from),
        text("change.asof.until", lang, until=seen.until)
        if seen.until
        else text("change.asof.newest", lang),
        text("change.asof.counts", lang),
    ]
    if seen.previous is not None:
        before = seen.previous.effective_from
        lines += ["", text("change.asof.previous", lang, before=before)]
        lines += changes_lines(seen.changes, lang)
    return Answer(
        {
            "company": seen.policy.company,
            "day": on.isoformat(),
            "version": seen.policy.version,
            "until": seen.until.isoformat() if seen.until else None,
            "previous": seen.previous.version if seen.previous else None,
            "next": seen.following.version if seen.following else None,
            "changes": [change_of(each) for each in seen.changes],
        },
        lines,
    )


def _diff(before: Policy, after: Policy) -> tuple[Change, ...]:
    from chikai.policy.diff import NotOneCompany, diff

    try:
        return diff(before, after)
    except NotOneCompany:
        raise stop(BAD_INPUT, say("change.not_one_company"), field="B") from None


def _versions(desk: Desk, *wanted: str) -> tuple[Policy, ...]:
    return tuple(_version(desk, each) for each in wanted)


def _version(desk: Desk, wanted: str) -> Policy:
    from chikai import places
    from chikai.policy.load import in_force, load

    path = Path(wanted)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return load(read_text(path, limit=MAX_POLICY, field="FILE"), file=wanted)
    company, at, written = wanted.partition("@")
    versions = places.read_policies(desk.place(company))
    on = day(written, "DATE") if at else None
    return in_force(versions, on) if on else versions[-1]


# --- the plan -------------------------------------------------------------------------------------


@verb("policy judge")
def policy_judge(
    desk: Desk,
    company_id: Annotated[str, typer.Argument(metavar="COMPANY")],
    place: Annotated[str, typer.Argument(metavar="KEY")],
    change: Annotated[str, typer.Option("--change")],
    within: Annotated[YesNo, typer.Option("--within")],
    reasons: Annotated[str, typer.Option("--reasons")],
) -> Answer:
    """`--reasons @file` keeps them out of the shell's history. `policy plan` reads the judgment."""
    from chikai.app import judgments

    after = day(change, "--change")
    assert after is not None
    why = words_or_file(reasons, field="--reasons") or ""
    with desk.home(company_id) as home:
        made = judgments.judge(
            home, after.isoformat(), place, answer=within is YesNo.YES, reasons=why, by=desk.by
        )
    said = say(f"judgment.{within.value}")
    done = text("judgment.done", desk.lang, where=place, answer=said, who=made.by, on=made.on)
    result = {"key": place, "answer": within.value, "by": made.by, "on": made.on.isoformat()}
    return Answer({**result, "question": made.question}, [done])


def _judged(desk: Desk, before: Policy, after: Policy) -> Mapping[str, Truth]:
    """What has been judged of this change, where the company is set up in this home."""
    if after.company not in desk.companies():
        return {}
    from chikai.app import judgments

    with desk.home(after.company) as home:
        return judgments.answers(home, before, after)


def _supposed(yes: Sequence[str], no: Sequence[str]) -> dict[str, Truth]:
    from chikai.kernel.truth import NO, YES

    return {**dict.fromkeys(yes, YES), **dict.fromkeys(no, NO)}


def _all_named(made: Plan, keys: Sequence[str]) -> None:
    """Raises `Stop` for a place at which nothing is to be judged."""
    asked = tuple(each.key for each in made.changes if each.judged)
    for key in keys:
        if key not in asked:
            known = ", ".join(asked) or "-"
            raise stop(BAD_INPUT, say("change.nothing_to_judge", known=known), field=key)


def _people(named: Sequence[str]) -> dict[Role, str]:
    """`owner=id`: who does the tasks of a role."""
    from chikai.policy.change.plan import Role

    found: dict[Role, str] = {}
    for each in named:
        role, _, who = each.partition("=")
        if role not in set(Role) or not who:
            roles = tuple(r.value for r in Role)
            raise stop(BAD_INPUT, say("change.person", roles=roles), field="--person")
        found[Role(role)] = token(who, "--person")
    return found


def _findings(made: Plan) -> Iterator[Fault]:
    from chikai.app.faults import Fault

    if made.too_early:
        early = say("change.too_early", wanted=made.wanted, effective=made.effective)
        yield Fault(early.id, early, field="effective_from")
    for each in made.refused:
        never = say("change.refused", change=each.message)
        yield Fault(never.id, never, field=each.key, because=each.cites)
    for each in made.open:
        assert each.judged is not None
        asked = say(each.judged.key)
        yield Fault(asked.id, asked, "question", field=each.key, because=each.cites)
