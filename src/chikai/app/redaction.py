"""Documents that are disclosed in part: parts covered for good, each on a ground of Art. 33(2).

Every page becomes a picture, the parts are painted over in it, and the file is written anew with
nothing else inside. What could still be got out of it is then looked at as a stranger would, and
only a file that gives nothing away is kept and may go out. The last page names, for each covered
part, the ground and the reason (Arts. 33(3), 36).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from chikai.app import cases
from chikai.app.cases import Actor, once
from chikai.app.sheets import scans_of
from chikai.duties.requests import events as ev
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Note
from chikai.duties.requests.decide import Context, Defect
from chikai.duties.requests.guard_deciding import check_ground
from chikai.duties.requests.holdings import Document
from chikai.kernel.area import Area
from chikai.kernel.message import Message, say
from chikai.kernel.sheet_code import BadSheetCode, SheetCode
from chikai.kernel.sheet_code import read as read_sheet
from chikai.law import grounds
from chikai.law.kinds import RequestKind
from chikai.people.staff import demand
from chikai.policy.publish.document import Document as Printed
from chikai.policy.publish.document import Grid, Paragraph
from chikai.ports import BadData, Extract, Home, Missing, Purpose, ScannedPage, Unavailable
from chikai.words import render

GROUNDS: Final = (
    "harms_life_body_property_or_rights",
    "seriously_hinders_business",
    "breaks_other_law",
)
"""Art. 33(2)(i) to (iii)."""


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """A part to cover: the page from 1, the place, the ground, and the reason as the person whose
    data they are will read it. It must not give away what it covers."""

    page: int
    area: Area
    ground: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What could be got out of the redacted file, and whether that is nothing."""

    extract: Extract
    words_found: int

    @property
    def holds(self) -> bool:
        e = self.extract
        rest = (e.characters, e.metadata, e.attachments, e.revisions, e.scripts, e.shown)
        return not any(rest) and e.pictures == e.pages and not self.words_found


class NotProven(BadData):
    """The covered file still gave something away and was thrown away."""

    def __init__(self, proof: Proof) -> None:
        super().__init__("redaction.not_proven", field="parts")
        self.proof = proof


def offered(case: Case, *, on: date) -> tuple[grounds.Ground, ...]:
    """The grounds a part of a document may be covered on, for this kind of request."""
    return tuple(g for g in grounds.grounds(case.kind, on=on) if g.id in GROUNDS)


@once
def add_document(
    home: Home, case_id: str, content: bytes, *, by: Actor, on: date | None = None
) -> Case | Defect:
    """Bring a document to be disclosed to its case: PDF or picture. It becomes pictures at once, so
    that no hidden text, earlier version or attachment of it is ever stored.

    Raises `BadData` for what cannot be opened, for a kind that discloses nothing, and for a page
    we printed for another case, which is most likely another person's.
    """
    demand(by.roles, "grant")
    case = cases.load(home, case_id)
    if case.kind not in (RequestKind.DISCLOSURE, RequestKind.RECORD_DISCLOSURE):
        raise BadData("redaction.nothing_disclosed", field="document")
    scans = scans_of(home)
    try:
        pages = scans.pages(content)
    except BadData as error:
        error.field = "document"
        raise
    _of_no_other_case(case, pages)
    document = home.entropy.id("doc")
    copy = scans.bundle([page.picture for page in pages])
    sealed = cases.seal_bytes(home, case.id, Purpose.PAPERS, copy)
    added = ev.DocumentAdded(
        document=document, pages=len(pages), sealed=sealed.sealed, commitment=sealed.commitment
    )
    return cases.act(home, case_id, Note(happened=added), by=by, on=on)


def _of_no_other_case(case: Case, pages: Sequence[ScannedPage]) -> None:
    """A wrong page in the envelope is the commonest accident (Art. 23): what our own codes say of
    a page is believed before anybody looks. A form printed before there was a case names none."""
    for number, page in enumerate(pages, start=1):
        for sheet in _sheets(page):
            if sheet.cases and case.id not in sheet.cases:
                other = ", ".join(sheet.cases)
                raise BadData("redaction.other_case", field="document", page=number, other=other)


def _sheets(page: ScannedPage) -> Iterator[SheetCode]:
    """The sheets of ours that the codes on a page name; codes of others are passed over."""
    for code in page.codes:
        with suppress(BadSheetCode):
            yield read_sheet(code.text)


def document_of(case: Case, document_id: str) -> Document:
    """Raises `Missing` for a document that is not this case's."""
    found = next((d for d in case.documents if d.id == document_id), None)
    if found is None:
        raise Missing(document_id)
    return found


def page_of(home: Home, case: Case, document: Document, number: int, *, actor: str) -> ScannedPage:
    """One page of a document as it came, from 1. The look is logged."""
    home.views.log(actor_id=actor, case=case.id, what="document", at=home.clock.now())
    (page,) = scans_of(home).pages(home.vault.get(document.sealed), only=number)
    return page


@once
def redact(
    home: Home,
    case_id: str,
    document_id: str,
    parts: Sequence[Part],
    *,
    by: Actor,
    lang: str = "ja",
    on: date | None = None,
) -> Case | Defect:
    """Cover the parts for good, prove it, and keep the result beside the answer. Done again, the
    new result takes the place of the old one.

    Raises `UnlawfulStep` for a ground the law does not give, `BadData` for a part without reason
    or page, `NotProven` where the result still gives something away.
    """
    demand(by.roles, "grant")
    case = cases.load(home, case_id)
    document = document_of(case, document_id)
    day = on or cases.today(home)
    ctx = Context(cases.policy_of(home, case), day, by.id)
    parts = sorted(parts, key=lambda p: (p.page, p.area.top, p.area.left))
    _check(case, document, parts, ctx)
    made, proof = _covered(home, case, document, parts, lang, day)
    if not proof.holds:
        raise NotProven(proof)
    record = [_kept(number, part) for number, part in enumerate(parts, start=1)]
    reasons = cases.seal(home, case.id, Purpose.RECORD, {"parts": record})
    sealed = cases.seal_bytes(home, case.id, Purpose.ANSWER, made)
    e = proof.extract
    happened = ev.DocumentRedacted(
        document=document.id,
        parts=len(parts),
        grounds=tuple(sorted({part.ground for part in parts})),
        pages=e.pages,
        characters=e.characters,
        metadata=e.metadata,
        attachments=e.attachments,
        revisions=e.revisions,
        scripts=e.scripts,
        shown=e.shown,
        sealed=sealed.sealed,
        commitment=sealed.commitment,
        reasons=reasons.sealed,
        reasons_commitment=reasons.commitment,
    )
    return cases.act(home, case_id, Note(happened=happened), by=by, on=on)


def _check(case: Case, document: Document, parts: Sequence[Part], ctx: Context) -> None:
    for part in parts:
        if not 1 <= part.page <= document.pages:
            raise BadData("redaction.no_such_page", field="page", pages=document.pages)
        if not part.reason.strip():
            raise BadData("steps.judgment_needs_reasons", field="reason")
        if part.ground not in GROUNDS:
            raise BadData("redaction.no_such_ground", field="ground")
        check_ground(case, part.ground, "sealed", ctx)


def _kept(number: int, part: Part) -> dict[str, Any]:
    a = part.area
    place = [a.left, a.top, a.width, a.height]
    return {
        "number": number,
        "page": part.page,
        "area": place,
        "ground": part.ground,
        "reason": part.reason,
    }


def _covered(
    home: Home, case: Case, document: Document, parts: Sequence[Part], lang: str, day: date
) -> tuple[bytes, Proof]:
    """The file as it may go out, and what can be got out of it."""
    scans = scans_of(home)
    pictures = [page.picture for page in scans.pages(home.vault.get(document.sealed))]
    hidden = 0
    painted = []
    for number, picture in enumerate(pictures, start=1):
        areas = [part.area for part in parts if part.page == number]
        made = scans.covered(picture, areas) if areas else picture
        hidden += len(scans.uncovered(made, areas)) if areas else 0
        painted.append(made)
    if parts:
        legend = _legend(home, case, document, parts, lang, day)
        painted += [page.picture for page in scans.pages(legend)]
    total = len(painted)
    codes = [SheetCode((case.id,), document.id, n, total) for n in range(1, total + 1)]
    made = scans.bundle(painted, codes)
    return made, Proof(scans.extract(made, [(part.page, part.area) for part in parts]), hidden)


def _legend(
    home: Home, case: Case, document: Document, parts: Sequence[Part], lang: str, day: date
) -> bytes:
    """The page that says what was covered, on which ground and why."""
    if home.pages is None:
        raise Unavailable("pages")
    printed = Printed(
        kind="page",
        name=document.id,
        lang=lang,
        title=_said(say("redaction.legend.title"), lang),
        company="",
        dated="",
        lead=(
            Paragraph(_said(say("redaction.legend.text"), lang)),
            Grid("", tuple(_head(lang)), tuple(_rows(case, parts, lang, day))),
        ),
    )
    return home.pages.pdf(printed, made=day)


def _head(lang: str) -> Iterator[str]:
    for message in (
        say("redaction.legend.part"),
        say("redaction.legend.ground"),
        say("redaction.legend.reason"),
    ):
        yield _said(message, lang)


def _rows(case: Case, parts: Sequence[Part], lang: str, day: date) -> Iterator[tuple[str, ...]]:
    """One row for each part: the page and which of its parts from the top, ground with its
    article, reason."""
    for n, part in enumerate(parts):
        number = 1 + sum(other.page == part.page for other in parts[:n])
        place = say("redaction.legend.place", number=number, page=part.page)
        ground = grounds.ground(case.kind, part.ground, on=day)
        law = f"{_said(ground.message, lang)} ({ground.cites[-1].say(lang)})"
        yield (_said(place, lang), law, part.reason)


def _said(message: Message, lang: str) -> str:
    return render(message, lang=lang)
