"""The second check is blind: who is to copy two facts from the papers sees them on no page."""

from __future__ import annotations

from cases_at_desk import entered, load, searched, sits
from web_visitor import Visitor, text_of

from chikai.app import letters, steps
from chikai.app.cases import Actor
from chikai.demo_data.cast import HANAKO
from chikai.people.staff import Role
from chikai.web.homes import DemoClock

ADDRESS = HANAKO.addresses[0]
SECRET = (ADDRESS.text, str(ADDRESS.postal_code), *HANAKO.emails, "1988-04-12", "1988年4月12日")


def test_the_facts_stand_on_the_papers_alone_until_the_check_is_done(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = searched(visitor, clock)
    page = f"/desk/enigmo/cases/{case}"
    with visitor.web.homes.home("enigmo") as home:  # type: ignore[union-attr]
        letters.receipt(home, case, by=Actor("clerk-1", "receipt"))
        steps.grant(home, case, by=Actor("officer-1", "grant"))
    letter, paper = load(visitor, case).letters[-1].sealed, load(visitor, case).papers[0].sealed

    sits(visitor, "checker-1", Role.SECOND_CHECKER)
    for path in (page, f"{page}/people", f"{page}/identity"):
        shown = visitor.get(path)
        assert shown.status_code == 200
        assert not [value for value in SECRET if value in shown.text], path
    said = text_of(visitor.get(page))
    assert "二人目の確認のあとに表示します" in said
    assert HANAKO.names[0].full in said and "山田" in said  # not asked: it says whose case it is
    for closed in ("answer", "answer/pdf", "answer/page", f"file/{letter}"):
        refused = visitor.get(f"{page}/{closed}")
        assert refused.status_code == 403 and "二人目の確認のあとに" in text_of(refused), closed
    assert visitor.get(f"{page}/file/{paper}").status_code == 200

    right = entered(visitor, case)
    done = visitor.post(f"{page}/do/second_check", right, page=page, deed="second_check")
    assert done.status_code == 303
    assert ADDRESS.text in text_of(visitor.get(page))
    assert visitor.get(f"{page}/answer").status_code == 200


def test_whoever_decided_and_whoever_does_not_check_see_them_as_before(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = searched(visitor, clock)
    page = f"/desk/enigmo/cases/{case}"
    with visitor.web.homes.home("enigmo") as home:  # type: ignore[union-attr]
        steps.grant(home, case, by=Actor("officer-1", "grant"))
    every = tuple(Role)
    for who, roles in (("officer-1", every), ("clerk-1", (Role.CLERK,))):
        sits(visitor, who, *roles)
        said = text_of(visitor.get(page))
        assert ADDRESS.text in said and HANAKO.emails[0] in said, who
