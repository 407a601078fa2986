"""How long it takes to lint, publish and diff one policy, beside what YAML alone costs.

    .venv/bin/python benchmarks/policy.py

Claim: the three together take less than a second. The floor is ruamel.yaml loading the same text
and nothing else. Each figure is the best of five runs, after one that fills the caches; the first
run, which a single command pays, stands beside it.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from datetime import date

from ruamel.yaml import YAML

from chikai import policies
from chikai.adapters.pages import FilePages
from chikai.app.publishing import publication
from chikai.policy.diff import diff
from chikai.policy.lint import lint_text
from chikai.policy.load import load

ON = date(2026, 11, 22)
RUNS = 5
CLAIM = 1.0


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """The first run and the best of the later ones, in seconds."""
    taken = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return taken[0], min(taken[1:])


def work(company: str) -> dict[str, Callable[[], object]]:
    file = policies.shipped(company)[-1]
    policy = load(file.text, file=file.name)
    edited = re.sub(r"own_target_days: \d+", "own_target_days: 9", file.text)
    return {
        "yaml alone": lambda: YAML(typ="safe", pure=True).load(file.text),
        "load": lambda: load(file.text, file=file.name),
        "lint": lambda: lint_text(file.text, file=file.name, on=ON),
        "publish": lambda: publication((policy,), on=ON, pages=FilePages()),
        "diff": lambda: diff(policy, load(edited, file=file.name)),
    }


def main() -> int:
    head = ("policy", "yaml alone", "load", "lint", "publish", "diff", "together", "first", "ratio")
    print("".join(f"{each:>12}" for each in head))
    slow = False
    for company in (*policies.COMPANIES, policies.EXAMPLE):
        found = {name: timed(act) for name, act in work(company).items()}
        steps = [found[name] for name in ("lint", "publish", "diff")]
        first, together = (sum(each[n] for each in steps) for n in (0, 1))
        floor = found["yaml alone"][1]
        cells = [f"{best:.3f}" for _, best in found.values()]
        row = (company, *cells, f"{together:.3f}", f"{first:.3f}", f"{together / floor:.1f}")
        print("".join(f"{each:>12}" for each in row))
        slow |= together >= CLAIM
    print("seconds; ratio: lint, publish and diff together to the bare loading of the same file")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
