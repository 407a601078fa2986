"""The foreman of `chikai serve`: looks whether a company's databases have work to be done, and
starts a worker that ends when it is idle. The server itself stays small."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from chikai.cli.answer import OPEN_QUESTIONS

_log = logging.getLogger("chikai.foreman")

PACE: Final = 3.0
"""Seconds between two looks."""
ANYWAY: Final = 20
"""After so many looks it looks into a store that nobody has written to, as for a source to be
tried again."""
PATIENCE: Final = 35
"""Seconds a worker has to come to the end of the steps in hand."""


class Foreman:
    """Of all companies of one home directory."""

    def __init__(self, root: Path) -> None:
        from chikai import wiring

        self.root = root
        self._pulses = wiring.pulses()
        self.workers: dict[str, subprocess.Popen[bytes]] = {}
        self._seen: dict[str, object] = {}
        self._looks = 0

    def look(self) -> None:
        """Start a worker for each company that has something to do and no worker of ours."""
        from chikai import places

        self._looks += 1
        for company in places.companies(self.root):
            worker = self.workers.get(company)
            if worker is not None and worker.poll() is None:
                continue
            where = places.place(self.root, company)
            pulse = self._pulses.of(where.url, where.id, beside=where.jobs)
            if pulse is None:
                continue  # nobody has set it up, or its server is down
            anything = pulse != self._seen.get(company) and not _ended_badly(worker)
            if not anything and self._looks % ANYWAY:
                continue
            self._seen[company] = pulse
            if self._has_work(where):
                self.workers[company] = self._start(company)
                self._seen.pop(company)

    def _has_work(self, where: object) -> bool:
        from chikai import places, wiring
        from chikai.app import carrying, jobs
        from chikai.app.faults import KNOWN

        assert isinstance(where, places.Place)
        try:
            with wiring.open_home(where) as home:
                return jobs.awaits_worker(home, carrying.orders(home))
        except KNOWN:
            return False  # the desk says what is wrong with it

    def _start(self, company: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", "from chikai.cli.main import run; run()"]
        options = ["work", company, "--until-idle", "--home", str(self.root)]
        return subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)

    def close(self) -> None:
        """Workers come to the end of the step in hand; what is left waits for the next one."""
        for worker in self.workers.values():
            worker.terminate()
        for worker in self.workers.values():
            try:
                worker.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                worker.kill()
        self._pulses.close()


@contextmanager
def foreman(root: Path) -> Iterator[None]:
    """Look again and again, until the end of the block."""
    enough, boss = threading.Event(), Foreman(root)

    def looking() -> None:
        while not enough.wait(PACE):
            try:
                boss.look()
            except Exception as error:  # whatever it was: the next look is in three seconds
                _log.error("the foreman could not look: %s", type(error).__name__)

    thread = threading.Thread(target=looking, name="foreman", daemon=True)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join(PACE)
        boss.close()


def _ended_badly(worker: subprocess.Popen[bytes] | None) -> bool:
    """Whether another would fare no better just now; one that was killed is replaced at once."""
    code = worker.returncode if worker is not None else None
    return code is not None and code > 0 and code != OPEN_QUESTIONS
