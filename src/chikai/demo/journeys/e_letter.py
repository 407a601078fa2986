"""(e) Enhance: a letter in the person's own words is enough."""

from __future__ import annotations

from chikai.demo.papers import asks, envelope, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.duties.requests.events import FormUsed
from chikai.law.kinds import Paper, RequestKind


def free_form_letter(stage: Stage) -> Story:
    """No form, no fee; identity by the lightest means. It came to the other published floor."""
    (case,) = stage.desk("enhance").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.DISCLOSURE, statement="私の情報を見せてください。"),
            arrived=stage.today,
            form=FormUsed.FREE,
            sheets=[sheet(Paper.FREE_LETTER)],
        )
    )
    case.matches()
    case.ask()

    yield stage.days(5)
    case.paper(sheet(Paper.PENSION_NUMBER_NOTICE))
    case.accept()
    case.search()

    yield stage.days(1)
    case.grant().answer()
    yield stage.days(2)
    case.delivered()
    return (case,)
