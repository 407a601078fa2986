"""The facts of the request procedure (Arts. 32-40): papers, fee, answer, periods, desks.

Importing this module adds them to `facts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chikai.kernel.message import say
from chikai.law import documents
from chikai.policy.model import (
    AccreditedOrganisation,
    AllOf,
    Answer,
    Authority,
    Blackout,
    Complaints,
    Fee,
    Form,
    Identity,
    Intake,
    OtherWindow,
    PaperRetention,
    ProxyForm,
)
from chikai.policy.phrases import means_words, period, place_words, way
from chikai.policy.publish.document import Fact
from chikai.policy.publish.facts import facts
from chikai.policy.publish.voice import Voice


def ways(voice: Voice, *accepted: Iterable[AllOf]) -> tuple[str, ...]:
    """Every alternative in words, without papers that prove nothing on the day any more."""
    alive = (_alive(all_of, voice) for each in accepted for all_of in each)
    return tuple(voice.render(way(each)) for each in alive if each)


def _alive(all_of: AllOf, voice: Voice) -> AllOf:
    """The alternative with its usable papers; empty when too few are left."""
    left: list[tuple[int, int]] = []
    parts = []
    for evidence in all_of:
        of = tuple(p for p in evidence.of if documents.usable(p, on=voice.on))
        left.append((evidence.count, len(of)))
        parts.append(evidence.model_copy(update={"of": of}))
    return tuple(parts) if all(wanted <= found for wanted, found in left) else ()


@facts.register
def _(clause: Intake, voice: Voice) -> Iterator[Fact]:
    channels = voice.names("channel", clause.channels)
    yield from voice.fact("channels", *(channels or (voice.tell("any_channel"),)))
    yield from voice.contact(voice.policy.contact(clause.desk))


@facts.register
def _(clause: Form, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("title", voice.text(clause.title))
    yield from voice.fact("kinds", *voice.names("kind", clause.kinds))
    yield from voice.fact("obtain_by", *voice.names("channel", clause.obtain_by))
    if clause.registered_seal:
        askers = voice.names("asker", clause.seal_askers) or (voice.tell("everyone"),)
        yield from voice.fact("registered_seal", *askers)


@facts.register
def _(clause: ProxyForm, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("title", voice.text(clause.title))
    yield from voice.fact("obtain_by", *voice.names("channel", clause.obtain_by))


@facts.register
def _(clause: Identity, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("accepted", *ways(voice, clause.accept, clause.also_accept))
    yield from voice.fact("represented", *ways(voice, clause.when_represented or ()))


@facts.register
def _(clause: Authority, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("askers", *voice.names("asker", clause.askers))
    yield from voice.fact("accepted", *ways(voice, clause.accept, clause.also_accept))
    if clause.representative_identity:
        yield from voice.fact("also_needed", voice.tell("representative_identity"))


@facts.register
def _(clause: Blackout, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("papers", *voice.names("paper", clause.papers))


@facts.register
def _(clause: Fee, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("kinds", *voice.names("kind", clause.kinds))
    amount = voice.render(say("common.yen", amount=clause.amount))
    yield from voice.fact("amount", voice.tell(f"unit.{clause.unit}", amount=amount))
    means = (voice.render(each) for each in means_words(clause.means, clause))
    yield from voice.fact("means", *means)
    if clause.period_days:
        yield from voice.fact("pay_within", voice.tell("days.letter", n=clause.period_days))
    yield from voice.fact("unpaid", voice.tell(f"unpaid.{clause.unpaid}"))
    back = clause.refunds.model_dump()
    cases = [name for name in back if back[name] == "return"]
    yield from voice.fact("refunds", *(voice.tell(f"refund.{name}") for name in cases))


@facts.register
def _(clause: Answer, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("delivery", *_deliveries(clause, voice))
    yield from voice.fact("answered_to", voice.tell(f"to.{clause.to}"))
    if clause.reasons != "silent":
        yield from voice.fact("reasons", voice.tell(f"reasons.{clause.reasons}"))


def _deliveries(clause: Answer, voice: Voice) -> Iterator[str]:
    paid, free = (
        voice.render(say(f"frame.delivery.{each}"))
        for each in (clause.delivery_paid, clause.delivery_free)
    )
    if paid == free or voice.policy.requests.fee is None:
        yield free
    else:
        yield voice.tell("delivery.paid", delivery=paid)
        yield voice.tell("delivery.free", delivery=free)


@facts.register
def _(clause: PaperRetention, voice: Voice) -> Iterator[Fact]:
    kept = voice.render(period(clause.years, clause.months))
    other = voice.render(period(*divmod(clause.other_exits_months, 12)))
    yield from voice.fact("kept", voice.tell("from_answer", period=kept))
    yield from voice.fact("kept_other", voice.tell("from_end", period=other))


@facts.register
def _(clause: OtherWindow, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("window", voice.text(clause.window))
    yield from voice.fact("kinds", *voice.names("kind", clause.kinds))


@facts.register
def _(clause: Complaints, voice: Voice) -> Iterator[Fact]:
    if clause.first_to_company:
        yield from voice.fact("first_to_company", voice.text(clause.first_to_company))
    yield from voice.contact(voice.policy.contact(clause.desk))


@facts.register
def _(clause: AccreditedOrganisation, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("organisation", voice.text(clause.name))
    yield from voice.fact("place", voice.render(place_words(clause.place)))
    yield from voice.fact("phone", *clause.phones)
