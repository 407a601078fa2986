"""Others who hold the data of a case: who they are, and the notice to each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from chikai.app import cases, gather
from chikai.app.cases import Actor, once
from chikai.app.found_file import found_recipients, found_tables
from chikai.app.letters.sending import sealed
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect, NotNow
from chikai.duties.requests.letters import compose
from chikai.duties.requests.letters.facts import ToldOther
from chikai.duties.requests.letters.model import LetterKind, Party
from chikai.duties.requests.recipients import Holding, holdings
from chikai.people.model import Address
from chikai.ports import Destroyed, Home, Purpose


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """A notice that went out: to whom, in what standing, by which letter, when."""

    name: str
    holder: ev.Holder
    letter: str
    sealed: str
    on: date


@dataclass(frozen=True, slots=True, repr=False)
class Others:
    """Everybody who may hold the data, and whom we have told."""

    holdings: tuple[Holding, ...]
    told: tuple[Told, ...]


def others(home: Home, case_id: str, *, actor: str) -> Others:
    """The look is logged: the records of provision say who was given the data of this person.
    Raises `Missing`."""
    case = cases.load(home, case_id)
    home.views.log(actor_id=actor, case=case_id, what="recipients", at=home.clock.now())
    try:
        categories = {str(t["category"]) for t in found_tables(home, case)}
        recorded = found_recipients(home, case)
    except Destroyed:
        categories, recorded = set(), ()
    policy = cases.policy_of(home, case)
    found = holdings(case, policy, categories=categories, recorded=recorded)
    return Others(found, tuple(_told(home, case)))


def _told(home: Home, case: Case) -> Iterable[Told]:
    letters = {x.id: x for x in case.letters}
    for each in case.told_others:
        try:
            name = str(cases.unseal(home, each.sealed)["name"])
        except Destroyed:
            name = ""
        out = letters[each.letter]
        yield Told(name, each.holder, out.id, out.sealed, out.on)


@once
def tell(
    home: Home,
    case_id: str,
    holder: ev.Holder,
    name: str,
    address: Address,
    person: str,
    data: str,
    *,
    by: Actor,
    wish: bool = False,
    lang: str = "ja",
    on: date | None = None,
) -> Case | Defect:
    """Write to somebody who holds the data too. `person` is by what they find the person, `data`
    what it is about. Raises `NotNow` before anything was ordered, `UnlawfulStep` for a third
    party of whom the person does not want that they are told (Art. 27(1))."""
    case = cases.load(home, case_id)
    if case.action is None:
        raise NotNow(case, "recipient_told", ())
    day = on or cases.today(home)
    result = gather.decision(home, case).get("result", {})
    facts = gather.facts(
        home,
        (case,),
        letter_id=home.entropy.id("letter"),
        today=day,
        lang=lang,
        told_other=ToldOther(holder.value, case.action.action, person, data),
        done_on=date.fromisoformat(result["done_on"]) if result.get("done_on") else None,
    )
    to = Party(name=name, address=address.text, postal_code=address.postal_code, organisation=True)
    letter = compose(LetterKind.RECIPIENT_NOTICE, replace(facts, to=to))
    sent, posting = sealed(home, case_id, letter, home.press.letter(letter, lang))
    who = cases.seal(home, case_id, Purpose.ANSWER, {"name": name, "address": address.text})
    told = ev.RecipientTold(
        letter=letter.id, holder=holder, wish=wish, sealed=who.sealed, commitment=who.commitment
    )
    commands = (cmd.Tell(letter=sent), cmd.Note(happened=told))
    return cases.act(home, case_id, *commands, by=by, on=day, postings=[posting])
