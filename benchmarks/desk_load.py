"""The load of `desk.py`: browsers, visitors of the portal, clerks of the desk, and their watch.

A browser keeps cookies, repeats a form by its command id when no answer came, and asks for style
sheets as a browser with a cache does. Whatever was acknowledged is noted, to be looked for later.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from typing import Any, Final

import httpx

COMPANY: Final = "enhance"
"""Its policy sets no way of asking, so that requests are taken on the screen."""
SECRET: Final = "correct horse battery"
PASSWORD: Final = "eleven fictional herons"
CARRIER: Final = "198.18.255.1"
"""Every tenth visitor comes from this one address, as those of one mobile carrier do."""
_HIDDEN: Final = re.compile(r'name="(_csrf_token|command)" value="([^"]*)"')
_STATIC: Final = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_TRIES: Final = 400
Fields = Mapping[str, str | Sequence[str]]


class Lost(Exception):
    """A page that was not what it should be."""


@dataclass
class Told:
    """What the server acknowledged. `receipts`: code to the words of the request; `messages`: the
    text of each to the code it was written under; `deeds`: command to the case it was for."""

    receipts: dict[str, str] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    uploads: Counter[str] = field(default_factory=Counter)
    envelopes: dict[str, str] = field(default_factory=dict)
    deeds: dict[str, str] = field(default_factory=dict)
    replies: dict[str, str] = field(default_factory=dict)


@dataclass
class Watch:
    """What was measured: seconds by kind of page or command, and what went wrong."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    told: Told = field(default_factory=Told)
    up: asyncio.Event = field(default_factory=asyncio.Event)
    address: str = ""


class Browser:
    """One person's browser. `origin`: the address a proxy on this machine says they come from."""

    def __init__(self, watch: Watch, origin: str | None):
        headers = {"accept-language": "ja"}
        if origin:
            headers["x-forwarded-for"] = origin
        self.watch = watch
        # Its own few connections, as a browser has: httpx looks through all of a pool each time.
        limits = httpx.Limits(max_connections=6)
        self.client = httpx.AsyncClient(
            headers=headers, limits=limits, timeout=60, trust_env=False, verify=False
        )
        self.page = ""
        self._etags: dict[str, str] = {}

    async def __aenter__(self) -> Browser:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.client.aclose()

    async def get(self, path: str, kind: str) -> str:
        answer = await self._ask("GET", path, kind)
        self._expect(answer, kind, 200)
        self.page = answer.text
        await self._styles(answer.text)
        return answer.text

    async def send(
        self,
        path: str,
        kind: str,
        fields: Fields,
        *,
        near: str = "",
        files: Any = None,
        again: Callable[[], Awaitable[None]] | None = None,
    ) -> tuple[httpx.Response, str]:
        """Send the form of the page that is open, and its command id. `near` is a mark in the
        page after which the form's own fields stand; `again`: what to do first where the server
        forgot who stands before it."""
        start = self.page.find(near) if near else 0
        if start < 0:
            raise Lost(f"{kind}: the page has no form")
        hidden: dict[str, str] = {}
        for name, value in _HIDDEN.findall(self.page[start:]):
            hidden.setdefault(name, unescape(value))
        if "_csrf_token" not in hidden:
            hidden["_csrf_token"] = unescape(dict(_HIDDEN.findall(self.page))["_csrf_token"])
        data = {**hidden, **fields}
        answer = await self._ask("POST", path, kind, data=data, files=files)
        if answer.status_code in (303, 404) and again and self._turned_away(answer):
            await again()
            answer = await self._ask("POST", path, kind, data=data, files=files)
        return answer, hidden.get("command", "")

    async def follow(self, answer: httpx.Response, kind: str) -> str:
        self._expect(answer, kind, 303)
        return await self.get(answer.headers["location"], f"{kind}, then")

    @staticmethod
    def _turned_away(answer: httpx.Response) -> bool:
        return answer.status_code == 404

    def _expect(self, answer: httpx.Response, kind: str, status: int) -> None:
        if answer.status_code != status:
            self.watch.wrong[f"{kind}: {answer.status_code}"] += 1
            raise Lost(f"{kind}: {answer.status_code}")

    async def _ask(self, method: str, path: str, kind: str, **more: Any) -> httpx.Response:
        """One question, until it is answered: what got no answer is asked again."""
        for _ in range(_TRIES):
            await self.watch.up.wait()
            url = f"{self.watch.address}{path}"
            began = time.perf_counter()
            try:
                answer = await self.client.request(method, url, **more)
            except httpx.TransportError:
                self.watch.repeated += 1
                await asyncio.sleep(0.1)
                continue
            self.watch.took[kind].append(time.perf_counter() - began)
            return answer
        raise Lost(f"{kind}: no answer")

    async def _styles(self, html: str) -> None:
        """What the page shows itself with; what is kept already is only asked about."""
        for path in dict.fromkeys(_STATIC.findall(html)):
            if self._etags.get(path) == "fresh":
                continue
            etag = self._etags.get(path)
            headers = {"if-none-match": etag} if etag else {}
            answer = await self._ask("GET", path, "style sheet or script", headers=headers)
            if answer.status_code not in (200, 304):
                self._expect(answer, "style sheet or script", 200)
            lasting = "max-age" in answer.headers.get("cache-control", "")
            self._etags[path] = "fresh" if lasting else answer.headers.get("etag", etag or "")


@dataclass
class Pace:
    """A page every so many seconds, give or take a quarter, however long the last one took."""

    seconds: float
    dice: random.Random
    until: float
    _next: float = 0.0

    def start(self) -> None:
        self._next = time.monotonic() + self.dice.uniform(0, self.seconds)

    @property
    def over(self) -> bool:
        return time.monotonic() >= self.until

    async def turn(self) -> None:
        """Wait for the next turn."""
        self._next = max(self._next, time.monotonic() - self.seconds)
        await asyncio.sleep(max(0.0, min(self._next, self.until) - time.monotonic()))
        self._next += self.seconds * self.dice.uniform(0.75, 1.25)


# --- visitors -----------------------------------------------------------------------------------

_ASKED: Final = {"kind": "disclosure", "asker": "person", "manner": "electronic"}
_FAMILIES: Final = tuple(
    ["架空", "仮名", "見本", "例示", "試験", "模擬", "想定", "仮想", "空想", "凡例"]
)
_GIVEN: Final = tuple(
    ["一郎", "二郎", "三郎", "花子", "月子", "星子", "太郎", "次郎", "雪子", "風子"]
)
_FIRST: Final = 7
"""Pages before a request is sent; whoever is there at the start stands at one of them."""


@dataclass
class Visitor:
    """One after the other, visitors who read, ask, send, look how it stands, and write."""

    number: int
    watch: Watch
    pace: Pace
    walks: int = 0

    async def stay(self) -> None:
        self.pace.start()
        skipped = self.pace.dice.randrange(_FIRST)
        while not self.pace.over:
            try:
                async with Browser(self.watch, self.origin()) as browser:
                    await self.walk(browser, skipped)
            except Lost as lost:
                self.watch.wrong[str(lost)] += 1
            skipped, self.walks = 0, self.walks + 1

    def origin(self) -> str:
        if (self.number + self.walks) % 10 == 0:
            return CARRIER
        n = self.number + 1000 * self.walks
        return f"198.18.{n // 250 % 250}.{n % 250 + 1}"

    async def walk(self, browser: Browser, skipped: int) -> None:
        dice, here = self.pace.dice, f"/{COMPANY}"
        query = "&".join(f"{name}={value}" for name, value in _ASKED.items())
        before: list[tuple[str, str]] = [
            (here, "portal: what may be asked"),
            (f"{here}/policy", "portal: policy"),
            (f"{here}/start", "portal: interview"),
            (f"{here}/start?asker=parent", "portal: interview"),
            (f"{here}/ask?{query}", "portal: what it needs"),
            (f"{here}/ask?{query}&kind=cessation_need_ended", "portal: what it needs"),
        ]
        for path, kind in before[skipped:]:
            await self.pace.turn()
            if self.pace.over:
                return
            await browser.get(path, kind)
        await self.pace.turn()
        if self.pace.over:
            return
        await browser.get(f"{here}/request?{query}", "portal: form")
        form = self.form()
        await self.pace.turn()
        answer, _ = await browser.send(
            f"{here}/request", "portal: address filled in", {**form, "fill": "person"}
        )
        browser.page = self.page_of(browser, answer, "portal: address filled in")
        if dice.random() < 0.25:
            await self.saved_and_resumed(browser, form)
        await self.pace.turn()
        code = await self.sent(browser, form)
        async with Browser(self.watch, self.origin()) as elsewhere:
            await self.stands(elsewhere, code)
        await self.room(browser, code)

    def form(self) -> dict[str, str]:
        """A fictional person; the words of the request are this walk's own."""
        dice = self.pace.dice
        n = f"{self.number}-{self.walks}-{dice.randrange(10**9)}"
        return {
            "kinds": "disclosure",
            "asker": "person",
            "manner": "electronic",
            "statement": f"架空の問い合わせの記録 {n}",
            "person.name": f"{dice.choice(_FAMILIES)} {dice.choice(_GIVEN)}",
            "person.postal_code": "107-0052",
            "person.address": "東京都港区赤坂九丁目99番9号",
            "person.email": f"visitor{self.number}@example.jp",
            "person.birth_date": "1990-04-01",
        }

    @staticmethod
    def page_of(browser: Browser, answer: httpx.Response, kind: str) -> str:
        browser._expect(answer, kind, 200)
        return answer.text

    async def saved_and_resumed(self, browser: Browser, form: dict[str, str]) -> None:
        here = f"/{COMPANY}"
        await self.pace.turn()
        kind = "portal: form saved"
        answer, _ = await browser.send(f"{here}/request", kind, {**form, "save": "yes"})
        page = self.page_of(browser, answer, kind)
        found = re.search(r'class="[^"]*\bcode\b[^"]*">([\d-]+)<', page)
        if found is None:
            raise Lost("portal: form saved: no code")
        await self.pace.turn()
        await browser.get(f"{here}/resume", "portal: where a form is resumed")
        await self.pace.turn()
        kind = "portal: form resumed"
        answer, _ = await browser.send(f"{here}/resume", kind, {"code": found[1]})
        browser.page = self.page_of(browser, answer, kind)

    async def sent(self, browser: Browser, form: dict[str, str]) -> str:
        here = f"/{COMPANY}"
        secret = {"secret": SECRET}
        draft = re.search(r'name="draft" value="([^"]*)"', browser.page)
        if draft:
            secret["draft"] = unescape(draft[1])
        kind, shown = "portal: request sent", None
        for _ in range(3):  # killed between the two, it is sent again, and the receipt is the same
            answer, _ = await browser.send(f"{here}/request", kind, {**form, **secret})
            browser._expect(answer, kind, 303)
            shown = await browser._ask("GET", answer.headers["location"], "portal: receipt")
            if shown.status_code == 200:
                break
        assert shown
        browser._expect(shown, "portal: receipt", 200)
        await browser._styles(shown.text)
        found = re.search(r'class="[^"]*\bcode\b[^"]*">([\d-]+)<', shown.text)
        if found is None:
            raise Lost("portal: receipt: no code")
        self.watch.told.receipts[found[1]] = form["statement"]
        return found[1]

    async def stands(self, browser: Browser, code: str) -> None:
        here = f"/{COMPANY}"
        await self.pace.turn()
        if self.pace.over:
            return
        await browser.get(f"{here}/status", "portal: where a code is typed")
        if self.pace.dice.random() < 0.1:  # a slip of the finger, which the check digit finds
            slip = code[:-1] + str((int(code[-1]) + 1) % 10)
            answer, _ = await browser.send(
                f"{here}/status", "portal: mistyped code", {"code": slip}
            )
            browser._expect(answer, "portal: mistyped code", 404)
            await self.pace.turn()
        kind = "portal: status by code"
        answer, _ = await browser.send(f"{here}/status", kind, {"code": code})
        browser._expect(answer, kind, 303)
        await browser.get(f"{here}/status", kind + ", then")

    async def room(self, browser: Browser, code: str) -> None:
        here, dice = f"/{COMPANY}", self.pace.dice
        await self.pace.turn()
        if self.pace.over:
            return

        async def unlock() -> None:
            kind = "portal: room unlocked"
            door = {"code": code, "secret": SECRET}
            answer, _ = await browser.send(f"{here}/room", kind, door)
            browser._expect(answer, kind, 303)

        await browser.get(f"{here}/room", "portal: room")
        page = browser.page

        async def enter() -> None:
            """Until the room is open: a server that begins anew has forgotten who was let in."""
            for _ in range(3):
                browser.page = page
                await unlock()
                await browser.get(f"{here}/room", "portal: room")
                if "/room/message" in browser.page:
                    return
            raise Lost("portal: room: it stays shut")

        await enter()
        await self.pace.turn()
        text = f"架空の連絡 {code} {dice.randrange(10**9)}"
        kind = "portal: message"
        answer, _ = await browser.send(
            f"{here}/room/message", kind, {"text": text}, near="/room/message", again=unlock
        )
        browser._expect(answer, kind, 303)
        self.watch.told.messages[text] = code
        browser.page = page
        if dice.random() < 0.25:
            await self.pace.turn()
            await browser.get(f"{here}/room", "portal: room")
            if "/room/upload" not in browser.page:
                await enter()
            kind = "portal: picture of a paper"
            answer, _ = await browser.send(
                f"{here}/room/upload",
                kind,
                {"paper": "passport", "covered": "yes"},
                near="/room/upload",
                files={"scan": ("paper.png", picture(), "image/png")},
                again=unlock,
            )
            browser._expect(answer, kind, 303)
            self.watch.told.uploads[code] += 1


_picture: list[bytes] = []


def picture() -> bytes:
    """A photograph of a paper, as a phone makes it small: 1200 by 800."""
    if not _picture:
        from PIL import Image

        drawn = BytesIO()
        Image.effect_noise((1200, 800), 20).convert("RGB").save(drawn, "JPEG", quality=80)
        _picture.append(drawn.getvalue())
    return _picture[0]


# --- clerks -------------------------------------------------------------------------------------


@dataclass
class Clerk:
    """Registers envelopes and carries them on, searches, answers messages, writes letters."""

    name: str
    watch: Watch
    pace: Pace
    people: Sequence[Mapping[str, str]]
    """The particulars of people in the company's database."""
    commands: int = 0

    async def stay(self) -> None:
        self.pace.start()
        async with Browser(self.watch, None) as self.browser:
            await self.sign_in()
            while not self.pace.over:
                try:
                    await self.envelope()
                    await self.find()
                    await self.message()
                except Lost as lost:
                    self.watch.wrong[str(lost)] += 1

    async def sign_in(self) -> None:
        here = f"/desk/{COMPANY}/sign-in"
        await self.browser.get(here, "desk: sign-in")
        fields = {"id": self.name, "password": PASSWORD}
        answer, _ = await self.browser.send(here, "desk: signed in", fields)
        self.browser._expect(answer, "desk: signed in", 303)

    async def command(self, path: str, kind: str, fields: Fields, near: str = "") -> httpx.Response:
        files = {"sheet0.scan": ("", b"", "application/octet-stream")} if "/new" in path else None
        answer, command = await self.browser.send(path, kind, fields, near=near, files=files)
        self.browser._expect(answer, kind, 303)
        self.commands += 1
        self.watch.told.deeds[command] = answer.headers["location"]
        return answer

    async def envelope(self) -> None:
        """From the envelope to the decision, as far as a clerk may go alone."""
        browser, desk = self.browser, f"/desk/{COMPANY}"
        await self.pace.turn()
        if self.pace.over:
            return
        await browser.get(desk, "desk: list of cases")
        await browser.get(f"{desk}/new", "desk: new envelope")
        person = self.pace.dice.choice(self.people)
        n = f"{self.name}-{self.commands}-{self.pace.dice.randrange(10**9)}"
        fields: dict[str, str] = {
            "channel": "post",
            "form": "free",
            "asker": "person",
            "person0.kinds": self.pace.dice.choice(["disclosure", "cessation_need_ended"]),
            "person0.statement": f"架空の封筒 {n}",
            "sheet0.type": "drivers_license",
            "sheet0.domicile": "hidden",
            "sheet0.my_number": "hidden",
            **{f"person0.{name}": value for name, value in person.items()},
        }
        answer = await self.command(f"{desk}/new", "desk: envelope registered", fields)
        case = answer.headers["location"]
        self.watch.told.envelopes[case.rpartition("/")[2]] = fields["person0.statement"]
        await browser.get(case, "desk: case")
        await self.carry(case, person)

    async def carry(self, case: str, person: Mapping[str, str]) -> None:
        """Do what the case's page says is next, and send the receipt on the way."""
        paper = {f"paper.{name}": value for name, value in person.items()}
        known: dict[str, Fields] = {
            "match": {k: v for k, v in paper.items() if k != "paper.email"},
            "answer": {"value": "yes", "reasons": "架空の理由による。"},
            "accept": {},
            "search": {},
            "grant": {},
            "receipt": {"letter_lang": "ja"},
        }
        named = {
            "match": "desk: compared with the file",
            "answer": "desk: question answered",
            "accept": "desk: accepted",
            "search": "desk: data searched for",
            "grant": "desk: decided",
            "receipt": "desk: letter",
        }
        done: Counter[str] = Counter()
        while not self.pace.over and sum(done.values()) < 9:
            forms = re.findall(r'data-deed="([^"]+)"', self.browser.page)
            deed = forms[0] if forms else ""
            if deed not in known or done[deed] > 3:
                if "receipt" not in forms or done["receipt"]:
                    return
                deed = "receipt"
            await self.pace.turn()
            if self.pace.over:
                return
            fields, mark = dict(known[deed]), f'data-deed="{deed}"'
            if deed == "answer":
                at = self.browser.page.index(mark)
                asked = re.search(r'name="question" value="([^"]+)"', self.browser.page[at:])
                fields["question"] = asked[1] if asked else ""
            answer = await self.command(f"{case}/do/{deed}", named[deed], fields, mark)
            await self.browser.follow(answer, "desk: case")
            done[deed] += 1

    async def find(self) -> None:
        """Who is this about? By the code of a receipt, or by name."""
        await self.pace.turn()
        if self.pace.over:
            return
        desk, codes = f"/desk/{COMPANY}", list(self.watch.told.receipts)
        await self.browser.get(desk, "desk: list of cases")
        by_name = not codes or self.pace.dice.random() < 0.5
        asked = self.pace.dice.choice(self.people)["name"]
        if not by_name:
            asked = self.pace.dice.choice(codes)
        kind = f"desk: found by {'name' if by_name else 'code'}"
        answer, _ = await self.browser.send(f"{desk}/find", kind, {"q": asked})
        if answer.status_code != 303:
            self.browser._expect(answer, kind, 200)
        self.commands += 1

    async def message(self) -> None:
        """A visitor's case, by its code; then a word to them."""
        await self.pace.turn()
        codes = list(self.watch.told.receipts)
        if self.pace.over or not codes:
            return
        desk, dice = f"/desk/{COMPANY}", self.pace.dice
        await self.browser.get(desk, "desk: list of cases")
        fields = {"q": dice.choice(codes)}
        answer, _ = await self.browser.send(f"{desk}/find", "desk: found by code", fields)
        self.browser._expect(answer, "desk: found by code", 303)
        case = answer.headers["location"]
        await self.browser.get(case, "desk: case")
        await self.browser.get(f"{case}/contact", "desk: contact")
        text = f"架空の返事 {self.name} {dice.randrange(10**9)}"
        path = f"{case}/contact/write"
        answer = await self.command(path, "desk: message answered", {"text": text}, path)
        self.watch.told.replies[text] = case.rpartition("/")[2]
        await self.browser.follow(answer, "desk: contact")
