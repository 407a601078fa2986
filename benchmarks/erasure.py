"""How long an erasure takes, from an approved plan to its stored result, beside the bare driver.

    .venv/bin/python benchmarks/erasure.py                        # SQLite, made on the way
    .venv/bin/python benchmarks/erasure.py --url postgresql+psycopg://u@host/empty_database
    … --scale 0.1 --profile typical

Claims: typical at most 4 times the floor, heavy (10,003 rows) at most twice, and at most 50
statements, own store and shop together, as the databases count them. The floor reads the same
cells and empties them by set-based updates of the bare driver, in one transaction that is
committed; ours and the floor take turns, each on people of their own. Finding and planning, and
the scan for residues, have lines of their own. Whoever was erased is put back before the next run.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from asked import by, erasure_of, home_of, planned
from measured import Counter, Line, dumped, median, timed
from shop import Size, erasing_floor

from chikai.adapters.sources import residue
from chikai.app import carry_out
from chikai.duties.requests.case import Case
from chikai.ports import Home

TURNS = 9
"""Typical people on either side; the first two turns only warm up."""
SCANNED: list[float] = []


def main() -> int:
    given = _arguments()
    size = Size(given.scale, given.heavy, given.giant)
    with home_of(given.url, size, erases=True) as (home, url, _):
        lines = measure(home, url, size, profile=given.profile, heavy_turns=given.turns)
    print(dumped(lines)) if given.json else print(*lines, sep="\n")
    return 0 if all(line.met is not False for line in lines) else 1


def measure(
    home: Home, url: str, size: Size, *, profile: str | None = None, heavy_turns: int = 5
) -> list[Line]:
    _time_scans()
    counter = Counter(url)
    first = 2_000 * size.customers // 200_000
    typical = range(first, first + 2 * TURNS)
    heavy = list(size.heavies)[: 2 * heavy_turns]
    found: list[Line] = []
    for what, numbers, warm, at_most in (("typical", typical, 2, 4), ("heavy", heavy, 0, 2)):
        ours, bare, said, scans, planning = [], [], [], [], []
        rows = 0
        for turn, (n, other) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
            case = erasure_of(home, n)
            spent = timed(lambda case=case: planned(home, case))
            carry_out.approve(home, case, _plan(home, case), by=by("boss"))
            SCANNED.clear()
            last = profile == what and turn == len(numbers) // 2 - 1
            with counter.counting() as counts, _profiled() if last else nullcontext():
                took = timed(lambda case=case: _apply(home, case))
            if last:
                print("\n".join(each[:150] for each in counter.said))
            start = time.perf_counter()
            rows = erasing_floor(url, f"customer{other}@example.jp")
            least = time.perf_counter() - start
            if turn >= warm:
                ours.append(took - sum(SCANNED))
                bare.append(least)
                said.append(counts[0])
                scans.append(sum(SCANNED))
                planning.append(spent)
        few, least = max(said), median(bare)
        name = f"erasure, {what}"
        found.append(Line(name, median(ours), least, at_most, few, 50, note=f"{rows:,} rows"))
        found.append(Line("  finding and planning before", median(planning), least))
        found.append(Line("  residue scan after", median(scans)))
    return found


def _plan(home: Home, case: str) -> str:
    from chikai.app.cases import load

    change = load(home, case).change
    assert change is not None
    return change.plan


def _apply(home: Home, case: str) -> None:
    done = carry_out.apply(home, case, by=by())
    if not isinstance(done, Case) or done.outcome is None:
        sys.exit("the erasure is not complete")


def _time_scans() -> None:
    look = residue.look

    def timed_look(*args: Any) -> Any:
        start = time.perf_counter()
        try:
            return look(*args)
        finally:
            SCANNED.append(time.perf_counter() - start)

    residue.look = timed_look


class _profiled:
    def __enter__(self) -> None:
        import cProfile

        self._profile = cProfile.Profile()
        self._profile.enable()

    def __exit__(self, *_: object) -> None:
        import pstats

        self._profile.disable()
        pstats.Stats(self._profile).sort_stats("cumulative").print_stats(70)


def _arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--url")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--heavy", type=int, default=5_000)
    parser.add_argument("--giant", type=int, default=50_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--profile", choices=("typical", "heavy"))
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
