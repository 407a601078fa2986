"""The process that serves holds what it needs to wait for visitors, and no more."""

from __future__ import annotations

import json
import subprocess
import sys

LOADED = "import chikai.cli.server, chikai.web.main, sys, json; print(json.dumps([*sys.modules]))"


def test_a_server_that_waits_holds_neither_the_command_line_nor_what_reads_databases() -> None:
    told = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, check=True)
    loaded = set(json.loads(told.stdout))
    heavy = {"typer", "rich", "dbos", "typst", "psycopg", "pymysql", "polars", "openpyxl"}
    assert not loaded & heavy
    assert "chikai.adapters.sources.company" not in loaded
    assert "chikai.web.desk.routes" in loaded
