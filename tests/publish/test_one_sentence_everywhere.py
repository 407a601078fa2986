"""One sentence of a policy is changed, and somebody who asks sees it on the portal, on paper, in
the desk's checklist, the letters and the clocks: each where it must, and nowhere else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from litestar.testing import TestClient
from test_one_sentence import FEE, PAPER, PURPOSE, desk_with, edited, form_of, page_of

from chikai.adapters.press.plain import plain_text
from chikai.demo.journeys.m_change import _request
from chikai.demo.papers import money_order
from chikai.demo_data import cast
from chikai.duties.requests.clocks import clocks
from chikai.law.kinds import Paper
from chikai.web.homes import DemoClock
from chikai.web.main import create_app

KEPT = {"    years: 2\n    exits": "    years: 3\n    exits"}
KEPT |= {"other_exits_months: 24": "other_exits_months: 36", "から2年間、提出": "から3年間、提出"}
MAIL = {"delivery_paid: registered": "delivery_paid: simple_registered"}
CHANNEL = {"channels: [post]": "channels: [post, portal]"}
PORTAL = {
    "home": "/enigmo",
    "ask": "/enigmo/ask?kind=disclosure&asker=person",
    "policy": "/enigmo/policy",
}


@dataclass(frozen=True)
class Seen:
    """What one request for disclosure meets: she sends a passport and no fee, then pays."""

    portal: dict[str, list[str]]
    page: dict[str, str]
    form: dict[str, str]
    checklist: tuple[str, ...]
    letters: dict[str, str]
    mailed: dict[str, str]
    dues: dict[str, date]


def lines_of(html: str) -> list[str]:
    body = re.sub(r"(?s)<(script|style|head).*?</\1>", "", html)
    text = unescape(re.sub(r"<[^>]+>", "\n", body))
    return [each.strip() for each in text.splitlines() if each.strip()]


def portal_with(text: str, root: Path) -> dict[str, list[str]]:
    folder = root / "enigmo" / "policies"
    folder.mkdir(parents=True)
    (folder / "2025-04-01.yaml").write_text(text, "utf-8")
    app = create_app(root=root, clock=DemoClock(date(2026, 11, 2)), local=["testclient"])
    with TestClient(app, base_url="http://localhost.test") as client:
        client.headers["host"] = "localhost"
        found = {}
        for name, path in PORTAL.items():
            answer = client.get(path, headers={"accept-language": "ja"})
            assert answer.status_code == 200, path
            found[name] = lines_of(answer.text)
        return found


@cache
def seen(edits: tuple[tuple[str, str], ...]) -> Seen:
    text, policy = edited(dict(edits))
    with TemporaryDirectory() as portal, TemporaryDirectory() as desk:
        pages = portal_with(text, Path(portal))
        with desk_with(text, Path(desk)) as stage:
            asking = _request(stage.desk("enigmo"), cast.HANAKO, Paper.PASSPORT)
            checklist = asking.open
            dues = due_days(asking, stage.today, "asked")
            asking.ask()
            dues |= due_days(asking, stage.today, "told")
            paid = _request(stage.desk("enigmo"), cast.AKANE, Paper.DRIVERS_LICENSE)
            assert policy.requests.fee is not None
            fee = money_order(policy.requests.fee.amount, serial="010-000099", issued=stage.today)
            paid.pays(fee)
            paid.accept()
            paid.search()
            paid.grant().answer().delivered()
            dues |= due_days(paid, stage.today, "done")
            mail = [*asking.mail, *paid.mail]
            return Seen(
                portal=pages,
                page=page_of(policy),
                form=form_of(policy),
                checklist=checklist,
                letters={str(m.kind): plain_text(m.letter, lang="ja") for m in mail},
                mailed={str(m.kind): str(m.delivery) for m in mail},
                dues=dues,
            )


def due_days(matter: object, today: date, moment: str) -> dict[str, date]:
    found = clocks(matter.case, matter.policy, on=today)  # type: ignore[attr-defined]
    return {f"{moment}.{c.key}": c.due for c in found if c.due}


def differing(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


EVERYWHERE = {"home", "ask", "policy"}
TABLE = [
    # what is changed, portal, page, form, letters, way of mailing, clocks
    ("a fee", FEE, EVERYWHERE, "sec-fee", "sec-enclose", "fee_asked", "", "told.fee_period"),
    ("a paper", PAPER, EVERYWHERE, "sec-identity", "sec-enclose", "defects fee_asked", "", ""),
    ("a purpose", PURPOSE, {"policy"}, "applicants agency_applicants", "", "", "", ""),
    ("a period", KEPT, EVERYWHERE, "sec-papers", "", "", "", "done.destruction"),
    ("how it is mailed", MAIL, {"policy"}, "sec-answer", "", "disclosure", "disclosure", ""),
    ("a channel", CHANNEL, EVERYWHERE, "sec-how", "", "", "", ""),
]


@pytest.mark.parametrize(
    ("edits", "portal", "page", "form", "letters", "mailed", "dues"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_a_sentence_changes_all_it_must_and_nothing_else(
    edits: dict[str, str],
    portal: set[str],
    page: str,
    form: str,
    letters: str,
    mailed: str,
    dues: str,
) -> None:
    before, after = seen(()), seen(tuple(edits.items()))
    assert differing(before.portal, after.portal) == portal
    assert differing(before.page, after.page) == set(page.split())
    assert differing(before.form, after.form) == set(form.split())
    assert differing(before.letters, after.letters) == set(letters.split())
    if edits is not PAPER:
        assert differing(before.mailed, after.mailed) == set(mailed.split())
    assert differing(before.dues, after.dues) == set(dues.split())
    assert before.checklist == ("fee",)
    wanted = ("identity_person", "fee") if edits is PAPER else ("fee",)
    assert after.checklist == wanted, "a passport that no longer counts is asked about"


def test_the_portal_shows_the_very_words_that_were_changed() -> None:
    before, after = seen(()), seen(tuple(FEE.items()))
    for name in EVERYWHERE:
        old, new = (Counter(each.portal[name]) for each in (before, after))
        assert all("1,000" in line or "14" in line for line in old - new), name
        assert all("1,200" in line or "21" in line for line in new - old), name
    assert "2028" in str(before.dues["done.destruction"])
    longer = seen(tuple(KEPT.items())).dues["done.destruction"]
    assert longer.year == before.dues["done.destruction"].year + 1
