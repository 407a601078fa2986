"""The one place where adapters meet ports: opening the home of a company.

A home directory holds one folder per company: `store.db` (unless PostgreSQL is named), `keys/`,
`sources/*.yaml`, and `policies/*.yaml` that come before the shipped ones.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chikai import policies
from chikai.adapters import drills as drill_files
from chikai.adapters import policy_texts
from chikai.adapters.caller import HttpCaller
from chikai.adapters.clock import OsEntropy, SystemClock
from chikai.adapters.failpoints import from_environment
from chikai.adapters.jobs.company import CompanyJobs
from chikai.adapters.later import later
from chikai.adapters.mail.settings import read_mail
from chikai.adapters.pages import FilePages
from chikai.adapters.pages.locker import PdfLocker
from chikai.adapters.policy_texts import PolicyFiles as PolicyFiles
from chikai.adapters.policy_texts import PolicyText as PolicyText
from chikai.adapters.policy_texts import text_of
from chikai.adapters.press.typst_press import TypstPress
from chikai.adapters.scans import PaperScans
from chikai.adapters.scans.ocr import RapidReader, installed
from chikai.adapters.sql import open_store
from chikai.adapters.sql import restore as restore_store
from chikai.adapters.sql.pulse import Pulses
from chikai.app import house
from chikai.app.drill import drill_id, id_parts
from chikai.app.drp import Agents, agents_of
from chikai.ledger.model import SourceMapping
from chikai.ledger.problem import BadMapping, Problem
from chikai.policy.model import Policy
from chikai.ports import BadData, Clock, Entropy, Home, Pages, Provider, Scans, Sources

if TYPE_CHECKING:
    from chikai.adapters.sources.company import CompanySources

COMPANIES = policies.COMPANIES
SHIPPED = policies.SHIPPED
"""Companies with files of their own: no other may take these names."""
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
    return tuple(dict.fromkeys((*COMPANIES, *own)))


def place(root: Path, company: str, environ: Mapping[str, str] = os.environ) -> Place:
    """The place of a company, or of one of its drills (`enigmo-drill-1`), which knows no store and
    no folder but its own. Raises `BadData` for a name that is no company here."""
    if (parts := id_parts(company)) and parts[1] in drill_files.numbers(root, parts[0]):
        return Place(root, parts[0], drill=parts[1])
    if company not in SHIPPED and company not in (own := companies(root)):
        known = ", ".join(sorted({*SHIPPED, *own}))
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


def _sources(where: Place, mappings: Sequence[SourceMapping]) -> CompanySources:
    from chikai.adapters.sources.company import CompanySources, named

    def address(mapping: SourceMapping) -> str:
        url = mapping.url or named(os.environ, mapping, mapping.url_env, key="url_env")
        return url.replace("{home}", str(where.folder))

    return CompanySources(mappings, address=address, environ=os.environ, home=str(where.folder))


def one_source(where: Place, name: str) -> tuple[Sources, SourceMapping, tuple[Problem, ...]]:
    """One source by its name, or by the file of its draft; and what a draft leaves open. Raises
    `Missing`, `BadMapping`, `BadData`."""
    policy = read_policies(where)[-1]
    file = Path(name)
    if file.suffix not in (".yaml", ".yml"):
        mappings = read_mappings(where, policy)
        sources = _sources(where, mappings)
        return sources, sources.mapping(name), ()
    try:
        text = text_of(file)
    except OSError:
        raise BadData("cli.no_such_file", field="NAME", file=name) from None
    from chikai.ledger.load import load_mapping

    mapping = load_mapping(text, file=name, policy=policy, draft=True)
    open_: tuple[Problem, ...] = ()
    if mapping.draft:
        try:
            load_mapping(text, file=name, policy=policy)
        except BadMapping as error:
            open_ = error.problems
    return _sources(where, [mapping]), mapping, open_


def inspect_source(
    where: Place, url: str, *, name: str, url_env: str, schemas: Sequence[str]
) -> str:
    """The draft of a mapping of the database at `url`. Raises `Unavailable`, `BadData`."""
    from chikai.adapters.sources.company import drafted

    if not _SOURCE_NAME.fullmatch(name):
        raise BadData("sources.bad_name", field="--name")
    items = [each.id for each in read_policies(where)[-1].items]
    return drafted(
        url.replace("{home}", str(where.folder)),
        source=name,
        company=where.company,
        url_env=url_env,
        items=items,
        schemas=tuple(schemas),
    )


_SOURCE_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
"""As a mapping file takes it; a draft with another name could not be read again."""


@contextmanager
def open_home(
    where: Place,
    *,
    clock: Clock | None = None,
    entropy: Entropy | None = None,
    policies: tuple[Policy, ...] = (),
) -> Iterator[Home]:
    """A company's home, closed again at the end; with `policies`, whatever its files say now.

    Raises `Unavailable`, `BadPolicy`, `BadData`.
    """
    where.key_backups.mkdir(parents=True, exist_ok=True)
    clock, entropy = clock or where.clock, entropy or OsEntropy()
    texts = policies or read_policies(where)
    failpoint = from_environment()
    mappings = read_mappings(where, texts[-1])
    sources = later(lambda: _sources(where, mappings))
    settings = house.settings(os.environ)
    mailbox, outbound = read_mail(where.folder / "mail.toml", os.environ)

    store = open_store(
        where.url,
        company=where.id,
        keys_dir=where.keys,
        keys_backup=where.key_backups,
        clock=clock,
        entropy=entropy,
        failpoint=failpoint,
    )
    jobs = CompanyJobs(
        where.jobs,
        company=where.id,
        key=lambda: store.keys.derived("jobs"),
        clock=clock,
        entropy=entropy,
        failpoint=failpoint,
    )
    try:
        yield Home(
            company=where.id,
            policies=texts,
            journal=store.journal,
            vault=store.vault,
            keys=store.keys,
            views=store.views,
            press=TypstPress(),
            sources=sources,
            changes=later(lambda: sources.changes(failpoint)),
            clock=clock,
            entropy=entropy,
            failpoint=failpoint,
            archive=store.archive,
            pages=FilePages(),
            settings=settings,
            scans=scans(),
            accounts=store.accounts,
            tray=store.tray,
            locker=PdfLocker(),
            mailbox=mailbox,
            outbound=outbound,
            caller=HttpCaller(private=settings.get("webhook_private") == "yes"),
            jobs=jobs,
            together=store.together,
        )
    finally:
        jobs.close()
        store.close()


def in_memory(home: Home, *, entropy: Entropy) -> Home:
    """An empty home in memory, with the policies, sources and clock of another."""
    from chikai.adapters.memory.store import open_store as open_in_memory

    kept = open_in_memory(company=home.company, clock=home.clock, entropy=entropy)
    return replace(
        home,
        journal=kept.journal,
        vault=kept.vault,
        keys=kept.keys,
        views=kept.views,
        archive=kept.archive,
        accounts=kept.accounts,
        tray=kept.tray,
    )


def pulses() -> Pulses:
    """Tells whether somebody wrote to a company's store, without opening it."""
    return Pulses()


def scans() -> Scans:
    """What opens, covers and bundles scans; it reads print where the extra `ocr` is installed."""
    return PaperScans(RapidReader() if installed() else None)


def pages() -> Pages:
    """What sets documents as HTML and PDF, for a face that needs no open home."""
    return FilePages()


def restore(where: Place, data: Path, keys: Path) -> None:
    """Fill the company's empty place from the two copies `chikai backup` made. Raises `BadData`
    for a place in use, or copies of another company; `Unavailable` for what cannot be read."""
    where.folder.mkdir(parents=True, exist_ok=True)
    restore_store(data, keys, url=where.url, company=where.company, keys_dir=where.keys)


def own_file(where: Place, name: str) -> str | None:
    """The text of a file of the company's own in its folder; None where there is none. Raises
    `BadData` for one that is not UTF-8."""
    path = where.folder / name
    return text_of(path) if path.is_file() else None


def outside_sign_in(where: Place, environ: Mapping[str, str] = os.environ) -> Provider | None:
    """The company's own sign-in, where its folder names one in `sign-in.toml`. Raises `BadData`."""
    from chikai.adapters.oidc import read_provider

    return read_provider(where.folder / "sign-in.toml", environ)


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


def system_clock() -> Clock:
    """The machine's clock, for a face that shows the day before any home is open."""
    return SystemClock()


def with_clock(home: Home, clock: Clock) -> Home:
    """The same home seen on another day: for the demo and for tests."""
    return replace(home, clock=clock)
