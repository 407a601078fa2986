"""Reads the tables of `sections.md`: a row names a field of the policy, a column a company."""

from pathlib import Path

from pydantic import BaseModel

from chikai.policy.model import Clause, Policy, StatedItem

FILE = Path(__file__).parent / "sections.md"


def tables() -> dict[str, list[list[str]]]:
    """Heading and rows of each table, the header row first."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif line.startswith("| ") and not line.startswith("| ---"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            found.setdefault(heading, []).append(cells)
    return found


def read(policy: Policy, path: str) -> str:
    """The value of a field as a cell: `-` where the file fills nothing."""
    value: object = policy
    for name in path.split("."):
        value = step(value, name)
    return cell(value)


def step(value: object, name: str) -> object:
    if value is None:
        return None
    if isinstance(value, tuple):
        known = [each for each in value if getattr(each, "id", None) == name]
        return known[0] if known else tuple(step(each, name) for each in value)
    return getattr(value, name)


def cell(value: object) -> str:
    if value is None or value == ():
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(cell(each) for each in value)
    if isinstance(value, StatedItem):
        return value.state
    if isinstance(value, Clause):
        return value.id
    assert not isinstance(value, BaseModel), "name a field of it"
    return str(getattr(value, "value", value))
