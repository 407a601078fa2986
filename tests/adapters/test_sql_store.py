"""What only a store on disk can get wrong: other people's files, old versions, damage, locks."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from chikai.adapters.sql import database, schema, tables
from chikai.ports import BadData, Destroyed, Missing, Purpose, Unavailable


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return tmp_path / "enigmo.sqlite"
    return request.getfixturevalue("postgres_url")


def test_the_migrations_make_the_tables_that_the_code_uses(url, tmp_path, open_store):
    open_store(url, keys_dir=tmp_path / "keys").close()
    with closing(database.connect(url, company="enigmo")) as opened, opened.reading() as reading:
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        context = MigrationContext.configure(reading, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_the_newest_migration_is_the_one_the_code_asks_for():
    from alembic.script import ScriptDirectory

    folder = Path(schema.__file__).with_name("migrations")
    assert ScriptDirectory(str(folder)).get_current_head() == schema.HEAD


def test_opening_an_up_to_date_store_runs_no_migration(url, tmp_path, open_store, monkeypatch):
    open_store(url, keys_dir=tmp_path / "keys").close()
    monkeypatch.setattr(schema, "_upgrade", lambda connection: pytest.fail("migrated again"))
    open_store(url, keys_dir=tmp_path / "keys").close()


def test_a_store_of_a_newer_program_is_left_alone(url, tmp_path, open_store):
    open_store(url, keys_dir=tmp_path / "keys").close()
    with closing(database.connect(url, company="enigmo")) as opened, opened.writing() as writing:
        writing.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(BadData, match=r"store\.newer"):
        open_store(url, keys_dir=tmp_path / "keys")


def test_a_sqlite_file_belongs_to_one_company(tmp_path, open_store):
    open_store(tmp_path / "store.sqlite", keys_dir=tmp_path / "keys").close()
    with pytest.raises(BadData, match=r"store\.other_company"):
        open_store(tmp_path / "store.sqlite", keys_dir=tmp_path / "keys", company="actio")


def test_each_company_has_a_schema_of_its_own_in_postgresql(postgres_url, tmp_path, open_store):
    for company in ("enigmo", "actio"):
        folder = tmp_path / company
        store = open_store(postgres_url, keys_dir=folder, company=company)
        sealed = store.vault.put("case-1", Purpose.PAPERS, company.encode())
        assert store.vault.get(sealed.id) == company.encode()
        store.close()
    engine = create_engine(postgres_url)
    inspector = inspect(engine)
    for name in ("chikai_enigmo", "chikai_actio"):
        assert set(tables.metadata.tables) < set(inspector.get_table_names(schema=name))
    assert inspector.get_table_names(schema="public") == []
    engine.dispose()


@pytest.mark.parametrize("company", ["Enigmo", "enigmo; drop", "", "1st", "en japan", "架空"])
def test_a_company_id_is_plain(postgres_url, tmp_path, company):
    with pytest.raises(BadData, match=r"store\.bad_company"):
        database.connect(postgres_url, company=company)


@pytest.mark.parametrize("address", ["mysql://localhost/x", "nonsense://x", "http://", "://"])
def test_an_address_of_another_kind_is_refused(address):
    with pytest.raises(BadData, match=r"store\.bad_url"):
        database.connect(address, company="enigmo")


def test_sqlite_is_set_up_to_keep_and_to_forget(tmp_path, open_store):
    open_store(tmp_path / "store.sqlite", keys_dir=tmp_path / "keys").close()
    opened = database.connect(tmp_path / "store.sqlite", company="enigmo")
    with opened.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "secure_delete", "synchronous")
        }
    opened.close()
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "synchronous": 2}
    assert found == wanted


def test_key_files_are_for_their_owner_only(tmp_path, open_store):
    store = open_store(tmp_path / "store.sqlite", keys_dir=tmp_path / "keys")
    store.vault.put("case-1", Purpose.PAPERS, b"paper")
    store.keys.sign(b"root")
    store.close()
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "keys").iterdir()}
    assert modes == {"master-1.key": 0o600, "signing.key": 0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_no_key_is_in_the_database(tmp_path, open_store):
    store = open_store(tmp_path / "store.sqlite", keys_dir=tmp_path / "keys")
    store.vault.put("case-1", Purpose.PAPERS, b"paper")
    store.keys.sign(b"root")
    files = [p.read_bytes() for p in tmp_path.glob("store.sqlite*")]
    for key in (tmp_path / "keys").iterdir():
        assert len(key.read_bytes()) == 32
        assert not any(key.read_bytes() in file for file in files)
    store.close()


def test_a_store_without_its_keys_says_so_and_makes_no_new_ones(tmp_path, open_store):
    store = open_store(tmp_path / "store.sqlite", keys_dir=tmp_path / "keys")
    sealed = store.vault.put("case-1", Purpose.PAPERS, b"paper")
    store.keys.sign(b"root")
    store.close()
    elsewhere = open_store(tmp_path / "store.sqlite", keys_dir=tmp_path / "elsewhere")
    with pytest.raises(Unavailable, match="MasterKeyMissing"):
        elsewhere.vault.get(sealed.id)
    with pytest.raises(Unavailable, match="MasterKeyMissing"):
        elsewhere.vault.put("case-2", Purpose.PAPERS, b"paper")
    with pytest.raises(Unavailable, match="MasterKeyMissing"):
        elsewhere.keys.destroy("case-1", Purpose.PAPERS)
    with pytest.raises(Unavailable, match="SigningKeyMissing"):
        elsewhere.keys.sign(b"root")
    assert elsewhere.keys.public_key() == store.keys.public_key()
    assert not list((tmp_path / "elsewhere").glob("*"))
    elsewhere.close()


def test_an_older_copy_of_the_store_does_not_cost_us_the_newer_master(tmp_path, open_store):
    """Somebody opens last month's file beside today's keys."""
    store = open_store(tmp_path / "store.sqlite", keys_dir=tmp_path / "keys")
    sealed = store.vault.put("case-1", Purpose.PAPERS, b"paper")
    old = tmp_path / "old.sqlite"
    store.archive.copy_data(old)
    store.keys.destroy("case-9", Purpose.PAPERS)
    old_store = open_store(old, keys_dir=tmp_path / "keys")
    with pytest.raises(Destroyed):
        old_store.vault.get(sealed.id)
    old_store.close()
    assert [p.name for p in (tmp_path / "keys").glob("master*")] == ["master-2.key"]
    assert store.vault.get(sealed.id) == b"paper"
    store.close()


def change_blob(path, sealed, assignment):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"UPDATE blobs SET {assignment} WHERE id = ?", (sealed.id,))
        connection.commit()


def test_a_blob_that_was_changed_or_moved_does_not_open(tmp_path, open_store):
    path = tmp_path / "store.sqlite"
    store = open_store(path, keys_dir=tmp_path / "keys")
    first = store.vault.put("case-1", Purpose.PAPERS, b"first")
    second = store.vault.put("case-1", Purpose.PAPERS, b"second")
    change_blob(path, first, f"sealed = (SELECT sealed FROM blobs WHERE id = '{second.id}')")
    with pytest.raises(Unavailable, match="WrongKey"):
        store.vault.get(first.id)
    assert not store.vault.opens(first.id, first.commitment)
    change_blob(path, second, "sealed = zeroblob(10)")
    assert not store.vault.opens(second.id, second.commitment)
    store.close()


def test_a_wrapped_key_cannot_be_put_in_the_place_of_another(tmp_path, open_store):
    path = tmp_path / "store.sqlite"
    store = open_store(path, keys_dir=tmp_path / "keys")
    first = store.vault.put("case-1", Purpose.PAPERS, b"first")
    store.vault.put("case-2", Purpose.PAPERS, b"second")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "UPDATE wrapped_keys SET wrapped ="
            " (SELECT wrapped FROM wrapped_keys WHERE case_id = 'case-2')"
        )
        connection.commit()
    with pytest.raises(Unavailable, match="WrongKey"):
        store.vault.get(first.id)
    store.close()


def test_a_locked_store_is_unavailable_and_unchanged(tmp_path, open_store, monkeypatch):
    monkeypatch.setattr(database, "_PRAGMAS", (*database._PRAGMAS, "busy_timeout = 50"))
    path = tmp_path / "store.sqlite"
    store = open_store(path, keys_dir=tmp_path / "keys")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable) as caught:
            store.vault.put("case-1", Purpose.PAPERS, b"paper")
        other.execute("ROLLBACK")
    assert str(caught.value) == "OperationalError SQLITE_BUSY"
    assert caught.value.__cause__ is None
    assert not store.keys.exists("case-1", Purpose.PAPERS)
    store.vault.put("case-1", Purpose.PAPERS, b"paper")
    store.close()


def test_a_server_that_is_down_is_unavailable(tmp_path, open_store):
    with pytest.raises(Unavailable, match=r"^[A-Za-z]+$"):
        open_store("postgresql://chikai@127.0.0.1:1/none", keys_dir=tmp_path / "keys")


def test_a_file_that_is_no_database_is_unavailable_and_left_alone(tmp_path, open_store):
    path = tmp_path / "notes.txt"
    path.write_bytes(b"somebody's notes" * 100)
    with pytest.raises(Unavailable, match="DatabaseError SQLITE_NOTADB"):
        open_store(path, keys_dir=tmp_path / "keys")
    assert path.read_bytes() == b"somebody's notes" * 100


def test_a_folder_that_is_not_there_is_unavailable(tmp_path, open_store):
    with pytest.raises(Unavailable, match="SQLITE_CANTOPEN"):
        open_store(tmp_path / "no" / "such" / "store.sqlite", keys_dir=tmp_path / "keys")


def test_keys_that_cannot_be_written_change_nothing(tmp_path, open_store):
    (tmp_path / "keys").write_text("a file where the folder should be")
    with pytest.raises(Unavailable):
        store = open_store(tmp_path / "store.sqlite", keys_dir=tmp_path / "keys")
        store.vault.put("case-1", Purpose.PAPERS, b"paper")


def test_a_key_backup_that_is_out_of_reach_stops_a_destruction_before_it_begins(
    tmp_path, open_store
):
    backup = tmp_path / "key-backup"
    store = open_store(tmp_path / "store.sqlite", keys_dir=tmp_path / "keys", keys_backup=backup)
    sealed = store.vault.put("case-1", Purpose.PAPERS, b"paper")
    store.archive.copy_keys()
    os.rename(backup, tmp_path / "not-mounted")
    with pytest.raises(Unavailable, match="KeyBackupNotWritable"):
        store.keys.destroy("case-1", Purpose.PAPERS)
    assert store.vault.get(sealed.id) == b"paper"
    store.close()


def test_a_blob_that_was_swept_is_missing_also_in_the_file(tmp_path, open_store, clock):
    path = tmp_path / "store.sqlite"
    store = open_store(path, keys_dir=tmp_path / "keys")
    sealed = store.vault.put("case-1", Purpose.PAPERS, b"paper")
    later = clock.now().replace(year=2027)
    assert store.vault.sweep(frozenset(), older_than=later) == 1
    with pytest.raises(Missing):
        store.vault.get(sealed.id)
    store.close()


def test_a_part_taken_out_of_a_large_blob_or_moved_in_it_does_not_open(open_store, tmp_path):
    path = tmp_path / "store.sqlite"
    store = open_store(path, keys_dir=tmp_path / "keys")
    kept, cut, turned = (
        store.vault.put_stream("case-1", Purpose.PAPERS, [bytes([n]) * 2_500_000]) for n in range(3)
    )
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM blob_parts WHERE blob_id = ? AND n = 2", (cut.id,))
        connection.execute("UPDATE blob_parts SET n = 9 WHERE blob_id = ? AND n = 1", (turned.id,))
        connection.execute("UPDATE blob_parts SET n = 1 WHERE blob_id = ? AND n = 2", (turned.id,))
        connection.execute("UPDATE blob_parts SET n = 2 WHERE blob_id = ? AND n = 9", (turned.id,))
    assert store.vault.opens(kept.id, kept.commitment)
    for broken in (cut, turned):
        assert not store.vault.opens(broken.id, broken.commitment)
        with pytest.raises(Unavailable):
            store.vault.get(broken.id)
    store.close()
