"""One deed at the desk, as it was posted: what its form is read into, and what it is run with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chikai.app.cases import Actor
from chikai.duties.requests.case import Case
from chikai.duties.requests.decide import Defect
from chikai.ports import Home
from chikai.web.posted import Posted

Result = Case | tuple[Case, ...] | Defect


@dataclass(frozen=True, slots=True)
class Doing:
    """One deed as it was posted: where, on which case, by whom, with which fields."""

    home: Home
    case: str
    by: Actor
    form: Posted

    @property
    def lang(self) -> str:
        """The language of the letter, which is the requester's and not the desk's."""
        return "en" if self.form.text("letter_lang") == "en" else "ja"


@dataclass(frozen=True, slots=True)
class Deed:
    run: Callable[[Doing], Result]
    letter: bool = False


def simple(run: Callable[..., Result]) -> Deed:
    """A deed without fields."""
    return Deed(lambda d: run(d.home, d.case, by=d.by))


def letter(run: Callable[..., Result]) -> Deed:
    """A deed that sends a letter and asks for nothing but its language."""
    return Deed(lambda d: run(d.home, d.case, by=d.by, lang=d.lang), letter=True)
