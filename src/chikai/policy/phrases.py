"""Parts of a policy as messages: places, papers, periods, names of kinds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from chikai.kernel.message import Message, say
from chikai.law import documents
from chikai.law.kinds import Means, Paper
from chikai.policy.model import AllOf, Evidence, Fee, Place, Say


def said(text: Say) -> Message:
    """A text of the policy, in whichever language it is read."""
    return say("common.said", ja=text.ja, en=text.en)


def words(table: str, values: Iterable[str]) -> tuple[Message, ...]:
    """`words("kind", kinds)`: the names of kinds, papers, askers, channels or means."""
    return tuple(say(f"{table}.{value}") for value in values)


def any_of(parts: Iterable[Message]) -> Message:
    """One of several: `A`, `A or B`, `A, B or C`."""
    *others, last = parts
    if not others:
        return last
    left = reduce(lambda a, b: say("common.beside", left=a, right=b), others)
    return say("common.either", left=left, right=last)


def means_words(means: Iterable[Means], fee: Fee | None) -> tuple[Message, ...]:
    """The names of the means of payment; stamps by the sort the clause takes, both where it
    takes any."""
    sorts = {None: ("stamps",), "any": ("stamps_postage", "stamps_revenue")}
    found: list[str] = []
    for each in means:
        if each is Means.STAMPS and fee is not None:
            found += sorts.get(fee.stamps, (f"stamps_{fee.stamps}",))
        else:
            found.append(each.value)
    return words("means", found)


def place_words(place: Place) -> Message:
    """An address as one line."""
    code = "postal" if place.postal_code else "bare"
    return say(
        f"policy.show.text.place_{code}",
        code=place.postal_code or "",
        address=said(place.address),
        addressee=said(place.addressee),
    )


def period(years: int, months: int) -> Message:
    """`2 years`, `6 months`, `1 year and 6 months`."""
    in_years = say(f"policy.show.text.{'year' if years == 1 else 'years'}", n=years)
    in_months = say(f"policy.show.text.{'month' if months == 1 else 'months'}", n=months)
    if years and months:
        return say("policy.show.text.years_months", years=in_years, months=in_months)
    return say("policy.show.text.lasting", length=in_years if years else in_months)


def way(all_of: AllOf) -> Message:
    """One alternative: all the papers that must come together."""
    parts = [_evidence(each) for each in all_of]
    return reduce(lambda a, b: say("policy.show.text.both", first=a, second=b), parts)


def papers_in(alternatives: Iterable[AllOf]) -> tuple[Paper, ...]:
    """Every kind of paper that is mentioned, once."""
    return tuple(dict.fromkeys(p for all_of in alternatives for e in all_of for p in e.of))


def _evidence(evidence: Evidence) -> Message:
    papers = words("paper", (p for p in evidence.of if _fits(p, evidence.photo)))
    if evidence.photo is not None:
        key = "some_with_photo" if evidence.photo else "some_without_photo"
    elif len(papers) == 1 and evidence.count == 1:
        return papers[0]
    else:
        key = "some_of"
    return say(f"policy.show.text.{key}", count=evidence.count, papers=papers)


def _fits(paper: Paper, photo: bool | None) -> bool:
    return photo is None or bool(documents.document(paper).photo) is photo
