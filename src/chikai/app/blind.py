"""The second check is blind: until it is done, whoever is to do it reads the facts on the papers
and sees them in nothing else that is shown of the case (Art. 23: security control).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from chikai.app import cases, checking
from chikai.app.checking import plain_day, plain_digits, plain_letters
from chikai.duties.requests.case import Case
from chikai.duties.requests.flow import State
from chikai.kernel.message import say
from chikai.people.staff import NotAllowed, Role, may
from chikai.ports import Home

_NAMES: Final = frozenset({"names", "name", "kana"})
_FACTS: Final = frozenset(
    {"addresses", "address", "emails", "email", "birth_date", "member_numbers", "member_number"}
)
_LEFT_OUT: Final = "postal_code"  # beside an address, which says already that it is covered
_SHORTEST: Final = 6


@dataclass(frozen=True, slots=True, repr=False)
class Cover:
    """Puts `instead` wherever something shown would tell a fact: under its key, or as a value that
    says the same, however it is written."""

    instead: str
    keys: frozenset[str]
    values: frozenset[str]

    def over(self, shown: Any) -> Any:
        """The same with what must not be seen covered."""
        match shown:
            case str():
                return self.instead if self._tells(shown) else shown
            case Mapping():
                return {
                    k: self._whole(k, v) if k in self.keys else self.over(v)
                    for k, v in shown.items()
                }
            case list() | tuple():
                return [self.over(each) for each in shown]
        return shown

    def _whole(self, key: str, shown: Any) -> Any:
        if key == _LEFT_OUT:
            return None
        match shown:
            case str():
                return self.instead if shown else shown
            case Mapping():
                return {k: self._whole(k, v) for k, v in shown.items()}
            case list() | tuple():
                return [self._whole(key, each) for each in shown]
        return shown

    def _tells(self, text: str) -> bool:
        letters, digits = plain_letters(text), plain_digits(text)
        if letters in self.values or plain_day(text) in self.values:
            return True
        if digits in self.values and (len(digits) >= _SHORTEST or digits != text.strip()):
            return True
        return any(each in letters for each in self.values if len(each) >= _SHORTEST)


def cover(
    home: Home, case: Case, *, actor: str, roles: Collection[Role], instead: str
) -> Cover | None:
    """What is covered for this person; None for whoever is not about to check. Raises
    `Destroyed`."""
    if not _about_to_check(case, actor, roles):
        return None
    asked = checking.facts(home, case.id)
    named = any(name.endswith("_name") for name in asked)
    file = cases.unseal(home, case.sealed)
    keys = _FACTS | {_LEFT_OUT} | (_NAMES if named else frozenset())
    return Cover(instead, keys, frozenset(_plain(file, named=named)) - {""})


def demand_checked(case: Case, *, actor: str, roles: Collection[Role]) -> None:
    """Raises `NotAllowed` for whoever is about to check: a letter has the facts on it."""
    if _about_to_check(case, actor, roles):
        raise NotAllowed(say("check.after"))


def _about_to_check(case: Case, actor: str, roles: Collection[Role]) -> bool:
    pending = case.unchecked and case.state is State.ANSWERING
    return pending and may(roles, "second_check") and actor != case.decided_by


def _plain(file: Mapping[str, Any], *, named: bool) -> Iterator[str]:
    """Every fact as it is compared."""
    for who in (file["person"], file.get("representative") or {}):
        for address in who.get("addresses", ()):
            yield from _place(address["text"], address.get("postal_code"))
        yield from map(plain_letters, who.get("emails", ()))
        yield from map(plain_letters, who.get("member_numbers", ()))
        if born := who.get("birth_date"):
            yield from (plain_day(born), plain_letters(born))
        for name in who.get("names", ()) if named else ():
            yield from _named(name["full"])
            yield from _named(name.get("kana") or "")
    reply = file["reply_to"]
    yield from _place(reply["address"], reply.get("postal_code"))
    yield plain_letters(reply.get("email") or "")
    if named:
        yield from _named(reply["name"])


def _named(full: str) -> Iterator[str]:
    """A name whole, and its parts, which a database keeps apart."""
    yield from map(plain_letters, (full, *full.split()))


def _place(address: str, postal_code: str | None) -> Iterator[str]:
    yield from (plain_letters(address), plain_digits(postal_code or ""))
    numbers = plain_digits(address)
    if len(numbers) > 2:
        yield numbers
