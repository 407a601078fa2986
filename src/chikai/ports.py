"""Ports: what the use cases need from the world. Adapters implement these; `wiring` joins them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from chikai.kernel.event import Draft, Event

if TYPE_CHECKING:
    from chikai.duties.requests.letters.model import Letter
    from chikai.kernel.area import Area, Word
    from chikai.kernel.sheet_code import SheetCode
    from chikai.ledger.model import Found, SourceMapping
    from chikai.ledger.problem import Problem
    from chikai.ledger.sampled import Sampled
    from chikai.people.accounts import Account, Passkey, SignedIn, Ticket
    from chikai.people.model import Person
    from chikai.policy.model import Policy
    from chikai.policy.publish.document import Document


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in Asia/Tokyo."""
        ...


class Entropy(Protocol):
    def bytes(self, n: int) -> bytes: ...

    def id(self, prefix: str) -> str:
        """A new id such as `case-7Q2K9M4T1C`: letters and digits only, safe in a URL."""
        ...


# --- vault and keys -----------------------------------------------------------------------------


class Purpose(StrEnum):
    """What a sealed blob is kept for; each purpose of a case has a key and a period of its own."""

    PAPERS = "papers"  # what the requester submitted
    ANSWER = "answer"  # what we sent: letters and annexes
    RECORD = "record"  # names, addresses, reasons, judgments: what the case file needs


@dataclass(frozen=True, slots=True)
class Sealed:
    """A blob in the vault. `commitment` is hex SHA-256 of a random salt and the content; the
    salt lies sealed with the content, so the commitment says nothing once the key is gone."""

    id: str
    case: str
    purpose: Purpose
    commitment: str


class Vault(Protocol):
    """Sealed blobs. `put` writes before the journal does; orphans are swept."""

    def put(self, case: str, purpose: Purpose, content: bytes) -> Sealed: ...

    def get(self, blob_id: str) -> bytes:
        """The content. Raises `Destroyed` when its key is gone, `Missing` when unknown."""
        ...

    def opening(self, blob_id: str) -> bytes:
        """The salt and the content after it: the commitment is their SHA-256. Raises as `get`."""
        ...

    def opens(self, blob_id: str, commitment: str) -> bool:
        """Whether the blob still opens and matches its commitment."""
        ...

    def sweep(self, referenced: frozenset[str], *, older_than: datetime) -> int:
        """Delete blobs no event refers to; returns how many."""
        ...


class Keys(Protocol):
    """Data keys per case and purpose, wrapped under a master generation; the signing key."""

    def destroy(self, case: str, purpose: Purpose) -> Destruction:
        """Rewrap every surviving key under a new master generation, then delete the old one, so
        that every older copy of a wrapped key is dead. Doing it again changes nothing."""
        ...

    def exists(self, case: str, purpose: Purpose) -> bool: ...

    def sign(self, message: bytes) -> bytes:
        """Ed25519 signature by the company's checkpoint key."""
        ...

    def public_key(self) -> bytes:
        """The raw 32 bytes of the checkpoint key's public half, published with the policy."""
        ...


@dataclass(frozen=True, slots=True)
class Destruction:
    case: str
    purpose: Purpose
    generation: int
    at: datetime
    already: bool


class Destroyed(Exception):
    """The key of this blob has been destroyed; its content can never be read again."""


class Missing(Exception):
    """No such thing in the store."""


class Conflict(Exception):
    """The case moved on since it was read; read it again and decide anew."""


class Unavailable(Exception):
    """A store or a source cannot be reached now."""


class Unprintable(Exception):
    """A letter cannot be printed as it stands: a character no font has, an address too long for
    the window. Names the letter and the place, never a word of it."""


class BadData(ValueError):
    """Bad input: `code` is the id of the sentence in `words/`; the other fields say where."""

    def __init__(
        self,
        code: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        field: str | None = None,
        **args: str | int,
    ) -> None:
        super().__init__(code)
        self.code, self.file, self.line, self.column, self.field = code, file, line, column, field
        self.args_ = args


# --- journal ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of the desk's inbox: derived from events, reproduced exactly by `rebuild`."""

    case: str
    envelope: str
    kind: str
    state: str
    exit: str | None
    arrived_on: str
    nearest_due: str | None
    waits_for: tuple[str, ...]
    next_step: str


@dataclass(frozen=True, slots=True)
class Posting:
    """Something that leaves the house: a letter in the vault, waiting to be printed and sent."""

    id: str
    case: str
    blob: str
    letter: str
    delivery: str


@dataclass(frozen=True, slots=True)
class Batch:
    """New events of one case, and what must be stored in the same transaction."""

    case: str
    expected_seq: int  # how many events the case had when it was read
    events: Sequence[Draft]
    inbox: InboxRow | None = None
    postings: Sequence[Posting] = ()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement of the journal's size and Merkle root."""

    company: str
    size: int
    root: str
    at: datetime
    signature: str


class Journal(Protocol):
    """One append-only journal per company; case history and evidence at once."""

    def append(
        self,
        batches: Sequence[Batch],
        *,
        command_id: str,
        actor_id: str,
        law: str,
        policy: str,
        at: datetime,
    ) -> tuple[Event, ...]:
        """Append all batches in one transaction, with inbox rows and postings. A repeated
        `command_id` changes nothing and returns the first result. Raises `Conflict` when a case
        has moved past `expected_seq`, `FreeString` when an event holds one."""
        ...

    def command(self, command_id: str) -> tuple[Event, ...]:
        """The events an earlier command made; empty when it never ran."""
        ...

    def read(self, case: str) -> tuple[Event, ...]: ...

    def all(self, start: int = 0) -> Iterator[Event]: ...

    def cases(self) -> tuple[str, ...]: ...

    def size(self) -> int: ...

    def inbox(self) -> tuple[InboxRow, ...]: ...

    def replace_inbox(self, rows: Sequence[InboxRow]) -> None: ...

    def postings(self, case: str | None = None) -> tuple[Posting, ...]: ...

    def leaf(self, event: Event) -> bytes:
        """The canonical bytes of an event that its Merkle leaf hashes (RFC 8785 JSON)."""
        ...

    def inclusion(self, seq: int, size: int) -> tuple[bytes, ...]: ...

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """The proof that the journal of size `new` only added to that of size `old`."""
        ...

    def root(self, size: int | None = None) -> bytes: ...

    def save_checkpoint(self, checkpoint: Checkpoint) -> None: ...

    def checkpoints(self) -> tuple[Checkpoint, ...]: ...


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at something of a case."""

    at: datetime
    actor_id: str
    case: str
    what: str


class Views(Protocol):
    """Who looked at which personal data, when: a table of its own, outside the journal."""

    def log(self, *, actor_id: str, case: str, what: str, at: datetime) -> None: ...

    def digest(self, day: str) -> tuple[int, str]:
        """How many views that day and a hex SHA-256 over them, for the journal."""
        ...

    def looks(self, day: str) -> Sequence[Look]:
        """The views of that day, in order."""
        ...


class Tray(Protocol):
    """What a requester keeps here for a while under a code: a form half filled in, the access to
    a request, a paper that waits to be masked. Only the code opens it; the store alone cannot."""

    def name(self, kind: str, code: str) -> str:
        """The name of its place: it tells nothing of the code, so the journal may hold it."""
        ...

    def put(self, kind: str, code: str, content: bytes, *, until: datetime | None) -> str:
        """Seal it under the code, in the place of what lay there; the name of its place."""
        ...

    def get(self, kind: str, code: str, *, at: datetime) -> bytes | None:
        """What lies there; None for a code that opens nothing, or nothing any more."""
        ...

    def drop(self, name: str) -> None: ...

    def sweep(self, *, at: datetime) -> int:
        """Delete what has expired; how many."""
        ...


class Accounts(Protocol):
    """Who may sign in at this company's desk, with what, and who is signed in. Tokens are never
    stored, only their hashes; nothing of this is in the journal."""

    def all(self) -> Sequence[Account]:
        """Every account, by id."""
        ...

    def get(self, id: str) -> Account | None: ...

    def outside(self, hash: str) -> Account | None:
        """The account of somebody whom the company's own sign-in knows."""
        ...

    def put(self, account: Account, *, signs_out: bool = False) -> None:
        """Add or replace; `signs_out` ends every sign-in of the account in the same breath."""
        ...

    def remove(self, id: str) -> None:
        """The account with its passkeys, sign-ins and tickets."""
        ...

    def passkeys(self, account: str) -> Sequence[Passkey]: ...

    def passkey(self, id: str) -> Passkey | None: ...

    def put_passkey(self, passkey: Passkey) -> None: ...

    def remove_passkeys(self, account: str, id: str | None = None) -> None: ...

    def begin(self, signed: SignedIn) -> None: ...

    def touch(self, hash: str, at: datetime) -> None: ...

    def signed_in(self, hash: str) -> SignedIn | None: ...

    def end(self, hash: str) -> None: ...

    def end_all(self, account: str) -> None: ...

    def issue(self, ticket: Ticket, *, at: datetime) -> None: ...

    def ticket(self, hash: str, kind: str) -> Ticket | None:
        """Look at a ticket without using it."""
        ...

    def redeem(self, hash: str, kind: str) -> Ticket | None:
        """Use a ticket; of two who try, one gets it."""
        ...

    def withdraw(self, account: str) -> None:
        """Every ticket of an account is void."""
        ...

    def guess(self, hash: str, *, at: datetime, free: int) -> datetime | None:
        """Count a guess before it is checked, so that many at once gain nothing. Returns until
        when it must wait, uncounted, or None when it may be tried."""
        ...

    def forgive(self, hash: str, *, last: bool = False) -> None:
        """A guess was right: forget the wrong ones before it, or only that it was one."""
        ...


class Provider(Protocol):
    """The company's own sign-in. Raises `Unavailable` when it can't be reached."""

    @property
    def issuer(self) -> str: ...

    def secrets(self) -> str:
        """What one way out and back must not be told from another without."""
        ...

    def address(self, back: str, state: str, secret: str) -> str:
        """Where to send the browser; it returns to `back` with a code and `state`."""
        ...

    def subject(self, code: str, back: str, secret: str, *, at: datetime) -> str | None:
        """Who came back, as the provider names them; None when the proof doesn't hold."""
        ...


class Archive(Protocol):
    """Copies for the day the disk fails: data in one place, keys in another, never together."""

    def copy_data(self, target: Path) -> None:
        """Everything but the keys as of one moment, in one new file, all of it or nothing."""
        ...

    def copy_keys(self) -> Path | None:
        """Renew the key backup; None when no place for it is set. `Keys.destroy` renews it too."""
        ...


# --- the rest -----------------------------------------------------------------------------------


class Press(Protocol):
    def letter(self, letter: Letter, lang: str) -> bytes:
        """The letter as PDF/A, A4, folded for a window envelope, n/m and QR on every page."""
        ...


class Pages(Protocol):
    """What is published: documents as files."""

    def html(self, document: Document) -> bytes: ...

    def pdf(self, document: Document, *, made: date) -> bytes:
        """The document as PDF/A; `made` is its creation date."""
        ...


class Locker(Protocol):
    """Files that a secret opens, in a form that every reader knows."""

    def lock(self, pdf: bytes, secret: str, *, attached: Mapping[str, bytes]) -> bytes:
        """The PDF with files attached, all of it encrypted: only the secret opens it."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class ScannedPage:
    """One page of a scan as a picture (JPEG or PNG), upright where a code of ours says what is up.
    `codes` are the picture codes on it; two scans of one paper have prints that differ in few
    bits. Personal data, not covered yet: never stored, logged or shown in a repr."""

    picture: bytes
    codes: tuple[Word, ...]
    print_: int
    blank: bool


@dataclass(frozen=True, slots=True)
class Extract:
    """What can be got out of a PDF beside its pictures: all zero where nothing is left. `shown`
    counts the covered areas in which more than one colour is seen."""

    pages: int
    characters: int
    pictures: int
    attachments: int
    metadata: int
    revisions: int
    scripts: int
    shown: int


class Reader(Protocol):
    """A reader of print on pictures (OCR), offline."""

    def words(self, picture: bytes) -> tuple[Word, ...]:
        """Every run of print and its place."""
        ...


class Scans(Protocol):
    """Scans and documents as pictures of pages. All raise `BadData` for what they cannot open."""

    reads: bool  # whether words can be read off a picture here

    def pages(self, content: bytes, *, only: int | None = None) -> tuple[ScannedPage, ...]:
        """The pages of a PDF, TIFF, PNG or JPEG, at most a hundred; `only` one of them, from 1."""
        ...

    def words(self, picture: bytes) -> tuple[Word, ...]:
        """The print on a page; nothing where no reader is installed."""
        ...

    def covered(self, picture: bytes, areas: Sequence[Area]) -> bytes:
        """The picture with the areas painted over and nothing left but its pixels."""
        ...

    def uncovered(self, picture: bytes, areas: Sequence[Area]) -> tuple[Area, ...]:
        """Those areas in which a covered picture still shows anything, read anew."""
        ...

    def bundle(self, pictures: Sequence[bytes], codes: Sequence[SheetCode] = ()) -> bytes:
        """A PDF of A4 pages, each a picture, above the code of its sheet if there is one: no text,
        no metadata."""
        ...

    def extract(self, pdf: bytes, areas: Sequence[tuple[int, Area]] = ()) -> Extract:
        """What a reader of the file could get out of it; `areas` are pages from 1 and places on
        the pictures before they were bundled with codes."""
        ...


class Sources(Protocol):
    """The company's real databases, read through their mappings."""

    def names(self) -> tuple[str, ...]: ...

    def find(self, person: Person, *, by: Sequence[str] = ()) -> Found:
        """One person's rows. Identifiers are AND-composed. More than one matched person is
        returned as candidates, never as data. Raises `Unavailable` or `BadData`."""
        ...

    def mapping(self, name: str) -> SourceMapping: ...

    def check(self, name: str) -> tuple[Problem, ...]:
        """Where the source is not what its mapping says, and what has changed since the review.
        Raises `Missing`, `Unavailable`, and `BadData` for a source that is no database."""
        ...

    def shapes(self, name: str) -> dict[str, str]:
        """The fingerprint of every mapped table as it is now. Raises as `check`."""
        ...

    def sample(self, name: str, *, rows: int) -> tuple[Sampled, ...]:
        """The forms of the values in the first rows of every table; never a value. Raises as
        `check`."""
        ...

    def indexes(self, name: str) -> tuple[tuple[str, str | None], ...]:
        """The statements that would make every search a look-up, and what the mapping must say
        then. Nothing runs them. Raises as `check`."""
        ...


@dataclass(frozen=True, slots=True)
class Home:
    """Everything one company's use cases need. One company, one store."""

    company: str
    policies: tuple[Policy, ...]
    journal: Journal
    vault: Vault
    keys: Keys
    views: Views
    press: Press
    sources: Sources
    clock: Clock
    entropy: Entropy
    failpoint: Callable[[str], None] = field(default=lambda name: None)
    settings: Mapping[str, str] = field(default_factory=dict)
    archive: Archive | None = None
    day: date | None = None  # the day of the deed where it is not today; recording is always now
    pages: Pages | None = None
    scans: Scans | None = None
    accounts: Accounts | None = None
    tray: Tray | None = None
    locker: Locker | None = None
