"""A desk with two answered requests, and paper as it comes back from a scanner."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pylopdf_fonts_jp import sans_path

from chikai import places, wiring
from chikai.adapters.clock import TOKYO, FixedClock, SeededEntropy
from chikai.app import intake, letters, search, steps
from chikai.app.cases import Actor
from chikai.app.envelope import Asked, Envelope, Payment, ReplyTo, Sheet
from chikai.demo.looks import others_look
from chikai.demo_data import build, cast
from chikai.duties.requests.case import Case
from chikai.duties.requests.events import FormUsed
from chikai.law.kinds import Asker, Channel, Means, Paper, RequestKind
from chikai.people.model import Person
from chikai.ports import Home

DAY = date(2026, 11, 2)


class Desk:
    """One company's home, and a clerk who never repeats a command."""

    def __init__(self, home: Home) -> None:
        self.home, self._commands = home, 0

    def by(self, who: str = "clerk-1") -> Actor:
        self._commands += 1
        return Actor(who, f"cmd-{self._commands}")

    def receive(self, person: Person, *kinds: RequestKind) -> tuple[Case, ...]:
        envelope = Envelope(
            arrived_on=DAY,
            channel=Channel.POST,
            asker=Asker.PERSON,
            form=FormUsed.DESIGNATED,
            form_complete=True,
            asked=(Asked(person=person, kinds=kinds),),
            reply_to=ReplyTo(name=person.names[0].full, address=person.addresses[0]),
            sheets=(Sheet(type=Paper.DRIVERS_LICENSE),),
            payments=(Payment(means=Means.MONEY_ORDER, amount=1000, issued_on=DAY),),
        )
        return intake.receive(self.home, envelope, by=self.by())

    def deciding(self, person: Person) -> str:
        """A request for disclosure, about to be decided."""
        (case,) = self.receive(person, RequestKind.DISCLOSURE)
        search.match(self.home, case.id, search.PaperReading(person=person), by=self.by())
        steps.accept(self.home, case.id, by=self.by())
        searched = search.search(self.home, case.id, by=self.by())
        assert isinstance(searched, Case), searched
        for item in searched.unjudged():
            ground, why = "seriously_hinders_business", "架空の理由"
            steps.withhold(self.home, case.id, item, ground, why, by=self.by())
        return case.id

    def answered(self, person: Person) -> Case:
        """A request for disclosure whose answer is printed and waits for its envelope."""
        case = self.deciding(person)
        granted = steps.grant(self.home, case, by=self.by())
        assert isinstance(granted, Case), granted
        others_look(self.home, case)
        sent = letters.send_answer(self.home, case, by=self.by())
        assert isinstance(sent, Case), sent
        return sent

    def pdf(self, case: Case) -> bytes:
        assert case.answer is not None
        return self.home.vault.get(case.answer.sealed)


@contextmanager
def open_desk(root: Path, company: str = "enigmo") -> Iterator[Desk]:
    where = places.place(root, company, {})
    (where.folder / "sources").mkdir(parents=True)
    for mapping in build.mappings(company):
        (where.folder / "sources" / mapping.name).write_text(mapping.text, encoding="utf-8")
    build.build(company, where.folder / "shop.db")
    clock = FixedClock(datetime(2026, 11, 2, 10, tzinfo=TOKYO))
    with wiring.open_home(where, clock=clock, entropy=SeededEntropy(4)) as home:
        yield Desk(home)


HANAKO, OTHER = cast.HANAKO, cast.KENICHI

# --- paper --------------------------------------------------------------------------------------


def printed(pdf: bytes, *, dpi: int = 150) -> list[Image.Image]:
    """The sheets as they lie on a scanner."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def scanned(sheet: Image.Image, *, turned: float = 0.0, noise: float = 0.0) -> Image.Image:
    """The sheet as a scanner sees it: not straight, not sharp, not clean."""
    seen = sheet.rotate(turned, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    if noise:
        dirt = Image.effect_noise(seen.size, 60).convert("RGB")
        seen = Image.blend(seen, dirt, noise).filter(ImageFilter.GaussianBlur(0.7))
    return seen


def jpeg(image: Image.Image, quality: int = 60) -> bytes:
    out = io.BytesIO()
    image.save(out, format="JPEG", quality=quality)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, format="PNG", compress_level=1)
    return out.getvalue()


def tiff(images: Sequence[Image.Image]) -> bytes:
    out = io.BytesIO()
    first, *rest = images
    first.save(out, format="TIFF", save_all=True, append_images=rest, compression="tiff_lzw")
    return out.getvalue()


def pdf(images: Sequence[Image.Image]) -> bytes:
    out = io.BytesIO()
    first, *rest = images
    first.save(out, format="PDF", save_all=True, append_images=rest, resolution=150)
    return out.getvalue()


def card(*lines: str) -> Image.Image:
    """A paper that is plainly no real one: a heading that says so, and lines."""
    image = Image.new("RGB", (1240, 140 + 90 * len(lines)), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(sans_path()), 34)
    for n, line in enumerate(("試験用の見本。本物の書類ではありません", *lines)):
        draw.text((60, 40 + 90 * n), line, font=font, fill="black")
    return image
