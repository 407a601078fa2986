"""200 visitors of the portal and 20 clerks at once, on a real `chikai serve`: how long each page
and command takes, what it costs, and that nothing acknowledged is lost or done twice.

    .venv/bin/python benchmarks/desk.py [--seconds 600] [--kill] [--store postgresql://u@host/empty]

A visitor opens a page every 8 seconds: what may be asked, the interview, the form filled and sent,
the status by its code, a message, now and then a form saved and resumed or a picture of a paper.
A clerk gives a command every 20 seconds, and opens the pages on the way. Visitors come through a
proxy on this machine that names their addresses, every tenth from one and the same; the limits on
guessing are in force. `--kill` kills the server in mid-load, starts it again, and has every browser
repeat what got no answer. Exits 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from desk_load import COMPANY, PASSWORD, Clerk, Pace, Visitor, Watch
from desk_proof import prove

from chikai import places, wiring
from chikai.app import accounts
from chikai.demo.stage import furnish
from chikai.demo_data.cast import RIN_ON_FILE
from chikai.demo_data.people import members
from chikai.people.accounts import Account
from chikai.people.staff import Role

PEOPLE = [
    {
        "name": person.names[0].full,
        "address": person.addresses[0].text,
        "birth_date": str(person.birth_date),
        "email": person.emails[0],
    }
    for person in members()
    if person.birth_date
    and person.addresses
    and person.emails
    and person != RIN_ON_FILE  # who is protected: a clerk alone decides nothing there
]


@dataclass
class Server:
    """`chikai serve` in a process of its own, and what its processes have used up."""

    root: Path
    store: str | None
    port: int = 0
    process: subprocess.Popen[str] | None = None
    peak_mb: int = 0
    cpu: float = 0.0
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.root / "server.log"

    def start(self) -> str:
        """Its address, once it answers."""
        command = [sys.executable, "-c", "from chikai.cli.main import run; run()", "serve"]
        environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
        environ.pop("CHIKAI_STORE_URL", None)
        if self.store:
            environ["CHIKAI_STORE_URL"] = self.store
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*command, "--home", str(self.root), "--port", str(self.port)],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=environ,
            )
        assert self.process.stdout
        said = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
        if found is None:
            raise SystemExit(f"the server did not start: {said}{self.log.read_text()}")
        self.port = int(found[1])
        address = f"http://127.0.0.1:{self.port}"
        while self.process.poll() is None:
            with suppress(httpx.TransportError):
                httpx.get(f"{address}/static/icon.svg", timeout=1, trust_env=False)
                return address
            time.sleep(0.05)
        raise SystemExit(f"the server ended: {self.log.read_text()}")

    def said(self) -> list[str]:
        """What it logged, but for the codes that were mistyped."""
        lines = self.log.read_text().splitlines()
        return [line for line in lines if not line.startswith("refused: 404 POST")]

    def measure(self) -> None:
        """Peak memory and seconds of CPU of the process that is running."""
        assert self.process
        with suppress(FileNotFoundError):
            status = Path(f"/proc/{self.process.pid}/status").read_text()
            self.peak_mb = max(self.peak_mb, int(re.search(r"VmHWM:\s+(\d+)", status)[1]) >> 10)  # type: ignore[index]
            stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
            self.cpu += (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    def end(self, how: signal.Signals) -> None:
        assert self.process and self.process.stdout
        self.measure()
        self.process.send_signal(how)
        self.process.wait(60)
        self.process.stdout.close()


def set_up(where: places.Place, clerks: int) -> None:
    """The company's database, and a clerk's account for each."""
    furnish(where)
    with wiring.open_home(where) as home:
        for n in range(clerks):
            name = f"clerk-{n + 1}"
            accounts.of(home).put(Account(name, frozenset({Role.CLERK}), home.clock.now()))
            accounts.set_password(home, name, PASSWORD)


async def load(watch: Watch, server: Server, args: argparse.Namespace) -> float:
    """Everybody at once, for the time given; how long the server was away, if it was killed."""
    until = time.monotonic() + args.seconds

    def pace(seconds: float, n: int) -> Pace:
        return Pace(seconds, random.Random(f"{args.seed}/{seconds}/{n}"), until)

    visitors = [Visitor(n, watch, pace(args.page_every, n)) for n in range(args.visitors)]
    clerks = [
        Clerk(f"clerk-{n + 1}", watch, pace(args.command_every, n), PEOPLE)
        for n in range(args.clerks)
    ]
    away = 0.0
    async with asyncio.TaskGroup() as group:
        for each in (*visitors, *clerks):
            group.create_task(each.stay())
        if args.kill:
            await asyncio.sleep(args.seconds / 2)
            began = time.perf_counter()
            watch.up.clear()
            server.end(signal.SIGKILL)
            watch.address = await asyncio.to_thread(server.start)
            away = time.perf_counter() - began
            watch.up.set()
    return away


def main(argv: Sequence[str] | None = None) -> int:
    args = _arguments().parse_args(argv)
    with tempfile.TemporaryDirectory(dir=args.folder, ignore_cleanup_errors=True) as folder:
        where = places.Place(Path(folder), COMPANY, args.store)
        set_up(where, args.clerks)
        server, watch = Server(where.root, args.store, args.port), Watch()
        watch.address = server.start()
        watch.up.set()
        started, cpu = time.perf_counter(), time.process_time()
        away = asyncio.run(load(watch, server, args))
        took, own_cpu = time.perf_counter() - started, time.process_time() - cpu
        server.end(signal.SIGINT)
        wrong = [f"{count} × {what}" for what, count in watch.wrong.items()]
        wrong += [f"in the log: {line}" for line in server.said()]
        wrong += prove(where, watch.told)
    figures = {
        "store": "PostgreSQL" if args.store else "SQLite",
        "seconds": round(took, 1),
        "requests": len(watch.told.receipts),
        "messages": len(watch.told.messages),
        "commands": len(watch.told.deeds),
        "answers": sum(map(len, watch.took.values())),
        "server_away": round(away, 1),
        "repeated": watch.repeated,
        "server_peak_mb": server.peak_mb,
        "server_cpu": round(server.cpu / took, 2),
        "load_cpu": round(own_cpu / took, 2),
        "load_average": round(os.getloadavg()[0], 1),
        "took_ms": {kind: _quantiles(each) for kind, each in sorted(watch.took.items())},
        "wrong": wrong,
    }
    print(json.dumps(figures, ensure_ascii=False, indent=1) if args.json else _said(figures))
    return 1 if wrong else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--visitors", type=int, default=200)
    parser.add_argument("--clerks", type=int, default=20)
    parser.add_argument("--page-every", type=float, default=8, help="seconds, for a visitor")
    parser.add_argument("--command-every", type=float, default=20, help="seconds, for a clerk")
    parser.add_argument("--store", "--postgresql", help="URL of an empty PostgreSQL database")
    parser.add_argument("--kill", action="store_true", help="SIGKILL in mid-load, and start again")
    parser.add_argument("--port", type=int, default=0, help="of the server; 0 takes any")
    parser.add_argument("--folder", type=Path, help="where the company's files are kept meanwhile")
    parser.add_argument("--seed", default="0")
    parser.add_argument("--json", action="store_true")
    return parser


def _quantiles(took: list[float]) -> list[int]:
    """How often, then the median, 95 and 99 of a hundred, and the longest, in milliseconds."""
    ordered = sorted(took)
    at = (ordered[min(len(ordered) - 1, int(len(ordered) * q))] for q in (0.5, 0.95, 0.99, 1))
    return [len(ordered), *(round(each * 1000) for each in at)]


def _said(figures: dict[str, Any]) -> str:
    lines = [f"{'':38}{'answers':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'longest':>9}"]
    for kind, (count, *rest) in figures["took_ms"].items():
        p50, p95, p99, most = (f"{each} ms" for each in rest)
        lines.append(f"{kind:38}{count:>8}{p50:>8}{p95:>8}{p99:>8}{most:>9}")
    lines.append("")
    lines += [f"{name}: {v}" for name, v in figures.items() if name not in ("took_ms", "wrong")]
    return "\n".join([*lines, *(f"WRONG {each}" for each in figures["wrong"])])


if __name__ == "__main__":
    sys.exit(main())
