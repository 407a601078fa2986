"""A company at work in a process of its own, which is killed; and what must hold afterwards."""

from __future__ import annotations

import json
import os
import random
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from chikai.adapters import sql
from chikai.adapters.clock import TOKYO, FixedClock, OsEntropy
from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.vault.backup import read_key_backup
from chikai.app import proof, upkeep
from chikai.app.verify import Outcome, verify
from chikai.kernel.event import Draft, Event
from chikai.ports import Batch, Destroyed, Home, InboxRow, Posting, Purpose

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=TOKYO)
PAPER = "架空 太郎の戸籍謄本".encode() * 20


@dataclass(frozen=True)
class Office:
    """One company's store, its folders, and what its clerk was told had been done."""

    folder: Path
    url: str | Path
    seen: Path = field(init=False)

    def __post_init__(self) -> None:
        (self.folder / "copies").mkdir(exist_ok=True)
        object.__setattr__(self, "seen", self.folder / "seen")

    @contextmanager
    def home(self, failpoint: Failpoint = no_failpoint) -> Iterator[Home]:
        clock, entropy = FixedClock(NOW), OsEntropy()
        store = sql.open_store(
            self.url,
            company="enigmo",
            keys_dir=self.folder / "keys",
            keys_backup=self.folder / "key-copies",
            clock=clock,
            entropy=entropy,
            failpoint=failpoint,
        )
        yield Home(
            company="enigmo",
            policies=(),
            journal=store.journal,
            vault=store.vault,
            keys=store.keys,
            views=store.views,
            press=None,
            sources=None,
            clock=clock,
            entropy=entropy,
            failpoint=failpoint,
            archive=store.archive,
        )
        store.close()

    def tell(self, *what: str) -> None:
        """The clerk's screen: what stands here was promised to somebody."""
        with self.seen.open("a", encoding="utf-8") as file:
            file.write(json.dumps(what) + "\n")

    def told(self, what: str) -> set[str]:
        lines = self.seen.read_text(encoding="utf-8").splitlines() if self.seen.exists() else []
        return {line[1] for line in map(json.loads, lines) if line[0] == what}


def inbox_row(events: tuple[Event, ...]) -> InboxRow:
    """The dullest fold: how many events there are."""
    return InboxRow(
        case=events[0].case,
        envelope="envelope-1",
        kind="disclosure",
        state=f"after-{len(events)}",
        exit=None,
        arrived_on="2026-11-21",
        nearest_due=None,
        waits_for=(),
        next_step="next.none",
    )


def note(home: Home, office: Office, case: str, what: str, **data: str) -> None:
    """Append one event once, with its inbox row and its letter."""
    command = f"{case}.{what}"
    if home.journal.command(command):
        return
    seq = len(home.journal.read(case))
    row = InboxRow(
        case, "envelope-1", "disclosure", f"after-{seq + 1}", None, "2026-11-21", None, (),
        "next.none",
    )  # fmt: skip
    posting = Posting(f"posting-{command}", case, data.get("sealed", "none"), what, "ordinary")
    home.journal.append(
        [Batch(case, seq, [Draft(what, date(2026, 11, 21), dict(data))], row, [posting])],
        command_id=command,
        actor_id="clerk-1",
        law="2026-11-21",
        policy="2025-04-01",
        at=NOW,
    )
    office.tell("done", command)


def receive(home: Home, office: Office, case: str) -> None:
    if not home.journal.command(f"{case}.received"):
        paper = home.vault.put(case, Purpose.PAPERS, PAPER)
        note(home, office, case, "received", sealed=paper.id, commitment=paper.commitment)


def destroy(home: Home, office: Office, case: str) -> None:
    office.tell("destroying", case)
    home.keys.destroy(case, Purpose.PAPERS)
    office.tell("destroyed", case)
    note(home, office, case, "papers_destroyed")


def work_through(home: Home, office: Office) -> None:
    """Everything once, in order; done again, it goes on where it was cut off."""
    receive(home, office, "case-1")
    receive(home, office, "case-2")
    proof.checkpoint(home)
    upkeep.backup(home, office.folder / "copies")
    destroy(home, office, "case-1")
    receive(home, office, "case-3")
    home.views.log(actor_id="clerk-1", case="case-3", what="papers", at=NOW)
    office.tell("clearing", "inbox")
    home.journal.replace_inbox([])
    upkeep.rebuild(home, inbox_row)
    home.vault.put("case-3", Purpose.ANSWER, b"a letter that was never decided")
    upkeep.sweep_orphans(home)
    proof.prove(home, "case-3")


def work_at_random(home: Home, office: Office, dice: random.Random) -> None:
    """Work without end."""
    names = [f"case-{number}" for number in range(dice.randrange(1_000_000), 2_000_000)]
    for number, case in enumerate(names):
        receive(home, office, case)
        deed = dice.randrange(6)
        if deed == 0:
            proof.checkpoint(home)
        elif deed == 1:
            upkeep.backup(home, office.folder / "copies")
        elif deed < 4:
            destroy(home, office, names[dice.randrange(number + 1)])
        else:
            note(home, office, case, "accepted")


def survey(office: Office) -> None:
    """Open the store as it was left, and look at everything."""
    with office.home() as home:
        assert proof.audit(home) == ()
        for command in office.told("done"):
            assert home.journal.command(command), command
        rebuilt = upkeep.rebuild(home, inbox_row)
        assert rebuilt.differed == () or office.told("clearing")
        posted = {posting.id for posting in home.journal.postings()}
        assert posted == {f"posting-{event.command_id}" for event in home.journal.all()}
        for event in home.journal.all():
            if event.type == "received":
                look_at_paper(home, office, event)
        for case in office.told("destroyed"):
            assert home.keys.destroy(case, Purpose.PAPERS).already
        masters = [path.name for path in (office.folder / "keys").glob("master*")]
        assert len(masters) <= 1
        assert not list(office.folder.glob("*/*.key.new")) + list(
            office.folder.glob("*/*.json.new")
        )
        copy = office.folder / "key-copies" / "enigmo-keys.json"
        if copy.exists():
            assert masters == [f"master-{read_key_backup(copy).generation}.key"]


def look_at_paper(home: Home, office: Office, event: Event) -> None:
    sealed = str(event.data["sealed"])
    try:
        assert home.vault.get(sealed) == PAPER
        assert home.vault.opens(sealed, str(event.data["commitment"]))
        assert event.case not in office.told("destroyed")
    except Destroyed:
        assert event.case in office.told("destroying")


def carry_on(office: Office) -> None:
    """After a crash the same work is done to its end, and proved."""
    with office.home() as home:
        work_through(home, office)
        assert len(home.journal.read("case-1")) == 2
        pack = proof.prove(home, "case-1")
        assert verify(pack, home.keys.public_key()).outcome is Outcome.VALID


def in_child(deed: Callable[[], None]) -> int:
    """Start a deed in a process of its own; its process id."""
    child = os.fork()
    if child == 0:
        try:
            deed()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return child
