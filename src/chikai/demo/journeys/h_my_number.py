"""(h) A My Number on a copy: covered before anything is stored, unless the request needs it."""

from __future__ import annotations

from chikai.demo.papers import asks, envelope, money_order, reads, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.duties.requests.commands import Action
from chikai.duties.requests.events import FormUsed
from chikai.law.kinds import Paper, RequestKind


def number_on_a_resident_record(stage: Stage) -> Story:
    """Enigmo: a clerk covers the number; the journal knows that it was there and no more."""
    (case,) = stage.desk("enigmo").receive(
        envelope(
            asks(cast.AKANE, RequestKind.NOTICE_OF_PURPOSE),
            arrived=stage.today,
            sheets=[
                sheet(Paper.REQUEST_FORM),
                sheet(Paper.RESIDENT_RECORD, my_number=True, masked=()),
            ],
            payments=[money_order(serial="010-000005", issued=stage.today)],
        )
    )
    case.store_covered("my_number")
    case.matches(reads(cast.AKANE))
    case.accept()
    case.search()

    yield stage.days(2)
    case.grant().answer()
    yield stage.days(2)
    case.delivered()
    return (case,)


def number_the_request_is_about(stage: Stage) -> Story:
    """actio: a former officer asks to stop the use of the My Number; it is kept for that alone."""
    (case,) = stage.desk("actio").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.PROVISION_STOP_VIOLATION, specific=True),
            arrived=stage.today,
            form=FormUsed.FREE,
            sheets=[
                sheet(Paper.FREE_LETTER),
                sheet(Paper.DRIVERS_LICENSE),
                sheet(Paper.RESIDENT_RECORD, my_number=True, masked=()),
            ],
        )
    )
    case.matches(reads(cast.HANAKO))
    case.accept()
    case.search()

    yield stage.days(3)
    case.order(Action.STOP_PROVISION, "personnel", {"table": "my_numbers"})
    yield stage.days(3)
    case.done(scope=["個人番号"], done_on=stage.today.isoformat())
    case.answer()
    yield stage.days(2)
    case.delivered()
    return (case,)
