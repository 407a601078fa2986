"""What a search leaves open: whose rows they are, and what no search reaches."""

from __future__ import annotations

from collections.abc import Iterator

from chikai.duties.requests.case import Case
from chikai.duties.requests.commands import GIVING
from chikai.duties.requests.events import Searched
from chikai.duties.requests.open_item import OpenItem, asked, yes
from chikai.duties.requests.questions import BY_HAND
from chikai.kernel.message import say
from chikai.law.kinds import APPI

REST = "rest_is_not_theirs"


def rest_is_not_theirs() -> OpenItem:
    """Whether the rows in doubt are somebody else's: a named person says so, or asks."""
    message = say(f"open.{REST}")
    return OpenItem(REST, "desk", message, cites=(APPI(37, 2),), judgment=True)


def in_doubt(case: Case) -> Iterator[OpenItem]:
    """Several people fit, or rows are left of which nobody knows whose they are: the person is
    asked for one more lead, and told nothing. The request waits; it is never refused by this."""
    several = case.search is not None and case.search.result is Searched.MANY
    doubt = case.in_doubt is not None
    if case.search_anew or not (several or doubt) or yes(case, "match_exhausted"):
        return
    if doubt and not asked(case, REST):
        yield rest_is_not_theirs()
    elif several or not yes(case, REST):
        yield OpenItem("which_person", "requester", say("open.lead"), cites=(APPI(37, 2),))


def searched_by_hand(case: Case) -> Iterator[OpenItem]:
    """What somebody still looks for is not yet known to be nothing, and not yet complete."""
    for task in case.tasks:
        if task.found is None:
            message = say("open.search_task", owner=task.owner, due=task.due)
            yield OpenItem("search_task", "owner", message, cites=(APPI(33, 2),))
    yield from _nobody_looked(case)


def _nobody_looked(case: Case) -> Iterator[OpenItem]:
    """Sources that no search from here reaches, as long as no owner was asked to look and nobody
    has judged that it was done: what is given would not be all, and "not held" not known. Where
    something is done to the data found, the plan names them."""
    seen = case.search
    if seen is None or len(case.tasks) >= len(seen.by_hand) or yes(case, BY_HAND):
        return
    if case.kind in GIVING or seen.result is Searched.NONE:
        message = say("open.searched_by_hand", sources=seen.by_hand)
        yield OpenItem(BY_HAND, "desk", message, cites=(APPI(33, 2),), judgment=True)
