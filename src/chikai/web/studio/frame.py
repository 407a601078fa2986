"""What every page of the studio stands on: the texts it speaks of, and who looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from litestar import Response

from chikai import places
from chikai.app import policy_drafts, studio
from chikai.app.policy_drafts import Draft, Shelf
from chikai.kernel.calendar import parse_date
from chikai.kernel.dates import BadDate
from chikai.people.staff import may
from chikai.policy.load import NoPolicyInForce, in_force
from chikai.policy.model import Policy, Say
from chikai.policy.review import Review, review
from chikai.ports import Missing
from chikai.web.pages import page
from chikai.web.request import AnyRequest, maybe_signed_in, web_of

SCHEMA_PATH: Final = "/policy.schema.json"
MAX_TEXT: Final = 1_000_000
Page = Response[str]
Shown = Response[Any]


@dataclass(frozen=True, slots=True)
class Text:
    """A version or a draft: `ref` is its day or its name, as it stands in addresses."""

    ref: str
    file: str
    text: str
    policy: Policy | None
    draft: Draft | None = None
    stands: str = "draft"  # draft · in_force · future · past

    @property
    def is_draft(self) -> bool:
        return self.draft is not None


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands around the content of a page."""

    company: str
    name: Say | None
    who: str | None
    today: date
    may_edit: bool
    may_publish: bool
    wrong: bool


def place(request: AnyRequest, company: str) -> places.Place:
    return places.place(web_of(request).homes.root, company)


def shelf(request: AnyRequest, company: str) -> Shelf:
    return Shelf(place(request, company).folder / "drafts")


def today(request: AnyRequest) -> date:
    return web_of(request).homes.today()


def can(request: AnyRequest, deed: str) -> bool:
    """Whether the one at this page may do a deed of the studio."""
    account = maybe_signed_in(request)
    return account is not None and may(account.roles, deed)


def around(request: AnyRequest, company: str) -> Desk:
    versions = web_of(request).homes.versions(company)
    newest = versions.policies[-1] if versions.policies else None
    account = maybe_signed_in(request)
    return Desk(
        company,
        newest.about.name if newest else None,
        account.id if account else None,
        today(request),
        can(request, "studio_edit"),
        can(request, "publish"),
        versions.wrong,
    )


def shown(
    request: AnyRequest, template: str, company: str, /, *, status: int = 200, **more: Any
) -> Page:
    desk = around(request, company)
    return page(request, f"studio/{template}.html", status=status, desk=desk, **more)


# --- texts ----------------------------------------------------------------------------------------


def versions(request: AnyRequest, company: str) -> tuple[Text, ...]:
    """Every version that can be read, newest first."""
    on, found = today(request), web_of(request).homes.versions(company)
    try:
        now = in_force(found.policies, on).version
    except NoPolicyInForce:
        now = ""

    def stands(policy: Policy) -> str:
        if policy.version == now:
            return "in_force"
        return "future" if policy.effective_from > on else "past"

    return tuple(
        Text(p.version, Path(f.name).name, f.text, p, stands=stands(p))
        for p, f in reversed(found.files.good)
    )


def draft_of(request: AnyRequest, company: str, name: str) -> Text:
    """Raises `Missing`."""
    draft = shelf(request, company).read(name)
    seen = review(draft.text, file=f"{name}.yaml", on=today(request))
    return Text(name, f"{name}.yaml", draft.text, seen.policy, draft)


def drafts_of(request: AnyRequest, company: str) -> tuple[Text, ...]:
    return tuple(draft_of(request, company, name) for name in shelf(request, company).names())


def text_of(request: AnyRequest, company: str, ref: str) -> Text:
    """A version by its day, else a draft by its name. Raises `Missing`."""
    for each in versions(request, company):
        if each.ref == ref:
            return each
    return draft_of(request, company, ref)


def readable(request: AnyRequest, company: str, ref: str) -> tuple[Text, Policy]:
    """Raises `Missing` for a draft that cannot be read as a policy."""
    text = text_of(request, company, ref)
    if text.policy is None:
        raise Missing(ref)
    return text, text.policy


def review_of(request: AnyRequest, text: Text) -> Review:
    return review(text.text, file=text.file, on=today(request))


def ready(request: AnyRequest, company: str, draft: Text, home: Any) -> studio.Ready:
    texts = {v.ref: review_of(request, v) for v in versions(request, company)}
    return studio.make_ready(
        review_of(request, draft),
        home.policies,
        company=company,
        texts=texts,
        judged=studio.judgments(home),
        on=today(request),
    )


def day_of(written: str | None, otherwise: date) -> date:
    """A day of an address; raises `Missing` for what is none."""
    try:
        return parse_date(written) if written else otherwise
    except BadDate:
        raise Missing("day") from None


def schema_address(request: AnyRequest) -> str:
    """Where an editor finds the schema."""
    base = urlsplit(str(request.base_url))
    return f"{base.scheme}://{base.netloc}{SCHEMA_PATH}"


def free_name(request: AnyRequest, company: str, wanted: str) -> str:
    """The name, or the name with the next number when it is taken."""
    taken = {*shelf(request, company).names(), *policy_drafts.RESERVED}
    if wanted not in taken:
        return wanted
    return next(name for n in range(2, 1000) if (name := f"{wanted}-{n}") not in taken)
