"""The request procedure from the answers (Arts. 32–40). Where an answer is open the procedure asks
for no more than the law does."""

from __future__ import annotations

from chikai.kernel.message import say
from chikai.law.kinds import Asker, RequestKind
from chikai.policy.draft.write import Block, Node, block
from chikai.policy.interview.answers import Answers
from chikai.policy.interview.writing import clause

_WITH_FORM = (
    RequestKind.NOTICE_OF_PURPOSE,
    RequestKind.DISCLOSURE,
    RequestKind.RECORD_DISCLOSURE,
    RequestKind.CORRECTION,
    RequestKind.CESSATION_VIOLATION,
    RequestKind.PROVISION_STOP_VIOLATION,
    RequestKind.CESSATION_NEED_ENDED,
)


def requests(answers: Answers, lang: str) -> Block:
    return block(
        ("kinds", [_kind(each) for each in RequestKind]),
        ("intake", _intake(answers)),
        ("forms", _forms(answers)),
        ("identity", _identity(answers)),
        ("authority", _authority(answers)),
        ("match", block(("id", "match"), ("required", False), ("say", clause("match")))),
        ("fee", _fee(answers)),
        ("answer", _answer(answers)),
        ("papers", _papers(answers)),
        (
            "purpose_of_request_data",
            block(("id", "purpose_of_request_data"), ("say", clause("request_data"))),
        ),
        (
            "withdrawal",
            block(
                ("id", "withdrawal"),
                ("papers", answers.text("withdrawal")),
                ("say", clause(f"withdrawal_{answers.text('withdrawal')}")),
            ),
        ),
    )


def _kind(kind: RequestKind) -> Block:
    return block(
        ("id", f"kind_{kind.value}"),
        ("kind", kind.value),
        ("say", clause("kind", kind=say(f"kind.{kind.value}"))),
    )


def _intake(answers: Answers) -> Block:
    channels = answers.names("channels")
    told = tuple(say(f"channel.{each}") for each in channels)
    return block(
        ("id", "intake"),
        ("channels", list(channels)),
        ("desk", "privacy_desk"),
        ("say", clause("intake", channels=told) if told else clause("intake_any")),
    )


def _forms(answers: Answers) -> Node | None:
    if not answers.yes("form"):
        return None
    return [
        block(
            ("id", "request_form"),
            ("kinds", [each.value for each in _WITH_FORM]),
            ("title", clause("form_title")),
            ("required", True),
            ("say", clause("form")),
        )
    ]


def _identity(answers: Answers) -> Block:
    papers = answers.names("identity")
    told = tuple(say(f"paper.{each}") for each in papers)
    accept: list[Node] = [[block(("count", 1), ("of", list(papers)))]] if papers else []
    return block(
        ("id", "identity"),
        ("accept", accept),
        ("say", clause("identity", papers=told) if papers else clause("identity_open")),
    )


def _authority(answers: Answers) -> list[Node]:
    """What proves a statutory power stands in the law; only the mandate is the company's choice."""
    own = answers.yes("representative_identity") is True
    statutory = [a.value for a in Asker if a not in (Asker.PERSON, Asker.MANDATARY)]
    mandate = answers.names("mandate")
    told = tuple(say(f"paper.{each}") for each in mandate)
    accept: list[Node] = [[block(("of", [each])) for each in mandate]] if mandate else []
    return [
        block(
            ("id", "authority_statutory"),
            ("askers", list(statutory)),
            ("accept", []),
            ("representative_identity", own),
            ("say", clause("authority_statutory")),
        ),
        block(
            ("id", "authority_mandatary"),
            ("askers", [Asker.MANDATARY.value]),
            ("accept", accept),
            ("representative_identity", own),
            ("say", clause("mandate", papers=told) if told else clause("mandate_open")),
        ),
    ]


def _fee(answers: Answers) -> Block | None:
    """Open or none: nothing is charged."""
    amount = answers.number("fee")
    if amount is None:
        return None
    kinds = answers.names("fee_kinds")
    told = tuple(say(f"kind.{each}") for each in kinds)
    return block(
        ("id", "fee"),
        ("kinds", list(kinds)),
        ("amount", amount),
        ("means", list(answers.names("fee_means"))),
        ("period_days", answers.number("fee_days")),
        ("unpaid", "remind_then_person_decides"),
        ("say", clause("fee", kinds=told, amount=amount)),
    )


def _answer(answers: Answers) -> Block:
    delivery, reasons = answers.text("delivery"), answers.text("reasons")
    return block(
        ("id", "answer"),
        ("written", False),
        ("electronic_by_choice", True),
        ("delivery_paid", delivery),
        ("delivery_free", delivery),
        ("to", answers.text("answer_to")),
        ("own_target_days", answers.number("target_days")),
        ("reasons", reasons or "silent"),
        ("say", clause(f"answer_{reasons or 'silent'}")),
    )


def _papers(answers: Answers) -> Block:
    months = answers.number("papers_months") or 0
    return block(
        ("id", "papers"),
        ("years", months // 12),
        ("months", months % 12),
        ("other_exits_months", months),
        ("answer_years", answers.number("answer_years")),
        ("say", clause("papers", months=months)),
    )
