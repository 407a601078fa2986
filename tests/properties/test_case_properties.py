"""What holds for every case, whatever the policy says and whatever the desk tries.

A machine plays random commands on a random day against a policy mixed from the published ones.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chikai import policies
from chikai.duties.requests import commands as cmd
from chikai.duties.requests import events as ev
from chikai.duties.requests import fees
from chikai.duties.requests.case import Case
from chikai.duties.requests.clocks import clocks, nearest_due, pauses
from chikai.duties.requests.decide import Context, Defect, NotNow, UnlawfulStep, decide
from chikai.duties.requests.flow import State
from chikai.duties.requests.fold import advance, after, fold, start
from chikai.duties.requests.letters.model import LetterKind
from chikai.duties.requests.next_step import exit_message, next_step
from chikai.duties.requests.openings import open_items
from chikai.duties.requests.questions import FACTS, JUDGMENTS
from chikai.kernel.event import Event
from chikai.law.appi.art38_fee import FEE_KINDS
from chikai.law.grounds import AS_NONE_HELD, grounds
from chikai.law.kinds import Asker, Channel, Manner, Means, Paper, RequestKind, Whose
from chikai.policies import COMPANIES
from chikai.policy.load import load
from chikai.policy.model import Policy

FIRST = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, tzinfo=UTC)
SEALED = cmd.Sealing(sealed="blob-0123456789", commitment="0" * 64)
SHIPPED = [load(policies.shipped(c)[-1].text, file=c) for c in COMPANIES]
GROUNDS = [*sorted({g.id for k in RequestKind for g in grounds(k, on=FIRST)}), "affects_us"]
QUESTIONS = tuple(sorted(FACTS | JUDGMENTS))


@st.composite
def mixed(draw: st.DrawFn) -> Policy:
    """A policy whose every part is one of the published ones, with the free choices drawn."""
    of = {name: draw(st.sampled_from(SHIPPED)).requests for name in _PARTS}
    parts: dict[str, Any] = {name: getattr(of[name], name) for name in _PARTS}
    if parts["fee"] is not None:
        change = {
            "unpaid": draw(st.sampled_from(["not_made", "remind_then_person_decides"])),
            "means": draw(st.sampled_from([(), (Means.MONEY_ORDER,), tuple(Means)])),
            "period_days": draw(st.sampled_from([None, 7, 30])),
            "kinds": tuple(RequestKind),  # what the law forbids stays forbidden
        }
        parts["fee"] = parts["fee"].model_copy(update=change)
    base = draw(st.sampled_from(SHIPPED))
    return base.model_copy(update={"requests": base.requests.model_copy(update=parts)})


_PARTS = (
    "intake",
    "forms",
    "identity",
    "authority",
    "match",
    "fee",
    "answer",
    "papers",
    "withdrawal",
    "other_windows",
)
letters = st.builds(
    lambda kind, items, days: ("letter", kind, items, days),
    st.sampled_from([k.value for k in LetterKind]),
    st.sampled_from(["all", "none", "fee", "too_much"]),
    st.integers(7, 30),
)
happenings: st.SearchStrategy[ev.Happening] = st.one_of(
    st.builds(
        ev.PaperReceived,
        paper=st.sampled_from(["paper-1", "paper-2", "paper-3"]),
        type_=st.sampled_from(Paper),
        whose=st.sampled_from(Whose),
        issued_on=st.none(),
        expires_on=st.sampled_from([None, date(2026, 1, 1), date(2030, 1, 1)]),
        domicile_shown=st.booleans(),
        number_shown=st.booleans(),
        sealed=st.none(),
        commitment=st.none(),
    ),
    st.builds(
        ev.PaperMasked,
        paper=st.sampled_from(["paper-1", "paper-2"]),
        what=st.sampled_from(["domicile", "my_number"]),
        regions=st.just(1),
    ),
    st.builds(
        ev.PaperScanned,
        paper=st.sampled_from(["paper-1", "paper-2"]),
        sealed=st.just(SEALED.sealed),
        commitment=st.just(SEALED.commitment),
    ),
    st.builds(ev.PaperReturned, paper=st.sampled_from(["paper-1", "paper-2"])),
    st.builds(
        ev.FeeReceived,
        fee=st.sampled_from(["fee-1", "fee-2"]),
        means=st.sampled_from(Means),
        amount=st.sampled_from([500, 1000, 2500]),
        issued_on=st.sampled_from([None, FIRST, date(2025, 1, 1)]),
        sealed=st.just(SEALED.sealed),
        commitment=st.just(SEALED.commitment),
    ),
    st.builds(ev.FeeMeansSet, means=st.sampled_from([(Means.STAMPS,), tuple(Means)])),
    st.builds(
        ev.FactRecorded,
        question=st.sampled_from(QUESTIONS),
        value=st.booleans(),
        judged=st.booleans(),
        sealed=st.just(SEALED.sealed),
        commitment=st.just(SEALED.commitment),
    ),
    st.builds(
        ev.MatchRecorded,
        form_and_paper=st.sampled_from(ev.Matched),
        form_and_file=st.sampled_from(ev.Matched),
        address_proven=st.booleans(),
        candidates=st.sampled_from([0, 0, 2]),
        sealed=st.just(SEALED.sealed),
        commitment=st.just(SEALED.commitment),
    ),
    st.builds(ev.FormReturned, channel=st.sampled_from(Channel)),
    st.builds(ev.MannerChosen, manner=st.sampled_from(Manner)),
    *(
        st.just(kind(sealed=SEALED.sealed, commitment=SEALED.commitment))
        for kind in (ev.FlagSet, ev.FlagLifted, ev.HoldSet, ev.HoldLifted)
    ),
)
commands: st.SearchStrategy[cmd.Command] = st.one_of(
    st.just(cmd.Accept(sealing=SEALED)),
    st.builds(cmd.RecordSearch, result=st.sampled_from(ev.Searched), sealing=st.just(SEALED)),
    st.builds(
        cmd.Grant,
        sealing=st.just(SEALED),
        withheld=st.sampled_from([0, 0, 1]),
        ground=st.sampled_from([None, *GROUNDS]),
        locating=st.sampled_from([0, 1]),
    ),
    st.builds(
        cmd.OrderAction,
        action=st.sampled_from(cmd.Action),
        owner=st.just("owner-1"),
        sealing=st.just(SEALED),
    ),
    st.builds(cmd.RecordAction, action=st.sampled_from(cmd.Action), sealing=st.just(SEALED)),
    st.just(cmd.Substitute(sealing=SEALED)),
    st.builds(cmd.Refuse, ground=st.sampled_from(GROUNDS), sealing=st.just(SEALED)),
    st.just(cmd.DeclareNoneHeld(sealing=SEALED)),
    st.builds(
        cmd.SendAnswer,
        letter=st.just("letter-9"),
        kind=st.just("disclosure"),
        manner=st.sampled_from(Manner),
        delivery=st.sampled_from(ev.Delivery),
        sealing=st.just(SEALED),
    ),
    st.just(cmd.RecordDelivered()),
    st.just(cmd.RecordReturned()),
    st.just(cmd.Withdraw()),
    st.just(cmd.TreatAsNotMade()),
    st.just(cmd.HandOver(sealing=SEALED)),
    st.builds(
        cmd.CloseNotConfirmed,
        question=st.sampled_from(["identity_person", "authority", "no_match"]),
        sealing=st.just(SEALED),
    ),
    st.just(cmd.DisposeOriginals(how=ev.Disposal.SHREDDED, sheets=1)),
    st.just(cmd.DestroyPapers(generation=2)),
)


class CaseMachine(RuleBasedStateMachine):
    """One case, whatever happens to it."""

    @initialize(
        policy=mixed(),
        kind=st.sampled_from(RequestKind),
        asker=st.sampled_from(Asker),
        channel=st.sampled_from(Channel),
        form=st.sampled_from(ev.FormUsed),
        manner=st.sampled_from([None, *Manner]),
        minor=st.sampled_from([None, True, False]),
        specific=st.booleans(),
    )
    def receive(self, policy: Policy, **given: Any) -> None:
        self.policy, self.on = policy, FIRST
        received = ev.Received(
            **given,
            envelope="envelope-1",
            person="person-1",
            policy=policy.version,
            sealed=SEALED.sealed,
            commitment=SEALED.commitment,
        )
        self.history = [_journalled(received, 0, FIRST)]
        self.case = start(self.history[0])

    @rule(days=st.sampled_from([0, 1, 8, 31, 800]))
    def time_passes(self, days: int) -> None:
        self.on += timedelta(days=days)

    @rule(happened=happenings)
    def something_happens(self, happened: ev.Happening) -> None:
        self.try_(cmd.Note(happened=happened))

    @rule(command=commands)
    def the_desk_tries(self, command: cmd.Command) -> None:
        self.try_(command)

    @rule(letter=letters)
    def a_letter_goes_out(self, letter: tuple[str, str, str, int]) -> None:
        _, kind, which, days = letter
        asked = [i.key for i in self.open() if i.asks == "requester"]
        items = {
            "all": tuple(asked),
            "none": (),
            "fee": ("fee",),
            "too_much": (*asked, "blood_type"),
        }[which]
        before = len(self.history)
        self.try_(cmd.Tell(letter=_letter(kind, items, self.on + timedelta(days=days))))
        if len(self.history) > before:
            assert "blood_type" not in items, "nothing is asked that is not open (37(4))"

    @precondition(lambda self: self.case.state is State.PREPARING)
    @rule()
    def the_requester_sends_everything(self) -> None:
        for command in _settling(self.case, self.policy, self.on):
            self.try_(command)

    def try_(self, command: cmd.Command) -> None:
        """Decide, and if something happens, journal it. Nothing else may be raised."""
        before = self.case
        try:
            result = decide(before, command, Context(self.policy, self.on, "clerk-1"))
        except (UnlawfulStep, NotNow):
            return
        if isinstance(result, Defect):
            assert result.items
            return
        for happened in result:
            _lawful(before, happened, self.policy, self.on)
            event = _journalled(happened, len(self.history), self.on)
            self.case, was = after(self.case, happened, on=self.on, by="clerk-1"), self.case
            assert advance(was, event) == self.case, "the journal says what happened"
            self.history.append(event)

    def open(self):  # type: ignore[no-untyped-def]
        return open_items(self.case, self.policy, on=self.on)

    @invariant()
    def no_fee_is_due_for_a_free_kind(self) -> None:
        if self.case.kind not in FEE_KINDS:
            assert fees.due(self.case, self.policy, on=self.on) == 0
            assert not {"fee", "fee_means"} & {i.key for i in self.open()}

    @invariant()
    def everything_that_is_shown_can_be_computed(self) -> None:
        assert next_step(self.case, self.policy, on=self.on).id
        assert exit_message(self.case).id
        assert clocks(self.case, self.policy, on=self.on)
        nearest_due(self.case, self.policy, on=self.on)
        for pause in pauses(self.case, self.policy, on=self.on):
            assert pause.letter, "every pause has a letter"
        for item in self.open():
            assert item.clauses or item.cites, f"{item.key}: every question has its ground"

    @invariant()
    def the_desk_is_asked_only_what_can_be_answered(self) -> None:
        """Every yes-or-no question of the checklist is one of the closed set."""
        for item in self.open():
            asked = item.asks == "desk" and item.key != "match" and not item.key.startswith("mask_")
            assert asked == (item.key in FACTS | JUDGMENTS)
            assert item.judgment == (item.key in JUDGMENTS)

    @invariant()
    def arrival_never_changes(self) -> None:
        assert self.case.basis.arrived_on == FIRST

    def teardown(self) -> None:
        """Every open state has a way out, with a requester and a desk of good will; and the
        journal folds to the case."""
        if not hasattr(self, "case"):
            return
        _finish(self)
        assert not self.case.is_open, self.case.state
        assert fold(self.history) == self.case


def _lawful(case: Case, happened: ev.Happening, policy: Policy, on: date) -> None:
    """What happened was allowed, by the law of the day, whatever the policy says."""
    match happened:
        case ev.Refused(ground=ground):
            assert ground in {g.id for g in grounds(case.kind, on=on)} - AS_NONE_HELD
        case ev.TreatedAsNotMade():
            assert case.kind in FEE_KINDS
            letter = case.told("fee")
            assert letter is not None and letter.answer_by is not None and on > letter.answer_by
        case ev.Accepted():
            assert not open_items(case, policy, on=on)
        case ev.Granted(withheld=withheld):
            harm = case.facts.get("protective_judgment")
            assert withheld or not (case.protected and harm and harm.value)
        case ev.PapersDestroyed():
            assert case.disposed is not None and not case.hold
        case ev.AnswerSent(manner=manner) if case.kind not in (
            RequestKind.DISCLOSURE,
            RequestKind.RECORD_DISCLOSURE,
        ):
            assert manner is Manner.PAPER or not policy.requests.answer.written


def _journalled(happened: ev.Happening, seq: int, on: date) -> Event:
    draft = happened.draft(on)
    return Event(
        1, seq, "", "", "enigmo", "case-1", seq, draft.type, on, NOW, "clerk-1", "", "", draft.data
    )


def _letter(kind: str, items: tuple[str, ...], answer_by: date | None) -> ev.LetterSent:
    return ev.LetterSent(
        letter="letter-1",
        kind=kind,
        delivery=ev.Delivery.ORDINARY,
        open_items=items,
        answer_by=answer_by,
        sealed=SEALED.sealed,
        commitment=SEALED.commitment,
    )


# --- a way out ------------------------------------------------------------------------------------

_GOOD = tuple(p for p in Paper if p is not Paper.INSURANCE_CARD)


def _settling(case: Case, policy: Policy, on: date) -> list[cmd.Command]:
    """Everything a helpful requester sends and a helpful desk answers, as notes."""
    notes: list[ev.Happening] = [
        ev.PaperMasked(paper=paper.id, what=what, regions=1)
        for paper in case.papers
        for what in paper.to_mask()
    ]
    notes += [ev.FormReturned(channel=Channel.POST), _yes_to("form_complete")]
    notes += [_paper(n, kind, whose) for n, kind in enumerate(_GOOD) for whose in Whose]
    notes += [_yes_to(question) for question in QUESTIONS if question not in _NOT_NEEDED]
    notes.append(
        ev.MatchRecorded(
            form_and_paper=ev.Matched.YES,
            form_and_file=ev.Matched.YES,
            address_proven=True,
            candidates=0,
            sealed=SEALED.sealed,
            commitment=SEALED.commitment,
        )
    )
    if policy.requests.fee is not None:
        notes.append(ev.FeeMeansSet(means=(Means.BANK_TRANSFER,)))
        means = policy.requests.fee.means or (Means.BANK_TRANSFER,)
        notes.append(
            ev.FeeReceived(
                fee="fee-all",
                means=means[0],
                amount=10_000,
                issued_on=on,
                sealed=SEALED.sealed,
                commitment=SEALED.commitment,
            )
        )
    return [cmd.Note(happened=note) for note in notes]


_NOT_NEEDED = ("protective_judgment", "close_unpaid", "registered_data_of_product")


def _paper(n: int, kind: Paper, whose: Whose) -> ev.PaperReceived:
    return ev.PaperReceived(
        paper=f"paper-{whose}-{n}",
        type_=kind,
        whose=whose,
        issued_on=None,
        expires_on=None,
        domicile_shown=False,
        number_shown=False,
        sealed=None,
        commitment=None,
    )


def _yes_to(question: str, value: bool = True) -> ev.FactRecorded:
    return ev.FactRecorded(
        question=question,
        value=value,
        judged=True,
        sealed=SEALED.sealed,
        commitment=SEALED.commitment,
    )


def _finish(machine: CaseMachine) -> None:
    """Play the case to its end, one state after the other."""
    for _ in range(12):
        case = machine.case
        match case.state:
            case State.PREPARING if case.kind is RequestKind.COMPLAINT:
                machine.try_(cmd.HandOver(sealing=SEALED))
            case State.PREPARING:
                for command in _settling(case, machine.policy, machine.on):
                    machine.try_(command)
                machine.try_(cmd.Accept(sealing=SEALED))
            case State.SEARCHING:
                machine.try_(cmd.RecordSearch(result=ev.Searched.FOUND, sealing=SEALED))
            case State.DECIDING:
                machine.try_(cmd.RecordSearch(result=ev.Searched.FOUND, sealing=SEALED))
                machine.try_(cmd.Note(happened=_yes_to("protective_judgment", False)))
                if case.kind in cmd.GIVING:
                    machine.try_(cmd.Grant(sealing=SEALED))
                else:
                    action = cmd.ACTIONS[case.kind][0]
                    order = cmd.OrderAction(action=action, owner="owner-1", sealing=SEALED)
                    machine.try_(order)
            case State.CARRYING_OUT:
                assert case.action is not None
                action = cmd.Action(case.action.action)
                machine.try_(cmd.RecordAction(action=action, sealing=SEALED))
            case State.ANSWERING:
                disclosed = case.kind in (RequestKind.DISCLOSURE, RequestKind.RECORD_DISCLOSURE)
                manner = case.manner if disclosed and case.manner else Manner.PAPER
                if not isinstance(case.outcome, ev.Granted):
                    manner = Manner.PAPER
                machine.try_(_answer(manner))
                machine.try_(cmd.RecordDelivered())
            case _:
                return


def _answer(manner: Manner) -> cmd.SendAnswer:
    return cmd.SendAnswer(
        letter="letter-2",
        kind="disclosure",
        manner=manner,
        delivery=ev.Delivery.REGISTERED,
        sealing=SEALED,
    )


TestCase = CaseMachine.TestCase
TestCase.settings = settings(
    max_examples=80,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


# --- more never makes less ------------------------------------------------------------------------


def _case(kind: RequestKind, asker: Asker, policy: Policy, papers: list[Paper]) -> Case:
    received = ev.Received(
        kind=kind,
        channel=Channel.POST,
        asker=asker,
        envelope="envelope-1",
        person="person-1",
        form=ev.FormUsed.DESIGNATED,
        policy=policy.version,
        manner=None,
        minor=True,
        specific=False,
        sealed=SEALED.sealed,
        commitment=SEALED.commitment,
    )
    case = start(_journalled(received, 0, FIRST))
    for n, paper in enumerate(papers):
        for whose in Whose:
            case = after(case, _paper(n, paper, whose), on=FIRST, by="clerk-1")
    return case


@settings(max_examples=150, deadline=None)
@given(
    policy=mixed(),
    kind=st.sampled_from(RequestKind),
    asker=st.sampled_from(Asker),
    papers=st.lists(st.sampled_from(Paper), max_size=4, unique=True),
    one_more=st.sampled_from(Paper),
)
def test_one_more_paper_never_makes_us_ask_for_more(
    policy: Policy, kind: RequestKind, asker: Asker, papers: list[Paper], one_more: Paper
) -> None:
    """What the requester is asked for can only shrink; the desk may get a question about it."""
    assume(one_more not in papers)
    before = _asked(_case(kind, asker, policy, papers), policy)
    now = _asked(_case(kind, asker, policy, [*papers, one_more]), policy)
    assert now <= before


@settings(max_examples=80, deadline=None)
@given(policy=mixed(), kind=st.sampled_from(sorted(FEE_KINDS)), amounts=st.lists(st.just(500)))
def test_more_money_never_makes_the_fee_larger(
    policy: Policy, kind: RequestKind, amounts: list[int]
) -> None:
    case = replace(_case(kind, Asker.PERSON, policy, []), fee_means=(Means.STAMPS,))
    left = fees.due(case, policy, on=FIRST)
    for n, amount in enumerate(amounts[:6]):
        fee = ev.FeeReceived(
            fee=f"fee-{n}",
            means=fees.means(case, policy)[0] if fees.means(case, policy) else Means.STAMPS,
            amount=amount,
            issued_on=FIRST,
            sealed=SEALED.sealed,
            commitment=SEALED.commitment,
        )
        case = after(case, fee, on=FIRST, by="clerk-1")
        now = fees.due(case, policy, on=FIRST) - fees.paid(case, policy, on=FIRST)
        assert now <= left
        left = now


def _asked(case: Case, policy: Policy) -> set[str]:
    return {i.key for i in open_items(case, policy, on=FIRST) if i.asks == "requester"}
