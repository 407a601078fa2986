"""The auditor's page: the journal, its proof and the digests of the views, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from cases_at_desk import searched, sits
from web_visitor import Visitor, text_of

from chikai import places, wiring
from chikai.app import proof, sweep, upkeep
from chikai.app.cases import Actor
from chikai.app.verify import Outcome, verify
from chikai.people.staff import Role
from chikai.ports import BadData
from chikai.web.homes import DemoClock


def test_an_auditor_verifies_takes_a_pack_and_sees_no_case(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = searched(visitor, clock)
    sits(visitor, "clerk-1", Role.CLERK)
    assert visitor.get(f"/desk/enigmo/cases/{case}").status_code == 200  # a look
    assert visitor.get("/desk/enigmo/proof").status_code == 403
    clock.move_to(date(2026, 11, 4))
    assert visitor.web is not None
    with visitor.web.homes.home("enigmo") as home:
        sweep.sweep(home, by=Actor("sweep", "cmd-sweep"))
        before = home.journal.size()

    sits(visitor, "auditor-1", Role.AUDITOR)
    page = "/desk/enigmo/proof"
    shown = visitor.get(page)
    assert "山田" not in shown.text and "要約値" in text_of(shown)
    assert "閲覧の記録と" in text_of(shown) and "2026年11月2日" in text_of(shown)
    whole = visitor.post(f"{page}/audit", {}, page=page)
    assert "欠けも書換えもなく" in text_of(whole)
    taken = visitor.post(f"{page}/pack", {"case": case, "do": "take"}, page=page)
    assert taken.headers["content-type"] == "application/zip"
    with visitor.web.homes.home("enigmo") as home:
        key = home.keys.known_public_key()
        assert key and verify(taken.content, key).outcome is Outcome.VALID
        assert home.journal.size() == before, "nothing of a case was written"
    seen = visitor.post(f"{page}/pack", {"case": case, "do": "verify"}, page=page)
    assert "署名者も確かめられました" in text_of(seen)
    wrong = visitor.post(f"{page}/pack", {"case": "case-none"}, page=page)
    assert wrong.status_code == 422 and 'href="#pack-case"' in wrong.text
    assert visitor.get(f"/desk/enigmo/cases/{case}").status_code == 403
    assert "Record and proof" in visitor.get(f"{page}?lang=en").text


def test_looking_makes_no_key_and_a_copy_needs_a_folder_that_is_there(tmp_path: Path) -> None:
    with wiring.open_home(places.place(tmp_path, "enigmo")) as home:
        assert proof.audit(home) == ()
        assert home.keys.known_public_key() is None
        assert not [f for f in tmp_path.rglob("*") if "sign" in f.name]
        with pytest.raises(BadData) as stopped:
            upkeep.backup(home, tmp_path / "nowhere")
        assert stopped.value.code == "upkeep.no_folder"
        assert not (tmp_path / "nowhere").exists()
