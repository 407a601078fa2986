"""Every value of a policy and the duty behind its change. A row per place; the nearest row counts.

A row says what kind of change it is, which way it goes for the person, and the duty when it is
worse (or cannot be told) and when it is better.
"""

from __future__ import annotations

from chikai.policy.change import duties as D
from chikai.policy.change.duties import Duty
from chikai.policy.change.edits import Edit
from chikai.policy.change.row import NOTES, READING, RECORD, Row, neutral
from chikai.policy.change.rows_data import DATA, SPECIAL
from chikai.policy.change.rows_provision import PROVISION
from chikai.policy.change.rows_requests import FRAME, REQUESTS
from chikai.policy.change.ways import Way, stated
from chikai.policy.model import StatedItem
from chikai.policy.sections.foreign import ForeignRoute
from chikai.policy.sections.provision import Basis, Recipient

ROWS: dict[str, Row] = FRAME | DATA | PROVISION | SPECIAL | REQUESTS
"""Every top-level section has a row, so every place in a policy has one."""

UNKNOWN = neutral("unclassified", D.WEAKER)
"""A section this table has not heard of yet: reported, and told before."""


def verdict(edit: Edit) -> tuple[Row, Way, Duty]:
    """What kind of change an edit is, which way it goes for the person, and the duty it calls."""
    row, exact = row_of(edit.field)
    last = edit.field.rpartition(".")[2]
    if edit.how == "order":
        way = READING
    elif isinstance(item := edit.within[-1], StatedItem) and last == "state":
        way = stated(edit)
    elif isinstance(item, StatedItem) and item.state != "present":
        way = READING  # its words say what is missing, and promise nothing
    else:
        way = row.way(edit) if exact else row.way_within
    duty = row.duty(way)
    if duty in (D.PROVISION, D.FOREIGN) and last not in ("basis", "route"):
        duty = _by_route(edit, duty)
    return row, way, duty


def row_of(field: str) -> tuple[Row, bool]:
    """The row of a place and whether it is its own; otherwise that of what it is a part of."""
    place = field
    if place not in ROWS and place.rpartition(".")[2] in NOTES:
        return RECORD, False
    while place not in ROWS:
        place, dot, _ = place.rpartition(".")
        if not dot:
            return UNKNOWN, False
    return ROWS[place], place == field


_BY_BASIS: dict[Basis, Duty] = {
    "entrustment": D.ENTRUSTMENT,
    "joint_use": D.JOINT_START,
    "opt_out": D.OPT_OUT_BEFORE,
    "consent": D.PROVISION,
    "unknown": D.PROVISION,
}
"""What a new recipient needs; on any other ground of Art. 27 the text only says what is done."""

_BY_ROUTE = {"consent": D.FOREIGN, "equivalent_system": D.FOREIGN_SYSTEM}


def _by_route(edit: Edit, duty: Duty) -> Duty:
    part = edit.clause
    if isinstance(part, Recipient) and duty is D.PROVISION:
        return _BY_BASIS.get(part.basis, D.KEEP_RIGHT)
    if isinstance(part, ForeignRoute):
        return _BY_ROUTE.get(part.route, D.KEEP_RIGHT)
    return duty
