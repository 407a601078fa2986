"""Accounts and sign-ins in memory."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chikai.people.accounts import (
    FORGOTTEN,
    Account,
    Passkey,
    SignedIn,
    Ticket,
    wait_after,
)


class MemoryAccounts:
    """Implements `chikai.ports.Accounts`."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}
        self._passkeys: dict[str, Passkey] = {}
        self._signed: dict[str, SignedIn] = {}
        self._tickets: dict[str, Ticket] = {}
        self._guesses: dict[str, tuple[int, datetime]] = {}
        self._lock = threading.RLock()

    def all(self) -> Sequence[Account]:
        return [self._accounts[id] for id in sorted(self._accounts)]

    def get(self, id: str) -> Account | None:
        return self._accounts.get(id)

    def outside(self, hash: str) -> Account | None:
        return next((a for a in self._accounts.values() if a.outside == hash), None)

    def put(self, account: Account, *, signs_out: bool = False) -> None:
        self._accounts[account.id] = account
        if signs_out:
            self.end_all(account.id)

    def remove(self, id: str) -> None:
        self._accounts.pop(id, None)
        self.remove_passkeys(id)
        self.end_all(id)
        self.withdraw(id)

    def passkeys(self, account: str) -> Sequence[Passkey]:
        own = [p for p in self._passkeys.values() if p.account == account]
        return sorted(own, key=lambda each: (each.added_at, each.id))

    def passkey(self, id: str) -> Passkey | None:
        return self._passkeys.get(id)

    def put_passkey(self, passkey: Passkey) -> None:
        self._passkeys[passkey.id] = passkey

    def remove_passkeys(self, account: str, id: str | None = None) -> None:
        for each in self.passkeys(account):
            if id in (None, each.id):
                del self._passkeys[each.id]

    def begin(self, signed: SignedIn) -> None:
        self._signed = {h: s for h, s in self._signed.items() if s.alive(signed.seen_at)}
        self._signed[signed.hash] = signed

    def touch(self, hash: str, at: datetime) -> None:
        if hash in self._signed:
            self._signed[hash] = replace(self._signed[hash], seen_at=at)

    def signed_in(self, hash: str) -> SignedIn | None:
        return self._signed.get(hash)

    def end(self, hash: str) -> None:
        self._signed.pop(hash, None)

    def end_all(self, account: str) -> None:
        self._signed = {h: s for h, s in self._signed.items() if s.account != account}

    def issue(self, ticket: Ticket, *, at: datetime) -> None:
        self._tickets = {h: t for h, t in self._tickets.items() if t.until >= at}
        self._tickets[ticket.hash] = ticket

    def ticket(self, hash: str, kind: str) -> Ticket | None:
        found = self._tickets.get(hash)
        return found if found is not None and found.kind == kind else None

    def redeem(self, hash: str, kind: str) -> Ticket | None:
        found = self._tickets.pop(hash, None)
        return found if found is not None and found.kind == kind else None

    def withdraw(self, account: str) -> None:
        self._tickets = {h: t for h, t in self._tickets.items() if t.account != account}

    def guess(self, hash: str, *, at: datetime, free: int) -> datetime | None:
        with self._lock:
            recent = {h: g for h, g in self._guesses.items() if g[1] >= at - FORGOTTEN}
            self._guesses = recent
            wrong, last = recent.get(hash, (0, at))
            until = last + wait_after(wrong, free)
            if wrong >= free and at < until:
                return until
            self._guesses[hash] = (wrong + 1, at)
            return None

    def forgive(self, hash: str, *, last: bool = False) -> None:
        with self._lock:
            wrong, at = self._guesses.pop(hash, (0, None))
            if last and at is not None:
                self._guesses[hash] = (wrong - 1, at)
