"""The policy studio: judging a change, making ready to publish, and publishing a version.

A version that anybody could have read is never written over: another day makes another version.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from chikai import words
from chikai.app import cases, publishing
from chikai.app.cases import Actor
from chikai.app.publishing import Published
from chikai.kernel.event import Data, Draft
from chikai.kernel.message import Message, say
from chikai.kernel.truth import NO, YES, Truth
from chikai.policy.change.plan import Plan, plan
from chikai.policy.diff import Change, diff
from chikai.policy.model import Policy
from chikai.policy.review import Note, Review, new_errors
from chikai.ports import BadData, Destroyed, Home, Purpose

STREAM: Final = "policy-change"
"""The stream of the journal that says who judged what of a change; it is no case."""


# --- judgments ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judgment:
    """What a named person judged of one change, and why. `reason` is None once its key is gone."""

    change: str
    answer: bool
    by: str
    at: datetime
    reason: str | None


def change_id(before: Policy, change: Change) -> str:
    """One change of one version: another value is another change, and judged anew."""
    said = words.render(change.message, lang="ja")
    whole = f"{before.company}|{before.version}|{change.key}|{said}"
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def judge(
    home: Home,
    before: Policy,
    given: Mapping[str, tuple[bool, str]],
    *,
    changes: Sequence[Change],
    by: Actor,
) -> None:
    """Record judgments by `Change.key`: the answer in the journal, its reason sealed.

    Raises `BadData` for a judgment without a reason, or of what is not to be judged.
    """
    if home.journal.command(by.command):
        return
    asked = {each.key: each for each in changes if each.judged is not None}
    if not given or not given.keys() <= asked.keys():
        raise BadData("studio.nothing_judged", field="judgment")
    if not all(reason.strip() for _, reason in given.values()):
        raise BadData("studio.no_reason", field="reason")
    today = cases.today(home)
    events = []
    for key, (answer, reason) in given.items():
        sealing = cases.seal(home, STREAM, Purpose.RECORD, {"change": key, "reason": reason})
        data: Data = {
            "before": before.version,
            "change": change_id(before, asked[key]),
            "kind": asked[key].kind,
            "answer": answer,
            "sealed": sealing.sealed,
            "commitment": sealing.commitment,
        }
        events.append(Draft("change_judged", today, data))
    cases.note(home, STREAM, *events, by=by, policy=before.version)


def judgments(home: Home) -> Mapping[str, Judgment]:
    """The last judgment of every change that was judged, by `change_id`."""
    found: dict[str, Judgment] = {}
    for event in home.journal.read(STREAM):
        if event.type == "change_judged":
            change = str(event.data["change"])
            reason = _reason(home, str(event.data["sealed"]))
            answer = event.data["answer"] is True
            found[change] = Judgment(change, answer, event.actor_id, event.recorded_at, reason)
    return found


def _reason(home: Home, sealed: str) -> str | None:
    try:
        return str(cases.unseal(home, sealed)["reason"])
    except Destroyed:
        return None


def truths(
    before: Policy, changes: Iterable[Change], given: Mapping[str, Judgment]
) -> Mapping[str, Truth]:
    """The judgments of these changes by `Change.key`, as the plan reads them."""
    known = ((each.key, given.get(change_id(before, each))) for each in changes)
    return {key: YES if found.answer else NO for key, found in known if found}


# --- making ready ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What stands between a draft and its publication. `plan` is None for a first version.

    `brought` are the errors of law that the draft brings anew: they stop it. `standing` are those
    the version before it has as well: publishing makes them no worse, and somebody says that they
    know. `obstacles` are what else stops it.
    """

    review: Review
    before: Policy | None
    plan: Plan | None
    brought: tuple[Note, ...]
    standing: tuple[Note, ...]
    obstacles: tuple[Message, ...]

    @property
    def may_go(self) -> bool:
        return not self.brought and not self.obstacles


def preceding(policies: Iterable[Policy], day: date) -> Policy | None:
    """The version in force just before a day."""
    earlier = [each for each in policies if each.effective_from < day]
    return max(earlier, key=lambda each: each.effective_from, default=None)


def make_ready(
    draft: Review,
    policies: Sequence[Policy],
    *,
    company: str,
    texts: Mapping[str, Review],
    judged: Mapping[str, Judgment],
    on: date,
) -> Ready:
    """Look at a draft as it would be published on a day. `texts`: the versions' own reviews."""
    policy = draft.policy
    if policy is None:
        return _unready(draft, say("studio.cannot_be_read"))
    if policy.company != company:
        return _unready(draft, say("change.not_one_company"))
    obstacles: list[Message] = []
    if any(each.version == policy.version for each in policies):
        obstacles.append(say("studio.day_taken", on=policy.effective_from))
    if policy.effective_from < on:
        obstacles.append(say("studio.day_past", on=policy.effective_from))
    before, made = preceding(policies, policy.effective_from), None
    if before is not None:
        made = plan(
            before,
            policy,
            publish=on,
            judgments=truths(before, diff(before, policy), judged),
        )
        if made.too_early and policy.effective_from >= on:
            early = say("change.too_early", wanted=made.wanted, effective=made.effective)
            obstacles.append(early)
        obstacles += [say("studio.to_judge", change=each.message) for each in made.open]
        obstacles += [say("change.refused", change=each.message) for each in made.refused]
        if not made.changes:
            obstacles.append(say("change.same"))
    brought = new_errors(texts.get(before.version) if before else None, draft)
    standing = tuple(each for each in draft.errors if each not in brought)
    if not draft.loads and not brought:
        obstacles.append(say("studio.cannot_be_read"))
    return Ready(
        review=draft,
        before=before,
        plan=made,
        brought=brought,
        standing=standing,
        obstacles=tuple(obstacles),
    )


def _unready(draft: Review, why: Message) -> Ready:
    return Ready(
        review=draft, before=None, plan=None, brought=draft.errors, standing=(), obstacles=(why,)
    )


# --- publishing -----------------------------------------------------------------------------------


def publish(home: Home, ready: Ready, *, folder: Path, aware: bool, by: Actor) -> Published:
    """Put the draft among the company's versions and show it: its pages as files, their hash in
    the journal with the moment. It takes effect on its own day.

    `folder` is the company's; `aware`: the officer knows of the errors that stand already. Raises
    `BadData` when something stops it, `Unavailable`, `OSError`.
    """
    policy = ready.review.policy
    if home.journal.command(by.command):
        return publishing.history(home)[-1]
    if policy is None or not ready.may_go:
        raise BadData("studio.stopped", field="publish")
    if ready.standing and not aware:
        raise BadData("studio.not_aware", field="aware")
    path = folder / "policies" / f"{policy.version}.yaml"
    _put(path, ready.review.text)
    versions = (*home.policies, policy)
    out = folder / "published" / policy.version
    try:
        with_it = replace(home, policies=versions)
        return publishing.publish(with_it, out, by=by, on=policy.effective_from)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def announced(folder: Path, version: str) -> bool:
    """Whether a version has been published from here: everybody may read it before its day."""
    return (folder / "published" / version / publishing.MANIFEST).is_file()


def _put(path: Path, text: str) -> None:
    """Whole, or not at all; never over a file that is there. Raises `BadData`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(text.encode())
    try:
        os.link(part, path)
    except FileExistsError:
        raise BadData("studio.file_there", field="publish") from None
    finally:
        part.unlink(missing_ok=True)
