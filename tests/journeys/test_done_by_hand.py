"""What lies in a cabinet is erased by its owner, who signs; nothing is complete before that."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from test_carry_out import HANA, MAPPING, Desk, by
from test_carry_out import desk as desk  # the same desk, with a cabinet besides

from chikai import places, wiring
from chikai.app import carry_out, cases, search, steps, sweep
from chikai.app.carry_out import Scope
from chikai.app.cases import Actor
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Action
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.flow import State
from chikai.duties.requests.questions import BY_HAND
from chikai.law.kinds import RequestKind
from chikai.people.staff import NotAllowed, Role
from chikai.ports import BadData, Unavailable
from chikai.words import render

CABINET = (
    MAPPING.replace("source: shop", "source: cabinet")
    .replace("url: sqlite:///{home}/crm.db", "kind: manual\nowner: {ja: 総務部, en: Archive}")
    .replace("label: {ja: 通販, en: Shop}", "label: {ja: 書庫, en: Cabinet}")
)


def test_a_cabinet_leaves_no_rows_in_doubt(desk: Desk, tmp_path: Path) -> None:
    """Somebody has to look into it; whose the rows are that were found is no question."""
    where = places.place(tmp_path, "enigmo", {})
    (where.folder / "sources" / "cabinet.yaml").write_text(CABINET, "utf-8")
    with wiring.open_home(where, clock=desk.clock) as home:
        case = Desk(home, desk.clock, desk.file).searched(RequestKind.CESSATION_NEED_ENDED)
        found = home.sources.find(HANA)
    assert found.tasks and not found.in_doubt and not found.complete
    assert case.search is not None and case.in_doubt is None


def test_nothing_is_called_not_held_before_the_cabinet_was_looked_into(
    desk: Desk, tmp_path: Path
) -> None:
    """Nobody searched it: an owner is asked to, or somebody judges that it has been done."""
    where = places.place(tmp_path, "enigmo", {})
    (where.folder / "sources" / "cabinet.yaml").write_text(CABINET, "utf-8")
    with wiring.open_home(where, clock=desk.clock) as home:
        case = Desk(home, desk.clock, desk.file).searched(RequestKind.CESSATION_NEED_ENDED)
        with sqlite3.connect(desk.file) as connection:
            connection.execute("DELETE FROM customers WHERE id = 1")
        search.search(home, case.id, by=by())
        stopped = steps.none_held(home, case.id, by=by())
        assert isinstance(stopped, Defect)
        assert [render(each.message, lang="en").split(". ")[0] for each in stopped.items] == [
            "The search did not look into what owners keep: cabinet"
        ]
        steps.answer_question(home, case.id, BY_HAND, True, by=by(), reasons="書庫を見た。")
        assert isinstance(steps.none_held(home, case.id, by=by()), Case)


def test_what_an_owner_signed_is_taken_up_by_the_next_sweep(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database was down when everything was to be read again, or the process ended there."""
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
    where = places.place(tmp_path, "enigmo", {})
    (where.folder / "sources" / "cabinet.yaml").write_text(CABINET, "utf-8")
    with wiring.open_home(where, clock=desk.clock) as home:
        planned = carry_out.plan(home, case.id, Scope(), by=by())
        assert isinstance(planned, Case) and planned.change is not None
        carry_out.approve(home, case.id, planned.change.plan, by=by("boss", Role.APPROVER))
        carry_out.apply(home, case.id, by=by())

        def down(*_: object) -> None:
            raise Unavailable("sources/shop")

        with monkeypatch.context() as while_down:
            while_down.setattr(home.changes, "verify", down)
            signed = carry_out.attest(home, case.id, "cabinet", 2, "裁断しました", by=owner())
            assert isinstance(signed, Case) and signed.change is not None
            assert signed.change.signed and signed.change.complete is False
            assert sweep.sweep(home, by=by("sweep")).finished == ()
        assert sweep.sweep(home, by=by("sweep")).finished == (case.id,)
        ended = cases.load(home, case.id)
        assert ended.outcome is not None and ended.change is not None and ended.change.destroyed
        assert sweep.sweep(home, by=by("sweep")).finished == ()


def owner(who: str = "shop-team") -> Actor:
    return by(who, Role.SOURCE_OWNER)


def test_complete_only_when_the_owner_has_signed(desk: Desk, tmp_path: Path) -> None:
    case = desk.ordered(RequestKind.CESSATION_NEED_ENDED, Action.ERASE)
    where = places.place(tmp_path, "enigmo", {})
    (where.folder / "sources" / "cabinet.yaml").write_text(CABINET, "utf-8")
    with wiring.open_home(where, clock=desk.clock) as home:
        planned = carry_out.plan(home, case.id, Scope(), by=by())
        assert isinstance(planned, Case) and planned.change is not None
        with pytest.raises(BadData):
            carry_out.attest(home, case.id, "cabinet", 1, "裁断しました", by=owner())
        boss = by("boss", Role.APPROVER)
        carry_out.approve(home, case.id, planned.change.plan, by=boss)
        applied = carry_out.apply(home, case.id, by=by())
        assert isinstance(applied, Case) and applied.change is not None
        assert applied.change.complete is False and applied.state is State.CARRYING_OUT
        view = carry_out.shown(home, case.id, actor="clerk-1")
        assert view.verified is not None and view.verified.clean

        for who, source, rows, said, error in (
            ("other-team", "cabinet", 1, "裁断しました", BadData),
            ("shop-team", "shop", 1, "裁断しました", BadData),
            ("shop-team", "cabinet", 1, " ", BadData),
        ):
            with pytest.raises(error):
                carry_out.attest(home, case.id, source, rows, said, by=owner(who))
        with pytest.raises(NotAllowed):
            carry_out.attest(home, case.id, "cabinet", 1, "裁断", by=by("shop-team", Role.AUDITOR))
        signed = carry_out.attest(
            home, case.id, "cabinet", 2, "申込書2枚を裁断しました", by=owner(), evidence=b"photo"
        )
        assert isinstance(signed, Case) and signed.change is not None and signed.change.complete
        assert signed.state is State.ANSWERING
        view = carry_out.shown(home, case.id, actor="clerk-1")
        assert view.verified is not None
        stated = [(r.code, r.source, r.count) for r in view.verified.attested]
        assert stated == [("plan.attested_by_owner", "cabinet", 2)]
