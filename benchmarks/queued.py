"""A thousand approved erasures in the queue, done by 1, 2 and 4 workers, beside the bare driver.

    .venv/bin/python benchmarks/queued.py --server postgresql+psycopg://u@host/postgres \\
        --url postgresql+psycopg://u@host/shop [--requests 1000] [--scale 0.1]

Own store and shop both lie on the server. Each worker is a real `chikai work`; its start is in the
time, and so are verifying, the scan for residues, the records and the end of the old values' keys.
The floor erases as many people one after another with the bare driver, and does none of that.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from asked import by, erasure_of, home_of, planned
from jobs import on_server
from measured import Line, dumped
from shop import Size, erasing_floor

from chikai.app import carry_out
from chikai.app.cases import load
from chikai.ports import Home

WORKERS = (1, 2, 4)


def main() -> None:
    given = _arguments()
    size = Size(given.scale, given.heavy, given.giant)
    lines = on_server(given.server, lambda store: measure(store, given.url, size, given.requests))
    print(dumped(lines)) if given.json else print(*lines, sep="\n")


def measure(store: str, url: str, size: Size, requests: int) -> list[Line]:
    people = _people(size, requests * (len(WORKERS) + 1))
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="chikai-bench-") as folder:
        root = Path(folder)
        environ = {**os.environ, "CHIKAI_STORE_URL": store, "CHIKAI_BENCH_SHOP": url}
        with home_of(url, size, erases=True, store=store, root=root) as (home, _, _):
            least = _floor(url, next(people))
            for workers in WORKERS:
                cases = [_approved(home, n) for n in next(people)]
                before = _processor_time()
                took = _worked(root, workers, environ)
                busy = (_processor_time() - before) / requests
                undone = sum(load(home, case).outcome is None for case in cases)
                if undone:
                    sys.exit(f"{undone} erasures are not complete")
                many = f"{requests / took:.1f} a second, {busy * 1000:.0f} ms of processor each"
                name = f"{requests:,} erasures queued, {workers} worker{'s' * (workers > 1)}"
                lines.append(Line(name, took, least, note=many))
    return lines


def _people(size: Size, needed: int) -> Iterator[list[int]]:
    first = size.customers // 10
    if first + needed > size.customers:
        sys.exit("there are too few people in a shop of this scale")
    each = needed // (len(WORKERS) + 1)
    for start in range(first, first + needed, each):
        yield list(range(start, start + each))


def _floor(url: str, people: list[int]) -> float:
    began = time.perf_counter()
    for n in people:
        erasing_floor(url, f"customer{n}@example.jp")
    return time.perf_counter() - began


def _approved(home: Home, number: int) -> str:
    case = erasure_of(home, number)
    planned(home, case)
    change = load(home, case).change
    assert change is not None
    carry_out.approve(home, case, change.plan, by=by("boss"))
    return case


def _worked(root: Path, workers: int, environ: dict[str, str]) -> float:
    """Seconds until the last worker found nothing left to do."""
    start = "from chikai.cli.main import run; run()"
    command = [sys.executable, "-c", start, "work", "enigmo", "--until-idle", "--home", str(root)]
    began = time.perf_counter()
    hands = [
        subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL) for _ in range(workers)
    ]
    if any([each.wait() for each in hands]):
        sys.exit("a worker ended badly")
    return time.perf_counter() - began


def _processor_time() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--server", required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--heavy", type=int, default=5_000)
    parser.add_argument("--giant", type=int, default=50_000)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
