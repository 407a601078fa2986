"""Whom a change reaches: which version counts on a day, and which data it may be applied to.

No purpose changes backwards. Data acquired before a change keep the promises and purposes under
which they were acquired, until the duty of the change is fulfilled for them (Arts. 17(2), 18).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chikai.kernel.truth import NO, YES, Truth, to_judge
from chikai.policy.change.duties import PURPOSE_BEYOND, Duty, When
from chikai.policy.diff import Change, diff
from chikai.policy.load import in_force
from chikai.policy.model import Policy


def applies(
    change: Change,
    *,
    on: date,
    effective: date,
    acquired_on: date,
    told: Truth = NO,
    consented: Truth = NO,
    judgment: Truth | None = None,
) -> Truth:
    """May the changed policy be applied on that day to data acquired on that earlier day?

    `told`: the change was notified, published or made readily accessible as its duty says;
    `consented`: this person consented to it beforehand; `judgment` settles the duty's open word.
    Unknown while nobody has judged; then nothing is done.
    """
    if on < effective:
        return NO
    if change.duty.id == "silence_is_no_consent":
        return NO
    if not change.duty.holds_back:
        return YES
    new = acquired_on >= effective
    duty = change.duty
    if duty.judged is None or duty.otherwise is None:
        return _fulfilled(duty, told, consented, new=new)
    question = judgment if judgment is not None else to_judge(duty.judged.key)
    held = _fulfilled(duty, told, consented, new=new)
    other = _fulfilled(duty.otherwise, told, consented, new=new)
    enough = consented.plain if duty.otherwise.when is When.WITH_CONSENT else NO
    return (question & held) | (~question & other) | (held & other) | enough


def _fulfilled(duty: Duty, told: Truth, consented: Truth, *, new: bool) -> Truth:
    if duty.when is When.NEVER:
        return NO
    if duty is PURPOSE_BEYOND and new:
        return told.plain  # a purpose told before acquisition is simply the purpose of these data
    return consented.plain if duty.when is When.WITH_CONSENT else told.plain


@dataclass(frozen=True, slots=True)
class AsOf:
    """The versions of a policy as they stood on a day. `until` is the version's last day, known
    when a later one is there; `changes` are what it changed against the one before."""

    day: date
    policy: Policy
    until: date | None
    previous: Policy | None
    following: Policy | None
    changes: tuple[Change, ...]


def as_of(policies: Sequence[Policy], day: date) -> AsOf:
    """Which version counted on a day: for requests that arrived and data acquired that day.

    Raises `NoPolicyInForce`.
    """
    policy = in_force(policies, day)
    ordered = sorted(policies, key=lambda each: each.effective_from)
    at = ordered.index(policy)
    previous = ordered[at - 1] if at else None
    following = ordered[at + 1] if at + 1 < len(ordered) else None
    return AsOf(
        day,
        policy,
        following.effective_from - timedelta(days=1) if following else None,
        previous,
        following,
        diff(previous, policy) if previous else (),
    )
