"""Where a company's files are, and what they say: its policies, its mappings, its settings.

A home directory holds one folder per company: `store.db` (unless PostgreSQL is named), `keys/`,
`sources/*.yaml`, and `policies/*.yaml` that come before the shipped ones.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from chikai import policies
from chikai.adapters import drills as drill_files
from chikai.adapters import policy_texts
from chikai.adapters.clock import SystemClock
from chikai.adapters.policy_texts import PolicyFiles as PolicyFiles
from chikai.adapters.policy_texts import PolicyText, text_of
from chikai.app.drill import drill_id, id_parts
from chikai.app.drp import Agents, agents_of
from chikai.ledger.model import SourceMapping
from chikai.policy.model import Policy
from chikai.ports import BadData, Clock

DEFAULT_HOME = Path("chikai-home")
"""Where every face keeps its records unless told otherwise, from where it was started."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one company's files are. `store` is a database URL, or None for SQLite in `root`.
    `backups`: the folder for the key backup, best on another disk; by default beside the store."""

    root: Path
    company: str
    store: str | None = None
    backups: Path | None = None
    drill: int | None = None
    """The number of one of the company's drills, which is a home of its own."""

    @property
    def id(self) -> str:
        """What the home is called: the company, or one of its drills."""
        return self.company if self.drill is None else drill_id(self.company, self.drill)

    @property
    def folder(self) -> Path:
        if self.drill is not None:
            return drill_files.folder(self.root, self.company, self.drill)
        return self.root / self.company

    @property
    def url(self) -> str | Path:
        """The store's URL, or the path of its SQLite file."""
        return self.store or self.folder / "store.db"

    @property
    def jobs(self) -> str | Path:
        """Where the jobs are: a file of their own, or the server of the store."""
        server = self.store if self.store and not self.store.startswith("sqlite") else None
        return server or self.folder / "jobs.db"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def key_backups(self) -> Path:
        return self.backups / self.company if self.backups else self.folder / "key-backups"

    @property
    def clock(self) -> Clock:
        """The machine's clock, or the day a drill has come to."""
        return SystemClock() if self.drill is None else drill_files.KeptDay(self.folder)


DEMO_MARK = "DEMO"
"""A file of this name in a company's folder marks fictional data: deeds may lie in the future, and
whoever comes may sign in."""


def is_demo(where: Place) -> bool:
    return (where.folder / DEMO_MARK).exists()


def companies(root: Path) -> tuple[str, ...]:
    """Every company known here: the shipped ones, then those with a policy of their own."""
    own = sorted(p.parent.name for p in root.glob("*/policies"))
    return tuple(dict.fromkeys((*policies.COMPANIES, *own)))


def place(root: Path, company: str, environ: Mapping[str, str] = os.environ) -> Place:
    """The place of a company, or of one of its drills (`enigmo-drill-1`), which knows no store and
    no folder but its own. Raises `BadData` for a name that is no company here."""
    if (parts := id_parts(company)) and parts[1] in drill_files.numbers(root, parts[0]):
        return Place(root, parts[0], drill=parts[1])
    if company not in policies.SHIPPED and company not in (own := companies(root)):
        known = ", ".join(sorted({*policies.SHIPPED, *own}))
        raise BadData("wiring.no_such_company", field="company", known=known)
    backups = environ.get("CHIKAI_KEY_BACKUPS")
    return Place(root, company, environ.get("CHIKAI_STORE_URL"), Path(backups) if backups else None)


def policy_files(where: Place) -> tuple[PolicyText, ...]:
    """The company's policy files as they are, shipped ones first. Raises `BadData` for a file
    that is not UTF-8."""
    return policy_texts.of(where.folder, where.company)


def _versions(where: Place) -> tuple[tuple[Policy, PolicyText], ...]:
    return policy_texts.versions(policy_files(where), drill=where.drill is not None)


def read_policies(where: Place) -> tuple[Policy, ...]:
    """Every version of the company's policy: shipped ones, then its own files. A file of its own
    replaces a shipped one of the same day. Raises `BadPolicy`."""
    return tuple(policy for policy, _ in _versions(where))


def policy_hashes(where: Place) -> dict[str, str]:
    """The hex SHA-256 of each version's file, for a proof pack. Raises `BadPolicy`."""
    return {
        policy.version: hashlib.sha256(file.text.encode()).hexdigest()
        for policy, file in _versions(where)
    }


def sorted_policies(where: Place) -> PolicyFiles:
    """As `read_policies`, for a page that must not fall silent because of one bad file."""
    return policy_texts.sorted_out(policy_files(where), drill=where.drill is not None)


def read_mappings(where: Place, policy: Policy) -> tuple[SourceMapping, ...]:
    """The company's source mappings, each checked against its policy. Raises `BadMapping`."""
    return tuple(
        _mapped(text_of(path), str(path), policy)
        for path in sorted((where.folder / "sources").glob("*.yaml"))
    )


@lru_cache(maxsize=64)
def _mapped(text: str, name: str, policy: Policy) -> SourceMapping:
    """As `_loaded`: a server looks every few seconds whether a worker has something to do."""
    from chikai.ledger.load import load_mapping  # a home without sources does without

    return load_mapping(text, file=name, policy=policy)


def own_file(where: Place, name: str) -> str | None:
    """The text of a file of the company's own in its folder; None where there is none. Raises
    `BadData` for one that is not UTF-8."""
    path = where.folder / name
    return text_of(path) if path.is_file() else None


def drp_agents(where: Place) -> Agents | None:
    """The agents of the Data Rights Protocol the company deals with, where its folder names them
    in `drp.toml`. Raises `BadData`."""
    path = where.folder / "drp.toml"
    if not path.exists():
        return None
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise BadData("api.drp.settings", file=str(path)) from None
    return agents_of(said, file=str(path))
