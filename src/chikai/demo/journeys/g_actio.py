"""(g) actio: the letter is the first contact; forms, papers without photo, and the fee."""

from __future__ import annotations

from chikai.demo.papers import asks, envelope, reads, sheet, transfer
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.duties.requests.commands import Action
from chikai.duties.requests.events import FormUsed
from chikai.law.kinds import Channel, Means, Paper, RequestKind


def forms_are_mailed(stage: Stage) -> Story:
    """A letter without prior contact counts as the contact and as arrival; we mail the form."""
    (case,) = stage.desk("actio").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.CORRECTION),
            arrived=stage.today,
            form=FormUsed.FREE,
            sheets=[sheet(Paper.FREE_LETTER)],
        )
    )
    case.matches()
    case.ask()

    yield stage.days(7)
    case.form_back(channel=Channel.FAX)
    case.paper(sheet(Paper.DRIVERS_LICENSE, domicile=True))
    case.matches(reads(cast.HANAKO))
    case.accept()
    case.search()

    yield stage.days(1)
    case.order(Action.CORRECT, "service-desk", {"table": "users"})
    yield stage.days(3)
    case.done(corrected=[{"item": "電話番号", "before": "1000", "after": "1001"}])
    case.answer()
    yield stage.days(2)
    case.delivered()
    return (case,)


def papers_without_photo(stage: Stage) -> Story:
    """Disclosure has no form. One paper without photo is too few; two will do. Nobody has said
    how the 2,500 yen may be paid, so the owner of the policy is asked and nothing is closed."""
    (case,) = stage.desk("actio").receive(
        envelope(
            asks(cast.AKANE, RequestKind.DISCLOSURE),
            arrived=stage.today,
            form=FormUsed.FREE,
            sheets=[sheet(Paper.FREE_LETTER), sheet(Paper.PENSION_NUMBER_NOTICE)],
        )
    )
    case.matches(reads(cast.AKANE))
    case.ask()

    yield stage.days(6)
    case.paper(sheet(Paper.RESIDENT_RECORD, domicile=True))
    case.must_not(case.close_unpaid)
    case.fee_means(Means.BANK_TRANSFER)
    case.ask()  # now that the means are known, the fee alone

    yield stage.days(5)
    case.pays(transfer(2500))
    case.accept()
    case.search()
    yield stage.days(1)
    case.grant().answer()
    yield stage.days(2)
    case.delivered()
    return (case,)
