"""Changes and plans as the command line shows them: lines for people, one object for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from chikai.cli.shown import both, message, text
from chikai.kernel.message import say

if TYPE_CHECKING:
    from chikai.policy.change.plan import Plan, Step
    from chikai.policy.diff import Change


def change_of(change: Change) -> dict[str, Any]:
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


def changes_lines(changes: Sequence[Change], lang: str) -> Iterator[str]:
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


# --- the plan -----------------------------------------------------------------------------------


def plan_of(made: Plan) -> dict[str, Any]:
    """A plan for programs."""
    windows = {"posting": made.posting, "objection": made.objection}
    return {
        "company": made.company,
        "before": made.before,
        "after": made.after,
        "published": made.published.isoformat(),
        "wanted": made.wanted.isoformat(),
        "effective": made.effective.isoformat(),
        "too_early": made.too_early,
        **{
            name: {"from": w.start.isoformat(), "until": w.until.isoformat()} if w else None
            for name, w in windows.items()
        },
        "steps": [_step_of(each) for each in made.steps],
        "changes": [
            {**change_of(each), "settled": made.duties[each.key].id}
            for each in made.changes
            if each.is_promise
        ],
        "open": [each.key for each in made.open],
        "refused": [each.key for each in made.refused],
        "held_back": [each.key for each in made.held_back],
    }


def _step_of(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "what": both(step.message),
        "on": step.on.isoformat() if step.on else None,
        "until": step.until.isoformat() if step.until else None,
        "role": step.role.value,
        "who": step.who,
        "changes": list(step.changes),
        "because": [cite.en for cite in step.cites],
    }


def plan_lines(made: Plan, lang: str) -> Iterator[str]:
    from chikai.kernel.dates import format_date

    yield text("change.plan.head", lang, published=made.published, effective=made.effective)
    if not any(each.is_promise for each in made.changes):
        yield text("change.words_only" if made.changes else "change.same", lang)
    said = {each.key: message(each.message, lang) for each in made.changes}
    for step in made.steps:
        when = text("change.plan.one_by_one", lang)
        if step.on is not None:
            when = format_date(step.on, "ja" if lang == "ja" else "en")
        if step.on is not None and step.until is not None:
            when = text("change.plan.period", lang, start=step.on, until=step.until)
        role = text(f"change.role.{step.role.value}", lang)
        who = step.who or text("change.plan.nobody", lang)
        law = "; ".join(cite.say(lang) for cite in step.cites)
        yield ""
        yield f"{when}  {role}（{who}）" if lang == "ja" else f"{when}  {role} ({who})"
        yield f"  {message(step.message, lang)}{f'  [{law}]' if law else ''}"
        for key in step.changes:
            yield f"    ・{said[key]}"
