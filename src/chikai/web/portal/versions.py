"""The policy for whoever reads it: explained in plain words, every version of it, and its text.

What we chose where the published text is silent is ours to know, and stands in the studio only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from litestar import Response, get

from chikai import places
from chikai.app import studio
from chikai.policy.diff import Change, diff
from chikai.policy.load import in_force
from chikai.policy.model import Policy
from chikai.policy.show import Section, show
from chikai.ports import Missing
from chikai.web import documents
from chikai.web.pages import lang_of
from chikai.web.portal.frame import portal_page
from chikai.web.request import AnyRequest, Segment, page_of, web_of
from chikai.words import Lang


@dataclass(frozen=True, slots=True)
class Version:
    """One version as everybody may read it. `until` is its last day, when a later one is there."""

    policy: Policy
    stands: str
    until: date | None
    changes: tuple[Change, ...]

    def shown_on(self, today: date) -> date:
        """The day its pages speak of: today while it is in force, else its nearest day."""
        last = min(today, self.until) if self.until else today
        return max(self.policy.effective_from, last)


@get("/{company:str}/policy")
@page_of
def policy_page(request: AnyRequest, company: Segment) -> Response[Any]:
    """The policy in force in plain words, and the versions before and after it."""
    found = _versions(request, company)
    now = in_force([v.policy for v in found], web_of(request).homes.today())
    return _shown(request, found, next(v for v in found if v.policy is now))


@get("/{company:str}/policy/{version:str}")
@page_of
def version_page(request: AnyRequest, company: Segment, version: Segment) -> Response[Any]:
    """One version in plain words, with what it changed."""
    found = _versions(request, company)
    return _shown(request, found, _named(found, version))


@get("/{company:str}/policy/{version:str}/{name:str}")
@page_of
def document(
    request: AnyRequest, company: Segment, version: Segment, name: Segment
) -> Response[Any]:
    """One document of a version as it was published: the text, on paper too, and its forms."""
    found = _versions(request, company)
    wanted = _named(found, version)
    on = wanted.shown_on(web_of(request).homes.today())
    policies = tuple(v.policy for v in found)
    return documents.serve(name, wanted.policy, policies, on, private=False)


def _shown(request: AnyRequest, found: Sequence[Version], wanted: Version) -> Response[Any]:
    on = wanted.shown_on(web_of(request).homes.today())
    return portal_page(
        request,
        "policy",
        wanted.policy,
        sections=_explained(wanted.policy, lang_of(request), on),
        version=wanted,
        versions=found,
    )


@lru_cache(maxsize=64)
def _explained(policy: Policy, lang: Lang, on: date) -> tuple[Section, ...]:
    return tuple(_public(show(policy, lang=lang, on=on)))


def _public(sections: Sequence[Section]) -> Iterator[Section]:
    for each in sections:
        if lines := tuple(line for line in each.lines if line.kind != "assumption"):
            yield Section(each.heading, lines)


def _named(found: Sequence[Version], version: str) -> Version:
    for each in found:
        if each.policy.version == version:
            return each
    raise Missing(version)


def _versions(request: AnyRequest, company: str) -> tuple[Version, ...]:
    """Newest first. A version to come is there once it has been published."""
    homes = web_of(request).homes
    folder, today = places.place(homes.root, company).folder, homes.today()
    policies = [
        each
        for each in homes.versions(company).policies
        if each.effective_from <= today or studio.announced(folder, each.version)
    ]
    now = in_force(policies, today)
    made = []
    for index, policy in enumerate(policies):
        later = policies[index + 1] if index + 1 < len(policies) else None
        made.append(
            Version(
                policy,
                _stands(policy, now),
                later.effective_from - timedelta(days=1) if later else None,
                _promises(policies[index - 1], policy) if index else (),
            )
        )
    return tuple(reversed(made))


def _stands(policy: Policy, now: Policy) -> str:
    if policy is now:
        return "in_force"
    return "future" if policy.effective_from > now.effective_from else "past"


@lru_cache(maxsize=64)
def _promises(before: Policy, after: Policy) -> tuple[Change, ...]:
    return tuple(each for each in diff(before, after) if each.is_promise)


HANDLERS = (policy_page, version_page, document)
