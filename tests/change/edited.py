"""Policies to change, and one place to change them at."""

from __future__ import annotations

from functools import cache
from typing import Any

from chikai.policies import COMPANIES, shipped
from chikai.policy.load import load
from chikai.policy.model import Policy


@cache
def policy(company: str) -> Policy:
    """The newest shipped version of a company's policy."""
    assert company in COMPANIES
    newest = shipped(company)[-1]
    return load(newest.text, file=newest.name)


def changed(before: Policy, place: str, value: Any) -> Policy:
    """The policy with one value replaced: `requests.fee.amount`, `purposes.0.say`."""
    return _replaced(before, place.split("."), value)


def _replaced(part: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    first, *rest = path
    if isinstance(part, tuple):
        at = int(first)
        return (*part[:at], _replaced(part[at], rest, value), *part[at + 1 :])
    return part.model_copy(update={first: _replaced(getattr(part, first), rest, value)})
