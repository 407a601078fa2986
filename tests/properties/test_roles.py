"""The table of roles, and that every private page asks for something in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.handlers import HTTPRouteHandler

from chikai.app.cases import DECISIVE, Actor, act
from chikai.people.staff import (
    ANYONE,
    EVERY_DEED,
    READING,
    ROLES,
    SIGNED_IN,
    NotAllowed,
    Role,
    demand,
    demand_another,
    may,
    who_may,
)
from chikai.web.desk.deeds import DEEDS
from chikai.web.guard import is_private
from chikai.web.main import create_app

SOME_ROLES = st.frozensets(st.sampled_from(Role))
A_DEED = st.sampled_from(sorted(EVERY_DEED))

OPEN_TO_ALL = {
    "/desk",
    "/desk/clock",
    "/desk/{company:str}/sign-in",
    "/desk/{company:str}/sign-in/as",
    "/desk/{company:str}/sign-in/back",
    "/desk/{company:str}/sign-in/outside",
    "/desk/{company:str}/sign-in/passkey",
    "/desk/{company:str}/sign-in/passkey/use",
    "/desk/{company:str}/welcome",
    "/studio",
    "/studio/{company:str}/{ref:str}/edit",  # gives back what was typed to whoever signed out
}
"""Private pages that a stranger may see. A new one is a decision: write it down here."""


@given(SOME_ROLES, SOME_ROLES, A_DEED)
def test_a_further_role_takes_nothing_away(some: Any, more: Any, deed: str) -> None:
    assert may(some | more, deed) == (may(some, deed) or may(more, deed))


@given(A_DEED)
def test_whoever_has_no_role_may_do_nothing(deed: str) -> None:
    assert not may((), deed)
    with pytest.raises(NotAllowed):
        demand((), deed)


@given(SOME_ROLES, st.text(max_size=20))
def test_what_no_role_names_is_denied_to_all(roles: Any, deed: str) -> None:
    if deed not in EVERY_DEED:
        assert not may(roles, deed)


def test_the_auditor_reads_and_sees_nobodys_data() -> None:
    assert ROLES[Role.AUDITOR] <= READING
    assert not ROLES[Role.AUDITOR] & {"case", "file", "tasks"}


def test_the_owner_of_a_database_sees_their_tasks_and_the_mappings_and_no_case() -> None:
    assert ROLES[Role.SOURCE_OWNER] == {"tasks", "task_done", "sources"}


def test_only_the_privacy_officer_publishes_and_keeps_the_accounts() -> None:
    for deed in ("publish", "accounts", "studio_edit"):
        assert who_may(deed) == (Role.PRIVACY_OFFICER,)


def test_whoever_decides_does_not_approve_and_whoever_checks_does_not_decide() -> None:
    clerk, checker = ROLES[Role.CLERK], ROLES[Role.SECOND_CHECKER]
    assert not clerk & {"approve", "second_check", "destroy"}
    assert not checker & {"grant", "refuse", "none_held"}


def test_a_second_look_is_another_persons() -> None:
    demand_another("checker-1", "clerk-1", None)
    with pytest.raises(NotAllowed):
        demand_another("clerk-1", "clerk-2", "clerk-1")


def test_every_deed_of_the_desk_is_somebodys() -> None:
    assert set(DEEDS) <= EVERY_DEED


@pytest.mark.parametrize("role", list(Role))
def test_a_decision_asks_for_the_role_again_inside(role: Role) -> None:
    """Whatever page forgot to ask, the use case does, before it reads anything."""
    home: Any = None
    for command, deed in DECISIVE.items():
        given: Any = object.__new__(command)
        by = Actor("staff-1", "cmd-1", frozenset({role}))
        refused = NotAllowed if not may({role}, deed) else AttributeError
        with pytest.raises(refused):
            act(home, "case-1", given, by=by)


def routes(root: Path) -> Iterator[tuple[str, HTTPRouteHandler]]:
    app: Any = create_app(root=root).app
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if is_private(route.path_format) and handler.fn.__name__ != "options_handler":
                yield route.path, handler


def test_every_private_page_says_what_it_needs(tmp_path: Path) -> None:
    known = EVERY_DEED | {ANYONE, SIGNED_IN, "{deed}"}
    found = {(path, handler.opt.get("needs")) for path, handler in routes(tmp_path)}
    assert len(found) > 20
    assert {path for path, needs in found if needs not in known} == set()


def test_what_is_open_to_strangers_is_listed(tmp_path: Path) -> None:
    found = {path for path, handler in routes(tmp_path) if handler.opt.get("needs") == ANYONE}
    assert found <= OPEN_TO_ALL, found - OPEN_TO_ALL
