"""Somebody who types commands into one home and reads what they give."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chikai.cli.main import main

HANAKO = """\
arrived_on: 2026-11-02
channel: post
form: designated
form_complete: yes
people:
  - name: 山田 花子
    kana: ヤマダ ハナコ
    birth_date: 昭和63年4月12日
    postal_code: 000-0001
    address: 東京都架空区見本一丁目2番3号 見本ハイツ101
    phone: 090-0000-1001
    email: hanako.yamada@example.jp
    kinds: [disclosure]
papers:
  - type: drivers_license
"""
"""A complete envelope but for the fee."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command gave: its exit code, what it printed, and what it complained of."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Typist:
    """Types commands into one home."""

    root: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *args: str | Path) -> Ran:
        self.capsys.readouterr()
        code = main([str(each) for each in args])
        out, err = self.capsys.readouterr()
        return Ran(code, out, err)

    def json(self, *args: str | Path, code: int = 0) -> dict[str, Any]:
        """The object a command gives with `--json`; its exit code must be `code`."""
        ran = self.run(*args, "--json")
        assert ran.code == code, ran.out
        answer = json.loads(ran.out)
        assert isinstance(answer, dict)
        return answer

    def write(self, name: str, text: str) -> Path:
        path = self.root.parent / name
        path.write_text(text, "utf-8")
        return path

    def receive(self, text: str = HANAKO) -> str:
        """The id of the first case an envelope opens."""
        answer = self.json("request", "receive", self.write("envelope.yaml", text))
        return str(answer["result"]["cases"][0]["case"])

    def events(self) -> int:
        """How many events the journal holds."""
        return int(self.json("audit")["result"]["events"])
