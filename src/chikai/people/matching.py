"""Whether two papers mean the same person: field by field, and one verdict.

The rule. The name must agree (a current or a former one), and the birth date must be equal where
both papers give it, and the address must agree, or a telephone number, e-mail address or member
number that the other paper holds. What is missing is never taken for agreement.

- `no`: the names differ; or the birth dates differ; or only the name agrees while everything else
  that both papers give differs (a namesake).
- `unknown`: anything else that is not settled. A person whose name and birth date agree and whose
  address differs may have moved, and is asked for proof of the former address; to call it `no`
  would empty the right to ask (APPI Art. 37(4)).
- `yes`: the rule is met.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeVar

from chikai.kernel import text
from chikai.kernel.text import Comparison
from chikai.people.model import Address, Person

Answer = Literal["yes", "no", "unknown"]

MESSAGES: Final = frozenset(
    {
        "match.address_agrees",
        "match.birth_date_agrees",
        "match.birth_date_differs",
        "match.birth_date_not_compared",
        "match.contact_agrees",
        "match.contact_differs",
        "match.contact_open",
        "match.former_name",
        "match.former_address",
        "match.may_have_moved",
        "match.name_agrees",
        "match.name_differs",
        "match.name_open",
        "match.nothing_beside_name",
        "match.only_reading_agrees",
        "match.postal_codes_differ",
        "match.reading_differs",
    }
)
"""Every message id of this module; a comparison may also carry those of `kernel.text`."""

_RANK: Final = {"same": 0, "variant": 1, "unknown": 2, "different": 3}
_CONTACTS: Final = ("address", "phone", "email", "member_number")


@dataclass(frozen=True, slots=True)
class Match:
    """The comparison of each field, the verdict, and the message ids of its reasons."""

    comparisons: tuple[Comparison, ...]
    verdict: Answer
    reasons: tuple[str, ...]

    def of(self, field: str) -> Comparison:
        """The comparison of one field: name, kana, birth_date, address, phone, email or
        member_number. Raises `KeyError` for any other."""
        for each in self.comparisons:
            if each.field == field:
                return each
        raise KeyError(field)


def match(form: Person, other: Person) -> Match:
    """Whether the person on a form is the one on an identity paper or in the company's file.

    `form` is what the person states; `other` is what it is held against. They are not alike: a
    telephone number counts only where `other` holds one.
    """
    comparisons = (
        _names(form, other),
        _best(
            [each.kana for each in form.names if each.kana],
            [each.kana for each in other.names if each.kana],
            text.compare_kana,
            "kana",
        ),
        text.compare_dates(_iso(form), _iso(other), field="birth_date"),
        _addresses(form, other),
        _best(form.phones, other.phones, text.compare_phones, "phone"),
        _best(form.emails, other.emails, text.compare_emails, "email"),
        _best(
            form.member_numbers, other.member_numbers, text.compare_member_numbers, "member_number"
        ),
    )
    verdict, reasons = _judge({each.field: each for each in comparisons}, other)
    return Match(comparisons, verdict, reasons)


def _judge(by: dict[str, Comparison], other: Person) -> tuple[Answer, tuple[str, ...]]:
    name, birth = by["name"], by["birth_date"]
    if name.verdict == "different":
        return "no", ("match.name_differs",)
    if birth.verdict == "different":
        return "no", ("match.birth_date_differs",)
    if not name.agrees:
        reading = by["kana"].agrees
        return "unknown", ("match.only_reading_agrees" if reading else "match.name_open",)
    known = ["match.name_agrees"]
    if by["kana"].verdict == "different":
        known.append("match.reading_differs")
    known.append("match.birth_date_agrees" if birth.agrees else "match.birth_date_not_compared")
    verdict, reasons = _judge_contacts(by, other, birth_agrees=birth.agrees)
    return verdict, (*known, *reasons)


def _judge_contacts(
    by: dict[str, Comparison], other: Person, *, birth_agrees: bool
) -> tuple[Answer, tuple[str, ...]]:
    """The third part of the rule, once name and birth date do not stand against it."""
    if by["address"].agrees:
        return "yes", ("match.address_agrees",)
    if any(by[field].agrees for field in _CONTACTS):
        return "yes", ("match.contact_agrees",)
    held = {
        "address": other.addresses,
        "phone": other.phones,
        "email": other.emails,
        "member_number": other.member_numbers,
    }
    still_open = any(held[field] and by[field].verdict == "unknown" for field in _CONTACTS)
    differs = any(by[field].verdict == "different" for field in _CONTACTS)
    reasons: list[str] = []
    if differs and birth_agrees and by["address"].verdict == "different":
        reasons.append("match.may_have_moved")
    elif differs:
        reasons.append("match.contact_differs")
    if still_open:
        reasons.append("match.contact_open")
    if not reasons:
        reasons.append("match.nothing_beside_name")
    if differs and not still_open and not birth_agrees:
        return "no", tuple(reasons)
    return "unknown", tuple(reasons)


def _iso(person: Person) -> str | None:
    return person.birth_date.isoformat() if person.birth_date else None


def _names(form: Person, other: Person) -> Comparison:
    return _best_noted(
        [each.full for each in form.names],
        [each.full for each in other.names],
        text.compare_names,
        "name",
        "match.former_name",
    )


def _addresses(form: Person, other: Person) -> Comparison:
    return _best_noted(
        form.addresses, other.addresses, _compare_addresses, "address", "match.former_address"
    )


def _compare_addresses(a: Address | None, b: Address | None) -> Comparison:
    """By their texts. Where a prefecture is left out, postal codes of two regions leave it open."""
    found = text.compare_addresses(a.text if a else None, b.text if b else None)
    if a and b and "compare.address_prefecture_missing" in found.explanation:
        one, other = (text.postal_key(each.postal_code or "").key[:2] for each in (a, b))
        if one and other and one != other:
            return Comparison(found.field, "unknown", ("match.postal_codes_differ",))
    return found


_T = TypeVar("_T")
_Compare = Callable[[_T | None, _T | None], Comparison]


def _best(
    ours: Sequence[_T], theirs: Sequence[_T], compare: _Compare[_T], field: str
) -> Comparison:
    """The comparison of the pair that agrees most; the first one where several do."""
    pairs = [(a, b) for a in ours or (None,) for b in theirs or (None,)]
    found = min((compare(a, b) for a, b in pairs), key=lambda each: _RANK[each.verdict])
    return replace(found, field=field)


def _best_noted(
    ours: Sequence[_T], theirs: Sequence[_T], compare: _Compare[_T], field: str, note: str
) -> Comparison:
    """As `_best`; when the current ones do not agree but former ones do, that is noted."""
    best = _best(ours, theirs, compare, field)
    current = _best(ours[:1], theirs[:1], compare, field)
    if best.agrees and not current.agrees:
        return replace(best, explanation=(note, *best.explanation))
    return current if current.agrees else best
