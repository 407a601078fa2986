"""A house with the demo's databases, served on a free port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import uvicorn
from playwright.sync_api import Page

from chikai import wiring
from chikai.app import accounts
from chikai.demo_data import build
from chikai.people.accounts import Account
from chikai.people.staff import Role
from chikai.web.homes import DemoClock
from chikai.web.main import create_app

OpenPage = Callable[..., Page]


@dataclass(frozen=True, slots=True)
class House:
    """Where the pages are, where their files are, and the clock they go by."""

    url: str
    root: Path
    clock: DemoClock


def today_of_demo() -> date:
    return date(2026, 11, 24)


@contextmanager
def serve(root: Path, day: date | None = None) -> Iterator[House]:
    """The pages over a home directory, on a free port, until the block ends."""
    clock = DemoClock(day or today_of_demo())
    free = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(root=root, clock=clock), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
    thread.start()
    yield House(f"http://127.0.0.1:{free.getsockname()[1]}", root, clock)
    server.should_exit = True
    thread.join(timeout=10)


def furnish(root: Path) -> None:
    """Every company's mapping and fictional database, and a clerk who may do everything."""
    for company in wiring.COMPANIES:
        folder = root / company
        (folder / "sources").mkdir(parents=True)
        for mapping in build.mappings(company):
            (folder / "sources" / mapping.name).write_text(mapping.text, encoding="utf-8")
        build.build(company, folder / "shop.db")
        (folder / wiring.DEMO_MARK).touch()
        with wiring.open_home(wiring.place(root, company)) as home:
            everything = Account("clerk-1", frozenset(Role), home.clock.now())
            accounts.of(home).put(everything)
