"""Joint use does not leave out specific personal information (My Number Act Art. 19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.law.kinds import MY_NUMBER
from chikai.policy.lint.frame.edit import Put, Strike
from chikai.policy.lint.frame.rule import Found, found, lint, path_of
from chikai.policy.model import Policy


@lint(
    "specific_in_joint_use",
    cites=MY_NUMBER(19),
    severity="error",
    example="""
        joint_use:
          - {id: joint_use, specific: silent}
    """,
)
def specific_in_joint_use(policy: Policy, on: date) -> Iterator[Found]:
    staff = {"employees", "former_employees", "shareholders"}
    numbers = {item.id for item in policy.items if item.specific}
    for clause in policy.joint_use:
        at = path_of(policy, clause, "specific")
        joint = {each.category for each in clause.categories}
        persons = {p for c in policy.categories if not joint or c.id in joint for p in c.persons}
        if clause.specific == "silent":
            grave = bool(persons & staff) and bool(joint)
            yield found(at, severity="error" if grave else "warning", fix=(Put(at, "carved_out"),))
        for index, each in enumerate(clause.categories):
            for place, item in enumerate(each.items):
                if item in numbers:
                    entry = path_of(policy, clause, "categories", index, "items", place)
                    yield found(entry, "item", fix=(Strike(entry),))
