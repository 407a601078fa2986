"""What can happen to a case. One dataclass per event; only ids, enums, numbers, dates, commitments.

`sealed` fields are ids of vault blobs, each followed by its commitment. Names, addresses,
serial numbers, reasons and scans are in the vault, never here.
"""

from __future__ import annotations

from enum import StrEnum

from chikai.duties.requests.events_change import ApplyStarted as ApplyStarted
from chikai.duties.requests.events_change import ApplyStopped as ApplyStopped
from chikai.duties.requests.events_change import OwnerAttested as OwnerAttested
from chikai.duties.requests.events_change import PlanApplied as PlanApplied
from chikai.duties.requests.events_change import PlanApproved as PlanApproved
from chikai.duties.requests.events_change import PlanMade as PlanMade
from chikai.duties.requests.events_change import PlanUndone as PlanUndone
from chikai.duties.requests.events_change import PlanVerified as PlanVerified
from chikai.duties.requests.events_change import PriorDestroyed as PriorDestroyed
from chikai.duties.requests.events_change import SourceUnreached as SourceUnreached
from chikai.duties.requests.events_check import Approved as Approved
from chikai.duties.requests.events_check import ChecksNeeded as ChecksNeeded
from chikai.duties.requests.events_check import SearchTaskAnswered as SearchTaskAnswered
from chikai.duties.requests.events_check import SearchTaskSet as SearchTaskSet
from chikai.duties.requests.events_check import SecondChecked as SecondChecked
from chikai.duties.requests.events_check import SecondCheckFailed as SecondCheckFailed
from chikai.duties.requests.events_decide import ActionDone as ActionDone
from chikai.duties.requests.events_decide import ActionOrdered as ActionOrdered
from chikai.duties.requests.events_decide import Granted as Granted
from chikai.duties.requests.events_decide import ItemWithheld as ItemWithheld
from chikai.duties.requests.events_decide import NoneHeld as NoneHeld
from chikai.duties.requests.events_decide import Refused as Refused
from chikai.duties.requests.events_decide import Substituted as Substituted
from chikai.duties.requests.events_end import BroughtOver as BroughtOver
from chikai.duties.requests.events_end import Completed as Completed
from chikai.duties.requests.events_end import DestructionBegun as DestructionBegun
from chikai.duties.requests.events_end import Disposal as Disposal
from chikai.duties.requests.events_end import HandedOver as HandedOver
from chikai.duties.requests.events_end import NotConfirmed as NotConfirmed
from chikai.duties.requests.events_end import OriginalsDisposed as OriginalsDisposed
from chikai.duties.requests.events_end import PapersDestroyed as PapersDestroyed
from chikai.duties.requests.events_end import Reached as Reached
from chikai.duties.requests.events_end import RecordsDestroyed as RecordsDestroyed
from chikai.duties.requests.events_end import RecordsDestructionBegun as RecordsDestructionBegun
from chikai.duties.requests.events_end import TreatedAsNotMade as TreatedAsNotMade
from chikai.duties.requests.events_end import Withdrawn as Withdrawn
from chikai.duties.requests.events_fee import FeeMeansSet as FeeMeansSet
from chikai.duties.requests.events_fee import FeeReceived as FeeReceived
from chikai.duties.requests.events_fee import FeeReturned as FeeReturned
from chikai.duties.requests.events_fee import ReturnReason as ReturnReason
from chikai.duties.requests.events_files import FilesFound as FilesFound
from chikai.duties.requests.events_files import ListeningArranged as ListeningArranged
from chikai.duties.requests.events_letter import AnswerPosted as AnswerPosted
from chikai.duties.requests.events_letter import AnswerReturned as AnswerReturned
from chikai.duties.requests.events_letter import AnswerSent as AnswerSent
from chikai.duties.requests.events_letter import CameBack as CameBack
from chikai.duties.requests.events_letter import Delivery as Delivery
from chikai.duties.requests.events_letter import EnvelopeChecked as EnvelopeChecked
from chikai.duties.requests.events_letter import LetterReturned as LetterReturned
from chikai.duties.requests.events_letter import LetterSent as LetterSent
from chikai.duties.requests.events_paper import DocumentAdded as DocumentAdded
from chikai.duties.requests.events_paper import DocumentRedacted as DocumentRedacted
from chikai.duties.requests.events_paper import PagesSorted as PagesSorted
from chikai.duties.requests.events_paper import PaperCorrected as PaperCorrected
from chikai.duties.requests.events_paper import PaperMasked as PaperMasked
from chikai.duties.requests.events_paper import PaperReceived as PaperReceived
from chikai.duties.requests.events_paper import PaperReturned as PaperReturned
from chikai.duties.requests.events_paper import PaperScanned as PaperScanned
from chikai.duties.requests.events_paper import ScanReplaced as ScanReplaced
from chikai.duties.requests.events_recipient import Holder as Holder
from chikai.duties.requests.events_recipient import RecipientTold as RecipientTold
from chikai.duties.requests.happening import EVENTS as EVENTS
from chikai.duties.requests.happening import Happening as Happening
from chikai.duties.requests.happening import event
from chikai.duties.requests.happening import parse as parse
from chikai.law.kinds import Asker, Channel, Manner, RequestKind


class FormUsed(StrEnum):
    DESIGNATED = "designated"
    FREE = "free"


class Searched(StrEnum):
    FOUND = "found"
    NONE = "none"
    MANY = "many"


class Matched(StrEnum):
    """How the requester's particulars compare with the paper and with the file."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@event
class Received(Happening):
    """A request arrived. The day counts for Art. 39 whatever the state of its papers."""

    kind: RequestKind
    channel: Channel
    asker: Asker
    envelope: str
    person: str
    form: FormUsed
    policy: str
    manner: Manner | None
    minor: bool | None
    specific: bool
    sealed: str
    commitment: str


@event
class FormReturned(Happening):
    """The company's own form arrived for a case that began without it."""

    channel: Channel


@event
class ParticularsCorrected(Happening):
    """Names, addresses or other leads were corrected or added. `sealed` is the file as it stands
    now; `why` holds the reasons and the file as it stood before. `readdressed`: letters go to
    another address from now on."""

    minor: bool | None
    sealed: str
    commitment: str
    why: str
    why_commitment: str
    readdressed: bool = False


@event
class FactRecorded(Happening):
    """An answer to a question. A judgment has reasons in the vault."""

    question: str
    value: bool
    judged: bool
    sealed: str | None
    commitment: str | None


@event
class MatchRecorded(Happening):
    """Form against identity paper, form against file, and what proves the reply address.
    `paper_unread`: nobody has read an identity paper for it."""

    form_and_paper: Matched
    form_and_file: Matched
    address_proven: bool
    candidates: int
    sealed: str
    commitment: str
    paper_unread: bool = False


@event
class FlagSet(Happening):
    """A protective flag: support measures for a victim, or a conflict of interest."""

    sealed: str
    commitment: str


@event
class FlagLifted(Happening):
    sealed: str
    commitment: str


@event
class HoldSet(Happening):
    """A dispute, a leak or a suit: nothing of this case is destroyed until it is lifted."""

    sealed: str
    commitment: str


@event
class HoldLifted(Happening):
    sealed: str
    commitment: str


@event
class MannerChosen(Happening):
    manner: Manner


@event
class Accepted(Happening):
    """Nothing is open: the request conforms to the procedure."""


@event
class SearchDone(Happening):
    """`withheld`: the columns found that the mapping does not show, by id. Whether the law gives
    a ground for that is judged for each of them before anything is disclosed. `by_hand`: the
    sources nobody reaches from here, which the search has not looked into."""

    result: Searched
    sealed: str
    commitment: str
    withheld: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()


@event
class LeftInDoubt(Happening):
    """Beside the person's own rows there are some that may be theirs: masked, and sealed."""

    candidates: int
    undecided: int
    sealed: str
    commitment: str


@event
class SearchStopped(Happening):
    """A source was down, named where that is known, so that nothing is said to be held or not.
    Written once for each time it is down."""

    source: str | None
