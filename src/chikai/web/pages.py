"""Pages: templates, words in the reader's language, and the language the reader chose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from litestar import Response
from litestar.datastructures import Cookie
from litestar.enums import MediaType
from litestar.utils.scope.state import ScopeState

from chikai import words
from chikai.app.after_post import HANDED
from chikai.app.faults import Fault
from chikai.app.gather.annex import cell_of
from chikai.duties.requests.commands import Action
from chikai.duties.requests.events import CameBack, Disposal, FormUsed, Holder
from chikai.duties.requests.open_item import label
from chikai.kernel.citation import Citation
from chikai.kernel.message import Arg, Message
from chikai.law.kinds import Asker, Channel, Manner, Means, Paper, RequestKind, Whose
from chikai.policy.model import Clause, Policy, Say
from chikai.web import labels
from chikai.web.assets import Marked
from chikai.web.guard import is_private
from chikai.web.posted import EMPTY, Seen
from chikai.web.request import AnyRequest

_LANG_COOKIE: Final = "lang"
_PREFERRED: Final = re.compile(r"\s*(ja|en)\b", re.IGNORECASE)

_MONEY: Final = (Paper.MONEY_ORDER, Paper.STAMPS)


def _day_of(iso: str) -> date | str:
    """What stands in place of a day that must not be seen stays as it is."""
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return iso


def _promises(policy: Policy) -> tuple[Clause, ...]:
    """The clauses that bear on every case: how the answer goes, and how long papers stay."""
    requests = policy.requests
    fee = (requests.fee,) if requests.fee else ()
    return (*fee, requests.answer, requests.papers, requests.withdrawal)


def _troubled(faults: Iterable[Fault], *parts: str) -> bool:
    """Whether something is wrong in one of these parts of a form, which stands open then."""
    return any(fault.field and fault.field.startswith(parts) for fault in faults)


_env = Environment(
    loader=PackageLoader("chikai.web"),
    extensions=[Marked],
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_env.globals.update(
    empty=EMPTY,
    day_of=_day_of,
    promises=_promises,
    label=label,
    label_of=labels.of_desk,
    troubled=_troubled,
)


def chosen_lang(query: str | None, cookie: str | None, accepted: str) -> words.Lang:
    """What was clicked, else what was clicked before, else what the browser asks for, else ja."""
    for each in (query, cookie, *(_PREFERRED.findall(accepted.replace(",", "\n"))[:1])):
        if each and each.lower() in words.LANGS:
            return "en" if each.lower() == "en" else "ja"
    return "ja"


def lang_of(request: AnyRequest) -> words.Lang:
    query = request.query_params.get("lang")
    return chosen_lang(
        query, request.cookies.get(_LANG_COOKIE), request.headers.get("accept-language", "")
    )


class Speech:
    """Says everything of one page in one language: messages, days, citations, enum members. The
    marks that set names of keys and commands off at the command line are left out."""

    def __init__(self, lang: words.Lang) -> None:
        self.lang = lang

    def t(self, id: str, /, **args: Arg) -> str:
        """A sentence by its id."""
        return self.marked(id, **args).replace("`", "")

    def marked(self, what: Message | str, /, **args: Arg) -> str:
        """A sentence with its marks, for a page that shows what they mark in a type of its own."""
        message = what if isinstance(what, Message) else Message(what, args)
        return words.render(message, lang=self.lang)

    def say(self, what: Message | Citation | date | Say | Any) -> str:
        match what:
            case Message():
                return self.t(what.id, **what.args)
            case Citation():
                return what.say(self.lang)
            case date():
                return self.t("common.on", on=what)
            case _:
                return str(what[self.lang])

    def cell(self, value: str | None, column: Mapping[str, Any]) -> str:
        """A value of the person's data as the letter words it; an empty one stays empty."""
        said = cell_of(value, column) if value else ""
        return said if isinstance(said, str) else self.t(said.id, **said.args)

    def of(self, prefix: str, member: StrEnum | str) -> str:
        return self.t(f"{prefix}.{getattr(member, 'value', member)}")

    def cites(self, cites: Iterable[Citation]) -> str:
        return (
            "、".join(c.ja for c in cites) if self.lang == "ja" else "; ".join(c.en for c in cites)
        )


class Choices:
    """The values of every enumeration a form offers, each with its word."""

    def __init__(self, speech: Speech) -> None:
        def named(prefix: str, kinds: Iterable[StrEnum]) -> list[tuple[str, str]]:
            return [(each.value, speech.of(prefix, each)) for each in kinds]

        self.actions = named("web.action", Action)
        self.askers = named("asker", Asker)
        self.came_back = named("post.back", CameBack)
        self.channels = named("channel", (c for c in Channel if c is not Channel.PORTAL))
        self.disposals = named("disposal", Disposal)
        self.forms = named("web.form", FormUsed)
        self.handed = named("post.reached", HANDED)
        self.kinds = named("web.kind_short", RequestKind)
        self.holders = named("recipient.holder", Holder)
        self.langs = [("ja", "日本語"), ("en", "English")]
        self.manners = named("manner", Manner)
        self.means = named("means", Means)
        self.papers = named("paper", (p for p in Paper if p not in _MONEY))
        self.numbered_papers = [
            (value, f"{n} {label}") for n, (value, label) in enumerate(self.papers, start=1)
        ]
        self.seen = named("web.seen", Seen)
        self.whose = named("web.whose", Whose)


@cache
def _speech(lang: words.Lang) -> tuple[Speech, Choices]:
    speech = Speech(lang)
    return speech, Choices(speech)


def warm() -> None:
    """Read every template now, so that no first visitor waits for it."""
    for name in _env.list_templates(extensions=["html"]):
        _env.get_template(name)


def render(template: str, lang: words.Lang, **context: Any) -> str:
    speech, choices = _speech(lang)
    return _env.get_template(template).render(
        lang=lang,
        t=speech.t,
        say=speech.say,
        marked=speech.marked,
        of=speech.of,
        cell=speech.cell,
        cites=speech.cites,
        pick=choices,
        **context,
    )


def _here(request: AnyRequest) -> str:
    """This page's address up to where its language is named."""
    kept = [(k, v) for k, v in request.query_params.multi_items() if k != "lang"]
    return f"{request.url.path}?{urlencode([*kept, ('lang', '')])}"


def _as_they_stand(faults: tuple[Fault, ...], html: str) -> tuple[Fault, ...]:
    """The faults in the order of their fields on the page; what stands at no field comes last.
    Only the page itself knows that order."""

    def place(fault: Fault) -> int:
        at = html.find(f'-{fault.field}-wrong"') if fault.field else -1
        return at if at >= 0 else len(html)

    return tuple(sorted(faults, key=place))


def page(
    request: AnyRequest, template: str, /, *, status: int = 200, **context: Any
) -> Response[str]:
    """A page in the reader's language. A language that was clicked is remembered."""
    lang = lang_of(request)
    token = ScopeState.from_scope(request.scope).csrf_token
    path = request.url.path
    around = {
        "path": path,
        "label_of": labels.of_desk if is_private(path) else labels.of_portal,
        "here": _here(request),
        "csrf": token if isinstance(token, str) else "",
    }
    html = render(template, lang, **around, **context)
    found = tuple(context.get("faults", ()))
    if (ordered := _as_they_stand(found, html)) != found:
        html = render(template, lang, **around, **{**context, "faults": ordered})
    clicked = request.query_params.get("lang") in words.LANGS
    cookies = [Cookie(_LANG_COOKIE, value=lang, samesite="lax", httponly=True)] if clicked else []
    return Response(html, media_type=MediaType.HTML, status_code=status, cookies=cookies)


def printable(
    pdf: bytes, *, media: str = "application/pdf", name: str | None = None
) -> Response[bytes]:
    """A letter or a scan, shown by the browser and kept by nobody; under a `name` it is saved."""
    headers = {
        "content-disposition": f'attachment; filename="{name}"' if name else "inline",
        "cache-control": "no-store",
        "content-security-policy": "frame-ancestors 'none'",
    }
    return Response(pdf, media_type=media, headers=headers, status_code=200)
