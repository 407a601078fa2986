"""How much memory the server takes that has answered a few pages and now waits.

    .venv/bin/python benchmarks/idle.py

Claim: at most 120 MB, resident, of the server and all that it started.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from measured import Line, dumped

from chikai import places, wiring

COMMAND = Path(sys.executable).with_name("chikai")
PAGES = ("/", "/enigmo", "/enigmo/request", "/static/chikai.css")


def main() -> int:
    line = measure()
    print(dumped([line]) if "--json" in sys.argv else line)
    return 0 if line.met else 1


def measure() -> Line:
    with tempfile.TemporaryDirectory(prefix="chikai-bench-") as folder:
        home = Path(folder) / "home"
        with wiring.open_home(places.place(home, "enigmo", {})):
            pass  # set up
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        words = [str(COMMAND), "serve", "--home", str(home), "--port", str(port)]
        server = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        try:
            answered = sum(_answers(f"http://127.0.0.1:{port}{page}") for page in PAGES)
            time.sleep(3)
            resident = sum(map(_resident, _family(server.pid)))
        finally:
            server.terminate()
            server.wait()
    note = f"{answered} pages answered"
    return Line("idle server, memory", amount=resident, most=120, unit="MB", note=note)


def _answers(address: str) -> bool:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError:
            return False
        except OSError:
            time.sleep(0.1)
    sys.exit("the server does not answer")


def _family(pid: int) -> Iterator[int]:
    yield pid
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            try:
                status = (each / "status").read_text()
            except OSError:
                continue
            if f"\nPPid:\t{pid}\n" in status:
                yield from _family(int(each.name))


def _resident(pid: int) -> float:
    """Megabytes."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as told:
        return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1_048_576


if __name__ == "__main__":
    sys.exit(main())
