"""Who works at the desk: roles, and what each may do. One table; whatever is not in it is denied.

A deed has the name its route and its use case have. A person may hold several roles; roles never
take anything away from one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from chikai.kernel.message import Message, say


class Role(StrEnum):
    CLERK = "clerk"  # opens envelopes and carries cases
    SECOND_CHECKER = "second_checker"  # looks again at what somebody else decided
    APPROVER = "approver"  # lets decisions go out and papers be destroyed
    PRIVACY_OFFICER = "privacy_officer"  # publishes, keeps the accounts, reads who looked at what
    AUDITOR = "auditor"  # reads the record and its proof; sees no personal value, writes nothing
    SOURCE_OWNER = "source_owner"  # answers for a database: sees tasks given to them, and mappings


_LOOK: Final = frozenset({"inbox", "case", "file", "numbers", "sources", "drill", "drill_work"})
_CARRY: Final = frozenset(
    {
        *("envelope", "answer", "mask", "paper", "scan", "form", "fee", "fee_means", "match"),
        *("manner", "receipt", "ask", "accept", "hand_over", "withdraw", "close_unpaid"),
        *("not_confirmed", "flag", "hold", "search", "grant", "refuse", "none_held", "order"),
        *("substitute", "done", "method_difficult", "send", "delivered", "returned"),
        *(
            "return_fee",
            "dispose",
            "certificate",
            "posted",
            "tell_recipient",
            "withhold",
            "search_task",
        ),
        *("plan", "apply_plan", "undo_plan"),
    }
)
_STUDIO: Final = frozenset({"studio"})

ROLES: Final[Mapping[Role, frozenset[str]]] = {
    Role.CLERK: _LOOK | _CARRY,
    Role.SECOND_CHECKER: _LOOK | {"second_check"},
    Role.APPROVER: _LOOK
    | {"approve", "hold", "destroy", "destroy_records", "destruction"}
    | {"approve_plan"},
    Role.PRIVACY_OFFICER: _LOOK
    | _STUDIO
    | {"studio_edit", "publish", "views", "accounts", "proof", "drill_start", "drill_record"}
    | {"flag", "hold", "destroy", "destroy_records", "destruction", "approve_plan"},
    Role.AUDITOR: _STUDIO | {"inbox", "views", "proof", "numbers", "sources", "drill"},
    Role.SOURCE_OWNER: frozenset({"tasks", "task_done", "sources"}),
}
"""What each role may do."""

READING: Final = frozenset({*_LOOK, *_STUDIO, "views", "proof", "tasks", "destruction"})
"""Deeds that change nothing."""

IN_A_DRILL: Final = frozenset(
    {"{deed}", "second_check", "approve", "tasks", "destroy", "destroy_records", "destruction"}
    | (_LOOK - {"drill"})
    | _CARRY
)
"""What a page may need to be there in a drill: the desk's own work. Accounts, what is published
and what is kept as evidence are the company's alone."""

EVERY_DEED: Final = frozenset().union(*ROLES.values())

ANYONE: Final = "anyone"
SIGNED_IN: Final = "signed_in"
"""What a page may ask for that is no deed: nothing at all, or only to be signed in."""


class NotAllowed(Exception):
    """Whoever does this may not. `message` says who may; no personal value."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


def may(roles: Iterable[Role], deed: str) -> bool:
    """Whether any of the roles allows the deed; a deed nobody named is allowed to nobody."""
    return any(deed in ROLES[role] for role in roles)


def who_may(deed: str) -> tuple[Role, ...]:
    return tuple(role for role in Role if deed in ROLES[role])


def demand(roles: Iterable[Role] | None, deed: str) -> None:
    """Raises `NotAllowed` unless one of the roles allows the deed. None is whoever holds the
    machine itself, at its command line, where no sign-in could keep them out."""
    if roles is not None and not may(roles, deed):
        raise NotAllowed(refusal(deed))


def refusal(deed: str) -> Message:
    """Who may do it, for those who may not."""
    return say("staff.not_allowed", roles=_named(deed))


def goes_on(deed: str) -> Message:
    """Who does it, for those who look on."""
    return say("staff.goes_on", roles=_named(deed))


def _named(deed: str) -> tuple[Message, ...]:
    return tuple(say(f"staff.role.{role.value}") for role in who_may(deed))


def demand_another(actor: str, *before: str | None) -> None:
    """Raises `NotAllowed` when the actor is one of those who did the deeds before: what is to be
    looked at twice is looked at by two people."""
    if actor in before:
        raise NotAllowed(say("staff.same_person"))
