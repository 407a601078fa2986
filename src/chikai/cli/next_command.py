"""The command of a case's next step, to be copied from `request show`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chikai.duties.requests.case import Case
    from chikai.duties.requests.open_item import OpenItem
    from chikai.kernel.message import Message


def next_command(case: Case, items: Iterable[OpenItem], step: Message) -> str | None:
    """The command of the next step, with what must be written in its place in capitals; None
    where the step is no single command."""
    from chikai.duties.requests.commands import ACTIONS
    from chikai.duties.requests.questions import asks_withholding

    asked = next((i for i in items if i.asks == "desk"), None)
    if asked is not None and asks_withholding(asked.key):
        item = asked.key.removeprefix("withhold_")
        return f'chikai request withhold {case.id} {item} --ground GROUND --reasons "REASONS"'
    if asked is not None and asked.key.startswith("mask_"):
        return None
    if asked is not None and asked.key == "second_check":
        return f"chikai request check {case.id}"
    if asked is not None and asked.key == "approval":
        return f"chikai request approve {case.id}"
    if asked is not None and asked.key == "match":
        return f"chikai request match {case.id} --file PAPERS.yaml"
    if asked is not None:
        reasons = ' --reasons "REASONS"' if asked.judgment else ""
        return f"chikai request answer-question {case.id} {asked.key} yes|no{reasons}"
    correct = " --correct ITEM=BEFORE=AFTER" if case.kind.value == "correction" else ""
    planned = case.change.plan if case.change else "HASH"
    order = f'ACTION --owner OWNER --task "TASK"   ACTION: {" | ".join(ACTIONS.get(case.kind, ()))}'
    rest = {
        "next.accept": "accept {case}",
        "next.write_one_letter": "ask {case}",
        "next.ask_shortfall": "ask {case}",
        "next.search": "search {case}",
        "next.declare_none_held": "none {case}",
        "next.decide_giving": "grant {case}",
        "next.decide_doing": f"order {{case}} {order}",
        "next.carry_out": f"plan {{case}}{correct}",
        "next.approve_plan": f"approve-plan {{case}} {planned} --by ANOTHER",
        "next.apply_plan": "apply {case}",
        "next.verify_plan": "verify {case}",
        "next.finish_plan": "verify {case}",
        "next.send_answer": "send {case}",
        "next.send_again": "send {case}",
        "next.post_answer": "posted {case}",
        "next.confirm_delivery": "delivered {case}",
        "next.show_answer": "delivered {case}",
        "next.give_code": "give-code {case}",
        "next.return_fee": "fee return {case}",
        "next.dispose_originals": "dispose {case} HOW --sheets N",
        "next.destroy_papers": "destroy {case}",
        "next.certificate": "certificate {case}",
        "next.destroy_records": "destroy-records {case}",
        "next.hand_over": "hand-over {case}",
        "next.hand_over_complaint": "hand-over {case}",
    }.get(step.id)
    return None if rest is None else f"chikai request {rest.replace('{case}', case.id)}"
