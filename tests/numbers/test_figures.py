"""The numbers beside a slow and obvious model: it reads the events one by one and folds nothing."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chikai import policies
from chikai.app.numbers import COLUMNS, as_csv, plain, read_rates, rows
from chikai.duties.requests import events as ev
from chikai.duties.requests.counted import counted
from chikai.duties.requests.figures import Figures, Rates, figures
from chikai.duties.requests.flow import FLOW, State
from chikai.kernel.calendar import is_business_day
from chikai.kernel.event import Event
from chikai.kernel.flow import NoSuchStep
from chikai.law.kinds import Asker, Channel, Manner, Paper, RequestKind, Whose
from chikai.policy.load import load
from chikai.ports import BadData
from chikai.words import render

POLICY = load(policies.shipped("enigmo")[-1].text, file="enigmo")
TODAY = date(2028, 3, 31)
SEAL: dict[str, Any] = {"sealed": "blob-0", "commitment": "0" * 64}
RATES = Rates(
    2400,
    {"received": 12, "granted": 25, "letter_sent": 7},
    {"registered": 590, "simple_registered": 460, "ordinary": 110},
)


def _asks(*items: str, kind: str = "defects") -> st.SearchStrategy[ev.Happening]:
    return st.builds(
        ev.LetterSent,
        letter=st.integers(1, 6).map("letter-{}".format),
        kind=st.just(kind),
        delivery=st.sampled_from(ev.Delivery),
        open_items=st.just(items),
        answer_by=st.none(),
        **{k: st.just(v) for k, v in SEAL.items()},
    )


def _checked(foreign: int) -> ev.Happening:
    return ev.EnvelopeChecked(
        letter="letter-1",
        expected=1,
        read=1 + foreign,
        missing=0,
        foreign=foreign,
        twice=0,
        unread=0,
        by_hand=False,
        passed=not foreign,
    )


PAPER = ev.PaperReceived(
    paper="paper-1",
    type_=Paper.DRIVERS_LICENSE,
    whose=Whose.PERSON,
    issued_on=None,
    expires_on=None,
    domicile_shown=False,
    number_shown=False,
    **SEAL,
)
ANSWER = ev.AnswerSent(
    letter="letter-9",
    kind="disclosure",
    manner=Manner.PAPER,
    delivery=ev.Delivery.REGISTERED,
    **SEAL,
)
HAPPENINGS = st.one_of(
    _asks("identity_person"),
    _asks("identity_person", "fee"),
    _asks(),
    _asks("fee", kind="fee_reminder"),
    st.sampled_from([_checked(0), _checked(2), PAPER, ev.Accepted(), ev.Withdrawn()]),
    st.sampled_from(
        [
            ev.SearchDone(result=ev.Searched.FOUND, **SEAL),
            ev.Granted(withheld=0, ground=None, **SEAL),
            ev.Granted(withheld=2, ground="harms", **SEAL),
            ev.Refused(ground="harms", because="APPI", **SEAL),
            ev.NoneHeld(**SEAL),
            ev.TreatedAsNotMade(clause="fee"),
        ]
    ),
    st.sampled_from([ANSWER, ev.AnswerPosted(letter="letter-9"), ev.Completed(letter="letter-9")]),
    st.just(ev.PapersDestroyed(generation=1, sheets=1, copies_until=None)),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """A case that goes as far as it goes: whatever the flow doesn't take is left out."""
    day = draw(st.dates(date(2026, 1, 5), date(2027, 6, 1)))
    first = ev.Received(
        kind=draw(st.sampled_from([RequestKind.DISCLOSURE, RequestKind.CORRECTION])),
        channel=draw(st.sampled_from([Channel.POST, Channel.PORTAL])),
        asker=draw(st.sampled_from([Asker.PERSON, Asker.CURATOR])),
        envelope="envelope-1",
        person="person-1",
        form=ev.FormUsed.FREE,
        policy=POLICY.version,
        manner=None,
        minor=False,
        specific=False,
        **SEAL,
    )
    happened: list[tuple[date, ev.Happening]] = [(day, first)]
    state = State.PREPARING
    for each in draw(st.lists(HAPPENINGS, max_size=14)):
        try:
            state = FLOW.next(state, each.type())
        except NoSuchStep:
            continue
        day += timedelta(days=draw(st.integers(0, 20)))
        happened.append((day, each))
    return [_event(n, on, each) for n, (on, each) in enumerate(happened)]


def _event(n: int, on: date, happened: ev.Happening) -> Event:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    draft = happened.draft(on)
    return Event(1, n, "e", "c", "x", "case", n, draft.type, on, at, "a", "l", "p", draft.data)


# --- the slow and obvious model -----------------------------------------------------------------


def first_day(history: list[Event], type_: str) -> date | None:
    return next((e.occurred_on for e in history if e.type == type_), None)


def last_day(history: list[Event], type_: str) -> date | None:
    return next((e.occurred_on for e in reversed(history) if e.type == type_), None)


def answered(history: list[Event]) -> date | None:
    """The day of posting, where the last answer was posted; else the day it was made."""
    types = [e.type for e in history]
    if "answer_sent" not in types:
        return None
    after = types[len(types) - types[::-1].index("answer_sent") :]
    return last_day(history, "answer_posted" if "answer_posted" in after else "answer_sent")


def result(history: list[Event]) -> str:
    types = [e.type for e in history]
    if "withdrawn" in types:
        return "withdrawn"
    if "treated_as_not_made" in types:
        return "not_made"
    if "completed" not in types:
        return "open"
    if "granted" in types:
        given = next(e for e in history if e.type == "granted")
        return "granted_in_part" if given.data["withheld"] else "granted"
    return "refused" if "refused" in types else "none_held"


def yen(histories: list[list[Event]]) -> list[tuple[bool, float]]:
    """For each case: whether it is closed, and what it cost."""
    posted: set[Any] = set()
    found = []
    for history in histories:
        cost = 0.0
        sent = [e for e in history if e.type == "letter_sent"]
        sent += [e for e in history if e.type == "answer_sent"]
        for event in sent:
            if event.data["letter"] not in posted:
                posted.add(event.data["letter"])
                cost += RATES.postage.get(str(event.data["delivery"]), 0)
        for event in history:
            cost += RATES.minutes.get(event.type, 0) * RATES.yen_per_hour / 60
        found.append((result(history) != "open", cost))
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(histories(), max_size=7))
def test_the_numbers_are_what_counting_by_hand_gives(every: list[list[Event]]) -> None:
    seen = figures((counted(h, POLICY, on=TODAY) for h in every), on=TODAY, rates=RATES)

    assert seen.arrived == len(every)
    assert seen.open == [result(h) for h in every].count("open")
    for name, counts in seen.by["result"].items():
        assert counts == [result(h) for h in every].count(name)
    assert sum(seen.by["result"].values()) == len(every)
    assert sum(seen.by["exit"].values()) == len(every) - seen.open

    for took in seen.days:
        days = []
        for h in every:
            ends = {
                "accepted": first_day(h, "accepted"),
                "answered": answered(h),
                "completed": first_day(h, "completed"),
            }
            end, day, n = ends[took.step], h[0].occurred_on, 0
            if end is None:
                continue
            while day < end:
                day += timedelta(days=1)
                n += 1 if took.unit == "calendar" or is_business_day(day) else 0
            days.append(n)
        days.sort()
        assert (took.count, took.most) == (len(days), days[-1])
        assert took.median == (days[(len(days) - 1) // 2] + days[len(days) // 2]) / 2
        assert sum(d <= took.p90 for d in days) * 10 >= 9 * len(days)
        assert sum(d < took.p90 for d in days) * 10 < 9 * len(days)

    asking = [
        [
            e.data["open_items"]
            for e in h
            if e.type == "letter_sent" and e.data["open_items"] and e.data["kind"] != "fee_reminder"
        ]
        for h in every
    ]
    assert seen.asking_letters == sum(len(letters) for letters in asking)
    assert seen.cases_asked_more == sum(len(letters) > 1 for letters in asking)
    assert seen.cases_asked_again == sum(
        any(sum(item in each for each in letters) > 1 for item in ("identity_person", "fee"))  # type: ignore[operator]
        for letters in asking
    )
    checks = [e.data for h in every for e in h if e.type == "envelope_checked"]
    assert seen.gate_checks == len(checks)
    assert seen.gate_stops == seen.gate_foreign == sum(c["foreign"] != 0 for c in checks)
    gone = [any(e.type == "papers_destroyed" for e in h) for h in every]
    papers = [sum(e.type == "paper_received" for e in h) for h in every]
    assert seen.papers_destroyed == sum(n for n, away in zip(papers, gone, strict=True) if away)
    assert seen.papers_held == sum(papers) - seen.papers_destroyed

    closed = [cost for done, cost in yen(every) if done]
    assert seen.cost is not None
    assert seen.cost.closed == len(closed)
    assert (seen.cost.average is None) == (not closed)
    if closed:
        assert abs((seen.cost.average or 0) - sum(closed) / len(closed)) <= 0.5
    assert sum(m.arrived for m in seen.months) == sum(y.arrived for y in seen.years) == len(every)


@given(st.lists(histories(), max_size=4), st.dates(date(2026, 1, 1), date(2027, 7, 1)))
@settings(max_examples=15, deadline=None)
def test_two_periods_that_meet_hold_all_there_is(every: list[list[Event]], cut: date) -> None:
    cases = [counted(h, POLICY, on=TODAY) for h in every]
    before = figures(cases, on=TODAY, until=cut - timedelta(days=1))
    after = figures(cases, on=TODAY, since=cut)
    assert before.arrived + after.arrived == len(every)


def test_no_number_names_anybody() -> None:
    """Every field is a count, a day, or counts under names that the law or the house gives."""
    names = {field.name for field in fields(Figures)}
    assert names.isdisjoint({"case", "cases", "person", "envelope", "actor"})


# --- rates and CSV ------------------------------------------------------------------------------

GOOD = """
yen_per_hour = 2400
[minutes]
received = 12
[postage]
registered = 590
simple_registered = 460
ordinary = 110
"""


def test_rates_are_the_companys_own() -> None:
    found = read_rates(GOOD, file="numbers.toml")
    assert found is not None and found.minutes == {"received": 12}
    assert read_rates(None, file="numbers.toml") is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("yen_per_hour = 2400", "yen_per_hour = -1"), "numbers.rates_amount"),
        (("yen_per_hour = 2400", ""), "numbers.rates_amount"),
        (("received = 12", "opened = 12"), "numbers.rates_key"),
        (("ordinary = 110", ""), "numbers.rates_missing"),
        (("[minutes]", "[minutes"), "numbers.rates_unread"),
    ],
)
def test_rates_that_cannot_be_are_refused_with_their_place(
    change: tuple[str, str], code: str
) -> None:
    with pytest.raises(BadData) as refused:
        read_rates(GOOD.replace(*change), file="numbers.toml")
    assert refused.value.code == code


@given(st.lists(histories(), min_size=1, max_size=2))
@settings(max_examples=5, deadline=None)
def test_the_file_opens_in_excel_and_holds_every_row(every: list[list[Event]]) -> None:
    cases = [counted(h, POLICY, on=TODAY) for h in every]
    seen = figures(cases, on=TODAY, rates=RATES)
    for lang in ("ja", "en"):
        content = as_csv(seen, lambda said, lang=lang: render(said, lang=lang))  # type: ignore[misc]
        assert content.startswith(b"\xef\xbb\xbf")
        lines = content.decode("utf-8-sig").splitlines()
        assert len(lines) == 1 + len(list(rows(seen)))
        assert len(lines[0].split(",")) == len(COLUMNS)
    assert plain(5.5) == "5.5" and plain(1_200_000.0) == "1200000" and plain(None) == ""
