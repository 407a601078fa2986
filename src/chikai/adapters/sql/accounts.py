"""Accounts and sign-ins in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, or_, select, update

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.sql.database import Database
from chikai.adapters.sql.shelf import from_number, to_number
from chikai.adapters.sql.tables import accounts, guesses, passkeys, sign_ins, tickets
from chikai.people.accounts import (
    ABSOLUTE,
    FORGOTTEN,
    IDLE,
    Account,
    Passkey,
    SignedIn,
    Ticket,
    wait_after,
)
from chikai.people.staff import Role


class SqlAccounts:
    """Implements `chikai.ports.Accounts`."""

    def __init__(self, database: Database, *, failpoint: Failpoint = no_failpoint) -> None:
        self._database, self._failpoint = database, failpoint

    def all(self) -> Sequence[Account]:
        with self._database.glancing() as connection:
            return [_account(r) for r in connection.execute(select(accounts).order_by("id"))]

    def get(self, id: str) -> Account | None:
        row = self._one(accounts, accounts.c.id == id)
        return None if row is None else _account(row)

    def outside(self, hash: str) -> Account | None:
        row = self._one(accounts, accounts.c.outside == hash)
        return None if row is None else _account(row)

    def put(self, account: Account, *, signs_out: bool = False) -> None:
        values = {
            "id": account.id,
            "roles": " ".join(sorted(account.roles)),
            "added_at": to_number(account.added_at),
            "password": account.password,
            "outside": account.outside,
            "locked": account.locked,
        }
        with self._database.writing() as connection:
            _replace(connection, accounts, values)
            if signs_out:
                connection.execute(delete(sign_ins).where(sign_ins.c.account == account.id))
            self._failpoint("accounts.put.before_commit")

    def remove(self, id: str) -> None:
        with self._database.writing() as connection:
            for table in (passkeys, sign_ins, tickets):
                connection.execute(delete(table).where(table.c.account == id))
            connection.execute(delete(accounts).where(accounts.c.id == id))

    # --- passkeys -------------------------------------------------------------------------------

    def passkeys(self, account: str) -> Sequence[Passkey]:
        query = select(passkeys).where(passkeys.c.account == account).order_by("added_at", "id")
        with self._database.glancing() as connection:
            return [_passkey(row) for row in connection.execute(query)]

    def passkey(self, id: str) -> Passkey | None:
        row = self._one(passkeys, passkeys.c.id == id)
        return None if row is None else _passkey(row)

    def put_passkey(self, passkey: Passkey) -> None:
        values = {
            "id": passkey.id,
            "account": passkey.account,
            "public_key": passkey.public_key,
            "counter": passkey.counter,
            "added_at": to_number(passkey.added_at),
        }
        with self._database.writing() as connection:
            _replace(connection, passkeys, values)

    def remove_passkeys(self, account: str, id: str | None = None) -> None:
        query = delete(passkeys).where(passkeys.c.account == account)
        with self._database.writing() as connection:
            connection.execute(query if id is None else query.where(passkeys.c.id == id))

    # --- sign-ins -------------------------------------------------------------------------------

    def begin(self, signed: SignedIn) -> None:
        """Those that have ended are forgotten on the way."""
        now = signed.seen_at
        over = or_(
            sign_ins.c.seen_at < to_number(now - IDLE),
            sign_ins.c.began_at < to_number(now - ABSOLUTE),
        )
        with self._database.writing() as connection:
            connection.execute(delete(sign_ins).where(over))
            _replace(connection, sign_ins, _signed_values(signed))

    def touch(self, hash: str, at: datetime) -> None:
        """One that was ended in the meantime stays ended."""
        query = update(sign_ins).where(sign_ins.c.hash == hash).values(seen_at=to_number(at))
        with self._database.writing() as connection:
            connection.execute(query)

    def signed_in(self, hash: str) -> SignedIn | None:
        row = self._one(sign_ins, sign_ins.c.hash == hash)
        if row is None:
            return None
        return SignedIn(row.hash, row.account, from_number(row.began_at), from_number(row.seen_at))

    def end(self, hash: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(sign_ins).where(sign_ins.c.hash == hash))

    def end_all(self, account: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(sign_ins).where(sign_ins.c.account == account))

    # --- tickets and guesses --------------------------------------------------------------------

    def issue(self, ticket: Ticket, *, at: datetime) -> None:
        values = {
            "hash": ticket.hash,
            "kind": ticket.kind,
            "account": ticket.account,
            "data": ticket.data,
            "until": to_number(ticket.until),
        }
        with self._database.writing() as connection:
            connection.execute(delete(tickets).where(tickets.c.until < to_number(at)))
            _replace(connection, tickets, values)

    def ticket(self, hash: str, kind: str) -> Ticket | None:
        row = self._one(tickets, tickets.c.hash == hash, tickets.c.kind == kind)
        return None if row is None else _ticket(row)

    def redeem(self, hash: str, kind: str) -> Ticket | None:
        query = select(tickets).where(tickets.c.hash == hash, tickets.c.kind == kind)
        with self._database.writing() as connection:
            row = connection.execute(query).first()
            connection.execute(delete(tickets).where(tickets.c.hash == hash))
            return None if row is None else _ticket(row)

    def withdraw(self, account: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(tickets).where(tickets.c.account == account))

    def guess(self, hash: str, *, at: datetime, free: int) -> datetime | None:
        with self._database.writing() as connection:
            old = delete(guesses).where(guesses.c.last_at < to_number(at - FORGOTTEN))
            connection.execute(old)
            row = connection.execute(select(guesses).where(guesses.c.hash == hash)).first()
            wrong = 0 if row is None else row.wrong
            if row is not None:
                until = from_number(row.last_at) + wait_after(wrong, free)
                if wrong >= free and at < until:
                    return until
            values = {"hash": hash, "wrong": wrong + 1, "last_at": to_number(at)}
            _replace(connection, guesses, values)
        return None

    def forgive(self, hash: str, *, last: bool = False) -> None:
        mine = guesses.c.hash == hash
        with self._database.writing() as connection:
            if last:
                less = update(guesses).where(mine).values(wrong=guesses.c.wrong - 1)
                connection.execute(less)
            else:
                connection.execute(delete(guesses).where(mine))

    def _one(self, table: Table, *where: Any) -> Row[Any] | None:
        with self._database.glancing() as connection:
            return connection.execute(select(table).where(*where)).first()


def _replace(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    (key,) = table.primary_key.columns
    connection.execute(delete(table).where(key == values[key.name]))
    connection.execute(insert(table).values(**values))


def _account(row: Row[Any]) -> Account:
    return Account(
        row.id,
        frozenset(Role(each) for each in row.roles.split()),
        from_number(row.added_at),
        row.password,
        row.outside,
        row.locked,
    )


def _passkey(row: Row[Any]) -> Passkey:
    return Passkey(row.id, row.account, row.public_key, row.counter, from_number(row.added_at))


def _ticket(row: Row[Any]) -> Ticket:
    return Ticket(row.hash, row.kind, row.account, row.data, from_number(row.until))


def _signed_values(signed: SignedIn) -> dict[str, Any]:
    return {
        "hash": signed.hash,
        "account": signed.account,
        "began_at": to_number(signed.began_at),
        "seen_at": to_number(signed.seen_at),
    }
