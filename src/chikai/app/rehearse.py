"""Rehearsing a deed: everything happens but the journal, the vault and the keys stay as they are.

A letter is previewed by rehearsing the very deed that would send it, so the preview is the letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from chikai.kernel.event import Event
from chikai.ports import Destruction, Home, Purpose, Sealed

if TYPE_CHECKING:
    from chikai.duties.requests.letters.model import Letter


class Rehearsed(Exception):
    """The deed would do more than write a letter, and is not rehearsed further."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A home in which nothing lasts, and the letters printed in it, newest last."""

    home: Home
    letters: list[bytes] = field(default_factory=list, repr=False)


def rehearse(home: Home) -> Rehearsal:
    letters: list[bytes] = []
    quiet = replace(
        home,
        journal=_Journal(home.journal),
        vault=_Vault(home.vault, home.entropy.id),
        keys=_Keys(home.keys),
        press=_Press(home.press, letters),
        failpoint=lambda name: None,
    )
    return Rehearsal(quiet, letters)


class _Over:
    """Reads from what lies under it."""

    def __init__(self, under: Any) -> None:
        self._under = under

    def __getattr__(self, name: str) -> Any:
        return getattr(self._under, name)


class _Journal(_Over):
    def append(self, batches: Sequence[Any], **stamp: Any) -> tuple[Event, ...]:
        return ()

    def save_checkpoint(self, checkpoint: Any) -> None:
        return None

    def replace_inbox(self, rows: Any) -> None:
        return None


class _Vault(_Over):
    def __init__(self, under: Any, new_id: Any) -> None:
        super().__init__(under)
        self._new_id, self._held = new_id, dict[str, bytes]()

    def put(self, case: str, purpose: Purpose, content: bytes) -> Sealed:
        id = self._new_id("rehearsed")
        self._held[id] = content
        return Sealed(id, case, purpose, "0" * 64)

    def get(self, blob_id: str) -> bytes:
        held = self._held.get(blob_id)
        return self._under.get(blob_id) if held is None else held


class _Keys(_Over):
    def destroy(self, case: str, purpose: Purpose) -> Destruction:
        raise Rehearsed


class _Press(_Over):
    def __init__(self, under: Any, letters: list[bytes]) -> None:
        super().__init__(under)
        self._letters = letters

    def letter(self, letter: Letter, lang: str) -> bytes:
        pdf: bytes = self._under.letter(letter, lang)
        self._letters.append(pdf)
        return pdf
