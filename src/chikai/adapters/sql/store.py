"""Opening one company's store."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert, select

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.sql.accounts import SqlAccounts
from chikai.adapters.sql.copying import SqlArchive
from chikai.adapters.sql.database import Database, connect
from chikai.adapters.sql.journal import SqlJournal
from chikai.adapters.sql.schema import migrate
from chikai.adapters.sql.shelf import SqlShelves
from chikai.adapters.sql.tables import meta
from chikai.adapters.sql.tray import SqlTrayShelf
from chikai.adapters.sql.views import SqlViews
from chikai.adapters.store import Store
from chikai.adapters.vault.backup import FileKeyBackup
from chikai.adapters.vault.keys import WrappedKeys
from chikai.adapters.vault.masters import FileMasters
from chikai.adapters.vault.rings import SeenRings
from chikai.adapters.vault.tray import SealedTray
from chikai.adapters.vault.vault import SealedVault
from chikai.kernel.event import check
from chikai.ports import BadData, Clock, Entropy


def open_store(
    url: str | Path,
    *,
    company: str,
    keys_dir: Path,
    clock: Clock,
    entropy: Entropy,
    keys_backup: Path | None = None,
    failpoint: Failpoint = no_failpoint,
) -> Store:
    """The store at a path, a `sqlite:///` URL or a `postgresql://` URL; made when it is new.

    `keys_dir` holds the master and the signing key; `keys_backup` is the folder for the key
    backup, best on another disk, and never where copies of the data go. Whatever a crash left
    half done is finished first. Raises `Unavailable`, and `BadData` for a store of another
    company or of a newer program.
    """
    check({"company": company})
    database = connect(url, company=company)
    try:
        migrate(database, failpoint=failpoint)
        _claim(database, company)
        failpoint("store.open.after_claim")
        shelves, masters = SqlShelves(database), FileMasters(keys_dir, failpoint=failpoint)
        backup = (
            None
            if keys_backup is None
            else FileKeyBackup(keys_backup, company=company, failpoint=failpoint)
        )
        seen = SeenRings()
        keys = WrappedKeys(
            company,
            shelves=shelves,
            masters=masters,
            clock=clock,
            seen=seen,
            backup=backup,
            failpoint=failpoint,
        )
        if keys.tidy():
            database.purge()
    except BaseException:
        database.close()
        raise
    return Store(
        journal=SqlJournal(database, company, failpoint=failpoint),
        vault=SealedVault(
            company,
            shelves=shelves,
            masters=masters,
            clock=clock,
            entropy=entropy,
            seen=seen,
            failpoint=failpoint,
        ),
        keys=keys,
        views=SqlViews(database, failpoint=failpoint),
        archive=SqlArchive(database, masters=masters, keys_backup=backup, failpoint=failpoint),
        tray=SealedTray(company, shelf=SqlTrayShelf(database), derived=keys.derived),
        accounts=SqlAccounts(database, failpoint=failpoint),
        together=database.together,
        close=database.close,
    )


def _claim(database: Database, company: str) -> None:
    """One company, one store: the first to open it is its company."""
    query = select(meta.c.value).where(meta.c.name == "company")
    with database.reading() as connection:
        owner = connection.scalar(query)
    if owner is None:
        with database.writing() as connection:
            owner = connection.scalar(query)
            if owner is None:
                connection.execute(insert(meta).values(name="company", value=company))
                owner = company
    if owner != company:
        raise BadData("store.other_company")
