"""What a form of the desk says when a field is wrong, the keys that work, and the unread chip."""

from __future__ import annotations

import re

from cases_at_desk import searched, sits
from web_visitor import Visitor, text_of

from chikai.app import cases, contact
from chikai.app.cases import Actor
from chikai.people.staff import Role
from chikai.web.homes import DemoClock


def test_a_fault_names_its_field_leads_to_it_and_keeps_what_was_typed(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = searched(visitor, clock)
    page = f"/desk/enigmo/cases/{case}"
    sits(visitor, "clerk-1", Role.CLERK)
    for deed, fields, field, label in (
        ("refuse", {"reason": "書いた理由"}, "ground", "法律が定める理由"),
        ("search_task", {"where": "本社の書庫", "owner": "owner-1"}, "due", "期限"),
        (
            "fee",
            {"payment0.means": "money_order", "payment0.amount": "十円"},
            "payment0.amount",
            "",
        ),
        ("hold", {}, "why", ""),
    ):
        wrong = visitor.post(f"{page}/do/{deed}", fields, page=page, deed=deed)
        assert wrong.status_code == 422, deed
        box = wrong.text[wrong.text.index('id="faults"') :]
        box = box[: box.index("</div>")]
        assert f'href="#{deed}-{field}"' in box, (deed, box)
        assert label in box
        at = re.search(rf'id="{deed}-{re.escape(field)}"[^>]*>', wrong.text)
        assert at and f"{deed}-{field}-wrong" in at[0] and 'aria-invalid="true"' in at[0], deed
        assert f'id="{deed}-{field}-wrong"' in wrong.text
        assert all(value in wrong.text for value in fields.values()), "what was typed stays"


def test_every_key_of_every_page_stands_in_the_list_and_leads_somewhere(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = searched(visitor, clock)
    sits(visitor, "clerk-1")
    listed = visitor.get("/desk/enigmo/keys").text
    known = set(re.findall(r"<td><kbd>([^<]+)</kbd></td><td>", listed))
    known |= set(re.findall(r"</td><td><kbd>([^<]+)</kbd>", listed))
    for page in ("/desk/enigmo", f"/desk/enigmo/cases/{case}", "/desk/enigmo/proof"):
        keys = re.findall(r'accesskey="([^"]+)"', visitor.get(page).text)
        assert len(keys) == len(set(keys)), f"{page}: one key, one place"
        assert set(keys) <= known, set(keys) - known
    for key, way in (("t", "tasks"), ("r", "destruction"), ("e", "mail"), ("v", "proof")):
        assert f'href="/desk/enigmo/{way}" accesskey="{key}"' in listed
        assert visitor.get(f"/desk/enigmo/{way}").status_code == 200


def test_a_message_without_an_answer_shows_in_the_list(visitor: Visitor, clock: DemoClock) -> None:
    case = searched(visitor, clock)
    sits(visitor, "clerk-1", Role.CLERK)
    assert visitor.web is not None
    with visitor.web.homes.home("enigmo") as home:
        group = [cases.load(home, case)]
        known = contact.give(home, group, by=Actor("portal", "c-1")).contact
        contact.write(home, known.id, "いつですか", by=Actor("portal", "c-2"), from_desk=False)
    assert "連絡が届いています" in text_of(visitor.get("/desk/enigmo"))
    with visitor.web.homes.home("enigmo") as home:
        contact.write(home, known.id, "来週です", by=Actor("clerk-1", "c-3"), from_desk=True)
    assert "連絡が届いています" not in text_of(visitor.get("/desk/enigmo"))


def test_an_address_changed_after_acceptance_waits_for_a_paper_or_for_other_eyes(
    visitor: Visitor, clock: DemoClock
) -> None:
    case = searched(visitor, clock)
    page = f"/desk/enigmo/cases/{case}"
    people = f"{page}/people"
    sits(visitor, "clerk-1", Role.CLERK)
    right = {"reply.address": "東京都架空区別1-1", "reason": "電話で聞いたため"}
    to = f"{page}/correct/particulars"
    assert visitor.post(to, right, page=people, deed="correct_particulars").status_code == 303
    assert "受理の後に変えられました" in text_of(visitor.get(page))
    yes = {"question": "address_after_return", "value": "yes", "reasons": "聞いたとおり"}
    alone = visitor.post(f"{page}/do/answer", yes, page=page, deed="answer")
    assert alone.status_code == 409 and "理由だけで" in text_of(alone)
    sits(visitor, "clerk-2", Role.CLERK)
    other = visitor.post(f"{page}/do/answer", yes, page=page, deed="answer")
    assert other.status_code == 303
    sits(visitor, "clerk-1", Role.CLERK)
    assert (
        visitor.post(
            to,
            right | {"reply.address": "東京都架空区別2-2"},
            page=people,
            deed="correct_particulars",
        ).status_code
        == 303
    )
    came = {"sheet0.type": "resident_record", "sheet0.clean": "yes"}
    assert visitor.post(f"{page}/do/paper", came, page=page, deed="paper").status_code == 303
    proven = visitor.post(f"{page}/do/answer", yes, page=page, deed="answer")
    assert proven.status_code == 303
