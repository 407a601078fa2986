"""The `chikai` command line, each command in a process of its own, in a furnished home."""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from office_at_work import in_child

from chikai import wiring
from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.app import envelope_file, letters, proof, read, sweep, upkeep
from chikai.cli import answer, request_see, shown, wrong
from chikai.cli.main import command, main

READY = (envelope_file, letters, proof, read, sweep, upkeep, answer, request_see, shown, wrong)
"""Loaded here, once, and not in every child."""
command("ja")

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
PAID = "payments:\n  - {means: money_order, amount: 1000, issued_on: 2026-11-01}\n"
PAPER = "name: 山田 花子\nbirth_date: 1988-04-12\naddress: 東京都架空区見本1-2-3 見本ハイツ101\n"


@dataclass(frozen=True)
class Said:
    """What a command said with `--json`, and its exit code."""

    code: int
    answer: dict[str, Any] = field(repr=False)

    @property
    def codes(self) -> list[str]:
        return [finding["code"] for finding in self.answer["findings"]]


@dataclass(frozen=True)
class Shell:
    """Somebody at a terminal."""

    root: Path

    def run(
        self, *args: str | Path, room: int | None = None, failpoint: Failpoint = no_failpoint
    ) -> Said:
        """`room` is how far any file may grow, in bytes."""
        return self.start(*args, room=room, failpoint=failpoint)()

    def start(
        self, *args: str | Path, room: int | None = None, failpoint: Failpoint = no_failpoint
    ) -> Callable[[], Said]:
        """Type a command; call what this gives to wait for its end."""
        reader, writer = os.pipe()

        def deed() -> None:
            os.environ.update(self.environ)
            wiring.from_environment = lambda: failpoint
            if room is not None:
                _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
                resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
            with contextlib.redirect_stdout(io.StringIO()) as out:
                code = main([*map(str, args), "--json"])
            with os.fdopen(writer, "w", encoding="utf-8") as pipe:
                pipe.write(f"{code}\n{out.getvalue()}")

        child = in_child(deed)
        os.close(writer)

        def wait() -> Said:
            with os.fdopen(reader, encoding="utf-8") as pipe:
                code, _, text = pipe.read().partition("\n")
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
            assert code == "0" or "花子" not in text, "an error quotes a name"
            return Said(int(code), json.loads(text))

        return wait

    def process(self, *args: str | Path, **environ: str) -> int:
        """The installed command itself; its exit code, or minus the signal that ended it."""
        command = [sys.executable, "-m", "chikai.cli.main", *map(str, args)]
        environ = {**os.environ, **self.environ, **environ}
        return subprocess.run(command, env=environ, stdout=subprocess.DEVNULL).returncode

    def ok(self, *args: str | Path) -> Any:
        said = self.run(*args)
        assert said.code == 0, said.answer
        return said.answer["result"]

    @property
    def environ(self) -> dict[str, str]:
        return {"CHIKAI_HOME": str(self.root), "CHIKAI_ACTOR": "clerk-1"}

    def write(self, name: str, text: str) -> Path:
        path = self.root.parent / name
        path.write_text(text, "utf-8")
        return path

    def receive(self, text: str = HANAKO) -> str:
        opened = self.ok("request", "receive", self.write("envelope.yaml", text))
        return str(opened["cases"][0]["case"])

    def ready(self) -> str:
        """A case that has been compared and paid for: it may be accepted."""
        case = self.receive(HANAKO + PAID)
        self.ok("request", "match", case, "--file", self.write("paper.yaml", PAPER))
        return case

    def log(self, case: str) -> list[str]:
        return [event["type"] for event in self.ok("request", "show", case)["log"]]

    def events(self) -> int:
        return int(self.ok("audit")["events"])

    def sound(self) -> None:
        """Journal and inbox are what they say."""
        self.ok("audit")
        assert self.ok("rebuild")["differed"] == []

    def at_once(self, *commands: Sequence[str | Path]) -> list[Said]:
        """Run commands so that each is about to append before any of them does."""
        meeting = self.root.parent / "meeting"
        meeting.mkdir()

        def meet(name: str) -> None:
            if name == "app.before_append":
                (meeting / str(os.getpid())).touch()
                until = time.monotonic() + 120
                while len(list(meeting.iterdir())) < len(commands) and time.monotonic() < until:
                    time.sleep(0.005)

        return [wait() for wait in [self.start(*each, failpoint=meet) for each in commands]]
