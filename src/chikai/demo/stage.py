"""The stage: the five companies in one directory, one clock, and a desk for each company."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Final

from chikai import places, policies, wiring
from chikai.adapters.clock import TOKYO, FixedClock, OsEntropy, SeededEntropy
from chikai.adapters.press.typst_press import TypstPress
from chikai.app import intake
from chikai.app.cases import Actor
from chikai.app.envelope import Envelope, Sheet
from chikai.demo import scans
from chikai.demo.matter import Matter
from chikai.demo.played import CLERK
from chikai.demo_data import build
from chikai.duties.requests.letters.model import Letter
from chikai.kernel.calendar import next_business_day
from chikai.ports import Entropy, Home, Press

FIRST_DAY: Final = date(2026, 11, 2)
IN_MEMORY: Final = "memory:"
OPENS: Final = time(10, 0, tzinfo=TOKYO)


@dataclass(frozen=True, slots=True)
class Desk:
    """One company's desk."""

    stage: Stage
    company: str

    @property
    def home(self) -> Home:
        return self.stage.homes[self.company]

    @property
    def today(self) -> date:
        return self.stage.today

    def actor(self, id: str = CLERK) -> Actor:
        return Actor(id, self.home.entropy.id("command"))

    def receive(self, envelope: Envelope) -> tuple[Matter, ...]:
        """Open an envelope: one matter for each person and kind."""
        came = replace(envelope, sheets=tuple(self.scanned(s, envelope) for s in envelope.sheets))
        opened = intake.receive(self.home, came, by=self.actor())
        return tuple(Matter(self, case.id, envelope) for case in opened)

    def scanned(self, sheet: Sheet, envelope: Envelope | None) -> Sheet:
        """A sheet of this envelope with its scan; a picture where letters are printed as pages."""
        if envelope is None or not self.stage.draws:
            return sheet
        return replace(sheet, scan=scans.scan(sheet, envelope))

    def read_policies_again(self) -> None:
        """A policy file was added to the company's folder."""
        policies = places.read_policies(self.stage.place(self.company))
        self.stage.homes[self.company] = replace(self.home, policies=policies)

    @property
    def policy_folder(self) -> Path:
        folder = self.stage.place(self.company).folder / "policies"
        folder.mkdir(parents=True, exist_ok=True)
        return folder


Story = Generator[date, None, tuple[Matter, ...]]
"""A journey as it is played: it yields the day it waits for, and ends with its cases."""
Tale = Callable[["Stage"], Story]


class Stage:
    """All five companies under one root, on one clock that only moves forward.

    `homes` are open; `printed` holds every letter by its id; letters that left the house lie as
    files in `letters`. With `draws`, scans are pictures.
    """

    def __init__(
        self, root: Path, clock: FixedClock, store: str | None, *, draws: bool = False
    ) -> None:
        self.root, self.clock, self.draws = root, clock, draws
        self.letters = root / "letters"
        self.homes: dict[str, Home] = {}
        self.printed: dict[str, Letter] = {}
        self.files: dict[str, Path] = {}
        self._store = store
        self._unsent: list[tuple[Letter, bytes]] = []

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def days(self, n: int) -> date:
        """The first business day at least `n` days from today."""
        return self.business_day(self.today + timedelta(days=n))

    @staticmethod
    def business_day(day: date) -> date:
        return next_business_day(day)

    def desk(self, company: str) -> Desk:
        return Desk(self, company)

    def place(self, company: str) -> places.Place:
        store = None if self._store == IN_MEMORY else self._store
        return places.Place(self.root, company, store)

    def play(self, *tales: Tale, until: date | None = None) -> tuple[tuple[Matter, ...], ...]:
        """Play the tales side by side, each on its own days, and give what each ended with.

        The clock goes from day to day; tales that wait for the same day go in the order given.
        With `until`, tales that would go on later are left where they stand and give nothing.
        """
        ended: dict[int, tuple[Matter, ...]] = {}
        turn = count()
        waiting = [(self.today, next(turn), n, tale(self)) for n, tale in enumerate(tales)]
        while waiting:
            day, _, n, story = heapq.heappop(waiting)
            if until is not None and day > until:
                break
            self.move_to(day)
            try:
                heapq.heappush(waiting, (next(story), next(turn), n, story))
            except StopIteration as end:
                ended[n] = end.value
        return tuple(ended[n] for n in sorted(ended))

    def move_to(self, day: date) -> None:
        """Ten in the morning of a day; never back."""
        moment = datetime.combine(day, OPENS)
        if moment > self.clock.now():
            self.clock.set(moment)

    # --- letters --------------------------------------------------------------------------------

    def note_letter(self, letter: Letter, printed: bytes) -> None:
        self._unsent.append((letter, printed))

    def keep_letters(self, home: Home) -> None:
        """Write what has left the house since the last look to files; forget what has not."""
        for letter, printed in self._unsent:
            if any(p.id == letter.id for c in letter.cases for p in home.journal.postings(c)):
                suffix = "pdf" if printed.startswith(b"%PDF") else "txt"
                path = self.letters / f"{home.company}-{letter.kind}-{letter.id}.{suffix}"
                self.letters.mkdir(parents=True, exist_ok=True)
                path.write_bytes(printed)
                self.printed[letter.id], self.files[letter.id] = letter, path
        self._unsent.clear()


class _NotingPress:
    """A press that shows the stage every letter it prints."""

    def __init__(self, press: Press, stage: Stage) -> None:
        self._press, self._stage = press, stage

    def letter(self, letter: Letter, lang: str) -> bytes:
        printed = self._press.letter(letter, lang)
        self._stage.note_letter(letter, printed)
        return printed


@contextmanager
def open_stage(
    root: Path,
    *,
    store: str | None = None,
    start: date = FIRST_DAY,
    press: Press | None = None,
    seed: int | None = 0,
    companies: Sequence[str] = policies.COMPANIES,
) -> Iterator[Stage]:
    """The companies, each with its database and mappings, seeded where they are not yet.

    `store` is a database URL, `IN_MEMORY`, or None for SQLite under `root`. With `seed`, ids and
    salts are the same in every run; None draws them from the machine.
    """
    clock = FixedClock(datetime.combine(start, OPENS))
    stage = Stage(root, clock, store, draws=press is None)
    press = _NotingPress(press or TypstPress(), stage)
    with ExitStack() as stack:
        for company in companies:
            where = stage.place(company)
            furnish(where)
            entropy: Entropy = OsEntropy() if seed is None else SeededEntropy(f"{seed}/{company}")
            home = stack.enter_context(wiring.open_home(where, clock=stage.clock, entropy=entropy))
            if store == IN_MEMORY:
                home = wiring.in_memory(home, entropy=home.entropy)
            stage.homes[company] = replace(home, press=press)
        yield stage


def furnish(where: places.Place) -> None:
    """Give a company its fictional database and its mappings, where it has none."""
    sources = where.folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    for mapping in build.mappings(where.company):
        if not (sources / mapping.name).exists():
            (sources / mapping.name).write_text(mapping.text, "utf-8")
        database = where.folder / f"{Path(mapping.name).stem}.db"
        if not database.exists():
            build.build(where.company, database)
