"""What the house says of itself by its settings, and its own rules of the second look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chikai.duties.requests.gate import Rule as GateRule
from chikai.duties.requests.outcomes import Approval, House, SecondCheck
from chikai.ports import BadData, Home

SECOND_CHECK: Final = "second_check"
APPROVAL: Final = "approval"
APPROVER: Final = "approver"
OTHER, ANYONE = "other", "anyone"
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "CHIKAI_SECOND_CHECK": tuple(SecondCheck),
    "CHIKAI_APPROVAL": tuple(Approval),
    "CHIKAI_APPROVER": (OTHER, ANYONE),
}


def settings(environ: Mapping[str, str]) -> dict[str, str]:
    """What the house has said of itself, by the variables it was started with. Raises `BadData`."""
    said = {}
    if days := environ.get("CHIKAI_BACKUP_DAYS"):
        if not (days.isascii() and days.isdigit()):
            raise BadData("wiring.backup_days", field="CHIKAI_BACKUP_DAYS")
        said["backup_days"] = days
    for name in ("CHIKAI_PACKAGE_DAYS", "CHIKAI_DRAFT_DAYS", "CHIKAI_JOB_DAYS"):
        if days := environ.get(name):
            if not (days.isascii() and days.isdigit() and len(days) < 4):
                raise BadData("wiring.days", field=name)
            said[name.removeprefix("CHIKAI_").lower()] = days
    if gate := environ.get("CHIKAI_ENVELOPE_GATE"):
        if gate not in list(GateRule):
            raise BadData("wiring.envelope_gate", field="CHIKAI_ENVELOPE_GATE")
        said["envelope_gate"] = gate
    for name, choices in _CHOICES.items():
        if rule := environ.get(name):
            if rule not in choices:
                raise BadData("wiring.house_rule", field=name, choices=", ".join(choices))
            said[name.removeprefix("CHIKAI_").lower()] = rule
    if private := environ.get("CHIKAI_WEBHOOK_PRIVATE"):
        if private not in ("yes", "no"):
            raise BadData("wiring.webhook_private", field="CHIKAI_WEBHOOK_PRIVATE")
        said["webhook_private"] = private
    return said


def rules(home: Home) -> House:
    """Unless it is set otherwise, answers that disclose are checked by a second person, and
    refusals are approved, by somebody other than who decided."""
    said = home.settings
    return House(
        SecondCheck(said.get(SECOND_CHECK, SecondCheck.DISCLOSING)),
        Approval(said.get(APPROVAL, Approval.REFUSALS)),
        said.get(APPROVER, OTHER) == OTHER,
    )
