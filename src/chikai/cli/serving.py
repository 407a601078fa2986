"""Serving the pages: the port is taken first, so that a busy one is said before anything else."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from errno import EADDRNOTAVAIL
from pathlib import Path
from typing import Any, NoReturn

from chikai.cli.answer import UNAVAILABLE, stop
from chikai.cli.server import become
from chikai.cli.shown import text
from chikai.kernel.message import say


@contextmanager
def listen(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens; port 0 takes any that is free. Raises `Stop` when it is taken, or the
    machine has no such address."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        if isinstance(error, socket.gaierror) or getattr(error, "errno", 0) == EADDRNOTAVAIL:
            nowhere = say("cli.no_such_address", host=host)
            raise stop(UNAVAILABLE, nowhere, field="--host") from None
        taken = say("cli.port_taken", port=str(port))
        raise stop(UNAVAILABLE, taken, field="--port") from None
    with listener:
        yield listener


def serve(
    listener: socket.socket, root: Path, lang: str, *, browser: bool = False, workers: bool = True
) -> NoReturn:
    """Serve the web face of a home until it is interrupted; with `workers`, approved work is
    carried out by workers that are started as needed."""
    import webbrowser

    os.environ["CHIKAI_HOME"] = str(root.resolve())
    host, port = listener.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    print(text("cli.serving", lang, address=address, folder=str(root)), flush=True)
    if not workers:
        print(text("jobs.no_worker", lang), flush=True)
    if browser:
        webbrowser.open(address)
    become(listener, workers=workers)


def patience(message: str) -> AbstractContextManager[Any]:
    """A sign that something longer is going on, for people who look at a terminal."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(message)
