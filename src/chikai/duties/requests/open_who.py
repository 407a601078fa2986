"""Who asks, and with what power: what is open about identity and representation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.duties.requests import evidence
from chikai.duties.requests.case import Case
from chikai.duties.requests.open_item import OpenItem, asked, yes
from chikai.kernel.message import Message, say
from chikai.law.documents import usable
from chikai.law.kinds import APPI, Asker, Paper, Whose
from chikai.law.representatives import Representative, representative
from chikai.policy.model import Policy


def identity(case: Case, policy: Policy, on: date) -> Iterator[OpenItem]:
    lightest = not policy.requests.identity.accept
    for need in evidence.identity_needed(case, policy, on=on):
        name = need.whose.value
        confirmed = f"identity_confirmed_{name}"
        papers = tuple(p for p in case.papers if _counts(case, p.type))
        if yes(case, confirmed) or evidence.met(need, papers, on=on, any_owner=False):
            continue
        unapproved = any(p.type is Paper.APPROVED_OTHER_PROOF for p in case.papers)
        if unapproved and not asked(case, "other_proof_approved"):
            yield OpenItem(
                "other_proof_approved",
                "desk",
                say("open.other_proof_approved"),
                need.clauses,
                (APPI(37, 4),),
                judgment=True,
            )
            continue
        key = "identity_light" if lightest else "identity"
        who = _called(case, name, on)
        message = say(f"open.{key}_{who}")
        if key == "identity" and need.whose is Whose.REPRESENTATIVE:
            message = say("open.identity_representative", asker=say(f"asker.{case.asker.value}"))
        dead = [p for p in case.papers if p.whose is need.whose and not usable(p.type, on=on)]
        if dead:
            unusable = tuple(dict.fromkeys(say(f"paper.{p.type.value}") for p in dead))
            message = say(f"open.identity_dead_{who}", papers=unusable)
        yield OpenItem(
            f"{key}_{name}",
            "requester",
            message,
            need.clauses,
            need.cites if not lightest else (APPI(37, 4),),
            evidence.in_words(need),
        )


def _called(case: Case, name: str, on: date) -> str:
    """A parent is told that the paper is the child's: "the person concerned" leaves it open."""
    child = (
        representative(case.asker, on=on).of_a_minor if case.asker is not Asker.PERSON else False
    )
    return "child" if child and name == Whose.PERSON.value else name


def _counts(case: Case, paper: Paper) -> bool:
    return paper is not Paper.APPROVED_OTHER_PROOF or yes(case, "other_proof_approved")


def authority(case: Case, policy: Policy, on: date) -> Iterator[OpenItem]:
    need = evidence.authority_needed(case, policy, on=on)
    if need is None:
        return
    power = representative(case.asker, on=on)
    if power.of_a_minor:
        minor = case.minor if not asked(case, "person_is_minor") else yes(case, "person_is_minor")
        if minor is None:
            yield OpenItem("person_is_minor", "desk", say("open.person_is_minor"), cites=need.cites)
        elif not minor:
            yield OpenItem(
                "person_is_adult", "requester", say("open.person_is_adult"), cites=need.cites
            )
            return
    if not evidence.met(need, case.papers, on=on, any_owner=True):
        yield OpenItem(
            "authority",
            "requester",
            say(
                "open.authority_covering" if power.needs_granted_power else "open.authority",
                asker=say(f"asker.{case.asker.value}"),
            ),
            need.clauses,
            need.cites,
            (*evidence.in_words(need), *_other_ways(power)),
        )
        return
    if power.needs_granted_power:
        if not asked(case, "power_covers_request"):
            yield OpenItem(
                "power_covers_request", "desk", say("open.power_covers_request"), cites=need.cites
            )
        elif not yes(case, "power_covers_request"):
            yield OpenItem(
                "power_missing",
                "requester",
                say("open.power_missing"),
                need.clauses,
                need.cites,
                (*evidence.in_words(need), *_other_ways(power)),
            )
    if power.joint and asked(case, "joint_parental_authority"):
        if not yes(case, "joint_parental_authority"):
            yield OpenItem(
                "joint_consent", "requester", say("open.joint_consent"), cites=need.cites
            )
    elif power.joint:
        yield OpenItem(
            "joint_parental_authority",
            "desk",
            say("open.joint_parental_authority"),
            cites=need.cites,
            judgment=True,
        )


def _other_ways(power: Representative) -> tuple[Message, ...]:
    """Where the power is not statutory, the person may always ask in person."""
    return (say("open.by_the_person"),) if power.needs_granted_power else ()
