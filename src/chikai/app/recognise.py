"""The answer to a mail, drafted from the policy and the law: what a template letter has wrong, how
to ask here, and what is needed for it, which is no more than that (APPI Art. 37(4)).

A draft: a clerk reads it, changes it, and sends it or doesn't.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chikai import words
from chikai.duties.mail.item import Item
from chikai.duties.mail.recognise import claim, services
from chikai.kernel.message import Both, Message, say
from chikai.law import documents
from chikai.law.kinds import APPI, ORDER
from chikai.policy.model import AllOf, Policy
from chikai.policy.phrases import any_of, place_words, said, way
from chikai.policy.phrases import words as named


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    subject: str
    text: str


def draft(item: Item, policy: Policy, *, takes_mail: bool, on: date, lang: str) -> Draft:
    """The answer in a language, by the policy and the law of that day."""
    parts = (*_opening(item, policy), *_claims(item, on), *_ways(policy, takes_mail, on))
    paragraphs = [words.render(each, lang=lang) for each in (*parts, *_closing(policy))]
    subject = words.render(say("mail.reply.subject"), lang=lang)
    return Draft(subject, "\n\n".join(paragraphs))


def _opening(item: Item, policy: Policy) -> tuple[Message, ...]:
    company = Both(policy.about.name.ja, policy.about.name.en)
    return (say("mail.reply.thanks", company=company, day=item.arrived_on),)


def _claims(item: Item, on: date) -> tuple[Message, ...]:
    """One paragraph for each claim that is wrong on the day."""
    found = [c for id in item.claims if (c := claim(id)) is not None and on in c.wrong]
    if not found:
        return ()
    return (
        say("mail.reply.law"),
        *(say(f"mail.claim.{c.id}", right=c.right) for c in found),
    )


def _ways(policy: Policy, takes_mail: bool, on: date) -> tuple[Message, ...]:
    """How to ask, and what to send."""
    intake = policy.requests.intake
    where = "mail.reply.by_mail" if takes_mail else "mail.reply.other_way"
    channels = named("channel", intake.channels) or (say("mail.reply.any_way"),)
    found = [say(where, channels=channels)]
    desk = policy.contact(intake.desk)
    if desk.place is not None:
        found.append(say("mail.reply.place", place=place_words(desk.place)))
    titles = tuple(dict.fromkeys(f.title.ja for f in policy.requests.forms))
    forms = tuple(
        said(next(f.title for f in policy.requests.forms if f.title.ja == t)) for t in titles
    )
    if forms:
        found.append(say("mail.reply.forms", forms=forms, cite=APPI(37, 1)))
    proofs = tuple(way(each) for each in _usable(policy.requests.identity.accept, on))
    if proofs:
        found.append(say("mail.reply.identity", papers=any_of(proofs), cite=ORDER(12)))
    found.append(say("mail.reply.no_more", cite=APPI(37, 4)))
    return tuple(found)


def _usable(accepted: tuple[AllOf, ...], on: date) -> tuple[AllOf, ...]:
    """Alternatives that can still be met with papers that prove something on the day."""
    found = []
    for all_of in accepted:
        left = tuple(
            each.model_copy(update={"of": tuple(p for p in each.of if documents.usable(p, on=on))})
            for each in all_of
        )
        if all(len(each.of) >= each.count for each in left):
            found.append(left)
    return tuple(found)


def _closing(policy: Policy) -> tuple[Message, ...]:
    desk = policy.contact(policy.requests.intake.desk)
    company = Both(policy.about.name.ja, policy.about.name.en)
    if desk.phone:
        return (say("mail.reply.sign_phone", company=company, phone=desk.phone),)
    return (say("mail.reply.sign", company=company),)


def chips(item: Item) -> tuple[Message, ...]:
    """What a mail is, in a few words for a list; none of them its own."""
    found = [say(f"mail.standing.{item.standing}")]
    if item.standing == "set_aside":
        found.append(say(f"mail.unfit.{item.why}"))
    if item.standing == "dismissed" and item.why:
        found.append(say(f"mail.why.{item.why}"))
    found += [say(f"web.kind_short.{kind.value}") for kind in item.guess]
    service = next((s for s in services() if s.id == item.service), None)
    if service is not None:
        found.append(say("mail.service", name=service.name))
    elif len(item.claims) >= 2:
        found.append(say("mail.template"))
    if item.named:
        found.append(say("mail.names_case"))
    if item.files:
        found.append(say("mail.files", count=item.files))
    return tuple(found)
