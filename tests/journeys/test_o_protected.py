"""(o) A separated parent, a protective flag, and nothing to notice."""

from datetime import datetime

import pytest
from told import kinds, played, says, silent, text, without_ids

from chikai.demo.journeys import o_protected
from chikai.demo.matter import Matter
from chikai.demo.remembered import StillOpen
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.decide import UnlawfulStep
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import APPI
from chikai.people.model import Person

HARM = "harms_life_body_property_or_rights"


def test_the_address_never_leaves_the_house(enigmo: Stage) -> None:
    (case,) = played(enigmo, o_protected.separated_parent)
    protected = cast.RIN_ON_FILE
    for mail in case.mail:
        assert silent(mail, ja=[protected.addresses[0].text, "000-0009", *protected.phones])
        assert silent(mail, ja=["支援", "秘匿", "保護の措置"], en=["support", "flag", "victim"])
    assert kinds(case) == [L.RECEIPT, L.DISCLOSURE]
    assert says(case.letter(L.DISCLOSURE), ja=["第33条第2項第1号"], en=["Art. 33(2)(i)"])


def test_the_flag_demands_a_judgment_and_blocks_the_whole(enigmo: Stage) -> None:
    (case,) = played(enigmo, o_protected.separated_parent)
    unjudged, whole = case.stops
    assert isinstance(unjudged, StillOpen) and unjudged.keys == ("protective_judgment",)
    assert isinstance(whole, UnlawfulStep) and APPI(33, 2, "i") in whole.cites


def test_withholding_something_else_does_not_let_the_address_through(enigmo: Stage) -> None:
    case = _judged(enigmo, harm=True)
    with pytest.raises(UnlawfulStep) as stopped:
        case.grant(withheld=("phone",), ground=HARM, reason="害するおそれ。")
    assert stopped.value.message.id == "unlawful.protected_address"


def test_the_desk_sees_the_flag_before_any_letter_is_made(enigmo: Stage) -> None:
    case = o_protected.receive(enigmo, protected=o_protected.SUPPORT)
    assert case.happened.index("flag_set") < case.happened.index("letter_sent")
    assert case.view().case.protected


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_wording_and_timing_are_those_of_a_child_without_flag(enigmo: Stage, lang: str) -> None:
    """The same request about two children, the same withholding; one of them is protected."""
    flagged = _part_given(enigmo, cast.RIN_ON_FILE, cast.MAKOTO, protected=_FLAG)
    enigmo.clock.set(_FIRST)
    plain = _part_given(enigmo, cast.MIRAI, cast.KENICHI, protected=None)
    assert (flagged.case.protected, plain.case.protected) == (True, False)
    assert [m.on for m in flagged.mail] == [m.on for m in plain.mail]
    assert [m.delivery for m in flagged.mail] == [m.delivery for m in plain.mail]
    for one, other in zip(flagged.mail, plain.mail, strict=True):
        mine = _own(text(one, lang), cast.RIN_ON_FILE, cast.MAKOTO)
        assert mine == _own(text(other, lang), cast.MIRAI, cast.KENICHI)
    for key in ("suit", "own_target", "reply", "destruction"):
        assert flagged.clock(key) == plain.clock(key)


def test_the_file_itself_raises_the_flag(enigmo: Stage) -> None:
    """Support measures on file protect the child though nobody marked the envelope."""
    assert o_protected.receive(enigmo, protected=None).case.protected


def test_where_no_harm_is_judged_likely_the_whole_is_given(enigmo: Stage) -> None:
    case = _judged(enigmo, harm=False).grant().answer()
    assert says(case.letter(L.DISCLOSURE), ja=["別紙"])


_FLAG = o_protected.SUPPORT
_FIRST = datetime(2026, 11, 2, 10)


def _judged(stage: Stage, *, harm: bool) -> Matter:
    case = o_protected.receive(stage, protected=_FLAG)
    case.accept().search()
    return case.judges("protective_judgment", harm, "支援措置の内容を確かめた。")


def _part_given(stage: Stage, child: Person, parent: Person, *, protected: str | None) -> Matter:
    known = o_protected.without_address(child)
    case = o_protected.receive(stage, child=known, parent=parent, protected=protected)
    case.accept().search()
    stage.move_to(stage.days(3))
    if protected:
        case.judges("protective_judgment", True, "住所が知られると危害のおそれ。")
    case.grant(withheld=("address", "phone"), ground=HARM, reason="身体の安全を害するおそれ。")
    case.answer()
    stage.move_to(stage.days(2))
    return case.delivered()


def _own(value: str, *people: Person) -> str:
    """The text without what is only these people's own: their data, their rows, their ids."""
    for person in people:
        name = person.names[0]
        mine = [name.full, *name.full.split(), *(name.kana or "").split()]
        mine += [person.addresses[0].text, *person.emails]
        for each in sorted(mine, key=len, reverse=True):
            value = value.replace(each, "…")
    told, _, annex = without_ids(value).partition("\n# 別紙" if "別紙" in value else "\n# Annex")
    tables = [line.split(" | ")[0] for line in annex.splitlines() if line.startswith("## ")]
    return "\n".join([told, *tables])
