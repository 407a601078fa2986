"""(f) en Japan: "it affects our operation" is no ground; 33(2)(ii) is one, when judged."""

from __future__ import annotations

from chikai.demo.matter import Matter
from chikai.demo.papers import asks, envelope, reads, sheet
from chikai.demo.stage import Stage, Story
from chikai.demo_data import cast
from chikai.duties.requests.commands import Action
from chikai.duties.requests.events import FormUsed
from chikai.law.kinds import Paper, RequestKind
from chikai.people.model import Person


def _asked(stage: Stage, person: Person, *kinds: RequestKind) -> tuple[Matter, ...]:
    """A letter with an identity paper, compared, accepted and searched."""
    opened = stage.desk("en_japan").receive(
        envelope(
            asks(person, *kinds),
            arrived=stage.today,
            form=FormUsed.FREE,
            sheets=[sheet(Paper.FREE_LETTER), sheet(Paper.DRIVERS_LICENSE)],
        )
    )
    for case in opened:
        case.matches(reads(person))
        case.accept()
        case.search()
    return opened


def our_copy_and_the_record(stage: Stage) -> Story:
    """Refusing because our operation is affected is unlawful. So the company answers: its own
    copy and the record of provision; the employer is named for its copy only."""
    copy, record = _asked(stage, cast.HANAKO, RequestKind.DISCLOSURE, RequestKind.RECORD_DISCLOSURE)
    yield stage.days(3)
    copy.must_not(lambda: copy.refuse("affects_our_operation", "採用の業務に影響する。"))
    copy.grant().answer()
    record.grant().answer()
    yield stage.days(2)
    copy.delivered()
    record.delivered()
    return copy, record


def serious_hindrance_judged(stage: Stage) -> Story:
    """A named person judges that proper conduct of business would be seriously hindered."""
    (case,) = _asked(stage, cast.MIRAI, RequestKind.DISCLOSURE)
    yield stage.days(4)
    case.refuse(
        "seriously_hinders_business",
        "選考の基準が知られ、同じ試験を受ける人の公正な選考ができなくなる。",
    )
    case.answer()
    yield stage.days(2)
    case.delivered()
    return (case,)


def no_such_ground_elsewhere(stage: Stage) -> Story:
    """Articles 34 and 35 offer no such ground, however it is put; the data are erased."""
    correction, cessation = _asked(
        stage, cast.ICHIRO, RequestKind.CORRECTION, RequestKind.CESSATION_NEED_ENDED
    )
    yield stage.days(3)
    ground, why = "seriously_hinders_business", "業務に影響する。"
    correction.must_not(lambda: correction.refuse(ground, why))
    cessation.must_not(lambda: cessation.refuse(ground, why))
    correction.order(Action.CORRECT, "service-desk", {"table": "candidates"})
    cessation.order(Action.ERASE, "service-desk", {"table": "interviews"})

    yield stage.days(4)
    correction.done(corrected=[{"item": "氏名", "before": "高橋", "after": "髙橋"}])
    cessation.done(scope=["面接の動画"])
    correction.answer()
    cessation.answer()
    yield stage.days(2)
    correction.delivered()
    cessation.delivered()
    return cessation, correction
