"""The second look: two facts of the case entered again by somebody who did not decide, and the
approval. What was entered is compared and forgotten; neither value reaches the journal.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from chikai.app import cases
from chikai.app.cases import Actor, once
from chikai.app.search import manner_of
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests import second_looks
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.kernel.dates import BadDate, parse_date
from chikai.kernel.message import Message, say
from chikai.law.kinds import Manner
from chikai.ports import BadData, Home


@dataclass(frozen=True, slots=True, repr=False)
class _Fact:
    """What is to be entered again: how it stands in the case, and how two of it are compared."""

    value: str
    plain: Callable[[str], str]


def facts(home: Home, case_id: str) -> tuple[str, ...]:
    """The names of the two facts to enter again: one that says where the answer goes, one that
    says whose it is. Which two, goes by the case. Raises `Destroyed`."""
    return tuple(_asked(home, cases.load(home, case_id)))


def as_on_paper(home: Home, case_id: str) -> dict[str, str]:
    """What a checker who reads the papers would enter: for the demo and for drills, never shown."""
    return {name: fact.value for name, fact in _asked(home, cases.load(home, case_id)).items()}


@once
def second_check(
    home: Home, case_id: str, entered: Mapping[str, str], *, by: Actor, on: date | None = None
) -> Case | Defect:
    """Compare what was entered. A fact that differs is recorded by its name and stops the answer.
    Raises `BadData` where one is not entered, and `UnlawfulStep` for who decided."""
    asked = _asked(home, cases.load(home, case_id))
    if missing := [name for name in asked if not entered.get(name, "").strip()]:
        raise BadData("check.enter_both", field=missing[0])
    agree = tuple(n for n, f in asked.items() if f.plain(entered[n]) == f.plain(f.value))
    differ = tuple(n for n in asked if n not in agree)
    command = cmd.SecondLook(agree=agree, differ=differ)
    return cases.act(home, case_id, command, by=by, on=on)


def stopped(home: Home, case: Case, *, by: Actor) -> Message | None:
    """Why the look just taken stopped the answer, and how often the same person may look again;
    None where it passed."""
    last = home.journal.read(case.id)[-1]
    happened = ev.parse(last.type, last.data)
    if not isinstance(happened, ev.SecondCheckFailed):
        return None
    differ = tuple(say(f"check.fact.{name}") for name in happened.facts)
    if left := second_looks.left(case, by.id):
        return say("check.differs", facts=differ, left=left)
    return say("check.differs_last", facts=differ)


@once
def approve(home: Home, case_id: str, *, by: Actor, on: date | None = None) -> Case | Defect:
    return cases.act(home, case_id, cmd.Approve(), by=by, on=on)


def _asked(home: Home, case: Case) -> dict[str, _Fact]:
    file = cases.unseal(home, case.sealed)
    by_wire = manner_of(case, cases.policy_of(home, case)) is Manner.ELECTRONIC
    where, whose = _where(file["reply_to"], by_wire=by_wire), _whose(file["person"])
    seed = f"{case.basis.arrived_on} {case.kind}"
    return {**_one(where, seed), **_one(whose, seed)}


def _where(reply: Mapping[str, Any], *, by_wire: bool) -> dict[str, _Fact]:
    if by_wire and reply.get("email"):
        return {"reply_email": _Fact(reply["email"], plain_letters)}
    found = {}
    if reply.get("postal_code"):
        found["reply_postal_code"] = _Fact(reply["postal_code"], plain_digits)
    if plain_digits(reply["address"]):
        found["reply_address_numbers"] = _Fact(reply["address"], plain_digits)
    return found or {"reply_name": _Fact(reply["name"], plain_letters)}


def _whose(person: Mapping[str, Any]) -> dict[str, _Fact]:
    found = {}
    if person.get("birth_date"):
        found["birth_date"] = _Fact(person["birth_date"], plain_day)
    for number in person.get("member_numbers", ())[:1]:
        found["member_number"] = _Fact(number, plain_letters)
    return found or {"person_name": _Fact(person["names"][0]["full"], plain_letters)}


def _one(of: dict[str, _Fact], seed: str) -> dict[str, _Fact]:
    names = sorted(of)
    name = names[hashlib.sha256(seed.encode()).digest()[0] % len(names)]
    return {name: of[name]}


_KANJI: Final = str.maketrans("〇一二三四五六七八九", "0123456789")


def plain_letters(text: str) -> str:
    """A text as it is compared: width, case, spaces and dashes aside."""
    return re.sub(r"[\s\-‐‑–—−ー・]", "", unicodedata.normalize("NFKC", text)).casefold()


def plain_digits(text: str) -> str:
    """Its numbers alone, those in kanji too."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text).translate(_KANJI))


def plain_day(text: str) -> str:
    """The day as ISO has it, however it is written; empty where it is none."""
    try:
        return parse_date(text).isoformat()
    except BadDate:
        return ""
