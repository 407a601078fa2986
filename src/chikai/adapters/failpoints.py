"""Named points where a test may end the process, as a power cut would.

`CHIKAI_FAILPOINT=journal.append.before_commit` kills this process the first time it passes that
point, `...:3` the third time. `CHIKAI_FAILPOINT_LIST=FILE` writes the name of every point passed
to that file, so that a test can kill at each one and miss none.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Mapping

Failpoint = Callable[[str], None]


def no_failpoint(name: str) -> None:
    """Pass every point."""


def from_environment(environment: Mapping[str, str] = os.environ) -> Failpoint:
    """The failpoint the environment asks for; `no_failpoint` when it asks for none."""
    wanted, _, count = environment.get("CHIKAI_FAILPOINT", "").partition(":")
    listing = environment.get("CHIKAI_FAILPOINT_LIST")
    if not wanted and not listing:
        return no_failpoint
    passed: Counter[str] = Counter()

    def failpoint(name: str) -> None:
        passed[name] += 1
        if listing:
            with open(listing, "a", encoding="utf-8") as file:
                file.write(name + "\n")
        if name == wanted and passed[name] == int(count or 1):
            os.kill(os.getpid(), signal.SIGKILL)

    return failpoint
