"""The purposes of all retained personal data stand in the text (Art. 32(1)(ii))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import APPI
from chikai.policy.lint.frame.rule import Found, Status, lint, path_of, row
from chikai.policy.model import Policy


@lint(
    "purposes_of_held_data",
    cites=(APPI(32, 1, "ii"), APPI(17, 1)),
    severity="error",
    row=True,
    example="""
        purposes:
          - id: answer_inquiries
            concreteness: open_ended
    """,
)
def purposes_of_held_data(policy: Policy, on: date) -> Iterator[Found]:
    open_purposes = [p for p in policy.purposes if p.concreteness in ("vague", "open_ended")]
    lists = [u for u in (policy.use.unlisted if policy.use else ()) if u.list_given == "no"]
    inferred = [c for c in (*policy.categories, *policy.purposes) if c.assumption]
    doubtful = [c for c in policy.categories if not c.purposes]
    if doubtful:
        yield row(Status.ABSENT, path_of(policy, doubtful[0], "purposes"))
    elif lists:
        yield row(Status.PARTLY, path_of(policy, lists[0]), key="empty_list")
    elif open_purposes:
        at = path_of(policy, open_purposes[0])
        yield row(Status.PARTLY, at, count=len(open_purposes))
    elif inferred:
        yield row(Status.PARTLY, path_of(policy, inferred[0]), key="inferred")
    else:
        yield row(Status.PRESENT, ("purposes",))
