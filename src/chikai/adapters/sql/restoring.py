"""Restoring a store from a copy of its data and its key backup."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from sqlalchemy import func, select

from chikai.adapters.sql.copying import copy_file, copy_tables
from chikai.adapters.sql.database import Database, connect
from chikai.adapters.sql.schema import migrate
from chikai.adapters.sql.shelf import SqlShelf
from chikai.adapters.sql.tables import blobs, events, key_rings, meta, wrapped_keys
from chikai.adapters.vault import files
from chikai.adapters.vault.backup import KeyCopy, read_key_backup
from chikai.adapters.vault.masters import FileMasters
from chikai.ports import BadData


def restore(
    data: Path, keys_backup: Path, *, url: str | Path, company: str, keys_dir: Path
) -> None:
    """Fill the empty store at `url` and the empty `keys_dir`.

    The keys are those of the key backup, so what was destroyed after the data were copied stays
    destroyed. Raises `BadData` for a store or a folder that is in use, or copies of another
    company.
    """
    with files.reaching_disk():
        keys = read_key_backup(keys_backup)
    masters = FileMasters(keys_dir)
    if keys.company != company:
        raise BadData("store.other_company", file=keys_backup.name)
    if _in_use(masters, keys):
        raise BadData("restore.keys_in_use")
    target = connect(url, company=company)
    try:
        migrate(target)
        with tempfile.TemporaryDirectory() as folder:  # the copy itself is not touched
            with files.reaching_disk():
                copied = Path(shutil.copyfile(data, Path(folder) / "data"))
            with copy_file(copied) as source:
                _check_company(source, company, data.name)
                migrate(source)
                _fill(source, target, keys, masters)
    finally:
        target.close()


def _check_company(source: Database, company: str, file: str) -> None:
    with source.reading() as connection:
        if not connection.dialect.has_table(connection, "meta"):
            raise BadData("restore.bad_data", file=file)
        query = select(meta.c.value).where(meta.c.name == "company")
        if connection.scalar(query) != company:
            raise BadData("store.other_company", file=file)


def _in_use(masters: FileMasters, keys: KeyCopy) -> bool:
    """Keys that this very restoring left when it was cut off are no hindrance."""
    ours = set() if keys.master is None else {keys.generation}
    return (
        not set(masters.generations()) <= ours
        or masters.signing() not in (None, keys.signing)
        or any(masters.read(each) != keys.master for each in masters.generations())
    )


def _write_keys(masters: FileMasters, keys: KeyCopy) -> None:
    if keys.master is not None:
        masters.write(keys.generation, keys.master)
    if keys.signing is not None:
        masters.write_signing(keys.signing)


def _fill(source: Database, target: Database, keys: KeyCopy, masters: FileMasters) -> None:
    with source.reading() as old, target.writing() as new:
        for table in (events, blobs):
            if new.scalar(select(func.count()).select_from(table)):
                raise BadData("restore.store_in_use")
        _write_keys(masters, keys)
        copy_tables(old, new)
        for table in (wrapped_keys, key_rings):
            new.execute(table.delete())
        shelf = SqlShelf(new)
        shelf.put_rings(keys.rings)
        shelf.put_wrapped(keys.wrapped)
        shelf.set_generation(keys.generation)
        for row in keys.wrapped:
            if row.key is None:
                shelf.empty_blobs(row.case, row.purpose)
