"""Keys: how one is destroyed so that no older copy of it is worth anything.

The order of a destruction, each step on the disk before the next:

1. the new master key is written, outside the database;
2. one transaction: the surviving keys of the same ring are wrapped anew under a new key of that
   ring, the rings' keys under the new master, the destroyed key and the bodies of its blobs are
   deleted, the store turns to the new generation;
3. the old master key is overwritten and deleted: from here on the destroyed key is dead in the
   store and in every copy of it;
4. the key backup is replaced, so that it too holds the new master only;
5. the store wipes its own files, soon: what they hold can be unsealed by nobody.

A crash before 2 is committed leaves the store as it was, with a master key too many; a crash
after it leaves the old master or the old key backup behind. `tidy`, at every opening, finishes
either. Steps 1 and 2 happen under the store's write lock and so does `tidy`, so it can never take
another process's new master for a leftover. Where step 2 is part of a larger transaction of the
store (`Home.together`), steps 3 to 5 come when that is committed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.vault import rings, seal
from chikai.adapters.vault.masters import Masters
from chikai.adapters.vault.shelf import Ring, Shelf, Shelves, Wrapped
from chikai.kernel.event import check
from chikai.ports import BadData, Clock, Destruction, Purpose, Unavailable


class KeyBackup(Protocol):
    """A copy of the keys, kept apart from any copy of the data."""

    def check(self) -> None:
        """Raises `Unavailable` when the copy could not be replaced now."""
        ...

    def generation(self) -> int:
        """Of the copy; 0 when there is none."""
        ...

    def renew(self, shelf: Shelf, masters: Masters) -> None: ...

    def unfinished(self) -> bool:
        """Whether a renewal was cut off, so that keys may lie in a file of no name."""
        ...

    def clear(self) -> None:
        """Wipe what an unfinished renewal left."""
        ...


class WrappedKeys:
    """Implements `chikai.ports.Keys` over any shelves."""

    def __init__(
        self,
        company: str,
        *,
        shelves: Shelves,
        masters: Masters,
        clock: Clock,
        seen: rings.SeenRings,
        backup: KeyBackup | None = None,
        failpoint: Failpoint = no_failpoint,
    ) -> None:
        self._company, self._shelves, self._masters = company, shelves, masters
        self._seen = seen
        self._clock, self._backup, self._failpoint = clock, backup, failpoint

    def destroy(self, case: str, purpose: Purpose) -> Destruction:
        check({"case": case})
        if self._backup:
            self._backup.check()  # a copy we cannot renew would outlive the key
        with self._shelves.writing() as shelf:
            self._failpoint("keys.destroy.begin")
            known = shelf.beside(case, purpose, rings.ring_of(case))
            gone = next((r for r in known if (r.case, r.purpose) == (case, purpose)), None)
            if gone is not None and gone.destroyed_at is not None:
                done = Destruction(case, purpose, gone.generation, gone.destroyed_at, True)
            else:
                done = self._switch(shelf, known, case, purpose)
                self._failpoint("keys.destroy.before_commit")
        self._shelves.once_kept(self._outlived)
        return done

    def _outlived(self) -> None:
        """Steps 3 to 5."""
        self._failpoint("keys.destroy.after_commit")
        self._tidied()
        self._failpoint("keys.destroy.after_tidy")
        self._shelves.purge()
        self._failpoint("keys.destroy.after_purge")

    def _switch(
        self, shelf: Shelf, known: Sequence[Wrapped], case: str, purpose: Purpose
    ) -> Destruction:
        """Steps 1 and 2."""
        old = shelf.generation()
        old_master = self._masters.read(old)
        if old and old_master is None:
            raise Unavailable("MasterKeyMissing")
        new, new_master, at = old + 1, seal.new_key(), self._clock.now()
        self._masters.write(new, new_master)
        self._failpoint("keys.destroy.after_master")
        try:
            there = self._opened(shelf.rings(), old_master, old)
            keys = [
                (row, self._unwrapped(row, there, old_master))
                for row in known
                if row.key is not None and (row.case, row.purpose) != (case, purpose)
            ]
        except seal.WrongKey:
            raise Unavailable("WrongKey") from None
        mine = rings.ring_of(case)
        there[mine] = rings.new_ring(self._company, mine, since=new)
        there |= rings.missing_rings(self._company, there, since=new)
        survivors = [
            there[row.ring or rings.ring_of(row.case)].wrap(key, row.case, row.purpose)
            for row, key in keys
        ]
        shelf.put_wrapped([*survivors, Wrapped(case, purpose, new, None, at, ring=0)])
        closed = [ring.under(new_master, new) for ring in there.values()]
        shelf.put_rings(closed)
        self._seen.see(new, closed)
        shelf.empty_blobs(case, purpose)
        shelf.set_generation(new)
        return Destruction(case, purpose, new, at, False)

    def _opened(
        self, stored: Sequence[Ring], master: bytes | None, generation: int
    ) -> dict[int, rings.OpenRing]:
        return {
            ring.number: rings.open_ring(self._company, ring, master or b"", generation)
            for ring in stored
        }

    def _unwrapped(
        self, row: Wrapped, there: Mapping[int, rings.OpenRing], master: bytes | None
    ) -> bytes:
        if row.ring is None:
            return rings.unwrap_ringless(self._company, row, master or b"")
        if row.ring not in there:
            raise seal.WrongKey
        return there[row.ring].unwrap(row)

    def tidy(self) -> bool:
        """Steps 3 and 4: no master but the current one, and a key backup that agrees. Whether
        there was anything to do.

        Where the current master is not here, nothing is deleted: this is an older copy of the
        store, or the wrong folder of keys.
        """
        try:
            with self._shelves.reading() as shelf:
                if not self._untidy(shelf.generation()):
                    return False
        except BadData:
            pass  # the key backup may be about to be replaced: look again when nobody writes
        self._tidied()
        return True

    def _tidied(self) -> None:
        with self._shelves.writing() as shelf:
            current = shelf.generation()
            if self._untidy(current):
                self._failpoint("keys.tidy.before_delete")
                self._masters.delete(self._outdated(current))
                self._failpoint("keys.tidy.after_delete")
                if self._backup:
                    self._backup.clear()
                    if self._backup_is_outdated(current):
                        self._backup.renew(shelf, self._masters)
                    self._failpoint("keys.tidy.after_backup")

    def _untidy(self, current: int) -> bool:
        cut_off = self._masters.unfinished() or (self._backup and self._backup.unfinished())
        return bool(cut_off or self._outdated(current) or self._backup_is_outdated(current))

    def _outdated(self, current: int) -> list[int]:
        found = self._masters.generations()
        return [each for each in found if each != current] if current in found else []

    def _backup_is_outdated(self, current: int) -> bool:
        here = self._masters.read(current) is not None
        return here and self._backup is not None and self._backup.generation() not in (0, current)

    def exists(self, case: str, purpose: Purpose) -> bool:
        with self._shelves.reading() as shelf:
            row = shelf.wrapped(case, purpose)
        return row is not None and row.key is not None

    def sign(self, message: bytes) -> bytes:
        return self._signing().sign(message)

    def known_public_key(self) -> bytes | None:
        with self._shelves.reading() as shelf:
            return shelf.signer()

    def public_key(self) -> bytes:
        known = self.known_public_key()
        return known or self._signing().public_key().public_bytes_raw()

    def derived(self, label: str) -> bytes:
        """A secret of 256 bits for one use, derived from the signing key (HKDF, RFC 5869): it is
        backed up with it and outlives every destruction. Raises `Unavailable`."""
        raw = self._signing().private_bytes_raw()
        return HKDF(SHA256(), 32, salt=None, info=label.encode()).derive(raw)

    def _signing(self) -> Ed25519PrivateKey:
        """The checkpoint key, made at its first use. A lost key is never quietly replaced: papers
        signed by another key would not be ours."""
        with self._shelves.reading() as shelf:
            known = shelf.signer()
        if known is None:
            with self._shelves.writing() as shelf:
                known = shelf.signer() or self._make_signing(shelf)
        raw = self._masters.signing()
        if raw is None:
            raise Unavailable("SigningKeyMissing")
        private = Ed25519PrivateKey.from_private_bytes(raw)
        if private.public_key().public_bytes_raw() != known:
            raise Unavailable("SigningKeyMissing")
        return private

    def _make_signing(self, shelf: Shelf) -> bytes:
        raw = self._masters.signing()
        if raw is None:
            raw = seal.new_key()
            self._masters.write_signing(raw)
            self._failpoint("keys.sign.after_key")
        public = Ed25519PrivateKey.from_private_bytes(raw).public_key().public_bytes_raw()
        shelf.set_signer(public)
        return public
