"""The scans of the demo are pictures a checker can copy from; what must be covered is covered."""

from __future__ import annotations

import io
from datetime import date

from PIL import Image

from chikai.app import cases, checking
from chikai.demo import scans
from chikai.demo.papers import asks, envelope, sheet
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.law.kinds import Asker, Paper, RequestKind

FORM, REGISTER = sheet(Paper.REQUEST_FORM), sheet(Paper.FAMILY_REGISTER, domicile=True)
BY_A_PARENT = envelope(
    asks(cast.MIRAI, RequestKind.DISCLOSURE),
    arrived=date(2026, 11, 2),
    asker=Asker.PARENT,
    by=cast.KENICHI,
    sheets=[FORM, REGISTER],
)


def test_the_form_says_all_that_a_checker_copies(enigmo: Stage) -> None:
    (case,) = enigmo.desk("enigmo").receive(BY_A_PARENT)
    said = " ".join(f"{name} {value}" for name, value in scans.lines(FORM, BY_A_PARENT).rows)
    home = enigmo.homes["enigmo"]
    file = cases.unseal(home, case.case.sealed)
    for value in checking.as_on_paper(home, case.id).values():
        assert value in said or value == file["person"]["birth_date"]
    assert "2014年6月21日" in said and cast.KENICHI.addresses[0].text in said


def test_a_register_has_its_domicile_covered_and_no_address() -> None:
    drawn = scans.lines(REGISTER, BY_A_PARENT)
    assert dict(drawn.rows)["本籍"] == "■"
    assert not any(cast.MIRAI.addresses[0].text in value for _, value in drawn.rows)


def test_a_scan_is_a_small_picture_and_drawn_once() -> None:
    content = scans.scan(FORM, BY_A_PARENT)
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "PNG" and len(content) < 100_000
    darkest, lightest = picture.convert("L").getextrema()
    assert darkest < 50 and lightest > 200
    assert scans.scan(FORM, BY_A_PARENT) is content
