"""The one place where adapters meet ports: opening the home of a company."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chikai.adapters.caller import HttpCaller
from chikai.adapters.clock import OsEntropy, SystemClock
from chikai.adapters.failpoints import from_environment
from chikai.adapters.jobs.company import CompanyJobs
from chikai.adapters.later import later
from chikai.adapters.mail.settings import read_mail
from chikai.adapters.pages import FilePages
from chikai.adapters.pages.locker import PdfLocker
from chikai.adapters.policy_texts import text_of
from chikai.adapters.press.typst_press import TypstPress
from chikai.adapters.scans import PaperScans
from chikai.adapters.scans.ocr import RapidReader, installed
from chikai.adapters.sql import open_store
from chikai.adapters.sql import restore as restore_store
from chikai.adapters.sql.pulse import Pulses
from chikai.app import house
from chikai.ledger.checked import Checked, MappingFile
from chikai.ledger.model import SourceMapping
from chikai.ledger.problem import BadMapping, Problem
from chikai.places import Place, read_mappings, read_policies
from chikai.policy.model import Policy
from chikai.ports import BadData, Clock, Entropy, Home, Pages, Provider, Scans, Sources

if TYPE_CHECKING:
    from chikai.adapters.sources.company import CompanySources


def mapping_files(where: Place, policy: Policy) -> tuple[MappingFile, ...]:
    """The company's mapping files, each on its own, for a page that must not fall silent because
    of one. Raises `BadData`."""
    from chikai.adapters import mapping_texts  # a home without sources does without

    return mapping_texts.of(where.folder, policy)


def keep_check(where: Place, mapping: SourceMapping, problems: Sequence[Problem], on: date) -> None:
    """Keep what a look at a source found, where its mapping is one of the company's."""
    from chikai.adapters import mapping_texts

    file = Path(mapping.file or "")
    if file.resolve().parent == (where.folder / "sources").resolve():
        found = Checked(on, mapping_texts.sha256(text_of(file)), tuple(problems))
        mapping_texts.keep(where.folder, mapping.source, found)


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


def outside_sign_in(where: Place, environ: Mapping[str, str] = os.environ) -> Provider | None:
    """The company's own sign-in, where its folder names one in `sign-in.toml`. Raises `BadData`."""
    from chikai.adapters.oidc import read_provider

    return read_provider(where.folder / "sign-in.toml", environ)


def system_clock() -> Clock:
    """The machine's clock, for a face that shows the day before any home is open."""
    return SystemClock()


def with_clock(home: Home, clock: Clock) -> Home:
    """The same home seen on another day: for the demo and for tests."""
    return replace(home, clock=clock)
