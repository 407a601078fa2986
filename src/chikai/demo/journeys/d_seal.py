"""(d) Bengo4: somebody without a registered seal, and a guardian of an adult ward."""

from __future__ import annotations

from chikai.demo.papers import asks, envelope, reads, sheet, stamps
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.law.kinds import Asker, Paper, RequestKind, Whose


def no_registered_seal(stage: Stage) -> Story:
    """The letter offers another proof; a named person approves the one that comes."""
    (case,) = stage.desk("bengo4").receive(
        envelope(
            asks(cast.HANAKO, RequestKind.DISCLOSURE),
            arrived=stage.today,
            sheets=[sheet(Paper.REQUEST_FORM), sheet(Paper.MY_NUMBER_CARD)],
            payments=[stamps(1000)],
        )
    )
    case.matches(reads(cast.HANAKO))
    case.ask()

    yield stage.days(6)
    case.paper(sheet(Paper.APPROVED_OTHER_PROOF))
    case.judges(
        "other_proof_approved",
        True,
        "登録のメールアドレスに送った確認番号が、請求書と同じ筆跡で記入されている。",
    )
    case.accept()
    case.search()

    yield stage.days(2)
    case.grant().answer()
    yield stage.days(2)
    case.delivered()
    return (case,)


def guardian_of_a_ward(stage: Stage) -> Story:
    """The registration certificate stands in for the letter of proxy; both show who they are."""
    (case,) = stage.desk("bengo4").receive(
        envelope(
            asks(cast.TADASHI, RequestKind.DISCLOSURE),
            arrived=stage.today,
            asker=Asker.ADULT_GUARDIAN,
            by=cast.YUMI,
            sheets=[
                sheet(Paper.REQUEST_FORM),
                sheet(Paper.ELIGIBILITY_CERTIFICATE),
                sheet(Paper.GUARDIANSHIP_CERTIFICATE, domicile=True),
            ],
            payments=[stamps(500), stamps(500)],
        )
    )
    case.matches(reads(cast.TADASHI, addresses=cast.YUMI.addresses))
    case.ask()  # the guardian's own identity paper is missing

    yield stage.days(5)
    case.paper(sheet(Paper.DRIVERS_LICENSE, whose=Whose.REPRESENTATIVE))
    case.accept()
    case.search()

    yield stage.days(2)
    case.grant().answer()
    yield stage.days(2)
    case.delivered()
    return (case,)
