"""The states of a case: what happened, where it leads, and why.

What is still open (identity, authority, papers, fee) is a set inside `preparing`, not a state.
"""

from __future__ import annotations

from enum import StrEnum

from chikai.kernel.flow import Flow, Step
from chikai.law.kinds import APPI, ORDER


class State(StrEnum):
    PREPARING = "preparing"
    SEARCHING = "searching"
    DECIDING = "deciding"
    CARRYING_OUT = "carrying_out"
    ANSWERING = "answering"
    CLOSED = "closed"
    PAPERS_DESTROYED = "papers_destroyed"
    RECORDS_DESTROYED = "records_destroyed"


class Exit(StrEnum):
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    NOT_MADE = "not_made"
    HANDED_OVER = "handed_over"
    NOT_CONFIRMED = "not_confirmed"


S = State
OPEN = (S.PREPARING, S.SEARCHING, S.DECIDING, S.CARRYING_OUT, S.ANSWERING)

_MOVES = (
    Step(S.PREPARING, "accepted", S.SEARCHING, APPI(37, 1)),
    Step(S.PREPARING, "action_ordered", S.CARRYING_OUT, APPI(27, 2, "vi")),
    Step(S.PREPARING, "treated_as_not_made", S.CLOSED, ORDER(12)),
    Step(S.PREPARING, "not_confirmed", S.CLOSED, APPI(37, 1)),
    Step(S.PREPARING, "handed_over", S.CLOSED, APPI(37, 4)),
    Step(S.PREPARING, "brought_over", S.CLOSED, APPI(22)),
    Step(S.SEARCHING, "left_in_doubt", S.SEARCHING, APPI(37, 2)),
    Step(S.DECIDING, "left_in_doubt", S.DECIDING, APPI(37, 2)),
    Step(S.SEARCHING, "search_stopped", S.SEARCHING, APPI(33, 2)),
    Step(S.DECIDING, "search_stopped", S.DECIDING, APPI(33, 2)),
    Step(S.SEARCHING, "search_done", S.DECIDING, APPI(33, 2)),
    Step(S.DECIDING, "search_done", S.DECIDING, APPI(33, 2)),
    Step(S.DECIDING, "none_held", S.ANSWERING, APPI(33, 3)),
    Step(S.DECIDING, "granted", S.ANSWERING, APPI(33, 2)),
    Step(S.DECIDING, "refused", S.ANSWERING, APPI(33, 3)),
    Step(S.DECIDING, "substituted", S.ANSWERING, APPI(35, 7)),
    Step(S.DECIDING, "action_ordered", S.CARRYING_OUT, APPI(34, 2)),
    Step(S.DECIDING, "item_withheld", S.DECIDING, APPI(33, 2)),
    Step(S.ANSWERING, "item_withheld", S.ANSWERING, APPI(33, 2)),
    Step(S.CARRYING_OUT, "action_done", S.ANSWERING, APPI(34, 3)),
    Step(S.ANSWERING, "checks_needed", S.ANSWERING, APPI(23)),
    Step(S.CARRYING_OUT, "checks_needed", S.CARRYING_OUT, APPI(23)),
    Step(S.ANSWERING, "second_checked", S.ANSWERING, APPI(23)),
    Step(S.ANSWERING, "second_check_failed", S.ANSWERING, APPI(23)),
    Step(S.ANSWERING, "approved", S.ANSWERING, APPI(23)),
    Step(S.SEARCHING, "search_task_set", S.SEARCHING, APPI(33, 2)),
    Step(S.DECIDING, "search_task_set", S.DECIDING, APPI(33, 2)),
    Step(S.SEARCHING, "search_task_answered", S.SEARCHING, APPI(33, 2)),
    Step(S.DECIDING, "search_task_answered", S.DECIDING, APPI(33, 2)),
    Step(S.ANSWERING, "answer_sent", S.ANSWERING, APPI(33, 2)),
    Step(S.ANSWERING, "answer_posted", S.ANSWERING, APPI(33, 2)),
    Step(S.ANSWERING, "answer_returned", S.ANSWERING, APPI(33, 2)),
    Step(S.ANSWERING, "completed", S.CLOSED, APPI(33, 2)),
    Step(S.CLOSED, "answer_returned", S.ANSWERING, APPI(33, 2)),
    Step(S.CLOSED, "originals_disposed", S.CLOSED, APPI(22)),
    Step(S.CLOSED, "destruction_begun", S.CLOSED, APPI(22)),
    Step(S.CLOSED, "papers_destroyed", S.PAPERS_DESTROYED, APPI(22)),
    Step(S.PAPERS_DESTROYED, "records_destruction_begun", S.PAPERS_DESTROYED, APPI(22)),
    Step(S.PAPERS_DESTROYED, "records_destroyed", S.RECORDS_DESTROYED, APPI(22)),
)
# What may be noted without moving the case.
_PREPARING_ONLY = ("form_returned", "fee_means_set", "match_recorded")
_WHILE_OPEN = (
    "paper_received",
    "fee_received",
    "fact_recorded",
    "manner_chosen",
    "document_added",
    "document_redacted",
    "files_found",
    "listening_arranged",
)
_ALWAYS = (
    "paper_masked",
    "paper_scanned",
    "scan_replaced",
    "paper_corrected",
    "particulars_corrected",
    "paper_returned",
    "fee_returned",
    "flag_set",
    "flag_lifted",
    "hold_set",
    "hold_lifted",
    "letter_sent",
    "letter_returned",
    "recipient_told",
    "pages_sorted",
    "envelope_checked",
)
_WHILE_RECORDS_LAST = ("letter_sent", "letter_returned", "hold_set", "hold_lifted")
_BY_PLAN = (
    "plan_made",
    "plan_approved",
    "apply_started",
    "source_unreached",
    "apply_stopped",
    "plan_applied",
    "owner_attested",
    "plan_verified",
    "plan_undone",
    "prior_destroyed",
)

FLOW: Flow[State] = Flow(
    (
        *_MOVES,
        *(Step(s, "withdrawn", S.CLOSED, APPI(37, 1)) for s in OPEN),
        *(Step(S.PREPARING, e, S.PREPARING) for e in _PREPARING_ONLY),
        *(Step(s, e, s) for s in OPEN for e in _WHILE_OPEN),
        *(Step(s, e, s) for s in (*OPEN, S.CLOSED) for e in _ALWAYS),
        *(Step(S.PAPERS_DESTROYED, e, S.PAPERS_DESTROYED) for e in _WHILE_RECORDS_LAST),
        *(Step(S.CARRYING_OUT, e, S.CARRYING_OUT) for e in _BY_PLAN),
    )
)
