"""The process that serves, `python -m chikai.cli.server SOCKET workers|no-workers`: `chikai serve`
becomes it, so that nothing of the command line, or of a demo's seeding, stays in memory."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Final, NoReturn

from chikai.cli.foreman import foreman

INTERRUPTED: Final = 130
_WORKERS: Final = {True: "workers", False: "no-workers"}


def become(listener: socket.socket, *, workers: bool) -> NoReturn:
    """Serve the home in `CHIKAI_HOME` on a socket that listens, until it is interrupted."""
    os.set_inheritable(listener.fileno(), True)
    # Memory that a thread has given back serves any other: a tenth less of it is needed (glibc).
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    itself = [sys.executable, "-P", "-m", "chikai.cli.server"]
    sys.stdout.flush()
    os.execv(sys.executable, [*itself, str(listener.fileno()), _WORKERS[workers]])


def main(args: Sequence[str]) -> None:
    import uvicorn

    config = uvicorn.Config(
        "chikai.web.main:serve",
        factory=True,
        http="chikai.web.patience:PatientProtocol",
        log_level="warning",
    )
    home = Path(os.environ["CHIKAI_HOME"])
    with (
        socket.socket(fileno=int(args[0])) as listener,
        foreman(home) if args[1] == _WORKERS[True] else nullcontext(),
    ):
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
