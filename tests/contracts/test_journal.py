"""What every journal promises: order, each command once, all or nothing, and proofs."""

from __future__ import annotations

import hashlib
import json
import threading
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import pytest

from chikai.kernel import merkle
from chikai.kernel.event import Draft, FreeString
from chikai.ports import Batch, Checkpoint, Conflict


def drafts(*types):
    return [Draft(each, date(2026, 11, 21), {}) for each in types]


def append_batches(store, clock, batches, command="command-1"):
    return store.journal.append(
        batches,
        command_id=command,
        actor_id="clerk-1",
        law="2026-11-21",
        policy="2025-04-01",
        at=clock.now(),
    )


def test_a_new_journal_is_empty(store):
    journal = store.journal
    assert journal.size() == 0
    assert journal.root() == hashlib.sha256(b"").digest()
    assert (journal.read("case-1"), journal.cases(), journal.inbox()) == ((), (), ())
    assert (journal.postings(), journal.checkpoints(), list(journal.all())) == ((), (), [])


def test_an_event_comes_back_as_it_was_kept(store, append, clock):
    data = {"fee": 1000, "asked": True, "paper": "family_register", "day": "2026-11-21"}
    data |= {"nothing": None, "list": ("a", ("b", 2), False)}
    (event,) = append("case-1", "received", command="command-1", data=data)
    assert (event.seq, event.case_seq, event.company, event.case) == (0, 0, "enigmo", "case-1")
    assert (event.type, event.occurred_on, event.v) == ("received", date(2026, 11, 21), 1)
    assert (event.actor_id, event.law, event.policy) == ("clerk-1", "2026-11-21", "2025-04-01")
    assert event.recorded_at == clock.now()
    assert event.data == data
    assert store.journal.read("case-1") == (event,) == tuple(store.journal.all())


def test_an_enum_is_kept_as_its_value(store, append):
    class Paper(StrEnum):
        REGISTER = "family_register"

    (event,) = append("case-1", "received", command="command-1", data={"paper": Paper.REGISTER})
    assert type(event.data["paper"]) is str
    assert store.journal.read("case-1") == (event,)


def test_the_company_counts_its_events_and_each_case_its_own(store, append):
    append("case-1", "received", "fee_asked", command="command-1")
    append("case-2", "received", command="command-2")
    append("case-1", "fee_received", command="command-3", seq=2)
    places = [(event.seq, event.case, event.case_seq) for event in store.journal.all()]
    assert places == [(0, "case-1", 0), (1, "case-1", 1), (2, "case-2", 0), (3, "case-1", 2)]
    assert store.journal.cases() == ("case-1", "case-2")
    assert [event.seq for event in store.journal.all(start=2)] == [2, 3]
    assert len({event.event_id for event in store.journal.all()}) == 4


def test_a_moment_is_kept_in_tokyo_time(append):
    moment = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    (event,) = append("case-1", "received", command="command-1", at=moment)
    assert event.recorded_at.isoformat() == "2026-11-21T05:00:00+09:00"


def test_a_moment_without_a_zone_is_refused(store, append):
    with pytest.raises(ValueError):
        append("case-1", "received", command="command-1", at=datetime(2026, 11, 21))
    assert store.journal.size() == 0


def test_a_command_given_twice_runs_once(store, append, row, posting):
    first = append("case-1", "received", command="command-1", postings=[posting("posting-1")])
    again = append("case-1", "closed", "closed", command="command-1", seq=99, inbox=row("case-1"))
    assert again == first == store.journal.command("command-1")
    assert store.journal.size() == 1
    assert store.journal.inbox() == ()


def test_a_command_without_events_also_runs_once(store, clock):
    assert append_batches(store, clock, []) == ()
    assert append_batches(store, clock, [Batch("case-1", 0, drafts("received"))]) == ()
    assert store.journal.size() == 0


def test_a_command_that_never_ran_made_nothing(store):
    assert store.journal.command("command-1") == ()


def test_a_case_that_moved_on_is_a_conflict_and_nothing_is_kept(store, append, clock, row):
    append("case-1", "received", command="command-1")
    root = store.journal.root()
    batches = [
        Batch("case-2", 0, drafts("received"), row("case-2")),
        Batch("case-1", 0, drafts("closed")),
    ]
    with pytest.raises(Conflict):
        append_batches(store, clock, batches, "command-2")
    assert (store.journal.size(), store.journal.root()) == (1, root)
    assert store.journal.inbox() == ()
    assert store.journal.command("command-2") == ()


def test_a_case_that_is_shorter_than_expected_is_a_conflict(append):
    with pytest.raises(Conflict):
        append("case-1", "closed", command="command-1", seq=3)


def test_one_command_may_touch_several_cases_but_each_once(store, clock):
    two = [Batch("case-1", 0, drafts("received")), Batch("case-2", 0, drafts("received"))]
    assert [event.case for event in append_batches(store, clock, two)] == ["case-1", "case-2"]
    with pytest.raises(ValueError):
        append_batches(store, clock, [two[0], two[0]], "command-2")


@pytest.mark.parametrize(
    "data",
    [
        {"name": "架空 太郎"},
        {"reason": "the person asked by telephone"},
        {"list": ("fine", ("not fine",))},
        {"inner": {"name": "Kakuu Taro"}},
        {"amount": 1.5},
        {"day": date(2026, 11, 21)},
        {"a key with blanks": 1},
        {"empty": ""},
    ],
)
def test_no_sentence_and_no_name_gets_into_an_event(store, append, data):
    with pytest.raises(FreeString) as caught:
        append("case-1", "received", command="command-1", data=data)
    assert "太郎" not in str(caught.value)
    assert store.journal.size() == 0


@pytest.mark.parametrize("field", ["command_id", "actor_id", "law", "policy", "case", "type"])
def test_nor_into_any_other_field(store, clock, field):
    fields = {"command_id": "c", "actor_id": "a", "law": "l", "policy": "p"}
    case, type_ = "case-1", "received"
    if field in fields:
        fields[field] = "架空 太郎"
    else:
        case, type_ = ("架空", type_) if field == "case" else (case, "架空 太郎")
    with pytest.raises(FreeString):
        store.journal.append([Batch(case, 0, drafts(type_))], at=clock.now(), **fields)
    assert store.journal.size() == 0


def test_nor_into_the_inbox_or_the_outbox(store, append, row, posting):
    with pytest.raises(FreeString):
        append("case-1", "received", command="c-1", inbox=row("case-1", next_step="架空様へ"))
    with pytest.raises(FreeString):
        append("case-1", "received", command="c-2", postings=[posting("Kakuu Taro")])
    with pytest.raises(FreeString):
        store.journal.replace_inbox([row("case-1", waits_for=("the daughter",))])
    assert (store.journal.size(), store.journal.inbox()) == (0, ())


def test_the_inbox_holds_one_row_a_case_the_latest(store, append, row):
    append("case-2", "received", command="command-1", inbox=row("case-2"))
    append("case-1", "received", command="command-2", inbox=row("case-1"))
    append("case-2", "closed", command="command-3", seq=1, inbox=row("case-2", exit="withdrawn"))
    append("case-1", "noted", command="command-4", seq=1)
    assert store.journal.inbox() == (row("case-1"), row("case-2", exit="withdrawn"))


def test_the_inbox_is_asked_for_one_state(store, append, row):
    append("case-1", "received", command="command-1", inbox=row("case-1"))
    append("case-2", "received", command="command-2", inbox=row("case-2", state="carrying_out"))
    assert store.journal.inbox(state="carrying_out") == (row("case-2", state="carrying_out"),)
    assert store.journal.inbox(state="completed") == ()


def test_the_inbox_can_be_replaced_whole(store, append, row):
    append("case-1", "received", command="command-1", inbox=row("case-1"))
    store.journal.replace_inbox([row("case-3"), row("case-2")])
    assert store.journal.inbox() == (row("case-2"), row("case-3"))
    store.journal.replace_inbox([])
    assert store.journal.inbox() == ()


def test_postings_wait_in_order_and_none_is_posted_twice(store, append, posting):
    first, second = posting("posting-b"), posting("posting-a")
    append("case-1", "received", command="command-1", postings=[first, second])
    other = posting("posting-c", case="case-2")
    append("case-2", "received", command="command-2", postings=[other])
    assert store.journal.postings() == (first, second, other)
    assert store.journal.postings("case-2") == (other,)
    with pytest.raises(ValueError):
        append("case-1", "closed", command="command-3", seq=1, postings=[first])
    assert store.journal.size() == 2


def test_a_row_of_another_case_is_refused(store, append, row, posting):
    with pytest.raises(ValueError):
        append("case-1", "received", command="command-1", inbox=row("case-2"))
    with pytest.raises(ValueError):
        append("case-1", "received", command="c-2", postings=[posting("p-1", case="case-2")])
    assert store.journal.size() == 0


def test_a_leaf_is_the_events_canonical_json(store, append):
    (event,) = append("case-1", "received", command="command-1", data={"b": 1, "a": ("x",)})
    leaf = store.journal.leaf(event)
    fields = json.loads(leaf)
    assert list(fields) == sorted(fields)
    assert (fields["company"], fields["data"]) == ("enigmo", {"a": ["x"], "b": 1})
    assert store.journal.leaf(store.journal.read("case-1")[0]) == leaf


def test_every_event_is_proved_under_every_later_root(store, append):
    for number in range(9):
        append(f"case-{number}", "received", command=f"command-{number}")
    journal = store.journal
    leaves = [merkle.hash_leaf(journal.leaf(event)) for event in journal.all()]
    for size in range(1, 10):
        root = journal.root(size)
        assert root == merkle.root(leaves[:size])
        for seq in range(size):
            proof = journal.inclusion(seq, size)
            assert merkle.verify_inclusion(
                leaves[seq], index=seq, size=size, proof=proof, root=root
            )
        for old in range(size + 1):
            assert merkle.verify_consistency(
                old_size=old,
                old_root=journal.root(old),
                size=size,
                root=root,
                proof=journal.consistency(old, size),
            )


def test_there_is_no_root_of_a_future_journal(store, append):
    append("case-1", "received", command="command-1")
    with pytest.raises(ValueError):
        store.journal.root(2)
    with pytest.raises(ValueError):
        store.journal.inclusion(0, 2)
    with pytest.raises(ValueError):
        store.journal.inclusion(1, 1)
    with pytest.raises(ValueError):
        store.journal.consistency(1, 2)


def test_checkpoints_come_back_in_order(store, clock):
    first = Checkpoint("enigmo", 0, "00" * 32, clock.now(), "ab" * 64)
    second = Checkpoint("enigmo", 3, "11" * 32, clock.now() + timedelta(hours=1), "cd" * 64)
    store.journal.save_checkpoint(first)
    store.journal.save_checkpoint(second)
    assert store.journal.checkpoints() == (first, second)


def test_a_second_opening_sees_everything(store, open_again, append, row, posting):
    append(
        "case-1",
        "received",
        command="command-1",
        inbox=row("case-1"),
        postings=[posting("posting-1")],
    )
    other = open_again()
    assert other.journal.read("case-1") == store.journal.read("case-1")
    assert other.journal.inbox() == (row("case-1"),)
    assert other.journal.postings() == (posting("posting-1"),)
    assert other.journal.root() == store.journal.root()
    other.close()


def test_writers_at_the_same_time_leave_no_gap_and_no_double(store, open_again, clock):
    """Four writers; every command is given by two of them."""
    stores, problems = [open_again() for _ in range(4)], []

    def write(number):
        try:
            for turn in range(6):
                name = f"{number % 2}-{turn}"
                batch = Batch(f"case-{name}", 0, drafts("received", "noted"))
                append_batches(stores[number], clock, [batch], f"command-{name}")
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    events = list(store.journal.all())
    assert [event.seq for event in events] == list(range(24))
    assert len({event.case for event in events}) == 12
    leaves = [merkle.hash_leaf(store.journal.leaf(event)) for event in events]
    assert store.journal.root() == merkle.root(leaves)
    for each in stores:
        each.close()
