"""A house with the demo's databases, served on a free port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import uvicorn
from playwright.sync_api import Page

from chikai import places, policies, wiring
from chikai.app import accounts
from chikai.demo_data import build
from chikai.ledger.load import load_mapping
from chikai.ledger.problem import BadMapping
from chikai.people.accounts import Account
from chikai.people.staff import Role
from chikai.policy.load import load
from chikai.policy.model import Policy
from chikai.web.homes import DemoClock, Homes
from chikai.web.main import create_app

OpenPage = Callable[..., Page]


@dataclass(frozen=True, slots=True)
class House:
    """Where the pages are, where their files are, the clock they go by, and the companies' homes
    as the server has them open."""

    url: str
    root: Path
    clock: DemoClock
    homes: Homes


def today_of_demo() -> date:
    return date(2026, 11, 24)


@contextmanager
def serve(root: Path, day: date | None = None) -> Iterator[House]:
    """The pages over a home directory, on a free port, until the block ends."""
    clock = DemoClock(day or today_of_demo())
    free = socket.create_server(("127.0.0.1", 0))
    app = create_app(root=root, clock=clock)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
    thread.start()
    homes = app.app.state.web.homes  # type: ignore[attr-defined]
    yield House(f"http://127.0.0.1:{free.getsockname()[1]}", root, clock, homes)
    server.should_exit = True
    thread.join(timeout=10)


def furnish(root: Path) -> None:
    """Every company's mapping and fictional database, and a clerk who may do everything."""
    for company in policies.COMPANIES:
        furnish_one(root, company, build.mappings(company))
        build.build(company, root / company / "shop.db")


def furnish_one(root: Path, company: str, mappings: Iterable[build.MappingFile]) -> None:
    folder = root / company
    (folder / "sources").mkdir(parents=True)
    for mapping in mappings:
        (folder / "sources" / mapping.name).write_text(mapping.text, encoding="utf-8")
    (folder / places.DEMO_MARK).touch()
    with wiring.open_home(places.place(root, company)) as home:
        accounts.of(home).put(Account("clerk-1", frozenset(Role), home.clock.now()))


def furnish_own(root: Path, text: str) -> str:
    """A company of one policy file and nothing else, over the first of the demo's databases whose
    tables fit what the policy says is held; its id. Raises `BadPolicy`, `StopIteration`."""
    policy = load(text, file="policy.yaml")
    company = policy.company
    (root / company / "policies").mkdir(parents=True, exist_ok=True)
    (root / company / "policies" / f"{policy.version}.yaml").write_text(text, encoding="utf-8")
    if not (root / company / "sources").exists():
        like = next(each for each in policies.COMPANIES if _fits(each, policy))
        furnish_one(root, company, _mappings(like, company))
        build.build(like, root / company / "shop.db")
    return company


def _mappings(like: str, company: str) -> list[build.MappingFile]:
    """The mappings of a company of the demo, as another one's."""
    head = f"company: {like}\n", f"company: {company}\n"
    found = build.mappings(like)
    return [replace(each, company=company, text=each.text.replace(*head)) for each in found]


def _fits(like: str, policy: Policy) -> bool:
    try:
        for mapping in _mappings(like, policy.company):
            load_mapping(mapping.text, file=mapping.name, policy=policy)
    except BadMapping:
        return False
    return True
