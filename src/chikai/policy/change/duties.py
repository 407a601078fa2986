"""The duties that a change of a policy can call up, each with its time and its articles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chikai.kernel.citation import Citation, Law
from chikai.kernel.message import Message, say
from chikai.kernel.truth import Question, Truth
from chikai.law.kinds import APPI, MY_NUMBER, ORDER, RULES

TELECOM = Law("telecom", "電気通信事業法", "Telecommunications Business Act", "2023-06-16..")


class When(StrEnum):
    """The time a duty sets, strictest first. `NEVER`: it may not be done. `WITH_CONSENT`: for
    nobody who has not consented. `BEFORE`: told before it takes effect. `ON_PUBLICATION`: what is
    accessible is right on the day it takes effect. `WITHOUT_DELAY`: after it; the law gives no
    number of days."""

    NEVER = "never"
    WITH_CONSENT = "with_consent"
    BEFORE = "before"
    ON_PUBLICATION = "on_publication"
    WITHOUT_DELAY = "without_delay"
    NONE = "none"

    @property
    def rank(self) -> int:
        """0 is the strictest."""
        return list(When).index(self)


@dataclass(frozen=True, slots=True)
class Duty:
    """What a change obliges to.

    `judged` is the open word of the law it turns on: if the judgment is yes the duty is as it
    stands; if no, it is `otherwise`; until somebody has judged, the stricter of the two. `filed`:
    also filed with the Commission. `holds_back`: data already held are not reached by the change
    before the duty is fulfilled for them.
    """

    id: str
    when: When
    cites: tuple[Citation, ...] = ()
    judged: Question | None = None
    otherwise: Duty | None = None
    filed: bool = False
    holds_back: bool = False

    @property
    def strictest(self) -> Duty:
        """The duty to reckon with while the judgment is open."""
        if self.otherwise is None:
            return self
        return min(self, self.otherwise, key=lambda duty: duty.when.rank)

    @property
    def message(self) -> Message:
        """What it asks, in one sentence."""
        return say(f"change.duty.{self.id}")

    def settled(self, judgment: Truth | None) -> Duty:
        """The duty after the judgment; without one, or with an open one, the strictest."""
        if self.judged is None or (judgment is not None and judgment.is_yes):
            return self
        if judgment is not None and judgment.is_no:
            return self.otherwise or self
        return self.strictest


def _judge(key: str) -> Question:
    return Question(f"change.judge.{key}", "judgment")


_B, _C, _P, _D, _N = (
    When.BEFORE,
    When.WITH_CONSENT,
    When.ON_PUBLICATION,
    When.WITHOUT_DELAY,
    When.NONE,
)

# --- none, and never ------------------------------------------------------------------------------

FORBIDDEN = Duty("forbidden", When.NEVER)
"""What a duty turns into when its judgment is no and the law leaves nothing else."""

NOTHING = Duty("nothing", _N)
"""Not a promise: the words only, their order, or our own notes and findings about the text."""

# --- promises of the company's own ---------------------------------------------------------------

KEEP_RIGHT = Duty("keep_right", _P)
"""Better for the person, or neutral: the published text says it from the day it is done."""

WEAKER = Duty("weaker", _B, holds_back=True)
"""A promise is taken back or narrowed; who gave data under it keeps it until told."""

WORDS_OF_PROMISE = Duty("words_of_promise", _P, judged=_judge("same_meaning"), otherwise=WEAKER)

# --- Art. 32, 37, 38: the procedure, the fee, what is kept accessible -----------------------------

FEE = Duty(
    "fee",
    _B,
    (APPI(32, 1, "iii"), APPI(38, 2)),
    judged=_judge("fee_on_cost"),
    otherwise=FORBIDDEN,
)
FEE_LIGHTER = Duty("fee_lighter", _B, (APPI(32, 1, "iii"), APPI(38, 1)))
HEAVIER = Duty(
    "procedure_heavier",
    _B,
    (APPI(32, 1, "iii"), APPI(37, 4)),
    judged=_judge("no_excessive_burden"),
    otherwise=FORBIDDEN,
)
LIGHTER = Duty("procedure_lighter", _P, (APPI(32, 1, "iii"), APPI(37, 1)))
PROCEDURE = Duty("procedure", _B, (APPI(32, 1, "iii"), ORDER(12)))
CONTACT = Duty("contact", _P, (APPI(32, 1, "iii"), ORDER(10), ORDER(12)))
MANNER = Duty("choice_of_manner", _B, (APPI(33, 1), APPI(33, 2)))
REASONS = Duty("reasons", _B, (APPI(36),))
PARTICULARS = Duty("particulars", _P, (APPI(32, 1, "i"),))
COMPLAINTS = Duty("complaints", _P, (APPI(32, 1, "iv"), ORDER(10), APPI(40, 2)))
SECURITY = Duty("security", _P, (APPI(32, 1, "iv"), ORDER(10)))

# --- Arts. 17, 18, 21, 22: purposes, acquisition, retention ---------------------------------------

PURPOSE_BEYOND = Duty("purpose_beyond", _C, (APPI(18, 1),), holds_back=True)
PURPOSE = Duty(
    "purpose",
    _P,
    (APPI(17, 2), APPI(21, 3)),
    judged=_judge("purpose_related"),
    otherwise=PURPOSE_BEYOND,
    holds_back=True,
)
PURPOSE_ENDED = Duty("purpose_ended", _P, (APPI(32, 1, "ii"), APPI(22)))
ACQUISITION = Duty("acquisition", _B, (APPI(21, 1), APPI(21, 2)))
SENSITIVE = Duty("sensitive", _C, (APPI(20, 2),), holds_back=True)
ERASE = Duty("erase", _D, (APPI(22),))
RETENTION_LONGER = Duty(
    "retention_longer",
    _B,
    (APPI(22),),
    judged=_judge("still_needed"),
    otherwise=ERASE,
    holds_back=True,
)
RETENTION_SHORTER = Duty("retention_shorter", _P, (APPI(22),))

# --- Arts. 25, 27, 28: provision -----------------------------------------------------------------

PROVISION = Duty("provision", _C, (APPI(27, 1),), holds_back=True)
ENTRUSTMENT = Duty("entrustment", _P, (APPI(25), APPI(27, 5, "i")))
NARROWER = Duty("narrower", _P, (APPI(32, 1, "ii"),))
OPT_OUT_BEFORE = Duty("opt_out_before", _B, (APPI(27, 3), RULES(11)), filed=True, holds_back=True)
OPT_OUT_DELAY = Duty("opt_out_without_delay", _D, (APPI(27, 3), RULES(11)), filed=True)
OPT_OUT_START = Duty("opt_out_start", _B, (APPI(27, 2), RULES(11)), filed=True, holds_back=True)
JOINT_WITH_CONSENT = Duty("joint_with_consent", _C, (APPI(27, 1), APPI(27, 6)), holds_back=True)
JOINT_USERS = Duty(
    "joint_users",
    _D,
    (APPI(27, 6),),
    judged=_judge("renamed_or_succeeded"),
    otherwise=JOINT_WITH_CONSENT,
    holds_back=True,
)
JOINT_BEFORE = Duty("joint_before", _B, (APPI(27, 6),), holds_back=True)
JOINT_PARTICULARS = Duty("joint_particulars", _D, (APPI(27, 6),))
JOINT_RESPONSIBLE = Duty(
    "joint_responsible",
    _D,
    (APPI(27, 6),),
    judged=_judge("same_party"),
    otherwise=JOINT_BEFORE,
    holds_back=True,
)
JOINT_PURPOSE = Duty(
    "joint_purpose",
    _B,
    (APPI(17, 2), APPI(27, 6)),
    judged=_judge("purpose_related"),
    otherwise=PURPOSE_BEYOND,
    holds_back=True,
)
JOINT_START = Duty(
    "joint_start",
    _B,
    (APPI(27, 5, "iii"),),
    judged=_judge("within_purpose"),
    otherwise=JOINT_WITH_CONSENT,
    holds_back=True,
)
FOREIGN = Duty("foreign", _C, (APPI(28, 1), APPI(28, 2), RULES(17)), holds_back=True)
FOREIGN_SYSTEM = Duty("foreign_system", _B, (APPI(28, 3), RULES(18)))

# --- Arts. 43, 44; My Number Act; Telecommunications Business Act ---------------------------------

ANONYMIZED_ITEMS = Duty("anonymized_items", _D, (APPI(43, 3), RULES(36)))
ANONYMIZED_PROVISION = Duty("anonymized_provision", _B, (APPI(43, 4), APPI(44)))
MY_NUMBER_DUTY = Duty(
    "my_number",
    _B,
    (MY_NUMBER(9), MY_NUMBER(30), APPI(21, 3)),
    judged=_judge("my_number_task"),
    otherwise=FORBIDDEN,
    holds_back=True,
)
TRANSMISSION = Duty("transmission", _B, (TELECOM("27-12"),))

# --- the company's own rules of change ------------------------------------------------------------

RULES_OF_CHANGE = Duty("rules_of_change", _B)
NOT_CONSENT = Duty("silence_is_no_consent", _N, (APPI(17, 2), APPI(18, 1)))

DUTIES: dict[str, Duty] = {
    each.id: each for each in list(globals().values()) if isinstance(each, Duty)
}
"""Every duty by its id; its sentence is `change.duty.<id>`."""
