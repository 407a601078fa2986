"""`chikai policy diff|plan|asof`: what changed between two versions, and what it obliges to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chikai.cli.answer import BAD_INPUT, Answer, stop
from chikai.cli.desk import Desk, day
from chikai.cli.files import read_text
from chikai.cli.policy import MAX_POLICY
from chikai.cli.shown import both, message, text
from chikai.cli.verb import verb
from chikai.kernel.message import say

if TYPE_CHECKING:
    from chikai.policy.diff import Change
    from chikai.policy.model import Policy

VersionA = Annotated[str, typer.Argument(metavar="A")]
VersionB = Annotated[str, typer.Argument(metavar="B")]


@verb("policy diff", needs="home")
def policy_diff(desk: Desk, version_a: VersionA, version_b: VersionB) -> Answer:
    """A version is a file, `COMPANY`, or `COMPANY@DATE` for the one in force that day."""
    changes = _diff(*_versions(desk, version_a, version_b))
    return Answer([_of(each) for each in changes], list(_lines(changes, desk.lang)))


def _diff(before: Policy, after: Policy) -> tuple[Change, ...]:
    from chikai.policy.diff import NotOneCompany, diff

    try:
        return diff(before, after)
    except NotOneCompany:
        raise stop(BAD_INPUT, say("change.not_one_company"), field="B") from None


def _versions(desk: Desk, *wanted: str) -> tuple[Policy, ...]:
    return tuple(_version(desk, each) for each in wanted)


def _version(desk: Desk, wanted: str) -> Policy:
    from chikai import wiring
    from chikai.policy.load import in_force, load

    path = Path(wanted)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return load(read_text(path, limit=MAX_POLICY, field="FILE"), file=wanted)
    company, at, written = wanted.partition("@")
    versions = wiring.read_policies(desk.place(company))
    on = day(written, "DATE") if at else None
    return in_force(versions, on) if on else versions[-1]


def _of(change: Change) -> dict[str, Any]:
    """A change for programs."""
    return {
        "field": change.key,
        "clause": change.clause,
        "kind": change.kind,
        "how": change.how,
        "heavier": change.heavier,
        "what": both(change.message),
        "duty": change.duty.id,
        "say": both(change.duty.message),
        "when": change.when.value,
        "because": [cite.en for cite in change.cites],
        "filed": change.duty.filed,
        "judged": both(say(change.judged.key)) if change.judged else None,
        "otherwise": change.otherwise.id if change.otherwise else None,
    }


def _lines(changes: Sequence[Change], lang: str) -> Iterator[str]:
    """The strictest duties first; what is no promise at the end, as a count and its places."""
    from chikai.policy.diff import When

    promises = [each for each in changes if each.is_promise]
    if not changes:
        yield text("change.same", lang)
    elif not promises:
        yield text("change.words_only", lang)
    for when in When:
        group = [each for each in promises if each.when is when]
        if group:
            yield from ("", f"■ {text(f'change.when.{when.value}', lang)}")
        for each in group:
            yield from _change_lines(each, lang)
    rest = [each for each in changes if not each.is_promise]
    if rest:
        yield from ("", f"■ {text('change.no_promise', lang)}")
    for each in rest:
        yield f"・{text(f'change.kind.{each.kind}', lang)}  `{each.key}`"


def _change_lines(change: Change, lang: str) -> Iterator[str]:
    yield f"・{message(change.message, lang)}  `{change.key}`"
    if change.heavier and change.how != "order":
        yield (
            f"    {text('change.heavier', lang)}"
            if change.way == "worse"
            else (f"    {text('change.either', lang)}")
        )
    cites = "; ".join(cite.say(lang) for cite in change.cites)
    yield f"    {message(change.duty.message, lang)}{f'  [{cites}]' if cites else ''}"
    if change.judged is not None:
        yield f"    ？ {text(change.judged.key, lang)}"
    if change.otherwise is not None:
        other = change.otherwise
        law = "; ".join(cite.say(lang) for cite in other.cites)
        said = text("change.if_not", lang, duty=other.message)
        yield f"    {said}{f'  [{law}]' if law else ''}"
