"""Journals that were written once must fold to the same case for ever (an old `v` is never
edited). `CHIKAI_GOLDEN=write` writes a new file; an old one is only ever added to."""

import json
import os
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from told import played

from chikai.adapters.record import canonical, parse
from chikai.demo.journeys.a_child import a_parent_asks
from chikai.demo.stage import Stage
from chikai.duties.requests.fold import fold

GOLDEN = Path(__file__).parent.parent / "golden" / "journals"
FILES = sorted(GOLDEN.glob("*.json"))


def plain(value: Any) -> Any:
    """A case as JSON can hold it; fields that are empty are left out, so that a field added
    later changes no golden file."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        named = {f.name: plain(getattr(value, f.name)) for f in fields(value)}
        return {name: each for name, each in named.items() if each not in (None, [], {}, False)}
    if isinstance(value, frozenset):
        return sorted(plain(each) for each in value)
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {plain(key): plain(each) for key, each in value.items()}
    return value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_old_journal_folds_to_the_same_case(path: Path) -> None:
    golden = json.loads(path.read_text("utf-8"))
    events = [parse(json.dumps(event)) for event in golden["events"]]
    assert plain(fold(events)) == golden["case"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_its_canonical_bytes_are_the_same(path: Path) -> None:
    for event in json.loads(path.read_text("utf-8"))["events"]:
        assert json.loads(canonical(parse(json.dumps(event)))) == event


def test_there_is_a_golden_journal_of_the_first_journey(enigmo: Stage) -> None:
    """The newest one: earlier files are how the same journey was journalled before."""
    path = GOLDEN / "a_parent_asks_3.json"
    (case,) = played(enigmo, a_parent_asks)
    if os.environ.get("CHIKAI_GOLDEN") == "write" and not path.exists():
        events = [json.loads(canonical(event)) for event in case.events]
        golden = {"events": events, "case": plain(case.case)}
        path.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", "utf-8")
    golden = json.loads(path.read_text("utf-8"))
    assert [e["type"] for e in golden["events"]] == list(case.happened)
