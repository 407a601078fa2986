"""A desk at work, deed by deed, and what must hold after it was cut off anywhere.

The work is that of two cases from the envelope to the destruction certificate: a parent asks for
her child's data, and a correction came with a money order that goes back. Every deed has a command
id of its own, so that a clerk who does not know how far she came does everything once more.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from office_at_work import in_child

from chikai import places, wiring
from chikai.adapters.clock import FixedClock, OsEntropy
from chikai.adapters.press.plain import PlainPress
from chikai.app import cases, destroying, intake, letters, proof, read, search, steps, sweep, upkeep
from chikai.app.cases import Actor
from chikai.app.envelope import Envelope
from chikai.app.proof import tokens
from chikai.app.verify import Outcome, verify
from chikai.demo.looks import others_look
from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import furnish
from chikai.demo_data import cast
from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import Action
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.events import Disposal
from chikai.kernel.event import Event
from chikai.law.kinds import Asker, Paper, RequestKind
from chikai.ports import Destroyed, Home, Purpose

COMPANY = "enigmo"
HOUSE = sweep.HOUSE
_ID = re.compile(r"(case|envelope|person|paper|fee|letter|blob)-[0-9A-Z]{10}")
_COMMITMENT = re.compile(r"[0-9a-f]{64}")
_LETTERS = frozenset({"letter_sent", "answer_sent"})


@dataclass(frozen=True)
class House:
    """One company's home directory, and what its clerk was told had been done."""

    root: Path
    store: str | None = None
    seen: Path = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "seen", self.root / "seen")
        (self.root / "copies").mkdir(exist_ok=True)
        furnish(self.where)

    @property
    def where(self) -> places.Place:
        return places.Place(self.root, COMPANY, self.store)

    @contextmanager
    def home(self) -> Iterator[Home]:
        """The real home, with a clock to set and a press without paper."""
        clock = FixedClock(datetime(2026, 11, 2, 10))
        with wiring.open_home(self.where, clock=clock, entropy=OsEntropy()) as home:
            yield replace(home, press=PlainPress())

    def tell(self, *what: str) -> None:
        """The clerk's screen: what stands here was promised to somebody."""
        with self.seen.open("a", encoding="utf-8") as file:
            file.write(" ".join(what) + "\n")

    def told(self) -> set[tuple[str, str]]:
        """Every command the clerk saw done, and the case it showed."""
        lines = self.seen.read_text("utf-8").splitlines() if self.seen.exists() else []
        return {(command, case) for command, _, case in (line.partition(" ") for line in lines)}

    def work(self, turn: str, environ: dict[str, str] | None = None) -> int:
        """One turn of the work in a process of its own; the signal that ended it, or 0."""
        return ended(self.start(turn, environ))

    def start(self, turn: str, environ: dict[str, str] | None = None) -> int:
        """Its process id."""

        def deed() -> None:
            os.environ.update(environ or {})
            with self.home() as home:
                Shift(self, home, turn).work()

        return in_child(deed)


def ended(child: int) -> int:
    """Wait for a child; the signal that ended it, or 0 when it did its work."""
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


@dataclass(frozen=True)
class Shift:
    """The same deeds in the same order, under command ids that begin with the turn's name."""

    house: House
    home: Home
    turn: str

    def do(self, deed: str, verb: Callable[..., Any], *args: Any, **more: Any) -> Any:
        command = f"{self.turn}.{deed}"
        result = verb(self.home, *args, by=Actor("clerk-1", command), **more)
        assert not isinstance(result, Defect), [i.key for i in result.items]
        shown = result[0] if isinstance(result, tuple) else result
        self.house.tell(command, shown.id)
        return result

    def house_does(self, deed: str, verb: Callable[[Home, Actor], object]) -> None:
        """Work of no case; whoever saw it done does not do it again."""
        command = f"{self.turn}.{deed}"
        if command not in {told for told, _ in self.house.told()}:
            verb(self.home, Actor("house", command))
            self.house.tell(command, HOUSE)

    def on(self, year: int, month: int, day: int) -> None:
        clock = self.home.clock
        assert isinstance(clock, FixedClock)
        clock.set(max(clock.now(), datetime(year, month, day, 10, tzinfo=clock.now().tzinfo)))

    def work(self) -> None:
        """Everything, from the envelopes to the certificates."""
        self.on(2026, 11, 2)
        child, order = self.envelopes_come()
        self.on(2026, 11, 9)
        self.rest_comes(child)
        self.on(2026, 11, 10)
        self.answers_go(child, order)
        self.on(2026, 11, 13)
        for case in (child, order):
            self.do(f"{case.kind}.delivered", steps.delivered, case.id)
        self.house_does("backup", lambda home, by: upkeep.backup(home, self.house.root / "copies"))
        self.on(2026, 11, 14)
        self.house_does("sweep-1", lambda home, by: sweep.sweep(home, by=by))
        self.on(2028, 11, 20)
        for case in (child, order):
            self.papers_go(case)
        self.on(2028, 11, 22)
        self.house_does("sweep-2", lambda home, by: sweep.sweep(home, by=by))

    def envelopes_come(self) -> tuple[Case, Case]:
        (child,) = self.do("child.receive", intake.receive, child_asked_for(self.home))
        self.do("child.receipt", letters.receipt, child.id)
        self.do("child.match", search.match, child.id, reads(cast.MIRAI))
        self.do(
            "child.judge",
            steps.answer_question,
            child.id,
            "joint_parental_authority",
            True,
            reasons="両親連名の同意書が添えられている。",
        )
        self.do("child.ask", letters.ask, child.id)
        (order,) = self.do("order.receive", intake.receive, order_enclosed(self.home))
        self.do("order.match", search.match, order.id, reads(cast.HANAKO))
        self.do("order.flag", steps.set_flag, order.id, "念のため")
        self.do("order.unflag", steps.set_flag, order.id, "該当なし", lift=True)
        self.do("order.accept", steps.accept, order.id)
        self.do("order.return", letters.return_fees, order.id)
        self.do("order.search", search.search, order.id)
        return child, order

    def rest_comes(self, child: Case) -> None:
        record = sheet(Paper.RESIDENT_RECORD, domicile=True)
        paid = money_order(issued=cases.today(self.home))
        self.do("child.paper", steps.add_paper, child.id, record)
        self.do("child.fee", steps.take_fee, child.id, paid)
        self.do("child.accept", steps.accept, child.id)
        self.do("child.search", search.search, child.id)
        read.view(self.home, child.id, actor="clerk-1")

    def answers_go(self, child: Case, order: Case) -> None:
        (item,) = cases.load(self.home, child.id).search.withheld
        ground = "harms_life_body_property_or_rights"
        self.do("child.withhold", steps.withhold, child.id, item, ground, "なりすましのおそれ。")
        self.do("child.grant", steps.grant, child.id)
        others_look(self.home, child.id, command=f"{self.turn}.child.look")
        self.do("child.answer", letters.send_answer, child.id)
        task = {"table": "inquiries", "what": "received_at"}
        self.do("order.order", steps.order, order.id, Action.CORRECT, "customer-care", task)
        done = {"corrected": [{"item": "お問い合わせの日", "before": "20日", "after": "21日"}]}
        self.do("order.done", steps.record_action, order.id, done)
        others_look(self.home, order.id, command=f"{self.turn}.order.look")
        self.do("order.answer", letters.send_answer, order.id)

    def papers_go(self, case: Case) -> None:
        self.do(f"{case.kind}.dispose", steps.dispose_originals, case.id, Disposal.SHREDDED, 3)
        self.do(f"{case.kind}.destroy", destroying.destroy_papers, case.id)
        self.do(f"{case.kind}.certificate", letters.certificate, case.id)


def child_asked_for(home: Home) -> Envelope:
    sheets = (
        sheet(Paper.REQUEST_FORM),
        sheet(Paper.INSURANCE_CARD),
        sheet(Paper.FAMILY_REGISTER, domicile=True),
    )
    return envelope(
        asks(cast.MIRAI, RequestKind.DISCLOSURE),
        arrived=cases.today(home),
        asker=Asker.PARENT,
        by=cast.KENICHI,
        sheets=sheets,
    )


def order_enclosed(home: Home) -> Envelope:
    today = cases.today(home)
    return envelope(
        asks(cast.HANAKO, RequestKind.CORRECTION, statement="問い合わせの記録の日付が違う。"),
        arrived=today,
        sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.DRIVERS_LICENSE)],
        payments=[money_order(serial="010-000002", issued=today)],
    )


@dataclass(frozen=True)
class Quiet:
    """One uninterrupted turn: the points it passed, by their first pass, and what came of it."""

    points: tuple[str, ...]
    story: tuple[str, ...]


# --- what must hold -----------------------------------------------------------------------------


def survey(house: House) -> None:
    """Open the house as it was left, look at everything, and change nothing."""
    with house.home() as home:
        assert proof.audit(home) == ()
        assert upkeep.rebuild(home, lambda history: cases.fold_row(home, history)).differed == ()
        for command, case in house.told():
            if case == HOUSE:
                continue
            made = home.journal.command(command)
            assert made and case in {event.case for event in made}, f"{command} was promised"
        events = tuple(home.journal.all())
        posted = [posting.id for posting in home.journal.postings()]
        assert Counter(posted) == Counter(_sent(events)), "a letter is lost, or leaves twice"
        returned = Counter(e.data["fee"] for e in events if e.type == "fee_returned")
        assert set(returned.values()) <= {1}, "a fee went back twice"
        for case in home.journal.cases():
            if case != HOUSE:
                papers_stand_as_told(home, cases.load(home, case))


def _sent(events: tuple[Event, ...]) -> set[str]:
    return {str(e.data["letter"]) for e in events if e.type in _LETTERS}


def papers_stand_as_told(home: Home, case: Case) -> None:
    """Every scan opens, or its key is gone and the originals' end was recorded before."""
    opened = 0
    scans = [p for p in case.papers if p.sealed is not None]
    for paper in scans:
        try:
            assert home.vault.get(str(paper.sealed)).startswith(b"%PDF")
            opened += 1
        except Destroyed:
            assert case.disposed is not None
    assert opened in (0, len(scans))
    if case.destroyed_on is not None:
        assert opened == 0
    if any(letter.kind == "destruction_certificate" for letter in case.letters):
        assert case.destroyed_on is not None
    home.vault.get(case.sealed)  # the case file has a key of its own, and a period of its own


def no_orphans(house: House) -> None:
    """Two days later the sweep leaves nothing that nobody refers to."""
    with house.home() as home:
        clock = home.clock
        assert isinstance(clock, FixedClock)
        clock.set(datetime(2028, 11, 22, 10) + timedelta(days=2))
        assert sweep.sweep(home, by=Actor("house", "at-the-end")).finished == ()
        referenced = {posting.blob for posting in home.journal.postings()}
        referenced |= set(tokens(home.journal.all()))
        assert home.vault.sweep(frozenset(referenced), older_than=home.clock.now()) == 0


def proves(house: House, turn: str) -> None:
    """Either case is proved, and the proof verifies under the company's key."""
    with house.home() as home:
        for deed in ("child.receive", "order.receive"):
            case = home.journal.command(f"{turn}.{deed}")[0].case
            pack = proof.prove(home, case)
            assert verify(pack, home.keys.public_key()).outcome is Outcome.VALID


def story(house: House, turn: str) -> tuple[str, ...]:
    """What came of one turn: every event, inbox row and letter, with ids by their first use.
    The generation of the master key counts what happened in the house, not in the case."""
    names: dict[str, str] = {}

    def named(text: str) -> str:
        def name(found: re.Match[str]) -> str:
            kind = found.group(1)
            return names.setdefault(found.group(), f"{kind}-{len(names)}")

        return _COMMITMENT.sub("commitment", _ID.sub(name, text))

    told: list[str] = []
    with house.home() as home:
        rows = {row.case: row for row in home.journal.inbox()}
        for deed in ("child.receive", "order.receive"):
            case = home.journal.command(f"{turn}.{deed}")[0].case
            for event in home.journal.read(case):
                told.append(f"{event.type} on {event.occurred_on} at {event.recorded_at}")
                told.append(f"{event.command_id} {event.actor_id} {event.law} {event.policy}")
                data = sorted(each for each in event.data.items() if each[0] != "generation")
                told.append(named(repr(data)))
            for posting in home.journal.postings(case):
                told.append(named(repr(posting)))
                told.append(named(home.vault.get(posting.blob).decode()))
            told.append(named(repr(rows[case])))
            told += [f"{purpose} {home.keys.exists(case, purpose)}" for purpose in Purpose]
    return tuple(each.replace(f"{turn}.", "") for each in told)
