"""Article 40: complaint processing (個人情報取扱事業者による苦情の処理). Duties of effort."""

from __future__ import annotations

from dataclasses import dataclass

from chikai.kernel.rule import requires
from chikai.kernel.truth import Truth
from chikai.law.kinds import APPI


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessComplaint:
    """Taking up a complaint about the handling of personal information. Unreasonable demands
    need not be met; that does not end the effort to answer."""

    complaint_received: Truth


@requires(APPI(40, 1), in_force="2022-04-01..", effort=True)
def process_complaint(c: ProcessComplaint) -> Truth:
    """Trying to deal with a complaint properly and promptly."""
    return c.complaint_received.plain


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpComplaintSystem:
    """Having a desk and a procedure for complaints."""

    handles_personal_information: Truth


@requires(APPI(40, 2), in_force="2022-04-01..", effort=True)
def set_up_complaint_system(s: SetUpComplaintSystem) -> Truth:
    """Trying to set up what dealing with complaints needs: a desk and a procedure."""
    return s.handles_personal_information.plain
