"""A column the mapping does not show (here the check value of a password) is left out only on a
ground of Art. 33(2), judged by name; the answer names it with its ground and reason (33(3), 36)."""

import json
from dataclasses import replace

import pytest
from told import event, says, text

from chikai.app import search
from chikai.demo.matter import LOGIN_GROUND, Matter
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.remembered import StillOpen
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law import grounds
from chikai.law.kinds import APPI, Manner, Paper, RequestKind
from chikai.ports import BadData

LABEL = "パスワードの照合値"
WHY = "照合値が知られると、なりすましのおそれがある。"


def test_the_mapping_alone_is_no_ground(enigmo: Stage) -> None:
    case = _found(enigmo)
    (open_,) = case.items
    assert (open_.asks, open_.judgment, open_.cites) == ("desk", True, (APPI(33, 2),))
    with pytest.raises(StillOpen) as stopped:
        case.grant()
    assert stopped.value.keys == (open_.key,)


def test_a_judgment_needs_a_ground_of_the_law_and_reasons(enigmo: Stage) -> None:
    case = _found(enigmo)
    (item,) = case.case.unjudged()
    with pytest.raises(UnlawfulStep):
        case.withhold(item, "too_much_work", WHY)
    with pytest.raises(BadData):
        case.withhold(item, LOGIN_GROUND, "  ")
    with pytest.raises(BadData):
        case.withhold("customers-000000", LOGIN_GROUND, WHY)
    assert case.case.unjudged() == (item,)


def test_that_it_is_about_somebody_else_is_no_ground(enigmo: Stage) -> None:
    """What may be chosen for an item is Art. 33(2)(i) to (iii), and what the law takes out of
    disclosure altogether: third parties' interests count only as harm to rights (i), judged."""
    offered = grounds.grounds(RequestKind.DISCLOSURE, on=enigmo.today)
    judged = {each.cites[0] for each in offered if each.judged}
    assert judged == {APPI(33, 2, "i"), APPI(33, 2, "ii"), APPI(33, 2, "iii")}
    others = {each.cites for each in offered if not each.judged}
    assert others == {(APPI(33, 4),), (APPI(33, 2), APPI(16, 4))}
    case = _found(enigmo)
    (item,) = case.case.unjudged()
    for made_up in ("about_third_party", "third_party", "not_the_persons_own"):
        with pytest.raises(UnlawfulStep):
            case.withhold(item, made_up, WHY)


def test_the_answer_names_the_item_its_ground_and_its_reason(enigmo: Stage) -> None:
    case = _found(enigmo)
    (item,) = case.case.unjudged()
    case.withhold(item, LOGIN_GROUND, WHY).grant().answer()
    letter = case.letter(L.DISCLOSURE)
    assert says(letter, ja=[LABEL, WHY, "第33条第2項第1号"], en=["Password check value", WHY])
    assert "argon2id" not in text(letter, "ja")
    judged = event(case, "item_withheld")
    assert (judged.actor_id, judged.data["ground"]) == ("officer-1", LOGIN_GROUND)
    assert judged.data["because"] == APPI(33, 2, "i").code
    assert WHY not in str(judged.data)


def test_the_electronic_file_names_it_too(enigmo: Stage) -> None:
    case = _found(enigmo, manner=Manner.ELECTRONIC)
    case.withhold(*case.case.unjudged(), LOGIN_GROUND, WHY).grant().answer()
    sealed = case.case.answer.attached if case.case.answer else None
    assert sealed is not None
    (left_out,) = json.loads(case.desk.home.vault.get(sealed))["withheld"]
    assert left_out["label"] == {"ja": LABEL, "en": "Password check value"}
    assert left_out["article"]["en"] == APPI(33, 2, "i").en and left_out["reason"] == WHY


def test_one_ground_may_cover_it_together_with_shown_items(enigmo: Stage) -> None:
    case = _found(enigmo)
    case.grant(withheld=("phone", *case.case.unjudged()), ground=LOGIN_GROUND, reason=WHY).answer()
    assert says(case.letter(L.DISCLOSURE), ja=[LABEL, "電話番号", WHY])


def test_what_the_order_keeps_secret_stays_unnamed(enigmo: Stage) -> None:
    """A ground whose naming would tell what must not be told: neither letter nor journal has it."""
    case = _found(enigmo)
    (item,) = case.case.unjudged()
    case.withhold(item, "not_retained", "架空の事情。").grant().answer()
    assert LABEL not in text(case.letter(L.DISCLOSURE), "ja")
    assert "not_retained" not in str([e.data for e in case.events])


def test_a_corrected_mapping_and_a_new_search_settle_it_too(
    enigmo: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No ground: the column has to be shown, and then nothing is left to judge."""
    case = _found(enigmo)
    home, find = case.desk.home, case.desk.home.sources.find

    def shown(person, **more):  # type: ignore[no-untyped-def]
        found = find(person, **more)
        return replace(found, tables=tuple(replace(t, withheld=()) for t in found.tables))

    monkeypatch.setattr(home.sources, "find", shown)
    search.search(home, case.id, by=case.desk.actor("clerk-1"))
    assert case.open == () and case.grant().case.outcome is not None


def test_other_kinds_disclose_no_columns_and_ask_nothing(enigmo: Stage) -> None:
    assert _found(enigmo, RequestKind.NOTICE_OF_PURPOSE).open == ()


def _found(
    stage: Stage, kind: RequestKind = RequestKind.DISCLOSURE, manner: Manner | None = None
) -> Matter:
    """Hanako's data have been found, and nothing is judged yet."""
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(cast.HANAKO, kind, manner=manner),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
            payments=[money_order(issued=stage.today)],
        )
    )
    case.matches(reads(cast.HANAKO)).accept()
    result = search.search(case.desk.home, case.id, by=case.desk.actor("clerk-1"))
    assert result == case.case
    return case
