"""Drafts of a policy: files of the company's own, beside the versions and never among them.

A draft is saved against the text it was opened with, so of two people who change the same one the
second is told, and neither text is lost.
"""

from __future__ import annotations

import hashlib
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chikai.ports import BadData, Missing

_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
RESERVED: Final = frozenset({"check", "diff", "drafts", "published"})
"""Words that stand in addresses where a draft's name would."""
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Draft:
    name: str
    text: str

    @property
    def tag(self) -> str:
        """Changes with the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Overtaken(Exception):
    """Somebody saved the draft since it was opened; `theirs` is what it says now."""

    def __init__(self, theirs: Draft) -> None:
        super().__init__(theirs.name)
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Shelf:
    """A company's folder of drafts."""

    folder: Path

    def names(self) -> tuple[str, ...]:
        return tuple(p.stem for p in sorted(self.folder.glob("*.yaml")) if _NAME.fullmatch(p.stem))

    def read(self, name: str) -> Draft:
        """Raises `Missing`, and `BadData` for a file that is not UTF-8."""
        path = self._path(name)
        try:
            return Draft(name, path.read_text("utf-8"))
        except FileNotFoundError:
            raise Missing(name) from None
        except UnicodeDecodeError:
            raise BadData("wiring.not_utf8", file=str(path)) from None

    def begin(self, name: str, text: str) -> Draft:
        """A new draft. Raises `BadData` for a name that will not do or is taken."""
        if not _NAME.fullmatch(name) or name in RESERVED:
            raise BadData("studio.bad_name", field="name")
        with _lock:
            if self._path(name).exists():
                raise BadData("studio.name_taken", field="name", name=name)
            return self._write(Draft(name, text))

    def save(self, name: str, text: str, *, opened: str) -> Draft:
        """Save over the text whose tag is `opened`. Raises `Overtaken`, `Missing`."""
        with _lock:
            now = self.read(name)
            if now.text == text:
                return now
            if now.tag != opened:
                raise Overtaken(now)
            return self._write(Draft(name, text))

    def drop(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def _write(self, draft: Draft) -> Draft:
        path = self._path(draft.name)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(draft.text.encode())
        part.replace(path)
        return draft

    def _path(self, name: str) -> Path:
        """Raises `Missing` for what is no name: it never leaves the folder."""
        if not _NAME.fullmatch(name):
            raise Missing(name)
        return self.folder / f"{name}.yaml"
