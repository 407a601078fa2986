"""Homes with a mailbox: enigmo takes requests by post only, bengo4 by e-mail too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from post import Folder, Outgoing

from chikai import places, wiring
from chikai.adapters.clock import TOKYO, FixedClock, SeededEntropy
from chikai.adapters.mail.maildir import Maildir
from chikai.ports import Home

NOW = datetime(2026, 11, 2, 10, tzinfo=TOKYO)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "mails")


@pytest.fixture
def out() -> Outgoing:
    return Outgoing()


@pytest.fixture
def open_home(
    tmp_path: Path, clock: FixedClock, folder: Folder, out: Outgoing
) -> Iterator[Callable[[str], Home]]:
    with ExitStack() as closing:

        def opened(company: str) -> Home:
            where = places.place(tmp_path, company, {})
            home = wiring.open_home(where, clock=clock, entropy=SeededEntropy(5))
            found = closing.enter_context(home)
            return replace(found, mailbox=Maildir(folder.root), outbound=out)

        yield opened


@pytest.fixture
def enigmo(open_home: Callable[[str], Home]) -> Home:
    return open_home("enigmo")


@pytest.fixture
def bengo4(open_home: Callable[[str], Home]) -> Home:
    return open_home("bengo4")
