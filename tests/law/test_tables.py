"""The law by tables: every `*.md` here is a list of cases that a lawyer can read and extend.

A table stands under a heading `## Act · rule`. Its columns are the facts of the act (`yes`, `no`,
`?` for unknown; a kind of asker or request by its name, `-` for none), then `verdict` and
`because`. A column left out takes the default of its fact. `on` sets the day, which is otherwise
21 November 2026. An open word that says yes or no is judged by a person called x.

For what the law forbids, the verdict is permitted, forbidden or ask; for what it requires,
required, effort, free or ask; for what it defines, yes, no or ask. `because` cites what decided,
or for ask names the facts to be found out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

import pytest

from chikai.kernel.decision import decide
from chikai.kernel.rule import Rule, all_rules
from chikai.kernel.truth import NO, YES, Judged, Truth, judged, to_judge, unknown
from chikai.law import all as _the_whole_law  # noqa: F401  (registers the rules)
from chikai.law.facts import has_default, hints

HERE = Path(__file__).parent
TODAY = date(2026, 11, 21)
_HEADING = re.compile(r"^## `?(\w+)`? · `?(\w+)`?$")
_CASES = {"permitted", "forbidden", "required", "effort", "free", "yes", "no", "ask"}


@dataclass(frozen=True, slots=True)
class Row:
    where: str
    act: str
    rule: str
    cells: dict[str, str]

    def __str__(self) -> str:
        return f"{self.where} {self.cells['case']}"


def rows(file: Path) -> Iterator[Row]:
    """Every row of every table of one file."""
    act = rule = ""
    columns: list[str] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"tests/law/{file.name}:{number}"
        if heading := _HEADING.match(line):
            act, rule, columns = heading[1], heading[2], []
        elif line.startswith("## "):
            raise ValueError(f"{where}: a heading names an act and a rule: `## Act · rule`")
        elif line.startswith("|"):
            cells = [each.strip() for each in line.strip("|").split("|")]
            if set("".join(cells)) <= set("-: "):
                continue
            if not columns:
                columns = cells
                continue
            if len(cells) != len(columns):
                raise ValueError(f"{where}: {len(cells)} cells under {len(columns)} columns")
            yield Row(where, act, rule, dict(zip(columns, cells, strict=True)))


def rule_of(row: Row) -> Rule:
    """The rule the heading names; it must be about the act the heading names."""
    for rule in all_rules():
        if rule.name == row.rule and rule.verb != "exempts":
            if rule.act.__name__ != row.act and rule.verb != "defines":
                raise ValueError(f"{row.where}: `{row.rule}` is not about `{row.act}`")
            return rule
    raise ValueError(f"{row.where}: no rule is called `{row.rule}`")


def act_of(row: Row) -> type[Any]:
    """The act by its name, from the module of the rule."""
    module = __import__(rule_of(row).where, fromlist=[row.act])
    for candidate in (module, *(_modules_of_acts())):
        if hasattr(candidate, row.act):
            return getattr(candidate, row.act)  # type: ignore[no-any-return]
    raise ValueError(f"{row.where}: no act is called `{row.act}`")


def _modules_of_acts() -> list[Any]:
    return [__import__(name, fromlist=["_"]) for name in {r.where for r in all_rules()}]


def facts(row: Row) -> Any:
    """The act with the facts of the row."""
    act = act_of(row)
    known = {f.name for f in fields(act)}
    given = {k: v for k, v in row.cells.items() if k not in ("case", "on", "verdict", "because")}
    if strange := set(given) - known:
        raise ValueError(f"{row.where}: `{row.act}` has no fact {sorted(strange)}")
    missing = [f.name for f in fields(act) if f.name not in given and not has_default(f)]
    if missing:
        raise ValueError(f"{row.where}: the table lacks the column {missing}")
    return act(**{name: _fact(hints(act)[name], name, cell, row) for name, cell in given.items()})


def _fact(kind: Any, name: str, cell: str, row: Row) -> object:
    if kind not in (Truth, Judged):
        enum = next(k for k in (kind, *get_args(kind)) if isinstance(k, type) and k is not None)
        assert issubclass(enum, StrEnum)
        return None if cell == "-" else enum(cell)
    if cell == "?":
        return to_judge(name) if kind is Judged else unknown(name)
    if cell not in ("yes", "no"):
        raise ValueError(f"{row.where}: `{name}` is `{cell}`; write yes, no or ?")
    if kind is Judged:
        return judged(cell == "yes", by="x", on=TODAY, reasons="in the vault")
    return YES if cell == "yes" else NO


def answer(row: Row) -> tuple[str, list[str]]:
    """What the law says: the verdict, and what decided or what to find out."""
    rule, act = rule_of(row), facts(row)
    on = date.fromisoformat(row.cells["on"]) if "on" in row.cells else TODAY
    if rule.verb == "defines":
        holds = rule(act) if on in rule.in_force else NO
        if holds.is_unknown:
            return "ask", [q.key for q in holds.questions]
        return str(holds), [rule.cites.en]
    decision = decide(act, on=on)
    if rule.verb == "requires":
        if decision.required.is_unknown:
            return "ask", [q.key for q in decision.required.questions]
        if decision.required.is_yes:
            return "required", [r.cites.en for r in decision.required_by if r.cites]
        if decision.efforts:
            return "effort", [r.cites.en for r in decision.efforts if r.cites]
        return "free", []
    if decision.verdict == "ask":
        return "ask", [q.key for q in decision.questions]
    return decision.verdict, [r.cites.en for r in decision.because if r.cites]


ALL = [row for file in sorted(HERE.glob("*.md")) for row in rows(file)]


@pytest.mark.parametrize("row", ALL, ids=str)
def test_the_law_says_what_the_table_says(row: Row) -> None:
    verdict, because = answer(row)
    said = [each.strip() for each in row.cells["because"].split(";") if each.strip()]
    assert row.cells["verdict"] in _CASES, f"{row.where}: no verdict `{row.cells['verdict']}`"
    assert verdict == row.cells["verdict"], (
        f"{row.where}: the law says {verdict} ({'; '.join(because)})"
    )
    assert because == said, f"{row.where}: the law says because {'; '.join(because) or 'nothing'}"


def test_every_rule_that_decides_has_a_row() -> None:
    tabled = {row.rule for row in ALL}
    deciding = {rule.name for rule in all_rules() if rule.verb != "exempts"}
    assert deciding <= tabled, f"no table for {sorted(deciding - tabled)}"


def test_every_exemption_excuses_in_some_row() -> None:
    """A table shows each exemption at work: some row names its place as what decided."""
    shown = {place for row in ALL for place in row.cells["because"].split("; ")}
    places = {rule.cites.en for rule in all_rules() if rule.verb == "exempts"}
    assert places <= shown, f"no row decided by {sorted(places - shown)}"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("## Charge\n", "a heading names an act and a rule"),
        ("## Charge · unpublished_fee\n| case | published |\n| a | yes | no |\n", "3 cells"),
    ],
)
def test_a_broken_table_is_named_by_file_and_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    file = tmp_path / "broken.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"tests/law/broken\.md:\d+: .*{complaint}"):
        list(rows(file))


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ({"kind_bears_fee": "yes"}, "lacks the column"),
        ({"kind_bears_fee": "yes", "published": "maybe"}, "write yes, no or"),
        ({"kind_bears_fee": "yes", "published": "yes", "paid": "yes"}, "has no fact"),
    ],
)
def test_a_wrong_row_is_named_by_file_and_line(cells: dict[str, str], complaint: str) -> None:
    row = Row("tests/law/art38.md:9", "Charge", "unpublished_fee", {"case": "x", **cells})
    with pytest.raises(ValueError, match=f"art38.md:9: .*{complaint}"):
        facts(row)
