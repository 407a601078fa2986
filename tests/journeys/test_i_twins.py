"""(i) A police-inquiry log that nobody may notice, and a harm that must be told."""

from pathlib import Path

import pytest
from told import day_of, event, kinds, played, says, text, without_ids

from chikai.adapters.press.typst_press import TypstPress
from chikai.app import found_file
from chikai.demo.journeys import i_twins
from chikai.demo.matter import Matter
from chikai.demo.stage import Stage
from chikai.demo_data import cast
from chikai.duties.requests.letters.model import LetterKind as L
from chikai.law.kinds import APPI
from chikai.people.model import Person


def _own(value: str, person: Person, case: Matter) -> str:
    """The text with what is only this person's own taken out."""
    mine = [person.names[0].full, *person.names[0].full.split()]
    mine += [person.addresses[0].text, *person.phones, *person.emails]
    mine += (person.names[0].kana or "").split()
    for each in sorted(mine, key=len, reverse=True):
        value = value.replace(each, "…")
    return without_ids(value)


def _same_shape(one: Matter, other: Matter) -> None:
    """Types, days and shapes of the events are the same; only ids and commitments differ."""
    for a, b in zip(one.events, other.events, strict=True):
        assert (a.type, a.occurred_on, a.actor_id) == (b.type, b.occurred_on, b.actor_id)
        assert a.data.keys() == b.data.keys()
        for key, value in a.data.items():
            twin = b.data[key]
            if isinstance(value, str) and (key in _SECRET or without_ids(value) != value):
                assert len(value) == len(str(twin)), key
            else:
                assert value == twin, key


_SECRET = {"commitment", "sealed", "attached", "attached_commitment"}


def test_the_journal_does_not_tell_the_twins_apart(enigmo: Stage) -> None:
    aoi, akane = played(enigmo, i_twins.twins)
    _same_shape(aoi, akane)
    assert [m.next_step.id for m in aoi.moments] == [m.next_step.id for m in akane.moments]
    assert [m.on for m in aoi.moments] == [m.on for m in akane.moments]


def test_fee_status_and_clocks_are_the_same(enigmo: Stage) -> None:
    aoi, akane = played(enigmo, i_twins.twins)
    for key in ("suit", "own_target", "reply", "destruction"):
        assert aoi.clock(key) == akane.clock(key)
    assert [f.amount for f in aoi.case.fees] == [f.amount for f in akane.case.fees]
    assert aoi.view().status == akane.view().status


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_letters_differ_in_their_own_data_alone(enigmo: Stage, lang: str) -> None:
    aoi, akane = played(enigmo, i_twins.twins)
    assert kinds(aoi) == kinds(akane) == [L.RECEIPT, L.DISCLOSURE]
    for one, other in zip(aoi.mail, akane.mail, strict=True):
        mine = _own(text(one, lang), cast.AOI, aoi).splitlines()
        hers = _own(text(other, lang), cast.AKANE, akane).splitlines()
        assert len(mine) == len(hers)
        # The rows differ in their own numbers; every sentence of ours is the same.
        differing = [(a, b) for a, b in zip(mine, hers, strict=True) if a != b]
        assert all(" | " in a and " | " in b for a, b in differing), differing
        assert "警察" not in text(one, lang) and "police" not in text(one, lang)


def test_page_counts_are_the_same(enigmo: Stage) -> None:
    aoi, akane = played(enigmo, i_twins.twins)
    press = TypstPress()
    for one, other in zip(aoi.mail, akane.mail, strict=True):
        pages = {press.letter(m.letter, "ja").count(b"/Type /Page\n") for m in (one, other)}
        sizes = [press.letter(m.letter, "ja").count(b"/MediaBox") for m in (one, other)]
        assert len(pages) == 1 and sizes[0] == sizes[1] > 0


def test_the_rows_are_disclosed_and_what_is_hidden_stays_sealed(enigmo: Stage) -> None:
    aoi, akane = played(enigmo, i_twins.twins)
    assert says(aoi.letter(L.DISCLOSURE), ja=["あおい", "見本"])
    hidden = [found_file.hidden_grounds(m.desk.home, m.case) for m in (aoi, akane)]
    assert hidden == [["iv"], []]


def test_nothing_but_a_police_inquiry_is_answered_like_nothing_at_all(enigmo: Stage) -> None:
    kai, nagisa = played(enigmo, i_twins.known_to_the_police_alone)
    _same_shape(kai, nagisa)
    assert kinds(kai) == [L.RECEIPT, L.NO_MATCH, L.NONE_HELD, L.FEE_RETURNED]
    for lang in ("ja", "en"):
        for one, other in zip(kai.mail, nagisa.mail, strict=True):
            mine = _own(text(one, lang), cast.KAI, kai)
            assert mine == _own(text(other, lang), cast.NAGISA, nagisa)


def test_none_held_says_so_in_neutral_words(enigmo: Stage) -> None:
    kai, _ = played(enigmo, i_twins.known_to_the_police_alone)
    told = kai.letter(L.NONE_HELD)
    assert says(told, ja=["開示の対象となる保有個人データは存在しません"], en=["Art. 33(3)"])
    assert event(kai, "none_held").data.keys() == {"sealed", "commitment"}


def test_harm_by_the_content_is_33_2_i_and_is_told(actio: Stage) -> None:
    (case,) = played(actio, i_twins.content_harm_is_told)
    refused = event(case, "refused")
    assert refused.data["because"] == APPI(33, 2, "i").code
    assert kinds(case)[-2:] == [L.REFUSAL, L.FEE_RETURNED]
    assert says(case.letter(L.REFUSAL), ja=["第33条第2項第1号"], en=["Art. 33(2)(i)"])
    assert event(case, "fee_returned").data["reason"] == "refused"
    assert day_of(case, "fee_returned") == day_of(case, "answer_sent")


def test_the_desk_may_not_say_none_held_when_data_were_found(enigmo: Stage) -> None:
    from chikai.duties.requests.decide import UnlawfulStep

    story = i_twins.twins(enigmo)
    next(story)
    aoi = Matter(enigmo.desk("enigmo"), enigmo.homes["enigmo"].journal.cases()[0])
    with pytest.raises(UnlawfulStep):
        aoi.none_held()


def test_a_police_inquiry_leaves_no_mark_in_files_of_the_stage(enigmo: Stage) -> None:
    played(enigmo, i_twins.twins)
    for path in Path(enigmo.letters).glob("*"):
        assert "police" not in path.name
