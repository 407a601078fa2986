"""Behind the second secret: messages, papers sent later, letters, the answer's file, withdrawal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from litestar import Response, get, post
from litestar.response import Redirect

from chikai.app import cases, contact, letters, package, uploads
from chikai.app.cases import Actor
from chikai.app.faults import Fault, of_defect
from chikai.duties.contact.contact import Contact
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.kernel.codes import shown
from chikai.law import documents
from chikai.law.kinds import Asker, Paper, Whose
from chikai.ports import BadData, Destroyed, Home, Missing
from chikai.web import faults
from chikai.web.desk import scans
from chikai.web.pages import lang_of, printable
from chikai.web.portal import door
from chikai.web.portal import needs as need
from chikai.web.portal.frame import (
    PORTAL,
    policy_of,
    portal_of,
    portal_page,
    visit_of,
)
from chikai.web.portal.limits import WRITTEN, WRONG_SECRET
from chikai.web.portal.standing import Stands, stands
from chikai.web.portal.visits import COOKIE, Visit
from chikai.web.posted import EMPTY, Posted, bad
from chikai.web.request import AnyRequest, Form, Segment, actor, new_command, page_of, web_of

_NO_PICTURE: Final = "portal.fault.pdf_may_hide"


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter of ours that the requester may read again."""

    id: str
    case: str
    kind: str
    on: date


# --- getting in ---------------------------------------------------------------------------------


@get("/{company:str}/room")
@page_of
def room(request: AnyRequest, company: Segment) -> Response[Any]:
    """Messages and papers of a request, for whoever typed code and secret."""
    visit = visit_of(request, company)
    if visit is None or not visit.opened:
        return door.page(request, company, Posted({"code": [visit.code if visit else ""]}, {}))
    return _inside(request, company, visit)


# --- inside -------------------------------------------------------------------------------------


def _inside(
    request: AnyRequest,
    company: str,
    visit: Visit,
    form: Posted = EMPTY,
    *,
    at: str = "",
    found: tuple[Fault, ...] = (),
    status: int = 200,
) -> Response[Any]:
    """The page; `at` is the form on it that was sent and refused."""
    policy, today = policy_of(request, company), web_of(request).homes.today()
    with web_of(request).homes.home(company) as home:
        known = contact.enter(home, visit.code)
        if known is None:  # the desk gave another code since
            portal_of(request).visits.end(request.cookies.get(COOKIE))
            return door.page(request, company, EMPTY)
        every = stands(home, known)
        said = contact.messages(home, known, actor=PORTAL)
        packages = tuple(s for x in every if (s := package.standing(home, known, x.case)))
    first = every[0].case
    papers = need.sendable(policy, (x.case.kind for x in every), first.asker, on=today)
    wanted = [Paper(w) for m in said for w in m.wants if w in list(Paper)]
    return portal_page(
        request,
        "room",
        policy,
        code=shown(visit.code),
        every=every,
        said=said,
        sent=_letters(every),
        asked=tuple({p.item: p for x in every for p in x.asked}.values()),
        open_items=tuple({i.key: i for x in every for i in x.open}.values()),
        packages=packages,
        kind_of={x.case.id: x.case.kind for x in every},
        uploads=known.uploads,
        papers=tuple(dict.fromkeys((*reversed(wanted), *papers))),
        covers={p: c for p in papers if (c := _cover(p))},
        represented=first.asker is not Asker.PERSON,
        form=form,
        at=at,
        faults=found,
        status=status,
        command=new_command(),
    )


def _cover(paper: Paper) -> need.Cover | None:
    known = documents.document(paper)
    cover = need.Cover(paper, known.mask, known.mask_better, known.never_ask, known.months)
    return cover if known.mask or known.mask_better else None


def _letters(every: tuple[Stands, ...]) -> tuple[Sent, ...]:
    found: dict[str, Sent] = {}
    for each in every:
        for letter in each.case.letters:
            found.setdefault(letter.id, Sent(letter.id, each.case.id, letter.kind, letter.on))
    return tuple(found.values())


def _known(request: AnyRequest, company: str, home: Home) -> tuple[Visit, Contact]:
    """Who stands inside. Raises `Missing` for everybody else."""
    visit = visit_of(request, company)
    if visit is None or not visit.opened:
        raise Missing(company)
    known = contact.enter(home, visit.code)
    if known is None:
        raise Missing(company)
    return visit, known


def _deed(request: AnyRequest, company: str, form: Posted, at: str, do: Any) -> Response[Any]:
    """Do something inside, and show the room again; what went wrong stands at its form."""
    with web_of(request).homes.home(company) as home:
        visit, known = _known(request, company, home)
        try:
            written = f"{company}|{visit.code}"
            if not portal_of(request).limits.count(WRITTEN, "room", written):
                raise BadData("portal.fault.too_many", field=at)
            done = do(home, known, actor(PORTAL, form))
            found, status = (of_defect(done), 409) if isinstance(done, Defect) else ((), 303)
        except faults.EXPECTED as error:
            status, found = faults.public(error)
    if found:
        return _inside(request, company, visit, form, at=at, found=found, status=status)
    return Redirect(f"/{company}/room?done={at}", status_code=303)


@post("/{company:str}/room/message")
@page_of
def write(request: AnyRequest, company: Segment, form: Form) -> Response[Any]:
    """A message to the desk."""

    def do(home: Home, known: Contact, by: Actor) -> object:
        return contact.write(home, known.id, form.need("text"), by=by, from_desk=False)

    return _deed(request, company, form, "message", do)


@post("/{company:str}/room/upload")
@page_of
def upload(request: AnyRequest, company: Segment, form: Form) -> Response[Any]:
    """A picture of a paper. What it shows is said to be covered; the desk looks at it before
    anything of it is stored in the case."""

    def do(home: Home, known: Contact, by: Actor) -> object:
        paper = form.choice("paper", Paper)
        content = form.files.get("scan")
        if content is None:
            raise bad("portal.fault.no_file", "scan")
        bears = bool(documents.must_mask(paper))
        if bears and form.text("covered") != "yes":
            raise bad("portal.fault.cover_first", "covered")
        if bears and content.startswith(scans.PDF):
            raise bad(_NO_PICTURE, "scan")
        clean = scans.covered(content, (), field="scan", shows=False)
        whose = form.maybe_choice("whose", Whose) or Whose.PERSON
        case = cases.load(home, known.cases[0])
        return uploads.add(home, known.id, case.id, paper, clean, by=by, whose=whose)

    return _deed(request, company, form, "upload", do)


@post("/{company:str}/room/withdraw")
@page_of
def withdraw(request: AnyRequest, company: Segment, form: Form) -> Response[Any]:
    """The request is taken back: the case closes, and a letter confirms it."""

    def do(home: Home, known: Contact, by: Actor) -> object:
        id = form.need("case")
        if form.text("sure") != "yes":
            raise bad("portal.fault.not_sure", "sure")
        if id not in known.cases:
            raise Missing(id)
        return letters.withdraw(home, id, by=by, lang=lang_of(request))

    return _deed(request, company, form, "withdraw", do)


@post("/{company:str}/room/package")
@page_of
def fetch(request: AnyRequest, company: Segment, form: Form) -> Response[Any]:
    """The answer as a file that the second secret opens. The secret is typed once more: the file
    is locked with it, and it is kept nowhere."""
    limits = portal_of(request).limits
    with web_of(request).homes.home(company) as home:
        visit, known = _known(request, company, home)
        try:
            by = actor(PORTAL, form)
            if not limits.count(WRONG_SECRET, "secret", f"{company}|{visit.code}"):
                raise BadData("portal.fault.too_many", field="secret")
            if not contact.lock(home, visit.code).opens(form.raw("secret")):
                raise bad("portal.fault.wrong_secret", "secret")
            limits.forget("secret", f"{company}|{visit.code}")
            locked = package.fetch(home, known, form.need("case"), form.raw("secret"), by=by)
        except (*faults.EXPECTED, Destroyed) as error:
            status, found = faults.public(error)
            return _inside(request, company, visit, form, at="package", found=found, status=status)
    answer = printable(locked)
    answer.headers["content-disposition"] = 'attachment; filename="answer.pdf"'
    return answer


@post("/{company:str}/room/package/again")
@page_of
def again(request: AnyRequest, company: Segment, form: Form) -> Response[Any]:
    """The time of the file is over: ask for it anew, free of charge."""

    def do(home: Home, known: Contact, by: Actor) -> object:
        return package.ask(home, known, form.need("case"), by=by)

    return _deed(request, company, form, "package", do)


@get("/{company:str}/room/letter/{letter:str}")
@page_of
def letter(request: AnyRequest, company: Segment, letter: Segment) -> Response[Any]:
    """A letter of ours once more. The answer itself goes as the person chose, not from here."""
    with web_of(request).homes.home(company) as home:
        _, known = _known(request, company, home)
        for id in known.cases:
            case = cases.load(home, id)
            if sealed := _sealed(case, letter):
                home.views.log(actor_id=PORTAL, case=id, what="letter", at=home.clock.now())
                return printable(home.vault.get(sealed))
    raise Missing(letter)


def _sealed(case: Case, letter: str) -> str | None:
    return next((x.sealed for x in case.letters if x.id == letter), None)


HANDLERS = (room, door.unlock, write, upload, withdraw, fetch, again, letter)
