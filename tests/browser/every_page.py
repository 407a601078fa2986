"""Every address of the web face that answers with a page, and a house where each has something to
show.

`PAGES` says for each route where to look; `NO_PAGES` which routes answer with something else than
a page. A route of the application that stands in neither fails a test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from browser_house import House
from hands import Hands, follow
from PIL import Image
from playwright.sync_api import Browser, Page

from chikai import places, policies, wiring
from chikai.app import accounts, carry_out, cases, contact, steps
from chikai.app.carry_out import Scope
from chikai.app.cases import Actor
from chikai.demo.play import seed
from chikai.demo_data.cast import HANAKO
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Action
from chikai.duties.requests.flow import State
from chikai.law.kinds import Paper
from chikai.people.accounts import Account
from chikai.people.staff import Role
from chikai.policies import shipped
from chikai.ports.jobs import Job, Order, Standing

MAIL: Final = """From: =?utf-8?b?5bGx55SwIOiKseWtkA==?= <hanako@example.jp>
To: privacy@example.jp
Subject: request
Message-ID: <one@example.jp>
Content-Type: text/plain; charset=utf-8

個人情報保護法第28条に基づき開示を請求します。14日以内に。
"""
CASE: Final = "/desk/{company:str}/cases/{case:str}"
DRAFT, PUBLISHED_FROM = "axe", "2027-01-15"


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses and ids that a house has only once it is lived in."""

    deciding: str
    planned: str
    envelope: str
    answered: str
    letter: str
    document: str
    scans: str
    mail: str
    portal_case: str
    key: str


Where = Callable[[Places], tuple[str, ...]]


def at(*paths: str) -> Where:
    return lambda p: tuple(path.format(p=p) for path in paths)


NEWEST: Final = Path(shipped("actio")[-1].name).stem
PAGES: Final[dict[str, Where]] = {
    "/": at("/", "/no/such/page"),
    "/api/docs": at("/api/docs"),
    # the portal
    "/{company:str}": at("/enigmo", "/bengo4", "/nobody"),
    "/{company:str}/policy": at("/actio/policy"),
    "/{company:str}/policy/{version:str}": at(f"/actio/policy/{NEWEST}"),
    "/{company:str}/start": at("/enhance/start"),
    "/{company:str}/ask": at("/bengo4/ask?kind=disclosure&asker=curator"),
    "/{company:str}/print": at("/actio/print?kind=correction&asker=parent"),
    "/{company:str}/request": at("/enhance/request?kind=disclosure&asker=mandatary"),
    "/{company:str}/resume": at("/enhance/resume"),
    "/{company:str}/status": at("/enhance/status"),
    "/{company:str}/received": at("/enhance/received"),
    "/{company:str}/room": at("/enhance/room", "/en_japan/room"),
    # signing in
    "/desk/{company:str}/sign-in": at("/desk/bengo4/sign-in"),
    "/desk/{company:str}/sign-in/back": at("/desk/bengo4/sign-in/back"),
    "/desk/{company:str}/welcome": at("/desk/enigmo/welcome?key={p.key}", "/desk/enigmo/welcome"),
    "/desk/{company:str}/account": at("/desk/enigmo/account"),
    "/desk/{company:str}/accounts": at("/desk/enigmo/accounts"),
    "/desk/{company:str}/views": at("/desk/enigmo/views"),
    # the desk
    "/desk": at("/desk"),
    "/desk/{company:str}": at("/desk/enigmo", "/desk/actio"),
    "/desk/{company:str}/new": at("/desk/enigmo/new"),
    "/desk/{company:str}/fees": at("/desk/enigmo/fees"),
    "/desk/{company:str}/cabinet": at("/desk/enigmo/cabinet"),
    "/desk/{company:str}/keys": at("/desk/enigmo/keys"),
    "/desk/{company:str}/mail": at("/desk/bengo4/mail"),
    "/desk/{company:str}/mail/{item:str}": at("{p.mail}"),
    "/desk/{company:str}/tasks": at("/desk/enigmo/tasks"),
    "/desk/{company:str}/destruction": at("/desk/enigmo/destruction"),
    "/desk/{company:str}/work": at("/desk/enigmo/work"),
    "/desk/{company:str}/numbers": at("/desk/enigmo/numbers"),
    "/desk/{company:str}/sources": at("/desk/enigmo/sources"),
    "/desk/{company:str}/sources/{source:str}": at("/desk/enigmo/sources/shop?open=all"),
    "/desk/{company:str}/scans": at("/desk/enigmo/scans"),
    "/desk/{company:str}/scans/{token:str}": at("{p.scans}"),
    "/desk/{company:str}/scans/{token:str}/{number:str}": at("{p.scans}/1"),
    "/desk/{company:str}/envelopes/{envelope_id:str}": at("{p.envelope}"),
    CASE: at("{p.deciding}", "/desk/enigmo/cases/case-0000000000"),
    f"{CASE}/identity": at("{p.deciding}/identity"),
    f"{CASE}/people": at("{p.deciding}/people"),
    f"{CASE}/answer": at("{p.answered}/answer"),
    f"{CASE}/contact": at("{p.portal_case}/contact"),
    f"{CASE}/gate/{{letter:str}}": at("{p.answered}/gate/{p.letter}"),
    f"{CASE}/redact": at("{p.deciding}/redact"),
    f"{CASE}/redact/{{document:str}}": at("{p.document}"),
    f"{CASE}/decision": at("{p.deciding}/decision"),
    f"{CASE}/recipients": at("{p.deciding}/recipients"),
    f"{CASE}/plan": at("{p.planned}/plan"),
    "/desk/{company:str}/proof": at("/desk/enigmo/proof"),
    "/desk/{company:str}/drills": at("/desk/enigmo/drills"),
    "/desk/{company:str}/drills/{number:int}": at("/desk/enigmo/drills/1"),
    "/desk/{company:str}/drill": at("/desk/enigmo-drill-2/drill"),
    "/desk/{company:str}/drill/{number:int}": at("/desk/enigmo-drill-2/drill/1"),
    # the studio
    "/studio": at("/studio"),
    "/studio/{company:str}": at("/studio/enigmo"),
    "/studio/{company:str}/diff": at(f"/studio/enigmo/diff?a=2025-04-01&b={DRAFT}"),
    "/studio/{company:str}/published": at(f"/studio/enigmo/published?version={PUBLISHED_FROM}"),
    "/studio/{company:str}/{ref:str}": at("/studio/enigmo/2025-04-01?show=conflict"),
    "/studio/{company:str}/{ref:str}/edit": at(f"/studio/enigmo/{DRAFT}/edit"),
    "/studio/{company:str}/{ref:str}/text": at("/studio/enigmo/2025-04-01/text"),
    "/studio/{company:str}/{ref:str}/promises": at("/studio/enigmo/2025-04-01/promises"),
    "/studio/{company:str}/{ref:str}/preview": at(f"/studio/enigmo/{DRAFT}/preview"),
    "/studio/{company:str}/{ref:str}/publish": at(f"/studio/enigmo/{DRAFT}/publish"),
}

FILE, DATA, ELSEWHERE = "a file", "data for programs", "leads elsewhere or refuses"
PUBLISHED = "a document of its own, which test_published_access.py looks at"
NO_PAGES: Final[dict[str, str]] = {
    "/static/{name:str}": FILE,
    "/policy.schema.json": DATA,
    "/api": DATA,
    "/{company:str}/form": FILE,
    "/{company:str}/policy/{version:str}/{name:str}": PUBLISHED,
    "/{company:str}/room/letter/{letter:str}": FILE,
    "/desk/{company:str}/cabinet.csv": FILE,
    "/desk/{company:str}/fees.csv": FILE,
    "/desk/{company:str}/numbers.csv": FILE,
    "/desk/{company:str}/account/outside": ELSEWHERE,
    "/desk/{company:str}/sign-in/outside": ELSEWHERE,
    "/desk/{company:str}/drill/{number:int}/{sheet:int}": FILE,
    "/desk/{company:str}/drills/{number:int}/certificate": FILE,
    "/desk/{company:str}/scans/{token:str}/{number:str}/picture": FILE,
    f"{CASE}/answer/page": FILE,
    f"{CASE}/answer/pdf": FILE,
    f"{CASE}/contact/uploads/{{upload:str}}": FILE,
    f"{CASE}/file/{{blob:str}}": FILE,
    f"{CASE}/form": FILE,
    f"{CASE}/redact/{{document:str}}/page/{{number:str}}": FILE,
    f"{CASE}/redact/{{document:str}}/result": FILE,
    "/studio/{company:str}/{ref:str}/preview/{day:str}/{name:str}": PUBLISHED,
}


def lived_in(root: Path, today: date) -> None:
    """The demo's house with cases in many states, a mail, work in hand, a clerk with all roles."""
    seed(root, today=today)
    for company in policies.COMPANIES:
        (root / company / places.DEMO_MARK).touch()
        with wiring.open_home(places.place(root, company)) as home:
            accounts.of(home).put(Account("clerk-1", frozenset(Role), home.clock.now()))
            if company == "enigmo":
                order = Order("case-AAAA111111", "erase", "5e" * 32)
                now = home.clock.now()
                home.jobs.board.add(
                    Job(order, Standing.RUNNING, now, step="apply", done=1, total=2)
                )
    for name in ("new", "cur", "tmp"):
        (root / "bengo4" / "box" / name).mkdir(parents=True)
    raw = MAIL.replace("\n", "\r\n").encode()
    (root / "bengo4" / "box" / "new" / "1.host").write_bytes(raw)
    (root / "bengo4" / "mail.toml").write_text('[inbound]\nmaildir = "box"\n')


def prepare(browser: Browser, house: House) -> Places:
    """By hand, and without scripts: a scan, a document, a mail, a request, two drills, a draft."""
    context = browser.new_context(base_url=house.url, locale="ja", java_script_enabled=False)
    context.set_default_timeout(60_000)
    page = context.new_page()
    ask(page)
    for company in ("bengo4", "enhance", "enigmo"):
        hands = Hands(page, company)
        if company == "bengo4":
            page.goto("/desk/bengo4/mail")
            hands.send(page.locator('form[action$="/mail/fetch"] button'))
            mail = page.locator('main a[href*="/mail/mail-"]').first.get_attribute("href")
    picture = house.root / "white.png"
    Image.new("RGB", (600, 800), "white").save(picture)
    page.goto("/desk/enigmo/scans")
    page.locator("[name=scan0]").set_input_files(picture)
    hands.send(page.locator('form[data-deed="sort"] button'))
    scans = page.url
    deciding, answered = (found(house, s) for s in (State.DECIDING, State.ANSWERING))
    page.goto(f"/desk/enigmo/cases/{deciding.id}/redact")
    page.locator("[name=document]").set_input_files(picture)
    hands.send(page.locator('form[data-deed="document"] button'))
    document = page.url
    for _ in range(2):
        page.goto("/desk/enigmo/drills")
        page.locator("[name=envelopes]").fill("2")
        hands.send(page.locator('form[action$="/drills"] button'))
        if page.url.endswith("drill-1/drill"):
            hands.send(page.locator('form[action$="/drill/end"] button'))
    begin(hands, DRAFT, "2026-12-15")
    publish(hands)
    with house.homes.home("enigmo") as home:
        accounts.of(home).put(Account("clerk-2", frozenset({Role.CLERK}), home.clock.now()))
        key = accounts.new_link(home, "clerk-2", at=wiring.system_clock().now())
    portal_case = write_to(house)
    context.close()
    assert answered.answer is not None
    return Places(
        planned=f"/desk/enigmo/cases/{with_plan(house).id}",
        deciding=f"/desk/enigmo/cases/{deciding.id}",
        envelope=f"/desk/enigmo/envelopes/{deciding.envelope}",
        answered=f"/desk/enigmo/cases/{answered.id}",
        letter=answered.answer.id,
        document=document,
        scans=scans,
        mail=str(mail),
        portal_case=portal_case,
        key=key,
    )


def begin(hands: Hands, name: str, day: str) -> None:
    hands.page.goto("/studio/enigmo")
    hands.page.locator("#begin-effective_from").fill(day)
    hands.page.locator("#begin-name").fill(name)
    hands.send(hands.page.locator("form:has(#begin-name) button"))


def publish(hands: Hands) -> None:
    """A version of the policy that says the same, from a later day."""
    begin(hands, "same", PUBLISHED_FROM)
    hands.page.goto("/studio/enigmo/same/publish")
    for box in hands.page.locator("main form [type=checkbox]").all():
        hands.tick(box)
    hands.send(hands.page.locator("main form button").last)
    assert hands.page.url.endswith(f"published?version={PUBLISHED_FROM}")


def ask(page: Page) -> None:
    """A request over the portal of Enhance."""
    page.goto("/enhance/request?kind=disclosure&asker=person")
    assert HANAKO.birth_date is not None
    page.locator('[name="person.name"]').fill(HANAKO.names[0].full)
    page.locator('[name="person.address"]').fill(HANAKO.addresses[0].text)
    page.locator('[name="person.birth_date"]').fill(HANAKO.birth_date.isoformat())
    page.locator('[name="person.email"]').fill(HANAKO.emails[0])
    follow(page.locator("main form .actions button.large:not(.second)"))


def write_to(house: House) -> str:
    """The desk writes to whoever asked over the portal; the address of the case."""
    with house.homes.home("enhance") as home:
        every = (cases.load(home, row.case) for row in home.journal.inbox())
        case, known = next((c, k) for c in every if (k := contact.find(home, c)))
        by, wants = Actor("clerk-1", "cmd-write"), [Paper.DRIVERS_LICENSE]
        words = "免許証の表面の写真をお送りください。"
        contact.write(home, known.id, words, by=by, from_desk=True, wants=wants)
        return f"/desk/enhance/cases/{case.id}"


def with_plan(house: House) -> Case:
    """A case whose work is done, or was done, by a plan for the databases."""
    with house.homes.home("enigmo") as home:
        every = [cases.load(home, row.case) for row in home.journal.inbox()]
        planned = [c for c in every if c.change]
        if planned:
            return planned[0]
        case = next(c for c in every if c.kind.value == "cessation_need_ended")
        by = Actor("clerk-1", "cmd-order")
        steps.order(home, case.id, Action.ERASE, "shop-team", {"what": "shop"}, by=by)
        made = carry_out.plan(home, case.id, Scope(), by=Actor("clerk-1", "cmd-plan"))
    assert isinstance(made, Case)
    return made


def found(house: House, state: State) -> Case:
    with house.homes.home("enigmo") as home:
        every = [cases.load(home, row.case) for row in home.journal.inbox()]
    return next(c for c in every if c.state is state and c.kind.value == "disclosure")
