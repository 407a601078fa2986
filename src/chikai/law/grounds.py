"""The grounds on which a kind of request may be refused, read off the rules themselves.

Every exemption of the rule that forbids the refusal is one ground. Nothing else is: a reason the
law does not know ("it would affect our operation") has no place to be chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from chikai.kernel.citation import Citation
from chikai.kernel.decision import Decision, decide
from chikai.kernel.message import Message, say
from chikai.kernel.rule import Rule, rules
from chikai.kernel.truth import NO, YES, Judged, Truth
from chikai.law import all as _the_whole_law  # noqa: F401  (registers the rules)
from chikai.law.acts import REFUSAL
from chikai.law.appi.art35_cessation import RefuseCessation
from chikai.law.facts import NOT_RAISED, blank, facts_of, hints, open_field
from chikai.law.kinds import RequestKind

AS_NONE_HELD = frozenset({"not_retained", "not_held", "harms_if_existence_known"})
"""Grounds answered in the words of "none held", for naming them, or the Order, would tell what
must not be told (Order Arts. 5, 11)."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground a clerk may choose. `id` is also the name of the rule and of its sentence.

    `field` is the fact to establish and `holds_when` its value when the ground holds; `also` are
    further facts the ground needs. `judged`: the fact is an open word, so a named person must
    judge it with reasons.
    """

    id: str
    kind: RequestKind
    cites: tuple[Citation, ...]
    judged: bool
    field: str
    holds_when: bool = True
    also: tuple[str, ...] = ()

    @property
    def message(self) -> Message:
        return say(f"law.{self.id}")


class NoSuchGround(ValueError):
    """The law does not offer this ground for this kind of request."""

    def __init__(self, kind: RequestKind, ground: str, cites: tuple[Citation, ...]) -> None:
        offered = ", ".join(c.en for c in cites) or "none"
        super().__init__(f"`{kind}` cannot be refused on `{ground}`; the law offers: {offered}")
        self.kind, self.ground, self.cites = kind, ground, cites

    @property
    def message(self) -> Message:
        if not self.cites:
            return say("law.no_ground_at_all", kind=say(f"kind.{self.kind.value}"))
        return say("law.no_such_ground", kind=say(f"kind.{self.kind.value}"), offered=self.cites)


class NotJudged(ValueError):
    """The ground is an open word: a person's judgment is needed, with name, date and reasons."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(f"`{ground.id}` must be judged by a named person, with reasons")
        self.ground = ground


def grounds(kind: RequestKind, *, on: date) -> tuple[Ground, ...]:
    """What may be chosen to refuse that kind on that day, in the order of the statute."""
    act = REFUSAL.get(kind)
    if act is None:
        return ()
    return tuple(
        _ground(kind, duty, exemption)
        for duty in rules(on=on, act=act, verb="forbids")
        if duty(_open(kind)).is_yes
        for exemption in duty.unless
        if on in exemption.in_force
    )


def ground(kind: RequestKind, ground_id: str, *, on: date) -> Ground:
    """One ground by its id. Raises `NoSuchGround`, which carries the citations that do exist."""
    offered = grounds(kind, on=on)
    for each in offered:
        if each.id == ground_id:
            return each
    cites = dict.fromkeys(each.cites[-1] for each in offered)
    raise NoSuchGround(kind, ground_id, tuple(cites))


def refusal(
    kind: RequestKind,
    ground_id: str,
    judgment: Truth,
    *,
    on: date,
    also: Mapping[str, Truth] | None = None,
) -> Decision:
    """May this kind of request be refused on this ground, and on this ground alone?

    `judgment` says whether the ground holds. `also` gives the further facts a ground needs; left
    out, they stay open and the decision asks for them. Every other ground counts as not raised.
    Raises `NoSuchGround`, and `NotJudged` when an open word comes without its judge.
    """
    chosen = ground(kind, ground_id, on=on)
    if chosen.judged and judgment.value is not None and not getattr(judgment, "by", None):
        raise NotJudged(chosen)
    facts = {each.field: _silent(each) for each in grounds(kind, on=on)}
    facts[chosen.field] = judgment if chosen.holds_when else _reversed(judgment)
    for name in chosen.also:
        facts[name] = (also or {}).get(name, open_field(REFUSAL[kind], name))
    return decide(_open(kind, **facts), on=on)


def _open(kind: RequestKind, **known: Truth) -> Any:
    act = REFUSAL[kind]
    if act is RefuseCessation:
        return blank(RefuseCessation, **known, asked_under=kind)
    return blank(act, **known)


def _ground(kind: RequestKind, duty: Rule, exemption: Rule) -> Ground:
    """Read off which facts the exemption tests, and with which values it holds."""
    act = REFUSAL[kind]
    asked = {q.key for q in exemption(_open(kind)).questions}
    tested = [f.name for f in facts_of(act) if f.name in asked]
    tested.sort(key=lambda name: hints(act)[name] is not Judged)
    first, *others = tested
    values = next(
        values
        for values in product((YES, NO), repeat=len(tested))
        if exemption(_open(kind, **dict(zip(tested, values, strict=True)))).is_yes
    )
    return Ground(
        id=exemption.name,
        kind=kind,
        cites=_cites(duty.cites, exemption.cites),
        judged=hints(act)[first] is Judged,
        field=first,
        holds_when=values[0].is_yes,
        also=tuple(others),
    )


def _cites(duty: Citation, exemption: Citation) -> tuple[Citation, ...]:
    """An exemption that stands elsewhere, or in an earlier paragraph, applies by reference: cite
    both. One that the article states alike for several paragraphs is cited by the duty's."""
    if exemption.law != duty.law or exemption.article != duty.article:
        return (duty, exemption)
    if exemption.paragraph is None:
        return (duty,)
    by_reference = exemption.paragraph < (duty.paragraph or 0)
    return (duty, exemption) if by_reference else (exemption,)


def _silent(each: Ground) -> Truth:
    """The value of a ground's fact when nobody raises the ground."""
    return NOT_RAISED if each.holds_when else Judged(True)


def _reversed(judgment: Truth) -> Truth:
    """A judgment of the opposite, with the same judge."""
    turned = ~judgment
    if not isinstance(judgment, Judged):
        return turned
    return Judged(
        turned.value, turned.yes_if, turned.no_if, judgment.by, judgment.on, judgment.reasons
    )
