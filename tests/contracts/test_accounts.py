"""What every store of accounts promises."""

from __future__ import annotations

from datetime import timedelta

from chikai.people.accounts import FREE_GUESSES, Account, Passkey, SignedIn, Ticket
from chikai.people.staff import Role

HASH = "0" * 64


def test_an_account_is_kept_and_goes_with_all_that_opens_it(store, clock):
    kept, now = store.accounts, clock.now()
    account = Account("clerk-1", frozenset({Role.CLERK, Role.APPROVER}), now, "hash", "out")
    kept.put(account)
    kept.put_passkey(Passkey("key-1", "clerk-1", b"\x01", 0, now))
    kept.begin(SignedIn(HASH, "clerk-1", now, now))
    kept.issue(Ticket(HASH, "link", "clerk-1", "", now + timedelta(hours=1)), at=now)
    assert kept.all() == [account] and kept.outside("out") == account
    assert kept.signed_in(HASH) is not None and kept.passkey("key-1") is not None
    kept.remove("clerk-1")
    assert kept.get("clerk-1") is kept.passkey("key-1") is kept.signed_in(HASH) is None
    assert kept.ticket(HASH, "link") is None


def test_a_ticket_holds_once_and_for_its_kind_only(store, clock):
    kept, now = store.accounts, clock.now()
    kept.issue(Ticket(HASH, "link", None, "x", now + timedelta(hours=1)), at=now)
    assert kept.ticket(HASH, "other") is None
    assert kept.redeem(HASH, "link").data == "x"
    assert kept.redeem(HASH, "link") is None


def test_a_change_ends_every_sign_in_and_a_touch_revives_none(store, clock):
    kept, now = store.accounts, clock.now()
    account = Account("clerk-1", frozenset({Role.CLERK}), now)
    kept.begin(SignedIn(HASH, "clerk-1", now, now))
    kept.put(account, signs_out=True)
    kept.touch(HASH, now)
    assert kept.signed_in(HASH) is None


def test_guesses_are_counted_before_they_are_checked(store, clock):
    kept, now = store.accounts, clock.now()
    for _ in range(FREE_GUESSES):
        assert kept.guess(HASH, at=now, free=FREE_GUESSES) is None
    assert kept.guess(HASH, at=now, free=FREE_GUESSES) == now + timedelta(seconds=30)
    kept.forgive(HASH, last=True)
    assert kept.guess(HASH, at=now, free=FREE_GUESSES) is None
    kept.forgive(HASH)
    assert kept.guess(HASH, at=now, free=FREE_GUESSES) is None


def test_the_looks_of_a_day_are_told_in_order(store, clock):
    for what in ("case", "preview"):
        store.views.log(actor_id="clerk-1", case="case-1", what=what, at=clock.now())
    assert [each.what for each in store.views.looks("2026-11-21")] == ["case", "preview"]
