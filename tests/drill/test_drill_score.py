"""What a mistake costs, envelope by envelope: the table a privacy officer reads before a drill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from drill_player import Player
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chikai import drills, places, wiring, words
from chikai.app import drill as drilling
from chikai.app.cases import Actor
from chikai.app.drill import Drill
from chikai.app.drill_envelopes import deal, scenarios
from chikai.app.drill_people import SCENARIOS, on_file, people
from chikai.app.drill_score import KEYS, Marked, mark
from chikai.ports import Home

DAY = date(2026, 11, 2)

TABLE: tuple[tuple[str, str, set[str]], ...] = (
    # scenario, mistake, the points it costs
    ("complete", "wrong_day", {"arrived"}),
    ("complete", "wrong_expiry", {"dates"}),
    ("complete", "wrong_money", {"money"}),
    ("complete", "foreign_taken", {"papers"}),
    ("complete", "twice", {"registered"}),
    ("complete", "late", {"in_time"}),
    ("complete", "check_failed", {"second"}),
    ("complete", "foreign_at_gate", {"gate"}),
    ("complete", "no_gate", {"gate"}),
    ("complete", "not_answered", {"answered", "gate", "in_time", "second"}),
    ("domicile", "unmasked", {"masked"}),
    ("overpaid", "not_returned", {"returned"}),
    ("dead_card", "missed_paper", {"papers"}),
    ("dead_card", "late", {"in_time"}),
    ("dead_card", "not_asked", {"asked", "in_time", "one_letter", "only", "waited"}),
    ("dead_card", "wrong_name", {"matched", "only", "particulars"}),
    ("expired", "wrong_expiry", {"asked", "dates", "in_time", "one_letter", "only", "waited"}),
    ("short_fee", "wrong_money", {"money"}),
    ("foreign_sheet", "foreign_taken", {"asked", "foreign", "in_time", "one_letter"}
     | {"only", "waited"}),
    ("protective", "unflagged", {"flagged", "kept_back"}),
    ("template_letter", "wrong_channel", {"way"}),
    ("twin", "not_compared", {"asked", "in_time", "matched", "one_letter", "only", "waited"}),
    ("come_of_age", "wrong_asker", {"asked", "asker", "only"}),
    ("no_power", "asked_again", {"one_letter"}),
    ("other_kind", "wrong_kind", {"kind", "only"}),
)  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="module")
def drill(root: Path) -> Drill:
    return drills.new(root, "enigmo", seed=7, envelopes=99, on=DAY, by=Actor("officer-1", "cmd-1"))


@pytest.fixture(scope="module")
def home(root: Path, drill: Drill) -> Iterator[Home]:
    with wiring.open_home(places.place(root, drill.id)) as opened:
        yield opened


Marker = Callable[[str, str], Marked]


@pytest.fixture(scope="module")
def marked(home: Home, drill: Drill) -> Marker:
    """How one envelope is marked that was worked with one mistake, or none."""
    deck = {each.scenario: each for each in drilling.dealt(home, drill)}

    @cache
    def play(scenario: str, mistake: str) -> Marked:
        dealt, desk = deck[scenario], drills.scratch(home)
        wanted = drilling.wanted(drills.scratch(home), dealt, drill)
        Player(desk, wanted.goal, mistake).play(dealt)
        return mark(wanted, drilling.cases_of(dealt, drilling.worked(desk, drill)))

    return play


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_right_work_keeps_every_point(marked: Marker, scenario: str) -> None:
    done = marked(scenario, "")
    assert done.lost == ()
    assert done.got == done.most > 10


@pytest.mark.parametrize(("scenario", "mistake", "costs"), TABLE)
def test_a_mistake_costs_what_it_spoils(
    marked: Marker, scenario: str, mistake: str, costs: set[str]
) -> None:
    done = marked(scenario, mistake)
    assert {point.key for point in done.lost} == costs
    assert 0 < done.got < done.most


def test_what_was_never_opened_keeps_nothing(home: Home, drill: Drill) -> None:
    scored = drilling.score(drills.scratch(home), drills.scratch(home), drill)
    assert (scored.got, scored.opened, scored.trainees) == (0, 0, ())
    assert scored.most > 200


@pytest.mark.parametrize("lang", words.LANGS)
def test_every_point_says_why_and_on_what_ground(marked: Marker, lang: words.Lang) -> None:
    seen = [p for s, m, _ in TABLE for p in marked(s, m).points]
    for point in seen:
        said = words.render(point.message, lang=lang)
        assert said.count("{") == 0 and len(said) > 8
        assert point.cites or point.clauses
        assert point.key in KEYS
    lost = {p.key for p in seen if not p.kept}
    assert lost >= set(KEYS) - {"accepted"}


def test_needless_questions_are_named(marked: Marker) -> None:
    only = next(p for p in marked("complete", "missed_paper").lost if p.key == "only")
    said = words.render(only.message, lang="en")
    assert "asked for though it wasn't missing" in said and "identity" in said


# --- what a seed gives ----------------------------------------------------------------------------

ONE_HOME = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
"""Which no example changes."""


@settings(max_examples=25, suppress_health_check=ONE_HOME)
@given(seed=st.integers(0, drilling.MOST_SEED), count=st.integers(1, 20))
def test_the_same_seed_gives_the_same_envelopes(home: Home, seed: int, count: int) -> None:
    policy = home.policies[-1]
    one = deal(policy, seed=seed, on=DAY, count=count)
    assert one == deal(policy, seed=seed, on=DAY, count=count)
    assert [e.number for e in one] == list(range(1, len(one) + 1))
    assert len({e.scenario for e in one}) == len(one) == min(count, len(scenarios(policy)))
    names = {e.person.names[0].full for e in one}
    assert len(names) == len(one), "each envelope is somebody else's"
    assert all(e.truth.arrived_on <= DAY for e in one)


@settings(max_examples=25)
@given(seed=st.integers(0, drilling.MOST_SEED))
def test_the_people_are_plainly_fictional(seed: int) -> None:
    for person in people(seed, DAY):
        assert "架空区" in person.addresses[0].text
        assert (person.addresses[0].postal_code or "").startswith("000-")
    twins = [person.names[0].full for person, _ in on_file(seed, DAY)]
    assert len(twins) == len(set(twins)) + 1


@settings(max_examples=12, suppress_health_check=ONE_HOME)
@given(
    mistakes=st.dictionaries(
        st.sampled_from(("complete", "dead_card", "no_power")),
        st.sampled_from(("wrong_kind", "wrong_day", "left_lying")),
    )
)
def test_any_mistake_lowers_the_score_and_none_but_its_own_envelope(
    marked: Marker, mistakes: dict[str, str]
) -> None:
    for scenario in ("complete", "dead_card", "no_power"):
        done = marked(scenario, mistakes.get(scenario, ""))
        assert (done.got < done.most) is (scenario in mistakes)


@pytest.mark.parametrize("company", ["bengo4", "en_japan", "actio"])
def test_right_work_is_full_by_every_companys_policy(root: Path, company: str) -> None:
    by = Actor("officer-1", "cmd-1")
    drill = drills.new(root, company, seed=3, envelopes=7, on=DAY, by=by)
    with wiring.open_home(places.place(root, drill.id)) as home:
        wanted = drills.scratch(home)
        for dealt in drilling.dealt(home, drill):
            Player(home, drilling.wanted(wanted, dealt, drill).goal).play(dealt)
        scored = drilling.score(home, drills.scratch(home), drill)
    assert [(m.scenario, [p.key for p in m.lost]) for m in scored.marked if m.lost] == []
    assert scored.percent == 100


def test_only_the_envelopes_own_work_counts(home: Home, drill: Drill) -> None:
    """The case of one envelope changes no mark of another."""
    one, other = drilling.dealt(home, drill)[:2]
    desk, scratch = drills.scratch(home), drills.scratch(home)
    Player(desk, drilling.wanted(scratch, other, drill).goal).play(other)
    done = drilling.worked(desk, drill)
    assert len(drilling.cases_of(other, done)) == len(done) == 1
    assert drilling.cases_of(one, done) == ()
    assert mark(drilling.wanted(scratch, one, drill), drilling.cases_of(one, done)).got == 0
