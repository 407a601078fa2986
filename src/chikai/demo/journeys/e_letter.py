"""(e) Enhance: a letter in the person's own words is enough."""

from __future__ import annotations

from chikai.demo.papers import asks, envelope, reads, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.duties.requests.commands import Action
from chikai.duties.requests.events import FormUsed
from chikai.law.kinds import Paper, RequestKind


def free_form_letter(stage: Stage) -> Story:
    """No form, no fee; identity by the lightest means."""
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


def other_floor(stage: Stage) -> Story:
    """A letter to the other published floor has arrived all the same: the mails stop."""
    (case,) = stage.desk("enhance").receive(
        envelope(
            asks(
                cast.ICHIRO,
                RequestKind.CESSATION_NEED_ENDED,
                statement="17階あて。案内のメールを止めてください。",
            ),
            arrived=stage.today,
            form=FormUsed.FREE,
            sheets=[sheet(Paper.FREE_LETTER), sheet(Paper.RESIDENT_RECORD)],
        )
    )
    case.matches(reads(cast.ICHIRO))
    case.accept()
    case.search()
    yield stage.days(2)
    case.order(Action.CEASE, "mail-team", {"what": "invitations"})
    yield stage.days(4)
    case.done(scope=["ご案内メールの送信"], done_on=stage.today.isoformat())
    case.answer()
    yield stage.days(2)
    case.delivered()
    return (case,)
