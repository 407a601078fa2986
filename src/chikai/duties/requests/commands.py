"""What the desk can do to a case: imperative words, each judged by `decide`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chikai.duties.requests import events as ev
from chikai.law.kinds import Manner, RequestKind


class Action(StrEnum):
    CORRECT = "correct"
    ADD = "add"
    DELETE = "delete"
    CEASE = "cease"
    ERASE = "erase"
    STOP_PROVISION = "stop_provision"


ACTIONS: dict[RequestKind, tuple[Action, ...]] = {
    RequestKind.CORRECTION: (Action.CORRECT, Action.ADD, Action.DELETE),
    RequestKind.CESSATION_VIOLATION: (Action.CEASE, Action.ERASE),
    RequestKind.PROVISION_STOP_VIOLATION: (Action.STOP_PROVISION,),
    RequestKind.CESSATION_NEED_ENDED: (Action.CEASE, Action.ERASE, Action.STOP_PROVISION),
    RequestKind.OPT_OUT_STOP: (Action.STOP_PROVISION,),
}
GIVING = frozenset(
    {
        RequestKind.NOTICE_OF_PURPOSE,
        RequestKind.DISCLOSURE,
        RequestKind.RECORD_DISCLOSURE,
        RequestKind.FOREIGN_MEASURES_INFO,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """Where the words behind a step lie in the vault."""

    sealed: str
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Record something that happened and decides nothing by itself."""

    happened: ev.Happening


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Send a letter that is not the answer."""

    letter: ev.LetterSent


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """Nothing is open: begin the search (an opt-out stop goes straight to its owner)."""

    owner: str = "privacy-desk"
    sealing: Sealing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSearch:
    result: ev.Searched
    sealing: Sealing
    withheld: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Give what was asked, in whole, or in part when `withheld` items have a ground. `locating`
    counts the items given that tell where a person lives; `covered` are the columns that the
    mapping does not show and that are withheld on the same ground."""

    sealing: Sealing
    withheld: int = 0
    ground: str | None = None
    locating: int = 0
    covered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdItem:
    """One item found is not disclosed, on `ground`: judged by the one who acts (Art. 33(2))."""

    item: str
    ground: str
    sealing: Sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAction:
    action: Action
    owner: str
    sealing: Sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAction:
    action: Action
    sealing: Sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """Take another measure, because the one asked for is costly or difficult (Judged)."""

    sealing: Sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Refuse on `ground`, the name of an exemption of the law of today."""

    ground: str
    sealing: Sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareNoneHeld:
    sealing: Sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAnswer:
    letter: str
    kind: str
    manner: Manner
    delivery: ev.Delivery
    sealing: Sealing
    attached: Sealing | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """Somebody entered facts of the case again: which of them agree, and which do not."""

    agree: tuple[str, ...]
    differ: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve:
    """A named person lets the answer go out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSearchTask:
    task: str
    owner: str
    due: date
    sealing: Sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSearchTask:
    task: str
    found: bool
    sealing: Sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPosted:
    """The printed answer was handed to the post, under a number by which the post traces it."""

    tracking: Sealing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDelivered:
    """The answer reached the person."""

    tracking: Sealing | None = None
    reached: ev.Reached | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReturned:
    """A letter came back; None is the answer."""

    letter: str | None = None
    why: ev.CameBack | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatAsNotMade:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    sealing: Sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseNotConfirmed:
    question: str
    sealing: Sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposeOriginals:
    how: ev.Disposal
    sheets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginDestruction:
    """Say that the papers' key is about to go; from here on a hold comes too late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyPapers:
    """Say that it is gone. `backups_live_days`: how long our own backups of keys are kept; None
    when nobody has said."""

    generation: int
    backups_live_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginRecordsDestruction:
    """A named person confirms that our answer and the record of the case may go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyRecords:
    generation: int
    backups_live_days: int | None = None


Command = (
    Note
    | Tell
    | Accept
    | RecordSearch
    | Grant
    | WithholdItem
    | OrderAction
    | RecordAction
    | Substitute
    | Refuse
    | DeclareNoneHeld
    | SendAnswer
    | SecondLook
    | Approve
    | SetSearchTask
    | AnswerSearchTask
    | RecordPosted
    | RecordDelivered
    | RecordReturned
    | Withdraw
    | TreatAsNotMade
    | HandOver
    | CloseNotConfirmed
    | DisposeOriginals
    | BeginDestruction
    | DestroyPapers
    | BeginRecordsDestruction
    | DestroyRecords
)
