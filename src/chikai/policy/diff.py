"""What changed between two versions of a policy, in the words of duties.

Every value that differs is either a `Change` with the duty it calls up, or shown to be no promise:
words only, their order, our own notes. `diff(a, a)` is empty.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from chikai.kernel.citation import Citation
from chikai.kernel.message import Message, say
from chikai.kernel.truth import Question
from chikai.policy.change import duties as D
from chikai.policy.change.duties import Duty, When
from chikai.policy.change.edits import Edit, How, edits
from chikai.policy.change.row import Row
from chikai.policy.change.show import value_of
from chikai.policy.change.table import ROWS, verdict
from chikai.policy.change.ways import Way
from chikai.policy.model import Clause, Policy, Purpose, Say
from chikai.policy.tree import Path

__all__ = ["Change", "NotOneCompany", "When", "diff"]


class NotOneCompany(ValueError):
    """Two files of different companies are no two versions of one policy."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change and its duty.

    `kind` names what changed (`fee_amount`, `purpose`, `words`, `record`); `clause` is the id of
    the clause, `field` and `path` the place in the file; `way` tells whether it burdens the person.
    `follows`: what calls it up besides the change itself.
    """

    kind: str
    clause: str | None
    field: str
    path: Path
    how: How
    before: Message
    after: Message
    way: Way
    duty: Duty
    follows: Literal["opt_out"] | None = None

    @property
    def cites(self) -> tuple[Citation, ...]:
        return self.duty.cites

    @property
    def when(self) -> When:
        """The time the duty sets, if its judgment is yes; see `Duty.settled`."""
        return self.duty.when

    @property
    def judged(self) -> Question | None:
        """The open word a named person must judge before the duty is known."""
        return self.duty.judged

    @property
    def otherwise(self) -> Duty | None:
        return self.duty.otherwise

    @property
    def key(self) -> str:
        """Its name within its diff: `purposes[2].say`; `old:purposes[2]` for what is only in the
        earlier file; `about.name:opt_out` for what follows elsewhere."""
        place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in self.path)
        place = place.lstrip(".")
        if self.how == "dropped":
            place = f"old:{place}"
        return f"{place}:{self.follows}" if self.follows else place

    @property
    def is_promise(self) -> bool:
        return self.duty is not D.NOTHING

    @property
    def heavier(self) -> bool:
        """Worse for the person, or nobody can tell without judging."""
        return self.is_promise and self.way in (Way.WORSE, Way.EITHER)

    @property
    def message(self) -> Message:
        """`Fee: 1,000 yen → 1,200 yen`."""
        kind = say(f"change.kind.{self.kind}")
        return say(f"change.{self.how}", kind=kind, before=self.before, after=self.after)


def diff(before: Policy, after: Policy) -> tuple[Change, ...]:
    """Every change, in the order of the schema.

    Raises `NotOneCompany`.
    """
    if before.company != after.company:
        raise NotOneCompany
    found = tuple(edits(before, after))
    changed = {
        edit.clause.id
        for edit in found
        if edit.clause and not _is_words(edit) and verdict(edit)[2] is not D.NOTHING
    }
    changes = [_change(edit, changed, before, after) for edit in found]
    return (*changes, *_follow(changes, before, after))


def _change(edit: Edit, changed: set[str], before: Policy, after: Policy) -> Change:
    row, way, duty = verdict(edit)
    kind = row.kind
    if edit.how == "order":
        kind = "order"
    elif _is_words(edit):
        kind, way, duty = _words(edit, changed, row, way, duty)
    old, new = _where_they_differ(edit.before, edit.after)
    return Change(
        kind=kind,
        clause=edit.clause.id if edit.clause else None,
        field=edit.field,
        path=edit.path,
        how=edit.how,
        before=value_of(old, before, edit.field),
        after=value_of(new, after, edit.field),
        way=way,
        duty=duty,
    )


def _where_they_differ(old: object, new: object) -> tuple[object, object]:
    """Two texts that differ in one language only are shown in that one."""
    if isinstance(old, Say) and isinstance(new, Say):
        if old.ja == new.ja:
            return old.en, new.en
        if old.en == new.en:
            return old.ja, new.ja
    return old, new


# --- words ----------------------------------------------------------------------------------------

_PURPOSES = ("requests.purpose_of_request_data", "use.unlisted")


def _is_words(edit: Edit) -> bool:
    """Whether the edit is of the text of a clause."""
    return edit.field.endswith(".say") and isinstance(edit.within[-1], Clause)


def _words(edit: Edit, changed: set[str], row: Row, way: Way, duty: Duty) -> tuple[str, Way, Duty]:
    """The text of a purpose is the purpose. The text of a promise that has no values of its own is
    the promise, and somebody reads whether it means the same. Any other text only says what its
    values say."""
    clause, place = edit.within[-1], edit.field.removesuffix(".say")
    assert isinstance(clause, Clause)
    if _plain(edit.before) == _plain(edit.after):
        return "words", Way.READING, D.NOTHING
    if isinstance(clause, Purpose) or place in _PURPOSES:
        return row.kind, way, duty
    if clause.id not in changed and _has_no_values(clause, place):
        return row.kind, Way.EITHER, D.WORDS_OF_PROMISE
    return "words", Way.READING, D.NOTHING


def _plain(text: object) -> str:
    both = f"{getattr(text, 'ja', '')}|{getattr(text, 'en', '')}"
    return "".join(unicodedata.normalize("NFKC", both).split())


def _has_no_values(clause: Clause, place: str) -> bool:
    own = set(type(clause).model_fields) - set(Clause.model_fields)
    rows = (ROWS.get(f"{place}.{name}") for name in own)
    return all(row is not None and row.worse is D.NOTHING for row in rows)


# --- what one change calls up elsewhere -----------------------------------------------------------


def _follow(changes: list[Change], before: Policy, after: Policy) -> list[Change]:
    """Who provides by opt-out files a change of its own name, address or representative too."""
    if not all(p.opt_out and p.opt_out.used != "no" for p in (before, after)):
        return []
    desk = next((i for i, c in enumerate(after.contacts) if c.id == after.about.desk), None)
    places = ("about.name", "about.representative")
    return [
        replace(c, kind="opt_out_item", way=Way.EITHER, duty=D.OPT_OUT_DELAY, follows="opt_out")
        for c in changes
        if c.field in places
        or (c.field.startswith("contacts.place") and c.path[:2] == ("contacts", desk))
    ]
