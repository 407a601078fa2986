"""How long a search takes, from an accepted request to its sealed result, beside the bare driver.

    .venv/bin/python benchmarks/disclosure.py                        # SQLite, made on the way
    .venv/bin/python benchmarks/disclosure.py --url postgresql+psycopg://u@host/empty_database
    … --scale 0.1 --no-index --giant-only --heavy-pdf

Claims: typical at most 3 times the floor and 15 statements in all, as the databases count them;
20 in a row at most 3 times, heavy at most twice. The shop is made when the database is empty; then
the statements `chikai sources index` prints are run, as the company's own people would
(`--no-index`: not). The process is warm, and ours and the floor take turns, so that a busy machine
slows both. What comes after the sealed result has lines of its own. `--giant-only` reads 100,000
rows and says what memory that took.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Sequence
from typing import Any

from asked import by, disclosure_of, home_of
from measured import Counter, Line, dumped, median, timed
from shop import Size, floor

from chikai.app import gather, search, steps
from chikai.app.cases import load
from chikai.app.letters import answering
from chikai.duties.requests.case import Case
from chikai.duties.requests.letters.model import Letter
from chikai.law.kinds import Manner
from chikai.ports import Home

TURNS = 20
LARGEST_PDF = 2_000
"""Rows of an annex that are set for a line of the table; more with `--heavy-pdf`."""


def main() -> int:
    given = _arguments()
    size = Size(given.scale, given.heavy, given.giant)
    with home_of(given.url, size, index=not given.no_index) as (home, url, _):
        if given.giant_only:
            lines = giant(home, url, size)
        else:
            lines = measure(home, url, size, heavy_turns=given.turns, heavy_pdf=given.heavy_pdf)
    print(dumped(lines)) if given.json else print(*lines, sep="\n")
    return 0 if all(line.met is not False for line in lines) else 1


def measure(
    home: Home, url: str, size: Size, *, heavy_turns: int = 5, heavy_pdf: bool = False
) -> list[Line]:
    """Typical, 20 in a row, heavy; then what comes after."""
    counter = Counter(url)
    first = 1_000 * size.customers // 200_000
    typical = list(range(first, first + TURNS + 2))
    heavy = list(size.heavies)[:heavy_turns]
    found: list[Line] = []
    case = ""
    for what, numbers, warm, at_most in (("typical", typical, 2, 3), ("heavy", heavy, 0, 2)):
        ours, bare, said = [], [], []
        rows = 0
        for turn, n in enumerate(numbers):
            case = disclosure_of(home, n)
            with counter.counting() as counts:
                took = timed(lambda case=case: _search(home, case))
            if turn >= warm:
                ours.append(took)
                said.append(counts[0])
                bare.append(timed(lambda n=n: floor(url, f"customer{n}@example.jp")))
        rows, _ = floor(url, f"customer{numbers[-1]}@example.jp")
        few = 15 if what == "typical" else None
        name, note = f"disclosure, {what}", f"{rows:,} rows"
        line = Line(name, median(ours), median(bare), at_most, max(said), few, note=note)
        found.append(line)
        if what == "typical":
            found.append(
                Line("  20 in a row", sum(ours), sum(bare), at_most, sum(said), TURNS * 15)
            )
        if rows <= LARGEST_PDF or heavy_pdf:
            found += _after(home, case, what)
    return found


def giant(home: Home, url: str, size: Size) -> list[Line]:
    """100,000 rows, and the most memory this process ever had."""
    case = disclosure_of(home, size.customers)
    ours = timed(lambda: _search(home, case))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows, _ = floor(url, f"customer{size.customers}@example.jp")  # warm
    bare = timed(lambda: floor(url, f"customer{size.customers}@example.jp"))
    note = f"{rows:,} rows"
    return [
        Line("disclosure, giant", ours, bare, note=note),
        Line("  peak memory", amount=peak, most=200, unit="MB", note=note),
    ]


def _search(home: Home, case: str) -> None:
    found = search.search(home, case, by=by())
    if not isinstance(found, Case):
        sys.exit(f"the search is not complete: {[i.key for i in found.items]}")


def _after(home: Home, case: str, which: str) -> list[Line]:
    """What comes after the sealed result: the letter on paper, and the locked package."""
    steps.grant(home, case, by=by())
    held = load(home, case)
    made: list[Any] = []

    def letter() -> None:
        made[:] = [_composed(home, held)]
        made.append(home.press.letter(made[0], "ja"))

    if which == "typical":
        letter()  # the press is warm
    took = timed(letter)
    lines = [Line(f"  letter as PDF, {which}", took, note=f"{len(made[1]):,} bytes")]
    data = b"".join(gather.electronic(home, held, made[0]))
    assert home.locker is not None
    lock = home.locker.lock

    def package() -> None:
        files = gather.package_files(home, held, data, "ja")
        lock(made[1], "fictional-secret", attached=files)

    lines.append(Line(f"  package locked, {which}", timed(package)))
    return lines


def _composed(home: Home, held: Case) -> Letter:
    from asked import TODAY

    return answering.compose_answer(
        home, held, lang="ja", letter_id="letter-1", day=TODAY, manner=Manner.ELECTRONIC
    )


def _arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--url")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--heavy", type=int, default=5_000)
    parser.add_argument("--giant", type=int, default=50_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--no-index", action="store_true")
    parser.add_argument("--giant-only", action="store_true")
    parser.add_argument("--heavy-pdf", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
