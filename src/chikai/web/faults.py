"""Whatever goes wrong, as a page: what happened, why, what to do next, and no personal value."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import Any, Final

from litestar import Request, Response
from litestar.exceptions import HTTPException

from chikai.app.faults import (
    KNOWN,
    OPEN_QUESTIONS,
    REFUSED,
    UNAVAILABLE,
    Fault,
    faults_of,
    of_defect,
)
from chikai.duties.requests.decide import Defect
from chikai.duties.requests.letters.facts import MissingFacts
from chikai.kernel.message import say
from chikai.ledger.problem import BadMapping
from chikai.people.staff import NotAllowed
from chikai.policy.finding import BadPolicy
from chikai.ports import BadData, Missing
from chikai.web.guard import is_private
from chikai.web.pages import page, render
from chikai.web.posted import BadField

log = logging.getLogger("chikai.web")

Wrong = tuple[int, tuple[Fault, ...]]
"""The status of an answer, and the faults it shows."""
FINE: Final[Wrong] = (200, ())

EXPECTED: Final = (*KNOWN, BadField, MissingFacts)
_STATUS: Final = {REFUSED: 409, OPEN_QUESTIONS: 409, UNAVAILABLE: 503}
_NEEDED: Final = frozenset(
    {"corrected", "measures", "tables", "purposes", "foreign", "refusal", "manner_chosen"}
)
_SAID: Final = {403: "closed", 404: "no_page", 405: "not_here", 408: "too_slow", 413: "too_large"}


def of(error: Exception) -> Wrong:
    """Status and findings of an error of `EXPECTED`; re-raises any other."""
    if isinstance(error, BadField):
        return 422, error.faults
    if isinstance(error, MissingFacts):
        named = error.field if error.field in _NEEDED else "other"
        field = say(f"web.needs.{named}")
        return 422, (Fault("web.fault.letter_needs", say("web.fault.letter_needs", field=field)),)
    code, found = faults_of(error)
    if isinstance(error, Missing) or (
        isinstance(error, BadData) and error.code == "wiring.no_such_company"
    ):
        return 404, found
    if isinstance(error, NotAllowed):
        return 403, found
    return _STATUS.get(code, 422), found


def wrong(do: Callable[[], object]) -> Wrong:
    """Do it, and say what was wrong; a deed that something open stops is wrong too."""
    try:
        done = do()
    except EXPECTED as error:
        return of(error)
    return of_open(done) if isinstance(done, Defect) else FINE


def public(error: Exception) -> Wrong:
    """As `of`, for a requester: what is wrong with our own files is told to the desk, not here."""
    if isinstance(error, (BadPolicy, BadMapping)):
        return 503, (Fault("web.fault.not_ready", say("web.fault.not_ready")),)
    return of(error)


def of_open(defect: Defect) -> Wrong:
    return 409, of_defect(defect)


def on_expected(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    status, found = (of if is_private(request.url.path) else public)(error)
    return page(request, "error.html", status=status, code="", faults=found)


def on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
    code = _SAID.get(error.status_code, "unread")
    return page(request, "error.html", status=error.status_code, code=code, faults=())


def on_any(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    """Ours to mend. The log names the kind of error and the place; its text may hold a value."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.error("%s at %s:%s", type(error).__name__, place.filename, place.lineno)
    return page(request, "error.html", status=500, code="ours", faults=())


def bare(lang: Any, status: int) -> bytes:
    """The page for what never reached the application."""
    return render(
        "error.html", lang, code=_SAID[status], faults=(), path="/", here="/?lang=", csrf=""
    ).encode()
