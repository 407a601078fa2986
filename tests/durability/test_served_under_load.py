"""A real server under the load of a whole desk is killed in the middle of it and started again:
no error, nothing acknowledged lost, nothing done twice. `benchmarks/desk.py` is the load, and goes
on for ten minutes; `scripts/test` gives it the machine to itself, after the other tests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from free_port import free_port

LOAD = Path(__file__).parents[2] / "benchmarks" / "desk.py"


def killed_in_mid_load(folder: Path, *more: str) -> dict[str, Any]:
    """The figures of one minute with 200 visitors and 20 clerks, however long it takes."""
    command = [sys.executable, str(LOAD), "--seconds", "60", "--kill", "--json", *more]
    command += ["--port", str(free_port())]  # which nobody else has while the server is away
    done = subprocess.run(
        [*command, "--folder", str(folder)], capture_output=True, text=True, timeout=850
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
