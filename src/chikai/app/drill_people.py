"""The fictional people of a drill: their names say that they are practice, their addresses that
they are nowhere."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from chikai.people.model import Address, Name, Person

SCENARIOS: Final = (
    "complete",
    "overpaid",
    "dead_card",
    "expired",
    "short_fee",
    "foreign_sheet",
    "no_power",
    "come_of_age",
    "protective",
    "template_letter",
    "domicile",
    "twin",
    "other_kind",
)
"""What an envelope can be about; each has a person of its own."""
GROWN: Final = 19
"""How old the child is in whose name a parent still asks: an adult (Civil Code Art. 4)."""

_FAMILY: Final = (
    ("訓練", "クンレン"),
    ("練習", "レンシュウ"),
    ("架空", "カクウ"),
    ("仮野", "カリノ"),
    ("例山", "レイヤマ"),
    ("模擬", "モギ"),
    ("演習", "エンシュウ"),
    ("試田", "タメシダ"),
    ("見本", "ミホン"),
    ("稽古", "ケイコ"),
    ("空野", "カラノ"),
    ("雛形", "ヒナガタ"),
    ("想定", "ソウテイ"),
    ("仮名", "カリナ"),
    ("例文", "レイブン"),
)
_GIVEN: Final = (
    ("一葉", "カズハ"),
    ("次郎", "ジロウ"),
    ("三奈", "ミナ"),
    ("四季", "シキ"),
    ("五月", "サツキ"),
    ("六花", "リッカ"),
)


def people(seed: int, on: date) -> tuple[Person, ...]:
    """No two alike: one for each scenario, then a stranger and a representative who are on no
    file. `on` is the day of the drill: one of them has come of age by then."""
    draw = random.Random(f"{seed}/people")
    families = draw.sample(_FAMILY, len(_FAMILY))
    made = [_person(n, family, draw) for n, family in enumerate(families)]
    child = SCENARIOS.index("come_of_age")
    grown = date(on.year - GROWN, on.month, 1) - timedelta(days=draw.randint(10, 300))
    made[child] = replace(made[child], birth_date=grown)
    return tuple(made)


def _person(n: int, family: tuple[str, str], draw: random.Random) -> Person:
    given, kana = draw.choice(_GIVEN)
    at = f"東京都架空区訓練{n + 1}丁目{draw.randint(1, 9)}番{draw.randint(1, 20)}号"
    return Person(
        names=(Name(f"{family[0]} {given}", f"{family[1]} {kana}"),),
        addresses=(Address(at, f"000-{draw.randint(1, 9999):04}"),),
        birth_date=date(1950, 1, 1) + timedelta(days=draw.randint(0, 18000)),
    )


def on_file(seed: int, on: date) -> tuple[tuple[Person, date], ...]:
    """Who is in the drill's own database, and since when: of one person there are two, born
    apart."""
    draw = random.Random(f"{seed}/file")
    rows = []
    for scenario, person in zip(SCENARIOS, people(seed, on), strict=False):
        rows.append((person, _since(draw)))
        if scenario == "twin" and person.birth_date is not None:
            elder = person.birth_date - timedelta(days=9000)
            rows.append((replace(person, birth_date=elder), _since(draw)))
    return tuple(rows)


def _since(draw: random.Random) -> date:
    return date(2019, 4, 1) + timedelta(days=draw.randint(0, 2000))
