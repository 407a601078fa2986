"""Everything the desk knows of a case, for programs: the keys of `--json` are a promise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from chikai.cli.next_command import next_command
from chikai.cli.shown import both

if TYPE_CHECKING:
    from chikai.app.read import CaseView
    from chikai.duties.requests.clocks import Clock


def view_result(view: CaseView, *, file: bool) -> dict[str, Any]:
    """What `--json` prints of a case; `file`: with the personal data of its form."""
    from chikai.app.read import clauses

    case, every, items = view.case, clauses(view.policy), []
    for item in view.items:
        told = case.told(item.key)
        found = [every[id] for id in item.clauses if id in every]
        items.append(
            {
                "key": item.key,
                "asks": item.asks,
                "message": both(item.message),
                "judgment": item.judgment,
                "alternatives": [both(way) for way in item.alternatives],
                "clauses": [{"id": c.id, "ja": c.say.ja, "en": c.say.en} for c in found],
                "because": [c.en for c in item.cites],
                "told_on": told.on.isoformat() if told else None,
            }
        )
    return {
        "case": case.id,
        "kind": case.kind.value,
        "asker": case.asker.value,
        "channel": case.channel.value,
        "state": case.state.value,
        "exit": case.exit.value if case.exit else None,
        "status": both(view.status),
        "arrived_on": case.basis.arrived_on.isoformat(),
        "policy": case.basis.policy,
        "protected": case.protected,
        "hold": case.hold,
        "next_step": both(view.next_step),
        "command": next_command(case, view.items, view.next_step),
        "statement": view.file.get("statement") if view.file else None,
        "items": items,
        "clocks": clocks_result(view.clocks),
        "away": [both(each) for each in view.away.said] if view.away else [],
        "pauses": [
            {"item": p.item, "since": p.since.isoformat(), "letter": p.letter} for p in view.pauses
        ],
        "fee": {"due": view.fee_due, "paid": view.fee_paid, "to_return": view.fees_to_return},
        "papers": [
            {
                "id": p.id,
                "type": p.type.value,
                "whose": p.whose.value,
                "to_mask": list(p.to_mask()),
                "masked": sorted(p.masked),
                "returned": p.returned,
            }
            for p in case.papers
        ],
        "fees": [
            {
                "id": f.id,
                "means": f.means.value,
                "amount": f.amount,
                "received_on": f.received_on.isoformat(),
                "returned": f.returned.value if f.returned else None,
            }
            for f in case.fees
        ],
        "letters": [
            {
                "id": x.id,
                "kind": x.kind,
                "on": x.on.isoformat(),
                "delivery": x.delivery.value,
                "asked_for": list(x.open_items),
            }
            for x in case.every_letter
        ],
        "grounds": [g.id for g in view.grounds],
        "actions": [a.value for a in view.actions],
        "siblings": list(view.siblings),
        "log": [
            {"seq": e.case_seq, "on": e.occurred_on.isoformat(), "type": e.type, "by": e.actor_id}
            for e in view.history
        ],
        **({"file": view.file} if file else {}),
    }


def clocks_result(clocks: Sequence[Clock]) -> list[dict[str, Any]]:
    return [
        {
            "clock": c.key,
            "due": c.due.isoformat() if c.due else None,
            "standing": c.standing,
            "arithmetic": both(c.arithmetic),
            "because": [each.en for each in c.cites],
        }
        for c in clocks
    ]
