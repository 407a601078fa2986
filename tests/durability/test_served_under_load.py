"""A real server under a real load is killed and started again: nothing that was acknowledged is
lost, and what is repeated is not done twice. The whole load is `benchmarks/desk.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOAD = Path(__file__).parents[2] / "benchmarks" / "desk.py"
SMALL = ("--visitors", "12", "--clerks", "3", "--page-every", "0.8", "--command-every", "1.5")


def killed_in_mid_load(folder: Path, *more: str) -> dict[str, Any]:
    """The figures of a load of some seconds, however long the machine takes for it."""
    command = [sys.executable, str(LOAD), "--seconds", "12", "--kill", "--json", *SMALL, *more]
    done = subprocess.run(
        [*command, "--folder", str(folder)], capture_output=True, text=True, timeout=280
    )
    assert done.stdout, done.stderr
    figures: dict[str, Any] = json.loads(done.stdout)
    assert figures["wrong"] == [] and done.returncode == 0
    return figures


def test_on_a_disk(tmp_path: Path) -> None:
    figures = killed_in_mid_load(tmp_path)
    assert figures["store"] == "SQLite" and figures["requests"] > 0 and figures["commands"] > 0


def test_on_a_server(tmp_path: Path, postgres_url: str) -> None:
    figures = killed_in_mid_load(tmp_path, "--store", postgres_url)
    assert figures["store"] == "PostgreSQL" and figures["requests"] > 0
