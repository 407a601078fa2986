"""Drills: homes of their own under `<home>/drill/<COMPANY>/<N>`, set up, found and kept.

A drill touches nothing of the company's: it has its own store, keys, database and day, and copies
of the policy files as they stood when it began.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from chikai import places, wiring, words
from chikai.adapters import drills as files
from chikai.adapters.clock import OsEntropy, SeededEntropy
from chikai.adapters.drill_paper import draw
from chikai.app import drill as drilling
from chikai.app.cases import Actor
from chikai.app.drill import Drill, id_parts
from chikai.app.drill_pages import Page
from chikai.app.drill_people import on_file
from chikai.app.slips import near
from chikai.policy.load import in_force
from chikai.ports import BadData, Home, Missing


def all_of(root: Path, company: str) -> tuple[Drill, ...]:
    """The drills of a company, oldest first. Raises `BadData` for a note that can't be read."""
    return tuple(_drill(root, company, n) for n in files.numbers(root, company))


def the(root: Path, id: str) -> Drill:
    """A drill by its id. Raises `Missing`."""
    parts = id_parts(id)
    if parts is None or parts[1] not in files.numbers(root, parts[0]):
        raise Missing(id)
    return _drill(root, *parts)


def _drill(root: Path, company: str, number: int) -> Drill:
    text = files.note(files.folder(root, company, number))
    return drilling.from_text(company, number, text or "")


def new(root: Path, company: str, *, seed: int, envelopes: int, on: date, by: Actor) -> Drill:
    """Set up a drill of a company as its policy files stand: a store, a database and a day of its
    own. Raises `NotAllowed`, `BadData`, `BadPolicy`, `NoPolicyInForce`."""
    of = places.place(root, company)
    today = of.clock.now().date()
    drilling.check_new(seed=seed, envelopes=envelopes, on=on, today=today, by=by)
    policy = in_force(places.read_policies(of), on)
    if of.drill is not None:
        raise BadData("drill.of_a_drill", field="company")
    drill = Drill(company, files.claim(root, company), seed, envelopes, on, by.id)
    folder = files.folder(root, company, drill.number)
    (folder / "policies").mkdir()
    for file in places.policy_files(of):
        if file.own:
            (folder / "policies" / Path(file.name).name).write_text(file.text, "utf-8")
    files.furnish(folder, policy, on_file(seed, on))
    files.KeptDay(folder).move_to(on)
    keep(root, drill)
    return drill


def lot() -> int:
    """A seed drawn by lot."""
    return int.from_bytes(OsEntropy().bytes(4), "big") % (drilling.MOST_SEED + 1)


def keep(root: Path, drill: Drill) -> None:
    """Write down what has become of a drill."""
    folder = files.folder(root, drill.company, drill.number)
    files.note(folder, drilling.to_text(drill))


def move(root: Path, drill: Drill, day: date) -> None:
    """Let a later day come in a drill. Raises `BadData` for an earlier one, and for one too far."""
    near(day, after=drill.on)
    files.KeptDay(files.folder(root, drill.company, drill.number)).move_to(day)


def scratch(home: Home) -> Home:
    """An empty home beside that of a drill, in which its envelopes are registered rightly."""
    return wiring.in_memory(home, entropy=SeededEntropy(0))


def picture(page: Page, lang: words.Lang) -> bytes:
    """A sheet of an envelope as a PNG that nobody can take for a real paper."""
    said = [words.render(line, lang=lang) for line in page.lines]
    return draw(words.render(page.title, lang=lang), said)
