"""Mail at the desk: the list, one mail, what it is, the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from litestar import get, post
from litestar.response import Redirect

from chikai.app import cases, mail, mail_in, mail_out, recognise, sheets
from chikai.app.cases import Actor
from chikai.app.mail import MailView
from chikai.duties.mail.events import NotOurs
from chikai.duties.mail.item import KEPT_DAYS, Item, Way, way
from chikai.duties.mail.recognise import claim
from chikai.kernel.message import Message, say
from chikai.law.kinds import RequestKind
from chikai.ports import Home
from chikai.web import faults
from chikai.web.desk import envelope
from chikai.web.desk.frame import Page, Shown, desk_page
from chikai.web.desk.waiting import WAITING
from chikai.web.faults import FINE, Wrong
from chikai.web.pages import lang_of
from chikai.web.posted import EMPTY, Posted
from chikai.web.request import AnyRequest, Form, Segment, actor, page_of, signed_in, web_of

_PATH: Final = "/desk/{company:str}/mail"
_ONE: Final = f"{_PATH}/{{item:str}}"


@get(_PATH, needs="inbox")
@page_of
def list_mail(request: AnyRequest, company: Segment) -> Shown:
    """What waits, what is settled, and what of ours did not arrive. No word of any mail."""
    return _list(request, company)


def _list(
    request: AnyRequest, company: str, told: Message | None = None, wrong: Wrong = FINE
) -> Page:
    with web_of(request).homes.home(company) as home:
        every = mail.items(home)
        failed = mail_out.failures(home)
        fetches = home.mailbox is not None
    waiting = tuple(item for item in every if item.standing in ("waiting", "set_aside"))
    return desk_page(
        request,
        company,
        "mail_list",
        wrong=wrong,
        waiting=waiting,
        settled=tuple(reversed([item for item in every if item not in waiting])),
        failed=failed,
        fetches=fetches,
        chips=recognise.chips,
        told=told,
    )


@post(f"{_PATH}/fetch", needs="envelope")
@page_of
def fetch(request: AnyRequest, company: Segment, form: Form) -> Shown:
    by = actor(signed_in(request), form)
    try:
        with web_of(request).homes.home(company) as home:
            got = mail_in.fetch(home, by=by)
    except faults.EXPECTED as error:
        return _list(request, company, wrong=faults.of(error))
    counts = {"known": got.known, "bounced": got.bounced, "set_aside": got.set_aside}
    return _list(request, company, say("mail.fetched", new=got.new, **counts))


# --- one mail -----------------------------------------------------------------------------------


@get(_ONE, needs="file")
@page_of
def show(request: AnyRequest, company: Segment, item: Segment) -> Shown:
    at_desk = signed_in(request)
    with web_of(request).homes.home(company) as home:
        return _page(request, home, item, at_desk.id)


def _page(
    request: AnyRequest,
    home: Home,
    id: str,
    who: str,
    *,
    form: Posted = EMPTY,
    at: str = "",
    wrong: Wrong = FINE,
) -> Page:
    seen = mail.view(home, id, actor=who)
    today = cases.today(home)
    policy = cases.policy_on(home, today)
    asked = request.query_params.get("draft")
    lang = asked if asked in ("ja", "en") else lang_of(request)
    draft = recognise.draft(seen.item, policy, takes_mail=seen.takes_mail, on=today, lang=lang)
    written = {"subject": [draft.subject], "text": [draft.text]}
    shown = desk_page(
        request,
        home.company,
        "mail",
        wrong=wrong,
        item=seen.item,
        seen=seen,
        chips=recognise.chips,
        claims=[c for each in seen.item.claims if (c := claim(each)) is not None],
        files=_waiting_files(home, seen),
        replies=[(reply.on, _fares(home, reply.id)) for reply in seen.item.replies],
        open_form=form if at == "open" else Posted(_typed(seen), {}),
        link_form=form if at == "link" else _first_case(seen.item),
        reply_form=form if at == "reply" else Posted(written, {}),
        draft_lang=lang,
        at=at,
        kept_days=KEPT_DAYS,
        file_days=mail_in.FILE_DAYS,
        kinds=tuple(RequestKind),
        why=[(each.value, say(f"mail.why.{each.value}")) for each in NotOurs],
        sends=home.outbound is not None,
    )
    shown.headers["cache-control"] = "no-store"
    return shown


def _waiting_files(home: Home, seen: MailView) -> int:
    """How many attachments still wait; they go when their time is over."""
    record = seen.record
    tray = mail.tray(home)
    now = home.clock.now()
    places = [f["place"] for f in record["files"]] if record else []
    return sum(tray.get(mail.FILE, place, at=now) is not None for place in places)


def _fares(home: Home, posting: str) -> Way:
    return way(home.journal.read(mail.outbox(posting)))


def _typed(seen: MailView) -> dict[str, list[str]]:
    """The form of a new envelope as far as the mail fills it."""
    record = seen.record or {}
    return {
        "person0.name": [str(record.get("name", ""))],
        "person0.email": [str(record.get("from", ""))],
        "person0.kinds": [kind.value for kind in seen.item.guess],
        "person0.statement": [str(record.get("text", ""))[:3900]],
        "asker": ["person"],
    }


def _first_case(item: Item) -> Posted:
    return Posted({"case": [item.named[0]] if item.named else []}, {})


def _deed(
    request: AnyRequest,
    company: str,
    id: str,
    form: Posted,
    at: str,
    do: Callable[[Home, Actor], str | None],
) -> Shown:
    """Do one thing, and go where it leads; what went wrong stands at its form."""
    at_desk = signed_in(request)
    with web_of(request).homes.home(company) as home:
        try:
            where = do(home, actor(at_desk, form))
        except faults.EXPECTED as error:
            wrong = faults.of(error)
            return _page(request, home, id, at_desk.id, form=form, at=at, wrong=wrong)
    return Redirect(where or f"/desk/{company}/mail/{id}", status_code=303)


@post(f"{_ONE}/open", needs="envelope")
@page_of
def open_case(request: AnyRequest, company: Segment, item: Segment, form: Form) -> Shown:
    """Open the case that the mail asks for. It arrived when the mail did."""

    def do(home: Home, by: Actor) -> str:
        found = mail.load(home, item)
        fixed = {
            "channel": ["email"],
            "form": ["free"],
            "arrived_on": [found.arrived_on.isoformat()],
        }
        read = envelope.read(Posted({**form.values, **fixed}, {}), today=cases.today(home))
        opened = mail.open_case(home, item, read, by=by)
        return f"/desk/{company}/cases/{opened[0].id}"

    return _deed(request, company, item, form, "open", do)


@post(f"{_ONE}/link", needs="envelope")
@page_of
def link(request: AnyRequest, company: Segment, item: Segment, form: Form) -> Shown:
    def do(home: Home, by: Actor) -> None:
        mail.link(home, item, form.need("case"), by=by)

    return _deed(request, company, item, form, "link", do)


@post(f"{_ONE}/dismiss", needs="envelope")
@page_of
def dismiss(request: AnyRequest, company: Segment, item: Segment, form: Form) -> Shown:
    def do(home: Home, by: Actor) -> str:
        mail.dismiss(home, item, form.choice("why", NotOurs), by=by)
        return f"/desk/{company}/mail"

    return _deed(request, company, item, form, "dismiss", do)


@post(f"{_ONE}/reply", needs="ask")
@page_of
def reply(request: AnyRequest, company: Segment, item: Segment, form: Form) -> Shown:
    def do(home: Home, by: Actor) -> None:
        with form.whole() as read:
            subject, text = read.need("subject"), read.need("text")
        mail.reply(home, item, subject, text, by=by)
        mail_out.deliver(home, by=by)

    return _deed(request, company, item, form, "reply", do)


@post(f"{_ONE}/files", needs="scan")
@page_of
def sort_files(request: AnyRequest, company: Segment, item: Segment, form: Form) -> Shown:
    """Sort the attachments as scans: they are covered before anything of them is kept."""

    def do(home: Home, by: Actor) -> str:
        pages = sheets.sort(home, mail.files(home, item, by=by))
        sheets.record(home, pages, by=by)
        return f"/desk/{company}/scans/{WAITING.put(company, by.id, pages)}"

    return _deed(request, company, item, form, "files", do)


HANDLERS: Final = (list_mail, fetch, show, open_case, link, dismiss, reply, sort_files)
