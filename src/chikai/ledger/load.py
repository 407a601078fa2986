"""Read a mapping file: YAML in, `SourceMapping` out, every problem with its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from chikai.ledger import check
from chikai.ledger.model import SourceMapping
from chikai.ledger.problem import BadMapping, Problem
from chikai.ledger.written import Written

_LARGEST = 1_000_000


class HasId(Protocol):
    @property
    def id(self) -> str: ...


class Declares(Protocol):
    """What a mapping needs of a policy: the ids it may refer to. A `Policy` is one."""

    @property
    def company(self) -> str: ...

    @property
    def categories(self) -> Sequence[HasId]: ...

    @property
    def items(self) -> Sequence[HasId]: ...

    @property
    def purposes(self) -> Sequence[HasId]: ...

    @property
    def retention(self) -> Sequence[HasId]: ...


def load_mapping(
    text: str, *, file: str, policy: Declares | None = None, draft: bool = False
) -> SourceMapping:
    """The mapping that `text` writes. With a policy, its ids must exist there.

    Raises `BadMapping` with every problem found: not YAML, a key twice or unknown, a reference
    to a table, column, category or item that is not there, a table no person can be found in.
    A file nobody has reviewed (`reviewed: no`) is refused with all that is still to be said;
    with `draft` it is read as it is, to be checked and sampled and for nothing else.
    """
    data = _yaml(text, file)
    try:
        written = Written.model_validate(data)
    except ValidationError as error:
        raise BadMapping(file, tuple(_problems(error, data))) from None
    mapping = written.mapping(file, _lines(data))
    if draft and mapping.draft:
        problems = [*check.sound(mapping)]
    else:
        problems = [*check.mapping(mapping), *_undeclared(mapping, policy)]
    if problems:
        raise BadMapping(file, tuple(_placed(each, data) for each in problems))
    return mapping


def _undeclared(mapping: SourceMapping, policy: Declares | None) -> Iterator[Problem]:
    if policy is None:
        return
    if policy.company != mapping.company:
        yield Problem("sources.other_company", "company", {"company": policy.company})
    known = {
        "category": {each.id for each in policy.categories},
        "item": {each.id for each in policy.items},
        "purpose": {each.id for each in policy.purposes},
        "retention": {each.id for each in policy.retention},
    }
    for kind, id, field in check.ids(mapping):
        if id not in known[kind]:
            yield Problem(f"sources.unknown_{kind}", field, {"id": id})


# --- where things stand in the file -------------------------------------------------------------


def _yaml(text: str, file: str) -> Any:
    if len(text) > _LARGEST:
        raise BadMapping(file, (Problem("sources.too_large", None, {"limit": _LARGEST}),))
    try:
        aliases = [
            event.start_mark
            for event in YAML(typ="safe", pure=True).parse(text)
            if type(event).__name__ == "AliasEvent"
        ]
        data = None if aliases else YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        twice = type(error).__name__ == "DuplicateKeyError"
        code = "sources.key_twice" if twice else "sources.not_yaml"
        raise BadMapping(file, (Problem(code, None, {}, line, column),)) from None
    except (YAMLError, ValueError, RecursionError):
        raise BadMapping(file, (Problem("sources.not_yaml", None),)) from None
    if aliases:
        at = aliases[0]
        raise BadMapping(file, (Problem("sources.alias", None, {}, at.line + 1, at.column + 1),))
    if not isinstance(data, dict):
        raise BadMapping(file, (Problem("sources.not_a_mapping", None, {}, 1, 1),))
    return data


_CODES = {
    "extra_forbidden": "sources.unknown_key",
    "missing": "sources.key_missing",
    "enum": "sources.not_one_of",
    "literal_error": "sources.not_one_of",
}


_NO_STEP = ("[key]", "{short}", "{long}", "{word}")


def _problems(error: ValidationError, data: Any) -> Iterator[Problem]:
    """Pydantic's findings as ours: field and place, and never the value that stands there."""
    for each in error.errors(include_url=False, include_input=False):
        steps = [str(s) for s in each["loc"] if s not in _NO_STEP]
        args: dict[str, str | int] = {}
        if expected := each.get("ctx", {}).get("expected"):
            args["expected"] = str(expected)
        code = _CODES.get(each["type"], "sources.wrong_value")
        yield _placed(Problem(code, ".".join(steps), args), data)


def _placed(problem: Problem, data: Any) -> Problem:
    if problem.field is None:
        return problem
    line, column = _place(data, problem.field)
    return Problem(problem.code, problem.field, problem.args, line, column)


def _place(data: Any, field: str) -> tuple[int | None, int | None]:
    """The line and column of a field, or of the nearest thing around it."""
    place: tuple[int | None, int | None] = (1, 1)
    steps = field.split(".")
    while steps:
        taken = next((n for n in range(1, len(steps) + 1) if _has(data, ".".join(steps[:n]))), 0)
        if not taken:
            break
        step, steps = ".".join(steps[:taken]), steps[taken:]
        if isinstance(data, list):
            at = data.lc.item(_index(data, step))  # type: ignore[attr-defined]
            data = data[_index(data, step)]
        else:
            at = data.lc.key(step)
            data = data[step]
        place = (at[0] + 1, at[1] + 1)
    return place


def _has(data: Any, step: str) -> bool:
    """Whether there is such a step here; names may hold dots themselves."""
    if isinstance(data, list):
        return _index(data, step) < len(data)
    return isinstance(data, dict) and step in data


def _index(data: list[Any], step: str) -> int:
    """Where in a list: by number, or the reference whose `columns` are these."""
    if step.isdigit():
        return int(step)
    for at, each in enumerate(data):
        columns = each.get("columns") if isinstance(each, dict) else None
        if step == (columns if isinstance(columns, str) else ",".join(columns or ())):
            return at
    return len(data)


def _lines(data: Any) -> tuple[tuple[str, int], ...]:
    def walk(node: Any, prefix: str) -> Iterator[tuple[str, int]]:
        if isinstance(node, dict):
            for key, value in node.items():
                field = f"{prefix}{key}"
                yield field, node.lc.key(key)[0] + 1  # type: ignore[attr-defined]
                yield from walk(value, f"{field}.")

    return tuple(walk(data, ""))
